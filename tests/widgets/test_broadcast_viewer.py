import math

import numpy as np
import pytest
from playwright.sync_api import expect
from support.widget_page import settle

from microkit.broadcast import unbroadcast
from microkit.errors import MicrokitError
from microkit.widgets import BroadcastViewer
from microkit.widgets.stretching import Stretched


class Guess:
    committed = False


def length(page, name, axis):
    return page.get_by_role("slider", name=f"length of {name} along axis {axis}", exact=True)


def tile_texts(page, caption):
    """The numbers in the last grid with this caption, once the next frame is drawn."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    """The numbers in the last grid with this caption, row by row."""
    block = page.locator(".mk-block").filter(has=page.locator("strong", has_text=caption))
    return [float(text) for text in block.last.locator(".mk-tile-text").all_text_contents()]


def kernel(page, view):
    """Carry the page's question to Python, and the answer back."""
    view.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", view.answer)


def mean_of_copies(g, shape):
    return unbroadcast(g, shape) * np.prod(shape) / g.size


# -- in the page -----------------------------------------------------------------------------------


def test_it_shows_what_is_copied_and_what_comes_out(show):
    page = show(BroadcastViewer((3, 1), (4,)))

    expect(page.get_by_text("copied 4 times", exact=True)).to_be_visible()
    expect(page.get_by_text("copied 3 times", exact=True)).to_be_visible()
    expect(page.get_by_text("a + b (3, 4)", exact=True)).to_be_visible()
    assert tile_texts(page, "result") == [11, 21, 31, 41, 12, 22, 32, 42, 13, 23, 33, 43]
    assert page.locator(".mk-tile[data-look=copy]").count() == 9 + 8


def test_the_keyboard_moves_a_length_and_adds_an_axis(show):
    page = show(BroadcastViewer((3, 1), (4,)))

    length(page, "b", -1).press("ArrowRight")
    expect(page.get_by_text("copied 5 times", exact=True)).to_be_visible()
    assert page.evaluate("model.get('b_shape')") == [5]
    page.get_by_role("button", name="add an axis to b").press("Enter")
    length(page, "b", -2).press("End")
    assert page.evaluate("model.get('b_shape')") == [6, 5]
    expect(page.locator(".mk-sentence")).to_contain_text("Axis -2: a has 3 there, and b 6.")
    page.get_by_role("button", name="take an axis from b").press("Enter")
    assert page.evaluate("model.get('b_shape')") == [5]


def test_shapes_that_do_not_fit_are_explained(show):
    view = BroadcastViewer((2, 3), (4,))
    page = show(view)

    expect(page.get_by_text("does not fit")).to_have_count(2)
    expect(page.locator(".mk-sentence")).to_have_text(view.outline().split("\n")[1])
    assert "Make them equal, or one of them 1." in view.outline()
    assert view.out_shape is None
    expect(page.locator(".mk-block")).to_have_count(0)


def test_the_way_back_sums_along_what_was_stretched(show):
    page = show(BroadcastViewer((3, 1), (4,)))
    page.get_by_label("the way back").check()

    assert tile_texts(page, "a.grad") == [4, 4, 4]
    assert tile_texts(page, "b.grad") == [3, 3, 3, 3]
    expect(page.get_by_role("img", name="g (3, 4), summed along axis -1")).to_be_visible()
    expect(page.get_by_role("img", name="g (3, 4), summed along axis -2")).to_be_visible()
    expect(page.locator(".mk-sentence")).to_contain_text("A mean would say 1.")
    page.get_by_label("upstream of mixed numbers").check()
    assert tile_texts(page, "b.grad") != [3, 3, 3, 3]


@pytest.mark.parametrize("op", ["+", "-", "*"])
@pytest.mark.parametrize(
    ("a", "b"), [((3, 1), (4,)), ((2, 3, 1), (1, 4)), ((2, 1, 4), (3, 1)), ((), (2, 3)), ((5,), ())]
)
def test_the_page_python_and_the_engine_agree(show, a, b, op):
    found = Stretched(a, b, op, mixed=True)
    page = show(BroadcastViewer(a, b, op, upstream="mixed", back=True))

    for name in "ab":
        shape = getattr(found, name)
        arriving = np.array(found.arriving(name)).reshape(found.out)
        assert found.gradient(name) == unbroadcast(arriving, shape).ravel().tolist()
        assert tile_texts(page, f"{name}.grad") == found.gradient(name)
    page.get_by_label("the way back").uncheck()
    page.wait_for_function("document.querySelectorAll('.mk-block').length === 3")
    assert tile_texts(page, "result") == found.result()


@pytest.mark.parametrize(
    ("button", "shapes"),
    [("add an axis to b", [1, 1, 4]), ("take an axis from b", [])],
)
def test_a_button_that_can_do_no_more_keeps_the_focus(show, button, shapes):
    page = show(BroadcastViewer((3, 1), (4,)))
    pressed = page.get_by_role("button", name=button)

    for _ in range(4):
        pressed.press("Enter")
        settle(page)

    expect(pressed).to_be_focused()
    expect(pressed).to_be_disabled()
    assert page.evaluate("model.get('b_shape')") == shapes


