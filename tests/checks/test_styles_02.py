"""No right solution fails, whatever its style."""

import pytest

from microkit.checks import check, exercises

RULES = [e.id for e in exercises() if e.kind == "rule" and e.lesson == "02"]


class Slots:
    """Slots, a set of parents, ints kept as ints, rules made by lambda."""

    __slots__ = ("_backward", "_op", "_prev", "data", "grad")

    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad, self._prev, self._op = data, 0, set(_prev), _op
        self._backward = lambda: None

    @staticmethod
    def of(x):
        return x if isinstance(x, Slots) else Slots(x)

    def _binary(self, other, data, op, to_self, to_other):
        out = Slots(data, (self, other), op)

        def rule():
            self.grad = self.grad + to_self * out.grad
            other.grad = other.grad + to_other * out.grad

        out._backward = rule
        return out

    def __add__(self, other):
        other = Slots.of(other)
        return self._binary(other, self.data + other.data, "+", 1, 1)

    def __mul__(self, other):
        other = Slots.of(other)
        return self._binary(other, self.data * other.data, "*", other.data, self.data)

    def __truediv__(self, other):
        other = Slots.of(other)
        quotient = self.data / other.data
        return self._binary(other, quotient, "/", 1 / other.data, -quotient / other.data)

    def __sub__(self, other):
        other = Slots.of(other)
        return self._binary(other, self.data - other.data, "-", 1, -1)

    def __pow__(self, n):
        out = Slots(self.data**n, (self,), "pow")

        def rule():
            self.grad += n * out.data / self.data * out.grad

        out._backward = rule
        return out

    def __neg__(self):
        return self * -1

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return Slots(other) - self

    def __rtruediv__(self, other):
        return Slots(other) / self


class Composed:
    """As micrograd: minus and division are made of plus, times and power; lists of parents."""

    def __init__(self, data, parents=None):
        self.data = data
        self.grad = 0.0
        self._prev = parents or []
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Composed) else Composed(other)
        out = Composed(self.data + other.data, [self, other])

        def _backward():
            for parent in (self, other):
                parent.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Composed) else Composed(other)
        out = Composed(self.data * other.data, [self, other])

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Composed(self.data**n, [self])

        def _backward():
            self.grad += (n * self.data ** (n - 1)) * out.grad

        out._backward = _backward
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self**-1


class Argument(Composed):
    """A rule that takes the gradient as an argument, on a subclass, with an extra node."""

    def __mul__(self, other):
        other = other if isinstance(other, Composed) else Argument(other)
        out = Argument(self.data * other.data, [self, other])

        def _backward(upstream):
            self.grad += other.data * upstream
            other.grad += self.data * upstream

        out._backward = _backward
        return out

    def __sub__(self, other):
        return self + other * -1

    __rmul__ = __mul__


class Methods:
    """One method for all rules: it looks at the operation's name."""

    def __init__(self, data, prev=(), op=""):
        self.data, self.grad, self._prev, self._op = float(data), 0.0, tuple(prev), op

    @staticmethod
    def wrap(x):
        return x if hasattr(x, "grad") else Methods(x)

    def _backward(self):
        g = self.grad
        if self._op in ("+", "-"):
            self._prev[0].grad += g
            self._prev[1].grad += g if self._op == "+" else -g
        elif self._op == "*":
            a, b = self._prev
            a.grad, b.grad = a.grad + b.data * g, b.grad + a.data * g
            if a is b:
                a.grad += a.data * g
        elif self._op == "/":
            a, b = self._prev
            a.grad += g / b.data
            b.grad -= g * a.data / b.data**2
        elif self._op == "**":
            a, n = self._prev
            a.grad += n.data * a.data ** (n.data - 1) * g
        elif self._op == "neg":
            self._prev[0].grad -= g

    def __add__(self, other):
        other = Methods.wrap(other)
        return Methods(self.data + other.data, (self, other), "+")

    def __sub__(self, other):
        other = Methods.wrap(other)
        return Methods(self.data - other.data, (self, other), "-")

    def __mul__(self, other):
        other = Methods.wrap(other)
        return Methods(self.data * other.data, (self, other), "*")

    def __truediv__(self, other):
        other = Methods.wrap(other)
        return Methods(self.data / other.data, (self, other), "/")

    def __pow__(self, other):
        other = Methods.wrap(other)
        return Methods(self.data**other.data, (self, other), "**")

    def __neg__(self):
        return Methods(-self.data, (self,), "neg")

    def __radd__(self, other):
        return Methods.wrap(other) + self

    def __rsub__(self, other):
        return Methods.wrap(other) - self

    def __rmul__(self, other):
        return Methods.wrap(other) * self

    def __rtruediv__(self, other):
        return Methods.wrap(other) / self


class Chatty(Composed):
    """Prints and warns in the middle of everything."""

    def __add__(self, other):
        import warnings

        print("adding", self.data)
        warnings.warn("adding", stacklevel=2)
        return super().__add__(other)

    __radd__ = __add__


STYLES = [Slots, Composed, Argument, Methods, Chatty]


@pytest.mark.parametrize("exercise", RULES)
@pytest.mark.parametrize("style", STYLES)
def test_a_right_solution_passes(style, exercise):
    for seed in range(5):
        report = check(exercise, style, seed=seed)
        assert report.passed, str(report)
        assert report.score == report.points


def test_a_check_takes_its_own_operators_off_again():
    before = dict(Composed.__dict__)
    check("02.minus", Composed)
    assert dict(Composed.__dict__) == before
