import math

import pytest

from microkit.graph.symbols import UNARY
from microkit.widgets.curves import Curve, hatching


def test_flat_is_where_the_slope_is_small():
    assert Curve("relu").flat() == [(-4.0, pytest.approx(0, abs=0.03))]
    assert Curve("log").flat() == Curve("sin").flat() == []
    (_, a), (b, _) = Curve("sigmoid").flat()
    assert Curve("sigmoid").slope(b) == pytest.approx(0.05, abs=0.002)
    assert a == -b


def test_hatching_stays_inside():
    xs = [x for x, _ in hatching([(1, 2)], (0, 10), (0, 1)) if math.isfinite(x)]

    assert (min(xs), max(xs)) == (1, 2)


@pytest.mark.parametrize("name", UNARY)
def test_every_curve_fits_its_picture(name):
    curve = Curve(name)
    low, high, least, most = curve.ranges()

    assert low < curve(1.0) < high
    assert least < 0 < most
    slopes = [curve.slope(x) for x in (1.0, *curve.row())]
    assert all(slope is not None and math.isfinite(slope) for slope in slopes)
    assert least - 1e-6 <= (slopes[0] or 0.0) <= most


def test_a_corner_has_two_sides():
    assert Curve("abs").slope(0.0) is None
    assert Curve("abs").sides(0.0) == (-1.0, 1.0)
    assert str(Curve("log").slope(0.0)) == "nan"
