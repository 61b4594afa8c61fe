"""The expressions of `reference/tensor_cases.py`, computed by microkit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from reference import tensor_cases as cases

from microkit import tensor
from microkit.tensor import Tensor

NAMES: dict[str, Any] = {
    "cat": tensor.cat,
    "elu": Tensor.elu,
    "embedding": lambda index, table: table.embedding(index),
    "gelu": Tensor.gelu,
    "inf": math.inf,
    "ints": lambda numbers: np.array(numbers, np.int64),
    "leaky_relu": Tensor.leaky_relu,
    "maximum": tensor.maximum,
    "minimum": tensor.minimum,
    "pad": Tensor.pad,
    "softplus": Tensor.softplus,
    "stack": tensor.stack,
    "where": tensor.where,
}
EVERY = range(len(cases.CASES))


def leaves_of(i: int, dtype: Any = np.float64) -> list[Tensor]:
    return [Tensor(x, requires_grad=True, dtype=dtype) for x in cases.arrays(i)]


def compute(i: int, leaves: list[Tensor]) -> Tensor:
    return eval(cases.CASES[i][0], NAMES | dict(zip("abc", leaves, strict=False)))


def name(i: int) -> str:
    shapes = [str(np.shape(x)) for x in cases.arrays(i)]
    return f"{cases.CASES[i][0]} {' '.join(shapes)}"
