"""What a report says where no table knows the slip: one sentence, and it is true."""

import linecache

import pytest
from misconceptions import students_00, students_01, students_03, students_04, students_05
from misconceptions.students_02 import student_value, student_with_rule

from microkit.checks import check

RIGHT = {
    module.__name__[-2:]: module.RIGHT
    for module in (students_00, students_01, students_03, students_04, students_05)
}
STOPPED = "Your code stopped before its end."
NOTHING = "It returns nothing. Is there a `return`?"
UNWRITTEN = "not written yet"
RETURNED = "If they are there: does your function return its result?"

LOST = {
    "slope": ("00", "00.slope", "def slope(f, x, h=1e-5): (f(x + h) - f(x - h)) / (2 * h)"),
    "order": (
        "03",
        "03.order",
        "def topological_order(root):\n    order = []\n    def sign(node):\n"
        "        if node not in order:\n            for parent in node._prev: sign(parent)\n"
        "            order.append(node)\n    sign(root)",
    ),
    "plus": ("01", "01.forward", "def add(self, other): Value(self.data)\nValue.__add__ = add"),
}


def notebook(lesson, code=""):
    names = {"__name__": "notebook"}
    exec(RIGHT[lesson], names)
    exec(code, names)
    return names


def said(lesson, exercise, code):
    return " ".join(str(check(exercise, notebook(lesson, code))).split())


@pytest.mark.parametrize("what", LOST)
def test_a_missing_return_is_called_so_and_nothing_else(what):
    text = said(*LOST[what])
    assert NOTHING in text
    assert STOPPED not in text
    assert "expected made" not in text
    assert "Note, no points lost" not in text


ALL_LOST = {
    "partial": ("00", "00.partial", "def partial(f, args, i): f(*args)"),
    "plus and times": (
        "01",
        "01.forward",
        "def nothing(self, other): Value(self.data)\nValue.__add__ = Value.__mul__ = nothing",
    ),
    "neuron": ("05", "05.neuron", "Neuron.__call__ = lambda self, x: None"),
    "layer": ("05", "05.layer", "Layer.__call__ = lambda self, x: None"),
    "check_rule": ("04", "04.check_rule", "def check_rule(op, xs): op(Value(xs[0])).backward()"),
}


@pytest.mark.parametrize("what", ALL_LOST)
def test_where_nothing_comes_back_at_all_a_return_may_be_missing(what):
    text = said(*ALL_LOST[what])
    assert UNWRITTEN in text
    assert RETURNED in text


@pytest.mark.parametrize(
    ("lesson", "exercise", "code"),
    [
        ("00", "00.best_h", "best_h = ..."),
        ("03", "03.zero_grad", "def zero_grad(nodes): pass"),
        ("03", "03.bugs", "exposed_by = {'one': ...}"),
    ],
)
def test_no_return_is_asked_for_where_none_belongs(lesson, exercise, code):
    text = said(lesson, exercise, code)
    assert UNWRITTEN in text
    assert "return" not in text


@pytest.mark.parametrize("known", [True, False], ids=["from a cell", "from nowhere"])
def test_what_the_students_code_raises_stopped_it(known, monkeypatch):
    names = notebook("00")
    source = "def slope(f, x, h=1e-5): return f(x + h) - other\n"
    if known:
        lines = (len(source), None, source.splitlines(True), "<a cell>")
        monkeypatch.setitem(linecache.cache, "<a cell>", lines)
    exec(compile(source, "<a cell>" if known else "<nowhere>", "exec"), names)
    text = str(check("00.slope", names))
    assert STOPPED in text
    assert ("in the line: def slope" in " ".join(text.split())) == known


def test_what_the_check_chokes_on_did_not_stop_the_students_code():
    code = "Neuron.__call__ = lambda self, x: 'none'"
    text = said("05", "05.neuron", code)
    assert STOPPED not in text
    assert "Multiply each input by its weight" in text


