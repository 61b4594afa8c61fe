"""check, collect and judge: what they take, what they say, and what they survive."""

import json
from pathlib import Path

import pytest

from microkit import Value
from microkit.checks import check, collect, exercises, judge, predict
from microkit.checks.predictions import find_prediction
from microkit.course import forward_value, method_of
from microkit.errors import MicrokitError


def test_the_points_of_lesson_02_are_those_of_the_course():
    points = {e.id: e.points for e in exercises() if e.lesson == "02"}
    of = {name: points[f"02.{name}"] + points.get(f"02.{name}.fresh", 0)
          for name in ("add", "mul", "pow", "div", "minus", "chain", "predictions")}  # fmt: skip
    assert of == {"add": 3, "mul": 4, "pow": 3, "div": 4, "minus": 2, "chain": 2, "predictions": 2}
    assert sum(e.points for e in exercises() if e.fresh and e.lesson == "02") == 6


@pytest.mark.parametrize("exercise", exercises(), ids=lambda e: e.id)
def test_the_shares_of_an_exercise_add_up_to_one(exercise):
    assert sum(q.share for q in exercise.questions) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "exercise",
    [e for e in exercises() if e.kind == "rule" and e.lesson == "02"],
    ids=lambda e: e.id,
)
def test_an_unwritten_rule_earns_nothing_and_is_not_called_wrong(exercise):
    cls = forward_value()
    for name in ("__add__", "__mul__", "__pow__", "__truediv__", "__neg__", "__sub__"):
        _attach_an_empty_rule(cls, name)
    report = check(exercise.id, cls)
    assert report.score == 0
    assert report.misconceptions == []
    assert "not written yet" in str(report)


def _attach_an_empty_rule(cls, name):
    forward = getattr(cls, name)

    def method(self, *other):
        out = forward(self, *other)

        def _backward():
            pass

        out._backward = _backward
        return out

    setattr(cls, name, method)


def test_a_value_that_only_looks_forward_earns_nothing():
    assert check("02.mul", forward_value()).score == 0


def test_check_takes_a_class_or_names(capsys):
    assert check("02.mul", Value).passed
    assert check("02.mul", {"Value": Value}).passed
    assert check("02.minus", Value, Value).passed
    assert capsys.readouterr().out.count("PASS") == 3


def test_an_unknown_exercise_is_a_sentence_that_names_near_ones():
    with pytest.raises(MicrokitError, match=r"02\.mull.*02\.mul"):
        check("02.mull", Value)


def test_a_wrong_number_of_things_is_a_sentence():
    with pytest.raises(MicrokitError, match="guess_mul, guess_add"):
        check("02.predictions", 1, 2, 3)


@pytest.mark.parametrize("thing", [None, 3, "Value", Value(2.0)])
def test_a_thing_that_is_not_a_class_is_told_and_not_raised(thing):
    report = check("02.mul", thing)
    assert report.score == 0
    assert "check" in str(report) or "not there yet" in str(report)


