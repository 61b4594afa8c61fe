"""Graded cells as instructors write them, over the student's functions and classes."""

from __future__ import annotations

from typing import Any

import pytest

from microkit.course.grade.wall import name_of
from microkit.course.grade.wall.cell import run_cell
from microkit.course.sandbox import Outcome, SandboxError

STUDENT = """
import math

class Value:
    def __init__(self, data, prev=()):
        self.data, self.grad, self.prev = data, 0.0, prev
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other))
    __rmul__ = __mul__
    def __neg__(self):
        return self * -1
    def __eq__(self, other):
        return isinstance(other, Value) and self.data == other.data
    def __hash__(self):
        return id(self)
    def __lt__(self, other):
        return self.data < other.data
    def __repr__(self):
        return f"Value({self.data})"
    def __len__(self):
        return 3
    def __iter__(self):
        return iter([self, 1.0])
    def __contains__(self, other):
        return other == 1.0
    def __getitem__(self, key):
        return key
    def __iadd__(self, other):
        self.data += other
        return self

class OwnError(ValueError):
    pass

def double(x, times=2):
    return x * times

def root(x):
    if x < 0:
        raise ValueError("below zero")
    return math.sqrt(x)

def own(x):
    raise OwnError("mine")

def lookup(x):
    return {}[x]

def append(numbers):
    numbers.append(4)

def endless():
    n = 0
    while True:
        yield n
        n += 1

class Numbers(list):
    def __eq__(self, other):
        return True

class Yes(float):
    def __eq__(self, other):
        return True
    __hash__ = float.__hash__

def numbers():
    return Numbers([1, 2])

def yes():
    return Yes(5.0)

def talk():
    print("hello")
    return 1

total = 12
"""

PASSES = [
    "assert double(2) == 4",
    "assert double(2, times=5) == 10",
    "assert double([1], 3) == [1, 1, 1]",
    "assert type(double(2)) is int and type(double(2.0)) is float",
    "assert total == 12",
    "assert Value(2.0).data == 2.0",
    "assert (Value(2.0) * 3).data == 6.0",
    "assert (3 * Value(2.0)).data == 6.0",
    "assert (-Value(2.0)).data == -2.0",
    "v = Value(2.0)\nv.grad = 5.0\nassert v.grad == 5.0\nassert (v * 2).prev[0] is v",
    "v = Value(2.0)\nv += 1\nassert v.data == 3.0",
    "a, b = Value(2.0), Value(2.0)\nassert a == b and a is not b and not (a != b)",
    "assert Value(1.0) < Value(2.0)",
    "assert isinstance(Value(1.0), Value)",
    "assert not isinstance(1.0, Value)",
    "assert isinstance(root(4), float)",
    "assert issubclass(OwnError, Value) is False",
    "assert len(Value(1.0)) == 3",
    "first, second = Value(1.0)\nassert second == 1.0 and first.data == 1.0",
    "assert 1.0 in Value(2.0) and 2.0 not in Value(2.0)",
    "assert Value(1.0)[1:2] == slice(1, 2) and Value(1.0)[..., 2] == (..., 2)",
    "assert repr(Value(1.0)) == 'Value(1.0)' and f'{Value(1.0)}' == 'Value(1.0)'",
    "assert {v.data for v in {Value(1.0), Value(2.0)}} == {1.0, 2.0}",
    "assert hasattr(Value(1.0), 'grad') and not hasattr(Value(1.0), 'nothing')",
    "assert callable(double) and not callable(Value(1.0))",
    "assert double.__name__ == 'double' and Value.__doc__ is None",
    "numbers_ = [1, 2, 3]\nappend(numbers_)\nassert numbers_ == [1, 2, 3, 4]",
    "assert sorted(map(double, [3, 1])) == [2, 6]",
    "it = endless()\nassert next(it) == 0 and next(it) == 1",
    "import itertools\nassert list(itertools.islice(endless(), 3)) == [0, 1, 2]",
    "try:\n    root(-1)\nexcept ValueError as error:\n    assert str(error) == 'below zero'",
    "try:\n    own(1)\nexcept ValueError as error:\n    assert type(error).__name__ == 'OwnError'",
    "try:\n    lookup('a')\nexcept KeyError as error:\n    assert error.args == ('a',)",
    "import pytest\nwith pytest.raises(ValueError, match='below'):\n    root(-1)",
    "import pytest\nassert root(2) == pytest.approx(1.41421356)",
    "import pytest\nwith pytest.raises(TypeError):\n    double()",
    "import pytest\nwith pytest.raises(AttributeError):\n    Value(1.0).nothing",
    "import copy\nv = Value([1])\nw = copy.deepcopy(v)\nw.data = [2]\nassert v.data == [1]",
    "x: int = 5\ndef helper(y):\n    return double(y) + x\nassert helper(1) == 7",
    "assert [double(n) for n in range(3)] == [0, 2, 4]",
    "assert numbers() == [1, 2] and numbers() != [3] and type(numbers()) is list",
    "assert yes() == 5.0 and yes() != 6.0 and type(yes()) is float",
    "import warnings\nwarnings.warn('a warning')\nassert double(1) == 2",
]
FAILS = [
    ("assert double(2) == 5, 'it is 4'", "AssertionError", "it is 4"),
    ("assert yes() == 6.0", "AssertionError", ""),
    ("assert numbers() == [3]", "AssertionError", ""),
    ("nothing", "NameError", "name 'nothing' is not defined"),
    ("root(-1)", "ValueError", "below zero"),
    ("own(1)", "OwnError", "mine"),
    ("double(lambda x: x)", "CannotCrossError", "a function of its own (<lambda>)"),
    ("double(print)", "CannotCrossError", "a function of Python (print)"),
    ("import math\ndouble(math)", "CannotCrossError", "a module (math)"),
    ("double(float)", "CannotCrossError", "a class (float)"),
    ("double(n for n in [1])", "CannotCrossError", "a generator"),
    ("double(x=open(__import__('os').devnull))", "CannotCrossError", "type TextIOWrapper"),
    ("double([[object()]])", "CannotCrossError", "a value of type object"),
    ("double('x' * 3_000_000)", "CannotCrossError", "so large"),
    ("1 +", "SyntaxError", "invalid syntax"),
    ("import sys\nsys.exit(1)", "SystemExit", "1"),
]


