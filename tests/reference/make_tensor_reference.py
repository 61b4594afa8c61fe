"""Write tensor_reference.json: what PyTorch says to every expression of tensor_cases.py.

    pip install torch==2.13.0
    python tests/reference/make_tensor_reference.py

`tests/test_tensor_torch.py` compares microkit with the stored numbers everywhere, and with PyTorch
itself where it is installed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import tensor_cases as cases
import torch
from torch.nn import functional

STORED = Path(__file__).with_name("tensor_reference.json")
NAMES: dict[str, Any] = {
    "abs": torch.abs,
    "cat": torch.cat,
    "elu": functional.elu,
    "embedding": functional.embedding,
    "gelu": functional.gelu,
    "inf": float("inf"),
    "ints": lambda numbers: torch.tensor(numbers, dtype=torch.int64),
    "leaky_relu": functional.leaky_relu,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "pad": functional.pad,
    "softplus": functional.softplus,
    "stack": torch.stack,
    "where": torch.where,
}


def ask(i: int, dtype: torch.dtype = torch.float64) -> dict[str, Any]:
    """Return the result of case `i` and what each input hears, as nested lists."""
    leaves = [torch.tensor(x, dtype=dtype, requires_grad=True) for x in cases.arrays(i)]
    out = eval(cases.CASES[i][0], NAMES | dict(zip("abc", leaves, strict=False)))
    above = torch.tensor(cases.upstream(i, tuple(out.shape)), dtype=dtype)
    out.backward(above)
    grads = [np.zeros(x.shape) if x.grad is None else x.grad.numpy() for x in leaves]
    return {
        "case": cases.CASES[i][0],
        "shapes": [list(x.shape) for x in leaves],
        "out_shape": list(out.shape),
        "out": out.detach().numpy().tolist(),
        "grads": [g.tolist() for g in grads],
    }


if __name__ == "__main__":
    rows = ",\n".join(json.dumps(ask(i)) for i in range(len(cases.CASES)))
    version = torch.__version__.split("+")[0]
    STORED.write_text(f'{{"torch": "{version}", "rows": [\n{rows}\n]}}\n')
    print(f"{len(cases.CASES)} rows in {STORED}")
