"""Run an exercise's experiment on a student's code, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.experiments import run_experiment


def collect_experiment(
    exercise: Exercise, namespace: Mapping[str, Any], seed: str
) -> dict[str, Any]:
    """Return what was seen at every step."""
    return {"seen": run_experiment(exercise, namespace, seed)}
