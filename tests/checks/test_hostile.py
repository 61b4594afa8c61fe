"""Hostile and broken code cannot break a check: the report says what happened."""

import json

import pytest
from misconceptions.students import notebook

from microkit.checks import check

RIGHT = "(f(x + h) - f(x - h)) / (2 * h)"

# what it does -> a `slope` that earns less than all points, and a word of the report
HOSTILE = {
    "never ends": ("while True: pass", "steps"),
    "never ends, and catches what would end it": (
        "while True:\n        try: x += 1\n        except: pass",
        "steps",
    ),
    "calls itself": ("return slope(f, x, h)", "calls itself"),
    "raises": ("return undefined_name", "NameError"),
    "exits": ("import sys; sys.exit()", "SystemExit"),
    "stops the kernel's way": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "returns a text": ("return 'steep'", "expected"),
    "returns itself": ("return slope", "function"),
    "returns an endless list": ("a = []; a.append(a); return a", "too many"),
    "returns a huge list": ("return [0.5] * 10**6", "too many"),
    "returns nan": ("return float('nan')", "nan"),
    "returns a number that says yes": (
        "class Yes(float):\n"
        "        __eq__ = lambda s, o: True\n"
        "        __sub__ = __rsub__ = lambda s, o: 0.0\n"
        "        __abs__ = lambda s: 0.0\n"
        "        __hash__ = float.__hash__\n"
        "    return Yes(7)",
        "expected",
    ),
    "returns what raises when it is looked at": (
        "class Shy:\n"
        "        def __getattribute__(self, name): raise RuntimeError('do not look')\n"
        "    return Shy()",
        "slope",
    ),
    "patches what compares": (
        "import math, builtins\n"
        "    math.isclose = lambda *a, **k: True\n"
        "    builtins.abs = lambda x: 0\n"
        "    builtins.isinstance = lambda *a: True\n"
        "    return 1.0",
        "expected",
    ),
    "patches random": ("import random; random.Random = None; return 1.0", "expected"),
    "takes the trace away": ("import sys; sys.settrace(None); return 1.0", "expected"),
    "closes stdout": ("import sys; sys.stdout.close(); return 1.0", "expected"),
    "reads the caller's frame": (
        "import sys\n"
        "    frame = sys._getframe()\n"
        "    while frame:\n"
        "        frame.f_locals.get('rng') and frame.f_locals['rng'].seed(0)\n"
        "        frame = frame.f_back\n"
        "    return 1.0",
        "expected",
    ),
    "writes to the list of what was seen": (
        "import sys\n"
        "    frame = sys._getframe()\n"
        "    while frame:\n"
        "        if 'see' in frame.f_locals: frame.f_locals['see'].seen.clear()\n"
        "        frame = frame.f_back\n"
        "    return 1.0",
        "LOOK",
    ),
    "warns and prints": (
        "import warnings; warnings.warn('careful'); print('hello'); return 1.0",
        "expected",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_loses_points_and_the_report_says_what_happened(what, capsys):
    body, word = HOSTILE[what]
    names = notebook("00", f"def slope(f, x, h=1e-5):\n    {body}\n")
    report = check("00.slope", names, seed="any")
    assert report.verdict == "LOOK"
    assert report.score < report.points
    assert word in str(report)
    assert str(report).isascii()
    assert json.loads(json.dumps(report.to_json()))["passed"] is False
    shown = capsys.readouterr()
    assert shown.out == f"{report}\n"
    assert shown.err == ""


@pytest.mark.parametrize("what", HOSTILE)
def test_the_next_check_is_an_honest_one(what):
    names = notebook("00", f"def slope(f, x, h=1e-5):\n    {HOSTILE[what][0]}\n")
    check("00.slope", names, seed="any")
    honest = check("00.slope", notebook("00"), seed="any")
    assert honest.passed
    wrong = check("00.slope", notebook("00", "slope = lambda f, x, h=1e-5: 1.0"), seed="any")
    assert not wrong.passed


def test_right_code_that_warns_and_prints_keeps_its_points(capsys):
    code = "def slope(f, x, h=1e-5):\n    import warnings; warnings.warn('w'); print('p')\n"
    report = check("00.slope", notebook("00", f"{code}    return {RIGHT}"))
    assert report.score == report.points
    assert capsys.readouterr().err == ""


THINGS = [None, 3, "slope", [], object(), Exception, lambda: None]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
@pytest.mark.parametrize("exercise", ["00.slope", "00.partial", "00.gradient", "00.best_h"])
def test_any_thing_at_all_gets_a_report(exercise, thing):
    report = check(exercise, thing)
    assert report.score < report.points
    assert str(report)
