"""What the kit lends where a student's own part is missing or not right yet.

A node of the reference has the shape that students build: `data`, `grad`, `_prev`, `_op`, and a
closure in `_backward`. It is made by the constructor of the class on which the method stands, so
that the kit's methods and a student's can share one class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from microkit import engine
from microkit.checks.judges.imitate import reference_source
from microkit.course.starter import forward_value
from microkit.course.workbench.lessons import Lessons
from microkit.course.workbench.parts import reached, read_parts
from microkit.guard import KIT
from microkit.operation import Operation
from microkit.operations import Add, Div, Exp, Log, Mul, Neg, Pow, ReLU, Sigmoid, Sub, Tanh

_ARITHMETIC: dict[str, type[Operation]] = {
    "__add__": Add,
    "__mul__": Mul,
    "__pow__": Pow,
    "__truediv__": Div,
    "__neg__": Neg,
    "__sub__": Sub,
}
_REFLECTED = {
    "__radd__": "__add__",
    "__rmul__": "__mul__",
    "__rsub__": "__sub__",
    "__rtruediv__": "__truediv__",
}
_CURVES: dict[str, type[Operation]] = {
    "exp": Exp,
    "log": Log,
    "tanh": Tanh,
    "relu": ReLU,
    "sigmoid": Sigmoid,
}


class Complete:
    """What lessons after 01 want to find on a node, where a student's class does not have it."""

    label = ""

    def _backward(self) -> None:
        """Do nothing: a leaf has nobody to hand on to."""


def methods(upto: int) -> dict[str, Callable[..., Any]]:
    """Return the methods of `Value` that a student has after this lesson, by name.

    After lesson 01 they have no rules yet: these are what lesson 02 asks for.
    """
    made = {name: _method(operation, upto) for name, operation in _ARITHMETIC.items()}
    for name, operator in _REFLECTED.items():
        made[name] = _reflected(operator)
    if upto >= 3:
        made["backward"] = _backward
    if upto >= 4:
        made |= {name: _method(operation, upto) for name, operation in _CURVES.items()}
    return made


def _method(operation: type[Operation], upto: int) -> Callable[..., Any]:
    """Return an operator or function of `Value`, with the kit's own rule."""

    def method(self: Any, *others: Any) -> Any:
        if operation is not Pow:  # there, the exponent is a plain number
            others = tuple(x if hasattr(x, "grad") else type(self)(x) for x in others)
        parents = (self, *(x for x in others if hasattr(x, "grad")))
        numbers = [getattr(x, "data", x) for x in (self, *others)]
        symbol = f"**{others[0]}" if operation is Pow else operation.symbol
        out = type(self)(operation.forward(*numbers), parents, symbol)

        def rule() -> None:
            shares = operation.backward(out.grad, out.data, *numbers)
            for parent, share in zip(parents, shares, strict=False):
                parent.grad += share

        if upto >= 2:
            out._backward = rule
        return out

    return method


def _reflected(operator: str) -> Callable[..., Any]:
    """Return what `2 * a` calls: the operator that stands on the class by then, lent or own."""
    return lambda self, other: getattr(type(self)(other), operator)(self)


def _backward(self: Any) -> None:
    """Give every node of this graph its gradient."""
    engine.backward(self)


class Reference:
    """The right code of some lessons, in which single names can be replaced.

    Parameters
    ----------
    lessons : Lessons
        The lessons that count.
    """

    def __init__(self, lessons: Lessons) -> None:
        self.lessons = lessons
        self._namespaces: list[dict[str, Any]] = []
        self._bound: dict[str, Any] = {}

    def has(self, name: str) -> bool:
        """Say whether there is right code for a thing of this name."""
        return self._is_engine(name) or self._lesson_of(name) is not None

    def thing(self, name: str) -> Any:
        """Return the right class or function, new each time."""
        if self._is_engine(name):
            cls = forward_value()
            for attribute, method in methods(self.lessons.last).items():
                setattr(cls, attribute, method)
            return cls
        lesson = self._lesson_of(name)
        path = KIT.joinpath("checks", "references", f"lesson{lesson}.py")
        names: dict[str, Any] = {"__name__": f"microkit.checks.references.lesson{lesson}"}
        exec(compile(reference_source(str(lesson)), str(path), "exec"), names)
        names.update((bound, thing) for bound, thing in self._bound.items() if bound in names)
        self._namespaces.append(names)
        return names[name]

    def uses(self, name: str) -> list[str]:
        """Return the other names that the right code of a thing uses."""
        lesson = None if self._is_engine(name) else self._lesson_of(name)
        if lesson is None:
            return []
        return [n for n in reached(read_parts(reference_source(lesson)), [name]) if n != name]

    def bind(self, name: str, thing: Any) -> None:
        """Let all of the right code work with this thing from now on."""
        self._bound[name] = thing
        for names in self._namespaces:
            if name in names:
                names[name] = thing

    def _is_engine(self, name: str) -> bool:
        return name == "Value" and self.lessons.has_engine

    def _lesson_of(self, name: str) -> str | None:
        """Return the last lesson that asks for a thing, and whose right code has it."""
        lessons = [exercise.lesson for exercise in self.lessons.about(name)]
        return next((lesson for lesson in reversed(lessons) if _defines(lesson, name)), None)


def _defines(lesson: str, name: str) -> bool:
    try:
        return name in read_parts(reference_source(lesson))
    except FileNotFoundError:
        return False
