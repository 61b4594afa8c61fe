"""The card: a report as HTML, with the graph on which it failed beside the right one."""

import math
from xml.etree import ElementTree

import pytest
from misconceptions.students_02 import EXERCISE, WRONG, student_value, student_with_rule

from microkit import Value
from microkit.checks import Report, check, exercises, predict
from microkit.checks.card import card
from microkit.checks.judges.judgment import Judgment
from microkit.checks.judges.picture import MOST_NODES, picture_of_steps
from microkit.checks.lessons import find_exercise
from microkit.course import forward_value
from microkit.graph import Trace, trace

SVG = "{http://www.w3.org/2000/svg}"


def parsed(report):
    """Return the card as a tree: it is well-formed, or this fails."""
    return ElementTree.fromstring(card(report).replace("&ensp;", " "))


def pictures(report):
    return list(parsed(report).iter(f"{SVG}svg"))


def texts(picture, kind):
    return [t.text for t in picture.iter(f"{SVG}text") if kind in t.get("class", "").split()]


def flags(picture):
    return ["".join(g.itertext()) for g in picture.iter(f"{SVG}g") if g.get("class") == "mark"]


def captions(report):
    return ["".join(caption.itertext()) for caption in parsed(report).iter("figcaption")]


def failed(exercise="02.mul", **found):
    return Report.of(find_exercise(exercise), Judgment(**found))


def test_your_gradients_stand_beside_those_of_nudging():
    report = check("02.mul", student_value("MUL-NO-UPSTREAM"), seed="public")
    assert captions(report) == ["your gradients", "by nudging"]
    mine, right = pictures(report)
    assert texts(mine, "data") == texts(right, "data") == ["2.7", "4.1", "11.07"]
    assert texts(mine, "grad") == ["4.1", "2.7", "-2.1"]
    assert texts(right, "grad") == ["-8.61", "-5.67", "-2.1"]


def test_what_differs_has_a_flag_a_frame_and_words():
    report = check("02.mul", student_with_rule("__mul__",
        "self.grad += other.data * out.grad; other.grad += out.grad"))  # fmt: skip
    for picture in pictures(report):
        assert flags(picture) == ["differs"]
        assert len([r for r in picture.iter(f"{SVG}rect") if r.get("class") == "frame"]) == 1
        assert picture.find(f"{SVG}desc").text.endswith("b: differs.")
    titles = [picture.find(f"{SVG}title").text for picture in pictures(report)]
    assert titles == [
        "Graph with the gradients: your gradients",
        "Graph with the gradients: by nudging",
    ]


def test_a_rule_that_replaces_is_shown_where_both_inputs_are_the_same():
    report = check("02.mul", student_value("MUL-OVERWRITE"))
    assert "Both inputs are the same number: a * a." in card(report)
    mine, right = pictures(report)
    assert len(texts(mine, "label")) == 2
    halved, whole = (float(texts(picture, "grad")[0]) for picture in (mine, right))
    assert whole == pytest.approx(2 * halved)


def test_where_that_cannot_be_the_gradient_that_was_there_is_told():
    report = check("02.pow", student_value("POW-OVERWRITE"))
    assert captions(report) == ["your gradients", "expected"]
    assert "Before the rule ran, a.grad held " in card(report)
    assert report.picture.right.ops[-1].startswith("**")


def test_a_number_beside_a_value_is_a_leaf_without_a_gradient():
    report = check("02.div", student_value("RDIV-ORDER"))
    mine, _ = pictures(report)
    assert texts(mine, "grad")[0] == "-"
    assert flags(mine) == ["differs", "differs"]
    assert mine.find(f"{SVG}desc").text.endswith("a: differs. out: differs.")


@pytest.mark.parametrize("idea", WRONG)
def test_every_wrong_rule_is_drawn_with_the_true_gradients(idea):
    report = check(EXERCISE[WRONG[idea][0]], student_value(idea))
    assert parsed(report) is not None
    pair = report.picture
    unasked = {"forward", "numbers", "graph"}
    if idea in ("CALLED-NOT-STORED", "NOT-ATTACHED") or set(report.failed_questions) <= unasked:
        return
    assert pair is not None
    assert pair.tells
    assert all(map(math.isfinite, pair.right.data))