def _error(outputs: list[dict[str, Any]]) -> tuple[str, str]:
    (found,) = [(o["ename"], o["evalue"]) for o in outputs if o["output_type"] == "error"] or [
        ("", "")
    ]
    return found


@pytest.mark.parametrize("cell", PASSES)
def test_right_answers_pass(graded, cell: str) -> None:
    assert graded(STUDENT, cell) == []


@pytest.mark.parametrize(("cell", "kind", "words"), FAILS)
def test_what_goes_wrong_is_an_error_output(graded, cell: str, kind: str, words: str) -> None:
    outputs = graded(STUDENT, cell)
    found = _error(outputs)
    assert found[0] == kind, found
    assert words in found[1]
    assert not [o for o in outputs if o.get("name") == "stderr"]


def test_numpy_on_both_sides(graded) -> None:
    pytest.importorskip("numpy")
    student = """
import numpy as np
def soft(x):
    e = np.exp(x - x.max())
    return e / e.sum()
def grow(x):
    x *= 2
def scalar():
    return np.float32(0.5)
"""
    cell = """
a = np.array([1.0, 2.0, 3.0])
assert np.allclose(soft(a).sum(), 1.0) and soft(a).shape == (3,)
assert isinstance(soft(a), np.ndarray) and soft(a).dtype == np.float64
grow(a)
assert (a == [2.0, 4.0, 6.0]).all()
assert type(scalar()) is np.float32
"""
    claims: list[str] = []
    found = graded(student, cell, imports=["import numpy as np"], claims=claims)
    assert found == []
    assert claims == ["changed(ndarray)"]


