import math

import pytest

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.widgets.formula import CURVES, formula, replayed


@pytest.mark.parametrize("name", CURVES)
def test_every_named_curve_has_a_value_and_a_graph(name):
    f = formula(name)
    graph, leaf = replayed(f)

    assert math.isfinite(float(f(Value(1.5)).data))
    assert graph.labels[leaf] == "x"


@pytest.mark.parametrize(
    ("text", "x", "value"),
    [
        ("x", 3.0, 3.0),
        ("-x**2", 3.0, -9.0),
        ("x^2 + 1", 3.0, 10.0),
        ("abs(x) / (1 + x*x)", -2.0, 0.4),
        ("sin(cos(+x))", 0.0, math.sin(1.0)),
        ("  2e1*x ", 3.0, 60.0),
        ("4", 3.0, 4.0),
        ("log(0 - x)", -1.0, 0.0),
    ],
)
def test_a_formula_is_read_as_python_reads_it(text, x, value):
    f = formula(text)

    assert float(f(Value(x)).data) == pytest.approx(value, rel=1e-12)
    replayed(f)


@pytest.mark.parametrize(
    "text",
    [
        *("", "y", "x +", "x; x", "lambda: 1", "x.data", "x if x else 1", "True", "'x'", "x[0]"),
        *("sin()", "sin(x, x)", "sin(x=1)", "__import__('os')", "(1).real", "x := 2", "x @ x"),
        *("9" * 300, "(" * 150 + "x", "f(x)", "neg(x)", "1j*x", "x\0", "[x]"),
    ],
)
def test_anything_else_is_a_sentence_and_is_never_run(text):
    with pytest.raises(MicrokitError, match="is no formula of x"):
        formula(text)


def test_a_formula_without_a_value_is_a_sentence():
    with pytest.raises(MicrokitError, match="has no value at any of x"):
        replayed(formula("log(0 - x*x)"))
