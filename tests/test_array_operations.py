"""Operations on arrays against slopes by nudging, and operations of one's own."""

from __future__ import annotations

from contextvars import ContextVar

import numpy as np
import pytest
from reference import tensor_cases as cases
from support.tensor_expressions import EVERY, compute, leaves_of, name

from microkit import numeric
from microkit.arrays import operations as array_operations
from microkit.arrays.operation import ArrayOperation
from microkit.arrays.operations import arithmetic, choices, curves, indexing, reductions, shapes
from microkit.engine import no_grad
from microkit.errors import GraphError, MicrokitError, NumberError, ShapeError
from microkit.tensor import Tensor, cat, maximum, stack, where

CELL = ContextVar("CELL", default=0)

# Nudging cannot judge a kink or a tie, nor slopes at 800: PyTorch has told us about those.
SMOOTH = [i for i in EVERY if not any(isinstance(one, list) for one in cases.CASES[i][1])]


@pytest.mark.parametrize("i", SMOOTH, ids=name)
def test_rules_agree_with_nudging(i):
    inputs = cases.arrays(i)
    above = cases.upstream(i, compute(i, leaves_of(i)).shape)
    numeric.check_gradients(lambda *leaves: compute(i, [*leaves]), inputs, upstream=above)


def test_every_operation_is_compared_somewhere():
    themes = (arithmetic, choices, curves, indexing, reductions, shapes)
    made = set()
    for i in EVERY:
        waiting = [compute(i, leaves_of(i))]
        while waiting:
            node = waiting.pop()
            made.add(type(node._operation))
            waiting += node._prev
    every = {
        thing
        for theme in themes
        for thing in vars(theme).values()
        if isinstance(thing, type)
        and issubclass(thing, ArrayOperation)
        and "forward" in vars(thing)
        and thing is not ArrayOperation
    }
    # The change of a type has no slopes to nudge: test_tensor looks at it.
    assert every - made == {arithmetic.Cast}
    assert array_operations.__doc__


def test_where_nothing_is_wanted_nothing_is_computed():
    a, b = Tensor([[1.0, 2.0]], requires_grad=True), Tensor([[3.0], [4.0]])
    for out in (a + b, a - b, a * b, a / b, b @ a, maximum(a, b), where(a > 1, a, b)):
        operation = out._operation
        wanted = [x is not None for x in operation.backward(np.full(out.shape, 2.5))]
        assert wanted == [x is a for x in out._prev], out._op


@pytest.mark.parametrize("pad", [(1,), (1, 2, 3, 4, 5, 6), (-1, 0)])
def test_pad_says_what_it_takes(pad):
    with pytest.raises(ShapeError, match="two numbers, not below 0, for each axis"):
        Tensor([[1.0, 2.0]]).pad(pad)


# -- places that an index names --------------------------------------------------------------------


class Named:
    """What says by ``__array__`` that it is an array."""

    def __array__(self, dtype=None, copy=None):
        return np.array([0, 2, 0], dtype)


@pytest.mark.parametrize(
    "index",
    [
        [0, 2, 0],
        [[0, 1], [1, 0]],
        ((0, 0, 1), (1, 1, 2)),
        ((0, 0), 1),
        (slice(1, None), (3, 1, 3)),
        (Ellipsis, (-1, 3)),
        (range(3), [[1], [1]]),
        ((1, 1), range(2, 4)),
        np.array([0, 2, 0]),
        memoryview(np.array([0, 2, 0])),
        Named(),
        (1, Named()),
        (Named(), None, (1, 1, 3)),
        Tensor([0, 2, 0]),
        (Tensor([0, 2, 0]), [1, 1, 1]),
    ],
)
def test_a_place_named_twice_hears_twice(index):
    numbers = np.arange(12).reshape(3, 4)  # each number says where it stands
    x = Tensor(numbers, requires_grad=True, dtype="float64")
    out = x[index]
    above = np.random.default_rng(3).normal(size=out.shape)
    out.backward(gradient=above)
    places = numbers[index]
    assert out.tolist() == places.tolist()
    expected = np.bincount(places.ravel(), above.ravel(), minlength=12)
    np.testing.assert_allclose(x.grad.ravel(), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("index", "shape"),
    [
        ([], (0, 4)),
        ((), (3, 4)),
        (np.int64(1), (4,)),
        (np.True_, (1, 3, 4)),
        ([True, False, True], (2, 4)),
        ((None, range(2)), (1, 2, 4)),
    ],
)
def test_what_else_may_name_places(index, shape):
    x = Tensor(np.arange(12.0).reshape(3, 4), requires_grad=True)
    assert x[index].shape == shape
    x[index].backward(gradient=np.full(shape, 2.5))
    assert x.grad.sum() == 2.5 * np.prod(shape)


