"""Losses: how far the answers of a network are from the targets, as one number.

They take Tensors, and the targets as Tensors or plain arrays. `cross_entropy` takes a list of
Values, too, and then works without numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from numbers import Integral
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, overload

from microkit.errors import MicrokitError

if TYPE_CHECKING:
    from microkit.arrays.primitives import Array
    from microkit.engine import Value
    from microkit.tensor import Tensor


def mse_loss(input: Any, target: Any, reduction: str = "mean") -> Tensor:
    """Return the mean of the squared differences.

    Parameters
    ----------
    input : Tensor of any shape
        The answers.
    target : Tensor or array of the same shape
        What they should be.
    reduction : {"mean", "sum", "none"}
        What becomes of the losses of all numbers.

    Raises
    ------
    ShapeError
        If the shapes differ: (N, 1) and (N,) would be stretched to (N, N) without a word; or if
        there is nothing to take the mean of.

    Examples
    --------
    >>> from microkit import Tensor
    >>> mse_loss(Tensor([2.0, 5.0]), [2.0, 1.0]).item()
    8.0
    """
    return _kinds().mse.of(input, target, reduction=_known(reduction))


def l1_loss(input: Any, target: Any, reduction: str = "mean") -> Tensor:
    """Return the mean of the absolute differences. The slope is taken to be 0 at a difference of 0.

    Parameters
    ----------
    input : Tensor of any shape
        The answers.
    target : Tensor or array of the same shape
        What they should be.
    reduction : {"mean", "sum", "none"}
        What becomes of the losses of all numbers.

    Raises
    ------
    ShapeError
        If the shapes differ, or there is nothing to take the mean of.

    Examples
    --------
    >>> from microkit import Tensor
    >>> l1_loss(Tensor([2.0, 5.0]), [2.0, 1.0]).item()
    2.0
    """
    return _kinds().l1.of(input, target, reduction=_known(reduction))


@overload
def cross_entropy(input: Sequence[Value], target: int) -> Value: ...
@overload
def cross_entropy(input: Tensor | Array, target: Any, reduction: str = "mean") -> Tensor: ...
def cross_entropy(input: Any, target: Any, reduction: str = "mean") -> Tensor | Value:
    """Return the mean of ``-log(softmax(input)[target])``, computed so that nothing overflows.

    Parameters
    ----------
    input : Tensor of shape (N, classes), (classes,) or (N, classes, ...); or a list of Values
        The scores (logits), before any softmax.
    target : whole numbers of shape (N,), () or (N, ...); one int for a list of Values
        The number of the right class for each example: a plain array, a list or a Tensor.
    reduction : {"mean", "sum", "none"}
        What becomes of the losses of all examples.

    Returns
    -------
    Tensor, or Value for a list of Values

    Raises
    ------
    NumberError
        If a target is not a whole number, or names no class.
    ShapeError
        If there is not one target for each example, or no example to take the mean of.

    Examples
    --------
    Ten classes and no idea: the loss is ln 10.

    >>> from microkit import Tensor
    >>> round(cross_entropy(Tensor([[0.0] * 10] * 3), [7, 0, 2]).item(), 4)
    2.3026
    >>> from microkit import Value
    >>> round(cross_entropy([Value(1.0), Value(3.0)], 1).data, 4)
    0.1269
    """
    if isinstance(input, (list, tuple)) and isinstance(target, Integral):
        from microkit.nn import losses

        return losses.cross_entropy(input, int(target))
    kinds = _kinds()
    target = kinds.whole_numbers(target, "cross_entropy")
    return kinds.cross_entropy.of(input, targets=target, reduction=_known(reduction))


def nll_loss(input: Any, target: Any, reduction: str = "mean") -> Tensor:
    """Return the mean of ``-input[target]``: the cross-entropy of log-probabilities.

    Parameters
    ----------
    input : Tensor of shape (N, classes), (classes,) or (N, classes, ...)
        The logarithms of the probabilities, as `Tensor.log_softmax` gives them.
    target : whole numbers of shape (N,), () or (N, ...)
        The number of the right class for each example.
    reduction : {"mean", "sum", "none"}
        What becomes of the losses of all examples.

    Raises
    ------
    NumberError
        If a target is not a whole number, or names no class.
    ShapeError
        If there is not one target for each example, or no example to take the mean of.

    Examples
    --------
    >>> from microkit import Tensor
    >>> nll_loss(Tensor([[-0.5, -1.0], [-2.0, -0.25]]), [0, 1]).item()
    0.375
    """
    kinds = _kinds()
    target = kinds.whole_numbers(target, "nll_loss")
    return kinds.nll.of(input, targets=target, reduction=_known(reduction))


def binary_cross_entropy(input: Any, target: Any, reduction: str = "mean") -> Tensor:
    """Return the mean of ``-(t log p + (1 - t) log(1 - p))``.

    Parameters
    ----------
    input : Tensor of any shape
        Probabilities p, from 0 to 1.
    target : Tensor or array of the same shape
        What they should be, from 0 to 1.
    reduction : {"mean", "sum", "none"}
        What becomes of the losses of all numbers.

    Raises
    ------
    NumberError
        If a probability or a target is below 0 or above 1.
    ShapeError
        If the shapes differ, or there is nothing to take the mean of.

    Notes
    -----
    As in PyTorch, no logarithm counts for less than -100, so that the loss stays finite at 0 and 1.
    Scores should go to `binary_cross_entropy_with_logits` instead, which needs no such limit.

    Examples
    --------
    >>> from microkit import Tensor
    >>> round(binary_cross_entropy(Tensor([0.5, 0.25]), [1.0, 0.0]).item(), 4)
    0.4904
    """
    return _kinds().bce.of(input, target, reduction=_known(reduction))


def binary_cross_entropy_with_logits(input: Any, target: Any, reduction: str = "mean") -> Tensor:
    """Return the binary cross-entropy of ``sigmoid(input)``, computed so that nothing overflows.

    Parameters
    ----------
    input : Tensor of any shape
        Scores (logits): above 0 means yes.
    target : Tensor or array of the same shape
        What the probabilities should be, from 0 to 1.
    reduction : {"mean", "sum", "none"}
        What becomes of the losses of all numbers.

    Raises
    ------
    NumberError
        If a target is below 0 or above 1.
    ShapeError
        If the shapes differ, or there is nothing to take the mean of.

    Examples
    --------
    >>> from microkit import Tensor
    >>> binary_cross_entropy_with_logits(Tensor([-800.0, 800.0]), [0.0, 0.0]).item()
    400.0
    """
    return _kinds().bce_with_logits.of(input, target, reduction=_known(reduction))


def hinge_loss(input: Any, target: Any, reduction: str = "mean") -> Tensor:
    """Return the mean of ``max(0, 1 - target * input)``: the margin that is missing.

    Parameters
    ----------
    input : Tensor of any shape
        Scores: above 0 means the class 1, below 0 the class -1.
    target : Tensor or array of the same shape
        The classes, -1 and 1.
    reduction : {"mean", "sum", "none"}
        What becomes of the losses of all numbers.

    Raises
    ------
    NumberError
        If a target is neither -1 nor 1.
    ShapeError
        If the shapes differ, or there is nothing to take the mean of.

    References
    ----------
    Cortes, Vapnik (1995), Support-Vector Networks.

    Examples
    --------
    >>> from microkit import Tensor
    >>> hinge_loss(Tensor([3.0, -0.5]), [1, 1]).item()
    0.75
    """
    return _kinds().hinge.of(input, target, reduction=_known(reduction))


@cache
def _kinds() -> Any:
    """Return the operations. They need numpy, which this file does without."""
    from microkit.nn import class_losses, pair_losses

    return SimpleNamespace(
        mse=pair_losses.SquaredError,
        l1=pair_losses.AbsoluteError,
        bce=pair_losses.BinaryCrossEntropy,
        bce_with_logits=pair_losses.BinaryCrossEntropyWithLogits,
        hinge=pair_losses.Hinge,
        cross_entropy=class_losses.CrossEntropy,
        nll=class_losses.NegativeLogLikelihood,
        whole_numbers=class_losses.whole_numbers,
    )


def _known(reduction: str) -> str:
    if reduction not in ("mean", "sum", "none"):
        raise MicrokitError(f"reduction is 'mean', 'sum' or 'none', and not {reduction!r}.")
    return reduction
