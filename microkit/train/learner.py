"""A model, its loss and its parameters: one step of learning, for numbers and for arrays."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any

from microkit.engine import backward, no_grad
from microkit.errors import MicrokitError, kind_of
from microkit.nn.mlp import at_rest
from microkit.optim.arguments import brief
from microkit.optim.row import is_array
from microkit.train.collector import leave_no_circles, without_collector

Function = Callable[..., Any]


class Learner:
    """What `fit` asks of a model, whichever engine it is built on.

    Parameters
    ----------
    model : callable with ``parameters()``
        Takes one row and returns Values, or takes an array of rows and returns a Tensor.
    loss : callable
        ``loss(outputs, targets)``.
    penalty : callable, optional
        ``penalty(model)``, added to the loss.
    metric : callable, optional
        ``metric(outputs, targets)``.

    Raises
    ------
    MicrokitError
        If there is nothing to learn, or a function is none.
    """

    def __init__(
        self, model: Any, loss: Function, penalty: Function | None, metric: Function | None
    ) -> None:
        if not callable(model) or not callable(getattr(model, "parameters", None)):
            raise MicrokitError(
                f"A model is called with inputs and has parameters(), and this "
                f"{type(model).__name__} does not. Build it from nn.Module."
            )
        for name, function in (("loss", loss), ("penalty", penalty), ("metric", metric)):
            if not callable(function) and (function is not None or name == "loss"):
                raise MicrokitError(f"{name} is {function!r}. Give a function, such as nn.hinge.")
        self.model: Any = model
        self.loss, self.penalty, self.metric = loss, penalty, metric
        self.parameters = list(self.model.parameters())
        if not self.parameters:
            raise MicrokitError("This model has no parameters: there is nothing that could learn.")
        if not any(getattr(parameter, "requires_grad", True) for parameter in self.parameters):
            raise MicrokitError(
                "Every parameter of this model is frozen: there is nothing that could learn. "
                "p.requires_grad_() thaws one."
            )
        self.arrays = is_array(self.parameters[0].data)
        self.own = leave_no_circles(self.parameters)

    def prepared(self, data: Any) -> tuple[Any, Any]:
        """Return inputs and targets as the model takes them: in lists, or in arrays of its type."""
        try:
            x, y = data
        except (TypeError, ValueError):
            raise MicrokitError(
                f"Data is a pair (inputs, targets), and this is {brief(data)}."
            ) from None
        return (self._array(x), self._array(y)) if self.arrays else (_listed(x), _listed(y))

    def outputs(self, x: Any) -> Any:
        """Return what the model says to some rows."""
        if not self.arrays:
            return list(map(at_rest(self.model) if self.own else self.model, x))
        if not self.own:
            return self.model(x)
        from microkit.arrays.operation import constant

        return self.model(constant(x))

    def step(self, x: Any, y: Any, optimizer: Any) -> tuple[float, float]:
        """Learn from some rows; return the loss and the metric as they were before."""
        if self.own:
            return without_collector(self._step, x, y, optimizer)
        return self._step(x, y, optimizer)

    def measured(self, x: Any, y: Any) -> tuple[float, float]:
        """Return loss and metric for some rows, and learn nothing."""
        with no_grad():
            outputs = self.outputs(x)
            return _number(self.loss(outputs, y), "loss"), self._metric(outputs, y)

    def _step(self, x: Any, y: Any, optimizer: Any) -> tuple[float, float]:
        outputs = self.outputs(x)
        total = self.loss(outputs, y)
        if self.penalty:
            total = total + self.penalty(self.model)
        number = _number(total, "loss")
        if not hasattr(total, "_prev") and not hasattr(total, "backward"):
            raise MicrokitError(
                f"The loss is {brief(total)}, {kind_of(total)}: the graph "
                "was lost on the way. float(a) and a.data leave it; compute with the outputs "
                "themselves."
            )
        if not math.isfinite(number):
            raise MicrokitError(
                f"The loss is {number}, so this step was not taken. Try a smaller lr, scale the "
                "inputs to about 1, or look for a log or an exp of a number that is too large."
            )
        measured = self._metric(outputs, y)
        self._zero_grad(optimizer)
        total.backward() if hasattr(total, "backward") else backward(total)
        optimizer.step()
        return number, measured

    def _metric(self, outputs: Any, y: Any) -> float:
        return float(self.metric(outputs, y)) if self.metric else math.nan

    def _zero_grad(self, optimizer: Any) -> None:
        if self.own:
            zero = None if self.arrays else 0.0
            for parameter in self.parameters:
                parameter.grad = zero
        elif hasattr(optimizer, "zero_grad"):
            optimizer.zero_grad()
        else:
            self.model.zero_grad()

    def _array(self, rows: Any) -> Any:
        """Return rows as an array; numbers with a point take the type of the parameters."""
        numpy = sys.modules["numpy"]
        array = numpy.asarray(rows.data if hasattr(rows, "requires_grad") else rows)
        if array.dtype.kind == "f":
            return array.astype(self.parameters[0].data.dtype, copy=False)
        return array


def _listed(rows: Any) -> Any:
    """Return rows as plain lists, because numpy's numbers are slow one by one."""
    if hasattr(rows, "tolist"):
        return rows.tolist()
    return [row.tolist() if hasattr(row, "tolist") else row for row in rows]


def _number(loss: Any, name: str) -> float:
    data = getattr(loss, "data", loss)
    try:
        return float(data.item() if is_array(data) else data)
    except (TypeError, ValueError):
        shape = f" of shape {data.shape}" if is_array(data) else ""
        raise MicrokitError(
            f"The {name} is {brief(loss)}, {kind_of(loss)}{shape}, and not one "
            "number. Take the mean over the rows. Did a function forget its return?"
        ) from None
