"""Training: fit takes the steps that one would write by hand, on both engines."""

from __future__ import annotations

import gc
import io
import math
import random
import sys
import weakref
from xml.etree import ElementTree

import numpy as np
import pytest

from microkit import Tensor, data, nn, optim, train
from microkit.engine import Value, is_recording
from microkit.errors import MicrokitError
from microkit.train.learner import Learner
from microkit.train.progress import progress_bar

X, Y = data.moons(23, noise=0.1, rng=1)


def mlp(seed=1, sizes=(4, 1), **options):
    return nn.MLP(2, [*sizes], rng=random.Random(seed), **options)


def net(seed=1, dtype="float64"):
    rng = np.random.default_rng(seed)
    return nn.Sequential(
        nn.Linear(2, 5, rng=rng, dtype=dtype), nn.Tanh(), nn.Linear(5, 1, rng=rng, dtype=dtype)
    )


def numbers(model):
    return [float(x) for p in model.parameters() for x in np.ravel(p.data)]


def column(y):
    return np.array(y, float).reshape(-1, 1)


def l2(model):
    return nn.l2(model.parameters(), 0.01)


class Line(nn.Module):
    """y = w * x + b, on one number: the smallest model."""

    def __init__(self, w=0.5, b=0.0, of=Value):
        self.w, self.b = of(w), of(b)

    def __call__(self, x):
        return self.w * x + self.b


class Mine:
    """A student's class: each closure holds its node, and the node its closure."""

    def __init__(self, data, prev=()):
        self.data, self.grad, self._prev = data, 0.0, tuple(prev)
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Mine) else Mine(other)
        out = Mine(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = back
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Mine) else Mine(other)
        out = Mine(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = back
        return out


def squares(outputs, targets):
    total = 0.0
    for output, target in zip(outputs, targets, strict=True):
        off = output + -target
        total = off * off + total
    return total * (1 / len(targets))


def test_takes_the_steps_that_one_writes_by_hand_on_values():
    by_hand, fitted = mlp(), mlp()
    optimizer = optim.SGD(by_hand.parameters(), lr=0.4, momentum=0.5)
    losses, shares = [], []
    for step in range(6):
        outputs = [by_hand(row) for row in X]
        loss = nn.hinge(outputs, Y) + l2(by_hand)
        losses.append(loss.data)
        shares.append(sum((o.data > 0) == (t > 0) for o, t in zip(outputs, Y, strict=True)) / 23)
        optimizer.lr = 0.4 * (1 - step / 6)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    history = train.fit(
        fitted,
        nn.hinge,
        (X, Y),
        6,
        optimizer=optim.SGD(fitted.parameters(), lr=0.4, momentum=0.5),
        schedule=optim.linear(),
        penalty=l2,
        metric=train.accuracy,
    )
    assert history.losses == losses
    assert history.accuracy == pytest.approx(shares)
    assert numbers(fitted) == numbers(by_hand)
    assert len(set(losses)) == 6


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_takes_the_steps_that_one_writes_by_hand_on_tensors(dtype):
    by_hand, fitted = net(dtype=dtype), net(dtype=dtype)
    optimizer = optim.Adam(by_hand.parameters(), lr=0.05)
    x, y = Tensor(X, dtype=dtype), Tensor(column(Y), dtype=dtype)
    losses = []
    for _ in range(6):
        loss = ((by_hand(x) - y) ** 2).mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    history = train.fit(
        fitted,
        lambda outputs, targets: ((outputs - targets) ** 2).mean(),
        (X, column(Y)),
        6,
        optimizer=optim.Adam(fitted.parameters(), lr=0.05),
    )
    assert history.losses == losses
    assert numbers(fitted) == numbers(by_hand)
    assert {str(p.data.dtype) for p in fitted.parameters()} == {dtype}
    assert history.accuracy == history.validation_losses == []


def test_both_engines_take_the_same_steps():
    values, tensors = mlp(sizes=(5, 1), activation="tanh"), net()
    for neurons, linear in zip(values.layers, (tensors[0], tensors[2]), strict=True):
        for neuron, weights, bias in zip(
            neurons.neurons, linear.weight.data, linear.bias.data, strict=True
        ):
            neuron.b.data = float(bias)
            for w, number in zip(neuron.w, weights, strict=True):
                w.data = float(number)
    options = {"epochs": 5, "batch_size": 7, "metric": train.accuracy}
    first = train.fit(values, nn.mse, (X, Y), rng=random.Random(3), **options)
    second = train.fit(
        tensors, nn.mse_loss, (np.array(X), column(Y)), rng=random.Random(3), **options
    )
    assert first.losses == pytest.approx(second.losses, rel=1e-10)
    assert first.accuracy == second.accuracy
    assert first.losses[0] != first.losses[-1]


def test_every_row_is_seen_once_in_each_epoch_in_an_order_of_its_own():
    seen = []

    def loss(outputs, targets):
        seen.append([*targets])
        return nn.mse(outputs, targets)

    def orders(seed):
        seen.clear()
        rows = [float(i) for i in range(10)]
        train.fit(Line(), loss, (rows, rows), 3, batch_size=4, rng=seed)
        assert [len(part) for part in seen] == [4, 4, 2] * 3
        return [[row for part in seen[i : i + 3] for row in part] for i in (0, 3, 6)]

    first = orders(1)
    assert all(sorted(order) == [float(i) for i in range(10)] for order in first)
    assert first[0] != first[1] != first[2]
    assert orders(1) == first == orders(random.Random(1)) != orders(2)
    train.fit(Line(), loss, ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]), 1, batch_size=9)
    assert seen[-1] == [1.0, 2.0, 3.0], "one batch keeps the order"


