"""What a callback is told after each epoch, and what it may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from microkit.train.history import History


@dataclass
class State:
    """Where training stands. `fit` hands the same one to every callback after each epoch.

    Attributes
    ----------
    model, optimizer
        What `fit` was given.
    history : History
        What was measured so far.
    epochs : int
        How many epochs there will be.
    epoch : int
        How many are done.
    stop : bool
        Set it to True to end the training after this epoch.
    """

    model: Any
    optimizer: Any
    history: History
    epochs: int
    epoch: int = 0
    stop: bool = False

    @property
    def loss(self) -> float:
        """The mean loss of this epoch."""
        return self.history.losses[-1]

    @property
    def accuracy(self) -> float | None:
        """The metric of this epoch; None without one."""
        return self.history.accuracy[-1] if self.history.accuracy else None
