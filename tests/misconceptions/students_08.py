"""Students of lesson 08: one who is right, in several styles, and those with a wrong idea each."""

_HEAD = """
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self._prev = list(parents)
        self.slopes = list(slopes)
"""
_OPERATORS = """
    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, (self, other), (1, 1))

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def relu(self):
        if self.data > 0:
            return Value(self.data, (self,), (1.0,))
        return Value(0.0, (self,), (0.0,))

    def __neg__(self): return self * -1
    def __sub__(self, other): return self + as_value(other) * -1
    def __truediv__(self, other): return self * as_value(other) ** -1
    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other
    def __rsub__(self, other): return as_value(other) - self
    def __rtruediv__(self, other): return as_value(other) / self
"""
_BACKWARD = """
    def backward(self):
        order, seen = [], set()
        def visit(node):
            if id(node) in seen:
                return
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
            for parent, slope in zip(node._prev, node.slopes):
                parent.grad += slope * node.grad
"""
_TAIL = """
def as_value(x):
    return x if isinstance(x, Value) else Value(x)
"""
_OPERATION = """
class Operation:
    @classmethod
    def of(cls, *inputs):
        values = [as_value(x) for x in inputs]
        numbers = [v.data for v in values]
        out = cls.forward(*numbers)
        slopes = cls.backward(1.0, out, *numbers)
        return Value(out, values, slopes)
"""
_OWN = """
class Own(Operation):
    @staticmethod
    def forward(x):
        return max(x, 0.0) + math.log1p(math.exp(-abs(x)))

    @staticmethod
    def backward(g, out, x):
        return (g / (1 + math.exp(-x)),)
"""
RIGHT = _HEAD + _OPERATORS + _BACKWARD + _TAIL + _OPERATION + _OWN


def _engine(old: str, new: str) -> tuple[str, str]:
    """Return a student whose engine has other text in place of this."""
    engine = _HEAD + _OPERATORS + _BACKWARD + _TAIL
    assert engine.count(old) == 1, old
    return "08.engine", engine.replace(old, new)


def _walks(body: str) -> tuple[str, str]:
    """Return a student whose backward is this."""
    return "08.engine", f"{_HEAD}{_OPERATORS}\n    def backward(self):\n{body}{_TAIL}"


def _operation(body: str) -> tuple[str, str]:
    """Return a student whose `of` ends like this."""
    return (
        "08.operation",
        "class Operation:\n    @classmethod\n    def of(cls, *inputs):\n"
        "        values = [as_value(x) for x in inputs]\n"
        "        numbers = [v.data for v in values]\n"
        f"        out = cls.forward(*numbers)\n{body}",
    )


def _closure(share: str, adds: str = "+=") -> tuple[str, str]:
    """Return a student whose `of` attaches a rule, as in lesson 02."""
    return _operation(
        "        node = Value(out, values)\n"
        "        def rule():\n"
        f"            for v, share in zip(values, {share}):\n"
        f"                v.grad {adds} share\n"
        "        node._backward = rule\n        return node\n"
    )


def _own(forward: str, backward: str, inputs: str = "x") -> tuple[str, str]:
    """Return a student with an operation of these two halves."""
    return (
        "08.own",
        f"class Own(Operation):\n    @staticmethod\n    def forward({inputs}):\n"
        f"        return {forward}\n    @staticmethod\n    def backward(g, out, {inputs}):\n"
        f"        return {backward}\n",
    )


_ADD = "parent.grad += slope * node.grad"
_ORDER = """        order, seen = [], set()
        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node._prev:
                    visit(parent)
                order.append(node)
        visit(self)
"""

