"""Data to learn from, offline: points that are drawn here, digits, MNIST, and batches of them."""

from microkit.data.batches import batches, split
from microkit.data.digits import digits
from microkit.data.mnist import mnist, read_idx
from microkit.data.points import circles, moons, spirals

__all__ = ["batches", "circles", "digits", "mnist", "moons", "read_idx", "spirals", "split"]
