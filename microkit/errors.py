"""The errors of microkit: each says what happened, with which numbers, why, and what to try.

All of them are a `MicrokitError`, so that one ``except`` catches whatever the kit has to say.
"""

from __future__ import annotations

from typing import Any


class MicrokitError(ValueError):
    """Something that the kit was given does not work, and the text says what to try."""


class NumberError(MicrokitError):
    """A thing that is not a number, or numbers for which an operation has no answer.

    Examples
    --------
    >>> from microkit import engine, errors
    >>> try:
    ...     engine.Value("2.5")
    ... except errors.NumberError as error:
    ...     print(error)
    A Value holds one number, and '2.5' is a str. Turn text into a number first: float('2.5').
    """


class GraphError(MicrokitError):
    """A graph that cannot be walked: a cycle, a parent that is no node, a rule that is missing."""


class ShapeError(MicrokitError):
    """Arrays whose shapes do not fit each other, or not what is to be done with them."""


def with_article(name: str) -> str:
    """Return a name with the article that it is spoken with.

    Examples
    --------
    >>> [with_article(name) for name in ("float", "int", "uint8", "ndarray", "MLP")]
    ['a float', 'an int', 'a uint8', 'an ndarray', 'an MLP']
    """
    spelled_out = name[:2].isupper()  # letter by letter: an "em el pee"
    vowel = name[:1] in "AEFHILMNORSX" if spelled_out else name[:1].lower() in "aeio"
    return f"an {name}" if name and (vowel or name.startswith("nd")) else f"a {name}"


def kind_of(thing: Any) -> str:
    """Return the name of a thing's class, with its article.

    Examples
    --------
    >>> kind_of(2.5), kind_of(3), kind_of([])
    ('a float', 'an int', 'a list')
    """
    return with_article(type(thing).__name__)


def not_a_number(x: Any) -> NumberError:
    """Return the error for `x` where a number is needed, with what to try for a thing like it."""
    shown = repr(x) if not isinstance(x, int) else "this whole number"
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    if isinstance(x, int):
        return NumberError(
            f"A Value holds one number, and {shown} is too large for a float, which ends near "
            "1.8e308. Scale it down first."
        )
    if hasattr(x, "_prev"):
        return NumberError(
            f"{shown} is a node already, {with_article(type(x).__name__)}. Use it as it is, "
            "among nodes of its own class; for a new leaf without its history, use Value(a.data)."
        )
    if x is None:
        advice = "Did a function forget its return?"
    elif isinstance(x, str):
        advice = "Turn text into a number first: float('2.5')."
    elif isinstance(x, complex):
        advice = "Gradients here are slopes of real numbers: use x.real, or abs(x)."
    elif hasattr(x, "__float__") and not hasattr(x, "__len__"):
        advice = "Turn it into a float first: float(x)."
    else:
        advice = "For many numbers use one Value each: [Value(x) for x in numbers]."
    kind = with_article(type(x).__name__)
    return NumberError(f"A Value holds one number, and {shown} is {kind}. {advice}")


def mean_of_nothing(shape: tuple[int, ...]) -> ShapeError:
    """Return the error for a mean over an array without numbers."""
    return ShapeError(
        f"There is no mean of nothing: shape {shape} has an axis of length 0. "
        "Is the batch or the mask empty?"
    )


def name_of(node: Any) -> str:
    """Return words for a node of any class: its class, its label, its number."""
    label = getattr(node, "label", "")
    named = f" {label!r}" if label else ""
    data = " ".join(str(getattr(node, "data", "missing")).split())
    data = data if len(data) <= 60 else data[:57] + "..."
    return f"{type(node).__name__}{named} with data {data}"


def not_a_node(thing: Any, path: list[Any]) -> GraphError:
    """Return the error for a thing in a graph that has no parents to walk to.

    Parameters
    ----------
    thing : object
        What was met.
    path : list of nodes
        How the walk came there: the last one has `thing` as a parent.
    """
    if hasattr(thing, "_prev"):
        return GraphError(
            f"{name_of(thing)} has _prev = {thing._prev!r}. A node keeps a tuple of its parents "
            "there, and a leaf the empty tuple ()."
        )
    where = f"a parent of {name_of(path[-1])}" if path else "where the graph should end"
    return GraphError(
        f"{thing!r} is {where}, and it is {with_article(type(thing).__name__)}, not a node. "
        "Wrap plain numbers before they become parents: Value(2.0)."
    )