def test_the_loss_of_an_epoch_is_the_mean_over_rows_and_not_over_batches():
    line = Line(w=0.0)
    history = train.fit(
        line,
        nn.mse,
        ([1.0, 1.0, 1.0], [0.0, 0.0, 3.0]),
        1,
        batch_size=2,
        optimizer=optim.SGD([line.b], lr=1e-12),
        metric=lambda outputs, targets: sum(targets) / len(targets),
        rng=1,
    )
    assert history.losses == [pytest.approx(3.0)]
    assert history.accuracy == [pytest.approx(1.0)]


def test_classes_as_whole_numbers_stay_whole_numbers():
    kinds = []

    def loss(outputs, targets):
        kinds.append((targets.dtype.kind, outputs.dtype))
        return nn.cross_entropy(outputs, targets)

    model = nn.Sequential(nn.Linear(2, 3, rng=1, dtype="float32"))
    x, y = data.spirals(30, rng=1)
    history = train.fit(model, loss, (x, y), 30, optimizer=optim.Adam(model.parameters(), lr=0.1))
    assert set(kinds) == {("i", np.dtype("float32"))}
    assert history.losses[-1] < 0.9 * history.losses[0]


def test_inputs_may_be_tensors_and_arrays_of_rows():
    def losses(x, y):
        return train.fit(net(), nn.mse_loss, (x, y), 3).losses

    expected = losses(X, column(Y))
    assert losses(np.array(X), column(Y)) == expected
    assert losses(Tensor(X), Tensor(column(Y))) == expected
    on_values = train.fit(mlp(), nn.hinge, (X, Y), 2).losses
    assert train.fit(mlp(), nn.hinge, (np.array(X), np.array(Y)), 2).losses == on_values
    assert train.fit(mlp(), nn.hinge, ([*np.array(X)], Y), 2).losses == on_values


def test_a_module_trains_itself_too():
    first, second = mlp(), mlp()
    history = first.train_on(nn.hinge, (X, Y), epochs=3)
    assert history.losses == train.fit(second, nn.hinge, (X, Y), 3).losses


# -- schedules -----------------------------------------------------------------------------------


def rates_of(schedule, **options):
    line = Line()
    rates = []

    class Spy(optim.SGD):
        def step(self):
            rates.append(self.lr)
            super().step()

    optimizer = Spy(line.parameters(), lr=0.5)
    rows = [float(i) for i in range(5)]
    train.fit(line, nn.mse, (rows, rows), optimizer=optimizer, schedule=schedule, **options)
    return rates, optimizer.lr


def test_a_schedule_counts_steps_and_the_rate_is_put_back():
    asked = []

    def schedule(step, steps):
        asked.append((step, steps))
        return 1 / (step + 1)

    rates, after = rates_of(schedule, epochs=2, batch_size=2)
    assert asked == [(step, 6) for step in range(6)]
    assert rates == [0.5 / (step + 1) for step in range(6)]
    assert after == 0.5


