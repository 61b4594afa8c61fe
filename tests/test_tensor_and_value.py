"""Two engines, one answer: random expressions of Values and of Tensors agree."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.tensor import Tensor

quietly = settings(derandomize=True, deadline=None, max_examples=300)

ONE = ["tanh", "sigmoid", "relu", "leaky_relu", "softplus", "exp", "log", "sqrt", "sin", "cos"]
ONE += ["__abs__", "__neg__", "half", "square"]
TWO = ["__add__", "__sub__", "__mul__", "__truediv__", "maximum", "minimum", "__pow__"]

numbers = st.floats(-3.0, 3.0).map(lambda x: round(x, 2))
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(ONE), st.integers(0, 9)),
        st.tuples(st.sampled_from(TWO), st.integers(0, 9), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=8,
)


def run(nodes: list[Any], program: list[tuple[Any, ...]]) -> Any:
    """Follow the steps, each of which takes nodes that are there and adds one."""
    nodes = [*nodes]
    for name, *places in program:
        first, *others = [nodes[place % len(nodes)] for place in places]
        if name == "half":
            nodes.append(0.5 * first + (1.5 - first) / 4)
        elif name == "square":
            nodes.append(first**2)
        else:
            nodes.append(getattr(first, name)(*others))
    return nodes[-1]


def asked(make: Any, leaves: list[Any], program: list[tuple[Any, ...]]) -> Any:
    """Return the result and the gradients, or None where an answer or a slope is missing."""
    try:
        out = run(leaves, program)
        (out * make(-2.5)).backward()
    except MicrokitError:
        return None
    return out


@quietly
@given(st.lists(numbers, min_size=2, max_size=4), steps)
def test_value_and_tensor_agree(points, program):
    values = [Value(x) for x in points]
    tensors = [Tensor(x, requires_grad=True) for x in points]
    one, other = asked(Value, values, program), asked(Tensor, tensors, program)
    if one is None or other is None:
        # What is skipped at a gradient of zero in one engine may be refused in the other.
        return
    np.testing.assert_allclose(other.item(), one.data, rtol=1e-10, atol=1e-12)
    for value, tensor in zip(values, tensors, strict=True):
        found = 0.0 if tensor.grad is None else tensor.grad.item()
        np.testing.assert_allclose(found, value.grad, rtol=1e-8, atol=1e-10)


@quietly
@given(st.lists(numbers, min_size=2, max_size=4), steps)
def test_forward_has_an_answer_in_both_or_in_none(points, program):
    answers = []
    for make in (Value, Tensor):
        try:
            answers.append(float(run([make(x) for x in points], program)))
        except MicrokitError:
            answers.append(None)
    assert (answers[0] is None) == (answers[1] is None)


@quietly
@given(st.integers(0, 999), steps)
def test_an_array_is_many_numbers_side_by_side(seed, program):
    points = np.random.default_rng(seed).uniform(0.3, 1.5, (3, 2, 2)).round(3)
    tensors = [Tensor(x, requires_grad=True) for x in points]
    out = asked(Tensor, tensors, program)
    if out is None:
        return
    for place in np.ndindex(2, 2):
        values = [Value(x[place]) for x in points]
        one = asked(Value, values, program)
        assert one is not None
        np.testing.assert_allclose(out.data[place], one.data, rtol=1e-10, atol=1e-12)
        for value, tensor in zip(values, tensors, strict=True):
            found = 0.0 if tensor.grad is None else tensor.grad[place]
            np.testing.assert_allclose(found, value.grad, rtol=1e-8, atol=1e-10)
