"""The parts of the speed table work: one press, one drag, no times."""

import shutil

import pytest

from bench import in_page, presses, widgets
from bench.graphs import GRAPHS, drawn_anew
from microkit.graph import trace
from microkit.widgets import OpBench


@pytest.mark.parametrize("size", GRAPHS)
def test_the_graphs_have_the_size_that_the_table_says(size):
    graph = trace(GRAPHS[size]())

    assert len(graph) == size
    assert "x1" in graph.labels
    assert trace(GRAPHS[size](-1.0)).data[-1] != graph.data[-1]


@pytest.mark.parametrize("size", GRAPHS)
def test_a_press_shows_new_numbers(browser, size):
    times = in_page.replays(browser, size, count=2)

    assert len(times.ms) == 2
    assert min(times.ms) > 0


def test_a_widget_is_pressed_and_dragged(browser):
    times, frames = in_page.move(browser, OpBench("*"), 6, "op_bench")

    assert len(times.ms) == 6
    assert frames is not None
    assert frames > 0


def test_percentiles():
    times = presses.Times(tuple(map(float, range(1, 101))), soon=100)

    assert times.p50 == 50.5
    assert times.p95 == pytest.approx(95.05)
    assert presses.Times((3.0,), soon=1).p95 == 3


def test_without_chromium_there_is_one_sentence(monkeypatch):
    monkeypatch.delenv("MICROKIT_CHROMIUM", raising=False)
    monkeypatch.setattr("bench.presses.shutil.which", lambda name: None)

    with pytest.raises(SystemExit, match="measured in Chromium, and none was found"):
        presses.chromium().__enter__()


def test_what_people_do_today_draws_with_dot():
    if shutil.which("dot") is None:
        pytest.skip("There is no dot program.")

    assert "<svg" in drawn_anew(11)(1.5).pipe(encoding="utf-8")


def test_the_layouts_are_told_without_dot(capsys, monkeypatch):
    monkeypatch.setattr(widgets, "GRAPHS", {11: GRAPHS[11]})

    widgets.layouts(dot=False)

    assert capsys.readouterr().out.splitlines()[2].endswith("| - | - |")
