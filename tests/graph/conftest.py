"""Graphs that the tests of this room share."""

import math

import pytest


class Node:
    """A class as a student writes it: closures, and parents in whatever `keep` makes of them."""

    keep: type = tuple

    def __init__(self, data, prev=(), op="", label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        self._prev = self.keep(prev)
        self._op = op
        self._backward = lambda: None

    def __repr__(self):
        return f"Node({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, Node) else type(self)(other)
        out = type(self)(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Node) else type(self)(other)
        out = type(self)(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __sub__(self, other):
        return type(self)(self.data - other.data, (self, other), "-")

    def __truediv__(self, other):
        return type(self)(self.data / other.data, (self, other), "/")

    def __pow__(self, number):
        return type(self)(self.data**number, (self,), f"**{number}")

    def __neg__(self):
        return type(self)(-self.data, (self,), "neg")

    def tanh(self):
        out = type(self)(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def named(self, label):
        self.label = label
        return self

    def run_backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node._prev:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
        return self


@pytest.fixture(scope="session")
def node():
    """A student's class; parents are a tuple."""
    return Node


@pytest.fixture(scope="session")
def set_node():
    """The same with parents in a set, as in micrograd."""
    return type("SetNode", (Node,), {"keep": set})


@pytest.fixture
def small(node):
    """d = a*b + c, with labels, before backward."""
    a, b, c = node(2.0, label="a"), node(-3.0, label="b"), node(10.0, label="c")
    return ((a * b).named("e") + c).named("d")


@pytest.fixture
def neuron(node):
    """The neuron of the micrograd lecture, after backward."""
    x1, x2 = node(2.0, label="x1"), node(0.0, label="x2")
    w1, w2 = node(-3.0, label="w1"), node(1.0, label="w2")
    b = node(6.8813735870195432, label="b")
    total = ((x1 * w1).named("x1*w1") + (x2 * w2).named("x2*w2")).named("sum")
    return (total + b).named("n").tanh().named("o").run_backward()
