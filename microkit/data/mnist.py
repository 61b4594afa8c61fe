"""MNIST: 70,000 pictures of digits, 28 x 28, from files that the reader has.

The files are in the IDX format: two zero bytes, one byte for the type of number, one for how many
axes there are, then the length of each axis in four bytes, the largest first, then the numbers.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import Any

from microkit.data.source import DataError, numpy_for

# The third byte of a file -> numpy's name for the numbers in it, the largest byte first.
NUMBERS = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
PARTS = {"train": "train", "test": "t10k"}


def mnist(
    folder: str | Path, part: str = "train", *, images: bool = False, dtype: str = "float32"
) -> tuple[Any, Any]:
    """Return the pictures and labels of MNIST, or of any set with files of the same names.

    Parameters
    ----------
    folder : str or Path
        Where ``train-images-idx3-ubyte`` and ``train-labels-idx1-ubyte`` are, with ``.gz`` or
        without; those for testing begin with ``t10k``.
    part : {"train", "test"}
        Which of the two.
    images : bool, default False
        Whether each is a picture of shape (1, 28, 28), and not a row of 784 numbers.
    dtype : str, default "float32"
        The type of the numbers.

    Returns
    -------
    x : array (n, 784) or (n, 1, 28, 28)
        How bright each pixel is, from 0 to 1.
    y : array (n,) of int
        Which digit it is.

    Raises
    ------
    DataError
        If a file is missing, cut off, or of another kind.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner (1998), "Gradient-based learning applied to document
    recognition".
    """
    np = numpy_for("mnist()")
    if part not in PARTS:
        raise DataError(f"part is {part!r}. MNIST has two: 'train' and 'test'.")
    pictures, labels = (
        _found(Path(folder), f"{PARTS[part]}-{kind}-idx{axes}-ubyte")
        for kind, axes in (("images", 3), ("labels", 1))
    )
    x, y = _read(pictures, 3, "pictures"), _read(labels, 1, "labels")
    if len(x) != len(y):
        raise DataError(
            f"{pictures.name} has {len(x)} pictures and {labels.name} has {len(y)} labels. They do "
            "not belong together: take both from one place."
        )
    shape = (len(x), 1, *x.shape[1:]) if images else (len(x), x.shape[1] * x.shape[2])
    return (x / np.array(255, dtype)).astype(dtype, copy=False).reshape(shape), y.astype(np.int64)


def read_idx(path: str | Path) -> Any:
    """Return the array in a file of the IDX format.

    Parameters
    ----------
    path : str or Path
        The file; it may be packed by gzip, whatever its name.

    Returns
    -------
    array
        With the shape and the type that the file names.

    Raises
    ------
    DataError
        If the file is missing, cut off, or of another kind.
    """
    np = numpy_for("read_idx()")
    path = Path(path)
    content = _content(path)
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in NUMBERS:
        raise DataError(
            f"{path.name} is no IDX file: it begins with {content[:4].hex(' ') or 'nothing'}, and "
            "not with 00 00, a type and a number of axes. Was a web page saved in its place?"
        )
    numbers, axes = np.dtype(NUMBERS[content[2]]), content[3]
    start = 4 + 4 * axes
    if len(content) < start:
        raise DataError(f"{path.name} is cut off in its first lines. Download it again.")
    shape = struct.unpack(f">{axes}I", content[4:start])
    needed, there = math.prod(shape) * numbers.itemsize, len(content) - start
    if there != needed:
        what = "cut off" if there < needed else "too long"
        raise DataError(
            f"{path.name} is {what}: an array of {' x '.join(map(str, shape))} takes {needed:,} "
            f"bytes, and {there:,} are there. Download it again."
        )
    return np.frombuffer(content, numbers, offset=start).reshape(shape)


def _read(path: Path, axes: int, what: str) -> Any:
    array = read_idx(path)
    if array.ndim != axes or array.dtype != "u1":
        raise DataError(
            f"{path.name} holds an array of {array.ndim} axes and type {array.dtype}, and {what} "
            f"come as bytes with {axes}. Were the files renamed?"
        )
    return array


def _found(folder: Path, name: str) -> Path:
    """Return the file of that name, also packed, also with a dot before ``idx``."""
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder}. Give the one that holds MNIST's files.")
    for variant in (name, name.replace("-idx", ".idx")):
        for path in (folder / variant, folder / f"{variant}.gz"):
            if path.is_file():
                return path
    raise DataError(
        f"{folder} has no {name}, nor {name}.gz. MNIST is four files; put those that you "
        "downloaded there, with their names unchanged."
    )


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, OSError, zlib.error):
        raise DataError(f"{path.name} is cut off or damaged. Download it again.") from None
