"""What a person should know about how a student's code ran."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from microkit.course.grade.plan import Plan
from microkit.course.grade.talk import Talk
from microkit.course.intake.finding import Finding

ABSENT = re.compile(r"(microkit[\w.]*|[\w.]+, from an earlier lesson,) is not there where work")


def about_cells(plan: Plan, talks: Iterable[Talk]) -> Iterator[Finding]:
    """Say which cells were left out, and which call what is not there."""
    own = {cell.id for cell in plan.run if cell.own}
    said: set[str] = set()
    for talk in talks:
        for id_, outcome in talk.left_out.items():
            if id_ not in said:
                said.add(id_)
                sentence = f"The cell {id_} was left out. {outcome.sentence}"
                yield Finding("left-out-cell", sentence, outcome.problem != "time", "")
        for id_, told in talk.told.items():
            trouble = told.trouble or {}
            if id_ in own and trouble.get("kind") == "NotHereError" and id_ not in said:
                said.add(id_)
                yield _absent(f"The cell {id_}", trouble.get("text", ""))


def about_answers(answers: Iterable[tuple[Any, Any]]) -> Iterator[Finding]:
    """Say which answers call what is not there."""
    said: set[str] = set()
    for exercise, answer in answers:
        written = json.dumps(answer)
        if "NotHereError" in written and exercise.base not in said:
            said.add(exercise.base)
            yield _absent(f"The answer to {exercise.base}", written)


def _absent(who: str, text: str) -> Finding:
    found = ABSENT.search(text)
    what = found[1] if found else "a part of the kit"
    return Finding(
        "calls-the-kit",
        f"{who} calls {what}, which is not there where work is graded: an answer has to be the "
        "student's own.",
        True,
    )
