"""A teaching kit for automatic differentiation and neural networks."""

from __future__ import annotations

import sys

# Before any import that an older Python could not read.
if sys.version_info < (3, 11):  # noqa: UP036
    raise ImportError("microkit needs Python 3.11 or newer. Make the environment with a newer one.")

from importlib import import_module
from typing import TYPE_CHECKING, Any

from microkit import data, graph, nn, optim, train
from microkit.checks import check, predict
from microkit.derivatives import gradients
from microkit.engine import Value, no_grad
from microkit.operations import Operation

if TYPE_CHECKING:
    from microkit.arrays.jacobian import jacobian
    from microkit.course.workbench import keep, resume
    from microkit.tensor import Tensor

__version__ = "0.1.0"
__all__ = [
    "Operation",
    "Tensor",
    "Value",
    "check",
    "data",
    "gradients",
    "graph",
    "jacobian",
    "keep",
    "nn",
    "no_grad",
    "optim",
    "predict",
    "resume",
    "train",
]
# Arrays need numpy, and the rest of the kit does not: these are loaded at first use. So is what
# only the first and the last cell of a lesson need.
_LATER = {
    "Tensor": "microkit.tensor",
    "jacobian": "microkit.arrays.jacobian",
    "keep": "microkit.course.workbench",
    "resume": "microkit.course.workbench",
}


def __getattr__(name: str) -> Any:
    """Load what is not always needed when it is first asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_LATER[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
