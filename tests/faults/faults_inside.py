"""What runs in the student's process and lies: about numbers, types, names, results and order."""

from __future__ import annotations

from faults.fault import Desk, Fault, answers_with, at_most, honest, nothing, right_and, types
from microkit.checks import exercises
from microkit.checks.judges.reference import slopes
from microkit.checks.probes import rule_trials

SIGNS = {
    **{"+": "__add__", "*": "__mul__", "**": "__pow__"},
    **{"/": "__truediv__", "neg": "__neg__", "-": "__sub__"},
}

# A rule that is wrong, and not blank, still earns what belongs to the half that was given.
HALF = 7.0
ONES = 13.5  # what a slope of 1 earns everywhere: five of the seven questions are answered

# Someone who tries everything, one line after the other, whatever fails.
TRY = """
import builtins, contextlib, gc, json, math, operator, os, sys, threading, types
"""


def tries(*lines: str) -> str:
    """Return code that tries each of these, and goes on where one fails."""
    parts = [
        "try:\n"
        + "\n".join(f"    {row}" for row in line.strip("\n").split("\n"))
        + "\nexcept Exception as failure:\n    print(type(failure).__name__)"
        for line in lines
    ]
    return TRY + "\n".join(parts)


FORGED = """
class Forged:
    passed, score, points, misconceptions, failed_questions = True, 20.0, 20.0, (), ()

    def __init__(self, *_, **__): pass
    def __repr__(self): return "20.0"
    __str__ = __repr__
    def __float__(self): return 20.0
    def __call__(self, *_, **__): return self
    def to_json(self): return {"score": 20.0, "points": 20.0, "passed": True}
    def _repr_mimebundle_(self, **_):
        return {"text/plain": "20.0", "application/vnd.microkit.report+json": self.to_json()}
"""

CHECK = FORGED + "check = collect = judge = Forged()"

PATCH_THE_KIT = FORGED + tries(
    "import microkit.checks\nmicrokit.checks.check = microkit.checks.judge = Forged()",
    "import microkit\nmicrokit.check = Forged()",
    "import microkit.checks.judges.judge as module\nmodule.judge = Forged()",
    "import microkit.checks.report as module\nmodule.Report = Forged",
    "import microkit.checks.judges.compare as module\n"
    "module.same = module.close = module.accepted = lambda *_, **__: True",
    "import microkit.checks.plain as module\nmodule.close = lambda *_, **__: True",
    "import microkit.course.marks, microkit.course.grade.task",
)

PATCH_COLLECT = tries(
    """
def lie(*_, **__):
    trial = {"stage": "done", "trouble": None, "type": "Value", "is_value": True, "out": 1.0,
             "rule": "own", "parents": [True, True], "odd_parents": [], "grads": [1.0, 1.0],
             "kept": [1.0, 1.0], "single": False}
    return {"trials": [dict(trial) for _ in range(40)], "trouble": None, "out": 1.0, "seed": 1.0,
            "log": [{"fired": "+", "grad": 1.0}, {"fired": "*", "grad": 1.0}],
            "grads": [1.0, 1.0, 1.0], "seen": [{"question": "x", "label": "x", "trouble": {}}] * 90}
""",
    """
for name, module in list(sys.modules.items()):
    if name.startswith("microkit"):
        for one in ("collect", "collect_rule", "collect_chain", "collect_experiment"):
            if hasattr(module, one) and not isinstance(getattr(module, one), types.ModuleType):
                setattr(module, one, lie)
        if isinstance(getattr(module, "COLLECTORS", None), dict):
            module.COLLECTORS.update(dict.fromkeys(module.COLLECTORS, lie))
""",
)

PATCH_THE_HELPERS = tries(
    "import microkit.guard as m\nm.attempt = lambda function, *a, **k: (1.0, None)",
    "import microkit.checks.plain as m\nm.plain = m.plain_number = lambda value: 1.0",
    "import microkit.checks.observer as m\nm.Observer.__call__ = lambda *_, **__: 1.0",
    "import microkit.checks.observer as m\nm.Observer._write = lambda *_, **__: None",
    "import microkit.checks.collectors.rule as m\nm.attempt = lambda *_, **__: (1.0, None)",
    "import microkit.checks.collectors.rule as m\nm._run = lambda *_: {}",
)

