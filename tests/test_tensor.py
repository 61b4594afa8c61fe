"""What a Tensor is, and how gradients flow through a graph of them."""

from __future__ import annotations

import copy
import gc
import pickle
import subprocess
import sys
import weakref

import numpy as np
import pytest

from microkit import engine
from microkit.derivatives import gradients
from microkit.engine import Value, no_grad
from microkit.errors import GraphError, MicrokitError, NumberError, ShapeError
from microkit.tensor import Tensor, cat, ones, randn, stack, tensor, where, zeros

ROWS = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def leaf(numbers=ROWS, dtype="float64") -> Tensor:
    return Tensor(numbers, requires_grad=True, dtype=dtype)


# -- what it is ------------------------------------------------------------------------------------


def test_shape_type_and_numbers():
    a = leaf()
    assert (a.shape, a.ndim, a.size, a.dtype, len(a)) == ((2, 3), 2, 6, np.float64, 2)
    assert a.grad is None
    assert a._prev == ()
    assert a._op == ""
    assert a.tolist() == ROWS
    assert a[1, 2].item() == 6.0
    assert [row.tolist() for row in a] == ROWS
    assert float(a.sum()) == 21.0
    assert int(a.sum()) == 21
    assert bool(a[0, 0])
    assert a.numpy() is a.data
    np.testing.assert_array_equal(np.asarray(a), ROWS)
    assert np.array(a, dtype=np.float32).dtype == np.float32
    assert a.to("float32").dtype == np.float32


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        (1, np.int64),
        (1.0, np.float64),
        (True, np.bool_),
        ([1, 2], np.int64),
        ([1, 2.5], np.float64),
        (np.array([1.0], np.float32), np.float32),
        (np.float32(1.0), np.float32),
        ([], np.float64),
    ],
)
def test_numbers_keep_their_type(data, dtype):
    assert Tensor(data).dtype == dtype
    assert tensor(data, dtype="float32").dtype == np.float32


def test_data_is_copied():
    numbers = np.array(ROWS)
    for given in (numbers, numbers[:, 1:], numbers.T, memoryview(numbers)):
        a = Tensor(given)
        assert not np.shares_memory(a.data, numbers)
        a.data[...] = -1.0
    np.testing.assert_array_equal(numbers, ROWS)


def test_repr_shows_numbers_type_and_what_is_wanted():
    assert repr(Tensor([1.0, 2.5])) == "Tensor([1. , 2.5])"
    assert repr(leaf([1.0], "float32")) == "Tensor([1.], dtype=float32, requires_grad=True)"
    assert repr(Tensor(2.0, label="w")) == "Tensor(2., label='w')"


def test_a_format_is_for_one_number():
    assert f"{leaf([[2 / 3]]):.3f} {Tensor(7):03d}" == "0.667 007"
    assert f"{Tensor([1.0, 2.5])}" == "Tensor([1. , 2.5])"
    with pytest.raises(ShapeError, match=r"'.3f' is for one number, and there are 6 in shape"):
        f"{leaf():.3f}"


def test_sizes_and_copies_under_the_names_of_pytorch():
    a = leaf()
    b = a.clone()
    assert (a.numel(), a.dim(), b.shape) == (6, 2, (2, 3))
    assert not np.shares_memory(a.data, b.data)
    (b * b).sum().backward()
    assert a.grad.tolist() == (2 * a.data).tolist()
    assert (Tensor([1, 2]).clone() + 0).tolist() == [1, 2]


def test_makers():
    assert zeros(2, 3).tolist() == [[0.0] * 3] * 2
    assert ones((2,), requires_grad=True, dtype="float32").requires_grad
    first, second = (randn(2, 3, rng=np.random.default_rng(5)) for _ in range(2))
    assert first.tolist() == second.tolist()
    assert randn(3, rng=np.random.default_rng(5), dtype="float32").dtype == np.float32


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        ("abc", NumberError, "'abc' is a str. Turn text into numbers first"),
        (["1", "2"], NumberError, "Turn text into numbers"),
        (None, NumberError, "Did a function forget its return"),
        (1j, NumberError, "use x.real"),
        (np.array([1j]), NumberError, "an array of complex128"),
        ([1, [2, 3]], ShapeError, "rows of one length"),
        (10**30, NumberError, "Whole numbers end near 9.2e18"),
        (Value(2.0), NumberError, "Take its number: v.data"),
        ([Value(2.0)], NumberError, "engine for single numbers"),
        (Tensor(2.0), MicrokitError, "x.detach()"),
        ([Tensor(2.0)], MicrokitError, "stack"),
        ({"a": 1}, NumberError, "is a dict"),
    ],
)
def test_what_is_no_array_of_numbers(data, error, message):
    with pytest.raises(error, match=message):
        Tensor(data)
    if not isinstance(data, Tensor | int):
        with pytest.raises(error, match=message):
            leaf() + data