def test_what_is_printed_inside_and_outside_comes_in_order(graded) -> None:
    (text,) = graded(STUDENT, "print('before')\nprint(total)")
    assert text == {"output_type": "stream", "name": "stdout", "text": "before\n12\n"}
    answers = iter(
        [Outcome({"value": ["thing", 1, True, "f"]}), Outcome({"value": 1}, output="in ")]
    )
    found = run_cell("print('a', end=' ')\nf()\nprint('b')", {}, lambda _m: next(answers), 10)
    assert found[0]["text"] == "a in b\n"


def test_the_last_value_is_shown_as_a_kernel_shows_it(graded) -> None:
    class Report:
        def _repr_mimebundle_(self) -> dict[str, Any]:
            return {"text/plain": "3.0", "text/html": "<b>3</b>"}

    (shown,) = graded(STUDENT, "check(double)", names={"check": lambda thing: Report()})
    assert shown["output_type"] == "execute_result"
    assert shown["data"] == {"text/plain": "3.0", "text/html": "<b>3</b>"}
    assert graded(STUDENT, "abs(double(2)) / 8")[0]["data"] == {"text/plain": "0.5"}
    assert graded(STUDENT, "points = double(2)\npoints")[0]["data"] == {"text/plain": "4"}
    assert graded(STUDENT, "None") == []


def test_a_students_thing_is_never_shown_as_points(graded) -> None:
    student = "class T:\n    def __repr__(self):\n        return '5.0'\nt = T()"
    assert graded(student, "t")[0]["data"] == {"text/plain": "<5.0>"}
    assert graded(STUDENT, "double(2)")[0]["data"] == {"text/plain": "<4>"}
    assert graded("scores = [[7.5]]", "scores[0][0]")[0]["data"] == {"text/plain": "<7.5>"}


def test_names_are_known_by_their_name_and_pythons_own_come_first(graded) -> None:
    student = "def sum(x):\n    return 'forged'\ndef assert_(x):\n    pass\nclass Value:\n    pass"
    seen: list[str] = []
    assert graded(student, "see(Value)", names={"see": lambda t: seen.append(name_of(t))}) == []
    assert seen == ["Value"]
    assert graded(student, "assert sum([1, 2]) == 3") == []


def test_the_kits_own_names_are_the_students(graded) -> None:
    imports = ["from microkit import Value", "import microkit.nn", "import math", "import no_such"]
    assert graded("Value = 5", "assert Value == 5 and math.pi > 3", imports=imports) == []
    assert _error(graded("", "no_such.x", imports=imports))[0] == "NameError"


NEAR = """
class Near:
    def __init__(self, size=0.0):
        self.size = size
    def __sub__(self, other):
        return self.size
    def __rsub__(self, other):
        return self
    def __truediv__(self, other):
        return Near()
    __abs__ = __float__ = lambda self: 0.0
    def __mul__(self, other):
        return Near(self.size * other)
    __array_interface__ = {"data": (64, False), "shape": (3,), "typestr": "<f8", "version": 3}
def f(x):
    return Near()
"""


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("assert abs(f(3) - 9) < 1e-9", "sub(Near, int)"),
        ("assert abs(9 - f(3)) < 1e-9", "abs(Near)"),
        ("assert float(f(3) / 9) == 0.0", "float(Near)"),
        ("assert abs((f(3) / 9) * 2) < 1e-9", "abs(Near)"),
        ("assert (f(3) * 2).size == 0.0 and abs(f(3)) == 0.0 and f(3) - f(4) == 0.0", ""),
    ],
)
def test_a_number_of_what_may_know_the_right_one_is_the_students_word(graded, cell, said) -> None:
    claims: list[str] = []
    assert graded(NEAR, cell, claims=claims) == []
    assert claims == ([said] if said else [])


def test_what_is_said_again_and_again_leaves_room_for_the_rest(graded) -> None:
    claims: list[str] = []
    cell = "for _ in range(150):\n    assert isinstance(v, Value)\nassert v == v"
    assert graded(f"{STUDENT}\nv = Value(1.0)", cell, claims=claims) == []
    assert claims == ["isinstance(Value, type)", "Value == Value"]


