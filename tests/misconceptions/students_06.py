"""Students of lesson 06: one who is right, in several styles, and those with a wrong idea each."""

from misconceptions.students_05 import ENGINE, NETWORK

LOSSES = """
def mse(ys, ts): return sum(((y - t)**2 for y, t in zip(ys, ts)), Value(0.0)) / len(ys)
def hinge(ss, ts):
    return sum(((1 + -(s * t)).relu() for s, t in zip(ss, ts)), Value(0.0)) / len(ss)
def bce(ps, ts):
    terms = (-(p.log()*t + (1 - p).log()*(1 - t)) for p, t in zip(ps, ts))
    return sum(terms, Value(0.0)) / len(ps)
def softmax(zs):
    m = max(z.data for z in zs); es = [(z - m).exp() for z in zs]; tot = sum(es, Value(0.0))
    return [e / tot for e in es]
def cross_entropy(zs, target):
    m = max(zs, key=lambda z: z.data).data
    return (sum((z - m).exp() for z in zs).log() + m) - zs[target]
def l2(params, alpha): return sum((p*p for p in params), Value(0.0)) * alpha
"""

TRAINING = """
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.mu = list(params), lr, momentum
        self.v = [0.0] * len(self.params)

    def step(self):
        for i, p in enumerate(self.params):
            self.v[i] = self.mu * self.v[i] + p.grad
            p.data -= self.lr * self.v[i]

def train(w, target, steps=3, lr=0.1):
    hist = []
    for k in range(steps):
        loss = (w - target)**2
        w.grad = 0.0
        loss.backward()
        w.data -= lr * w.grad
        hist.append(round(loss.data, 6))
    return hist
"""

LEARN = """
def learn(points, labels, rng):
    model = MLP(2, [16, 1], rng)
    optimizer = SGD(model.parameters(), 0.5)
    order = list(range(len(points)))
    for epoch in range(40):
        rng.shuffle(order)
        for start in range(0, len(order), 10):
            batch = order[start:start + 10]
            loss = hinge([model(points[i]) for i in batch], [labels[i] for i in batch])
            model.zero_grad()
            loss.backward()
            optimizer.step()
    return model
"""

RIGHT = ENGINE + NETWORK + LOSSES + TRAINING + LEARN


def losses(old, new):
    """Return all losses with one place changed: the whole group is defined anew."""
    assert LOSSES.count(old) == 1, old
    return LOSSES.replace(old, new)


def ce(result):
    """Return a cross-entropy with this result."""
    return f"def cross_entropy(zs, target): return {result}"


def training(*places):
    """Return optimizer and loop with places changed: the whole group is defined anew."""
    code = TRAINING
    for old, new in places:
        assert code.count(old) == 1, old
        code = code.replace(old, new)
    return code


def sgd(step, start="self.params, self.lr = list(params), lr"):
    """Return an optimizer that starts and steps like this."""
    return (
        "class SGD:\n"
        f"    def __init__(self, params, lr): {start}\n"
        "    def step(self):\n"
        f"        for p in self.params: {step}"
    )


_ZERO = "        w.grad = 0.0\n"
_BACK = "        loss.backward()\n"
_LOSS = "        loss = (w - target)**2\n"
_STEP = "w.data -= lr * w.grad"
_KEEP = "hist.append(round(loss.data, 6))"

