"""Widgets on a slide: nobody answers, everything is larger, and reveal.js counts sections."""

import math

import pytest
from playwright.sync_api import expect
from support.widget_page import settle

from microkit import Value
from microkit.course import forward_value
from microkit.widgets import (
    CurveBench,
    DigitPad,
    GraphView,
    KernelSlider,
    NeuronTuner,
    OpBench,
    SlopeExplorer,
)
from microkit.widgets.gallery import gallery

WHY = "These numbers stand still."


def middle(part):
    box = part.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def own_graph():
    own = forward_value()
    return GraphView(own(2.0, label="a") * own(-3.0, label="b"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: OpBench("*", a=2, b=-3, upstream=4, engine=forward_value()),
        own_graph,
        lambda: SlopeExplorer(lambda x: math.exp(-x * x)),
        lambda: DigitPad(lambda image: [float(image.sum())] + [0.0] * 9),
    ],
)
def test_where_nobody_answers_the_last_answer_stands_still_and_it_says_so(show, make):
    widget = make()
    assert widget.by == "kernel"
    widget.resting = WHY
    page = show(widget)
    expect(page.get_by_text(WHY)).to_be_visible()
    sliders = page.get_by_role("slider").filter(has_not=page.locator("circle"))
    for slider in sliders.all():
        expect(slider).to_be_disabled()
    shown = page.locator(".mk-body").inner_text()
    for handle in page.locator(".mk-handle").all():
        before = handle.get_attribute("aria-valuenow")
        handle.press("ArrowRight")
        assert handle.get_attribute("aria-valuenow") == before
    for cell in page.locator("[role=gridcell][tabindex='0']").all():
        cell.press("Space")
        cell.press("Shift+Space")
        cell.click()
    assert page.locator(".mk-body").inner_text() == shown
    assert page.evaluate("model.sent") == []


def test_elsewhere_nothing_rests(show):
    page = show(OpBench("*", a=2, b=-3, upstream=4))
    expect(page.get_by_text(WHY)).to_have_count(0)
    expect(page.get_by_role("slider").first).to_be_enabled()


@pytest.mark.parametrize("name", gallery())
def test_no_widget_is_a_section_which_reveal_would_take_for_a_slide(show, name):
    page = show(gallery()[name])
    expect(page.locator(".mk")).to_be_visible()
    expect(page.locator("section")).to_have_count(0)


@pytest.mark.parametrize("style", ["zoom: 1.5", "transform: scale(0.6); transform-origin: 0 0"])
@pytest.mark.parametrize(
    ("widget", "part", "cells"),
    [
        (SlopeExplorer("x**2", x=1, h=0.5), ".mk-knob", 0),
        (CurveBench(), ".mk-knob", 0),
        (NeuronTuner(), ".mk-knob", 0),
        (KernelSlider(row=1, column=1), ".mk-grip .mk-window", 3),
        (DigitPad(image=[0.0] * 64), ".mk-window", 1),
    ],
)
def test_what_is_dragged_stays_under_the_pointer_at_any_size(show, style, widget, part, cells):
    page = show(widget)
    page.locator("#here").evaluate("(here, style) => { here.style = style }", style)
    settle(page)
    dragged = page.locator(part).first
    x, y = middle(dragged)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=5)
    page.mouse.up()
    settle(page)
    step = dragged.bounding_box()["width"] / cells if cells else 0
    assert middle(dragged)[0] == pytest.approx(x + 60, abs=4 + step / 2)


def test_beside_a_small_graph_stands_what_moves_it_where_there_is_room(show, page):
    page.set_viewport_size({"width": 1100, "height": 700})
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    show(GraphView(a * b))
    graph, button = page.locator(".mk-scroll"), page.get_by_role("button", name="backward")
    assert button.bounding_box()["x"] > graph.bounding_box()["x"] + graph.bounding_box()["width"]
    page.set_viewport_size({"width": 700, "height": 700})
    assert button.bounding_box()["y"] > graph.bounding_box()["y"] + graph.bounding_box()["height"]
