"""Feedback pages: nbgrader's, with each report's card, and without a network."""

from microkit.course.grade.pages.exporter import FeedbackExporter

__all__ = ["FeedbackExporter"]
