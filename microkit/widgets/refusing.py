"""What a widget's trait refuses: an error of the kit's, and one that traitlets knows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import traitlets as t

from microkit.errors import MicrokitError


def validates(*names: str) -> Callable[[Callable[[Any, Any], Any]], Any]:
    """Check traits as ``traitlets.validate`` does, by a method that raises the kit's errors.

    Where several traits are set at once, traitlets takes them all back after a `TraitError`, and
    after no other error. So what the method raises becomes one too, and stays of its own kind.

    Parameters
    ----------
    *names : str
        The traits.

    Raises
    ------
    MicrokitError
        Not here, but where one of the traits is set to what the method refuses. It is a
        `TraitError` at the same time.
    """

    def decorate(check: Callable[[Any, Any], Any]) -> Any:
        @wraps(check)
        def checked(widget: Any, proposal: Any) -> Any:
            try:
                return check(widget, proposal)
            except MicrokitError as error:
                kind = type(error)
                both = type(kind.__name__, (kind, t.TraitError), {})
                raise both(str(error)) from None

        return t.validate(*names)(checked)

    return decorate
