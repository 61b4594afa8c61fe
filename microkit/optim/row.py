"""Many arrays laid end to end, so that a formula runs once for all of them.

A small network has a handful of small arrays. What numpy takes to begin an operation is then more
than the operation, and an optimizer has ten of them for each parameter.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any


class Row:
    """The parameters whose data are arrays of one floating type.

    Parameters
    ----------
    members : list of (int, parameter)
        The place of each in the optimizer, and the parameter.

    Attributes
    ----------
    g : array (numbers,)
        All gradients, one after the other; the optimizer turns them into what is subtracted.
    """

    def __init__(self, members: list[tuple[int, Any]]) -> None:
        import numpy as np

        sizes = [parameter.data.size for _, parameter in members]
        self.ends = [sum(sizes[: i + 1]) for i in range(len(sizes))]
        self.g = np.zeros(self.ends[-1], members[0][1].data.dtype)
        self.parts = [
            (place, parameter, self.g[end - size : end].reshape(parameter.data.shape))
            for (place, parameter), size, end in zip(members, sizes, self.ends, strict=True)
        ]
        self._steps = [0] * len(members)  # how many each parameter has made
        self._together = True  # all of them equally many
        self._memories: dict[str, Any] = {}

    def gather(self) -> bool:
        """Copy the gradients into `g`; return whether each has the shape of its parameter."""
        fits = self._together = True
        for _, parameter, part in self.parts:
            gradient, shape = parameter.grad, part.shape
            if gradient is None:
                self._together = False
                part[...] = 0
            elif gradient.shape == shape == parameter.data.shape:
                part[...] = gradient
            else:
                fits = False
        return fits

    def square(self) -> float:
        """Return the sum of all squares: nan or infinite as soon as one gradient is."""
        return float(self.g.dot(self.g))

    def runs(self) -> list[tuple[slice, int]]:
        """Count a step; return the stretches of `g` that move, and how many steps they have made.

        It is one stretch with everything in it, unless a parameter has or had no gradient.
        """
        counts = self._steps
        if self._together and counts.count(counts[0]) == len(counts):
            self._steps = [counts[0] + 1] * len(counts)
            return [(slice(None), counts[0] + 1)]
        found, start = [], 0
        for i, (_, parameter, _) in enumerate(self.parts):
            if parameter.grad is not None:
                counts[i] += 1
                found.append((slice(start, self.ends[i]), counts[i]))
            start = self.ends[i]
        return found

    def scatter(self) -> None:
        """Subtract from each parameter, in place, what is in `g` for it: 0 without a gradient."""
        for _, parameter, part in self.parts:
            data = parameter.data
            data -= part

    def memory(self, name: str, where: slice) -> Any:
        """Return numbers that are kept from step to step, zero at first, beside a part of `g`."""
        if name not in self._memories:
            import numpy as np

            self._memories[name] = np.zeros_like(self.g)
        return self._memories[name][where]

    def data(self, where: slice) -> Any:
        """Return a copy of the parameters beside a part of `g`."""
        import numpy as np

        return np.concatenate([parameter.data.ravel() for _, parameter, _ in self.parts])[where]


def rows_of(params: Iterable[Any]) -> list[Row]:
    """Return a row for each floating type among the parameters that are arrays."""
    by_type: dict[Any, list[tuple[int, Any]]] = {}
    for place, parameter in enumerate(params):
        if is_array(parameter.data):
            by_type.setdefault(parameter.data.dtype, []).append((place, parameter))
    return [Row(members) for members in by_type.values()]


def is_array(data: Any) -> bool:
    """Return whether `data` is a numpy array, without importing numpy for it."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(data, numpy.ndarray)
