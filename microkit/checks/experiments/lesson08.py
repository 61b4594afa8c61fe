"""Lesson 08: an engine of local slopes, operations on top of it, and one of the student's own."""

from __future__ import annotations

from microkit.checks.experiments.lesson08_engine import engine
from microkit.checks.experiments.lesson08_operation import operation
from microkit.checks.experiments.lesson08_own import own
from microkit.checks.experiments.run import Experiment

EXPERIMENTS: dict[str, Experiment] = {
    "08.engine": engine,
    "08.operation": operation,
    "08.own": own,
}
