"""Kept files that are broken, foreign, locked or written by two at once: nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

import pytest
from support.engines import ADD, LESSON_01, MUL
from support.workbench import Desk, desk

from microkit.course.workbench import store
from microkit.errors import MicrokitError
from microkit.guard import KIT

__all__ = ["desk"]

MARK = store.MARK.format(store.FORMAT) + "\n"
BROKEN = {
    "a syntax error": (
        MARK + "class Value:\n    def __init__(self:\n        pass\n",
        "my_microkit/engine.py is not Python any more in line 3",
    ),
    "an error when it is loaded": (
        MARK + "x = 1 / 0\n",
        "my_microkit/engine.py cannot be loaded: ZeroDivisionError: division by zero (in the line: "
        "x = 1 / 0).",
    ),
    "a module that is gone": (
        MARK + "import helpers_of_ada\n",
        "cannot be loaded: ModuleNotFoundError: No module named 'helpers_of_ada'",
    ),
    "it never ends": (
        MARK + "while True:\n    pass\n",
        "cannot be loaded: it had not ended after 500,000 steps",
    ),
    "another version": (
        MARK.replace("format 1", "format 7") + "x = 1\n",
        "was kept by another version of microkit (format 7, and this one reads 1).",
    ),
    "not ours": (
        "class Value:\n    pass\n",
        "is not a file that keep has written. If it is yours, give it another name.",
    ),
    "empty": ("", "is not a file that keep has written."),
}


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_a_sentence_and_stays(desk: Desk, name: str, capsys) -> None:
    content, sentence = BROKEN[name]
    notebook = desk.open("02_one_step_back")
    desk.file.parent.mkdir()
    desk.file.write_text(content, encoding="utf-8")
    value = notebook.run("resume(upto=2)")
    text = said(capsys)
    assert sentence in text
    assert text.endswith("Until then, the reference stands in for all of it.")
    assert value(2.0).data == 2.0
    kept = notebook.run(LESSON_01, "keep(Value)")
    if name == "an error when it is loaded":
        assert "x, which was kept before, does not load" in kept.trouble
    elif "cannot be loaded" not in sentence:
        assert sentence in " ".join(kept.trouble.split())
    assert kept.trouble
    assert desk.text == content
    assert [path.name for path in desk.file.parent.iterdir()] == ["engine.py"]


def test_bytes_that_are_no_text(desk: Desk, capsys) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01)
    desk.file.parent.mkdir()
    desk.file.write_bytes(b"\xff\xfe\x00\x81")
    assert "holds bytes that are no text" in notebook.run("keep(Value)").trouble
    notebook.run("resume(upto=1)")
    assert "holds bytes that are no text" in said(capsys)


def test_a_file_from_an_editor_that_writes_its_own_way(desk: Desk, capsys) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01, "keep(Value)")
    desk.file.write_bytes(b"\xef\xbb\xbf" + desk.text.replace("\n", "\r\n").encode())
    notebook.run("resume(upto=1)")
    assert said(capsys).startswith("Your own: __init__")
    assert notebook.run(ADD, "keep(Value)").trouble == ""


def test_what_was_written_by_hand_stays(desk: Desk) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01, "keep(Value)")
    mine = "\n\n# --- my notes ---\n\n# they are long\ndef note(x):\n    return x\n\n\nnote(3)\n"
    desk.file.write_text(desk.text + mine, encoding="utf-8")
    assert notebook.run(ADD, "keep(Value)").trouble == ""
    for line in ("# --- my notes ---", "# they are long", "def note(x):", "\nnote(3)\n"):
        assert desk.text.count(line) == 1
    notebook.run(MUL, "keep(Value)")
    assert desk.text.count("# they are long") == 1


def test_what_a_kept_file_does_when_it_is_loaded_harms_nobody(desk: Desk, capsys) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01, "keep(Value)")
    harm = "import builtins\nbuiltins.float = int\nprint('hello')\n"
    desk.file.write_text(desk.text + harm, encoding="utf-8")
    assert notebook.run("resume(upto=1)(2.5).data") == 2.5
    assert float("2.5") == 2.5
    assert "hello" not in said(capsys)


def test_a_large_library_is_no_endless_loop(desk: Desk, capsys) -> None:
    pytest.importorskip("matplotlib")
    notebook = desk.open("02_one_step_back", LESSON_01, "import matplotlib.pyplot as plt")
    notebook.run("def draw(x):\n    return plt.plot(x)", "keep(Value, draw)")
    code = "import os; from microkit import resume; resume(upto=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("Your own: __init__"), done.stdout + done.stderr


def test_value_that_is_no_class(desk: Desk, capsys) -> None:
    notebook = desk.open("02_one_step_back")
    desk.file.parent.mkdir()
    desk.file.write_text(MARK + "Value = 3\n", encoding="utf-8")
    assert notebook.run("resume(upto=1)(2.5).data") == 2.5
    assert said(capsys) == "Reference (yours is no class)."


def test_a_folder_that_cannot_be_written_to(desk: Desk, monkeypatch) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01, "keep(Value)")
    before = desk.text

    def refuse(*args, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    kept = notebook.run(ADD, "keep(Value)")
    assert kept.trouble.startswith(
        "Nothing was kept: my_microkit/engine.py cannot be written (Permission denied)."
    )
    assert repr(kept) == "\n".join(repr(kept).splitlines())
    assert desk.text == before


def test_a_disk_that_is_full(desk: Desk, monkeypatch) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01, "keep(Value)")
    before = desk.text

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert "No space left on device" in notebook.run(ADD, "keep(Value)").trouble
    monkeypatch.undo()
    assert desk.text == before
    assert [path.name for path in desk.file.parent.iterdir()] == ["engine.py"]


def test_a_file_where_the_folder_should_be(desk: Desk) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01)
    desk.file.parent.write_text("mine", encoding="utf-8")
    assert "cannot be written" in notebook.run("keep(Value)").trouble
    assert desk.file.parent.read_text(encoding="utf-8") == "mine"


def test_a_lock_that_is_held_and_one_that_was_left_behind(desk: Desk, monkeypatch) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01, "keep(Value)")
    lock = desk.file.parent / ".engine.lock"
    lock.touch()
    monkeypatch.setattr(store, "_PATIENCE", 0.1)
    kept = notebook.run(ADD, "keep(Value)")
    assert "another notebook is keeping at this moment" in kept.trouble
    long_ago = time.time() - 3600
    os.utime(lock, (long_ago, long_ago))
    assert notebook.run("keep(Value)").trouble == ""
    assert not lock.exists()


def test_two_keeps_at_once_lose_nothing(desk: Desk) -> None:
    desk.open("02_one_step_back")
    code = """
