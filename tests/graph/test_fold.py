import random
from typing import Any

import pytest

from microkit.engine import Value, topological
from microkit.graph import trace
from microkit.graph.fold import fold
from microkit.nn import MLP


def folded_(root: Any) -> Any:
    return fold(trace(root))


def network(nouts: Any = (4, 3, 1), *, fused: bool = False, backward: bool = True) -> Any:
    net = MLP(2, list(nouts), rng=random.Random(1), fused=fused)
    out: Any = net([Value(0.5, "x1"), Value(-2.0, "x2")])
    if backward:
        out.backward()
    return out


@pytest.mark.parametrize("fused", [True, False])
def test_a_network_folds_into_its_neurons(fused):
    folded = folded_(network(fused=fused))

    assert folded.trace.labels == (
        *("x1", "x2", "neuron 1.1", "neuron 1.2", "neuron 1.3", "neuron 1.4"),
        *("neuron 2.1", "neuron 2.2", "neuron 2.3", "neuron 3.1"),
    )
    assert folded.trace.ops == ("", "") + ("relu",) * 7 + ("linear",)
    assert folded.trace.parents[2:6] == ((0, 1),) * 4
    assert folded.trace.parents[6:] == ((2, 3, 4, 5),) * 3 + ((6, 7, 8),)


def test_the_boxes_have_the_numbers_of_the_neurons():
    root = network()
    folded = folded_(root).trace

    assert folded.data[-1] == root.data
    assert folded.grads[-1] == 1
    grads = {node.label: node.grad for node in topological(root) if node.label}
    assert folded.grads[:2] == (grads["x1"], grads["x2"])


def test_what_a_box_holds_is_told_in_words():
    folded = folded_(network())

    assert folded.inside[2] == "8 nodes: 3 leaves, 2 of '*', 2 of '+', 1 of 'relu'."
    assert folded.inside[0] == "1 node: 1 leaf."


def test_layers_are_told_in_words():
    layers = folded_(network(backward=False)).layers

    assert layers[0].startswith("layer 1: 4 relu neurons, data ")
    assert layers[0].endswith(", gradient -")
    assert layers[2].startswith("layer 3: 1 linear neuron, data ")


def test_a_long_sum_has_no_boxes_to_show():
    assert folded_(sum((Value(1.0) for _ in range(99)), Value(0.0))) is None


def test_a_wide_network_is_told_and_not_drawn():
    folded = folded_(network((40, 40, 1)))

    assert not folded.readable
    assert len(folded.layers) == 3
    assert folded_(network()).readable


def test_weights_that_several_inputs_share_make_no_neuron():
    net = MLP(2, [3, 1], rng=random.Random(2), fused=False)
    outs: list[Any] = [net([Value(x), Value(1.0)]) for x in (0.5, -1.5)]
    loss = sum(out**2 for out in outs)

    assert folded_(loss).layers == ()


def test_a_neuron_without_activation_ends_where_the_loss_begins():
    loss: Any = (network(backward=False) - Value(1.0, "y")) ** 2
    folded = folded_(loss)

    assert folded.trace.labels[-2:] == ("neuron 3.1", "")
    assert folded.trace.ops[-2:] == ("linear", "folded")
    assert folded.inside[-1] == "4 nodes: 2 leaves, 1 of '**', 1 of '-'."
    assert folded.heads[-1] == len(trace(loss)) - 1


def test_a_chain_of_products_and_sums_is_no_deep_network():
    y: Any = Value(1.0)
    for _ in range(60):
        y = y * 0.5 + 1.0

    assert folded_(y) is None