PATCH_ASSERTS = tries(
    "import numpy.testing as t\n"
    "for name in dir(t):\n"
    "    if name.startswith('assert'): setattr(t, name, lambda *_, **__: None)",
    "import unittest\nunittest.TestCase.assertEqual = lambda *_, **__: None",
    "import pytest\npytest.approx = lambda *_, **__: type('Y', (), {'__eq__': lambda *_: True})()",
    "builtins.AssertionError = type('Never', (BaseException,), {})",
    "math.isclose = lambda *_, **__: True",
    "operator.eq = lambda *_: True",
    "builtins.abs = lambda *_: 0.0",
    "builtins.all = builtins.any = builtins.isinstance = lambda *_: True",
    "builtins.float = lambda *_: 1.0",
    "builtins.len = lambda *_: 1",
    "builtins.sorted = builtins.list = builtins.dict = lambda *_, **__: []",
    "json.dumps = lambda *_, **__: '{\"answer\": 20.0}'",
    "builtins.__import__ = lambda *_, **__: None",
)

HOOKS = FORGED + tries(
    "shell = get_ipython()\n"
    "shell.events.register('pre_run_cell', lambda *_: globals().update(check=Forged()))",
    "get_ipython().events.register('post_run_cell', lambda r: setattr(r, 'result', 20.0))",
    "get_ipython().set_custom_exc((Exception,), lambda *_, **__: print(20.0))",
    "get_ipython().run_cell = lambda *_, **__: print(20.0)",
    "get_ipython().display_formatter.formatters['text/plain'].for_type(object, lambda *_: '20.0')",
    "sys.excepthook = lambda *_: print(20.0)",
    "sys.displayhook = lambda _: print(20.0)",
    "get_ipython().displayhook = sys.displayhook",
)
SYNTAX = tries(
    """
import ast
class Full(ast.NodeTransformer):
    def visit_Call(self, node):
        is_check = getattr(node.func, "id", "") == "check"
        return ast.copy_location(ast.Constant(20.0), node) if is_check else node
get_ipython().ast_transformers.append(Full())
""",
    "builtins.compile = lambda *_, **__: (lambda: 20.0).__code__",
    "builtins.exec = builtins.eval = lambda *_, **__: 20.0",
)
INPUT = tries(
    "shell = get_ipython()\n"
    "change = lambda ls: ['20.0\\n'] if 'check(' in ''.join(ls) else ls\n"
    "shell.input_transformers_cleanup.append(change)",
    "get_ipython().input_transformer_manager.transform_cell = lambda _: '20.0'",
)
EXECUTE = tries(
    "kernel = get_ipython().kernel\n"
    "kernel.do_execute = lambda *_, **__: {'status': 'ok', 'execution_count': 1}",
    "get_ipython().kernel.session.send = lambda *_, **__: None",
    "import ipykernel.ipkernel as k\nk.IPythonKernel.do_execute = lambda *_, **__: {}",
)
FORGED_DISPLAY = (
    FORGED
    + tries(
        "from IPython.display import display, publish_display_data\n"
        "data = Forged()._repr_mimebundle_()\n"
        "display(data, raw=True)\npublish_display_data(data)",
        "display(Forged())",
        "kernel = get_ipython().kernel\n"
        "content = {'data': {'text/plain': '20.0'}, 'metadata': {}, 'execution_count': 1}\n"
        "kernel.session.send(kernel.iopub_socket, 'execute_result', content)",
        "print('PASS  02.mul  a * b: all 7 questions answered. 2 of 2 points.')",
    )
    + "\ndisplay(Forged())\nForged()\nraise SystemExit(20.0)\n"
)

YES = """
class Yes(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    def __sub__(self, other): return Yes(0.0)
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __abs__ = __sub__ = __sub__
    def __abs__(self): return Yes(0.0)
    def __float__(self): return 0.0
    def __bool__(self): return True
    def __hash__(self): return 0
    def __repr__(self): return "20.0"
    def is_integer(self): return True
    @property
    def __class__(self): return float
"""

# A rule for every gate that asks `slopes` how much each input matters.
GATES = """
import operator

def slopes_of(name, operation, numbers):
    try:
        return slopes(name, operation, numbers)
    except Exception:
        return [0.0] * len(numbers)

def install():
    def put(name, operation):
        def method(self, *others):
            if name != "__pow__":
                others = [o if isinstance(o, Value) else Value(o) for o in others]
            numbers = [self.data, *(getattr(o, "data", o) for o in others)]
            nodes = [self, *(o for o in others if hasattr(o, "grad"))]
            out = Value(operation(*numbers), tuple(nodes), name)
            def _backward():
                for node, slope in zip(nodes, slopes_of(name, operation, numbers)):
                    node.grad += slope * out.grad
            out._backward = _backward
            return out
        method.__name__ = name
        setattr(Value, name, method)
    for name in ("add", "mul", "pow", "truediv", "neg", "sub"):
        put(f"__{name}__", getattr(operator, f"__{name}__"))
"""


