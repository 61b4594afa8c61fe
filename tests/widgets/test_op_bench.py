import pytest
from playwright.sync_api import expect

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.widgets import OpBench


class Own:
    """A student's class, with a rule that forgets what arrives from above."""

    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, _prev, _op
        self._backward = lambda: None

    def __mul__(self, other):
        out = Own(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data
            other.grad += self.data

        out._backward = _backward
        return out

    def __add__(self, other):
        return Own(self.data + other.data, (self, other), "+")

    def __sub__(self, other):
        out = Own(self.data - other.data, (self, other), "-")

        def _backward():
            self.grad += other.slope

        out._backward = _backward
        return out

    def __pow__(self, exponent):
        out = Own(self.data**exponent, (self,), f"**{exponent}")

        def _backward():
            self.grad += exponent * self.data ** (exponent - 1) * out.grad

        out._backward = _backward
        return out

    def __truediv__(self, other):
        out = Own(self.data / other.data, (self, other), "/")
        out._backward = None
        return out

    def __neg__(self):
        out = Own(-self.data, (self,), "neg")

        def _backward():
            self.grad += {}["slope"]

        out._backward = _backward
        return out


class Guess:
    def __init__(self, committed):
        self.committed = committed


def row(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))


def cells(page, name):
    return row(page, name).locator("td")


# -- in the page -----------------------------------------------------------------------------------


def test_the_page_shows_data_and_what_each_input_hears(show):
    page = show(OpBench("*", a=2, b=-3, upstream=4))

    expect(page.get_by_text("computed in the page by the reference rules")).to_be_visible()
    expect(cells(page, "a.grad")).to_have_text(["-12", "-12", "agrees"])
    expect(cells(page, "b.grad")).to_have_text(["8", "8", "agrees"])
    expect(page.locator("svg text").filter(has_text="= -12")).to_have_text("-3 \u00d7 4 = -12")


def test_arrow_keys_move_the_upstream_gradient(show):
    page = show(OpBench("*", a=2, b=-3, upstream=4))
    knob = page.get_by_role("slider", name="g, the upstream gradient")

    knob.press("ArrowRight")
    expect(cells(page, "a.grad")).to_have_text(["-12.3", "-12.3", "agrees"])
    knob.press("Shift+ArrowLeft")
    expect(cells(page, "b.grad")).to_have_text(["6.2", "6.2", "agrees"])
    knob.press("PageUp")
    expect(knob).to_have_attribute("aria-valuetext", "4.1")
    knob.press("Home")
    expect(cells(page, "b.grad").first).to_have_text("-20")
    assert page.evaluate("model.get('upstream')") == -10
    assert page.evaluate("model.sent.at(-1)") == {"upstream": -10}
    knob.press("End")
    expect(cells(page, "a.grad").first).to_have_text("-30")
    expect(page.get_by_role("status")).to_have_text(
        "a hears -3 \u00d7 10 = -30, b hears 2 \u00d7 10 = 20: "
        "own slope times what arrives from above."
    )


def test_the_mouse_moves_a_slider_and_builds_nothing_anew(show):
    page = show(OpBench("*", a=2, b=-3, upstream=4))
    page.evaluate(
        """() => {
          window.built = 0;
          const seen = new MutationObserver((all) => (window.built += all.length));
          seen.observe(document.getElementById("here"), { childList: true, subtree: true });
        }"""
    )
    height = page.locator(".mk").bounding_box()["height"]
    box = page.get_by_role("slider", name="a", exact=True).bounding_box()
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + box["width"] * 0.7, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=8)
    page.mouse.up()

    expect(cells(page, "b.grad")).to_have_text(["0", "0", "agrees"])
    assert page.evaluate("model.get('a')") == 0
    assert page.evaluate("window.built") == 0
    assert page.locator(".mk").bounding_box()["height"] == height


def test_a_number_set_from_python_moves_the_slider(show):
    page = show(OpBench("*", a=2, b=-3, upstream=4))

    page.evaluate("model.set('a', 37.25)")

    knob = page.get_by_role("slider", name="a", exact=True)
    expect(knob).to_have_attribute("aria-valuetext", "37.25")
    expect(knob).to_have_attribute("max", "100")
    expect(cells(page, "b.grad").first).to_have_text("149")


@pytest.mark.parametrize(
    ("bench", "says"),
    [
        (("*", 2, -3, 1), "At g = 1 a rule that forgets what arrives from above looks right too."),
        (("*", 2, -3, 0), "At g = 0 nothing arrives from above"),
        (("*", 2, 2, 4), "At a = b"),
        (("/", 2, 0, 4), "There is no slope here."),
        (("relu", 0, 0, 4), "At a kink the left and the right slope differ"),
    ],
)
def test_a_setting_that_hides_mistakes_is_named(show, bench, says):
    page = show(OpBench(*bench))

    expect(page.locator(".mk-sentence")).to_contain_text(says)


