"""What nbgrader_config.py needs from the kit: nbgrader's own steps, and ours among them."""

from __future__ import annotations

from typing import Any

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute

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


def grading_steps() -> list[Any]:
    """Return nbgrader's steps of grading, with kernels that know the course's seed.

    Examples
    --------
    >>> [step.__name__ for step in grading_steps()][:2]
    ['ExecuteWithCourseSeed', 'IgnorePattern']
    """
    steps: list[Any] = [*(Autograde.autograde_preprocessors.default() or [])]
    steps[steps.index(Execute)] = ExecuteWithCourseSeed
    return steps
