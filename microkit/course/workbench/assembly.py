"""Put a student's parts and the kit's together, so that every part works."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from microkit import engine
from microkit.checks import Exercise, Report
from microkit.course.workbench.lessons import Lessons, asked_of, chapter_of
from microkit.course.workbench.names import global_names
from microkit.course.workbench.parts import Parts, reached
from microkit.course.workbench.reference import Complete, Reference
from microkit.course.workbench.session import own_attributes
from microkit.course.workbench.vet import vet, why
from microkit.graph import show_as_graph
from microkit.guard import attempt

NOT_WRITTEN = "not written yet"
_TOGETHER = "yours do not work together yet"
_BY_THE_WAY = {"__rtruediv__"}  # checked with `/`, and given to the student, who need not write it


@dataclass
class Outcome:
    """What became of one thing.

    Parameters
    ----------
    thing : object
        The class or function.
    own : list of str
        The parts that are the student's own: names of methods, or "" for the whole.
    lent : dict of str to str
        The parts that are the kit's, and why.
    """

    thing: Any
    own: list[str] = field(default_factory=list)
    lent: dict[str, str] = field(default_factory=dict)


class Assembly:
    """Builds things that work together, from a kept file and the reference.

    Parameters
    ----------
    reference : Reference
        The right code, up to the last lesson that counts.
    names : dict
        The loaded file; what is replaced is replaced here, too. Empty where nothing is kept.
    parts : dict of str to Part
        The same as source.
    use : str
        ``"checked"``, ``"mine"`` or ``"reference"``.
    """

    def __init__(self, reference: Reference, names: dict[str, Any], parts: Parts, use: str) -> None:
        self._reference = reference
        self._lessons = reference.lessons
        self._names = names
        self._parts = parts
        self._use = use

    def build(self, wanted: Iterable[str]) -> dict[str, Outcome]:
        """Return what became of each wanted thing, and of all that it uses; what is used first."""
        outcomes = {}
        for name in self._needed(wanted):
            before = self._names.get(name)
            outcome = outcomes[name] = self._one(name, before)
            for other, thing in [*self._names.items()]:
                if thing is before and before is not None:
                    self._names[other] = outcome.thing
            self._names[name] = outcome.thing
            self._reference.bind(name, outcome.thing)
        return outcomes

    def _needed(self, wanted: Iterable[str]) -> list[str]:
        """Return the wanted things and all that they use; what is used comes first."""
        found: list[str] = []
        begun: set[str] = set()

        def need(name: str) -> None:
            if name in begun:
                return
            begun.add(name)
            own = [self._parts[part] for part in reached(self._parts, [name])]
            used = {other for part in own for other in global_names(part.source)}
            for other in sorted(used | {*self._reference.uses(name)}):
                brought = other in self._parts and self._parts[other].is_import
                if self._reference.has(other) and not brought:
                    need(other)
            found.append(name)

        for name in wanted:
            need(name)
        return found

    def _one(self, name: str, mine: Any) -> Outcome:
        asked = asked_for(name, self._lessons)
        if mine is None or (self._use == "reference" and self._reference.has(name)):
            return self._all_lent(name, asked, NOT_WRITTEN if mine is None else "as you asked")
        if isinstance(mine, type):
            return self._class(name, mine, asked)
        if "__init__" in asked:
            return self._all_lent(name, asked, "yours is no class")
        if self._use == "mine" or not self._reference.has(name):
            return Outcome(mine, [""])
        wrong = self._wrong(name, mine)
        return self._all_lent(name, asked, wrong[""]) if wrong else Outcome(mine, [""])

    def _all_lent(self, name: str, asked: list[str], reason: str) -> Outcome:
        return Outcome(self._reference.thing(name), [], dict.fromkeys(asked or [""], reason))

    def _class(self, name: str, mine: type, asked: list[str]) -> Outcome:
        own = self._own(name, mine, asked)
        right = vars(self._reference.thing(name)) if self._reference.has(name) else {}
        cls = filled(mine, right, own, self._is_engine(name))
        lent: dict[str, str] = {}
        if self._use == "checked" and right:
            while wrong := self._wrong(name, cls, own, right):
                new = _first_to_mend({p: why for p, why in wrong.items() if p not in lent})
                if not new and "__init__" in asked and "__init__" not in lent:
                    new = {"__init__": next(iter(wrong.values()))}
                if not new:
                    return self._all_lent(name, asked, next(iter(wrong.values())))
                lent |= new
                if {"", "__init__"} & set(lent):
                    cls = self._on_reference(name, own, asked, lent)
                else:
                    for part in new:
                        setattr(cls, part, right[part])
            if self._is_engine(name) and not _works(cls, self._lessons.last):
                return self._all_lent(name, asked, _TOGETHER)
        missing = {p: NOT_WRITTEN for p in asked if p and p not in own and p not in _BY_THE_WAY}
        lent = {part: missing.get(part) or lent[part] for part in asked if part in lent | missing}
        mine_too = [p for p in asked if p not in lent and (p in own or p not in _BY_THE_WAY)]
        return Outcome(cls, mine_too, lent)

    def _own(self, name: str, mine: type, asked: list[str]) -> dict[str, Any]:
        """Return what is a student's own on a class, and take off it what later lessons ask for."""
        if self._use == "checked":
            for part in set(asked_for(name, chapter_of(self._lessons.last))) - set(asked):
                for cls in mine.__mro__:
                    if part in vars(cls) and cls.__name__ == name:
                        delattr(cls, part)
        return own_attributes(mine, inherited=True)

    def _on_reference(
        self, name: str, own: dict[str, Any], asked: list[str], lent: dict[str, str]
    ) -> type:
        """Return the reference's class with a student's methods on it."""
        cls = self._reference.thing(name)
        right = vars(cls)
        for part, thing in own.items():
            unasked = part not in asked and (part in right or part.startswith("__"))
            if part not in lent and not (unasked and ("" in lent or part == "__init__")):
                setattr(cls, part, thing)
        return cls

    def _wrong(
        self,
        name: str,
        thing: Any,
        own: Collection[str] = (),
        right: Mapping[str, Any] | None = None,
    ) -> dict[str, str]:
        """Return the parts of a thing that its exercises find something in, and why.

        Where an exercise asks for several methods, each own one is tried beside right ones.
        """
        found: dict[str, str] = {}
        self._names[name] = thing  # a class is looked up by its own methods, too
        for exercise in self._lessons.about(name):
            report = self._report(exercise)
            if report.passed:
                continue
            parts = asked_of(exercise, name)
            guilty = {part: why(report) for part in parts}
            if right and len(parts) > 1 and "" not in parts:
                alone = {}
                for part in parts:
                    if part in own:
                        with _lent(thing, {p: right[p] for p in parts if p != part}):
                            one = self._report(exercise)
                        alone |= {} if one.passed else {part: why(one)}
                guilty = alone or guilty
            for part, reason in guilty.items():  # a later lesson asks more of the same part
                if part not in found or not reason.startswith("yours: look at"):
                    found[part] = reason
        return found

    def _report(self, exercise: Exercise) -> Report:
        return vet(self._names, [exercise], self._reference.thing)[exercise.id]

    def _is_engine(self, name: str) -> bool:
        return name == "Value" and self._lessons.has_engine


