"""Marks for Canvas and Moodle: their columns, nothing that runs, all files whole or not at all."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from microkit.course.demo import Demo
from microkit.course.errors import CourseError
from microkit.course.grade.upload.sheet import Row, Sheet
from microkit.course.grade.upload.upload import (
    about_exports,
    about_sheet,
    canvas_csv,
    moodle_csv,
    write_exports,
)

LESSON = "02_one_step_back"
ADA = Row("ada", "Ada", "Byron", "ada@example.org", "41", {"02": 19.25, "03": 0.0})
BEN = Row("ben", "Ben", "", "", "", {"02": 20.0})


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def sheet(*students: Row, **parts) -> Sheet:
    return Sheet({"02": 20.0, "03": 22.5}, students, **parts)


@pytest.fixture
def gradebook(demo: Demo, tmp_path: Path) -> str:
    """A copy of a graded class's gradebook."""
    return f"sqlite:///{shutil.copy(demo.gradebook, tmp_path / 'gradebook.db')}"


# Canvas


def test_canvas_finds_its_columns_in_their_order() -> None:
    head, most, ada, ben = csv.reader(io.StringIO(canvas_csv(sheet(ADA, BEN))))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "02", "03"]
    assert most == ["Points Possible", "", "", "", "", "20", "22.5"]
    assert ada == ["Byron, Ada", "41", "", "ada", "", "19.25", "0"]
    assert ben == ["Ben", "", "", "ben", "", "20", ""]


@pytest.mark.parametrize("lms", ["u12", "12u", "0x1", "1.5", " 7", "\u0661"])
def test_what_is_no_number_is_never_canvas_own_id(lms: str) -> None:
    # Canvas would read the digits in front, and mark whoever has that number.
    row = rows(canvas_csv(sheet(Row("ada", lms=lms))))[1]
    assert (row["ID"], row["SIS User ID"], row["Student"]) == ("", lms, "ada")


# Moodle


def test_moodle_gets_a_column_for_each_identity_that_everyone_has() -> None:
    assert list(rows(moodle_csv(sheet(ADA)))[0]) == [
        "Username", "ID number", "Email address", "First name", "Last name", "02", "03",
    ]  # fmt: skip
    both = rows(moodle_csv(sheet(ADA, BEN)))
    assert list(both[0]) == ["Username", "First name", "Last name", "02", "03"]
    assert [row["Username"] for row in both] == ["ada", "ben"]
    assert [row["03"] for row in both] == ["0", ""]


# A gradebook


