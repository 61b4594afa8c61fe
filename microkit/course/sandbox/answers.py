"""Read an answer that came out of the sandbox: whoever wrote it may have been anyone."""

from __future__ import annotations

import json
import math
from typing import Any

LONGEST_WHOLE_NUMBER = 300  # digits: more would not fit into a float


class BadAnswerError(ValueError):
    """The bytes are not one piece of plain data."""


def read_answer(written: bytes, depth: int) -> Any:
    """Return the one JSON document that the bytes hold.

    Parameters
    ----------
    written : bytes
        What came through the pipe.
    depth : int
        How deep lists and dicts may stand in each other.

    Raises
    ------
    BadAnswerError
        For anything but one document: nothing, two, NaN and infinity in every spelling, a key
        twice, numbers that no float can hold, text that is no Unicode, lists too deep.

    Examples
    --------
    >>> read_answer(b'{"out": [1, 2.5, null]}', depth=3)
    {'out': [1, 2.5, None]}
    >>> read_answer(b'[1e999]', depth=3)
    Traceback (most recent call last):
      ...
    microkit.course.sandbox.answers.BadAnswerError: It holds the number 1e999.
    """
    if not written:
        raise BadAnswerError("It is empty.")
    try:
        answer = json.loads(
            written.decode("utf-8"),
            parse_constant=_refuse_number,
            parse_float=_finite,
            parse_int=_whole,
            object_pairs_hook=_once_each,
        )
    except BadAnswerError:
        raise
    except RecursionError:
        raise BadAnswerError("Its lists are too deep.") from None
    except ValueError:  # UnicodeDecodeError and JSONDecodeError among them
        raise BadAnswerError("It is not one document of JSON.") from None
    _check(answer, depth)
    return answer


def _refuse_number(text: str) -> Any:
    raise BadAnswerError(f"It holds the number {text[:20]}.")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse_number(text)


def _whole(text: str) -> int:
    return int(text) if len(text) <= LONGEST_WHOLE_NUMBER else _refuse_number(text)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadAnswerError("It holds a key twice.")
    return found


def _check(answer: Any, left: int) -> None:
    """Refuse what stands too deep, and text that cannot be stored."""
    if isinstance(answer, str):
        try:
            answer.encode("utf-8")
        except UnicodeEncodeError:
            raise BadAnswerError("It holds half a character.") from None
    elif isinstance(answer, list | dict):
        if left == 0:
            raise BadAnswerError("Its lists are too deep.")
        for item in answer:
            _check(item, left - 1)
        if isinstance(answer, dict):
            for item in answer.values():
                _check(item, left - 1)
