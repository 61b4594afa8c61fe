"""The parameters of a tiny GPT that has learned names: for those who do not want to wait."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

from microkit.data.source import numpy_for


def tiny_gpt() -> dict[str, Any]:
    """Return the arrays of a trained model of names, as lesson 11 builds it.

    Returns
    -------
    dict of str to array
        ``table`` (27, 32) and ``positions`` (16, 32); ``wq``, ``wk``, ``wv`` and ``wo`` (32, 32)
        for attention with four heads; ``up`` (32, 128) and ``down`` (128, 32); ``out`` (32, 27).

    Raises
    ------
    DataError
        If numpy is not installed.

    Notes
    -----
    Learned in 1,200 steps of Adam with eight names each, from all of `names` but 200: five seconds.
    Numbers are kept in half precision.

    References
    ----------
    Karpathy (2026), microgpt: the same model, on scalars.

    Examples
    --------
    >>> learned = tiny_gpt()
    >>> learned["table"].shape, sum(array.size for array in learned.values())
    ((27, 32), 14528)
    """
    np = numpy_for("tiny_gpt()")
    with (
        as_file(files("microkit.data").joinpath("tiny_gpt.npz")) as path,
        np.load(path) as arrays,
    ):
        return {name: arrays[name].astype(float) for name in arrays.files}
