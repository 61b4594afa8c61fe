import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.graph.numbers import number_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, "-"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (0.0, "0"),
        (-0.0, "0"),
        (7, "7"),
        (True, "1"),
        (-12.0, "-12"),
        (0.1 + 0.2, "0.3"),
        (2 / 3, "0.6667"),
        (-0.00012346, "-0.0001235"),
        (1e-4, "0.0001"),
        (0.99999, "1"),
        (9.99996, "10"),
        (99999.5, "100000"),
        (999999.0, "999999"),
        (123456.7, "123457"),
        (1e6, "1e6"),
        (1234567.0, "1.235e6"),
        (9.9999e6, "1e7"),
        (9.99999e-5, "1e-4"),
        (5e-324, "4.941e-324"),
        (-1.7976931348623157e308, "-1.798e308"),
    ],
)
def test_number_text_follows_its_rule(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("half", "text"), [(1000.5, "1001"), (2.0625, "2.063"), (-2.5625, "-2.563")]
)
def test_exact_halves_go_away_from_zero_as_in_javascript(half, text):
    assert number_text(half) == text


@settings(derandomize=True, deadline=None)
@given(st.floats())
def test_every_number_is_short_ascii_and_near(number):
    text = number_text(number)
    assert text.isascii()
    assert len(text) <= 11
    if math.isnan(number):
        assert text == "nan"
    else:
        assert float(text) == pytest.approx(number, rel=6e-4)
