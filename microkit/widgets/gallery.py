"""One good example of each widget, in lesson order, for screenshots and shared tests."""

from __future__ import annotations

from collections.abc import Callable

from microkit import widgets
from microkit.engine import Value
from microkit.widgets.base import Widget


def slope_explorer() -> Widget:
    """Show the secant of a cubic beside its tangent."""
    return widgets.SlopeExplorer("cubic", x=1.0, h=0.5)


def graph_view() -> Widget:
    """Show d = a*b + c, after backward."""
    a, b, c = Value(2.0, "a"), Value(-3.0, "b"), Value(10.0, "c")
    e = a * b
    d = e + c
    e.label, d.label = "e", "d"
    d.backward()
    return widgets.GraphView(d)


def op_bench() -> Widget:
    """Show the times gate of lesson 02."""
    return widgets.OpBench("*", a=2, b=-3, upstream=4)


def boundary_player() -> Widget:
    """Show how a small network learns two moons, in a film of few frames."""
    import random

    from microkit import data, nn, optim, train

    points, labels = data.moons(30, noise=0.1, rng=1)
    player = widgets.BoundaryPlayer(points, labels, most=2)
    model = nn.MLP(2, [8, 8, 1], activation="tanh", rng=random.Random(4))
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    moons = (points, labels)
    train.fit(model, nn.hinge, moons, 21, optimizer=optimizer, progress=False, watch=player)
    return player


def optimizer_race() -> Widget:
    """Show three optimizers on their way through a stretched bowl."""
    return widgets.OptimizerRace(step=12)


def broadcast_viewer() -> Widget:
    """Show a column and a row that are both copied, and the sums on the way back."""
    return widgets.BroadcastViewer((3, 1), (4,), back=True)


def curve_bench() -> Widget:
    """Show tanh, its slope, and what arrives from above."""
    return widgets.CurveBench("tanh", x=0.5, upstream=-3.0)


def backprop_stepper() -> Widget:
    """Show a graph in which b waits for two messages, in the middle of the way back."""
    a = Value(3.0, "a")
    b = a * a
    c = b + a
    d = b * c
    b.label, c.label, d.label = "b", "c", "d"
    stepper = widgets.BackpropStepper(d)
    stepper.step = 3
    return stepper


def kernel_slider() -> Widget:
    """Slide an edge finder over a written 0."""
    return widgets.KernelSlider(kernel="edge", row=1, column=3)


def neuron_tuner() -> Widget:
    """Show a line that three sliders can still make better."""
    return widgets.NeuronTuner()


def digit_pad() -> Widget:
    """Show what a network makes of a house."""
    return widgets.DigitPad(image="house")


def attention_view() -> Widget:
    """Show two heads over a name: one looks at the letter before, one at equal letters."""
    name = ".emmanuel"
    places = range(len(name))
    before = [[2.5 * (j == i - 1) - 0.2 * abs(i - j) for j in places] for i in places]
    equal = [[2.0 * (name[i] == name[j]) for j in places] for i in places]
    return widgets.AttentionView(name, logits=[before, equal], position=7)


# In lesson order. A new widget adds its function above, and its line here.
EXAMPLES: tuple[Callable[[], Widget], ...] = (
    slope_explorer,  # 00
    graph_view,  # 01
    op_bench,  # 02
    backprop_stepper,  # 03
    curve_bench,  # 04
    neuron_tuner,  # 05
    boundary_player,  # 06
    optimizer_race,  # 07
    broadcast_viewer,  # 09
    kernel_slider,  # 10
    digit_pad,  # 10
    attention_view,  # 11
)


def gallery() -> dict[str, Widget]:
    """Return an example of every widget, by the name of its file.

    Examples
    --------
    >>> list(gallery())[:3]
    ['slope_explorer', 'graph_view', 'op_bench']
    """
    return {example.__name__: example() for example in EXAMPLES}
