import math

import numpy as np
import pytest
from playwright.sync_api import expect

from microkit.checks.predictions import Asked
from microkit.errors import MicrokitError
from microkit.widgets import KernelSlider

ASKED = Asked("99.edge", "What comes out at row 0, column 1?", 27.0, "Nine products add up.")


class Guess:
    committed = False


def conv(x, w, b):
    """The student's own, by loops."""
    height, width = x.shape[1] - 2, x.shape[2] - 2
    out = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            out[i, j] = (x[:, i : i + 3, j : j + 3] * w).sum() + b
    return out


def texts(page, index):
    """The numbers in one of the grids: the picture, the products, the output."""
    return (
        page.locator(".mk-field-of-numbers")
        .nth(index)
        .locator(".mk-tile-text")
        .evaluate_all("(all) => all.map((one) => one.textContent)")
    )


def window(page):
    return page.get_by_role("slider", name="the window")


def settled(page):
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


# -- in the page -----------------------------------------------------------------------------------


def test_nine_products_and_their_sum(show):
    page = show(KernelSlider(kernel="edge", row=0, column=1))

    assert texts(page, 1) == ["0", "0", "13", "0", "0", "15", "-3", "0", "2"]
    expect(page.get_by_text("sum = 27", exact=True)).to_be_visible()
    assert texts(page, 2)[1] == "27"


def test_the_window_moves_by_keys_and_the_output_grows(show):
    page = show(KernelSlider(kernel="edge"))
    assert texts(page, 2).count("") == 35

    window(page).press("ArrowRight")
    window(page).press("ArrowDown")
    settled(page)

    assert texts(page, 2).count("") == 33
    expect(window(page)).to_have_attribute("aria-valuetext", "row 1, column 1")
    window(page).press("End")
    assert page.evaluate("[model.get('row'), model.get('column')]") == [5, 5]
    window(page).press("ArrowRight")
    assert page.evaluate("[model.get('row'), model.get('column')]") == [5, 5]
    page.get_by_role("button", name="start again").press("Enter")
    settled(page)
    assert texts(page, 2).count("") == 35


def test_the_mouse_drags_the_window(show):
    page = show(KernelSlider(kernel="edge"))
    box = page.locator(".mk-field-of-numbers").first.bounding_box()

    page.mouse.move(box["x"] + 45, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 30 * 4 + 15, box["y"] + 26 * 5 + 13, steps=8)
    page.mouse.up()
    page.mouse.move(box["x"] + 5, box["y"] + 5)

    assert page.evaluate("[model.get('row'), model.get('column')]") == [4, 3]
    assert len(page.evaluate("model.get('seen')")) >= 4


@pytest.mark.parametrize("kernel", ["edge", "blur", "sharpen", "copy"])
def test_the_page_and_python_agree(show, kernel):
    view = KernelSlider(kernel="copy")
    page = show(view)

    page.get_by_role("button", name=kernel, exact=True).click()
    page.get_by_role("button", name="slide over all").click()
    settled(page)

    view.kernel = page.evaluate("model.get('kernel')")
    shown = np.array(texts(page, 2), dtype=float)
    assert shown == pytest.approx(np.ravel(view.output), rel=6e-3)
    assert np.allclose(
        view.output, conv(np.array([view.image]), np.reshape(view.kernel, (1, 3, 3)), 0)
    )
    page.get_by_label("the way back").check()
    settled(page)
    view.seen = list(range(36))
    assert np.array(texts(page, 0), dtype=float) == pytest.approx(np.ravel(view.heard()), rel=6e-3)


def test_a_number_of_the_kernel_is_typed(show):
    page = show(KernelSlider(kernel="copy", row=1, column=1))
    field = page.get_by_label("kernel, row 1, column 1")

    field.fill("-2.5")
    settled(page)
    expect(page.get_by_text("sum = -37.5")).to_be_visible()
    field.fill("")
    assert page.evaluate("model.get('kernel')")[4] == -2.5
    field.blur()
    expect(field).to_have_value("-2.5")
    field.press("ArrowUp")
    assert page.evaluate("model.get('kernel')")[4] != -2.5


def test_overlaps_add_up_on_the_way_back(show):
    page = show(KernelSlider(np.zeros((3, 4)), kernel=[1, 2, 3] * 3))
    page.get_by_label("the way back").check()
    settled(page)
    assert texts(page, 0)[:4] == ["1", "2", "3", "0"]

    window(page).press("ArrowRight")
    settled(page)

    assert texts(page, 0)[:4] == ["1", "3", "5", "3"]
    expect(page.locator(".mk-sentence")).to_contain_text("lay under 2 windows")


