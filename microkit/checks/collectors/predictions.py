"""Note which predictions were committed. A prediction counts whether or not it is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.plain import plain_number


def collect_predictions(
    exercise: Exercise, namespace: Mapping[str, Any], seed: str
) -> dict[str, Any]:
    """Return, for each name, the number that was committed, or None."""
    return {"numbers": [_number(namespace.get(name)) for name in exercise.names]}


def _number(guess: Any) -> float | None:
    if not getattr(guess, "committed", False):
        return None
    number = plain_number(getattr(guess, "number", None))
    return number if isinstance(number, float) else None
