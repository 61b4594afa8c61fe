"""Lesson 06: wrong losses, wrong steps and wrong loops."""

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson06_losses import LOSSES
from microkit.checks.misconceptions.lesson06_probabilities import PROBABILITIES
from microkit.checks.misconceptions.lesson06_training import TRAINING

ENTRIES: tuple[Misconception, ...] = (*LOSSES, *PROBABILITIES, *TRAINING)