def test_whole_numbers_have_no_gradient():
    for data in (3, [1, 2], [True, False]):
        with pytest.raises(NumberError, match="a whole number cannot be nudged"):
            Tensor(data, requires_grad=True)
    assert Tensor([1, 2], requires_grad=True, dtype="float32").requires_grad
    assert not leaf().to("int64").requires_grad


def test_single_numbers_and_many():
    a = leaf()
    for ask in (a.item, a.__float__, a.__int__):
        with pytest.raises(ShapeError, match=r"one number, and there are 6 in shape \(2, 3\)"):
            ask()
    with pytest.raises(ShapeError, match="no one answer"):
        bool(a)
    with pytest.raises(ShapeError, match="A single number has no length"):
        len(a.sum())


def test_comparison_is_by_number_and_returns_arrays():
    a = leaf([1.0, 2.0, 3.0])
    for result, expected in (
        (a > 2, [False, False, True]),
        (a >= Tensor(2.0), [False, True, True]),
        (np.array([1.5, 1.5, 1.5]) > a, [True, False, False]),
        (a <= [1, 9, 1], [True, True, False]),
        (a == 2, [False, True, False]),
        (a != np.array([1, 2, 4]), [False, False, True]),
    ):
        assert result.__class__ is np.ndarray
        assert result.tolist() == expected
    assert (a == None) is False  # noqa: E711
    assert a != "text"
    with pytest.raises(ShapeError, match=r"\(3,\) and \(2,\) do not fit"):
        a < np.ones(2)  # noqa: B015
    assert {a: 1}[a] == 1
    assert a in [a]
    assert a.argmax() == 2
    assert Tensor(ROWS).argmax(axis=-1).tolist() == [2, 2]
    assert Tensor(ROWS).argmin(dim=0).tolist() == [0, 0, 0]
    with pytest.raises(ShapeError, match="There is no axis 2"):
        a.argmax(2)
    with pytest.raises(ShapeError, match="nothing to find"):
        zeros(0, 3).argmax()


# -- arithmetic with what is no Tensor -------------------------------------------------------------


def test_arrays_and_numbers_on_either_side():
    a = leaf([1.0, 2.0])
    for other in (np.array([3.0, 5.0]), [3.0, 5.0], Tensor([3.0, 5.0])):
        for result, expected in (
            (a + other, [4, 7]),
            (other + a if not isinstance(other, list) else a + other, [4, 7]),
            (a - other, [-2, -3]),
            (a * other, [3, 10]),
        ):
            assert result.__class__ is Tensor
            assert result.tolist() == expected
    array = np.array([3.0, 5.0])
    for result, expected in (
        (array - a, [2, 3]),
        (array * a, [3, 10]),
        (array / a, [3, 2.5]),
        (array**a, [3, 25]),
        (array @ a, 13),
        (np.float64(4.0) - a, [3, 2]),
        (np.float32(4.0) / a, [4, 2]),
        (2**a, [2, 4]),
    ):
        assert result.__class__ is Tensor
        assert result.tolist() == expected
        assert result.requires_grad
    array += np.ones(2)
    with pytest.raises(TypeError, match="ufunc"):
        np.exp(a)


