"""One file out of two: what was kept before, and what a notebook keeps now."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from microkit.checks import Report
from microkit.course.workbench.lessons import Lessons, asked_of
from microkit.course.workbench.names import global_names
from microkit.course.workbench.parts import KITS, Part, Parts, is_starter, method_part, settled
from microkit.course.workbench.text import class_in, methods_in


def merged(old: Parts, new: Parts, lessons: Lessons, better: Collection[str] = ()) -> Parts:
    """Return the old parts, each replaced by its newer version; the rest of them stays.

    What was carried from a kept file into the notebook, and comes back unchanged, replaces nothing.

    Parameters
    ----------
    old, new : dict of str to Part
        The parts of the file, and of the notebook.
    lessons : Lessons
        Whose exercises say which methods are looked at one by one.
    better : collection of str, optional
        The names whose old version stays, such as ``"Value.__mul__"``.
    """
    result = dict(old)
    for name, part in new.items():
        if not part.owner and (name not in old or not (part.carried or name in better)):
            result[name] = part
    for owner in dict.fromkeys(part.owner or name for name, part in new.items()):
        before, now = versions(old, owner), versions(new, owner)
        if not before and not now:
            continue
        body = versions({owner: result[owner]}, owner) if owner in result else {}
        judged = {a for e in lessons.about(owner) for a in asked_of(e, owner)}
        for attribute in dict.fromkeys((*before, *now)):
            name = f"{owner}.{attribute}"
            stays = name if attribute in judged else owner
            chosen = now.get(attribute) or before[attribute]
            if attribute in before and (chosen.carried or stays in better):
                chosen = before[attribute]
            result.pop(name, None)
            if attribute not in body or body[attribute].source != chosen.source:
                result[name] = chosen
    whole = settled(result)
    used = set().union(*(global_names(part.source) for part in whole.values()))
    return {name: part for name, part in whole.items() if name not in KITS or name in used}


def versions(parts: Parts, owner: str) -> Parts:
    """Return every method of a class as a part of its own, by its name alone."""
    found = {}
    if owner in parts and class_in(parts[owner].source):
        for attribute, text in methods_in(parts[owner].source).items():
            found[attribute] = method_part(owner, text, parts[owner].carried)
    for part in parts.values():
        if part.owner == owner:
            found[part.name.partition(".")[2]] = part
    return found


def rivals(old: Parts, new: Parts) -> list[str]:
    """Return the names of which a kept and a newly written version differ."""
    found = []
    for name, part in new.items():
        if part.owner or part.carried or name not in old:
            continue
        before, now = versions(old, name), versions(new, name)
        if differ(part, old[name]) and not is_starter(old[name]):
            found.append(name)
        found += [f"{name}.{a}" for a in now if a in before and differ(now[a], before[a])]
    for name, part in new.items():
        attribute = name.partition(".")[2]
        before = versions(old, part.owner).get(attribute) if part.owner else None
        if before and not part.carried and differ(part, before):
            found.append(name)
    return [*dict.fromkeys(found)]


def differ(one: Part, two: Part) -> bool:
    """Say whether two versions of a part differ in their text."""
    return one.source.strip() != two.source.strip()


def which_are_better(
    names: Collection[str],
    lessons: Lessons,
    before: Mapping[str, Report],
    now: Mapping[str, Report],
) -> dict[str, list[str]]:
    """Return the names whose old version passes more checks than the new one, and which checks."""
    found = {}
    for name in names:
        owner, _, attribute = name.partition(".")
        asking = [
            e.id for e in lessons.about(owner) if attribute in asked_of(e, owner) and e.id in now
        ]
        passed_before = {id_ for id_ in asking if id_ in before and before[id_].passed}
        passed_now = {id_ for id_ in asking if now[id_].passed}
        if passed_now < passed_before:
            found[name] = sorted(passed_before - passed_now)
    return found
