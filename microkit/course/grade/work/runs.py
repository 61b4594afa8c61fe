"""Which exercises are asked together, and what of the kit is there meanwhile.

Where an exercise is asked, the right code for what it asks is not there: no file of it lies in the
room. What it does not ask is lent, as in a notebook, so that one slip costs once. So a lesson's
exercises are spread over runs: what one of them asks may be lent in another.
"""

from __future__ import annotations

from dataclasses import dataclass

from microkit.checks.exercise import Exercise

ARITHMETIC = ("add", "mul", "pow", "neg", "sub", "div")
CURVES = ("exp", "log", "tanh", "sigmoid", "relu", "more_curves")
ENGINE = (*ARITHMETIC, *CURVES, "order", "backward")
KIT_ENGINE = ("engine.py", "operation.py", "operations.py")
SCALARS = (*KIT_ENGINE, "sums.py", "derivatives.py")
ARRAYS = ("tensor.py", "arrays", "broadcast.py", *KIT_ENGINE)


@dataclass(frozen=True)
class Run:
    """Some exercises of a lesson, and the room in which they are asked.

    Parameters
    ----------
    exercises : tuple of str
        Their names without the lesson's number; a hidden twin goes with its exercise. In a lesson
        that is not the kit's own, there are none.
    right : tuple of str, optional
        Files of `microkit.checks.right`: parts that are lent, or that earlier lessons have built.
    kit : tuple of str, optional
        Other parts of the kit.
    earlier : tuple of str, optional
        Lessons whose right code `resume` may hand out.
    lends : tuple of str, optional
        Names of this lesson's own right code that `ready` may hand out.
    drawn : bool, optional
        Whether graphs can be walked and drawn: False where their order is what is asked.
    """

    exercises: tuple[str, ...]
    right: tuple[str, ...] = ()
    kit: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    lends: tuple[str, ...] = ()
    drawn: bool = True

    def asks(self, exercise: Exercise) -> bool:
        """Say whether an exercise, or the one that it is the hidden twin of, is asked here."""
        return exercise.base.split(".")[1] in self.exercises


RUNS: dict[str, tuple[Run, ...]] = {
    "00": (
        Run(("predictions", "slope", "best_h")),
        Run(("partial",), ("slope",)),
        Run(("gradient",), ("slope", "partial")),
    ),
    "01": (
        Run(("predictions", "value", "forward")),
        # It asks for `a - b` and for `6 - a` at once, so neither is lent to the other.
        Run(("mixed",), ("add", "mul")),
        Run(("graph",), ("add", "mul", "sub")),
    ),
    "02": (
        Run(("predictions", "add", "mul", "pow")),
        Run(("div", "minus", "chain"), ("add", "mul", "pow"), ("checks/collectors/chain.py",)),
    ),
    "03": (
        Run(("predictions", "order", "zero_grad"), ARITHMETIC, drawn=False),
        Run(("backward",), (*ARITHMETIC, "order")),
        Run(("bugs",), ARITHMETIC, (*SCALARS, "checks/puzzles.py")),
    ),
    "04": (
        Run(("predictions", "exp", "log", "relu"), (*ARITHMETIC, "order", "backward")),
        Run(("tanh", "sigmoid"), (*ARITHMETIC, "order", "backward", "exp", "log")),
        Run(("check_rule",), (*ENGINE, "slope")),
    ),
    "05": (
        Run(("predictions", "neuron"), ENGINE, KIT_ENGINE),
        Run(("layer",), (*ENGINE, "neuron"), KIT_ENGINE),
        Run(("mlp", "parameters"), (*ENGINE, "neuron", "layer"), KIT_ENGINE),
    ),
    "06": (
        Run(
            ("predictions", "mse", "hinge", "bce", "l2", "softmax", "sgd"),
            ENGINE,
            KIT_ENGINE,
            ("05",),
        ),
        Run(("cross_entropy", "loop"), (*ENGINE, "shares", "training"), KIT_ENGINE, ("05",)),
        Run(("learns",), ENGINE, (*SCALARS, "nn", "optim"), ("05",)),
    ),
    "07": (
        Run(
            ("predictions", "momentum", "adam", "schedule", "dropout"),
            ENGINE,
            KIT_ENGINE,
            ("03", "05", "06"),
        ),
    ),
    "08": (
        Run(("predictions", "engine", "own"), (), ("numeric.py",), ("07",)),
        Run(("operation",), ("tagged",), (), ("07",)),
    ),
    "09": (
        Run(
            (
                *("predictions", "unbroadcast", "matmul", "transpose", "sum", "mean", "relu"),
                *("getitem", "max"),
            ),
        ),
        Run(("add", "mul"), ("unbroadcast",)),
    ),
    "10": (
        Run(("predictions", "softmax", "conv", "conv_back")),
        Run(("softmax_back", "xent"), ("rows",)),
        Run(("linear",), (), ARRAYS),
        Run(("digits",), (), (*ARRAYS, "nn", "optim"), (), ("softmax", "xent_back", "Linear")),
    ),
    "11": (
        Run(
            ("predictions", "embedding", "attention", "loss", "learns", "sampling"),
            ENGINE,
            ARRAYS,
        ),
    ),
}
OTHER = (Run((), (), ("data", "nn", "optim", "train", "numeric.py", *SCALARS, *ARRAYS)),)


def runs_of(lesson: str) -> tuple[Run, ...]:
    """Return the runs of a lesson, by its number such as ``"02"``; one for a lesson of your own.

    Examples
    --------
    >>> [run.exercises for run in runs_of("01")]
    [('predictions', 'value', 'forward'), ('mixed',), ('graph',)]
    """
    return RUNS.get(lesson, OTHER)
