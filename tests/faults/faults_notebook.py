"""What can be wrong with the notebook itself: its cells, its metadata, its file and its folder."""

from __future__ import annotations

import json
import os
import random
from copy import deepcopy
from typing import Any

import nbformat
from nbformat import NotebookNode, v3
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from faults.fault import (
    Desk,
    Fault,
    Maker,
    answers_in,
    at_most,
    beside,
    cell_of,
    checks_in,
    honest,
    nothing,
    spoils,
    types,
)

REPORT = "application/vnd.microkit.report+json"


def checks(change: Any) -> Any:
    """Return a change of a notebook that changes each graded cell."""
    return lambda notebook: [change(cell) for cell in checks_in(notebook)]


def without(cells: Any) -> Any:
    """Return a change of a notebook that takes cells away."""

    def spoil(notebook: NotebookNode) -> None:
        gone = {id(cell) for cell in cells(notebook)}
        notebook.cells = [cell for cell in notebook.cells if id(cell) not in gone]

    return spoil


def says(source: str) -> Any:
    return lambda cell: cell.update(source=source)


def flags(**values: Any) -> Any:
    return lambda cell: cell.metadata.nbgrader.update(values)


def forged(cell: NotebookNode) -> None:
    data = {"text/plain": "100.0", REPORT: {"score": 100.0, "passed": True}}
    cell.outputs = [new_output("execute_result", data, execution_count=1)]
    cell.execution_count = 1


def swapped(first: str, second: str) -> Any:
    """Return a change of a notebook by which two cells carry each other's names."""

    def spoil(notebook: NotebookNode) -> None:
        one, two = cell_of(notebook, first), cell_of(notebook, second)
        one.id, two.id = two.id, one.id
        one.metadata.nbgrader, two.metadata.nbgrader = two.metadata.nbgrader, one.metadata.nbgrader

    return spoil


def doubled(name: str, source: str = "") -> Any:
    """Return a change of a notebook by which a cell stands there twice."""

    def spoil(notebook: NotebookNode) -> None:
        place = notebook.cells.index(cell_of(notebook, name))
        copy = deepcopy(notebook.cells[place])
        copy.source = source or copy.source
        notebook.cells.insert(place, copy)

    return spoil


def bonus(notebook: NotebookNode) -> None:
    """Add a graded cell of one's own, worth fifty points."""
    cell = new_code_cell("50")
    cell.metadata.nbgrader = deepcopy(cell_of(notebook, "mul-check").metadata.nbgrader)
    cell.metadata.nbgrader.update(grade_id="bonus", points=50)
    notebook.cells.append(cell)


def nameless(notebook: NotebookNode) -> None:
    """Take every name away, as some programs do."""
    for cell in notebook.cells:
        cell.metadata = NotebookNode()
        cell.pop("id")
    notebook.nbformat_minor = 4


def in_one_cell(notebook: NotebookNode) -> None:
    """Put all the answers into one cell at the end."""
    everything = "\n\n".join(cell.source for cell in answers_in(notebook))
    without(answers_in)(notebook)
    notebook.cells.append(new_code_cell(everything))


def shuffled(notebook: NotebookNode) -> None:
    random.Random(5).shuffle(notebook.cells)


def odd_metadata(notebook: NotebookNode) -> None:
    odd = ([1, 2], "no", {"grade_id": ["mul-check"], "points": {}}, {"schema_version": 99}, None)
    for cell, metadata in zip(checks_in(notebook), odd, strict=False):
        cell.metadata["nbgrader"] = metadata


def another_language(notebook: NotebookNode) -> None:
    notebook.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "sh"}
    notebook.metadata.language_info = {"name": "../../evil", "pygments_lexer": "/etc/passwd"}


