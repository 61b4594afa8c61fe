"""The plot, its handle, its raster and the player, on a page of their own."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect
from support.widget_page import settle

from microkit.widgets.base import STYLES
from microkit.widgets.chart import nice_ticks
from microkit.widgets.compose import compose

SCENE = """
import { cells } from "./shared/cells.js";
import { handle } from "./shared/handle.js";
import { player } from "./shared/player.js";
import { niceTicks, plot, rangeOf, sample } from "./shared/plot.js";
import { html } from "./shared/svg.js";

export { cells, handle, niceTicks, player, plot, rangeOf, sample };
export function stage(...parts) {
  const root = html("section", { class: "mk" }, ...parts.map((part) => part.element));
  document.getElementById("here").append(root);
}
"""


@pytest.fixture
def stage(page, shared, tmp_path):
    """A page where `kit` has the shared parts: run JavaScript on it."""
    (tmp_path / "shared").symlink_to(shared)
    (tmp_path / "scene.js").write_text(SCENE)
    page.evaluate(
        """async ([source, css]) => {
          document.head.append(
            Object.assign(document.createElement("style"), { textContent: css }));
          window.kit = await load(source);
          window.frame = () => new Promise(requestAnimationFrame);
        }""",
        [compose(tmp_path / "scene.js"), STYLES.read_text()],
    )
    return page


def made(stage, then=""):
    """Put a plot with a line, dots and a handle on the page."""
    stage.evaluate(
        """async () => {
          const axes = { x: { min: -2, max: 2, label: "x" }, y: { min: 0, max: 4, label: "f(x)" } };
          window.picture = kit.plot({ ...axes, describe: "the square" });
          window.curve = picture.line({ name: "square" });
          window.dots = picture.dots({ name: "two", class: "mk-b" });
          window.moves = [];
          window.knob = kit.handle(picture, {
            x: 1, y: 1, axis: "both", describe: "the point", step: 0.1,
            valueText: (x, y) => `x ${x}, y ${y}`, onMove: (point) => moves.push(point),
          });
          kit.stage(picture);
          curve.set(kit.sample((x) => x * x, axes.x));
          dots.set([[0, 1], [1, 2]]);
          await frame();
          await frame();
        }"""
    )


def d_of(stage, what):
    return stage.evaluate(f"{what}.path.getAttribute('d')")


@pytest.mark.parametrize(
    ("low", "high", "most"),
    [(-2, 2, 8), (0, 1, 5), (-3e-15, 2e-15, 6), (1e9, 1.5e9, 4), (0.1, 0.7, 9), (-7, 1000, 1)],
)
def test_ticks_are_those_of_the_static_chart(stage, low, high, most):
    in_page = stage.evaluate("(ends) => kit.niceTicks(...ends)", [low, high, most])

    assert in_page == nice_ticks(low, high, most)
    assert 1 <= len(in_page) <= max(most, 2) + 1


def test_a_range_has_air_and_takes_anything(stage):
    ranges = stage.evaluate(
        "() => [[1, 2, NaN], [], [Infinity], [3, 3], [0]].map((some) => kit.rangeOf(some, 0.5))"
    )

    assert [(r["min"], r["max"]) for r in ranges] == [
        (0.5, 2.5),
        (-1, 1),
        (-1, 1),
        (1.5, 4.5),
        (-0.5, 0.5),
    ]


def test_a_plot_is_as_wide_as_its_place_and_its_words_keep_their_size(stage):
    made(stage)
    for width in (500, 900):
        stage.set_viewport_size({"width": width, "height": 700})
        inner = min(760, width - 20) - 34
        expect(stage.locator("svg.mk-plot")).to_have_attribute("width", str(inner))
        box = stage.get_by_text("f(x)", exact=True).bounding_box()
        assert 12 < box["height"] < 18


def test_a_frame_patches_and_makes_nothing_new(stage):
    made(stage)
    stage.evaluate(
        """() => {
          window.built = 0;
          new MutationObserver((all) => (window.built += all.length))
            .observe(document.getElementById("here"), { childList: true, subtree: true });
        }"""
    )
    before = d_of(stage, "curve")

    stage.evaluate(
        """async () => {
          for (let i = 1; i < 30; i++) {
            curve.set(kit.sample((x) => (x * x) / i, { min: -2, max: 2 }));
            dots.set([[0, i / 10]]);
            picture.setRange({ y: { min: 0, max: 4 - i / 100 } });
            knob.set({ x: i / 20 });
            await frame();
          }
        }"""
    )

    assert d_of(stage, "curve") != before
    assert stage.evaluate("built") == 0


def test_points_that_are_not_finite_leave_a_gap(stage):
    made(stage)

    stage.evaluate("() => curve.set([[0, 1], [0.5, NaN], [1, 1], [1.5, Infinity], [2, 2]])")

    assert d_of(stage, "curve").count("M") == 3
    assert "NaN" not in d_of(stage, "curve")
    stage.evaluate("() => { curve.set([]); dots.set([]); }")
    assert d_of(stage, "curve") == ""
    expect(stage.get_by_text("square", exact=True)).to_be_hidden()


def test_series_are_told_apart_without_color(stage):
    made(stage)
    stage.evaluate(
        """() => {
          window.looks = ["mk-a", "mk-b", "mk-c", "mk-d"].map((look, i) => {
            const line = picture.line({ name: `line ${i}`, class: look });
            const dots = picture.dots({ class: look });
            line.set([[-2, i], [2, i]]);
            return [getComputedStyle(line.path).strokeDasharray, dots.path.dataset.shape];
          });
        }"""
    )

    dashes, shapes = zip(*stage.evaluate("looks"), strict=True)
    assert len(set(dashes)) == len(set(shapes)) == 4
    boxes = [stage.get_by_text(f"line {i}").bounding_box() for i in range(4)]
    tops = sorted(box["y"] for box in boxes)
    assert all(b - a >= 15 for a, b in pairwise(tops))


def test_the_mouse_drags_a_handle(stage):
    made(stage)
    box = stage.locator(".mk-knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    per_unit = stage.evaluate("picture.frame().width") / 4

    stage.mouse.move(x + 5, y + 5)  # where it is taken does not matter
    stage.mouse.down()
    stage.mouse.move(x + 5 + per_unit / 2, y + 5, steps=6)
    stage.mouse.up()
    stage.mouse.move(x, y)

    assert stage.evaluate("moves.at(-1)") == {"x": 1.5, "y": 1}
    expect(stage.get_by_role("slider")).to_be_focused()
    expect(stage.get_by_role("slider")).to_have_attribute("aria-valuetext", "x 1.5, y 1")


@pytest.mark.parametrize(
    ("keys", "point"),
    [
        (["ArrowRight"], {"x": 1.1, "y": 1}),
        (["ArrowUp", "ArrowUp"], {"x": 1, "y": 1.2}),
        (["Shift+ArrowLeft"], {"x": 0, "y": 1}),
        (["PageUp"], {"x": 1, "y": 2}),
        (["Home"], {"x": -2, "y": 1}),
        (["End"], {"x": 2, "y": 1}),
        (["End", "ArrowRight", "ArrowLeft"], {"x": 1.9, "y": 1}),
    ],
)
def test_keys_move_a_handle(stage, keys, point):
    made(stage)
    for key in keys:
        stage.get_by_role("slider").press(key)

    assert stage.evaluate("moves.at(-1)") == point


def test_a_handle_rests_and_follows(stage):
    made(stage)
    stage.evaluate("() => { knob.disable(true); knob.set({ x: -1 }); }")

    stage.get_by_role("slider").press("ArrowRight")

    assert stage.evaluate("moves") == []
    expect(stage.get_by_role("slider")).to_have_attribute("aria-valuenow", "-1")
    expect(stage.get_by_role("slider")).to_have_attribute("aria-disabled", "true")
    stage.evaluate("() => knob.set({ x: NaN, y: Infinity })")
    assert "NaN" not in stage.locator(".mk-handle").get_attribute("transform")


def test_a_raster_shows_its_signs(stage):
    made(stage)
    colors = stage.evaluate(
        """() => {
          const field = kit.cells(picture, { smooth: false, edge: false });
          field.set([-1, 1, NaN, 0.5], { rows: 2, columns: 2 });
          const { width, height } = field.canvas;
          const at = (x, y) => [...field.canvas.getContext("2d")
            .getImageData(width * x, height * y, 1, 1).data];
          return [at(0.25, 0.76), at(0.75, 0.75), at(0.25, 0.25), at(0.75, 0.25)];
        }"""
    )
    below, above, nothing, pale = colors

    assert below[0] > below[2]  # orange, at the bottom left: the lowest row comes first
    assert above[2] > above[0]
    assert nothing[3] == 0
    assert 0 < pale[3] < above[3]


def test_a_raster_of_1600_numbers_is_fast(stage):
    made(stage)
    milliseconds = stage.evaluate(
        """() => {
          const field = kit.cells(picture);
          const values = Array.from({ length: 1600 }, (_, i) => Math.sin(i / 70));
          const times = Array.from({ length: 30 }, (_, i) => {
            values[i] = i;
            const before = performance.now();
            field.set(values, { rows: 40, columns: 40 });
            return performance.now() - before;
          });
          return times.sort((a, b) => a - b)[15];
        }"""
    )

    assert milliseconds < 16


# -- the player ------------------------------------------------------------------------------------


@pytest.fixture
def film(stage):
    stage.evaluate(
        """() => {
          window.seen = [];
          window.film = kit.player({
            count: 5, describe: "step of training", rate: 50, onShow: (now) => seen.push(now),
          });
          kit.stage(film);
        }"""
    )
    return stage


def test_it_plays_to_the_end_and_again(film):
    film.get_by_role("button", name="Play").click()
    film.wait_for_function("() => seen.length === 4")

    assert film.evaluate("seen") == [1, 2, 3, 4]
    expect(film.get_by_role("button", name="Play")).to_be_visible()
    film.get_by_role("button", name="Play").click()
    film.wait_for_function("() => seen.length === 9")
    assert film.evaluate("seen.slice(4)") == [0, 1, 2, 3, 4]


def test_it_can_be_stopped(film):
    film.evaluate("film.setCount(500)")
    film.get_by_role("button", name="Play").click()
    film.wait_for_function("() => seen.length > 2")

    film.get_by_role("button", name="Pause").click()

    count = film.evaluate("seen.length")
    settle(film)
    assert film.evaluate("seen.length") == count
    assert film.evaluate("film.playing()") is False


def test_keys_step_and_jump(film):
    scrub = film.get_by_role("slider", name="step of training")
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowLeft", "Home"):
        scrub.press(key)

    assert film.evaluate("seen") == [1, 2, 4, 3, 0]
    expect(scrub).to_have_attribute("aria-valuetext", "0 of 4")
    scrub.press(" ")
    expect(film.get_by_role("button", name="Pause")).to_be_visible()
    scrub.press(" ")
    expect(film.get_by_role("button", name="Play")).to_be_visible()


def test_buttons_step_and_keep_the_focus_inside(film):
    forth = film.get_by_role("button", name="One step forward")
    expect(film.get_by_role("button", name="One step back")).to_be_disabled()
    forth.focus()
    for _ in range(4):
        film.keyboard.press("Enter")

    assert film.evaluate("seen") == [1, 2, 3, 4]
    expect(forth).to_be_disabled()
    expect(film.get_by_role("slider")).to_be_focused()


def test_it_follows_and_says_nothing_when_set(film):
    film.evaluate("() => { film.set(3); film.setCount(3); }")

    expect(film.get_by_role("slider")).to_have_attribute("aria-valuetext", "2 of 2")
    assert film.evaluate("seen") == []
    film.evaluate("() => film.setCount(0)")
    expect(film.get_by_role("slider")).to_be_disabled()


def test_with_reduced_motion_it_plays_a_step_a_second(film):
    film.emulate_media(reduced_motion="reduce")
    film.evaluate(
        """() => {
          window.waits = [];
          window.setTimeout = (_, milliseconds) => waits.push(milliseconds);
        }"""
    )

    film.get_by_role("button", name="Play").click()

    assert film.evaluate("[waits, seen]") == [[1000], []]
    film.emulate_media(reduced_motion="null")
    film.evaluate("film.stop()")
