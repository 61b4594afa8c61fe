"""One class out of a student's methods and the reference's, whatever either of them is like."""

from __future__ import annotations

import random

import pytest
from support.engines import ADD, BACKWARD, DIV, EXP, LESSON_01, MUL, NEG, POW, SUB
from support.workbench import Desk, desk

from microkit import Value as Finished
from microkit.errors import MicrokitError

__all__ = ["desk"]

CELLS = (ADD, MUL, SUB, DIV, POW, NEG, EXP, BACKWARD)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def gradients(cls) -> list[float]:
    """Return a value and gradients of an expression that uses every operator and curve."""
    a, b = cls(1.3), cls(-2.4)
    c = (a * b - 2.0) / (b**2 + a) - (3.0 - a) * 0.5 + (-b).exp() / 7.0
    d = 1.0 / (c + b.tanh()) + (2.0 * a).log() + (a - b).relu() + 5.0 * (c * c).sigmoid() - 4.0
    d.backward()
    return [d.data, a.grad, b.grad]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("first", [LESSON_01, "Value = forward_value()"])
def test_any_mixture_of_own_and_lent_methods_is_right(desk: Desk, seed: int, first, capsys) -> None:
    rng = random.Random(f"{seed}/{first[:9]}")
    own = [cell for cell in CELLS if rng.random() < 0.5]
    desk.open("04_curves", first, *own, "keep(Value)" if own else "")
    value = desk.open("05_neurons").run("resume(upto=4)")
    assert gradients(value) == pytest.approx(gradients(Finished), rel=1e-12)
    text = said(capsys)
    names = [
        "__add__",
        "__mul__",
        "__sub__",
        "__truediv__",
        "__pow__",
        "__neg__",
        "exp",
        "backward",
    ]
    for cell, name in zip(CELLS, names, strict=True):
        if cell in own:
            assert name in text.split("Reference")[0]


CONSTRUCTORS = {
    "names of their own": "def __init__(self, data, children=(), op=''):\n"
    "        self.data, self.grad, self._prev, self._op = data, 0.0, tuple(children), op",
    "star": "def __init__(self, data, *rest):\n        self.data, self.grad = data, 0\n"
    "        self._prev, self._op = (*rest, (), '')[:2] if rest else ((), '')",
    "everything there": "def __init__(self, data, _prev=(), _op='', label='x'):\n"
    "        self.data, self.grad, self._prev, self._op = data, 0.0, _prev, _op\n"
    "        self.label = label\n        self._backward = lambda: None",
    "a set": "def __init__(self, data, _prev=(), _op=''):\n"
    "        self.data, self.grad, self._prev, self._op = data, 0.0, set(_prev), _op",
}
OLD = LESSON_01[LESSON_01.index("def __init__") : LESSON_01.index("    def __repr__")]


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_lent_methods_work_with_a_students_constructor(desk: Desk, name: str, capsys) -> None:
    cell = LESSON_01.replace(OLD, f"{CONSTRUCTORS[name]}\n\n")
    desk.open("02_one_step_back", cell, ADD, "keep(Value)")
    value = desk.open("05_neurons").run("resume(upto=4)")
    own = "__repr__, __add__" if name == "a set" else "__init__, __repr__, __add__"
    assert f"Your own: {own}, __neg__, __radd__, __rmul__, __rsub__." in said(capsys)
    assert gradients(value) == pytest.approx(gradients(Finished), rel=1e-12)


def test_a_lent_reflected_operator_hears_the_rule_that_is_written_later(desk: Desk) -> None:
    two = desk.open("02_one_step_back", "Value = resume(upto=1)", ADD, MUL, SUB, DIV)
    for exercise in ("02.add", "02.mul", "02.div"):
        assert two.run(f"check('{exercise}', Value)").passed
    slopes = two.run("a = Value(4.0)", "c = 3.0 - a", "c.grad = 7.0", "c._backward()", "a.grad")
    assert slopes == -7.0


