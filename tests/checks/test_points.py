"""Every lesson has 20 points: 12 for visible checks, 6 for hidden ones, 2 for predictions."""

import pytest

from microkit.checks import exercises

LESSONS = [f"{number:02}" for number in range(12)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_twenty_points(lesson):
    own = [e for e in exercises() if e.lesson == lesson]
    shown = [e for e in own if not e.fresh and e.kind != "predictions"]
    assert sum(e.points for e in shown) == pytest.approx(12)
    assert sum(e.points for e in own if e.fresh) == pytest.approx(6)
    assert [e.points for e in own if e.kind == "predictions"] == [2]


def test_ids_are_unique_and_in_lesson_order():
    ids = [e.id for e in exercises()]
    assert len(ids) == len(set(ids))
    assert [i[:2] for i in ids] == sorted(i[:2] for i in ids)


@pytest.mark.parametrize("exercise", exercises(), ids=lambda e: e.id)
def test_every_question_has_a_text_and_most_have_a_hint(exercise):
    assert sum(q.share for q in exercise.questions) == pytest.approx(1.0)
    for question in exercise.questions:
        assert question.text.endswith("?")
        if exercise.kind in ("rule", "experiment"):
            assert len(question.hint) > 20