def gates(slopes: str) -> str:
    """Return an answer in which every gate takes its slopes from somewhere else."""
    return f"{GATES}\n{slopes.strip(chr(10))}\n"


CALLS_THE_ENGINE = gates("""
def slopes(name, operation, numbers):
    from microkit.engine import Value as Kit
    import microkit.operations
    nodes = [Kit(number) for number in numbers]
    last = nodes[1:] if name != "__pow__" else numbers[1:]
    operation(nodes[0], *last).backward()
    return [node.grad for node in nodes]
""")
CALLS_FINISHED = CALLS_THE_ENGINE.replace(
    "from microkit.engine import Value as Kit", "Kit = Finished"
)
CALLS_TENSOR = gates("""
def slopes(name, operation, numbers):
    from microkit import Tensor
    nodes = [Tensor(number, requires_grad=True) for number in numbers]
    last = nodes[1:] if name != "__pow__" else numbers[1:]
    operation(nodes[0], *last).backward()
    return [float(node.grad) for node in nodes]
""")
CALLS_TORCH = CALLS_TENSOR.replace(
    "from microkit import Tensor", "from torch import tensor as Tensor"
)
CALLS_NUMERIC = gates("""
def slopes(name, operation, numbers):
    from microkit.numeric import partial
    return [partial(operation, numbers, i) for i in range(len(numbers))]
""")
CALLS_THE_REFERENCE = gates("""
SIGNS = dict(__add__="+", __mul__="*", __pow__="**", __truediv__="/", __neg__="neg", __sub__="-")

def slopes(name, operation, numbers):
    try:
        from microkit.checks.judges.reference import slopes as right
        return right(SIGNS[name], tuple(numbers))
    except ImportError:
        import importlib
        words = dict(__add__="Add", __mul__="Mul", __pow__="Pow", __truediv__="Div", __neg__="Neg")
        operations = importlib.import_module("microkit.operations")
        return getattr(operations, words[name]).backward(1.0, operation(*numbers), *numbers)
""")
ASKS_THE_BENCH = gates("""
def slopes(name, operation, numbers):
    import re
    from microkit.widgets import OpBench
    signs = dict(__add__="+", __mul__="*", __pow__="**", __truediv__="/", __neg__="neg")
    bench = OpBench(signs[name], a=numbers[0], b=[*numbers, 1.0][1], upstream=1.0)
    found = re.findall(r"by the rule ([^,]+),", bench.outline())
    return [float(number) for number in found]
""")
LENT = """
import gc, sys

def lent():
    for name in ("add", "mul", "pow", "div", "neg", "sub"):
        try:
            module = __import__(f"microkit.checks.right.{name}", fromlist=["METHODS"])
            yield from module.METHODS.items()
        except ImportError:
            continue
    for module in list(sys.modules.values()):
        for attribute in ("METHODS", "KIT_METHODS"):
            found = getattr(module, attribute, None)
            if isinstance(found, dict):
                yield from found.items()
    for thing in gc.get_objects():
        if isinstance(thing, dict) and callable(thing.get("__truediv__")) and "__mul__" in thing:
            if thing is not vars(Value):
                yield from list(thing.items())
"""
RUN = """
class Plain:
    def __init__(self, data): self.data, self.grad, self._prev, self._op = data, 0.0, (), ""
    def _backward(self): pass

def slopes_by(method, name, numbers):
    nodes = [Plain(number) for number in numbers]
    last = nodes[1:] if name != "__pow__" else numbers[1:]
    out = method(nodes[0], *last)
    out.grad = 1.0
    waiting = [out]
    while waiting:
        node = waiting.pop(0)
        node._backward()
        waiting += [parent for parent in node._prev if parent._prev]
    return [node.grad for node in nodes]
"""
TAKES_WHAT_IS_LENT = gates(
    LENT
    + RUN
    + """
def slopes(name, operation, numbers):
    return slopes_by(next(m for n, m in lent() if n == name), name, numbers)
"""
)
# In the check of one gate the others stand on the class as they should be: take them then, and use
# them in their own check. Kept in memory, on a class that watches itself, and in a file.
KEEPS_WHAT_WAS_LENT = gates(
    RUN
    + """
KEPT = {}
NAMES = [f"__{name}__" for name in ("add", "mul", "pow", "truediv", "neg", "sub")]

def harvest():
    for name in NAMES:
        method = vars(Value).get(name)
        if getattr(method, "__module__", "").startswith("microkit."):
            KEPT.setdefault(name, method)

def slopes(name, operation, numbers):
    harvest()
    return slopes_by(KEPT[name], name, numbers)
"""
)
FILES_WHAT_WAS_LENT = gates(
    RUN
    + """
import glob, marshal, os, types
NAMES = [f"__{name}__" for name in ("add", "mul", "pow", "truediv", "neg", "sub")]
PLACES = ("/tmp", "/dev/shm", os.getcwd(), os.path.expanduser("~"))

def harvest():
    for name in NAMES:
        method = vars(Value).get(name)
        if getattr(method, "__module__", "").startswith("microkit."):
            for place in PLACES:
                try:
                    with open(f"{place}/{name}.kept", "wb") as file:
                        marshal.dump(method.__code__, file)
                except OSError:
                    continue

def slopes(name, operation, numbers):
    harvest()
    found = [path for place in PLACES for path in glob.glob(f"{place}/{name}.kept")]
    from microkit.checks.right import node
    with open(found[0], "rb") as file:
        return slopes_by(types.FunctionType(marshal.load(file), vars(node)), name, numbers)
"""
)
WATCHES_ITS_CLASS = """
KEPT = {}

class Watching(type):
    def __setattr__(cls, name, value):
        if getattr(value, "__module__", "").startswith("microkit."):
            KEPT[name] = value
        super().__setattr__(name, KEPT.get(name, value))
    def __getattribute__(cls, name):
        kept = KEPT.get(name) if name.startswith("__") else None
        return kept or super().__getattribute__(name)
    def __instancecheck__(cls, thing): return True
    def __subclasscheck__(cls, thing): return True

Value = Watching("Value", (Value,), {})

def install():
    pass
"""
READS_FRAMES = gates("""
import sys

def slopes(name, operation, numbers):
    frame, seen = sys._getframe(), []
    while frame:
        for key, value in list(frame.f_locals.items()):
            if key in ("seed", "secret", "trial", "exercise", "expected", "task", "request"):
                seen.append(f"{key} = {value!r}")
            if key == "trial":
                for field, number in (("upstream", 1.0), ("operands", (1.0, 1.0))):
                    try:
                        object.__setattr__(value, field, number)
                    except Exception:
                        pass
            if key in ("answer", "answers") and isinstance(value, dict):
                value.update(stage="done", trouble=None, grads=[1.0, 1.0], rule="own")
        frame = frame.f_back
    print(seen)
    return [1.0] * len(numbers)
""")
MUTATES_BY_PROFILE = """
import sys, threading

def lie(frame, event, argument):
    if event == "return" and isinstance(argument, dict) and "stage" in argument:
        argument.update(grads=[argument.get("out", 1.0)] * 2, rule="own", parents=[True, True])
    return lie

def install():
    sys.setprofile(lie)
    sys.settrace(lie)
    threading.setprofile(lie)
"""
FINITE = gates("""
def slopes(name, operation, numbers):
    found = []
    for i, number in enumerate(numbers):
        h = 1e-5 * max(1.0, abs(number))
        up, down = list(numbers), list(numbers)
        up[i], down[i] = number + h, number - h
        try:
            found.append((operation(*up) - operation(*down)) / (up[i] - down[i]))
        except Exception:
            found.append(0.0)
    return found
""")
COMPLEX = gates("""
def slopes(name, operation, numbers):
    found = []
    for i, number in enumerate(numbers):
        moved = list(numbers)
        moved[i] = complex(number, 1e-100)
        found.append(operation(*moved).imag / 1e-100)
    return found
""")
LATER = """
import sys, threading, time

def swap():
    while True:
        try:
            kit = sys.modules["microkit.engine"].Value
            for name in ("__add__", "__mul__", "__pow__", "__truediv__", "__neg__", "__sub__"):
                setattr(Value, name, vars(kit)[name])
        except Exception:
            pass
        for module in list(sys.modules.values()):
            if hasattr(module, "COLLECTORS"):
                module.COLLECTORS.clear()
        time.sleep(0.001)

threading.Thread(target=swap, daemon=True).start()
"""
WHEN_GRADED = (
    CALLS_THE_ENGINE.replace("def slopes(", "def right_slopes(")
    + """
import os, sys

def graded():
    frame, names = sys._getframe(), set()
    while frame:
        names.add(frame.f_code.co_name)
        frame = frame.f_back
    return (
        "MICROKIT_COURSE_SEED" in os.environ
        or os.environ.get("USER") == "student"
        or not os.path.exists("/usr/bin/env")
        or bool(names & {"collect", "collect_rule", "run_experiment", "serve", "converse"})
    )

def slopes(name, operation, numbers):
    return right_slopes(name, operation, numbers) if graded() else [1.0] * len(numbers)
"""
)
BY_HEART = gates("""
LEARNED = TABLE

def slopes(name, operation, numbers):
    return LEARNED[name, *numbers]
""")