def test_slots_without_room_for_a_rule_get_room(desk: Desk, capsys) -> None:
    cell = LESSON_01.replace('"""My number."""', '__slots__ = ("data", "grad", "_prev", "_op")')
    desk.open("01_values", cell, "keep(Value)")
    two = desk.open("02_one_step_back", "Value = resume(upto=1)", ADD, MUL)
    assert two.run("check('02.mul', Value)").passed
    two.run("a = Value(2.0)", "a.label = 'a'", "keep(Value)")
    value = desk.open("05_neurons").run("resume(upto=4)")
    assert "Your own: __init__, __repr__, __add__, __mul__" in said(capsys)
    assert gradients(value) == pytest.approx(gradients(Finished), rel=1e-12)


WRONG_CONSTRUCTORS = {
    "grad starts at 1": (OLD.replace("0.0", "1.0"), "GRAD"),
    "forgets the operation": (OLD.replace("self._op = _op", "pass"), "yours"),
    "raises": (OLD.replace("self.data = data", "self.data = dta"), "yours"),
    "data in another place": (OLD.replace("self.data", "self.value"), "yours"),
}


@pytest.mark.parametrize("name", WRONG_CONSTRUCTORS)
def test_a_wrong_constructor_is_replaced_and_the_methods_stay(desk: Desk, name, capsys) -> None:
    wrong, reason = WRONG_CONSTRUCTORS[name]
    assert wrong != OLD
    desk.open("02_one_step_back", LESSON_01.replace(OLD, wrong), ADD, MUL, POW, "keep(Value)")
    value = desk.open("05_neurons").run("resume(upto=4)")
    own, _, lent = said(capsys).rpartition("Your own: ")[2].partition("Reference for ")
    assert own == "__repr__, __add__, __mul__, __neg__, __radd__, __rmul__, __rsub__, __pow__. "
    assert lent.startswith("__init__ (yours: ")
    assert reason in lent
    assert value(2.0).grad == 0.0
    assert gradients(value) == pytest.approx(gradients(Finished), rel=1e-12)


def test_methods_that_need_the_wrong_constructor_are_replaced_too(desk: Desk, capsys) -> None:
    cell = LESSON_01.replace(OLD, OLD.replace("0.0", "1.0") + "        self.extra = 0.0\n\n")
    add = ADD.replace("self.data + other.data", "self.data + other.data + self.extra")
    desk.open("02_one_step_back", cell, add, MUL, "keep(Value)")
    desk.open("03_right_order", "Value = resume(upto=2)")
    text = said(capsys)
    assert "Your own: __repr__, __mul__, __neg__, __radd__, __rmul__, __rsub__." in text
    assert "__add__ (yours: " in text


def test_what_belongs_to_the_class_as_a_whole_is_replaced_and_named(desk: Desk, capsys) -> None:
    equal = "\n    def __eq__(self, other):\n        return self.data == other.data\n"
    cell = LESSON_01.replace("\n\ndef wrap", f"{equal}\n\ndef wrap")
    desk.open("02_one_step_back", cell, ADD, MUL, "keep(Value)")
    value = desk.open("05_neurons").run("resume(upto=4)")
    text = said(capsys)
    assert "Your own: __init__, __repr__, __add__, __mul__" in text
    assert "the class itself (yours: " in text
    assert value(2.0) != value(2.0)
    assert gradients(value) == pytest.approx(gradients(Finished), rel=1e-12)


def test_a_wrong_function_is_replaced_where_methods_call_it(desk: Desk, capsys) -> None:
    wrong = BACKWARD.replace(
        "            for parent in node._prev:\n                visit(parent)\n"
        "            order.append(node)",
        "            order.append(node)\n"
        "            for parent in node._prev:\n                visit(parent)",
    )
    assert wrong != BACKWARD
    desk.open("03_right_order", LESSON_01, ADD, MUL, wrong, "keep(Value)")
    notebook = desk.open("04_curves", "Value = resume(upto=3)")
    text = said(capsys)
    assert "topological_order: reference (yours: " in text
    assert "__rmul__, __rsub__, backward. Reference for __sub__" in text
    notebook.run("a = Value(3.0)", "b = a * a", "(b + b * a).backward()")
    assert notebook["a"].grad == 2 * 3 + 3 * 9


