"""From lesson to lesson: what is kept comes back, and the reference fills in the rest."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from support.cells import Notebook
from support.engines import (
    ADD,
    BACKWARD,
    DIV_SIGN,
    EXP,
    IMPORTS,
    LESSON_01,
    MUL,
    MUL_WITHOUT_UPSTREAM,
    NEG,
    POW,
    SUB,
)
from support.workbench import Desk, desk

from microkit.course.kernel import OwnKernel
from microkit.course.workbench import store

__all__ = ["desk"]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_a_student_goes_from_lesson_to_lesson(desk: Desk, capsys) -> None:
    kept = desk.open("01_values", LESSON_01).run("keep(Value)")
    assert kept.path == desk.file
    assert kept.checks["01.value"] == "PASS  Value.__init__, Value.__repr__"
    assert not [line for id_, line in kept.checks.items() if id_ > "02" and "LOOK" in line]

    two = desk.open("02_one_step_back", "Value = resume(upto=1)")
    assert said(capsys) == (
        "Your own: __init__, __repr__, __add__, __mul__, __neg__, __sub__, __radd__, __rmul__, "
        "__rsub__."
    )
    kept = two.run(ADD, MUL, SUB, DIV_SIGN, POW, NEG, "keep(Value)")
    assert kept.checks["02.mul"] == "PASS  Value.__mul__"
    assert kept.checks["02.div"] == "LOOK  Value.__truediv__  [DIV-SIGN]"

    three = desk.open("03_right_order", "Value = resume(upto=2)")
    assert said(capsys).endswith("Reference for __truediv__ (yours: DIV-SIGN).")
    assert three.run("(Value(3.0) / Value(2.0))._backward")
    three.run(BACKWARD, "keep(Value, topological_order)")

    four = desk.open("04_curves", "Value = resume(upto=3)", EXP)
    four.run("keep(Value)")
    capsys.readouterr()

    five = desk.open("05_neurons", "Value = resume(upto=4)")
    text = said(capsys)
    assert "__pow__, backward, exp. Reference for __truediv__ (yours: DIV-SIGN)" in text
    assert "log, tanh, relu, sigmoid (not written yet)." in text
    five.run("x = Value(2.0)", "y = (x * x / 3 + x.tanh() - x).exp()", "y.backward()")
    slope = five.run("h = 1e-6\n((lambda f: f(2.0 + h) - f(2.0 - h))(lambda t: "
                     "(Value(t) * t / 3 + Value(t).tanh() - t).exp().data)) / (2 * h)")  # fmt: skip
    assert five["x"].grad == pytest.approx(slope, rel=1e-6)
    assert desk.text.count("class Value") == 1
    assert "method_of" not in desk.text


def test_the_kept_file_is_one_to_be_proud_of(desk: Desk) -> None:
    desk.open("01_values", LESSON_01, "keep(Value)").run(
        MUL.replace("@method_of", "# my first rule\n@method_of"), "keep(Value)"
    )
    assert desk.text.startswith("# Kept by microkit, format 1.")
    assert '"""My own engine, as far as I have built it.' in desk.text
    assert "    02.mul      PASS  Value.__mul__\n" in desk.text
    assert (
        "\n    # my first rule\n    def __mul__(self, other):\n"
        "        other = other if isinstance(other, Value) else Value(other)\n" in desk.text
    )
    assert desk.text.count("def __mul__") == 1
    assert desk.text.index("def wrap") < desk.text.index("class Value")


def test_words_that_a_student_writes_at_the_top_stay(desk: Desk) -> None:
    one = desk.open("01_values", LESSON_01, "keep(Value)")
    desk.file.write_text(
        desk.text.replace("My own engine, as far as I have built it.", "Ada's \\\\engine.\n\nHi!"),
        encoding="utf-8",
    )
    one.run(MUL, "keep(Value)")
    assert "Ada's \\\\engine.\n\nHi!\n\nWhat the checks said" in desk.text


def test_a_lesson_can_be_started_cold(desk: Desk, capsys) -> None:
    notebook = desk.open("05_neurons", "Value = resume(upto=4)")
    assert "Nothing of yours is kept yet, so the reference stands in." in said(capsys)
    notebook.run("x = Value(1.5, label='x')", "y = ((2 - x) / x).sigmoid() * x**2", "y.backward()")
    assert notebook["x"].grad != 0
    neuron, mlp, value = desk.open("06_learning").run(
        "things = resume('Neuron', 'MLP', 'Value', upto=5)\nthings"
    )
    assert isinstance(neuron(2).w[0], value)
    assert isinstance(mlp(2, [3, 1]).parameters()[0], value)
    assert not desk.file.exists()


def test_after_lesson_01_the_reference_has_no_rules_and_no_later_methods(desk: Desk, capsys):
    notebook = desk.open("02_one_step_back", "Value = resume(upto=1)")
    assert not notebook.run("check('02.mul', Value)").written
    assert not hasattr(notebook["Value"], "tanh")
    assert not hasattr(notebook["Value"], "backward")
    three = desk.open("03_right_order", "Value = resume(upto=2)")
    assert three.run("check('02.div', Value)").passed
    assert not hasattr(three["Value"], "backward")


