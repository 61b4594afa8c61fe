import math

import numpy as np
import pytest
from playwright.sync_api import expect

from microkit.errors import MicrokitError
from microkit.tensor import Tensor
from microkit.widgets import AttentionView

FAIR = [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.25, 0.25, 0.5]]


class Guess:
    committed = False


def logits(heads=2, size=4):
    return np.random.default_rng(3).normal(size=(heads, size, size)) * 2


def grid(page, size):
    """The percentages in the triangle, row by row; "" where a place would look ahead."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    texts = page.locator(".mk-attention > g .mk-tile-text").evaluate_all(
        "(all) => all.map((one) => one.textContent)"
    )
    return [texts[i : i + size] for i in range(0, len(texts), size)]


def knob(page, name):
    return page.get_by_role("slider", name=name, exact=True)


# -- in the page -----------------------------------------------------------------------------------


def test_it_says_whom_a_place_looks_at(show):
    view = AttentionView("abc", FAIR)
    page = show(view)

    said = (
        'Place 2, "c", takes 50 % from itself, 25 % from place 0, "a", and 25 % from place 1, "b".'
    )
    expect(page.locator(".mk-sentence")).to_have_text(said)
    assert view.outline().splitlines()[-1] == said
    assert grid(page, 3) == [["100", "", ""], ["50", "50", ""], ["25", "25", "50"]]
    assert page.locator(".mk-tile[data-look=never]").count() == 3
    expect(page.get_by_text("weights as they were given")).to_be_visible()


def test_the_keyboard_and_the_mouse_pick_a_place(show):
    page = show(AttentionView("abc", FAIR))

    knob(page, "the place that looks").press("ArrowLeft")
    expect(page.locator(".mk-sentence")).to_contain_text('Place 1, "b", takes 50 %')
    arcs = page.locator(".mk-arc").evaluate_all("(all) => all.map((one) => one.getAttribute('d'))")
    assert [bool(d) for d in arcs] == [True, True, False]
    page.locator(".mk-tile").first.click()
    assert page.evaluate("model.get('position')") == 0
    expect(page.locator(".mk-sentence")).to_have_text('Place 0, "a", takes 100 % from itself.')


@pytest.mark.parametrize("temperature", [0.1, 1.0, 4.9])
def test_the_page_and_python_agree(show, temperature):
    view = AttentionView("anna", logits=logits(), temperature=temperature)
    page = show(view)
    knob(page, "head").press("ArrowRight")
    view.head = 1

    shown = grid(page, 4)
    for place in range(4):
        view.position = place
        for j, weight in enumerate(view.looks):
            if j > place:
                assert shown[place][j] == ""
                assert weight == 0
            else:
                assert abs(float(shown[place][j]) - 100 * weight) <= 0.501
        assert sum(view.looks) == pytest.approx(1)


def test_a_cold_softmax_looks_at_one_place(show):
    page = show(AttentionView("anna", logits=[[1.0, 2.0, 3.0, 0.0]] * 4))
    assert grid(page, 4)[3] == ["9", "24", "64", "3"]

    knob(page, "temperature").press("Home")

    assert page.evaluate("model.get('temperature')") == 0.1
    assert grid(page, 4)[3] == ["0", "0", "100", "0"]
    expect(knob(page, "head")).to_have_count(0)


def test_the_answers_wait_for_the_prediction(show):
    page = show(AttentionView("abc", FAIR, after=Guess()))

    assert {text for row in grid(page, 3) for text in row} == {""}
    expect(knob(page, "the place that looks")).to_be_disabled()
    page.locator(".mk-tile").first.click()
    assert page.evaluate("model.get('position')") == 2
    label = page.locator(".mk-attention").get_attribute("aria-label")
    assert "takes" not in label
    page.evaluate("model.set('locked', '')")
    expect(page.locator(".mk-sentence")).to_contain_text("takes 50 %")


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        (np.ones((3, 3)) / 3, "Row 0 looks ahead: 33 % go to place 1, which comes later."),
        (np.tril(np.ones((3, 3))) / 3, "Row 0 adds up to 0.3333, and not to 1."),
        ([[1, 0, 0], [-1, 2, 0], [0, 0, 1]], "Row 1 has a weight below 0: -1."),
        ([[math.nan] * 3, [1, 0, 0], [1, 0, 0]], "Row 0 holds nan or inf"),
    ],
)
def test_bad_weights_are_told_in_words(show, weights, says):
    view = AttentionView("abc", weights)
    page = show(view)

    expect(page.locator(".mk-sentence")).to_contain_text(says)
    assert says in view.outline()
    assert says in view.picture()


def test_a_token_that_holds_markup_is_text(show):
    page = show(AttentionView(["<b>bold</b>" * 20, "<script>", "c"], FAIR))

    expect(page.locator(".mk-sentence")).to_contain_text("<script>")
    assert page.locator("#here script, #here b").count() == 0
    assert "<b>" not in AttentionView(["<b>"], [[1]]).picture()


def test_one_token_looks_at_itself(show):
    page = show(AttentionView("a", [[1]]))

    knob(page, "the place that looks").press("End")

    assert page.evaluate("model.get('position')") == 0
    expect(page.locator(".mk-sentence")).to_have_text('Place 0, "a", takes 100 % from itself.')


# -- without a browser -----------------------------------------------------------------------------


def test_a_cell_can_move_it_and_follow_the_row():
    view, seen = AttentionView("abc", FAIR), []
    view.observe(lambda change: seen.append(change["new"]), "looks")

    view.position = 1

    assert seen == [[0.5, 0.5, 0.0]]
    with pytest.raises(Exception, match="read-only"):
        view.looks = []
    with pytest.raises(MicrokitError, match="it goes from 0 to 2"):
        view.position = 3


def test_it_takes_tensors_and_masked_logits():
    masked = np.where(np.tri(3, dtype=bool), 0.0, -np.inf)

    assert AttentionView("abc", Tensor(np.array(FAIR))).looks == FAIR[2]
    assert AttentionView("abc", logits=masked).looks == pytest.approx([1 / 3] * 3)


def test_logits_that_are_nan_are_a_sentence():
    view = AttentionView("ab", logits=[[0, 0], [math.nan, 0]])

    assert "Row 1 of the logits holds nan" in view.outline()
    assert view.looks == [None, None]


@pytest.mark.parametrize(
    "made",
    [
        lambda: AttentionView("", []),
        lambda: AttentionView(None, FAIR),
        lambda: AttentionView("abcd", FAIR),
        lambda: AttentionView("abc", "<b>"),
        lambda: AttentionView("abc", []),
        lambda: AttentionView("abc"),
        lambda: AttentionView("abc", FAIR, logits=FAIR),
        lambda: AttentionView("abc", FAIR, head=1),
        lambda: AttentionView("abc", logits=FAIR, temperature=0),
        lambda: AttentionView("abc", logits=FAIR, temperature=math.nan),
    ],
)
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(MicrokitError, match=r"tokens|Give weights or logits|it goes from"):
        made()


def test_the_static_picture_keeps_the_secret():
    data, _ = AttentionView("abc", FAIR, predict="11.cold")._repr_mimebundle_()

    assert "Predict first" in data["text/plain"]
    for secret in ("25", "takes"):
        assert secret not in data["text/plain"] + data["text/html"]
