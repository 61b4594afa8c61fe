"""Observer: runs a student's code step by step, and writes down what came of each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from microkit.checks.plain import plain
from microkit.graph import trace
from microkit.guard import STEPS, attempt


class Stopped(Exception):  # noqa: N818  it is no error: the experiment is over
    """Code that never ends on one input would not end on the next one either."""


class Observer:
    """Runs steps of an experiment and keeps what was seen, as plain data.

    Parameters
    ----------
    steps : int or None, optional
        How many instructions each step may take; None for code that is known to end.

    Attributes
    ----------
    seen : list of dict
        One entry a step: the question that it belongs to, a label in words, and the value or the
        trouble. An experiment takes the same steps whatever the student's code does, so that two
        lists can be compared entry by entry.

    Examples
    --------
    >>> see = Observer()
    >>> see("forward", "double(3)", lambda x: 2 * x, 3)
    6
    >>> see.seen
    [{'question': 'forward', 'label': 'double(3)', 'value': 6.0}]
    """

    def __init__(self, steps: int | None = STEPS) -> None:
        self.seen: list[dict[str, Any]] = []
        self._steps = steps
        self._trouble: dict[str, str] | None = None

    def __call__(
        self,
        question: str,
        label: str,
        function: Callable[..., Any],
        *args: Any,
        steps: int | None = None,
        accept: dict[str, Any] | None = None,
    ) -> Any:
        """Call a function, write down its result, and return it; None where it failed.

        Parameters
        ----------
        question, label : str
            The question that the step answers, and the step in words.
        function : callable
            What is called, with the rest of the arguments. Everything that belongs to a student is
            touched inside it.
        steps : int, optional
            How many instructions it may take.
        accept : dict, optional
            What a judge takes for right, where it is not one value: see `judges.compare.accepted`.
        """
        result, trouble = self._run(function, args, steps)
        value: Any = None
        if not trouble:
            value, trouble = attempt(plain, result, steps=None)
        self._write(question, label, value, trouble, accept)
        return None if trouble else result

    def make(self, question: str, label: str, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function for the thing that it makes; only whether it worked is written down.

        Where it did not, every step after it has the same trouble, until the next thing is made.
        """
        self._trouble = None
        made, self._trouble = self._run(function, args, None)
        self._write(question, label, None if made is None else "something", self._trouble)
        return made

    def graph(self, question: str, label: str, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function for the root of a graph, and write down the graph: it can be drawn.

        A judge compares the gradients of the leaves.
        """
        root, trouble = self._run(function, args, None)
        drawn: Any = None
        if not trouble and root is not None:
            drawn, trouble = attempt(trace, root)
        self._write(question, label, drawn and {"graph": drawn.to_dict()}, trouble)
        return None if trouble else root

    def _write(
        self,
        question: str,
        label: str,
        value: Any,
        trouble: dict[str, str] | None,
        accept: dict[str, Any] | None = None,
    ) -> None:
        entry: dict[str, Any] = {"question": question, "label": label}
        if accept:
            entry["accept"] = accept
        self.seen.append(entry | ({"trouble": trouble} if trouble else {"value": value}))
        if trouble and trouble["kind"] == "endless":
            raise Stopped

    def _run(
        self, function: Callable[..., Any], args: tuple[Any, ...], steps: int | None
    ) -> tuple[Any, dict[str, str] | None]:
        if self._trouble:
            return None, self._trouble
        if self._steps is None:
            return attempt(function, *args, steps=None)
        return attempt(function, *args, steps=steps or self._steps)
