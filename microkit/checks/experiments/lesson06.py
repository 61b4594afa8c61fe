"""Lesson 06: which experiment belongs to which exercise."""

from __future__ import annotations

from microkit.checks.experiments import lesson06_losses as losses
from microkit.checks.experiments import lesson06_training as training
from microkit.checks.experiments.run import Experiment

EXPERIMENTS: dict[str, Experiment] = {
    "06.mse": losses.mse,
    "06.hinge": losses.hinge,
    "06.bce": losses.bce,
    "06.l2": losses.l2,
    "06.softmax": losses.softmax,
    "06.cross_entropy": losses.cross_entropy,
    "06.sgd": training.sgd,
    "06.loop": training.train,
    "06.learns": training.learn,
}