def test_a_value_and_a_tensor_do_not_mix():
    for compute in (lambda: leaf() + Value(2.0), lambda: leaf() @ Value(2.0)):
        with pytest.raises(NumberError, match="engine for single numbers"):
            compute()
    with pytest.raises(NumberError, match="Value"):
        Value(2.0) + leaf()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (2, np.float32),
        (2.5, np.float32),
        (np.float64(2.5), np.float32),
        (Tensor(2.5), np.float32),  # a single float64 among float32 gives way, as in PyTorch
        (Tensor([1, 2]), np.float32),
        (np.array([True, False]), np.float32),
        (np.array([1.0, 2.0]), np.float64),
    ],
)
def test_types_meet_as_in_pytorch_and_each_gradient_has_its_own(other, expected):
    for compute in (
        lambda a, b: a + b,
        lambda a, b: b * a,
        lambda a, b: where([True, False], a, b),
    ):
        a = leaf([1.0, 2.0], "float32")
        out = compute(a, other)
        assert out.dtype == expected
        out.backward(gradient=[0.5, -2.0])
        assert a.grad.dtype == np.float32
    both = leaf([1.0, 2.0]), leaf([3.0], "float32")
    cat([*both]).backward(gradient=[0.5, 1.5, 2.5])
    assert [x.grad.dtype for x in both] == [np.float64, np.float32]


def test_inplace_operators_make_a_new_node():
    a = leaf([1.0, 2.0])
    b = a
    b += 1
    b *= 3
    assert a.tolist() == [1.0, 2.0]
    b.backward(gradient=[0.5, -1.0])
    assert a.grad.tolist() == [1.5, -3.0]


def test_inplace_operators_change_a_leaf_where_nothing_is_recorded():
    a, computed = leaf([1.0, 2.0], "float32"), leaf([1.0, 2.0]) * 2
    same, data, once = a, a.data, computed
    with no_grad():
        a += 1
        a *= np.array([3.0, -1.0])
        a -= Tensor([2.0, 2.0])
        a /= 2
        computed += 1
    assert a is same
    assert a.data is data
    assert (a.tolist(), a.dtype, a.requires_grad) == ([2.0, -2.5], np.float32, True)
    assert (computed.tolist(), once.tolist()) == ([3.0, 5.0], [2.0, 4.0])


def test_inplace_operators_keep_shape_and_type():
    with no_grad():
        for a, other, error in (
            (leaf([1.0, 2.0]), np.ones((3, 2)), ShapeError),
            (leaf([1.0, 2.0]).expand(3, 2), 1.0, ShapeError),
            (Tensor([1, 2]), 0.5, NumberError),
            (Tensor([True, False]), 1, NumberError),
        ):
            before = a.tolist()
            with pytest.raises(error, match=r"write t = t \+ other"):
                a += other
            assert a.tolist() == before


def test_the_training_loop_that_pytorch_users_write():
    rng = np.random.default_rng(7)
    x, truth = rng.normal(size=(40, 3)), np.array([[1.5], [-2.0], [0.5]])
    w, b = zeros(3, 1, requires_grad=True), zeros(1, requires_grad=True)
    for _ in range(200):
        loss = ((x @ w + b - (x @ truth + 0.25)) ** 2).mean()
        w.grad = b.grad = None
        loss.backward()
        with no_grad():
            w -= 0.1 * w.grad
            for parameter in (b,):
                parameter -= 0.1 * parameter.grad
    assert f"{loss:.6f}" == "0.000000"
    np.testing.assert_allclose(w.data, truth, atol=1e-6)
    np.testing.assert_allclose(b.data, [0.25], atol=1e-6)