# -- no silent nan where Python itself would have said no ------------------------------------------


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        (lambda a: a.log(), r"log\(-2.0\) has no answer.*above 0. It stands at \[1, 0\]. Look"),
        (lambda a: (a - 3).log(), r"log\(-2.0\).* and 2 more are like it"),
        (lambda a: (a * 0).log(), r"log\(0.0\) has no answer"),
        (lambda a: a.sqrt(), r"sqrt\(-2.0\) has no answer: sqrt needs numbers that are not below"),
        (lambda a: a**0.5, r"\(-2.0\) \*\* 0.5 has no answer"),
        (lambda a: (a - 3) ** -1, r"0.0 \*\* \(-1.0\) has no answer"),
        (lambda a: a**2000, r"3.0 \*\* 2000.0 is too large for float64"),
        (lambda a: a / 0, r"1.0 / 0.0 has no answer: / needs a divisor that is not 0"),
        (lambda a: 2 / (a - 3), r"2.0 / 0.0 has no answer.* at \[0, 1\]"),
        (lambda a: a / Tensor([[1.0], [0.0]]), r"\(-2.0\) / 0.0 has no answer"),
        (
            lambda a: (a * 300).exp(),
            r"exp\(900.0\) is too large for float64.*It stands at \[0, 1\]",
        ),
        (lambda a: (a * np.inf).sin(), r"sin\(inf\) has no answer"),
        (lambda a: (a * np.inf).cos(), r"cos\(inf\) has no answer"),
    ],
)
def test_numbers_without_an_answer(compute, message):
    with pytest.raises(NumberError, match=message):
        compute(Tensor([[1.0, 3.0], [-2.0, 4.0]], requires_grad=True))


def test_one_number_without_an_answer_has_no_place():
    with pytest.raises(
        NumberError, match=r"^log\(-1.0\) has no answer: log needs numbers above 0\. L"
    ):
        Tensor(-1.0).log()


def test_too_large_for_float32_is_said_so():
    with pytest.raises(NumberError, match="too large for float32"):
        Tensor([1.0, 100.0], dtype="float32").exp()


def test_infinity_goes_on_as_in_pytorch_where_python_does_not_object():
    big = Tensor([1e308, -1e308, 1.0])
    assert (big * 10).tolist() == [np.inf, -np.inf, 10.0]
    assert (big + big).tolist() == [np.inf, -np.inf, 2.0]
    assert Tensor([np.inf, -np.inf]).exp().tolist() == [np.inf, 0.0]
    assert Tensor([np.inf]).log().tolist() == [np.inf]
    assert np.isnan(Tensor([np.nan, 1.0]).log().data).tolist() == [True, False]
    assert (Tensor([1.0], dtype="float32") + 1e300).tolist() == [np.inf]


@pytest.mark.parametrize(
    ("start", "compute"),
    [
        (0.0, lambda a: a.sqrt()),
        (0.0, lambda a: a**0.5),
        (0.0, lambda a: (a * a).sqrt()),
    ],
)
def test_a_slope_that_does_not_exist_is_an_error_and_changes_nothing(start, compute):
    a = Tensor([1.0, start], requires_grad=True)
    b = Tensor([2.0, 2.0], requires_grad=True)
    a.grad = before = np.array([0.5, 0.25])
    out = (compute(a) * b).sum()
    with pytest.raises(NumberError, match=r"slope of .* is not a finite number"):
        out.backward()
    assert a.grad is before
    assert b.grad is None


def test_gradients_may_overflow_to_infinity_quietly():
    a = Tensor([1e200], requires_grad=True)
    (a * 1e200 * 1e200).sum().backward()
    assert a.grad.tolist() == [np.inf]


# -- ties ------------------------------------------------------------------------------------------


