"""Folders: misnamed, missing, linked and strange files, and what may go on to grading."""

import os
import socket
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import NamedTuple

import pytest
from support.handed_in import (
    ANSWERS,
    LESSON,
    NAME,
    answers,
    kinds,
    place,
    plain,
    release,
    write,
)

from microkit.course.intake import Intake, files_to_pass, read_inside, take_in
from microkit.course.intake.disk import RefusedError

NONE = {cell.id: cell.source for cell in release().cells if cell.id in ANSWERS}
PAGE = '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "Hello."}]}'


class Case(NamedTuple):
    name: str
    make: Callable[[Path], object]
    kinds: list[str]
    look: bool = False
    taken: bool = True


def lost(name: str, make: Callable[[Path], object], *found: str) -> Case:
    """Return a case in which there is nothing to take."""
    return Case(name, make, list(found), True, False)


def notebook(*names: str) -> Callable[[Path], object]:
    return lambda folder: [write(folder, plain(), name) for name in names]


def beside(*names: str) -> Callable[[Path], object]:
    return lambda folder: [write(folder, plain()), *(write(folder, b"1", name) for name in names)]


def link(name: str, target: str = "../../../elsewhere/theirs.ipynb") -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        write(folder.parents[2] / "elsewhere", plain(), "theirs.ipynb")
        (folder / name).symlink_to(target)

    return make


def linked_folder(folder: Path) -> None:
    theirs = write(folder.parents[1] / "ben" / LESSON, plain())
    folder.rmdir()
    folder.symlink_to(theirs, target_is_directory=True)


def linked_student(folder: Path) -> None:
    write(folder.parents[1] / "ben" / LESSON, plain())
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to(folder.parents[1] / "ben", target_is_directory=True)


def looped_folder(folder: Path) -> None:
    folder.rmdir()
    folder.symlink_to(folder.name)


def bound_socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(NAME)
    finally:
        os.chdir(here)


