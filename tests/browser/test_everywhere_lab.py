"""Every widget in JupyterLab 4: drawn, moved by keys, light and dark, and after a reload."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect
from support.everywhere import MOVES, NAME, TIMEOUT, Everything, notebook, watch
from support.notebook_page import NOTEBOOK, NotebookPage

THEMES = {False: "JupyterLab Light", True: "JupyterLab Dark"}


class Opened(Everything):
    """The notebook in JupyterLab, with all its cells run."""

    def __init__(self, page, url: str) -> None:
        super().__init__(page)
        self.troubles = watch(page)
        self.notebook = NotebookPage(page, url)
        self.notebook.run_all()

    def turn(self, dark: bool) -> None:
        """Change JupyterLab's theme, and wait until it is there."""
        self.notebook.execute("apputils:change-theme", theme=THEMES[dark])
        expect(self.page.locator(f"body[data-jp-theme-name='{THEMES[dark]}']")).to_be_attached()
        self.page.wait_for_function("document.getAnimations().length === 0")

    def expect_quiet(self) -> None:
        """Nothing has gone wrong on the page since this was last asked."""
        found = self.troubles.copy()
        self.troubles.clear()
        assert found == []

    def place(self) -> list:
        """Return what a key of JupyterLab's would change: how many cells, and which is active."""
        return self.page.evaluate(
            f"(({{ content }}) => [content.widgets.length, content.activeCellIndex])({NOTEBOOK})"
        )


@pytest.fixture(scope="module")
def opened(lab, browser):
    """One page for all of these tests."""
    folder = lab.folder / "every widget"
    folder.mkdir()
    nbformat.write(notebook(), folder / NAME)
    context = browser.new_context(viewport={"width": 1300, "height": 1000}, reduced_motion="reduce")
    yield Opened(context.new_page(), lab.url(f"{folder.name}/{NAME}", "everywhere"))
    context.close()


def test_all_are_drawn(opened):
    opened.expect_drawn()
    opened.expect_quiet()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(opened, dark):
    opened.turn(dark)
    try:
        assert opened.is_dark() == dark
        assert opened.violations() == []
    finally:
        opened.turn(False)


def test_keys_belong_to_the_widget(opened):
    for control in opened.controls():
        control.focus()
        before = opened.place()
        for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "b", "j", "k"):
            opened.page.keyboard.press(key)
        assert opened.place() == before
        expect(control.page.locator(".mk :focus")).to_have_count(1)


def test_tab_goes_from_a_cell_into_its_widget_and_on(opened):
    number = list(MOVES).index("op_bench")
    opened.page.evaluate(
        f"""(index) => {{
          const {{ content }} = {NOTEBOOK};
          content.activeCellIndex = index;
          content.mode = "command";
          content.activate();
        }}""",
        1 + number,
    )
    opened.page.wait_for_function("document.activeElement.closest('.jp-Notebook')")
    inside = []
    for _ in range(10):
        opened.page.keyboard.press("Tab")
        inside.append(
            opened.all.nth(number).evaluate("one => one.contains(document.activeElement)")
        )
    assert inside.count(True) == 3  # its three sliders
    assert not inside[-1]


def test_the_focus_shows(opened):
    for control, name in zip(opened.controls(), MOVES, strict=False):
        control.scroll_into_view_if_needed()
        opened.page.keyboard.press("Shift")  # the focus came by the keyboard, then
        control.focus()
        expect(control, name).to_be_focused()
        box = control.bounding_box()
        around = {"x": box["x"] - 8, "y": box["y"] - 8}
        around |= {"width": box["width"] + 16, "height": box["height"] + 16}
        with_focus = opened.page.screenshot(clip=around)
        control.evaluate("one => one.blur()")
        assert opened.page.screenshot(clip=around) != with_focus, name


def test_nothing_moves_by_itself_for_who_asks_for_less(opened):
    moving = opened.page.evaluate(
        """() => [...document.querySelectorAll(".mk, .mk *")].map(one => getComputedStyle(one))
             .filter(look => look.animationName !== "none" || /[1-9]/.test(look.transitionDuration))
             .length"""
    )
    assert moving == 0


def test_a_key_or_a_click_moves_each_and_own_code_answers(opened):
    opened.expect_moves()
    opened.expect_quiet()


def test_a_reload_shows_the_moved_state(opened):
    opened.expect_moves()
    before = opened.texts()
    opened.notebook.execute("docmanager:save")
    opened.page.reload()
    opened.notebook.wait()
    opened.expect_drawn()
    expect(opened.all).to_have_count(len(before))
    assert opened.texts() == before
    # They still live: the kernel is the one from before.
    slider = opened.all.nth(len(MOVES)).get_by_role("slider", name="x", exact=True)
    slider.press("Home")
    expect(opened.all.nth(len(MOVES))).to_contain_text("-4", timeout=TIMEOUT)
    opened.expect_quiet()