def test_without_a_schedule_a_callback_may_change_the_rate():
    def halve(state):
        state.optimizer.lr /= 2

    assert rates_of(None, epochs=3, callbacks=[halve]) == ([0.5, 0.25, 0.125], 0.0625)


def test_a_schedule_below_zero_is_refused_and_the_rate_put_back():
    line = Line()
    optimizer = optim.SGD(line.parameters(), lr=0.01)
    with pytest.raises(MicrokitError, match=r"step 2 of 5 is -1.*0 or more") as caught:
        train.fit(line, nn.mse, ([1.0], [2.0]), 5, None, optimizer, lambda step, n: 1 - step)
    assert "epoch 3 of 5" in caught.value.__notes__[0]
    assert optimizer.lr == 0.01


# -- what is measured, and who hears of it ---------------------------------------------------------


def test_callbacks_hear_of_each_epoch_in_order():
    heard = []

    class Listener:
        def on_epoch(self, state):
            heard.append(("listener", state.epoch, state.loss, state.accuracy, state.epochs))

    def function(state):
        heard.append(("function", state.epoch, state.loss, state.accuracy, state.epochs))
        assert len(state.history) == state.epoch
        assert state.model is model
        state.stop = state.epoch == 3

    model = mlp()
    options = {"metric": train.accuracy, "callbacks": [function, Listener()]}
    history = train.fit(model, nn.hinge, (X, Y), 9, **options)
    assert [h[:2] for h in heard] == [(w, e) for e in (1, 2, 3) for w in ("function", "listener")]
    assert [h[2:4] for h in heard[::2]] == [*zip(history.losses, history.accuracy, strict=True)]
    assert heard[0][4] == 9
    assert history.ended == "a callback asked for it"
    assert len(history.seconds) == 3
    assert all(second > 0 for second in history.seconds)


def test_a_state_without_metric_has_no_accuracy():
    seen = []
    train.fit(Line(), nn.mse, ([1.0], [1.0]), 1, callbacks=[lambda s: seen.append(s.accuracy)])
    assert seen == [None]


def test_patience_ends_the_training_when_the_loss_no_longer_falls():
    losses = iter([5.0, 3.0, 4.0, 3.5, 3.0, 2.0, 9.0])
    line = Line()
    history = train.fit(
        line, lambda outputs, targets: line.w * 0.0 + next(losses), ([1.0], [1.0]), 7, patience=3
    )
    assert history.losses == [5.0, 3.0, 4.0, 3.5, 3.0]
    assert history.ended == "no lower loss for 3 epochs"


def test_patience_looks_at_the_validation_where_there_is_one():
    line = Line(w=0.0)
    history = train.fit(
        line,
        nn.mse,
        ([1.0], [4.0]),
        50,
        optimizer=optim.SGD(line.parameters(), lr=0.1),
        validation=([1.0], [2.0]),
        patience=2,
    )
    assert all(
        after < before for before, after in zip(history.losses, history.losses[1:], strict=False)
    )
    best = history.validation_losses.index(min(history.validation_losses))
    assert len(history) == best + 3 < 50


@pytest.mark.parametrize("arrays", [False, True])
def test_validation_is_measured_and_not_learned_from(arrays):
    model, alone = (net(), net()) if arrays else (mlp(), mlp())
    loss = nn.mse_loss if arrays else nn.hinge
    y, x2 = column(Y) if arrays else Y, [[b, a] for a, b in X]
    modes = []

    def watched(outputs, targets):
        modes.append((model.training, is_recording(), len(targets)))
        return loss(outputs, targets)

    options = {"epochs": 2, "batch_size": 9, "metric": train.accuracy}
    history = train.fit(model, watched, (X, y), validation=(x2, y), rng=1, penalty=None, **options)
    assert modes == 2 * [
        *[(True, True, n) for n in (9, 9, 5)],
        *[(False, False, n) for n in (9, 9, 5)],
    ]
    expected = train.fit(alone, loss, (X, y), rng=1, **options)
    assert expected.losses == history.losses
    assert numbers(alone) == numbers(model)
    outputs = model(Tensor(x2)) if arrays else [model(row) for row in x2]
    assert history.validation_losses[-1] == pytest.approx(float(loss(outputs, y)))
    assert history.validation_accuracy[-1] == pytest.approx(train.accuracy(outputs, y))
    assert len(history.validation_losses) == len(history.validation_accuracy) == 2


