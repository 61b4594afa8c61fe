import math

import pytest

from microkit.data import moons
from microkit.widgets.two_classes import fewest_mistakes, moons_apart, read_points, wrong_ones


def test_the_default_needs_its_bias():
    points, labels = moons_apart()
    turns = [2 * math.pi * i / 3600 for i in range(3600)]
    without = [len(wrong_ones(points, labels, math.cos(a), math.sin(a), 0.0)) for a in turns]

    assert fewest_mistakes(points, labels) == 0
    assert min(without) > 0
    assert read_points(None, None) == (points, labels)


def test_fewest_is_as_good_as_any_line_through_two_points():
    points, labels = moons(30, 0.15, rng=2)
    best = min(labels.count(1), labels.count(-1))
    for a, b in points:
        for c, d in points:
            for shift in (-1e-9, 1e-9):
                for sign in (-1, 1):
                    n = (sign * (b - d), sign * (c - a))
                    b0 = -(n[0] * a + n[1] * b) + shift
                    best = min(best, len(wrong_ones(points, labels, *n, b0)))

    assert best <= fewest_mistakes(points, labels) <= best + 2


def test_a_point_on_the_line_is_a_mistake():
    assert wrong_ones([[0.0, 0.0]], [1], 1.0, 1.0, 0.0) == [0]
    assert wrong_ones([[0.0, 0.0]], [-1], 1.0, 1.0, 0.0) == [0]


def test_any_two_labels_are_taken():
    np = pytest.importorskip("numpy")
    points, labels = read_points(np.array([[0, 1], [2, 3]]), np.array([3, 7]))

    assert (points, labels) == ([[0.0, 1.0], [2.0, 3.0]], [-1, 1])
    assert read_points([(0, 0), (1, 1)], [True, False])[1] == [1, -1]
    assert read_points([(0, 0)], [0])[1] == [-1]
