"""Students of lesson 01: one who is right, in several styles, and those with a wrong idea each."""

RIGHT = """
from microkit.course import method_of

class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    @staticmethod
    def wrap(x):
        return x if isinstance(x, Value) else Value(x)

@method_of(Value)
def __add__(self, other):
    other = Value.wrap(other)
    out = Value(self.data + other.data, (self, other), "+")
    return out

@method_of(Value)
def __mul__(self, other):
    other = Value.wrap(other)
    out = Value(self.data * other.data, (self, other), "*")
    return out

@method_of(Value)
def __neg__(self):
    return Value(-self.data, (self,), "neg")

@method_of(Value)
def __sub__(self, other):
    other = Value.wrap(other)
    out = Value(self.data - other.data, (self, other), "-")
    return out

@method_of(Value)
def __radd__(self, other):
    return self + other

@method_of(Value)
def __rmul__(self, other):
    return self * other

@method_of(Value)
def __rsub__(self, other):
    return Value.wrap(other) - self
"""


def _method(head: str, *lines: str) -> str:
    return "\n    ".join((f"@method_of(Value)\ndef {head}:", *lines)) + "\n"


_INIT = "__init__(self, data, _prev=(), _op='')"


def _init(data="data", grad="0.0", prev="tuple(_prev)", op="_op") -> str:
    return _method(
        _INIT, f"self.data = {data}", f"self.grad = {grad}", f"self._prev = {prev}",
        f"self._op = {op}",
    )  # fmt: skip


