"""What all widgets share: their traits, the talk with the page, and the static picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, Protocol

import anywidget
import traitlets as t

import microkit.operations  # noqa: F401  (puts + and * on Value)
from microkit.checks.predictions import Asked
from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.guard import attempt, told
from microkit.widgets.asking import checked_guess, locked_by, question_of, verdict
from microkit.widgets.compose import styles
from microkit.widgets.refusing import validates

HERE = Path(__file__).parent
STYLES = HERE / "shared" / "styles.css"
SPACED = "border-collapse:separate;border-spacing:1.5em 0.2em;width:auto;margin:0"  # a table
PREDICT_FIRST = (
    "Your guess first: type your answer in the prediction cell above and run it, then run this "
    "cell again. After that the answers show, and things move."
)


class Prediction(Protocol):
    """Anything that knows whether a student has committed a number."""

    @property
    def committed(self) -> bool:
        """Whether a number has been committed."""
        ...


class Widget(anywidget.AnyWidget):
    """The base of every widget: one Python class, one JavaScript file, and shared parts.

    A subclass composes its ``_esm``, and says what the widget shows in words (`outline`) and as a
    static picture (`picture`). Where the student's own code answers, it also says about which
    traits (`_asks`), and how (`_run`).

    Parameters
    ----------
    after : Prediction, optional
        While it is not committed, the widget hides its answers and asks for a number.
    predict : str or Asked, optional
        A question that the widget itself asks first, such as ``"02.mul"``. Its answers stay hidden
        until `guess` is a number or one of the choices. Instead of `after`, not beside it.
    **traits
        First values of the widget's traits.

    Notes
    -----
    In kernel mode the page sets `inputs`, numbered by ``seq``, and waits until `answer` carries
    the same number; the answer repeats the question, so that numbers belong together. The page has
    one question on its way at a time: a slow rule is never flooded. Where a cell sets a trait, the
    answer follows at once. The code does not run again for a question that is answered already.
    """

    by = t.Enum(("page", "kernel"), "page", help="Who computes: the page, or your code.").tag(
        sync=True
    )
    locked = t.Unicode("", help="Why the answers are hidden; empty when they show.").tag(sync=True)
    resting = t.Unicode("", help="Why nothing moves, where no kernel can answer; else empty.").tag(
        sync=True
    )
    asked = t.Dict(help="The question asked first: question, answer, why, choices.").tag(sync=True)
    guess = t.Any(None, help="What the student predicted: a number, a choice, or None.").tag(
        sync=True
    )
    inputs = t.Dict({"seq": 0}, help="The page's last question to the kernel.").tag(sync=True)
    answer = t.Dict({"seq": 0}, help="The kernel's last answer, with the question's seq.").tag(
        sync=True
    )

    _asks: tuple[str, ...] = ()  # the traits that the student's code is asked about
    _from_page = False  # while a message of the page is taken in

    def __init_subclass__(cls, **options: Any) -> None:
        if isinstance(module := vars(cls).get("_esm"), str):
            cls._css = styles(STYLES.read_text(encoding="utf-8"), module)
        super().__init_subclass__(**options)

    def __init__(
        self,
        *,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
        **traits: Any,
    ) -> None:
        if after is not None and predict is not None:
            raise MicrokitError("Give a widget after= or predict=, not both: it asks once.")
        asked = question_of(predict)
        locked = locked_by(asked) if asked else ""
        if after is not None and not after.committed:
            locked = PREDICT_FIRST
        super().__init__(locked=locked, asked=asked, **traits)

    @validates("guess")
    def _check_guess(self, proposal: Any) -> float | str | None:
        return checked_guess(self.asked, proposal["value"])

    @t.observe("guess")
    def _unlock(self, change: Any) -> None:
        if self.asked:
            self.locked = locked_by(self.asked) if self.guess is None else ""

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

    def _question(self) -> dict[str, Any]:
        """Return what the student's code is asked about the present numbers."""
        return {name: getattr(self, name) for name in self._asks}

    def _is_answered(self) -> bool:
        """Whether the last answer belongs to the present numbers."""
        return self._question().items() <= self.answer.items()

    def _present(self) -> dict[str, Any]:
        """Return the answer at the present numbers."""
        question = self._question()
        return self._reply(question) if self.by == "kernel" else self._ask(question)

    def _reply(self, question: Mapping[str, Any], afresh: bool = False) -> dict[str, Any]:
        """Return the last answer if it belongs to a question; else run the student's code."""
        known = not afresh and question.items() <= self.answer.items()
        found = self.answer if known else self._ask(question)
        self.answer = {**found, **question, "seq": self.inputs["seq"]}
        return self.answer

    def _derive(self) -> None:
        """Set the traits that follow from the present numbers, such as a slope."""

    @t.observe("inputs")
    def _answer_page(self, change: Any) -> None:
        self._reply({name: asked for name, asked in change["new"].items() if name != "seq"})

    @t.observe(t.All)
    def _keep_up(self, change: Any) -> None:
        """Let the answer, and what follows from it, belong to the present numbers."""
        moved = change["name"] in self._asks
        if moved and self.by == "page":
            self._derive()
        elif moved and not self._from_page:  # the page asks by itself, once it has an answer
            self._present()
        elif change["name"] == "answer" and self._is_answered():
            self._derive()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the page sends. Where something in it is refused, the page hears what stays."""
        self._from_page = True
        try:
            super().set_state(sync_data)
        except t.TraitError:
            kept = self.get_state([name for name in sync_data if name in self.keys])
            if kept == sync_data:  # all was taken: somebody who observes it raised this
                raise
            self.send_state([*kept])
        finally:
            self._from_page = False

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Show the live widget where there is a front end, and a picture and words elsewhere."""
        if len(self.answer) > 1:  # the student's code may have changed since
            self._reply(self._question(), afresh=True)
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        plain, page = self.outline(), self.picture()
        if self.asked and self.guess is not None:
            asked = self.asked
            told = f"{asked['question']} {verdict(asked, self.guess)} {asked['why']}"
            plain, page = f"{told}\n{plain}", f"<p>{escape(told)}</p>{page}"
        return {**data, "text/plain": plain, "text/html": page}, metadata


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
