"""The benchmark measures what it says: both sides do the same work, and a difference is seen."""

import pytest

from bench.arrays import NETS, side
from bench.pairs import _difference
from bench.scalar import side as scalar_side


def test_a_difference_is_relative_and_a_missing_number_is_infinite():
    assert _difference([1.0, 200.0], [1.0, 201.0]) == pytest.approx(1 / 201)
    assert _difference([0.0], [1e-12]) == pytest.approx(1e-12)
    assert _difference([1.0], [1.0, 2.0]) == float("inf")


@pytest.mark.parametrize("name", NETS)
def test_the_kit_and_the_backward_by_hand_have_the_same_losses(name, monkeypatch):
    monkeypatch.setattr("bench.arrays.NETS", {name: _short(NETS[name])})
    ours, by_hand = side(name, "microkit")(), side(name, "by hand")()
    assert _difference(ours, by_hand) < 1e-5
    assert ours[-1] < ours[0]


def _short(net):
    return type(net)(net.batch, net.shape, net.layers, steps=3)


def test_every_way_of_the_demo_computes_the_same():
    epochs = {who: scalar_side("demo", who) for who in ("fused", "nodes", "fit")}
    for _ in range(2):
        results = {who: epoch() for who, epoch in epochs.items()}
        assert _difference(results["fused"], results["nodes"]) < 1e-9
        assert _difference(results["fit"], results["nodes"]) < 1e-9
