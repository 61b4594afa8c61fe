"""Ask a student's own class for one operation, and say how its rule compares with the truth."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from microkit.errors import MicrokitError, kind_of
from microkit.graph.numbers import number_text
from microkit.graph.rebuild import rebuild
from microkit.graph.trace import Trace


def ask_rule(engine: type, name: str, x: float, upstream: float) -> tuple[float, float | None]:
    """Compute one operation forward, and one step back.

    Parameters
    ----------
    engine : type
        A class like ``Value``.
    name : str
        The operation: a method of the class.
    x, upstream : float
        The input, and what arrives from above.

    Returns
    -------
    out : float
        What the operation gives.
    heard : float or None
        What x hears; None where nothing arrived.

    Raises
    ------
    MicrokitError
        When the class lacks the operation, or hands back something else.

    Examples
    --------
    >>> import microkit.operations
    >>> from microkit.engine import Value
    >>> ask_rule(Value, "relu", 2.0, -3.0)
    (2.0, -3.0)
    """
    graph = Trace(("", name), ((), (0,)), (x, 0.0), (None, None), ("", ""))
    node, out = rebuild(graph, engine)
    if not isinstance(getattr(out, "data", None), Real) or not hasattr(out, "grad"):
        raise MicrokitError(
            f"{name} gave {out!r:.60}, {kind_of(out)}, where a new {engine.__name__} with "
            "a number in .data belongs. Is a `return out` missing?"
        )
    # A gradient that is still this very object afterwards was never touched.
    node.grad = untouched = float("0.0")
    hand_back(out, upstream)
    return float(out.data), _heard(node, untouched)


def hand_back(out: Any, upstream: float) -> None:
    """Let a gradient arrive at the result of an operation, and its inputs hear their shares.

    In the classes of lessons 02 to 07 a node has a rule, ``_backward``. In lesson 08's it has
    ``slopes``, and `backward` does the rest: there, what arrives comes from a node above it.
    """
    if hasattr(out, "slopes") and not hasattr(out, "_backward"):
        type(out)(out.data * upstream, (out,), (upstream,)).backward()
        return
    if not callable(getattr(out, "_backward", None)):
        raise MicrokitError(
            "`out._backward` is not a function. Store the rule itself, without calling it: "
            "`out._backward = _backward`."
        )
    out.grad = upstream
    out._backward()


def _heard(node: Any, untouched: float) -> float | None:
    if node.grad is untouched:
        return None
    if isinstance(node.grad, Real):
        return float(node.grad)
    raise MicrokitError(
        f"x.grad became {kind_of(node.grad)}, and a gradient is a plain number. Use the "
        "`.data` of an input in the rule, not the input itself."
    )


@dataclass(frozen=True)
class Spot:
    """One place of a curve: what a class says there, and what is true."""

    x: float
    g: float
    out: float
    heard: float | None
    here: float
    slope: float | None

    @property
    def truth(self) -> float | None:
        """What x hears in truth: the nudged slope times what arrives from above."""
        return None if self.slope is None else self.slope * self.g

    @property
    def agrees(self) -> bool:
        """Whether the rule is right here; at a corner every rule is."""
        return self.truth is None or (self.heard is not None and near(self.heard, self.truth))


# Wrong rules that many write: of which operations, what they hand back, and what can be seen.
_IDEAS: tuple[tuple[tuple[str, ...], Callable[[Spot], float], str], ...] = (
    (("relu", "leaky_relu"), lambda s: s.g if s.g > 0 else 0.0,
     "They depend on the sign of g alone. A gate opens by its input: does the rule look at it?"),
    (("exp",), lambda s: s.x * s.g,
     "They lie on x times g, the input. Which curve is as steep as it is high?"),
    (("tanh",), lambda s: (1 - s.here) * s.g,
     "They lie on 1 - t. At x = 0 that is right too; which power is missing further out?"),
    (("sigmoid",), lambda s: s.x * (1 - s.x) * s.g,
     "They lie on x times 1 - x, made of the input. Is it the input that is between 0 and 1?"),
    ((), lambda s: math.nan if s.slope is None else s.slope,
     "They lie on the slope itself. What arrives from above is missing."),
    ((), lambda s: math.nan if s.truth is None else -s.truth, "Their sign is turned around."),
)  # fmt: skip


def told_of(name: str, spots: Sequence[Spot], at: Spot) -> str:
    """Say in a sentence or two how the rule of a class compares with the truth.

    Parameters
    ----------
    name : str
        The operation.
    spots : sequence of Spot
        A row of places.
    at : Spot
        The place that the student looks at.
    """
    g = at.g
    if all(spot.heard is None for spot in spots):
        return "Not written yet: nothing arrived at x.grad."
    for spot in spots:
        if not near(spot.out, spot.here):
            return (
                f"The forward comes first: your {name}({number_text(spot.x)}) is "
                f"{number_text(spot.out)}, and it should be {number_text(spot.here)}."
            )
    wrong = [spot for spot in spots if not spot.agrees]
    if wrong:
        worst = wrong[len(wrong) // 2] if at.agrees else at
        heard = number_text(worst.heard)
        head = (
            f"{len(wrong)} of {len(spots)} dots differ: at x = {number_text(worst.x)} your x.grad "
            f"is {heard}, and a nudge says {number_text(worst.truth)}."
        )
        return f"{head} {_idea(name, spots)}".strip()
    if g == 0:
        return "At g = 0 nothing arrives from above, so any rule looks right. Move g."
    if g == 1:
        return "At g = 1 a rule that forgets what arrives from above looks right too. Move g."
    if name == "relu" and g > 0:
        return f"All {len(spots)} dots agree. And below 0, with a negative g?"
    return f"All {len(spots)} dots agree with the nudges."


def _idea(name: str, spots: Sequence[Spot]) -> str:
    """Name the wrong idea that explains every dot, if there is one."""
    smooth = [spot for spot in spots if spot.slope is not None and spot.heard is not None]
    for names, rule, sentence in _IDEAS:
        meant = smooth and (not names or name in names)
        if meant and all(near(spot.heard or 0.0, rule(spot)) for spot in smooth):
            return sentence
    return ""


def near(mine: float, truth: float) -> bool:
    """Whether two numbers are the same, but for what nudging costs."""
    return math.isclose(mine, truth, rel_tol=1e-4, abs_tol=1e-7)
