"""The same room without a wall: for students whom the one who grades trusts with the machine."""

from __future__ import annotations

import os
import shutil
import site
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.open_pipes import OpenPipes
from microkit.course.sandbox.python import executable, package_files
from microkit.course.sandbox.room import Room
from microkit.course.sandbox.runner import Runner
from microkit.course.sandbox.session import Session
from microkit.course.sandbox.talk import Ends, Heard, Listener

_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONIOENCODING": "utf-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
}
_START = (
    "import sys; library = list(sys.path); sys.path.append({server!r})\n"
    "from inside.opened import be_trusted; be_trusted(library)"
)


class OpenRoom(Runner):
    """What a `Sandbox` is, without its walls: student code runs as you, and may do what you may.

    It can read and change your files (the solutions, the gradebook, a classmate's work), use the
    network, and leave processes behind. What stays is the time limit, plain data as the only
    answer, and on Linux and macOS the limits that a system has for one process. It works on
    Windows, too. The parameters are those of `Sandbox`; each session starts a Python of its own,
    with every installed package, and the parts of `microkit` that are named here stand before the
    installed ones, so that the answers are the same.

    Parameters
    ----------
    limits : Limits, optional
        What a run may use.
    readable : sequence of Path, optional
        For a sandbox; here everything may be read.
    packages : sequence of str, optional
        Installed packages that have to be there.
    parts, stand_ins, code
        What can be imported, as in `Sandbox`.
    warm : bool, optional
        For a sandbox.
    imports : sequence of str, optional
        For a sandbox.

    Examples
    --------
    >>> with OpenRoom() as room:  # doctest: +SKIP
    ...     room.run("math:fsum", [0.5, 1.5]).answer
    2.0
    """

    def __init__(
        self,
        limits: Limits | None = None,
        readable: Sequence[Path] = (),
        *,
        packages: Sequence[str] = (),
        parts: Sequence[str] = (),
        stand_ins: Mapping[str, str] | None = None,
        code: Sequence[Path] = (),
        warm: bool = False,
        imports: Sequence[str] = (),
    ) -> None:
        super().__init__(limits, parts, stand_ins, code)
        self._packages = packages

    def _told(self) -> dict[str, Any]:
        beside = [str(place.parent) for place in package_files(self._packages)]
        installed = [*dict.fromkeys(beside), *site.getsitepackages()]
        room = [str(self._room.folder / "kit"), str(self._room.folder / "code")]
        return {"paths": [*room, *dict.fromkeys(installed)]}

    def _run(self, job: dict[str, Any], limits: Limits) -> Heard:
        begin = time.monotonic()
        place = _Place(self._room, job)
        try:
            with closing(Listener(place.ends, limits)) as listener:
                place.ends.asks.close()
                listener.listen(begin + limits.seconds)
        finally:
            place.close()
        listener.heard.seconds = time.monotonic() - begin
        return listener.heard

    def _converse(self, job: dict[str, Any], limits: Limits) -> Session:
        places: list[_Place] = []

        def start(name: str) -> tuple[Ends, str]:
            places.append(_Place(self._room, {**job, "session": name}))
            return places[0].ends, ""

        def finish(closed: bool) -> None:
            places[0].close()

        return Session(start, limits, finish)

    def _stop(self) -> None:
        """Nothing stays between two jobs."""


class _Place:
    """One process and its working folder."""

    def __init__(self, room: Room, job: dict[str, Any]) -> None:
        self._folder = tempfile.mkdtemp(prefix="microkit-student-")
        start = _START.format(server=str(room.folder / "server"))
        command = [executable(), "-P", "-s", "-S", "-B", "-u", "-c", start]
        try:
            self._pipes = OpenPipes(command, job, self._folder, {**os.environ, **_ENVIRONMENT})
        except BaseException:
            self._clear()
            raise
        self.ends = self._pipes.ends

    def close(self) -> None:
        """End the process, and remove the folder."""
        self._pipes.close()
        self._clear()

    def _clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
