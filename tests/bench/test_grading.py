"""The table of grading: the class is what it says, and different marks are seen; no times."""

import nbformat
import pytest
from nbgrader.api import Gradebook
from support.student import released, solved

from bench.classes import address, afresh, make_course, marks, seconds, students
from bench.grading import check_equal, named, row
from bench.paced import Paced
from microkit.course.grading import load_settings
from microkit.course.submissions import submission

LESSONS = [named("02"), named("06")]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_student_hands_in_something_else(lesson):
    kinds = {"02": 32, "06": 6}[lesson[:2]]
    notebooks = [submission(released(lesson), solved(lesson), s) for s in students(lesson, kinds)]
    texts = {"\n".join(cell.source for cell in notebook.cells) for notebook in notebooks}
    assert len(texts) == kinds


def test_a_class_goes_round_and_nobody_has_an_endless_loop():
    class_of_100 = students(LESSONS[0], 100)
    assert len({story.student for story in class_of_100}) == 100
    assert not any("never ends" in story.what for story in class_of_100)
    assert {"the solution", "MUL-OVERWRITE", "SUB-AS-ADD"} <= {s.what for s in class_of_100}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("bench") / "course", LESSONS[0], 2, stock=True)


def test_the_stock_course_has_none_of_our_steps(course):
    chosen = load_settings(course / "nbgrader_config.py").Autograde
    names = [step.__name__ for step in chosen.autograde_preprocessors]
    assert names[0] == "Execute"
    assert "TakeIn" not in {step.__name__ for step in chosen.sanitize_preprocessors}
    handed_in = sorted((course / "submitted").glob("*/*/*.ipynb"))
    assert [nbformat.read(path, 4).nbformat for path in handed_in] == [4, 4]


def test_afresh_leaves_a_gradebook_without_marks(course):
    with Gradebook(address(course)) as gradebook:
        gradebook.add_student("someone")
    (course / "autograded").mkdir()
    afresh(course)
    with Gradebook(address(course)) as gradebook:
        assert gradebook.students == []
    assert marks(course, LESSONS[0]) == {}
    assert not (course / "autograded").exists()


def test_a_command_that_fails_ends_the_bench(course):
    with pytest.raises(SystemExit, match="microkit grade 77 failed"):
        seconds(course, "microkit", "grade", "77")


def test_other_marks_are_seen():
    check_equal({"ada": 20.0}, {"ada": 20.0, "ben": 3.0})
    for theirs, ours in (({"ada": 20.0}, {"ada": 19.5}), ({"ada": 0.0}, {}), ({}, {"ada": 1.0})):
        with pytest.raises(SystemExit, match="The marks differ"):
            check_equal(theirs, ours)


def test_a_row_is_the_median_of_neighbors():
    told = row("02", 12, 100, [(1.0, 0.1), (3.0, 0.2), (2.0, 0.1)], 12)
    assert told == "| 02 | 12 | 2.00 | 100 | 0.100 | **15.0** (10.0 to 20.0) | 12 | equal |"


def test_a_run_tells_its_start_and_the_gap_from_one_to_the_next():
    run = Paced(9.0, done=[3.0, 5.0, 7.0], memory=[1, 1, 1], work=[2.5, 1.75, 1.25])
    assert (run.gap, run.start) == (2.0, 1.5)
