"""Every layer and loss against PyTorch: the stored outputs always, PyTorch itself where it is."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from microkit import Tensor, nn

REFERENCE = Path(__file__).parents[1] / "reference"
STORED = json.loads((REFERENCE / "nn_reference.json").read_text())


def close(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(ours, np.array(theirs), rtol=1e-9, atol=1e-11)


def tuples(options: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(x) if isinstance(x, list) else x for key, x in options.items()}


def check_layer(row: dict[str, Any]) -> None:
    layer = getattr(nn, row["layer"])(**tuples(row["options"]))
    layer.load_state_dict({key: np.array(item) for key, item in row["state"].items()})
    layer.train(row["training"])
    x = Tensor(row["x"], requires_grad=True)
    out = layer(x)
    close(out.numpy(), row["out"])
    out.backward(row["upstream"])
    close(x.grad, row["grad"])
    assert set(dict(layer.named_parameters())) == set(row["grads"])
    for name, parameter in layer.named_parameters():
        close(parameter.grad, row["grads"][name])
    for name, item in row["after"].items():
        close(getattr(layer, name), item)


def check_attention(row: dict[str, Any]) -> None:
    layer = nn.MultiHeadAttention(6, 2, causal=row["mask"] == "causal")
    layer.load_state_dict({key: np.array(item) for key, item in row["state"].items()})
    inputs = [Tensor(x, requires_grad=True) for x in row["inputs"]]
    hidden = np.array(row["hidden"]) if row["mask"] == "some" else None
    out, weights = layer(*inputs, attn_mask=hidden, need_weights=True)
    close(out.numpy(), row["out"])
    close(weights.numpy(), row["weights"])
    out.backward(row["upstream"])
    for x, grad in zip(inputs, row["input_grads"], strict=True):
        close(x.grad, grad)
    assert set(dict(layer.named_parameters())) == set(row["grads"])
    for name, parameter in layer.named_parameters():
        close(parameter.grad, row["grads"][name])


def check_embedding(row: dict[str, Any]) -> None:
    layer = nn.Embedding(5, 3)
    layer.load_state_dict({"weight": np.array(row["weight"])})
    out = layer(row["x"])
    close(out.numpy(), row["out"])
    out.backward(row["upstream"])
    close(layer.weight.grad, row["grad"])


def check_loss(row: dict[str, Any]) -> None:
    x, target = Tensor(row["x"], requires_grad=True), np.array(row["target"])
    if row["target_grad"] is not None:
        target = Tensor(target, requires_grad=True)
    out = getattr(nn, row["loss"])(x, target, reduction=row["reduction"])
    close(out.numpy(), row["out"])
    out.backward(row["upstream"])
    close(x.grad, row["grad"])
    if isinstance(target, Tensor):
        close(target.grad, row["target_grad"])


@pytest.mark.parametrize("row", STORED["layers"], ids=lambda r: f"{r['layer']}-{r['options']}")
def test_layer(row: dict[str, Any]) -> None:
    check_layer(row)


@pytest.mark.parametrize("row", STORED["attention"], ids=lambda r: f"{r['mask'] or 'no'}-mask")
def test_attention(row: dict[str, Any]) -> None:
    check_attention(row)


def test_embedding() -> None:
    check_embedding(STORED["embedding"])


@pytest.mark.parametrize("row", STORED["losses"], ids=lambda r: f"{r['loss']}-{r['reduction']}")
def test_loss(row: dict[str, Any]) -> None:
    check_loss(row)


def test_everything_is_stored_and_nothing_with_an_upstream_of_one() -> None:
    layers = {row["layer"] for row in STORED["layers"]}
    assert layers == {
        *("Linear", "Conv1d", "Conv2d", "MaxPool2d", "AvgPool2d", "BatchNorm1d", "LayerNorm"),
        *("RMSNorm", "ReLU", "LeakyReLU", "ELU", "GELU", "Tanh", "Sigmoid", "Softmax", "Flatten"),
    }
    losses = {row["loss"] for row in STORED["losses"]}
    assert losses == {
        *("mse_loss", "l1_loss", "cross_entropy", "nll_loss"),
        *("binary_cross_entropy", "binary_cross_entropy_with_logits"),
    }
    for row in [*STORED["layers"], *STORED["losses"], *STORED["attention"], STORED["embedding"]]:
        upstream = np.array(row["upstream"])
        assert (upstream != 1).all()
        assert (upstream < 0).any() or upstream.size == 1


def maker() -> ModuleType:
    place = REFERENCE / "make_nn_reference.py"
    spec = importlib.util.spec_from_file_location("make_nn_reference", place)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    return make


def test_agrees_with_pytorch_live() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch==2.13.0")
    live = maker().everything()
    for row in live["layers"]:
        check_layer(row)
    for row in live["attention"]:
        check_attention(row)
    for row in live["losses"]:
        check_loss(row)
    check_embedding(live["embedding"])


def test_hinge_agrees_with_pytorch_live() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    rng = np.random.default_rng(3)
    x, t = rng.normal(size=(5, 2)), rng.choice([-1.0, 1.0], size=(5, 2))
    ours, theirs = Tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
    loss = torch.relu(1 - torch.tensor(t) * theirs).mean()
    (nn.hinge_loss(ours, t) * -2.5).backward()
    (loss * -2.5).backward()
    close(ours.grad, theirs.grad.numpy())


def test_a_whole_network_trains_as_in_pytorch_live() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    from microkit import optim

    def build(kit: Any, **options: Any) -> Any:
        return kit.Sequential(
            kit.Conv2d(1, 3, 3, padding=1, **options),
            kit.ReLU(),
            kit.MaxPool2d(2),
            kit.Conv2d(3, 4, (2, 3), stride=(1, 2), **options),
            kit.Tanh(),
            kit.Flatten(),
            kit.Linear(16, 7, **options),
            kit.BatchNorm1d(7, **options),
            kit.LeakyReLU(),
            kit.Linear(7, 5, bias=False, **options),
        )

    ours, theirs = build(nn), build(torch.nn, dtype=torch.float64)
    state = theirs.state_dict()
    ours.load_state_dict(
        {name: state[name.removeprefix("layers.")].numpy() for name in ours.state_dict()}
    )
    rng = np.random.default_rng(1)
    x, t = rng.normal(size=(6, 1, 6, 10)), rng.integers(0, 5, 6)
    descend = optim.SGD(ours.parameters(), lr=0.3)
    theirs_descend = torch.optim.SGD(theirs.parameters(), lr=0.3)
    for _ in range(5):
        loss = nn.cross_entropy(ours(Tensor(x)), t)
        descend.zero_grad()
        loss.backward()
        descend.step()
        their_loss = torch.nn.functional.cross_entropy(theirs(torch.tensor(x)), torch.tensor(t))
        theirs_descend.zero_grad()
        their_loss.backward()
        theirs_descend.step()
        assert loss.item() == pytest.approx(their_loss.item(), rel=1e-9)
    for name, item in ours.state_dict().items():
        close(item, theirs.state_dict()[name.removeprefix("layers.")].numpy())
