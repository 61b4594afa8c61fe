"""The wrong ideas that people really have, as data: how each is recognized, and what to tell."""

from microkit.checks.misconceptions.catalog import Misconception, misconception

__all__ = ["Misconception", "misconception"]
