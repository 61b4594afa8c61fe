"""The first half of a check: run the student's code, and write down what it did."""

from microkit.checks.collectors.collect import collect

__all__ = ["collect"]
