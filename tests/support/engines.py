"""Cells of made-up students who build `Value`, lesson by lesson."""

LESSON_01 = '''
class Value:
    """My number."""

    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = wrap(other)
        return Value(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        other = wrap(other)
        return Value(self.data * other.data, (self, other), "*")

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        other = wrap(other)
        return Value(self.data - other.data, (self, other), "-")

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return wrap(other) - self


def wrap(x):
    return x if isinstance(x, Value) else Value(x)
'''

IMPORTS = "from microkit.course import forward_value, method_of"


def rule(method: str, symbol: str, to_a: str, to_b: str) -> str:
    """Return a cell that writes an operator with its rule."""
    return f'''
@method_of(Value)
def {method}(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data {symbol} other.data, (self, other), "{symbol}")

    def _backward():
        self.grad += {to_a}
        other.grad += {to_b}

    out._backward = _backward
    return out
'''


ADD = rule("__add__", "+", "out.grad", "out.grad")
MUL = rule("__mul__", "*", "other.data * out.grad", "self.data * out.grad")
MUL_WITHOUT_UPSTREAM = rule("__mul__", "*", "other.data", "self.data")
SUB = rule("__sub__", "-", "out.grad", "-out.grad")
DIV = rule("__truediv__", "/", "out.grad / other.data", "-self.data / other.data**2 * out.grad")
DIV_SIGN = rule("__truediv__", "/", "out.grad / other.data", "self.data / other.data**2 * out.grad")
POW = """
@method_of(Value)
def __pow__(self, n):
    out = Value(self.data**n, (self,), f"**{n}")

    def _backward():
        self.grad += n * self.data ** (n - 1) * out.grad

    out._backward = _backward
    return out
"""
NEG = """
@method_of(Value)
def __neg__(self):
    out = Value(-self.data, (self,), "neg")

    def _backward():
        self.grad -= out.grad

    out._backward = _backward
    return out
"""
EXP = """
import math


@method_of(Value)
def exp(self):
    out = Value(math.exp(self.data), (self,), "exp")

    def _backward():
        self.grad += out.data * out.grad

    out._backward = _backward
    return out
"""
BACKWARD = """
def topological_order(root):
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for parent in node._prev:
                visit(parent)
            order.append(node)

    visit(root)
    return order


@method_of(Value)
def backward(self):
    order = topological_order(self)
    for node in order:
        if node._prev:
            node.grad = 0.0
    self.grad = 1.0
    for node in reversed(order):
        node._backward()
"""
