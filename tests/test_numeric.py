"""The oracle: slopes by nudging."""

from __future__ import annotations

import subprocess
import sys

import pytest

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.numeric import GradientError, check_gradients, gradient, partial, slope
from microkit.operation import Operation


def test_slope_of_a_parabola():
    assert slope(lambda x: 3 * x**2 - 4 * x + 5, 3.0) == pytest.approx(14.0)
    assert slope(lambda x: 3 * x**2 - 4 * x + 5, 2 / 3) == pytest.approx(0.0, abs=1e-6)


def test_slope_is_the_central_difference():
    # forward: 3.31 at x = 1, central: 3.01
    assert slope(lambda x: x**3, 1.0, h=0.1) == pytest.approx(3.01)


def test_the_error_grows_with_h_squared():
    errors = [abs(slope(lambda x: x**3, 1.0, h=h) - 3.0) for h in (0.1, 0.01)]
    assert errors[0] / errors[1] == pytest.approx(100.0, rel=1e-6)


def test_slope_calls_twice():
    calls = []
    slope(lambda x: calls.append(x) or 0.0, 2.0, h=0.5)
    assert sorted(calls) == [1.5, 2.5]


def test_partial_moves_one_argument_and_leaves_args_alone():
    seen = []

    def f(a, b, c):
        seen.append((a, b, c))
        return a * b + c

    args = [2.0, -3.0, 10.0]
    assert partial(f, args, 1, h=0.5) == pytest.approx(2.0)
    assert sorted(seen) == [(2.0, -3.5, 10.0), (2.0, -2.5, 10.0)]
    assert args == [2.0, -3.0, 10.0]
    assert partial(f, (2.0, -3.0, 10.0), -1) == pytest.approx(1.0)


def test_gradient():
    assert gradient(lambda a, b, c: a * b + c, (2.0, -3.0, 10.0)) == pytest.approx([-3, 2, 1])
    assert gradient(lambda: 5.0, ()) == []


@pytest.mark.parametrize("i", [3, -4])
def test_no_such_argument(i):
    with pytest.raises(MicrokitError, match=f"There is no argument {i}: args has 3"):
        partial(lambda a, b, c: a, (1.0, 2.0, 3.0), i)


def test_a_nudge_of_nothing():
    with pytest.raises(MicrokitError, match="h = 0 moves nothing"):
        slope(lambda x: x, 1.0, h=0)


def test_right_rules_pass():
    check_gradients(lambda a, b: (a * b).tanh() + a / b, [0.5, -1.5])
    check_gradients(lambda a, b: a, [0.5, -1.5])
    check_gradients(lambda a: a * a, [3e6])
    check_gradients(lambda a: a.exp(), [-20.0], atol=1e-15)


class Forgetful(Operation):
    """A product whose rule forgets what arrives from above."""

    @staticmethod
    def forward(a, b):
        return a * b

    @staticmethod
    def backward(g, out, a, b):
        return b, a


def test_a_wrong_rule_is_reported_with_both_numbers():
    with pytest.raises(GradientError) as caught:
        check_gradients(Forgetful.of, [2.0, 5.0], upstream=-3.0)
    assert str(caught.value) == (
        "Backward and nudging differ, with -3.0 from above:\n"
        "  argument 0 = 2.0: backward says 5, nudging -15\n"
        "  argument 1 = 5.0: backward says 2, nudging -6"
    )


def test_only_what_is_wrong_is_reported():
    with pytest.raises(GradientError) as caught:
        check_gradients(lambda a, b: Forgetful.of(a, 5.0) + b, [2.0, 7.0])
    assert "argument 0" in str(caught.value)
    assert "argument 1" not in str(caught.value)


class Shifted(Operation):
    """A sum with a large number, so that the result is large beside its slope."""

    @staticmethod
    def forward(a):
        return a + 1e6

    @staticmethod
    def backward(g, out, a):
        return (5 * g,)


def test_a_large_result_hides_no_wrong_rule():
    with pytest.raises(GradientError, match="backward says -15, nudging -3"):
        check_gradients(Shifted.of, [2.0])
    for shift in (1e3, 1e6, -1e9):  # and rounding alone makes none wrong
        check_gradients(lambda a, b: (a * b).tanh() + shift, [0.5, -1.5])  # noqa: B023


def test_a_nan_is_never_right():
    with pytest.raises(GradientError, match="backward says nan"):
        check_gradients(lambda a: a * float("nan"), [2.0])


def test_a_function_that_leaves_the_graph():
    with pytest.raises(GradientError, match=r"f returned 2.0, a float and not a Value"):
        check_gradients(lambda a: float(a), [2.0])


def test_values_are_not_changed():
    args = [0.5, 2.0]
    check_gradients(lambda a, b: a**b, args)
    assert args == [0.5, 2.0]


def test_numpy_is_not_needed():
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "import microkit.operations, microkit.nn\n"
        "from microkit.numeric import check_gradients\n"
        "check_gradients(lambda a, b: a * b, [2.0, 3.0])\n"
        "print('fine')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "fine\n"), done.stderr


def test_a_value_may_be_returned_by_the_function():
    assert isinstance(Forgetful.of(Value(1.0), 2.0), Value)
