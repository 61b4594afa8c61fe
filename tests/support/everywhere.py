"""One notebook with every widget, and what a key does to each, in whatever front end it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect
from support.axe import violations

TIMEOUT = 60_000
NAME = "every widget.ipynb"
KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
TITLE = r"""# Every widget

The slope of $x^2$ is

$$\lim_{h \to 0} \frac{(x + h)^2 - x^2}{h} = 2x$$"""


@dataclass(frozen=True)
class Move:
    """A control of a widget, the keys that are pressed on it, and what the widget then says.

    Without keys, it is clicked.
    """

    role: str
    control: str
    keys: str
    says: str


MORE = "Shift+ArrowRight"
MOVES = {
    "slope_explorer": Move("slider", "x", MORE, "3.88"),
    "graph_view": Move("slider", "a", MORE, "d is 1, and a has gradient -3."),
    "op_bench": Move("slider", "b", MORE, "-2 × 4 = -8"),
    "backprop_stepper": Move("slider", "messages that have arrived", "ArrowRight", "4 of 6"),
    "curve_bench": Move("slider", "x, on the curve", MORE, "-0.5421"),
    "neuron_tuner": Move("slider", "b, the bias", MORE, "3 mistakes"),
    "boundary_player": Move("slider", "frame", "Home", "73.3 %"),
    "optimizer_race": Move("slider", "step", "ArrowRight", "0.6758"),
    "broadcast_viewer": Move("slider", "length of b along axis -1", "ArrowRight", "(3, 5)"),
    "kernel_slider": Move("slider", "the window", "ArrowRight", "sum = 11"),
    "digit_pad": Move("gridcell", "row 3, column 3: 16 of 16", "ArrowRight Shift+Space", "94.6 %"),
    "attention_view": Move("slider", "the place that looks", "ArrowLeft", "75 %"),
}

# A student's own code, wrong in ways that show: whoever answers like this is nobody else.
OWN_CODE = '''
import math
import numpy as np
from microkit import widgets
from microkit.course import forward_value, method_of

Value = forward_value()

@method_of(Value)
def __mul__(self, other):
    out = Value(self.data * other.data, (self, other), "*")
    def _backward():
        self.grad += other.data * out.grad + 1000
        other.grad += self.data * out.grad + 1000
    out._backward = _backward
    return out

@method_of(Value)
def tanh(self):
    out = Value(math.tanh(self.data), (self,), "tanh")
    def _backward():
        self.grad += (1 - out.data) * out.grad
    out._backward = _backward
    return out

def hill(x):
    return x * x + 1000

def zero_by_ink(image):
    return [float(np.sum(image)) - 14.0] + [0.0] * 9

def flat(image, kernel, bias):
    return np.full((6, 6), 500.0 + kernel.sum())

def keep_all(grad, shape):
    return grad

class Straight:
    """Go to the left, whatever the slope says."""
    def __init__(self, parameters, lr):
        self.parameters, self.lr = parameters, lr
    def step(self):
        self.parameters[0].data -= self.lr

price, number = Value(2.0, label="price"), Value(3.0, label="number")
bill = price * number
bill.label = "bill"
'''
OWN = {
    "slope_explorer": "widgets.SlopeExplorer(hill, x=1.0, h=0.5)",
    "graph_view": "widgets.GraphView(bill)",
    "op_bench": 'widgets.OpBench("*", a=2, b=-3, upstream=4, engine=Value)',
    "curve_bench": 'widgets.CurveBench("tanh", x=0.5, upstream=2.0, engine=Value)',
    "optimizer_race": 'widgets.OptimizerRace({"mine": Straight}, step=12)',
    "broadcast_viewer": "widgets.BroadcastViewer((3, 1), (4,), unbroadcast=keep_all, back=True)",
    "kernel_slider": 'widgets.KernelSlider(kernel="edge", conv=flat)',
    "digit_pad": "widgets.DigitPad(zero_by_ink)",
}
OWN_MOVES = {
    "slope_explorer": Move("slider", "x", MORE, "2.8"),
    "graph_view": Move("button", "backward", "", "1003"),
    "op_bench": Move("slider", "b", MORE, "Your a.grad is 992"),
    "curve_bench": Move("slider", "g, the upstream gradient, out.grad", MORE, "1.614"),
    "optimizer_race": Move("slider", "rate", "Home", "-3.512"),
    "broadcast_viewer": Move("slider", "length of b along axis -1", "ArrowRight", "result, (3, 5)"),
    "kernel_slider": Move("button", "copy", "", "501"),
    "digit_pad": Move("gridcell", "row 3, column 3: 16 of 16", "ArrowRight Shift+Space", "3.9 %"),
}


class Everything:
    """The widgets of the notebook, on a page of some front end.

    Parameters
    ----------
    page : playwright.sync_api.Page
        The page, which shows or soon will show them.
    own : bool
        Whether a student's own code answers here.
    """

    def __init__(self, page: Any, own: bool = True) -> None:
        self.page = page
        self.all = page.locator(".mk")
        self.moves = [*MOVES.values(), *(OWN_MOVES.values() if own else ())]

    def expect_drawn(self) -> None:
        """Every widget is there, in order, and nothing else is where it stands."""
        expect(self.all).to_have_count(len(MOVES) + len(OWN), timeout=TIMEOUT)
        for move, widget in self._pairs():
            expect(self._control(widget, move), move.says).to_be_visible(timeout=TIMEOUT)
        # A front end shows a widget, or else its picture and words; and says so where it cannot.
        left = self.page.locator("[data-mime-type='text/html']:not(:has(.mk))")
        assert left.all_inner_texts() == []
        failed = self.page.get_by_text(re.compile("Error (displaying|creating) widget|Loading wid"))
        expect(failed).to_have_count(0)

    def expect_moves(self) -> None:
        """Every widget says something new after a key or a click, if it has not said it yet."""
        for move, widget in self._pairs():
            if move.says not in widget.inner_text():
                self._make(move, widget)
            expect(widget).to_contain_text(move.says, timeout=TIMEOUT)

    def expect_resting(self) -> None:
        """Widgets with a student's own code say that they stand still, and show what it said."""
        for number, name in enumerate(OWN, len(MOVES)):
            widget = self.all.nth(number)
            expect(widget, name).to_contain_text("they stand still")
            expect(widget.locator(".mk-body :is(input, button, select)"), name).not_to_have_count(0)
            expect(widget.locator(".mk-body :is(input, button, select):enabled")).to_have_count(0)

    def texts(self) -> list[str]:
        """Return what each widget shows; the sentence below may speak of the last move."""
        return self.page.locator(".mk-body").all_inner_texts()

    def controls(self) -> Iterator[Any]:
        """Yield a control of each widget of the gallery."""
        for move, widget in self._pairs():
            yield self._control(widget, move)

    def violations(self, where: str = ".mk") -> list[str]:
        """Return what axe-core finds in the widgets, or in the whole page, in a line each."""
        return violations(self.page, where)

    def is_dark(self) -> bool:
        """Whether the widgets, all of them, are light on dark."""
        pairs = self.all.evaluate_all(
            """all => all.map(one => getComputedStyle(one))
                 .map(look => [look.backgroundColor, look.color])"""
        )
        found = {_light(ground) < _light(ink) for ground, ink in pairs}
        assert len(found) == 1
        return found.pop()

    def _pairs(self) -> list[tuple[Move, Any]]:
        return [(move, self.all.nth(number)) for number, move in enumerate(self.moves)]

    def _control(self, widget: Any, move: Move) -> Any:
        return widget.get_by_role(move.role, name=move.control, exact=True)

    def _make(self, move: Move, widget: Any) -> None:
        control = self._control(widget, move)
        if not move.keys:
            control.click()
            return
        control.focus()
        for key in move.keys.split():
            self.page.keyboard.press(key)
        held = widget.evaluate("widget => widget.contains(document.activeElement)")
        assert held, f"{move.control} has lost the focus"


