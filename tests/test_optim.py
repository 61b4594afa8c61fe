"""Optimisers and schedules: PyTorch's paths, and nothing moved where something is wrong."""

from __future__ import annotations

import importlib.util
import json
import math
import random
from contextvars import ContextVar
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit import optim
from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.optim import SGD, Adam, AdamW

REFERENCE = Path(__file__).with_name("reference")
STORED = json.loads((REFERENCE / "optim_reference.json").read_text())
OPTIMIZERS = (SGD, Adam, AdamW)


def array(data, dtype=float):
    """A parameter that holds an array: what an optimiser needs of a Tensor."""
    return SimpleNamespace(data=np.array(data, dtype), grad=None, _prev=())


def follow_arrays(case, start, gradients, dtype=float):
    parameters = [array(data, dtype) for data in start]
    kept = [p.data for p in parameters]
    where = []
    for _ in walk(case, parameters, gradients, lambda g: np.array(g, dtype)):
        where.append([p.data.tolist() for p in parameters])
    assert all(
        p.data is data and data.dtype == dtype for p, data in zip(parameters, kept, strict=True)
    )
    return where


def follow_values(case, start, gradients):
    """The same with a Value for each number: a row of gradients belongs to several of them."""
    shapes = [np.shape(data) for data in start]
    groups = [[Value(x) for x in np.ravel(data)] for data in start]
    flat = [value for group in groups for value in group]
    spread = [
        [
            one
            for group, g in zip(groups, row, strict=True)
            for one in ([None] * len(group) if g is None else np.ravel(g).tolist())
        ]
        for row in gradients
    ]
    where = []
    for _ in walk(case, flat, spread, float):
        where.append(
            [
                np.reshape([value.data for value in group], shape).tolist()
                for group, shape in zip(groups, shapes, strict=True)
            ]
        )
    return where


def walk(case, parameters, gradients, as_gradient):
    options = {key: value for key, value in case.items() if key not in ("optimizer", "path")}
    optimizer = getattr(optim, case["optimizer"])(parameters, **options)
    for i, row in enumerate(gradients):
        for parameter, gradient in zip(parameters, row, strict=True):
            parameter.grad = None if gradient is None else as_gradient(gradient)
        before = [None if p.grad is None else np.copy(p.grad) for p in parameters]
        if i == len(gradients) - 1:
            optimizer.lr /= 2
        optimizer.step()
        for parameter, gradient in zip(parameters, before, strict=True):
            assert np.array_equal(parameter.grad, gradient), "a step changes no gradient"
        yield i


def flat(path):
    return [x for row in path for data in row for x in np.ravel(data).tolist()]


def name_of(case):
    return " ".join(
        f"{v}" if k == "optimizer" else f"{k}={v}" for k, v in case.items() if k != "path"
    )


