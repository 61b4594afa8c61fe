"""Networks of Values: a neuron, a layer of neurons, layers in a row. Lesson 05 builds them."""

from microkit.nn.mlp import MLP, Layer, Neuron
from microkit.nn.module import Module

__all__ = ["MLP", "Layer", "Module", "Neuron"]
