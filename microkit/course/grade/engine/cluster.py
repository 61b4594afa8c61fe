"""Connect to a Dask cluster, or say in a sentence why it cannot be used."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dask.config
from distributed import Client
from distributed.comm.addressing import get_address_host
from distributed.versions import VersionMismatchWarning

import microkit
from microkit.course.errors import CourseError
from microkit.course.grade.book.journal import kit_fingerprint

PATIENCE = 15.0  # seconds for the scheduler to answer, and for a first worker to be there
SAME = ("python", "microkit", "distributed")  # what has to be the same everywhere
LOST = (
    "The scheduler has gone, or cannot be reached any more. Start it, and run the command again: "
    "it goes on where it stopped."
)
TALKATIVE = ("distributed", "distributed.client", "distributed.gc", "tornado", "asyncio")


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """Connect to a cluster that can be used, and keep it from writing on the terminal.

    Raises
    ------
    CourseError
        If it cannot be reached, has no workers, or has other versions than this machine.
    """
    settings = {"distributed.admin.large-graph-warning-threshold": "1 GB"}
    with _quiet(), dask.config.set(settings):
        try:
            get_address_host(scheduler)  # of no address, a Client waits long in order to close
            client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise CourseError(
                f"There is no Dask scheduler to be reached at {scheduler} ({reason}). Start one "
                "with: dask scheduler. Its address looks like tcp://10.0.0.5:8786."
            ) from None
        with client:
            _refuse_without_workers(client, scheduler)
            _refuse_other_versions(client)
            _refuse_another_kit(client)
            yield client


def count_workers(client: Client) -> int:
    """Return how many workers the cluster has now.

    Raises
    ------
    CourseError
        If the scheduler has gone.
    """
    try:
        threads: Any = client.nthreads()
    except OSError:
        raise CourseError(LOST) from None
    return len(threads)


def _refuse_without_workers(client: Client, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise CourseError(
            f"The cluster has no workers. Start some with: dask worker {scheduler} --nthreads 1"
        ) from None


def _refuse_other_versions(client: Client) -> None:
    found: Any = client.get_versions(packages=["microkit"])
    here = found["client"]["packages"]
    there = {"The scheduler": found["scheduler"], **found["workers"]}
    for name, versions in there.items():
        for package in SAME:
            its, ours = versions["packages"].get(package), here[package]
            if its != ours:
                who = name if name == "The scheduler" else f"The worker {name}"
                has = f"{package} {_plain(its)}" if its else f"no {package}"
                raise CourseError(
                    f"{who} has {has}, and this machine has {_plain(ours)}. Install the same "
                    "environment on both."
                )


def _refuse_another_kit(client: Client) -> None:
    """Refuse other files too: a version under development keeps its number while it changes."""
    found: Any = client.run(kit_fingerprint)
    for name, its in found.items():
        if its != kit_fingerprint():
            raise CourseError(
                f"The worker {name} has other files of microkit {microkit.__version__} than this "
                "machine. Install the same on both, and start the workers again."
            )


def _plain(version: str | None) -> str:
    """Return a version as people write it: Python's own has more to it."""
    return str(version).split(".final")[0]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's messages and its own table of versions off the terminal."""
    with contextlib.ExitStack() as stack:
        for logger in map(logging.getLogger, TALKATIVE):
            stack.callback(logger.setLevel, logger.level)
            logger.setLevel(logging.CRITICAL + 1)
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", VersionMismatchWarning)
        yield
