"""What a sandbox and an open room share: one run or one conversation at a time."""

from __future__ import annotations

import json
import threading
import weakref
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from microkit.course.errors import CourseError
from microkit.course.sandbox.files import Files, read_files
from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.outcome import Outcome
from microkit.course.sandbox.room import Room
from microkit.course.sandbox.session import Session
from microkit.course.sandbox.talk import Heard
from microkit.course.sandbox.verdict import outcome_of


class Runner(ABC):
    """A place where student code is run.

    Parameters
    ----------
    limits : Limits or None
        What a run may use.
    parts, stand_ins, code
        What can be imported there; see `Room`.
    """

    def __init__(
        self,
        limits: Limits | None,
        parts: Sequence[str],
        stand_ins: Mapping[str, str] | None,
        code: Sequence[Path],
    ) -> None:
        self.limits = limits or Limits()
        self._room = Room(parts, stand_ins or {}, code)
        self._session: Session | None = None
        self._one_at_a_time = threading.Lock()
        self._remove = weakref.finalize(self, self._room.close)

    def run(
        self,
        entry: str,
        request: Any = None,
        files: Files = (),
        limits: Limits | None = None,
    ) -> Outcome:
        """Call a function inside with a request, and return what came of it.

        Parameters
        ----------
        entry : str
            Such as ``"microkit.checks:collect"``.
        request : plain data
            The function's one argument.
        files : sequence of Path or of (str, bytes)
            What is copied into the working folder inside: files and folders (links are left
            out), or a name and the content.
        limits : Limits, optional
            Other limits than the room's own; the disk's size stays.

        Raises
        ------
        SandboxError
            If the room cannot be set up. Whatever student code does is an outcome instead.
        """
        limits = limits or self.limits
        job = self._job(entry, request, files, limits)
        with self._one_at_a_time:
            self._check_free()
            heard = self._run(job, limits)
        return outcome_of(heard, limits)

    def open(
        self,
        entry: str,
        request: Any = None,
        files: Files = (),
        limits: Limits | None = None,
    ) -> Session:
        """Call a function inside with a request, and talk to what it returns.

        Parameters
        ----------
        entry : str
            Such as ``"lesson:desk"``. The function returns a handler: a function that is called
            with each message, plain data, and returns plain data.
        request : plain data
            The entry's one argument.
        files : sequence of Path or of (str, bytes)
            What is copied into the working folder inside.
        limits : Limits, optional
            Other limits than the room's own; the disk's size stays. `seconds` holds for opening
            it and for each message, the others for the whole session.

        Raises
        ------
        SandboxError
            If the room cannot be set up. Whatever student code does is an outcome instead.
        """
        limits = limits or self.limits
        job = self._job(entry, request, files, limits)
        with self._one_at_a_time:
            self._check_free()
            self._session = self._converse(job, limits)
        return self._session

    def close(self) -> None:
        """End what runs inside, and remove the room's files."""
        with self._one_at_a_time:
            if self._session is not None:
                self._session.close()
            self._stop()
        self._remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _job(self, entry: str, request: Any, files: Files, limits: Limits) -> dict[str, Any]:
        """Return what the process inside is told."""
        return {
            "entry": entry,
            "request": json.loads(json.dumps(request, allow_nan=False)),
            "files": read_files(files, self.limits.disk),
            "limits": limits.plain(),
            **self._told(),
        }

    def _check_free(self) -> None:
        if self._session is not None and self._session.alive:
            raise CourseError("A session is open in this room. Close it first, or take another.")

    @abstractmethod
    def _told(self) -> dict[str, Any]:
        """Return what the process is told besides, such as where it finds its imports."""

    @abstractmethod
    def _run(self, job: dict[str, Any], limits: Limits) -> Heard:
        """Do a job, and return what was heard of it."""

    @abstractmethod
    def _converse(self, job: dict[str, Any], limits: Limits) -> Session:
        """Do a job that answers messages."""

    @abstractmethod
    def _stop(self) -> None:
        """End what stays between two jobs, if anything does."""
