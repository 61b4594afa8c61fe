"""How often a network is right, for both engines."""

from __future__ import annotations

from typing import Any

from microkit.errors import MicrokitError


def accuracy(outputs: Any, targets: Any, threshold: float = 0.0) -> float:
    """Return the share of rows whose largest output, or whose sign, is the right one.

    Parameters
    ----------
    outputs : list of Value, list of lists of Value, or Tensor (n,), (n, 1) or (n, classes)
        What the network said. Several numbers for a row are scores for the classes 0, 1, 2 and so
        on; one number is a score for two classes.
    targets : list or array of int
        The class of each row. Where there are two and one score, the class is positive (1) or not
        (0 or -1).
    threshold : float, default 0.0
        Where one score says yes: 0 for a score that may be negative, 0.5 for a probability.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    MicrokitError
        If there are not as many outputs as targets, or an output is nan.

    Examples
    --------
    >>> from microkit.engine import Value
    >>> accuracy([Value(0.3), Value(-2.0), Value(4.0)], [1, -1, -1])
    0.6666666666666666
    >>> accuracy([[Value(0.3), Value(2.0)], [Value(1.5), Value(0.0)]], [1, 0])
    1.0
    """
    said = outputs.data if hasattr(outputs, "requires_grad") else outputs
    right = targets.data if hasattr(targets, "requires_grad") else targets
    if hasattr(said, "argmax"):
        return _of_arrays(said, right, threshold)
    if len(said) != len(right) or not len(said):
        raise _different(len(said), len(right))
    hits = 0
    for output, target in zip(said, right, strict=True):
        several = isinstance(output, list | tuple)
        scores = [score.data for score in (output if several else [output])]
        if any(score != score for score in scores):
            raise _nan()
        if several:
            hits += scores.index(max(scores)) == target
        else:
            hits += (scores[0] > threshold) == (target > 0)
    return hits / len(said)


def _of_arrays(said: Any, right: Any, threshold: float) -> float:
    import numpy as np

    right = np.asarray(right).reshape(-1)
    if (said != said).any():
        raise _nan()
    several = said.ndim > 1 and said.shape[-1] > 1
    said = said.reshape(-1, said.shape[-1]).argmax(axis=1) if several else said.reshape(-1)
    if said.size != right.size or not said.size:
        raise _different(said.size, right.size)
    hits = said == right if several else (said > threshold) == (right > 0)
    return float(hits.mean())


def _nan() -> MicrokitError:
    return MicrokitError(
        "An output is nan, which is no answer, right or wrong. Look for the step at which the loss "
        "became nan: a log of 0, or a rate lr that is too large."
    )


def _different(outputs: int, targets: int) -> MicrokitError:
    return MicrokitError(
        f"There are {outputs} outputs and {targets} targets. Accuracy compares them row by row."
    )
