"""Networks of Values, built by hand in lesson 05, and layers of arrays, from lesson 09 on.

What works on Values needs nothing but Python. What works on arrays is loaded at first use, so that
the rest goes without numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from microkit.nn.mlp import MLP, Layer, Neuron
from microkit.nn.module import Module

if TYPE_CHECKING:
    from microkit.nn.activation import ELU, GELU, LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
    from microkit.nn.attention import MultiHeadAttention
    from microkit.nn.conv import AvgPool2d, Conv1d, Conv2d, MaxPool2d
    from microkit.nn.functional import (
        binary_cross_entropy,
        binary_cross_entropy_with_logits,
        cross_entropy,
        hinge_loss,
        l1_loss,
        mse_loss,
        nll_loss,
    )
    from microkit.nn.linear import Embedding, Linear
    from microkit.nn.losses import bce, hinge, l2, mse, softmax
    from microkit.nn.norm import BatchNorm1d, LayerNorm, RMSNorm
    from microkit.nn.sequential import Dropout, Flatten, Sequential

_LATER = {
    "losses": ("bce", "hinge", "l2", "mse", "softmax"),
    "sequential": ("Dropout", "Flatten", "Sequential"),
    "linear": ("Embedding", "Linear"),
    "conv": ("AvgPool2d", "Conv1d", "Conv2d", "MaxPool2d"),
    "norm": ("BatchNorm1d", "LayerNorm", "RMSNorm"),
    "activation": ("ELU", "GELU", "LeakyReLU", "ReLU", "Sigmoid", "Softmax", "Tanh"),
    "attention": ("MultiHeadAttention",),
    "functional": (
        "binary_cross_entropy",
        "binary_cross_entropy_with_logits",
        "cross_entropy",
        "hinge_loss",
        "l1_loss",
        "mse_loss",
        "nll_loss",
    ),
}
_HOME = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "ELU",
    "GELU",
    "MLP",
    "AvgPool2d",
    "BatchNorm1d",
    "Conv1d",
    "Conv2d",
    "Dropout",
    "Embedding",
    "Flatten",
    "Layer",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "MaxPool2d",
    "Module",
    "MultiHeadAttention",
    "Neuron",
    "RMSNorm",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "bce",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "hinge",
    "hinge_loss",
    "l1_loss",
    "l2",
    "mse",
    "mse_loss",
    "nll_loss",
    "softmax",
]


def __getattr__(name: str) -> Any:
    """Load what works on arrays when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
