"""Judge an experiment: the same steps on the right code, and on every slip that is known."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, combinations, islice
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges.compare import accepted, same
from microkit.checks.judges.imitate import (
    Seen,
    gives_back,
    imitate,
    imitate_empty,
    reference_source,
)
from microkit.checks.judges.judgment import NOTHING, STOPPED, Judgment
from microkit.checks.judges.picture import picture_of_steps
from microkit.checks.judges.wording import difference, in_words, placed
from microkit.checks.misconceptions import misconceptions_of
from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.plain import written
from microkit.guard import told

MOST_SLIPS_AT_ONCE = 3
MOST_TRIES = 150  # of several at once: a check answers within a second or two, also where none fits


def judge_experiment(exercise: Exercise, answers: dict[str, Any], seed: str) -> Judgment:
    """Return which questions failed, which conventions were met, and the slips that explain it."""
    seen: Seen = answers["seen"]
    slips = misconceptions_of(exercise)
    conventions, right = _nearest_convention(exercise, seed, seen, slips)
    found = Judgment(notes=[f"{slip.message}  [{slip.id}]" for slip in conventions])
    wrong = differing(seen, right)
    for place in wrong:
        _fail(found, exercise, seen, right, place)
    if not wrong:
        return found
    if _unwritten(exercise, seed, seen):
        found.written, found.notes = False, []
        found.advice = (
            f"Write the lines in section {exercise.section}, run that cell, and check again."
        )
        if gives_back(reference_source(exercise.lesson), exercise.targets):
            found.advice += " If they are there: does your function return its result?"
        return found
    found.picture = picture_of_steps(seen, right, wrong)
    errors = [slip for slip in slips if slip.severity == "error"]
    for slip in explain(exercise, seed, seen, right, conventions, errors):
        found.blame(slip.id)
    found.advice = _advice(exercise, seen, right, wrong)
    if found.advice == NOTHING:
        found.notes = []  # a convention has to wait until there is something
    return found


def differing(seen: Seen, right: Seen) -> list[int]:
    """Return the steps at which two runs differ; a run that ended early differs in all the rest."""
    return [
        place
        for place, expected in enumerate(right)
        if place >= len(seen) or not _same_step(seen[place], expected)
    ]


def _same_step(one: dict[str, Any], two: dict[str, Any]) -> bool:
    if "trouble" in one or "trouble" in two:
        if not ("trouble" in one and "trouble" in two):
            return False
        return one["trouble"].get("kind") == two["trouble"].get("kind")
    if accept := two.get("accept"):
        inside = [accepted(entry["value"], accept) for entry in (one, two)]
        return inside[0] == inside[1]
    return one["question"] == two["question"] and same(one.get("value"), two.get("value"))


def _by_errors_alone(one: Seen, two: Seen, places: list[int]) -> bool:
    """Say whether two runs agree at these steps only by errors, and these say different things.

    Any two mistakes may end in a ValueError.
    """
    return all(
        "trouble" in one[p] and _first_words(one[p]["trouble"]) != _first_words(two[p]["trouble"])
        for p in places
    )


def _first_words(trouble: dict[str, str]) -> list[str]:
    """Return how an error's text begins, apart from names, numbers and the student's line."""
    said = trouble.get("text", "").split(" (in the line: ")[0]
    text = re.sub(r"'[^']*'|\w+\.(?=\w)", "", said)
    return re.findall("[A-Za-z]+", text)[:4]


def explain(
    exercise: Exercise,
    seed: str,
    seen: Seen,
    right: Seen,
    conventions: tuple[Misconception, ...],
    slips: list[Misconception],
) -> list[Misconception]:
    """Return the slips that compute what was seen, best match first.

    First every slip on its own, then two and three at once, until one computes the same at every
    step. Several at once are tried only where each differs from the right code at some step that
    was seen wrong, and together at all of these; those first that show their whole footprint: at
    every step at which they differ from the right code, the same was seen. Where nothing fits,
    these are named. A slip that agrees only by errors with other words is none.
    """
    unlike = set(differing(seen, right))
    footprints: list[tuple[int, Misconception]] = []
    possible: list[tuple[Misconception, set[int]]] = []
    for slip in slips:
        wrong = imitate(exercise, seed, (*conventions, slip))
        if wrong is None:
            continue
        places = differing(wrong, right)
        whole = all(p < len(seen) and _same_step(seen[p], wrong[p]) for p in places)
        if unlike.isdisjoint(places) or (whole and _by_errors_alone(seen, wrong, places)):
            continue
        if not differing(seen, wrong):
            return [slip]
        possible.append((slip, set(places)))
        if whole:
            footprints.append((len(places), slip))
    shown = {slip.id for _, slip in footprints}
    possible.sort(key=lambda pair: pair[0].id not in shown)
    tries = chain.from_iterable(
        combinations(possible, count) for count in range(2, MOST_SLIPS_AT_ONCE + 1)
    )
    for several in islice(filter(partial(_cover, unlike), tries), MOST_TRIES):
        # Edits are made in the order of the table: one may take away the text of another.
        together = sorted((slip for slip, _ in several), key=slips.index)
        wrong = imitate(exercise, seed, (*conventions, *together))
        if wrong is not None and not differing(seen, wrong):
            return together
    return [slip for _, slip in sorted(footprints, key=lambda pair: -pair[0])]


def _cover(unlike: set[int], several: tuple[tuple[Misconception, set[int]], ...]) -> bool:
    """Say whether these are different ideas that together differ at all of these steps."""
    different = len({slip.id for slip, _ in several}) == len(several)
    return different and unlike.issubset(chain.from_iterable(places for _, places in several))


def _nearest_convention(
    exercise: Exercise, seed: str, seen: Seen, slips: list[Misconception]
) -> tuple[tuple[Misconception, ...], Seen]:
    """Return the conventions that bring the right code nearest to what was seen."""
    notes = [slip for slip in slips if slip.severity == "note"]
    best: tuple[int, tuple[Misconception, ...], Seen] | None = None
    for count in range(len(notes) + 1):
        for some in combinations(notes, count):
            right = imitate(exercise, seed, some)
            if right is None:
                continue
            wrong = len(differing(seen, right))
            if best is None or wrong < best[0]:
                best = (wrong, some, right)
            if not wrong:
                return some, right
    if best is None:
        raise AssertionError(f"the reference of {exercise.id} does not run")
    return best[1], best[2]


def _unwritten(exercise: Exercise, seed: str, seen: Seen) -> bool:
    def nothing(entry: dict[str, Any]) -> bool:
        if "trouble" in entry:
            return entry["trouble"]["kind"] == "NotImplementedError"
        return entry["value"] is None

    if all(map(nothing, seen)):
        return True
    return any(not differing(seen, empty) for empty in imitate_empty(exercise, seed))


def _advice(exercise: Exercise, seen: Seen, right: Seen, wrong: list[int]) -> str:
    """Return what to do about the step that the report shows first, where no idea says it."""
    asked = [question.id for question in exercise.questions]
    first = min(wrong, key=lambda place: asked.index(right[place]["question"]))
    if first >= len(seen):
        return STOPPED
    if "trouble" in seen[first]:
        outside = seen[first]["trouble"].get("raised") == "outside"
        return "" if outside else STOPPED
    nothing = seen[first]["value"] is None and right[first].get("value") is not None
    return NOTHING if nothing else ""


def _fail(found: Judgment, exercise: Exercise, seen: Seen, right: Seen, place: int) -> None:
    expected = right[place]
    label = expected["label"]
    if place >= len(seen):
        line = f"{label}: your code did not get this far"
    elif "trouble" in seen[place]:
        line = f"{label}: {told(seen[place]['trouble'])}"
    elif "trouble" in expected:
        line = f"{label}   expected an error: {told(expected['trouble'])}"
    elif "between" in expected.get("accept", {}):
        low, high = expected["accept"]["between"]
        got = in_words(seen[place]["value"])
        line = f"{label} = {got}   expected {written(low)} to {written(high)}"
    elif "accept" in expected:
        line = f"{label} = {in_words(seen[place]['value'])}   this is not a valid order"
    else:
        where, got, wanted = difference(seen[place]["value"], expected["value"])
        line = f"{placed(label, where)} = {got}   expected {wanted}"
    found.fail(expected["question"], line)
