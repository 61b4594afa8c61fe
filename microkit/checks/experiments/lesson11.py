"""Lesson 11: experiments."""

from microkit.checks.experiments.run import Experiment

EXPERIMENTS: dict[str, Experiment] = {}
