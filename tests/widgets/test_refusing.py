"""What a widget refuses stays out: from a cell with a sentence, from the page in silence."""

import math

import pytest
import traitlets as t

from microkit import widgets
from microkit.errors import MicrokitError
from microkit.widgets.base import Widget
from microkit.widgets.gallery import gallery

REFUSED = [
    ("slope_explorer", {"x": 9.0}),
    ("slope_explorer", {"h": 0.0}),
    ("graph_view", {"leaves": {"a": "one"}}),
    ("graph_view", {"leaves": {"nobody": 1.0}}),
    ("op_bench", {"a": math.inf}),
    ("op_bench", {"b": math.nan}),
    ("op_bench", {"upstream": math.inf}),
    ("curve_bench", {"x": 99.0}),
    ("curve_bench", {"upstream": 1e308}),
    ("neuron_tuner", {"w1": 1e300}),
    ("neuron_tuner", {"w2": math.nan}),
    ("neuron_tuner", {"b": -1e300}),
    ("boundary_player", {"frame": 40}),
    ("boundary_player", {"frame": -1}),
    ("optimizer_race", {"rate": 0.0}),
    ("optimizer_race", {"momentum": 1.0}),
    ("optimizer_race", {"b2": 1.0}),
    ("optimizer_race", {"scale": 1e9}),
    ("optimizer_race", {"step": 61}),
    ("broadcast_viewer", {"a_shape": [7]}),
    ("broadcast_viewer", {"b_shape": [1, 1, 1, 1]}),
    ("kernel_slider", {"kernel": [1.0] * 8}),
    ("kernel_slider", {"row": 9}),
    ("kernel_slider", {"column": -1}),
    ("kernel_slider", {"seen": [999, -5]}),
    ("digit_pad", {"image": [16.0] * 64}),
    ("attention_view", {"head": 2}),
    ("attention_view", {"position": 99}),
    ("attention_view", {"temperature": 0.0}),
]
OF_THE_WRONG_KIND = [
    ("op_bench", {"a": "one"}),
    ("broadcast_viewer", {"upstream": "some"}),
    ("digit_pad", {"row": 8}),
]
BENT = {"backprop_stepper": {"step", "fired"}}  # to what is possible, and not refused


@pytest.fixture
def widget(name):
    return gallery()[name]


@pytest.mark.parametrize(("name", "given"), REFUSED + OF_THE_WRONG_KIND)
def test_the_page_hears_what_stays(widget, given, monkeypatch):
    ((trait, value),) = given.items()
    before, words, sent = getattr(widget, trait), widget.outline(), []
    monkeypatch.setattr(widget, "send_state", lambda key=None: sent.append(key))

    widget.set_state({**given, "inputs": {"seq": 1}})

    assert getattr(widget, trait) == before != value
    assert sent == [[trait, "inputs"]]
    assert widget.inputs == {"seq": 0}  # a question about it is none
    assert widget.outline() == words


@pytest.mark.parametrize(("name", "given"), REFUSED)
def test_a_cell_hears_why(widget, given):
    ((trait, value),) = given.items()
    before = getattr(widget, trait)

    with pytest.raises(MicrokitError):
        setattr(widget, trait, value)
    with pytest.raises(MicrokitError), widget.hold_trait_notifications():
        setattr(widget, trait, value)

    assert getattr(widget, trait) == before


@pytest.mark.parametrize("name", gallery())
def test_no_check_is_left_out(widget, name):
    parts = [one for cls in type(widget).__mro__ for one in vars(cls).values()]
    checks = [one for one in parts if isinstance(one, t.ValidateHandler)]
    checked = {trait for one in checks for trait in one.trait_names}

    assert checked & set(widget.keys) - {"layout", "guess"} - BENT.get(name, set()) == {
        trait for one, given in REFUSED if one == name for trait in given
    }


def test_a_guess_that_is_none_stays_out(monkeypatch):
    bench = widgets.OpBench("*", predict="02.mul")

    bench.set_state({"guess": "many", "locked": ""})

    assert (bench.guess, bool(bench.locked)) == (None, True)


def test_an_error_stays_of_its_kind():
    with pytest.raises(MicrokitError, match="the window fits from 0 to 5") as caught:
        widgets.KernelSlider(row=9)

    assert type(caught.value).__name__ == "NumberError"
    assert isinstance(caught.value, t.TraitError)


def test_an_error_of_who_observes_is_not_swallowed():
    class Quiet(Widget):
        step = t.Int(0).tag(sync=True)

    widget, other = Quiet(), widgets.KernelSlider()
    widget.observe(lambda change: setattr(other, "row", change["new"]), "step")

    with pytest.raises(MicrokitError, match="row = 9"):
        widget.set_state({"step": 9})


def test_the_slider_of_h_ends_where_python_does(show):
    page = show(widgets.SlopeExplorer("square", x=0.2, h=0.1, low=0, high=0.5))

    page.get_by_role("slider", name="h, the distance").press("End")

    assert page.evaluate("model.get('h')") == 0.5
