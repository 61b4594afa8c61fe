"""A small course whose only lesson has every kind of slide, and a page with a deck."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from microkit.course.folder import Course

# What stands outside of its slide's frame. A picture inside a picture is cut off at its own edge.
SPILLS = """() => {
  const frame = Reveal.getCurrentSlide().querySelector('.frame');
  const seen = frame.getBoundingClientRect();
  const inner = [frame, ...frame.querySelectorAll('*')].filter(part => part.checkVisibility())
    .map(part => [part, part.getBoundingClientRect()])
    .filter(([part, box]) => !part.closest('.mk-live, svg svg') && box.width * box.height > 0)
    .filter(([, box]) => box.right > seen.right + 2 || box.bottom > seen.bottom + 3
                      || box.left < seen.left - 8 || box.top < seen.top - 3
                      || box.right > 1280 || box.bottom > 720 || box.left < 0 || box.top < 0);
  return inner.map(([part]) => part.outerHTML.slice(0, 120));
}"""

SOURCE = r"""# %% [markdown] slideshow={"slide_type": "slide"}
# # Small slides
#
# The slope of $x^2$ is
#
# $$\lim_{h \to 0} \frac{(x + h)^2 - x^2}{h} = 2x$$
#
# ![Two dots](dots.svg)

# %% [markdown]
# This text is on no slide.

# %%
from microkit import Value as Finished
from microkit.course import forward_value, method_of
from microkit.widgets import GraphView, OpBench

Value = forward_value()

# %% nbgrader={"grade_id": "mul", "solution": true}
@method_of(Value)
def __mul__(self, other):
    out = Value(self.data * other.data, (self, other), "*")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad
        ### END SOLUTION

    out._backward = _backward
    return out

# %% slideshow={"slide_type": "fragment"}
price, number = Finished(2.0, label="price"), Finished(3.0, label="number")
bill = price * number
bill.label = "bill"
GraphView(bill)

# %% [markdown] slideshow={"slide_type": "notes"}
# Ask first what happens.

# %% slideshow={"slide_type": "slide"} tags=["show-input"]
OpBench("*", a=2, b=-3, upstream=4, engine=Value)

# %% slideshow={"slide_type": "subslide"}
OpBench("*", a=5, b=7, upstream=2, predict="02.mul")

# %% slideshow={"slide_type": "-"}
import ipywidgets

ipywidgets.IntSlider(3)

# %% nbgrader={"grade_id": "mul-check", "grade": true, "points": 20}
raise RuntimeError("No slide needs this cell.")
"""
DOTS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">'
    '<circle cx="10" cy="10" r="8"/><circle cx="40" cy="10" r="8"/></svg>'
)


def small_course(root: Path, source: str = SOURCE) -> Course:
    """Make a course folder with one lesson, 91_small."""
    lesson = root / "solutions" / "91_small"
    lesson.mkdir(parents=True)
    (root / "lessons").mkdir()
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (lesson / "91_small.py").write_text(source, encoding="utf-8")
    (lesson / "dots.svg").write_text(DOTS, encoding="utf-8")
    return Course(root)


def deck_page(browser: Any, deck: Path, errors: list[str], **options: Any) -> Any:
    """Open a deck where only the disk can be reached; what goes wrong on the page joins errors."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True, **options)
    page = context.new_page()

    def asked(request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            errors.append(request.url)

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("request", asked)
    page.goto(deck.as_uri())
    page.wait_for_function("document.documentElement.dataset.deck === 'ready'")
    return page


def steps(page: Any, key: str = "Space") -> Iterator[None]:
    """Go through a deck, one press of a key a step."""
    yield
    while not page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
        before = page.evaluate("JSON.stringify(Reveal.getState())")
        page.keyboard.press(key)
        page.wait_for_function("before => JSON.stringify(Reveal.getState()) !== before", arg=before)
        yield


def go_to(page: Any, locator: Any) -> Any:
    """Turn to the slide that holds something, with all that it reveals."""
    locator.first.evaluate("""element => {
      const { h, v } = Reveal.getIndices(element.closest('.slides section'));
      Reveal.slide(h, v, 99);
    }""")
    expect(locator).to_be_visible()
    return page.locator("section.present:not(.stack)")
