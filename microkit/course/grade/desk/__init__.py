"""What runs in the sandbox: it runs a student's cells, and answers about what they define."""
