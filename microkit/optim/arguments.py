"""What an optimizer refuses before anything moves, and the words for it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import Any

from microkit.errors import MicrokitError, kind_of, name_of
from microkit.optim.row import is_array


def require(number: Any, name: str, *, least: float = -math.inf, above: float = -math.inf) -> float:
    """Return `number` if it is finite, at least `least` and more than `above`; else say why not."""
    try:
        good = math.isfinite(number) and number >= least and number > above
    except TypeError:
        good = False
    if good:
        return number
    wanted = f"more than {above:g}" if above > -math.inf else f"{least:g} or more"
    raise MicrokitError(f"{name} is {number!r}. It has to be a number, {wanted}.")


def require_parameters(params: Iterable[Any], name: str) -> list[Any]:
    """Return the parameters in a list, each once, or say what is wrong with them."""
    if callable(getattr(params, "parameters", None)):
        raise MicrokitError(f"{name} moves parameters, not a model: {name}(model.parameters()).")
    if hasattr(params, "grad"):
        raise MicrokitError(f"{name} takes a list of parameters. For one of them: {name}([w]).")
    try:
        given = list({id(p): p for p in params}.values())
    except TypeError:
        raise MicrokitError(
            f"{name} takes a list of parameters, and {brief(params)} is none. For one parameter: "
            f"{name}([w])."
        ) from None
    if not given:
        raise MicrokitError(
            f"{name} was given no parameters, so it would move nothing. Was the model made, and "
            "does it keep its parameters in attributes? A generator can be read only once."
        )
    for place, parameter in enumerate(given):
        _require_parameter(place, parameter)
    return given


def require_gradient(place: int, parameter: Any, limit: float) -> None:
    """Raise if the gradient of a parameter does not fit its data, or is larger than `limit`."""
    gradient, data = parameter.grad, parameter.data
    what = f"The gradient of parameter {place} ({described(parameter)})"
    if is_array(data) and getattr(gradient, "shape", data.shape) != data.shape:
        raise MicrokitError(
            f"{what} has shape {gradient.shape}. A gradient has the shape of its data: was it "
            "summed over the axes that were stretched? Nothing was moved."
        )
    largest = _largest(gradient, is_array(data))
    if largest is None:
        raise MicrokitError(
            f"{what} is {brief(gradient)}, {kind_of(gradient)}, and not what its data is. "
            "Nothing was moved."
        )
    if not largest <= limit:
        raise MicrokitError(
            f"{what} holds {largest:g}, so nothing was moved. Somewhere in the loss a number grew "
            "too large, or a slope does not exist. Try a smaller lr, or scale the inputs to "
            "about 1."
        )


def described(parameter: Any) -> str:
    """Return words for a parameter: its class, its label, its shape or its number."""
    shape = getattr(parameter.data, "shape", None)
    label = getattr(parameter, "label", "")
    named = f" {label!r}" if label else ""
    return f"{type(parameter).__name__}{named} of shape {shape}" if shape else name_of(parameter)


def brief(thing: Any) -> str:
    """Return the repr of a thing in one line of at most 60 characters."""
    shown = " ".join(repr(thing).split())
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _require_parameter(place: int, parameter: Any) -> None:
    if not hasattr(parameter, "data") or not hasattr(parameter, "grad"):
        raise MicrokitError(
            f"Parameter {place} is {brief(parameter)}, {kind_of(parameter)}. A parameter "
            "has data and grad: Value(0.5), or a Tensor with requires_grad."
        )
    if getattr(parameter, "_prev", ()):
        raise MicrokitError(
            f"Parameter {place} ({described(parameter)}) was computed from others. Moving it would "
            "change nothing, because it is computed again: give the leaves instead."
        )
    data = parameter.data
    if is_array(data) and (data.dtype.kind != "f" or not data.flags.writeable):
        fault = f"of {data.dtype}" if data.dtype.kind != "f" else "that cannot be written to"
        raise MicrokitError(
            f"Parameter {place} ({described(parameter)}) is an array {fault}. Parameters move in "
            "small steps: give a float array of your own, such as data.astype(float)."
        )


def _largest(gradient: Any, array: bool) -> float | None:
    """Return the size of the largest number in a gradient, nan if one is; None if it is none."""
    if not array:
        return abs(float(gradient)) if isinstance(gradient, Real) else None
    if not hasattr(gradient, "dtype") or gradient.dtype.kind not in "fiub":
        return None
    return float(abs(gradient).max(initial=0.0))
