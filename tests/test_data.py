"""Points, digits, files of MNIST's format, batches and splits."""

from __future__ import annotations

import gzip
import math
import random
import struct
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit import data
from microkit.errors import MicrokitError

POINTS = (data.moons, data.circles, data.spirals)


@pytest.mark.parametrize("make", POINTS)
def test_the_same_seed_gives_the_same_points_and_another_others(make):
    assert make(30, rng=3) == make(30, rng=random.Random(3))
    assert make(30, rng=3) != make(30, rng=4)
    assert make(30) != make(30)
    random.seed(1)
    before = random.getstate()
    make(30, rng=3)
    assert random.getstate() == before


@pytest.mark.parametrize("make", POINTS)
def test_lists_hold_plain_numbers_and_arrays_the_same_ones(make):
    x, y = make(31, rng=3)
    assert len(x) == len(y) == 31
    assert {type(n) for row in x for n in row} == {float}
    assert {type(label) for label in y} == {int}
    xs, ys = make(31, rng=3, arrays=True)
    assert (xs.shape, xs.dtype, ys.shape, ys.dtype.kind) == ((31, 2), float, (31,), "i")
    assert (xs.tolist(), ys.tolist()) == (x, y)


@pytest.mark.parametrize("n", [2, 3, 100, 101])
def test_moons_lie_where_scikit_learn_puts_them(n):
    make_moons = pytest.importorskip("sklearn.datasets").make_moons
    expected, classes = make_moons(n, shuffle=False, noise=0)
    x, y = data.moons(n, noise=0.0, labels=(0, 1), rng=1)
    ours = sorted(
        (label, *map(lambda v: round(v, 9) + 0.0, row)) for row, label in zip(x, y, strict=True)
    )
    theirs = sorted(
        (label, *map(lambda v: round(v, 9) + 0.0, row))
        for row, label in zip(expected.tolist(), classes.tolist(), strict=True)
    )
    assert np.array(ours) == pytest.approx(np.array(theirs), abs=1e-8)


def test_noise_is_a_standard_deviation_along_each_axis():
    x, y = data.moons(4000, noise=0.3, rng=5, arrays=True)
    away = np.hypot(x[:, 0] - (y > 0), x[:, 1] - 0.5 * (y > 0)) - 1
    assert away.std() == pytest.approx(0.3, rel=0.1)
    assert y.mean() == 0
    assert abs(np.diff(y)).mean() == pytest.approx(1.0, abs=0.1), "the order is one of chance"


def test_labels_are_what_they_are_asked_to_be():
    assert set(data.moons(10, rng=1)[1]) == {-1, 1}
    assert set(data.moons(10, rng=1, labels=(0, 1))[1]) == {0, 1}
    x, y = data.moons(200, noise=0.05, rng=1, labels=(7, 9))
    assert {label for (_, b), label in zip(x, y, strict=True) if b > 0.8} == {7}


def test_circles_and_spirals_have_their_shape():
    x, y = data.circles(101, noise=0.0, rng=2, inner=0.25, labels=(5, 6))
    radii = {(round(math.hypot(*row), 9), label) for row, label in zip(x, y, strict=True)}
    assert radii == {(1.0, 5), (0.25, 6)}
    x, y = data.spirals(40, noise=0.0, classes=4, rng=2)
    assert [y.count(c) for c in range(4)] == [10] * 4
    assert max(math.hypot(*row) for row in x) == pytest.approx(1.0)
    nearest = [
        min((math.dist(x[i], x[j]), y[j]) for j in range(40) if j != i)[1] for i in range(40)
    ]
    assert sum(a == b for a, b in zip(nearest, y, strict=True)) >= 36


@pytest.mark.parametrize("make", POINTS)
def test_numbers_and_generators_of_numpys_will_do(make):
    assert make(np.int64(30), rng=np.int64(3)) == make(30, rng=3)
    drawn = make(30, rng=np.random.default_rng(3))
    assert drawn == make(30, rng=np.random.default_rng(3)) != make(30, rng=np.random.default_rng(4))


