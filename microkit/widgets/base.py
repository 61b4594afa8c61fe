"""What all widgets share: their traits, the talk with the page, and the static picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import anywidget
import traitlets as t

import microkit.operations  # noqa: F401  (puts + and * on Value)
from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.guard import attempt, told

HERE = Path(__file__).parent
PREDICT_FIRST = (
    "Your guess first: type a number in the prediction cell above and run it, then run this cell "
    "again. After that the answers show and the sliders move."
)


class Prediction(Protocol):
    """Anything that knows whether a student has committed a number."""

    @property
    def committed(self) -> bool:
        """Whether a number has been committed."""
        ...


class Widget(anywidget.AnyWidget):
    """The base of every widget: one Python class, one JavaScript file, and shared parts.

    A subclass composes its ``_esm``, and says three things: what the student's own code answers
    (`_run`), what the widget shows in words (`outline`), and as a static picture (`picture`).

    Parameters
    ----------
    after : Prediction, optional
        While it is not committed, the widget hides its answers and asks for a number.
    **traits
        First values of the widget's traits.

    Notes
    -----
    In kernel mode the page sets `inputs`, numbered by ``seq``, and waits until `answer` carries
    the same number; the answer repeats the question, so that numbers belong together. The page has
    one question on its way at a time: a slow rule is never flooded.
    """

    _css = (HERE / "shared" / "styles.css").read_text(encoding="utf-8")

    by = t.Enum(("page", "kernel"), "page", help="Who computes: the page, or your code.").tag(
        sync=True
    )
    locked = t.Unicode("", help="Why the answers are hidden; empty when they show.").tag(sync=True)
    inputs = t.Dict({"seq": 0}, help="The page's last question to the kernel.").tag(sync=True)
    answer = t.Dict({"seq": 0}, help="The kernel's last answer, with the question's seq.").tag(
        sync=True
    )

    def __init__(self, *, after: Prediction | None = None, **traits: Any) -> None:
        locked = PREDICT_FIRST if after is not None and not after.committed else ""
        super().__init__(locked=locked, **traits)

    def outline(self) -> str:
        """Say in words what the widget shows: for screen readers, printing and plain terminals."""
        raise NotImplementedError

    def picture(self) -> str:
        """Draw what the widget shows as HTML that needs no front end."""
        raise NotImplementedError

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a question of the page by the student's code, which may raise anything."""
        raise NotImplementedError

    def _ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Run the student's code; whatever it raises becomes a sentence, and so does a loop."""
        try:
            answer, trouble = attempt(self._run_or_say_why, question)
        except KeyboardInterrupt:
            return {"error": "Your code was stopped before it finished. Does a loop never end?"}
        if trouble:
            told_ = told(trouble)
            return {"error": f"Your code stopped: {told_}{'' if told_.endswith('?') else '.'}"}
        return answer

    def _run_or_say_why(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Run the student's code; what the kit itself has to say is a sentence already."""
        try:
            return self._run(question)
        except MicrokitError as error:
            return {"error": str(error)}

    @t.observe("inputs")
    def _answer_page(self, change: Any) -> None:
        question = change["new"]
        self.answer = {**question, **self._ask(question)}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Show the live widget where there is a front end, and a picture and words elsewhere."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**data, "text/plain": self.outline(), "text/html": self.picture()}, metadata


def is_own(cls: type) -> bool:
    """Whether a class is a student's: not the kit's `Value`, and not defined inside the kit.

    Examples
    --------
    >>> is_own(Value)
    False
    >>> is_own(type("Value", (), {}))
    True
    """
    return not (issubclass(cls, Value) and cls.__module__.split(".")[0] == "microkit")


def plain(number: float | None) -> float | str | None:
    """Make a number fit for JSON, which knows no nan and no infinity: they become words."""
    return number if number is None or math.isfinite(number) else str(number)
