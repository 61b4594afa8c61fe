"""How much of the machine a student's code may use in one run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """What one run may use. What goes beyond is stopped, and the outcome says so.

    Parameters
    ----------
    seconds : float
        Seconds by the clock on the wall.
    processor_seconds : int
        Seconds of processor time, for each process.
    memory : int
        Bytes of address space for each process, and of memory for all of them together.
    processes : int
        Processes and threads at a time, the first one included.
    file_size : int
        Bytes in any one file.
    disk : int
        Bytes in all files together: in each of the working folder and the folder for temporary
        files, and half as many in shared memory.
    open_files : int
        Files open at a time, for each process.
    output : int
        Bytes of what is printed.
    answer : int
        Bytes of the answer, written as JSON.
    depth : int
        How deep lists and dicts in the answer may stand in each other.

    Examples
    --------
    >>> Limits(seconds=2).seconds
    2
    >>> Limits(processes=0)
    Traceback (most recent call last):
      ...
    ValueError: The limit processes is 0, and has to be a number above 0.
    """

    seconds: float = 20.0
    processor_seconds: int = 20
    memory: int = 1024 * MEGABYTE
    processes: int = 32
    file_size: int = 16 * MEGABYTE
    disk: int = 64 * MEGABYTE
    open_files: int = 64
    output: int = MEGABYTE
    answer: int = 4 * MEGABYTE
    depth: int = 64

    def __post_init__(self) -> None:
        for name, value in self.plain().items():
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise ValueError(f"The limit {name} is {value!r}, and has to be a number above 0.")

    def plain(self) -> dict[str, Any]:
        """Return the limits as a dict of numbers."""
        return asdict(self)
