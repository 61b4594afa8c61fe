"""Answers that are alike beyond chance: copies are found, and nobody who worked alone is listed."""

from __future__ import annotations

import ast
import random
import shutil
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import nbformat
import pytest
from misconceptions.students import MODULES
from misconceptions.students_02 import WRONG_RULES
from support.student import released, solved

from microkit.course.demo import Demo
from microkit.course.folder import Course
from microkit.course.grade.alike import alike as alike_module
from microkit.course.grade.alike.alike import Likeness, alike
from microkit.course.grade.alike.likeness import find_alike

LESSON = "02_one_step_back"
STUB = "pass  # your lines go here"
HABITS = {
    "up": [*[None] * 8, "g", "grad", "upstream", "incoming", "top", "message", "og", "from_above"],
    "local": [*[None] * 8, "local", "slope", "factor", "d", "ls"],
    "in front": [True, False],
    "in full": [False, False, False, True],
    "comments": [True, False, False],
}
RULES = {
    "mul-backward": [("other.data", "self.data")],
    "add-backward": [("1.0", "1.0"), ("1", "1")],
    "pow-backward": [("n * self.data ** (n - 1)",), ("n * pow(self.data, n - 1)",)],
    "div-backward": [
        ("1 / other.data", "-self.data / other.data**2"),
        ("1 / other.data", "-(self.data / other.data ** 2)"),
        ("other.data ** -1", "-self.data * other.data ** -2"),
    ],
    "minus-backward": [("-1",), ("-1.0",)],
}
COMMENTS = ["product rule", "chain rule", "swap them", "power rule", "dont forget the minus", "ok"]


def answers_of(notebook) -> dict[str, str]:
    known = ((cell, cell.metadata.get("nbgrader", {})) for cell in notebook.cells)
    return {about.grade_id: cell.source for cell, about in known if about.get("solution")}


RELEASED, SOLUTION = answers_of(released(LESSON)), answers_of(solved(LESSON))


def fill(cell: str, *lines: str) -> str:
    """Return a cell of the lesson with these lines in it."""
    return RELEASED[cell].replace(STUB, "\n        ".join(lines))


def honest(rng: random.Random) -> tuple[dict[str, str], list[str]]:
    """Return what somebody writes alone: habits of their own, and some wrong ideas."""
    habit = {name: rng.choice(ways) for name, ways in HABITS.items()}
    up, answers, slips = habit["up"] or "out.grad", {}, []
    for cell, ways in RULES.items():
        idea = rng.choice([name for name in WRONG_RULES if name[:3] == cell[:3].upper()] or [""])
        if idea and rng.random() < 0.12:
            slips.append(idea)
            answers[cell] = fill(cell, *WRONG_RULES[idea][1].split("; "))
            continue
        lines = [f"{up} = out.grad"] if habit["up"] else []
        for who, slope in zip(("self", "other"), rng.choice(ways), strict=False):
            if habit["local"]:
                lines.append(f"{habit['local']} = {slope}")
                slope = habit["local"]
            share = f"{slope} * {up}" if habit["in front"] else f"{up} * {slope}"
            full = f"{who}.grad = {who}.grad + {share}"
            lines.append(full if habit["in full"] else f"{who}.grad += {share}")
        if habit["comments"] and rng.random() < 0.5:
            lines[-1] += f"  # {rng.choice(COMMENTS)}"
        answers[cell] = fill(cell, *lines)
    answers["chain-by-hand"] = SOLUTION["chain-by-hand"]
    return answers, slips


def a_class(size: int, seed: int) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    rng = random.Random(1000 * seed + size)
    made = {f"s{number:04}": honest(rng) for number in range(size)}
    return {name: one for name, (one, _) in made.items()}, {n: two for n, (_, two) in made.items()}


