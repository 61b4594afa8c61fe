"""What holds for every rule that is checked: of operators in lesson 02, of curves in lesson 04."""

import numpy as np
import pytest

import microkit
from microkit import Operation, Value
from microkit.checks import check, collect, exercises
from microkit.checks.collectors.graft import grafted, right_methods
from microkit.checks.lend import values_of
from microkit.checks.lessons import find_exercise
from microkit.checks.probes import EDGE_KINDS, rule_trials

RULES = [e for e in exercises() if e.kind == "rule"]
CURVES = [e for e in RULES if e.lesson == "04"]


class Single:
    """A Value of numbers in single precision, with seven digits."""

    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad = np.float32(data), np.float32(0)
        self._prev, self._op, self._backward = _prev, _op, lambda: None

    def _make(self, data, shares):
        out = Single(data, tuple(node for node, _ in shares))

        def rule():
            for node, slope in shares:
                node.grad = node.grad + np.float32(slope) * out.grad

        out._backward = rule
        return out

    def __add__(self, other):
        other = other if isinstance(other, Single) else Single(other)
        return self._make(self.data + other.data, ((self, 1), (other, 1)))

    def __mul__(self, other):
        other = other if isinstance(other, Single) else Single(other)
        return self._make(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, n):
        return self._make(self.data**n, ((self, n * self.data ** (n - 1)),))

    def __truediv__(self, other):
        other = other if isinstance(other, Single) else Single(other)
        a, b = self.data, other.data
        return self._make(a / b, ((self, 1 / b), (other, -a / b**2)))

    def __neg__(self):
        return self._make(-self.data, ((self, -1),))

    def __sub__(self, other):
        return self + -(other if isinstance(other, Single) else Single(other))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return Single(other) - self

    def __rtruediv__(self, other):
        return Single(other) / self


@pytest.mark.parametrize("exercise", [e.id for e in RULES if e.lesson == "02"])
def test_single_precision_loses_nothing(exercise):
    for seed in range(5):
        report = check(exercise, Single, seed=seed)
        assert report.passed, str(report)


def test_single_precision_hides_no_wrong_rule():
    class Wrong(Single):
        def __mul__(self, other):
            other = other if isinstance(other, Single) else Single(other)
            return self._make(self.data * other.data, ((self, self.data), (other, other.data)))

    assert check("02.mul", Wrong).misconceptions == ["MUL-OWN"]


class Half(Operation):
    """A product whose first slope is half of what it should be."""

    @staticmethod
    def forward(a, b):
        return a * b

    @staticmethod
    def backward(g, out, a, b):
        return g * b / 2, g * a


class OfTheKit(Value):
    """The kit's Value with a wrong product."""

    def __mul__(self, other):
        return Half.of(self, other)

    __rmul__ = __mul__


@pytest.mark.parametrize("exercise", RULES, ids=lambda e: e.id)
def test_a_wrong_rule_on_the_kits_own_value_costs_in_its_own_exercise_only(exercise):
    report = check(exercise.id, OfTheKit, seed=2)
    assert report.passed == (exercise.base != "02.mul")
    assert report.failed_questions in ([], ["slope"])


def test_a_wrong_curve_on_a_subclass_is_named():
    class Flat(Operation):
        @staticmethod
        def forward(x):
            return max(0.0, x)

        @staticmethod
        def backward(g, out, x):
            return (out * g,)

    class Mine(Value):
        def relu(self):
            return Flat.of(self)

    assert check("04.relu", Mine).misconceptions == ["RELU-VALUE"]


def test_an_operation_that_replaced_one_of_the_kits_is_judged_and_lent_over():
    kits_own = vars(Value)["exp"]
    try:

        class Exp(Operation, symbol="exp", method="exp"):
            @staticmethod
            def forward(x):
                return 2.0**x

            @staticmethod
            def backward(g, out, x):
                return (g * out,)

        assert check("04.exp", Value).misconceptions == ["EXP-BASE"]
        with values_of(microkit.nn.mse) as cls:
            assert cls(1.0).exp().data == pytest.approx(2.718281828)
        assert vars(Value)["exp"].operation is Exp
    finally:
        Value.exp = kits_own


