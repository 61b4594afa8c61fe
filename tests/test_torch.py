"""Every operation against PyTorch: the stored outputs always, PyTorch itself where it is there."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from microkit import operations
from microkit.engine import Value
from microkit.operation import Operation

REFERENCE = Path(__file__).with_name("reference")
STORED = json.loads((REFERENCE / "torch_reference.json").read_text())["rows"]
BY_SYMBOL = {
    thing.symbol: thing
    for thing in vars(operations).values()
    if isinstance(thing, type) and issubclass(thing, Operation) and thing is not Operation
}


def ask(symbol: str, inputs: list[float], upstream: float) -> tuple[float, list[float]]:
    leaves = [Value(x) for x in inputs]
    out = BY_SYMBOL[symbol].of(*leaves)
    (out * upstream).backward()
    return out.data, [leaf.grad for leaf in leaves]


@pytest.mark.parametrize("row", STORED, ids=lambda r: f"{r['op']}-{r['inputs']}-{r['upstream']}")
def test_agrees_with_the_stored_outputs_of_pytorch(row):
    out, grads = ask(row["op"], row["inputs"], row["upstream"])
    assert out == pytest.approx(row["out"], rel=1e-12, abs=1e-300)
    assert grads == pytest.approx(row["grads"], rel=1e-10, abs=1e-15)


def test_every_operation_is_stored_and_none_with_an_upstream_of_one():
    assert {row["op"] for row in STORED} == set(BY_SYMBOL)
    assert all(row["upstream"] != 1 for row in STORED)


def test_agrees_with_pytorch_live():
    pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch==2.13.0")
    place = REFERENCE / "make_torch_reference.py"
    spec = importlib.util.spec_from_file_location("make_torch_reference", place)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for row in make.rows():
        out, grads = ask(row["op"], row["inputs"], row["upstream"])
        assert out == pytest.approx(row["out"], rel=1e-12, abs=1e-300), row
        assert grads == pytest.approx(row["grads"], rel=1e-10, abs=1e-15), row
