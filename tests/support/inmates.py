"""What runs inside the sandbox in its tests: honest functions, and hostile ones."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ANSWER = 3  # the pipe of the answer
MEGABYTE = 2**20


def double(number):
    print("doubling", number)
    return 2 * number


def give_back(thing):
    return thing


def look_around(_):
    return {
        "files": {str(p): p.read_text() for p in sorted(Path.cwd().rglob("*")) if p.is_file()},
        "environment": dict(os.environ),
        "processes": sorted(int(name) for name in os.listdir("/proc") if name.isdigit()),
        "path": sys.path,
        "powers": [
            line.split()[1]
            for line in Path("/proc/self/status").read_text().splitlines()
            if line.startswith(("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"))
        ],
        "no_new_privileges": "NoNewPrivs:\t1" in Path("/proc/self/status").read_text(),
        "interfaces": [name for _, name in socket.if_nameindex()],
        "user": os.getuid(),
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "hash": hash("the same in every run"),
    }


def every_name(_):
    """Return the names of all files that there are, except what the kernel shows of itself."""
    found = []
    for folder, folders, files in os.walk("/"):
        if folder == "/":
            folders[:] = [name for name in folders if name not in ("proc", "sys", "dev")]
        found += [name for name in [*folders, *files] if name.startswith(("torch", "numpy"))]
        if "microkit" in Path(folder).parts:
            found += files
    return sorted(set(found))


def read(path):
    return Path(path).read_text()


def names_below(folder):
    return [str(path) for path in Path(folder).rglob("*")] if Path(folder).exists() else []


def write_everywhere(_):
    """Try to write a file into every folder, and return where that worked."""
    done = []
    for folder, folders, _files in os.walk("/"):
        if folder == "/":
            folders[:] = [name for name in folders if name != "proc"]
        try:
            Path(folder, "was_here").write_text("x")
        except OSError:
            continue
        done.append(folder)
    return done


def imported(name):
    return __import__(name).__file__


def call_out(address):
    socket.create_connection(tuple(address), timeout=1)


def try_powers(_):
    """Return what the kernel says to calls that only an administrator may do."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    return [
        libc.mount(b"none", b"/", None, ctypes.c_ulong(0x20), None),
        libc.umount2(b"/proc", 2),
        libc.sethostname(b"x", 1),
        libc.setresuid(0, 0, 0) if os.getuid() else -1,
        libc.chroot(b"/tmp"),
        libc.unshare(0x10000000),
        libc.memfd_create(b"x", 0) if hasattr(libc, "memfd_create") else -1,
        libc.ptrace(0, 0, None, None),
    ]


def loop(_):
    for number in range(1, signal.NSIG):
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    while True:
        with contextlib.suppress(BaseException):
            while True:
                pass


def sleep(seconds):
    time.sleep(seconds)


def fork_bomb(_):
    while True:
        with contextlib.suppress(OSError):
            os.fork()


def threads(_):
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def leave_children(name):
    """Leave a process of its own session behind, which ignores signals and holds every file."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            Path("/tmp", name).write_text("here")
            loop(None)
        os._exit(0)
    while not Path("/tmp", name).exists():
        time.sleep(0.01)
    return "left"


def memory(_):
    return len(bytearray(2**33))


def memory_bit_by_bit(_):
    held = []
    while True:
        held.append(bytearray(MEGABYTE))


def memory_of_many(_):
    """Each process stays within its limit, and all together do not."""
    for _number in range(6):
        if os.fork() == 0:
            break
    held = bytearray(os.urandom(MEGABYTE)) * 90
    time.sleep(60)
    return len(held)


def flood(_):
    while True:
        os.write(1, b"x" * 65536)


def flood_of_errors(_):
    while True:
        print("x" * 1000, file=sys.stderr)


def huge_file(_):
    with open("huge", "wb") as file:
        while True:
            file.write(b"x" * MEGABYTE)


def many_files(folder):
    for number in range(10_000):
        Path(folder, str(number)).write_bytes(bytes(MEGABYTE))


def open_files(_):
    return len([open(os.devnull) for _number in range(10_000)])


def recursion(_):
    return recursion(_)


def deep_recursion(_):
    import ctypes

    sys.setrecursionlimit(2**30)
    functions = type("Deep", (), {})
    functions.__repr__ = lambda self: repr([self])
    repr(functions())
    ctypes.string_at(0)


def segfault(_):
    import ctypes

    ctypes.string_at(0)


def leave(code):
    os._exit(code)


def system_exit(_):
    raise SystemExit("enough")


def hang_up(_):
    os.close(ANSWER)
    return 5


def garbage(_):
    os.write(ANSWER, b"\xff\x00garbage")
    os._exit(0)


def two_answers(_):
    os.write(ANSWER, b'{"answer": 1}')
    return 2


def raw(text):
    os.write(ANSWER, text.encode("utf-8", "surrogatepass"))
    os._exit(0)


def long_answer(_):
    return "x" * (64 * MEGABYTE)


def flood_of_answers(_):
    while True:
        os.write(ANSWER, b"[" * 65536)


def deep_answer(levels):
    answer = 1
    for _level in range(levels):
        answer = [answer]
    return answer


def not_a_number(_):
    return [float("nan")]


def an_object(_):
    return object()


def kill_everyone(_):
    for pid in (os.getppid(), 1, -1):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGSTOP, signal.SIGKILL):
            with contextlib.suppress(OSError):
                os.kill(pid, number)
    return "still here"


def look_into_parent(name):
    return Path("/proc/1", name).read_bytes().decode("latin-1")


def patch_json(_):
    import json

    json.dumps = lambda *_arguments, **_named: '{"answer": Infinity}'
    return 1


def raise_(text):
    raise ZeroDivisionError(text)


class _UnspeakableError(Exception):
    def __str__(self):
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


def unspeakable(_):
    raise _UnspeakableError


def start_program(words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def signal_self(number):
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    time.sleep(60)


def leave_memory_behind(_):
    """Leave a segment of shared memory, and files, for whoever comes next."""
    from multiprocessing import shared_memory

    shared_memory.SharedMemory("secret", create=True, size=64)
    for folder in (".", "/tmp", "/dev/shm"):
        Path(folder, "note").write_text("for the next one")
    return sorted(os.listdir("/dev/shm"))


def find_memory(_):
    return [sorted(os.listdir(folder)) for folder in (".", "/tmp", "/dev/shm")]
