"""jacobian: every slope of a function of arrays, against nudging; and check_gradients on arrays."""

from __future__ import annotations

import numpy as np
import pytest

from microkit.arrays.jacobian import jacobian
from microkit.arrays.operation import ArrayOperation
from microkit.engine import no_grad
from microkit.errors import GraphError, MicrokitError
from microkit.numeric import GradientError, check_gradients
from microkit.tensor import Tensor


def nudged(f, x: np.ndarray, h: float = 1e-6) -> np.ndarray:
    columns = []
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        columns.append((f(Tensor(x + step)).data - f(Tensor(x - step)).data) / (2 * h))
    return np.stack(columns, -1).reshape((*np.shape(columns[0]), *x.shape))


@pytest.mark.parametrize(
    ("f", "shape"),
    [
        (lambda x: x.tanh(), (3,)),
        (lambda x: x @ np.arange(6.0).reshape(3, 2), (2, 3)),
        (lambda x: x.softmax(-1), (2, 3)),
        (lambda x: (x * x).sum(), (2, 3)),
        (lambda x: x.sum(axis=0) * x[1], (2, 3)),
        (lambda x: x**3, ()),
    ],
)
def test_agrees_with_nudging(f, shape):
    x = np.random.default_rng(4).normal(size=shape)
    found = jacobian(f, x)
    assert found.shape == (*f(Tensor(x)).shape, *shape)
    np.testing.assert_allclose(found, nudged(f, np.asarray(x)), rtol=1e-6, atol=1e-8)


def test_several_arguments_give_several_arrays():
    a, b = np.array([1.0, -2.0]), np.array([3.0, 0.5, 4.0])
    to_a, to_b = jacobian(lambda a, b: a.unsqueeze(1) * b, (a, b))
    assert (to_a.shape, to_b.shape) == ((2, 3, 2), (2, 3, 3))
    np.testing.assert_allclose(to_a[1, 2], [0.0, 4.0])
    np.testing.assert_allclose(to_b[1, 2], [0.0, 0.0, -2.0])


def test_what_does_not_matter_has_slope_zero():
    found = jacobian(lambda a, b: a * 2, (np.array([1.0, -2.0]), np.array([3.0])))
    np.testing.assert_array_equal(found[1], np.zeros((2, 1)))
    np.testing.assert_array_equal(jacobian(lambda x: Tensor([5.0, 6.0]), [1.0]), [[0.0], [0.0]])


def test_arguments_stay_as_they_are():
    x = Tensor([1.0, 2.0], requires_grad=True, dtype="float32")
    x.grad = before = np.array([7.0, 7.0])
    found = jacobian(lambda x: x * x, x)
    assert x.grad is before
    assert found.dtype == np.float32
    assert jacobian(lambda x: x * 2, [1, 2]).tolist() == [[2.0, 0.0], [0.0, 2.0]]


def test_a_lost_graph_is_said_so():
    for function in (jacobian, lambda f, x: check_gradients(f, [x])):
        with pytest.raises(MicrokitError, match="returned an ndarray and not a Tensor"):
            function(lambda x: x.numpy() * 2, np.array([1.0, 2.0]))


def test_without_a_graph_there_is_no_jacobian():
    with no_grad(), pytest.raises(GraphError, match=r"within no_grad\(\) there is none"):
        jacobian(lambda x: x * x, [1.0, 2.0])


# -- check_gradients on arrays ---------------------------------------------------------------------


def test_check_takes_arrays_of_any_shape_and_leaves_them_alone():
    rng = np.random.default_rng(2)
    x, w, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    kept = x.copy()
    check_gradients(lambda x, w, b: (x @ w + b).tanh(), [x, w, b])
    check_gradients(lambda x, w: x @ w, [Tensor(x), w], upstream=rng.normal(size=(4, 2)))
    check_gradients(lambda x, i: x[i], [x, np.array([2, 0, 2])])
    check_gradients(lambda x: x.exp(), [np.float64(0.5) * np.ones(())])
    check_gradients(lambda x: x * 3, [x.astype(np.float32)])
    np.testing.assert_array_equal(x, kept)


def test_check_names_the_places_that_are_wrong_and_counts_the_rest():
    def half(x):
        return x.detach() * x  # one of two ways is cut

    with pytest.raises(GradientError) as raised:
        check_gradients(half, [np.arange(1.0, 9.0).reshape(4, 2)])
    text = str(raised.value)
    assert "argument 0 at [0, 1] = 2.0: backward says" in text
    assert "argument 0: 3 more of 8 places" in text
    assert text.count("\n") == 6


class Bent(ArrayOperation):
    def forward(self, a):
        return 1000 + np.tanh(a)

    def backward(self, g):
        return (0 * g,)


class NearlyRight(ArrayOperation):
    def forward(self, a):
        return a * 1.0

    def backward(self, g):
        return (g * 1.01,)


@pytest.mark.parametrize(("wrong", "shape"), [(Bent, (3, 5)), (NearlyRight, (40, 50))])
def test_a_large_output_hides_no_wrong_rule(wrong, shape):
    with pytest.raises(GradientError, match="differ"):
        check_gradients(wrong.of, [np.full(shape, 2.0)])


@pytest.mark.parametrize("shift", [1e3, 1e6, -1e9])
def test_rounding_alone_makes_no_rule_wrong(shift):
    x = np.random.default_rng(6).normal(size=(4, 5))
    check_gradients(lambda x: x.softmax(0) + shift, [x])
    check_gradients(lambda x: (x.tanh() * 1e4).mean(axis=1) + shift, [x])


def test_a_rule_that_mixes_up_places_is_seen():
    def swapped(x):
        return x.flip(0).detach() * 0 + x.detach() + (x - x.detach()).flip(0)

    with pytest.raises(GradientError):
        check_gradients(swapped, [np.array([1.0, 2.0, 3.0])])


def test_a_function_that_forgets_an_argument_is_right_to():
    check_gradients(lambda a, b: a * 2, [np.array([1.0, 2.0]), np.array([3.0])])
    with pytest.raises(GradientError, match="argument 1"):
        check_gradients(lambda a, b: a * b.detach(), [np.array([1.0, 2.0]), np.array([3.0])])