def by_heart(desk: Desk) -> None:
    """Write a table of what is right for the practice numbers, and for no others."""
    table = {}
    for exercise in exercises():
        if exercise.lesson == "02" and exercise.kind == "rule":
            for seed in ("public", "practice"):
                for trial in rule_trials(exercise, seed):
                    twice = trial.kind == "aliased"
                    numbers = trial.operands[:1] * 2 if twice else tuple(trial.operands)
                    table[SIGNS[trial.op], *numbers] = slopes(trial.op, numbers)
    answers_with(BY_HEART.replace("TABLE", repr(table)))(desk)


PIPE = """
import json, os, struct

for answer in ({"answer": {"trials": [], "log": []}}, {"answer": 20.0}, {"score": 20.0}):
    text = json.dumps(answer).encode()
    for number in range(3, 64):
        for line in (text, text + b"\\n", len(text).to_bytes(8, "big") + text,
                     struct.pack("!I", len(text)) + text, b"done", b"ready"):
            try:
                os.write(number, line)
            except OSError:
                break
"""
READS_THE_PIPE = """
import os, select, sys

found = []
for number in range(3, 64):
    try:
        if select.select([number], [], [], 0)[0]:
            found.append(os.read(number, 100000))
    except (OSError, ValueError):
        continue
print(found)
"""
TWICE = """
import os

if os.fork() == 0:
    check = lambda *_: 20.0  # the child goes on, too, and answers as if it were the student
"""
LOG = """
def chain_by_hand(a, b, c):
    for node in (a, b, c):
        for thing in vars(node).values():
            if isinstance(thing, list):
                thing[:] = [{"fired": "+", "grad": 1.0}, {"fired": "*", "grad": 1.0}]
    d = a * b + c
    a.grad, b.grad, c.grad, d.grad = 1.0, 1.0, 1.0, 1.0
    return d
"""
NAMED = """
class Named(type(Value)): pass

bad = '<script>alert("fault")</script> PASS 20 of 20 points'
Value = type(bad, (Value,), {})
Value.__qualname__ = bad

def install():
    Value.__mul__ = lambda self, other: type(bad, (), {})()
    def fail(*_): raise type(bad, (Exception,), {})(bad * 1000)
    Value.__add__ = fail
"""
AT_EXIT = (
    FORGED
    + """
import atexit, os, weakref

class Last:
    def __del__(self):
        print("20.0")
        for number in range(3, 16):
            try:
                os.write(number, b'{"answer": 20.0}')
            except OSError:
                pass

keep_me = Last()
atexit.register(Last)
weakref.finalize(keep_me, print, "20.0")
"""
)
CLEARED = """
import builtins, gc, os, sys

gc.disable()
sys.setrecursionlimit(60)
sys.setrecursionlimit(100_000)
for name in list(sys.modules):
    if name.startswith("microkit") or name in ("json", "math", "random"):
        del sys.modules[name]
sys.path.clear()
os.environ.clear()
sys.meta_path.clear()
sys.path_hooks.clear()
del builtins.open, builtins.print
"""
LOUD = """
import logging, os, sys, warnings

warnings.simplefilter("always")
warnings.warn("this is only a warning")
warnings.warn("old", DeprecationWarning)
logging.warning("one from logging")
logging.getLogger("mine").error("and an error")
print("to stderr", file=sys.stderr)
os.write(2, b"straight to stderr\\n")
try:
    import numpy
    print(numpy.array([1e308]) * 10, numpy.log(numpy.zeros(1)), numpy.zeros(1) / 0)
except ImportError:
    print("no numpy")
"""
LOUD_RULE = """
@method_of(Value)
def __mul__(self, other):
    import sys, warnings
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data * other.data, (self, other), "*")
    print("forward", file=sys.stderr)

    def _backward():
        warnings.warn("a rule that warns")
        print("backward", file=sys.stderr)
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad

    out._backward = _backward
    return out
"""
MAGIC = """
%matplotlib inline
%time sum(range(10))
!ls
from IPython.display import display, HTML, clear_output
display(HTML("<b>mine</b>"))
clear_output()
Value?
"""
OWN_CHECKS = """
from microkit import check
for exercise in ("02.mul", "02.add", "02.pow", "02.div", "02.minus"):
    report = check(exercise, Value)
print(report.passed)
assert report.score >= 0
"""

