"""Answers that are the same beyond chance: listed for a person to look at, never a mark.

What everybody has says nothing: the released lines, what the solution says, what is frequent in the
class. What is left is weighed in bits: how improbable it is that another student has it as well, by
what the rest of the class does and by how ordinary its words are. A pair is listed where its
evidence is worth eight bits more than it takes to single out a pair in a class of that size; were
students independent, one class in two hundred would have such a pair by chance. One thing
alone never suffices, nor do correct answers in the usual way.

The rare features lead from one student to the other, as fingerprints do in MOSS, so that a class of
any size is compared without looking at every pair.

References
----------
Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting", 2003.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import log2

from microkit.course.grade.alike.features import Feature, Seen, features, slip_features

MARGIN = 8.0  # bits beyond singling out a pair
_PRIOR = 20  # so many unseen students are as ordinary as their words are
_MOST_HOLDERS = 40  # what more people have is common knowledge, also in the largest class
_FEWEST = 4  # with fewer students, nothing is known of what is usual
_MOST_SAID = 6


@dataclass(frozen=True)
class Likeness:
    """Students whose answers are alike beyond chance.

    Parameters
    ----------
    students : tuple of str
        Two or more.
    evidence : tuple of str
        What they have in common, in plain words, the most telling first.
    cells : tuple of str
        Where it stands.
    """

    students: tuple[str, ...]
    evidence: tuple[str, ...]
    cells: tuple[str, ...]


def alike(
    answers: Mapping[str, Mapping[str, str]],
    released: Mapping[str, str],
    solution: Mapping[str, str],
    slips: Mapping[str, Sequence[str]],
) -> list[Likeness]:
    r"""Return the students whose answers are the same beyond chance, the most alike first.

    Parameters
    ----------
    answers : mapping from str to (mapping from str to str)
        By student, then by grade id: the answers as handed in.
    released, solution : mapping from str to str
        By grade id: the cell that students start from, and the solved one.
    slips : mapping from str to sequence of str
        By student: the misconceptions that the checks named.

    Examples
    --------
    >>> odd = "zorp = out.grad  # chian rulle\nself.grad += zorp * 1 + 0 * other.data"
    >>> usual = "self.grad += out.grad"
    >>> work = {name: {"add": odd if name in "ab" else usual} for name in "abcdefgh"}
    >>> for found in alike(work, {"add": "pass"}, {"add": usual}, {}):
    ...     print(found.students, found.evidence[0])
    ('a', 'b') the same comment "chian rulle", which nobody else has
    """
    if len(answers) < _FEWEST:
        return []
    held = _held(answers, released, solution, slips)
    holders: dict[Feature, list[str]] = defaultdict(list)
    for student in sorted(held):
        for feature in held[student]:
            holders[feature].append(student)
    count = len(held)
    most = min(max(3, count // 20), _MOST_HOLDERS)
    shared: dict[tuple[str, str], list[Feature]] = defaultdict(list)
    for feature, names in holders.items():
        if 1 < len(names) <= most:
            for pair in combinations(names, 2):
                shared[pair].append(feature)
    needed = MARGIN + log2(max(count * (count - 1) / 2, 1))
    found: dict[tuple[str, str], float] = {}
    for pair, both in shared.items():
        weight = _worth(pair, both, held, holders)
        if len(both) > 1 and weight >= needed:
            found[pair] = weight
    groups = [
        (max(found[pair] for pair in pairs), _likeness(pairs, shared, held, holders))
        for pairs in _groups(found)
    ]
    return [one for _, one in sorted(groups, key=lambda one: (-one[0], one[1].students))]


@dataclass
class _Held:
    """A feature of one student's: as it is seen, and in which cells."""

    seen: Seen
    cells: list[str]


