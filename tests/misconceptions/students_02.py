"""Students of lesson 02: one who is right, and those with one wrong idea each."""

from __future__ import annotations

import math
from typing import Any

RIGHT = {
    "__add__": ("+", "self.grad += out.grad; other.grad += out.grad"),
    "__sub__": ("-", "self.grad += out.grad; other.grad -= out.grad"),
    "__mul__": ("*", "self.grad += other.data * out.grad; other.grad += self.data * out.grad"),
    "__truediv__": (
        "/",
        "self.grad += out.grad / other.data; other.grad -= self.data / other.data**2 * out.grad",
    ),
    "__pow__": ("**", "self.grad += other * self.data ** (other - 1) * out.grad"),
    "__neg__": ("neg", "self.grad -= out.grad"),
}

# id -> (method, the lines of the wrong rule)
WRONG_RULES = {
    "ADD-OVERWRITE": ("__add__", "self.grad = out.grad; other.grad = out.grad"),
    "ADD-NO-UPSTREAM": ("__add__", "self.grad += 1.0; other.grad += 1.0"),
    "ADD-MUL-RULE": (
        "__add__",
        "self.grad += other.data * out.grad; other.grad += self.data * out.grad",
    ),
    "ADD-SIGN": ("__add__", "self.grad -= out.grad; other.grad -= out.grad"),
    "MUL-OWN": (
        "__mul__",
        "self.grad += self.data * out.grad; other.grad += other.data * out.grad",
    ),
    "MUL-OUT": ("__mul__", "self.grad += out.data * out.grad; other.grad += out.data * out.grad"),
    "MUL-ADD-RULE": ("__mul__", "self.grad += out.grad; other.grad += out.grad"),
    "MUL-GRAD-FOR-DATA": (
        "__mul__",
        "self.grad += other.grad * out.grad; other.grad += self.grad * out.grad",
    ),
    "MUL-SELFGRAD": (
        "__mul__",
        "self.grad += other.data * self.grad; other.grad += self.data * other.grad",
    ),
    "MUL-OVERWRITE": (
        "__mul__",
        "self.grad = other.data * out.grad; other.grad = self.data * out.grad",
    ),
    "MUL-NO-UPSTREAM": ("__mul__", "self.grad += other.data; other.grad += self.data"),
    "RULE-WRITES-DATA": (
        "__mul__",
        "self.data += other.data * out.grad; other.data += self.data * out.grad",
    ),
    "DIV-SIGN": (
        "__truediv__",
        "self.grad += out.grad / other.data; other.grad += self.data / other.data**2 * out.grad",
    ),
    "DIV-AS-MUL": (
        "__truediv__",
        "self.grad += other.data * out.grad; other.grad -= self.data / other.data**2 * out.grad",
    ),
    "DIV-NO-SQUARE": (
        "__truediv__",
        "self.grad += out.grad / other.data; other.grad -= self.data / other.data * out.grad",
    ),
    "DIV-NO-NUMERATOR": (
        "__truediv__",
        "self.grad += out.grad / other.data; other.grad -= out.grad / other.data**2",
    ),
    "DIV-SWAPPED": (
        "__truediv__",
        "self.grad -= self.data / other.data**2 * out.grad; other.grad += out.grad / other.data",
    ),
    "DIV-NO-UPSTREAM": (
        "__truediv__",
        "self.grad += 1 / other.data; other.grad -= self.data / other.data**2",
    ),
    "POW-NO-COEFF": ("__pow__", "self.grad += self.data ** (other - 1) * out.grad"),
    "POW-PRECEDENCE": ("__pow__", "self.grad += other * self.data ** other - 1 * out.grad"),
    "POW-INTEGRAL": ("__pow__", "self.grad += other * self.data ** (other + 1) * out.grad"),
    "POW-SAME-POWER": ("__pow__", "self.grad += other * self.data ** other * out.grad"),
    "POW-AS-EXP": ("__pow__", "self.grad += out.data * math.log(abs(other)) * out.grad"),
    "POW-OVERWRITE": ("__pow__", "self.grad = other * self.data ** (other - 1) * out.grad"),
    "SUB-BOTH-NEG": ("__sub__", "self.grad -= out.grad; other.grad -= out.grad"),
    "SUB-AS-ADD": ("__sub__", "self.grad += out.grad; other.grad += out.grad"),
    "SUB-OVERWRITE": ("__sub__", "self.grad = out.grad; other.grad = -out.grad"),
    "NEG-SIGN": ("__neg__", "self.grad += out.grad"),
    "NEG-NO-UPSTREAM": ("__neg__", "self.grad -= 1.0"),
}

