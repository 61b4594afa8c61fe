"""The made-up students of the lessons keep and resume: whatever they write comes back."""

from __future__ import annotations

from importlib import import_module

import pytest
from support.workbench import Desk, desk

from microkit.checks import check
from microkit.checks.lessons import find_exercise

__all__ = ["desk"]


def resumed(desk: Desk, exercise, notebook, names: list[str], use: str) -> dict:
    """Return a student's names as the next notebook has them."""
    asked = ", ".join(map(repr, names))
    call = f"resume({asked}, upto={int(exercise.lesson)}, use={use!r})"
    things = desk.open("06_learning").run(call)
    things = things if isinstance(things, tuple) else (things,)
    return notebook.names | dict(zip(names, things, strict=True))


def students(table: str, *lessons: str) -> list:
    """Return the right lesson, the exercise and the code of these lessons' students."""
    modules = {lesson: import_module(f"misconceptions.students_{lesson}") for lesson in lessons}
    return [
        pytest.param(module.RIGHT, exercise, code, id=f"{lesson} {name}")
        for lesson, module in modules.items()
        for name, (exercise, code) in getattr(module, table).items()
    ]


def keep(desk: Desk, right: str, exercise, code: str):
    """Return a notebook that has kept what an exercise asks for, and the names of it."""
    notebook = desk.open(f"{exercise.lesson}_lesson", right, *([code] if code.strip() else []))
    things = [notebook.names.get(name) for name in exercise.names]
    names = [n for n, t in zip(exercise.names, things, strict=True) if hasattr(t, "__qualname__")]
    kept = notebook.run(f"keep({', '.join(names)})") if names else None
    if not kept or "comes from microkit" in kept.trouble:
        pytest.skip("it is the kit's own, or no code")
    assert (kept.trouble, kept.remarks) == ("", [])
    return notebook, names


@pytest.mark.parametrize(("right", "id_", "code"), students("STYLES", "01", "03"))
def test_right_code_of_any_style_comes_back(desk: Desk, right, id_, code, capsys) -> None:
    exercise = find_exercise(id_)
    notebook, names = keep(desk, right, exercise, code)
    assert check(id_, resumed(desk, exercise, notebook, names, "mine")).passed
    assert check(id_, resumed(desk, exercise, notebook, names, "checked")).passed


@pytest.mark.parametrize(("right", "id_", "code"), students("WRONG", "05"))
def test_wrong_code_is_kept_named_and_replaced(desk: Desk, right, id_, code, capsys) -> None:
    exercise = find_exercise(id_)
    notebook, names = keep(desk, right, exercise, code)
    again = check(id_, resumed(desk, exercise, notebook, names, "mine"))
    assert again.to_json() == check(id_, notebook.names).to_json()
    capsys.readouterr()
    lent = resumed(desk, exercise, notebook, names, "checked")
    assert again.misconceptions[0] in "".join(capsys.readouterr().out.split())
    assert check(id_, lent).passed