def test_methods_of_later_lessons_are_not_on_the_class(desk: Desk, capsys) -> None:
    desk.open("04_curves", LESSON_01, ADD, MUL, BACKWARD, EXP, "keep(Value)")
    value = desk.open("03_right_order").run("resume(upto=2)")
    assert not hasattr(value, "exp")
    assert not hasattr(value, "backward")
    assert hasattr(desk.open("03_right_order").run("resume(upto=2, use='mine')"), "exp")


def test_a_wrong_method_is_replaced_and_named(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", LESSON_01, ADD, MUL_WITHOUT_UPSTREAM, "keep(Value)")
    notebook = desk.open("03_right_order", "Value = resume(upto=2)")
    assert "Reference for __mul__ (yours: MUL-NO-UPSTREAM)" in said(capsys)
    assert notebook.run("check('02.mul', Value)").passed
    assert notebook.run("check('02.add', Value)").passed


def test_mine_takes_all_and_reference_nothing(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", LESSON_01, ADD, MUL_WITHOUT_UPSTREAM, "keep(Value)")
    notebook = desk.open("03_right_order", "Value = resume(upto=2, use='mine')")
    assert "__mul__" in said(capsys).split("Reference")[0]
    assert notebook.run("check('02.mul', Value)").misconceptions == ["MUL-NO-UPSTREAM"]
    notebook.run("Value = resume(upto=2, use='reference')")
    assert "The reference stands in for all of it, as you asked." in said(capsys)
    assert notebook.run("check('02.mul', Value)").passed


def test_what_is_resumed_and_kept_again_stays_as_it_is(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", LESSON_01, ADD, MUL_WITHOUT_UPSTREAM, "keep(Value)")
    before = desk.text
    desk.open("03_right_order", "Value = resume(upto=2)", "keep(Value)")
    assert desk.text == before
    assert "other.grad += self.data\n" in before  # the wrong rule is the student's to mend


def test_a_lost_file_can_be_kept_anew_from_what_was_resumed(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", LESSON_01, ADD, "keep(Value)")
    notebook = desk.open("03_right_order", "Value = resume(upto=2)")
    desk.file.unlink()
    notebook.run(BACKWARD, "keep(Value)")
    for name in ("__init__", "__add__", "__radd__", "backward"):
        assert f"    def {name}(self" in desk.text


def test_going_back_to_an_earlier_lesson_loses_nothing(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", LESSON_01, ADD, MUL, "keep(Value)")
    kept = desk.open("01_values", LESSON_01).run("keep(Value)")
    assert "Value.__add__ (02.add), Value.__mul__ (02.mul)" in kept.remarks[0]
    assert desk.open("03_right_order").run("check('02.mul', resume(upto=2))").passed


def test_a_mended_method_replaces_the_wrong_one(desk: Desk, capsys) -> None:
    two = desk.open("02_one_step_back", LESSON_01, ADD, MUL_WITHOUT_UPSTREAM, "keep(Value)")
    kept = two.run(MUL, "keep(Value)")
    assert kept.remarks == []
    assert "other.grad += self.data * out.grad" in desk.text
    assert "other.grad += self.data\n" in desk.file.with_name("engine_before.py").read_text()


def test_lesson_01_is_kept_after_lesson_02_was_started_cold(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", "Value = forward_value()", ADD, MUL, "keep(Value)")
    assert "Value = forward_value()" in desk.text
    assert "@method_of(Value)\ndef __add__" in desk.text
    capsys.readouterr()
    desk.open("03_right_order", "Value = resume(upto=2)")
    assert said(capsys).startswith("Your own: __add__, __mul__. Reference for the 9 others (not")
    desk.open("01_values", LESSON_01, "keep(Value)")
    assert "forward_value" not in desk.text
    assert "class Value:" in desk.text
    assert "    def __add__" in desk.text
    assert desk.open("03_right_order").run("check('02.add', resume(upto=2))").passed


def test_networks_losses_and_optimizers(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", LESSON_01, ADD, MUL, "keep(Value)")
    capsys.readouterr()
    nets = """
import random


class Neuron:
    def __init__(self, nin, nonlin=True, rng=random):
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        self.nonlin = nonlin

    def __call__(self, x):
        total = sum((w * xi for w, xi in zip(self.w, x)), self.b)
        return total.relu() if self.nonlin else total

    def parameters(self):
        return self.w


class Layer:
    def __init__(self, nin, nout, nonlin=True, rng=random):
        self.neurons = [Neuron(nin, nonlin, rng) for _ in range(nout)]

    def __call__(self, x):
        return [n(x) for n in self.neurons]

    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]
"""
    kept = desk.open("05_neurons", "Value = resume(upto=4)", nets).run("keep(Neuron, Layer)")
    assert list(kept.names) == ["Neuron", "Layer"]
    capsys.readouterr()
    value, layer, mlp = desk.open("06_learning").run(
        "things = resume('Value', 'Layer', 'MLP', upto=5)\nthings"
    )
    text = said(capsys)
    assert "Neuron: your own the class itself. Reference for parameters (yours: " in text
    assert "MLP: reference (not written yet)." in text
    model = mlp(2, [3, 1], rng=__import__("random").Random(3))
    assert type(model.layers[0]) is layer
    assert len(model.parameters()) == 13
    assert all(type(p) is value for p in model.parameters())
    loss = model([1.5, -0.5]) * 2.0
    loss.backward()
    assert any(p.grad for p in model.parameters())


def test_in_grading_nothing_is_written_and_the_reference_fills_in(desk: Desk, capsys, monkeypatch):
    desk.open("02_one_step_back", LESSON_01, ADD, MUL_WITHOUT_UPSTREAM, "keep(Value)")
    before = desk.text
    capsys.readouterr()
    monkeypatch.setenv("MICROKIT_COURSE_SEED", "secret")
    notebook = desk.open("03_right_order", "Value = resume(upto=2)")
    assert capsys.readouterr().out == "In grading, the reference fills every earlier lesson.\n"
    assert notebook.run("check('02.mul', Value)").passed
    assert not hasattr(notebook.run("resume(upto=4)"), "backward"), "what this lesson asks for"
    capsys.readouterr()
    assert notebook.run(MUL, "keep(Value)") is None
    assert capsys.readouterr().out == "In grading, the reference fills every earlier lesson.\n"
    assert desk.text == before


def test_in_nbgraders_folder_it_is_the_same(desk: Desk, capsys, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "autograded" / "ada" / "02_one_step_back"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    notebook = Notebook()
    notebook.run("from microkit import keep, resume", IMPORTS, LESSON_01, "keep(Value)")
    notebook.run("resume(upto=1)")
    assert capsys.readouterr().out == 2 * "In grading, the reference fills every earlier lesson.\n"
    assert not list(tmp_path.rglob("my_microkit"))


def test_a_solution_comes_out_the_same_in_every_run(desk: Desk, capsys, tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").touch()
    folder = tmp_path / "solutions" / "02_one_step_back"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    outputs = []
    for cells in ([LESSON_01, ADD, MUL, EXP], [LESSON_01, ADD]) * 2:
        notebook = Notebook()
        notebook.run("from microkit import keep, resume", IMPORTS, "resume(upto=1)", *cells)
        outputs.append((repr(notebook.run("keep(Value)")), capsys.readouterr().out))
    assert outputs[:2] == outputs[2:]
    assert "Nothing of yours is kept yet" in outputs[3][1]
    assert list(folder.iterdir()) == []  # what lies here would be released to students
    assert (tmp_path / "solutions" / "my_microkit" / "engine.py").exists()


KERNEL = """
import json
from microkit import check, keep, resume
from microkit.course import forward_value, method_of
"""


def run_kernel(folder, *cells: str) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in (KERNEL, *cells)])
    client = NotebookClient(
        book,
        kernel_name="python3",
        kernel_manager_class=OwnKernel,
        resources={"metadata": {"path": str(folder)}},
        timeout=60,
    )
    client.execute()
    outputs = []
    for cell in book.cells[1:]:
        texts = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.outputs]
        assert not [o for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"]
        outputs.append(" ".join("\n".join(texts).split()))
    return outputs


def test_two_notebooks_in_a_real_kernel(desk: Desk) -> None:
    """Also a cell under a magic, one that was run twice with a change, and a method from exec."""
    lessons = desk.root / "lessons"
    *_, kept = run_kernel(
        lessons / "02_one_step_back",
        LESSON_01,
        MUL_WITHOUT_UPSTREAM,
        MUL,
        "%%capture\n" + ADD.strip(),
        "exec('def double(self): return self + self')\nValue.double = double",
        "keep(Value)",
    )
    assert kept.startswith("Kept in ../my_microkit/engine.py: Value with __init__, __repr__,")
    assert "02.mul PASS Value.__mul__" in kept
    assert "02.add PASS Value.__add__" in kept
    assert "Value.double could not be kept: its lines are not in this notebook." in kept
    store.load(desk.text)
    first, check, shown = run_kernel(
        lessons / "03_right_order",
        "Value = resume(upto=2)",
        "check('02.mul', Value).passed",
        "a = Value(2.0)\n(a * a + 3)._repr_mimebundle_()['text/html'][:5]",
    )
    assert first.startswith("Your own: __init__, __repr__, __add__, __mul__, __neg__, __radd__")
    assert "Reference for __sub__ (yours: NOT-ATTACHED), __pow__, " in first
    assert check.endswith("True")
    assert shown.startswith("'<")


def test_keep_and_resume_need_nothing_but_python_and_load_only_when_asked() -> None:
    code = """
import os, sys, tempfile
for name in ("numpy", "matplotlib", "IPython", "ipywidgets", "anywidget", "traitlets", "nbgrader",
             "nbformat", "nbclient", "jupytext", "rich", "typer"):
    sys.modules[name] = None
import microkit
assert not any(name.startswith("microkit.course") for name in sys.modules)
from microkit import keep, resume
os.chdir(tempfile.mkdtemp())
Value = resume(upto=4)
print(type(keep(Value)).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Kept"
