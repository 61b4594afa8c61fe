"""What every widget owes its students, whatever it shows."""

import inspect
import json
import re

import pytest
from support.axe import violations
from support.widget_page import THEMES, blank_page, settle, show_widget, state_of

from microkit.checks.predictions import Asked
from microkit.widgets.asking import locked_by, question_of
from microkit.widgets.gallery import EXAMPLES, gallery

NAMES = tuple(gallery())
ASKED = Asked("99.gallery", "How many?", 7.0, "Count them.")
CONTROLS = (
    "input:not(:disabled), button:not(:disabled), select:not(:disabled), textarea, summary, "
    "a[href], [tabindex='0']"
)


@pytest.fixture
def widget(name):
    return {example.__name__: example for example in EXAMPLES}[name]()


def ask(widget, asked=ASKED):
    """Let a widget that is there already ask first."""
    widget.asked = question_of(asked)
    widget.locked = locked_by(widget.asked)
    return widget


def shown(page):
    """Every word and number of a widget, in the picture too, once it has found its size."""
    settle(page)
    return page.evaluate(
        """() => [...document.querySelectorAll(".mk-body, .mk-sentence")].map((part) => {
          const values = [...part.querySelectorAll("[aria-valuetext]")];
          return [part.textContent, ...values.map((one) => one.getAttribute("aria-valuetext"))];
        })"""
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(page, widget, theme):
    page.set_content(blank_page(theme))
    show_widget(page, widget)
    for summary in page.locator("summary").all():
        summary.click()

    assert violations(page, "#here") == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_while_it_asks_and_after(page, widget, theme):
    page.set_content(blank_page(theme))
    show_widget(page, ask(widget))
    assert violations(page, "#here") == []

    page.get_by_label("Your number").fill("5")
    page.get_by_role("button", name="Lock it in").click()

    assert violations(page, "#here") == []


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_wait_for_the_guess(page, widget):
    show_widget(page, ask(widget))
    knobs = page.locator(".mk-body :is(input, button, [role=slider])")
    locked = [knob.is_disabled() or knob.get_attribute("aria-disabled") for knob in knobs.all()]
    assert locked
    assert all(locked)
    for words in (widget.outline(), widget.picture()):
        assert "Predict first: How many?" in words

    page.get_by_label("Your number").fill("5")
    page.get_by_label("Your number").press("Enter")

    said = "How many? You said 5, it is 7: 2 away. Count them."
    assert page.get_by_text(said, exact=True).is_visible()
    page.wait_for_function("() => !document.querySelector('.mk-body input:disabled')")


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_reaches_every_control(page, widget):
    show_widget(page, widget)
    expected = page.locator("#here").locator(CONTROLS).filter(visible=True).count()

    reached = 0
    while reached <= expected:
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (!document.getElementById("here").contains(one)) return null;
              if (one.dataset.visited) return null;  // round again, as some browsers do
              one.dataset.visited = "yes";
              return [one.outerHTML.slice(0, 200), one.dataset.lmSuppressShortcuts ?? ""];
            }"""
        )
        if found is None:
            break
        reached += 1
        assert found[1] == "true", f"Jupyter would take the keys of {found[0]}"

    assert reached == expected > 0


@pytest.mark.parametrize("name", NAMES)
def test_jupyter_leaves_the_keys_to_every_element(page, widget):
    show_widget(page, ask(widget))

    page.get_by_label("Your number").fill("5")
    for element in page.locator("#here :is(input, button, select, summary, [tabindex])").all():
        assert element.get_attribute("data-lm-suppress-shortcuts") == "true"


@pytest.mark.parametrize("name", NAMES)
def test_its_state_survives_a_reload(page, widget):
    show_widget(page, widget)
    for slider in page.get_by_role("slider").all():
        slider.press("ArrowRight")
    for button in page.locator(".mk-body").get_by_role("button", disabled=False).all()[-1:]:
        button.press("Enter")
    first, state = shown(page), page.evaluate("model.state")

    page.set_content(blank_page())
    show_widget(page, widget, state)

    assert json.dumps(state) != json.dumps(state_of(widget))
    assert shown(page) == first


@pytest.mark.parametrize("name", NAMES)
def test_a_closed_view_leaves_nothing_behind(page, widget):
    show_widget(page, widget)

    page.evaluate("cleanup()")

    assert page.evaluate("Object.values(model.handlers).flat().length") == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_view_that_is_closed_at_once_draws_no_more(page, widget):
    show_widget(page, widget)

    waiting = page.evaluate(
        """async (source) => {
          const { default: widget } = await load(source);
          const [ask, cancel, waiting] = [requestAnimationFrame, cancelAnimationFrame, new Set()];
          window.requestAnimationFrame = (draw) => {
            const one = ask(draw);
            waiting.add(one);
            return one;
          };
          window.cancelAnimationFrame = (one) => {
            waiting.delete(one);
            cancel(one);
          };
          widget.render({ model, el: document.createElement("main") })();
          return waiting.size;
        }""",
        widget._esm,
    )

    assert waiting == 0


@pytest.mark.parametrize("width", [396, 776])
@pytest.mark.parametrize("name", NAMES)
def test_it_fits_its_page(page, widget, width):
    page.set_viewport_size({"width": width, "height": 900})
    show_widget(page, widget)

    page.wait_for_function(f"() => document.documentElement.scrollWidth <= {width}")


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_notebook_stays_small(widget):
    data, _ = widget._repr_mimebundle_()

    assert len(widget._esm.encode()) < 25_000
    assert len(data["text/html"].encode()) < 12_000
    saved = [state_of(widget), widget._esm, widget._css, data["text/html"], data["text/plain"]]
    assert len(json.dumps(saved)) < 45_000


@pytest.mark.parametrize("name", NAMES)
def test_the_static_picture_has_words_for_those_who_do_not_see_it(widget):
    html = widget.picture()

    for svg in re.findall(r"<svg [^>]*role=.img.[^>]*>", html):
        (named,) = re.findall(r'aria-labelledby="([^" ]+)', svg)
        assert len(re.findall(rf'<title id="{named}">[^<]{{5,}}</title>', html)) == 1
    assert all("alt=" in image for image in re.findall(r"<img [^>]*>", html))
    assert "<svg" in html or "<img" in html or "<table" in html
    assert "<script" not in html
    assert html == widget.picture()


@pytest.mark.parametrize("name", NAMES)
def test_the_outline_is_plain_text(widget):
    outline = widget.outline()

    assert outline.strip()
    assert outline.isprintable() or "\n" in outline
    assert not re.search(r"<\w+|\x1b|&\w+;", outline)
    assert max(map(len, outline.splitlines())) <= 200


@pytest.mark.parametrize("name", NAMES)
def test_its_docstring_says_what_it_is_for(widget):
    said = " ".join(inspect.getdoc(type(widget)).split())

    assert re.search(r"The student \w+", said), "what does the student move?"
    assert re.search(r"They see", said), "what do they see?"
    assert re.search(r"Misconceptions?: ", said), "which misconception is it for?"
    assert ">>> " in said


@pytest.mark.parametrize("name", NAMES)
def test_every_trait_is_explained(widget):
    kit = [cls for cls in type(widget).__mro__ if cls.__module__.startswith("microkit.widgets")]
    own = {name for cls in kit for name in vars(cls) if name in widget.trait_names()}
    own = {name for name in own if not name.startswith("_")}

    assert len(own) > 5
    assert [name for name in own if not widget.traits()[name].help] == []
