"""Small pictures of digits, 8 x 8, from scikit-learn."""

from __future__ import annotations

from typing import Any

from microkit.data.source import DataError, numpy_for


def digits(*, images: bool = False, dtype: str = "float32") -> tuple[Any, Any]:
    """Return 1,797 handwritten digits.

    Parameters
    ----------
    images : bool, default False
        Whether each is a picture of shape (1, 8, 8), as a convolution wants it, and not a row.
    dtype : str, default "float32"
        The type of the numbers.

    Returns
    -------
    x : array (1797, 64) or (1797, 1, 8, 8)
        How dark each pixel is, from 0 to 1.
    y : array (1797,) of int
        Which digit it is.

    Raises
    ------
    DataError
        If scikit-learn is not installed.

    References
    ----------
    Alpaydin, Kaynak (1998), "Optical recognition of handwritten digits", UCI Machine Learning
    Repository; shipped with scikit-learn.

    Examples
    --------
    >>> x, y = digits(images=True)
    >>> x.shape, y[:5].tolist()
    ((1797, 1, 8, 8), [0, 1, 2, 3, 4])
    """
    np = numpy_for("digits()")
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        raise DataError(
            "The digits come with scikit-learn, which is not here: pip install scikit-learn."
        ) from None
    x, y = load_digits(return_X_y=True)
    shape = (-1, 1, 8, 8) if images else (-1, 64)
    return (x / 16).astype(dtype).reshape(shape), y.astype(np.int64)
