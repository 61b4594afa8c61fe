"""The journal of a graded submission: it is whole, or it does not count."""

from pathlib import Path

import pytest

from microkit.course.grade.book.journal import FILE, Entry, fingerprint, read_entry, write_entry


def test_what_is_written_is_read(tmp_path: Path) -> None:
    entry = Entry("abc", 17.5, 0.25)
    write_entry(tmp_path, entry)
    assert read_entry(tmp_path) == entry
    write_entry(tmp_path, Entry("def", 0.0, 0.25))
    assert read_entry(tmp_path) == Entry("def", 0.0, 0.25)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("text", ["", "{", "[1]", "{}", '{"fingerprint": "a", "more": 1}', "\0"])
def test_a_journal_that_is_of_no_use_is_none(tmp_path: Path, text: str) -> None:
    assert read_entry(tmp_path) is None
    (tmp_path / FILE).write_text(text)
    assert read_entry(tmp_path) is None


def test_fingerprints_tell_every_part_from_every_other() -> None:
    parts = [["a", "b"], ["ab"], ["ab", ""], ["", "ab"], ["a", b"b", b""], ["b", "a"]]
    assert len({fingerprint(part) for part in parts}) == len(parts)
    assert fingerprint(["a", "\udc80"]) == fingerprint([b"a", "\udc80"])
