"""The new kept file in the making: what was kept before, with what a notebook has newly written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from microkit.checks import Exercise, Report
from microkit.course.workbench import store
from microkit.course.workbench.assembly import filled
from microkit.course.workbench.gather import Gatherer
from microkit.course.workbench.kept import Kept, checks_at_top, file_text, in_a_line, words_at_top
from microkit.course.workbench.lessons import Lessons, asked_of
from microkit.course.workbench.merge import differ, merged, rivals, versions, which_are_better
from microkit.course.workbench.names import global_names
from microkit.course.workbench.parts import Parts, in_order, is_starter, reached, read_parts
from microkit.course.workbench.reference import Reference
from microkit.course.workbench.session import home_of, own_attributes
from microkit.course.workbench.vet import vet


class Update:
    """Makes the text of a new kept file, and says what came of it.

    Parameters
    ----------
    before : str or None
        The text of the kept file; None where there is none.
    gatherer : Gatherer
        What the notebook has.
    named : list of str
        The things that the student named.
    lessons : Lessons
        Whose exercises are asked.
    here : int
        The lesson in which this happens: what only later ones ask for is not held against anyone.
    """

    def __init__(
        self,
        before: str | None,
        gatherer: Gatherer,
        named: list[str],
        lessons: Lessons,
        here: int,
    ) -> None:
        self.before = before
        self.old: Parts = read_parts(before) if before else {}
        self.new: Parts = dict(gatherer.parts)
        self.named = named
        self.lessons = lessons
        self.here = here
        self.remarks = list(gatherer.lost)

    def finish(self, path: Path, here: Path) -> tuple[Kept, str]:
        """Return what to say, and the text of the new file; an empty one where nothing is left."""
        parts = self._best(self._loadable())
        names = {name: _own(parts, name) for name in self.named if name in parts}
        for name in self.named:
            if name in names and not names[name] and is_starter(parts[name]):
                self.remarks.append(f"{name} is the kit's own: nothing in it is yours yet.")
                del names[name]
        if not names:
            return Kept(path, here, trouble=" ".join(["Nothing was kept.", *self.remarks])), ""
        now = self._checks(parts)
        earlier = checks_at_top(self.before)
        for id_, line in now.items():
            if line.startswith("LOOK") and not earlier.get(id_, "LOOK").startswith("LOOK"):
                self.remarks.append(
                    f"{id_} passed before, and does not any more. The file of before is "
                    f"{store.backup(path).name}."
                )
        text = file_text(parts, words_at_top(self.before), earlier | now)
        store.load(text)
        about = {e.id for name in names for e in self.lessons.about(name)}
        checks = {id_: line for id_, line in now.items() if id_ in about}
        return Kept(path, here, names, checks, self.remarks), text

    def _loadable(self) -> Parts:
        """Return the merged parts, without new ones that do not load."""
        while True:
            parts = merged(self.old, self.new, self.lessons)
            wrong = store.first_that_fails(in_order(parts))
            if not wrong:
                return parts
            name, why = wrong
            owner = name.partition(".")[0]
            guilty = name if name in self.new else owner
            if guilty not in self.new:
                raise store.KeptFileError(
                    f"Nothing was kept: {name}, which was kept before, does not load: {why}."
                )
            for other in [n for n, part in self.new.items() if guilty in (n, part.owner)]:
                del self.new[other]
            self.remarks.append(f"{name} could not be kept: {why}.")

    def _best(self, parts: Parts) -> Parts:
        """Let an older version stay where it passes more checks than the new one."""
        contested = rivals(self.old, self.new)
        owners = dict.fromkeys(name.partition(".")[0] for name in contested)
        asking = [e for owner in owners for e in self.lessons.about(owner)]
        if not asking or not self.before:
            return parts
        try:
            before = self._vet(self.before, owners, asking)
        except store.KeptFileError:
            return parts
        now = self._vet(file_text(parts, "", {}), owners, asking)
        better = which_are_better(contested, self.lessons, before, now)
        if better:
            those = ", ".join(f"{name} ({', '.join(checks)})" for name, checks in better.items())
            self.remarks.append(
                f"The older version stays where it passes more checks than the new one: {those}."
            )
        return merged(self.old, self.new, self.lessons, better) if better else parts

    def _checks(self, parts: Parts) -> dict[str, str]:
        """Return what the checks say about all that is new, or uses something new."""
        changed = {n for n, part in parts.items() if n not in self.old or differ(part, self.old[n])}
        things = [
            name
            for name, part in parts.items()
            if not part.is_import and (name in self.named or changed & {*reached(parts, [name])})
        ]
        own = {
            (e.id, name): parts_asked
            for name in things
            for e in self.lessons.about(name)
            if (parts_asked := set(asked_of(e, name)) & {*_own(parts, name, whole=True)})
        }
        asking = {
            e.id: e for name in things for e in self.lessons.about(name) if (e.id, name) in own
        }
        reports = self._vet(file_text(parts, "", {}), things, asking.values())
        said = {}
        earlier = checks_at_top(self.before)
        for id_, report in reports.items():
            later = not report.written or int(report.exercise.lesson) > self.here
            if later and not report.passed and id_ not in earlier:
                continue
            targets = [
                target
                for target in report.exercise.targets
                if target.partition(".")[2] in own.get((id_, target.partition(".")[0]), ())
            ]
            said[id_] = in_a_line(report, targets)
        return said

    def _vet(
        self, text: str, things: Iterable[str], asking: Iterable[Exercise]
    ) -> dict[str, Report]:
        """Run checks on what a file holds. What is missing is lent: it is asked for elsewhere."""
        names, reference = store.load(text), Reference(self.lessons)
        used = {name for part in read_parts(text).values() for name in global_names(part.source)}
        for name in used - set(names):
            if reference.has(name):  # as where the kit's Layer stands between one's own two
                names[name] = reference.thing(name)
        for name in things:
            mine = names.get(name)
            if isinstance(mine, type) and reference.has(name) and not home_of(mine):
                right = vars(reference.thing(name))
                names[name] = filled(
                    mine,
                    right,
                    own_attributes(mine, True),
                    name == "Value" and self.lessons.has_engine,
                )
        return vet(names, asking, reference.thing)


def _own(parts: Parts, name: str, whole: bool = False) -> list[str]:
    """Return the names of a class's own methods; "" for the whole of it, if that is asked."""
    methods = [*versions(parts, name)]
    return ["", *methods] if whole and not is_starter(parts[name]) else methods
