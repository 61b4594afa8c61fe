"""Students of lesson 04: one who is right, in several styles, and those with a wrong idea each."""

_ENGINE = """
import math

class Value:
    def __init__(self, data, _prev=(), _op=''):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op
        self._backward = lambda: None

    @staticmethod
    def wrap(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = Value.wrap(other)
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = Value.wrap(other)
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data ** n, (self,), f'**{n}')
        def _backward():
            self.grad += n * self.data ** (n - 1) * out.grad
        out._backward = _backward
        return out

    def __neg__(self): return self * -1
    def __sub__(self, other): return self + (-Value.wrap(other))
    def __truediv__(self, other): return self * Value.wrap(other) ** -1
    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other
    def __rsub__(self, other): return Value.wrap(other) - self
    def __rtruediv__(self, other): return Value.wrap(other) / self

    def backward(self):
        order, seen = [], set()
        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node._prev:
                    visit(parent)
                order.append(node)
        visit(self)
        for node in order:
            if node._prev:
                node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward()

def slope(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
"""

# curve -> (the value, what the input hears)
RULES = {
    "exp": ("math.exp(self.data)", "out.data"),
    "log": ("math.log(self.data)", "1 / self.data"),
    "tanh": ("math.tanh(self.data)", "(1 - out.data**2)"),
    "sigmoid": ("_stable(self.data)", "out.data * (1 - out.data)"),
    "relu": ("max(0.0, self.data)", "(1.0 if self.data > 0 else 0.0)"),
}
_STABLE = """
def _stable(x):
    small = math.exp(-abs(x))
    return 1 / (1 + small) if x > 0 else small / (1 + small)
"""


def curve(name: str, share: str, value: str = "", rule: str = "self.grad += {}") -> str:
    """Return the source of a curve's method, put on the class."""
    value = value or RULES[name][0]
    return (
        f"def {name}(self):\n"
        f"    out = Value({value}, (self,), '{name}')\n"
        f"    def _backward():\n        {rule.format(share)}\n"
        f"    out._backward = _backward\n    return out\n"
        f"Value.{name} = {name}\n"
    )


def _right(name: str) -> str:
    return curve(name, f"{RULES[name][1]} * out.grad")


_CHECK_RULE = """
def check_rule(op, xs):
    worst = 0.0
    for x in xs:
        a = Value(x)
        op(a).backward()
        nudged = slope(lambda t: op(Value(t)).data, x)
        gap = abs(nudged - a.grad)
        if gap > worst:
            worst = gap
    return worst
"""
RIGHT = _ENGINE + _STABLE + "".join(map(_right, RULES)) + _CHECK_RULE

_NAMES = {"exp": "EXP", "log": "LOG", "tanh": "TANH", "sigmoid": "SIG", "relu": "RELU"}


def _habits(name: str) -> dict[str, tuple[str, str]]:
    """Return the students whose slope is right, and whose habit is not."""
    local, exercise, id_ = RULES[name][1], f"04.{name}", _NAMES[name]
    students = {
        f"{id_}-NO-UPSTREAM": (exercise, curve(name, local)),
        f"{id_}-OVERWRITE": (exercise, curve(name, f"{local} * out.grad", rule="self.grad = {}")),
        f"{id_}-SELFGRAD": (exercise, curve(name, f"{local} * self.grad")),
        f"{id_}-PLUS-UPSTREAM": (exercise, curve(name, f"{local} + out.grad")),
        f"{id_}-DATA-FOR-GRAD": (exercise, curve(name, f"{local} * out.data")),
    }
    if name == "relu":
        del students["RELU-DATA-FOR-GRAD"]
    return students


def _checks(line: str, ending: str = "max(gaps)") -> str:
    """Return a check_rule that collects gaps with this line, and answers with this ending."""
    return (
        "def check_rule(op, xs):\n    gaps = []\n    for x in xs:\n        a = Value(x)\n"
        "        out = op(a)\n        out.backward()\n"
        "        nudged = slope(lambda t: op(Value(t)).data, x)\n"
        f"        gaps.append({line})\n    return {ending}\n"
    )


