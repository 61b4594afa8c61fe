"""What is a kink, and what is only a strong bend: in Python and in the page."""

import math

import pytest

from microkit.widgets import CurveBench, OpBench, SlopeExplorer
from microkit.widgets.slopes import sides_of

BENDS = (
    SlopeExplorer("1000*x**2", x=0),
    SlopeExplorer("1e7*x**2", x=0),
    SlopeExplorer("sin(100*x)", x=math.pi / 200),
    SlopeExplorer("sin", x=3005, low=3000, high=3010),
    SlopeExplorer(lambda x: 1000 * x**2, x=0),
    OpBench("exp", a=250),
    OpBench("/", a=1, b=0.004),
    OpBench("/", a=1, b=0.0004),
    OpBench("log", a=0.004),
    CurveBench("softplus", x=0),
)
KINKS = (
    SlopeExplorer("relu", x=0),
    SlopeExplorer("abs", x=0),
    SlopeExplorer("1000*x**2 + abs(x)", x=0),
    SlopeExplorer("sqrt(abs(x))", x=0),
    SlopeExplorer(abs, x=0),
    OpBench("max", a=2, b=2),
    OpBench("leaky_relu", a=0),
    CurveBench("abs", x=0),
)


def name_of(widget):
    return widget.outline().partition("\n")[0]


@pytest.mark.parametrize("widget", BENDS, ids=name_of)
def test_a_bend_is_no_kink_however_strong_it_is(show, widget):
    for words in (widget.outline(), show(widget).locator("#here").inner_text().lower()):
        assert "kink" not in words
        assert "corner" not in words
        assert "differs" not in words


@pytest.mark.parametrize("widget", KINKS, ids=name_of)
def test_a_kink_is_found_in_a_bend_too(show, widget):
    for words in (widget.outline(), show(widget).locator("#here").inner_text().lower()):
        assert "kink" in words or "corner" in words


def test_what_only_rounding_puts_apart_is_no_kink(show):
    bench = OpBench("+", a=1e9, b=1)

    for words in (bench.outline(), show(bench).locator("#here").inner_text()):
        assert words.count("agrees") == 2


def test_a_place_where_there_is_no_curve_is_no_kink():
    found = sides_of(lambda x: math.sqrt(x) if x >= 0 else math.nan, 0.0, 1e-6)

    assert math.isnan(found.left)
    assert not found.kink
