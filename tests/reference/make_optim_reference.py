"""Write optim_reference.json: where PyTorch's optimisers take three parameters in six steps.

    pip install torch==2.13.0
    python tests/reference/make_optim_reference.py

`tests/test_optim.py` compares microkit with the stored paths everywhere, and with PyTorch itself
where it is installed. The gradients are given, of very different sizes, and at one step one
parameter has none.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import torch

STORED = Path(__file__).with_name("optim_reference.json")

SHAPES = ((2, 3), (3,), ())
SCALES = (1.0, 100.0, 0.003)
STEPS = 6
WITHOUT_GRADIENT = (2, 1)  # (step, parameter)

CASES: tuple[dict[str, Any], ...] = (
    {"optimizer": "SGD", "lr": 0.1},
    {"optimizer": "SGD", "lr": 0.1, "weight_decay": 0.3},
    {"optimizer": "SGD", "lr": 0.05, "momentum": 0.9},
    {"optimizer": "SGD", "lr": 0.05, "momentum": 0.8, "nesterov": True},
    {"optimizer": "SGD", "lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.2},
    {"optimizer": "SGD", "lr": 0.1, "momentum": 0.5, "clip": 2.5},
    {"optimizer": "Adam", "lr": 0.1},
    {"optimizer": "Adam", "lr": 0.02, "b1": 0.8, "b2": 0.95, "eps": 0.001, "weight_decay": 0.3},
    {"optimizer": "Adam", "lr": 0.1, "clip": 0.7},
    {"optimizer": "AdamW", "lr": 0.1},
    {"optimizer": "AdamW", "lr": 0.05, "b1": 0.7, "weight_decay": 0.4},
)


def numbers(rng: random.Random, shape: tuple[int, ...], scale: float) -> Any:
    """Return nested lists of random numbers of a shape."""
    if not shape:
        return rng.uniform(-2, 2) * scale
    return [numbers(rng, shape[1:], scale) for _ in range(shape[0])]


def problem() -> tuple[list[Any], list[list[Any]]]:
    """Return where the parameters start, and their gradients for each step."""
    rng = random.Random(5)
    start = [numbers(rng, shape, 1.0) for shape in SHAPES]
    gradients: list[list[Any]] = [
        [numbers(rng, shape, scale) for shape, scale in zip(SHAPES, SCALES, strict=True)]
        for _ in range(STEPS)
    ]
    step, parameter = WITHOUT_GRADIENT
    gradients[step][parameter] = None
    return start, gradients


def path(case: dict[str, Any], start: list[Any], gradients: list[list[Any]]) -> list[list[Any]]:
    """Return where the parameters are after each step; the rate is halved before the last."""
    options = {key: value for key, value in case.items() if key != "optimizer"}
    clip = options.pop("clip", None)
    betas = (options.pop("b1", 0.9), options.pop("b2", 0.999))
    if case["optimizer"] != "SGD":
        options["betas"] = betas
    parameters = [torch.nn.Parameter(torch.tensor(x, dtype=torch.float64)) for x in start]
    optimizer = getattr(torch.optim, case["optimizer"])(parameters, **options)
    where = []
    for i, row in enumerate(gradients):
        for parameter, gradient in zip(parameters, row, strict=True):
            parameter.grad = (
                None if gradient is None else torch.tensor(gradient, dtype=torch.float64)
            )
        if clip:
            torch.nn.utils.clip_grad_norm_(parameters, clip)
        if i == len(gradients) - 1:
            for group in optimizer.param_groups:
                group["lr"] /= 2
        optimizer.step()
        where.append([parameter.detach().tolist() for parameter in parameters])
    return where


def reference() -> dict[str, Any]:
    """Return what is stored."""
    start, gradients = problem()
    return {
        "torch": torch.__version__.split("+")[0],
        "start": start,
        "gradients": gradients,
        "cases": [{**case, "path": path(case, start, gradients)} for case in CASES],
    }


if __name__ == "__main__":
    stored = reference()
    cases = ",\n".join(json.dumps(case) for case in stored.pop("cases"))
    STORED.write_text(f'{json.dumps(stored)[:-1]}, "cases": [\n{cases}\n]}}\n')
    print(f"{len(CASES)} paths in {STORED}")
