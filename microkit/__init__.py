"""A teaching kit for automatic differentiation and neural networks."""

from microkit import graph, nn
from microkit.checks import check, predict
from microkit.engine import Value
from microkit.operations import Operation

__version__ = "0.1.0"
__all__ = ["Operation", "Value", "check", "graph", "nn", "predict"]