def test_a_step_that_is_not_shown_says_nothing():
    code = (
        "def call(self, x):\n    for layer in self.layers: x = layer(x)\n"
        "    return [2 * x[0]]\nMLP.__call__ = call"
    )
    text = said("05", "05.mlp", code)  # there are two answers to take apart at a later step
    assert STOPPED not in text
    assert "What it says is what the second one hears." in text


BEST_H = {
    "1e-7": "Compare the rows 1e-5 and 1e-7",
    "0": "A nudge of 0 moves nothing",
    "-1e-5": "no distance is below 0",
    "'1e-5'": "In quotes, it is a text",
    "0.1": "With a large nudge",
}


@pytest.mark.parametrize("h", BEST_H)
def test_a_best_h_that_is_none_is_told_why(h):
    text = said("00", "00.best_h", f"best_h = {h}")
    assert BEST_H[h] in text
    assert sum(words in text for words in BEST_H.values()) == 1
    assert "1 of 2 points" in text


PUT_BACK = """
def partial(f, args, i):
    h = 1e-5
    args[i] += h; up = f(*args)
    args[i] -= 2 * h; down = f(*args)
    args[i] += h
    return (up - down) / (2 * h)
"""
SLIPS = {
    "forward, 1e-4": (
        "00.partial",
        "def partial(f, args, i):\n    moved = list(args); moved[i] += 1e-4\n"
        "    return (f(*moved) - f(*args)) / 1e-4",
        ["PARTIAL-FORWARD"],
    ),
    "nudged back": ("00.partial", PUT_BACK, ["PARTIAL-CHANGES-ARGS"]),
    "a sum in a list": (
        "00.gradient",
        "def gradient(f, args): return [sum(partial(f, args, i) for i in range(len(args)))]",
        ["GRADIENT-SUM"],
    ),
    "a list of one": (
        "00.gradient",
        "def gradient(f, args):\n    found = []\n    for i in range(len(args)):\n"
        "        found.append(partial(f, args, i))\n        return found",
        ["GRADIENT-FIRST-ONLY"],
    ),
    "no grad": (
        "01.value",
        "def init(self, data, _prev=(), _op=''):\n"
        "    self.data, self._prev, self._op = data, _prev, _op\nValue.__init__ = init",
        ["INIT-NO-SELF"],
    ),
    "the last layer by its place among sizes": (
        "05.mlp",
        "def init(self, nin, nouts, rng=random):\n    sizes = [nin, *nouts]\n"
        "    self.layers = [Layer(a, b, nouts.index(b) != len(nouts) - 1, rng)\n"
        "                   for a, b in zip(sizes, nouts)]\nMLP.__init__ = init",
        ["NN-MLP-LAST-BY-SIZE"],
    ),
}


@pytest.mark.parametrize("what", SLIPS)
def test_another_guise_of_an_idea_is_named_too(what):
    exercise, code, ideas = SLIPS[what]
    assert check(exercise, notebook(exercise[:2], code)).misconceptions == ideas


RULES = {
    "self.grad += other * (self.data ** other - 1) * out.grad": ["POW-PRECEDENCE"],
    "self.grad = other * self.data ** other - 1 * out.grad": ["POW-PRECEDENCE", "POW-OVERWRITE"],
    "self.data += other * self.data ** (other - 1) * out.grad": ["RULE-WRITES-DATA"],
}


@pytest.mark.parametrize("rule", RULES)
def test_another_guise_of_a_rule_is_named_too(rule):
    report = check("02.pow", student_with_rule("__pow__", rule))
    assert report.misconceptions == RULES[rule]
    assert report.written


@pytest.mark.parametrize("of_numbers", [None, NotImplemented], ids=["always", "of Values"])
def test_an_operator_without_a_return_is_told_so(of_numbers):
    cls = student_value()
    cls.__mul__ = lambda self, other: None if isinstance(other, cls) else of_numbers
    text = str(check("02.mul", cls))
    assert NOTHING in text
    assert STOPPED not in text
