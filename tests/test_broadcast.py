"""unbroadcast is the way back of broadcasting: what was repeated is added up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.broadcast import unbroadcast

quietly = settings(derandomize=True, deadline=None, max_examples=200)


@pytest.mark.parametrize(
    ("shape", "of", "expected"),
    [
        ((2, 3), (3,), [5.0, 7.0, 9.0]),
        ((2, 3), (1, 3), [[5.0, 7.0, 9.0]]),
        ((2, 3), (2, 1), [[6.0], [15.0]]),
        ((2, 3), (1, 1), [[21.0]]),
        ((2, 3), (1,), [21.0]),
        ((2, 3), (), 21.0),
        ((2, 3), (2, 3), [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
    ],
)
def test_sums_what_was_stretched(shape, of, expected):
    g = np.arange(1.0, 7.0).reshape(shape)
    out = unbroadcast(g, of)
    assert out.shape == of
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(g, np.arange(1.0, 7.0).reshape(shape))


def test_what_was_not_stretched_is_handed_on_as_it_is():
    g = np.ones((2, 3))
    assert unbroadcast(g, (2, 3)) is g


@quietly
@given(st.data())
def test_is_the_adjoint_of_broadcasting(data):
    full = data.draw(st.lists(st.integers(0, 4), min_size=0, max_size=4))
    front = data.draw(st.integers(0, len(full)))
    shape = tuple([1 if data.draw(st.booleans()) else n for n in full[front:]])
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    for dtype, rtol in ((np.float64, 1e-12), (np.float32, 1e-4)):
        g = rng.normal(size=tuple(full)).astype(dtype)
        x = rng.normal(size=shape).astype(dtype)
        back = np.asarray(unbroadcast(g, shape))
        assert back.shape == shape
        assert back.dtype == dtype
        left, right = np.sum(g * x, dtype=np.float64), np.sum(back * x, dtype=np.float64)
        np.testing.assert_allclose(left, right, rtol=rtol, atol=rtol * 10)
