"""Small networks on arrays: microkit, PyTorch eager, and the same with the backward by hand.

One turn is a number of training steps: forward, loss, zero_grad, backward, SGD step. Weights and
data are the same on every side, in float32.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True)
class Net:
    """A network: what it takes, what stands in it, and how many steps one turn has."""

    batch: int
    shape: tuple[int, ...]
    layers: tuple[tuple, ...]
    steps: int


def _mlp(batch: int, *sizes: int, steps: int) -> Net:
    layers: list[tuple] = []
    for nin, nout in pairwise(sizes):
        layers += [("linear", nin, nout), ("relu",)]
    return Net(batch, (sizes[0],), tuple(layers[:-1]), steps)


def _conv(batch: int, side: int, channels: int, steps: int) -> Net:
    layers = (
        ("conv", 1, channels, 3),
        ("relu",),
        ("flatten",),
        ("linear", channels * (side - 2) ** 2, 10),
    )
    return Net(batch, (1, side, side), layers, steps)


NETS = {
    "moons100": _mlp(100, 2, 16, 16, 1, steps=200),
    "digits 64-32-10": _mlp(64, 64, 32, 10, steps=200),
    "784-128-10": _mlp(64, 784, 128, 10, steps=60),
    "conv 1x8x8": _conv(32, 8, 8, steps=100),
    "conv 1x28x28": _conv(32, 28, 8, steps=15),
}
RATE = 0.05


def side(name: str, who: str) -> Callable[[], list[float]]:
    """Return one turn of a network, for ``microkit``, ``torch`` or ``by hand``."""
    net = NETS[name]
    rng = np.random.default_rng(11)
    x = rng.normal(size=(net.batch, *net.shape)).astype(np.float32)
    if net.layers[-1][2] == 1:  # two classes: a score above or below 0
        y = rng.choice(np.array([-1.0, 1.0], dtype=np.float32), size=(net.batch, 1))
    else:
        y = rng.integers(0, 10, size=net.batch)
    weights = [_weights(layer, rng) for layer in net.layers if layer[0] in ("linear", "conv")]
    step = {"microkit": _microkit, "torch": _torch, "by hand": _by_hand}[who](net, weights, x, y)

    def turn() -> list[float]:
        return [float(step()) for _ in range(net.steps)]

    return turn


def _weights(layer: tuple, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    kind, nin, nout, *kernel = layer
    shape = (nout, nin) if kind == "linear" else (nout, nin, kernel[0], kernel[0])
    bound = 1 / np.sqrt(np.prod(shape[1:]))
    weight = rng.uniform(-bound, bound, size=shape).astype(np.float32)
    return weight, rng.uniform(-bound, bound, size=nout).astype(np.float32)


def _microkit(net: Net, weights: list, x: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    from microkit import Tensor, nn, optim

    makers = {
        "linear": lambda nin, nout: nn.Linear(nin, nout, dtype=np.float32),
        "conv": lambda nin, nout, k: nn.Conv2d(nin, nout, k, dtype=np.float32),
        "relu": nn.ReLU,
        "flatten": nn.Flatten,
    }
    model = nn.Sequential(*[makers[kind](*sizes) for kind, *sizes in net.layers])
    flat = [array for pair in weights for array in pair]
    for parameter, array in zip(model.parameters(), flat, strict=True):
        parameter.data[...] = array
    optimizer = optim.SGD(model.parameters(), lr=RATE)
    inputs = Tensor(x)
    targets = Tensor(y) if y.ndim == 2 else y
    loss_of = nn.hinge_loss if y.ndim == 2 else nn.cross_entropy

    def step() -> float:
        loss = loss_of(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def _torch(net: Net, weights: list, x: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    makers = {
        "linear": nn.Linear,
        "conv": nn.Conv2d,
        "relu": nn.ReLU,
        "flatten": nn.Flatten,
    }
    model = nn.Sequential(*[makers[kind](*sizes) for kind, *sizes in net.layers])
    flat = [array for pair in weights for array in pair]
    with torch.no_grad():
        for parameter, array in zip(model.parameters(), flat, strict=True):
            parameter.copy_(torch.from_numpy(array))
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)

    def hinge(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return torch.relu(1 - labels * scores).mean()

    loss_of = hinge if y.ndim == 2 else nn.functional.cross_entropy

    def step() -> float:
        loss = loss_of(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def _by_hand(net: Net, weights: list, x: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    from bench.by_hand import network

    return network(net.layers, weights, x, y, RATE)
