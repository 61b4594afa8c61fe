"""The second half of a check: compare plain answers with the reference. It runs no student code."""

from microkit.checks.judges.judge import judge

__all__ = ["judge"]
