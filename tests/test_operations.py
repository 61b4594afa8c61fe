"""The table of derivatives: against slopes, at its edges, and with operations of one's own."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from microkit import operations
from microkit.checks import check
from microkit.derivatives import gradients
from microkit.engine import Value
from microkit.errors import MicrokitError, NumberError
from microkit.graph import outline, rebuild, to_svg, trace
from microkit.nn import MLP
from microkit.nn.losses import hinge
from microkit.numeric import check_gradients
from microkit.operation import Operation

TABLE = [
    thing
    for thing in vars(operations).values()
    if isinstance(thing, type) and issubclass(thing, Operation) and thing is not Operation
]
SYMBOLS = ["+", "-", "*", "/", "**", "neg", "abs", "max", "min", "relu", "leaky_relu"]
SYMBOLS += ["exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "softplus"]
PAIRS = {"+", "-", "*", "/", "**", "max", "min"}

# -- random expressions ----------------------------------------------------------------------


def away(x: Value, kink: float = 0.0) -> Value:
    """Keep off the kinks, where nudging sees the mean of two slopes."""
    assume(abs(x.data - kink) > 1e-2)
    return x


def apart(a: Value, b: Value) -> tuple[Value, Value]:
    assume(a is b or abs(a.data - b.data) > 1e-2)
    return a, b


STEPS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (b * b + 1),
    lambda a, b: (a * a + 0.5) ** b.tanh(),
    lambda a, b: Value.maximum(*apart(a, b)),
    lambda a, b: Value.minimum(*apart(a, b)),
    lambda a, b: 3 - a,
    lambda a, b: 3 + a * 0.5,
    lambda a, b: 3 / (a * a + 1),
    lambda a, b: 3 ** a.tanh(),
    lambda a, b: a**2 - a**3,
    lambda a, b: -a,
    lambda a, b: abs(away(a)),
    lambda a, b: away(a).relu(),
    lambda a, b: away(a).leaky_relu(),
    lambda a, b: a.tanh().exp(),
    lambda a, b: (a * a + 1).log(),
    lambda a, b: (a * a + 0.5).sqrt(),
    lambda a, b: a.sin(),
    lambda a, b: a.cos(),
    lambda a, b: a.tanh(),
    lambda a, b: a.sigmoid(),
    lambda a, b: a.softplus(),
]

numbers = st.floats(-3, 3).map(lambda x: round(x, 3))
steps = st.tuples(
    st.integers(0, len(STEPS) - 1), st.integers(min_value=0), st.integers(min_value=0)
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.lists(numbers, min_size=2, max_size=4),
    st.lists(steps, min_size=1, max_size=7),
    st.floats(0.2, 4).flatmap(lambda size: st.sampled_from([size, -size])),
)
def test_random_expressions_agree_with_nudging(args, program, upstream):
    assume(upstream != 1.0)

    def f(*leaves):
        nodes = [*leaves]
        for step, i, j in program:
            node = STEPS[step](nodes[i % len(nodes)], nodes[j % len(nodes)])
            assume(abs(node.data) < 100)
            nodes.append(node)
        return nodes[-1] + nodes[-2] * 0.5

    check_gradients(f, args, upstream=upstream, rtol=1e-4)


# -- every operation -------------------------------------------------------------------------


def test_the_table_is_whole():
    assert [operation.symbol for operation in TABLE] == SYMBOLS


@pytest.mark.parametrize("operation", TABLE, ids=lambda op: op.symbol)
@settings(derandomize=True, deadline=None, max_examples=25)
@given(a=st.floats(0.3, 2), gap=st.floats(0.1, 2), upstream=st.sampled_from([-3.0, -0.7, 2.5]))
def test_the_rule_agrees_with_nudging(operation, a, gap, upstream):
    for args in ([a, a + gap], [a + gap, a]):
        args = args if operation.symbol in PAIRS else args[:1]
        check_gradients(operation.of, args, upstream=upstream)
        if operation.symbol not in {"log", "sqrt", "**"}:
            check_gradients(operation.of, [-x for x in args], upstream=upstream)


@pytest.mark.parametrize("operation", TABLE, ids=lambda op: op.symbol)
def test_a_rule_on_values_gives_the_same_numbers(operation):
    inputs = (0.7, 1.9)[: 2 if operation.symbol in PAIRS else 1]
    out = operation.forward(*inputs)
    plain = operation.backward(-3.0, out, *inputs)
    nodes = operation.backward(Value(-3.0), Value(out), *map(Value, inputs))
    assert [float(share) for share in nodes] == pytest.approx(plain)
    assert len(plain) == len(inputs)


def test_numbers_in_a_number_out():
    assert operations.Mul.of(2, 3) == 6
    assert operations.Log.of(1.0) == 0.0
    node = operations.Log.of(Value(1.0))
    assert isinstance(node, Value)
    assert node._op == "log"
    with pytest.raises(NumberError, match=r"log\(-1\) has no answer"):
        operations.Log.of(-1)


def test_both_sides_and_sums():
    a = Value(4.0)
    results = [a + 2, 2 + a, a - 2, 2 - a, a * 2, 2 * a, a / 2, 2 / a, a**2, 2**a]
    assert [r.data for r in results] == [6, 6, 2, -2, 8, 8, 2, 0.5, 16, 16]
    total = sum(results)
    (total * -1.5).backward()
    slopes = [1, 1, 1, -1, 2, 2, 0.5, -2 / 16, 8, 16 * math.log(2)]
    assert a.grad == pytest.approx(-1.5 * sum(slopes))
    assert sum([Value(1.0), Value(2.5)]).data == 3.5  # pyright: ignore[reportAttributeAccessIssue]


def test_in_place_operators_make_nodes():
    a = b = Value(2.0)
    b += 3
    b *= a
    assert a.data == 2.0
    assert b.data == 10.0


def test_methods_say_what_they_are():
    assert Value.tanh.__doc__.startswith("The hyperbolic tangent")
    assert Value.__mul__.__name__ == "__mul__"


# -- edges -----------------------------------------------------------------------------------


@pytest.mark.parametrize("far", [800.0, 1e308])
def test_stable_forms_do_not_overflow(far):
    assert Value(-far).sigmoid().data == pytest.approx(0.0, abs=1e-300)
    assert Value(far).sigmoid().data == 1.0
    assert Value(far).softplus().data == far
    assert Value(-far).softplus().data == 0.0
    assert Value(-far).tanh().data == -1.0
    for x, slope in ((Value(far), 1.0), (Value(-far), 0.0)):
        (x.softplus() * -3.0).backward()
        assert x.grad == pytest.approx(-3.0 * slope)


def test_small_sigmoids_keep_their_digits():
    assert Value(-30.0).sigmoid().data == pytest.approx(math.exp(-30.0), rel=1e-12)
    assert Value(-30.0).softplus().data == pytest.approx(math.exp(-30.0), rel=1e-12)


@pytest.mark.parametrize(
    ("base", "exponent", "slope"),
    [
        (-3.0, 2, -6.0),
        (-2.0, 3, 12.0),
        (-2.0, -1, -0.25),
        (-2.0, 0, 0.0),
        (0.0, 0, 0.0),
        (0.0, 1, 1.0),
        (0.0, 2, 0.0),
        (0.0, 1.5, 0.0),
    ],
)
def test_powers_of_bases_that_are_not_positive(base, exponent, slope):
    a = Value(base)
    out = a**exponent
    (out * -3.0).backward()
    assert out.data == base**exponent
    assert a.grad == pytest.approx(-3.0 * slope)
    assert out._prev[1].grad == 0.0  # nothing to nudge a whole exponent to


def test_a_value_to_the_power_of_a_value():
    check_gradients(lambda a, b: a**b, [2.5, -1.3])
    check_gradients(lambda b: 2**b, [-1.3])


@pytest.mark.parametrize(("f", "slopes"), [(Value.maximum, (0, 1)), (Value.minimum, (1, 0))])
def test_maximum_and_minimum_tell_the_one_they_took(f, slopes):
    a, b = Value(1.0), Value(2.0)
    (f(a, b) * -3.0).backward()
    assert (a.grad, b.grad) == (-3.0 * slopes[0], -3.0 * slopes[1])
    a, b = Value(2.0), Value(2.0)
    (f(a, b) * -3.0).backward()
    assert (a.grad, b.grad) == (-1.5, -1.5)


def test_nan_is_not_hidden():
    nan = Value(float("nan"))
    for out in (nan.relu(), nan.leaky_relu(), nan + 1, abs(nan), nan.softplus(), nan.sigmoid()):
        assert math.isnan(out.data)


@pytest.mark.parametrize("f", [Value.maximum, Value.minimum])
@pytest.mark.parametrize(("a", "b"), [(1.0, math.nan), (math.nan, 1.0), (math.nan, math.nan)])
def test_nan_is_the_largest_and_the_smallest(f, a, b):
    assert math.isnan(f(Value(a), b).data)


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda: Value(-1.0).log(), r"^log\(-1.0\) has no answer: log needs a number above 0"),
        (lambda: Value(0.0).log(), r"^log\(0.0\) has no answer"),
        (lambda: Value(-4.0).sqrt(), r"^sqrt\(-4.0\) has no answer: sqrt needs a number that is"),
        (lambda: Value(1.0) / 0, r"^1.0 / 0.0 has no answer: / needs a divisor that is not 0"),
        (lambda: 1 / Value(0.0), r"^1.0 / 0.0 has no answer"),
        (lambda: Value(0.0) ** -1, r"^0.0 \*\* -1.0 has no answer: \*\* needs a base above 0"),
        (lambda: Value(-8.0) ** 0.5, r"^-8.0 \*\* 0.5 has no answer"),
        (lambda: (-8) ** Value(0.5), r"^-8.0 \*\* 0.5 has no answer"),
        (lambda: Value(800.0).exp(), r"^exp\(800.0\) is too large for a float"),
        (lambda: Value(1e200) ** 2, r"^1e\+200 \*\* 2.0 is too large for a float"),
        (lambda: Value(float("inf")).sin(), r"^sin\(inf\) has no answer: sin needs a finite"),
    ],
)
def test_numbers_without_an_answer(f, says):
    with pytest.raises(NumberError, match=says) as caught:
        f()
    assert caught.value.__suppress_context__  # a learner sees one error, not the one inside


@pytest.mark.parametrize("f", [Value.sqrt, lambda a: a**0.5])
def test_slopes_that_are_not_finite(f):
    a = Value(0.0)
    a.grad = 7.0
    with pytest.raises(NumberError, match=r"The slope of .* is not a finite number"):
        f(a).backward()
    assert a.grad == 7.0


# -- operations of one's own -----------------------------------------------------------------


@pytest.fixture
def clean_value(monkeypatch):
    """Value as it is, whatever a test hangs on it."""
    for name in ("__add__", "__sub__", "__rsub__"):
        monkeypatch.setattr(Value, name, vars(Value)[name])
    before = set(vars(Value))
    yield
    for name in set(vars(Value)) - before:
        delattr(Value, name)


@pytest.mark.usefixtures("clean_value")
def test_subtraction_as_a_class():
    class Subtract(Operation, symbol="-", method="__sub__", reflected="__rsub__"):
        @staticmethod
        def forward(a, b):
            return a - b

        @staticmethod
        def backward(g, out, a, b):
            return g, -g

    a, b = Value(7.0), Value(2.0)
    c = a - b
    assert c._operation is Subtract
    assert (10 - a).data == 3.0
    (c * -3.0).backward()
    assert (a.grad, b.grad) == (-3.0, 3.0)
    check_gradients(lambda a, b: (a - b) * (3 - a), [0.3, 1.2])


@pytest.mark.usefixtures("clean_value")
def test_an_operation_of_ones_own_is_usable_everywhere_at_once():
    class Subtract(Operation, symbol="-", method="__sub__", reflected="__rsub__"):
        @staticmethod
        def forward(a, b):
            return a - b

        @staticmethod
        def backward(g, out, a, b):
            return g, -g

    class Swish(Operation, method="swish"):
        @staticmethod
        def forward(a):
            return a * operations.Sigmoid.of(a)

        @staticmethod
        def backward(g, out, a):
            s = operations.Sigmoid.of(a)
            return (g * s * (1 + a * (1 - s)),)

    assert check("02.minus", Value).passed
    check_gradients(lambda a: 1 - a.swish(), [0.4])
    for activation in ("swish", Swish):
        model = MLP(2, [3, 1], activation=activation, rng=random.Random(1))
        loss = hinge([model([0.5, 2.0])], [-1])  # pyright: ignore[reportArgumentType]
        loss.backward()
        assert all(p.grad for p in model.parameters())
        assert trace(loss).counts()["swish"] == 3
        assert "(swish)" in outline(loss)
        assert "swish" in to_svg(loss)
        again = rebuild(trace(loss), Value)
        assert again[-1].data == pytest.approx(loss.data)
    x = Value(0.4)
    slope = gradients(x.swish(), create_graph=True)[x]  # pyright: ignore[reportAttributeAccessIssue]
    s = 1 / (1 + math.exp(-0.4))
    assert gradients(slope)[x] == pytest.approx(s * (1 - s) * (2 + 0.4 * (1 - 2 * s)))


@pytest.mark.usefixtures("clean_value")
def test_six_lines_are_an_operation():
    class Soft(Operation, method="soft"):
        def forward(a):  # noqa: N805
            return math.log(1 + math.exp(a))

        def backward(g, out, a):  # noqa: N805
            return (g * operations.Sigmoid.of(a),)

    x = Value(0.4).soft()  # pyright: ignore[reportAttributeAccessIssue]
    assert x._op == "soft"
    check_gradients(Soft.of, [0.4])


@pytest.mark.usefixtures("clean_value")
def test_an_operation_of_three_inputs():
    class Blend(Operation, method="blend"):
        @staticmethod
        def forward(a, b, t):
            return a + t * (b - a)

        @staticmethod
        def backward(g, out, a, b, t):
            return g * (1 - t), g * t, g * (b - a)

    assert len(Value(1.0).blend(3, 0.25)._prev) == 3  # pyright: ignore[reportAttributeAccessIssue]
    check_gradients(Blend.of, [1.0, 3.0, 0.25])


def test_a_builtin_may_be_the_forward():
    class Hypot(Operation):
        forward = staticmethod(math.hypot)

        @staticmethod
        def backward(g, out, a, b):
            return g * a / out, g * b / out

    check_gradients(Hypot.of, [3.0, -4.0])


@pytest.mark.parametrize("shares", [5.0, (1.0,), (1.0, 2.0, 3.0), None, (None, 1.0), "ab"])
def test_a_rule_that_returns_the_wrong_thing(shares):
    class Odd(Operation):
        @staticmethod
        def forward(a, b):
            return a + b

        @staticmethod
        def backward(g, out, a, b):
            return shares

    a, b = Value(2.0), Value(5.0)
    with pytest.raises(MicrokitError, match=r"The backward of Odd failed at odd\(2.0, 5.0\)") as e:
        Odd.of(a, b).backward()
    assert "one number for each input, 2 here" in str(e.value)
    assert (a.grad, b.grad) == (0.0, 0.0)


def test_a_forward_that_forgets_its_return():
    class Lost(Operation):
        @staticmethod
        def forward(a):
            a + 1

        @staticmethod
        def backward(g, out, a):
            return (g,)

    with pytest.raises(NumberError, match="Did a function forget its return"):
        Lost.of(Value(2.0))


def test_half_an_operation_is_refused():
    with pytest.raises(MicrokitError, match="Half has no backward"):

        class Half(Operation):
            @staticmethod
            def forward(a):
                return a


@pytest.mark.parametrize("name", ["data", "backward", "__init__", "_prev", "__lt__", "__eq__"])
def test_an_operation_does_not_overwrite_what_a_value_is(name):
    present = getattr(Value, name)
    with pytest.raises(MicrokitError, match="part of what a Value is"):

        class Bad(Operation, method=name):
            @staticmethod
            def forward(a):
                return a

            @staticmethod
            def backward(g, out, a):
                return (g,)

    assert getattr(Value, name) is present
