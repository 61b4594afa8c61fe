"""The graph on which a report failed: with the student's gradients, and with those of nudging."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from microkit import numeric
from microkit.checks.judges.compare import is_graph
from microkit.checks.judges.imitate import Seen
from microkit.checks.judges.measure import Round
from microkit.checks.judges.reference import result
from microkit.checks.plain import close, written
from microkit.checks.probes import Trial
from microkit.engine import Value
from microkit.errors import GraphError, MicrokitError
from microkit.graph import Trace, rebuild

MOST_NODES = 16  # beyond this, two pictures take more room than they are worth
NUDGED = "by nudging"
EXPECTED = "expected"
# The slopes of nudging have about nine digits; a report shows six.
_NUDGING = 1e-4


@dataclass(frozen=True)
class Pair:
    """One graph twice, with the nodes on which the two differ.

    Parameters
    ----------
    yours, right : Trace
        With the student's gradients, and with the right ones.
    how : str
        Where the right ones come from: ``"by nudging"``, or ``"expected"`` where nudging does not
        tell, such as for gradients that were there before.
    about : str, optional
        What was run, where the picture does not say it.
    """

    yours: Trace
    right: Trace
    how: str = NUDGED
    about: str = ""

    @property
    def differing(self) -> tuple[tuple[int, int], ...]:
        """Where the nodes stand that differ, in `yours` and in `right`.

        They are the leaves with other gradients, and the result if its number is another one.
        """
        yours, right = self.yours, self.right
        if len(yours.leaves) != len(right.leaves):
            return ()
        leaves = tuple(
            (mine, other)
            for mine, other in zip(yours.leaves, right.leaves, strict=True)
            if not close(yours.grads[mine] or 0.0, right.grads[other] or 0.0, _NUDGING)
        )
        result_too = not close(yours.data[-1], right.data[-1], _NUDGING)
        return (*leaves, (len(yours) - 1, len(right) - 1)) if result_too else leaves

    @property
    def tells(self) -> bool:
        """Whether it shows a gradient that is wrong."""
        return any(mine in self.yours.leaves for mine, _ in self.differing)


def picture_of_rule(rounds: list[Round], where: str) -> Pair | None:
    """Return the first run whose gradients differ from nudging, or None.

    Parameters
    ----------
    rounds : list of Round
        Everything that was run.
    where : str
        Which of them failed first, as the report says it: runs of no other are shown.
    """
    # Those that need no further words come first.
    kinds = ("plain", "aliased", "number right", "number left", "loaded", "doubled")
    runs = next((round_.runs for round_ in rounds if round_.where == where), {})
    pairs = (_pair_of(*runs[kind]) for kind in kinds if kind in runs)
    return next((pair for pair in pairs if pair and pair.tells), None)


def _pair_of(trial: Trial, answer: dict[str, Any]) -> Pair | None:
    """Draw one run: the student's numbers, and the true ones."""
    places = _leaves(trial)
    grads, out = answer.get("grads") or [], answer.get("out")
    if answer["trouble"] or len(grads) != len(places) or not _finite([out, *grads]):
        return None
    operands = trial.operands[:1] if trial.kind == "aliased" else trial.operands

    def forward(*numbers: float) -> float:
        return result(trial.op, numbers * (2 if trial.kind == "aliased" else 1))

    try:
        slopes = [numeric.partial(forward, operands, i) for i in places]
    except (ArithmeticError, ValueError):  # a nudge left the numbers that the operation takes
        return None
    right = [trial.upstream * s + trial.preload[i] for s, i in zip(slopes, places, strict=True)]
    about = f"Both inputs are the same number: a {trial.op} a." if trial.kind == "aliased" else ""
    if any(trial.preload):
        before = [f"{name}.grad held {written(trial.preload[i])}" for i, name in places.items()]
        about = f"Before the rule ran, {' and '.join(before)}."
    return Pair(
        _trace(trial, places, float(answer["out"]), grads),
        _trace(trial, places, forward(*operands), right),
        EXPECTED if any(trial.preload) else NUDGED,
        about,
    )


def _leaves(trial: Trial) -> dict[int, str]:
    """Return the operands whose gradients count, by their places, and what they are called."""
    if trial.kind == "number left":
        return {1: "a"}
    if trial.kind in ("number right", "aliased") or trial.op == "**":
        return {0: "a"}
    return dict(enumerate("ab"[: len(trial.operands)]))


def _trace(trial: Trial, places: dict[int, str], out: float, grads: Sequence[float]) -> Trace:
    """Return the graph of one operation: its operands, and the result with what arrived there."""
    op, operands, parents = trial.op, trial.operands, tuple(range(len(trial.operands)))
    if trial.kind == "aliased":
        operands, parents = operands[:1], (0, 0)
    elif trial.op == "**":
        op, operands, parents = f"**{written(operands[1])}", operands[:1], (0,)
    known = dict(zip(places, grads, strict=True))
    return Trace(
        ops=("",) * len(operands) + (op,),
        parents=((),) * len(operands) + (parents,),
        data=(*operands, out),
        grads=(*(known.get(place) for place in range(len(operands))), trial.upstream),
        labels=(*(places.get(place, "") for place in range(len(operands))), "out"),
    )


def picture_of_steps(seen: Seen, right: Seen, wrong: list[int]) -> Pair | None:
    """Return the first graph that should have been another one, or None.

    Parameters
    ----------
    seen, right : list of dict
        What an `Observer` wrote down of the student's code, and of the right one.
    wrong : list of int
        The steps at which they differ.
    """
    pairs = (
        _pair_of_step(right[place]["label"], seen[place].get("value"), right[place].get("value"))
        for place in wrong
        if place < len(seen)
    )
    return next(filter(None, pairs), None)


def _pair_of_step(label: str, got: Any, expected: Any) -> Pair | None:
    if not is_graph(got) or not is_graph(expected):
        return None
    try:
        yours, right = (Trace.from_dict(value["graph"]) for value in (got, expected))
    except GraphError:
        return None
    for graph in (yours, right):
        if len(graph) > MOST_NODES or not _finite([grad or 0.0 for grad in graph.grads]):
            return None
    pair = Pair(yours, right, EXPECTED, label)
    return replace(pair, how=NUDGED) if _nudging_agrees(right) else pair


def _nudging_agrees(graph: Trace) -> bool:
    """Say whether the leaves' gradients are the slopes of the root, times what arrived there."""

    def root(*numbers: float) -> float:
        return rebuild(graph, Value, dict(zip(graph.leaves, numbers, strict=True)))[-1].data

    try:
        slopes = numeric.gradient(root, [graph.data[leaf] for leaf in graph.leaves])
    except MicrokitError:  # an operation that the kit does not have
        return False
    return all(
        close(slope * (graph.grads[-1] or 0.0), graph.grads[leaf] or 0.0, _NUDGING)
        for slope, leaf in zip(slopes, graph.leaves, strict=True)
    )


def _finite(numbers: Sequence[Any]) -> bool:
    return all(isinstance(number, float | int) and math.isfinite(number) for number in numbers)
