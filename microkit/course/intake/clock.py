"""When a submission was handed in: nbgrader's `timestamp.txt`."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

from nbgrader.utils import parse_utc

from microkit.course.finding import Finding
from microkit.course.intake.disk import RefusedError, read_inside
from microkit.course.intake.sentences import found

FILE = "timestamp.txt"
_MAX_BYTES = 1_000
_LOOKS_LIKE_A_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?.{0,40}")
_BEFORE_OFFSET = re.compile(r" (?=[+-]\d\d:?\d\d$)")  # nbgrader takes +0100 for 100 seconds
_SLACK = timedelta(minutes=10)  # two clocks are never quite the same
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def read_time(
    submitted: Path, now: datetime | None = None
) -> tuple[datetime | None, list[Finding]]:
    """Return when a submission was handed in, and what is wrong with what it says about that.

    Parameters
    ----------
    submitted : Path
        The folder of the submission.
    now : datetime, optional
        The present, with a time zone.

    Returns
    -------
    (datetime or None, list of Finding)
        The time in UTC. None, and no finding, where there is no such file.
    """
    try:
        raw = read_inside(submitted, PurePath(FILE), _MAX_BYTES)
    except RefusedError as refused:
        if refused.kind == "missing":
            return None, []
        return None, [found("timestamp", why=f"{FILE} could not be read")]
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = raw.decode("utf-16" if wide else "utf-8-sig", "replace").strip()
    time = parse_time(text)
    if time is None:
        return None, [found("timestamp", why=f"{FILE} holds no date and time")]
    if time > (now or datetime.now(UTC)) + _SLACK:
        return None, [found("timestamp", why=f"{time:%Y-%m-%d %H:%M} UTC lies in the future")]
    if time < _EARLIEST:
        return None, [found("timestamp", why=f"{time:%Y-%m-%d} is too long ago")]
    return time, []


def parse_time(text: str) -> datetime | None:
    """Return the time that nbgrader's text means, in UTC; None where it means none.

    Examples
    --------
    >>> parse_time("2026-03-02 15:58:23.948203 UTC").isoformat()
    '2026-03-02T15:58:23.948203+00:00'
    >>> parse_time("yesterday")
    """
    if not _LOOKS_LIKE_A_TIME.fullmatch(text):
        return None
    try:
        time = datetime.fromisoformat(_BEFORE_OFFSET.sub("", text))
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    try:
        return parse_utc(text).replace(tzinfo=UTC)
    except Exception:  # dateutil raises what it likes, its own warnings among it
        return None
