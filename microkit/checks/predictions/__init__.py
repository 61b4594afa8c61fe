"""The questions that a student answers before a picture moves, one file a lesson."""

from microkit.checks.predictions.asked import Asked
from microkit.checks.predictions.catalog import find_prediction, predictions

__all__ = ["Asked", "find_prediction", "predictions"]