def guesses(text: str) -> Any:
    def spoil(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if "predict" in cell.metadata.get("tags", []):
                name, *rest = cell.source.split("\n")
                cell.source = "\n".join([name[: name.index(",")] + f", {text})", *rest])

    return spoil


def raw(change: Any) -> Maker:
    """Return who hands in other bytes than Jupyter would write."""
    return lambda desk: desk.write(desk.name, change(json.dumps(desk.notebook()).encode()))


def named(*names: str) -> Maker:
    return lambda desk: [desk.hand_in(desk.notebook(), name or desk.name) for name in names]


def old_format(desk: Desk) -> None:
    desk.write(desk.name, v3.writes_json(nbformat.convert(desk.notebook(), 3)))


def new_format(desk: Desk) -> None:
    desk.hand_in(NotebookNode({**desk.notebook(), "nbformat": 5, "nbformat_minor": 0}))


def huge(desk: Desk) -> None:
    notebook = desk.notebook()
    notebook.cells[3].outputs = [new_output("stream", text="x" * 21_000_000)]
    desk.hand_in(notebook)


def deep(desk: Desk) -> None:
    desk.write(desk.name, '{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}")


def decoy(desk: Desk) -> None:
    desk.hand_in(desk.notebook(False))
    desk.hand_in(desk.notebook(), "solved.ipynb")


def nobodys_id(notebook: NotebookNode) -> None:
    for number, cell in enumerate(checks_in(notebook)):
        cell.metadata.nbgrader.grade_id = f"my-own-{number}"
        cell.id = f"own-{number}"


def link(target: str, name: str = "") -> Maker:
    """Return who hands in a link; ``{lesson}`` in its target is the lesson's name."""

    def make(desk: Desk) -> None:
        where = target.format(lesson=desk.lesson, course=desk.course)
        (desk.place / (name or desk.name)).symlink_to(where)

    return make


def linked_folder(desk: Desk) -> None:
    folder = desk.place
    folder.rmdir()
    folder.symlink_to(f"../aa_honest/{desk.lesson}")


def pipe(desk: Desk) -> None:
    os.mkfifo(desk.place / desk.name)


def both(*makers: Maker) -> Maker:
    return lambda desk: [make(desk) for make in makers]


MARKUP = '<script>alert("fault")</script><img src=x onerror=alert(2)>'

FAULTS = (
    # graded cells
    Fault(
        "checks_edited",
        "writes the points in place of every check",
        spoils(checks(says("20.0")), answered=False),
        nothing(True, finds=("locked-edited",) * 12, says="had been edited"),
    ),
    Fault(
        "checks_edited_right",
        "writes other checks, and has right answers",
        spoils(checks(says("assert True"))),
        honest(True, finds=("locked-edited",) * 12, says="had been edited"),
    ),
    Fault(
        "checks_deleted",
        "deletes every graded cell",
        spoils(without(checks_in)),
        honest(finds=("missing-cells",)),
        stock="no mark, and no error",
    ),
    Fault(
        "checks_deleted_blank",
        "deletes every graded cell, and has no answers",
        spoils(without(checks_in), answered=False),
        nothing(finds=("missing-cells",)),
    ),
    Fault(
        "check_doubled",
        "has a check twice",
        spoils(doubled("mul-check")),
        honest(finds=("doubled",)),
        stock="stops the run for the whole class",
    ),
    Fault(
        "checks_renamed",
        "gives the checks other names",
        spoils(nobodys_id),
        honest(None),
    ),
    Fault(
        "checks_swapped",
        "gives the check of 3 points and that of 1 point each other's names",
        spoils(swapped("div-check", "add-fresh")),
        honest(None),
    ),
    Fault(
        "checks_as_text",
        "turns the checks into text",
        spoils(checks(lambda cell: (cell.update(cell_type="markdown"), cell.pop("outputs")))),
        honest(finds=("retyped",) * 12),
    ),
    Fault(
        "checks_as_answers",
        "says that the checks are answers, and writes the points into them",
        spoils(
            checks(lambda cell: (flags(solution=True, locked=False)(cell), says("20.0")(cell))),
            answered=False,
        ),
        nothing(True, says="had been edited"),
    ),
    Fault(
        "checks_worth_more",
        "makes each check worth a hundred points",
        spoils(checks(flags(points=100))),
        honest(finds=("metadata-changed",) * 12),
    ),
    Fault(
        "checks_odd_metadata",
        "has metadata that are lists, texts and nothing",
        spoils(odd_metadata),
        honest(None),
    ),
    Fault(
        "bonus_cell",
        "adds a graded cell worth fifty points",
        spoils(bonus),
        honest(None),
    ),
    Fault(
        "forged_outputs",
        "hands in results of checks that were never run",
        spoils(checks(forged), answered=False),
        nothing(finds=()),
    ),
    # answers
    Fault(
        "answers_unflagged",
        "says that the answers are no solutions, so that nobody should look",
        spoils(lambda notebook: [flags(solution=False)(c) for c in answers_in(notebook)]),
        honest(finds=("metadata-changed",) * 6),
        stock="full marks, and the review is skipped",
    ),
    Fault(
        "answers_graded",
        "says that each answer is worth fifty points",
        spoils(
            lambda notebook: [flags(grade=True, points=50)(c) for c in answers_in(notebook)],
            answered=False,
        ),
        nothing(None),
    ),
    Fault(
        "answer_doubled",
        "has an answer twice, wrong and then right",
        spoils(doubled("mul-backward", "print('a first try')")),
        honest(True, finds=("doubled",), says="was there 2 times"),
    ),
    Fault(
        "answers_as_raw",
        "turns the answers into raw text",
        spoils(
            lambda notebook: [
                (c.update(cell_type="raw"), c.pop("outputs"), c.pop("execution_count"))
                for c in answers_in(notebook)
            ]
        ),
        honest(finds=("retyped",) * 6),
    ),
    Fault(
        "answers_swapped",
        "gives two answers each other's names",
        spoils(swapped("mul-backward", "add-backward")),
        honest(None),
    ),
    Fault(
        "answers_in_one_cell",
        "deletes the answers, and writes them all into one cell at the end",
        spoils(in_one_cell),
        at_most(20, True, says="not certain which cell"),
    ),
    Fault(
        "names_lost",
        "hands in a notebook without any names and ids",
        spoils(nameless),
        honest(finds=("ids-lost",)),
    ),
    Fault(
        "shuffled", "hands in the cells in any order", spoils(shuffled), honest(finds=("order",))
    ),
    Fault(
        "another_language",
        "says that the notebook is of another language",
        spoils(another_language),
        honest(finds=()),
    ),
    Fault(
        "prediction_code",
        "predicts by code that reads a file",
        spoils(guesses('print(open("/etc/passwd").read())')),
        at_most(18, True, says="holds no single number"),
    ),
    Fault(
        "prediction_markup",
        "predicts a text with markup",
        spoils(guesses(repr(MARKUP))),
        at_most(18, None, secrets=(MARKUP, "<img src=x onerror")),
    ),
    Fault(
        "odd_characters",
        "has null bytes and halves of characters in an answer",
        types("", mul_backward="# \0 \ud800 \x1b[31m \u202e\nassert False"),
        at_most(16, None),
    ),
    # the file
    Fault(
        "cut_off",
        "hands in the first half of the file",
        raw(lambda text: text[: len(text) // 2]),
        at_most(12, True, says="is damaged"),
        stock="no mark",
    ),
    Fault("noise", "hands in noise", raw(lambda _: bytes(range(256)) * 40), nothing(True)),
    Fault(
        "empty_file",
        "hands in an empty file",
        raw(lambda _: b""),
        nothing(True, finds=("empty-file",), says="is empty"),
    ),
    Fault(
        "web_page",
        "hands in the page that a browser has saved",
        raw(lambda _: b"<!DOCTYPE html><html>log in first</html>"),
        nothing(True, finds=("not-a-notebook",), says="it is a web page"),
    ),
    Fault(
        "old_format",
        "hands in a notebook of format 3",
        old_format,
        honest(finds=("old-format",)),
        stock="no mark",
    ),
    Fault(
        "new_format",
        "hands in a notebook of a format to come",
        new_format,
        honest(True, finds=("newer-format",), says="newer format"),
    ),
    Fault(
        "utf_16",
        "hands in a file in UTF-16",
        raw(lambda text: text.decode().encode("utf-16")),
        honest(finds=("encoding",)),
    ),
    Fault(
        "utf_8_mark",
        "hands in a file with a mark in front",
        raw(lambda text: b"\xef\xbb\xbf" + text),
        honest(finds=("encoding",)),
    ),
    Fault(
        "latin_1",
        "hands in a file in Latin-1",
        raw(lambda text: text.replace(b"# d(a*b)/da = b", "# f\u00fcr b".encode("latin-1"))),
        honest(finds=("encoding",)),
    ),
    Fault(
        "huge_notebook",
        "hands in 21 MB of outputs",
        huge,
        nothing(True, finds=("huge-notebook",), says="larger than"),
    ),
    Fault("deep_notebook", "hands in 100,000 brackets", deep, nothing(True, says="too deep")),
    # the folder
    Fault(
        "misnamed",
        "calls the notebook otherwise",
        named("Untitled 1.ipynb"),
        honest(finds=("misnamed",)),
        stock="no row in the gradebook",
    ),
    Fault(
        "subfolder",
        "hands in a folder in the folder",
        named("week2/mine/02.ipynb"),
        honest(finds=("misnamed", "subfolder")),
    ),
    Fault(
        "decoy",
        "hands in two notebooks, and the one with the right name is blank",
        decoy,
        nothing(True, finds=("several-notebooks",), says="more than one notebook"),
    ),
    Fault(
        "no_notebook",
        "hands in anything but the notebook",
        lambda desk: desk.write("essay.txt", "I had no time."),
        nothing(True, finds=("missing-notebook",), says="No notebook"),
        stock="no row in the gradebook",
    ),
    Fault(
        "empty_folder",
        "hands in an empty folder",
        lambda desk: desk.place,
        nothing(True, finds=("empty-folder",), says="holds no files"),
    ),
    Fault(
        "folder_for_file",
        "hands in a folder with the notebook's name",
        lambda desk: (desk.place / desk.name).mkdir(),
        nothing(True, finds=("missing-notebook",)),
    ),
    Fault("pipe", "hands in a pipe that nobody writes into", pipe, nothing(True)),
    Fault(
        "classmates_notebook",
        "hands in a link to a classmate's notebook",
        link("../../aa_honest/{lesson}/{lesson}.ipynb"),
        nothing(True, says="is a link"),
        stock="full marks",
    ),
    Fault(
        "solutions_notebook",
        "hands in a link to the solution",
        link("{course}/solutions/{lesson}/{lesson}.ipynb"),
        nothing(True, says="is a link"),
    ),
    Fault(
        "classmates_folder",
        "hands in a link to a classmate's folder",
        linked_folder,
        nothing(True, finds=("linked-folder",), says="is a link"),
    ),
    Fault(
        "loop_of_links",
        "hands in a link to itself",
        both(
            lambda desk: (desk.place / desk.name).symlink_to(desk.name),
            lambda desk: (desk.place / "round").symlink_to("."),
        ),
        nothing(True, says="link"),
    ),
    Fault(
        "linked_seed",
        "hands in data that are links to the seed, the gradebook and the solution",
        both(
            types('for name in ("a.txt", "b.csv", "c.json"):\n    print(open(name).read())'),
            link("{course}/.course_seed", "a.txt"),
            link("{course}/gradebook.db", "b.csv"),
            link("{course}/solutions/{lesson}/{lesson}.ipynb", "c.json"),
        ),
        honest(True, finds=("links",), says="links to other places", secrets=("SQLite format",)),
    ),
    Fault(
        "bad_time",
        "says that it was handed in yesterday",
        beside("timestamp.txt", content="yesterday, I swear"),
        honest(True, finds=("timestamp",), says="no date and time"),
        stock="no row in the gradebook",
    ),
    Fault(
        "time_to_come",
        "says that it was handed in in a thousand years",
        beside("timestamp.txt", content="3026-01-01 00:00:00 UTC"),
        honest(True, finds=("timestamp",), says="in the future"),
    ),
    Fault(
        "zo\u00eb o'neill [1] {x}",
        "has a name with blanks, brackets and quotes",
        named(""),
        honest(finds=()),
    ),
    Fault(
        "markup",
        "writes markup into text and code",
        spoils(
            lambda notebook: notebook.cells.append(new_markdown_cell(f"Mine: {MARKUP}")),
        ),
        honest(finds=()),
    ),
)