# id -> (method, the whole wrong method)
WRONG_METHODS = {
    "CALLED-NOT-STORED": (
        "__mul__",
        """
def __mul__(self, other):
    other = wrap(other); out = Value(self.data * other.data, (self, other), "*")
    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad
    out._backward = _backward()
    return out
""",
    ),
    "NOT-ATTACHED": (
        "__mul__",
        """
def __mul__(self, other):
    other = wrap(other); out = Value(self.data * other.data, (self, other), "*")
    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad
    return out
""",
    ),
    "PARENTS-MISSING": (
        "__mul__",
        """
def __mul__(self, other):
    other = wrap(other); out = Value(self.data * other.data, (self,), "*")
    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad
    out._backward = _backward
    return out
""",
    ),
    "PARENTS-ARE-DATA": (
        "__mul__",
        """
def __mul__(self, other):
    other = wrap(other); out = Value(self.data * other.data, (self.data, other.data), "*")
    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad
    out._backward = _backward
    return out
""",
    ),
    "NO-WRAP": (
        "__add__",
        """
def __add__(self, other):
    out = Value(self.data + other.data, (self, other), "+")
    def _backward():
        self.grad += out.grad
        other.grad += out.grad
    out._backward = _backward
    return out
""",
    ),
    "RDIV-ORDER": ("__rtruediv__", "def __rtruediv__(self, other): return self / other"),
    "RSUB-ORDER": ("__rsub__", "def __rsub__(self, other): return self - other"),
}

EXERCISE = {
    "__add__": "02.add", "__mul__": "02.mul", "__pow__": "02.pow", "__truediv__": "02.div",
    "__rtruediv__": "02.div", "__sub__": "02.minus", "__rsub__": "02.minus", "__neg__": "02.minus",
}  # fmt: skip
WRONG = {**WRONG_RULES, **WRONG_METHODS}

_ENGINE = """
import math

class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op
        self._backward = lambda: None

    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other
    def __rsub__(self, other): return Value(other) - self
    def __rtruediv__(self, other): return Value(other) / self

def wrap(x): return x if isinstance(x, Value) else Value(x)
"""


def student_value(*ideas: str) -> Any:
    """Return the class of a student who has these wrong ideas, and is right in everything else."""
    names: dict[str, Any] = {}
    exec(_ENGINE, names)
    value = names["Value"]
    rules = dict(RIGHT)
    for idea in ideas:
        method, code = WRONG[idea]
        if idea in WRONG_RULES:
            rules[method] = (RIGHT[method][0], code)
    for method, (symbol, rule) in rules.items():
        exec(method_source(method, symbol, rule), names)
        setattr(value, method, names[method])
    for idea in ideas:
        if idea in WRONG_METHODS:
            method, code = WRONG_METHODS[idea]
            exec(code, names)
            setattr(value, method, names[method])
    return value


def method_source(method: str, symbol: str, rule: str) -> str:
    """Return the source of an operator with this rule."""
    if method == "__neg__":
        head = f"def {method}(self):\n    out = Value(-self.data, (self,), 'neg')\n"
    elif method == "__pow__":
        head = f"def {method}(self, other):\n    out = Value(self.data**other, (self,), '**')\n"
    else:
        head = (
            f"def {method}(self, other):\n    other = wrap(other)\n"
            f"    out = Value(self.data {symbol} other.data, (self, other), {symbol!r})\n"
        )
    tail = "    out._backward = _backward\n    return out\n"
    return f"{head}    def _backward():\n        {rule}\n{tail}"


def student_with_rule(method: str, rule: str) -> Any:
    """Return the class of a student who is right, but for this rule in this method."""
    value = student_value()
    names = {"Value": value, "math": math}
    names["wrap"] = lambda x: x if isinstance(x, value) else value(x)
    exec(method_source(method, RIGHT[method][0], rule), names)
    setattr(value, method, names[method])
    return value