@contextmanager
def _lent(cls: type, methods: Mapping[str, Any]) -> Iterator[None]:
    """Put methods on a class for a while."""
    before = {part: vars(cls).get(part) for part in methods}
    try:
        for part, method in methods.items():
            setattr(cls, part, method)
        yield
    finally:
        for part, method in before.items():
            if method is not None:
                setattr(cls, part, method)
            elif part in vars(cls):
                delattr(cls, part)


def _first_to_mend(wrong: dict[str, str]) -> dict[str, str]:
    """Return what the rest depends on: the constructor, else the class as a whole, else all."""
    for part in ("__init__", ""):
        if part in wrong:
            return {p: reason for p, reason in wrong.items() if reason == wrong[part]}
    return wrong


def asked_for(name: str, lessons: Lessons) -> list[str]:
    """Return the parts of a thing that exercises ask for, in lesson order."""
    return [*dict.fromkeys(part for e in lessons.about(name) for part in asked_of(e, name))]


def filled(mine: type, right: Mapping[str, Any], own: Mapping[str, Any], is_engine: bool) -> type:
    """Return a student's class with all that it lacks: methods, and what nodes need later on.

    Parameters
    ----------
    mine : type
        The class; it is changed.
    right, own : mapping
        What stands on the reference's class, and what the student has written.
    is_engine : bool
        Whether it is the class `Value` of lessons 01 to 04.
    """
    for part, thing in right.items():
        inherited = any(part in vars(base) for base in mine.__mro__[1:-1])
        if callable(thing) and part not in own and not inherited:
            setattr(mine, part, thing)
    if not is_engine:
        return mine
    if not any(part.startswith("_repr_") for part in own):
        show_as_graph(mine)
    _, trouble = attempt(_put_later_things_on, mine)
    if not trouble:
        return mine
    return type(mine.__name__, (mine, Complete), {"__module__": mine.__module__})


def _put_later_things_on(cls: Any) -> None:
    """Raise where a node has no label and no rule, or no room for them."""
    node = cls(1.5)
    node.label, node._backward = node.label, node._backward


def _works(cls: Any, upto: int) -> bool:
    """Say whether a class gets a small calculation right, there and back."""

    def calculate() -> tuple[float, float]:
        x = cls(1.5)
        y = x * x + 2.0 * x - 3.0
        if upto >= 2:
            (y.backward if upto >= 3 else lambda: engine.backward(y))()
        return round(float(y.data), 9), round(float(x.grad), 9)

    return attempt(calculate) == ((2.25, 5.0 if upto >= 2 else 0.0), None)
