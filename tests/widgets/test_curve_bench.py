import math

import pytest
from playwright.sync_api import expect

from microkit.engine import Value as Kit
from microkit.errors import MicrokitError
from microkit.graph.symbols import UNARY
from microkit.widgets import CurveBench


def own(name, forward, rule):
    """Make a student's class with one operation, whose rule is rule(x, out, g)."""

    class Value:
        def __init__(self, data, _prev=(), _op=""):
            self.data, self.grad, self._prev, self._op = data, 0.0, _prev, _op
            self._backward = lambda: None

    def method(self):
        out = Value(forward(self.data), (self,), name)

        def _backward():
            self.grad += rule(self.data, out.data, out.grad)

        out._backward = _backward
        return out

    setattr(Value, name, method)
    return Value


def logistic(x):
    return 1 / (1 + math.exp(-x))


def right(x, t, g):
    return (1 - t * t) * g


def knob(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def cells(page, name):
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return row.locator("td")


def sentence(page):
    return page.locator(".mk-sentence")


def kernel(page, view):
    """Carry the page's question to Python, and the answer back."""
    view.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", view.answer)


G = "g, the upstream gradient, out.grad"

# -- in the page -----------------------------------------------------------------------------------


def test_what_x_hears_is_slope_times_g(show):
    page = show(CurveBench("tanh", x=0.5, upstream=-3.0))

    expect(page.get_by_text("computed in the page by the reference rules")).to_be_visible()
    expect(cells(page, "by the rule")).to_have_text(["0.7864", "-3", "-2.359"])
    expect(sentence(page)).to_contain_text("x hears 0.7864 × -3 = -2.359")
    knob(page, G).press("Shift+ArrowRight")
    expect(cells(page, "by the rule")).to_have_text(["0.7864", "-2", "-1.573"])


def test_both_handles_move_x(show):
    page = show(CurveBench("tanh", x=0.5))
    for name, says in (("x, on the curve", "tanh 0.537"), ("x, on its slope", "slope 0.6347")):
        knob(page, name).press("ArrowRight")
        expect(knob(page, name)).to_have_attribute(
            "aria-valuetext", f"x = {'0.6' if 'tanh' in says else '0.7'}, {says}"
        )
    assert page.evaluate("model.get('x')") == 0.7


def test_the_mouse_drags_the_point_on_the_slope(show):
    page = show(CurveBench("tanh", x=0.0))
    expect(page.locator("svg.mk-plot").first).to_have_attribute("width", "726")
    page.evaluate(
        """() => {
          window.built = 0;
          const seen = new MutationObserver((all) => (window.built += all.length));
          seen.observe(document.getElementById("here"), { childList: true, subtree: true });
        }"""
    )
    box = knob(page, "x, on its slope").locator(".mk-knob").bounding_box()
    wide = page.locator(".mk-plot-clip").nth(1).bounding_box()["width"]
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + wide / 4, y + 20, steps=10)
    page.mouse.up()

    assert page.evaluate("model.get('x')") == pytest.approx(2, abs=0.03)
    assert page.evaluate("built") == 0


def test_both_pictures_share_their_x_axis(show):
    page = show(CurveBench("exp", x=1, upstream=-250.0))
    first, second = (page.locator(".mk-plot-clip").nth(i).bounding_box() for i in (0, 1))

    assert (first["x"], first["width"]) == (second["x"], second["width"])


def test_flat_parts_are_hatched_and_said(show):
    page = show(CurveBench("tanh", x=-3.5))

    expect(sentence(page)).to_contain_text("Flat here: of what arrives, x hears almost nothing")
    assert page.locator(".mk-hatching").first.get_attribute("d").count("M") > 10
    expect(page.get_by_text("flat", exact=True).first).to_be_visible()


@pytest.mark.parametrize(
    ("name", "x", "says"),
    [
        ("relu", 0, "A corner: slope 0 to the left, 1 to the right."),
        ("log", 0, "log has no slope at x = 0. Move x."),
        ("sqrt", 0, "sqrt has no slope at x = 0. Move x."),
    ],
)
def test_where_there_is_no_slope_it_says_so(show, name, x, says):
    page = show(CurveBench(name, x=x))

    expect(sentence(page)).to_contain_text(says)


@pytest.mark.parametrize("name", UNARY)
def test_the_page_and_python_agree(show, name):
    view = CurveBench(name, x=0.7, upstream=-1.7)
    page = show(view)
    slope, g, heard = cells(page, "by the rule").all_inner_texts()

    assert f"slope {slope}, upstream {g}: x hears {heard}" in view.outline()


def test_the_slope_waits_for_the_prediction(show):
    page = show(CurveBench("sigmoid", x=0.5, upstream=2.0, predict="04.sigmoid_steepest"))

    expect(cells(page, "by the rule")).to_have_text(["?", "2", "?"])
    for drawn in page.locator(".mk-plot").nth(1).locator("path.mk-series").all():
        assert drawn.get_attribute("d") == ""
    assert "0.25" not in page.locator(".mk-body").inner_text()
    hidden = page.locator("[aria-label='x, on its slope']")
    expect(hidden).to_be_hidden()
    expect(hidden).to_have_attribute("aria-valuetext", "x = 0.5")

    page.get_by_label("Your number").fill("1")
    page.get_by_role("button", name="Lock it in").click()
    expect(cells(page, "by the rule").first).to_have_text("0.235")


