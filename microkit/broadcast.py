"""What broadcasting did, undone: gradients of arrays that were stretched. Lesson 09 builds it."""

from __future__ import annotations

from microkit.arrays.primitives import Array, Shape, filled


def unbroadcast(g: Array, shape: Shape) -> Array:
    """Return the gradient `g` of a stretched array, for the array of `shape` before.

    Parameters
    ----------
    g : array
        The gradient of the result.
    shape : tuple of int
        The shape of the input.

    Returns
    -------
    array of `shape`
        `g` itself where nothing was stretched.

    Notes
    -----
    A number that was used in several places hears from each of them, and what it hears adds up:
    so `g` is summed over every axis that broadcasting put in front or made longer.

    Examples
    --------
    A bias of 3 numbers was added to each of 2 rows, so each of them hears twice.

    >>> import numpy as np
    >>> unbroadcast(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), (3,))
    array([11., 22., 33.])
    >>> unbroadcast(np.ones((4, 2, 3)), (2, 1)).tolist()
    [[12.0], [12.0]]
    """
    if g.shape == shape:
        return g
    new = g.ndim - len(shape)
    if not new and g.ndim == 2:  # a column or a row, most often
        if shape[0] == g.shape[0]:
            return g.sum(1, keepdims=True)
        if shape[1] == g.shape[1]:
            return g.sum(0, keepdims=True)
    if new and g.shape[new:] == shape:
        if new == 1 and g.ndim == 2:  # as of a bias; a product with ones is the fastest sum
            return filled((len(g),), 1, g.dtype).dot(g)
        return g.sum(tuple(range(new)))
    axes = [i for i, n in enumerate(shape, new) if n == 1 and g.shape[i] != 1]
    return g.sum((*range(new), *axes)).reshape(shape)
