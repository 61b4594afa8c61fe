"""The wrong ideas that people really have, as data: how each is recognized, and what to tell."""

from microkit.checks.misconceptions.catalog import (
    misconception,
    misconceptions,
    misconceptions_of,
)
from microkit.checks.misconceptions.entry import Misconception

__all__ = ["Misconception", "misconception", "misconceptions", "misconceptions_of"]
