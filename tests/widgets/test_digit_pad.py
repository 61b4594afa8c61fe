import math

import numpy as np
import pytest
from playwright.sync_api import expect

from microkit.checks.predictions import Asked
from microkit.errors import MicrokitError
from microkit.tensor import Tensor
from microkit.widgets import DigitPad

ASKED = Asked("99.house", "How sure is it of a house, in percent?", 95.6, "It knows only digits.")


class Guess:
    committed = False


def bar(page, digit):
    header = page.get_by_role("rowheader", name=str(digit), exact=True)
    return page.get_by_role("row").filter(has=header).locator("td").last


def ink(page, row, column):
    return page.evaluate("(i) => model.get('image')[i]", 8 * row + column)


def kernel(page, view):
    """Carry the page's question to Python, and the answer back."""
    view.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", view.answer)


def brightest(x):
    """A model that says how much ink there is."""
    logits = np.zeros((1, 10))
    logits[0, int(x.sum()) % 10] = 3.0
    return logits


# -- in the page -----------------------------------------------------------------------------------


def test_it_is_sure_of_a_house(show):
    view = DigitPad(image="house")
    page = show(view)

    expect(bar(page, 4)).to_have_text("95.6 %")
    expect(page.locator(".mk-sentence")).to_contain_text('no way to say "this is no digit"')
    assert view.digit == 4
    assert sum(view.shares) == pytest.approx(1)


def test_the_keyboard_draws_and_erases(show):
    page = show(DigitPad(image=[0.0] * 64))
    expect(page.locator(".mk-sentence")).to_contain_text("Nothing is drawn")

    page.locator("[role=gridcell][tabindex='0']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert (ink(page, 3, 3), ink(page, 4, 4)) == (1, 1)
    expect(page.locator("[role=gridcell]:focus")).to_have_attribute(
        "aria-label", "row 4, column 4: 16 of 16"
    )
    page.keyboard.press("Shift+Space")
    assert ink(page, 4, 4) == 0
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("[model.get('row'), model.get('column')]") == [0, 0]


def test_the_mouse_draws_and_the_rubber_erases(show):
    page = show(DigitPad(image=[0.0] * 64))
    box = page.locator(".mk-pad").bounding_box()

    def drag():
        page.mouse.move(box["x"] + 2 + 17, box["y"] + 2 + 17)
        page.mouse.down()
        page.mouse.move(box["x"] + 2 + 34 * 7 + 17, box["y"] + 2 + 17, steps=40)
        page.mouse.up()
        page.mouse.move(box["x"] + 19, box["y"] + 2 + 34 * 4)

    drag()
    assert sum(page.evaluate("model.get('image')")[:8]) == 8
    assert sum(page.evaluate("model.get('image')")) == 8
    page.get_by_label("erase", exact=True).check()
    drag()
    assert sum(page.evaluate("model.get('image')")) == 0


@pytest.mark.parametrize("image", ["house", "seven", [0.0] * 64, [i / 64 for i in range(64)]])
def test_the_page_and_python_agree(show, image):
    view = DigitPad(image=image)
    page = show(view)

    for digit, share in enumerate(view.shares):
        shown = float(bar(page, digit).inner_text().rstrip(" %"))
        assert shown == pytest.approx(100 * share, abs=0.051)


def test_it_reads_real_digits():
    pytest.importorskip("sklearn")
    from microkit.data import digits

    x, y = digits()
    pad = DigitPad()
    right = 0
    for image, digit in zip(x[:40], y[:40], strict=True):
        pad.image = image.tolist()
        right += pad.digit == digit
    assert right >= 36


def test_the_answers_wait_for_the_prediction(show):
    page = show(DigitPad(image="house", after=Guess()))

    expect(page.get_by_text("?", exact=True)).to_have_count(10)
    assert {one.get_attribute("style") for one in page.locator(".mk-bar").all()} == {
        "visibility: hidden; width: 0%;"
    }
    page.locator("[role=gridcell][tabindex='0']").press("Space")
    page.locator(".mk-pad").click(position={"x": 20, "y": 20}, force=True)
    assert page.evaluate("model.sent.length") == 0
    page.evaluate("model.set('locked', '')")
    expect(bar(page, 4)).to_have_text("95.6 %")


# -- in the kernel ---------------------------------------------------------------------------------


def test_a_model_of_the_student_reads_the_drawing(show):
    view = DigitPad(brightest, image=[0.0] * 64)
    page = show(view)
    expect(page.get_by_text("computed by the model in the notebook")).to_be_visible()
    assert view.digit == 0

    page.get_by_role("button", name="a seven").click()
    kernel(page, view)

    expect(bar(page, 4)).to_have_text("69.1 %")  # 14 cells of ink
    assert view.weights == ""


@pytest.mark.parametrize(
    "model",
    [
        lambda x: [0.1] * 10,
        lambda x: np.full((1, 10), -3.0),
        lambda x: Tensor(x) @ Tensor(np.zeros((64, 10))),
    ],
)
def test_it_takes_logits_probabilities_and_tensors(model):
    assert DigitPad(model).shares == pytest.approx([0.1] * 10)


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (lambda x: None, "The model gave None, where ten numbers belong."),
        (lambda x: x, "where ten numbers belong."),
        (lambda x: "<b>7</b>", "The model gave '<b>7</b>', where ten numbers belong."),
        (lambda x: [math.nan] * 10, "The model gave nan or inf."),
        (lambda x: {}["w"], "Your code stopped: KeyError: 'w'."),
        (lambda: 1, "Your code stopped: TypeError"),
    ],
)
def test_what_a_student_can_break_is_a_sentence(show, model, says):
    view = DigitPad(model)
    page = show(view)

    assert says in view.outline()
    expect(page.locator(".mk-sentence")).to_contain_text(says)
    expect(bar(page, 3)).to_have_text("-")
    assert view.digit is None


def test_without_a_kernel_it_says_so(show):
    page = show(DigitPad(brightest))

    page.get_by_role("button", name="clear").click()

    expect(page.locator(".mk-sentence")).to_contain_text("Your code has not answered yet.")


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_draw_and_follow_the_digit():
    pad, seen = DigitPad(), []
    pad.observe(lambda change: seen.append(change["new"]), "digit")

    pad.image = DigitPad(image="house").image

    assert seen == [4]
    with pytest.raises(Exception, match="read-only"):
        pad.digit = 1


@pytest.mark.parametrize(
    "made",
    [
        lambda: DigitPad(image=[0.0] * 63),
        lambda: DigitPad(image=[16.0] * 64),
        lambda: DigitPad(image=[math.nan] * 64),
        lambda: DigitPad(image="<b>"),
        lambda: DigitPad(image=None),
        lambda: DigitPad(3),
    ],
)
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(MicrokitError, match=r"64 numbers|outside of 0 to 1|array \(1, 64\)"):
        made()


def test_the_static_picture_keeps_the_secret():
    pad = DigitPad(image="house", predict=ASKED)
    data, _ = pad._repr_mimebundle_()

    assert "Predict first" in data["text/plain"]
    for secret in ("95.6", "network", "Shares"):
        assert secret not in data["text/plain"] + data["text/html"]
    pad.guess = 10.0
    assert "95.6 %" in pad._repr_mimebundle_()[0]["text/html"]
