"""Reading an answer: one piece of plain data, or a refusal."""

from __future__ import annotations

import json

import pytest

from microkit.course.sandbox.answers import BadAnswerError, read_answer


@pytest.mark.parametrize(
    "answer",
    [None, True, 0, -2.5, "", "zw\u00f6lf \U0001f600", [], {}, [[1, {"a": [None]}]], 10**299],
)
def test_plain_data_comes_back_as_it_was(answer) -> None:
    assert read_answer(json.dumps(answer).encode(), depth=4) == answer
    assert read_answer(json.dumps(answer, ensure_ascii=False).encode(), depth=4) == answer


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (b"", "empty"),
        (b" ", "one document"),
        (b"1 2", "one document"),
        (b"[1]\x00", "one document"),
        (b"\xff", "one document"),
        (b"NaN", "NaN"),
        (b"[-Infinity]", "Infinity"),
        (b"-1e400", "1e400"),
        (b"1" * 301, "111"),
        (b'{"a": 1, "a": 1}', "twice"),
        (b'["\\udc00"]', "half a character"),
        (b'{"\\udc00": 1}', "half a character"),
        (b"[[[[1]]]]", "too deep"),
        (b'{"a": {"b": {"c": {}}}}', "too deep"),
        (b"[" * 100_000, "too deep"),
    ],
)
def test_everything_else_is_refused(written: bytes, words: str) -> None:
    with pytest.raises(BadAnswerError, match=words):
        read_answer(written, depth=3)