def test_code_that_never_ends_is_replaced(desk: Desk, capsys) -> None:
    endless = ADD.replace("    other = other", "    while True: pass\n    other = other")
    desk.open("02_one_step_back", LESSON_01, endless, MUL, "keep(Value)")
    notebook = desk.open("03_right_order", "Value = resume(upto=2)")
    assert "Reference for __add__ (yours: " in said(capsys)
    assert notebook.run("(Value(2.0) + 3).data") == 5.0


def test_helpers_that_no_exercise_asks_for_stay(desk: Desk, capsys) -> None:
    helper = "\n    def shout(self):\n        return f'{self.data}!'\n"
    cell = LESSON_01.replace("\n\ndef wrap", f"{helper}\n\ndef wrap")
    desk.open("01_values", cell.replace("self.grad = 0.0", "self.grad = 1.0"), "keep(Value)")
    assert desk.open("02_one_step_back").run("resume(upto=1)(2.0).shout()") == "2.0!"


def test_things_that_no_exercise_asks_for_come_back(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back").run("def shout(x):\n    return f'{x}!'", "keep(shout)")
    assert desk.open("03_right_order").run("resume('shout', upto=2)(2)") == "2!"
    assert said(capsys) == "Your own."


def test_two_things_are_one_tuple_and_work_with_each_other(desk: Desk, capsys) -> None:
    slope = "def slope(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)"
    partial = "def partial(f, args, i):\n    return slope(lambda x: f(x), args[i])"
    desk.open("00_slopes", slope, partial).run("keep(partial)")
    mine, both = desk.open("01_values").run("resume('slope', 'partial', upto=0)")
    assert mine(lambda x: x * x, 3.0) == pytest.approx(6)
    assert both(lambda a, b: a * b, [2.0, 5.0], 1) == pytest.approx(2)
    assert "slope: your own. partial: reference (yours: look at 00.partial)." in said(capsys)


def test_a_newer_lesson_asks_more_of_the_same_name(desk: Desk, capsys) -> None:
    sgd = (
        "class SGD:\n    def __init__(self, params, lr):\n"
        "        self.params, self.lr = list(params), lr\n\n    def step(self):\n"
        "        for p in self.params:\n            p.data -= self.lr * p.grad"
    )
    desk.open("06_learning", sgd, "keep(SGD)")
    mine = desk.open("07_better_steps").run("resume('SGD', upto=6)")
    assert said(capsys) == "Your own."
    reference = desk.open("08_operations").run("resume('SGD', upto=7)")
    assert said(capsys).startswith("Reference (")
    assert "momentum" not in mine.__init__.__code__.co_varnames
    assert "momentum" in reference.__init__.__code__.co_varnames


def test_lesson_08_has_a_value_of_its_own(desk: Desk, capsys) -> None:
    desk.open("02_one_step_back", LESSON_01, ADD, MUL, "keep(Value)")
    before = desk.text
    new = (
        "class Value:\n    def __init__(self, data, parents=(), slopes=()):\n"
        "        self.data, self.grad = data, 0.0\n"
        "        self._prev, self.slopes = tuple(parents), tuple(slopes)"
    )
    kept = desk.open("08_operations", new).run("keep(Value)")
    assert kept.path.name == "operations.py"
    assert desk.text == before
    assert desk.open("09_arrays").run("resume(upto=4)(2.0)")._op == ""


def test_on_an_array_lesson_things_come_from_the_arrays_file(desk: Desk, capsys) -> None:
    pytest.importorskip("numpy")
    rule = "def add_back(g, a, b):\n    return unbroadcast(g, a.shape), unbroadcast(g, b.shape)"
    kept = desk.open("09_arrays", "def unbroadcast(g, shape):\n    return g", rule).run(
        "keep(add_back)"
    )
    assert kept.path.name == "arrays.py"
    capsys.readouterr()
    import numpy as np

    add_back = desk.open("10_digits").run("resume('add_back', upto=9)")
    g = np.ones((4, 3)) * 2.5
    shapes = [x.shape for x in add_back(g, np.ones((4, 3)), np.ones(3))]
    assert shapes == [(4, 3), (3,)]
    text = said(capsys)
    assert "unbroadcast: reference (yours" in text
    assert "add_back: your own." in text


MISTAKES = [
    ("resume('Nothing', upto=3)", "There is no 'Nothing'"),
    ("resume(upto=0)", "no lesson up to 00 builds it"),
    ("resume(upto='4')", "upto is the number of a lesson, from 0 to 11, and '4' is not."),
    ("resume(upto=12)", "and 12 is not."),
    ("resume(upto=True)", "and True is not."),
    ("resume(upto=4, use='min')", "use is one of 'checked', 'mine', 'reference', and 'min' is not"),
    ("resume(int, upto=4)", 'Name things in quotes: resume("Value", upto=4).'),
    ("keep()", "Say what to keep: keep(Value), or keep(Neuron, Layer, MLP)."),
    ("keep(3)", "got something of type int. Write keep(Value)."),
    ("keep(resume(upto=4)(2.0))", "got something of type Value. Write keep(Value)."),
    ("keep('Value')", "got something of type str. Write keep(Value)."),
    ("keep(lambda x: x)", "keep needs a name"),
]


@pytest.mark.parametrize(("call", "sentence"), MISTAKES)
def test_a_wrong_call_is_a_sentence(desk: Desk, call: str, sentence: str) -> None:
    with pytest.raises(MicrokitError) as error:
        desk.open("05_neurons").run(call)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("things", "sentence"),
    [
        ("microkit.Value", "Value comes from microkit: nothing in it is yours."),
        ("resume(upto=4)", "Value is the kit's own: nothing in it is yours yet."),
        ("resume('MLP', upto=5)", "MLP is the kit's own: nothing in it is yours yet."),
        ("resume('mse', upto=6)", "mse is the kit's own: nothing in it is yours yet."),
        ("microkit.nn.MLP", "MLP comes from microkit.nn"),
        ("int", "int comes from builtins"),
        ("microkit.numeric.slope", "slope comes from microkit.numeric"),
    ],
)
def test_where_nothing_is_ones_own_nothing_is_kept(desk: Desk, things, sentence, capsys) -> None:
    kept = desk.open("05_neurons", "import microkit").run(f"keep({things})")
    assert kept.trouble.startswith("Nothing was kept.")
    assert sentence in kept.trouble
    assert not desk.file.exists()
    assert repr(kept) == kept.trouble or "\n" in repr(kept)


def test_the_nearest_kept_file_counts(desk: Desk, monkeypatch) -> None:
    notebook = desk.open("02_one_step_back", LESSON_01, "keep(Value)")
    assert list((desk.root / "lessons" / "02_one_step_back").iterdir()) == []
    assert [path.name for path in desk.file.parent.iterdir()] == ["engine.py"]
    for folder, place in (("scratch", "scratch"), ("others/03_right_order", "others")):
        (desk.root / folder).mkdir(parents=True)
        monkeypatch.chdir(desk.root / folder)
        assert notebook.run("keep(Value)").path == desk.root / place / "my_microkit" / "engine.py"
    (desk.root / "my_microkit").mkdir()  # as when a file is to be brought back
    (desk.root / "more" / "03_right_order").mkdir(parents=True)
    monkeypatch.chdir(desk.root / "more" / "03_right_order")
    assert notebook.run("keep(Value)").path == desk.root / "my_microkit" / "engine.py"


def test_a_course_in_a_folder_of_that_name_is_not_taken_for_the_kept_files(tmp_path, monkeypatch):
    desk = Desk(tmp_path / "my_microkit", monkeypatch.chdir)
    assert desk.open("01_values", LESSON_01).run("keep(Value)").path == desk.file
