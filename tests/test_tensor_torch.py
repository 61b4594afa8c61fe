"""Every operation on arrays against PyTorch: stored outputs always, PyTorch where it is there."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from reference import tensor_cases as cases
from support.tensor_expressions import EVERY, compute, leaves_of, name

REFERENCE = Path(__file__).with_name("reference")
STORED = json.loads((REFERENCE / "tensor_reference.json").read_text())["rows"]

every_case = pytest.mark.parametrize("i", EVERY, ids=name)


def compare(i: int, row: dict[str, Any]) -> None:
    leaves = leaves_of(i)
    out = compute(i, leaves)
    assert list(out.shape) == row["out_shape"]
    np.testing.assert_allclose(out.data, np.reshape(row["out"], out.shape), rtol=1e-12, atol=1e-14)
    out.backward(gradient=cases.upstream(i, out.shape))
    for leaf, grad in zip(leaves, row["grads"], strict=True):
        found = np.zeros(leaf.shape) if leaf.grad is None else leaf.grad
        assert found.shape == leaf.shape
        expected = np.reshape(grad, leaf.shape)
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-13)


@every_case
def test_agrees_with_the_stored_outputs_of_pytorch(i):
    assert STORED[i]["case"] == cases.CASES[i][0]
    compare(i, STORED[i])


def test_nothing_else_is_stored_and_upstream_is_never_one():
    assert len(STORED) == len(cases.CASES)
    for i, row in enumerate(STORED):
        assert not np.any(cases.upstream(i, tuple(row["out_shape"])) == 1)


@every_case
def test_float32_stays_float32_forward_and_backward(i):
    exact, single = leaves_of(i), leaves_of(i, np.float32)
    expected, out = compute(i, exact), compute(i, single)
    assert out.dtype == np.float32
    assert out.data.__class__ is np.ndarray
    np.testing.assert_allclose(out.data, expected.data, rtol=2e-5, atol=2e-6)
    above = cases.upstream(i, out.shape)
    out.backward(gradient=above)
    expected.backward(gradient=above)
    for leaf, right in zip(single, exact, strict=True):
        if right.grad is not None:
            assert leaf.grad is not None
            assert leaf.grad.__class__ is np.ndarray
            assert leaf.grad.dtype == np.float32
            np.testing.assert_allclose(leaf.grad, right.grad, rtol=2e-4, atol=2e-5)


def test_agrees_with_pytorch_live(monkeypatch):
    pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch==2.13.0")
    monkeypatch.setitem(sys.modules, "tensor_cases", cases)
    place = REFERENCE / "make_tensor_reference.py"
    spec = importlib.util.spec_from_file_location("make_tensor_reference", place)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for i in EVERY:
        compare(i, make.ask(i))