def test_dropout_is_on_in_steps_and_the_mode_is_put_back():
    modes = []

    def loss(outputs, targets):
        modes.append(model.training)
        return nn.hinge(outputs, targets)

    model = mlp(dropout=0.5)
    model.eval()
    train.fit(model, loss, (X, Y), 2)
    assert modes == [True, True]
    assert not model.training
    with pytest.raises(ZeroDivisionError):
        train.fit(model, lambda outputs, targets: 1 / 0, (X, Y), 2)
    assert not any(part.training for part in model.modules())


# -- the collector ---------------------------------------------------------------------------------


def collector_in_loss(line, fail=False):
    seen = []

    def loss(outputs, targets):
        seen.append(gc.isenabled())
        if fail:
            raise KeyError("from the loss")
        return squares(outputs, targets)

    between = []
    train.fit(
        line,
        loss,
        ([1.0, 2.0], [2.0, 3.0]),
        2,
        batch_size=1,
        optimizer=optim.SGD(line.parameters(), lr=0.01),
        callbacks=[lambda state: between.append(gc.isenabled())],
    )
    return seen, between


def test_the_collector_rests_within_steps_and_works_between_them():
    assert collector_in_loss(Line()) == ([False] * 4, [True] * 2)
    assert gc.isenabled()
    assert collector_in_loss(Line(of=lambda x: Tensor(x, True))) == ([False] * 4, [True] * 2)
    assert gc.isenabled()


def test_the_collector_works_again_after_an_error():
    with pytest.raises(KeyError, match="from the loss"):
        collector_in_loss(Line(), fail=True)
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        assert collector_in_loss(Line()) == ([False] * 4, [False] * 2)
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize("of", [Mine, type("Derived", (Value,), {})])
def test_the_collector_keeps_working_where_a_student_wrote_the_class(of):
    line = Line(of=of)
    assert collector_in_loss(line) == ([True] * 4, [True] * 2)
    assert line.w.data != 0.5


def test_one_parameter_of_a_students_class_is_enough():
    line = Line()
    line.b = Mine(0.0)
    assert not Learner(line, squares, None, None).own
    assert Learner(Line(), squares, None, None).own


def test_a_step_leaves_nothing_to_the_collector():
    for model, loss, y in ((mlp(), nn.hinge, Y), (net(), nn.mse_loss, column(Y))):
        learner = Learner(model, loss, None, train.accuracy)
        x, targets = learner.prepared((X, y))
        optimizer = optim.Adam(model.parameters())
        learner.step(x, targets, optimizer)
        gc.collect()
        gc.disable()
        try:
            for _ in range(3):
                learner.step(x, targets, optimizer)
            assert gc.collect() == 0
        finally:
            gc.enable()


def test_no_graph_outlives_its_step():
    kept = []

    def loss(outputs, targets):
        assert all(reference() is None for reference in kept)
        total = nn.hinge(outputs, targets)
        kept.append(weakref.ref(total))
        return total

    train.fit(mlp(), loss, (X, Y), 3, batch_size=10)
    assert len(kept) == 9
    assert kept[-1]() is None


# -- students' own parts ---------------------------------------------------------------------------


def test_a_students_class_and_optimizer_will_do():
    class TheirSGD:
        def __init__(self, params, lr):
            self.params, self.lr = list(params), lr

        def step(self):
            for p in self.params:
                p.data -= self.lr * p.grad

    rows = [float(i) / 4 for i in range(8)]
    targets = [2 * x + 1 for x in rows]
    theirs, ours = Line(of=Mine), Line()
    options = {"epochs": 200, "batch_size": 4, "rng": 1, "schedule": optim.linear()}
    history = train.fit(
        theirs, squares, (rows, targets), optimizer=TheirSGD(theirs.parameters(), 0.3), **options
    )
    expected = train.fit(
        ours, squares, (rows, targets), optimizer=optim.SGD(ours.parameters(), lr=0.3), **options
    )
    assert history.losses == pytest.approx(expected.losses, rel=1e-9, abs=1e-15)
    assert (theirs.w.data, theirs.b.data) == (
        pytest.approx(2.0, abs=1e-3),
        pytest.approx(1.0, abs=1e-3),
    )