def watch(page: Any, known: tuple[str, ...] = ()) -> list[str]:
    """Refuse every request to another machine; return a list that errors and refusals go to.

    Parameters
    ----------
    page : playwright.sync_api.Page
        A page.
    known : tuple of str, optional
        Beginnings of addresses that the front end itself asks for, and can do without.
    """
    troubles: list[str] = []

    def refuse(route: Any) -> None:
        if not route.request.url.startswith(known):
            troubles.append(f"asked for {route.request.url}")
        route.abort()

    def hear(said: Any) -> None:
        if said.type == "error" and not said.location["url"].startswith(known or ("no address",)):
            troubles.append(said.text)

    page.route(re.compile(r"^(?!(data|blob|file):|\w+://127\.0\.0\.1[:/])"), refuse)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", hear)
    return troubles


def notebook() -> NotebookNode:
    """Return the notebook, not yet run: a title, the gallery, own code, and who asks it."""
    sources = [f"from microkit.widgets.gallery import {name}\n\n{name}()" for name in MOVES]
    sources += [OWN_CODE.strip(), *OWN.values()]
    cells = [new_markdown_cell(TITLE), *map(new_code_cell, sources)]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def _light(color: str) -> float:
    return sum(map(float, re.findall(r"[\d.]+", color)[:3]))
