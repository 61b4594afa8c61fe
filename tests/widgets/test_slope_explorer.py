import math

import pytest
from playwright.sync_api import expect

from microkit.checks.predictions import find_prediction
from microkit.errors import MicrokitError
from microkit.widgets import SlopeExplorer


def bump(x):
    """A student's own function, which knows only numbers."""
    return math.exp(-x * x)


class Guess:
    committed = False


def cells(page, name):
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return row.locator("td")


def knob(page, name):
    return page.get_by_role("slider", name=name, exact=True)


H = "h, the distance of the second point"


def kernel(page, view):
    """Carry the page's question to Python, and the answer back."""
    view.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", view.answer)


# -- in the page -----------------------------------------------------------------------------------


def test_the_page_shows_rise_over_run_beside_the_true_slope(show):
    page = show(SlopeExplorer("x**2", x=1, h=0.5))

    expect(page.get_by_text("computed in the page by the reference rules")).to_be_visible()
    expect(cells(page, "forward")).to_have_text(["1.25 / 0.5", "2.5", "0.5"])
    expect(cells(page, "central")).to_have_text(["2 / 1", "2", "0"])
    expect(cells(page, "true slope")).to_have_text(["", "2", ""])
    expect(page.locator(".mk-sentence")).to_have_text(
        "Central looks to both sides, over 2h, and comes nearer: "
        "forward is off by 0.5, central by 0."
    )


def test_h_moves_by_round_numbers_until_floats_run_out(show):
    page = show(SlopeExplorer("cubic", x=1, h=1.0))
    h = knob(page, H)
    seen = []
    for _ in range(4):
        h.press("ArrowLeft")
        seen.append(page.evaluate("model.get('h')"))
    assert seen == [0.5, 0.2, 0.1, 0.05]

    h.press("Shift+ArrowLeft")
    h.press("PageDown")
    h.press("ArrowRight")
    expect(h).to_have_attribute("aria-valuetext", "2e-8")
    expect(page.locator(".mk-sentence")).to_contain_text("The secant is all but the tangent")
    h.press("Home")
    expect(cells(page, "forward")).to_have_text(["0 / 1e-16", "0", "1"])
    expect(page.locator(".mk-sentence")).to_contain_text("x + 1e-16 is x itself in floats")
    for _ in range(3):
        h.press("ArrowRight")
    expect(page.locator(".mk-sentence")).to_contain_text("floats keep few digits")
    h.press("End")
    assert page.evaluate("model.get('h')") == 1


def test_the_secant_becomes_the_tangent(show):
    page = show(SlopeExplorer("cubic", x=1, h=1.0))

    def height(look):
        """How high a line ends at the right, in px from the top."""
        d = page.locator(f".mk-series.{look}").get_attribute("d")
        return float(d.split("L")[-1].split(",")[1])

    page.wait_for_function("document.querySelector('.mk-series.mk-b').getAttribute('d')")
    far = abs(height("mk-b") - height("mk-c"))
    knob(page, H).press("Shift+ArrowLeft")
    expect(cells(page, "forward").nth(1)).to_have_text("1.002")

    assert far > 20
    assert abs(height("mk-b") - height("mk-c")) < 1