# -- shapes that do not fit ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        (lambda a: a + np.ones(2), r"\(2, 3\) and \(2,\) do not fit for \+: axis -1.* has 3 and 2"),
        (lambda a: np.ones((3, 3)) * a, r"\(3, 3\) and \(2, 3\) do not fit for \*: axis -2"),
        (lambda a: where(a > 0, a, [1.0, 2.0]), "do not fit for where"),
        (lambda a: where([[True], [False], [True]], a, 0.0), "where"),
        (lambda a: a @ a, r"\(2, 3\) @ \(2, 3\).* a @ b.T is \(2, 3\) @ \(3, 2\)"),
        (lambda a: a @ np.ones((2, 4)), r"a.T @ b is \(3, 2\) @ \(2, 4\)"),
        (lambda a: a @ np.ones((4, 2)), r"b @ a is \(4, 2\) @ \(2, 3\)"),
        (lambda a: a @ np.ones(2), "a column on the right 2"),
        (lambda a: a @ 2.0, "For a single number use"),
        (lambda a: stack([a, a]) @ np.ones((4, 3, 2)), r"the batches \(2,\) and \(4,\) differ"),
        (lambda a: a.reshape(4), "The 6 numbers of shape .* have to be 6"),
        (lambda a: a.permute(0), "does not name each axis"),
        (lambda a: a.permute(0, 0), "does not name each axis"),
        (lambda a: a.transpose(0, 2), "There is no axis 2"),
        (lambda a: a.squeeze(-3), "There is no axis -3"),
        (lambda a: a.unsqueeze(3), "There is no axis 3"),
        (lambda a: a.flatten(1, 0), r"shape \(2, 3\), in which axis 1 does not come before axis 0"),
        (lambda a: a.flatten(-1, -2), "axis -1 does not come before axis -2"),
        (lambda a: a.reshape(5 / 2, -1), "2.5 is a float. Where one is computed, divide with //"),
        (lambda a: a.reshape(6 / 1), "6.0 is a float"),
        (lambda a: zeros(2.7), "2.7 is a float"),
        (lambda a: a.sum(0.5), "0.5 is a float"),
        (lambda a: a.sum(axis=(0, 0.5)), "0.5 is a float"),
        (lambda a: a.unsqueeze(0.5), "0.5 is a float"),
        (lambda a: a.transpose(0, "b"), "'b' is a str"),
        (lambda a: a[[[0], [0, 1]]], "give it rows of one length"),
        (lambda a: a.expand(4, 3), r"\(2, 3\) does not stretch to \(4, 3\)"),
        (lambda a: a.flip(2), "There is no axis 2"),
        (lambda a: a.sum(axis=2), "sum has no such axis"),
        (lambda a: a.sum(dim=(0, 0)), "sum has no such axis"),
        (lambda a: a.max(axis=-3), "max has no such axis"),
        (lambda a: a.softmax(2), "softmax has no such axis"),
        (lambda a: a[2], "index 2 is out of bounds"),
        (lambda a: a[0, 0, 0], "too many indices"),
        (lambda a: a[1.5], "no such place"),
        (lambda a: a[a.data[:1] > 0], "no such place"),
        (lambda a: a.gather(1, [[3, 0]]), "needs an index from 0 to 2, and these go from 0 to 3"),
        (lambda a: a.gather(1, [0, 1]), "as many axes as the numbers, 2"),
        (lambda a: a.gather(1, [[0.5]]), "needs whole numbers"),
        (lambda a: a.embedding([-1]), "needs an index from 0 to 1"),
        (lambda a: cat([a, np.ones((2, 4))]), "cat does not work for shape"),
        (lambda a: stack([a, a[0]]), "stack does not work for shape"),
        (lambda a: a.clip("a"), "clip"),
        (lambda a: zeros(0, 3).mean(), "There is no mean of nothing"),
        (lambda a: zeros(0, 3).max(), "There is no max of nothing"),
        (lambda a: a[:1].var(axis=0), "no variance of 1 numbers"),
        (lambda a: a.gelu("exact"), "'none' or 'tanh'"),
    ],
)
def test_wrong_shapes_say_both_and_what_would_fit(compute, message):
    with pytest.raises(MicrokitError, match=message):
        compute(leaf())


# -- backward --------------------------------------------------------------------------------------


def test_shared_nodes_hear_from_everyone():
    a = leaf([2.0, -3.0])
    b = a * a
    c = b + b * a + a
    c.backward(gradient=[0.5, -2.0])
    np.testing.assert_allclose(a.grad, np.array([0.5, -2.0]) * (2 * a.data + 3 * a.data**2 + 1))
    assert b.grad is None
    assert c.grad is None


def test_leaves_add_up_and_inner_nodes_start_anew():
    a = leaf([2.0, -3.0])
    out = (a * a).sum()
    out.backward()
    first = a.grad
    out.backward()
    assert a.grad.tolist() == [8.0, -12.0]
    assert first.tolist() == [4.0, -6.0]  # what somebody kept is not changed behind their back
    a.grad = None
    (out * -3.0).backward()
    assert a.grad.tolist() == [-12.0, 18.0]


def test_a_leaf_may_be_the_root():
    a = leaf(2.0)
    a.backward()
    a.backward(gradient=-3.0)
    assert a.grad.tolist() == -2.0
    assert a.grad.__class__ is np.ndarray


