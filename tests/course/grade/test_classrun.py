"""A class is graded: what is graded again and what is not, what stops it, and what is left."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from support.class_of_two import LESSON, by_reading, hand_in, in_turn
from traitlets.config import Config

from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.grade import ready
from microkit.course.grade.book.journal import FILE as JOURNAL
from microkit.course.grade.classrun import ClassRun, Wishes
from microkit.course.grade.one_pass import PassOutcome
from microkit.course.grade.task import Graded, Task
from microkit.course.intake import Finding
from microkit.course.marks import Mark, read_marks
from microkit.course.sandbox import Availability
from microkit.course.settings import grading_steps


@pytest.fixture(autouse=True)
def a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have one: nothing is run in these tests."""
    monkeypatch.setattr(ready, "available", lambda warm: Availability(True, "It is there."))


class Counting:
    """A worker that notes whom it has graded."""

    def __init__(self, work: Callable[[Task], Graded] = by_reading) -> None:
        self.tasks: list[Task] = []
        self.work = work

    def __call__(self, task: Task) -> Graded:
        self.tasks.append(task)
        return self.work(task)

    @property
    def students(self) -> list[str]:
        return [task.student for task in self.tasks]


def graded(course: Course, work: Any = by_reading, **wishes: Any) -> PassOutcome:
    return ClassRun(course, "90", Wishes(**wishes), work, in_turn).grade()


def marks(course: Course) -> dict[str, Mark]:
    database = f"sqlite:///{course.root / 'gradebook.db'}"
    return {mark.student: mark for mark in read_marks(database, course.root / "autograded", LESSON)}


def scores(course: Course) -> dict[str, float]:
    return {student: mark.score for student, mark in marks(course).items()}


def test_everyone_gets_marks_and_the_submissions_stay_as_they_were(built: Course) -> None:
    folders = [hand_in(built, "ada"), hand_in(built, "ben", "def double(number):\n    pass")]
    before = [sorted((p, p.stat().st_mtime_ns) for p in f.rglob("*")) for f in folders]
    outcome = graded(built)
    assert (outcome.graded, outcome.kept, outcome.troubles) == (["ada", "ben"], [], {})
    assert scores(built) == {"ada": 18, "ben": 0}
    assert [sorted((p, p.stat().st_mtime_ns) for p in f.rglob("*")) for f in folders] == before
    left = {path.name for path in (built.root / ".graded").iterdir()}
    assert left == {"lock", "nbgrader.log"}


def test_only_what_has_changed_is_graded_again(built: Course) -> None:
    for student in ("ada", "ben", "eve"):
        hand_in(built, student)
    graded(built)
    hand_in(built, "ben", "def double(number):\n    return number")
    hand_in(built, "eve", data_csv="1,2")
    work = Counting()
    outcome = graded(built, work)
    assert (work.students, outcome.kept) == (["ben", "eve"], ["ada"])
    assert scores(built) == {"ada": 18, "ben": 0, "eve": 18}
    assert graded(built, Counting()).kept == ["ada", "ben", "eve"]
    assert graded(built, Counting(), force=True).graded == ["ada", "ben", "eve"]


def test_everything_that_a_mark_follows_from_is_in_the_fingerprint(built: Course) -> None:
    hand_in(built, "ada")
    graded(built)
    (built.root / ".course_seed").write_text("another\n")
    assert graded(built).graded == ["ada"]
    built.settings.write_text(built.settings.read_text() + "\nc.GradeOutside.seconds = 5\n")
    assert graded(built).graded == ["ada"]
    assert graded(built, trust_students=True).graded == ["ada"]
    assert graded(built, trust_students=True).kept == ["ada"]


def test_the_journal_counts_only_with_its_gradebook(built: Course) -> None:
    hand_in(built, "ada")
    graded(built)
    shutil.copy(built.root / "gradebook.db", built.root / "backup.db")
    hand_in(built, "ada", "def double(number):\n    return 3")
    graded(built)
    shutil.copy(built.root / "backup.db", built.root / "gradebook.db")
    assert graded(built).graded == ["ada"]  # the backup has other marks
    (built.root / "gradebook.db").unlink()
    run = ClassRun(built, "90", Wishes(), by_reading, in_turn)
    assert run.registered
    assert run.grade().graded == ["ada"]
    assert scores(built) == {"ada": 0}


