"""What all optimizers share: they hold the parameters, look at the gradients, then move."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar

from microkit.errors import MicrokitError
from microkit.optim.arguments import described, require, require_gradient, require_parameters
from microkit.optim.row import Row, is_array, rows_of

# A parameter's place in the list, the parameter, and its gradient.
Move = tuple[int, Any, float]


class Optimizer:
    """Moves parameters against their gradients. A subclass says how, for numbers and for arrays.

    Parameters
    ----------
    params : iterable of Value or Tensor
        What `Module.parameters` returns. The class does not matter: a parameter is a leaf that
        has ``data`` (a number or a floating-point array) and ``grad``. One given twice is
        moved once.
    lr : float
        The learning rate: how far a step goes. It may be set at any time.
    weight_decay : float, default 0.0
        How strongly a step pulls each parameter toward zero.
    clip : float, optional
        The largest length of all gradients taken together. Longer ones are shortened by the same
        factor for this step; `grad` itself keeps what backward found.

    Raises
    ------
    MicrokitError
        If there is nothing to move, a parameter is none, or a number makes no sense.

    Notes
    -----
    `step` looks at every gradient before it moves the first parameter: after an error each
    parameter is what it was. A parameter whose gradient is None is left out.

    References
    ----------
    Pascanu, Mikolov, Bengio (2013), "On the difficulty of training recurrent neural networks":
    clipping.
    """

    _foreign: ClassVar[bool] = False  # whether somebody else than the kit has written it

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._foreign = not cls.__module__.startswith("microkit.")

    def __init__(
        self, params: Iterable[Any], lr: float, weight_decay: float = 0.0, clip: float | None = None
    ) -> None:
        name = type(self).__name__
        self.params = require_parameters(params, name)
        require(lr, f"{name}: lr", above=0.0)
        self.lr = lr
        self.weight_decay = require(weight_decay, f"{name}: weight_decay", least=0.0)
        self.clip = None if clip is None else require(clip, f"{name}: clip", above=0.0)
        self._numbers = [(i, p) for i, p in enumerate(self.params) if not is_array(p.data)]
        self._rows = rows_of(self.params)

    @property
    def lr(self) -> float:
        """The learning rate. It may be set to 0, where a schedule ends, and not below."""
        return self._lr

    @lr.setter
    def lr(self, rate: float) -> None:
        self._lr = float(require(rate, f"{type(self).__name__}: lr", least=0.0))

    def zero_grad(self) -> None:
        """Forget the gradients: 0.0 for a number, None for an array."""
        for _, parameter in self._numbers:
            parameter.grad = 0.0
        for row in self._rows:
            for _, parameter, _ in row.parts:
                parameter.grad = None

    def step(self) -> None:
        """Move every parameter that has a gradient.

        Raises
        ------
        MicrokitError
            If a gradient is nan, infinite or of the wrong shape. Then nothing has moved.
        """
        if not self._rows:
            self._step()
        else:  # the gradients are looked at before they are used: numpy need not warn of any
            _quiet(self._foreign).copy().run(self._step)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(lr={self.lr:g}, {len(self.params)} parameters)"

    def _move_number(self, place: int, parameter: Any, g: float) -> None:
        """Move one parameter whose data is a number."""
        raise NotImplementedError(f"{type(self).__name__} does not say how a number moves.")

    def _move_row(self, row: Row, where: slice, t: int) -> None:
        """Turn the gradients in ``row.g[where]`` into what is subtracted, at step `t`."""
        raise NotImplementedError(f"{type(self).__name__} does not say how arrays move.")

    def _largest_gradient(self, data: Any) -> float:
        """Return the largest gradient that the formula can work with."""
        return sys.float_info.max

    def _step(self) -> None:
        moves = self._looked_at()
        for place, parameter, gradient in moves:
            self._move_number(place, parameter, gradient)
        for row in self._rows:
            for where, t in row.runs():
                self._move_row(row, where, t)
            row.scatter()

    def _looked_at(self) -> list[Move]:
        """Gather all gradients, refuse what is wrong, clip the rest; return those of numbers."""
        moves = [(i, p, p.grad) for i, p in self._numbers if p.grad is not None]
        # The sum of squares is nan or infinite as soon as one gradient is: one look for all.
        square, fits = 0.0, True
        try:
            for _, _, gradient in moves:
                square += gradient * gradient
            for row in self._rows:
                fits = row.gather() and fits
                square += row.square()
            sound = fits and square.__class__ is float and math.isfinite(square)
        except (AttributeError, TypeError, ValueError):
            sound = False
        if not sound:  # a fault, or squares that are too large for a float
            self._find_fault()
        return moves if self.clip is None else self._clipped(moves, self.clip)

    def _find_fault(self) -> None:
        for place, parameter in enumerate(self.params):
            if parameter.grad is not None:
                most = sys.float_info.max if self.clip else self._largest_gradient(parameter.data)
                require_gradient(place, parameter, most)
        for row in self._rows:
            for place, parameter, part in row.parts:
                if parameter.data.shape != part.shape:
                    raise MicrokitError(
                        f"Parameter {place} ({described(parameter)}) had shape {part.shape} when "
                        "this optimizer was made. Make a new optimizer. Nothing was moved."
                    )

    def _clipped(self, moves: list[Move], most: float) -> list[Move]:
        """Shorten all gradients by one factor, so that together they are at most `most` long."""
        length = math.hypot(*[g for _, _, g in moves], *[_length(row.g) for row in self._rows])
        factor = most / (length + 1e-6)  # PyTorch's 1e-6
        if factor >= 1:
            return moves
        for row in self._rows:
            row.g *= factor
        return [(place, parameter, g * factor) for place, parameter, g in moves]


@cache
def _quiet(foreign: bool) -> Any:
    """Return how to run without warnings. It needs numpy, which numbers do without."""
    from microkit.arrays.primitives import QUIET, QUIET_HERE

    return QUIET_HERE if foreign else QUIET


def _length(g: Any) -> float:
    """Return the root of the sum of squares, also where a square is too large for a float."""
    largest = float(abs(g).max(initial=0.0))
    return largest and largest * math.sqrt(float(((g / largest) ** 2).sum(dtype=float)))
