"""The loop of lesson 06: predict, compare, go back, step, and again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from microkit.data.batches import batches, rows
from microkit.data.source import generator, is_whole
from microkit.errors import MicrokitError
from microkit.nn.module import Module
from microkit.optim import Adam, Schedule, lr_at
from microkit.train.history import History, said
from microkit.train.learner import Learner
from microkit.train.progress import progress_bar
from microkit.train.state import State


def fit(
    model: Any,
    loss: Callable[..., Any],
    data: tuple[Any, Any],
    epochs: int = 10,
    batch_size: int | None = None,
    optimizer: Any = None,
    schedule: Schedule | None = None,
    callbacks: Iterable[Callable[[State], Any]] = (),
    *,
    penalty: Callable[[Any], Any] | None = None,
    metric: Callable[..., float] | None = None,
    validation: tuple[Any, Any] | None = None,
    patience: int | None = None,
    rng: Any = None,
    progress: bool | None = None,
    watch: Any = None,
) -> History:
    """Train a model on data, and return how it went.

    Parameters
    ----------
    model : Module
        Any callable with ``parameters()``: of Values, it is called with one row at a time; of
        Tensors, with a Tensor of rows. One built on a student's own class works too.
    loss : callable
        ``loss(outputs, targets)`` returns one Value or Tensor. `outputs` is a list with what the
        model said to each row, or a Tensor; `targets` is a list or an array.
    data : (inputs, targets)
        Lists or arrays with one row for each example. Arrays take the type of the parameters.
    epochs : int, default 10
        How often all of the data is seen.
    batch_size : int, optional
        How many rows make a step; all of them by default. Smaller batches are shuffled.
    optimizer : Optimizer, optional
        What moves the parameters; `Adam` with a rate of 0.01 by default.
    schedule : callable, optional
        ``schedule(step, steps)`` returns the share of the rate for each step: see
        `microkit.optim.schedules`. The optimizer has its own rate again in the end.
    callbacks : iterable of callables
        Each is called with a `State` after each epoch; an object with ``on_epoch`` will do.
    penalty : callable, optional
        ``penalty(model)`` is added to the loss of each step, as in
        ``lambda model: nn.l2(model.parameters(), 1e-4)``.
    metric : callable, optional
        ``metric(outputs, targets)`` returns a number, such as `accuracy`.
    validation : (inputs, targets), optional
        Data that is measured after each epoch, and not learned from.
    patience : int, optional
        Ends the training when the loss (of validation, where there is one) has not been lower for
        this many epochs.
    rng : random.Random, numpy generator or int, optional
        Where the order of the rows comes from.
    progress : bool, optional
        Whether a bar is shown, in a terminal or a notebook. Left out, there is one unless `watch`
        shows how it goes.
    watch : object with ``on_epoch``, optional
        A monitor, such as `microkit.widgets.BoundaryPlayer`: its ``on_epoch(state)`` is called
        after each epoch, and its ``on_start(state)`` and ``on_end(state)``, where it has them,
        before the first epoch and after the last, also when an error ends the training.

    Returns
    -------
    History
        Loss, metric and seconds for each epoch.

    Raises
    ------
    MicrokitError
        If an argument makes no sense, or the loss is not a finite number: then the parameters
        are as the last good step left them.

    Notes
    -----
    ``model.train_on(loss, data, ...)`` is the same, for any `Module`.

    Each step is: outputs, loss, gradients to zero, backward, move. Python's cyclic garbage
    collector is paused within a step if the model is made of the kit's own classes, which leave
    nothing for it, and runs between steps as ever.

    Examples
    --------
    >>> import random
    >>> from microkit import data, nn, optim, train
    >>> model = nn.MLP(2, [8, 1], rng=random.Random(1))
    >>> optimizer = optim.SGD(model.parameters(), lr=0.5)
    >>> history = fit(model, nn.hinge, data.moons(40, rng=1), epochs=30, optimizer=optimizer)
    >>> len(history), history.losses[-1] < history.losses[0]
    (30, True)
    """
    learner = Learner(model, loss, penalty, metric)
    x, y = learner.prepared(data)
    n = rows(x, y)
    held_back = validation and learner.prepared(validation)
    _require_whole(epochs, "epochs")
    _require_whole(batch_size, "batch_size", or_none=True)
    _require_whole(patience, "patience", or_none=True)
    heard_by = [_callback(callback) for callback in callbacks]
    if watch is not None:
        heard_by.append(_callback(watch))
    optimizer = _optimizer(optimizer, learner.parameters)
    size = min(batch_size or n, n)
    order = generator(rng, learner.arrays) if size < n else None
    rates = schedule and _Rates(optimizer, schedule, epochs * math.ceil(n / size))
    history = History()
    state = State(model, optimizer, history, epochs)
    was_training = _switch(model, training=True)
    try:
        _tell(watch, "on_start", state)
        with progress_bar(epochs, watch is None if progress is None else progress) as tell:
            while state.epoch < epochs and not history.ended:
                started = perf_counter()
                state.epoch += 1
                number, measured = _epoch(learner, batches(x, y, size, order), optimizer, rates, n)
                history.losses.append(number)
                if metric:
                    history.accuracy.append(measured)
                if held_back:
                    _validate(learner, held_back, size, history)
                history.seconds.append(perf_counter() - started)
                tell(state.epoch, _text(history))
                for callback in heard_by:
                    callback(state)
                history.ended = _reason_to_end(state, patience)
    except MicrokitError as error:
        history.ended = str(error)
        error.add_note(f"This was in epoch {state.epoch} of {epochs}.")
        raise
    finally:
        if rates:
            rates.put_back()
        _switch(model, training=was_training)
        _tell(watch, "on_end", state)
    return history


class _Rates:
    """Sets the rate of an optimizer for one step after the other."""

    def __init__(self, optimizer: Any, schedule: Schedule, steps: int) -> None:
        self.optimizer, self.schedule, self.steps = optimizer, schedule, steps
        self.base, self.step = optimizer.lr, 0

    def set_next(self) -> None:
        self.optimizer.lr = lr_at(self.step, self.steps, self.base, self.schedule)
        self.step += 1

    def put_back(self) -> None:
        self.optimizer.lr = self.base


def _epoch(
    learner: Learner, portions: Iterable[Any], optimizer: Any, rates: _Rates | None, n: int
) -> tuple[float, float]:
    """Learn from each portion once; return the mean loss and metric over all `n` rows."""
    lost = measured = 0.0
    for x, y in portions:
        if rates:
            rates.set_next()
        number, right = learner.step(x, y, optimizer)
        lost += number * (len(y) / n)
        measured += right * (len(y) / n)
    return lost, measured


def _validate(learner: Learner, held_back: Any, size: int, history: History) -> None:
    """Measure loss and metric on rows that are not learned from."""
    x, y = held_back
    n, lost, measured = rows(x, y), 0.0, 0.0
    _switch(learner.model, training=False)
    try:
        for xs, ys in batches(x, y, size):
            number, right = learner.measured(xs, ys)
            lost += number * (len(ys) / n)
            measured += right * (len(ys) / n)
    finally:
        _switch(learner.model, training=True)
    history.validation_losses.append(lost)
    if learner.metric:
        history.validation_accuracy.append(measured)


def _switch(model: Any, training: bool) -> bool:
    """Switch a model that has both modes to training or to use; return which it was in."""
    was = getattr(model, "training", training)
    if was != training:
        model.train() if training else model.eval()
    return was


def _reason_to_end(state: State, patience: int | None) -> str:
    """Return why training ends now, or nothing."""
    if state.stop:
        return "a callback asked for it"
    watched = state.history.validation_losses or state.history.losses
    if patience and len(watched) - 1 - watched.index(min(watched)) >= patience:
        return f"no lower loss for {patience} epoch{'s' * (patience > 1)}"
    return ""


def _optimizer(optimizer: Any, parameters: list[Any]) -> Any:
    """Return the optimizer, or the usual one; refuse one that moves something else."""
    if optimizer is None:
        return Adam(parameters, lr=0.01)
    if not callable(getattr(optimizer, "step", None)):
        raise MicrokitError(
            f"optimizer is {optimizer!r}. Give one that is made: optim.SGD(model.parameters(), "
            "lr=0.1)."
        )
    moved = {id(parameter) for parameter in getattr(optimizer, "params", parameters)}
    if not any(id(parameter) in moved for parameter in parameters):
        raise MicrokitError(
            "This optimizer moves no parameter of this model. Was the model made again after it? "
            "Make the optimizer last: optim.SGD(model.parameters(), lr=0.1)."
        )
    return optimizer


def _callback(callback: Any) -> Callable[[State], Any]:
    heard = getattr(callback, "on_epoch", callback)
    if not callable(heard):
        raise MicrokitError(
            f"A callback is called after each epoch, and {callback!r} cannot be. Give a function "
            "of one argument, the state."
        )
    return heard


def _tell(watch: Any, moment: str, state: State) -> None:
    if heard := getattr(watch, moment, None):
        heard(state)


def _require_whole(number: Any, name: str, or_none: bool = False) -> None:
    if number is None and or_none:
        return
    if not is_whole(number, least=1):
        raise MicrokitError(f"{name} is {number!r}. Give a whole number, 1 or more.")


def _text(history: History) -> str:
    """Return what stands beside the bar."""
    text = f"loss {said(history.losses[-1])}"
    if history.accuracy:
        text += f"  accuracy {said(history.accuracy[-1], share=True)}"
    return text


# As a method: model.train_on(loss, data, epochs=20). It stands here, because nn knows nothing of
# training.
setattr(Module, "train_on", fit)  # noqa: B010
