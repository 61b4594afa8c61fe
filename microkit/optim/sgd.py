"""Downhill, one step at a time: stochastic gradient descent, with momentum if asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from microkit.errors import MicrokitError
from microkit.optim.arguments import require
from microkit.optim.optimizer import Optimizer
from microkit.optim.row import Row


class SGD(Optimizer):
    """Moves each parameter against its gradient, `lr` times as far as it is steep.

    Parameters
    ----------
    params : iterable of Value or Tensor
        What to move.
    lr : float
        The learning rate.
    momentum : float, default 0.0
        How much of the last velocity is kept, from 0 to below 1: a ball that rolls on.
    nesterov : bool, default False
        Whether the step already looks to where the velocity will take it.
    weight_decay : float, default 0.0
        Adds ``weight_decay * data`` to each gradient, the slope of ``weight_decay / 2 * data**2``.
    clip : float, optional
        The largest length of all gradients taken together.

    Raises
    ------
    MicrokitError
        If a number makes no sense, or there is nothing to move.

    Notes
    -----
    ``g = grad + weight_decay * data``, ``v = momentum * v + g``, and then ``data -= lr * v``, or
    with Nesterov ``data -= lr * (g + momentum * v)``. These are PyTorch's formulas: the rate stands
    outside the velocity, so that changing it takes effect at once.

    References
    ----------
    Sutskever, Martens, Dahl, Hinton (2013), "On the importance of initialization and momentum in
    deep learning".

    Examples
    --------
    >>> from microkit.engine import Value
    >>> w = Value(3.0)
    >>> optimizer = SGD([w], lr=0.1)
    >>> for _ in range(3):
    ...     optimizer.zero_grad()
    ...     ((w - 1) * (w - 1)).backward()
    ...     optimizer.step()
    >>> round(w.data, 3)
    2.024
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
        clip: float | None = None,
    ) -> None:
        super().__init__(params, lr, weight_decay, clip)
        self.momentum = require(momentum, "SGD: momentum", least=0.0)
        if momentum >= 1:
            raise MicrokitError(
                f"SGD: momentum is {momentum}. From 1 on the velocity never fades: try 0.9."
            )
        if nesterov and not momentum:
            raise MicrokitError(
                "SGD: nesterov=True looks ahead along the velocity, and momentum=0 has none. Try "
                "momentum=0.9."
            )
        self.nesterov = nesterov
        self.velocity = [0.0] * len(self.params)  # of the numbers; arrays have theirs in the row

    def _move_number(self, place: int, parameter: Any, g: float) -> None:
        if self.weight_decay:
            g = g + self.weight_decay * parameter.data
        if self.momentum:
            v = self.velocity[place] = self.momentum * self.velocity[place] + g
            g = g + self.momentum * v if self.nesterov else v
        parameter.data -= self.lr * g

    def _move_row(self, row: Row, where: slice, t: int) -> None:
        g = row.g[where]
        if self.weight_decay:
            g += self.weight_decay * row.data(where)
        if self.momentum:
            v = row.memory("velocity", where)
            v *= self.momentum
            v += g
            if self.nesterov:
                g += self.momentum * v
            else:
                g[...] = v
        g *= self.lr
