"""When a submission was handed in: nbgrader's `timestamp.txt`."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microkit.course.finding import Finding
from microkit.course.intake.disk import RefusedError, read_inside
from microkit.course.intake.sentences import found

FILE = "timestamp.txt"
_MAX_BYTES = 1_000
_LOOKS_LIKE_A_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?.{0,40}")
_BEFORE_OFFSET = re.compile(r" (?=[+-]\d\d:?\d\d$)")  # nbgrader takes +0100 for 100 seconds
_ZONED = re.compile(r"(.*\d) *([A-Za-z][\w/+-]*)")
_UTC = ("UTC", "GMT", "Z")
_SLACK = timedelta(minutes=10)  # two clocks are never quite the same
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def read_time(
    submitted: Path, now: datetime | None = None, zone: str = ""
) -> tuple[datetime | None, list[Finding]]:
    """Return when a submission was handed in, and what is wrong with what it says about that.

    Parameters
    ----------
    submitted : Path
        The folder of the submission.
    now : datetime, optional
        The present, with a time zone.
    zone : str, optional
        The exchange's time zone, such as ``"Asia/Tokyo"``: nbgrader abbreviates it, to JST.

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
    time = parse_time(text, zone)
    if time is None:
        return None, [found("timestamp", why=_why(text))]
    if time > (now or datetime.now(UTC)) + _SLACK:
        return None, [found("timestamp", why=f"{time:%Y-%m-%d %H:%M} UTC lies in the future")]
    if time < _EARLIEST:
        return None, [found("timestamp", why=f"{time:%Y-%m-%d} is too long ago")]
    return time, []


def parse_time(text: str, zone: str = "") -> datetime | None:
    """Return the time that nbgrader's text means, in UTC; None where nobody can know.

    Examples
    --------
    >>> parse_time("2026-03-02 15:58:23.948203 UTC").isoformat()
    '2026-03-02T15:58:23.948203+00:00'
    >>> parse_time("2026-03-02 23:00:00 JST", "Asia/Tokyo").isoformat()
    '2026-03-02T14:00:00+00:00'
    >>> parse_time("2026-03-02 23:00:00 JST")
    >>> parse_time("yesterday")
    """
    if not _LOOKS_LIKE_A_TIME.fullmatch(text):
        return None
    try:
        time = datetime.fromisoformat(_BEFORE_OFFSET.sub("", text))
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    return _in_a_zone(text, zone)


def _in_a_zone(text: str, zone: str) -> datetime | None:
    """Return the time in UTC of a text that names its zone, in full or as the exchange's short."""
    zoned = _ZONED.fullmatch(text)
    if not zoned:
        return None
    try:
        time, name = datetime.fromisoformat(zoned[1]), zoned[2]
        if name in _UTC:
            return time.replace(tzinfo=UTC)
        for fold in (0, 1) if zone else ():  # the hour that comes twice in autumn
            local = time.replace(tzinfo=ZoneInfo(zone), fold=fold)
            if local.tzname() == name:
                return local.astimezone(UTC)
        return time.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return None


def _why(text: str) -> str:
    zoned = _ZONED.fullmatch(text) if _LOOKS_LIKE_A_TIME.fullmatch(text) else None
    if not zoned:
        return f"{FILE} holds no date and time"
    return f"the time zone {zoned[2][:20]} is not known; set c.Exchange.timezone"
