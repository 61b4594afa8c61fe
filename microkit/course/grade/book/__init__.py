"""The gradebook's side: what is handed in is staged, nbgrader's converter writes what came back."""