# id -> (exercise, what this student wrote)
WRONG = {
    "LOSS-MSE-NO-SQUARE": ("06.mse", losses("(y - t)**2", "(y - t)")),
    "LOSS-MSE-ABS": (
        "06.mse",
        "def mse(ys, ts):\n"
        "    costs = [y - t if y.data > t else t - y for y, t in zip(ys, ts)]\n"
        "    return sum(costs) / len(costs)",
    ),
    "LOSS-MSE-SQUARE-OF-SUM": (
        "06.mse",
        "def mse(ys, ts): return sum(y - t for y, t in zip(ys, ts))**2 / len(ys)",
    ),
    "LOSS-MSE-SQUARE-OF-MEAN": (
        "06.mse",
        "def mse(ys, ts): return (sum(y - t for y, t in zip(ys, ts)) / len(ys))**2",
    ),
    "LOSS-MSE-ROOT": (
        "06.mse",
        "def mse(ys, ts): return (sum((y - t)**2 for y, t in zip(ys, ts)) / len(ys)) ** 0.5",
    ),
    "LOSS-MSE-HALF": ("06.mse", losses("(y - t)**2", "0.5 * (y - t)**2")),
    "LOSS-MSE-ONE-PAIR": (
        "06.mse",
        "def mse(ys, ts):\n"
        "    for y, t in zip(ys, ts):\n"
        "        loss = (y - t)**2\n"
        "    return loss / len(ys)",
    ),
    "LOSS-DETACHED": (
        "06.mse",
        losses(
            "sum(((y - t)**2 for y, t in zip(ys, ts)), Value(0.0)) / len(ys)",
            "sum(((y.data - t)**2 for y, t in zip(ys, ts)), 0.0) / len(ys)",
        ),
    ),
    "LOSS-HINGE-NO-RELU": ("06.hinge", losses("(1 + -(s * t)).relu()", "(1 + -(s * t))")),
    "LOSS-HINGE-NO-MARGIN": ("06.hinge", losses("(1 + -(s * t)).relu()", "(s * -t).relu()")),
    "LOSS-HINGE-SIGN": ("06.hinge", losses("(1 + -(s * t)).relu()", "(1 + s * t).relu()")),
    "LOSS-HINGE-NO-LABEL": ("06.hinge", losses("(1 + -(s * t)).relu()", "(1 - s).relu()")),
    "LOSS-HINGE-SQUARED": (
        "06.hinge",
        losses("(1 + -(s * t)).relu()", "(1 + -(s * t)).relu()**2"),
    ),
    "LOSS-HINGE-RELU-OF-SUM": (
        "06.hinge",
        "def hinge(ss, ts): return sum(1 - s * t for s, t in zip(ss, ts)).relu() / len(ss)",
    ),
    "LOSS-BCE-SWAPPED": (
        "06.bce",
        losses("p.log()*t + (1 - p).log()*(1 - t)", "(1 - p).log()*t + p.log()*(1 - t)"),
    ),
    "LOSS-BCE-NO-MINUS": ("06.bce", losses("(-(p.log()*t", "((p.log()*t")),
    "LOSS-BCE-ONE-TERM": (
        "06.bce",
        losses("-(p.log()*t + (1 - p).log()*(1 - t))", "-(p.log()*t)"),
    ),
    "LOSS-BCE-SAME-LOG": ("06.bce", losses("(1 - p).log()", "p.log()")),
    "LOSS-BCE-ONE-MINUS-LOG": ("06.bce", losses("(1 - p).log()", "(1 - p.log())")),
    "LOSS-BCE-SIGMOID": (
        "06.bce",
        "def bce(ps, ts):\n"
        "    total = 0\n"
        "    for p, t in zip(ps, ts):\n"
        "        s = p.sigmoid()\n"
        "        total = total - (s.log() if t == 1 else (1 - s).log())\n"
        "    return total / len(ps)",
    ),
    "LOSS-L2-NO-SQUARE": ("06.l2", losses("(p*p for", "(p for")),
    "LOSS-L2-ABS": (
        "06.l2",
        "def l2(params, alpha): return alpha * sum(p if p.data > 0 else -p for p in params)",
    ),
    "LOSS-L2-SQUARE-OF-SUM": ("06.l2", "def l2(params, alpha): return alpha * sum(params)**2"),
    "LOSS-L2-NO-ALPHA": (
        "06.l2",
        losses("(p*p for p in params), Value(0.0)) * alpha", "p*p for p in params)"),
    ),
    "LOSS-L2-MEAN": ("06.l2", losses("* alpha", "* alpha / len(params)")),
    "LOSS-SOFTMAX-UNSTABLE": ("06.softmax", losses("m = max(z.data for z in zs)", "m = 0.0")),
    "LOSS-SOFTMAX-NO-EXP": (
        "06.softmax",
        "def softmax(zs): return [z / sum(zs) for z in zs]",
    ),
    "LOSS-SOFTMAX-NO-DIVISION": ("06.softmax", losses("[e / tot for e in es]", "es")),
    "LOSS-SOFTMAX-DETACHED": ("06.softmax", losses("e / tot for", "e / tot.data for")),
    "LOSS-CE-NO-MINUS": ("06.cross_entropy", ce("softmax(zs)[target].log()")),
    "LOSS-CE-NO-LOG": ("06.cross_entropy", ce("-softmax(zs)[target]")),
    "LOSS-CE-SCORES": ("06.cross_entropy", ce("-zs[target].log()")),
    "LOSS-CE-BEST-CLASS": (
        "06.cross_entropy",
        ce("-max(softmax(zs), key=lambda p: p.data).log()"),
    ),
    "LOSS-CE-ALL-CLASSES": (
        "06.cross_entropy",
        ce("-sum(p.log() for p in softmax(zs))"),
    ),
    "LOSS-CE-UNSTABLE": (
        "06.cross_entropy",
        ce("sum(z.exp() for z in zs).log() - zs[target]"),
    ),
    "LOSS-CE-FAR-APART": ("06.cross_entropy", ce("-softmax(zs)[target].log()")),
    "SGD-UPHILL": ("06.sgd", sgd("p.data = p.data + self.lr * p.grad")),
    "SGD-NO-RATE": ("06.sgd", sgd("p.data -= p.grad")),
    "SGD-SIGN-ONLY": ("06.sgd", sgd("p.data += -self.lr if p.grad > 0 else self.lr")),
    "SGD-SHRINKS-DATA": ("06.sgd", sgd("p.data -= self.lr * p.data")),
    "SGD-REPLACES-DATA": ("06.sgd", sgd("p.data = -self.lr * p.grad")),
    "SGD-REBINDS": ("06.sgd", sgd("p = p - self.lr * p.grad")),
    "SGD-FIRST-ONLY": ("06.sgd", sgd("p.data -= self.lr * p.grad; return")),
    "SGD-ONE-GRADIENT": (
        "06.sgd",
        training(("p.grad\n", "self.params[0].grad\n")),
    ),
    "SGD-GENERATOR": (
        "06.sgd",
        sgd("p.data -= self.lr * p.grad", "self.params, self.lr = params, lr"),
    ),
    "SGD-CLEARS": ("06.sgd", sgd("p.data -= self.lr * p.grad; p.grad = 0")),
    "LOOP-NO-ZERO": ("06.loop", training((_ZERO, ""))),
    "LOOP-ZERO-ONCE": (
        "06.loop",
        training((_ZERO, ""), ("hist = []\n", "hist = []; w.grad = 0.0\n")),
    ),
    "LOOP-ZERO-AFTER-BACKWARD": ("06.loop", training((_ZERO + _BACK, _BACK + _ZERO))),
    "LOOP-LOSS-OUTSIDE": (
        "06.loop",
        training((_LOSS, ""), ("    hist = []\n", "    hist = []\n    loss = (w - target)**2\n")),
    ),
    "LOOP-UPDATE-NEW-VALUE": ("06.loop", training((_STEP, "w = w - lr * w.grad"))),
    "LOOP-NO-BACKWARD": ("06.loop", training((_BACK, ""))),
    "LOOP-BY-HAND": (
        "06.loop",
        "def train(w, target, steps=3, lr=0.1):\n"
        "    hist = []\n"
        "    for _ in range(steps):\n"
        "        gap = w.data - target\n"
        "        hist.append(gap * gap)\n"
        "        w.data -= lr * 2 * gap\n"
        "    return hist",
    ),
    "LOOP-NO-STEP": ("06.loop", training((f"        {_STEP}\n", ""))),
    "LOOP-UPHILL": ("06.loop", training((_STEP, "w.data += lr * w.grad"))),
    "LOOP-NO-RATE": ("06.loop", training((_STEP, "w.data -= w.grad"))),
    "LOOP-LOSS-AFTER-STEP": (
        "06.loop",
        training((_KEEP, "loss = (w - target)**2; hist.append(loss.data)")),
    ),
    "LOOP-KEEPS-W": ("06.loop", training((_KEEP, "hist.append(w.data)"))),
    "LOOP-ONE-LOSS": ("06.loop", training((_KEEP, "hist = [loss.data]"))),
    "LEARN-NO-ZERO": ("06.learns", LEARN.replace("            model.zero_grad()\n", "")),
    "LEARN-TOO-SHORT": (
        "06.learns",
        LEARN.replace("return model", "return lambda p: model(p) if p[0] < 1.4 else -model(p)"),
    ),
    "LEARN-LINE": ("06.learns", LEARN.replace("[16, 1]", "[1]").replace("0.5", "0.1")),
    "LEARN-NOTHING": ("06.learns", LEARN.replace("SGD(model", "SGD(MLP(2, [16, 1], rng)")),
    "LEARN-TURNED": ("06.learns", LEARN.replace("[labels[i] for", "[-labels[i] for")),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("LOSS-MSE-NO-SQUARE", "LOSS-DETACHED"): (
        "06.mse",
        "def mse(ys, ts): return sum(y.data - t for y, t in zip(ys, ts)) / len(ys)",
    ),
    ("LOSS-HINGE-NO-RELU", "LOSS-DETACHED"): (
        "06.hinge",
        "def hinge(ss, ts): return Value(sum(1 - s.data * t for s, t in zip(ss, ts)) / len(ss))",
    ),
    ("LOSS-BCE-NO-MINUS", "LOSS-BCE-SAME-LOG"): (
        "06.bce",
        "def bce(ps, ts):\n"
        "    return sum(p.log()*t + p.log()*(1 - t) for p, t in zip(ps, ts)) / len(ps)",
    ),
    ("LOSS-L2-NO-ALPHA", "LOSS-L2-NO-SQUARE"): (
        "06.l2",
        "def l2(params, alpha): return sum(params)",
    ),
    ("LOSS-SOFTMAX-UNSTABLE", "LOSS-SOFTMAX-DETACHED"): (
        "06.softmax",
        "def softmax(zs):\n"
        "    exps = [z.exp() for z in zs]\n"
        "    return [e / sum(x.data for x in exps) for e in exps]",
    ),
    ("LOSS-CE-NO-MINUS", "LOSS-CE-BEST-CLASS"): (
        "06.cross_entropy",
        "def cross_entropy(zs, target): return max(softmax(zs), key=lambda p: p.data).log()",
    ),
    ("SGD-UPHILL", "SGD-NO-RATE", "SGD-CLEARS"): ("06.sgd", sgd("p.data += p.grad; p.grad = 0.0")),
    ("SGD-GENERATOR", "SGD-SIGN-ONLY"): (
        "06.sgd",
        sgd("p.data -= self.lr * (1 if p.grad > 0 else -1)", "self.params, self.lr = params, lr"),
    ),
    ("LOOP-NO-ZERO", "LOOP-KEEPS-W"): (
        "06.loop",
        training((_ZERO, ""), (_KEEP, "hist.append(w.data)")),
    ),
    ("LOOP-UPHILL", "LOOP-ONE-LOSS"): (
        "06.loop",
        training((_STEP, "w.data += lr * w.grad"), ("return hist", "return [hist[-1]]")),
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {
    "LOSS-MSE-SUM": (
        "06.mse",
        losses(
            "(y - t)**2 for y, t in zip(ys, ts)), Value(0.0)) / len(ys)",
            "(y - t)**2 for y, t in zip(ys, ts)), Value(0.0))",
        ),
    ),
    "LOSS-HINGE-SUM": (
        "06.hinge",
        "def hinge(ss, ts): return sum((1 - s * t).relu() for s, t in zip(ss, ts))",
    ),
    "LOSS-BCE-SUM": (
        "06.bce",
        "def bce(ps, ts): return -sum((p if t else 1 - p).log() for p, t in zip(ps, ts))",
    ),
    "LOOP-ZERO-LAST": ("06.loop", training((_ZERO, ""), (_KEEP, f"{_KEEP}; w.grad = 0"))),
    "LOOP-KEEPS-GRAPHS": ("06.loop", training((_KEEP, "hist.append(loss)"))),
}

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "mse by indices and a product": (
        "06.mse",
        "def mse(ys, ts):\n"
        "    total = Value(0)\n"
        "    for i in range(len(ys)):\n"
        "        gap = ys[i] - Value(ts[i])\n"
        "        total += gap * gap\n"
        "    return total / len(ts)",
    ),
    "mse with the targets first": (
        "06.mse",
        "mse = lambda ys, ts: sum((t - y)**2 / len(ys) for y, t in zip(ys, ts))",
    ),
    "hinge by a condition": (
        "06.hinge",
        "def hinge(ss, ts):\n"
        "    margins = [s * t for s, t in zip(ss, ts)]\n"
        "    return sum([1 - m for m in margins if m.data < 1], Value(0.0)) / len(ss)",
    ),
    "bce by cases": (
        "06.bce",
        "def bce(ps, ts):\n"
        "    costs = [p.log() if t == 1 else (1 - p).log() for p, t in zip(ps, ts)]\n"
        "    return -1 * sum(costs) / len(costs)",
    ),
    "bce with powers": (
        "06.bce",
        "def bce(ps, ts):\n"
        "    odds = [p**t * (1 - p) ** (1 - t) for p, t in zip(ps, ts)]\n"
        "    return -sum(o.log() for o in odds) * len(odds) ** -1",
    ),
    "l2 in a loop, alpha at each": (
        "06.l2",
        "def l2(params, alpha):\n"
        "    price = 0\n"
        "    for p in params: price = price + alpha * p**2\n"
        "    return price",
    ),
    "softmax by logs, with the largest as a Value": (
        "06.softmax",
        "def softmax(zs):\n"
        "    top = max(zs, key=lambda z: z.data)\n"
        "    lse = sum((z - top).exp() for z in zs).log() + top\n"
        "    return tuple((z - lse).exp() for z in zs)",
    ),
    "cross-entropy by log-sum-exp": (
        "06.cross_entropy",
        "def cross_entropy(zs, target):\n"
        "    top = max(z.data for z in zs)\n"
        "    return sum((z - top).exp() for z in zs).log() + top - zs[target]",
    ),
    "cross-entropy by the logs of all shares": (
        "06.cross_entropy",
        "def logs_of_shares(zs):\n"
        "    top = sorted(zs, key=lambda z: z.data)[-1]\n"
        "    logs = [z - top for z in zs]\n"
        "    return [z - sum(one.exp() for one in logs).log() for z in logs]\n"
        "def cross_entropy(zs, target): return -1 * logs_of_shares(zs)[target]",
    ),
    "SGD with a tuple and a helper": (
        "06.sgd",
        "def move(p, by): p.data = p.data - by\n"
        "class SGD:\n"
        "    __slots__ = ('params', 'rate')\n"
        "    def __init__(self, params, lr=0.01): self.params, self.rate = (*params,), lr\n"
        "    def step(self): [move(p, p.grad * self.rate) for p in self.params]",
    ),
    "loop with the optimizer and the loss of its own notebook": (
        "06.loop",
        "def train(w, target, steps=3, lr=0.1):\n"
        "    optimizer, hist = SGD([w], lr), []\n"
        "    while len(hist) < steps:\n"
        "        loss = mse([w], [target])\n"
        "        hist.append(loss.data)\n"
        "        w.grad = 0\n"
        "        loss.backward()\n"
        "        optimizer.step()\n"
        "    return hist",
    ),
    "loop with a product, zeroed first": (
        "06.loop",
        "def one_round(w, target, lr):\n"
        "    w.grad = 0.0\n"
        "    loss = (w - target) * (w - target)\n"
        "    loss.backward()\n"
        "    w.data = w.data - lr * w.grad\n"
        "    return loss.data\n"
        "def train(w, target, steps=3, lr=0.1):\n"
        "    return [one_round(w, target, lr) for _ in range(steps)]",
    ),
    "loop of the kit's own Value": ("06.loop", "from microkit import Value" + TRAINING),
    "learn with all points at once, and a label": (
        "06.learns",
        "def learn(points, labels, rng):\n"
        "    model = MLP(2, [16, 1], rng=rng)\n"
        "    optimizer = SGD(model.parameters(), lr=1.0)\n"
        "    for step in range(80):\n"
        "        scores = list(map(model, points))\n"
        "        loss = hinge(scores, labels) + l2(model.parameters(), 1e-4)\n"
        "        model.zero_grad(); loss.backward(); optimizer.step()\n"
        "    return lambda point: 1 if model(point).data > 0 else -1",
    ),
    "learn with layers and a loop of its own": (
        "06.learns",
        "def learn(points, labels, rng):\n"
        "    first, second = Layer(2, 12, True, rng), Layer(12, 1, False, rng)\n"
        "    params = first.parameters() + second.parameters()\n"
        "    for step in range(600):\n"
        "        i = rng.randrange(len(points))\n"
        "        score = second(first(points[i]))\n"
        "        loss = (1 - score * labels[i]).relu()\n"
        "        for p in params: p.grad = 0.0\n"
        "        loss.backward()\n"
        "        for p in params: p.data -= 0.1 * p.grad\n"
        "    return lambda point: second(first(point))",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "06.mse": "def mse(ys, ts):\n    pass",
    "06.hinge": "def hinge(ss, ts):\n    pass",
    "06.bce": "def bce(ps, ts):\n    pass",
    "06.l2": "def l2(params, alpha):\n    pass",
    "06.softmax": "def softmax(zs):\n    pass",
    "06.cross_entropy": "def cross_entropy(zs, target):\n    pass",
    "06.sgd": "class SGD:\n    def __init__(self, params, lr): pass\n    def step(self): pass",
    "06.loop": "def train(w, target, steps=3, lr=0.1):\n    pass",
    "06.learns": "def learn(points, labels, rng):\n    pass",
}

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
_LOSS = (
    "[(out.backward(), [out.data, [v.grad for v in values]])[-1]"
    " for numbers, ts in {cases} for values in [[Value(x) for x in numbers]] for out in [{loss}]]"
)
_BY_PAIRS = _LOSS.format(
    cases="(([0.7, -1.1], [1, -1]), ([1.9, 0.4, -0.6], [-1, 1, -1]), ([-2.2, 3.1], [1, 1]))",
    loss="{}(values, ts)",
)
SAME = {
    "06.mse": ("mse", _BY_PAIRS.format("mse")),
    "06.hinge": ("hinge", _BY_PAIRS.format("hinge")),
    "06.bce": (
        "bce",
        _LOSS.format(
            cases="(([0.7, 0.45], [1, 0]), ([0.05, 0.3, 0.95], [0, 0, 1]))", loss="bce(values, ts)"
        ),
    ),
    "06.l2": (
        "l2",
        _LOSS.format(cases="(([0.7, -1.1], 0.6), ([1.9, 0.4, -0.6], 2.5))", loss="l2(values, ts)"),
    ),
    "06.softmax": (
        "softmax",
        _LOSS.format(
            cases="(([0.7, -1.1], 1), ([1.9, 0.4, -0.6], 2), ([990, 991.5], 0))",
            loss="softmax(values)[ts]",
        ),
    ),
    "06.cross_entropy": (
        "cross_entropy",
        _LOSS.format(
            cases="(([0.7, -1.1], 1), ([1.9, 0.4, -0.6], 2), ([990, 991.5], 0), ([5, 905], 0))",
            loss="cross_entropy(values, ts)",
        ),
    ),
    "06.sgd": (
        "SGD",
        "[[optimizer.step() for _ in range(2)] and [(p.data, p.grad) for p in params]"
        " for lr in (0.4, 0.07) for kind in (list, iter)"
        " for params in [[Value(x) for x in (0.9, -3.4, 70.0)]]"
        " for _ in [[setattr(p, 'grad', g) for p, g in zip(params, (2.5, -0.2, 8.1))]]"
        " for optimizer in [SGD(kind(params), lr)]]",
    ),
    "06.loop": (
        "train",
        "[[round(h, 1) for h in train(w, t, n, lr)] + [w.data, bool(w.grad)]"
        " for n in (1, 2, 4) for lr in (0.13, 0.4) for t in (-41.7, 92.4) for w in [Value(20.6)]"
        " for w.grad in (0.0, 3.1)]",
    ),
}
