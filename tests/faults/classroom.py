"""A course's folder with an honest student before and after the hostile ones, graded once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from support.student import ROOT, answers, released
from traitlets.config import Config

from faults.fault import CANARIES, Desk, Fault
from microkit.course.grade.book.noted import noted
from microkit.course.grading import Grader, load_settings
from microkit.course.intake import Finding

HONEST = ("aa_honest", "zz_honest")  # the first and the last of the class
CELL_SECONDS = 2  # what an honest cell needs is far below a second
WIDE = 2_000  # so that no sentence of the table is broken
KEPT = ("submitted", "solutions", "lessons")  # folders that grading only reads


@dataclass(frozen=True)
class Outcome:
    """What grading has made of one student, wherever it is written.

    `shown` is the feedback as a browser gets it, and `page` its text as well.
    """

    student: str
    score: float | None
    points: float | None
    submissions: int
    table: str
    notebook: str
    page: str
    shown: str

    @property
    def everything(self) -> str:
        """All that the student or the teacher can see of it."""
        return "\n".join((self.table, self.notebook, self.page))


@dataclass
class Classroom:
    """A course's folder, and all that there is to know about the one run of grading in it.

    Parameters
    ----------
    root : Path
        An empty folder; the course lies in ``course`` in it, and all that is made on the way
        has to stay in ``temporary`` and ``home``.
    faults : sequence of Fault
        The hostile students, all of one lesson.
    options : tuple of str, optional
        Of ``microkit grade``.
    seconds : int, optional
        How long a cell may take.
    """

    root: Path
    faults: Sequence[Fault]
    options: tuple[str, ...] = ()
    seconds: int = CELL_SECONDS
    before: dict[str, str] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    calls: list[bytes] = field(default_factory=list)
    done: subprocess.CompletedProcess[str] | None = None

    @property
    def course(self) -> Path:
        """The course's folder."""
        return self.root / "course"

    @cached_property
    def lesson(self) -> str:
        """The name of the lesson."""
        (number,) = {fault.lesson for fault in self.faults}
        (folder,) = (ROOT / "lessons").glob(f"{number}_*")
        return folder.name

    def desk(self, student: str, port: int = 0) -> Desk:
        """Return where a student works."""
        return Desk(
            self.course, student, self.lesson, released(self.lesson), answers(self.lesson), port
        )

    def furnish(self) -> None:
        """Make the course, and release the lesson into its gradebook."""
        for name in ("temporary", "home"):
            (self.root / name).mkdir(parents=True)
        solution = self.course / "solutions" / self.lesson
        self.bring(solution)
        shutil.copy(ROOT / "pyproject.toml", self.course)
        settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
        settings += f"\nc.GradeOutside.seconds = {self.seconds}\n"
        (self.course / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        (self.course / "gradebook.db").write_bytes(empty_gradebook())
        (self.course / ".course_seed").write_text(CANARIES["the seed"], encoding="utf-8")
        grader = Grader(
            self.course,
            load_settings(self.course / "nbgrader_config.py"),
            self.root / "release.log",
        )
        grader.release(self.lesson)
        with (solution / f"{self.lesson}.py").open("a", encoding="utf-8") as source:
            source.write(f"\n# {CANARIES['the solution']}\n")
        path = solution / f"{self.lesson}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata["canary"] = CANARIES["the solution"]
        nbformat.write(notebook, path)
        with Gradebook(grader.database) as gradebook:
            about = {"last_name": CANARIES["the gradebook"]}
            gradebook.update_or_create_student(HONEST[0], **about)  # pyright: ignore[reportArgumentType]

    def bring(self, solution: Path) -> None:
        """Put the lesson's solution into its folder."""
        shutil.copytree(ROOT / "solutions" / self.lesson, solution)

    def hand_in(self, port: int = 0) -> None:
        """Let everyone hand in: the honest ones first, for some look at what these hand in."""
        for student in HONEST:
            desk = self.desk(student)
            notebook = desk.notebook()
            comment = nbformat.v4.new_markdown_cell(CANARIES["a classmate"])
            comment.id = "mine"
            notebook.cells.append(comment)
            desk.hand_in(notebook)
        for fault in self.faults:
            fault.make(self.desk(fault.name, port))

    def grade(self) -> None:
        """Run ``microkit grade`` once for the whole class, and look at what is around it."""
        self.before = fingerprints(self.course)
        with waiting_for_calls() as (port, calls):
            self.hand_in(port)
            self.before = fingerprints(self.course)
            self.outside = self._names_outside()
            self.done = subprocess.run(
                [sys.executable, "-m", "microkit.cli", "grade", self.lesson[:2], *self.options],
                cwd=self.course,
                env=self._environment(),
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=600,
                start_new_session=True,
                check=False,
            )
            self.calls = calls()

    def _environment(self) -> dict[str, str]:
        kept = ("PATH", "LANG", "PYTHONPATH", "VIRTUAL_ENV")
        return {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "HOME": str(self.root / "home"),
            "TMPDIR": str(self.root / "temporary"),
            "COLUMNS": str(WIDE),
            "FAULTS_CANARY": CANARIES["the environment"],
        }

    def _names_outside(self) -> set[str]:
        """Return the names of what lies beside the course and the folders for what is passing."""
        return {path.name for path in self.root.iterdir()}

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """What has become of each student."""
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            return {
                student: self._outcome(gradebook, student)
                for student in (*HONEST, *(fault.name for fault in self.faults))
            }

    def _outcome(self, gradebook: Gradebook, student: str) -> Outcome:
        score = points = None
        try:
            submission = gradebook.find_submission(self.lesson, student)
            score, points = float(submission.score or 0.0), float(submission.max_score or 0.0)
        except MissingEntry:
            pass
        everyone = gradebook.find_assignment(self.lesson).submissions
        return Outcome(
            student,
            score,
            points,
            sum(one.student.id == student for one in everyone),
            self._said_of(student),
            "\n".join(self._texts(self.course / "autograded" / student)),
            "\n".join(self._texts(self.course / "feedback" / student)),
            "\n".join(
                path.read_text(encoding="utf-8", errors="replace")
                for path in (self.course / "feedback" / student).rglob("*.html")
            ),
        )

    def findings(self, student: str) -> list[Finding]:
        """Return what was found about a student, as it stands in the graded notebook."""
        path = self.course / "autograded" / student / self.lesson / f"{self.lesson}.ipynb"
        return noted(nbformat.from_dict(json.loads(path.read_text(encoding="utf-8"))))

    def _said_of(self, student: str) -> str:
        """Return what the printed table says of a student, from their name to the next."""
        text = self.done.stdout if self.done else ""
        names = sorted((*HONEST, *(fault.name for fault in self.faults)), key=len, reverse=True)
        line = re.compile(rf"^\W*({'|'.join(map(re.escape, names))})(?!\w)")
        said, owner = [], ""
        for row in text.splitlines():
            match = line.match(row)
            owner = match[1] if match else owner if row.strip() else ""
            if owner == student:
                said.append(row)
        return "\n".join(said)

    @staticmethod
    def _texts(folder: Path) -> Iterator[str]:
        """Yield what stands in each file, with quotes and marks as they were written."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                text = path.read_text(encoding="utf-8", errors="replace")
                yield text
                if path.suffix == ".ipynb":
                    yield "\n".join(strings_in(json.loads(text)))
                elif path.suffix == ".html":
                    yield unescape(re.sub(r"<[^>]*>", "", text))

    def left_running(self) -> list[str]:
        """Return the processes that still see what this run has made, in whatever namespace."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                texts = (folder / "cmdline").read_bytes() + (folder / "mountinfo").read_bytes()
            except OSError:
                continue
            if str(self.root / "temporary").encode() in texts:
                found.append(folder.name)
        return found


@cache
def empty_gradebook() -> bytes:
    """Return a new gradebook: to make one takes nbgrader seconds."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        grader = Grader(Path(folder), Config(), Path(folder) / "log")
        with grader.quietly(), Gradebook(grader.database):
            pass
        return path.read_bytes()


def strings_in(data: object) -> Iterator[str]:
    """Yield every text in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for item in data.values():
            yield from strings_in(item)
    elif isinstance(data, list):
        if data and all(isinstance(item, str) for item in data):
            yield "".join(data)
        else:
            for item in data:
                yield from strings_in(item)


def fingerprints(course: Path) -> dict[str, str]:
    """Return what stands in each file that grading only reads: links as links."""
    found = {}
    for name in KEPT:
        for path in sorted((course / name).rglob("*")):
            inside = str(path.relative_to(course))
            if path.is_symlink():
                found[inside] = f"-> {os.readlink(path)}"
            elif path.is_file():
                found[inside] = hashlib.sha256(path.read_bytes()).hexdigest()
            else:
                found[inside] = "folder" if path.is_dir() else "special"
    return found


@contextmanager
def waiting_for_calls() -> Iterator[tuple[int, Callable[[], list[bytes]]]]:
    """Wait for calls on this machine, and hand out the port and who tells of the calls."""
    line = socket.create_server(("127.0.0.1", 0))
    port = line.getsockname()[1]
    hidden = socket.socket(socket.AF_UNIX)
    hidden.bind(f"\0microkit-faults-{port}")
    hidden.listen()

    def calls() -> list[bytes]:
        heard = []
        for one in (line, hidden):
            one.setblocking(False)
            try:
                caller, _ = one.accept()
            except BlockingIOError:
                continue
            with caller:
                heard.append(caller.recv(100))
        return heard

    with line, hidden:
        yield port, calls
