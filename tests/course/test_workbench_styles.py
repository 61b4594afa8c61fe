"""Students write in many ways, and each comes back as it was."""

from __future__ import annotations

import pytest
from support.workbench import Desk, desk

from microkit.course.workbench import store

__all__ = ["desk"]

BASE = '''
class Value:
    """A number."""

    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op
        self._backward = lambda: None

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), "+")
'''


def inside(cell: str) -> str:
    """Return a cell one level deeper."""
    return cell.replace("\n", "\n    ")


# name -> the cells, and an expression that gives the same before and after
STYLES = {
    "one class": ([BASE], "(Value(2) + 3).data"),
    "method_of": (
        [
            BASE,
            "@method_of(Value)\ndef exp(self):\n    import math\n    return math.exp(self.data)",
        ],
        "Value(1.0).exp()",
    ),
    "assigned, with imports under other names": (
        [
            BASE,
            "from math import exp as e, pi\nimport os.path, random as r",
            "def exp(self):\n    return e(self.data) + pi + len(os.path.join('a')) + bool(r.seed)\n"
            "Value.exp = exp",
        ],
        "Value(1.0).exp()",
    ),
    "assigned under another name": (
        [BASE, "def double_it(self):\n    return self + self\nValue.double = double_it"],
        "Value(2).double().data",
    ),
    "lambda": (
        [BASE, "Value.double = lambda self: self + self\nValue.six = (lambda self:\n  self +\n 6)"],
        "(Value(1).double() + Value(2).six()).data",
    ),
    "staticmethod, classmethod, property in the class": (
        [
            BASE
            + """
    @staticmethod
    def wrap(x):
        return x if isinstance(x, Value) else Value(x)

    @classmethod
    def zero(cls):
        return cls(0.0)

    @property
    def half(self):
        return self.data / 2

    @half.setter
    def half(self, x):
        self.data = 2 * x
""",
            "def back(self):\n    self.half = 3\n    return self.data\nValue.back = back",
        ],
        "Value.wrap(3).half + Value.zero().data + Value(1).back()",
    ),
    "the same, put on from outside": (
        [
            BASE,
            "def wrap(x):\n    return x if isinstance(x, Value) else Value(x)",
            "Value.wrap = staticmethod(wrap)\nValue.half = property(lambda self: self.data / 2)",
            "@classmethod\ndef zero(cls):\n    return cls(0.0)\nValue.zero = zero",
            "@method_of(Value)\n@staticmethod\ndef one():\n    return Value(1.0)",
        ],
        "Value.wrap(3).half + Value.zero().data + Value.one().data",
    ),
    "slots": (
        [
            BASE.replace(
                '"""A number."""', '__slots__ = ("data", "grad", "_prev", "_op", "_backward")'
            )
        ],
        "(Value(2) + 3).data",
    ),
    "a base class": (
        ["class Node:\n    kind = 'node'", BASE.replace("Value:", "Value(Node):")],
        "Value(2).kind",
    ),
    "a class that extends one of the same name": (
        [
            BASE,
            "class Value(Value):\n    def __repr__(self):\n        return 'A' + super().__repr__()",
            "Value.thrice = lambda self: 3 * self.data",
        ],
        "repr(Value(2)) + str(Value(2).thrice()) + str((Value(1) + 2).data)",
    ),
    "an empty subclass": (
        [BASE.replace("Value", "Base"), "class Value(Base): pass", "Value.nine = lambda self: 9"],
        "(Value(1) + Value(2)).data + Value(1).nine()",
    ),
    "decorators of their own": (
        [
            "import functools\ncalls = []",
            "def counted(f):\n    @functools.wraps(f)\n    def inner(*args):\n"
            "        calls.append(f.__name__)\n        return f(*args)\n    return inner",
            BASE.replace("    def __add__", "    @counted\n    def __add__"),
            "@method_of(Value)\n@counted\ndef seen(self):\n    return len(calls)",
        ],
        "((Value(1.0) + 1).data, Value(1).seen() > 0)",
    ),
    "helpers, constants and star imports": (
        [
            "from math import *\nfrom collections.abc import Iterable",
            "EPS = 1e-9\nTABLE = {'a': 1}\na, b = 1, 2\ninfinite = float('inf')",
            "def wrap(x):\n    return x if isinstance(x, Value) else Value(x)",
            "def deep(x: Iterable):\n    return wrap(x).data + EPS + TABLE['a'] + b + sqrt(4)",
            BASE.replace("other if isinstance(other, Value) else Value(other)", "wrap(other)"),
            "def deeper(self, m=infinite):\n    return min(m, deep(3))\nValue.deeper = deeper",
        ],
        "(Value(1.0).deeper(), (Value(1) + 2).data)",
    ),
    "one method under two names": (
        [BASE, "Value.__radd__ = Value.__add__", "Value.plus = Value.__add__"],
        "(3 + Value(2)).data + Value(1).plus(2).data",
    ),
    "two names in the class, of which one is replaced": (
        [
            BASE + "\n    __radd__ = __add__\n",
            "@method_of(Value)\ndef __add__(self, o):\n    return Value(self.data + 2 * o)",
        ],
        "(Value(2) + 3).data",
    ),
    "setattr": (
        [BASE, "def five(self):\n    return 5\nsetattr(Value, 'five', five)"],
        "Value(1).five()",
    ),
    "methods from a function": (
        [
            "import math",
            BASE,
            "def curve(f):\n    def method(self):\n        return Value(f(self.data))\n"
            "    return method",
            "Value.exp = curve(math.exp)\nValue.square = curve(lambda x: x * x)",
        ],
        "Value(1.0).exp().square().data",
    ),
    "a class from a function": (
        [
            f"def make():{inside(BASE)}\n    return Value",
            "Value = make()",
            "Value.x = lambda self: 1",
        ],
        "(Value(2) + 3).data + Value(1).x()",
    ),
    "dataclass": (
        [
            "from dataclasses import dataclass, field\n@dataclass\nclass Value:\n    data: float\n"
            "    _prev: tuple = ()\n    items: list = field(default_factory=list)\n"
            "    def __add__(self, other):\n        return Value(self.data + other.data)"
        ],
        "(Value(1) + Value(2)).data",
    ),
    "total ordering": (
        [
            "import functools",
            BASE.replace("class", "@functools.total_ordering\nclass")
            + "\n    def __eq__(self, o):\n        return self.data == o.data\n"
            "    def __lt__(self, o):\n        return self.data < o.data\n",
        ],
        "Value(2) >= Value(1)",
    ),
    "names with two underscores": (
        [
            BASE,
            "def odd(self):\n    self.__x = 3\n    return self.__dict__['__x']\nValue.odd = odd",
        ],
        "Value(1).odd()",
    ),
    "a cell that was run again with a change": (
        [
            BASE,
            "@method_of(Value)\ndef n(self): return 1",
            "@method_of(Value)\ndef n(self): return 2",
        ],
        "Value(1).n()",
    ),
    "strings over several lines": (
        [
            BASE,
            'def text(self):\n    """Two\n\n    lines.\n    """\n'
            '    return """a\nb\n  c""" + f"""x\n{self.data}"""\nValue.text = text',
        ],
        "Value(1).text()",
    ),
    "a method that is called as a function": (
        [
            BASE,
            "@method_of(Value)\ndef exp(self):\n    return Value(2.0**self.data)",
            "@method_of(Value)\ndef tanh(self):\n    return exp(self + self)",
        ],
        "Value(1.0).tanh().data",
    ),
    "a function of the same name as the method": (
        [
            "Value = forward_value()",
            "@method_of(Value)\ndef exp(self):\n    return Value(exp(self.data))",
            "from math import exp",
        ],
        "Value(1.0).exp().data",
    ),
    "tabs": (
        [BASE.replace("    ", "\t"), "def two(self):\n  return 2\nValue.two = two"],
        "(Value(1) + Value(1).two()).data",
    ),
    "an object that is shared": (
        [
            "import random\nrng = random.Random(7)",
            BASE + "    def r(self): return rng.random() < 1",
        ],
        "Value(1).r()",
    ),
    "several statements on a line": (
        ["x = [1]; y = [2]", BASE + "    def q(self): return x + y\n"],
        "Value(1).q()",
    ),
    "under an if": (
        [
            f"if True:{inside(BASE)}",
            "if True:\n    def n(self): return 4\n    Value.n = n",
        ],
        "(Value(1) + Value(1).n()).data",
    ),
    "the starter under a name of their own": (
        [
            "Engine = forward_value()",
            "@method_of(Engine)\ndef __abs__(self):\n    return Engine(3.0)",
            "Value = Engine",
        ],
        "abs(Value(1)).data",
    ),
    "attributes of the class": (
        [BASE + "\n    H = 1e-3\n", "Value.K = 5\nValue.L = [1, 2]"],
        "Value.H + Value.K + sum(Value.L)",
    ),
}


