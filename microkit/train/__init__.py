"""Training a network: the loop of lesson 06, with progress, a history, and an early end."""

from microkit.train.fit import fit
from microkit.train.history import History
from microkit.train.metrics import accuracy
from microkit.train.state import State

__all__ = ["History", "State", "accuracy", "fit"]
