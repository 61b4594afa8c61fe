"""Lesson 01: wrong ways to make a number that remembers, and to keep two of them apart."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson01_forward import FORWARD
from microkit.checks.misconceptions.lesson01_mixed import MIXED

_NO_SELF = Misconception(
    "INIT-NO-SELF",
    "an attribute that is not there: no line, another name, or no self.",
    "Your Value does not have what the line above asks it for. Is the line that stores it there, "
    "under this name, and with `self.` in front? A name without `self.` is a note on a napkin: it "
    "is thrown away when __init__ ends.",
    "01.value",
)
_NOT_A_TUPLE = Misconception(
    "PREV-NOT-TUPLE",
    "the parents are kept, and not in a tuple",
    "Your parents are all there. A tuple is the better place for them: nobody can change it by "
    "accident, it keeps their order, and it keeps a parent that is used twice, which a set does "
    "not.",
    "01.value",
    severity="note",
)

_VALUE = (
    _NO_SELF.also(("Value", "self.data = data", "data = data  # noqa: F841")),
    _NO_SELF.also(("Value", "self.grad = 0.0", "grad = 0.0")),
    _NO_SELF.also(("Value", "self._prev = tuple(_prev)", "_prev = tuple(_prev)")),
    _NO_SELF.also(("Value", "self._op = _op", "_op = _op")),
    Misconception(
        "INIT-NO-DEFAULTS",
        "cannot be made of a number alone",
        "`Value(2.5)` must work: a number that somebody typed has no parents and no operation. "
        "Give these two arguments a default in the first line of __init__.",
        "01.value",
        (
            ("Value", "_prev: tuple[Value, ...] = (),", "_prev: tuple[Value, ...],"),
            ("Value", '_op: str = "")', "_op: str)"),
        ),
    ),
    Misconception(
        "PREV-NOT-KEPT",
        "the parents are always empty",
        "`_prev` is empty also where parents are handed in. Store the second argument, not a "
        "fresh ().",
        "01.value",
        (("Value", "self._prev = tuple(_prev)", "self._prev = ()"),),
    ),
    Misconception(
        "PREV-NESTED",
        "a tuple inside a tuple",
        "The second argument is a tuple already. You put it into another one, so that there seems "
        "to be one parent, which is a tuple.",
        "01.value",
        (("Value", "tuple(_prev)", "(_prev,)"),),
    ),
    Misconception(
        "OP-NOT-KEPT",
        "the operation is always empty",
        '`_op` is "" also where a sign is handed in. Store the third argument.',
        "01.value",
        (("Value", "self._op = _op", 'self._op = ""'),),
    ),
    Misconception(
        "GRAD-STARTS-AT-ONE",
        "the gradient starts at 1",
        "A gradient says how much a result moves. No result is there yet, so nothing has arrived: "
        "it starts at 0. The 1 comes later, and only at the very end of a graph.",
        "01.value",
        (("Value", "self.grad = 0.0", "self.grad = 1.0"),),
    ),
    Misconception(
        "GRAD-STARTS-AT-NONE",
        "the gradient starts as None",
        "Gradients will be added to what is there, and nothing can be added to None. Start with "
        "the number 0.0.",
        "01.value",
        (("Value", "self.grad = 0.0", "self.grad = None"),),
    ),
    Misconception(
        "GRAD-STARTS-AT-DATA",
        "the gradient starts as the number",
        "`grad` is not a second copy of the number: it says how much a result moves, and nothing "
        "has been measured yet. It starts at 0.",
        "01.value",
        (("Value", "self.grad = 0.0", "self.grad = data"),),
    ),
    Misconception(
        "REPR-NOT-TEXT",
        "__repr__ returns no text",
        "Python wants `__repr__` to *return* a text. Yours prints one and returns nothing, or "
        "returns the number itself.",
        "01.value",
        (("Value", 'return f"Value({self.data})"', 'print(f"Value({self.data})")'),),
    ),
    Misconception(
        "REPR-NO-NUMBER",
        "the text does not show the number",
        "Your Value shows a text, and its number is not in it. In quotes without an f in front, "
        "`{self.data}` stays as it is written.",
        "01.value",
        (("Value", 'f"Value({self.data})"', '"a Value"'),),
    ),
    Misconception(
        "REPR-CALLS-ITSELF",
        "the text asks for itself",
        "To show a Value you ask for the text of the same Value, which asks again, and so on for "
        "ever. Show its number, `self.data`.",
        "01.value",
        (("Value", "{self.data}", "{self}"),),
    ),
    _NOT_A_TUPLE.also(("Value", "tuple(_prev)", "list(_prev)")),
    _NOT_A_TUPLE.also(("Value", "tuple(_prev)", "set(_prev)")),
    _NOT_A_TUPLE.also(("Value", "tuple(_prev)", "frozenset(_prev)")),
)


def _more(*methods: str) -> tuple[str, str, str]:
    """Return the edit that gives the class more methods."""
    place = "    def __repr__(self) -> str:"
    return ("Value", place, "".join(f"    {method}\n\n" for method in methods) + place)


def _in_place(name: str, sign: str) -> str:
    return (
        f"def __{name}__(self, other):\n        self.data {sign} wrapped(other).data\n"
        "        return self"
    )


_EQ = Misconception(
    "EQ-BY-DATA",
    "two Values with the same number are taken for one",
    "You wrote an `__eq__` that compares numbers. Two apples at 3 each are still two apples: "
    "later, the walk through the graph would skip one of them, because it thinks that it has been "
    "there. Leave `==` as Python has it.",
    "01.graph",
)
_IADD = Misconception(
    "IADD-INPLACE",
    "`a += b` changes the old a",
    "`a += b` wrote the sum into the old a. Every node that was made of it before now tells a "
    "wrong story. Without an `__iadd__` of yours, Python makes a new node from your plus.",
    "01.graph",
)
_BY_DATA = "def __eq__(self, other):\n        return self.data == other.data"
_SIGNS = (("iadd", "+="), ("isub", "-="), ("imul", "*="))
_SUM = 'Value(self.data + other.data, (self, other), "+")'

_GRAPH = (
    Misconception(
        "PREV-SET",
        "the parents in a set",
        "A set holds nothing twice: of `a + a` it remembers one a, as if the other had never been "
        "there. It also forgets which came first. Use a tuple.",
        "01.graph",
        (("Value", "tuple(_prev)", "set(_prev)"),),
    ),
    _EQ.also(_more(_BY_DATA, "def __hash__(self):\n        return hash(self.data)")),
    _EQ.also(_more(_BY_DATA)),
    _IADD.also(_more(_in_place("iadd", "+="))),
    _IADD.also(_more(*(_in_place(name, sign) for name, sign in _SIGNS))),
    Misconception(
        "NODE-CACHED",
        "a + b is kept and handed out again",
        "The second `a + b` gave the very node of the first. Two places in a graph need two nodes: "
        "each has a gradient of its own.",
        "01.graph",
        (
            (
                "Value",
                f"return {_SUM}",
                'made = self.__dict__.setdefault("made", {})\n'
                f"        return made.setdefault(id(other), {_SUM})",
            ),
        ),
    ),
)

ENTRIES = (*_VALUE, *FORWARD, *MIXED, *_GRAPH)