def test_the_exponent_is_a_fixed_number_that_hears_nothing(show):
    page = show(OpBench("**", a=3, b=2, upstream=-2))

    expect(cells(page, "a.grad")).to_have_text(["-12", "-12", "agrees"])
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("slider", name="the exponent n").press("ArrowRight")
    expect(cells(page, "a.grad")).to_have_text(["-54", "-54", "agrees"])


def test_the_answer_waits_for_the_prediction(show):
    page = show(OpBench("*", 2, -3, 4, after=Guess(False)))

    expect(page.get_by_text("Your guess first: type your answer")).to_be_visible()
    expect(cells(page, "a.grad")).to_have_text(["?", "?", "predict first"])
    expect(page.get_by_role("slider", name="a", exact=True)).to_be_disabled()
    assert "-12" not in page.locator("#here").inner_html()

    page.evaluate("model.set('locked', '')")

    expect(page.get_by_text("Your guess first")).to_be_hidden()
    expect(cells(page, "a.grad")).to_have_text(["-12", "-12", "agrees"])
    expect(page.get_by_role("slider", name="a", exact=True)).to_be_enabled()


@pytest.mark.parametrize("bench", [OpBench("*"), OpBench("*", engine=Own), OpBench("exp")])
def test_jupyter_leaves_the_keys_to_the_widget(show, bench):
    page = show(bench)

    takes_focus = page.locator("input, button, summary, [tabindex]")
    assert takes_focus.count() > 1
    for element in takes_focus.all():
        expect(element).to_have_attribute("data-lm-suppress-shortcuts", "true")


def test_a_closed_view_leaves_nothing_behind(show):
    page = show(OpBench("*", engine=Own))

    page.evaluate("cleanup()")

    assert page.evaluate("Object.values(model.handlers).flat().length") == 0


def test_it_fits_a_narrow_page(show):
    bench = OpBench("*", a=-2.345, b=-3.456, upstream=-4.567)
    page = show(bench)
    page.set_viewport_size({"width": 400, "height": 700})

    expect(page.locator("svg")).to_have_attribute("width", "346")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


# -- in the kernel ---------------------------------------------------------------------------------


def kernel(page, bench):
    """Carry the page's question to Python, and the answer back."""
    bench.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", bench.answer)


def test_a_students_rule_stands_beside_the_truth(show):
    bench = OpBench("*", a=2, b=-3, upstream=1, engine=Own)
    page = show(bench)
    expect(page.get_by_text("computed by your own code")).to_be_visible()
    expect(cells(page, "a.grad")).to_have_text(["-3", "-3", "agrees"])
    expect(page.locator(".mk-sentence")).to_contain_text("At g = 1 a rule that forgets")

    page.get_by_role("slider", name="g, the upstream").press("ArrowRight")
    kernel(page, bench)

    expect(cells(page, "a.grad")).to_have_text(["-3", "-3.3", "differs"])
    expect(page.locator(".mk-sentence")).to_have_text(
        "Your a.grad is -3, and a nudge of a says -3.3."
    )


def test_one_question_is_on_its_way_and_the_newest_waits(show):
    bench = OpBench("*", a=2, b=-3, upstream=4, engine=Own)
    page = show(bench)
    knob = page.get_by_role("slider", name="a", exact=True)

    for _ in range(3):
        knob.press("ArrowRight")
    assert page.evaluate("model.sent.filter((traits) => traits.inputs).length") == 1
    kernel(page, bench)
    assert page.evaluate("model.get('inputs')") == {"seq": 2, "numbers": [2.3, -3, 4]}

    old = {"seq": 1, "numbers": [9, 9, 9], "heard": [111, 111]}
    page.evaluate("(answer) => model.set('answer', answer)", old)
    kernel(page, bench)

    expect(cells(page, "b.grad")).to_have_text(["2.3", "9.2", "differs"])
    assert page.evaluate("model.sent.filter((traits) => traits.inputs).length") == 2


def test_without_a_kernel_it_says_so(show):
    page = show(OpBench("*", engine=Own))

    page.get_by_role("slider", name="a", exact=True).press("End")

    expect(page.locator(".mk-sentence")).to_contain_text("Your code has not answered yet.")
    expect(cells(page, "b.grad")).to_have_text(["-", "20", "no answer"])


def test_an_unwritten_rule_is_a_dash(show):
    page = show(OpBench("+", a=2, b=-3, upstream=4, engine=Own))

    expect(cells(page, "a.grad")).to_have_text(["-", "4", "not written yet"])
    expect(page.locator(".mk-sentence")).to_have_text(
        "Not written yet: nothing arrived at a.grad or b.grad."
    )


def test_a_broken_rule_is_a_sentence(show):
    page = show(OpBench("-", engine=Own))

    expect(page.locator(".mk-sentence")).to_contain_text(
        "AttributeError: 'Own' object has no attribute 'slope' (in the line: self.grad"
    )
    expect(cells(page, "a.grad")).to_have_text(["-", "4", "no answer"])


