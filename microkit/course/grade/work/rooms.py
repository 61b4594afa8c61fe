"""The room of a run: files of the kit, what stands in for the others, and a sandbox around it."""

from __future__ import annotations

import ast
import base64
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from microkit.checks.lessons import exercises
from microkit.course.grade.work.runs import Run
from microkit.course.sandbox.room import KIT

PACKAGES = ("numpy",)
_KIT = "microkit.course.grade.kit"
NEEDS_NUMPY = ("09", "10", "11")

# What every run needs: how to look at code, and no right answer.
_BASE = (
    *("errors.py", "guard.py", "data/__init__.py", "data/batches.py", "data/names.py"),
    *("data/names.txt", "data/points.py", "data/source.py", "data/tiny_gpt.py", "data/mnist.py"),
    *(f"checks/{name}.py" for name in ("exercise", "lend", "observer", "plain", "predict")),
    *(f"checks/{name}.py" for name in ("probes", "recipes")),
    *("checks/lessons", "checks/predictions"),
    *(f"course/grade/kit/{name}.py" for name in ("absent", "graded", "silent")),
    "course/grade/desk",
    *(f"checks/collectors/{n}.py" for n in ("__init__", "collect", "experiment", "graft")),
    "checks/collectors/predictions.py",
    *(f"checks/experiments/{name}.py" for name in ("__init__", "parts", "run")),
    *("checks/right/__init__.py", "checks/right/node.py"),
)
_ALSO = {"11": ("checks/experiments/lesson10_numbers.py", "data/tiny_gpt.npz")}
_NOT_SHOWN = "def show_as_graph(cls):\n    return cls\n\n\n"
# Lessons in which there is no Value yet, or which ask for one.
_BEFORE_VALUE = ("00", "01")
_PUBLIC = (
    *("engine.py", "operation.py", "operations.py", "sums.py", "derivatives.py", "numeric.py"),
    *("tensor.py", "broadcast.py", "arrays/__init__.py", "nn/__init__.py", "optim/__init__.py"),
    *("train/__init__.py", "examples/__init__.py", "course/workbench/__init__.py"),
)


def parts_of(lesson: str, run: Run) -> list[str]:
    """Return the files and folders of the kit that are in the room of a run."""
    folder = KIT / "checks" / "experiments"
    experiments = [f"checks/experiments/{path.name}" for path in folder.glob(f"lesson{lesson}*.py")]
    return [
        *_BASE,
        *sorted(experiments),
        *(_ALSO.get(lesson, ())),
        *(() if lesson in _BEFORE_VALUE else ("course/starter.py", "checks/right/value.py")),
        *(f"checks/right/{name}.py" for name in run.right),
        *run.kit,
        *(("graph",) if run.drawn else ()),
        *(("checks/collectors/rule.py",) if _has_rules(lesson) else ()),
        *(f"checks/references/lesson{number}.py" for number in run.earlier),
    ]


def stand_ins_of(lesson: str, run: Run) -> dict[str, str]:
    """Return the texts that stand in for files of the kit: by name, from the package's folder."""
    absent = f"from {_KIT}.absent import parts_of\n\n__getattr__ = parts_of(__name__)\n"
    silent = f"from {_KIT}.silent import anything as __getattr__\n"
    found = {
        "__init__.py": (KIT / "course" / "grade" / "kit" / "whole.py").read_text(encoding="utf-8"),
        "widgets/__init__.py": silent,
        "widgets/chart.py": silent,
        "graph/display.py": _NOT_SHOWN,
        "checks/__init__.py": f"from microkit.checks.predict import Prediction, predict\n"
        f"from {_KIT}.graded import check\n{absent}",
        "course/__init__.py": "from microkit.course.starter import forward_value, method_of\n"
        f"from {_KIT}.graded import ready\n{absent}",
        "course/ready.py": f"from {_KIT}.graded import ready\n",
        "data/digits.py": _digits() if lesson == "10" else absent,
    }
    for name in _PUBLIC:
        if name not in run.kit and name.removesuffix("/__init__.py") not in run.kit:
            found[name] = absent
    if not run.drawn:
        found["graph/__init__.py"] = _NOT_SHOWN + absent
    if lesson in _BEFORE_VALUE:
        found["course/starter.py"] = _only("course/starter.py", ("method_of",)) + absent
    if run.lends:
        found[f"checks/references/lesson{lesson}.py"] = lent_source(lesson, run.lends)
    return found