def test_a_run_that_breaks_off_is_gone_on_with(built: Course) -> None:
    for student in ("ada", "ben", "eve"):
        hand_in(built, student)

    def breaking(task: Task) -> Graded:
        if task.student == "ben":
            raise KeyboardInterrupt
        return by_reading(task)

    with pytest.raises(KeyboardInterrupt):
        graded(built, breaking)
    assert scores(built) == {"ada": 18}
    work = Counting()
    assert graded(built, work).kept == ["ada"]
    assert work.students == ["ben", "eve"]


def test_what_is_cut_short_while_it_is_written_leaves_nothing_by_halves(
    built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(built, "ada")
    with monkeypatch.context() as patch:
        from nbgrader.preprocessors import AssignLatePenalties

        def cut(*_: Any) -> None:
            raise KeyboardInterrupt

        patch.setattr(AssignLatePenalties, "preprocess", cut)
        with pytest.raises(KeyboardInterrupt):
            graded(built)
    assert scores(built) == {}
    assert not (built.root / "autograded" / "ada" / LESSON).exists()
    assert graded(built).graded == ["ada"]
    assert scores(built) == {"ada": 18}


def test_a_submission_that_cannot_be_read_has_a_row_and_a_reason(built: Course) -> None:
    (built.root / "submitted" / "ada" / LESSON).mkdir(parents=True)
    (hand_in(built, "ben") / f"{LESSON}.ipynb").write_text('{"cells": [')
    (hand_in(built, "eve") / f"{LESSON}.ipynb").unlink()
    hand_in(built, "fay")
    work = Counting()
    assert graded(built, work).troubles == {}
    assert work.students == ["fay"]
    found = marks(built)
    assert {name: mark.score for name, mark in found.items()} == {
        "ada": 0, "ben": 0, "eve": 0, "fay": 18,
    }  # fmt: skip
    assert "holds no files" in found["ada"].looks[0]
    assert "damaged" in found["ben"].looks[0]
    assert found["ada"].losses[0].reason == "nothing could be read"
    assert found["fay"].looks == ()


def test_a_worker_in_trouble_leaves_the_marks_that_there_were(built: Course) -> None:
    hand_in(built, "ada")
    graded(built)
    hand_in(built, "ada", "def double(number):\n    return 3")
    outcome = graded(built, lambda task: Graded(task.student, task.lesson, {}, trouble="No room."))
    assert outcome.troubles == {"ada": "No room."}
    assert scores(built) == {"ada": 18}
    assert graded(built).graded == ["ada"]


def test_what_nbgrader_cannot_convert_is_one_row_and_the_others_go_on(built: Course) -> None:
    hand_in(built, "ada")
    hand_in(built, "ben")

    def too_much(task: Task) -> Graded:
        done = by_reading(task)
        data = {"text/plain": "99"}
        odd = {"output_type": "execute_result", "data": data, "metadata": {}}
        return replace(done, outputs={"double-check": [odd]}) if task.student == "ada" else done

    outcome = graded(built, too_much)
    assert list(outcome.troubles) == ["ada"]
    assert "partial credit cannot be greater" in outcome.troubles["ada"]
    assert scores(built) == {"ben": 18}


def test_late_work_has_its_penalty(built: Course, tmp_path: Path) -> None:
    (built.root / "late.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Two(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return 2\n"
    )
    with Gradebook(f"sqlite:///{built.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2026-03-01 12:00:00 UTC")
    built.settings.write_text(
        built.settings.read_text()
        + f"\nimport sys; sys.path.insert(0, {str(built.root)!r})\n"
        + "import late; sys.path.pop(0)\nc.AssignLatePenalties.plugin_class = late.Two\n"
    )
    hand_in(built, "ada", timestamp_txt="2026-03-02 15:58:23.948203 UTC")
    hand_in(built, "ben", timestamp_txt="2026-02-02 15:58:23 UTC")
    graded(built)
    found = marks(built)
    assert (found["ada"].penalty, found["ben"].penalty) == (2, 0)
    with Gradebook(f"sqlite:///{built.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2026-04-01 12:00:00 UTC")
    assert graded(built).graded == ["ada", "ben"]
    assert marks(built)["ada"].penalty == 0


def test_a_task_has_the_students_own_secret_and_files(built: Course) -> None:
    hand_in(built, "ada", data_csv="1,2")
    hand_in(built, "ben")
    (built.root / "lessons" / LESSON / "points.csv").write_text("3")
    work = Counting()
    graded(built, work)
    ada, ben = work.tasks
    assert ada.secret != ben.secret
    assert (built.root / ".course_seed").read_text().strip() not in (ada.secret, ben.secret)
    assert dict(ada.files) == {"points.csv": b"3", "data.csv": b"1,2"}
    assert dict(ben.files) == {"points.csv": b"3"}
    assert (ada.seconds, ada.trusted) == (30.0, False)
    journal = json.loads(
        (built.root / "autograded" / "ada" / LESSON / JOURNAL).read_text(encoding="utf-8")
    )
    assert set(journal) == {"fingerprint", "marks", "seconds"}
    assert (built.root / ".course_seed").read_text().strip() not in str(journal)


def test_a_look_is_for_a_person_in_the_formgrader_too(built: Course) -> None:
    hand_in(built, "ada")
    hand_in(built, "ben")
    look = Finding("calls-the-kit", "It calls the kit.", True, "double")

    def suspicious(task: Task) -> Graded:
        return replace(by_reading(task), findings=(look,) if task.student == "ada" else ())

    graded(built, suspicious)
    with Gradebook(f"sqlite:///{built.root / 'gradebook.db'}") as gradebook:
        waiting = {
            submission.student.id: [
                grade.name
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.needs_manual_grade
            ]
            for submission in gradebook.find_assignment(LESSON).submissions
        }
    assert waiting == {"ada": ["double-check"], "ben": []}
    assert marks(built)["ada"].looks == ("It calls the kit.",)
    assert scores(built) == {"ada": 18, "ben": 18}
    with Gradebook(f"sqlite:///{built.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("double-check", LESSON, LESSON, "ada")
        grade.manual_score, grade.needs_manual_grade = 3, False  # as the formgrader does
        gradebook.db.commit()
    assert graded(built, suspicious).kept == ["ada", "ben"]
    assert (marks(built)["ada"].score, marks(built)["ada"].looks) == (3, ())


def test_only_the_students_that_are_named_are_graded(built: Course) -> None:
    for student in ("ada", "ben", "eve"):
        hand_in(built, student)
    assert graded(built, students=("eve", "ada")).graded == ["ada", "eve"]
    with pytest.raises(CourseError, match=r"no submission of zoe: submissions lie in submitted/"):
        graded(built, students=("zoe",))


def test_nobody_has_handed_in_is_one_sentence(built: Course) -> None:
    with pytest.raises(CourseError, match="Nobody has handed in 90_double yet"):
        graded(built)


def test_without_a_sandbox_nothing_is_graded(
    built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = Availability(False, "Namespaces are forbidden here.", "Ask for them.")
    monkeypatch.setattr(ready, "available", lambda warm: none)
    hand_in(built, "ada")
    work = Counting()
    with pytest.raises(CourseError, match=r"forbidden here\. Ask for them\. .*--trust-students"):
        graded(built, work)
    assert work.tasks == []
    assert scores(built) == {}
    assert graded(built, work, trust_students=True).graded == ["ada"]
    assert work.tasks[0].trusted
    # Workers elsewhere have sandboxes of their own, or say that they have not.
    hand_in(built, "ben")
    assert graded(built, work, scheduler="tcp://127.0.0.1:1", students=("ben",)).graded == ["ben"]


def test_a_released_lesson_that_the_gradebook_does_not_know_is_refused(built: Course) -> None:
    hand_in(built, "ada")
    path = built.lesson("90").release
    notebook = json.loads(path.read_text(encoding="utf-8"))
    checks = [cell for cell in notebook["cells"] if cell["id"] == "double-check"]
    checks[0]["source"] = "20.0"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(CourseError, match="not the one that the gradebook knows: double-check"):
        graded(built)
    notebook["cells"].remove(checks[0])
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(CourseError, match="not the one that the gradebook knows: double-check"):
        graded(built)


def test_other_steps_of_grading_are_refused(built: Course) -> None:
    hand_in(built, "ada")
    assert "GradeOutside" not in [step.__name__ for step in grading_steps(in_kernels=True)]
    built.settings.write_text(
        built.settings.read_text()
        + "\nc.Autograde.autograde_preprocessors = grading_steps(in_kernels=True)\n"
    )
    with pytest.raises(CourseError, match="chooses other steps of grading"):
        graded(built)


def test_a_gradebook_that_cannot_be_reached_is_one_sentence(built: Course) -> None:
    hand_in(built, "ada")
    with built.settings.open("a", encoding="utf-8") as file:
        file.write(f"\nc.CourseDirectory.db_url = 'sqlite:///{built.root}/nowhere/marks.db'\n")
    with pytest.raises(CourseError, match=r"cannot be opened: .*--gradebook"):
        graded(built)


@pytest.mark.parametrize("address", ["nonsense", "sqlite:///nonsense"])
def test_a_slip_in_its_name_begins_no_second_gradebook(
    built: Course, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.root)
    hand_in(built, "ada")
    with pytest.raises(CourseError, match=r"There is no gradebook .*nonsense\. .* --gradebook out"):
        graded(built, gradebook=address)
    assert not Path("nonsense").exists()


def test_what_is_no_address_is_one_sentence_without_its_password(built: Course) -> None:
    hand_in(built, "ada")
    with pytest.raises(CourseError, match="The gradebook that is named cannot be opened") as found:
        graded(built, gradebook="postgres ql://me:secret@db/marks")
    assert "secret" not in str(found.value)


def test_the_gradebook_is_the_wished_one_the_settings_or_the_courses(tmp_path: Path) -> None:
    settings = Config()
    assert ready.address_of(None, tmp_path, settings) == f"sqlite:///{tmp_path / 'gradebook.db'}"
    settings.CourseDirectory.db_url = "postgresql://marks"
    assert ready.address_of(None, tmp_path, settings) == "postgresql://marks"
    other = str(tmp_path / "other.db")
    assert ready.address_of(other, tmp_path, settings) == f"sqlite:///{other}"


def test_nothing_of_nbgrader_is_changed_afterwards(built: Course) -> None:
    from nbgrader.converters import autograde
    from nbgrader.preprocessors import checkcellmetadata, saveautogrades

    before = (autograde.Gradebook, saveautogrades.Gradebook, checkcellmetadata.MetadataValidator)
    hand_in(built, "ada")
    with contextlib.suppress(KeyboardInterrupt):
        graded(built, lambda task: (_ for _ in ()).throw(KeyboardInterrupt))
    graded(built)
    after = (autograde.Gradebook, saveautogrades.Gradebook, checkcellmetadata.MetadataValidator)
    assert after == before


def test_a_second_run_at_once_refuses_and_a_later_one_does_not(built: Course) -> None:
    hand_in(built, "ada")

    def meanwhile(task: Task) -> Graded:
        with pytest.raises(CourseError, match="is being graded already"):
            graded(built)
        return by_reading(task)

    assert graded(built, meanwhile).graded == ["ada"]
    assert graded(built).kept == ["ada"]


def test_a_few_machines_without_a_sandbox_are_enough(built: Course) -> None:
    for student in ("ada", "ben", "chloe", "dev", "ema"):
        hand_in(built, student)
    worker = Counting(
        lambda task: Graded(task.student, task.lesson, {}, trouble="No sandbox.", unfit=True)
    )
    with pytest.raises(CourseError, match=r"^No sandbox\. It was so for 3 submissions"):
        graded(built, worker)
    assert worker.students == ["ada", "ben", "chloe"]
    assert len(graded(built).graded) == 5
