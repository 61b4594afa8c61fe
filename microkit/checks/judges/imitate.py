"""Run an experiment on the right code, and on the right code with slips put into it."""

from __future__ import annotations

import ast
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.experiments import run_experiment
from microkit.checks.misconceptions.entry import Misconception

Seen = list[dict[str, Any]]


def imitate(exercise: Exercise, seed: str, slips: tuple[Misconception, ...] = ()) -> Seen | None:
    """Return what is seen of the right code with these slips; None where they exclude each other.

    Examples
    --------
    >>> from microkit.checks.lessons import find_exercise
    >>> seen = imitate(find_exercise("00.slope"), "7")
    >>> seen[0]["question"]
    'line'
    """
    edits = tuple(edit for slip in slips for edit in slip.edits)
    return _imitate(exercise, seed, edits)


@lru_cache(maxsize=512)
def _imitate(exercise: Exercise, seed: str, edits: tuple[tuple[str, str, str], ...]) -> Seen | None:
    source = edited(reference_source(exercise.lesson), edits)
    if source is None:
        return None
    try:
        names = _namespace(source)
    except SyntaxError:  # two edits that each make sense, and together do not
        return None
    return run_experiment(exercise, names, seed, steps=None)


def imitate_empty(exercise: Exercise, seed: str) -> list[Seen]:
    """Return what is seen of code that nobody has written yet: empty functions and methods."""
    source = reference_source(exercise.lesson)
    kinds = [empty(source, exercise.targets, keep) for keep in (("__init__",), ())]
    return [run_experiment(exercise, _namespace(kind), seed, steps=None) for kind in kinds]


@cache
def reference_source(lesson: str) -> str:
    """Return the right code of a lesson, as text."""
    spec = find_spec(f"microkit.checks.references.lesson{lesson}")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"there is no reference for lesson {lesson}")
    return Path(spec.origin).read_text(encoding="utf-8")


def edited(source: str, edits: tuple[tuple[str, str, str], ...]) -> str | None:
    """Return a source with each edit made inside its function or class; None where one misses.

    Examples
    --------
    >>> edited("def double(x): return x * 2", (("double", "x * 2", "x + 2"),))
    'def double(x): return x + 2'
    """
    pieces = dict(_pieces(source))
    for name, old, new in edits:
        if name not in pieces:
            raise KeyError(f"the reference defines no {name}")
        piece = pieces[name]
        if old and piece.count(old) != 1:
            return None
        pieces[name] = piece.replace(old, new) if old else new
    return "".join(pieces.values())


@lru_cache(maxsize=32)
def _pieces(source: str) -> tuple[tuple[str, str], ...]:
    """Return a source cut into what defines each top-level name, and what stands in between."""
    lines = source.splitlines(keepends=True)
    pieces: list[tuple[str, str]] = []
    done = 0
    for node in ast.parse(source).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node
        name = getattr(target, "name", "") or getattr(target, "id", "")
        if name and name not in dict(pieces):
            start, end = node.lineno - 1, node.end_lineno or node.lineno
            pieces += [(f"before {name}", "".join(lines[done:start]))]
            pieces += [(name, "".join(lines[start:end]))]
            done = end
    return (*pieces, ("", "".join(lines[done:])))


def empty(source: str, targets: tuple[str, ...], keep: tuple[str, ...]) -> str:
    """Return a source in which the targets' functions and methods do nothing, except those kept."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in targets:
            node.body = [ast.Pass()]
        elif isinstance(node, ast.ClassDef):
            wanted = {
                target.split(".")[1] for target in targets if target.startswith(f"{node.name}.")
            }
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and (
                    method.name in wanted or (node.name in targets and method.name not in keep)
                ):
                    method.body = [ast.Pass()]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in targets:
            node.value = ast.Constant(None)
    return ast.unparse(ast.fix_missing_locations(tree))


def gives_back(source: str, targets: tuple[str, ...]) -> bool:
    """Say whether any of the targets' functions and methods returns something.

    Examples
    --------
    >>> gives_back("def one(): return 1", ("one",)), gives_back("def none(): pass", ("none",))
    (True, False)
    """
    wanted = {name for target in targets for name in (target.split(".")[0],)}
    return any(
        isinstance(node, ast.Return) and node.value is not None
        for definition in ast.parse(source).body
        if getattr(definition, "name", "") in wanted
        for node in ast.walk(definition)
    )


def _namespace(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "reference"}
    exec(compile(source, "<reference>", "exec"), names)
    return names
