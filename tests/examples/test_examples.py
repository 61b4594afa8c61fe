"""The examples: each learns what it says, for several seeds, and says so."""

from __future__ import annotations

import gzip
import struct
import subprocess
import sys

import numpy as np
import pytest

from microkit import data, no_grad
from microkit.errors import MicrokitError
from microkit.examples import conv_digits, curve, digits, mnist, moons, xor
from microkit.examples.boundary import draw_boundary, text_boundary


@pytest.mark.parametrize("seed", range(6))
def test_moons_are_all_told_apart_within_40_epochs(seed, capsys):
    result = moons.main(seed=seed, progress=False)
    assert result.accuracy == 1.0
    assert len(result.history) <= 40
    x, y = data.moons(100, noise=0.1, rng=seed)
    with no_grad():
        assert all(
            (result.model(point).data > 0) == (label > 0) for point, label in zip(x, y, strict=True)
        )
    said = capsys.readouterr().out
    assert "100% of the points are right" in said
    assert "#" not in said


def test_moons_say_what_is_not_right_yet(capsys):
    result = moons.main(epochs=1, progress=False)
    assert 0.5 < result.accuracy < 1.0
    assert capsys.readouterr().out.count("#") >= 1


def test_moons_write_a_picture(tmp_path, capsys):
    pytest.importorskip("matplotlib")
    path = tmp_path / "boundary.png"
    moons.main(str(path), epochs=1, progress=False)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert f"The boundary is in {path}." in capsys.readouterr().out


def test_moons_draw_with_letters_where_matplotlib_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    path = tmp_path / "boundary.png"
    moons.main(str(path), epochs=1, progress=False)
    assert not path.exists()
    said = capsys.readouterr().out
    assert "pip install matplotlib" in said
    assert "....." in said


def test_a_boundary_of_letters_stands_where_the_score_changes_its_sign():
    x, y = [[-1.0, -1.0], [1.0, 1.0], [0.9, -0.8]], [0, 1, 0]
    lines = text_boundary(lambda p: p[0] - 0.2, x, y).splitlines()
    assert len(lines) == 22
    edges = {line.index(".") for line in lines}
    column = round((0.2 + 1.4) / 2.8 * 63)
    assert all(abs(edge - column) <= 1 for edge in edges)
    assert "o" in lines[3], "the point at the top"
    assert "x" in lines[-4]
    assert "#" in lines[-5]


def test_a_boundary_is_drawn_with_both_kinds_of_points(tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "picture.svg"
    draw_boundary(lambda p: p[1], [[0.0, 1.0], [1.0, -1.0], [0.5, 2.0]], [1, -1, 1], path)
    assert "<svg" in path.read_text()


@pytest.mark.parametrize("seed", range(6))
def test_xor_is_learned(seed, capsys):
    result = xor.main(seed=seed, progress=False)
    assert result.answers == pytest.approx([0, 1, 1, 0], abs=0.05)
    assert result.history.accuracy[-1] == 1.0
    assert "1 xor 0 = 0.9" in capsys.readouterr().out


@pytest.mark.parametrize("seed", range(4))
def test_the_curve_is_near_the_right_one(seed, capsys):
    result = curve.main(seed=seed, progress=False)
    assert result.worst < 0.15
    assert result.history.losses[-1] < 0.02 < result.history.losses[0]
    assert f"never further than {result.worst:.3f}" in capsys.readouterr().out


@pytest.mark.parametrize("example", [digits, conv_digits])
@pytest.mark.parametrize("seed", range(3))
def test_new_digits_are_read(example, seed, capsys):
    result = example.main(seed=seed, progress=False)
    assert result.accuracy >= 0.97
    assert result.history.validation_accuracy[0] < result.accuracy
    assert f"{result.accuracy:.1%} of 359 new digits" in capsys.readouterr().out


def test_fewer_epochs_are_fewer(capsys):
    assert len(digits.main(epochs=1, progress=False).history) == 1
    assert len(conv_digits.main(epochs=1, progress=False).history) == 1


def store(folder, name, array):
    shape = struct.pack(f">{array.ndim}I", *array.shape)
    content = bytes([0, 0, 8, array.ndim]) + shape + array.tobytes()
    (folder / f"{name}-ubyte.gz").write_bytes(gzip.compress(content))


@pytest.fixture
def folder(tmp_path):
    """Files of MNIST's format: the class of a picture is the row that is bright."""
    rng = np.random.default_rng(3)
    for part, n in (("train", 400), ("t10k", 100)):
        labels = rng.integers(0, 10, n).astype(np.uint8)
        pictures = rng.integers(0, 60, (n, 28, 28)).astype(np.uint8)
        pictures[np.arange(n), labels * 2 + 3] += 120
        store(tmp_path, f"{part}-images-idx3", pictures)
        store(tmp_path, f"{part}-labels-idx1", labels)
    return tmp_path


def test_mnist_is_read_from_files(folder, capsys):
    result = mnist.main(folder, epochs=8, progress=False)
    assert result.accuracy >= 0.97
    assert "of 100 new digits" in capsys.readouterr().out
    assert len(mnist.main(folder, epochs=1, progress=False).history) == 1


def test_mnist_without_files_says_what_is_missing(tmp_path):
    with pytest.raises(MicrokitError, match="no train-images-idx3-ubyte"):
        mnist.main(tmp_path)


@pytest.mark.parametrize(
    ("command", "words", "failure"),
    [
        (["xor"], "0 xor 1 = 0.9", False),
        (["moons"], "100% of the points are right", False),
        (["mnist", "/nowhere/at/all"], "no folder", True),
    ],
)
def test_examples_run_by_their_names(command, words, failure):
    name, *arguments = command
    ran = subprocess.run(
        [sys.executable, "-m", f"microkit.examples.{name}", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert words in (ran.stderr if failure else ran.stdout)
    assert (ran.returncode != 0) == failure
    assert "Traceback" not in ran.stderr
