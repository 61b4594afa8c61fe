import math

import pytest
from playwright.sync_api import expect
from support.widget_page import settle

from microkit.checks.predictions import Asked
from microkit.data import moons
from microkit.errors import MicrokitError
from microkit.widgets import NeuronTuner

FOUR = ([(0, 2), (1, 3), (2, 0), (3, 1)], [-1, -1, 1, 1])
ASKED = Asked("99.mistakes", "How many mistakes?", 2.0, "Count them.")


def knob(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def mistakes(page):
    return (
        page.get_by_role("row").filter(has=page.get_by_role("rowheader")).locator("td:last-child")
    )


def sentence(page):
    return page.locator(".mk-sentence")


def drawn(page, selector):
    return page.locator(selector).get_attribute("d")


def drag(page, name, right, down):
    box = knob(page, name).locator(".mk-knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=8)
    page.mouse.up()


@pytest.fixture
def settled(show):
    """Show a widget, and wait until its picture has found its size."""

    def settled(widget):
        page = show(widget)
        expect(page.locator("svg.mk-plot")).to_have_attribute("width", "726")
        settle(page)
        return page

    return settled


RINGS = ".mk-dots[data-hollow=true]"

# -- in the page -----------------------------------------------------------------------------------


def test_sliders_change_the_count_and_the_rings(settled):
    page = settled(NeuronTuner(*FOUR, w1=0.0, w2=1.0))
    expect(mistakes(page)).to_have_text(["1", "2", "3"])
    assert drawn(page, RINGS).count("M") == 3
    expect(sentence(page)).to_contain_text("more than half. The arrow points to the wrong side")

    knob(page, "w2, the weight of y").press("Shift+ArrowLeft")
    knob(page, "w2, the weight of y").press("Shift+ArrowLeft")
    knob(page, "w1, the weight of x").press("Shift+ArrowRight")

    expect(mistakes(page)).to_have_text(["0", "0", "0"])
    expect(sentence(page)).to_have_text("0 mistakes: the line stands between the two classes.")
    assert drawn(page, RINGS) == ""
    assert page.evaluate("[model.get('w1'), model.get('w2')]") == [1, -1]


def test_the_line_can_be_dragged(settled):
    page = settled(NeuronTuner(w1=0.0, w2=-1.0, b=0.0))
    unit = page.evaluate("document.querySelector('.mk-plot-clip').getBoundingClientRect().height")
    drag(page, "move the line", 30, -unit / 4)

    b = page.evaluate("model.get('b')")
    assert page.evaluate("[model.get('w1'), model.get('w2')]") == [0, -1]
    assert 0.5 < b < 1.2
    expect(knob(page, "move the line")).to_have_attribute("aria-valuetext", f"b = {b:.4g}")


def test_the_arrow_turns_the_line_around_its_foot(settled):
    page = settled(NeuronTuner(w1=0.0, w2=2.0, b=-2.0))
    box = knob(page, "move the line").locator(".mk-knob").bounding_box()
    drag(page, "turn the line by its arrow", 60, 60)

    w1, w2 = page.evaluate("[model.get('w1'), model.get('w2')]")
    assert math.hypot(w1, w2) == pytest.approx(2, abs=0.002)
    assert (w1, w2) == (pytest.approx(2, abs=0.01), pytest.approx(0, abs=0.1))
    after = knob(page, "move the line").locator(".mk-knob").bounding_box()
    assert (after["x"], after["y"]) == (
        pytest.approx(box["x"], abs=1),
        pytest.approx(box["y"], abs=1),
    )


def test_keys_move_and_turn_the_line(settled):
    page = settled(NeuronTuner(w1=0.0, w2=2.0, b=-2.0))

    knob(page, "turn the line by its arrow").press("Shift+ArrowUp")
    knob(page, "turn the line by its arrow").press("Shift+ArrowRight")
    w1, w2 = page.evaluate("[model.get('w1'), model.get('w2')]")
    assert math.degrees(math.atan2(w2, w1)) % 360 == pytest.approx(190, abs=0.2)
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"):
        before = page.evaluate("model.get('b')")
        knob(page, "move the line").press(key)
        rises = page.evaluate("model.get('b')") - before
        assert rises * (1 if key in ("ArrowLeft", "ArrowDown") else -1) > 0.05
    state = page.evaluate("JSON.stringify(model.state)")
    knob(page, "move the line").press("Home")
    knob(page, "turn the line by its arrow").press("End")
    assert page.evaluate("JSON.stringify(model.state)") == state


@pytest.mark.parametrize("width", [396, 776])
def test_the_arrow_stands_upright_on_the_line(page, show, width):
    page.set_viewport_size({"width": width, "height": 800})
    show(NeuronTuner(w1=1.0, w2=-0.5, b=0.5))
    settle(page)

    def run(d):
        (a, b), *_, (x, y) = [
            tuple(map(float, p.split(","))) for p in d[1:].split("M")[0].split("L")
        ]
        return x - a, y - b

    (a, b), (x, y) = (
        run(page.locator(".mk-series.mk-ink").nth(i).get_attribute("d")) for i in (0, 1)
    )
    assert abs(a * x + b * y) / math.hypot(a, b) / math.hypot(x, y) < 0.02


def test_each_side_says_what_it_is(settled):
    page = settled(NeuronTuner())

    expect(page.get_by_text("says +1")).to_be_visible()
    expect(page.get_by_text("says -1")).to_be_visible()
    page.evaluate("model.set('b', 50)")
    expect(page.get_by_text("says -1")).to_be_hidden()


def test_without_a_bias_the_line_goes_through_the_origin(settled):
    page = settled(NeuronTuner())

    expect(sentence(page)).to_contain_text("With b = 0 the line passes through (0, 0)")


def test_without_weights_there_is_no_line(settled):
    page = settled(NeuronTuner(w1=0.0, w2=0.0, b=1.0))

    expect(sentence(page)).to_contain_text("there is no line, and the neuron says the same")
    expect(mistakes(page)).to_have_text(["0", "12", "12"])
    drag(page, "turn the line by its arrow", 0, 60)
    assert page.evaluate("Math.hypot(model.get('w1'), model.get('w2'))") == pytest.approx(
        1, abs=0.01
    )


def test_a_neuron_cannot_bend(settled):
    x, y = moons(60, 0.1, rng=1)
    page = settled(NeuronTuner(x, y, w1=0.2, w2=-1.0, b=0.25))

    expect(mistakes(page).last).to_have_text("7")
    expect(sentence(page)).to_contain_text("A neuron draws a straight line; it cannot bend.")


@pytest.mark.parametrize(("w1", "w2", "b"), [(1, -1, 0), (0.2, -1, 1), (-3, 0.5, 1.7), (0, 0, 0)])
def test_the_page_and_python_count_the_same(settled, w1, w2, b):
    view = NeuronTuner(w1=w1, w2=w2, b=b)
    page = settled(view)

    expect(mistakes(page).last).to_have_text(str(view.mistakes))


def test_a_step_makes_no_element_anew(settled):
    page = settled(NeuronTuner())
    built = page.evaluate(
        """async () => {
          let built = 0;
          const seen = new MutationObserver((all) => (built += all.length));
          seen.observe(document.getElementById("here"), { childList: true, subtree: true });
          for (let i = 0; i < 10; i++) {
            model.set("b", i / 10);
            await new Promise(requestAnimationFrame);
          }
          return built;
        }"""
    )

    assert built == 0


def test_the_line_waits_for_the_prediction(settled):
    page = settled(NeuronTuner(predict=ASKED))

    expect(mistakes(page)).to_have_text(["?", "?", "?"])
    assert drawn(page, RINGS) == drawn(page, ".mk-series >> nth=0") == ""
    expect(knob(page, "b, the bias")).to_be_disabled()
    expect(page.get_by_text("says +1")).to_be_hidden()

    page.get_by_label("Your number").fill("2")
    page.get_by_role("button", name="Lock it in").click()
    expect(mistakes(page).last).to_have_text("2")
    expect(page.get_by_text("You were right.")).to_be_visible()


@pytest.mark.parametrize(
    "points",
    [
        [(1, 1)],
        [(2, 2), (2, 2)],
        [(0, 0), (1e-4, 1e-4)],
        [(0, 0), (1e8, -1e8)],
    ],
)
def test_odd_points_are_drawn_too(settled, points):
    view = NeuronTuner(points, [1, -1][: len(points)], b=0.5)
    page = settled(view)

    expect(sentence(page)).not_to_be_empty()
    assert "NaN" not in page.locator(".mk-plot").inner_html()
    assert "nan" not in view.picture().replace("nan,", "")


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_move_it_and_follow_its_mistakes():
    view, seen = NeuronTuner(*FOUR, w1=0.0, w2=1.0), []
    view.observe(lambda change: seen.append(change["new"]), "mistakes")

    view.w2 = -1.0
    view.w1 = 1.0

    assert seen == [2, 0]
    with pytest.raises(Exception, match="read-only"):
        view.mistakes = 0


@pytest.mark.parametrize(
    "made",
    [
        lambda: NeuronTuner([(0, 0)]),
        lambda: NeuronTuner(labels=[1]),
        lambda: NeuronTuner([], []),
        lambda: NeuronTuner([(0, 0)], [1, -1]),
        lambda: NeuronTuner([(0, math.nan)], [1]),
        lambda: NeuronTuner([(0, 0), (1, 1), (2, 2)], [0, 1, 2]),
        lambda: NeuronTuner([(0, 0, 0)], [1]),
        lambda: NeuronTuner([0, 1], [1, -1]),
        lambda: NeuronTuner([("<b>", 0)], [1]),
        lambda: NeuronTuner([(0, 0)] * 101, [1] * 101),
        lambda: NeuronTuner(w1=math.inf),
        lambda: NeuronTuner(b=math.nan),
    ],
)
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(MicrokitError, match=r"label|not to be drawn|cannot be"):
        made()


def test_the_static_picture_keeps_the_secret():
    view = NeuronTuner(predict=ASKED)
    data, _ = view._repr_mimebundle_()

    assert "Predict first" in data["text/plain"]
    for secret in ("says", "2 mistakes", "wrong", "<image"):
        assert secret not in data["text/plain"] + data["text/html"]


def test_many_points_make_no_heavy_picture():
    x, y = moons(100, 0.2, rng=1)

    assert len(NeuronTuner(x, y).picture().encode()) < 12_000
    assert len(NeuronTuner(x, y, w1=0.0, w2=1.0, b=-0.2).picture().encode()) < 12_000
