"""Students of lesson 07: one who is right, in several styles, and those with a wrong idea each."""

RIGHT = """
import random

class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = params, lr, momentum
        self.velocity = [0.0 for _ in params]

    def step(self):
        for i, p in enumerate(self.params):
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data -= self.lr * self.velocity[i]

class Adam:
    def __init__(self, params, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):
        self.params, self.lr, self.b1, self.b2, self.eps = params, lr, b1, b2, eps
        self.m = [0.0 for _ in params]
        self.s = [0.0 for _ in params]
        self.t = 0

    def step(self):
        self.t += 1
        for i, p in enumerate(self.params):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * p.grad
            self.s[i] = self.b2 * self.s[i] + (1 - self.b2) * p.grad ** 2
            mean = self.m[i] / (1 - self.b1 ** self.t)
            square = self.s[i] / (1 - self.b2 ** self.t)
            p.data -= self.lr * mean / (square ** 0.5 + self.eps)

def lr_at(step, n, base):
    return base * (1 - step / n)

def dropout(xs, p, training, rng):
    if not training or p == 0:
        return xs
    ys = []
    for x in xs:
        keep = 1.0 if rng.random() >= p else 0.0
        ys.append(x * (keep / (1 - p)))
    return ys
"""


def _sgd(*lines, start="self.v = [0.0] * len(self.params)"):
    """Return an SGD whose loop over i and p has these lines."""
    body = "\n".join(f"            {line}" for line in lines)
    return (
        "class SGD:\n"
        "    def __init__(self, params, lr, momentum=0.0):\n"
        "        self.params, self.lr, self.mu = list(params), lr, momentum\n"
        f"        {start}\n"
        "    def step(self):\n"
        "        for i, p in enumerate(self.params):\n"
        f"{body}\n"
    )


M = "self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * p.grad"
S = "self.s[i] = self.b2 * self.s[i] + (1 - self.b2) * p.grad**2"
HATS = "mh = self.m[i] / (1 - self.b1**self.t); sh = self.s[i] / (1 - self.b2**self.t)"
MOVE = "p.data -= self.lr * mh / (sh**0.5 + self.eps)"
APART = "self.m = [0.0] * len(self.params); self.s = [0.0] * len(self.params)"


def _adam(*lines, start=APART, before="self.t += 1", after="pass"):
    """Return an Adam whose loop over i and p has these lines."""
    body = "\n".join(f"            {line}" for line in lines)
    return (
        "class Adam:\n"
        "    def __init__(self, params, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):\n"
        "        self.params, self.lr, self.b1, self.b2, self.eps = list(params), lr, b1, b2, eps\n"
        "        self.t = 0\n"
        f"        {start}\n"
        "    def step(self):\n"
        f"        {before}\n"
        "        for i, p in enumerate(self.params):\n"
        f"{body}\n"
        f"        {after}\n"
    )


def _dropout(coins, through="if not training or p == 0: return xs"):
    """Return a dropout that ends like this."""
    return f"def dropout(xs, p, training, rng):\n    {through}\n    {coins}"