import sys
from support.cells import Notebook
who = sys.argv[1]
notebook = Notebook()
notebook.run("from microkit import keep")
for n in range(6):
    kept = notebook.run(f"def {who}_{n}(x):\\n    return x", f"keep({who}_{n})")
    assert not kept.trouble, kept.trouble
"""
    environment = {**os.environ, "PYTHONPATH": str(KIT.parent / "tests")}
    both = [
        subprocess.Popen([sys.executable, "-c", code, who], env=environment) for who in ("a", "b")
    ]
    assert [process.wait(120) for process in both] == [0, 0]
    names = store.load(store.read(desk.file))
    assert {f"{who}_{n}" for who in "ab" for n in range(6)} <= set(names)
    assert sorted(path.name for path in desk.file.parent.iterdir()) == [
        "engine.py",
        "engine_before.py",
    ]


def test_the_kit_itself_is_no_place_for_kept_files(desk: Desk, monkeypatch) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01)
    monkeypatch.chdir(KIT / "course")
    with pytest.raises(MicrokitError, match="does not belong inside the kit"):
        notebook.run("keep(Value)")


def test_a_folder_that_is_gone(desk: Desk) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01)
    (desk.root / "lessons" / "02_one_step_back").rmdir()
    for call in ("keep(Value)", "resume(upto=1)"):
        with pytest.raises(MicrokitError, match="The folder of this notebook is gone"):
            notebook.run(call)


def test_the_card_links_to_the_file_and_escapes_what_it_shows(desk: Desk) -> None:
    kept = desk.open("02_one_step_back", LESSON_01).run("keep(Value)")
    page = kept._repr_html_()
    assert '<a href="../my_microkit/engine.py">../my_microkit/engine.py</a>' in page
    assert "<td" in page
    assert "01.value" in page
    kept.remarks.append("a < b & c")
    assert "a &lt; b &amp; c" in kept._repr_html_()
    text = repr(kept)
    assert "open it, and choose Download in the menu File" in " ".join(text.split())
    assert "upload it into a folder my_microkit" in " ".join(text.split())
    assert text.isascii()