def test_gradient_from_above():
    a = leaf()
    above = np.array([[0.5, 1.0, -2.0], [3.0, 0.0, 7.0]])
    for given in (above, above.tolist(), Tensor(above), above.astype(np.float32)):
        a.grad = None
        (a * 2).backward(gradient=given)
        np.testing.assert_array_equal(a.grad, 2 * above)
    with pytest.raises(ShapeError, match=r"6 numbers in shape \(2, 3\). Reduce them"):
        a.backward()
    with pytest.raises(ShapeError, match=r"gradient has shape \(3,\), and this Tensor \(2, 3\)"):
        (a * 2).backward(gradient=[1.0, 2.0, 3.0])
    (a[:1, :1] * 3).backward()  # one number, whatever the shape
    assert a.grad[0, 0] == 4.0


def test_nothing_wants_a_gradient():
    with pytest.raises(GraphError, match="requires_grad=True"):
        (Tensor(ROWS) * 2).sum().backward()
    a = leaf()
    with pytest.raises(GraphError, match="gradients flow through it"):
        (a * 2).requires_grad_(False)


def test_what_wants_no_gradient_gets_none():
    a, b, c = leaf([1.0, 2.0]), Tensor([3.0, 4.0]), leaf([5.0, 6.0])
    out = (a * b + c.detach()).sum()
    out.backward()
    assert a.grad.tolist() == [3.0, 4.0]
    assert b.grad is None
    assert c.grad is None
    c.requires_grad_(False)
    assert not (c * 2).requires_grad
    assert np.shares_memory(c.detach().data, c.data)


def test_wanting_changed_after_the_graph_was_made():
    a, b = leaf([1.0, 2.0]), Tensor([3.0, 4.0])
    out = (a * b).sum()
    a.requires_grad_(False)
    b.requires_grad_()
    out.backward()
    assert a.grad is None
    assert b.grad is None


def test_no_grad_records_nothing_and_comes_back():
    a = leaf()
    with no_grad():
        b = (a * 2).sum()
        assert not engine.is_recording()
    assert (b._prev, b.requires_grad) == ((), False)
    assert (a * 2).requires_grad

    @no_grad()
    def predict(x):
        return x * 2

    assert not predict(a).requires_grad


def test_gradients_leaves_everything_alone():
    a, b = leaf([1.0, 2.0]), leaf([3.0, -4.0])
    c = a * b
    out = (c + a).sum()
    a.grad = before = np.array([9.0, 9.0])
    d = gradients(out)
    assert d[a].tolist() == [4.0, -3.0]
    assert d[b].tolist() == [1.0, 2.0]
    assert d[c].tolist() == [1.0, 1.0]
    assert d[out].tolist() == 1.0
    assert a.grad is before
    assert b.grad is None
    arrays = [d[node] for node in d]
    for i, one in enumerate(arrays):
        assert not any(np.shares_memory(one, other) for other in arrays[i + 1 :])
    with pytest.raises(GraphError, match="create_graph"):
        gradients(out, create_graph=True)


# -- after an error every gradient is what it was before -------------------------------------------


@pytest.mark.parametrize("present", [np.ones(3), np.ones((2, 2)), np.ones((2, 1)), [1.0], "abc"])
def test_a_gradient_of_another_shape_is_refused_before_any_is_changed(present):
    a, b = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    a.grad = before = np.array([0.5, 0.25])
    b.grad = present
    for out in ((a * b).sum(), (b * a).sum()):
        with pytest.raises(MicrokitError, match=r"gradient of shape|holds real numbers"):
            out.backward()
        assert a.grad is before
        assert before.tolist() == [0.5, 0.25]
        assert b.grad is present


@pytest.mark.parametrize(
    ("present", "expected"),
    [(0.0, [3.0, 3.0]), ([1.0, -1.0], [4.0, 2.0]), (Tensor([1.0, -1.0]), [4.0, 2.0])],
)
def test_a_gradient_that_fits_is_added_to(present, expected):
    a = leaf([1.0, 2.0])
    a.grad = present
    (a * 3).sum().backward()
    assert a.grad.__class__ is np.ndarray
    assert a.grad.tolist() == expected


# -- no gradient shares memory with anything -------------------------------------------------------

