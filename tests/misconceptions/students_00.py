"""Students of lesson 00: one who is right, in several styles, and those with a wrong idea each."""

RIGHT = """
def slope(f, x, h=1e-5):
    left, right = f(x - h), f(x + h)
    return (right - left) / (2 * h)

def partial(f, args, i):
    def along(x):
        moved = list(args)
        moved[i] = x
        return f(*moved)
    return slope(along, args[i])

def gradient(f, args):
    slopes = []
    for i in range(len(args)):
        slopes.append(partial(f, args, i))
    return slopes

best_h = 1e-5
"""

# id -> (exercise, what this student wrote)
WRONG = {
    "SLOPE-FORWARD": ("00.slope", "def slope(f, x, h=1e-5): return (f(x + h) - f(x)) / h"),
    "SLOPE-BACKWARD": ("00.slope", "def slope(f, x, h=1e-5): return (f(x) - f(x - h)) / h"),
    "SLOPE-HALF-STEP": ("00.slope", "def slope(f, x, h=1e-5): return (f(x + h) - f(x - h)) / h"),
    "SLOPE-NO-DIVISION": ("00.slope", "def slope(f, x, h=1e-5): return f(x + h) - f(x - h)"),
    "SLOPE-SIGN": ("00.slope", "def slope(f, x, h=1e-5): return (f(x - h) - f(x + h)) / (2 * h)"),
    "SLOPE-PRECEDENCE": (
        "00.slope",
        "def slope(f, x, h=1e-5): return (f(x + h) - f(x - h)) / 2 * h",
    ),
    "SLOPE-FIXED-H": (
        "00.slope",
        "def slope(f, x, h=None): return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5",
    ),
    "SLOPE-TINY-H": (
        "00.slope",
        "def slope(f, x, h=1e-15): return (f(x + h) - f(x - h)) / (2 * h)",
    ),
    "PARTIAL-NUDGES-ALL": (
        "00.partial",
        "def partial(f, args, i): return slope(lambda t: f(*[a + t for a in args]), 0.0)",
    ),
    "PARTIAL-CHANGES-ARGS": (
        "00.partial",
        "def partial(f, args, i):\n"
        "    args[i] += 1e-5; up = f(*args)\n"
        "    args[i] -= 2e-5; return (up - f(*args)) / 2e-5",
    ),
    "PARTIAL-FORWARD": (
        "00.partial",
        "def partial(f, args, i):\n"
        "    moved = list(args); moved[i] += 1e-5\n"
        "    return (f(*moved) - f(*args)) / 1e-5",
    ),
    "PARTIAL-FIRST-ONLY": (
        "00.partial",
        "def partial(f, args, i): return slope(lambda x: f(x, *args[1:]), args[0])",
    ),
    "PARTIAL-HALF-STEP": (
        "00.partial",
        "def partial(f, args, i):\n"
        "    up, down = list(args), list(args)\n"
        "    up[i] += 1e-5; down[i] -= 1e-5\n"
        "    return (f(*up) - f(*down)) / 1e-5",
    ),
    "GRADIENT-SUM": (
        "00.gradient",
        "def gradient(f, args): return sum(partial(f, args, i) for i in range(len(args)))",
    ),
    "GRADIENT-FIRST-ONLY": (
        "00.gradient",
        "def gradient(f, args):\n    for i in range(len(args)): return partial(f, args, i)",
    ),
    "GRADIENT-LAST-MISSING": (
        "00.gradient",
        "def gradient(f, args): return [partial(f, args, i) for i in range(len(args) - 1)]",
    ),
    "BEST-H-ZERO": ("00.best_h", "best_h = 0"),
    "BEST-H-NEGATIVE": ("00.best_h", "best_h = -1e-6"),
    "BEST-H-TEXT": ("00.best_h", "best_h = '1e-5'"),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("SLOPE-FORWARD", "SLOPE-SIGN"): (
        "00.slope",
        "def slope(f, x, h=1e-5): return (f(x) - f(x + h)) / h",
    ),
    ("SLOPE-HALF-STEP", "SLOPE-SIGN"): (
        "00.slope",
        "def slope(f, x, h=1e-5): return (f(x - h) - f(x + h)) / h",
    ),
    ("PARTIAL-NUDGES-ALL", "PARTIAL-HALF-STEP"): (
        "00.partial",
        "def partial(f, args, i):\n"
        "    return (f(*[a + 1e-5 for a in args]) - f(*[a - 1e-5 for a in args])) / 1e-5",
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {}

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "slope by a loop over both sides": (
        "00.slope",
        "def slope(f, x, h=1e-5): return sum(s * f(x + s * h) for s in (1, -1)) / (2 * h)",
    ),
    "slope as a lambda": (
        "00.slope",
        "slope = lambda f, x, h=1e-6: (f(x + h) - f(x - h)) / (h + h)",
    ),
    "slope as a callable object": (
        "00.slope",
        "class Slope:\n"
        "    def __call__(self, f, x, h=1e-5): return (f(x + h) - f(x - h)) / (2 * h)\n"
        "slope = Slope()",
    ),
    "partial that moves and puts back": (
        "00.partial",
        "def partial(f, args, i):\n"
        "    before = args[i]\n"
        "    args[i] = before + 1e-5; up = f(*args)\n"
        "    args[i] = before - 1e-5; down = f(*args)\n"
        "    args[i] = before\n"
        "    return (up - down) / 2e-5",
    ),
    "gradient as a tuple": (
        "00.gradient",
        "def gradient(f, args): return tuple(partial(f, args, i) for i, _ in enumerate(args))",
    ),
    "another good nudge": ("00.best_h", "best_h = 10 ** -6"),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "00.slope": "def slope(f, x, h=1e-5):\n    pass",
    "00.partial": "def partial(f, args, i):\n    pass",
    "00.gradient": "def gradient(f, args):\n    pass",
    "00.best_h": "best_h = ...",
}

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
_F = "lambda a, b, c: a * a * b - c / b"
SAME = {
    "00.slope": (
        "slope",
        "[slope(lambda x: k * x**3 + x, p, *h) for k in (0.7, -2.2) for p in (0.3, 1.7)"
        " for h in ((0.2,), (0.03,), ())]",
    ),
    "00.partial": (
        "partial",
        f"[[partial({_F}, args, i) for i in range(3)] + args"
        " for args in ([0.4, 1.9, 2.2], [-1.2, 0.6, 3.3])]",
    ),
    "00.gradient": (
        "gradient",
        f"[list(gradient({_F}, [0.4, 1.9, 2.2])), list(gradient(lambda a: a * a, [1.3]))]",
    ),
}