def test_the_answers_wait_for_the_prediction(show):
    page = show(KernelSlider(kernel="edge", after=Guess()))

    assert set(texts(page, 1) + texts(page, 2)) == {""}
    expect(page.get_by_text("sum = ?")).to_be_visible()
    expect(window(page)).to_have_attribute("aria-disabled", "true")
    window(page).press("ArrowRight")
    assert page.evaluate("model.get('column')") == 0
    page.evaluate("model.set('locked', '')")
    expect(page.get_by_text("sum = 33")).to_be_visible()


# -- in the kernel ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (conv, "nine products add up to 33"),
        (lambda x, w, b: conv(x, w[:, ::-1, ::-1], b), "It turns the kernel around."),
        (lambda x, w, b: conv(x, w, b) + 1, "differs in 36 of 36 places."),
        (lambda x, w, b: x[0], "gave the shape (8, 8), and (6, 6) belongs here."),
        (lambda x, w, b: None, "did not return an array."),
        (lambda x, w, b: {}["w"], "Your code stopped: KeyError: 'w'."),
        (lambda x, w, b: conv(x, w, b) * math.nan, "it gives nan"),
    ],
)
def test_a_students_own_window_is_told_apart(show, rule, says):
    view = KernelSlider(kernel="edge", conv=rule)
    page = show(view)

    expect(page.get_by_text("computed by your own code")).to_be_visible()
    expect(page.locator(".mk-sentence")).to_contain_text(says)
    page.get_by_role("button", name="sharpen").click()
    expect(page.get_by_role("button", name="sharpen")).to_have_attribute("aria-pressed", "true")
    view.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", view.answer)
    settled(page)
    if rule is conv:
        assert texts(page, 2)[0] == "-16"  # -(13 + 3)
        assert "conv agrees." in view.outline()


def test_without_a_kernel_it_says_so(show):
    page = show(KernelSlider(conv=conv))

    page.get_by_role("button", name="sharpen").click()

    expect(page.locator(".mk-sentence")).to_contain_text("Your code has not answered yet.")


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_move_it_and_follow_the_sum():
    view, seen = KernelSlider(kernel="edge"), []
    view.observe(lambda change: seen.append(change["new"]), "total")

    view.column = 1
    view.kernel = [0, 0, 0, 0, 2, 0, 0, 0, 0]

    assert seen == [27.0, 26.0]
    assert view.seen == [0, 1]
    with pytest.raises(Exception, match="read-only"):
        view.total = 1.0
    with pytest.raises(MicrokitError, match="the window fits from 0 to 5"):
        view.row = 6


def test_the_digit_without_scikit_learn_is_the_first_of_the_data():
    pytest.importorskip("sklearn")
    from microkit.data import digits

    assert KernelSlider(digits()[0][0] * 16).image == KernelSlider().image


@pytest.mark.parametrize(
    "made",
    [
        lambda: KernelSlider([[1, 2], [3, 4]]),
        lambda: KernelSlider(np.zeros((9, 9))),
        lambda: KernelSlider([[1, 2, 3], [1, 2], [1, 2, 3]]),
        lambda: KernelSlider(np.full((8, 8), math.nan)),
        lambda: KernelSlider([]),
        lambda: KernelSlider("<b>"),
        lambda: KernelSlider(7),
        lambda: KernelSlider(kernel="swirl"),
        lambda: KernelSlider(kernel=["a"]),
        lambda: KernelSlider(kernel=[1, 2]),
        lambda: KernelSlider(kernel=[math.inf] * 9),
        lambda: KernelSlider(conv=3),
        lambda: KernelSlider(row=6),
    ],
)
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(MicrokitError, match=r"The picture|kernel|a function of x|the window fits"):
        made()


def test_the_static_picture_keeps_the_secret():
    view = KernelSlider(kernel="edge", column=1, predict=ASKED)
    data, _ = view._repr_mimebundle_()

    assert "Predict first" in data["text/plain"]
    assert "The output" not in data["text/html"]
    assert " = " not in data["text/plain"].replace(ASKED.question, "")
    view.guess = 3.0
    assert "The output" in view._repr_mimebundle_()[0]["text/html"]
