import operator

import pytest

from microkit.graph.symbols import BINARY, UNARY, canonical


@pytest.mark.parametrize("symbol", BINARY)
def test_the_kits_binary_symbols_stay(symbol):
    assert canonical(symbol, 2) == symbol


@pytest.mark.parametrize("symbol", UNARY)
def test_the_kits_unary_symbols_stay(symbol):
    assert canonical(symbol, 1) == symbol


@pytest.mark.parametrize(
    ("op", "parents", "symbol"),
    [
        ("__pow__", 2, "**"),
        ("__radd__", 2, "+"),
        ("__truediv__", 2, "/"),
        ("__neg__", 1, "neg"),
        ("-", 1, "neg"),
        ("-", 2, "-"),
        ("×", 2, "*"),
        ("ReLU", 1, "relu"),
        ("LeakyReLU", 1, "leaky_relu"),
        ("Tanh", 1, "tanh"),
        ("**3.0", 1, "**3"),
        ("**-1", 1, "**-1"),
        ("**0.5", 1, "**0.5"),
        ("^2", 1, "**2"),
        ("pow(3)", 1, "**3"),
        (operator.mul, 2, "*"),
        ("", 2, "?"),
        (None, 1, "?"),
        ("Swish", 1, "Swish"),
        ("sum", 2, "+"),
        ("sum", 3, "sum"),
        ("sum", 1, "sum"),
        ("dot", 5, "dot"),
        ("tanh dot", 5, "tanh dot"),
    ],
)
def test_other_spellings_become_the_kits(op, parents, symbol):
    assert canonical(op, parents) == symbol
