import math

import pytest
from playwright.sync_api import expect

from microkit import optim
from microkit.errors import MicrokitError
from microkit.widgets import OptimizerRace


class Mine:
    """A student's Adam without the correction of its bias."""

    def __init__(self, params, lr, b1=0.9, b2=0.999):
        self.params, self.lr, self.b1, self.b2 = params, lr, b1, b2
        self.m, self.v = [0.0] * len(params), [0.0] * len(params)

    def step(self):
        for i, p in enumerate(self.params):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * p.grad
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * p.grad**2
            p.data -= self.lr * self.m[i] / (self.v[i] ** 0.5 + 1e-8)


class Broken:
    def __init__(self, params, lr):
        self.params = params

    def step(self):
        self.params[0].data = self.velocity


def cells(page, name):
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return row.locator("td")


def knob(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def words(page):
    return page.locator(".mk-sentence")


def kernel(page, race):
    race.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", race.answer)


# -- in the page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", ["bowl", "valley"])
@pytest.mark.parametrize("step", [0, 1, 7, 60])
@pytest.mark.parametrize(
    ("rate", "momentum", "b2", "scale"),
    [(0.1, 0.9, 0.999, 1), (0.02, 0.5, 0.9, 10), (1, 0, 0.5, 1), (2, 0.99, 0.9999, 100)],
)
def test_the_page_and_python_agree(show, surface, step, rate, momentum, b2, scale):
    numbers = {"rate": rate, "momentum": momentum, "b2": b2, "scale": scale}
    race = OptimizerRace(surface=surface, step=step, **numbers)
    page = show(race)

    for line in race.outline().splitlines()[1:]:
        name = line.split(":")[0]
        x, y, last, distance = cells(page, name).all_inner_texts()
        if "e" not in distance:  # far out, the last digits of two ways to add differ
            says = f"{name}: at ({x}, {y}), last step {last}, {distance} from the minimum"
            assert line == says
    assert len(race.outline().splitlines()) == 4


def test_adams_first_step_is_the_rate_at_any_steepness(show):
    page = show(OptimizerRace(rate=0.1, step=1))
    expect(cells(page, "Adam")).to_have_text(["-3.4", "1.4", "0.1414", "3.677"])

    knob(page, "how steep the valley is").press("End")

    expect(cells(page, "Adam")).to_have_text(["-3.4", "1.4", "0.1414", "3.677"])
    expect(cells(page, "SGD").nth(2)).to_have_text("60.41")
    expect(words(page)).to_contain_text("Adam's first step is the rate, 0.1, along each axis")
    assert page.evaluate("model.get('scale')") == 100


def test_a_large_rate_throws_sgd_out_and_says_so(show):
    page = show(OptimizerRace(step=60))
    knob(page, "rate").press("End")

    expect(words(page)).to_contain_text("left the valley: each step is longer than the last")
    assert page.evaluate("model.get('rate')") == 2


def test_it_steps_and_scrubs(show):
    page = show(OptimizerRace())
    expect(words(page)).to_have_text("All stand at the start. Play, or take a step.")

    page.get_by_role("button", name="One step forward").click()
    expect(cells(page, "SGD").first).to_have_text("-3.43")
    knob(page, "step").press("End")
    expect(words(page)).to_contain_text("After 60 steps")
    assert page.evaluate("model.get('step')") == 60
    path = page.locator(".mk-series.mk-a").get_attribute("d")
    assert path.count("L") == 60


def test_a_number_from_a_cell_shows_as_it_is(show):
    page = show(OptimizerRace(rate=0.03))

    expect(knob(page, "rate")).to_have_attribute("aria-valuetext", "0.03")
    knob(page, "rate").press("ArrowRight")
    assert page.evaluate("model.get('rate')") == 0.05


def test_the_paths_wait_for_the_prediction(show):
    race = OptimizerRace(step=1, predict="07.large")
    page = show(race)

    expect(cells(page, "Adam")).to_have_text(["?"] * 4)
    expect(page.locator(".mk-series.mk-c")).to_have_attribute("d", "")
    expect(knob(page, "rate")).to_be_disabled()
    assert "0.1414" not in race.outline() + race.picture()
    page.get_by_label("Your number").fill("10")
    page.get_by_role("button", name="Lock it in").click()
    expect(page.get_by_text("You said 10, it is 0.1: 9.9 away.")).to_be_visible()
    expect(cells(page, "Adam").nth(2)).to_have_text("0.1414")


def test_one_who_races_alone_gives_nothing_of_the_others_away(show):
    race = OptimizerRace(racers=["SGD"], step=1)
    page = show(race)

    expect(words(page)).to_have_text("After 1 step SGD is 3.546 from the minimum.")
    names = [one.get_attribute("aria-label") for one in page.get_by_role("slider").all()]
    assert names == ["step", "rate", "how steep the valley is"]
    assert page.get_by_role("rowheader").all_inner_texts() == ["SGD"]
    assert race.outline().splitlines() == [
        "bowl, rate 0.1, steepness 1: step 1 of 60",
        "SGD: at (-3.43, 0.9), last step 0.6041, 3.546 from the minimum",
    ]


def test_a_slider_is_there_for_those_who_need_it(show):
    page = show(OptimizerRace({"mine": Mine}, racers=["momentum", "SGD"], step=7))

    assert page.get_by_role("rowheader").all_inner_texts() == ["SGD", "momentum", "mine"]
    expect(knob(page, "Adam's b2")).to_be_visible()
    assert OptimizerRace({"own": optim.SGD}, racers=["SGD"]).knobs == ["rate", "momentum", "scale"]


# -- in the kernel ---------------------------------------------------------------------------------


def test_an_optimizer_of_ones_own_joins(show):
    race = OptimizerRace({"mine": Mine}, step=1)
    page = show(race)

    expect(page.get_by_text("mine: computed by your own code")).to_be_visible()
    # Without the correction its first step is sqrt(10) times as long.
    expect(cells(page, "mine").nth(2)).to_have_text(f"{0.1414214 * math.sqrt(10):.4g}")
    knob(page, "Adam's b2").press("Home")
    kernel(page, race)
    expect(cells(page, "mine").nth(2)).to_have_text("0.02")
    assert list(race.distances) == ["SGD", "momentum", "Adam", "mine"]


def test_the_kits_own_class_walks_where_the_page_walks(show):
    page = show(OptimizerRace({"again": optim.Adam}, surface="valley", step=40))

    assert cells(page, "again").all_inner_texts() == cells(page, "Adam").all_inner_texts()


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (Broken, "Your code stopped: AttributeError"),
        (lambda params, lr: None, "An optimizer has a method step()"),
        (lambda params: None, "Your code stopped: TypeError"),
    ],
)
def test_what_a_student_can_break_is_a_sentence(show, own, says):
    race = OptimizerRace({"mine": own}, step=3)
    page = show(race)

    assert says in race.outline()
    expect(words(page)).to_contain_text(says)
    expect(cells(page, "mine")).to_have_text(["-"] * 4)
    expect(cells(page, "SGD").first).not_to_have_text("-")


