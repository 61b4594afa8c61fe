import os
from pathlib import Path

import pytest

from microkit.course.errors import CourseError
from microkit.course.seed import course_seed


def test_the_seed_is_made_once_and_then_read(tmp_path: Path) -> None:
    path = tmp_path / ".course_seed"
    first = course_seed(path)
    assert len(first) == 32
    assert course_seed(path) == first
    assert [p.name for p in tmp_path.iterdir() if "seed" in p.name] == [".course_seed"]
    assert course_seed(tmp_path / "another") != first


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_only_its_owner_reads_the_seed(tmp_path: Path) -> None:
    course_seed(tmp_path / ".course_seed")
    assert (tmp_path / ".course_seed").stat().st_mode & 0o077 == 0


def test_an_empty_file_is_no_seed(tmp_path: Path) -> None:
    (tmp_path / ".course_seed").write_text("\n")
    with pytest.raises(CourseError, match="is empty"):
        course_seed(tmp_path / ".course_seed")


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"cannot be kept in .*No such file"):
        course_seed(tmp_path / "nowhere" / ".course_seed")