def test_gradients_that_are_there_before_do_not_matter():
    first, second = mlp(), mlp()
    for parameter in second.parameters():
        parameter.grad = 100.0
    options = {"epochs": 2, "optimizer": None}
    train.fit(first, nn.hinge, (X, Y), **options)
    train.fit(second, nn.hinge, (X, Y), **options)
    assert numbers(first) == numbers(second)


def test_a_part_that_is_not_given_to_the_optimizer_stays():
    line = Line(w=0.5, b=0.0)
    train.fit(line, nn.mse, ([1.0], [9.0]), 3, optimizer=optim.SGD([line.b], lr=0.1))
    assert line.w.data == 0.5
    assert line.b.data > 1


# -- what is refused -------------------------------------------------------------------------------


def test_a_loss_that_is_no_number_takes_no_step():
    line = Line()
    later = iter([1.0, math.inf])

    def loss(outputs, targets):
        return outputs[0] * next(later)

    steps = []
    with pytest.raises(MicrokitError, match=r"loss is (inf|nan).*not taken.*smaller lr") as caught:
        train.fit(line, loss, ([1.0], [1.0]), 5, callbacks=[lambda s: steps.append(numbers(line))])
    assert caught.value.__notes__ == ["This was in epoch 2 of 5."]
    assert steps == [numbers(line)]


@pytest.mark.parametrize("arrays", [False, True])
def test_a_rate_that_is_too_large_is_told_and_not_hidden(arrays):
    model = Line(of=lambda x: Tensor(x, True)) if arrays else Line()
    loss = nn.mse_loss if arrays else nn.mse
    rows = [1.0, 2.0, 3.0]
    with pytest.raises(MicrokitError):
        train.fit(model, loss, (rows, rows), 5000, optimizer=optim.SGD(model.parameters(), lr=10.0))
    assert all(math.isfinite(x) for x in numbers(model))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"epochs": 0}, "epochs is 0"),
        ({"epochs": 2.0}, "epochs is 2.0"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"patience": 0}, "patience is 0"),
        ({"data": ([], [])}, "no row"),
        ({"data": ([1.0], [1.0, 2.0])}, "1 inputs and 2 targets"),
        ({"data": [1.0]}, r"pair \(inputs, targets\)"),
        ({"data": 3.0}, r"pair \(inputs, targets\), and this is 3.0"),
        ({"validation": [1.0]}, r"pair \(inputs, targets\)"),
        ({"model": print}, "called with inputs and has parameters"),
        ({"model": None}, "this NoneType does not"),
        ({"loss": None}, "loss is None"),
        ({"loss": 0.5}, "loss is 0.5"),
        ({"metric": "accuracy"}, "metric is 'accuracy'"),
        ({"penalty": 0.01}, "penalty is 0.01"),
        ({"optimizer": "adam"}, "optimizer is 'adam'"),
        ({"optimizer": optim.SGD([Value(1.0)], lr=0.1)}, "no parameter of this model"),
        ({"callbacks": ["stop"]}, "'stop' cannot be"),
        ({"rng": "seed", "batch_size": 1}, "rng is 'seed'"),
        ({"loss": lambda outputs, targets: 0.5}, "graph was lost"),
        ({"loss": lambda outputs, targets: None}, "not one number.*return"),
        ({"loss": lambda outputs, targets: outputs}, "a list, and not one number"),
    ],
    ids=range(22),
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(change, words):
    line = Line()
    given = {"model": line, "loss": nn.mse, "data": ([1.0, 2.0], [1.0, 2.0]), "epochs": 1}
    with pytest.raises(MicrokitError, match=words):
        train.fit(**{**given, **change})
    assert numbers(line) == [0.5, 0.0]


def test_a_model_without_parameters_is_refused():
    class Empty(nn.Module):
        def __call__(self, x):
            return Value(x)

    with pytest.raises(MicrokitError, match="no parameters"):
        train.fit(Empty(), nn.mse, ([1.0], [1.0]))


def test_a_loss_of_many_numbers_is_refused():
    with pytest.raises(MicrokitError, match=r"shape \(23, 1\), and not one number.*mean"):
        train.fit(net(), lambda outputs, targets: outputs - targets, (X, column(Y)), 1)


