"""Classes of made-up students: right, empty, and with slips; nobody has a loop without an end."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
from misconceptions import students_02
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from support.student import ROOT, released, solved

from microkit.course.grading import Grader, load_settings
from microkit.course.submissions import STORIES, Story, submission

BEGIN, END = "### BEGIN SOLUTION\n", "        ### END SOLUTION"
CELLS = {
    "__add__": "add-backward",
    "__mul__": "mul-backward",
    "__truediv__": "div-backward",
    "__pow__": "pow-backward",
    "__sub__": "minus-backward",
    "__neg__": "minus-backward",
}
SLIPS_06 = {
    "no mean": ("mse-loss", "return total / len(ys)", "return total"),
    "no margin": ("hinge-loss", "(1 - s * t)", "(-s * t)"),
    "uphill": ("sgd-class", "p.data -=", "p.data +="),
    "old news": ("train-loop", "        w.grad = 0.0\n", ""),
}
STOCK = """
from nbgrader.converters import Autograde

c.Autograde.sanitize_preprocessors = Autograde.sanitize_preprocessors.default()
c.Autograde.autograde_preprocessors = Autograde.autograde_preprocessors.default()
"""


def students(lesson: str, count: int) -> list[Story]:
    """Return so many students of lesson 02 or 06, each kind of them again and again."""
    whole = [Story("right", "the solution"), Story("empty", "nothing", edits=None)]
    if lesson.startswith("02"):
        kinds = [story for story in STORIES if story.student != "finn"]
        kinds += _with_wrong_rules(solved(lesson))
    else:
        kinds = whole + [Story("", what, edits=(edit,)) for what, edit in SLIPS_06.items()]
    repeated = itertools.islice(itertools.cycle(kinds), count)
    return [replace(story, student=f"student_{n:05}") for n, story in enumerate(repeated)]


def _with_wrong_rules(solution: NotebookNode) -> Iterator[Story]:
    """Yield a student for each wrong rule, which stands in place of the right one."""
    sources = {cell.id: cell.source for cell in solution.cells}
    for idea, (method, rule) in students_02.WRONG_RULES.items():
        if "math." in rule:  # the lesson has not imported it
            continue
        cell = CELLS[method]
        after = sources[cell].partition(f"def {method}(")[2]
        right = after.partition(BEGIN)[2].partition(END)[0]
        wrong = rule.replace("other", "n") if method == "__pow__" else rule
        lines = "".join(f"        {line}\n" for line in wrong.split("; "))
        yield Story("", idea, edits=((cell, right, lines),))


def make_course(root: Path, lesson: str, count: int, stock: bool = False) -> Path:
    """Make a course folder: one lesson is released, and so many students have handed in.

    Parameters
    ----------
    root : Path
        A folder that does not exist yet.
    lesson : str
        The lesson's name.
    count : int
        How many students.
    stock : bool, optional
        Whether nbgrader is to grade with its own steps and none of ours.
    """
    shutil.copytree(ROOT / "solutions" / lesson, root / "solutions" / lesson)
    shutil.copy(ROOT / "pyproject.toml", root)
    settings = root / "nbgrader_config.py"
    settings.write_text((ROOT / settings.name).read_text() + (STOCK if stock else ""))
    Grader(root, load_settings(settings), root / "release.log").release(lesson)
    shutil.copy(root / "gradebook.db", root / "released.db")
    notebook, solution = released(lesson), solved(lesson)
    for story in students(lesson, count):
        folder = root / "submitted" / story.student / lesson
        folder.mkdir(parents=True)
        nbformat.write(submission(notebook, solution, story), folder / f"{lesson}.ipynb")
    return root


def afresh(root: Path) -> None:
    """Take away all that grading has made, so that everything is as after the release."""
    for name in ("autograded", "feedback", "marks", ".graded"):
        shutil.rmtree(root / name, ignore_errors=True)
    shutil.copy(root / "released.db", root / "gradebook.db")


def marks(root: Path, lesson: str) -> dict[str, float]:
    """Return everyone's points."""
    with Gradebook(address(root)) as gradebook:
        everyone = gradebook.assignment_submissions(lesson)
        return {str(one.student_id): float(one.score or 0.0) for one in everyone}


def address(root: Path) -> str:
    """Return the address of a course's gradebook."""
    return f"sqlite:///{root / 'gradebook.db'}"


def seconds(root: Path, *command: str) -> float:
    """Run a command in a course folder as a user does, and return how long it took.

    Raises
    ------
    SystemExit
        If it fails: what follows would measure nothing.
    """
    program, *words = command
    scripts = sysconfig.get_path("scripts")
    begin = time.perf_counter()
    done = subprocess.run(
        [Path(scripts, program), *words],
        cwd=root,
        env={**os.environ, "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")])},
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - begin
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], sep="\n", file=sys.stderr)
        raise SystemExit(f"{' '.join(command)} failed in {root}; see above.")
    return took
