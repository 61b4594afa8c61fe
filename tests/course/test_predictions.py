import pytest
from nbformat.v4 import new_code_cell

from microkit.course.errors import CourseError
from microkit.course.predictions import ClearPredictions, clear_predictions


@pytest.mark.parametrize(
    ("committed", "open_"),
    [
        ('predict("02.mul", -12)', 'predict("02.mul", ...)'),
        ('a = predict("02.mul", -12)  # -3 * 4', 'a = predict("02.mul", ...)  # -3 * 4'),
        ('checks.predict("02.mul", answer=-12.5)', 'checks.predict("02.mul", answer=...)'),
        ('predict("zw\u00f6lf", 3 * (1 + 3))  # \u2190', 'predict("zw\u00f6lf", ...)  # \u2190'),
        ('predict(\n    "02.mul",\n    -\n    12,\n)\n', 'predict(\n    "02.mul",\n    ...,\n)\n'),
        ('predict("x", 1); predict("y", 2)', 'predict("x", ...); predict("y", ...)'),
        ('predict("02.mul", ...)', 'predict("02.mul", ...)'),
    ],
)
def test_the_number_goes_and_everything_else_stays(committed: str, open_: str) -> None:
    assert clear_predictions(committed) == open_


@pytest.mark.parametrize(
    "source",
    [
        "a = 12",
        'predict("02.mul")',
        "predict('02.mul', ",
        'predict("02.mul", -12); predict("02.add", number=3)',
    ],
)
def test_a_tagged_cell_without_a_prediction_is_refused(source: str) -> None:
    with pytest.raises(CourseError, match="tagged as a prediction"):
        clear_predictions(source)


def test_only_tagged_code_cells_are_cleared() -> None:
    step = ClearPredictions()
    source = 'predict("02.mul", -12)'
    tagged = new_code_cell(source, metadata={"tags": ["predict"]})
    assert step.preprocess_cell(tagged, {}, 0)[0].source == 'predict("02.mul", ...)'
    assert step.preprocess_cell(new_code_cell(source), {}, 1)[0].source == source


def test_tag_and_stub_are_settings() -> None:
    step = ClearPredictions(tag="guess", stub="None")
    cell = new_code_cell('predict("02.mul", -12)', metadata={"tags": ["guess"]})
    assert step.preprocess_cell(cell, {}, 0)[0].source == 'predict("02.mul", None)'
