"""How long student code is waited for: less and less, the more of it does not end."""

from __future__ import annotations


class Patience:
    """How many seconds the next cell or answer of one submission may take.

    Parameters
    ----------
    seconds : float
        What the first may take.

    Examples
    --------
    >>> patience = Patience(30.0)
    >>> patience.seconds
    30.0
    >>> patience.was_late()
    >>> patience.seconds
    15.0
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._late = 0

    @property
    def seconds(self) -> float:
        """How long the next one may take."""
        return self._seconds / 2**self._late

    def was_late(self) -> None:
        """Note that one has not ended in time: the next is given half as long."""
        self._late += 1
