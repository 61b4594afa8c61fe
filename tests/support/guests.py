"""What answers in a session in its tests: honest handlers, and hostile ones."""

import contextlib
import os
import signal
import sys
import threading
import time

import inmates

ANSWER, ASKED = 3, 4  # the pipes in the sandbox


def _head():
    """Return the head of the message that is being answered, from the frames above."""
    frame = sys._getframe()
    while frame and "head" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["head"] if frame else b""


def _frame(name, body):
    return name + len(body).to_bytes(8, "big") + body


def desk(request):
    """Return a handler that keeps what it was opened with, and counts."""
    seen = []

    def handler(message):
        seen.append(message)
        do = message.get("do") if isinstance(message, dict) else None
        if do == "inmate":
            return getattr(inmates, message["name"])(message.get("with"))
        if do == "guest":
            return globals()[message["name"]](message.get("with"))
        if do == "print":
            print(message["text"], end="")
        return [request, len(seen), message]

    return handler


def not_callable(request):
    return request


def loop(_):
    inmates.loop(None)


def print_and_fail(text):
    print(text)
    raise KeyError("no such desk")


def write_ahead(_):
    """Write an answer for a message that has not come yet."""
    os.write(ANSWER, _frame(b"12345678", b'{"answer": "forged"}'))
    return "first"


def write_twice(_):
    """Forge the answer to this message; the true one follows."""
    os.write(ANSWER, _frame(_head()[:8], b'{"answer": "forged"}'))
    return "true"


def claim_length(length):
    os.write(ANSWER, _head()[:8] + length.to_bytes(8, "big"))
    time.sleep(60)


def half(_):
    os.write(ANSWER, b"half")
    os._exit(0)


def raw(text):
    """Write this as the body of the answer."""
    os.write(ANSWER, _frame(_head()[:8], text.encode("utf-8", "surrogatepass")))
    os._exit(0)


def body(text):
    """Write this as the body of the answer, and nothing more."""
    os.write(ANSWER, _frame(_head()[:8], text.encode("utf-8", "surrogatepass")))
    time.sleep(60)


def close_asked(_):
    os.close(ASKED)
    return "closed"


def close_answer(_):
    os.close(ANSWER)


def close_both_and_wait(_):
    os.close(ANSWER)
    os.close(ASKED)
    time.sleep(60)


def eat_messages(_):
    """A thread reads what is not meant for it."""

    def eat():
        while True:
            os.read(ASKED, 5)

    threading.Thread(target=eat, daemon=True).start()
    return "eating"


def never_wait(_):
    os.set_blocking(ASKED, False)
    return "impatient"


def flood_later(_):
    """A thread writes answers for ever."""

    def write():
        while True:
            os.write(ANSWER, b"x" * 65536)

    threading.Thread(target=write, daemon=True).start()
    return "flooding"


def print_later(_):
    """A thread prints for ever."""

    def write():
        while True:
            os.write(1, b"x" * 65536)

    threading.Thread(target=write, daemon=True).start()
    return "printing"


def leave_soon(_):
    """A thread ends Python after the answer."""
    threading.Timer(0.05, os._exit, (0,)).start()
    return "leaving"


def fork_and_answer(_):
    """Both processes answer."""
    os.fork()
    return "twice"


def replace_streams(_):
    class Stream:
        def write(self, text):
            raise OSError("no")

        def flush(self):
            raise SystemExit("no")

    sys.stdout = sys.stderr = Stream()
    return "replaced"


def lose_everything(_):
    """Close every file that is open."""
    os.closerange(0, 100)
    return "lost"


def patch_reading(_):
    """Replace what the talk is made of."""
    import json

    def wrong(*_arguments, **_named):
        raise RuntimeError("patched")

    json.loads = wrong
    return "patched"


def kill_self(_):
    os.kill(os.getpid(), signal.SIGKILL)


def close_desk(_):
    raise KeyError("the entry fails")


def slow_desk(_):
    inmates.loop(None)


def leaving_desk(_):
    os._exit(3)


def chatty_desk(_):
    print("good morning")
    with contextlib.suppress(AttributeError):
        sys.stdout.flush()
    return lambda message: message