def own_way() -> dict[str, str]:
    """Return the answers of somebody who goes a way of their own in every cell."""
    return {
        "mul-backward": fill(
            "mul-backward",
            "for mine, yours in ((self, other.data), (other, self.data)):",
            "    mine.grad = sum([mine.grad, yours * out.grad])",
        ),
        "add-backward": fill(
            "add-backward", "for parent in out._prev:", "    parent.grad += float(out.grad)"
        ),
        "pow-backward": fill(
            "pow-backward",
            *("if n == 0:", "    return"),
            "self.grad += n * pow(self.data, n - 1) * out.grad",
        ),
        "div-backward": fill(
            "div-backward",
            "share = lambda cake, guests: cake / guests",
            "self.grad += share(out.grad, other.data)",
            "other.grad -= share(share(self.data * out.grad, other.data), other.data)",
        ),
        "minus-backward": fill("minus-backward", 'self.grad += out.grad * int("-1")'),
    }


def rewritten(answers: dict[str, str]) -> dict[str, str]:
    """Return a copy with other names, spaces and comments."""
    names = {
        "mine": "p",
        "yours": "q",
        "parent": "node",
        "share": "fff",
        "cake": "x",
        "guests": "y",
    }
    copy = {}
    for cell, source in answers.items():
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                node.id = names.get(node.id, node.id)
            elif isinstance(node, ast.arg):
                node.arg = names.get(node.arg, node.arg)
        copy[cell] = "# all my own work\n" + ast.unparse(tree).replace("    ", "  ")
    return copy


def listed(answers, slips=None) -> list[Likeness]:
    return alike(answers, RELEASED, SOLUTION, slips or {})


# Nobody who worked alone


@pytest.mark.parametrize(
    ("size", "seed"),
    [*((size, seed) for size in (2, 6, 30) for seed in range(5)), (100, 1), (300, 1)],
)
def test_honest_classmates_are_never_listed(size: int, seed: int) -> None:
    assert listed(*a_class(size, seed)) == []


def test_the_same_right_answers_say_nothing() -> None:
    everybody = {f"s{number}": dict(SOLUTION) for number in range(20)}
    assert listed(everybody) == []
    assert listed({name: dict(RELEASED) for name in everybody}) == []
    assert listed({"ada": SOLUTION, "ben": SOLUTION}) == []
    assert listed({}) == []


@pytest.mark.parametrize("lesson", MODULES)
def test_right_styles_and_wrong_ideas_written_one_by_one_are_not_alike(lesson: str) -> None:
    module, answers, slips, codes = MODULES[lesson], {}, {}, {}
    for table in ("STYLES", "WRONG", "TOGETHER", "NOTED"):
        for key, (exercise, code) in getattr(module, table).items():
            if code in codes.values():
                continue  # one text that stands for several exercises
            name = f"{table} {key}"
            answers[name] = {"lesson": module.RIGHT, exercise: code}
            slips[name], codes[name] = [key] if table == "WRONG" else [], code
    assert len(answers) > 10
    found = alike(answers, {}, {"lesson": module.RIGHT}, slips)
    # Where one text was made from another by a few letters, they *are* alike.
    for pair in (pair for one in found for pair in combinations(one.students, 2)):
        assert SequenceMatcher(None, *(codes[name] for name in pair)).ratio() > 0.9


def test_one_odd_thing_alone_is_not_enough() -> None:
    answers, slips = a_class(30, 5)
    for name in ("s0003", "s0008"):
        answers[name] = SOLUTION | {"add-backward": fill("add-backward", "zorp = 1", "zorp")}
        slips[name] = []
    assert listed(answers, slips) == []


def test_what_many_have_is_no_evidence() -> None:
    answers, slips = a_class(30, 6)
    for name in list(answers)[:9]:  # the way of a tutor
        answers[name], slips[name] = own_way(), []
    assert listed(answers, slips) == []


# Copies


@pytest.mark.parametrize("size", [6, 30, 300])
@pytest.mark.parametrize("copied", [dict, rewritten])
def test_copies_are_found_also_with_other_names_spaces_and_comments(size: int, copied) -> None:
    answers, slips = a_class(size, 1)
    answers["s0002"] = own_way()
    answers["s0004"] = copied(own_way())
    slips["s0002"] = slips["s0004"] = []
    found = listed(answers, slips)
    assert [one.students for one in found] == [("s0002", "s0004")]
    assert set(found[0].cells) >= {"mul-backward", "add-backward", "div-backward"}


