"""Find a prediction's question by its id."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from microkit.checks.predictions.asked import Asked
from microkit.errors import MicrokitError

LESSONS = tuple(f"{number:02}" for number in range(12))


@cache
def _all() -> dict[str, Asked]:
    lessons = [import_module(f"microkit.checks.predictions.lesson{n}") for n in LESSONS]
    return {asked.id: asked for lesson in lessons for asked in lesson.ASKED}


def predictions() -> list[Asked]:
    """Return every question, in lesson order."""
    return list(_all().values())


def find_prediction(prediction_id: str) -> Asked:
    """Return the question with this id.

    Raises
    ------
    MicrokitError
        If there is none. The text lists those that there are.
    """
    if prediction_id not in _all():
        lesson = str(prediction_id).split(".")[0]
        near = [id_ for id_ in _all() if id_.startswith(f"{lesson}.")] or list(_all())
        raise MicrokitError(
            f"There is no prediction {prediction_id!r}. There are: {', '.join(near)}."
        )
    return _all()[prediction_id]