BROKEN = {
    "raises": "self.grad += othr.data * out.grad",
    "never ends": "while True: pass",
    "calls itself": "_backward()",
    "exits": "raise SystemExit",
    "writes a text": "self.grad = 'large'",
    "writes nothing": "self.grad = None",
    "writes nan": "self.grad = float('nan'); other.grad = float('nan')",
    "deletes": "del self.grad",
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_code_is_reported_and_never_raised(what):
    cls = forward_value()
    source = (
        "def __mul__(self, other):\n"
        "    other = other if isinstance(other, Value) else Value(other)\n"
        "    out = Value(self.data * other.data, (self, other), '*')\n"
        f"    def _backward():\n        {BROKEN[what]}\n"
        "    out._backward = _backward\n    return out\n"
    )
    names = {"Value": cls}
    exec(source, names)
    method_of(cls)(names["__mul__"])
    report = check("02.mul", cls)
    assert report.verdict == "LOOK"
    assert report.score < report.points / 2
    assert json.loads(json.dumps(report.to_json()))["passed"] is False


def test_a_class_that_cannot_be_made_is_reported():
    class Closed:
        def __init__(self, data):
            raise RuntimeError("closed today")

    report = check("02.add", Closed)
    assert "closed today" in str(report)
    assert report.score < report.points / 2


def test_an_operator_that_returns_a_number_is_told():
    class Plain:
        def __init__(self, data):
            self.data, self.grad = data, 0.0

        def __mul__(self, other):
            return self.data * other.data

    report = check("02.mul", Plain)
    assert "float" in str(report)
    assert report.failed_questions[0] == "forward"


def test_hidden_checks_draw_from_the_secret_seed(monkeypatch):
    shown = {}
    for secret in ("secret-7f3", "secret-a91"):
        monkeypatch.setenv("MICROKIT_COURSE_SEED", secret)
        cls = forward_value()
        shown[secret] = collect("02.mul.fresh", {"Value": cls}, seed=secret)
        assert str(check("02.mul.fresh", Value)) == str(check("02.mul.fresh", Value, seed=secret))
    assert shown["secret-7f3"] != shown["secret-a91"]
    assert "secret" not in json.dumps(list(shown.values()))


CHAINS = {
    "right": ("d.grad = 1; d._backward(); e._backward()", [], 2.0),
    "empty": ("pass", ["seed", "order", "once"], 0.0),
    "no seed": ("d._backward(); e._backward()", ["seed", "order"], 0.6),
    "wrong order": ("d.grad = 1; e._backward(); d._backward()", ["order"], 1.1),
    "twice": ("d.grad = 1; d._backward(); e._backward(); e._backward()", ["once"], 1.4),
    "seed of 2": ("d.grad = 2; d._backward(); e._backward()", ["seed"], 1.5),
    "by hand": ("d.grad = 1; a.grad = b.data; b.grad = a.data; c.grad = 1", ["order", "once"], 0.5),
    "endless": ("while True: pass", ["seed", "order", "once"], 0.0),
}  # fmt: skip


@pytest.mark.parametrize("how", CHAINS)
def test_the_chain_by_hand(how):
    lines, failed, score = CHAINS[how]
    names = {}
    exec(f"def chain_by_hand(a, b, c):\n    e = a * b\n    d = e + c\n    {lines}\n    return d\n"
         if ";" in lines or "while" not in lines else
         "def chain_by_hand(a, b, c):\n    while True:\n        pass\n", names)  # fmt: skip
    report = check("02.chain", names["chain_by_hand"])
    assert report.failed_questions == failed
    assert report.score == pytest.approx(score)


def test_predictions_count_when_they_are_committed_right_or_wrong():
    wrong, right, open_ = predict("02.mul", 99), predict("02.add", 8), predict("02.add", ...)
    assert check("02.predictions", wrong, right).score == 2
    assert check("02.predictions", wrong, open_).score == 1
    assert check("02.predictions", open_, open_).score == 0
    assert check("02.predictions", {}).score == 0


@pytest.mark.parametrize("number", ["-12", None, True, float("nan"), float("inf"), [1]])
def test_a_prediction_that_is_not_a_number_is_not_committed(number):
    guess = predict("02.mul", number)
    assert not guess.committed
    assert "is not" in repr(guess)


def test_a_prediction_says_the_answer_only_behind_a_fold():
    guess = predict("02.mul", -3)
    assert "-12" not in repr(guess)
    assert "<details>" in guess._repr_html_()
    assert "-12" in guess._repr_html_()
    assert "-12" not in predict("02.mul", ...)._repr_html_()


@pytest.mark.parametrize("answer", ["0", "1", "anything between"])
def test_where_a_convention_decides_no_answer_is_called_wrong(answer):
    page = predict("04.relu_corner", answer)._repr_html_()
    assert f"You said {answer}, and no answer here is wrong." in page
    assert "It is " not in page


def test_what_a_prediction_asks_for_is_not_told_in_another_lesson():
    solutions = Path(__file__).resolve().parents[2] / "solutions"
    asked = find_prediction("05.size")
    assert asked.answer == sum(nout * (nin + 1) for nin, nout in ((3, 4), (4, 4), (4, 1)))
    for source in solutions.glob("0[0-4]_*/*.py"):
        assert "MLP(3, [4, 4, 1])" not in source.read_text(encoding="utf-8")


def test_the_report_is_a_number_for_nbgrader_and_a_card_for_people():
    bundle = check("02.mul", forward_value())._repr_mimebundle_()
    assert bundle["text/plain"] == "0.0"
    assert "0 of 2 points" in bundle["text/html"]
    assert bundle["application/vnd.microkit.report+json"]["failed_questions"][0] == "everyone"


def test_markup_in_a_students_error_is_shown_as_text():
    class Evil:
        def __init__(self, data):
            raise RuntimeError("<script>alert(1)</script> \u00e9")

    report = check("02.add", Evil)
    assert str(report).isascii()
    assert "<script>" not in report._repr_mimebundle_()["text/html"]


def test_judge_needs_no_student():
    answers = collect("02.div", {"Value": Value}, seed=4)
    assert judge("02.div", json.loads(json.dumps(answers)), seed=4).passed


def test_an_operator_that_fails_only_on_itself_is_told():
    class Picky(type(forward_value()(1.0))):
        def __mul__(self, other):
            if self is other:
                return self.data * other.data
            out = super().__mul__(other)
            other = out._prev[1]

            def _backward():
                self.grad += other.data * out.grad
                other.grad += self.data * out.grad

            out._backward = _backward
            return out

    report = check("02.mul", Picky)
    assert report.failed_questions == ["accumulate"]
    assert "float" in str(report)