# -- frozen layers, numpy's numbers ----------------------------------------------------------------


@pytest.mark.parametrize("make", [optim.SGD, optim.Adam, optim.AdamW])
def test_what_is_frozen_does_not_move(make):
    model = net()
    frozen = model[0].parameters()
    for parameter in frozen:
        parameter.requires_grad_(False)
    before = [parameter.tolist() for parameter in model.parameters()]
    optimizer = make(model.parameters(), lr=0.1, weight_decay=0.1)
    train.fit(model, nn.mse_loss, (np.array(X), column(Y)), epochs=2, optimizer=optimizer)
    moved = [p.tolist() != old for p, old in zip(model.parameters(), before, strict=True)]
    assert moved == [False, False, True, True]
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    with pytest.raises(MicrokitError, match="Every parameter of this model is frozen"):
        train.fit(model, nn.mse_loss, (np.array(X), column(Y)))


def test_whole_numbers_of_numpys_will_do():
    one, two = mlp(), mlp()
    how = {"epochs": np.int64(2), "batch_size": np.int64(9), "patience": np.int64(2)}
    history = train.fit(one, nn.mse, (X, Y), **how, rng=np.int64(1))
    assert len(history) == 2
    assert history.losses == train.fit(two, nn.mse, (X, Y), 2, 9, patience=2, rng=1).losses


# -- accuracy --------------------------------------------------------------------------------------


def test_accuracy_of_scores_and_of_classes_on_both_engines():
    scores, labels = [0.3, -2.0, 4.0, -0.1], [1, -1, -1, 1]
    values = [Value(s) for s in scores]
    assert train.accuracy(values, labels) == 0.5
    assert train.accuracy(values, [1, 0, 0, 1]) == 0.5
    assert train.accuracy(values, labels, threshold=-0.2) == 0.75
    for shape in ((4,), (4, 1)):
        tensor = Tensor(np.reshape(scores, shape))
        assert train.accuracy(tensor, np.array(labels)) == 0.5
        assert train.accuracy(tensor, Tensor(np.reshape(labels, shape))) == 0.5
        assert train.accuracy(tensor, labels, threshold=-0.2) == 0.75
    rows, classes = [[0.1, 2.0, 0.3], [5.0, 1.0, 2.0], [0.0, 0.5, 1.0]], [1, 0, 1]
    assert train.accuracy([[Value(s) for s in row] for row in rows], classes) == 2 / 3
    assert train.accuracy(Tensor(rows), np.array(classes)) == pytest.approx(2 / 3)
    assert train.accuracy(np.array(rows), classes) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "outputs",
    [
        Tensor([[math.nan, 1.0]]),
        Tensor([math.nan]),
        [[Value(1.0), Value(math.nan)]],
        [Value(math.nan)],
    ],
    ids=range(4),
)
def test_nan_is_no_answer(outputs):
    with pytest.raises(MicrokitError, match="An output is nan"):
        train.accuracy(outputs, [0])


@pytest.mark.parametrize("outputs", [[Value(1.0)], Tensor([[1.0]]), Tensor([[1.0, 2.0]]), []])
def test_accuracy_of_rows_that_do_not_match_is_refused(outputs):
    with pytest.raises(MicrokitError, match=r"and 3 targets|0 outputs"):
        train.accuracy(outputs, [1, 0, 1] if len(outputs) else [])


# -- the bar ---------------------------------------------------------------------------------------


