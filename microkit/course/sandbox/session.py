"""A conversation with one process inside: one message after the other, an outcome for each."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from microkit.course.sandbox.inside.converse import HEAD, named
from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.outcome import Outcome
from microkit.course.sandbox.talk import Ends, Listener
from microkit.course.sandbox.verdict import how_it_ended, made_outcome, read_message

NAME = 8  # bytes that an answer has to repeat, drawn for each message
GOES_ON = ("", "error", "bad answer")  # what a handler may do without an end of the session


class Session:
    """What `Sandbox.open` returns: ask it, and close it (or use it in a ``with`` statement).

    Student code lives in the process that answers, and may write answers of its own. It is heard
    within the limits only, and never waited for longer than it may take.

    Attributes
    ----------
    alive : bool
        Whether it can answer. An exception of the handler does not end a session; every other
        problem does, and is the outcome of all that is asked afterwards.
    opening : Outcome
        What came of calling the entry. With a problem there, too, the session has ended.

    Examples
    --------
    >>> with sandbox.open("lesson:desk") as session:  # doctest: +SKIP
    ...     session.ask({"do": "run", "source": "x = 1"}, seconds=5).answer
    """

    def __init__(
        self,
        start: Callable[[str], tuple[Ends, str]],
        limits: Limits,
        finish: Callable[[bool], None],
    ) -> None:
        self.alive = True
        self._limits = limits
        self._finish = finish
        self._printed = 0  # bytes of output that belong to earlier outcomes
        self._last: Outcome | None = None
        name = secrets.token_bytes(NAME)
        begin = time.monotonic()
        ends, cut = start(name.hex())
        self._listener = Listener(ends, replace(limits, answer=limits.answer + HEAD), cut)
        self.opening = self._hear(name, begin, limits, goes_on=("",))

    def ask(self, message: Any, seconds: float | None = None) -> Outcome:
        """Have the process answer a message, and return what came of it.

        Parameters
        ----------
        message : plain data
            What the handler is called with.
        seconds : float, optional
            How long that may take, if not as long as the limits say. Processor time and what is
            printed are counted for the whole session.

        Raises
        ------
        ValueError
            If the message is no plain data, or the session has been closed. Whatever student code
            does is an outcome instead.
        """
        limits = self._limits if seconds is None else replace(self._limits, seconds=seconds)
        written = json.dumps(message, allow_nan=False).encode("ascii")
        if self._last is not None:
            return self._last
        if not self.alive:
            raise ValueError("The session has been closed.")
        name = secrets.token_bytes(NAME)
        begin = time.monotonic()
        self._listener.say(named(name, written))
        return self._hear(name, begin, limits, GOES_ON)

    def close(self) -> None:
        """End the process and all that it started."""
        if self.alive:
            self._end("exit")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _hear(self, name: bytes, begin: float, limits: Limits, goes_on: tuple[str, ...]) -> Outcome:
        """Return what came of the message with this name, and end the session if need be."""
        listener, heard = self._listener, self._listener.heard
        try:
            listener.listen(
                begin + limits.seconds, lambda: _first(heard.answer, name, limits) is not None
            )
            listener.hear_what_is_printed()
            message = _first(heard.answer, name, limits)
            if heard.cut or message is None:
                self._end("exit")
                problem, detail = how_it_ended(heard, limits)
                found = None, problem or "exit", detail
            elif not message:
                found = None, "bad answer", "It does not belong to what was asked."
                self._end("bad answer")
            else:
                found = read_message(message, limits)
                del heard.answer[: HEAD + len(message)]
                if found[1] not in goes_on:
                    self._end("exit")
        except BaseException:  # such as Ctrl+C: whatever comes later belongs to nothing
            self.close()
            raise
        output = bytes(heard.output[self._printed : limits.output])
        self._printed = len(heard.output)
        outcome = made_outcome(found, output, time.monotonic() - begin, limits)
        if not self.alive:
            self._last = replace(outcome, output="", seconds=0.0)
        return outcome

    def _end(self, problem: str) -> None:
        """End it, for this problem if it has not ended by itself."""
        self.alive = False
        heard = self._listener.heard
        try:
            if not heard.closed:
                self._listener.hang_up(problem)
                self._listener.listen(time.monotonic())
        finally:
            self._listener.close()
            self._finish(heard.closed)


def _first(written: bytearray, name: bytes, limits: Limits) -> bytes | None:
    """Return the first message; None if it is not all there, nothing for one that must not be."""
    if len(written) < HEAD:
        return None
    end = HEAD + int.from_bytes(written[NAME:HEAD], "big")
    if written[:NAME] != name or end > HEAD + limits.answer:
        return b""
    return bytes(written[HEAD:end]) if len(written) >= end else None