def _held(
    answers: Mapping[str, Mapping[str, str]],
    released: Mapping[str, str],
    solution: Mapping[str, str],
    slips: Mapping[str, Sequence[str]],
) -> dict[str, dict[Feature, _Held]]:
    """Return each student's own features; each text is read once."""
    read = cache(features)
    given = {feature for text in (*released.values(), *solution.values()) for feature in read(text)}
    held: dict[str, dict[Feature, _Held]] = {}
    for student, cells in answers.items():
        own = held[student] = {}
        for cell, text in cells.items():
            for feature, seen in read(text).items():
                if feature not in given:
                    own.setdefault(feature, _Held(seen, [])).cells.append(cell)
        for feature, seen in slip_features(slips.get(student, ())).items():
            own[feature] = _Held(seen, [])
    return held


def _bits(beforehand: float, holders: int, count: int) -> float:
    """Return what it is worth that two students share a feature.

    It is the probability that a student has it, by what the others of the class have, and by what
    would be expected of so many unseen students. What two have by chance is seen with both of them:
    the more ordinary it is, the more of it is counted.
    """
    seen = holders - 2 + 2 ** (-beforehand / 4)
    return -log2((seen + _PRIOR * 2**-beforehand) / (count - 2 + _PRIOR))


def _worth(
    pair: tuple[str, str],
    both: Sequence[Feature],
    held: Mapping[str, Mapping[Feature, _Held]],
    holders: Mapping[Feature, list[str]],
) -> float:
    """Add up what a pair shares. The second of a kind is worth half of it, the third a third.

    Names are habits, and so are comments. Lines are of a kind if they stand in one cell; a slip
    comes after the lines, in which it shows.
    """
    kinds: dict[str, list[float]] = defaultdict(list)
    for feature in both:
        mine = held[pair[0]][feature]
        kind = f"line in {mine.cells[0]}" if feature.kind == "line" else feature.kind
        kinds[kind].append(_bits(mine.seen.bits, len(holders[feature]), len(held)))
    lines = sum(feature.kind == "line" for feature in both)
    return sum(
        bits / (place + (lines if kind == "slip" else 0))
        for kind, worth in kinds.items()
        for place, bits in enumerate(sorted(worth, reverse=True), start=1)
    )


def _groups(pairs: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Put pairs that have somebody in common together."""
    group: dict[str, set[str]] = {}
    pairs = list(pairs)
    for one, other in pairs:
        joined = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(joined, joined))
    together: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        together[id(group[pair[0]])].append(pair)
    return list(together.values())


def _who(others: int) -> str:
    """Return how many others have something.

    Examples
    --------
    >>> _who(0), _who(1), _who(2)
    ('nobody else has', '1 other has', '2 others have')
    """
    if not others:
        return "nobody else has"
    return f"{others} {'others have' if others > 1 else 'other has'}"


def _likeness(
    pairs: list[tuple[str, str]],
    shared: Mapping[tuple[str, str], list[Feature]],
    held: Mapping[str, Mapping[Feature, _Held]],
    holders: Mapping[Feature, list[str]],
) -> Likeness:
    """Say in words what a group has in common."""
    students = sorted({student for pair in pairs for student in pair})
    features = {feature for pair in pairs for feature in shared[pair]}
    count = len(held)
    ranked = []
    for feature in features:
        who = [student for student in students if feature in held[student]]
        first = held[who[0]][feature]
        worth = _bits(first.seen.bits, len(holders[feature]), count)
        others = len(holders[feature]) - len(who)
        rare = f"which {_who(others)}"
        whose = "" if len(who) == len(students) else f"{', '.join(who)}: "
        ranked.append((-len(who), -worth, f"{whose}the same {first.seen.words}, {rare}", first))
    ranked.sort(key=lambda one: one[:3])
    evidence = [words for *_, words, _ in ranked]
    if (more := len(evidence) - _MOST_SAID) > 0:
        evidence[_MOST_SAID:] = [f"and {more} more"]
    cells = {cell for *_, first in ranked for cell in first.cells}
    return Likeness(tuple(students), tuple(evidence), tuple(sorted(cells)))