def test_without_a_kernel_it_says_so(show):
    page = show(OptimizerRace({"mine": Mine}, step=3))

    knob(page, "rate").press("ArrowRight")

    expect(words(page)).to_contain_text("Your code has not answered yet.")
    expect(cells(page, "mine")).to_have_text(["-"] * 4)


def test_markup_in_a_name_is_shown_as_text(show):
    race = OptimizerRace({"<b>mine</b>": Mine}, step=3)
    page = show(race)

    expect(page.get_by_role("rowheader", name="<b>mine</b>")).to_be_visible()
    assert "<b>" not in race.picture()


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_move_it_and_follow_the_distances():
    race, seen = OptimizerRace(), []
    race.observe(lambda change: seen.append(change["new"]["SGD"]), "distances")

    race.step = 20
    race.rate = 0.2

    assert seen[0] > seen[1] > 0
    assert race.distances["momentum"] < 3


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: OptimizerRace(surface="hill"), "no surface 'hill'"),
        (lambda: OptimizerRace(racers=["sgd"]), "Choose some of"),
        (lambda: OptimizerRace(racers="SGD"), "in a list"),
        (lambda: OptimizerRace(racers=[]), "Choose some of"),
        (lambda: OptimizerRace(rate=0), "rate = 0"),
        (lambda: OptimizerRace(rate=math.nan), "rate = nan"),
        (lambda: OptimizerRace(momentum=1), "momentum = 1"),
        (lambda: OptimizerRace(step=61), "step = 61"),
        (lambda: OptimizerRace({"SGD": Mine}), "in the race already"),
        (lambda: OptimizerRace({"a": Mine, "b": Mine, "c": Mine}), "Two of your own"),
        (lambda: OptimizerRace({"mine": 3}), "not called yet"),
        (lambda: OptimizerRace([Mine]), "not called yet"),
    ],
)
def test_bad_arguments_are_a_sentence(made, says):
    with pytest.raises(MicrokitError, match=says):
        made()


def test_the_static_picture_needs_no_front_end():
    made, _ = OptimizerRace({"mine": Mine}, "valley", step=30)._repr_mimebundle_()

    assert len(made["text/html"]) < 12_000
    assert "mine" in made["text/html"]
    assert "mine: at (" in made["text/plain"]
