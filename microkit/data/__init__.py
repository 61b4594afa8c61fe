"""Data to learn from, offline: points that are drawn here, digits, MNIST, names, and batches."""

from microkit.data.batches import batches, split
from microkit.data.digits import digits
from microkit.data.mnist import mnist, read_idx
from microkit.data.names import names
from microkit.data.points import circles, moons, spirals
from microkit.data.tiny_gpt import tiny_gpt

__all__ = [
    "batches",
    "circles",
    "digits",
    "mnist",
    "moons",
    "names",
    "read_idx",
    "spirals",
    "split",
    "tiny_gpt",
]
