"""Experiments: what is done with a student's code, one file a lesson. They know no right answer."""

from microkit.checks.experiments.run import find_experiment, run_experiment

__all__ = ["find_experiment", "run_experiment"]
