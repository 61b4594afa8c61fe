"""Lesson 06: an optimizer on known gradients, a loop that is listened to, and two moons."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

from microkit import data, nn, optim
from microkit.checks.experiments.lesson06_losses import number
from microkit.checks.experiments.parts import methods_lent
from microkit.checks.lend import lent, values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole
from microkit.engine import Value, leaves_and_inner

MOST_STEPS = 15_000_000
ASKED = 0.88  # a straight line gets 0.87
LISTENED = 5


def sgd(student: Any, rng: random.Random, see: Observer) -> None:
    """One parameter for the size of a step, three of very different scale for the rest."""
    with values_of(student.SGD) as value:

        def moved(numbers: Sequence[float], grads: Sequence[float], lr: float) -> list[float]:
            params = _with_gradients(value, numbers, grads)
            student.SGD(params, lr).step()
            return [p.data - before for p, before in zip(params, numbers, strict=True)]

        at, lr = away_from_whole(rng, 1.2, 3.8), away_from_whole(rng, 0.1, 0.9)
        for g in (away_from_whole(rng, 2.1, 4.8), away_from_whole(rng, -4.8, -2.1)):
            asked = f"a parameter at {at} with gradient {g}"
            see("way", f"the way that {asked} moves", lambda g=g: _way(moved([at], [g], lr)[0]))
            for rate in (lr, 0.02):
                see(
                    "size",
                    f"how far {asked} moves for lr = {rate}",
                    lambda g=g, rate=rate: abs(moved([at], [g], rate)[0]),
                )
        numbers = [at, away_from_whole(rng, -340.8, -120.2), 0.07]
        grads = [away_from_whole(rng, 1.2, 3.8), away_from_whole(rng, 150.2, 480.8), -0.3]

        def alone_and_together() -> list[tuple[float, float]]:
            alone = [moved([x], [g], lr)[0] for x, g in zip(numbers, grads, strict=True)]
            return list(zip(alone, moved(numbers, grads, lr), strict=True))

        see(
            "every",
            "how many of three parameters move alone, and do not in a step of all three",
            lambda: sum(bool(a) and not b for a, b in alone_and_together()),
        )
        see(
            "every",
            "how many of three parameters move otherwise than each does alone",
            lambda: sum(abs(a - b) > 1e-9 for a, b in alone_and_together()),
        )

        def looked_at() -> int:
            params = _with_gradients(_watched(value), numbers, grads)
            student.SGD(params, lr).step()
            return sum("read" in p.heard for p in params)

        see("every", "how many of three gradients a step looks at", looked_at)

        def second(generator: bool) -> list[bool]:
            """Say of each parameter whether its second step is like its first."""
            params = _with_gradients(value, numbers, grads)
            optimizer = student.SGD((p for p in params) if generator else params, lr)
            places = [list(numbers)]
            for _ in range(2):
                for p, g in zip(params, grads, strict=True):
                    p.grad = g
                optimizer.step()
                places.append([p.data for p in params])
            first, then, last = places
            return [
                abs((c - b) - (b - a)) < 1e-9 for a, b, c in zip(first, then, last, strict=True)
            ]

        asked = "whether the second step moves each parameter as far as the first"
        see("again", asked, second, False)
        see("again", f"{asked}, for parameters from a generator", second, True)

        def kept() -> list[float]:
            params = _with_gradients(value, numbers, grads)
            student.SGD(params, lr).step()
            return [p.grad for p in params]

        see("untouched", "the gradients after a step", kept)


def _with_gradients(value: type, numbers: Sequence[float], grads: Sequence[float]) -> list[Any]:
    params: list[Any] = [value(x) for x in numbers]
    for p, g in zip(params, grads, strict=True):
        p.grad = g
    return params


def _way(distance: float) -> str:
    return "up" if distance > 0 else "down" if distance < 0 else "nowhere"


def train(student: Any, rng: random.Random, see: Observer) -> None:
    """Walk far away, where each loss has many digits; a listener notes what w goes through."""
    from microkit.checks.right.training import SGD, mse

    with values_of(student.train) as value, lent(student.train, SGD=SGD, mse=mse):
        watched = _watched(value)

        def walk(start: float, target: float, steps: int, lr: float, grad: float = 0.0) -> Any:
            w = watched(start)
            w.grad = grad
            w.heard.clear()
            losses = student.train(w, target, steps, lr)
            return w, losses if losses is None else [number(loss) for loss in losses]

        w, t = away_from_whole(rng, 31.2, 48.8), -away_from_whole(rng, 21.2, 38.8)
        lr = rng.choice([0.15, 0.2, 0.25, 0.3])
        see("losses", f"train(w, {t}, 1, {lr}) for a w at {w}", lambda: walk(w, t, 1, lr)[1])

        def kinds() -> str | None:
            losses = student.train(value(w), t, 2, lr)
            if losses is None:
                return None
            graphs = any(number(loss) is not loss for loss in losses)
            return "Values, each with its graph" if graphs else "plain numbers"

        see("losses", f"what train(w, {t}, 2, {lr}) keeps of each loss", kinds)
        for steps in (3, 5):
            call = f"train(w, {t}, {steps}, {lr})"
            see(
                "losses",
                f"how many losses {call} returns",
                lambda n=steps: len(walk(w, t, n, lr)[1]),
            )
        for start, target in ((w, t), (t, w)):
            see(
                "moved",
                f"how far w moves from {start} in train(w, {target}, 1, {lr})",
                lambda a=start, b=target: walk(a, b, 1, lr)[0].data - a,
            )

        def shrinking() -> list[float]:
            losses = walk(w, t, 4, lr)[1]
            return [round(after / before, 3) for before, after in pairwise(losses)]

        see(
            "rounds",
            f"each loss of train(w, {t}, 4, {lr}) for a w at {w}, divided by the one before",
            shrinking,
        )
        see(
            "rounds",
            f"how much farther w moves in train(w, {t}, 3, {lr}) when w.grad is 7.5 before",
            lambda: walk(w, t, 3, lr, 7.5)[0].data - walk(w, t, 3, lr)[0].data,
        )

        def heard() -> list[str]:
            return [event for event in walk(w, t, 3, lr)[0].heard if event != "read"]

        see(
            "order",
            f"how many backward passes are in w.grad at each move of train(w, {t}, 3, {lr})",
            lambda: _passes_at_moves(heard()),
        )
        see(
            "order",
            f"how many backward passes reach w in train(w, {t}, 3, {lr})",
            lambda: len(_passes(heard())),
        )


def _watched(value: type) -> type:
    """Return a class of such Values that note what happens to them."""

    class Watched(value):
        def __init__(self, number: float) -> None:
            self.heard: list[str] = []
            super().__init__(number)

        @property
        def data(self) -> Any:
            return self._data

        @data.setter
        def data(self, number: Any) -> None:
            self._data = number
            self.heard.append("moved")

        @property
        def grad(self) -> Any:
            self.heard.append("read")
            return self._grad

        @grad.setter
        def grad(self, gradient: Any) -> None:
            self._grad = gradient
            self.heard.append("message" if gradient else "cleared")

    return Watched


def _passes(heard: Sequence[str]) -> list[str]:
    """Return the messages that w heard, those in a row as one: a pass may bring several."""
    return [event for event, _ in groupby(heard) if event == "message"]


def _passes_at_moves(heard: Sequence[str]) -> list[int]:
    """Return, for each move, how many backward passes have arrived since w was cleared."""
    found, since = [], []
    for event in heard:
        if event == "moved":
            found.append(len(_passes(since)))
        since = [] if event == "cleared" else [*since, event]
    return found


def learn(student: Any, rng: random.Random, see: Observer) -> None:
    """Train on three draws of two moons, the last one with its labels turned.

    A listener hears whether a step was followed by a backward pass into gradients of the last one.
    """
    draws = [(rng.random(), turn) for turn in (1, 1, -1)]
    models: list[Any] = []
    right: list[bool] = []  # whether each point stands on its side
    leftovers = _Leftovers()

    def train_all() -> int:
        for seed, turn in draws:
            chance = random.Random(seed)
            points, labels = data.moons(40, noise=0.1, rng=chance)
            models.append(student.learn(points, [turn * label for label in labels], chance))
        return len(models)

    def ask_all() -> int:
        for model, (seed, turn) in zip(models, draws, strict=True):
            points, labels = data.moons(200, noise=0.1, rng=random.Random(-seed))
            for point, label in zip(points, labels, strict=True):
                right.append(_score(model(point)) * turn * label > 0)
        return len(right)

    whole = {"Value": Value, "MLP": nn.MLP, "SGD": optim.SGD}
    losses = {"mse": nn.mse, "hinge": nn.hinge, "bce": nn.bce, "l2": nn.l2}
    with lent(student.learn, **whole, **losses):
        with methods_lent(Value, backward=leftovers.heard(Value.backward)):
            see("answers", "how many networks learn() trained", train_all, steps=MOST_STEPS)
        see("answers", "how many of 600 points get a score", ask_all, steps=MOST_STEPS)

    def share() -> float:
        return round(sum(right) / len(right), 3)

    see(
        "learns",
        "the share of new points on the right side, over three draws of the moons",
        share,
        accept={"between": [ASKED, 1.0]},
    )
    see("learns", "how they do", lambda: _how_they_do(share(), leftovers.found))


def _how_they_do(share: float, leftovers: bool) -> str:
    if share >= ASKED:
        return "as well as asked"
    if leftovers:
        return "too badly, and they step by old gradients"
    words = {0.84: "like a straight line", 0.72: "worse than a line", 0.2: "like a coin"}
    return next((said for least, said in words.items() if share >= least), "the wrong way round")


class _Leftovers:
    """Hears of backward passes that add to gradients by which a step has been made already."""

    def __init__(self) -> None:
        self.found = False
        self._before: dict[Any, float] = {}  # where each parameter was at the last pass
        self._passes = 0

    def heard(self, backward: Any) -> Any:
        """Return a `backward` that looks at the parameters of the first passes."""

        def listening(root: Any) -> None:
            self._passes += 1
            if self._passes <= LISTENED:
                self._look(root)
            backward(root)

        return listening

    def _look(self, root: Any) -> None:
        now = {leaf: leaf.data for leaf in leaves_and_inner(root)[0]}
        moved = (leaf for leaf, data in now.items() if self._before.get(leaf, data) != data)
        self.found = self.found or any(leaf.grad for leaf in moved)
        self._before = now


def _score(out: Any) -> float:
    """Return the score as a number; a network may answer with a Value, or with a list of one."""
    if isinstance(out, list | tuple) and len(out) == 1:
        (out,) = out
    return float(number(out))