def test_a_batch_size_of_numpys_will_do():
    x = list(range(5))
    sizes = [len(xs) for xs, _ in data.batches(x, x, np.int64(2), rng=np.int64(1))]
    assert sizes == [2, 2, 1]
    assert data.split(x, x, rng=np.int64(1)) == data.split(x, x, rng=1)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: data.moons(1), "n is 1"),
        (lambda: data.moons(10.5), "n is 10.5"),
        (lambda: data.moons(10, noise=-0.1), "noise is -0.1"),
        (lambda: data.moons(10, noise=math.nan), "noise is nan"),
        (lambda: data.moons(10, rng="seed"), "rng is 'seed', a str"),
        (lambda: data.circles(10, inner=1.0), "inner is 1.0"),
        (lambda: data.spirals(2, classes=3), "2 points cannot make 3 arms"),
        (lambda: data.split([1, 2], [1]), "2 inputs and 1 targets"),
        (lambda: data.split([], []), "no row"),
        (lambda: data.split([1, 2, 3], [1, 2, 3], test=1.0), "test is 1.0"),
        (lambda: data.split([1], [1]), "1 rows cannot be parted"),
        (lambda: data.batches([1, 2], [1, 2], size=0), "batch of 0 rows"),
        (lambda: data.batches([1, 2], [1, 2], size=1.5), "batch of 1.5 rows"),
        (lambda: data.batches(3, 4), "an int and an int"),
        (lambda: data.mnist(".", part="validate"), "part is 'validate'"),
    ],
    ids=range(15),
)
def test_what_makes_no_sense_is_refused(ask, words):
    with pytest.raises(MicrokitError, match=words):
        ask()


@settings(derandomize=True, deadline=None)
@given(st.integers(1, 60), st.integers(1, 70), st.sampled_from([None, 1, "random", "numpy"]))
def test_batches_hold_each_row_once_beside_its_target(n, size, how):
    rng = {"random": random.Random(2), "numpy": np.random.default_rng(2)}.get(how, how)
    x, y = np.arange(n * 2.0).reshape(n, 2), list(range(n))
    parts = list(data.batches(x, y, size, rng))
    assert [len(ys) for _, ys in parts[:-1]] == [size] * (len(parts) - 1)
    assert 1 <= len(parts[-1][1]) <= size
    seen = [label for _, ys in parts for label in ys]
    assert sorted(seen) == y
    for xs, ys in parts:
        assert isinstance(xs, np.ndarray)
        assert xs.tolist() == x[ys].tolist()
    if how is None:
        assert seen == y


def test_batches_are_shuffled_by_the_rng_alone():
    x = list(range(50))
    first, again, other = ([xs for xs, _ in data.batches(x, x, 10, seed)] for seed in (1, 1, 2))
    assert first == again != other
    rng = random.Random(1)
    epochs = [[xs for xs, _ in data.batches(x, x, 10, rng)] for _ in range(2)]
    assert epochs[0] != epochs[1], "each epoch has an order of its own"


@settings(derandomize=True, deadline=None)
@given(st.integers(2, 60), st.floats(0.01, 0.95), st.integers(0, 5))
def test_a_split_parts_the_rows(n, test, seed):
    y = np.arange(n)
    if max(1, round(n * test)) >= n:
        with pytest.raises(MicrokitError, match="cannot be parted"):
            data.split(y, y, test)
        return
    (x1, y1), (x2, y2) = data.split(y * 3, y, test, seed)
    assert sorted([*y1, *y2]) == list(range(n))
    assert len(y2) == max(1, round(n * test))
    assert (x1 == y1 * 3).all()
    assert (x2 == y2 * 3).all()


def test_a_split_is_one_of_chance():
    y = list(range(100))
    (_, y1), (_, y2) = data.split(y, y, rng=4)
    assert y1 != sorted(y1)
    assert y2 != list(range(20))
    assert data.split(y, y, rng=4) == data.split(y, y, rng=4) != data.split(y, y, rng=5)


def test_digits_are_small_pictures():
    x, y = data.digits()
    assert (x.shape, x.dtype, x.min(), x.max()) == ((1797, 64), np.float32, 0.0, 1.0)
    assert (y.dtype, sorted(set(y.tolist()))) == (np.int64, list(range(10)))
    pictures, _ = data.digits(images=True, dtype="float64")
    assert (pictures.shape, pictures.dtype) == ((1797, 1, 8, 8), np.float64)
    assert pictures.reshape(1797, 64) == pytest.approx(x)


# Files of MNIST's format, made here: 5 pictures of 4 x 3 for training, 2 for testing.
PIXELS = np.random.default_rng(7).integers(0, 256, (7, 4, 3), dtype=np.uint8)
LABELS = np.array([3, 1, 4, 1, 5, 9, 2], dtype=np.uint8)


def idx(array, code=0x08):
    shape = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, code, array.ndim]) + shape + array.tobytes()


