"""Staging: what is graded comes from the release and the gradebook, and links lead nowhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from support.class_of_two import LESSON, RIGHT, hand_in

from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.grade.book.release import Release, is_registered, read_release
from microkit.course.grade.book.staging import Staged, take_submission, write_staged
from microkit.course.grade.work.plan import plan_of
from microkit.course.grading import Grader, load_settings

HIDDEN = "### BEGIN HIDDEN TESTS\nassert double(9) == 18\n### END HIDDEN TESTS\n"


@pytest.fixture
def grader(built: Course) -> Grader:
    return Grader(built.root, load_settings(built.settings), built.root / "nbgrader.log")


@pytest.fixture
def release(grader: Grader) -> Release:
    return read_release(grader.directory(LESSON), LESSON, grader.settings)


def staged(release: Release, folder: Path, tmp_path: Path) -> Staged:
    return take_submission(release, "ada", folder, tmp_path / "taken_in" / "ada")


def cells(one: Staged) -> dict[str, dict]:
    return {cell["id"]: cell for cell in json.loads(one.notebook)["cells"]}


def test_the_answer_comes_over_and_nothing_else(
    release: Release, built: Course, tmp_path: Path
) -> None:
    folder = hand_in(built, "ada", timestamp_txt="2026-03-02 15:58:23 +0100", own_csv="1")
    path = folder / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == "double-check":
            cell["source"] = "18.0"
            cell["metadata"]["nbgrader"]["points"] = 99
    path.write_text(json.dumps(notebook), encoding="utf-8")
    one = staged(release, folder, tmp_path)
    assert cells(one)["double"]["source"] == RIGHT
    assert cells(one)["double-check"]["source"] == "18.0 if double(7) == 14 else 0.0"
    assert cells(one)["double-check"]["metadata"]["nbgrader"]["points"] == 18
    assert sorted(finding.kind for finding in one.findings) == ["locked-edited", "metadata-changed"]
    assert (one.submitted_at, one.is_empty) == ("2026-03-02 14:58:23.000000 UTC", False)
    write_staged(one, LESSON)
    write_staged(one, LESSON)
    assert sorted(path.name for path in one.folder.iterdir()) == [
        f"{LESSON}.ipynb", "own.csv", "timestamp.txt",
    ]  # fmt: skip


def test_a_lesson_and_work_in_an_older_format(
    grader: Grader, built: Course, tmp_path: Path
) -> None:
    """Before 4.5 cells have no ids; Colab and the classic notebook write such files."""

    def older(path: Path) -> dict:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["nbformat_minor"] = 4
        for cell in notebook["cells"]:
            del cell["id"]
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return notebook

    folder = hand_in(built, "ada")
    older(built.lesson("90").release)
    path = folder / f"{LESSON}.ipynb"
    notebook = older(path)
    added = {"cell_type": "code", "metadata": {}, "source": "import os", "outputs": []}
    notebook["cells"].insert(1, {**added, "execution_count": None})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    one = staged(read_release(grader.directory(LESSON), LESSON, grader.settings), folder, tmp_path)
    assert one.findings == ()
    plan = plan_of(json.loads(one.notebook))
    assert [cell.id for cell in plan.run if cell.source == RIGHT and cell.own] != []
    assert [cell.own for cell in plan.run if cell.source == "import os"] == [True]
    assert "import os" not in plan.imports


def test_hidden_tests_come_from_the_gradebook(
    grader: Grader, built: Course, tmp_path: Path
) -> None:
    with Gradebook(grader.database) as gradebook:
        cell = gradebook.find_source_cell("double-check", LESSON, LESSON)
        source = HIDDEN + cell.source
        gradebook.update_or_create_source_cell(
            "double-check", LESSON, LESSON, source=source, checksum=None
        )
    folder = hand_in(built, "ada")
    grader.release(LESSON)  # leaves the hidden test out of the students' notebook
    with Gradebook(grader.database) as gradebook:
        gradebook.update_or_create_source_cell(
            "double-check", LESSON, LESSON, source=source, checksum=checksum_of(source)
        )
    release = read_release(grader.directory(LESSON), LESSON, grader.settings)
    one = staged(release, folder, tmp_path)
    assert cells(one)["double-check"]["source"] == source
    assert one.findings == ()


def checksum_of(source: str) -> str:
    from nbformat.v4 import new_code_cell
    from nbgrader.utils import compute_checksum

    flags = {"grade": True, "solution": False, "locked": True, "points": 18.0}
    about = flags | {"grade_id": "double-check"}
    return compute_checksum(new_code_cell(source, metadata={"nbgrader": about}))


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_is_not_followed(release: Release, built: Course, tmp_path: Path) -> None:
    folder = hand_in(built, "ada")
    (folder / "data.csv").symlink_to(built.root / "gradebook.db")
    (built.root / "submitted" / "ben").symlink_to(built.root / "submitted" / "ada")
    one = staged(release, folder, tmp_path)
    assert (one.files, [finding.kind for finding in one.findings]) == ((), ["links"])
    other = staged(release, built.root / "submitted" / "ben" / LESSON, tmp_path)
    assert (other.files, other.is_empty) == ((), True)
    assert [finding.kind for finding in other.findings] == ["linked-folder"]


def test_an_untouched_notebook_is_not_empty_and_a_missing_one_is(
    release: Release, built: Course, tmp_path: Path
) -> None:
    untouched = hand_in(built, "ada", "def double(number):\n    pass")
    path = untouched / f"{LESSON}.ipynb"
    path.write_bytes(built.lesson("90").release.read_bytes())
    assert not staged(release, untouched, tmp_path).is_empty
    path.unlink()
    assert staged(release, untouched, tmp_path).is_empty


def test_a_lesson_is_known_or_not(grader: Grader) -> None:
    assert is_registered(grader.directory(LESSON), LESSON)
    assert not is_registered(grader.directory(LESSON), "91_other")


def test_without_the_released_notebook_nothing_can_be_rebuilt(
    grader: Grader, built: Course
) -> None:
    built.lesson("90").release.unlink()
    with pytest.raises(CourseError, match=r"90_double\.ipynb is not there"):
        read_release(grader.directory(LESSON), LESSON, grader.settings)