SHARING = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: (a + b).T,
    lambda a, b: a.reshape(3, 2).T + b,
    lambda a, b: cat([a, b]),
    lambda a, b: stack([a, b, a]),
    lambda a, b: a.sum() + b.sum(),
    lambda a, b: a.flip(0) + b[::1],
    lambda a, b: (a + b) + (a + b),
    lambda a, b: a.expand(4, 2, 3) + b,
    lambda a, b: a.unsqueeze(0) + b.unsqueeze(1),
    lambda a, b: a.permute(1, 0).permute(1, 0) + b.flatten().reshape(2, 3),
    lambda a, b: where(a > 2, a, b),
    lambda a, b: a * 1.0 + b,
    lambda a, b: a.pad((1, 0))[:, 1:] + b,
    lambda a, b: a.mean(axis=1, keepdims=True) + b,
]


@pytest.mark.parametrize("compute", SHARING)
def test_gradients_share_no_memory(compute):
    a, b = leaf(), leaf(np.arange(6.0).reshape(2, 3) - 2.5)
    out = compute(a, b)
    above = np.random.default_rng(3).normal(size=out.shape)
    kept = above.copy()
    out.backward(gradient=above)
    places = [above, a.data, b.data, out.data]
    for one, other in ((a.grad, b.grad), *[(g, p) for g in (a.grad, b.grad) for p in places]):
        assert not np.shares_memory(one, other)
    expected = b.grad.copy()
    a.grad[...] = 99.0  # as clipping in place would do
    np.testing.assert_array_equal(b.grad, expected)
    np.testing.assert_array_equal(above, kept)
    a.grad, b.grad = None, None
    out.backward(gradient=above)
    np.testing.assert_array_equal(b.grad, expected)


# -- memory, and depth -----------------------------------------------------------------------------


def test_a_dropped_graph_is_freed_at_once():
    gc.collect()
    gc.disable()
    try:
        a = leaf()
        inner = a.tanh()
        out = (inner @ inner.T).softmax().sum() + a[0].mean()
        out.backward()
        watched = [weakref.ref(inner), weakref.ref(out), weakref.ref(out._operation)]
        del inner, out
        assert [watch() for watch in watched] == [None] * 3
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_chain_of_100_000_nodes():
    a = leaf([1.0, -2.0])
    out = a
    for _ in range(100_000):
        out = out + 1.0
    out.backward(gradient=[0.5, -3.0])
    assert a.grad.tolist() == [0.5, -3.0]
    assert out.tolist() == [100_001.0, 99_998.0]
    del out


def test_copies_and_pickles_keep_the_graph():
    a = leaf([1.0, -2.0])
    out = (a * a).sum()
    for again in (copy.deepcopy(out), pickle.loads(pickle.dumps(out))):
        again.backward()
        copied = next(node for node in [*gradients(again)] if not node._prev)
        assert copied is not a
        assert copied.grad.tolist() == [2.0, -4.0]
    assert a.grad is None


def test_a_copy_of_a_graph_goes_on_where_ages_start_anew():
    a = leaf([1.0, -2.0])
    for _ in range(500):
        out = a * a
    code = """
import pickle, sys
a, out = pickle.load(sys.stdin.buffer)
(out * out).sum().backward()
print(a.grad.tolist())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps((a, out)),
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.decode() == "[4.0, -32.0]\n"
    for copied in (copy.deepcopy(out), copy.copy(out)):
        assert copied._age > out._age


def test_numpy_is_loaded_for_tensors_only():
    code = """
import sys
sys.modules["numpy"] = None
import microkit
from microkit import Value, gradients
from microkit.numeric import check_gradients
check_gradients(lambda a, b: a * b, [2.0, -3.0])
assert gradients(Value(3.0) * 2)
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)


def test_an_operation_may_be_asked_before_there_is_a_tensor():
    code = """
from microkit.arrays.operations.curves import Exp
assert type(Exp.of([0.0])).__name__ == "Tensor"
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)


def test_numpys_own_settings_stay_as_they_are():
    before = np.geterr()
    with pytest.raises(NumberError):
        Tensor(-1.0).log()
    (Tensor([1e308], requires_grad=True) * 1e308).sum().backward()
    assert np.geterr() == before
    with np.errstate(all="raise"):
        assert (Tensor(1e308) * 10).item() == np.inf


@pytest.mark.parametrize("wrong", ["float32", np.dtype("float32"), np.float32, None, 2])
def test_a_type_in_the_place_of_requires_grad_is_refused(wrong):
    with pytest.raises(MicrokitError, match="requires_grad is True or False"):
        Tensor([1.0, 2.0], wrong)
    assert Tensor([1.0], np.True_).requires_grad is True
