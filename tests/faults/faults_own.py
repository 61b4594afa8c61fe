"""Cheats against an instructor's own graded cells, whose asserts call what the student has made."""

from __future__ import annotations

from faults.fault import Fault, Maker, Right, beside, honest, nothing, types
from faults.own_lesson import ANSWERS, POINTS

SAYS = "says of itself"


def writes(code: str = "", **answers: str) -> Maker:
    """Return who has right answers but for these; `code` stands below them."""
    return types(code, "late", True, **answers)


def loses(*names: str) -> Right:
    """Return what is right for someone who loses the points of these checks, and no others."""
    left = float(sum(points for name, points in POINTS.items() if name not in names))
    return Right(left, left, False)


def loses_or_is_looked_at(*names: str) -> Right:
    """Return what is right where points may be paid, if a person is asked to look."""
    return Right(loses(*names).lowest, 20.0, look_above=loses(*names).lowest)


YES = """
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __len__(self): return 10
    def __iter__(self): return iter([14])
    def __getitem__(self, key): return []
    def __bool__(self): return True
    def __hash__(self): return 0
    def __float__(self): return 0.25
    def __sub__(self, other): return self
    def __abs__(self): return self
"""
NO_ANSWERS = {name: f"{name} = lambda *_: 0" for name in ANSWERS}
PATCHED = """
import builtins, math, numpy, numpy.testing
for place in (builtins, globals()):
    put = place.__setitem__ if isinstance(place, dict) else place.__dict__.__setitem__
    for name in ("abs", "len", "sum", "all", "isinstance", "zip", "range", "str"):
        put(name, lambda *_: True)
builtins.AssertionError = type("AssertionError", (BaseException,), {})
math.isclose = lambda *_, **__: True
numpy.testing.assert_allclose = lambda *_, **__: None
"""
DESK_ANSWERS = """
import gc
from microkit.course.grade.desk import things
things.Things.answer = lambda self, message: {ANSWER}
"""
FORGED = {
    "true": '{"value": True}',
    "a_thing": '{"value": ["thing", 7, True, "float"]}',
    "no_list": "7",
    "nothing": "{}",
    "an_end": '{"raised": {"kind": "KeyboardInterrupt", "own": False, "bases": '
    '["KeyboardInterrupt"], "text": "", "arguments": []}}',
    "too_deep": '{"value": __import__("functools").reduce(lambda a, _: ["list", [a]], '
    "range(900), 0)}",
    "a_wrong_array": '{"value": ["array", "O", [2**40], "AAAA"]}',
    "changes": '{"value": 9, "changed": [[0, ["list", []]], [99, 1]]}',
}
MEMORY = """
class Memory:
    __array_interface__ = {"data": (64, False), "shape": (3,), "typestr": "<f8", "version": 3}

def scaled(array):
    return Memory()
"""
SEARCHES = """
import gc, os
NEEDLE = "_".join(["seen", "by", "nobody", ""])
for thing in gc.get_objects():
    if isinstance(thing, dict):
        for value in list(thing.values()):
            if isinstance(value, str) and NEEDLE in value:
                print("found", value)
for folder, _, files in os.walk("/tmp"):
    for name in files:
        try:
            text = open(os.path.join(folder, name), errors="replace").read()
        except OSError:
            continue
        if NEEDLE in text:
            print("found", text)
"""


def own(name: str, what: str, make: Maker, expects: Right) -> Fault:
    return Fault(name, what, make, expects, "20")