def store(folder, packed=False, dotted=False):
    for part, rows in (("train", slice(0, 5)), ("t10k", slice(5, 7))):
        for kind, array in (("images-idx3", PIXELS[rows]), ("labels-idx1", LABELS[rows])):
            name = f"{part}-{kind}-ubyte"
            name = name.replace("-idx", ".idx") if dotted else name
            content = idx(array)
            path = folder / (f"{name}.gz" if packed else name)
            path.write_bytes(gzip.compress(content) if packed else content)
    return folder


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("dotted", [False, True])
def test_mnist_reads_the_files_that_are_there(tmp_path, packed, dotted):
    store(tmp_path, packed, dotted)
    x, y = data.mnist(tmp_path)
    assert (x.shape, x.dtype, y.dtype, y.tolist()) == (
        (5, 12),
        np.float32,
        np.int64,
        [3, 1, 4, 1, 5],
    )
    assert x == pytest.approx(PIXELS[:5].reshape(5, 12) / 255)
    x, y = data.mnist(str(tmp_path), "test", images=True, dtype="float64")
    assert (x.shape, x.dtype, y.tolist()) == ((2, 1, 4, 3), np.float64, [9, 2])
    assert x[:, 0] == pytest.approx(PIXELS[5:] / 255, rel=1e-12)
    x += 1.0  # the arrays are the reader's own


@pytest.mark.parametrize(
    ("code", "dtype"),
    [(0x08, ">u1"), (0x09, ">i1"), (0x0B, ">i2"), (0x0C, ">i4"), (0x0D, ">f4"), (0x0E, ">f8")],
)
def test_every_type_of_number_is_read(tmp_path, code, dtype):
    array = np.array([[1, 2, 100], [0, 5, 77]], dtype)
    (tmp_path / "numbers").write_bytes(idx(array, code))
    assert data.read_idx(tmp_path / "numbers").tolist() == array.tolist()


IMAGES = "train-images-idx3-ubyte"


def spoil(name, change):
    def spoiled(folder):
        path = folder / name
        path.write_bytes(change(path.read_bytes()))

    return spoiled


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda f: (f / IMAGES).unlink(), f"no {IMAGES}, nor {IMAGES}.gz"),
        (lambda f: (f / "train-labels-idx1-ubyte").unlink(), "no train-labels"),
        (spoil(IMAGES, lambda b: b[:-1]), "cut off: an array of 5 x 4 x 3 takes 60 bytes, and 59"),
        (spoil(IMAGES, lambda b: b + b"\0"), "too long.*60 bytes, and 61"),
        (spoil(IMAGES, lambda b: b[:10]), "cut off in its first lines"),
        (spoil(IMAGES, lambda b: b""), "no IDX file: it begins with nothing"),
        (spoil(IMAGES, lambda b: b"<html>"), "no IDX file: it begins with 3c 68 74 6d.*web page"),
        (spoil(IMAGES, lambda b: b"\0\0\x07" + b[3:]), "no IDX file"),
        (spoil(IMAGES, lambda b: idx(LABELS[:5])), "1 axes and type uint8.*renamed"),
        (spoil(IMAGES, lambda b: idx(PIXELS.view("i1"), 0x09)), "type int8"),
        (spoil(IMAGES, lambda b: idx(PIXELS)), "7 pictures and .* 5 labels"),
        (spoil(IMAGES, lambda b: gzip.compress(b)[:-12]), "cut off or damaged"),
        (spoil(IMAGES, lambda b: b"\x1f\x8b" + b[2:]), "cut off or damaged"),
        (spoil(IMAGES, lambda b: gzip.compress(b)[:20] + b"\xff" * 9), "cut off or damaged"),
    ],
    ids=range(14),
)
def test_files_that_are_not_what_they_should_be(tmp_path, harm, words):
    harm(store(tmp_path))
    with pytest.raises(MicrokitError, match=words):
        data.mnist(tmp_path)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(MicrokitError, match=r"no folder .*nowhere"):
        data.mnist(tmp_path / "nowhere")
    with pytest.raises(MicrokitError, match="gone cannot be read"):
        data.read_idx(tmp_path / "gone")


def test_lists_need_no_numpy_and_arrays_say_so():
    code = """
import sys
for name in ("numpy", "sklearn", "matplotlib", "rich"):
    sys.modules[name] = None
from microkit import data
x, y = data.moons(20, rng=1)
(x1, y1), (x2, y2) = data.split(x, y, rng=1)
assert sum(len(ys) for _, ys in data.batches(x1, y1, 5, rng=1)) == 16
for ask in (lambda: data.moons(20, arrays=True), data.digits, lambda: data.mnist(".")):
    try:
        ask()
    except ValueError as error:
        assert "pip install numpy" in str(error), error
    else:
        raise AssertionError(ask)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_digits_without_scikit_learn_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(MicrokitError, match="pip install scikit-learn"):
        data.digits()
