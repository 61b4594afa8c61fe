"""The tiny GPT of lesson 11 once more, on scalar Values: both engines walk the same way."""

import numpy as np
import pytest

from microkit import Tensor, Value, nn, optim
from microkit.checks.references import lesson11


def product(row, matrix):
    return [
        sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*matrix, strict=True)
    ]


def rmsnorm(row):
    size = (sum(a * a for a in row) / len(row) + 1e-5) ** -0.5
    return [a * size for a in row]


def added(one, two):
    return [a + b for a, b in zip(one, two, strict=True)]


def attention(row, keys, values, p, heads):
    """Let the newest place ask all that have come so far; those after it are not there yet."""
    query = product(row, p["wq"])
    keys.append(product(row, p["wk"]))
    values.append(product(row, p["wv"]))
    size, found = len(query) // heads, []
    for start in range(0, len(query), size):
        own = slice(start, start + size)
        scores = [
            sum(a * b for a, b in zip(query[own], k[own], strict=True)) / size**0.5 for k in keys
        ]
        weights = nn.softmax(scores)
        columns = zip(*(v[own] for v in values), strict=True)
        found += [sum(w * v for w, v in zip(weights, column, strict=True)) for column in columns]
    return product(found, p["wo"])


def gpt(tokens, p, heads):
    keys, values, logits = [], [], []
    for place, token in enumerate(tokens):
        x = rmsnorm(added(p["table"][token], p["positions"][place]))
        x = added(x, attention(rmsnorm(x), keys, values, p, heads))
        inner = [a.relu() for a in product(rmsnorm(x), p["up"])]
        x = added(x, product(inner, p["down"]))
        logits.append(product(rmsnorm(x), p["out"]))
    return logits


def loss(logits, tokens):
    asked = list(zip(logits, tokens[1:], strict=False))
    return sum(-nn.softmax(row)[token].log() for row, token in asked) / len(asked)


SHAPES = {
    "table": (27, 8), "positions": (16, 8), "wq": (8, 8), "wk": (8, 8), "wv": (8, 8),
    "wo": (8, 8), "up": (8, 12), "down": (12, 8), "out": (8, 27),
}  # fmt: skip


def both():
    """Return the same parameters as Tensors and as nested lists of Values."""
    rng = np.random.default_rng(5)
    arrays = {name: 0.3 * rng.standard_normal(shape) for name, shape in SHAPES.items()}
    tensors = {name: Tensor(array, requires_grad=True) for name, array in arrays.items()}
    return tensors, {name: [[Value(x) for x in row] for row in a] for name, a in arrays.items()}


def test_gradients_on_values_are_those_on_tensors():
    tensors, values = both()
    tokens = lesson11.encode("amina")
    one = lesson11.loss(lesson11.gpt(tokens, tensors), tokens)
    two = loss(gpt(tokens, values, lesson11.HEADS), tokens)
    one.backward()
    two.backward()
    assert two.data == pytest.approx(one.item(), rel=1e-12)
    for name, tensor in tensors.items():
        heard = [[value.grad for value in row] for row in values[name]]
        np.testing.assert_allclose(heard, tensor.grad, rtol=1e-9, atol=1e-14)


def test_ten_steps_on_values_lead_where_ten_steps_on_tensors_lead():
    tensors, values = both()
    flat = [value for rows in values.values() for row in rows for value in row]
    ways = optim.Adam(list(tensors.values()), lr=0.01), optim.Adam(flat, lr=0.01)
    for name in ("ana", "bo", "mia", "leo", "eve", "ida", "ali", "noa", "max", "zoe"):
        tokens = lesson11.encode(name)
        lesson11.loss(lesson11.gpt(tokens, tensors), tokens).backward()
        loss(gpt(tokens, values, lesson11.HEADS), tokens).backward()
        for adam in ways:
            adam.step()
            adam.zero_grad()
    for name, tensor in tensors.items():
        walked = [[value.data for value in row] for row in values[name]]
        np.testing.assert_allclose(walked, tensor.data, rtol=1e-6, atol=1e-9)
