"""The journal beside each graded notebook: from what it was made, so that it is not made again.

It lies in the folder that nbgrader empties before it grades a submission, so whatever grades, it
never outlives what it tells about.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import microkit

FILE = ".microkit.json"
_PACKAGE = Path(microkit.__file__).parent


@dataclass(frozen=True)
class Entry:
    """What is known about one graded submission.

    Parameters
    ----------
    fingerprint : str
        Of all that the marks follow from.
    marks : float
        The points that were given without a person; the gradebook has to say the same.
    seconds : float
        How long a worker took.
    """

    fingerprint: str
    marks: float
    seconds: float


def read_entry(folder: Path) -> Entry | None:
    """Return what the journal in a graded submission's folder says; None if it is of no use."""
    try:
        return Entry(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_entry(folder: Path, entry: Entry) -> None:
    """Write the journal, whole or not at all. The gradebook has to be committed before."""
    new = folder / f"{FILE}.new"
    new.write_text(json.dumps(asdict(entry)) + "\n", encoding="utf-8")
    os.replace(new, folder / FILE)


def fingerprint(parts: Iterable[str | bytes]) -> str:
    """Return a short text that differs when any of the parts does.

    Examples
    --------
    >>> fingerprint(["ab", "c"]) == fingerprint(["a", "bc"])
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.hexdigest()


@cache
def kit_fingerprint() -> str:
    """Return the fingerprint of the kit itself: another kit may judge in another way."""
    paths = sorted(_PACKAGE.rglob("*.py"))
    return fingerprint([microkit.__version__, *(path.read_bytes() for path in paths)])