def test_the_evidence_is_in_plain_words() -> None:
    answers, slips = a_class(40, 2)
    odd = fill(
        "mul-backward",
        "zorp = out.grad  # chian rule",
        "self.grad += self.data * zorp  # dunno why",
        "other.grad += other.data * zorp",
    )
    for name in ("s0011", "s0030"):
        answers[name], slips[name] = SOLUTION | {"mul-backward": odd}, ["MUL-OWN"]
    for name in slips.keys() - {"s0011", "s0030"}:
        slips[name] = ["MUL-OWN"] if name == "s0001" else []
    (found,) = listed(answers, slips)
    assert found.students == ("s0011", "s0030")
    assert found.cells == ("mul-backward",)
    assert 'the same comment "chian rule", which nobody else has' in found.evidence
    assert "the same name `zorp` for `out.grad`, which nobody else has" in found.evidence
    assert "the same slip MUL-OWN, which 1 other has" in found.evidence


def test_a_group_is_listed_once_and_says_who_has_what() -> None:
    answers, slips = a_class(60, 3)
    for name in ("s0001", "s0020", "s0050"):
        answers[name], slips[name] = own_way(), []
    answers["s0050"] |= {"minus-backward": SOLUTION["minus-backward"]}
    (found,) = listed(answers, slips)
    assert found.students == ("s0001", "s0020", "s0050")
    assert any(not words.startswith("s0") for words in found.evidence)
    assert found.evidence[-1].startswith("and ")


def test_the_same_class_gives_the_same_list_in_any_order() -> None:
    answers, slips = a_class(50, 4)
    answers["s0007"] = own_way()
    answers["s0031"] = rewritten(own_way())
    backwards = dict(reversed(answers.items()))
    assert listed(answers, slips) == listed(backwards, slips) != []


@pytest.mark.parametrize(
    "text", ["def (", "%matplotlib inline\nx = 1", "!ls", "\x00", "x = '", "", "=" * 50,
             "a = " + "-" * 3000 + "1", "(" * 500],
)  # fmt: skip
def test_what_is_not_python_is_compared_by_its_lines(text: str) -> None:
    assert listed({"ada": {"a": text}, "ben": {"a": text}, "chloe": {"a": "x"}}) == []


def test_the_same_broken_answers_are_found() -> None:
    broken = {
        "a": "my grandmothers recipy for derivatifs\nstir the upstreem twice",
        "b": "then add chily peper (",
    }
    others = {f"s{number}": {"a": f"x = {number}"} for number in range(10)}
    (found,) = listed(others | {"ada": broken, "ben": broken})
    assert found.students == ("ada", "ben")


# A large class, and a course


def test_of_a_thousand_students_few_pairs_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, slips = a_class(1000, 7)
    answers["s0123"] = own_way()
    answers["s0777"] = rewritten(own_way())
    slips["s0123"] = slips["s0777"] = []
    compared = []
    weigh = alike_module._worth
    monkeypatch.setattr(
        alike_module, "_worth", lambda pair, *rest: compared.append(pair) or weigh(pair, *rest)
    )
    found = listed(answers, slips)
    assert len(compared) < 1000 * 999 / 2 / 10
    assert [one.students for one in found] == [("s0123", "s0777")]


def test_a_graded_course_is_read_and_left_alone(demo: Demo) -> None:
    root = demo.gradebook.parent
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    lesson = Course(root).lesson("02")
    place = root / "autograded"
    assert find_alike(place, lesson.name, lesson.release, lesson.solution) == []
    assert find_alike(place, lesson.name, lesson.release, root / "nowhere.ipynb") == []
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_a_copy_in_a_graded_course_is_found(demo: Demo, tmp_path: Path) -> None:
    lesson = Course(demo.gradebook.parent).lesson("02")
    graded = demo.gradebook.parent / "autograded"
    book = nbformat.read(graded / "ada" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for student in ("gus", "hana"):
        for cell in book.cells:
            if about := own_way().get(cell.metadata.get("nbgrader", {}).get("grade_id", "")):
                cell.source = about
        folder = tmp_path / student / LESSON
        folder.mkdir(parents=True)
        nbformat.write(book, folder / f"{LESSON}.ipynb")
    for student in ("ben", "chloe", "dev", "ema"):
        shutil.copytree(graded / student, tmp_path / student)
    (found,) = find_alike(tmp_path, LESSON, lesson.release, lesson.solution)
    assert found.students == ("gus", "hana")
