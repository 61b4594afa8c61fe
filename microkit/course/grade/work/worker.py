"""Grade one submission: run it inside, judge it outside, and hand back what its cells show."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges import judge
from microkit.checks.lessons import find_exercise
from microkit.checks.report import Report
from microkit.course.errors import CourseError
from microkit.course.finding import Finding
from microkit.course.grade.endings import NO_ANSWER, plain
from microkit.course.grade.outputs import (
    error_output,
    shows_error,
    text_output,
    value_output,
)
from microkit.course.grade.task import Graded, Task
from microkit.course.grade.work.patience import Patience
from microkit.course.grade.work.plan import CellToJudge, Plan, plan_of
from microkit.course.grade.work.remarks import (
    about_answer,
    about_cells,
    about_claims,
    about_helpers,
    about_imports,
    about_names,
)
from microkit.course.grade.work.rooms import room_of
from microkit.course.grade.work.runs import Run, runs_of
from microkit.course.grade.work.seeds import derived, derived_for
from microkit.course.grade.work.talk import LeftOut, Talk
from microkit.course.sandbox import Limits, Outcome, Sandbox, SandboxError

LIMITS = Limits(processor_seconds=120, memory=2 * 2**30)
MOST_SHOWN = 10_000  # letters of what a cell printed
_rooms = threading.local()  # a thread's own: Linux ends a sandbox with the thread that began it


def grade_one(task: Task) -> Graded:
    """Grade a submission.

    Parameters
    ----------
    task : Task
        The submission. Whatever is in it, this does not raise.

    Returns
    -------
    Graded
        What its cells show. The rooms stay warm for the next one: see `close_rooms`.
    """
    begin = time.monotonic()
    try:
        outputs, findings = _Grading(task).run()
    except CourseError as error:
        took, unfit = time.monotonic() - begin, isinstance(error, SandboxError)
        return Graded(task.student, task.lesson, {}, (), took, str(error), unfit)
    except Exception as error:  # one student's work must never end the class's run
        why = f"The worker stopped with {type(error).__name__}: {error}. Please report this."
        return Graded(task.student, task.lesson, {}, (), time.monotonic() - begin, why[:500])
    return Graded(task.student, task.lesson, outputs, findings, time.monotonic() - begin)


def close_rooms() -> None:
    """End this thread's sandboxes."""
    for sandbox in getattr(_rooms, "open", {}).values():
        sandbox.close()
    _rooms.open = {}


def _room(lesson: str, run: Run, task: Task) -> Any:
    """Return the room of a run, warm from the last submission; other lessons' are closed."""
    known = _rooms.__dict__.setdefault("open", {})
    key = (task.lesson, run, task.trusted, task.packages)
    if any(lesson_of_it != task.lesson for lesson_of_it, *_ in known):
        close_rooms()
        known = _rooms.open
    if key not in known:
        made = room_of(lesson, run, task.packages)
        if task.trusted:
            from microkit.course.sandbox.open_room import OpenRoom

            known[key] = OpenRoom(LIMITS, **made)
        else:
            known[key] = Sandbox(LIMITS, warm=True, **made)
    return known[key]