def test_the_mouse_drags_the_point_along_the_curve(show):
    page = show(SlopeExplorer("square", x=-1, h=0.5))
    expect(page.locator("svg.mk-plot")).to_have_attribute("width", "726")
    page.evaluate(
        """() => {
          window.built = 0;
          const seen = new MutationObserver((all) => (window.built += all.length));
          seen.observe(document.getElementById("here"), { childList: true, subtree: true });
        }"""
    )
    box = page.locator(".mk-knob").bounding_box()
    plot = page.locator(".mk-plot-clip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + plot["width"] / 2, y + 30, steps=10)
    page.mouse.up()

    x = page.evaluate("model.get('x')")
    assert x == pytest.approx(1, abs=0.02)
    expect(cells(page, "true slope").nth(1)).to_have_text(f"{2 * x:.4g}")
    expect(knob(page, "the point x")).to_have_attribute("aria-valuetext", f"x = {x:.4g}")
    assert page.locator(".mk-knob").bounding_box()["y"] == pytest.approx(box["y"], abs=5)
    assert page.evaluate("built") == 0


def test_zoomed_in_the_picture_is_a_few_h_wide(show):
    page = show(SlopeExplorer("x**2", x=1, h=1e-15))
    page.get_by_label("zoom in").check()

    expect(page.get_by_text("distance from x, in h")).to_be_visible()
    expect(knob(page, "the point x")).to_have_attribute("aria-disabled", "true")
    curve = page.locator(".mk-series.mk-a").first.get_attribute("d")
    heights = {pair.split(",")[1] for pair in curve[1:].split("L")}
    assert 5 < len(heights) < 60  # the steps of floats, not a smooth line
    page.get_by_label("zoom in").uncheck()
    expect(page.get_by_text("distance from x, in h")).to_have_count(0)


@pytest.mark.parametrize(
    ("f", "x", "says"),
    [
        ("abs", 0, "At x = 0 is a kink: -1 to the left, 1 to the right."),
        ("relu", 0, "At x = 0 is a kink: 0 to the left, 1 to the right."),
        ("log", -1, "The curve has no value here. Move x."),
        ("log(0 - x*x - 1) + x - x", 1, ""),
    ],
)
def test_where_there_is_no_slope_it_says_so(show, f, x, says):
    if not says:
        with pytest.raises(MicrokitError, match="has no value"):
            SlopeExplorer(f, x=x)
        return
    page = show(SlopeExplorer(f, x=x, h=0.5))

    expect(page.locator(".mk-sentence")).to_contain_text(says)
    expect(cells(page, "true slope").nth(1)).to_have_text("-")


@pytest.mark.parametrize(
    "f", ["square", "cubic", "parabola", "sin", "exp", "tanh", "1/x", "softplus"]
)
@pytest.mark.parametrize(("x", "h"), [(0.7, 0.5), (-1.3, 0.02), (1.9, 1e-4)])
def test_the_page_and_python_agree(show, f, x, h):
    view = SlopeExplorer(f, x=x, h=h)
    page = show(view)
    lines = view.outline().split("\n")

    for name, line in zip(("forward", "central"), lines[1:3], strict=True):
        ratio, slope, _ = cells(page, name).all_inner_texts()
        rise, run = ratio.split(" / ")
        assert line.startswith(f"{name}: rise {rise} over run {run}, slope {slope}, ")
    assert lines[3] == f"true slope: {cells(page, 'true slope').nth(1).inner_text()}"


def test_the_slopes_wait_for_the_prediction(show):
    page = show(SlopeExplorer("parabola", x=2 / 3, h=0.5, after=Guess()))

    expect(cells(page, "forward")).to_have_text(["?", "?", "?"])
    expect(knob(page, "x")).to_be_disabled()
    expect(page.locator(".mk-series.mk-c")).to_have_attribute("d", "")
    page.evaluate("model.set('locked', '')")
    expect(cells(page, "true slope").nth(1)).not_to_have_text("?")


def test_it_asks_the_lessons_own_question(show):
    page = show(SlopeExplorer("parabola", x=2 / 3, h=0.5, predict="00.slope"))

    page.get_by_label("Your number").fill("4")
    page.get_by_role("button", name="Lock it in").click()

    expect(page.get_by_text("You said 4, it is 0: 4 away.")).to_be_visible()
    expect(cells(page, "true slope").nth(1)).to_have_text("0")


# -- in the kernel ---------------------------------------------------------------------------------


def test_a_function_of_the_student_computes(show):
    view = SlopeExplorer(bump, x=1.0, h=0.5)
    page = show(view)
    expect(page.get_by_text("computed by your own code")).to_be_visible()
    expect(page.get_by_text("bump(x)", exact=True)).to_be_visible()
    expect(cells(page, "forward").nth(1)).to_have_text("-0.525")

    knob(page, "x").press("Home")
    kernel(page, view)

    expect(cells(page, "forward").first).to_have_text("0.08708 / 0.5")
    expect(cells(page, "true slope").nth(1)).to_have_text("-")
    expect(page.locator(".mk-sentence")).to_contain_text("your function gives a number and no rule")


def test_a_function_that_takes_values_has_a_true_slope(show):
    def f(x):
        return x * x if x is not None else 0

    view = SlopeExplorer(f, x=1.0, h=0.5)
    page = show(view)

    expect(cells(page, "true slope").nth(1)).to_have_text("2")
    page.get_by_label("zoom in").check()
    kernel(page, view)
    expect(page.get_by_text("distance from x, in h")).to_be_visible()


def test_without_a_kernel_it_says_so(show):
    page = show(SlopeExplorer(bump))

    knob(page, "x").press("Home")

    expect(page.locator(".mk-sentence")).to_contain_text("Your code has not answered yet.")
    expect(cells(page, "forward")).to_have_text(["-", "-", ""])


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda x: None, "gave None, a NoneType, where a number belongs. Is a `return` missing?"),
        (lambda x: {}["slope"], "Your code stopped: KeyError: 'slope'"),
        (lambda: 1.0, "Your code stopped: TypeError"),
    ],
)
def test_what_a_student_can_break_is_a_sentence(show, f, says):
    view = SlopeExplorer(f)
    page = show(view)

    assert says in view.outline()
    expect(page.locator(".mk-sentence")).to_contain_text(says)
    assert "your function of x" in view.name


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_move_it_and_follow_its_slope():
    view, seen = SlopeExplorer("x**2", x=1.0, h=0.5), []
    view.observe(lambda change: seen.append(change["new"]), "slope")

    view.x = 2.0
    view.h = 0.25

    assert seen == [4.5, 4.25]
    assert view.central == 4.0
    with pytest.raises(Exception, match="read-only"):
        view.slope = 1.0


