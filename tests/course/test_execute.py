from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from microkit.course import execute as module
from microkit.course.errors import CourseError
from microkit.course.execute import execute


def run(tmp_path: Path, *sources: str):
    notebook = new_notebook(
        cells=[new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    execute(notebook, tmp_path, tmp_path / "course", "90_double.py")
    return notebook


def test_outputs_are_kept_and_nothing_of_the_run(tmp_path: Path) -> None:
    notebook = run(
        tmp_path, "import sys\nprint('a', flush=True)\nprint('b')", "import os; os.listdir('.')"
    )
    assert [output.text for output in notebook.cells[0].outputs] == ["a\nb\n"]
    assert notebook.cells[1].outputs[0].data == {"text/plain": "[]"}
    assert [cell.execution_count for cell in notebook.cells] == [1, 2]
    assert all(cell.metadata == {} for cell in notebook.cells)
    assert notebook.metadata.language_info == {"name": "python"}


def test_the_live_half_of_a_widget_goes_and_its_picture_stays(tmp_path: Path) -> None:
    notebook = run(
        tmp_path,
        "from IPython.display import display\n"
        "view = {'model_id': 'random', 'version_major': 2}\n"
        "mime = 'application/vnd.jupyter.widget-view+json'\n"
        "display({'text/html': '<b>picture</b>', mime: view}, raw=True)\n"
        "display({mime: view}, raw=True)",
    )
    assert [output.data for output in notebook.cells[0].outputs] == [
        {"text/html": "<b>picture</b>"}
    ]


def test_the_secret_seed_does_not_reach_a_solution(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("MICROKIT_COURSE_SEED", "secret")
    notebook = run(tmp_path, "import os\nos.environ.get('MICROKIT_COURSE_SEED', 'none')")
    assert notebook.cells[0].outputs[0].data["text/plain"] == "'none'"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("object()", "the address of an object"),
        ("import os\nos.getcwd()", "a path of this machine"),
        ("from pathlib import Path\nprint(Path.home() / 'notes')", "a path of this machine"),
        ("import sys\nprint('careful', file=sys.stderr)", "writes to stderr.*careful"),
        ("import os\nos._exit(1)", "the kernel died"),
    ],
)
def test_what_cannot_be_repeated_is_refused_with_the_cell(
    tmp_path: Path, source: str, sentence: str
) -> None:
    with pytest.raises(CourseError, match=sentence) as refusal:
        run(tmp_path, "a = 1", source)
    assert str(refusal.value).startswith("90_double.py, cell 2, which starts with `")


def test_a_cell_that_does_not_end_is_named(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "CELL_SECONDS", 1)
    with pytest.raises(CourseError, match=r"cell 1, .*did not end within 1 seconds"):
        run(tmp_path, "while True: pass")


def test_what_a_busy_machine_says_is_not_the_cells(tmp_path: Path) -> None:
    said = "import sys\nprint('IOStream.flush timed out', file=sys.stderr)\nprint(7)"
    notebook = run(tmp_path, said)
    assert [output.text for output in notebook.cells[0].outputs] == ["7\n"]
