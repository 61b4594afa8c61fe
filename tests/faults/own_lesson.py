"""A lesson of an instructor's own: graded cells with plain asserts, and no check of the kit."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from faults.classroom import Classroom
from faults.fault import Desk

NAME = "20_squares"
HIDDEN = "seen_by_nobody_4d1e"  # a name in the hidden tests
SEEN = """
assert square(3) == 9
assert math.isclose(square(0.5), 0.25)
assert isinstance(square(2), int)
"""
IMPORTS = "import math\n\nimport numpy as np"
ANSWERS = {
    "square": "def square(x):\n    return x * x",
    "squares": "def squares(n):\n    return [x * x for x in range(n)]",
    "mean": "def mean(numbers):\n    return sum(numbers) / len(numbers)",
    "scaled": "def scaled(array):\n    return array / array.max()",
    "root": """
def root(x):
    if x < 0:
        raise ValueError(f"{x} is negative")
    return math.sqrt(x)
""",
    "pair": """
class Pair:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def swapped(self):
        return Pair(self.y, self.x)

    def __add__(self, other):
        return Pair(self.x + other.x, self.y + other.y)
""",
}
CHECKS = {
    "square": f"""{SEEN}
### BEGIN HIDDEN TESTS
for {HIDDEN} in range(-5, 6):
    assert square({HIDDEN}) == {HIDDEN} * {HIDDEN}
### END HIDDEN TESTS
""",
    "squares": """
assert squares(4) == [0, 1, 4, 9]
assert len(squares(10)) == 10
assert sum(squares(4)) == 14
assert all(a < b for a, b in zip(squares(5), squares(6)[1:]))
""",
    "mean": """
numbers = [3.0, 1.0, 2.0]
assert abs(mean(numbers) - 2.0) < 1e-9
assert numbers == [3.0, 1.0, 2.0], "mean has changed the list"
""",
    "scaled": """
array = np.array([1.0, 2.0, 4.0])
np.testing.assert_allclose(scaled(array), [0.25, 0.5, 1.0])
assert array.max() == 4.0, "scaled has changed the array"
""",
    "root": """
assert root(9.0) == 3.0
try:
    root(-4.0)
except ValueError as error:
    assert "negative" in str(error)
else:
    raise AssertionError("root(-4) has to say that -4 is negative")
""",
    "pair": """
pair = Pair(1.5, 2.5)
assert pair.x == 1.5
assert pair.swapped().x == 2.5
assert (pair + Pair(1.0, 1.0)).y == 3.5
""",
}
POINTS = {"square": 4, "squares": 4, "mean": 3, "scaled": 3, "root": 3, "pair": 3}


def as_written() -> NotebookNode:
    """Return the lesson as its instructor has written it."""
    cells = [new_markdown_cell("# Squares", id="title"), new_code_cell(IMPORTS, id="imports")]
    for name, answer in ANSWERS.items():
        source = f"### BEGIN SOLUTION\n{answer.strip()}\n### END SOLUTION"
        answered = new_code_cell(source, id=name)
        check = new_code_cell(CHECKS[name].strip(), id=f"{name}-check")
        marks = {"schema_version": 3, "task": False, "locked": False}
        answered.metadata.nbgrader = {**marks, "grade_id": name, "solution": True, "grade": False}
        check.metadata.nbgrader = {
            **{**marks, "locked": True, "grade_id": check.id, "solution": False, "grade": True},
            "points": POINTS[name],
        }
        cells += [answered, check]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


class OwnClassroom(Classroom):
    """A class in a lesson of an instructor's own."""

    @property
    def lesson(self) -> str:  # type: ignore[override]
        """The name of the lesson."""
        return NAME

    def bring(self, solution: Path) -> None:
        """Write the lesson's solution into its folder."""
        solution.mkdir(parents=True)
        nbformat.write(as_written(), solution / f"{NAME}.ipynb")

    def desk(self, student: str, port: int = 0) -> Desk:
        """Return where a student works; where nothing is released yet, with the solution."""
        path = self.course / "lessons" / NAME / f"{NAME}.ipynb"
        released = nbformat.read(path, as_version=4) if path.is_file() else as_written()
        answers = {name: answer.strip() for name, answer in ANSWERS.items()}
        return Desk(self.course, student, NAME, released, answers, port)
