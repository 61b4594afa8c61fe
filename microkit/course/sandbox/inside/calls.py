"""Which calls of Linux student code may not make: a filter in the kernel, for good.

They have no place in a lesson, and have been ways out of sandboxes, or (`memfd_create`) round the
limit of memory. On a machine that is not listed there is no filter; the other walls stand.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

# the name of the machine, its number for the kernel, `clone`, and the calls that are refused
MACHINES = {
    "x86_64": (
        0xC000003E,
        56,
        # ptrace, pivot_root, chroot, mount, umount2, modules, kexec, keys;
        # unshare, perf_event_open, open_by_handle_at, setns, process_vm_*, memfd, bpf, userfaultfd
        (
            *(101, 155, 161, 165, 166, 175, 176, 313, 246, 248, 249, 250),
            *(272, 298, 304, 308, 310, 311, 319, 321, 323),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        220,
        (
            *(117, 41, 51, 40, 39, 105, 106, 273, 104, 217, 218, 219),
            *(97, 241, 265, 268, 270, 271, 279, 280, 282),
        ),
    ),
}
# The same everywhere: io_uring, the newer calls to mount, memfd_secret.
EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 442, 447)
CLONE3 = 435  # its flags cannot be seen by a filter; libraries go on with `clone` without it
NEW_NAMESPACES = 0x7E020000
OTHER_NUMBERS = 0x40000000  # from here on x86_64 has a second set of the same calls

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_SET_FILTER, _FILTER = 22, 2


def program(machine: str) -> bytes:
    """Return the filter for a machine as the kernel reads it; empty for one that is not listed."""
    if machine not in MACHINES:
        return b""
    known, clone, refused = MACHINES[machine]
    no = _REFUSE | errno.EPERM
    # each: what to do, how far to jump if so and if not, with which number
    lines = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, known), (_RETURN, 0, 0, no)]
    lines += [(_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, OTHER_NUMBERS), (_RETURN, 0, 0, no)]
    for number in (*refused, *EVERYWHERE):
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, no)]
    lines += [(_EQUAL, 0, 1, CLONE3), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    lines += [(_EQUAL, 0, 3, clone), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
    lines += [(_ANY_BIT, 0, 1, NEW_NAMESPACES), (_RETURN, 0, 0, no)]
    lines += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def refuse_calls() -> None:
    """Refuse those calls to this process and to all that it starts. It needs no power."""
    code = program(os.uname().machine)
    if not code:
        return
    held = ctypes.create_string_buffer(code, len(code))

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    filter_ = Filter(len(code) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    mode = ctypes.c_ulong(_FILTER)
    if libc.prctl(_SET_FILTER, mode, ctypes.byref(filter_), ctypes.c_ulong(0), ctypes.c_ulong(0)):
        number = ctypes.get_errno()
        if number != errno.EINVAL:  # a kernel that was made without filters
            raise OSError(number, f"seccomp: {os.strerror(number)}")