# -- without a browser -----------------------------------------------------------------------------


def test_a_question_is_answered_with_its_number():
    bench = OpBench("*", engine=Own)
    seen = []
    bench.observe(lambda change: seen.append(change["new"]), "answer")

    bench.inputs = {"seq": 7, "numbers": [2.5, 4.0, -3.0]}

    assert seen == [{"seq": 7, "numbers": [2.5, 4.0, -3.0], "heard": [4.0, 2.5]}]


@pytest.mark.parametrize(
    ("op", "says"),
    [
        ("/", "`out._backward` is not a function. Store the rule itself"),
        ("neg", "Your code stopped: KeyError: 'slope' (in the line: self.grad"),
        ("exp", "has no operation 'exp'"),
    ],
)
def test_what_a_student_can_break_is_told(op, says):
    bench = OpBench(op, engine=Own)

    assert says in str(bench.answer["error"])
    assert says in bench.outline()
    assert "Traceback" not in bench.outline()


def test_an_unwritten_rule_is_told_in_words():
    outline = OpBench("+", a=2, b=-3, upstream=4, engine=Own).outline()

    assert "a.grad: yours -, nudged truth 4, not written yet" in outline


def test_a_gradient_that_is_a_node_is_told():
    class Confused(Own):
        def __mul__(self, other):
            out = Confused(self.data * other.data, (self, other), "*")

            def _backward():
                self.grad = other
                other.grad = self

            out._backward = _backward
            return out

    answer = OpBench("*", engine=Confused).answer

    assert "a.grad became a Confused, and a gradient is a plain number." in str(answer["error"])


def test_a_class_of_local_slopes_is_asked_by_its_backward():
    class Tagged:
        """As in lesson 08: `backward` alone multiplies and adds."""

        def __init__(self, data, parents=(), slopes=()):
            self.data, self.grad, self._prev, self.slopes = data, 0.0, parents, slopes

        def __mul__(self, other):
            slopes = (other.data, self.data + 1)
            return Tagged(self.data * other.data, (self, other), slopes)

        def backward(self, g=1.0):
            for parent, slope in zip(self._prev, self.slopes, strict=True):
                parent.grad += slope * g
                parent.backward(slope * g)

    bench = OpBench("*", a=2, b=-3, upstream=4, engine=Tagged)
    assert bench.answer["heard"] == [-12.0, 12.0]
    assert "a.grad: yours -12, nudged truth -12, agrees" in bench.outline()
    assert "b.grad: yours 12, nudged truth 8, differs" in bench.outline()

    Tagged.backward = lambda self: None
    bench = OpBench("*", a=2, b=-3, upstream=4, engine=Tagged)
    assert bench.answer["heard"] == [None, None]


def test_a_power_takes_the_exponent_as_a_number():
    assert OpBench("**", a=3, b=2, upstream=-2, engine=Own).answer["heard"] == [-12.0]


def test_the_kits_own_class_is_replayed_in_the_page():
    assert OpBench("*", engine=Value).by == "page"
    assert OpBench("*", engine=Own).by == "kernel"


def test_the_static_picture_needs_no_front_end():
    bench = OpBench("*", a=2, b=-3, upstream=4, engine=Own)
    data, _ = bench._repr_mimebundle_()

    assert "application/vnd.jupyter.widget-view+json" in data
    assert "a.grad: yours -3, nudged truth -12, differs" in data["text/plain"]
    assert "<svg" in data["text/html"]
    assert "differs" in data["text/html"]
    again, _ = OpBench("*", a=2, b=-3, upstream=4, engine=Own)._repr_mimebundle_()
    assert again["text/html"] == data["text/html"]


def test_the_static_picture_keeps_the_secret():
    data, _ = OpBench("*", 2, -3, 4, after=Guess(False))._repr_mimebundle_()

    assert "Your guess first" in data["text/plain"]
    assert "-12" not in data["text/plain"] + data["text/html"]


def test_a_cell_can_move_the_bench_and_follow_it():
    bench, seen = OpBench("*"), []
    bench.observe(lambda change: seen.append(change["new"]), "upstream")

    bench.upstream = 7

    assert seen == [7.0]
    assert "g = 7 arrives" in bench.outline()


@pytest.mark.parametrize("made", [lambda: OpBench("%"), lambda: OpBench("*", a=float("nan"))])
def test_bad_arguments_are_a_sentence(made):
    with pytest.raises(MicrokitError, match=r"no gate '%'|cannot be nan"):
        made()


def test_a_rule_that_never_ends_is_a_sentence_and_not_a_frozen_kernel():
    class Endless(Own):
        def __mul__(self, other):
            out = Own(self.data * other.data, (self, other), "*")

            def _backward():
                while True:
                    pass

            out._backward = _backward
            return out

    bench = OpBench("*", a=2, b=-3, upstream=4, engine=Endless)

    assert "does a loop go on for ever?" in bench.answer["error"]
