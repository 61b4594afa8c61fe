from pathlib import Path

import pytest
from nbgrader.nbgraderformat import MetadataValidator

from microkit.course.errors import CourseError
from microkit.course.source import read_source

POINTS = {"90.double": 18, "90.half": 2.0}


@pytest.fixture
def read(tmp_path: Path):
    """Return a function that reads a source with these cells."""

    def read(*cells: str):
        path = tmp_path / "90_double.py"
        path.write_text("\n\n".join(cells), encoding="utf-8")
        return read_source(path, POINTS.__getitem__)

    return read


CHECK = '# %% nbgrader={"grade_id": "check", "grade": true}\ncheck("90.double", double)'
HALF = '# %% nbgrader={"grade_id": "half", "grade": true}\ncheck("90.half", half)'
ANSWER = '# %% nbgrader={"grade_id": "answer", "solution": true}\ndouble = 2'


def test_short_metadata_become_what_nbgrader_asks_for(read) -> None:
    notebook = read(ANSWER, CHECK, HALF)
    MetadataValidator().validate_nb(notebook)
    answer, check, _ = (dict(cell.metadata.nbgrader) for cell in notebook.cells)
    common = {"schema_version": 3, "task": False}
    assert answer == common | {
        "grade_id": "answer", "solution": True, "grade": False, "locked": False,
    }  # fmt: skip
    assert check == common | {
        "grade_id": "check", "solution": False, "grade": True, "locked": True, "points": 18,
    }  # fmt: skip


def test_points_come_from_the_exercise_and_may_not_contradict_it(read) -> None:
    assert read(CHECK, HALF).cells[1].metadata.nbgrader["points"] == 2
    read(CHECK.replace('"grade": true', '"grade": true, "points": 18'), HALF)
    with pytest.raises(CourseError, match=r"cell 1 \(check\): it says 4 points.*worth 18"):
        read(CHECK.replace('"grade": true', '"grade": true, "points": 4'), HALF)


def test_a_lesson_has_twenty_points(read) -> None:
    with pytest.raises(CourseError, match=r"add up to 20, and these to 18: 18 \(check\)"):
        read(CHECK)
    with pytest.raises(CourseError, match="these to 0: no cell"):
        read("# %%\n1")


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('# %% nbgrader={"grade": true}\n1', 'need a "grade_id"'),
        ('# %% nbgrader={"grade_id": "a"}\n1', "say what the cell is"),
        ('# %% nbgrader={"grade_id": "a", "graded": true}\n1', "no key graded"),
        ('# %% nbgrader={"grade_id": "a", "grade": true}\n1', "has to say its points"),
        (CHECK + "\nprint(1)", "as its last line"),
        (CHECK + "\n" + 'check("90.half", half)', "holds one check"),
        (CHECK.replace('"90.double"', "name"), "in plain text"),
        ('# %% nbgrader={"grade_id": "answer", "solution": true}\n1', "used twice"),
    ],
)
def test_metadata_that_do_not_fit_are_refused_by_name(read, cell: str, sentence: str) -> None:
    with pytest.raises(CourseError, match=sentence) as refusal:
        read(ANSWER, HALF, cell)
    assert "90_double.py, cell 3" in str(refusal.value)


def test_cells_that_a_person_marks_say_their_points_themselves(read) -> None:
    essay = (
        '# %% [markdown] nbgrader={"grade_id": "a", "grade": true, "solution": true, "points": 1}'
    )
    task = '# %% [markdown] nbgrader={"grade_id": "b", "task": true, "points": 1}'
    essay_cell, task_cell, _ = read(essay + "\n# Why?", task + "\n# Do it.", CHECK).cells
    assert essay_cell.metadata.nbgrader["locked"] is False
    assert task_cell.metadata.nbgrader["locked"] is True  # else autograding fails for everyone


def test_cell_ids_follow_from_content(read) -> None:
    cells = ["# %%\nprint(1)", "# %%\nprint(1)", "# %% [markdown]\n# print(1)", CHECK, HALF]
    ids = [cell.id for cell in read(*cells).cells]
    assert ids[3:] == ["check", "half"]
    assert ids[1] == ids[0] + "-2"
    assert len(set(ids)) == 5
    assert ids == [cell.id for cell in read(*cells).cells]
    longer = [cell.id for cell in read("# %%\nnew = 0", *cells).cells]
    assert longer[1:] == ids  # a cell in front changes no other id


def test_a_prediction_is_tagged_and_other_tags_stay(read) -> None:
    guess = '# %% tags=["quiz"] slideshow={"slide_type": "slide"}\npredict("90.double", 14)'
    cell = read(guess, CHECK, HALF).cells[0]
    assert cell.metadata.tags == ["predict", "quiz"]
    assert cell.metadata.slideshow == {"slide_type": "slide"}


def test_the_notebook_says_nothing_about_this_machine(read) -> None:
    notebook = read(CHECK, "# %%\ndef f():\n    return 1\n\n\n", HALF)
    assert notebook.metadata.language_info == {"name": "python"}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"nbgrader", "slideshow"} for cell in notebook.cells)


def test_a_missing_source_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"source of the lesson is missing: .*nothing\.py"):
        read_source(tmp_path / "nothing.py", POINTS.__getitem__)


def test_slides_skip_a_cell_that_does_not_ask_to_be_on_one(read) -> None:
    shown = '# %% slideshow={"slide_type": "fragment"}\n1 + 1'
    notebook = read(CHECK, shown, "# %%\n2 + 2", HALF)
    kinds = {cell.source: cell.metadata.slideshow.slide_type for cell in notebook.cells}
    assert kinds["1 + 1"] == "fragment"
    assert kinds["2 + 2"] == "skip"
