"""What a person should know about how a student's code ran."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import json
import re
import symtable
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from microkit.checks.exercise import Exercise
from microkit.course.cells import parse
from microkit.course.finding import Finding
from microkit.course.grade.work.plan import CellToJudge, Plan
from microkit.course.grade.work.talk import LeftOut, Talk
from microkit.course.sandbox import Outcome

AROUND = 1_000  # letters of a long text that are looked at, before and after an error's name
LENT = ", from an earlier lesson,"
# These know derivatives or learn by themselves: an answer that needs one is not a student's own.
OTHER_ENGINES = {
    *("autograd", "jax", "keras", "micrograd", "minitorch", "mxnet", "sklearn", "sympy"),
    *("tensorflow", "theano", "tinygrad", "torch"),
}


# Of what kind a thing is, its class may say: no check rests on that alone.
_WEAK = ("isinstance(", "issubclass(")


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
    plan: Plan,
    talks: Iterable[Talk],
    left_out: Mapping[str, LeftOut],
    lost: Collection[str],
) -> Iterator[Finding]:
    """Say which cells were left out, which call what is not there, and which stop at a picture.

    Parameters
    ----------
    plan : Plan
        The cells.
    talks : iterable of Talk
        The runs.
    left_out : mapping
        The cells that were not run again.
    lost : collection of str
        The graded cells that have not earned all their points.
    """
    cells = {cell.id: cell for cell in plan.run}
    asked = {name for check in plan.judge if check.id in lost for name in _asked(check)}
    for id_, left in left_out.items():
        late = left.outcome.ok or left.outcome.problem == "time"
        why = "It did not end." if left.outcome.ok else left.outcome.sentence
        if left.statements:
            why += " Only what stands above the line that did not end was run."
        # Where its end is unknown, all of the cell is gone, and what was right in it, too.
        costs = left.statements is None and not asked.isdisjoint(_names(cells[id_].source))
        yield Finding("left-out-cell", f"The cell {id_} was left out. {why}", not late or costs)
    for talk in talks:
        for id_, told in talk.told.items():
            if not told.trouble:
                continue
            if told.trouble["shows"]:
                yield Finding(
                    "not-shown",
                    f"The cell {id_} stops in a line that draws or shows something: "
                    f"{told.trouble['line']}. Nothing is shown where work is graded: look whether "
                    "the cell is right.",
                    True,
                )
            elif not cells[id_].own:
                continue
            elif told.trouble["kind"] == "NotHereError":
                yield _absent(f"The cell {id_}", told.trouble["text"])
            elif package := _left_outside(told.trouble):
                yield Finding(
                    "not-in-the-room",
                    f"The cell {id_} imports {package}, which is not there where work is graded. "
                    "c.GradeOutside.packages in nbgrader_config.py lets it in.",
                    True,
                )


def about_answer(exercise: Exercise, outcome: Outcome) -> Iterator[Finding]:
    """Say where an answer calls what is not there, or ended in a way that no honest one does."""
    who = f"The answer to {exercise.base}"
    written = outcome.sentence if not outcome.ok else json.dumps(outcome.answer)
    place = written.find("NotHereError")
    if place >= 0:
        yield _absent(who, written[max(0, place - AROUND) : place + AROUND])
    elif outcome.problem:
        why = outcome.sentence or "What came back is no answer to what was asked."
        yield Finding("ended-oddly", f"{who} could not be judged. {why}", True)


def about_claims(grade_id: str, claims: Sequence[str]) -> Iterator[Finding]:
    """Say where a check rests on what the student's own code says of itself."""
    told = [claim for claim in claims if not claim.startswith(_WEAK)]
    if told:
        yield Finding(
            "claims",
            f"The check {grade_id} rests on what the student's own code says of itself "
            f"({told[0]}). Look whether it is true.",
            True,
            grade_id,
        )


def about_names(plan: Plan, lost: Collection[str]) -> Iterator[Finding]:
    """Say which cells take away what a check above them asks for, where points were lost.

    Checks are asked when all cells have run, and not at their places.

    Parameters
    ----------
    plan : Plan
        The cells.
    lost : collection of str
        The graded cells that have not earned all their points.
    """
    known = {*dir(builtins), *_symbols("\n".join(plan.imports), "bound")}
    for check in plan.judge:
        if check.id not in lost:
            continue
        asked = _asked(check) - known
        for cell in plan.run[check.above :]:
            taken = sorted(asked & _symbols(cell.source, "bound")) if cell.own else []
            if taken:
                yield Finding(
                    "another-meaning",
                    f"The cell {cell.id} deletes {', '.join(taken)}, or gives it another meaning, "
                    "below a check that asks for it. Checks are asked when all cells have run: "
                    "look whether the answer was right.",
                    True,
                )


def about_helpers(plan: Plan) -> Iterator[Finding]:
    """Say where a student gives a name of the lesson's own another meaning, and a check uses it."""
    given = {name for cell in plan.run if not cell.own for name in _symbols(cell.source, "bound")}
    outside = {*dir(builtins), *_symbols("\n".join(plan.imports), "bound")}
    for check in plan.judge:
        asked = set() if check.exercise else _symbols(check.source, "used") & given - outside
        for cell in plan.run if asked else ():
            taken = sorted(asked & _symbols(cell.source, "bound")) if cell.own else []
            if taken:
                yield Finding(
                    "another-meaning",
                    f"The cell {cell.id} gives {', '.join(taken)} another meaning, which is the "
                    f"lesson's own, and the check {check.grade_id} uses it. Look what it does now.",
                    True,
                    check.grade_id,
                )


def _asked(check: CellToJudge) -> set[str]:
    """Return the names that a graded cell asks for, or uses."""
    return {*check.names.values()} if check.exercise else _symbols(check.source, "used")


def _names(source: str) -> set[str]:
    """Return the names that a cell uses, or gives a meaning."""
    return _symbols(source, "used") | _symbols(source, "bound")


def _symbols(source: str, how: str) -> set[str]:
    """Return the names that a cell uses, or gives a meaning or takes it away."""
    try:
        table = symtable.symtable(source, "cell", "exec").get_symbols()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    if how == "used":
        return {one.get_name() for one in table if one.is_referenced() and not one.is_assigned()}
    return {one.get_name() for one in table if one.is_assigned() or one.is_imported()}


def _absent(who: str, text: str) -> Finding:
    """Say that what the text of a `NotHereError` names is not there; student code may write it."""
    before, says, _ = text.partition(" is not there where work")
    name = re.split(r"[^\w.]", before.removesuffix(LENT))[-1] if says else ""
    what = f"{name[:100]}{LENT if before.endswith(LENT) else ''}" if name else "a part of the kit"
    return Finding(
        "calls-the-kit",
        f"{who} calls {what}, which is not there where work is graded: an answer has to be the "
        "student's own.",
        True,
    )


def _left_outside(trouble: Mapping[str, str]) -> str:
    """Return the package that a cell did not find, if it is installed here; ``""`` if not."""
    found = re.fullmatch(r"No module named '(\w+)[\w.]*'", trouble["text"])
    if trouble["kind"] != "ModuleNotFoundError" or not found or found[1] in OTHER_ENGINES:
        return ""
    return found[1] if importlib.util.find_spec(found[1]) else ""


def _imported(source: str) -> set[str]:
    """Return the packages that a cell imports, as far as its text says."""
    tree = parse(source)
    if tree is None:
        return set()
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import)
             for alias in node.names]  # fmt: skip
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}
