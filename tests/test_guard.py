"""Student code at arm's length: whatever it does, the kit goes on, and says what happened."""

import builtins
import json
import math
import random
import signal
import sys
import threading

import pytest

from microkit.guard import attempt, told

ENDLESS = {
    "an empty loop": "while True: pass",
    "a loop that catches everything": (
        "while True:\n    try:\n        x = 1\n    except:\n        pass"
    ),
    "a loop that catches everything twice": (
        "while True:\n    try:\n        try:\n            x = 1\n        except:\n"
        "            x = 2\n    except BaseException:\n        continue"
    ),
    "a generator": "def g():\n    while True: yield 1\nfor _ in g(): pass",
    "a comprehension": "[x for x in iter(int, 1)]",
    "calls": "def f(): return 1\nwhile f(): f()",
    "a sum over an endless iterator": "sum(1 for _ in iter(lambda: 0, 1))",
}


@pytest.mark.parametrize("how", ENDLESS)
def test_code_that_never_ends_is_ended(how):
    body = "\n".join("    " + line for line in ENDLESS[how].splitlines())
    names = {}
    exec(f"def never():\n{body}", names)
    handler = signal.getsignal(signal.SIGALRM)
    result, trouble = attempt(names["never"], steps=20_000)
    assert result is None
    assert trouble["kind"] == "endless"
    assert "20,000 steps" in told(trouble)
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert sys.gettrace() is None


def test_code_that_ends_late_after_catching_the_end_is_still_too_long():
    names = {}
    exec("def late():\n    try:\n        while True: pass\n    except:\n        return 7", names)
    assert attempt(names["late"], steps=5_000)[1]["kind"] == "endless"


def test_long_work_inside_the_kit_is_not_counted():
    from microkit import Value

    def student():
        total = Value(0.0)
        for _ in range(300):
            total = total + 1.5
        total.backward()
        return total.data

    assert attempt(student, steps=15_000) == (450.0, None)


def test_a_thread_of_its_own_works_too():
    found = []

    def inside():
        names = {}
        exec("def forever():\n    while True: pass", names)
        found.append(attempt(names["forever"], steps=5_000))

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    assert found[0][1]["kind"] == "endless"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise SystemExit(0)", "SystemExit"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("def f(): f()\nf()", "RecursionError"),
        ("1 / 0", "ZeroDivisionError"),
        ("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", "E"),
    ],
)
def test_whatever_it_raises_becomes_a_fact(code, kind):
    names = {}
    body = "\n".join("    " + line for line in code.splitlines())
    exec(f"def student():\n{body}", names)
    assert attempt(names["student"])[1]["kind"] == kind


def test_what_it_changes_in_pythons_own_modules_is_undone(capsys):
    limit = sys.getrecursionlimit()

    def student():
        builtins.sum = lambda *a: 42
        builtins.cheat = True
        math.isclose = lambda *a, **k: True
        random.Random = None
        sys.setrecursionlimit(123456)
        sys.stdout.close()
        sys.stdout = None

    attempt(student)
    assert sum([1, 2]) == 3
    assert not hasattr(builtins, "cheat")
    assert not math.isclose(1, 2)
    assert random.Random(1).random() < 1
    assert sys.getrecursionlimit() == limit
    print("heard")
    assert capsys.readouterr().out == "heard\n"


def test_another_thread_finds_the_built_in_names_all_the_time():
    done = threading.Event()
    went_on = []

    def other():
        while not done.is_set():
            len("a name that is built in")
        went_on.append(True)

    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    beside = threading.Thread(target=other)
    beside.start()
    try:
        for _ in range(2000):
            attempt(int, steps=None)
    finally:
        done.set()
        beside.join()
        sys.setswitchinterval(often)
    assert went_on


def test_what_is_raised_without_a_line_of_the_students_says_so():
    assert attempt(json.loads, "{")[1]["raised"] == "outside"
    assert "raised" not in attempt(lambda: json.loads("{"))[1]


def test_the_line_that_is_told_is_the_students_and_not_the_librarys():
    def broken():
        return json.loads("{")

    assert 'in the line: return json.loads("{")' in told(attempt(broken)[1])
