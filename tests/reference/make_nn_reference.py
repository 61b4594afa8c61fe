"""Write nn_reference.json: what PyTorch's layers and losses say, forward and backward.

    pip install torch==2.13.0
    python tests/reference/make_nn_reference.py

`tests/nn/test_torch.py` compares microkit with the stored numbers everywhere, and with PyTorch
itself where it is installed. Names, arguments and state are the same in both.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn

STORED = Path(__file__).with_name("nn_reference.json")

# The layer, its arguments, the shape of its input, and whether it is in training.
LAYERS: tuple[tuple[str, dict[str, Any], tuple[int, ...], bool], ...] = (
    ("Linear", {"in_features": 3, "out_features": 4}, (5, 3), True),
    ("Linear", {"in_features": 3, "out_features": 2, "bias": False}, (2, 4, 3), True),
    ("Linear", {"in_features": 3, "out_features": 2}, (3,), True),
    ("Conv1d", {"in_channels": 2, "out_channels": 3, "kernel_size": 3}, (4, 2, 7), True),
    (
        "Conv1d",
        {"in_channels": 2, "out_channels": 3, "kernel_size": 4, "stride": 3, "padding": 2},
        (2, 2, 7),
        True,
    ),
    ("Conv2d", {"in_channels": 1, "out_channels": 2, "kernel_size": 3}, (3, 1, 5, 6), True),
    (
        "Conv2d",
        {
            "in_channels": 2,
            "out_channels": 3,
            "kernel_size": [3, 2],
            "stride": [2, 1],
            "padding": 1,
        },
        (2, 2, 6, 5),
        True,
    ),
    (
        "Conv2d",
        {"in_channels": 2, "out_channels": 3, "kernel_size": 1, "stride": [1, 3], "bias": False},
        (2, 2, 4, 5),
        True,
    ),
    ("MaxPool2d", {"kernel_size": 2}, (2, 3, 5, 4), True),
    ("MaxPool2d", {"kernel_size": [3, 2], "stride": [1, 2], "padding": 1}, (2, 2, 5, 6), True),
    ("AvgPool2d", {"kernel_size": 2}, (2, 3, 5, 4), True),
    ("AvgPool2d", {"kernel_size": [2, 3], "stride": 1, "padding": [1, 0]}, (2, 2, 4, 5), True),
    ("BatchNorm1d", {"num_features": 3}, (5, 3), True),
    ("BatchNorm1d", {"num_features": 3, "momentum": 0.3, "eps": 0.01}, (2, 3, 4), True),
    ("BatchNorm1d", {"num_features": 3, "affine": False}, (5, 3), True),
    ("BatchNorm1d", {"num_features": 3}, (2, 3, 4), False),
    ("LayerNorm", {"normalized_shape": 4}, (3, 4), True),
    ("LayerNorm", {"normalized_shape": [3, 4], "eps": 0.1, "bias": False}, (2, 3, 4), True),
    ("RMSNorm", {"normalized_shape": 4, "eps": 1e-6}, (2, 3, 4), True),
    ("RMSNorm", {"normalized_shape": [3, 4], "elementwise_affine": False}, (2, 3, 4), True),
    ("ReLU", {}, (3, 4), True),
    ("LeakyReLU", {"negative_slope": 0.2}, (3, 4), True),
    ("ELU", {"alpha": 1.5}, (3, 4), True),
    ("GELU", {}, (3, 4), True),
    ("GELU", {"approximate": "tanh"}, (3, 4), True),
    ("Tanh", {}, (3, 4), True),
    ("Sigmoid", {}, (3, 4), True),
    ("Softmax", {"dim": 1}, (2, 4, 3), True),
    ("Flatten", {}, (2, 3, 4), True),
    ("Flatten", {"start_dim": 0, "end_dim": 1}, (2, 3, 4), True),
)

# The loss, the shape of its input, how many classes there are (0: a target for each number).
LOSSES: tuple[tuple[str, tuple[int, ...], int], ...] = (
    ("cross_entropy", (5, 3), 3),
    ("cross_entropy", (4,), 4),
    ("cross_entropy", (2, 3, 4), 3),
    ("nll_loss", (5, 3), 3),
    ("nll_loss", (2, 3, 4), 3),
    ("mse_loss", (4, 3), 0),
    ("l1_loss", (4, 3), 0),
    ("binary_cross_entropy", (4, 3), 0),
    ("binary_cross_entropy_with_logits", (4, 3), 0),
)


def layer_rows() -> list[dict[str, Any]]:
    """Return one row for each layer."""
    torch.manual_seed(5)
    rows = []
    for name, options, shape, training in LAYERS:
        layer = getattr(nn, name)(**_tuples(options)).double()
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter.copy_(torch.randn_like(parameter))
            for buffer in layer.buffers():
                if buffer.is_floating_point():
                    buffer.copy_(torch.rand_like(buffer) + 0.5)
        layer.train(training)
        state = {key: item.tolist() for key, item in layer.state_dict().items() if item.ndim}
        x = torch.randn(shape, dtype=torch.float64)
        if "Pool" in name:  # whole numbers: many of them are equal
            x = x.round()
        x.requires_grad_()
        out = layer(x)
        upstream = torch.randn_like(out)
        out.backward(upstream)
        rows.append(
            {
                "layer": name,
                "options": options,
                "training": training,
                "state": state,
                "x": x.tolist(),
                "upstream": upstream.tolist(),
                "out": out.tolist(),
                "grad": x.grad.tolist(),
                "grads": {key: p.grad.tolist() for key, p in layer.named_parameters()},
                "after": {key: item.tolist() for key, item in layer.named_buffers() if item.ndim},
            }
        )
    return rows


def attention_rows() -> list[dict[str, Any]]:
    """Return rows for attention: with and without a mask, and with other keys than queries."""
    torch.manual_seed(6)
    rows = []
    for mask, others in (("", False), ("causal", False), ("some", False), ("", True)):
        layer = nn.MultiheadAttention(6, 2, batch_first=True).double()
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter.copy_(torch.randn_like(parameter) / 2)
        query = torch.randn((3, 4, 6), dtype=torch.float64, requires_grad=True)
        key = torch.randn((3, 5, 6), dtype=torch.float64, requires_grad=True) if others else query
        value = torch.randn_like(key).requires_grad_() if others else query
        hidden = None
        if mask == "causal":
            hidden = torch.ones(4, 4).tril() == 0
        elif mask == "some":
            hidden = (torch.rand(4, 4) < 0.4) & (torch.eye(4) == 0)
        out, weights = layer(query, key, value, attn_mask=hidden, average_attn_weights=False)
        upstream = torch.randn_like(out)
        out.backward(upstream)
        rows.append(
            {
                "mask": mask,
                "hidden": None if hidden is None else hidden.tolist(),
                "inputs": [x.tolist() for x in ((query, key, value) if others else (query,))],
                "state": {k: item.tolist() for k, item in layer.state_dict().items()},
                "upstream": upstream.tolist(),
                "out": out.tolist(),
                "weights": weights.tolist(),
                "input_grads": [
                    x.grad.tolist() for x in ((query, key, value) if others else (query,))
                ],
                "grads": {k: p.grad.tolist() for k, p in layer.named_parameters()},
            }
        )
    return rows


def embedding_row() -> dict[str, Any]:
    """Return a row for the embedding, with indices that come twice."""
    torch.manual_seed(7)
    layer = nn.Embedding(5, 3).double()
    x = torch.tensor([[0, 3, 3, 1], [4, 3, 0, 0]])
    out = layer(x)
    upstream = torch.randn_like(out)
    out.backward(upstream)
    return {
        "x": x.tolist(),
        "weight": layer.weight.tolist(),
        "upstream": upstream.tolist(),
        "out": out.tolist(),
        "grad": layer.weight.grad.tolist(),
    }


def loss_rows() -> list[dict[str, Any]]:
    """Return one row for each loss and reduction."""
    torch.manual_seed(8)
    rows = []
    for name, shape, classes in LOSSES:
        for reduction in ("mean", "sum", "none"):
            x = torch.randn(shape, dtype=torch.float64)
            if classes:
                t = torch.randint(classes, (*shape[:1], *shape[2:]) if len(shape) > 1 else ())
            else:
                t = torch.rand(shape, dtype=torch.float64)
            if name == "binary_cross_entropy":
                x = x.sigmoid()
            x.requires_grad_()
            if not classes:
                t.requires_grad_()
            out = getattr(nn.functional, name)(x, t, reduction=reduction)
            upstream = torch.randn_like(out)
            out.backward(upstream)
            rows.append(
                {
                    "loss": name,
                    "reduction": reduction,
                    "x": x.tolist(),
                    "target": t.tolist(),
                    "upstream": upstream.tolist(),
                    "out": out.tolist(),
                    "grad": x.grad.tolist(),
                    "target_grad": None if classes else t.grad.tolist(),
                }
            )
    return rows


def everything() -> dict[str, Any]:
    """Return all rows."""
    return {
        "torch": torch.__version__.split("+")[0],
        "layers": layer_rows(),
        "attention": attention_rows(),
        "embedding": embedding_row(),
        "losses": loss_rows(),
    }


def _tuples(options: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(x) if isinstance(x, list) else x for key, x in options.items()}


if __name__ == "__main__":
    stored = everything()
    lines = []
    for key, rows in stored.items():
        if isinstance(rows, list):
            inner = ",\n".join(json.dumps(row) for row in rows)
            lines.append(f'"{key}": [\n{inner}\n]')
        else:
            lines.append(f'"{key}": {json.dumps(rows)}')
    STORED.write_text("{" + ",\n".join(lines) + "}\n")
    print(f"{len(stored['layers']) + len(stored['losses'])} layers and losses in {STORED}")
