"""Grade a class: student code in the sandbox, the judge outside, the gradebook nbgrader's own."""