# id -> (exercise, what this student wrote)
WRONG = {
    "INIT-NO-SELF": (
        "01.value",
        _method(_INIT, "self.data = data", "grad = 0.0", "self._prev = _prev", "self._op = _op"),
    ),
    "INIT-NO-DEFAULTS": (
        "01.value",
        _method(
            "__init__(self, data, _prev, _op)",
            "self.data, self.grad, self._prev, self._op = data, 0.0, _prev, _op",
        ),
    ),
    "PREV-NOT-KEPT": ("01.value", _init(prev="()")),
    "PREV-NESTED": ("01.value", _init(prev="(_prev,)")),
    "OP-NOT-KEPT": ("01.value", _init(op="''")),
    "GRAD-STARTS-AT-ONE": ("01.value", _init(grad="1")),
    "GRAD-STARTS-AT-NONE": ("01.value", _init(grad="None")),
    "GRAD-STARTS-AT-DATA": ("01.value", _init(grad="self.data")),
    "REPR-NOT-TEXT": ("01.value", _method("__repr__(self)", "print('Value', self.data)")),
    "REPR-NO-NUMBER": ("01.value", _method("__repr__(self)", "return 'Value({self.data})'")),
    "REPR-CALLS-ITSELF": ("01.value", _method("__repr__(self)", "return f'<{self}>'")),
    "RESULT-IS-NUMBER": (
        "01.forward",
        _method("__add__(self, other)", "return self.data + Value.wrap(other).data"),
    ),
    "FORWARD-NO-PARENTS": (
        "01.forward",
        _method(
            "__mul__(self, other)",
            "other = Value.wrap(other)",
            "out = Value(self.data * other.data)",
            "out._op = '*'",
            "return out",
        ),
    ),
    "PREV-NUMBERS": (
        "01.forward",
        _method(
            "__mul__(self, other)",
            "a, b = self.data, Value.wrap(other).data",
            "return Value(a * b, (a, b), '*')",
        ),
    ),
    "PREV-ORDER": (
        "01.forward",
        _method(
            "__add__(self, other)",
            "other = Value.wrap(other)",
            "return Value(other.data + self.data, (other, self), '+')",
        ),
    ),
    "OP-MISSING": (
        "01.forward",
        _method(
            "__mul__(self, other)",
            "other = Value.wrap(other)",
            "return Value(self.data * other.data, (self, other))",
        ),
    ),
    "OP-COPIED": (
        "01.forward",
        _method(
            "__mul__(self, other)",
            "other = Value.wrap(other)",
            "return Value(self.data * other.data, (self, other), '+')",
        ),
    ),
    "FORWARD-CHANGES-SELF": (
        "01.forward",
        _method(
            "__add__(self, other)",
            "self.data = self.data + Value.wrap(other).data",
            "return self",
        ),
    ),
    "NO-WRAP": (
        "01.forward",
        _method(
            "__add__(self, other)",
            "return Value(self.data + other.data, (self, other), '+')",
        ),
    ),
    "WRAPS-EVERYTHING": (
        "01.forward",
        _method(
            "__mul__(self, other)",
            "other = Value(other)",
            "out = Value(self.data * other.data, (self, other), '*')",
            "return out",
        ),
    ),
    "FORWARD-CALLS-ITSELF": (
        "01.forward",
        _method(
            "__add__(self, other)",
            "return Value(self + other, (self, other), '+')",
        ),
    ),
    "MUL-ADDS": (
        "01.forward",
        _method(
            "__mul__(self, other)",
            "other = Value.wrap(other)",
            "return Value(self.data + other.data, (self, other), '*')",
        ),
    ),
    "ADD-MULTIPLIES": (
        "01.forward",
        _method(
            "__add__(self, other)",
            "other = Value.wrap(other)",
            "return Value(self.data * other.data, (self, other), '+')",
        ),
    ),
    "RSUB-ORDER": ("01.mixed", _method("__rsub__(self, other)", "return self - other")),
    "SUB-ORDER": (
        "01.mixed",
        _method("__sub__(self, other)", "return (-self) + Value.wrap(other)"),
    ),
    "SUB-ADDS": ("01.mixed", _method("__sub__(self, other)", "return self + other")),
    "RSUB-ADDS": ("01.mixed", _method("__rsub__(self, other)", "return other + self")),
    "NEG-UNCHANGED": (
        "01.mixed",
        _method("__neg__(self)", "return Value(self.data, (self,), 'neg')"),
    ),
    "NEG-ABS": (
        "01.mixed",
        _method("__neg__(self)", "return Value(-abs(self.data), (self,), 'neg')"),
    ),
    "NEG-CHANGES-SELF": (
        "01.mixed",
        _method("__neg__(self)", "self.data *= -1", "return self"),
    ),
    "SUB-CHANGES-SELF": (
        "01.mixed",
        _method("__sub__(self, other)", "self.data -= Value.wrap(other).data", "return self"),
    ),
    "RMUL-ADDS": ("01.mixed", _method("__rmul__(self, other)", "return self + other")),
    "SUB-NO-WRAP": (
        "01.mixed",
        _method(
            "__sub__(self, other)",
            "return Value(self.data - other.data, (self, other), '-')",
        ),
    ),
    "MIXED-IS-NUMBER": ("01.mixed", _method("__rsub__(self, other)", "return other - self.data")),
    "MIXED-NO-PARENTS": ("01.mixed", _method("__neg__(self)", "return Value(-self.data)")),
    "REFLECTED-LOOPS": (
        "01.mixed",
        _method("__radd__(self, other)", "return other + self")
        + _method("__rmul__(self, other)", "return other * self"),
    ),
    "PREV-SET": ("01.graph", _init(prev="set(_prev)")),
    "EQ-BY-DATA": (
        "01.graph",
        _method("__eq__(self, other)", "return self.data == other.data")
        + _method("__hash__(self)", "return hash(self.data)"),
    ),
    "IADD-INPLACE": (
        "01.graph",
        _method(
            "__iadd__(self, other)", "self.data += Value.wrap(other).data", "return self"
        ),
    ),
    "NODE-CACHED": (
        "01.graph",
        "from functools import cache\nValue.__add__ = cache(Value.__add__)",
    ),
}  # fmt: skip

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("PREV-NOT-KEPT", "OP-NOT-KEPT"): (
        "01.value",
        _method(_INIT, "self.data, self.grad, self._prev, self._op = data, 0.0, (), ''"),
    ),
    ("INIT-NO-SELF", "GRAD-STARTS-AT-ONE", "REPR-NO-NUMBER"): (
        "01.value",
        _method(_INIT, "self.data = data", "self.grad = 1.0", "_prev = _prev", "self._op = _op")
        + _method("__repr__(self)", "return 'I am a Value'"),
    ),
    ("FORWARD-NO-PARENTS", "OP-MISSING"): (
        "01.forward",
        _method("__add__(self, other)", "return Value(self.data + Value.wrap(other).data)")
        + _method("__mul__(self, other)", "return Value(self.data * Value.wrap(other).data)"),
    ),
    ("NO-WRAP", "PREV-ORDER"): (
        "01.forward",
        _method("__mul__(self, other)", "return Value(self.data*other.data, (other, self), '*')"),
    ),
    ("NO-WRAP", "MUL-ADDS", "OP-COPIED"): (
        "01.forward",
        _method("__mul__(self, other)", "return Value(self.data+other.data, (self, other), '+')"),
    ),
    ("RSUB-ORDER", "NEG-UNCHANGED"): (
        "01.mixed",
        _method("__rsub__(self, other)", "return self - other")
        + _method("__neg__(self)", "return self * 1"),
    ),
    ("REFLECTED-LOOPS", "SUB-NO-WRAP", "MIXED-NO-PARENTS"): (
        "01.mixed",
        _method("__rmul__(self, other)", "return other * self")
        + _method("__sub__(self, other)", "return Value(self.data - other.data)"),
    ),
    ("PREV-SET", "EQ-BY-DATA", "IADD-INPLACE"): (
        "01.graph",
        _init(prev="frozenset(_prev)")
        + _method("__eq__(self, other)", "return self.data == other.data")
        + _method("__hash__(self)", "return int(self.data)")
        + _method("__iadd__(self, other)", "self.data += other.data", "return self"),
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {"PREV-NOT-TUPLE": ("01.value", _init(prev="list(_prev)"))}

_WHOLE = {
    "slots, and parents as they came": '''
class Value:
    __slots__ = ("data", "grad", "_prev", "_op", "label")
    def __init__(self, data, _prev=(), _op="", label=""):
        self.data, self.grad, self._prev, self._op, self.label = data, 0, _prev, _op, label
    def __repr__(self): return "V<%s>" % self.data
    def __add__(self, other):
        if not isinstance(other, Value): other = Value(other)
        return Value(self.data + other.data, (self, other), "add")
    def __mul__(self, other):
        if not isinstance(other, Value): other = Value(other)
        return Value(self.data * other.data, (self, other), "mul")
    def __neg__(self): return self * -1
    def __sub__(self, other): return self + other * -1
    __radd__ = __add__
    __rmul__ = __mul__
    def __rsub__(self, other): return -self + other
''',
    "a base class, one helper for all, lambdas": '''
class Number:
    def __init__(self, number, parents=(), sign="", **more):
        self.data = float(number); self.grad = 0.0; self._op = sign
        self._prev = parents if isinstance(parents, tuple) else tuple(parents)
        self._backward = lambda: None
    def __str__(self): return str(self.data)
    __repr__ = __str__
    def combine(self, other, function, sign):
        other = other if hasattr(other, "data") else type(self)(other)
        return type(self)(function(self.data, other.data), (self, other), sign)
    __add__ = lambda self, other: self.combine(other, lambda x, y: x + y, "+")
    __mul__ = lambda self, other: self.combine(other, lambda x, y: x * y, "*")
    __sub__ = lambda self, other: self.combine(other, lambda x, y: x - y, "-")
class Value(Number):
    def __neg__(self): return 0 - self
    def __radd__(self, other): return Value(other) + self
    def __rmul__(self, other): return Value(other) * self
    def __rsub__(self, other): return Value(other).__sub__(self)
''',
    "nodes that count themselves, properties": '''
class Value:
    count = 0
    def __init__(self, data, _prev=(), _op=""):
        Value.count += 1
        self.number = Value.count
        self._data, self.grad, self.parents, self._op = data, 0.0, list(_prev), _op
    data = property(lambda self: self._data, lambda self, x: setattr(self, "_data", x))
    _prev = property(lambda self: tuple(self.parents))
    def __repr__(self): return f"Value #{self.number}: {self.data:.4f} ({self.grad:.4f})"
    def __eq__(self, other): return self is other
    def __hash__(self): return self.number
    def __add__(self, other):
        o = other if isinstance(other, Value) else Value(other)
        return Value(self.data + o.data, [self, o], "+")
    def __mul__(self, other):
        o = other if isinstance(other, Value) else Value(other)
        return Value(self.data * o.data, [self, o], "*")
    def __neg__(self): return Value(-self.data, [self], "-")
    def __sub__(self, other): return self + (-other)
    def __radd__(self, other): return self.__add__(other)
    def __rmul__(self, other): return self.__mul__(other)
    def __rsub__(self, other): return other + (-self)
    def __iadd__(self, other): return self + other
''',
    "a dataclass": '''
from dataclasses import dataclass
__name__ = "__main__"
@dataclass(eq=False)
class Value:
    data: float
    _prev: tuple = ()
    _op: str = ""
    grad: float = 0.0
    def __add__(self, other):
        match other:
            case Value(): return Value(self.data + other.data, (self, other), "+")
            case _: return self + Value(other)
    def __mul__(self, other):
        match other:
            case Value(): return Value(self.data * other.data, (self, other), "*")
            case _: return self * Value(other)
    def __neg__(self): return Value(0.0) - self
    def __sub__(self, other):
        match other:
            case Value(): return Value(self.data - other.data, (self, other), "-")
            case _: return self - Value(other)
    def __radd__(self, other): return Value(other) + self
    def __rmul__(self, other): return Value(other) * self
    def __rsub__(self, other): return Value(other) - self
''',
}  # fmt: skip

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    f"{style}: {exercise}": (exercise, code)
    for style, code in _WHOLE.items()
    for exercise in ("01.value", "01.forward", "01.mixed", "01.graph")
} | {
    "the kit's own Value": ("01.mixed", "from microkit import Value"),
    "the kit's own Value in a graph": ("01.graph", "from microkit import Value"),
    "a set of parents costs in one place": ("01.forward", _init(prev="set(_prev)")),
    "an unordered set of parents is remembered": ("01.value", _init(prev="set(_prev)")),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "01.value": (
        'class Value:\n    def __init__(self, data, _prev=(), _op=""):\n        pass\n'
        "    def __repr__(self):\n        pass\n"
    ),
    "01.forward": "".join(_method(f"__{name}__(self, other)", "pass") for name in ("add", "mul")),
    "01.mixed": _method("__neg__(self)", "pass")
    + "".join(
        _method(f"__{name}__(self, other)", "pass") for name in ("sub", "radd", "rmul", "rsub")
    ),
    "01.graph": (
        'class Value:\n    def __init__(self, data, _prev=(), _op=""):\n        pass\n'
        "    def __repr__(self):\n        pass\n"
        + "".join(
            f"    def __{name}__(self, other):\n        pass\n"
            for name in ("add", "mul", "sub", "radd", "rmul", "rsub")
        )
        + "    def __neg__(self):\n        pass\n"
    ),
}

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
_OPERANDS = "for a, b in [(Value(1.7), Value(-0.6)), (Value(-4.4), Value(9.1))]"
_PARENTS = "[[p is a, p is b, p.data] for p in {0}._prev]"


def _forward(sign: str) -> str:
    both, number = f"(a {sign} b)", f"(a {sign} 8.3)"
    seen = (
        f"{both}.data", f"{both}._op", _PARENTS.format(both), f"{both} is a", "a.data", "b.data",
        f"{number}.data", _PARENTS.format(number),
    )  # fmt: skip
    return f"[[{', '.join(seen)}] {_OPERANDS}]"


SAME = {
    "01.value": (
        "Value",
        "[[v.data, v.grad, [p.data for p in v._prev], type(v._prev) is tuple, v._op,"
        " repr(v).count(str(v.data)) > 0]"
        " for v in (Value(4.3), Value(-8.7, (Value(3.1), Value(6.4)), '*'))]",
    ),
    "01.forward": ("__mul__", _forward("*")),
    "01.forward.fresh": ("__add__", _forward("+")),
    "01.mixed": ("__rsub__", f"[[(c - a).data, a.data] for c in (3, 5.2) {_OPERANDS}]"),
    "01.mixed.fresh": (
        "__sub__",
        f"[[(a - b).data, (a - 8.3).data, sorted([p is a, p is b] for p in (a - b)._prev),"
        f" a.data, b.data] {_OPERANDS}]",
    ),
}
