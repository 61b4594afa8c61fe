"""Submissions whose cells were deleted, doubled, renamed, edited or turned into something else."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from nbgrader.utils import compute_checksum
from support.handed_in import (
    ANSWERS,
    GUESS,
    MINUS,
    TWICE,
    answers,
    cell_of,
    handed_in,
    kinds,
    release,
    sources,
    without_answers,
)

Data = dict[str, Any]
STUBS = {cell.id: cell.source for cell in release().cells if cell.id in ANSWERS}


class Case(NamedTuple):
    """What is done to the answered lesson, the findings, who must look, other answers."""

    name: str
    spoil: Callable[[Data], Any]
    kinds: list[str]
    look: bool = False
    answers: dict[str, str] = {}  # noqa: RUF012


def delete(*names: str) -> Callable[[Data], None]:
    def spoil(data: Data) -> None:
        data["cells"] = [cell for cell in data["cells"] if cell["id"] not in names]

    return spoil


def change(name: str, **changes: Any) -> Callable[[Data], None]:
    return lambda data: cell_of(data, name).update(changes)


def flag(name: str, **flags: Any) -> Callable[[Data], None]:
    return lambda data: cell_of(data, name)["metadata"]["nbgrader"].update(flags)


def double(name: str, *written: str) -> Callable[[Data], None]:
    """Copy a cell as Jupyter does, with its metadata, so often that each text has its own."""

    def spoil(data: Data) -> None:
        index = data["cells"].index(cell_of(data, name))
        copies = [
            cell_of(data, name) | {"id": f"copy-{i}", "source": s} for i, s in enumerate(written)
        ]
        copies[0]["id"] = name
        data["cells"][index : index + 1] = copies

    return spoil


def both(*spoilers: Callable[[Data], Any]) -> Callable[[Data], None]:
    return lambda data: [spoil(data) for spoil in spoilers] and None


def swap_names(data: Data) -> None:
    one, two = (cell_of(data, name)["metadata"]["nbgrader"] for name in ("twice", "minus"))
    one["grade_id"], two["grade_id"] = two["grade_id"], one["grade_id"]


def swap_sources(data: Data) -> None:
    one, two = cell_of(data, "twice-check"), cell_of(data, "minus-check")
    one["source"], two["source"] = two["source"], one["source"]


def rename_everything(data: Data) -> None:
    for cell in data["cells"]:
        cell["id"] = f"x-{cell['id']}"
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = f"q-{cell['id']}"


def lose(*names: str) -> Callable[[Data], None]:
    def spoil(data: Data) -> None:
        for name in names:
            cell_of(data, name).update(metadata={}, id=f"lost-{name}")

    return spoil


def rewrite(data: Data) -> None:
    """Delete an answer, and write it anew in an empty cell in its place."""
    cell = cell_of(data, "why")
    cell.update(metadata={}, id="new")


def older(data: Data) -> None:
    """Make the submission one of an older release: other tests, another stub, another text."""
    old = release()
    cells = {cell.id: cell for cell in old.cells}
    cells["twice-check"].source = "assert twice(1) == 2"
    cells["minus"].source = "def minus(number):\n    ..."
    for name in ("twice-check", "minus"):
        cells[name].metadata.nbgrader.checksum = compute_checksum(cells[name])
        cell_of(data, name)["metadata"]["nbgrader"] = dict(cells[name].metadata.nbgrader)
        cell_of(data, name)["source"] = cells[name].source
    cell_of(data, "imports")["source"] = "from course import guess as predict"


def clear(data: Data) -> None:
    for cell in data["cells"]:
        cell["source"] = STUBS.get(cell["id"], cell["source"])


OTHER = "def twice(number):\n    return number + number"
CASES = [
    Case("a test is deleted", delete("twice-check"), ["missing-cells"]),
    Case("all tests are deleted", delete("twice-check", "minus-check"), ["missing-cells"]),
    Case("a text is deleted", delete("text"), ["missing-cells"]),
    Case("an answer is deleted", delete("twice"), ["missing-answer"], False, {"twice": TWICE}),
    Case(
        "an answer is deleted, and there is a cell that may be it",
        both(delete("twice"), lambda d: d["cells"].append(dict(cell_type="code", source="2 * 3"))),
        ["missing-answer"],
        True,
        {"twice": TWICE},
    ),
    Case("a prediction is deleted", delete("guess"), ["missing-answer"], False, {"guess": GUESS}),
    Case("an answer is emptied", change("twice", source=""), [], False, {"twice": ""}),
    Case("a written answer is copied", double("twice", ANSWERS["twice"], TWICE), ["doubled"]),
    Case("the copy is written", double("twice", TWICE, ANSWERS["twice"]), ["doubled"]),
    Case("both say the same", double("twice", ANSWERS["twice"], ANSWERS["twice"]), ["doubled"]),
    Case("both are written", double("twice", OTHER, ANSWERS["twice"]), ["doubled"], True),
    Case(
        "a test is copied",
        double("twice-check", "assert True", "1"),
        ["doubled", "locked-edited"],
        True,
    ),
    Case(
        "a test is copied to play with",
        double("twice-check", "assert twice(7) == 14\nassert twice(-3) == -6", "twice(8)"),
        ["doubled"],
    ),
    Case("the cells stand upside down", lambda data: data["cells"].reverse(), ["order"]),
    Case("two answers carry each other's name", swap_names, ["renamed", "renamed"]),
    Case("two tests are swapped", swap_sources, ["locked-edited", "locked-edited"], True),
    Case("an answer is renamed", flag("twice", grade_id="mine"), ["renamed"]),
    Case("a test takes an answer's name", flag("twice-check", grade_id="twice"), ["renamed"]),
    Case("all names are new", rename_everything, ["ids-lost", "unsure"], True),
    Case("an answer lost its names", lose("twice"), ["ids-lost"]),
    Case("all answers lost their names", lose("twice", "minus"), ["ids-lost"]),
    Case("a prediction lost its names", lose("guess"), []),
    Case("a written text lost its names", rewrite, ["ids-lost", "unsure"], True),
    Case("more points", flag("twice-check", points=100), ["metadata-changed"]),
    Case("points that are no number", flag("twice-check", points="x"), ["metadata-changed"]),
    Case("no longer an answer", flag("why", solution=False), ["metadata-changed"]),
    Case("a test is unlocked", flag("twice-check", locked=False), ["metadata-changed"]),
    Case("a test is no test", flag("twice-check", grade=False), ["metadata-changed"]),
    Case("a test is edited", change("twice-check", source="pass"), ["locked-edited"], True),
    Case("a test is emptied", change("twice-check", source=""), ["locked-edited"], True),
    Case("a task is edited", change("task", source="Say nothing."), ["locked-edited"], True),
    Case(
        "a test has other spaces",
        change("twice-check", source="assert twice(7)==14\n\nassert twice(-3)==-6"),
        ["locked-spaces"],
    ),
    Case(
        "a test has spaces at the end",
        change("twice-check", source="assert twice(7) == 14  \nassert twice(-3) == -6\n\n"),
        [],
    ),
    Case("an answer is text", change("twice", cell_type="markdown"), ["retyped"]),
    Case("an answer is raw", change("twice", cell_type="raw"), ["retyped"]),
    Case("a written text is code", change("why", cell_type="code"), ["retyped"]),
    Case("a test is text", change("twice-check", cell_type="markdown"), ["retyped"]),
    Case("a prediction is text", change("guess", cell_type="markdown"), ["retyped"]),
    Case("an odd type", change("twice", cell_type="sql"), ["odd-cells", "retyped"]),
    Case("no type", change("twice", cell_type=None), ["odd-cells", "retyped"]),
    Case(
        "lines in a list",
        change("minus", source=["def minus(number):\n", "    return -number"]),
        [],
    ),
    Case("Windows lines", change("minus", source="def minus(number):\r\n    return -number"), []),
    Case("a number in the list", change("text", source=["Now turn the sign.", 3]), ["odd-cells"]),
    Case(
        "a null byte",
        change("minus", source="def minus(number):\0\n    return -number"),
        ["odd-characters"],
    ),
    Case(
        "half a character",
        change("why", source="\ud83d"),
        ["odd-characters"],
        False,
        {"why": "\ufffd"},
    ),
    Case("metadata that are a list", change("text", metadata=[1]), []),
    Case("nbgrader's metadata are text", change("twice", metadata={"nbgrader": "x"}), ["ids-lost"]),
    Case("a name that is a list", flag("twice", grade_id=["a"]), []),
    Case("an edited text", change("text", source="Mine."), ["edited"]),
    Case("an older release", older, ["outdated"], False, {"minus": MINUS}),
    Case(
        "a prediction with more in it",
        change("guess", source='x = 1\nguess = predict("90.twice", -14)'),
        ["prediction-edited"],
    ),
    Case(
        "a prediction that looks it up",
        change("guess", source='guess = predict("90.twice", solution())\nguess'),
        ["prediction-unclear"],
        True,
        {"guess": GUESS},
    ),
    Case("no answers at all", clear, [], False, STUBS),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_cells(tmp_path: Path, case: Case) -> None:
    intake = handed_in(tmp_path, case.spoil)
    assert kinds(intake) == case.kinds
    assert intake.needs_a_look is case.look
    assert answers(intake) == ANSWERS | case.answers
    assert without_answers(intake.notebook) == without_answers(release())
    nbformat.validate(intake.notebook)
    assert all(finding.sentence.endswith((".", "?")) for finding in intake.findings)


def test_an_edited_cell_is_kept_below_the_lesson_s(tmp_path: Path) -> None:
    intake = handed_in(
        tmp_path, change("imports", source="from course import predict\nimport math")
    )
    assert kinds(intake) == ["edited"]
    names = [cell.id for cell in intake.notebook.cells]
    assert names[1:3] == ["imports", "added-1"]
    assert sources(intake)["added-1"] == "from course import predict\nimport math"


def test_earlier_attempts_stay_above_the_answer(tmp_path: Path) -> None:
    """Splitting a cell gives both halves its name: run in order, they are whole again."""
    halves = ("half = 1", "def twice(number):\n    return 2 * number * half")
    intake = handed_in(tmp_path, double("twice", *halves))
    names = [cell.id for cell in intake.notebook.cells]
    assert names[2:5] == ["guess", "added-1", "twice"]
    assert (sources(intake)["added-1"], sources(intake)["twice"]) == halves


def test_too_many_cells(tmp_path: Path) -> None:
    extra = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": []}
    intake = handed_in(tmp_path, lambda data: data["cells"].extend([deepcopy(extra)] * 2_500))
    assert kinds(intake) == ["too-many-cells"]
    assert len(intake.notebook.cells) == 2_000
    assert answers(intake) == ANSWERS


def test_a_finding_names_its_cell(tmp_path: Path) -> None:
    intake = handed_in(tmp_path, change("twice-check", source="pass"))
    (finding,) = intake.findings
    assert finding.cell == "twice-check"
    assert finding.sentence == (
        "The locked cell twice-check had been edited. The lesson's own text counts."
    )
