"""A PostgreSQL server for tests: a folder of its own, a free port of this machine, no password."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from support.servers import HOST, free_port

DEBIAN = Path("/usr/lib/postgresql")
USER = "tests"
PATIENCE = 60  # seconds
# What would be lost in a power failure does not matter here.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, the newest that is installed; None if none is."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [initdb.parent for initdb in DEBIAN.glob("*/bin/initdb")]
    return max(
        folders, key=lambda folder: [*map(int, re.findall(r"\d+", str(folder)))], default=None
    )


@contextmanager
def a_server(bin_folder: Path) -> Iterator[str]:
    """Run a server, and yield its address without a database: ``postgresql://user@host:port``."""
    as_nobody = _unprivileged()
    # Not in pytest's folder, which belongs to root alone if root runs the tests.
    with tempfile.TemporaryDirectory(prefix="microkit-postgres-") as name:
        data = Path(name, "data")
        data.mkdir()
        if as_nobody:
            shutil.chown(data, "nobody")
            os.chmod(name, 0o711)
        port = free_port()

        def call(program: str, *arguments: str) -> None:
            command = [*as_nobody, str(bin_folder / program), f"--pgdata={data}", *arguments]
            done = subprocess.run(
                command,
                cwd="/",
                env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # a pipe would stay open for as long as the server runs
                stderr=subprocess.DEVNULL,
                timeout=3 * PATIENCE,
                check=False,
            )
            if done.returncode:
                log = data / "log.txt"
                said = log.read_text() if log.exists() else "nothing"
                raise RuntimeError(f"{command} gave {done.returncode} and wrote: {said}")

        call("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--no-sync")
        options = f"-h {HOST} -p {port} -k {data} {FAST}"
        start = ["start", "--wait", f"--timeout={PATIENCE}", f"--log={data / 'log.txt'}"]
        call("pg_ctl", *start, f"--options={options}")
        try:
            yield f"postgresql://{USER}@{HOST}:{port}"
        finally:
            call("pg_ctl", "stop", "--wait", "--mode=immediate")


def _unprivileged() -> Sequence[str]:
    """Return what stands before a command that root may not run: PostgreSQL refuses it."""
    if os.geteuid() != 0:
        return ()
    return ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--")
