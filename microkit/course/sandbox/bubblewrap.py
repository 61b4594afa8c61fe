"""The command line of bubblewrap: what of this machine there is inside, and what is not."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from microkit.course.sandbox.errors import SandboxError
from microkit.course.sandbox.inside.places import HOME
from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.python import (
    executable,
    package_files,
    python_paths,
    show,
    system_arguments,
)
from microkit.course.sandbox.room import PLACE, Room

OLDEST = (0, 5)  # knows --perms
KNOWS_SIZE = (0, 6)
KNOWS_NO_NESTING = (0, 8)
OTHERWISE = (
    "Grade on Linux, in a virtual machine if need be; or, for students whom you trust with your "
    "files, with --trust-students."
)
_ENVIRONMENT = {
    "HOME": HOME,
    "USER": "student",
    "LOGNAME": "student",
    "PATH": "",
    "LANG": "C.UTF-8",
    "TMPDIR": "/tmp",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/tmp/matplotlib",
}


def find_bubblewrap() -> tuple[str, tuple[int, ...]]:
    """Return the program and its version.

    Raises
    ------
    SandboxError
        If this is not Linux, or the program is missing or too old.
    """
    if sys.platform != "linux":
        raise SandboxError(f"The sandbox needs Linux, and this is {sys.platform}.", OTHERWISE)
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError(
            "The sandbox needs the program bwrap, which is not installed.",
            "Install bubblewrap (Debian and Ubuntu: sudo apt install bubblewrap; Fedora: "
            "sudo dnf install bubblewrap).",
        )
    version = _version(program)
    if version < OLDEST:
        raise SandboxError(
            f"bubblewrap {'.'.join(map(str, version))} is too old.",
            f"Install version {'.'.join(map(str, OLDEST))} or newer.",
        )
    return program, version


def as_administrator() -> bool:
    """Say whether root runs this: then student code gets a user number that nobody has."""
    return os.geteuid() == 0


def command(
    room: Room,
    limits: Limits,
    readable: Sequence[Path],
    packages: Sequence[str],
    warm: bool,
    imports: Sequence[str],
    line: int,
) -> list[str]:
    """Return the command that starts the server inside.

    Parameters
    ----------
    room : Room
        What lies inside besides Python.
    limits : Limits
        For the sizes of the folders that can be written.
    readable : sequence of Path
        What else may be read, under the same name.
    packages : sequence of str
        Installed packages.
    warm : bool
        Whether the server forks for each run.
    imports : sequence of str
        What a warm server imports.
    line : int
        The number of the socket on which it is told of runs.
    """
    program, version = find_bubblewrap()
    options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    options += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--as-pid-1"]
    options += ["--hostname", "sandbox", "--clearenv"]
    readable = [path.resolve() for path in readable]
    powers: list[str] = []
    if as_administrator():
        powers += ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"]
    else:
        options += ["--unshare-user"]
        if version >= KNOWS_NO_NESTING and not warm:
            options += ["--disable-userns"]
    if warm:
        powers += ["CAP_SYS_ADMIN", "CAP_SETPCAP"]
    options += ["--cap-drop", "ALL"]
    for power in dict.fromkeys(powers):
        options += ["--cap-add", power]
    options += system_arguments()
    options += ["--ro-bind", str(room.folder), PLACE]
    options += ["--perms", "0755", "--dir", f"{PLACE}-packages"]
    for place in package_files(packages):
        options += ["--ro-bind", str(place.resolve()), f"{PLACE}-packages/{place.name}"]
    options += ["--proc", "/proc", "--dev", "/dev"]
    for folder, size in (
        (HOME, limits.disk),
        ("/tmp", limits.disk),
        ("/dev/shm", limits.disk // 2),
    ):
        options += ["--perms", "1777"]
        options += ["--size", str(size)] if version >= KNOWS_SIZE else []
        options += ["--tmpfs", folder]
    for path in readable:
        options += show(path)
    options += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME]
    for name, value in _ENVIRONMENT.items():
        options += ["--setenv", name, value]
    start = (
        f"import sys; sys.path[:] = {[*python_paths(), room.server, *import_paths(room)]!r}\n"
        "from inside.serve import serve\n"
        f"serve({line}, {warm}, {limits.disk}, "
        f"{list(imports) if warm else []!r}, {list(map(str, readable))!r})"
    )
    return [program, *options, "--", executable(), "-P", "-s", "-S", "-B", "-u", "-c", start]


def import_paths(room: Room) -> list[str]:
    """Return where Python finds the kit, the code and the packages inside."""
    return [*room.paths, f"{PLACE}-packages"]


def explain(complaint: str) -> SandboxError:
    """Return the error for a bubblewrap that could not start, by what it complained about."""
    last = (complaint.strip().splitlines() or ["bwrap ended without a word"])[-1][:300]
    advice = "Ask whoever looks after this machine, and show them that line. " + OTHERWISE
    if "amespace" in last or "uid map" in last or "not permitted" in last or "denied" in last:
        advice = (
            "In a container: start it with --security-opt seccomp=unconfined --security-opt "
            "apparmor=unconfined --cap-add SYS_ADMIN. On Ubuntu 23.10 or newer: sudo sysctl "
            "kernel.apparmor_restrict_unprivileged_userns=0. On an old Debian: sudo sysctl "
            "kernel.unprivileged_userns_clone=1. " + OTHERWISE
        )
    return SandboxError(f"The sandbox cannot be set up here ({last}).", advice)


@functools.cache
def _version(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)\.(\d+)", said.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)
