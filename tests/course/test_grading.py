import shutil
import warnings
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.grading import Grader, load_settings
from microkit.course.marks import read_marks
from microkit.course.settings import grading_steps


@pytest.fixture
def grader(built: Course) -> Grader:
    """The course with its lesson released, and the solution handed in by ada."""
    hand_in(built, "ada", built.lesson("90").solution)
    return Grader(built.root, load_settings(built.settings), built.root / "nbgrader.log")


def hand_in(course: Course, student: str, notebook: Path) -> Path:
    path = course.root / "submitted" / student / "90_double" / "90_double.ipynb"
    path.parent.mkdir(parents=True)
    return Path(shutil.copy(notebook, path))


@pytest.mark.usefixtures("real_sandbox")
def test_a_round_gives_marks_feedback_and_a_table(grader: Grader, built: Course) -> None:
    hand_in(built, "ben", built.lesson("90").release)
    for student in ("ada", "ben"):
        grader.grade("90_double", student)
        grader.feedback("90_double", student)
    grader.export(built.root / "grades.csv")
    marks = read_marks(grader.database, built.root / "autograded", "90_double")
    assert [(mark.student, mark.score, mark.points) for mark in marks] == [
        ("ada", 20, 20),
        ("ben", 0, 20),
    ]
    assert (built.root / "feedback" / "ben" / "90_double" / "90_double.html").is_file()
    rows = (built.root / "grades.csv").read_text().splitlines()
    assert [row.split(",")[3] for row in rows[1:]] == ["ada", "ben"]
    assert read_marks(grader.database, built.root / "autograded", "01_other") == []


def test_nbgraders_own_kernels_can_be_chosen_and_have_the_secret_seed(
    grader: Grader, built: Course
) -> None:
    grader.settings.Autograde.autograde_preprocessors = grading_steps(in_kernels=True)
    path = built.root / "submitted" / "ada" / "90_double" / "90_double.ipynb"
    notebook = nbformat.read(path, as_version=4)
    answer = next(cell for cell in notebook.cells if cell.id == "double")
    answer.source += "\nimport os\nprint(os.environ['MICROKIT_COURSE_SEED'])"
    nbformat.write(notebook, path)
    grader.grade("90_double", "ada")
    graded = nbformat.read(
        built.root / "autograded" / "ada" / "90_double" / "90_double.ipynb", as_version=4
    )
    shown = next(cell for cell in graded.cells if cell.id == "double").outputs[0].text
    assert shown == (built.root / ".course_seed").read_text()


@pytest.mark.usefixtures("real_sandbox")
def test_what_nbgrader_says_goes_to_the_log_alone(grader: Grader, capfd) -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        grader.grade("90_double", "ada")
    assert heard == []
    assert capfd.readouterr() == ("", "")
    assert "Autograding" in grader.log_file.read_text()


def test_a_student_without_a_submission_is_one_sentence(grader: Grader) -> None:
    with pytest.raises(CourseError, match="could not finish 90_double of zoe: No notebooks were"):
        grader.grade("90_double", "zoe")


@pytest.mark.usefixtures("real_sandbox")
def test_a_broken_submission_is_named_and_the_next_one_is_graded(
    grader: Grader, built: Course
) -> None:
    hand_in(built, "ben", built.lesson("90").release).write_text("{")
    with pytest.raises(CourseError, match=r"could not finish 90_double of ben: .*JSON"):
        grader.grade("90_double", "ben")
    grader.grade("90_double", "ada")
    marks = read_marks(grader.database, built.root / "autograded", "90_double")
    assert ("ada", 20) in [(mark.student, mark.score) for mark in marks]


def test_programs_are_found_without_an_activated_environment(
    grader: Grader, built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built.root / "gradebook.db").unlink()
    monkeypatch.setenv("PATH", "/nowhere")
    grader.release("90_double")  # makes a gradebook, for which nbgrader calls `alembic`
    assert (built.root / "gradebook.db").is_file()


def test_a_lesson_is_entered_in_a_gradebook_and_the_students_is_left_alone(built: Course) -> None:
    (built.root / "gradebook.db").unlink()
    before = built.lesson("90").release.stat()
    other = f"sqlite:///{built.root / 'other.db'}"
    grader = Grader(built.root, load_settings(built.settings), built.root / "n.log", other)
    grader.register("90_double")
    with Gradebook(other) as gradebook:
        assert [cell.name for cell in gradebook.find_notebook("90_double", "90_double").grade_cells]
    assert built.lesson("90").release.stat() == before
    assert not (built.root / "gradebook.db").exists()


def test_missing_settings_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="settings are missing"):
        load_settings(tmp_path / "nbgrader_config.py")