class _Grading:
    """One submission."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.number = task.lesson.split("_")[0]
        self.plan: Plan = plan_of(json.loads(task.notebook))
        sources = [cell.source for cell in self.plan.run]
        self.secret = derived_for(task.secret, sources, task.files)
        self.runs = runs_of(self.number)
        self.talks: dict[Run, Talk] = {}
        self.passed: set[str] = set()
        self.reports: dict[str, list[dict[str, Any]] | str] = {}
        self.patience = Patience(task.seconds)
        self.left_out: dict[str, LeftOut] = {}
        self.remarks: list[Finding] = []

    def run(self) -> tuple[dict[str, list[dict[str, Any]]], tuple[Finding, ...]]:
        """Return what each cell shows, and what there is to say."""
        try:
            for run in self.runs:
                self._ask_checks(run)
                self._close_all_but(self.runs[0])
            shown = {cell.id: self._judged(cell) for cell in self.plan.judge}
            lost = [cell.id for cell in self.plan.judge if self._has_lost(cell, shown[cell.id])]
            first = self._talk(self.runs[0])
            first.begin()
            for cell in self.plan.run:
                told = first.told.get(cell.id)
                if cell.own and told:
                    shown[cell.id] = [*_printed(told.output), *_stopped(told.trouble)]
            findings = [
                *about_imports(self.plan),
                *about_cells(self.plan, self.talks.values(), self.left_out, lost),
                *about_names(self.plan, lost),
                *about_helpers(self.plan),
                *self.remarks,
            ]
            return shown, tuple({finding.sentence: finding for finding in findings}.values())
        finally:
            self._close_all_but(None)

    def _ask_checks(self, run: Run) -> None:
        """Collect and judge the exercises of a run, where the notebook checks them."""
        for cell in self.plan.judge:
            if cell.exercise and run.asks(cell.exercise):
                found = self._check(cell.exercise, cell.names, run)
                self.reports[cell.id] = found if isinstance(found, str) else found[1]

    def _check(
        self, exercise: Exercise, names: dict[str, str], run: Run
    ) -> tuple[Report, list[dict[str, Any]]] | str:
        """Return the report of an exercise and what it shows; a sentence without answers."""
        seed = derived(self.secret, exercise.id)
        outcome = self._talk(run).ask(
            {"do": "collect", "exercise": exercise.id, "names": names, "seed": seed}
        )
        self.remarks += about_answer(exercise, outcome)
        if not outcome.ok:
            return outcome.sentence
        try:
            report = judge(exercise, outcome.answer, seed)
            outputs = shown(report)
        except Exception:  # whatever came is no answer to what was asked
            self.remarks += about_answer(exercise, Outcome(problem="bad answer"))
            return "What came back is not an answer to this exercise."
        if report.passed:
            self.passed.add(exercise.id)
        return report, outputs

    def _judged(self, cell: CellToJudge) -> list[dict[str, Any]]:
        """Return what a graded cell shows."""
        found = self.reports.get(cell.id)
        if isinstance(found, list):
            return found
        if found is not None:
            return error_output(NO_ANSWER, found)
        from microkit.course.grade.wall import run_cell

        claims: list[str] = []
        outputs = run_cell(
            cell.source,
            {"check": self._check_from_cell},
            self._talk(self.runs[0]).ask,
            self.patience.seconds,
            self.plan.imports,
            claims,
            [cell.source for cell in self.plan.run if not cell.own],
            self.task.asked,
        )
        if not shows_error(outputs):  # it has earned points
            self.remarks += about_claims(cell.grade_id, claims)
        return outputs

    def _has_lost(self, cell: CellToJudge, outputs: list[dict[str, Any]]) -> bool:
        """Say whether a graded cell has not earned all its points, as far as it can be told."""
        return bool(cell.exercise and cell.exercise.id not in self.passed) or shows_error(outputs)

    def _check_from_cell(self, exercise_id: str, *things: Any, seed: Any = None) -> Report:
        """Check what an instructor's own cell checks, beside whatever else it does."""
        from microkit.course.grade.wall import name_of

        exercise = find_exercise(exercise_id)
        names = exercise.paired([name_of(thing) for thing in things])
        run = next((run for run in self.runs if run.asks(exercise)), self.runs[0])
        found = self._check(exercise, names, run)
        if isinstance(found, str):
            raise CourseError(found)
        print(found[0])
        return found[0]

    def _talk(self, run: Run) -> Talk:
        if run not in self.talks:
            room = _room(self.number, run, self.task)
            lesson = int(self.number) if self.number.isdigit() else 99
            self.talks[run] = Talk(
                room,
                lesson,
                self.plan.run,
                self.task.files,
                self.patience,
                self.passed,
                self.left_out,
            )
        return self.talks[run]

    def _close_all_but(self, kept: Run | None) -> None:
        for run, talk in self.talks.items():
            if run != kept:
                talk.close()


def shown(report: Report) -> list[dict[str, Any]]:
    """Return what a check shows in a notebook: its text, its card, its score."""
    return [*text_output(f"{report}\n"), *value_output(report._repr_mimebundle_())]


def _printed(text: str) -> list[dict[str, Any]]:
    cut = text[:MOST_SHOWN] + ("\n... and more\n" if len(text) > MOST_SHOWN else "")
    return text_output(cut)


def _stopped(trouble: dict[str, str] | None) -> list[dict[str, Any]]:
    if not trouble:
        return []
    lines = [f"in the line: {trouble['line']}"] if trouble.get("line") else []
    return error_output(plain(trouble["kind"]), trouble["text"], lines)