# id -> (exercise, what this student wrote)
WRONG = {
    "ENGINE-OVERWRITE": _engine(_ADD, "parent.grad = slope * node.grad"),
    "ENGINE-NO-UPSTREAM": _engine(_ADD, "parent.grad += slope"),
    "ENGINE-PLUS-UPSTREAM": _engine(_ADD, "parent.grad += node.grad + slope"),
    "ENGINE-DATA": _engine(_ADD, "parent.grad += slope * node.data"),
    "ENGINE-SELFGRAD": _engine(_ADD, "parent.grad += slope * parent.grad"),
    "ENGINE-NO-SEED": _engine("        self.grad = 1.0\n", ""),
    "ENGINE-SEED-DATA": _engine("self.grad = 1.0", "self.grad = self.data"),
    "ENGINE-NOT-REVERSED": _engine("in reversed(order)", "in order"),
    "ENGINE-ONE-LEVEL": _walks(
        "        for parent in self._prev:\n            parent.grad = 0.0 if parent._prev else "
        "parent.grad\n        self.grad = 1.0\n"
        "        for node in [self, *dict.fromkeys(self._prev)]:\n"
        "            for parent, slope in zip(node._prev, node.slopes):\n"
        "                parent.grad += slope * node.grad\n"
    ),
    "ENGINE-PREORDER": _walks(
        "        order, seen = [], set()\n        def visit(node):\n"
        "            if id(node) not in seen:\n                seen.add(id(node))\n"
        "                order.append(node)\n                for parent in node._prev:\n"
        "                    visit(parent)\n        visit(self)\n"
        "        for node in order:\n            if node._prev:\n                node.grad = 0.0\n"
        "        self.grad = 1.0\n        for node in order:\n"
        "            for parent, slope in zip(node._prev, node.slopes):\n"
        "                parent.grad += slope * node.grad\n"
    ),
    "ENGINE-EVERY-PATH": _walks(
        "        def send(node):\n            for parent, slope in zip(node._prev, node.slopes):\n"
        "                parent.grad += slope * node.grad\n"
        "            for parent in node._prev:\n                send(parent)\n"
        "        self.grad = 1.0\n        send(self)\n"
    ),
    "ENGINE-DICT": _engine(
        "for parent, slope in zip(node._prev, node.slopes):",
        "for parent, slope in {p: s for p, s in zip(node._prev, node.slopes)}.items():",
    ),
    "ENGINE-EQUAL-NUMBERS": (
        "08.engine",
        RIGHT.replace("if id(node) in seen:", "if node.data in seen:").replace(
            "seen.add(id(node))", "seen.add(node.data)"
        ),
    ),
    "ENGINE-GRAD-IN-SLOPES": _engine(
        "(other.data, self.data)", "(other.data * self.grad, self.data * other.grad)"
    ),
    "ENGINE-SWAPPED": _engine("(other.data, self.data)", "(self.data, other.data)"),
    "ENGINE-ADD-AS-MUL": _engine("(1, 1)", "(other.data, self.data)"),
    "ENGINE-POW-NO-COEFF": _engine("n * self.data ** (n - 1)", "self.data ** (n - 1)"),
    "ENGINE-EXP-INPUT": _engine("(self,), (e,)", "(self,), (self.data,)"),
    "ENGINE-LOG-OUTPUT": _engine("1 / self.data", "1 / math.log(self.data)"),
    "ENGINE-RELU-VALUE": _engine("(self,), (1.0,)", "(self,), (self.data,)"),
    "ENGINE-RELU-ALWAYS-OPEN": _engine("(self,), (0.0,)", "(self,), (1.0,)"),
    "ENGINE-RSUB-ORDER": _engine("return as_value(other) - self", "return self - other"),
    "ENGINE-RDIV-ORDER": _engine("return as_value(other) / self", "return self / other"),
    "ENGINE-NO-WRAP": _engine(
        "        other = as_value(other)\n        return Value(self.data + ",
        "        return Value(self.data + ",
    ),
    "ENGINE-NO-COMMA": _engine("(1 / self.data,)", "(1 / self.data)"),
    "OPERATION-VALUES": (
        "08.operation",
        "class Operation:\n    @classmethod\n    def of(cls, *inputs):\n"
        "        values = [as_value(x) for x in inputs]\n        out = cls.forward(*values)\n"
        "        return Value(out, values, cls.backward(1, out, *values))\n",
    ),
    "OPERATION-NUMBER-OUT": _operation("        return out\n"),
    "OPERATION-NO-PARENTS": _operation("        return Value(out)\n"),
    "OPERATION-NO-WRAP": (
        "08.operation",
        "class Operation:\n    @classmethod\n    def of(cls, *values):\n"
        "        numbers = [v.data for v in values]\n        out = cls.forward(*numbers)\n"
        "        return Value(out, values, cls.backward(1, out, *numbers))\n",
    ),
    "OPERATION-OUT-FOR-G": _operation(
        "        return Value(out, values, cls.backward(out, out, *numbers))\n"
    ),
    "OPERATION-SWAPPED": _operation(
        "        return Value(out, values, cls.backward(out, 1, *numbers))\n"
    ),
    "OPERATION-NO-OUT": _operation(
        "        return Value(out, values, cls.backward(1, *numbers))\n"
    ),
    "OPERATION-FIRST-ONLY": _operation(
        "        first, *_ = cls.backward(1, out, *numbers)\n"
        "        return Value(out, values, (first,))\n"
    ),
    "OPERATION-REVERSED": _operation(
        "        shares = list(cls.backward(1, out, *numbers))\n"
        "        return Value(out, values, [shares.pop() for _ in values])\n"
    ),
    "OPERATION-TOO-EARLY": _operation(
        "        for v, share in zip(values, cls.backward(1, out, *numbers)):\n"
        "            v.grad += share\n        return Value(out, values)\n"
    ),
    "OPERATION-NO-UPSTREAM": _closure("cls.backward(1.0, out, *numbers)"),
    "OPERATION-OVERWRITE": _closure("cls.backward(node.grad, out, *numbers)", "="),
    "OWN-SIGN": _own("math.sin(x)", "(-math.cos(x) * g,)"),
    "OWN-OUT": _own("x ** 3", "(out * g,)"),
    "OWN-INPUT": _own("x ** 2", "(x * g,)"),
    "OWN-PASSES-ON": _own("max(a, b)", "(g, g)", "a, b"),
    "OWN-PLUS-UPSTREAM": _own("math.sin(x)", "(math.cos(x) + g,)"),
    "OWN-NO-UPSTREAM": _own("math.log(1 + math.exp(x))", "(1 / (1 + math.exp(-x)),)"),
    "OWN-NO-TUPLE": _own("math.sin(x)", "(math.cos(x) * g)"),
    "OWN-SWAPPED": _own("max(a, b)", "(g * (b > a), g * (a > b))", "a, b"),
    "OWN-ONE-SHARE": _own("max(a, b)", "(g * (a > b),)", "a, b"),
    "OWN-IDENTITY": _own("x", "(g,)"),
    "OWN-CONSTANT": _own("1.0", "(0.0,)"),
    "OWN-NOT-THE-SLOPE": _own("math.sin(x)", "(math.cos(2 * x) * g,)"),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("ENGINE-OVERWRITE", "ENGINE-NO-UPSTREAM"): _engine(_ADD, "parent.grad = slope"),
    ("ENGINE-SWAPPED", "ENGINE-EXP-INPUT", "ENGINE-NO-SEED"): (
        "08.engine",
        RIGHT.replace("(other.data, self.data)", "(self.data, other.data)")
        .replace("(self,), (e,)", "(self,), (self.data,)")
        .replace("        self.grad = 1.0\n", ""),
    ),
    ("ENGINE-POW-NO-COEFF", "ENGINE-NOT-REVERSED"): (
        "08.engine",
        RIGHT.replace("n * self.data **", "self.data **").replace("in reversed(order)", "in order"),
    ),
    ("OPERATION-REVERSED", "OPERATION-NO-WRAP"): (
        "08.operation",
        "class Operation:\n    @classmethod\n    def of(cls, *values):\n"
        "        numbers = [v.data for v in values]\n        out = cls.forward(*numbers)\n"
        "        return Value(out, values, cls.backward(1, out, *numbers)[::-1])\n",
    ),
    ("OWN-SIGN", "OWN-NO-UPSTREAM"): _own("math.sin(x)", "(-math.cos(x),)"),
    ("OWN-OUT", "OWN-NO-TUPLE"): _own("x ** 3", "out * g"),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {
    "ENGINE-ZEROES-LEAVES": _engine(
        "            if node._prev:\n                node.grad = 0.0\n",
        "            node.grad = 0.0\n",
    ),
}

_AS_IN_MICROGPT = """
import math

class Value:
    __slots__ = ('data', 'grad', '_children', '_local_grads')

    def __init__(self, data, children=(), local_grads=()):
        self.data = data
        self.grad = 0
        self._children = children
        self._local_grads = local_grads

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1, 1))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n): return Value(self.data**n, (self,), (n * self.data**(n-1),))
    def log(self): return Value(math.log(self.data), (self,), (1/self.data,))
    def exp(self): return Value(math.exp(self.data), (self,), (math.exp(self.data),))
    def relu(self): return Value(max(0, self.data), (self,), (float(self.data > 0),))
    def __neg__(self): return self * -1
    def __radd__(self, other): return self + other
    def __sub__(self, other): return self + (-other)
    def __rsub__(self, other): return other + (-self)
    def __rmul__(self, other): return self * other
    def __truediv__(self, other): return self * other**-1
    def __rtruediv__(self, other): return other * self**-1

    def backward(self):
        topo = []
        visited = set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._children:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        self.grad = 1
        for v in reversed(topo):
            for child, local_grad in zip(v._children, v._local_grads):
                child.grad += local_grad * v.grad
"""
_SINGLE = """
import numpy as np

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = np.float32(data), np.float32(0)
        self._prev, self.slopes = tuple(parents), np.array(slopes, dtype=np.float32)
    def _of(self, other, make, *slopes):
        other = other if isinstance(other, Value) else Value(other)
        a, b = self.data, other.data
        return Value(make(a, b), (self, other), [slope(a, b) for slope in slopes])
    def __add__(self, o): return self._of(o, np.add, lambda a, b: 1, lambda a, b: 1)
    def __sub__(self, o): return self._of(o, np.subtract, lambda a, b: 1, lambda a, b: -1)
    def __mul__(self, o): return self._of(o, np.multiply, lambda a, b: b, lambda a, b: a)
    def __truediv__(self, o):
        return self._of(o, np.divide, lambda a, b: 1 / b, lambda a, b: -a / b / b)
    def __rsub__(self, o): return Value(o) - self
    def __rtruediv__(self, o): return Value(o) / self
    __radd__, __rmul__ = __add__, __mul__
    def __neg__(self): return Value(-self.data, [self], [-1])
    def __pow__(self, n): return Value(self.data ** n, [self], [n * self.data ** (n - 1)])
    def exp(self): return Value(np.exp(self.data), [self], [np.exp(self.data)])
    def log(self): return Value(np.log(self.data), [self], [1 / self.data])
    def relu(self): return Value(max(0, self.data), [self], [self.data > 0])
    def backward(self):
        order, waiting = [], {}
        def count(node):
            for parent in node._prev:
                waiting[parent] = waiting.get(parent, 0) + 1
                if waiting[parent] == 1:
                    count(parent)
        count(self)
        for node in waiting:
            if node._prev:
                node.grad = np.float32(0)
        self.grad = np.float32(1)
        ready = [self]
        while ready:
            node = ready.pop()
            for parent, slope in zip(node._prev, node.slopes):
                parent.grad = parent.grad + slope * node.grad
                waiting[parent] -= 1
                if not waiting[parent]:
                    ready.append(parent)
"""
_RULE_ON_NODE = """
class Value(Value):
    def __init__(self, data, parents=(), slopes=(), operation=None):
        super().__init__(data, parents, slopes)
        self.operation = operation
    def backward(self):
        order, seen = [], set()
        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node._prev:
                    visit(parent)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            if node.operation:
                shares = node.operation.backward(
                    node.grad, node.data, *[p.data for p in node._prev])
            else:
                shares = [slope * node.grad for slope in node.slopes]
            for parent, share in zip(node._prev, shares):
                parent.grad += share

class Operation:
    symbol = ''
    @classmethod
    def of(cls, *inputs):
        parents = tuple(x if isinstance(x, Value) else Value(x) for x in inputs)
        return Value(cls.forward(*(p.data for p in parents)), parents, operation=cls)
"""

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "an engine as in microgpt": ("08.engine", _AS_IN_MICROGPT),
    "an engine in single precision, which counts who waits": ("08.engine", _SINGLE),
    "division with slopes of its own": _engine(
        "def __truediv__(self, other): return self * as_value(other) ** -1",
        "def __truediv__(self, other):\n        a, b = self.data, as_value(other).data\n"
        "        return Value(a / b, (self, as_value(other)), (1 / b, -a / b ** 2))",
    ),
    "slopes that only parents which are not numbers have": _engine(
        "        other = as_value(other)\n        return Value(self.data + other.data, "
        "(self, other), (1, 1))",
        "        if not isinstance(other, Value):\n"
        "            return Value(self.data + other, (self,), (1.0,))\n"
        "        return Value(self.data + other.data, (self, other), (1.0, 1.0))",
    ),
    "a product that knows its square": _engine(
        "        return Value(self.data * other.data, (self, other), (other.data, self.data))",
        "        if other is self:\n"
        "            return Value(self.data ** 2, (self,), (2 * self.data,))\n"
        "        return Value(self.data * other.data, (self, other), (other.data, self.data))",
    ),
    "of that attaches a rule": _closure("cls.backward(node.grad, out, *numbers)"),
    "of that asks again for each input": _operation(
        "        slopes = [cls.backward(1, out, *numbers)[i] for i in range(len(values))]\n"
        "        return Value(data=out, parents=values, slopes=slopes)\n"
    ),
    "of that asks with another g": _operation(
        "        shares = cls.backward(-8.0, out, *numbers)\n"
        "        return Value(out, tuple(values), tuple(share / -8.0 for share in shares))\n"
    ),
    "an engine whose nodes keep their operation": ("08.operation", _RULE_ON_NODE),
    "an operation that is made and then asked": (
        "08.operation",
        "class Operation:\n    @classmethod\n    def of(cls, *inputs):\n        self = cls()\n"
        "        values = list(map(as_value, inputs))\n        xs = [v.data for v in values]\n"
        "        y = self.forward(*xs)\n"
        "        return Value(y, values, list(self.backward(1.0, y, *xs)))\n",
    ),
    "own: sin": _own("math.sin(x)", "(math.cos(x) * g,)"),
    "own: the larger of two": _own("max(a, b)", "(g, 0) if a > b else (0, g)", "a, b"),
    "own: the square root, for numbers above 0": _own("math.sqrt(x)", "[g / (2 * out)]"),
    "own: a power of two numbers, for bases above 0": _own(
        "a ** b", "(b * out / a * g, out * math.log(a) * g)", "a, b"
    ),
    "own: relu with a leak": _own("x if x > 0 else 0.1 * x", "(g if x > 0 else 0.1 * g,)"),
    "own: a mix of three": _own("a * b + c * c", "(b * g, a * g, 2 * c * g)", "a, b, c"),
    "own: any number of inputs": (
        "08.own",
        "class Own(Operation):\n"
        "    def forward(*xs): return math.prod(xs)\n"
        "    def backward(g, out, *xs): return tuple(g * out / x for x in xs)\n",
    ),
    "own: on the kit's Operation": (
        "08.own",
        "from microkit import Operation\n"
        "class Own(Operation, symbol='gauss'):\n"
        "    def forward(x): return math.exp(-x * x)\n"
        "    def backward(g, out, x): return (-2 * x * out * g,)\n",
    ),
    "own: methods with self": (
        "08.own",
        "class Own(Operation):\n"
        "    def forward(self, x): return math.atan(x)\n"
        "    def backward(self, g, out, x): return (g / (1 + x * x),)\n",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "08.engine": _HEAD
    + "".join(
        f"    def {name}(self, *other):\n        pass\n"
        for name in (
            *("__add__", "__mul__", "__pow__", "__neg__", "__sub__", "__truediv__", "__radd__"),
            *("__rmul__", "__rsub__", "__rtruediv__", "exp", "log", "relu", "backward"),
        )
    ),
    "08.operation": "class Operation:\n    @classmethod\n    def of(cls, *inputs):\n        pass\n",
    "08.own": "class Own(Operation):\n    @staticmethod\n    def forward(x):\n        pass\n"
    "    @staticmethod\n    def backward(g, out, x):\n        pass\n",
}

_ALL = (
    "[a + b, a * b, a ** 3, b ** -1.5, -a, a - b, a / b, 0.3 + a, 0.3 * a, 0.3 - a, 0.3 / a,"
    " a + 0.3, a * 0.3, a - 0.3, a / 0.3, a.exp(), b.log(), a.relu(), a * a,"
    " (a * b + a) / (b - a).exp(), (lambda c: c * c.exp() + c)(a * b),"
    " (lambda c, d: c * d + (c + d) / c)(a + b, b + a)]"
)
# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
SAME = {
    "08.engine": (
        "Value",
        f"[[out.data, [[leaf.grad for leaf in (a, b)] for _ in [out.backward()]], out.grad]"
        f" for x in (-0.45, 1.15) for i in range(22)"
        f" for a, b in [(Value(x), Value(0.75))] for out in [{_ALL}[i]]]",
    ),
    "08.operation": (
        "Operation",
        "[[out.data, [leaf.grad for leaf in (a, b) if not (out * -0.65).backward()]]"
        " for op in [type('Op', (Operation,), dict("
        "forward=staticmethod(lambda *xs: xs[0] ** 2 * sum(xs)),"
        " backward=staticmethod(lambda g, out, *xs: [g * (2 * out / xs[0] + xs[0] ** 2),"
        " *(g * xs[0] ** 2 for _ in xs[1:])])))]"
        " for inputs in ((0, 1), (1, 0), (0, 0), (0,), (0, 0.85), (0.85, 0), (1, 0, 1))"
        " for a, b in [(Value(0.45), Value(-1.15))]"
        " for out in [op.of(*[(a, b)[i] if isinstance(i, int) else i for i in inputs])]]",
    ),
    # Here another operation is right, too: the expression says whether the two halves fit together.
    "08.own": (
        "Own",
        "[[abs(share - g * (Own.forward(x + 1e-5) - Own.forward(x - 1e-5)) / 2e-5) < 1e-4"
        " for share in Own.backward(g, Own.forward(x), x)]"
        " for x in (-3.6, -2.9, -0.9, 0.15, 1.1, 3.4) for g in (0.7, -2.2)]"
        " + [len({round(Own.forward(x), 6) for x in (-1.9, -0.05, 0.9, 3.1)}) > 1]",
    ),
}