def both(*makers: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: [make(folder) for make in makers]


def left_out_of(folder: Path) -> None:
    write(folder, plain())
    for number in range(2_100):
        (folder / f"x{number:04}.txt").touch()


CASES = [
    lost("no folder", lambda folder: folder.rmdir(), "no-folder"),
    lost("an empty folder", lambda folder: None, "empty-folder"),
    lost("a folder of folders", lambda f: (f / "a/b").mkdir(parents=True), "missing-notebook"),
    lost("data and no notebook", lambda f: write(f, b"1", "a.csv"), "missing-notebook"),
    lost(
        "a Python file and no notebook",
        lambda f: write(f, b"1", "mine.py"),
        "missing-notebook",
        "left-out",
    ),
    Case("another name", notebook("Untitled.ipynb"), ["misnamed"]),
    Case("a copy's name", notebook("90_small (1).ipynb"), ["misnamed"]),
    Case("another case", notebook("90_Small.ipynb"), ["misnamed"]),
    Case("another case of the suffix", notebook("90_small.IPYNB"), ["misnamed"]),
    Case("a browser's suffix", notebook("90_small.ipynb.txt"), ["misnamed"]),
    Case("another browser's suffix", notebook("90_small.json"), ["misnamed"]),
    Case("a name of blanks", notebook(" \u2028.ipynb"), ["misnamed"]),
    Case("a subfolder", notebook(f"week/{NAME}"), ["subfolder"]),
    Case("a subfolder and another name", notebook("a/b/mine.ipynb"), ["misnamed", "subfolder"]),
    Case("a folder with a notebook's name", notebook(f"{NAME}/{NAME}"), ["subfolder"]),
    Case("two notebooks", notebook(NAME, "Copy.ipynb"), ["several-notebooks"]),
    Case(
        "two, both misnamed",
        notebook("a.ipynb", "b.ipynb"),
        ["misnamed", "several-notebooks"],
        True,
    ),
    Case(
        "two misnamed, one written",
        both(lambda f: write(f, plain(release()), "a.ipynb"), notebook("b.ipynb")),
        ["misnamed", "several-notebooks"],
        True,
    ),
    Case(
        "the right name is empty, and the work is in a copy",
        both(lambda f: write(f, b""), notebook("Copy.ipynb")),
        ["misnamed", "several-notebooks"],
        True,
    ),
    Case("Jupyter's own copies", notebook(NAME, f".ipynb_checkpoints/{NAME}"), []),
    lost("only Jupyter's own copy", notebook(f".ipynb_checkpoints/{NAME}"), "missing-notebook"),
    Case("a Mac's archive", beside("__MACOSX/._90_small.ipynb", ".DS_Store"), []),
    Case("the kit's own file", beside("my_microkit/value.py"), []),
    Case("data", beside("data.csv", "pictures/one.png"), []),
    lost("a linked notebook", link(NAME), "missing-notebook", "linked-notebook"),
    lost("a link to nothing", link(NAME, "nothing"), "missing-notebook", "linked-notebook"),
    lost("a link to itself", link(NAME, NAME), "missing-notebook", "linked-notebook"),
    Case(
        "a linked notebook and an own one",
        both(link("a.ipynb"), notebook(NAME)),
        ["linked-notebook"],
        True,
    ),
    Case("a linked file", both(link("data.csv"), notebook(NAME)), ["links"], True),
    Case("a linked folder inside", both(link("data", ".."), notebook(NAME)), ["links"], True),
    lost("a linked folder", linked_folder, "linked-folder"),
    lost("a linked student's folder", linked_student, "linked-folder"),
    lost("a folder that links to itself", looped_folder, "linked-folder"),
    lost("a pipe", lambda f: os.mkfifo(f / NAME), "missing-notebook", "special-notebook"),
    lost("a socket", bound_socket, "missing-notebook", "special-notebook"),
    Case(
        "a pipe beside it",
        both(notebook(NAME), lambda f: os.mkfifo(f / "data.csv")),
        ["special-files"],
        True,
    ),
    lost("a file for a folder", lambda f: (f.rmdir(), f.write_text("x")), "unreadable-folder"),
    Case("the kit's name", beside("microkit.py"), ["shadow"], True),
    Case("a package's name", beside("numpy/__init__.py", "numpy/core.py"), ["shadow"], True),
    Case("the kernel's name", beside("ipykernel_launcher.py"), ["shadow"], True),
    Case("what Python loads by itself", beside("sitecustomize.py"), ["shadow"], True),
    Case("Python's own", beside("Random.py", "json.so"), ["shadow"], True),
    Case("Jupyter's settings", beside("ipython_kernel_config.json"), ["shadow"], True),
    Case("helpers and programs", beside("mine.py", "run.sh", "x.pkl", "work"), ["left-out"]),
    Case("thousands of files", left_out_of, ["too-many-files"], True),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_folders(tmp_path: Path, case: Case) -> None:
    folder = place(tmp_path)
    case.make(folder)
    intake = take_in(release(), folder, LESSON)
    assert kinds(intake) == case.kinds
    assert intake.needs_a_look is case.look
    assert answers(intake) == (ANSWERS if case.taken else NONE)
    assert all(finding.sentence.isprintable() for finding in intake.findings)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    folder = write(place(tmp_path), plain())
    monkeypatch.setattr(os, "open", refuse)
    intake = take_in(release(), folder, LESSON)
    assert kinds(intake) == ["unreadable-notebook"]
    assert answers(intake) == NONE


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    folder = write(place(tmp_path), plain())
    monkeypatch.setattr(os, "listdir", refuse)
    assert kinds(take_in(release(), folder, LESSON)) == ["unreadable-folder"]


def test_names_that_no_text_may_hold(tmp_path: Path) -> None:
    folder = write(place(tmp_path), plain())
    (folder / os.fsdecode(b"\xff\n.py")).write_text("1")
    (folder / os.fsdecode(b"\xff.csv")).write_text("1")
    (finding,) = take_in(release(), folder, LESSON).findings
    assert (finding.kind, finding.sentence.encode() != b"") == ("left-out", True)
    assert files_to_pass(folder, tmp_path) == []


def test_what_is_unforeseen_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Intake:
        raise ZeroDivisionError

    monkeypatch.setattr("microkit.course.intake.take.rebuild", fail)
    intake = take_in(release(), write(place(tmp_path), plain()), LESSON)
    assert (kinds(intake), intake.needs_a_look) == (["unexpected"], True)
    assert intake.notebook == release()


def test_files_to_pass(tmp_path: Path) -> None:
    folder, lesson = place(tmp_path), tmp_path / "lessons" / LESSON
    names = (
        "mine.csv own/two.png Given.csv evil.py numpy/data.csv numpy/x.py timestamp.txt .hidden.csv"
    )
    for name in (*names.split(), NAME, "nbgrader_config.json", "my_microkit/a.json", "a.tar.gz"):
        write(folder, b"1", name)
    write(lesson, b"2", "given.csv")
    write(lesson, plain())
    (folder / "link.csv").symlink_to(lesson / "given.csv")
    os.mkfifo(folder / "pipe.csv")
    paths = [Path("mine.csv"), Path("numpy/data.csv"), Path("own/two.png")]
    assert files_to_pass(folder, lesson) == paths
    assert files_to_pass(tmp_path / "nobody", lesson) == []


@pytest.mark.parametrize("name", ["link.csv", "linked/theirs.csv", "../secret.csv", "pipe", "no"])
def test_reading_follows_nothing(tmp_path: Path, name: str) -> None:
    folder = place(tmp_path)
    write(folder.parent, b"secret", "secret.csv")
    write(tmp_path / "elsewhere", b"secret", "theirs.csv")
    (folder / "link.csv").symlink_to("../secret.csv")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe")
    with pytest.raises(RefusedError, match="is not read"):
        read_inside(folder, PurePath(name))


def test_reading_ends_at_the_limit(tmp_path: Path) -> None:
    folder = write(place(tmp_path), b"12345", "a.csv")
    assert read_inside(folder, PurePath("a.csv"), 5) == b"12345"
    with pytest.raises(RefusedError, match="huge"):
        read_inside(folder, PurePath("a.csv"), 4)