def test_what_is_lent_is_right_and_goes_again():
    class Bare:
        __slots__ = ("_prev", "data", "grad")

        def __init__(self, data):
            self.data, self.grad, self._prev = data, 0.0, ()

    before = dict(vars(Bare))
    with grafted(Bare, keep=("log",)):
        x = Bare(0.4)
        y = (((x * x).exp() + x.sin() - 2 / x.sqrt()).tanh() * x.sigmoid().relu()).cos()
        y.backward()
        a = Value(0.4)
        b = (((a * a).exp() + a.sin() - 2 / a.sqrt()).tanh() * a.sigmoid().relu()).cos()
        b.backward()
        assert y.data == pytest.approx(b.data)
        assert x.grad == pytest.approx(a.grad)
        assert not hasattr(x, "log")
    assert dict(vars(Bare)) == before


def test_a_long_chain_of_lent_operators_does_not_end_in_recursion():
    class Bare:
        def __init__(self, data):
            self.data, self.grad, self._prev = data, 0.0, ()

    with grafted(Bare, keep=()):
        x = y = Bare(1.0)
        for _ in range(5000):
            y = y + 1
        y.backward()
        assert x.grad == 1.0


def test_the_kits_own_methods_are_all_there():
    assert set(right_methods()) <= set(vars(Value))


def test_on_the_kits_own_value_its_own_methods_are_put_back():
    class Mine(Value):
        def __add__(self, other):
            return None

    with grafted(Mine, keep=()):
        assert Mine.__add__ is Value.__add__
    assert Mine(1.5) + 2 is None


class Closed(type):
    """The class of classes that nobody may change."""

    def __setattr__(cls, name, value):
        raise RuntimeError("closed today")


class NotToChange(metaclass=Closed):
    """A Value that lets nothing be lent to it."""

    def __init__(self, data):
        self.data, self.grad = data, 0.0

    def exp(self):
        return self


@pytest.mark.parametrize("cls", [int, float, complex, NotToChange])
def test_a_class_that_cannot_be_changed_is_told(cls):
    for exercise in ("02.mul", "04.exp"):
        report = check(exercise, cls)
        assert not report.passed
        assert report.score < report.points


def test_a_method_that_is_not_there_is_not_called_wrong():
    report = check("04.tanh", Single)
    assert report.score == 0
    assert not report.misconceptions
    assert "Value.tanh is not there yet" in str(report)


@pytest.mark.parametrize("exercise", CURVES, ids=lambda e: e.id)
def test_curves_are_tried_on_both_sides_and_never_at_a_corner_for_points(exercise):
    trials = [t for t in rule_trials(exercise, "any") if t.kind not in EDGE_KINDS]
    xs = {t.operands[0] for t in trials}
    assert 0 not in xs
    assert all(x != int(x) for x in xs)
    assert (min(xs) < 0) == (exercise.ops != ("log",))
    assert {t.upstream > 0 for t in trials} == {True, False}
    assert all(t.upstream != 1 for t in trials)
    assert exercise.fresh == (-3.0 in {t.upstream for t in trials if t.kind == "plain"})


def test_a_slope_at_the_corner_that_no_convention_allows_loses_points():
    names = {}
    exec(
        "from microkit.course import forward_value\nValue = forward_value()\n"
        "def relu(self):\n    out = Value(max(0.0, self.data), (self,), 'relu')\n"
        "    def _backward():\n"
        "        self.grad += (1 if self.data > 0 else at(self.data)) * out.grad\n"
        "    out._backward = _backward\n    return out\nValue.relu = relu\n",
        names,
    )
    for slope, verdict in ((0.0, "PASS"), (0.5, "NOTE"), (1.0, "NOTE"), (2.0, "LOOK")):
        names["at"] = lambda x, slope=slope: slope if x == 0 else 0.0
        report = check("04.relu", names)
        assert report.verdict == verdict
        assert report.failed_questions == (["slope"] if verdict == "LOOK" else [])


def test_answers_about_the_edges_survive_without_a_number():
    answers = collect("04.sigmoid", {"Value": Value}, seed=1)
    assert len(answers["trials"]) == len(rule_trials(find_exercise("04.sigmoid"), "1"))
