"""What the page does alone: replay in GraphView, a press and a drag of every widget."""

from __future__ import annotations

from typing import Any

from support.widget_page import blank_page, show_widget

from bench.graphs import GRAPHS
from bench.presses import STEPS, Times, drag, presses
from microkit.widgets import BroadcastViewer, GraphView
from microkit.widgets.gallery import gallery

# What is pressed where that is not a handle, and else a slider, in this order.
KNOBS = ".mk-handle:visible, input.mk-range:visible, [role=slider]:visible"
IN_STEPS = {  # what is dragged there goes from place to place
    *("backprop_stepper", "boundary_player", "broadcast_viewer"),
    *("kernel_slider", "digit_pad", "attention_view"),
}


def replays(browser: Any, size: int, count: int = STEPS) -> Times:
    """Move x1 of a graph, and time the numbers in its picture."""
    root = GRAPHS[size]()
    root.backward()
    page = _shown(browser, GraphView(root))
    knob = page.get_by_role("slider", name="x1", exact=True)
    times = presses(page, knob, page.locator(".mk-scroll svg"), soon=True, count=count)
    page.close()
    return times


def moves(browser: Any, count: int = STEPS) -> dict[str, tuple[Times, int | None]]:
    """Press the first knob of every widget, and drag it where it moves without steps."""
    return {name: move(browser, widget, count, name) for name, widget in gallery().items()}


def move(browser: Any, widget: Any, count: int, name: str) -> tuple[Times, int | None]:
    """Press and drag one widget."""
    if name == "broadcast_viewer":  # the largest that there is
        widget = BroadcastViewer((3, 6, 6), (6, 6), back=True)
    page = _shown(browser, widget)
    knob, watched = page.locator(KNOBS).first, page.locator(".mk-body")
    if not knob.count():
        knob = page.get_by_role("gridcell").first
    times = presses(page, knob, watched, soon=True, count=count)
    frames = None if name in IN_STEPS else drag(page, knob, watched, count)
    page.close()
    return times, frames


def _shown(browser: Any, widget: Any) -> Any:
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.set_content(blank_page("light"))
    show_widget(page, widget)
    return page