def lent_source(lesson: str, names: tuple[str, ...]) -> str:
    """Return these definitions of a lesson's right code, with its imports, and nothing else."""
    return _only(f"checks/references/lesson{lesson}.py", names)


def _only(part: str, names: tuple[str, ...]) -> str:
    """Return a part of the kit with these definitions alone."""
    source = (KIT / part).read_text(encoding="utf-8")
    kept: list[ast.stmt] = []
    for statement in ast.parse(source).body:
        is_import = isinstance(statement, ast.Import | ast.ImportFrom)
        is_alias = (
            isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "Array"
        )
        if is_import or is_alias or getattr(statement, "name", "") in names:
            kept.append(statement)
    return "\n".join(map(ast.unparse, kept)) + "\n"


def imports_of(lesson: str, run: Run) -> list[str]:
    """Return what a warm sandbox imports beforehand: of the kit and of packages, nothing else."""
    names = ["numpy"] if lesson in NEEDS_NUMPY else []
    names += ["microkit", "microkit.checks.collectors.collect", "microkit.data"]
    if (KIT / "checks" / "experiments" / f"lesson{lesson}.py").is_file():
        names.append(f"microkit.checks.experiments.lesson{lesson}")
    for part in (*(f"checks/right/{name}.py" for name in run.right), *run.kit):
        names.append("microkit." + part.removesuffix(".py").replace("/", "."))
    kinds = ("experiment", "predictions", *(("rule",) if _has_rules(lesson) else ()))
    names += [f"microkit.checks.collectors.{kind}" for kind in kinds]
    desk = "microkit.course.grade.desk"
    return [*names, "microkit.course.starter", f"{desk}.desk", f"{desk}.things"]


def _has_rules(lesson: str) -> bool:
    return any(e.kind == "rule" for e in exercises() if e.lesson == lesson)


@cache
def _digits() -> str:
    """Return a module with the digits themselves: scikit-learn also knows how to read them."""
    from microkit import data

    x, y = data.digits()
    pixels = (x * 16).round().astype("uint8").tobytes()
    packed = base64.b85encode(zlib.compress(pixels + y.astype("uint8").tobytes(), 9)).decode()
    return _DIGITS.format(count=len(y), packed=packed)


_DIGITS = '''"""Small pictures of digits, 8 x 8, without scikit-learn."""

import base64
import zlib

import numpy as np

COUNT = {count}
PACKED = "{packed}"


def digits(*, images=False, dtype="float32"):
    """Return 1,797 handwritten digits, as `microkit.data.digits` does."""
    numbers = np.frombuffer(zlib.decompress(base64.b85decode(PACKED)), dtype=np.uint8)
    x, y = numbers[: COUNT * 64], numbers[COUNT * 64 :]
    shape = (-1, 1, 8, 8) if images else (-1, 64)
    return (x / 16).astype(dtype).reshape(shape), y.astype(np.int64)
'''


def room_of(lesson: str, run: Run, packages: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return how a sandbox for this run is made: the arguments of `Sandbox`.

    Parameters
    ----------
    lesson : str
        Its number.
    run : Run
        One of its runs.
    packages : sequence of str, optional
        Installed packages that student code may import, besides numpy.
    """
    return {
        "packages": tuple(dict.fromkeys([*PACKAGES, *packages])),
        "parts": parts_of(lesson, run),
        "stand_ins": stand_ins_of(lesson, run),
        "imports": imports_of(lesson, run),
    }
