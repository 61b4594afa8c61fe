"""A teaching kit for automatic differentiation and neural networks."""

import sys

# Before any import that an older Python could not read.
if sys.version_info < (3, 11):  # noqa: UP036
    raise ImportError("microkit needs Python 3.11 or newer. Make the environment with a newer one.")

from microkit import graph, nn
from microkit.checks import check, predict
from microkit.engine import Value
from microkit.operations import Operation

__version__ = "0.1.0"
__all__ = ["Operation", "Value", "check", "graph", "nn", "predict"]