def test_the_answers_wait_for_the_prediction(show):
    page = show(BroadcastViewer((3, 1), (4,), back=True, after=Guess()))

    expect(page.locator(".mk-block")).to_have_count(0)
    expect(page.get_by_text("copied")).to_have_count(0)
    expect(page.get_by_text("?", exact=True)).to_have_count(3)
    expect(length(page, "a", -2)).to_be_disabled()
    page.evaluate("model.set('locked', '')")
    expect(page.locator(".mk-block")).to_have_count(4)


# -- in the kernel ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (unbroadcast, "adds up what was copied: both gradients are right."),
        (lambda g, shape: g, "still has the shape of the result, (3, 4). Nothing was added up."),
        (mean_of_copies, "is the mean of what arrives. Copies add up: take the sum."),
        (
            lambda g, shape: unbroadcast(g, shape).squeeze(),
            "has the shape (3,), and (3, 1) belongs there. An axis of length 1 got lost",
        ),
        (lambda g, shape: unbroadcast(g, shape) + 1, "has other numbers than the sum"),
        (lambda g, shape: None, "did not return an array. Is a `return` missing?"),
        (lambda g, shape: {}["g"], "Your code stopped: KeyError: 'g'."),
        (lambda g, shape: unbroadcast(g, shape) * math.nan, "has other numbers"),
    ],
)
def test_a_students_own_sum_is_told_apart(show, rule, says):
    view = BroadcastViewer((3, 1), (4,), unbroadcast=rule, upstream="mixed", back=True)
    page = show(view)

    expect(page.get_by_text("computed by your own code")).to_be_visible()
    expect(page.locator(".mk-sentence")).to_contain_text(says)
    if rule is not unbroadcast:
        assert says.split(". ")[0].rstrip(".") in view.outline()


def test_the_kernel_answers_for_new_shapes(show):
    view = BroadcastViewer((3, 1), (4,), unbroadcast=unbroadcast, back=True)
    page = show(view)

    length(page, "b", -1).press("ArrowLeft")
    kernel(page, view)

    page.wait_for_function("document.body.textContent.includes('a.grad of unbroadcast')")
    settle(page)
    assert tile_texts(page, "a.grad") == [3, 3, 3]


def test_without_a_kernel_it_says_so(show):
    page = show(BroadcastViewer((3, 1), (4,), unbroadcast=unbroadcast, back=True))

    length(page, "b", -1).press("ArrowLeft")

    expect(page.locator(".mk-sentence")).to_contain_text("Your code has not answered yet.")


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_move_it_and_follow_the_result():
    view, seen = BroadcastViewer((3, 1), (4,)), []
    view.observe(lambda change: seen.append(change["new"]), "out_shape")

    view.b_shape = [2, 1, 4]
    view.a_shape = [5]

    assert seen == [[2, 3, 4], None]
    with pytest.raises(Exception, match="read-only"):
        view.out_shape = [1]


def test_it_takes_arrays():
    view = BroadcastViewer(np.zeros((2, 3)), np.ones(3))

    assert (view.a_shape, view.b_shape, view.out_shape) == ([2, 3], [3], [2, 3])


@pytest.mark.parametrize(
    "made",
    [
        lambda: BroadcastViewer((7,), (1,)),
        lambda: BroadcastViewer((0,), (1,)),
        lambda: BroadcastViewer((math.nan,), (1,)),
        lambda: BroadcastViewer((math.inf,), (1,)),
        lambda: BroadcastViewer((1, 1, 1, 1), (1,)),
        lambda: BroadcastViewer("<b>", (1,)),
        lambda: BroadcastViewer(None, (1,)),
        lambda: BroadcastViewer((2,), (2,), op="@"),
        lambda: BroadcastViewer((2,), (2,), upstream="zeros"),
        lambda: BroadcastViewer((2,), (2,), unbroadcast=3),
    ],
)
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(MicrokitError, match=r"a shape has up to|There is no|a function of g"):
        made()


def test_the_static_picture_keeps_the_secret():
    view = BroadcastViewer((3, 1), (4,), predict="09.ones")
    data, _ = view._repr_mimebundle_()

    assert "Predict first" in data["text/plain"]
    for secret in ("copied", "grad (", "(3, 4)"):
        assert secret not in data["text/plain"] + data["text/html"]
    view.guess = 32
    assert "copied 4 times" in view._repr_mimebundle_()[0]["text/html"]


def test_a_moved_length_keeps_what_is_on_the_page(show):
    page = show(BroadcastViewer((3, 6, 6), (6, 6), back=True))
    page.evaluate("window.kept = [...document.querySelectorAll('.mk-tile')]")

    page.get_by_role("slider", name="length of a along axis -3").press("ArrowRight")

    page.wait_for_function("document.querySelectorAll('.mk-tile').length === 4 * 36 * 3 + 36")
    assert page.evaluate("window.kept.every((tile) => tile.isConnected)")
    page.get_by_role("slider", name="length of a along axis -3").press("Home")
    page.wait_for_function("document.querySelectorAll('.mk-tile').length === 36 * 4")
