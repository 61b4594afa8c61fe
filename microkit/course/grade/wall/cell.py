"""Run a graded cell as a kernel would, outside, with the student's things behind the wall."""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import linecache
import threading
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from microkit.course.grade.outputs import error_output, text_output
from microkit.course.grade.wall.clock import Clock
from microkit.course.grade.wall.errors import OutOfTimeError
from microkit.course.grade.wall.helpers import RECKONING, helpers, modules_of
from microkit.course.grade.wall.show import MOST_TEXT, lines_of, shown
from microkit.course.grade.wall.wall import Wall
from microkit.course.sandbox import Outcome, SandboxError

FILE = "<graded cell>"
_ONE_AT_A_TIME = threading.RLock()  # what is printed and warned is caught for the whole process


def run_cell(
    source: str,
    names: Mapping[str, Any],
    ask: Callable[[dict[str, Any]], Outcome],
    seconds: float,
    imports: Sequence[str] = (),
    claims: list[str] | None = None,
    given: Sequence[str] = (),
    asked: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Run a graded cell, and return what it shows.

    A name in it is, in this order: the cell's own, one of `names`, the student's if it is `asked`
    for, one of the lesson's functions that only reckon, one that the lesson imports, Python's, the
    student's. What is the student's is called, read and compared in the student's process; see
    `Proxy`.

    Parameters
    ----------
    source : str
        The cell, from the gradebook and never from a submission.
    names : mapping
        What is there besides Python, such as ``check``. A function among them is not broken off
        when the time is over; its own limits hold.
    ask : callable
        Sends a message to the student's process.
    seconds : float
        How long it may take in all.
    imports : sequence of str, optional
        The import statements of the released cells. Those of `microkit` itself are left out: what
        the cell judges must be what the student's process has under that name.
    claims : list of str, optional
        Gets what the student's own code said of itself; see `Wall`.
    given : sequence of str, optional
        The released cells that are no answers; see `microkit.course.grade.wall.helpers`.
    asked : collection of str, optional
        The names that the lesson asks students to define.

    Returns
    -------
    list of dict
        Outputs in the notebook's own format: at most a text, and a value or an error. Nothing is
        shown on stderr, where it would cost the points.

    Raises
    ------
    SandboxError
        If there is no sandbox any more.
    """
    printed = _Bounded()
    outputs: list[dict[str, Any]] = []
    trouble: list[SandboxError] = []
    lines: list[str] | None = source.splitlines(keepends=True)
    with _ONE_AT_A_TIME, _quiet(printed):
        linecache.cache[FILE] = (len(source), None, lines, FILE)
        try:
            clock = Clock(seconds, FILE)
            wall = Wall(_within(clock, ask, trouble), printed.write)
            namespace = _Namespace(wall, names, imports, given, asked)
            if claims is not None:
                wall.claims = claims
            with clock:
                value = _execute(source, namespace)
                outputs = shown(value, _is_students(source, namespace))
        except OutOfTimeError:
            outputs = error_output("TimeoutError", f"It took more than {seconds:g} seconds.")
        except (KeyboardInterrupt, SandboxError):
            raise
        except BaseException as error:
            outputs = error_output(type(error).__name__, _text(error), lines_of(error, FILE))
        finally:
            linecache.cache.pop(FILE, None)
    if trouble:  # whatever the cell made of it
        raise trouble[0]
    return [*text_output(printed.getvalue()), *outputs]


class _Namespace(dict[str, Any]):
    """The names of a graded cell; the student's are asked for when they are needed."""

    def __init__(
        self,
        wall: Wall,
        names: Mapping[str, Any],
        imports: Sequence[str],
        given: Sequence[str],
        asked: Collection[str],
    ) -> None:
        super().__init__({"__name__": "__main__", "__builtins__": builtins})
        for statement in imports:
            with contextlib.suppress(Exception):  # then the name is asked for, and says so
                if not _of_the_kit(statement):
                    exec(statement, self)
        self._wall, self._asked = wall, frozenset(asked)
        for name in asked:
            self.pop(name, None)
        modules = modules_of(imports).items()
        reckoning = frozenset(name for name, one in modules if one in RECKONING and name in self)
        self._given: dict[str, Any] = {}
        for name, definition in helpers(tuple(given), reckoning, self._asked).items():
            exec(definition, self)
            self._given[name] = self[name]
            wall.known_inside(self[name], name)
        self.update(names)

    def __missing__(self, name: str) -> Any:
        if not self.is_students(name):
            raise KeyError(name)
        return self._wall.thing(name)

    def speaks_for_students(self, name: str) -> bool:
        """Say whether what a call of this gives may be a student's own word, as it stands."""
        if name in self:
            return name in self._given and self[name] is self._given[name]
        return self.is_students(name)

    def is_students(self, name: str) -> bool:
        """Say whether a name that is not here is the student's, and not Python's."""
        return name in self._asked or not (hasattr(builtins, name) or name.startswith("__"))


class _Bounded(io.StringIO):
    """Keeps the beginning of what is printed."""

    def write(self, text: str, /) -> int:
        super().write(text[: max(0, MOST_TEXT - self.tell())])
        return len(text)


@contextlib.contextmanager
def _quiet(printed: io.StringIO) -> Any:
    """Catch what is printed, and let warnings and stderr go nowhere."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def _execute(source: str, namespace: dict[str, Any]) -> Any:
    """Run the statements, and return the value of the last one if it is an expression."""
    tree = ast.parse(source, FILE)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, FILE, "exec", dont_inherit=True), namespace)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), FILE, "eval", dont_inherit=True), namespace)


def _is_students(source: str, namespace: _Namespace) -> bool:
    """Say whether a cell ends in what a student's thing gives, such as ``f(3)``.

    So may a function of the lesson's that calls it. What the cell itself works out of it, such as
    ``abs(f(3))``, is the cell's.
    """
    last = ast.parse(source).body[-1:]
    if not last or not isinstance(last[0], ast.Expr):
        return False
    root: ast.expr = last[0].value
    while isinstance(root, ast.Call | ast.Attribute | ast.Subscript):
        root = root.func if isinstance(root, ast.Call) else root.value
    if not isinstance(root, ast.Name):
        return False
    return namespace.speaks_for_students(root.id)


def _within(
    clock: Clock, ask: Callable[[dict[str, Any]], Outcome], trouble: list[SandboxError]
) -> Callable[[dict[str, Any]], Outcome]:
    """Return `ask`, which is not asked any more when the time is over."""

    def asked(message: dict[str, Any]) -> Outcome:
        clock.look()
        try:
            return ask(message)
        except SandboxError as error:
            trouble.append(error)
            raise

    return asked


def _of_the_kit(statement: str) -> bool:
    found = ast.parse(statement).body[0]
    if isinstance(found, ast.Import):
        return any(alias.name.split(".")[0] == "microkit" for alias in found.names)
    return (getattr(found, "module", None) or "").split(".")[0] == "microkit"


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "its text cannot be shown"
