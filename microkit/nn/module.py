"""What all parts of a network share: they know their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from microkit.engine import Value


class Module:
    """A part of a network. Its parameters are the Values in its attributes, and in its parts.

    Examples
    --------
    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.slope, self.height = Value(2.0), Value(1.0)
    ...     def __call__(self, x):
    ...         return self.slope * x + self.height
    >>> line = Line()
    >>> line(3.0).data, len(line.parameters())
    (7.0, 2)
    """

    def parameters(self) -> list[Value]:
        """Return every parameter once, in the order in which they were made.

        A list or tuple of Values or modules in an attribute is looked into.
        """
        return list({id(value): value for value in _values(self)}.values())

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to zero, because backward adds to what is there."""
        for parameter in self.parameters():
            parameter.grad = 0.0


def _values(part: Any) -> Iterator[Value]:
    if isinstance(part, Value):
        yield part
    elif isinstance(part, Module):
        for attribute in vars(part).values():
            yield from _values(attribute)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _values(item)