def test_a_kind_cannot_be_named_so_that_its_word_is_overlooked(graded) -> None:
    claims: list[str] = []
    student = "Odd = type('isinstance(int, type)', (), {'__eq__': lambda *_: True})\nodd = Odd()"
    assert graded(student, "assert odd == 3", claims=claims) == []
    assert claims == ["thing == int"]


def test_numpy_reads_no_memory_for_a_student(graded) -> None:
    pytest.importorskip("numpy")
    cell = "assert np.asarray(f(3)).dtype == object"
    assert graded(NEAR, cell, imports=["import numpy as np"]) == []


def test_what_the_student_says_of_itself_is_remembered(graded) -> None:
    claims: list[str] = []
    cell = "v = Value(1.0)\nassert v == 1.0 or v\nassert isinstance(v, Value)\nassert v.data == 1.0"
    assert graded(STUDENT, cell, claims=claims) == []
    assert claims == ["Value == float", "bool(Value)", "isinstance(Value, type)"]


@pytest.mark.parametrize(
    "cell",
    [
        "while True:\n    pass",
        "for n in endless():\n    pass",
        "while True:\n    try:\n        double(1)\n    except Exception:\n        pass",
    ],
)
def test_an_endless_cell_is_ended(graded, cell: str) -> None:
    found = graded(STUDENT, cell, seconds=0.3)
    assert _error(found) == ("TimeoutError", "It took more than 0.3 seconds.")
    assert graded(STUDENT, "assert double(2) == 4") == []


def test_a_check_is_not_broken_off(graded) -> None:
    done: list[int] = []

    def check() -> None:
        for number in range(3_000_000):
            if number == 2_999_999:
                done.append(number)

    found = graded(STUDENT, "check()\nwhile True:\n    pass", names={"check": check}, seconds=0.01)
    assert _error(found)[0] == "TimeoutError"
    assert done == [2_999_999]


def test_a_session_that_ends_is_an_error_and_one_that_cannot_be_had_is_not() -> None:
    ended = Outcome(problem="time", sentence="The code had not ended after 2 seconds.")
    found = run_cell("f()", {}, lambda _message: ended, 10)
    assert _error(found) == ("StoppedError", "The code had not ended after 2 seconds.")

    def none(_message: dict[str, Any]) -> Outcome:
        raise SandboxError("There is none.", "")

    with pytest.raises(SandboxError):
        run_cell("try:\n    f()\nexcept ValueError:\n    pass", {}, none, 10)
    with pytest.raises(SandboxError):
        run_cell("check({})", {"check": none}, lambda _message: ended, 10)


FORGED = [
    *(None, 5, [], "x", {}, {"value": ["int"]}, {"value": ["thing", "1", True, "x"]}),
    *({"raised": 5}, {"raised": {}}, {"raised": {"kind": 1, "own": 0, "bases": 5}}),
    {"value": ["range", [0, 10**12, 1]]},
    {"raised": {"kind": "E", "own": True, "bases": ["SystemExit"], "text": "", "arguments": []}},
    {"raised": {"kind": "a\0", "own": True, "bases": ["OSError"], "text": "", "arguments": []}},
    {"raised": {"kind": "E", "own": 0, "bases": ["UnicodeError"], "text": "", "arguments": [[]]}},
]


@pytest.mark.parametrize("answer", FORGED, ids=repr)
def test_forged_answers_end_in_an_error_output(answer: Any) -> None:
    for cell in ("x = f\nx()\nassert False", "assert f == 5 and False"):
        found = run_cell(cell, {}, lambda _message: Outcome(answer=answer), 10)
        assert _error(found)[0] in ("StoppedError", "StudentError", "AssertionError", "TypeError")


def test_forged_changes_end_in_an_error_output() -> None:
    for changed in (5, [[0]], [[9, 1]], [["x", 1]], [[0, ["list", 5]]]):
        answers = iter([{"value": ["thing", 1, True, "f"]}, {"value": 1, "changed": changed}])
        found = run_cell("f([1])", {}, lambda _message, a=answers: Outcome(answer=next(a)), 10)
        assert _error(found)[0] == "StoppedError"