@pytest.mark.parametrize(
    "cls",
    [
        student_with_rule("__mul__", "self.grad += othr.data"),
        student_with_rule("__mul__", "self.grad = float('nan'); other.grad = float('nan')"),
        student_with_rule("__mul__", "self.grad = 'large'; other.grad = None"),
        student_with_rule("__mul__", "while True: pass"),
        forward_value(),
        Value,
        None,
    ],
)
def test_where_there_is_nothing_to_compare_there_is_no_picture(cls):
    report = check("02.mul", cls)
    assert report.picture is None
    assert pictures(report) == []


def neuron(scale=1.0):
    """Return the steps of an experiment that draws a graph: tanh(w*x + b)."""
    w, x, b = (Value(n, label=name) for n, name in ((0.7, "w"), (-1.3, "x"), (0.4, "b")))
    out = (w * x + b).tanh()
    out.backward()
    w.grad *= scale
    return [{"question": "grads", "label": "tanh(w*x + b)", "value": {"graph": _plain(out)}}]


def _plain(root):
    return trace(root).to_dict()


def test_a_graph_of_an_experiment_is_drawn_beside_the_right_one():
    pair = picture_of_steps(neuron(scale=3.0), neuron(), [0])
    report = failed(failed={"slope": ["w.grad = 1   expected 2"]}, picture=pair)
    assert captions(report) == ["your gradients", "by nudging"]
    assert "tanh(w*x + b)" in card(report)
    for picture in pictures(report):
        assert flags(picture) == ["differs"]
        assert picture.find(f"{SVG}desc").text.endswith("w: differs.")


def test_gradients_that_nudging_does_not_tell_are_called_expected():
    loaded = neuron()
    for grads in (loaded[0]["value"]["graph"]["grads"],):
        grads[0] += 2.0
    assert picture_of_steps(neuron(), loaded, [0]).how == "expected"
    own = neuron()
    own[0]["value"]["graph"]["ops"][-1] = "swoosh"
    assert picture_of_steps(neuron(3.0), own, [0]).how == "expected"


def test_the_first_graph_that_differs_is_drawn():
    number = {"question": "grads", "label": "out", "value": 1.0}
    late = picture_of_steps([number, *neuron(3.0)], [number | {"value": 2.0}, *neuron()], [0, 1])
    assert late.about == "tanh(w*x + b)"
    assert picture_of_steps([number], [number, *neuron()], [1]) is None


def test_graphs_of_different_shape_are_drawn_without_flags():
    a = Value(2.0, label="a")
    once = a + a
    once.backward()
    step = [{"question": "grads", "label": "a + a", "value": {"graph": _plain(once)}}]
    pair = picture_of_steps(step, neuron(), [0])
    assert pair.differing == ()
    assert [flags(p) for p in pictures(failed(failed={"slope": []}, picture=pair))] == [[], []]


@pytest.mark.parametrize(
    "value",
    [
        None,
        3.0,
        {"graph": None},
        {"graph": {"ops": ["+"]}},
        {"graph": {"ops": [""], "parents": [[7]], "data": [1], "grads": [1], "labels": [""]}},
        {"graph": _plain(sum((Value(n) for n in range(MOST_NODES)), Value(1.0)))},
        {"graph": Trace(("",), ((),), (1.0,), (math.nan,), ("a",)).to_dict()},
    ],
)
def test_what_is_no_graph_or_too_large_is_not_drawn(value):
    assert picture_of_steps([neuron()[0] | {"value": value}], neuron(), [0]) is None


def test_each_question_has_its_answer_its_numbers_and_its_points():
    report = check("02.mul", student_value("MUL-NO-UPSTREAM", "DIV-SIGN"), seed="public")
    rows = [" ".join("".join(row.itertext()).split()) for row in parsed(report).iter("li")]
    assert rows[3].startswith("not yet")
    assert "a.grad = 4.1" in rows[3]
    assert "expected -8.61" in rows[3]
    assert rows[3].endswith("0 of 0.5")
    assert [row.startswith("yes") for row in rows] == [True] * 3 + [False] + [True] * 3
    assert rows[0].endswith("0.1 of 0.1")


def test_the_message_stands_behind_a_fold_with_its_id():
    report = check("02.mul", student_value("MUL-OVERWRITE"))
    fold = parsed(report).find("details")
    assert fold.find("summary").text == "The idea that is missing: MUL-OVERWRITE"
    assert "replaces" in "".join(fold.itertext())
    assert fold.find(".//em").text == "replaces"
    assert fold.get("open") is None


