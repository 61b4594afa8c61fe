"""nbgrader's timestamp.txt: what it says, and files that say nothing of use."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.handed_in import LESSON, kinds, place, plain, release, write

from microkit.course.intake import take_in

MARCH = datetime(2024, 3, 2, 15, 58, 23, tzinfo=UTC)

GOOD = {
    "as nbgrader writes it": b"2024-03-02 15:58:23.000000 UTC",
    "with an offset": b"2024-03-02 16:58:23 +0100",
    "with a place": b"2024-03-02 10:58:23 America/New_York",
    "without a zone": b"2024-03-02T15:58:23\n",
    "with a mark in front": b"\xef\xbb\xbf2024-03-02 15:58:23 UTC\r\n",
    "in UTF-16": "2024-03-02 15:58:23 UTC".encode("utf-16"),
}
BAD = {
    "nothing": b"",
    "words": b"yesterday",
    "noise": bytes(range(256)),
    "no such day": b"2024-02-31 10:00:00 UTC",
    "only a number": b"12",
    "the future": b"2999-01-01 00:00:00 UTC",
    "long ago": b"1970-01-01 00:00:00 UTC",
    "too long": b"2024-03-02 15:58:23 UTC" + b" " * 5_000,
    "null bytes": b"2024-03-02\x00 15:58:23",
    "the year 0": b"0000-01-01 00:00:00 UTC",
}


@pytest.mark.parametrize("raw", GOOD.values(), ids=GOOD)
def test_a_time(tmp_path: Path, raw: bytes) -> None:
    folder = write(write(place(tmp_path), plain()), raw, "timestamp.txt")
    intake = take_in(release(), folder, LESSON)
    assert (intake.submitted_at, intake.findings) == (MARCH, ())


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD)
def test_no_time(tmp_path: Path, raw: bytes) -> None:
    folder = write(write(place(tmp_path), plain()), raw, "timestamp.txt")
    intake = take_in(release(), folder, LESSON)
    assert (intake.submitted_at, kinds(intake)) == (None, ["timestamp"])
    assert intake.findings[0].sentence.startswith("The time of the submission could not be used: ")


ZONED = {
    "JST": ("2024-03-03 00:58:23 JST", "Asia/Tokyo"),
    "CET, which the tz database knows": ("2024-03-02 16:58:23 CET", ""),
    "PST": ("2024-03-02 07:58:23.000000 PST", "America/Los_Angeles"),
}


@pytest.mark.parametrize(("text", "zone"), ZONED.values(), ids=ZONED)
def test_the_exchanges_own_time_zone(tmp_path: Path, text: str, zone: str) -> None:
    folder = write(write(place(tmp_path), plain()), text.encode(), "timestamp.txt")
    intake = take_in(release(), folder, LESSON, zone)
    assert (intake.submitted_at, intake.findings) == (MARCH, ())


@pytest.mark.parametrize("zone", ["", "Europe/Vienna", "Mars/Olympus", "../etc"])
@pytest.mark.parametrize("name", ["JST", "AEDT", "Mars/Olympus"])
def test_a_zone_that_nobody_knows_is_not_taken_for_utc(
    tmp_path: Path, name: str, zone: str
) -> None:
    text = f"2024-03-02 23:00:00 {name}"
    folder = write(write(place(tmp_path), plain()), text.encode(), "timestamp.txt")
    intake = take_in(release(), folder, LESSON, zone)
    assert (intake.submitted_at, kinds(intake)) == (None, ["timestamp"])
    assert f"the time zone {name} is not known" in intake.findings[0].sentence
    assert "c.Exchange.timezone" in intake.findings[0].sentence


def test_no_file_is_no_finding(tmp_path: Path) -> None:
    intake = take_in(release(), write(place(tmp_path), plain()), LESSON)
    assert (intake.submitted_at, intake.findings) == (None, ())


def test_a_linked_time_and_a_pipe(tmp_path: Path) -> None:
    folder = write(write(place(tmp_path), plain()), b"2024-03-02 15:58:23 UTC", "a.txt")
    (folder / "timestamp.txt").symlink_to("a.txt")
    linked = take_in(release(), folder, LESSON)
    assert (linked.submitted_at, kinds(linked)) == (None, ["links", "timestamp"])
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")
    pipe = take_in(release(), folder, LESSON)
    assert (pipe.submitted_at, kinds(pipe)) == (None, ["special-files", "timestamp"])