def test_the_largest_share_the_gradient_evenly():
    a = Tensor([[2.0, 5.0, 5.0], [7.0, 7.0, 7.0]], requires_grad=True)
    a.max(axis=1).backward(gradient=[-3.0, 6.0])
    assert a.grad.tolist() == [[0.0, -1.5, -1.5], [2.0, 2.0, 2.0]]
    a.grad = None
    a.min().backward(gradient=-4.0)
    assert a.grad.tolist() == [[-4.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


def test_a_masked_out_row_of_logits_is_nan_as_in_pytorch_and_logsumexp_minus_infinity():
    a = Tensor([[-np.inf, -np.inf], [0.5, -np.inf]])
    assert np.isnan(a.softmax().data).tolist() == [[True, True], [False, False]]
    assert a.logsumexp(axis=1).tolist() == [-np.inf, 0.5]


# -- an operation of one's own ---------------------------------------------------------------------


class Cube(ArrayOperation):
    def forward(self, a, scale=1.0):
        self.a, self.scale = a, scale
        return scale * a**3

    def backward(self, g):
        return (3 * self.scale * self.a**2 * g,)


def test_an_operation_of_ones_own_is_usable_at_once():
    assert Cube.of(2.0).item() == 8.0
    assert Cube.symbol == "cube"
    numeric.check_gradients(lambda a: Cube.of(a, scale=-2.5), [np.array([0.5, -1.5, 2.0])])
    out = Cube.of(Tensor([1.0, -2.0], requires_grad=True), scale=2.0)
    assert out._op == "cube"
    assert out.requires_grad


def test_what_is_written_outside_of_the_kit_runs_in_the_context_of_its_caller():
    heard = []

    class Telling(ArrayOperation, strict="numbers above 0"):
        def forward(self, a):
            heard.append(("forward", CELL.get()))
            return np.log(a)

        def backward(self, g):
            heard.append(("backward", CELL.get()))
            CELL.set(5)
            return (g,)

    before = np.geterr()
    x = Tensor([1.0, 2.0], requires_grad=True)
    CELL.set(3)
    out = Telling.of(x * 2)
    CELL.set(4)
    (out.tanh() * 2).sum().backward()
    assert heard == [("forward", 3), ("backward", 4)]
    assert CELL.get() == 5
    with pytest.raises(NumberError, match=r"telling\(-1.0\) has no answer"):
        Telling.of([1.0, -1.0])
    assert np.geterr() == before


@pytest.mark.parametrize(
    "compute",
    [
        lambda a, s: a.leaky_relu(s),
        lambda a, s: a.elu(s),
        lambda a, s: a.clip(s),
        lambda a, s: a.clamp(max=s),
        lambda a, s: a.pad((1, 1), s),
        lambda a, s: Cube.of(a, scale=s),
    ],
)
def test_an_option_that_would_lose_its_gradient_is_refused(compute):
    plain = compute(Tensor([1.0, -2.0]), 0.5).tolist()
    s = Tensor(0.5, requires_grad=True)
    for a in (Tensor([1.0, -2.0], requires_grad=True), Tensor([1.0, -2.0])):
        with pytest.raises(GraphError, match="Tensor that wants a gradient, and only inputs get"):
            compute(a, s)
        assert compute(a, s.detach()).tolist() == plain
        with no_grad():
            assert compute(a, s).tolist() == plain


def test_a_wrong_rule_is_found_and_named():
    class Wrong(ArrayOperation, symbol="wrong"):
        def forward(self, a):
            self.a = a
            return a * a

        def backward(self, g):
            return (self.a * g,)

    with pytest.raises(numeric.GradientError, match=r"argument 0 at \[1\] = -2.0: backward says"):
        numeric.check_gradients(Wrong.of, [np.array([1.5, -2.0])])


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (
            lambda g: g,
            r"it returned an ndarray \(is a comma missing\?\). It is given g in the shape",
        ),
        (lambda g: (g, g), "it returned a tuple of 2"),
        (lambda g: None, "it returned a NoneType"),
        (lambda g: (g.sum(),), r"shape \(2, 3\) would hear an array of shape \(\)"),
        (lambda g: (g[:, 0],), r"shape \(2, 3\) would hear an array of shape \(2,\)"),
        (lambda g: (g @ g,), "matmul"),
        (lambda g: (g / 0 + undefined,), "undefined"),  # noqa: F821
    ],
)
def test_a_rule_that_returns_something_else_says_what_is_expected(returned, message):
    class Mine(ArrayOperation):
        def forward(self, a):
            return a + 1

        def backward(self, g):
            return returned(g)

    a = Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
    with pytest.raises((MicrokitError, NameError), match=message):
        Mine.of(a).sum().backward()
    assert a.grad is None


def test_an_operation_without_halves_says_which_is_missing():
    class Nothing(ArrayOperation):
        pass

    with pytest.raises(MicrokitError, match=r"Nothing has no forward\(self, \*arrays\)"):
        Nothing.of(2.0)

    class Half(ArrayOperation):
        def forward(self, a):
            return a

    with pytest.raises(MicrokitError, match=r"Half has no backward\(self, g\)"):
        Half.of(Tensor(2.0, requires_grad=True)).backward()


def test_more_than_two_inputs_and_numbers_among_them():
    a = Tensor([1.0, 2.0], requires_grad=True, dtype="float32")
    out = stack([a, 3.0 * a, np.array([5, 6])])
    assert out.dtype == np.float32
    assert out.tolist() == [[1.0, 2.0], [3.0, 6.0], [5.0, 6.0]]
    out.backward(gradient=[[1.5, 2.0], [10.0, 20.0], [7.0, 7.0]])
    assert a.grad.tolist() == [31.5, 62.0]
    with pytest.raises(ShapeError, match="takes a list of one Tensor or more"):
        cat([])
    with pytest.raises(ShapeError, match="Single numbers have no axis"):
        cat([Tensor(1.0)])
