import pytest
from nbformat.v4 import new_code_cell, new_notebook

from microkit.course.errors import CourseError
from microkit.course.submissions import STORIES, Story, submission


def notebook(answer: str, guess: str):
    tag = {"tags": ["predict"]}
    meta = {"nbgrader": {"grade_id": "answer", "solution": True, "grade": False}}
    return new_notebook(
        cells=[
            new_code_cell(guess, id="guess", metadata=tag),
            new_code_cell(answer, id="answer", metadata=meta),
            new_code_cell("print(1)", id="plain"),
        ]
    )


RELEASED = notebook("pass", 'predict("90.double", ...)')
SOLUTION = notebook("a = 2 * b", 'predict("90.double", 14)')


def sources(story: Story) -> list[str]:
    return [cell.source for cell in submission(RELEASED, SOLUTION, story).cells]


def test_a_story_decides_what_is_handed_in() -> None:
    whole = ['predict("90.double", 14)', "a = 2 * b", "print(1)"]
    assert sources(Story("ada", "the solution")) == whole
    assert sources(Story("ben", "nothing", edits=None)) == [cell.source for cell in RELEASED.cells]
    wrong = Story("chloe", "plus for times", edits=(("answer", "2 * b", "2 + b"),))
    assert sources(wrong) == [whole[0], "a = 2 + b", whole[2]]


def test_the_released_notebook_stays_as_it_is() -> None:
    before = [cell.source for cell in RELEASED.cells]
    submission(RELEASED, SOLUTION, Story("ada", "the solution"))
    assert [cell.source for cell in RELEASED.cells] == before


def test_a_story_that_no_longer_fits_the_lesson_is_refused() -> None:
    with pytest.raises(CourseError, match=r"chloe should write .* does not hold that text"):
        submission(RELEASED, SOLUTION, Story("chloe", "", edits=(("answer", "3 * b", "3 + b"),)))


def test_there_are_six_students_with_different_names() -> None:
    assert len({story.student for story in STORIES}) == len(STORIES) == 6
