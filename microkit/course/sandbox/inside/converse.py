"""The student's half of the talk: call the entry, answer messages, and say what went wrong.

It works on every system: the sandbox uses it, and so does grading without one.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import importlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any

HEAD = 16  # bytes before each message: eight that it is known by, eight of its length
AT_ONCE = 2**20  # bytes


def find(entry: str) -> Callable[[Any], Any]:
    """Return the function that is named ``"module:function"``."""
    module, _, name = entry.partition(":")
    function: Any = importlib.import_module(module)
    for part in name.split("."):
        function = getattr(function, part)
    return function


def answer_one(entry: str, request: Any) -> bytes:
    """Call the entry once, and return its answer as a message."""
    return _told_of(lambda: find(entry)(request))


def write_files(files: list[list[str]]) -> None:
    """Write what the job brings into the working folder."""
    for name, content in files:
        folder = os.path.dirname(name)
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(name, "wb") as file:
            file.write(base64.b64decode(content))


def converse(job: dict[str, Any], asked: int, answer: int) -> None:
    """Call the entry once for a handler, then answer each message with it. It does not return.

    Each answer goes out under the eight bytes that its message came with, so that what student
    code wrote ahead of time is never taken for one.
    """
    try:
        most = int(job["limits"]["answer"])
        mark = bytes.fromhex(job.get("mark", ""))  # what is printed ends with it, if wanted
        handler: list[Callable[[Any], Any]] = []
        opening = _told_of(lambda: handler.append(find(job["entry"])(job["request"])))
        _reply(
            answer, bytes.fromhex(job["session"]), opening, most, mark
        )  # the first is of the entry
        while handler:
            head = exactly(asked, HEAD)
            body = exactly(asked, int.from_bytes(head[8:], "big"))
            _reply(answer, head[:8], _told_of(lambda: handler[0](json.loads(body))), most, mark)  # noqa: B023
    except BaseException:  # the pipes are not what they were: student code had its hands on them
        os._exit(1)
    os._exit(0)


def told(error: BaseException, problem: str = "") -> bytes:
    """Return an exception as a message: which problem it is, its kind and its text."""
    number = getattr(error, "errno", None)
    if not problem:
        problem = "error"
        if isinstance(error, MemoryError) or number == errno.ENOMEM:
            problem = "memory"
        elif isinstance(error, SystemExit):
            problem = "exit"
        elif isinstance(error, BlockingIOError) or "can't start new thread" in error.args[:1]:
            problem = "processes"
        elif number in (errno.EFBIG, errno.ENOSPC):
            problem = "disk"
    try:
        text = " ".join(str(error).split())[:300]
    except BaseException:
        text = "its text cannot be shown"
    detail = {"problem": problem, "kind": type(error).__name__[:60], "text": text}
    return json.dumps({"error": detail}).encode("ascii")


def named(name: bytes, message: bytes) -> bytes:
    """Return a message with its head."""
    return name + len(message).to_bytes(8, "big") + message


def send(number: int, message: bytes) -> None:
    """Write all of it."""
    view = memoryview(message)
    while view:
        view = view[os.write(number, view[:AT_ONCE]) :]


def _told_of(call: Callable[[], Any]) -> bytes:
    """Make the call, and return what came of it as a message."""
    try:
        answer = call()
    except BaseException as error:
        return told(error)
    try:
        return json.dumps({"answer": answer}, allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError) as error:
        return told(error, "bad answer")


def _reply(answer: int, name: bytes, message: bytes, most: int, mark: bytes) -> None:
    if len(message) > most:
        message = told(ValueError(f"It has more than {most:,} bytes."), "bad answer")
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):  # student code may have put anything there
            stream.flush()
    if mark:
        send(1, mark)
    send(answer, named(name, message))


def exactly(number: int, length: int) -> bytes:
    """Read as many bytes as that; if the kit has hung up, end here."""
    found = bytearray()
    while len(found) < length:
        some = os.read(number, min(length - len(found), AT_ONCE))
        if not some:
            os._exit(0)
        found += some
    return bytes(found)
