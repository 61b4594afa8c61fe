"""Names that both sides of the wall know."""

HOME = "/home/student"
