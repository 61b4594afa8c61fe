"""What bubblewrap starts: it takes runs from the kit, one after the other, and isolates each.

``once``: the namespaces are those of bubblewrap, and this process watches the one run itself.
``warm``: it imports what is needed, and forks into new namespaces for each run.
"""

from __future__ import annotations

import importlib
import os
import signal
import socket

from . import kernel
from .places import HOME
from .watch import tell, watch

WRITTEN = (f"{HOME}/", "/tmp/", "/dev/shm/")


def serve(number: int, warm: bool, disk: int, imports: list[str], readable: list[str]) -> None:
    """Take runs from the socket with this number, until the kit hangs up."""
    kernel.hide_memory(True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=number)
    for name in imports:
        importlib.import_module(name)
    line.sendall(b"ready")
    while True:
        word, numbers, _, _ = socket.recv_fds(line, 16, 4)
        if not word:
            return
        control, *pipes = numbers
        if not warm:
            line.close()
            watch(socket.socket(fileno=control), *pipes)
            return
        child = os.fork()
        if child == 0:
            line.close()
            _isolate(socket.socket(fileno=control), pipes, disk, readable)
        for opened in numbers:
            os.close(opened)
        os.waitpid(child, 0)
        line.sendall(b"done")


def _isolate(control: socket.socket, pipes: list[int], disk: int, readable: list[str]) -> None:
    """Fork once more, into namespaces of its own with fresh folders. It does not return."""
    try:
        kernel.leave_namespaces(
            kernel.NEW_MOUNTS | kernel.NEW_IPC | kernel.NEW_PROCESSES | kernel.NEW_NETWORK
        )
        first = os.fork()
        if first == 0:
            _fresh_folders(disk, readable)
            watch(control, *pipes)
            os._exit(0)
        for number in pipes:
            os.close(number)
        os.waitpid(first, 0)
    except BaseException as error:
        tell(control, {"trouble": f"{type(error).__name__}: {error}"[:500]})
    os._exit(1)


def _fresh_folders(disk: int, readable: list[str]) -> None:
    """Mount empty folders where there may be writing; what is to be read there stays."""
    kept = {path: os.open(path, os.O_PATH) for path in readable if path.startswith(WRITTEN)}
    kernel.keep_mounts_private()
    kernel.mount("proc", "/proc")
    for folder, share in zip(WRITTEN, (1, 1, 2), strict=True):
        kernel.mount("tmpfs", folder.rstrip("/"), f"size={disk // share},mode=1777")
    for path, number in kept.items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.isdir(f"/proc/self/fd/{number}"):
            os.mkdir(path)
        else:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        kernel.bind(number, path)
        os.close(number)
