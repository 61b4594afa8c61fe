"""A student in a real JupyterLab: predicts, slides, gets it wrong, and gets it right."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

TIMEOUT = 90_000

NOTEBOOK = "02_one_step_back/02_one_step_back.ipynb"
EMPTY = "        pass  # your lines go here\n"
RULE = """\
        self.grad {sign} other.data * out.grad
        other.grad {sign} self.data * out.grad
"""


@pytest.fixture
def lesson(open_notebook):
    """The student's notebook, open and idle."""
    return open_notebook(NOTEBOOK)


def test_a_student_works_through_the_times_gate(lesson):
    page = lesson.page
    guess = lesson.index('predict("02.mul"')
    bench = lesson.index('OpBench("*", a=2, b=-3, upstream=4, after=guess_mul)')
    own_bench = lesson.index('OpBench("*", a=2, b=-3, upstream=4, engine=Value)')
    rule = lesson.index("def __mul__")
    check = lesson.index('check("02.mul", Value)')

    # Nothing is filled in: the bench asks for a prediction, and the check finds no rule.
    lesson.run_all()
    assert "Type your number in place of the three dots" in lesson.output_text(guess)
    assert "not written yet" in lesson.output_text(check)
    waiting = lesson.cell(bench).get_by_role("slider", name="a", exact=True)
    waiting.scroll_into_view_if_needed()
    expect(waiting).to_be_disabled(timeout=TIMEOUT)

    # A committed number, right or wrong, opens it. The mouse moves a, the keyboard the upstream.
    lesson.write(guess, lesson.source(guess).replace("...", "-3"))
    lesson.run(guess)
    lesson.run(bench)
    row = lesson.cell(bench).get_by_role("row")
    a_row = row.filter(has=page.get_by_role("rowheader", name="a.grad", exact=True))
    b_row = row.filter(has=page.get_by_role("rowheader", name="b.grad", exact=True))
    expect(a_row.locator("td").first).to_have_text("-12", timeout=TIMEOUT)

    knob = lesson.cell(bench).get_by_role("slider", name="a", exact=True)
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.7, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, middle, steps=10)
    page.mouse.up()
    expect(b_row.locator("td").first).not_to_have_text("8")
    moved = float(knob.get_attribute("aria-valuetext"))
    assert moved < 0
    expect(b_row.locator("td").first).to_have_text(f"{4 * moved:.4g}")

    upstream = lesson.cell(bench).get_by_role("slider", name="g, the upstream gradient")
    upstream.press("PageDown")
    arrived = float(upstream.get_attribute("aria-valuetext"))
    assert arrived < 4
    expect(a_row.locator("td").first).to_have_text(f"{-3 * arrived:.4g}")
    upstream.press("ArrowRight")  # JupyterLab must not take the key: the same cell stays, and moves
    expect(upstream).not_to_have_attribute("aria-valuetext", f"{arrived:g}")
    expect(upstream).to_be_focused()

    # A wrong turn: `=` where `+=` is meant. The check names it.
    lesson.write(rule, lesson.source(rule).replace(EMPTY, RULE.format(sign="=")))
    lesson.run(rule)
    lesson.run(check)
    assert "LOOK  02.mul" in lesson.output_text(check)
    assert "MUL-OVERWRITE" in lesson.output_text(check)

    # Mended: PASS, in the page too, and the second bench computes with the student's own rule.
    lesson.write(rule, lesson.source(rule).replace(" = other.data", " += other.data"))
    lesson.write(rule, lesson.source(rule).replace(" = self.data * out", " += self.data * out"))
    lesson.run(rule)
    lesson.run(check)
    expect(lesson.cell(check).get_by_text("PASS", exact=True)).to_be_visible(timeout=TIMEOUT)
    lesson.run(own_bench)
    mine = lesson.cell(own_bench)
    expect(mine.get_by_role("columnheader", name="yours")).to_be_visible(timeout=TIMEOUT)
    expect(mine.get_by_text("agrees")).to_have_count(2, timeout=TIMEOUT)
    own_upstream = mine.get_by_role("slider", name="g, the upstream gradient")
    own_upstream.press("PageDown")
    expect(mine.get_by_text("agrees")).to_have_count(2, timeout=TIMEOUT)
    own_row = mine.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="a.grad", exact=True)
    )
    arrived = float(own_upstream.get_attribute("aria-valuetext"))
    expect(own_row.locator("td").first).to_have_text(f"{-3 * arrived:.4g}", timeout=TIMEOUT)


def test_the_graph_of_a_bill_follows_its_sliders(lesson):
    view = lesson.index("GraphView(total)")
    lesson.run_all()
    cell = lesson.cell(view)

    def numbers(name):
        node = cell.get_by_role("button", name=re.compile(rf"^{name} .*data"))
        return node.locator("text[text-anchor=end]")

    knob = cell.get_by_role("slider", name="number", exact=True)
    knob.scroll_into_view_if_needed()
    expect(numbers("total")).to_have_text(["10", "-"], timeout=TIMEOUT)
    knob.press("Shift+ArrowRight")
    expect(numbers("number")).to_have_text(["4", "-"])
    expect(numbers("total")).to_have_text(["12", "-"])
    cell.get_by_role("button", name="backward", exact=True).click()
    expect(numbers("number")).to_have_text(["4", "2"])
    expect(numbers("price")).to_have_text(["2", "4"])
    expect(numbers("bag")).to_have_text(["4", "1"])
