"""The slides in a lecture hall: from a disk with the network cut, and live in JupyterLab."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from support.slides import SPILLS, deck_page, go_to, small_course, steps

from microkit.course.slides.deck import make_deck
from microkit.course.slides.write import write_deck

TIMEOUT = 90_000


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_course(tmp_path_factory.mktemp("course") / "small")


@pytest.fixture(scope="module")
def decks(small, lesson_deck, tmp_path_factory):
    """The decks of the small course and of lesson 02, as files."""
    place = tmp_path_factory.mktemp("decks with spaces") / "small"
    return {"small": write_deck(make_deck(small.lesson("91")), place), "02": lesson_deck("02")}


@pytest.fixture
def open_deck(browser, decks):
    """Open a deck where only the disk can be reached; an error on the page fails the test."""
    contexts, errors = [], []

    def open_(name, **options):
        page = deck_page(browser, decks[name], errors, **options)
        contexts.append(page.context)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


@pytest.mark.parametrize("broken", ["throw new Error('broken')", "broken(", "export default {}"])
def test_a_module_that_does_not_run_leaves_its_picture_and_the_others(
    browser, decks, tmp_path, broken
):
    folder = shutil.copytree(decks["small"].parent, tmp_path / "deck")
    page = (folder / "index.html").read_text(encoding="utf-8")
    state = re.search(r'id="widgets"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    changed = json.loads(state)
    changed["modules"][0] = broken
    text = json.dumps(changed).replace("<", "\\u003c")
    (folder / "index.html").write_text(page.replace(state, text), encoding="utf-8")
    errors = []

    deck = deck_page(browser, folder / "index.html", errors)

    graph, *benches = deck.locator(".place").all()
    expect(graph.locator(".mk")).to_have_count(0)
    expect(graph.locator("svg")).to_have_count(1)
    for bench in benches:
        expect(bench.locator(".mk")).to_have_count(1)
    assert len(errors) == 1
    deck.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_slide_shows_and_fits(open_deck, scheme):
    page = open_deck("small", color_scheme=scheme)
    titles = set()
    for _ in steps(page):
        assert page.evaluate(SPILLS) == []
        slide = page.locator("section.present:not(.stack)")
        expect(slide.locator(".box")).to_be_visible()
        titles.add(slide.inner_text()[:30])
        shown = page.evaluate("Reveal.getIndices().f + 1 || 0")
        expect(slide.locator(".fragment.visible")).to_have_count(shown)
    assert len(titles) > 2
    expect(page.locator(".lesson")).to_have_text(re.compile(r"^91 "))
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = sum(map(int, re.findall(r"\d+", ground)[:3])) > 380
    assert light == (scheme == "light")


def number_in(page, name):
    node = page.get_by_role("button", name=re.compile(rf"^{name} .*data"))
    return node.locator("text[text-anchor=end]")


def test_a_graph_computes_without_a_kernel(open_deck):
    page = open_deck("02")
    knob = page.get_by_label("number", exact=True)
    go_to(page, knob)
    expect(number_in(page, "total")).to_have_text(["10", "-"])
    knob.press("Shift+ArrowRight")  # the slide stays: the key is the slider's
    expect(number_in(page, "total")).to_have_text(["12", "-"])
    page.get_by_role("button", name="backward", exact=True).click()
    expect(number_in(page, "price")).to_have_text(["2", "4"])
    expect(page.locator(".slide-number")).to_contain_text("2")

    # Keys of a clicker turn the page, also from inside a widget.
    knob.focus()
    page.keyboard.press("PageDown")
    expect(knob).not_to_be_visible()
    page.keyboard.press("PageUp")
    expect(knob).to_be_visible()
    expect(number_in(page, "total")).to_have_text(["12", "1"])


def test_a_bench_computes_by_mouse_and_keyboard(open_deck):
    page = open_deck("02")
    knob = page.get_by_label("a", exact=True)
    go_to(page, knob)
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="b.grad", exact=True)
    )
    expect(row.locator("td").first).to_have_text("8")
    box = knob.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    moved = float(knob.get_attribute("aria-valuetext"))
    assert moved < 0
    expect(row.locator("td").first).to_have_text(f"{4 * moved:.4g}")
    knob.press("ArrowRight")
    expect(knob).not_to_have_attribute("aria-valuetext", f"{moved:g}")
    page.keyboard.press("Escape")
    expect(knob).not_to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(knob).not_to_be_visible()


def test_formulas_are_typeset_and_pictures_show(open_deck):
    page = open_deck("small")
    expect(page.locator(".katex")).to_have_count(2)
    expect(page.locator(".katex-display .mfrac")).to_have_count(1)
    assert "$" not in page.locator(".present .box").inner_text()
    assert page.evaluate("document.fonts.check('20px KaTeX_Main')")
    picture = page.get_by_role("img", name="Two dots")
    assert picture.evaluate("image => image.naturalWidth") == 60


def test_a_question_is_asked_and_code_that_is_not_here_is_told(open_deck):
    page = open_deck("small")
    still = page.locator(".mk-lock", has_text="Open the lesson in JupyterLab to move them.")
    slide = go_to(page, still)
    expect(slide.locator(".highlight")).to_contain_text("engine=Value")
    expect(slide.get_by_role("slider").first).to_be_disabled()
    expect(slide.get_by_role("cell", name="-12").first).to_be_visible()

    page.keyboard.press("Space")
    field = slide.get_by_role("textbox")
    field.fill("14")
    field.press("Enter")
    expect(slide.get_by_role("slider").first).to_be_enabled()
    expect(slide.get_by_role("cell", name="14").first).to_be_visible()
    expect(slide).to_contain_text("Only in JupyterLab: IntSlider")


def test_the_tab_key_stays_on_the_slide(open_deck):
    page = open_deck("small")
    page.keyboard.press("ArrowRight")
    reached = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("""() => {
              const slide = document.activeElement.closest('.slides section');
              return slide ? slide === Reveal.getCurrentSlide() : 'outside';
            }""")
        )
    assert True in reached
    assert False not in reached


def test_the_speakers_view_shows_the_notes(open_deck):
    page = open_deck("small")
    page.keyboard.press("Space")  # these notes belong to what it reveals
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    expect(opened.value.locator(".speaker-controls-notes")).to_contain_text("Ask first")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_slides(open_deck, scheme):
    page = open_deck("small", color_scheme=scheme)
    for _ in steps(page):
        page.wait_for_function("document.getAnimations().length === 0")
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


def test_d_turns_dark_and_back(open_deck):
    page = open_deck("small", color_scheme="light")
    grounds = []
    for _ in range(3):
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.keyboard.press("d")
    assert grounds[0] == grounds[2] != grounds[1]


@pytest.fixture
def live(small, tmp_path):
    """`microkit slides 91` in the small course; its address, once the slides are ready."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR")
    environment = dict(os.environ) | {name: str(tmp_path / name) for name in names}
    command = [sys.executable, "-u", "-m", "microkit.cli", "slides", "91", "--no-browser"]
    said = []
    with subprocess.Popen(
        command,
        cwd=small.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            for line in process.stdout:
                said.append(line)
                if found := re.match(r"Slides: (\S+)", line):
                    break
            else:
                pytest.fail("".join(said))
            yield found[1]
        finally:
            process.terminate()
            rest = process.stdout.read()
    assert process.returncode == 0
    assert "Closing JupyterLab" in rest


def test_the_live_deck_starts_at_the_first_slide_and_asks_the_kernel(browser, live, small):
    before = {path: path.read_bytes() for path in small.root.rglob("*") if path.is_file()}
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.goto(live)
    shown = page.locator("body[data-jp-deck-mode=presenting] .jp-deck-mod-visible")
    expect(shown.get_by_role("heading", name="Small slides")).to_be_visible(timeout=TIMEOUT)
    expect(page.locator("p", has_text="This text is on no slide.")).not_to_be_visible()

    # The first key goes on, though nothing has the focus yet; the widget lives.
    page.keyboard.press("Space")
    knob = shown.get_by_role("slider", name="number", exact=True)
    expect(knob).to_be_visible(timeout=TIMEOUT)
    knob.press("Shift+ArrowRight")
    expect(number_in(page, "bill")).to_have_text(["8", "-"])

    # A rule of the lesson answers in the kernel, and no solution stands on a slide.
    page.keyboard.press("PageDown")
    page.locator(".jp-deck-mod-direction-forward").click()
    bench = shown.locator(".mk").filter(has_text="computed by your own code")
    row = bench.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="a.grad", exact=True)
    )
    expect(row.locator("td").first).to_have_text("-12", timeout=TIMEOUT)
    g = bench.get_by_role("slider", name="g, the upstream gradient")
    g.press("PageDown")
    arrived = float(g.get_attribute("aria-valuetext"))
    assert arrived < 4
    expect(row.locator("td").first).to_have_text(f"{-3 * arrived:.4g}", timeout=TIMEOUT)
    expect(bench.get_by_text("agrees")).to_have_count(2)
    expect(shown.get_by_text("engine=Value")).to_be_visible()
    expect(page.get_by_text("BEGIN SOLUTION")).to_have_count(0)

    # Escape leaves the deck, and the code of the solution stays folded.
    shown.first.locator(".mk-title").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("body[data-jp-deck-mode=presenting]")).to_have_count(0)
    expect(page.get_by_text("self.grad += other.data")).not_to_be_visible()
    context.close()
    assert before == {path: path.read_bytes() for path in small.root.rglob("*") if path.is_file()}