def test_nothing_is_written_where_nobody_looks(capsys):
    train.fit(Line(), nn.mse, ([1.0], [1.0]), 3)
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def look(monkeypatch, without=()):
    """Put a terminal in the place of standard output, and return it."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    for module in without:
        monkeypatch.setitem(sys.modules, module, None)
    return screen


def test_a_bar_in_a_terminal_says_how_far_it_is(monkeypatch, capsys):
    pytest.importorskip("rich")
    screen = look(monkeypatch)
    train.fit(Line(), nn.mse, ([1.0], [2.0]), 3, metric=lambda outputs, targets: 0.5)
    written = screen.getvalue()
    assert "3/3" in written
    assert "accuracy 50 %" in written
    assert "loss" in written
    assert capsys.readouterr().err == ""


def test_a_bar_without_rich_is_a_line_of_text(monkeypatch):
    screen = look(monkeypatch, without=["rich"])
    history = train.fit(Line(), nn.mse, ([1.0], [2.0]), 3)
    written = screen.getvalue()
    assert written.startswith("\repoch 1/3  loss 2.25")
    assert written.endswith(f"epoch 3/3  loss {history.losses[-1]:.3g}\n")


def test_no_bar_on_request(monkeypatch):
    screen = look(monkeypatch)
    train.fit(Line(), nn.mse, ([1.0], [2.0]), 3, progress=False)
    assert screen.getvalue() == ""


def test_a_bar_is_closed_after_an_error(monkeypatch):
    screen = look(monkeypatch, without=["rich"])

    def fail():
        with progress_bar(3) as tell:
            tell(3, "done")
            raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        fail()
    assert screen.getvalue() == "\repoch 3/3  done\n"


# -- history ---------------------------------------------------------------------------------------


def test_a_history_says_what_happened():
    history = train.History([2.0, 0.5], [0.5, 0.9996], [1.0, 0.25], [], [0.75, 0.5], "no patience")
    assert repr(history) == (
        "History: 2 epochs in 1.2 s, loss 2 -> 0.5, validation loss 1 -> 0.25, "
        "accuracy 50 % -> 99.9 % (ended: no patience)"
    )
    assert repr(train.History([0.5], seconds=[0.1])) == "History: 1 epoch in 0.1 s, loss 0.5"
    assert repr(train.History()) == "History: no epochs"
    assert len(history) == 2


def test_a_history_is_drawn_as_a_line_of_losses():
    history = train.History([4.0, 1.0, 2.0], seconds=[0.1] * 3, ended="<script>")
    page = history._repr_html_()
    svg = ElementTree.fromstring(page).find("svg")
    assert svg is not None
    assert svg.get("role") == "img"
    line = svg.find("polyline")
    assert line is not None
    points = [tuple(map(float, p.split(","))) for p in line.get("points", "").split()]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    heights = [y for _, y in points]
    assert heights[0] < heights[2] < heights[1], "a large loss stands high: y counts downward"
    assert heights[0] - heights[1] == pytest.approx(3 * (heights[2] - heights[1]), abs=0.2)
    assert "loss 4 -&gt; 2" in page
    assert "<script>" not in page
    assert "<svg" not in train.History([1.0])._repr_html_()
    assert "<svg" in train.History([1.0, 1.0])._repr_html_()


def test_a_history_plots_itself():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    history = train.History([2.0, 0.5], [0.5, 1.0], [1.0, 0.25], [0.4, 0.9], [0.1, 0.1])
    ax = history.plot()
    drawn = {
        line.get_label(): [*line.get_ydata()] for axes in ax.figure.axes for line in axes.lines
    }
    assert drawn == {
        "loss": [2.0, 0.5],
        "validation loss": [1.0, 0.25],
        "accuracy": [0.5, 1.0],
        "validation accuracy": [0.4, 0.9],
    }
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss")
    assert [axes.get_ylabel() for axes in ax.figure.axes] == ["loss", "accuracy"]
    own = pyplot.subplots()[1]
    assert train.History([2.0, 0.5]).plot(own) is own
    assert [text.get_text() for text in own.get_legend().get_texts()] == ["loss"]
    pyplot.close("all")


def test_a_plot_without_matplotlib_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MicrokitError, match="pip install matplotlib"):
        train.History([1.0, 2.0]).plot()
    with pytest.raises(MicrokitError, match="no epoch to draw"):
        train.History().plot()


def test_values_train_without_numpy_or_rich():
    import subprocess

    code = """
import sys
for name in ("numpy", "sklearn", "matplotlib", "rich"):
    sys.modules[name] = None
import random
from microkit import data, nn, optim, train
model = nn.MLP(2, [8, 1], rng=random.Random(1))
for optimizer in (optim.SGD, optim.Adam, optim.AdamW):
    history = train.fit(model, nn.hinge, data.moons(20, rng=1), 3, batch_size=8,
                        optimizer=optimizer(model.parameters(), lr=0.01, clip=1.0),
                        schedule=optim.cosine(), metric=train.accuracy, rng=1)
    assert len(history) == 3 and "<svg" in history._repr_html_()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