@pytest.mark.parametrize("follow", [follow_arrays, follow_values])
@pytest.mark.parametrize("case", STORED["cases"], ids=name_of)
def test_takes_the_stored_path_of_pytorch(case, follow):
    path = follow(case, STORED["start"], STORED["gradients"])
    assert flat(path) == pytest.approx(flat(case["path"]), rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("case", STORED["cases"], ids=name_of)
def test_float32_stays_float32_and_on_the_path(case):
    path = follow_arrays(case, STORED["start"], STORED["gradients"], np.float32)
    assert flat(path) == pytest.approx(flat(case["path"]), rel=2e-4, abs=2e-5)


def test_takes_the_path_of_pytorch_live():
    pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch==2.13.0")
    place = REFERENCE / "make_optim_reference.py"
    spec = importlib.util.spec_from_file_location("make_optim_reference", place)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    start, gradients = make.problem()
    for case in make.CASES:
        expected = flat(make.path(case, start, gradients))
        for follow in (follow_arrays, follow_values):
            path = follow(case, start, gradients)
            assert flat(path) == pytest.approx(expected, rel=1e-11, abs=1e-13), case


def test_the_stored_paths_differ_from_each_other_and_skip_a_gradient():
    paths = [flat(case["path"]) for case in STORED["cases"]]
    assert len({tuple(path) for path in paths}) == len(paths) == 11
    assert any(gradient is None for row in STORED["gradients"] for gradient in row)


def test_a_step_of_sgd_by_hand():
    w, b = Value(3.0), Value(-1.0)
    w.grad, b.grad = 2.0, -0.5
    SGD([w, b], lr=0.1).step()
    assert (w.data, b.data) == (pytest.approx(2.8), pytest.approx(-0.95))
    assert (w.grad, b.grad) == (2.0, -0.5)


def test_momentum_rolls_on_where_the_ground_is_flat():
    w, v = Value(1.0), array([1.0, 2.0])
    optimizer = SGD([w, v], lr=0.1, momentum=0.5)
    w.grad, v.grad = 4.0, np.array([4.0, -4.0])
    optimizer.step()
    w.grad, v.grad = 0.0, np.zeros(2)
    optimizer.step()
    assert w.data == pytest.approx(1.0 - 0.4 - 0.2)
    assert v.data == pytest.approx([0.4, 2.6])


@pytest.mark.parametrize("gradient", [100.0, 0.001, -7.0])
def test_the_first_step_of_adam_is_as_long_as_the_rate(gradient):
    w = Value(2.0)
    w.grad = gradient
    Adam([w], lr=0.25).step()
    assert w.data == pytest.approx(2.0 - math.copysign(0.25, gradient), rel=1e-4)


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_a_parameter_without_gradient_is_left_out(make):
    moved, left, numeral = array([1.0, 2.0]), array([3.0]), Value(4.0)
    moved.grad, numeral.grad = np.array([0.5, -0.5]), 0.25
    optimizer = make([moved, left, numeral], lr=0.1, weight_decay=0.1)
    optimizer.step()
    assert left.data.tolist() == [3.0]
    assert moved.data.tolist() != [1.0, 2.0]
    assert numeral.data != 4.0


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_zero_grad_forgets(make):
    number, several = Value(1.0), array([1.0])
    number.grad, several.grad = 3.0, np.array([2.0])
    make([number, several], lr=0.1).zero_grad()
    assert number.grad == 0.0
    assert several.grad is None


def test_a_parameter_given_twice_is_moved_once():
    w = Value(1.0)
    w.grad = 1.0
    SGD([w, Value(5.0), w], lr=0.1).step()
    assert w.data == pytest.approx(0.9)


def test_parameters_may_come_from_a_generator_and_be_of_any_class():
    class Mine:
        def __init__(self, data):
            self.data, self.grad = data, 2

    mine = [Mine(3), Mine(-1)]
    SGD((p for p in mine), lr=0.5).step()
    assert [p.data for p in mine] == [2.0, -2.0]


def test_data_that_was_exchanged_is_moved_and_the_old_array_is_not():
    w = array([1.0, 2.0], np.float32)
    optimizer = SGD([w], lr=0.5)
    w.grad = np.ones(2, np.float32)
    optimizer.step()
    old, w.data, w.grad = w.data, np.array([5.0, 6.0]), np.array([1.0, 2.0])
    optimizer.step()
    assert old.tolist() == [0.5, 1.5]
    assert w.data.tolist() == [4.5, 5.0]
    w.data, w.grad = np.zeros(3), np.zeros(3)
    with pytest.raises(MicrokitError, match=r"\(3,\)\) had shape \(2,\) when.*new optimizer"):
        optimizer.step()


def test_data_that_was_given_another_shape_is_not_stretched():
    w = array([1.0, 2.0])
    optimizer = SGD([w], lr=0.5)
    w.data, w.grad = np.array([[1.0, 2.0]]), np.array([1.0, 1.0])
    with pytest.raises(MicrokitError, match=r"shape \(1, 2\)\) has shape \(2,\)"):
        optimizer.step()
    assert w.data.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize("make", [Adam, AdamW])
def test_clip_helps_adam_with_a_gradient_that_it_cannot_square(make):
    first, w = Value(1.0), array([2.0, 3.0], np.float32)
    first.grad, w.grad = 0.5, np.array([1e25, 0.5], np.float32)
    make([first, w], lr=0.125, clip=1.0, weight_decay=0.0).step()
    assert w.data == pytest.approx([1.875, 3.0], rel=1e-3)


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_parameters_of_both_engines_and_two_types_are_moved_as_if_alone(make):
    def some():
        return [Value(1.0), array([2.0, 3.0]), array([[4.0]], np.float32), array(5.0), Value(6.0)]

    def steps(parameters):
        optimizer = make(parameters, lr=0.1, weight_decay=0.2)
        for t in range(4):
            for parameter in parameters:
                place = parameter.place
                if isinstance(parameter.data, float):
                    parameter.grad = math.sin(t + place)
                elif t == place:
                    parameter.grad = None  # one after the other has none
                else:
                    parameter.grad = np.cos(t + parameter.data)
            optimizer.step()

    class Placed(Value):
        place = 0

    together, alone = some(), some()
    for group in (together, alone):
        for i, parameter in enumerate(group):
            if isinstance(parameter, Value):
                group[i] = Placed(parameter.data)
            group[i].place = i
    steps(together)
    for parameter in alone:
        steps([parameter])
    for a, b in zip(together, alone, strict=True):
        assert np.ravel(a.data) == pytest.approx(np.ravel(b.data), rel=1e-6)
    assert together[2].data.dtype == np.float32


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("transposed", [False, True])
def test_arrays_of_any_layout_are_moved_in_place(make, transposed):
    base = np.arange(6.0).reshape(2, 3)
    w = array(0.0)
    w.data = base.T if transposed else base[:, ::2]
    plain = array(w.data)
    w.grad = plain.grad = np.cos(w.data)
    for parameter in (w, plain):
        optimizer = make([parameter], lr=0.1, weight_decay=0.1)
        optimizer.step()
        optimizer.step()
    assert w.data == pytest.approx(plain.data)
    assert np.shares_memory(w.data, base)
    assert not np.array_equal(base, np.arange(6.0).reshape(2, 3))


def test_clip_shortens_all_by_one_factor_and_leaves_short_ones():
    def after(clip):
        w, v, u = Value(0.0), array([0.0, 0.0]), array(0.0, np.float32)
        w.grad, v.grad, u.grad = 3.0, np.array([4.0, 0.0]), np.float32(12.0)
        SGD([w, v, u], lr=1.0, clip=clip).step()
        return [w.data, *v.data.tolist(), float(u.data)]

    assert after(6.5) == pytest.approx([-1.5, -2.0, 0.0, -6.0], rel=1e-6)
    assert after(13.5) == after(None) == [-3.0, -4.0, 0.0, -12.0]


def test_clip_of_gradients_too_large_to_be_squared():
    w, v = Value(0.0), array([0.0, 0.0])
    w.grad, v.grad = 3e200, np.array([4e200, 0.0])
    SGD([w, v], lr=1.0, clip=5.0).step()
    assert [w.data, *v.data] == pytest.approx([-3.0, -4.0, 0.0])


def test_large_gradients_are_no_fault():
    w, v = Value(0.0), array([0.0], np.float32)
    w.grad, v.grad = 1.7e308, np.array([1e30], np.float32)
    u = Value(0.0)
    u.grad = 1.7e308
    SGD([w, u, v], lr=1e-300).step()
    assert w.data == pytest.approx(-1.7e8)
    assert v.data[0] == 0.0


@pytest.mark.parametrize("make", [Adam, AdamW])
@pytest.mark.parametrize(("dtype", "large"), [(np.float32, 1e20), (float, 1e170), (None, 1e170)])
def test_a_gradient_that_adam_cannot_square_moves_nothing(make, dtype, large):
    first, w = Value(1.0), Value(2.0) if dtype is None else array([2.0, 3.0], dtype)
    first.grad, w.grad = 0.5, large if dtype is None else np.array([large, 0.5], dtype)
    optimizer = make([first, w], lr=0.1, weight_decay=0.1)
    with pytest.raises(MicrokitError, match=r"parameter 1 .*holds 1e\+"):
        optimizer.step()
    assert (first.data, optimizer.t) == (1.0, [0, 0])
    assert np.ravel(w.data)[0] == 2.0


WRONG_NUMBERS = [math.nan, math.inf, -math.inf]


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("wrong", WRONG_NUMBERS)
@pytest.mark.parametrize("where", ["value", "array"])
def test_a_gradient_that_is_no_number_moves_nothing(make, wrong, where):
    first, w, v = Value(1.0), Value(2.0, "w"), array([[3.0, 4.0]])
    first.grad, w.grad, v.grad = 0.5, 0.5, np.array([[0.5, 0.5]])
    optimizer = make([first, v, w], lr=0.1, clip=1.0)
    if where == "value":
        w.grad = wrong
    else:
        v.grad[0, 1] = wrong
    state = json.dumps([repr(item) for item in vars(optimizer).values()])
    named = "parameter 2 .*'w'" if where == "value" else r"parameter 1 .*shape \(1, 2\)"
    with pytest.raises(MicrokitError, match=f"{named}.*(nan|inf).*nothing was moved.*smaller lr"):
        optimizer.step()
    assert (first.data, w.data, v.data.tolist()) == (1.0, 2.0, [[3.0, 4.0]])
    assert json.dumps([repr(item) for item in vars(optimizer).values()]) == state


def test_nan_and_minus_infinity_that_would_cancel_are_seen():
    a, b = Value(1.0), Value(1.0)
    a.grad, b.grad = math.inf, -math.inf
    with pytest.raises(MicrokitError, match="parameter 0"):
        SGD([a, b], lr=0.1).step()
    assert (a.data, b.data) == (1.0, 1.0)


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("gradient", [np.zeros((3, 2)), np.zeros(()), np.zeros((1, 2))])
def test_a_gradient_of_another_shape_moves_nothing(make, gradient):
    first, v = Value(1.0), array([2.0, 3.0])
    first.grad, v.grad = 0.5, gradient
    with pytest.raises(MicrokitError, match=r"parameter 1 .*shape \(2,\)\) has shape.*summed"):
        make([first, v], lr=0.1).step()
    assert first.data == 1.0


@pytest.mark.parametrize("gradient", ["0.5", [0.5], Value(0.5), 1j, np.array([1.0, 2.0])])
def test_a_gradient_of_another_kind_moves_nothing(gradient):
    first, w = Value(1.0), Value(2.0)
    first.grad, w.grad = 0.5, gradient
    with pytest.raises(MicrokitError, match=r"parameter 1 .*not what its data is"):
        SGD([first, w], lr=0.1).step()
    v = array([2.0])
    v.grad = gradient if not isinstance(gradient, np.ndarray) else [1.0]
    with pytest.raises(MicrokitError, match=r"parameter 1 .*not what its data is"):
        SGD([first, v], lr=0.1).step()
    assert (first.data, w.data, v.data[0]) == (1.0, 2.0, 2.0)


def test_an_empty_array_is_no_fault():
    empty, w = array(np.zeros((0, 3))), Value(1.0)
    empty.grad, w.grad = np.zeros((0, 3)), 1.0
    for make in OPTIMIZERS:
        make([empty, w], lr=0.1, clip=9.0).step()
    assert empty.data.shape == (0, 3)
    assert w.data < 0.8


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("lr", [0, -0.1, math.nan, math.inf, "fast", None])
def test_a_rate_that_makes_no_sense_is_refused(make, lr):
    with pytest.raises(MicrokitError, match=f"{make.__name__}: lr is .*more than 0"):
        make([Value(1.0)], lr=lr)
    optimizer = make([Value(1.0)], lr=0.1)
    if lr != 0:
        with pytest.raises(MicrokitError, match=r"lr is .*0 or more"):
            optimizer.lr = lr
        assert optimizer.lr == 0.1


@pytest.mark.parametrize(
    ("make", "options", "words"),
    [
        (SGD, {"momentum": 1.0}, "momentum is 1.0.*never fades"),
        (SGD, {"momentum": -0.1}, "momentum is -0.1"),
        (SGD, {"nesterov": True}, "nesterov.*momentum=0.9"),
        (SGD, {"weight_decay": -1.0}, "weight_decay is -1.0"),
        (SGD, {"clip": 0.0}, "clip is 0.0"),
        (Adam, {"b1": 1.0}, "b1 is 1.0.*below 1"),
        (Adam, {"b2": -0.5}, "b2 is -0.5"),
        (AdamW, {"b2": 1.5}, "AdamW: b2 is 1.5"),
        (AdamW, {"eps": 0.0}, "eps is 0.0"),
    ],
)
def test_options_that_make_no_sense_are_refused(make, options, words):
    with pytest.raises(MicrokitError, match=words):
        make([Value(1.0)], lr=0.1, **options)


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize(
    ("params", "words"),
    [
        ([], "no parameters"),
        ((p for p in ()), "no parameters"),
        (3.0, r"3.0 is none.*\(\[w\]\)"),
        (Value(3.0), r"list of parameters.*\(\[w\]\)"),
        ([0.5], "Parameter 0 is 0.5, a float"),
        (["w"], "Parameter 0 is 'w', a str"),
        ([Value(1.0), Value(1.0) * 2.0], "Parameter 1 .*computed from others.*leaves"),
        ([array([1, 2], int)], "array of int64.*float"),
        (SimpleNamespace(parameters=list), r"not a model: \w+\(model.parameters\(\)\)"),
    ],
    ids=range(9),
)
def test_what_is_no_parameter_is_refused(make, params, words):
    with pytest.raises(MicrokitError, match=words):
        make(params, lr=0.1)


def test_an_array_that_cannot_be_written_to_is_refused():
    w = array([1.0])
    w.data.flags.writeable = False
    with pytest.raises(MicrokitError, match="cannot be written to"):
        SGD([w], lr=0.1)


def test_an_optimizer_of_ones_own_runs_in_the_context_of_its_caller():
    cell, heard = ContextVar("cell", default=0), []

    class Telling(SGD):
        def _move_row(self, row, where, t):
            heard.append(cell.get())
            super()._move_row(row, where, t)

    parameter = array([1.0, 2.0])
    parameter.grad = np.array([1e100, -0.5])
    optimizer = Telling([parameter], lr=1e300)
    cell.set(3)
    with np.errstate(all="raise"):  # nothing is raised within the kit's own formulas
        optimizer.step()
    assert heard == [3]
    assert parameter.data.tolist() == [-np.inf, 5e299]


def test_an_optimizer_shows_its_rate():
    assert repr(Adam([Value(1.0), Value(2.0)], lr=0.01)) == "Adam(lr=0.01, 2 parameters)"


@pytest.mark.parametrize("make", [lambda p: SGD(p, 0.05, 0.9), lambda p: Adam(p, 0.1)])
def test_finds_the_bottom_of_a_valley(make):
    for seed in range(5):
        rng = random.Random(seed)
        x, y = Value(rng.uniform(-3, 3)), Value(rng.uniform(-3, 3))
        optimizer = make([x, y])
        for _ in range(400):
            optimizer.zero_grad()
            ((x - 1) * (x - 1) + (y + 2) * (y + 2) * 3.0).backward()
            optimizer.step()
        assert (x.data, y.data) == (pytest.approx(1, abs=1e-2), pytest.approx(-2, abs=1e-2))


ENDS = st.floats(0, 1e6)
SIMPLE = st.one_of(
    st.just(optim.constant()),
    ENDS.map(optim.linear),
    ENDS.map(optim.cosine),
    st.builds(optim.steps, st.integers(1, 50), st.floats(0, 1)),
)
SCHEDULES = st.one_of(SIMPLE, st.builds(optim.warmup, st.integers(1, 50), SIMPLE))


@settings(derandomize=True, deadline=None)
@given(SCHEDULES, st.integers(-5, 10**6), st.integers(1, 10**5), st.floats(0, 1e300))
def test_no_schedule_ever_gives_a_negative_rate(schedule, step, total, base):
    rate = optim.lr_at(step, total, base, schedule)
    assert rate >= 0.0
    optimizer = SGD([Value(1.0)], lr=0.1)
    optimizer.lr = min(rate, 1.0)
    assert optimizer.lr >= 0.0


@settings(derandomize=True, deadline=None)
@given(st.floats(0, 1), st.integers(1, 200))
def test_lines_and_waves_start_at_one_end_at_the_end_and_only_fall(end, total):
    for schedule in (optim.linear(end), optim.cosine(end)):
        shares = [schedule(step, total) for step in range(total + 1)]
        assert shares[0] == pytest.approx(1.0)
        assert shares[-1] == pytest.approx(end, abs=1e-12)
        assert schedule(10 * total, total) == shares[-1]
        assert all(after <= before + 1e-12 for before, after in pairwise(shares))


def test_the_schedules_of_pytorch():
    """LinearLR, CosineAnnealingLR and StepLR of PyTorch 2.13, base 1, at steps 0, 3 and 7."""
    at = (0, 3, 7)
    assert [optim.linear(0.1)(s, 10) for s in at] == pytest.approx([1.0, 0.73, 0.37])
    cosine = [1.0, 0.8145033635316129, 0.2854966364683871]
    assert [optim.cosine(0.1)(s, 10) for s in at] == pytest.approx(cosine)
    assert [optim.steps(3, 0.5)(s, 10) for s in at] == pytest.approx([1.0, 0.5, 0.25])


def test_a_warmup_hands_over_what_is_left():
    seen = []

    def rest(step, total):
        seen.append((step, total))
        return 0.5

    schedule = optim.warmup(2, then=rest)
    assert [schedule(step, 5) for step in range(5)] == [0.5, 1.0, 0.5, 0.5, 0.5]
    assert seen == [(0, 3), (1, 3), (2, 3)]
    assert optim.warmup(3)(7, 10) == 1.0
    assert optim.warmup(3, optim.linear())(3, 3) == 1.0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: optim.linear(-0.1), "linear: end is -0.1"),
        (lambda: optim.cosine(math.nan), "cosine: end is nan"),
        (lambda: optim.steps(0), "every is 0"),
        (lambda: optim.steps(5, 1.5), "factor is 1.5.*grow"),
        (lambda: optim.steps(5, -0.5), "factor is -0.5"),
        (lambda: optim.warmup(0), "first is 0"),
        (lambda: optim.linear()(3, 0), "number of steps is 0"),
        (lambda: optim.lr_at(1, 4, -1.0), "starts from is -1.0"),
        (lambda: optim.lr_at(3, 4, 1.0, lambda step, n: 1 - step), "step 3 of 4 is -2"),
        (lambda: optim.lr_at(3, 4, 1.0, lambda step, n: None), "step 3 of 4 is None"),
    ],
    ids=range(10),
)
def test_schedules_that_make_no_sense_are_refused(make, words):
    with pytest.raises(MicrokitError, match=words):
        make()