@pytest.mark.parametrize("name", STYLES)
def test_what_is_kept_works_as_it_did(desk: Desk, name: str, capsys) -> None:
    cells, expression = STYLES[name]
    notebook = desk.open("02_one_step_back", *cells)
    expected = notebook.run(expression)
    kept = notebook.run("keep(Value)")
    assert (kept.trouble, kept.remarks) == ("", [])
    text = desk.text
    assert eval(expression, store.load(text)) == expected
    notebook.run("keep(Value)")
    assert desk.text == text, "keeping twice changes nothing"


@pytest.mark.parametrize("name", STYLES)
def test_what_is_kept_can_be_resumed_and_kept_again(desk: Desk, name: str, capsys) -> None:
    cells, expression = STYLES[name]
    expected = desk.open("02_one_step_back", *cells, "keep(Value)").run(expression)
    text = desk.text
    other = desk.open("03_right_order", "Value = resume(upto=2, use='mine')")
    assert other.run(expression) == expected
    desk.file.unlink()
    other.run("keep(Value)")
    assert eval(expression, store.load(desk.text)) == expected
    desk.file.write_text(text, encoding="utf-8")
    other.run("keep(Value)")
    assert desk.text == text


LOST = {
    "exec": ("exec('def f(self): return 1')\nValue.f = f", "Value.f could not be kept: its lines"),
    "a loop": (
        "for name in 'fg':\n    setattr(Value, name, lambda self: 1)",
        "Value.f could not be kept: its lines",
    ),
    "a helper from exec": (
        "exec('def g(): return 1')\n@method_of(Value)\ndef f(self):\n    return g()",
        "g, which Value.f uses, could not be kept",
    ),
    "a statement that fails when it is loaded": (
        "import os\nos.environ['GONE'] = '1'\nValue.f = lambda self, x=os.environ.pop('GONE'): x",
        "Value.f could not be kept: KeyError: 'GONE'",
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_what_cannot_be_kept_is_named_and_the_rest_goes_on(desk: Desk, name: str) -> None:
    cell, sentence = LOST[name]
    kept = desk.open("02_one_step_back", BASE, cell, "Value.h = lambda self: 2").run("keep(Value)")
    assert any(remark.startswith(sentence) for remark in kept.remarks)
    assert store.load(desk.text)["Value"](1).h() == 2
    assert sentence.split(" could")[0] in repr(kept)
