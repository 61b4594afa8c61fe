"""A tiny course in a temporary folder, with Jupyter's own folders there too."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.own_jupyter import own_jupyter

from microkit import cli
from microkit.course.build import build_lesson, write_build
from microkit.course.demo import Demo, run_demo
from microkit.course.folder import Course
from microkit.course.grading import Grader, load_settings

PROJECT = Path(__file__).parents[2]

LESSON = '''\
# %% [markdown]
# # 90 Doubling
# A lesson for the tests.

# %%
def predict(exercise, answer):
    """Stand in for the kit's own."""
    return answer is not ...

# %%
guess = predict("90.double", 14)  # twice 7: "zw\u00f6lf" is less

# %%
print("the same line")

# %%
print("the same line")

# %% nbgrader={"grade_id": "double", "solution": true}
def double(number):
    """Return twice the number."""
    ### BEGIN SOLUTION
    return 2 * number
    ### END SOLUTION

# %% nbgrader={"grade_id": "double-check", "grade": true, "points": 18}
18.0 if double(7) == 14 else 0.0

# %% nbgrader={"grade_id": "guess-check", "grade": true, "points": 2}
2 if guess else 0
'''


@pytest.fixture(scope="module", autouse=True)
def jupyter_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep Jupyter and IPython away from the folders of whoever runs the tests."""
    with own_jupyter(tmp_path_factory.mktemp("own")):
        yield


@pytest.fixture(scope="session")
def told() -> list[str]:
    """What the demo has told."""
    return []


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Demo:
    """One whole demo: a class that nbgrader has graded. Only for reading."""
    with own_jupyter(tmp_path_factory.mktemp("own")):
        return run_demo(Course(PROJECT), tmp_path_factory.mktemp("demo"), tell=told.append)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course folder with one lesson, 90_double, that is not built yet."""
    return _new_course(tmp_path / "course")


@pytest.fixture(scope="module")
def released_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, built, and released by nbgrader with a gradebook. Only for copying."""
    course = _new_course(tmp_path_factory.mktemp("released") / "course")
    lesson = course.lesson("90")
    write_build(course, lesson, build_lesson(course, lesson))
    log_file = course.root.parent / "nbgrader.log"
    Grader(course.root, load_settings(course.settings), log_file).release(lesson.name)
    return course.root


@pytest.fixture
def built(tmp_path: Path, released_once: Path) -> Course:
    """A course folder whose lesson is built and released."""
    return Course(Path(shutil.copytree(released_once, tmp_path / "built")))


def _new_course(root: Path) -> Course:
    (root / "lessons").mkdir(parents=True)
    (root / "solutions" / "90_double").mkdir(parents=True)
    (root / "solutions" / "90_double" / "90_double.py").write_text(LESSON, encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    return Course(root)


@pytest.fixture
def run_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs `microkit` where the test is: exit code, stdout, stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["microkit", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        return code, *capsys.readouterr()

    return run
