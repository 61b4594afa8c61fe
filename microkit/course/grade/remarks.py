"""What a person should know about how a student's code ran."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from microkit.checks.exercise import Exercise
from microkit.course.finding import Finding
from microkit.course.grade.plan import Plan
from microkit.course.grade.talk import Talk
from microkit.course.sandbox import Outcome

ABSENT = re.compile(r"(microkit[\w.]*|[\w.]+, from an earlier lesson,) is not there where work")
# These know derivatives or learn by themselves: an answer that needs one is not a student's own.
OTHER_ENGINES = {
    *("autograd", "jax", "keras", "micrograd", "minitorch", "mxnet", "sklearn", "sympy"),
    *("tensorflow", "theano", "tinygrad", "torch"),
}


# What a student's own class answers about itself, and what its code has changed of the check's.
_SAYS_YES = ("==", "!=", "bool(", "changed(")


def about_imports(plan: Plan) -> Iterator[Finding]:
    """Say which cells of a student's own import another engine, which is not there."""
    for cell in plan.run:
        found = sorted(_imported(cell.source) & OTHER_ENGINES) if cell.own else []
        if found:
            yield Finding(
                "another-engine",
                f"The cell {cell.id} imports {', '.join(found)}, which is not there where work is "
                "graded: an answer has to be the student's own.",
                True,
            )


def about_cells(
    plan: Plan, talks: Iterable[Talk], left_out: Mapping[str, Outcome]
) -> Iterator[Finding]:
    """Say which cells were left out, and which call what is not there."""
    for id_, outcome in left_out.items():
        late = outcome.ok or outcome.problem == "time"
        why = "It did not end." if outcome.ok else outcome.sentence
        yield Finding("left-out-cell", f"The cell {id_} was left out. {why}", not late)
    own = {cell.id for cell in plan.run if cell.own}
    for talk in talks:
        for id_, told in talk.told.items():
            if id_ in own and told.trouble and told.trouble["kind"] == "NotHereError":
                yield _absent(f"The cell {id_}", told.trouble["text"])


def about_answer(exercise: Exercise, outcome: Outcome) -> Iterator[Finding]:
    """Say where an answer calls what is not there, or ended in a way that no honest one does."""
    who = f"The answer to {exercise.base}"
    written = outcome.sentence if not outcome.ok else json.dumps(outcome.answer)
    if "NotHereError" in written:
        yield _absent(who, written)
    elif outcome.problem:
        why = outcome.sentence or "What came back is no answer to what was asked."
        yield Finding("ended-oddly", f"{who} could not be judged. {why}", True)


def about_claims(grade_id: str, claims: Sequence[str]) -> Iterator[Finding]:
    """Say where a check rests on what the student's own code says of itself."""
    told = [claim for claim in claims if any(sign in claim for sign in _SAYS_YES)]
    if told:
        yield Finding(
            "claims",
            f"The check {grade_id} rests on what the student's own code says of itself "
            f"({told[0]}). Look whether it is true.",
            True,
            grade_id,
        )


def _absent(who: str, text: str) -> Finding:
    found = ABSENT.search(text)
    what = found[1] if found else "a part of the kit"
    return Finding(
        "calls-the-kit",
        f"{who} calls {what}, which is not there where work is graded: an answer has to be the "
        "student's own.",
        True,
    )


def _imported(source: str) -> set[str]:
    """Return the packages that a cell imports, as far as its text says."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import)
             for alias in node.names]  # fmt: skip
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}
