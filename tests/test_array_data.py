"""What becomes an array: plain numbers beside arrays, and what does not fit."""

from __future__ import annotations

import numpy as np
import pytest

from microkit import Tensor
from microkit.errors import NumberError

TRUTHS, BYTES = Tensor([True, False]), Tensor(np.array([1, 2], "uint8"))


@pytest.mark.parametrize(
    ("ask", "dtype", "numbers"),
    [
        (lambda: TRUTHS * 5, "int64", [5, 0]),
        (lambda: -3 + TRUTHS, "int64", [-2, -3]),
        (lambda: TRUTHS * np.array([5, 6]), "int64", [5, 0]),
        (lambda: TRUTHS * Tensor(5), "int64", [5, 0]),
        (lambda: TRUTHS * 2.5, "float64", [2.5, 0.0]),
        (lambda: TRUTHS * True, "bool", [True, False]),
        (lambda: BYTES * 3, "uint8", [3, 6]),
        (lambda: BYTES * True, "uint8", [1, 2]),
        (lambda: BYTES * 0.5, "float64", [0.5, 1.0]),
        (lambda: Tensor(np.array([1.5], "float32")) * 3, "float32", [4.5]),
    ],
    ids=range(10),
)
def test_a_number_takes_the_type_beside_it_where_that_can_hold_it(ask, dtype, numbers):
    out = ask()
    assert out.dtype == dtype
    assert out.tolist() == numbers


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: BYTES * -1, "-1 does not fit beside numbers of uint8, .* from 0 to 255"),
        (lambda: BYTES + 300, "300 does not fit beside numbers of uint8"),
        (lambda: Tensor(np.array([1], "int8")) + 128, "int8, which go from -128 to 127"),
        (lambda: Tensor([1]) + 10**20, "int64, which go from -9223372036854775808 to"),
        (lambda: Tensor([1.0]) + 10**400, "is an int. .* floats near 1.8e308"),
        (lambda: Tensor(10**20), "is an int. Whole numbers end near 9.2e18"),
    ],
    ids=range(6),
)
def test_a_number_that_does_not_fit_names_the_type(ask, says):
    with pytest.raises(NumberError, match=says):
        ask()
