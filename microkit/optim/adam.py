"""A careful hiker: Adam gives each parameter a step of its own length. Lesson 07 builds it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from microkit.errors import MicrokitError
from microkit.optim.arguments import require
from microkit.optim.optimizer import Optimizer
from microkit.optim.row import Row, is_array


class Adam(Optimizer):
    """Divides the mean of each gradient by its usual size, so that a step is about `lr` long.

    Parameters
    ----------
    params : iterable of Value or Tensor
        What to move.
    lr : float, default 0.001
        The learning rate: about how far each parameter moves in a step.
    b1 : float, default 0.9
        How much of the mean of the gradients is kept at each step, from 0 to below 1.
    b2 : float, default 0.999
        How much of the mean of their squares is kept, from 0 to below 1.
    eps : float, default 1e-8
        Keeps the division sound where a gradient was always zero.
    weight_decay : float, default 0.0
        Adds ``weight_decay * data`` to each gradient.
    clip : float, optional
        The largest length of all gradients taken together.

    Raises
    ------
    MicrokitError
        If a number makes no sense, or there is nothing to move.

    Notes
    -----
    ``m = b1*m + (1 - b1)*g`` and ``s = b2*s + (1 - b2)*g**2`` start at zero, and so are too small
    at first. Dividing by ``1 - b1**t`` and ``1 - b2**t`` puts that right at step t, counted for
    each parameter. Then ``data -= lr * m / (sqrt(s) + eps)``.

    References
    ----------
    Kingma, Ba (2015), "Adam: a method for stochastic optimization".

    Examples
    --------
    >>> from microkit.engine import Value
    >>> steep, flat = Value(0.0), Value(0.0)
    >>> optimizer = Adam([steep, flat], lr=0.1)
    >>> steep.grad, flat.grad = 100.0, 0.001
    >>> optimizer.step()
    >>> round(steep.data, 4), round(flat.data, 4)
    (-0.1, -0.1)
    """

    decoupled = False  # whether the weight decay is kept out of the gradient

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.001,
        b1: float = 0.9,
        b2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        clip: float | None = None,
    ) -> None:
        super().__init__(params, lr, weight_decay, clip)
        name = type(self).__name__
        for b, which in ((b1, "b1"), (b2, "b2")):
            if require(b, f"{name}: {which}", least=0.0) >= 1:
                raise MicrokitError(f"{name}: {which} is {b}. It is a share that is kept: below 1.")
        self.b1, self.b2 = b1, b2
        self.eps = require(eps, f"{name}: eps", above=0.0)
        # Of the numbers; arrays have theirs in the row.
        self.m, self.s = [0.0] * len(self.params), [0.0] * len(self.params)
        self.t = [0] * len(self.params)

    def _move_number(self, place: int, parameter: Any, g: float) -> None:
        decay = self.weight_decay * parameter.data
        if not self.decoupled:
            g = g + decay
        t = self.t[place] = self.t[place] + 1
        m = self.m[place] = self.b1 * self.m[place] + (1 - self.b1) * g
        s = self.s[place] = self.b2 * self.s[place] + (1 - self.b2) * (g * g)
        size = math.sqrt(s / (1 - self.b2**t)) + self.eps
        step = (m / (1 - self.b1**t)) / size
        parameter.data -= self.lr * (step + decay if self.decoupled else step)

    def _move_row(self, row: Row, where: slice, t: int) -> None:
        import numpy as np

        g, m, s = row.g[where], row.memory("m", where), row.memory("s", where)
        decay = self.weight_decay and self.weight_decay * row.data(where)
        if self.weight_decay and not self.decoupled:
            g += decay
        m *= self.b1
        m += (1 - self.b1) * g
        s *= self.b2
        g *= g
        g *= 1 - self.b2
        s += g
        np.sqrt(s, g)
        g /= math.sqrt(1 - self.b2**t)
        g += self.eps
        np.divide(m, g, g)
        g *= self.lr / (1 - self.b1**t)
        if self.weight_decay and self.decoupled:
            g += self.lr * decay

    def _largest_gradient(self, data: Any) -> float:
        """Return the largest gradient whose square is a float, with room for its decay."""
        if not is_array(data):
            return 1e153
        import numpy as np

        return 0.1 * math.sqrt(np.finfo(data.dtype).max)


class AdamW(Adam):
    """Adam whose weight decay shrinks each parameter directly, and not through the gradient.

    Parameters
    ----------
    params : iterable of Value or Tensor
        What to move.
    lr, b1, b2, eps : float
        As for `Adam`.
    weight_decay : float, default 0.01
        Each step also multiplies every parameter by ``1 - lr * weight_decay``.
    clip : float, optional
        The largest length of all gradients taken together.

    Raises
    ------
    MicrokitError
        If a number makes no sense, or there is nothing to move.

    Notes
    -----
    In Adam a large gradient divides the decay away with itself. Here it does not.

    References
    ----------
    Loshchilov, Hutter (2019), "Decoupled weight decay regularization".

    Examples
    --------
    >>> from microkit.engine import Value
    >>> w = Value(2.0)
    >>> w.grad = 5.0
    >>> AdamW([w], lr=0.1, weight_decay=0.5).step()
    >>> round(w.data, 4)  # 2 * (1 - 0.1 * 0.5) - 0.1
    1.8
    """

    decoupled = True

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.001,
        b1: float = 0.9,
        b2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.01,
        clip: float | None = None,
    ) -> None:
        super().__init__(params, lr, b1, b2, eps, weight_decay, clip)