def test_many_ideas_advice_and_notes_have_folds_too():
    ideas = ["MUL-OWN", "MUL-OVERWRITE", "MUL-NO-UPSTREAM", "MUL-SELFGRAD", "NO-WRAP"]
    report = failed(failed={"slope": []}, ideas=ideas, notes=["Fine too.  [FINE]"])
    folds = [fold.text for fold in parsed(report).iter("summary")]
    assert folds == [
        *(f"The idea that is missing: {idea}" for idea in ideas[:3]),
        "More ideas",
        "A note: it costs no points",
    ]
    advice = failed(failed={"slope": []}, advice="Look at `out.grad`.")
    assert parsed(advice).find("details/summary").text == "What to try"
    assert parsed(advice).find(".//code").text == "out.grad"


def test_what_is_not_written_says_so():
    report = check("02.mul", forward_value())
    assert "02.mul a * b: nothing moves" in card(report)
    assert parsed(report).findall("details/summary")[-1].text == "7 questions"


def test_a_pass_folds_its_questions_and_one_question_is_singular():
    assert "7 questions, all answered" in card(check("02.mul", Value))
    guesses = predict("02.mul", 1), predict("02.add", 2)
    assert "2 questions, all answered" in card(check("02.predictions", *guesses))


def test_the_verdict_is_a_word_for_a_screen_reader():
    for cls, verdict in ((Value, "PASS"), (student_value("MUL-OWN"), "LOOK")):
        tree = parsed(check("02.mul", cls))
        assert tree.get("role") == "group"
        assert tree.get("aria-label") == f"{verdict}, 02.mul a * b"


EVIL = "<img src=x onerror=alert(1)> & \"' \x1b \u202e"


def test_nothing_that_a_student_wrote_becomes_markup():
    step = neuron(3.0)
    step[0]["value"]["graph"]["labels"][0] = step[0]["value"]["graph"]["ops"][-1] = EVIL
    step[0]["label"] = EVIL
    pair = picture_of_steps(step, [neuron()[0] | {"label": EVIL}], [0])
    report = failed(failed={"slope": [EVIL]}, advice=EVIL, notes=[EVIL], where=EVIL, picture=pair)
    assert "<img" not in card(report)
    assert "\u202e" not in "".join(t for row in parsed(report).iter("li") for t in row.itertext())


def test_every_exercise_has_a_card_that_reads():
    for exercise in exercises():
        judgment = Judgment(failed={q.id: ["1   expected 2"] for q in exercise.questions})
        assert len(list(parsed(Report.of(exercise, judgment)).iter("li"))) == len(
            exercise.questions
        )


@pytest.fixture
def shown(browser):
    """Return a function that shows a card on a page of its own."""
    pages = []

    def shown(report, width, scheme="light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        pages.append(page)
        page.set_content(
            "<meta name='color-scheme' content='light dark'><body style='font-size:14px'>"
            + card(report)
        )
        return page

    yield shown
    for page in pages:
        page.close()


def test_pictures_stand_side_by_side_and_wrap_on_a_narrow_page(shown):
    report = check("02.mul", student_value("MUL-NO-UPSTREAM"))
    for width, side_by_side in ((700, True), (380, False)):
        page = shown(report, width)
        one, two = (svg.bounding_box() for svg in page.locator("svg").all())
        assert (one["y"] == two["y"]) is side_by_side
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_picture_scrolls_inside_the_card(shown):
    root = Value(1.5, label="x")
    for _ in range(6):
        root = root * root
    root.backward()
    right = [{"question": "slope", "label": "six squares", "value": {"graph": _plain(root)}}]
    mine = [{"question": "slope", "label": "six squares", "value": {"graph": _plain(root)}}]
    mine[0]["value"]["graph"]["grads"][0] = 2.0
    pair = picture_of_steps(mine, right, [0])
    page = shown(failed(failed={"slope": []}, picture=pair), 380)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    scrolling = page.get_by_role("group", name="your gradients, scrolls sideways")
    scrolling.focus()
    before = scrolling.evaluate("e => e.scrollLeft")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("e => e.scrollLeft > 0", arg=scrolling.element_handle())
    assert before == 0
