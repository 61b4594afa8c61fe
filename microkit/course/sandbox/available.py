"""Whether there can be a sandbox on this machine: tried for real, once."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from microkit.course.sandbox.errors import SandboxError
from microkit.course.sandbox.sandbox import Sandbox


@dataclass(frozen=True)
class Availability:
    """Whether the sandbox works here; if not, why and what to do.

    Parameters
    ----------
    ok : bool
        Whether it works.
    reason : str
        Why it does not; how it works, if it does.
    what_to_do : str
        ``""`` if it works.
    """

    ok: bool
    reason: str
    what_to_do: str = ""


@functools.cache
def available(warm: bool = False) -> Availability:
    """Run a sum in a sandbox, and return whether that works on this machine."""
    try:
        with Sandbox(warm=warm) as sandbox:
            outcome = sandbox.run("math:fsum", [0.5, 1.5])
    except SandboxError as error:
        return Availability(False, error.reason, error.what_to_do)
    if outcome.answer != 2.0:
        return Availability(
            False,
            f"The sandbox starts, but a sum in it fails. {outcome.sentence}",
            "Please report this with the version of Linux and of bubblewrap.",
        )
    return Availability(True, "A sum was done in it: no network, no files, no way out.")