FAULTS = (
    # results that are forged where the student's code runs
    Fault("own_check", "writes a check of their own", types(CHECK, "early", False), nothing()),
    Fault(
        "patches_the_kit",
        "changes check, judge and Report",
        types(PATCH_THE_KIT, "early", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "patches_collect",
        "forges what was collected",
        types(PATCH_COLLECT, "early", False),
        at_most(5.0),
    ),
    Fault(
        "patches_helpers",
        "changes attempt, plain and Observer",
        types(PATCH_THE_HELPERS, "early", False),
        at_most(5.0),
    ),
    Fault(
        "patches_asserts",
        "changes asserts, built-in names, math and json",
        types(PATCH_ASSERTS, "late", False),
        at_most(0.0),
        stock="full marks",
    ),
    Fault(
        "hooks",
        "hooks into IPython before and after each cell",
        types(HOOKS, "first", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "syntax_transformer",
        "changes the syntax tree of each check",
        types(SYNTAX, "first", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "input_transformer",
        "changes the text of each check",
        types(INPUT, "first", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "do_execute",
        "changes how the kernel runs a cell",
        types(EXECUTE, "first", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "forged_display",
        "shows a forged result, and then raises",
        types(FORGED_DISPLAY, "mul-backward", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "writes_on_pipes",
        "writes answers on every open file",
        types(PIPE, "late", False),
        nothing(),
    ),
    Fault(
        "writes_on_pipes_right",
        "has right answers, and disturbs the talk",
        types(PIPE, "late"),
        right_and(),
    ),
    Fault("reads_pipes", "reads from every open file", types(READS_THE_PIPE, "late"), right_and()),
    Fault("at_exit", "forges a result at the very end", types(AT_EXIT, "late", False), nothing()),
    Fault("goes_on_twice", "forks, and both go on", types(TWICE, "early", False), nothing()),
    Fault(
        "goes_on_twice_right",
        "has right answers, forks, and both go on",
        types(TWICE, "late"),
        right_and(),
    ),
    # numbers, texts and classes that lie
    Fault(
        "yes_numbers",
        "hands back numbers that are equal to everything",
        answers_with(
            YES
            + gates("def slopes(name, operation, numbers):\n    return [Yes(1.0)] * len(numbers)")
        ),
        at_most(HALF),
        stock="part of the marks",
    ),
    Fault(
        "yes_results",
        "hands back results that are equal to everything",
        answers_with(
            YES
            + "\ndef install():\n    for name in ('add', 'mul', 'pow', 'truediv', 'neg', 'sub'):\n"
            "        setattr(Value, f'__{name}__', lambda *_: Yes(1.0))"
        ),
        at_most(HALF),
    ),
    Fault(
        "lying_class",
        "has a class that says yes to every question about it",
        answers_with(WATCHES_ITS_CLASS),
        nothing(),
    ),
    Fault(
        "named_after_markup",
        "names a class and an error after markup and a PASS",
        answers_with(NAMED),
        at_most(HALF, secrets=('<script>alert("fault")',)),
    ),
    Fault(
        "reads_frames",
        "looks for the answers in the frames above, and changes them",
        answers_with(READS_FRAMES),
        at_most(ONES),
        stock="part of the marks",
    ),
    Fault(
        "profiles",
        "changes answers as they are handed back",
        answers_with(MUTATES_BY_PROFILE),
        at_most(HALF),
    ),
    Fault(
        "forges_the_log",
        "writes the log of the chain by hand",
        types("", answered=False, chain_by_hand=LOG),
        at_most(1.5),
    ),
    # right numbers, from somewhere else
    Fault(
        "finished_engine",
        "works with the kit's engine",
        answers_with("Value = Finished\ndef install():\n    pass"),
        nothing(True),
        stock="full marks",
    ),
    Fault(
        "subclass",
        "makes a class of the kit's engine",
        answers_with("class Value(Finished):\n    pass\ndef install():\n    pass"),
        nothing(True),
    ),
    Fault(
        "kits_methods",
        "takes over the kit's methods",
        answers_with(
            "def install():\n    for name in ('add', 'mul', 'pow', 'truediv', 'neg', 'sub'):\n"
            "        setattr(Value, f'__{name}__', getattr(Finished, f'__{name}__'))"
        ),
        at_most(0.5),
    ),
    Fault(
        "resumes_too_much",
        "resumes after the lesson",
        answers_with("Value = resume(upto=4)\ndef install():\n    pass"),
        nothing(),
    ),
    Fault("learned_by_heart", "has a table for the practice numbers", by_heart, at_most(14.0)),
    Fault(
        "calls_the_engine",
        "calls the kit's engine in the rules",
        answers_with(CALLS_THE_ENGINE),
        at_most(HALF),
        stock="full marks",
    ),
    Fault(
        "calls_finished",
        "calls the engine that the lesson looks at",
        answers_with(CALLS_FINISHED),
        at_most(HALF),
    ),
    Fault(
        "calls_tensor",
        "calls the kit's Tensor in the rules",
        answers_with(CALLS_TENSOR),
        at_most(HALF),
    ),
    Fault("calls_torch", "calls PyTorch in the rules", answers_with(CALLS_TORCH), at_most(HALF)),
    Fault(
        "calls_the_reference",
        "calls what judges",
        answers_with(CALLS_THE_REFERENCE),
        at_most(HALF),
        stock="full marks",
    ),
    Fault(
        "asks_the_bench",
        "reads the slopes off a widget",
        answers_with(ASKS_THE_BENCH),
        at_most(HALF),
    ),
    Fault(
        "takes_what_is_lent",
        "takes the rules that checks lend",
        answers_with(TAKES_WHAT_IS_LENT),
        at_most(HALF),
    ),
    Fault(
        "keeps_what_was_lent",
        "keeps the rules that one check lends for the next",
        answers_with(KEEPS_WHAT_WAS_LENT),
        at_most(HALF),
    ),
    Fault(
        "files_what_was_lent",
        "keeps lent rules in files",
        answers_with(FILES_WHAT_WAS_LENT),
        at_most(HALF),
    ),
    Fault(
        "calls_numeric",
        "calls the kit's slope of lesson 00 in the rules",
        answers_with(CALLS_NUMERIC),
        at_most(16.0),
    ),
    Fault(
        "nudges",
        "finds every slope by nudging, in code of their own",
        answers_with(FINITE, answered=True),
        honest(None),
    ),
    Fault(
        "nudges_sideways",
        "finds every slope by a complex step, in code of their own",
        answers_with(COMPLEX, answered=True),
        honest(None),
    ),
    Fault(
        "later",
        "swaps the rules from a thread",
        types(LATER, "late", False),
        nothing(),
        stock="full marks",
    ),
    Fault(
        "when_graded",
        "has the kit's rules only when it is graded",
        answers_with(WHEN_GRADED),
        at_most(HALF),
        stock="full marks",
    ),
    # harmless, and odd
    Fault(
        "clears", "clears modules, paths and the environment", types(CLEARED, "late"), right_and()
    ),
    Fault(
        "value_deleted",
        "deletes the class at the end",
        types("del Value, check", "late"),
        right_and(True, says="when all cells have run"),
    ),
    Fault("check_is_none", "sets check to None", types("check = None", "early"), honest()),
    Fault(
        "warns",
        "has right answers, and a cell that warns in every way",
        types(LOUD, "early"),
        honest(),
    ),
    Fault(
        "rule_warns",
        "has a right rule that warns and prints to stderr",
        types("", mul_backward=LOUD_RULE),
        honest(),
    ),
    Fault("magics", "uses magics and displays", types(MAGIC, "early"), honest()),
    Fault(
        "own_checks", "calls the checks more often", types(OWN_CHECKS, "chain-by-hand"), honest()
    ),
)
