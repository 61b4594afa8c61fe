"""The few calls of Linux that Python does not have: namespaces, mounts, capabilities."""

from __future__ import annotations

import ctypes
import os

NEW_MOUNTS = 0x00020000
NEW_IPC = 0x08000000
NEW_PROCESSES = 0x20000000
NEW_NETWORK = 0x40000000

_NO_SUID, _NO_DEVICES, _NO_PROGRAMS = 0x2, 0x4, 0x8
_PRIVATE = 0x4000 | 0x40000  # MS_REC | MS_PRIVATE
_BIND = 0x1000 | 0x4000  # MS_BIND | MS_REC
_SET_DUMPABLE, _DROP_BOUND, _NO_NEW_PRIVILEGES, _AMBIENT = 4, 24, 38, 47
_CLEAR_AMBIENT = 4
_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _control(option: int, value: int) -> None:
    _call("prctl", *(ctypes.c_ulong(number) for number in (option, value, 0, 0, 0)))


def hide_memory(hidden: bool) -> None:
    """Let no other process look into this one, or let it again."""
    _control(_SET_DUMPABLE, 0 if hidden else 1)


def leave_namespaces(kinds: int) -> None:
    """Go into new namespaces; that of processes holds for the next fork."""
    _call("unshare", ctypes.c_int(kinds))


def mount(kind: str, place: str, options: str = "") -> None:
    """Mount a new `proc` or `tmpfs` over a folder, for this namespace alone."""
    flags = _NO_SUID | _NO_DEVICES | (_NO_PROGRAMS if kind == "proc" else 0)
    _mount(kind, place, kind, flags, options)


def keep_mounts_private() -> None:
    """Let nobody else see what is mounted from now on."""
    _mount("none", "/", "", _PRIVATE, "")


def bind(number: int, place: str) -> None:
    """Show at `place` what has been opened under this number, as it was shown before."""
    _mount(f"/proc/self/fd/{number}", place, "", _BIND, "")


def _mount(what: str, place: str, kind: str, flags: int, options: str) -> None:
    texts = [text.encode() or None for text in (what, place, kind, options)]
    _call("mount", *texts[:3], ctypes.c_ulong(flags), texts[3])


def bound_capabilities() -> None:
    """Let no program that is started from here ever get a power of the administrator."""
    for capability in range(64):
        try:
            _control(_DROP_BOUND, capability)
        except OSError:  # there are no more of them, or it has been done already
            break


def drop_capabilities() -> None:
    """Give up every power of the administrator, for good."""
    _control(_AMBIENT, _CLEAR_AMBIENT)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _call("capset", ctypes.byref(header), ctypes.byref(nothing))
    _control(_NO_NEW_PRIVILEGES, 1)
