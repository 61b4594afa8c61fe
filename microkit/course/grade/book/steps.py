"""Our steps among nbgrader's own: intake, grading outside of student code, and what needs a look.

`nbgrader_config.py` names them (see `microkit.course.settings`), so `nbgrader autograde`, the
formgrader and `microkit grade` all grade in the same way. `microkit grade` comes with its results:
it has spread the work over several processes before.
"""

from __future__ import annotations

import atexit
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Float, List, Unicode

from microkit.course.errors import CourseError
from microkit.course.grade.book.asked import asked_names
from microkit.course.grade.book.noted import note, noted, take_notes
from microkit.course.grade.book.release import beside, read_notebook
from microkit.course.grade.book.staging import passed_files
from microkit.course.grade.endings import NOT_RUN
from microkit.course.grade.engine.own_process import OwnProcess
from microkit.course.grade.outputs import error_output
from microkit.course.grade.task import Graded, Task
from microkit.course.grade.work.seeds import derived
from microkit.course.intake import Finding, take_in
from microkit.course.intake.disk import list_folder
from microkit.course.intake.given import read_cells
from microkit.course.intake.match import grade_id_of
from microkit.course.intake.rebuild import rebuild
from microkit.course.seed import course_seed


@dataclass(frozen=True)
class Prepared:
    """A submission that `microkit grade` has taken in and had graded already."""

    graded: Graded
    findings: tuple[Finding, ...]


class _Step(NbGraderPreprocessor):
    """A step that knows which converter it is part of."""

    @property
    def _converter(self) -> Any:
        return getattr(self.parent, "parent", None)

    @property
    def _prepared(self) -> Prepared | None:
        return getattr(self._converter, "prepared", None)

    @property
    def _directory(self) -> CourseDirectory:
        return self._converter.coursedir


class TakeIn(_Step):
    """Rebuild the submission from the released notebook: only the answers are the student's."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the rebuilt notebook, with what was found in its first cell."""
        if self._prepared is not None:
            return nb, resources
        about = resources["nbgrader"]
        released = self._released(about["assignment"], about["notebook"])
        submitted = Path(resources["metadata"]["path"] or ".")
        if list_folder(submitted).kind == "folder":
            taken = take_in(released, submitted, about["notebook"])
            findings = taken.findings
            if len(list(self._folder(about["assignment"]).glob("*.ipynb"))) > 1:
                findings = tuple(one for one in findings if one.kind != "several-notebooks")
        else:
            cells, said = read_cells(nb, f"{about['notebook']}.ipynb")
            taken = rebuild(released, cells)
            findings = (*said, *taken.findings)
        note(taken.notebook, findings)
        return taken.notebook, resources

    def _folder(self, lesson: str) -> Path:
        directory = self._directory
        return Path(directory.format_path(directory.release_directory, ".", lesson))

    def _released(self, lesson: str, notebook: str) -> NotebookNode:
        return read_notebook(self._folder(lesson) / f"{notebook}.ipynb")


class GradeOutside(_Step):
    """Run student code in a sandbox and judge it outside: in place of nbgrader's Execute."""

    seconds = Float(30.0, help="How many seconds a cell may take.").tag(config=True)
    seed_file = Unicode(
        ".course_seed", help="The file with the secret seed, seen from the course folder."
    ).tag(config=True)
    trust_students = Bool(
        False,
        help="Whether student code runs without a sandbox, with all that you may do yourself.",
    ).tag(config=True)
    packages = List(
        Unicode(),
        help="Installed packages that student code may import, besides numpy, with what they need.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write what the cells show into the notebook.

        Raises
        ------
        CourseError
            If nothing could be graded, such as where no sandbox can be had.
        """
        findings = take_notes(nb)
        if self._prepared is not None:
            graded = self._prepared.graded
            findings = [*findings, *self._prepared.findings]
        else:
            graded = self.grade(self._task(nb, resources["nbgrader"]))
        if graded.trouble:
            raise CourseError(graded.trouble)
        show(nb, graded.outputs)
        note(nb, [*findings, *graded.findings])
        return nb, resources

    def grade(self, task: Task) -> Graded:
        """Have one submission graded here and now, by a process that can be ended."""
        return _own_process().do(task)

    def task(
        self,
        root: Path,
        student: str,
        lesson: str,
        notebook: str,
        files: tuple[tuple[str, bytes], ...],
        asked: tuple[str, ...],
    ) -> Task:
        """Return the task of a submission, with a secret of its own from the course's seed."""
        secret = derived(course_seed(root / self.seed_file), student, lesson)
        return Task(
            student,
            lesson,
            notebook,
            secret,
            files,
            self.seconds,
            self.trust_students,
            tuple(self.packages),
            asked,
        )

    def _task(self, nb: NotebookNode, about: Mapping[str, str]) -> Task:
        student, lesson = about["student"], about["assignment"]
        directory = self._directory
        released = Path(directory.format_path(directory.release_directory, ".", lesson)).resolve()
        submitted = Path(directory.format_path(directory.submitted_directory, student, lesson))
        files = (*beside(released, directory.ignore), *passed_files(submitted, released))
        notebook = json.dumps(nb, ensure_ascii=False)
        read = read_notebook(released / f"{about['notebook']}.ipynb")
        asked = asked_names(directory, lesson, read)
        return self.task(Path(directory.root), student, lesson, notebook, files, asked)


@cache
def _own_process() -> OwnProcess:
    """Return the process that grades what nbgrader itself converts; it stays for the next one."""
    from microkit.course.grade.work.worker import close_rooms, grade_one

    own = OwnProcess(grade_one, close_rooms)
    atexit.register(own.close)
    return own


class FlagForReview(_Step):
    """Ask for a person where a finding needs a look: the formgrader then lists the submission."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Set nbgrader's ``needs_manual_grade`` on the graded cells that are concerned."""
        looks = [one for one in noted(nb) if one.look]
        about = resources["nbgrader"]
        names = {name for one in looks if (name := concerned(nb, one.cell))}
        if names:
            with Gradebook(about["db_url"]) as gradebook:
                for name in names:
                    grade: Any = gradebook.find_grade(
                        name, about["notebook"], about["assignment"], about["student"]
                    )
                    grade.needs_manual_grade = True
                gradebook.db.commit()
        return nb, resources


def show(nb: NotebookNode, outputs: Mapping[str, list[dict[str, Any]]]) -> None:
    """Write outputs into a notebook's cells, by their ids.

    A graded cell that no output is named for, not even an empty list, was not run: it shows an
    error, since nbgrader gives all points to a cell that shows nothing.
    """
    count = 0
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        shown = outputs.get(cell.get("id", ""))
        if shown is None and is_grade(cell) and not is_solution(cell):
            shown = error_output(NOT_RUN, "This cell was not run.")
        made: list[Any] = [nbformat.from_dict(output) for output in shown or []]
        cell.outputs = made
        cell.execution_count = None
        if shown is not None:
            count += 1
            cell.execution_count = count
        for output in made:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count


def concerned(nb: NotebookNode, cell: str) -> str:
    """Return the graded cell that a finding concerns: it, the next one, or else the first."""
    names = [(grade_id_of(one), is_grade(one)) for one in nb.cells if grade_id_of(one)]
    place = next((i for i, (name, _) in enumerate(names) if name == cell), 0)
    graded = [name for name, is_graded in [*names[place:], *names] if is_graded]
    return graded[0] if graded else ""
