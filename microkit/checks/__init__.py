"""Checks: exercises, what a student's code does with them, and what a report says about it."""

from microkit.checks.checking import check
from microkit.checks.collectors import collect
from microkit.checks.exercise import Exercise
from microkit.checks.judges import judge
from microkit.checks.lessons import exercises
from microkit.checks.predict import Prediction, predict
from microkit.checks.report import Report

__all__ = [
    "Exercise",
    "Prediction",
    "Report",
    "check",
    "collect",
    "exercises",
    "judge",
    "predict",
]