def test_all_three_files_hold_the_class(gradebook: str, demo: Demo, tmp_path: Path) -> None:
    paths = write_exports(gradebook, "microkit", LESSON, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["grades.csv", "canvas.csv", "moodle.csv"]
    grades, canvas, moodle = (rows(path.read_text(encoding="utf-8")) for path in paths)
    marks = {mark.student: mark.score for mark in demo.marks}
    assert {row["student_id"]: float(row["score"]) for row in grades} == marks
    assert {row["SIS Login ID"]: float(row[LESSON]) for row in canvas[1:]} == marks
    assert {row["Username"]: float(row[LESSON]) for row in moodle} == marks
    assert canvas[0][LESSON] == "20"


def test_the_grades_are_nbgraders_own_file(gradebook: str, tmp_path: Path) -> None:
    with Gradebook(gradebook) as opened:
        opened.add_student("zo\u00eb", first_name="Zo\u00eb")
        opened.add_assignment("99_empty")
        CsvExportPlugin(to=str(tmp_path / "own.csv")).export(opened)
    path = write_exports(gradebook, "microkit", None, tmp_path)[0]
    assert path.read_text(encoding="utf-8") == (tmp_path / "own.csv").read_text()


def test_all_lessons_have_a_column_each_and_no_work_is_no_mark(
    gradebook: str, tmp_path: Path
) -> None:
    with Gradebook(gradebook) as opened:
        opened.add_assignment("01_values")
        opened.add_student("zora")
    canvas, moodle = (
        rows(path.read_text(encoding="utf-8"))
        for path in write_exports(gradebook, "microkit", None, tmp_path)[1:]
    )
    assert list(canvas[0])[5:] == list(moodle[0])[-2:] == ["01_values", LESSON]
    assert [row[LESSON] for row in moodle if row["Username"] == "zora"] == [""]
    one = write_exports(gradebook, "microkit", LESSON, tmp_path)[1].read_text(encoding="utf-8")
    assert "01_values" not in one


def test_a_penalty_is_taken_off_and_never_below_zero(gradebook: str, tmp_path: Path) -> None:
    with Gradebook(gradebook) as opened:
        for student, penalty in (("ada", 1.5), ("ben", 3.0)):
            part = opened.find_submission_notebook(LESSON, LESSON, student)
            part.late_submission_penalty = penalty
        opened.db.commit()
    moodle = rows(
        write_exports(gradebook, "microkit", LESSON, tmp_path)[2].read_text(encoding="utf-8")
    )
    assert [row[LESSON] for row in moodle][:2] == ["18.5", "0"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula_and_no_name_breaks_a_row(
    name: str, gradebook: str, tmp_path: Path
) -> None:
    with Gradebook(gradebook) as opened:
        given = {"first_name": f"{name}, Jr.", "last_name": f"{name}\nLine", "email": name}
        opened.add_student(name, lms_user_id=name, **given)
    for path in write_exports(gradebook, "microkit", LESSON, tmp_path):
        read = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        assert len({len(row) for row in read}) == 1
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in read for cell in row)
        assert any(f"'{name}" in cell for row in read for cell in row)
    assert "An apostrophe stands in front of" in about_exports(gradebook, "microkit", LESSON)[-1]


def test_names_of_every_language_survive(tmp_path: Path) -> None:
    names = ["Zo\u00eb", "\u674e\u660e", "\u0645\u0631\u064a\u0645", 'O"Neil, Jr.', "\u0141uk;asz"]
    made = sheet(*(Row(f"s{place}", last=name) for place, name in enumerate(names)))
    assert [row["Student"] for row in rows(canvas_csv(made))[1:]] == names
    assert [row["Last name"] for row in rows(moodle_csv(made))] == names


# Whole or not at all


def test_a_failure_leaves_the_files_that_were_there(
    gradebook: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_exports(gradebook, "microkit", LESSON, tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    real = Path.write_text

    def full(path: Path, *given, **more) -> int:
        if path.name == "moodle.csv":
            raise OSError(28, "No space left on device")
        return real(path, *given, **more)

    with Gradebook(gradebook) as opened:
        opened.add_student("zora")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CourseError, match=r"cannot be written to .*out: No space left on device"):
        write_exports(gradebook, "microkit", LESSON, tmp_path / "out")
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_folder_that_is_a_file_is_one_sentence(gradebook: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CourseError, match=r"cannot be written to .*file.*Name another folder"):
        write_exports(gradebook, "microkit", LESSON, tmp_path / "file")


def test_a_lesson_that_is_not_there_is_one_sentence(gradebook: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=rf"no lesson '42'\. Lessons: {LESSON}\."):
        write_exports(gradebook, "microkit", "42", tmp_path / "out")
    assert not (tmp_path / "out").exists()


# What is missing


def test_one_sentence_says_what_to_fill_in_and_where(gradebook: str) -> None:
    with Gradebook(gradebook) as opened:
        opened.update_or_create_student("ema", last_name="Roth", email="ema@example.org")
    (said,) = about_exports(gradebook, "microkit", LESSON)
    for part in ("ada, ben, chloe and 2 more", "email", "last name",
                 "nbgrader db student add ada --first-name=", "db student import"):  # fmt: skip
        assert part in said
    assert "LMS user id:" not in said
    assert about_sheet(sheet(ADA)) == []


def test_what_nobody_has_is_not_missing(gradebook: str) -> None:
    assert about_exports(gradebook, "microkit", LESSON) == []


def test_work_to_look_at_counts_and_unmarked_work_does_not(gradebook: str) -> None:
    with Gradebook(gradebook) as opened:
        ada = opened.find_grade("mul-check", LESSON, LESSON, "ada")
        ben = opened.find_grade("mul-check", LESSON, LESSON, "ben")
        ada.needs_manual_grade = ben.needs_manual_grade = True
        ben.auto_score = None
        opened.db.commit()
    waiting, flagged = about_exports(gradebook, "microkit", LESSON)
    assert waiting.startswith(f"ben ({LESSON}): a person's mark is still missing")
    assert flagged.startswith(f"ada ({LESSON}): a person should look at this work. Until then, the")


def test_marks_that_wait_for_a_person_are_named() -> None:
    (said,) = about_sheet(sheet(ADA, waiting=(("ada", "02"),)))
    assert said.startswith("ada (02): a person's mark is still missing")