def test_floats_really_run_out():
    view = SlopeExplorer("cubic", x=1.0, h=1e-15)

    assert abs(view.slope - 1) > 0.01
    view.h = 1e-16
    assert view.slope == 0


def test_it_decides_who_computes():
    assert SlopeExplorer("sin").by == "page"
    assert SlopeExplorer(math.sin).by == "kernel"
    assert SlopeExplorer(math.sin).name == "sin(x)"
    assert SlopeExplorer("cubic").name == "f(x) = x**3 - 2*x"


@pytest.mark.parametrize(
    "made",
    [
        lambda: SlopeExplorer("cubic", x=7),
        lambda: SlopeExplorer("cubic", x=math.nan),
        lambda: SlopeExplorer("cubic", h=0),
        lambda: SlopeExplorer("cubic", h=-1),
        lambda: SlopeExplorer("cubic", h=math.inf),
        lambda: SlopeExplorer("cubic", low=1, high=1),
        lambda: SlopeExplorer("qubic"),
        lambda: SlopeExplorer(3.0),
    ],
)
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(
        MicrokitError, match=r"picture|h is the distance|no formula|formula, a name"
    ):
        made()


def test_a_pole_does_not_flatten_the_rest():
    _, _, bottom, top = SlopeExplorer("1/x", x=0.5).ends

    assert -10 < bottom < 0 < top < 10


def test_the_static_picture_needs_no_front_end():
    data, _ = SlopeExplorer("x**2", x=1.0, h=0.5)._repr_mimebundle_()

    assert "application/vnd.jupyter.widget-view+json" in data
    assert "forward: rise 1.25 over run 0.5, slope 2.5, off by 0.5" in data["text/plain"]
    assert "<td>2.5</td>" in data["text/html"]
    again, _ = SlopeExplorer("x**2", x=1.0, h=0.5)._repr_mimebundle_()
    assert again["text/html"] == data["text/html"]


def test_the_static_picture_keeps_the_secret():
    view = SlopeExplorer("x**2", x=1.0, h=0.5, predict=find_prediction("00.slope"))
    data, _ = view._repr_mimebundle_()

    assert "Predict first" in data["text/plain"]
    for secret in ("2.5", "tangent", "secant"):
        assert secret not in data["text/plain"] + data["text/html"]