# id -> (exercise, what this student wrote)
WRONG = {
    "OPT-MOM-SHARED": (
        "07.momentum",
        _sgd("self.v[0] = self.mu * self.v[0] + p.grad", "p.data -= self.lr * self.v[0]"),
    ),
    "OPT-MOM-LR-TWICE": (
        "07.momentum",
        _sgd("self.v[i] = self.mu * self.v[i] + self.lr * p.grad", "p.data -= self.lr * self.v[i]"),
    ),
    "OPT-MOM-FORGETS": (
        "07.momentum",
        _sgd("v = 0.0", "v = self.mu * v + p.grad", "p.data -= self.lr * v"),
    ),
    "OPT-MOM-NO-FADE": (
        "07.momentum",
        _sgd("self.v[i] += p.grad", "p.data -= self.lr * self.v[i]"),
    ),
    "OPT-MOM-SCALES-BOTH": (
        "07.momentum",
        _sgd("self.v[i] = self.mu * (self.v[i] + p.grad)", "p.data -= self.lr * self.v[i]"),
    ),
    "OPT-MOM-GRADIENT-TWICE": (
        "07.momentum",
        _sgd(
            "self.v[i] = self.mu * self.v[i] + p.grad",
            "p.data = p.data - self.lr * p.grad - self.lr * self.v[i]",
        ),
    ),
    "OPT-MOM-NESTEROV": (
        "07.momentum",
        _sgd(
            "self.v[i] = self.mu * self.v[i] + p.grad",
            "p.data -= self.lr * (p.grad + self.mu * self.v[i])",
        ),
    ),
    "OPT-MOM-LATE": (
        "07.momentum",
        _sgd("p.data -= self.lr * self.v[i]", "self.v[i] = self.mu * self.v[i] + p.grad"),
    ),
    "OPT-MOM-UPHILL": (
        "07.momentum",
        _sgd("self.v[i] = self.mu * self.v[i] - p.grad", "p.data -= self.lr * self.v[i]"),
    ),
    "OPT-MOM-CLEARS-GRAD": (
        "07.momentum",
        _sgd(
            "self.v[i] = self.mu * self.v[i] + p.grad",
            "p.data -= self.lr * self.v[i]",
            "p.grad = 0",
        ),
    ),
    "OPT-ADAM-NO-CORRECTION": ("07.adam", _adam(M, S, "mh = self.m[i]; sh = self.s[i]", MOVE)),
    "OPT-ADAM-NO-SQUARE": (
        "07.adam",
        _adam(M, "self.s[i] = self.b2 * self.s[i] + (1 - self.b2) * abs(p.grad)", HATS, MOVE),
    ),
    "OPT-ADAM-NO-ROOT": (
        "07.adam",
        _adam(M, S, HATS, "p.data -= self.lr * mh / (sh + self.eps)"),
    ),
    "OPT-SHARED-STATE": (
        "07.adam",
        _adam(M, S, HATS, MOVE, start="self.m = self.s = [0.0] * len(self.params)"),
    ),
    "OPT-ADAM-ONE-MEMORY": (
        "07.adam",
        _adam(
            "self.m = self.b1 * self.m + (1 - self.b1) * p.grad",
            "self.s = self.b2 * self.s + (1 - self.b2) * p.grad**2",
            "mh = self.m / (1 - self.b1**self.t)",
            "sh = self.s / (1 - self.b2**self.t)",
            MOVE,
            start="self.m = self.s = 0.0",
        ),
    ),
    "OPT-ADAM-COUNTS-PARAMETERS": (
        "07.adam",
        _adam("self.t += 1", M, S, HATS, MOVE, before="pass"),
    ),
    "OPT-ADAM-FROM-ZERO": (
        "07.adam",
        _adam(M, S, HATS, MOVE, before="pass", after="self.t += 1"),
    ),
    "OPT-ADAM-CORRECTION-STAYS": (
        "07.adam",
        _adam(M, S, "mh, sh = self.m[i] / (1 - self.b1), self.s[i] / (1 - self.b2)", MOVE),
    ),
    "OPT-ADAM-CORRECTED-KEPT": (
        "07.adam",
        _adam(
            M,
            S,
            "self.m[i] /= 1 - self.b1**self.t",
            "self.s[i] /= 1 - self.b2**self.t",
            "p.data -= self.lr * self.m[i] / (self.s[i]**0.5 + self.eps)",
        ),
    ),
    "OPT-ADAM-WEIGHTS": (
        "07.adam",
        _adam(
            "self.m[i] = (1 - self.b1) * self.m[i] + self.b1 * p.grad",
            "self.s[i] = (1 - self.b2) * self.s[i] + self.b2 * p.grad**2",
            HATS,
            MOVE,
        ),
    ),
    "OPT-ADAM-SUMS": (
        "07.adam",
        _adam(
            "self.m[i] = self.b1 * self.m[i] + p.grad",
            "self.s[i] = self.b2 * self.s[i] + p.grad * p.grad",
            HATS,
            MOVE,
        ),
    ),
    "OPT-ADAM-BETAS-SWAPPED": (
        "07.adam",
        _adam(
            "self.m[i] = self.b2 * self.m[i] + (1 - self.b2) * p.grad",
            "self.s[i] = self.b1 * self.s[i] + (1 - self.b1) * p.grad**2",
            "mh = self.m[i] / (1 - self.b2**self.t); sh = self.s[i] / (1 - self.b1**self.t)",
            MOVE,
        ),
    ),
    "OPT-ADAM-NO-EPS": ("07.adam", _adam(M, S, HATS, "p.data -= self.lr * mh / sh**0.5")),
    "OPT-ADAM-UPHILL": (
        "07.adam",
        _adam(M, S, HATS, "p.data += self.lr * mh / (sh**0.5 + self.eps)"),
    ),
    "OPT-ADAM-CLEARS-GRAD": ("07.adam", _adam(M, S, HATS, MOVE, "p.grad = 0.0")),
    "OPT-LR-COMPOUNDS": (
        "07.schedule",
        "def lr_at(step, n, base):\n"
        "    for k in range(1, step + 1): base = base * (1 - k / n)\n"
        "    return base",
    ),
    "OPT-LR-INTDIV": ("07.schedule", "def lr_at(step, n, base): return base * (1 - step // n)"),
    "OPT-LR-RISES": ("07.schedule", "def lr_at(step, n, base): return base * step / n"),
    "OPT-LR-NO-BASE": ("07.schedule", "def lr_at(step, n, base): return (n - step) / n"),
    "OPT-LR-ONE-AHEAD": (
        "07.schedule",
        "def lr_at(step, n, base): return base * (1 - (step + 1) / n)",
    ),
    "OPT-LR-ENDS-EARLY": (
        "07.schedule",
        "def lr_at(step, n, base): return base - base * step / (n - 1)",
    ),
    "OPT-LR-SUBTRACTS": ("07.schedule", "def lr_at(step, n, base): return base - step / n"),
    "DROPOUT-NO-SCALE": ("07.dropout", _dropout("return [x * (rng.random() >= p) for x in xs]")),
    "DROPOUT-ONE-MASK": (
        "07.dropout",
        _dropout("k = (rng.random() >= p) / (1 - p); return [x * k for x in xs]"),
    ),
    "DROPOUT-NOTHING": ("07.dropout", "def dropout(xs, p, training, rng): return xs"),
    "DROPOUT-INVERTED": (
        "07.dropout",
        _dropout("return [x * ((rng.random() <= p) / (1 - p)) for x in xs]"),
    ),
    "DROPOUT-DIVIDES-BY-P": (
        "07.dropout",
        _dropout("return [x * ((rng.random() > p) / p) for x in xs]"),
    ),
    "DROPOUT-SHRINKS": (
        "07.dropout",
        _dropout("return [x * (1 - p) if rng.random() > p else x * 0 for x in xs]"),
    ),
    "DROPOUT-ALWAYS-ON": (
        "07.dropout",
        _dropout("return [x * ((rng.random() < 1 - p) / (1 - p)) for x in xs]", through="pass"),
    ),
    "DROPOUT-TEST-SCALED": (
        "07.dropout",
        _dropout(
            "return [x * ((rng.random() >= p) / (1 - p)) for x in xs]",
            through="if not training: return [x * (1 - p) for x in xs]",
        ),
    ),
    "DROPOUT-REMOVES": (
        "07.dropout",
        _dropout("return [x / (1 - p) for x in xs if rng.random() >= p]"),
    ),
    "DROPOUT-OWN-COINS": (
        "07.dropout",
        _dropout("return [x * ((random.random() >= p) / (1 - p)) for x in xs]"),
    ),
    "DROPOUT-SAME-COINS": (
        "07.dropout",
        _dropout(
            "rng = random.Random(42); return [x * ((rng.random() >= p) / (1 - p)) for x in xs]"
        ),
    ),
    "DROPOUT-LEAVES-GRAPH": (
        "07.dropout",
        "from microkit import Value\n"
        + _dropout("return [Value(x.data * (rng.random() >= p) / (1 - p)) for x in xs]"),
    ),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("OPT-MOM-SHARED", "OPT-MOM-UPHILL"): (
        "07.momentum",
        _sgd(
            "self.v = self.mu * self.v + p.grad", "p.data += self.lr * self.v", start="self.v = 0"
        ),
    ),
    ("OPT-MOM-LR-TWICE", "OPT-MOM-NO-FADE"): (
        "07.momentum",
        _sgd("self.v[i] += self.lr * p.grad", "p.data -= self.lr * self.v[i]"),
    ),
    ("OPT-ADAM-NO-CORRECTION", "OPT-ADAM-NO-ROOT"): (
        "07.adam",
        _adam(M, S, "p.data -= self.lr * self.m[i] / (self.s[i] + self.eps)"),
    ),
    ("OPT-ADAM-NO-SQUARE", "OPT-ADAM-UPHILL", "OPT-ADAM-NO-EPS"): (
        "07.adam",
        _adam(
            M,
            "self.s[i] = self.b2 * self.s[i] + (1 - self.b2) * abs(p.grad)",
            HATS,
            "p.data += self.lr * mh / sh**0.5",
        ),
    ),
    ("OPT-LR-NO-BASE", "OPT-LR-INTDIV"): (
        "07.schedule",
        "def lr_at(step, n, base): return 1 - step // n",
    ),
    ("DROPOUT-NO-SCALE", "DROPOUT-INVERTED"): (
        "07.dropout",
        _dropout("return [x * (rng.random() < p) for x in xs]"),
    ),
    ("DROPOUT-NO-SCALE", "DROPOUT-ALWAYS-ON"): (
        "07.dropout",
        _dropout("return [x * (rng.random() >= p) for x in xs]", through="pass"),
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {
    "OPT-MOM-EMA": (
        "07.momentum",
        _sgd(
            "self.v[i] = self.mu * self.v[i] + (1 - self.mu) * p.grad",
            "p.data -= self.lr * self.v[i]",
        ),
    ),
    "OPT-ADAM-EPS-INSIDE": (
        "07.adam",
        _adam(M, S, HATS, "p.data -= self.lr * mh / ((sh + self.eps)**0.5)"),
    ),
}

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "the rate inside the velocity": (
        "07.momentum",
        _sgd("self.v[i] = self.mu * self.v[i] - self.lr * p.grad", "p.data += self.v[i]"),
    ),
    "the velocity on the parameter": (
        "07.momentum",
        "class SGD:\n"
        "    def __init__(self, params, lr, momentum):\n"
        "        self.params, self.lr, self.momentum = params, lr, momentum\n"
        "        for p in params: p.velocity = 0\n"
        "    def step(self):\n"
        "        for p in self.params:\n"
        "            p.velocity = self.momentum * p.velocity + p.grad\n"
        "            p.data = p.data - self.lr * p.velocity",
    ),
    "velocities in a dict, found by the parameter": (
        "07.momentum",
        "class SGD:\n"
        "    __slots__ = ('lr', 'mu', 'v')\n"
        "    def __init__(self, parameters, rate, mu=0):\n"
        "        self.lr, self.mu, self.v = rate, mu, {p: 0 for p in parameters}\n"
        "    def step(self):\n"
        "        for p, v in self.v.items():\n"
        "            self.v[p] = p.grad + v * self.mu\n"
        "            p.data -= self.v[p] * self.lr",
    ),
    "a function that makes an optimizer": (
        "07.momentum",
        "def SGD(params, lr, momentum=0):\n"
        "    v = [0] * len(params)\n"
        "    class Optimizer:\n"
        "        def step(self):\n"
        "            v[:] = [momentum * old + p.grad for old, p in zip(v, params)]\n"
        "            for p, new in zip(params, v): p.data -= lr * new\n"
        "    return Optimizer()",
    ),
    "the first step apart": (
        "07.momentum",
        "class SGD:\n"
        "    def __init__(self, params, lr, momentum):\n"
        "        self.params, self.lr, self.momentum, self.v = params, lr, momentum, None\n"
        "    def step(self):\n"
        "        g = [p.grad for p in self.params]\n"
        "        if self.v is None: self.v = g\n"
        "        else: self.v = [self.momentum * v + g for v, g in zip(self.v, g)]\n"
        "        for p, v in zip(self.params, self.v): p.data -= self.lr * v",
    ),
    "the plain one and a subclass": (
        "07.momentum",
        "class Plain:\n"
        "    def __init__(self, params, lr): self.params, self.lr = params, lr\n"
        "    def direction(self, i, p): return p.grad\n"
        "    def step(self):\n"
        "        for i, p in enumerate(self.params): p.data -= self.lr * self.direction(i, p)\n"
        "class SGD(Plain):\n"
        "    def __init__(self, params, lr, momentum):\n"
        "        super().__init__(params, lr); self.mu = momentum; self.v = {}\n"
        "    def direction(self, i, p):\n"
        "        self.v[i] = self.mu * self.v.get(i, 0) + p.grad\n"
        "        return self.v[i]",
    ),
    "Adam without defaults": (
        "07.adam",
        _adam(M, S, HATS, MOVE).replace("lr=0.1, b1=0.9, b2=0.999, eps=1e-8", "lr, b1, b2, eps"),
    ),
    "Adam with math and a closure": (
        "07.adam",
        "import math\n"
        "class Adam:\n"
        "    def __init__(self, params, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):\n"
        "        memory = [dict(m=0, s=0, p=p) for p in params]\n"
        "        t = 0\n"
        "        def step():\n"
        "            nonlocal t\n"
        "            t = t + 1\n"
        "            for one in memory:\n"
        "                g = one['p'].grad\n"
        "                one['m'] += (1 - b1) * (g - one['m'])\n"
        "                one['s'] += (1 - b2) * (g * g - one['s'])\n"
        "                rate = lr * math.sqrt(1 - b2 ** t) / (1 - b1 ** t)\n"
        "                room = eps * math.sqrt(1 - b2 ** t)\n"
        "                one['p'].data -= rate * one['m'] / (math.sqrt(one['s']) + room)\n"
        "        self.step = step",
    ),
    "Adam with running powers of the betas": (
        "07.adam",
        _adam(
            M,
            S,
            "mh = self.m[i] / (1 - self.left1); sh = self.s[i] / (1 - self.left2)",
            MOVE,
            start=APART + "; self.left1 = self.left2 = 1",
            before="self.left1 *= self.b1; self.left2 *= self.b2",
        ),
    ),
    "Adam on numpy arrays": (
        "07.adam",
        "import numpy as np\n"
        "class Adam:\n"
        "    def __init__(self, params, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):\n"
        "        self.params, self.args = params, (lr, b1, b2, eps)\n"
        "        self.m, self.s, self.t = np.zeros(len(params)), np.zeros(len(params)), 0\n"
        "    def step(self):\n"
        "        lr, b1, b2, eps = self.args\n"
        "        g = np.array([p.grad for p in self.params])\n"
        "        self.t += 1\n"
        "        self.m = b1 * self.m + (1 - b1) * g\n"
        "        self.s = b2 * self.s + (1 - b2) * g**2\n"
        "        mh, sh = self.m / (1 - b1**self.t), self.s / (1 - b2**self.t)\n"
        "        for p, by in zip(self.params, lr * mh / (np.sqrt(sh) + eps)): p.data -= by",
    ),
    "the schedule as a lambda": (
        "07.schedule",
        "lr_at = lambda step, n, base: (n - step) * base / n",
    ),
    "the schedule as a way to zero": (
        "07.schedule",
        "def lr_at(step, n, base):\n    used = base * step / n\n    return base - used",
    ),
    "dropout with branches": (
        "07.dropout",
        "def dropout(xs, p, training, rng):\n"
        "    if not training: return list(xs)\n"
        "    return [0 * x if rng.random() < p else x / (1 - p) for x in xs]",
    ),
    "dropout with a mask, and Values for what is dropped": (
        "07.dropout",
        "from microkit import Value\n"
        "def dropout(xs, p, training, rng):\n"
        "    mask = [training and rng.uniform(0, 1) <= p for _ in xs]\n"
        "    scale = 1 / (1 - p) if training else 1\n"
        "    return [Value(0) if drop else x * scale for x, drop in zip(xs, mask)]",
    ),
    "dropout as a tuple, with numbers for what is dropped": (
        "07.dropout",
        "def dropout(xs, p, training, rng):\n"
        "    keep = 1 - p * training\n"
        "    return tuple(x * (1 / keep) if rng.random() < keep else 0.0 for x in xs)",
    ),
    "dropout that fills the list it was given": (
        "07.dropout",
        "def dropout(xs, p, training, rng):\n"
        "    for i, x in enumerate(xs):\n"
        "        if training: xs[i] = x * ((rng.random() > p) / (1 - p))\n"
        "    return xs",
    ),
    "dropout by choices": (
        "07.dropout",
        "def dropout(xs, p, training, rng):\n"
        "    if not training or not p: return xs\n"
        "    coins = rng.choices([0, 1 / (1 - p)], weights=[p, 1 - p], k=len(xs))\n"
        "    return [x * c for x, c in zip(xs, coins)]",
    ),
    "dropout with a Value of their own": (
        "07.dropout",
        "class Value:\n"
        "    def __init__(self, data, _prev=(), _op=''):\n"
        "        self.data, self.grad, self._prev, self._op = data, 0.0, _prev, _op\n"
        "        self._backward = lambda: None\n"
        "def dropout(xs, p, training, rng):\n"
        "    if not training or p == 0: return xs\n"
        "    return [x * ((rng.random() >= p) / (1 - p)) for x in xs]",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "07.momentum": "class SGD:\n"
    "    def __init__(self, params, lr, momentum=0.0):\n"
    "        self.params, self.lr, self.momentum = list(params), lr, momentum\n"
    "        self.v = [0.0] * len(self.params)\n"
    "    def step(self):\n"
    "        pass",
    "07.adam": "class Adam:\n"
    "    def __init__(self, params, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):\n"
    "        self.params = list(params)\n"
    "    def step(self):\n"
    "        for i, p in enumerate(self.params):\n"
    "            pass",
    "07.schedule": "def lr_at(step, n, base):\n    pass",
    "07.dropout": "def dropout(xs, p, training, rng):\n    pass",
}

_P = "[type('P', (), {'data': d, 'grad': 0.0})() for d in (0.5, 2.5)]"
_WAY = (
    "(lambda ps, o: [([setattr(p, 'grad', g) for p, g in zip(ps, row)], o.step(), "
    "[p.data for p in ps] + [p.grad for p in ps])[2] for row in ROWS])"
)
_ROWS = "((1.7, -0.4), (2.6, 0.9), (-0.8, 3.3), (0.6, 0.2))"
_WALK = _WAY.replace("ROWS", _ROWS)

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
SAME = {
    "07.momentum": (
        "SGD",
        f"[(lambda ps: {_WALK}(ps, SGD(ps, 0.3, mu)))({_P}) for mu in (0.0, 0.45, 0.95)]",
    ),
    "07.adam": (
        "Adam",
        f"[(lambda ps: {_WALK}(ps, Adam(ps, 0.3, *given)))({_P})"
        " for given in ((0.5, 0.7, 1e-8), (0.9, 0.8, 0.03), (0.3, 0.999, 1e-6))]",
    ),
    "07.schedule": (
        "lr_at",
        "[lr_at(k, n, b) for k, n, b in ((0, 5, 0.3), (1, 5, 2.2), (4, 6, 0.7), (20, 20, 3))]",
    ),
    "07.dropout": (
        "dropout",
        "[dropout([1.7, -0.6], 0.4, False, random.Random(1)),"
        " dropout([1.7, -0.6], 0, True, random.Random(1)),"
        " [(len(ys), sum(y == 0 for y in ys), sorted({round(y, 6) for y in ys}))"
        " for ys in [dropout([1.9] * 90, p, True, random.Random(seed))"
        " for p in (0.1, 0.4, 0.45) for seed in (3, 4)]]]",
    ),
}
