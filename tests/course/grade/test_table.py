"""`microkit grade` in a terminal: the table, the sentences, and how it ends."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import partial

import pytest
from rich.console import Console
from support.class_of_two import LESSON, by_reading, hand_in, in_turn

from microkit import cli
from microkit.course.folder import Course
from microkit.course.grade import classrun, ready
from microkit.course.grade.alike.alike import Likeness
from microkit.course.grade.book.journal import FILE as JOURNAL
from microkit.course.grade.classrun import ClassRun
from microkit.course.grade.pages import write as pages
from microkit.course.grade.table import show_alike, show_marks
from microkit.course.grade.task import Graded, Task
from microkit.course.marks import Loss, Mark
from microkit.course.sandbox import Availability

LOOK = "The locked cell mul-check had been edited. The lesson's own text counts."


def shown(marks: list[Mark], troubles: dict[str, str], width: int = 80) -> str:
    console = Console(width=width, record=True, file=io.StringIO())
    show_marks("02_one_step_back", marks, troubles, console)
    return console.export_text()


def test_a_class_fits_in_eighty_columns() -> None:
    ideas = ("MUL-OVERWRITE", "DIV-SIGN")
    marks = [
        Mark(f"student{i:02}", 20 - i / 4, 20, (), ideas[: i % 3], looks=(LOOK,) * (i % 10 == 9))
        for i in range(40)
    ]
    text = shown(marks, {"zoe": "There is no sandbox on that machine."})
    assert max(map(len, text.splitlines())) <= 80
    assert all(mark.student in text for mark in marks)
    assert "19.75 of 20" in text
    assert "MUL-OVERWRITE" in text
    words = " ".join(text.replace("│", " ").split())
    assert (
        "40 students, 20 points. Mean 15.1, median 15.1, lowest 10.25, highest 20. 5 need a look. "
        f"Needs a look: - student09: {LOOK} - student19: {LOOK}"
    ) in words
    assert words.endswith("- zoe: There is no sandbox on that machine.")
    assert len(text.splitlines()) < 40 + 40


def test_lateness_shows_and_a_name_is_no_markup() -> None:
    text = shown([Mark("[red]ada", 1, 20, (), (), penalty=3)], {})
    assert "[red]ada" in text
    assert "0 of 20" in text
    assert "(late: -3)" in text
    assert "Nobody needs a look." in text


def test_what_lies_behind_a_mark_is_said_where_it_is_no_misconception() -> None:
    lost = Loss("a", "02.a", 20, "not written")
    late = Mark("ada", 18, 20, (), ("DIV-SIGN",), ("chain",), late=True)
    text = shown([Mark("ben", 0, 20, (lost,), ()), late], {})
    assert "(nothing written)" in text
    assert "(chain did not end)" in text
    assert "(late)" in text
    assert "DIV-SIGN" in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_letter_is_cut(width: int) -> None:
    name, why = "ada." * 20, "One long word: " + "\u00f8" * 150
    found = Likeness((name, "ben"), ("the same line " + "\u00e5" * 150,), ("add",))
    console = Console(width=width, record=True, file=io.StringIO())
    show_marks("02", [Mark(name, 1, 20, (), (), looks=(why,))], {}, console)
    show_alike([found], console)
    text = console.export_text()
    assert max(map(len, text.splitlines())) <= width
    assert (text.count("\u00f8"), text.count("\u00e5")) == (150, 150)


def test_likeness_is_listed_and_nothing_is_said_where_there_is_none() -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    show_alike([], console)
    assert console.export_text(clear=False) == ""
    show_alike([Likeness(("ada", "ben"), ('the same comment "chian"',), ("add",))], console)
    assert console.export_text().splitlines() == [
        "",
        "Alike beyond chance, for a look; no mark was changed:",
        "- ada, ben (in add):",
        '    the same comment "chian"',
    ]


@pytest.fixture
def grade(built: Course, monkeypatch: pytest.MonkeyPatch, capsys):
    """Return a function that runs `microkit grade` with a work of its own: code, stdout, stderr."""
    monkeypatch.chdir(built.root)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(ready, "available", lambda warm: Availability(True, "It is there."))

    def grade(*arguments: str, work: Callable[[Task], Graded] = by_reading) -> tuple[int, str, str]:
        run = partial(ClassRun, work=work, engine=in_turn)
        monkeypatch.setattr(classrun, "ClassRun", run)
        monkeypatch.setattr(pages, "spread", in_turn)
        monkeypatch.setattr(sys, "argv", ["microkit", "grade", *arguments])
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        else:
            code = 0
        return code, *capsys.readouterr()

    return grade


def test_grade_then_grade_again(grade, built: Course) -> None:
    hand_in(built, "ada")
    (built.root / "submitted" / "ben" / LESSON).mkdir(parents=True)
    code, out, err = grade("90")
    assert (code, err) == (0, "")
    assert "18 of 20" in out
    assert "holds no files" in " ".join(out.replace("│", " ").split())
    assert "1 needs a look." in " ".join(out.split())
    assert "Graded now: 2. Unchanged since they were graded: 0." in out
    table = built.root / "marks" / LESSON / "grades.csv"
    assert f"Marks as CSV:   {table.parent}" in out
    assert len(table.read_text(encoding="utf-8").splitlines()) == 3
    about = table.with_name("about.txt")
    assert about.read_text(encoding="utf-8").startswith(f"ben ({LESSON}): a person should look")
    assert f"Read first:     {about}" in out
    page = built.root / "feedback" / "ben" / LESSON / f"{LESSON}.html"
    assert "Needs a look" in page.read_text(encoding="utf-8")
    assert not list((built.root / "feedback").rglob(JOURNAL))
    assert len(list((built.root / "autograded").rglob(JOURNAL))) == 2
    page.unlink()
    code, out, err = grade("90")
    assert (code, err) == (0, "")
    assert "Graded now: 0. Unchanged since they were graded: 2." in out
    assert page.is_file()


def test_without_feedback_an_old_page_does_not_stay(grade, built: Course) -> None:
    hand_in(built, "ada")
    grade("90")
    page = built.root / "feedback" / "ada" / LESSON / f"{LESSON}.html"
    assert page.is_file()
    hand_in(built, "ada", "def double(number):\n    return 3")
    code, out, _ = grade("90", "--no-feedback")
    assert code == 0
    assert "Feedback" not in out
    assert not page.exists()


def test_two_who_share_an_odd_answer_are_named_after_the_table(grade, built: Course) -> None:
    odd = (
        "def double(number):\n    zorp = number  # chian rulle, wiht care\n    return zorp + zorp*1"
    )
    for student in ("ada", "ben"):
        hand_in(built, student, odd)
    for student in ("eve", "fay", "gus", "hal", "ida", "jon"):
        hand_in(built, student)
    code, out, _ = grade("90", "--no-feedback")
    assert code == 0
    assert "- ada, ben (in double):\n    the same " in out
    assert "Read first" not in out


def test_ctrl_c_is_one_sentence_and_130(grade, built: Course) -> None:
    hand_in(built, "ada")
    hand_in(built, "ben")

    def stopped(task: Task) -> Graded:
        if task.student == "ben":
            raise KeyboardInterrupt
        return by_reading(task)

    code, out, err = grade("90", work=stopped)
    assert code == 130
    assert "18 of 20" not in out
    assert err.startswith("Stopped. What was graded so far is in the gradebook")
    assert err.count("\n") == 1
    code, out, _ = grade("90")
    assert code == 0
    assert "Graded now: 1. Unchanged since they were graded: 1." in out


def test_trusting_students_is_said_once(grade, built: Course) -> None:
    hand_in(built, "ada")
    hand_in(built, "ben")
    code, out, _ = grade("90", "--trust-students", "--no-feedback")
    assert code == 0
    words = " ".join(out.split())
    assert words.count("Student code runs without a sandbox") == 1
    assert "write itself any mark" in words


def test_trouble_is_named_in_the_table_and_at_the_end(grade, built: Course) -> None:
    hand_in(built, "ada")

    def trouble(task: Task) -> Graded:
        return Graded(task.student, task.lesson, {}, trouble="There is no sandbox there.")

    code, out, err = grade("90", "--no-feedback", work=trouble)
    assert code == 1
    assert "There is no sandbox there." in " ".join(out.replace("│", " ").split())
    assert err.startswith("Not everything could be done; the table says why (ada).")


def test_a_lesson_is_entered_in_a_new_gradebook(grade, built: Course) -> None:
    hand_in(built, "ada")
    (built.root / "gradebook.db").unlink()
    code, out, err = grade("90", "--no-feedback")
    assert (code, err) == (0, "")
    assert "90_double was not in the gradebook; it was entered from its solution." in out
