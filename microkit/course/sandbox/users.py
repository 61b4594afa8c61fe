"""Whose processes a student's code runs as, and how many others count against their limit."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FIRST, SPAN = 2_000_000_000, 100_000_000  # user numbers that belong to nobody
NOBODY = 65534
COUNTED_APART = (5, 14)  # from this Linux on, each user namespace has a count of its own


def new_user() -> int | None:
    """Return a user number for one run, None where there is no power to change it.

    Linux does not limit the processes of root, and what belongs to root could be read.
    """
    if os.geteuid() != 0:
        return None
    for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines():
        first, _, length = map(int, line.split())
        if first <= FIRST and first + length >= FIRST + SPAN:
            return FIRST + secrets.randbelow(SPAN)
    return NOBODY  # in a container with few users


def processes_around() -> int:
    """Return how many threads of this user an older Linux counts together with those inside."""
    release = [int(part) for part in os.uname().release.split("-")[0].split(".")[:2]]
    if tuple(release) >= COUNTED_APART or os.geteuid() == 0:
        return 0
    return sum(_threads(folder) for folder in Path("/proc").glob("[0-9]*"))


def _threads(folder: Path) -> int:
    try:
        mine = folder.stat().st_uid == os.getuid()
        return len(os.listdir(folder / "task")) if mine else 0
    except OSError:  # it has just ended, or is somebody else's
        return 0