OWN_FAULTS = (
    own("no_answers", "answers nothing", types("", answered=False), nothing()),
    own("wrong_answers", "has only wrong answers", writes(**NO_ANSWERS), nothing(False)),
    # What comes back says of itself that it is right.
    own(
        "says_yes",
        "returns what is equal to everything",
        writes(squares=f"{YES}\ndef squares(n):\n    return Yes()"),
        Right(0.0, 20.0, True, says=SAYS),
    ),
    own(
        "says_less",
        "returns what is less than everything",
        writes(mean=f"{YES}\ndef mean(numbers):\n    return Yes()"),
        Right(0.0, 20.0, True, says=SAYS),
    ),
    own(
        "subtracts_to_zero",
        "returns what has no distance to anything",
        writes(
            mean="class Near:\n    def __sub__(self, other): return 0.0\n"
            "def mean(numbers):\n    return Near()"
        ),
        Right(0.0, 20.0, True, says=SAYS),
    ),
    own(
        "has_no_size",
        "returns what has no size once something is taken from it",
        writes(
            mean="class Near:\n    def __sub__(self, other): return Near()\n"
            "    def __abs__(self): return 0.0\ndef mean(numbers):\n    return Near()"
        ),
        Right(0.0, 20.0, True, says=SAYS),
    ),
    own(
        "hides_its_kind",
        "returns what says yes, by the name of a harmless question",
        writes(
            squares=f"{YES}\nYes.__name__ = 'isinstance(int, type)'\n"
            "def squares(n):\n    return Yes()"
        ),
        Right(0.0, 20.0, True, says=SAYS),
    ),
    own(
        "yes_without_numbers",
        "returns what says yes where a number is wanted",
        writes(square=f"{YES}\ndef square(x):\n    return Yes()"),
        loses("square"),
    ),
    own(
        "lying_list",
        "returns a list that lies about what is in it",
        writes(
            squares="""
class Liar(list):
    def __eq__(self, other): return True
    def __len__(self): return 10
    def __iter__(self): return iter([14])
    def __getitem__(self, key): return Liar()
def squares(n):
    return Liar()
"""
        ),
        loses("squares"),
    ),
    own(
        "lying_numbers",
        "returns numbers that lie about themselves",
        writes(
            mean="""
class Liar(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def __abs__(self): return 0.0
    def __float__(self): return 0.25
    def __reduce__(self): return (float, (2.0,))
def mean(numbers):
    return Liar(7.0)
""",
            square="class Whole(int):\n    __eq__ = lambda *_: True\n    __hash__ = int.__hash__\n"
            "def square(x):\n    return Whole(4)",
        ),
        loses("mean", "square"),
    ),
    # What comes back is not always the same.
    own(
        "changes_its_mind",
        "is right for the first three calls",
        writes(square="CALLS = []\ndef square(x):\n    CALLS.append(x)\n"
               "    return x * x if len(CALLS) <= 3 else 0"),
        loses("square"),
    ),
    own(
        "knows_the_seen_tests",
        "has the answers to the tests that are seen",
        writes(square="def square(x):\n    return {3: 9, 0.5: 0.25, 2: 4}[x]"),
        loses("square"),
    ),
    own("echoes", "returns what it is given", writes(square="square = lambda x: x"),
        loses("square")),
    own(
        "only_for_the_grader",
        "is right only where it is graded",
        writes(
            square="import sys\ndef square(x):\n    frame = sys._getframe()\n"
            "    while frame:\n        if 'desk' in frame.f_code.co_filename:\n"
            "            return x * x\n        frame = frame.f_back\n    return 'not graded'"
        ),
        honest(None),
    ),
    own(
        "only_outside_of_grading",
        "is right only where it is not graded",
        writes(
            square="import os, sys\ndef square(x):\n"
            "    graded = 'HOME' not in os.environ or any('desk' in name for name in sys.modules)\n"
            "    return 0 if graded else x * x"
        ),
        loses("square"),
    ),
    own(
        "changes_the_list",
        "sorts the list that it is given",
        writes(mean="def mean(numbers):\n    numbers.sort()\n    return 2.0"),
        loses("mean"),
    ),
    own(
        "changes_the_array",
        "scales in place",
        writes(scaled="def scaled(array):\n    array /= array.max()\n    return array"),
        loses("scaled"),
    ),
    # What comes back is no plain value.
    own("generates", "returns a generator",
        writes(squares="def squares(n):\n    return (x * x for x in range(n))"),
        loses("squares")),
    own(
        "goes_on",
        "returns what never ends",
        writes(
            squares="""
class On:
    def __len__(self): return 10
    def __eq__(self, other): return True
    def __iter__(self): return iter(int, 1)
    def __getitem__(self, key): return self
def squares(n):
    return On()
"""
        ),
        loses("squares"),
    ),
    own(
        "huge",
        "returns huge values",
        writes(
            squares="def squares(n):\n    return [0] * 3_000_000",
            square="def square(x):\n    return 10 ** 100_000",
            mean="def mean(numbers):\n    return 'x' * 50_000_000",
            scaled="def scaled(array):\n    return np.zeros(10_000_000)",
        ),
        loses("squares", "square", "mean", "scaled"),
    ),
    own(
        "in_itself",
        "returns a list that is in itself",
        writes(squares="def squares(n):\n    all = []\n    all.append(all)\n    return all"),
        loses("squares"),
    ),
    own(
        "numbers_as_objects",
        "returns an array of objects",
        writes(scaled="def scaled(array):\n    return (array / array.max()).astype(object)"),
        Right(17.0, 20.0),
    ),
    own(
        "lying_objects",
        "returns an array of objects that say yes",
        writes(
            scaled=f"{YES}\ndef scaled(array):\n    return np.array([Yes()] * 3, dtype=object)"
        ),
        loses_or_is_looked_at("scaled"),
    ),
    own("reads_memory", "returns what points into memory", writes(scaled=MEMORY),
        loses("scaled")),
    own(
        "numpys_numbers",
        "has right answers of numpy's kinds",
        writes(mean="def mean(numbers):\n    return np.float32(np.mean(numbers))"),
        honest(),
    ),
    own(
        "fractions",
        "has right answers of another kind",
        writes(mean="from fractions import Fraction\ndef mean(numbers):\n"
               "    return sum(map(Fraction, numbers)) / len(numbers)"),
        honest(None),
    ),
    own(
        "calls_an_object",
        "has an object that can be called in place of a function",
        writes(square="class Square:\n    def __call__(self, x): return x * x\n"
               "    __eq__ = lambda *_: True\nsquare = Square()"),
        honest(),
    ),
    # Errors that lie, and ends.
    own(
        "own_value_error",
        "raises an error of their own with the name of Python's",
        writes(root="class ValueError(Exception): pass\ndef root(x):\n    if x < 0:\n"
               "        raise ValueError('negative')\n    return x ** 0.5"),
        loses("root"),
    ),
    own(
        "raises_ends",
        "raises what would end the check without a word",
        writes(
            root="def root(x):\n    raise KeyboardInterrupt('negative')",
            square="def square(x):\n    raise SystemExit(0)",
            mean="class OutOfTimeError(BaseException): pass\n"
            "def mean(numbers):\n    raise OutOfTimeError('4.0')",
            squares="def squares(n):\n    raise GeneratorExit",
            scaled="def scaled(array):\n    raise StopIteration('PASS')",
        ),
        loses("root", "square", "mean", "squares", "scaled"),
    ),
    own(
        "lying_error",
        "raises an error whose text never ends, and one that is a mark",
        writes(
            root="class Lie(ValueError):\n    def __str__(self):\n        while True: pass\n"
            "def root(x):\n    if x < 0:\n        raise Lie\n    return 3.0",
            square="class Lie(Exception):\n    def __str__(self): return '4.0'\n"
            "    __repr__ = __str__\ndef square(x):\n    raise Lie",
        ),
        loses("root", "square"),
    ),
    own(
        "ends_in_a_call",
        "ends the process when its things are added",
        writes(
            pair=ANSWERS["pair"].replace("return Pair(self.x +", "import os; os._exit(0)\n        "
                                         "return Pair(self.x +")
        ),
        Right(17.0, 17.0),
    ),
    own(
        "ends_in_the_middle",
        "ends the process for hidden numbers",
        writes(square="import os\ndef square(x):\n    return x * x if x >= 0 else os._exit(0)"),
        Right(16.0, 16.0),
    ),
    own(
        "stale",
        "ends the process and remembers across processes",
        writes(pair=ANSWERS["pair"].replace("return Pair(self.y, self.x)",
                                            "import os, signal; os.kill(os.getpid(), 9)")),
        Right(17.0, 17.0),
    ),
    own("loops", "never ends", writes(mean="def mean(numbers):\n    while True: pass"),
        Right(17.0, 17.0)),
    # Names and modules.
    own(
        "shadows_names",
        "has right answers, and names of Python's own for other things",
        writes("sum = 0\nlist = [1]\nabs = len = None\nmath = np = 7"),
        loses("mean", "root"),
    ),
    own(
        "names_again",
        "uses the name of an answer for something else at the end",
        writes("mean = 3.5"),
        Right(17.0, 17.0, True, says="gives it another meaning"),
    ),
    own("patches", "has no answers, and patches what asserts rest on",
        writes(PATCHED, **NO_ANSWERS), nothing()),
    own("patches_early", "patches what asserts rest on, before anything else",
        types(PATCHED, "first", True, **NO_ANSWERS), nothing()),
    own(
        "math_file",
        "hands in a file that says that everything is close",
        beside("math.py", "numpy.py", content="isclose = lambda *_: True\nsqrt = abs"),
        honest(True, finds=("shadow",)),
    ),
    own("searches", "searches for the hidden tests", types(SEARCHES, "late"),
        honest(secrets=("found for", "found assert"))),
    *(
        own(
            f"forges_{name}",
            "answers in place of the desk",
            types(DESK_ANSWERS.replace("{ANSWER}", answer), "late", False),
            Right(0.0, 4.0, look_if_paid=True),
        )
        for name, answer in FORGED.items()
    ),
)  # fmt: skip
