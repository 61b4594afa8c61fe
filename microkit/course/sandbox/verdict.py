"""From what was heard of a run to its outcome: which problem, in which words."""

from __future__ import annotations

import json
import signal
from typing import Any

from microkit.course.sandbox.answers import BadAnswerError, read_answer
from microkit.course.sandbox.errors import SandboxError
from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.outcome import PROBLEMS, Outcome, sentence_for
from microkit.course.sandbox.talk import Heard


def outcome_of(heard: Heard, limits: Limits) -> Outcome:
    """Return the outcome of a run.

    What the watching process says counts before what came through the answer's pipe, since
    student code may have written that.

    Raises
    ------
    SandboxError
        If the run never came to the student's code.
    """
    problem, detail = how_it_ended(heard, limits)
    if problem:
        found = (None, problem, detail)
    elif not heard.answer:
        found = (None, "exit", "")
    else:
        found = read_message(bytes(heard.answer), limits)
    return made_outcome(found, bytes(heard.output[: limits.output]), heard.seconds, limits)


def made_outcome(
    found: tuple[Any, str, str], output: bytes, seconds: float, limits: Limits
) -> Outcome:
    """Return the outcome for an answer, a problem, and a detail for its sentence."""
    answer, problem, detail = found
    return Outcome(
        answer=answer,
        problem="time" if problem == "processor" else problem,
        sentence=sentence_for(problem, limits, detail) if problem else "",
        output=output.decode("utf-8", "replace"),
        seconds=seconds,
    )


def how_it_ended(heard: Heard, limits: Limits) -> tuple[str, str]:
    """Return the problem with which a job ended and a detail; ``""`` if it ended as it should.

    Raises
    ------
    SandboxError
        If the job never came to the student's code.
    """
    if heard.cut:
        detail = f"It has more than {limits.answer:,} bytes." if heard.cut == "bad answer" else ""
        return heard.cut, detail
    verdict = json.loads(heard.verdict) if heard.verdict else {}
    _check_the_wall(verdict, heard)
    if "problem" in verdict:
        return verdict["problem"], ""
    if not verdict:
        return "crash", "The sandbox ended with it."
    return _killed(verdict, limits) if verdict["exit"] != 0 else ("", "")


def read_message(written: bytes, limits: Limits) -> tuple[Any, str, str]:
    """Return the answer, the problem and a detail that the student's process told."""
    try:
        message = read_answer(written, limits.depth + 1)
    except BadAnswerError as error:
        return None, "bad answer", str(error)
    if not isinstance(message, dict) or len(message) != 1:
        return None, "bad answer", ""
    if "answer" in message:
        return message["answer"], "", ""
    return None, *_told(message.get("error"))


def _check_the_wall(verdict: dict[str, Any], heard: Heard) -> None:
    """Refuse to go on if the student's code was never reached: that is nobody's mistake."""
    trouble = verdict.get("trouble", "")
    if not trouble and verdict.get("begun") is False:
        trouble = heard.answer[:500].decode("utf-8", "replace") or "it ended at once"
    if trouble:
        raise SandboxError(
            f"The sandbox could not be closed around a student's code ({trouble}).",
            "Nothing was graded in it. Run microkit doctor, and show that line to whoever looks "
            "after this machine.",
        )


def _killed(verdict: dict[str, Any], limits: Limits) -> tuple[str, str]:
    """Return the problem of a process that a signal or an exit code ended."""
    if verdict["processor"] >= limits.processor_seconds:
        return "processor", ""
    code = verdict["exit"]
    if code > 0:
        return "exit", f"Its exit code was {code}."
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return "crash", f"It was ended by {name}."


def _told(error: Any) -> tuple[str, str]:
    """Return the problem that the student's process told of itself."""
    if not isinstance(error, dict) or error.get("problem") not in PROBLEMS:
        return "bad answer", ""
    kind, text = (str(error.get(key, ""))[:300] for key in ("kind", "text"))
    return error["problem"], f"{kind}: {text}" if text else f"{kind}."