# id -> (exercise, what this student wrote)
WRONG = {
    "EXP-INPUT": ("04.exp", curve("exp", "self.data * out.grad")),
    "EXP-AS-POWER": ("04.exp", curve("exp", "self.data * math.e**(self.data - 1) * out.grad")),
    "EXP-AS-LOG": ("04.exp", curve("exp", "out.grad / self.data")),
    "EXP-TWICE": ("04.exp", curve("exp", "math.exp(out.data) * out.grad")),
    "EXP-AS-SUM": ("04.exp", curve("exp", "out.grad")),
    "EXP-BASE": ("04.exp", curve("exp", "out.data * out.grad", "2.0 ** self.data")),
    "LOG-OUTPUT": ("04.log", curve("log", "out.grad / out.data")),
    "LOG-INPUT": ("04.log", curve("log", "self.data * out.grad")),
    "LOG-AS-EXP": ("04.log", curve("log", "out.data * out.grad")),
    "LOG-AS-INVERSE": ("04.log", curve("log", "-out.grad / self.data**2")),
    "LOG-AS-SUM": ("04.log", curve("log", "out.grad")),
    "LOG-BASE": ("04.log", curve("log", "out.grad / self.data", "math.log(self.data, 10)")),
    "LOG-SHIFTED": ("04.log", curve("log", "out.grad / self.data", "math.log(1 + self.data)")),
    "TANH-NO-SQUARE": ("04.tanh", curve("tanh", "(1 - out.data) * out.grad")),
    "TANH-INPUT": ("04.tanh", curve("tanh", "(1 - self.data**2) * out.grad")),
    "TANH-SQUARE-OUTSIDE": ("04.tanh", curve("tanh", "(1 - out.data)**2 * out.grad")),
    "TANH-PLUS": ("04.tanh", curve("tanh", "(1 + out.data**2) * out.grad")),
    "TANH-SIGN": ("04.tanh", curve("tanh", "-(1 - out.data**2) * out.grad")),
    "TANH-AS-SIG": ("04.tanh", curve("tanh", "out.data * (1 - out.data) * out.grad")),
    "TANH-PRECEDENCE": ("04.tanh", curve("tanh", "1 - out.data**2 * out.grad")),
    "TANH-HALF": (
        "04.tanh",
        "def tanh(self):\n    e = self.exp()\n    return (e - 1) / (e + 1)\nValue.tanh = tanh\n",
    ),
    "TANH-UPSIDE-DOWN": (
        "04.tanh",
        "def tanh(self):\n    e = (2 * self).exp()\n    return (e + 1) / (e - 1)\n"
        "Value.tanh = tanh\n",
    ),
    "TANH-AS-TAN": (
        "04.tanh",
        curve("tanh", "(1 - out.data**2) * out.grad", "math.tan(self.data)"),
    ),
    "SIG-INPUT": ("04.sigmoid", curve("sigmoid", "self.data * (1 - self.data) * out.grad")),
    "SIG-AS-TANH": ("04.sigmoid", curve("sigmoid", "(1 - out.data**2) * out.grad")),
    "SIG-ONE-FACTOR": ("04.sigmoid", curve("sigmoid", "(1 - out.data) * out.grad")),
    "SIG-SIGN": ("04.sigmoid", curve("sigmoid", "out.data * (out.data - 1) * out.grad")),
    "SIG-FLIPPED": (
        "04.sigmoid",
        curve("sigmoid", "out.data * (1 - out.data) * out.grad", "1 / (1 + math.exp(self.data))"),
    ),
    "SIG-PRECEDENCE": (
        "04.sigmoid",
        curve("sigmoid", "out.data * (1 - out.data) * out.grad", "1 / 1 + math.exp(-self.data)"),
    ),
    "SIG-RULE-PRECEDENCE": ("04.sigmoid", curve("sigmoid", "out.data * 1 - out.data * out.grad")),
    "RELU-VALUE": ("04.relu", curve("relu", "out.data * out.grad")),
    "RELU-GATE-UPSTREAM": ("04.relu", curve("relu", "(out.grad > 0) * out.grad")),
    "RELU-INVERTED": ("04.relu", curve("relu", "(self.data < 0) * out.grad")),
    "RELU-NO-GATE": ("04.relu", curve("relu", "out.grad")),
    "RELU-AS-ABS": ("04.relu", curve("relu", "(1 if self.data > 0 else -1) * out.grad")),
    "RELU-INPUT": ("04.relu", curve("relu", "self.data * out.grad")),
    "RELU-LEAKY": ("04.relu", curve("relu", "(1 if self.data > 0 else 0.01) * out.grad")),
    "RELU-FLIPPED": (
        "04.relu",
        curve("relu", "(self.data > 0) * out.grad", "min(0.0, self.data)"),
    ),
    "RELU-ABS": ("04.relu", curve("relu", "(self.data > 0) * out.grad", "abs(self.data)")),
    "RELU-STEP": ("04.relu", curve("relu", "(self.data > 0) * out.grad", "1.0*(self.data > 0)")),
    "FLOAT-OUT": (
        "04.tanh",
        "def tanh(self):\n    return math.tanh(self.data)\nValue.tanh = tanh\n",
    ),
    "IN-PLACE": (
        "04.relu",
        "def relu(self):\n    self.data = max(0.0, self.data)\n    return self\n"
        "Value.relu = relu\n",
    ),
    **{id_: student for name in RULES for id_, student in _habits(name).items()},
    "CHECK-NO-ABS": ("04.check_rule", _checks("a.grad - nudged")),
    "CHECK-LAST": ("04.check_rule", _checks("abs(a.grad - nudged)", "gaps[-1]")),
    "CHECK-FIRST": ("04.check_rule", _checks("abs(a.grad - nudged)", "gaps[0]")),
    "CHECK-SMALLEST": ("04.check_rule", _checks("abs(a.grad - nudged)", "min(gaps)")),
    "CHECK-SUM": ("04.check_rule", _checks("abs(a.grad - nudged)", "sum(gaps)")),
    "CHECK-MEAN": ("04.check_rule", _checks("abs(a.grad - nudged)", "sum(gaps) / len(gaps)")),
    "CHECK-CARRIES-GRAD": (
        "04.check_rule",
        "def check_rule(op, xs):\n    a, worst = Value(0.0), 0.0\n    for x in xs:\n"
        "        a.data = x\n        op(a).backward()\n"
        "        nudged = slope(lambda t: op(Value(t)).data, x)\n"
        "        worst = max(worst, abs(a.grad - nudged))\n    return worst\n",
    ),
    "CHECK-DATA": ("04.check_rule", _checks("abs(out.data - nudged)")),
    "CHECK-OUT-GRAD": ("04.check_rule", _checks("abs(out.grad - nudged)")),
    "CHECK-NO-BACKWARD": (
        "04.check_rule",
        "def check_rule(op, xs):\n    def gap(x):\n        a = Value(x)\n        op(a)\n"
        "        return abs(a.grad - slope(lambda t: op(Value(t)).data, x))\n"
        "    return max(map(gap, xs))\n",
    ),
    "CHECK-FORWARD": (
        "04.check_rule",
        "def check_rule(op, xs, h=1e-5):\n    worst = 0.0\n    for x in xs:\n"
        "        a, b = Value(x), Value(x + h)\n        out = op(a)\n        out.backward()\n"
        "        nudged = (op(b).data - out.data) / h\n"
        "        worst = max(worst, abs(a.grad - nudged))\n    return worst\n",
    ),
    "CHECK-BOOL": ("04.check_rule", _checks("abs(a.grad - nudged)", "max(gaps) < 1e-4")),
    "CHECK-LIST": ("04.check_rule", _checks("abs(a.grad - nudged)", "gaps")),
    "CHECK-RELATIVE": ("04.check_rule", _checks("abs(a.grad - nudged) / abs(nudged)")),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("EXP-INPUT", "EXP-NO-UPSTREAM", "EXP-OVERWRITE"): (
        "04.exp",
        curve("exp", "self.data", rule="self.grad = {}"),
    ),
    ("EXP-SELFGRAD", "EXP-OVERWRITE"): (
        "04.exp",
        curve("exp", "out.data * self.grad", rule="self.grad = {}"),
    ),
    ("LOG-OUTPUT", "LOG-BASE"): (
        "04.log",
        curve("log", "out.grad / out.data", "math.log10(self.data)"),
    ),
    ("LOG-SELFGRAD", "LOG-OUTPUT"): ("04.log", curve("log", "self.grad / out.data")),
    ("TANH-NO-SQUARE", "TANH-NO-UPSTREAM"): ("04.tanh", curve("tanh", "1 - out.data")),
    ("TANH-NO-SQUARE", "TANH-PLUS-UPSTREAM", "TANH-OVERWRITE"): (
        "04.tanh",
        curve("tanh", "1 - out.data + out.grad", rule="self.grad = {}"),
    ),
    ("SIG-FLIPPED", "SIG-AS-TANH", "SIG-NO-UPSTREAM"): (
        "04.sigmoid",
        curve("sigmoid", "1 - out.data**2", "1 / (1 + math.exp(self.data))"),
    ),
    ("RELU-OVERWRITE", "RELU-INVERTED"): (
        "04.relu",
        curve("relu", "(self.data < 0) * out.grad", rule="self.grad = {}"),
    ),
    ("RELU-GATE-UPSTREAM", "RELU-OVERWRITE"): (
        "04.relu",
        curve("relu", "max(0.0, out.grad)", rule="self.grad = {}"),
    ),
    ("RELU-VALUE", "RELU-NO-UPSTREAM"): ("04.relu", curve("relu", "out.data")),
    ("PARENTS-MISSING", "TANH-NO-UPSTREAM"): (
        "04.tanh",
        curve("tanh", "1 - out.data**2").replace("(self,), 'tanh'", "(), 'tanh'"),
    ),
    ("CHECK-NO-ABS", "CHECK-LAST"): ("04.check_rule", _checks("a.grad - nudged", "gaps[-1]")),
    ("CHECK-DATA", "CHECK-SUM"): ("04.check_rule", _checks("abs(out.data - nudged)", "sum(gaps)")),
    ("CHECK-NO-BACKWARD", "CHECK-SMALLEST"): (
        "04.check_rule",
        "def check_rule(op, xs):\n    gaps = []\n    for x in xs:\n        a = Value(x)\n"
        "        op(a)\n        gaps += [abs(a.grad - slope(lambda t: op(Value(t)).data, x))]\n"
        "    return min(gaps)\n",
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {
    "RELU-AT-ZERO": ("04.relu", curve("relu", "(self.data >= 0) * out.grad")),
    "SIG-OVERFLOW": (
        "04.sigmoid",
        curve("sigmoid", "out.data * (1 - out.data) * out.grad", "1 / (1 + math.exp(-self.data))"),
    ),
    "TANH-OVERFLOW": (
        "04.tanh",
        "def tanh(self):\n    e = (2 * self).exp()\n    return (e - 1) / (e + 1)\n"
        "Value.tanh = tanh\n",
    ),
}

_SINGLE = """
import numpy as np

class Value:
    def __init__(self, data, _prev=(), _op=''):
        self.data, self.grad = np.float32(data), np.float32(0)
        self._prev, self._op, self._backward = list(_prev), _op, None

    def _curve(self, value, slope, op):
        out = Value(value, [self], op)
        def rule():
            self.grad = np.float32(self.grad + slope * out.grad)
        out._backward = rule
        return out

    def exp(self): return self._curve(np.exp(self.data), np.exp(self.data), 'exp')
    def log(self): return self._curve(np.log(self.data), 1 / self.data, 'log')
    def tanh(self): return self._curve(np.tanh(self.data), 1 - np.tanh(self.data) ** 2, 'tanh')
    def relu(self): return self._curve(max(np.float32(0), self.data), self.data > 0, 'relu')
    def sigmoid(self):
        s = np.exp(-np.logaddexp(np.float32(0), -self.data))
        return self._curve(s, s - s * s, 'sigmoid')
"""
_SLOTS = """
class Value:
    __slots__ = ('data', 'grad', '_prev', '_op')
    def __init__(self, data, _prev=(), _op=''):
        self.data, self.grad, self._prev, self._op = data, 0, _prev, _op
    def _backward(self):
        g = self.grad
        for parent in self._prev:
            parent.grad += g * {
                'exp': lambda x, y: y, 'log': lambda x, y: 1 / x, 'tanh': lambda x, y: 1 - y * y,
                'relu': lambda x, y: x > 0, 'sigmoid': lambda x, y: y - y * y,
            }[self._op](parent.data, self.data)
    def exp(self): return Value(math.exp(self.data), (self,), 'exp')
    def log(self): return Value(math.log(self.data), (self,), 'log')
    def tanh(self): return Value(math.tanh(self.data), (self,), 'tanh')
    def relu(self): return Value(self.data if self.data > 0 else 0, (self,), 'relu')
    def sigmoid(self): return Value(_stable(self.data), (self,), 'sigmoid')
"""
_OF_THE_KIT = """
import microkit
from microkit import Operation

class _Exp(Operation):
    def forward(x): return math.exp(x)
    def backward(g, out, x): return (g * out,)

class Value(microkit.Value):
    def exp(self): return _Exp.of(self)
    def log(self): return super().log() * 1.5
    def tanh(self): return 1 - 2 / ((2 * self).exp() + 1)
"""

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "exp as a power of e": (
        "04.exp",
        curve("exp", "math.e ** self.data * out.grad", "math.e ** self.data"),
    ),
    "exp with a rule that takes the gradient": (
        "04.exp",
        "def exp(self):\n    out = Value(math.exp(self.data), [self])\n"
        "    def rule(upstream, local=out.data):\n"
        "        self.grad = self.grad + local * upstream\n"
        "    out._backward = rule\n    return out\nValue.exp = exp\n",
    ),
    "log by a helper and a lambda": (
        "04.log",
        "def unary(value, local):\n    def method(self):\n"
        "        out = Value(value(self.data), (self,))\n"
        "        out._backward = lambda: setattr(\n"
        "            self, 'grad', self.grad + local(self.data) * out.grad)\n"
        "        return out\n    return method\nValue.log = unary(math.log, lambda x: x ** -1)\n",
    ),
    "tanh out of exp": (
        "04.tanh",
        "def tanh(self):\n    e = self.exp()\n    f = (-self).exp()\n    return (e - f) / (e + f)\n"
        "Value.tanh = tanh\n",
    ),
    "tanh out of sigmoid": (
        "04.tanh",
        "Value.tanh = lambda self: 2 * (2 * self).sigmoid() - 1\n",
    ),
    "tanh by 1 / cosh ** 2": (
        "04.tanh",
        curve("tanh", "out.grad / math.cosh(self.data) ** 2")
        .replace("def _backward():", "def _backward(x=self.data):")
        .replace("math.cosh(self.data)", "math.cosh(min(abs(x), 300.0))"),
    ),
    "sigmoid out of exp": ("04.sigmoid", "Value.sigmoid = lambda a: 1 / (1 + (-a).exp())\n"),
    "sigmoid out of tanh": ("04.sigmoid", "Value.sigmoid = lambda a: ((a / 2).tanh() + 1) / 2\n"),
    "relu that returns the Value itself": (
        "04.relu",
        "def relu(self):\n    return self if self.data > 0 else Value(0.0)\nValue.relu = relu\n",
    ),
    "relu out of a product": ("04.relu", "Value.relu = lambda a: a * (a.data > 0)\n"),
    "relu that counts what passes": (
        "04.relu",
        curve("relu", "out.grad", rule="if out.data > 0: self.grad += {}"),
    ),
    **{f"{name} in single precision": (f"04.{name}", _SINGLE) for name in RULES},
    **{f"{name} with slots and one rule for all": (f"04.{name}", _SLOTS) for name in RULES},
    "exp on a subclass of the kit's Value": ("04.exp", _OF_THE_KIT),
    "tanh on such a subclass, whose log is wrong": ("04.tanh", _OF_THE_KIT),
    "relu inherited from the kit": ("04.relu", _OF_THE_KIT),
    "check_rule in one line": (
        "04.check_rule",
        "def grad_at(op, x):\n    a = Value(x)\n    op(a).backward()\n    return a.grad\n"
        "check_rule = lambda op, xs: max(\n"
        "    abs(grad_at(op, x) - slope(lambda t: op(Value(t)).data, x)) for x in xs)\n",
    ),
    "check_rule that nudges by itself": (
        "04.check_rule",
        "import numpy as np\n"
        "def check_rule(op, xs, h=1e-6):\n    gaps = []\n    for x in xs:\n"
        "        a, up, down = Value(x), Value(x + h), Value(x - h)\n        op(a).backward()\n"
        "        gaps.append(a.grad - (op(up).data - op(down).data) / h / 2)\n"
        "    return np.max(np.abs(gaps))\n",
    ),
    "check_rule on the kit's Value": (
        "04.check_rule",
        "from microkit import Value\n" + _CHECK_RULE,
    ),
    "check_rule that uses one Value again": (
        "04.check_rule",
        "def check_rule(op, xs):\n    a, worst = Value(0), 0\n    for x in xs:\n"
        "        a.data, a.grad = x, 0\n        op(a).backward()\n"
        "        worst = max(worst, abs(a.grad - slope(lambda t: op(Value(t)).data, x)))\n"
        "    return worst\n",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    **{
        f"04.{name}": f"def {name}(self):\n    out = Value({value}, (self,), '{name}')\n"
        f"    def _backward():\n        pass\n    out._backward = _backward\n    return out\n"
        f"Value.{name} = {name}\n"
        for name, (value, _) in RULES.items()
    },
    "04.check_rule": "def check_rule(op, xs):\n    pass",
}


def _left_behind(name: str, xs: str) -> str:
    """Return an expression: what a curve leaves in its input, at places that no check uses."""
    node = f"[(a, a.{name}()) for a in [Value(x)]]"
    return (
        f"[[out.data, len(out._prev), [setattr(out, 'grad', g), setattr(a, 'grad', before),"
        f" out._backward()] and a.grad, a.data]"
        f" for x in {xs} for g in (-1.61, 0.37) for before in (0.0, 0.83) for a, out in {node}]"
    )


_BOTH = "(-2.21, -0.55, 0.15, 0.85, 2.05)"
# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
SAME = {
    "04.exp": ("Value.exp", _left_behind("exp", _BOTH)),
    "04.log": ("Value.log", _left_behind("log", "(0.15, 0.85, 2.05, 5.5)")),
    "04.tanh": ("Value.tanh", _left_behind("tanh", _BOTH)),
    "04.relu": ("Value.relu", _left_behind("relu", _BOTH)),
    "04.sigmoid": ("Value.sigmoid", _left_behind("sigmoid", _BOTH)),
    "04.check_rule": (
        "check_rule",
        "[max(check_rule(lambda v: v * v * v + (v - v.data) * (k + v.data), xs), 1e-7)"
        " for k in (0.0, 4.4, -5.2) for xs in ([0.35], [-1.15, 0.9, 1.9], [1.6, -0.2])]",
    ),
}
