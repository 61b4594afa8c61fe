"""Write torch_reference.json: what PyTorch says to every operation, at several points.

    pip install torch==2.13.0
    python tests/reference/make_torch_reference.py

`tests/test_torch.py` compares microkit with the stored numbers everywhere, and with PyTorch itself
where it is installed. The points keep away from nan and infinity, where the two differ on purpose.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

STORED = Path(__file__).with_name("torch_reference.json")

ANY = (-2.5, -0.75, 0.0, 0.4, 1.0, 3.0)
POSITIVE = (0.01, 0.4, 1.0, 7.5)
PAIRS = ((2.3, 5.1), (-1.5, 0.4), (0.0, -3.0), (-2.0, -2.0), (6.0, 0.25))
UPSTREAM = (-3.0, 0.5)

Torch = Callable[..., torch.Tensor]
OPERATIONS: dict[str, tuple[Torch, tuple[Any, ...]]] = {
    "+": (torch.add, PAIRS),
    "-": (torch.sub, PAIRS),
    "*": (torch.mul, PAIRS),
    "/": (torch.div, PAIRS),
    "**": (torch.pow, ((2.3, 5.1), (0.4, -1.5), (1.0, 3.0), (0.0, 2.0), (0.0, 1.0), (0.0, 0.0))),
    "neg": (torch.neg, ANY),
    "abs": (torch.abs, ANY),
    "max": (torch.maximum, PAIRS),
    "min": (torch.minimum, PAIRS),
    "relu": (functional.relu, ANY),
    "leaky_relu": (functional.leaky_relu, ANY),
    "exp": (torch.exp, ANY),
    "log": (torch.log, POSITIVE),
    "sqrt": (torch.sqrt, POSITIVE),
    "sin": (torch.sin, ANY),
    "cos": (torch.cos, ANY),
    "tanh": (torch.tanh, (*ANY, 30.0)),
    "sigmoid": (torch.sigmoid, (*ANY, -800.0, 800.0)),
    "softplus": (functional.softplus, (*ANY, -800.0, 800.0)),
}


def ask(operation: Torch, inputs: tuple[float, ...], upstream: float) -> tuple[float, list[float]]:
    """Return the result, and what each input hears."""
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in inputs]
    out = operation(*leaves)
    out.backward(torch.tensor(upstream, dtype=torch.float64))
    return out.item(), [leaf.grad.item() for leaf in leaves]


def rows() -> list[dict[str, Any]]:
    """Return one row for each operation, point and upstream gradient."""
    table = []
    for symbol, (operation, points) in OPERATIONS.items():
        for point in points:
            inputs = point if isinstance(point, tuple) else (point,)
            for upstream in UPSTREAM:
                out, grads = ask(operation, inputs, upstream)
                table.append(
                    {
                        "op": symbol,
                        "inputs": list(inputs),
                        "upstream": upstream,
                        "out": out,
                        "grads": grads,
                    }
                )
    for base, exponent in ((-3.0, 2.0), (-0.5, 3.0), (-2.0, -1.0), (-1.5, 0.0)):
        # Below 0 PyTorch says nan to the exponent, and microkit 0: the base is compared.
        for upstream in UPSTREAM:
            leaf = torch.tensor(base, dtype=torch.float64, requires_grad=True)
            out = leaf**exponent
            out.backward(torch.tensor(upstream, dtype=torch.float64))
            table.append(
                {
                    "op": "**",
                    "inputs": [base, exponent],
                    "upstream": upstream,
                    "out": out.item(),
                    "grads": [leaf.grad.item(), 0.0],
                }
            )
    return table


if __name__ == "__main__":
    stored = {"torch": torch.__version__.split("+")[0], "rows": rows()}
    lines = ",\n".join(json.dumps(row) for row in stored["rows"])
    STORED.write_text(f'{{"torch": "{stored["torch"]}", "rows": [\n{lines}\n]}}\n')
    print(f"{len(stored['rows'])} rows in {STORED}")