# -- in the kernel ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "forward", "rule", "g", "says"),
    [
        ("tanh", math.tanh, lambda x, t, g: (1 - t) * g, -3.0, "They lie on 1 - t."),
        ("exp", math.exp, lambda x, e, g: x * g, 2.0, "They lie on x times g"),
        ("sigmoid", logistic, lambda x, s, g: x * (1 - x) * g, 2.0, "x times 1 - x"),
        ("relu", lambda x: max(0.0, x), lambda x, r, g: (g > 0) * g, -2.0, "sign of g alone"),
        ("tanh", math.tanh, lambda x, t, g: 1 - t * t, 2.0, "from above is missing."),
        ("tanh", math.tanh, lambda x, t, g: (t * t - 1) * g, 2.0, "turned around"),
    ],
)
def test_wrong_rules_lie_elsewhere_and_are_told(show, name, forward, rule, g, says):
    view = CurveBench(name, x=0.5, upstream=g, engine=own(name, forward, rule))
    page = show(view)

    expect(page.get_by_text("computed by your own code")).to_be_visible()
    expect(sentence(page)).to_contain_text("26 dots differ")
    expect(sentence(page)).to_contain_text(says)
    assert says in view.outline()
    assert page.locator(".mk-dots[data-shape=cross]").get_attribute("d").count("M") > 9


def test_a_right_rule_agrees_everywhere_and_follows(show):
    view = CurveBench("tanh", x=0.5, upstream=1.0, engine=own("tanh", math.tanh, right))
    page = show(view)
    expect(sentence(page)).to_contain_text("At g = 1 a rule that forgets")

    knob(page, G).press("Home")
    kernel(page, view)

    expect(cells(page, "yours").last).to_have_text("-3.932")
    expect(cells(page, "nudged")).to_have_text(["0.7864", "-5", "-3.932"])
    expect(sentence(page)).to_have_text("All 26 dots agree with the nudges.")
    assert page.locator(".mk-dots[data-shape=cross]").get_attribute("d") == ""


def test_a_forward_that_is_wrong_comes_first():
    view = CurveBench("tanh", engine=own("tanh", math.sin, right))

    assert "The forward comes first: your tanh(-3.846) is 0.6477" in view.outline()


@pytest.mark.parametrize(
    ("engine", "says"),
    [
        (own("tanh", math.tanh, lambda x, t, g: None), "Your code stopped: TypeError"),
        (own("tanh", math.tanh, lambda x, t, g: "a"), "Your code stopped: TypeError"),
        (own("tanh", lambda x: None, right), "gave <"),
        (own("relu", lambda x: x, right), "no operation 'tanh'"),
        (own("tanh", lambda x: math.inf, right), "your tanh(-3.846) is inf"),
        (type("Silent", (own("tanh", math.tanh, right),), {"grad": property(lambda s: 0.0)}), ""),
    ],
)
def test_what_a_student_can_break_is_a_sentence(show, engine, says):
    view = CurveBench("tanh", engine=engine, upstream=2.0)
    page = show(view)

    assert says in view.outline()
    expect(sentence(page)).to_contain_text(says)
    expect(sentence(page)).not_to_be_empty()


def test_a_rule_that_is_not_written_is_not_zero(show):
    class Quiet(own("tanh", math.tanh, right)):
        def tanh(self):
            return type(self)(math.tanh(self.data), (self,), "tanh")

    page = show(CurveBench("tanh", engine=Quiet, upstream=2.0))

    expect(cells(page, "yours").last).to_have_text("-")
    expect(sentence(page)).to_have_text("Not written yet: nothing arrived at x.grad.")


def test_without_a_kernel_it_says_so(show):
    page = show(CurveBench("tanh", engine=own("tanh", math.tanh, right)))

    knob(page, G).press("Home")

    expect(sentence(page)).to_contain_text("Your code has not answered yet.")


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_move_it_and_follow_its_slope():
    view, seen = CurveBench("sigmoid", x=1.0), []
    view.observe(lambda change: seen.append(change["new"]), "slope")

    view.x = 0.0

    assert seen == [pytest.approx(0.25)]
    with pytest.raises(Exception, match="read-only"):
        view.name = "exp"
    assert math.isnan(CurveBench("relu", x=0).slope)


def test_it_decides_who_computes():
    assert CurveBench("tanh", engine=Kit).by == "page"
    assert CurveBench("tanh", engine=own("tanh", math.tanh, right)).by == "kernel"


@pytest.mark.parametrize(
    "made",
    [
        lambda: CurveBench("tahn"),
        lambda: CurveBench("<b>"),
        lambda: CurveBench("+"),
        lambda: CurveBench("tanh", x=9),
        lambda: CurveBench("tanh", x=math.nan),
        lambda: CurveBench("tanh", upstream=math.inf),
    ],
)
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(MicrokitError, match=r"no curve|not in the picture|upstream gradient"):
        made()


def test_the_static_picture_keeps_the_secret():
    view = CurveBench("sigmoid", upstream=2.0, predict="04.sigmoid_steepest")
    data, _ = view._repr_mimebundle_()

    assert "Predict first" in data["text/plain"]
    for secret in ("0.25", "0.235", "tangent<", "slope times"):
        assert secret not in data["text/plain"] + data["text/html"]


def test_the_static_picture_with_dots_stays_small():
    for rule in (right, lambda x, t, g: (1 - t) * g):
        view = CurveBench("tanh", upstream=-3.0, engine=own("tanh", math.tanh, rule))
        assert len(view.picture().encode()) < 12_000
