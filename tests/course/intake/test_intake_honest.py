"""Honest work comes through as it is, and without a word."""

import json
from pathlib import Path

import nbformat
import pytest
from support.handed_in import (
    ANSWERS,
    LESSON,
    answered,
    answers,
    handed_in,
    kinds,
    place,
    plain,
    release,
    sources,
    write,
)

from microkit.course.intake import take_in
from microkit.course.submissions import Story, submission

COURSE = Path(__file__).parents[3]
LESSONS = sorted(path.parent.name for path in (COURSE / "lessons").glob("*/*.ipynb"))


def lesson(kind: str, name: str) -> nbformat.NotebookNode:
    return nbformat.read(COURSE / kind / name / f"{name}.ipynb", as_version=4)


def saved_by_jupyterlab(notebook: dict) -> dict:
    """Return a notebook as it is saved after it was run and folded."""
    notebook = json.loads(json.dumps(notebook))
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    notebook["metadata"]["colab"] = {"provenance": []}
    for count, cell in enumerate(notebook["cells"]):
        cell["source"] = cell["source"].splitlines(keepends=True)
        cell["metadata"].update(editable=True, scrolled=False, jp_MarkdownHeadingCollapsed=False)
        cell["metadata"]["vscode"] = {"languageId": "python"}
        if cell["cell_type"] == "code":
            cell["metadata"].update(collapsed=True, execution={"iopub.status.busy": "2026-01-01"})
            cell["execution_count"] = count
            text = [f"{count}\n", "äöü"]
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": text}]
    notebook["cells"].append(
        {"cell_type": "code", "id": "0a1b", "metadata": {}, "source": [], "outputs": []}
    )
    return notebook


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("save", [lambda notebook: notebook, saved_by_jupyterlab])
def test_each_lesson_s_answers_come_through(tmp_path: Path, name: str, save) -> None:
    released = lesson("lessons", name)
    right = submission(released, lesson("solutions", name), Story("ada", "the solution"))
    folder = write(tmp_path / "ada" / name, save(right), f"{name}.ipynb")
    intake = take_in(released, folder, name)
    assert intake.findings == ()
    assert intake.notebook == right
    assert not intake.needs_a_look
    nbformat.validate(intake.notebook)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_whose_ids_were_lost_is_recognized(tmp_path: Path, name: str) -> None:
    released = lesson("lessons", name)
    right = submission(released, lesson("solutions", name), Story("ada", "the solution"))
    bare = json.loads(json.dumps(right)) | {"nbformat_minor": 4}
    for cell in bare["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    intake = take_in(released, write(tmp_path / "ada" / name, bare, f"{name}.ipynb"), name)
    assert intake.notebook == right
    assert kinds(intake) == ["ids-lost"]
    assert not intake.needs_a_look


@pytest.mark.parametrize("name", LESSONS)
def test_the_empty_notebook_and_another_lesson_s(tmp_path: Path, name: str) -> None:
    released = lesson("lessons", name)
    folder = write(tmp_path / "ada" / name, released, f"{name}.ipynb")
    empty = take_in(released, folder, name)
    assert (empty.findings, empty.notebook) == ((), released)
    other = LESSONS[LESSONS.index(name) - 1]
    write(folder, lesson("solutions", other), f"{name}.ipynb")
    wrong = take_in(released, folder, name)
    assert kinds(wrong) == ["another-notebook"]
    assert (wrong.notebook, wrong.needs_a_look) == (released, True)


def test_the_release_stays_as_it_is(tmp_path: Path) -> None:
    released, before = release(), release()
    intake = take_in(released, write(place(tmp_path), plain()), LESSON)
    assert released == before
    assert intake.notebook == answered()


def test_added_cells_stay_at_their_places_without_a_name(tmp_path: Path) -> None:
    helper = {
        "cell_type": "code",
        "id": "f00",
        "metadata": {"tags": ["predict"], "nbgrader": {"points": 100, "grade": True}},
        "source": "def helper():\n    return 2",
        "outputs": [{"output_type": "stream", "name": "stderr", "text": "x"}],
        "execution_count": 7,
    }
    note = {"cell_type": "markdown", "id": "b0b", "metadata": {}, "source": "A note."}

    def add(data: dict) -> None:
        data["cells"].insert(3, helper)
        data["cells"].insert(0, note)
        data["cells"].append(helper | {"source": "print('end')"})

    intake = handed_in(tmp_path, add)
    names = [cell.id for cell in intake.notebook.cells]
    assert kinds(intake) == []
    assert (names[0], names[4], names[-1]) == ("added-1", "added-2", "added-3")
    assert names[3:6] == ["guess", "added-2", "twice"]
    added = intake.notebook.cells[4]
    assert (added.source, added.metadata) == (helper["source"], {})
    assert (added.outputs, added.execution_count) == ([], None)
    assert answers(intake) == ANSWERS
    assert sources(intake)["added-1"] == "A note."
    nbformat.validate(intake.notebook)
    assert handed_in(tmp_path, add) == intake


def test_nothing_is_forged_by_outputs(tmp_path: Path) -> None:
    def forge(data: dict) -> None:
        for cell in data["cells"]:
            cell["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "99"}}]

    intake = handed_in(tmp_path, forge)
    assert kinds(intake) == []
    assert intake.notebook == answered()
