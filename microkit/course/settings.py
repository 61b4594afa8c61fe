"""What nbgrader_config.py needs from the kit: nbgrader's own steps, and ours among them."""

from __future__ import annotations

from typing import Any

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute, SaveAutoGrades

from microkit.course.grade.book.steps import FlagForReview, GradeOutside, TakeIn
from microkit.course.predictions import ClearPredictions
from microkit.course.seed import ExecuteWithCourseSeed

# A line that does nothing: an unwritten rule is then reported by its check, not by an exception.
CODE_STUB = "pass  # your lines go here"


def release_steps() -> list[Any]:
    """Return nbgrader's steps from solution to lesson, with `ClearPredictions` among them.

    Examples
    --------
    >>> [step.__name__ for step in release_steps()][3:6]
    ['ClearSolutions', 'ClearPredictions', 'ClearOutput']
    """
    steps: list[Any] = [*(GenerateAssignment.preprocessors.default() or [])]
    steps.insert(steps.index(ClearSolutions) + 1, ClearPredictions)
    return steps


def sanitizing_steps() -> list[Any]:
    """Return nbgrader's steps before grading; `TakeIn` rebuilds each submission first.

    Examples
    --------
    >>> [step.__name__ for step in sanitizing_steps()][:3]
    ['TakeIn', 'ClearOutput', 'DeduplicateIds']
    """
    return [TakeIn, *(Autograde.sanitize_preprocessors.default() or [])]


def grading_steps(in_kernels: bool = False) -> list[Any]:
    """Return nbgrader's steps of grading: student code in the sandbox, the judge outside of it.

    Parameters
    ----------
    in_kernels : bool, optional
        True to run each notebook from top to bottom in a kernel, as nbgrader does by itself. What
        that gives up: student code then runs with your rights. It can read your files and the
        course's seed, change the gradebook, and change the checks that stand below it.

    Examples
    --------
    >>> [step.__name__ for step in grading_steps()][:2]
    ['GradeOutside', 'IgnorePattern']
    >>> [step.__name__ for step in grading_steps(in_kernels=True)][:2]
    ['ExecuteWithCourseSeed', 'IgnorePattern']
    """
    steps: list[Any] = [*(Autograde.autograde_preprocessors.default() or [])]
    steps[steps.index(Execute)] = ExecuteWithCourseSeed if in_kernels else GradeOutside
    steps.insert(steps.index(SaveAutoGrades) + 1, FlagForReview)
    return steps
