"""Students of lesson 10: one who is right, in several styles, and those with a wrong idea each."""

RIGHT = """
import numpy as np
from microkit import Tensor, data, nn, optim

def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)

def softmax_back(g, z):
    s = softmax(z)
    mean = np.sum(g * s, axis=-1, keepdims=True)
    return s * (g - mean)

def xent_back(z, y):
    n = len(y)
    wanted = np.zeros(z.shape)
    wanted[np.arange(n), y] = 1
    return (softmax(z) - wanted) / n

class Linear:
    def __init__(self, nin, nout, rng):
        self.weight = Tensor(rng.normal(0, nin**-0.5, (nin, nout)), requires_grad=True)
        self.bias = Tensor(np.zeros(nout), requires_grad=True)

    def __call__(self, x):
        return x @ self.weight + self.bias

    def parameters(self):
        return [self.weight, self.bias]

network = []

def learn(epochs=6, lr=0.2):
    rng = np.random.default_rng(1)
    (x, y), _ = data.split(*data.digits(), test=0.2, rng=10)
    hidden, last = nn.Linear(64, 24, rng=rng), nn.Linear(24, 10, rng=rng)
    sgd = optim.SGD(hidden.parameters() + last.parameters(), lr=lr, momentum=0.8)
    for _ in range(epochs):
        for images, labels in data.batches(x, y, 20, rng):
            sgd.zero_grad()
            nn.cross_entropy(last(hidden(Tensor(images)).tanh()), labels).backward()
            sgd.step()
    network[:] = [hidden, last]

def classify(images):
    if not network:
        learn()
    hidden, last = network
    return last(hidden(Tensor(images)).tanh()).numpy().argmax(1)

def conv(x, w, b):
    c, height, width = x.shape
    k = w.shape[1]
    out = np.empty((height - k + 1, width - k + 1))
    for i in range(len(out)):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[:, i:i + k, j:j + k] * w) + b
    return out

def conv_back(g, x, w):
    k = w.shape[1]
    dx = np.zeros(x.shape)
    dw = np.zeros(w.shape)
    for i in range(g.shape[0]):
        for j in range(g.shape[1]):
            dx[:, i:i + k, j:j + k] += g[i, j] * w
            dw += g[i, j] * x[:, i:i + k, j:j + k]
    return dx, dw, np.sum(g)
"""


def _softmax(*lines):
    return "10.softmax", "def softmax(z):\n    " + "\n    ".join(lines)


def _back(*lines):
    return "10.softmax_back", "def softmax_back(g, z):\n    " + "\n    ".join(lines)


def _xent(*lines):
    return "10.xent", "def xent_back(z, y):\n    " + "\n    ".join(lines)


def _linear(
    weight="Tensor(rng.uniform(-1, 1, (nin, nout)) / nin**0.5, requires_grad=True)",
    bias="Tensor(np.zeros(nout), requires_grad=True)",
    call="x @ self.weight + self.bias",
    parameters="[self.weight, self.bias]",
):
    return (
        "10.linear",
        "class Linear:\n"
        "    def __init__(self, nin, nout, rng):\n"
        f"        self.weight = {weight}\n"
        f"        self.bias = {bias}\n"
        f"    def __call__(self, x): return {call}\n"
        f"    def parameters(self): return {parameters}\n",
    )


def _classify(line, learned="learn()"):
    return (
        "10.digits",
        "def classify(images):\n"
        f"    if not network: {learned}\n"
        "    hidden, last = network\n"
        "    z = last(hidden(Tensor(images)).tanh()).numpy()\n"
        f"    {line}",
    )


def _conv(line, sides="x.shape[1] - k + 1, x.shape[2] - k + 1"):
    return (
        "10.conv",
        "def conv(x, w, b):\n"
        f"    k = w.shape[2]; H, W = {sides}\n"
        f"    return np.array([[{line} for j in range(W)] for i in range(H)])",
    )


def _conv_back(dx, dw, start="np.zeros_like(x)", give="dx, dw, g.sum()"):
    return (
        "10.conv_back",
        "def conv_back(g, x, w):\n"
        f"    k = w.shape[-1]; dx = {start}; dw = np.zeros_like(w)\n"
        "    for i in range(g.shape[0]):\n"
        "        for j in range(g.shape[1]):\n"
        "            window = x[:, i:i+k, j:j+k]\n"
        f"            {dx}\n"
        f"            {dw}\n"
        f"    return {give}",
    )


_DX, _DW = "dx[:, i:i+k, j:j+k] += g[i, j] * w", "dw += g[i, j] * window"

# id -> (exercise, what this student wrote)
WRONG = {
    "T-XENT-AXIS": _softmax(
        "e = np.exp(z - z.max(axis=0, keepdims=True))", "return e / e.sum(axis=0, keepdims=True)"
    ),
    "SOFTMAX-SUM-ALL": _softmax("e = np.exp(z - z.max())", "return e / e.sum()"),
    "SOFTMAX-NO-KEEPDIMS": _softmax("e = np.exp(z - z.max())", "return e / e.sum(axis=-1)"),
    "SOFTMAX-MAX-OF-COLUMN": _softmax(
        "e = np.exp(z - z.max(0))", "return e / e.sum(axis=-1, keepdims=True)"
    ),
    "SOFTMAX-MAX-OF-ALL": _softmax(
        "e = np.exp(z - np.max(z))", "return e / e.sum(axis=-1, keepdims=True)"
    ),
    "SOFTMAX-NO-MAX": _softmax("return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)"),
    "SOFTMAX-CHANGES-Z": _softmax(
        "z -= np.max(z, axis=-1, keepdims=True)",
        "return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)",
    ),
    "SOFTMAX-NO-EXP": _softmax("return z / z.sum(axis=-1, keepdims=True)"),
    "SOFTMAX-NO-DIVISION": _softmax("return np.exp(z - z.max(axis=-1, keepdims=True))"),
    "SOFTMAX-MINUS": _softmax(
        "e = np.exp(-z - (-z).max(axis=-1, keepdims=True))",
        "return e / e.sum(axis=-1, keepdims=True)",
    ),
    "SOFTMAX-AXIS-ONE": _softmax(
        "e = np.exp(z - z.max(axis=1, keepdims=True))", "return e / e.sum(axis=1, keepdims=True)"
    ),
    "T-SOFTMAX-DIAGONAL": _back("s = softmax(z); return g * s * (1 - s)"),
    "SOFTMAX-BACK-NO-S": _back("return g - (softmax(z) * g).sum(-1, keepdims=True)"),
    "SOFTMAX-BACK-SUM-ALL": _back("s = softmax(z)", "return s * (g - np.sum(g * s))"),
    "SOFTMAX-BACK-NO-KEEPDIMS": _back("s = softmax(z)", "return s * (g - (g * s).sum(axis=-1))"),
    "SOFTMAX-BACK-PLUS": _back(
        "s = softmax(z)", "return s * g + s * (g * s).sum(-1, keepdims=True)"
    ),
    "SOFTMAX-BACK-UNWEIGHTED": _back("s = softmax(z)", "return s * (g - g.sum(-1, keepdims=True))"),
    "SOFTMAX-BACK-NO-UPSTREAM": _back("s = softmax(z)", "return s - s ** 2"),
    "SOFTMAX-BACK-Z-FOR-S": _back("return z * (g - (g * z).sum(axis=-1, keepdims=True))"),
    "SOFTMAX-BACK-CHANGES-G": _back(
        "s = softmax(z)", "g -= (g * s).sum(axis=-1, keepdims=True)", "g *= s", "return g"
    ),
    "XENT-NO-MEAN": _xent("p = softmax(z); p[np.arange(len(y)), y] -= 1; return p"),
    "XENT-DIVIDES-FIRST": _xent("p = softmax(z) / len(y); p[np.arange(len(y)), y] -= 1; return p"),
    "XENT-DIVIDES-BY-ALL": _xent("p = softmax(z); p[np.arange(len(y)), y] -= 1; return p / z.size"),
    "XENT-DIVIDES-BY-CLASSES": _xent(
        "p = softmax(z)", "p[np.arange(len(y)), y] -= 1", "return p / len(p[0])"
    ),
    "XENT-NO-ONE-HOT": _xent("return softmax(z) / len(z)"),
    "XENT-SIGN": _xent("return (np.eye(z.shape[1])[y] - softmax(z)) / len(y)"),
    "XENT-PLUS-ONE": _xent("return (softmax(z) + np.eye(z.shape[1])[y]) / len(y)"),
    "XENT-COLUMNS": _xent("p = softmax(z)", "p[:, y] -= 1", "return p / len(y)"),
    "XENT-NO-SOFTMAX": _xent("return (z - np.eye(z.shape[1])[y]) / len(y)"),
    "XENT-OF-P": _xent("p = softmax(z)", "return -np.eye(p.shape[1])[y] / p / len(y)"),
    "XENT-RIGHT-ONLY": _xent("p = softmax(z)", "return (p - 1) * np.eye(p.shape[1])[y] / len(y)"),
    "XENT-CHANGES-Z": _xent(
        "z -= z.max(axis=-1, keepdims=True)",
        "p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)",
        "p[np.arange(len(y)), y] -= 1",
        "return p / len(y)",
    ),
    "LINEAR-NO-BIAS": _linear(call="x @ self.weight"),
    "LINEAR-ONE-BIAS": _linear(bias="Tensor([0.0], requires_grad=True)"),
    "LINEAR-BIAS-NOT-LISTED": _linear(parameters="[self.weight]"),
    "LINEAR-NUMBERS-LISTED": _linear(parameters="[p.data for p in (self.weight, self.bias)]"),
    "LINEAR-NO-GRAD": _linear(
        weight="Tensor(rng.uniform(-1, 1, (nin, nout)) / nin**0.5)", bias="Tensor(np.zeros(nout))"
    ),
    "LINEAR-DETACHED": _linear(call="Tensor(x.data.dot(self.weight.data) + self.bias.data)"),
    "LINEAR-RELU": _linear(call="(x @ self.weight + self.bias).relu()"),
    "LINEAR-EQUAL-WEIGHTS": _linear(weight="Tensor(np.ones((nin, nout)), requires_grad=True)"),
    "LINEAR-NO-SCALE": _linear(
        weight="Tensor(rng.uniform(-1, 1, (nin, nout)), requires_grad=True)"
    ),
    "LINEAR-OWN-RNG": _linear(
        weight="Tensor(np.random.default_rng(7).normal(0, nin**-0.5, (nin, nout)), "
        "requires_grad=True)"
    ),
    "DIGITS-SCORES": _classify("return z"),
    "DIGITS-AXIS": _classify("return z.argmax(0)"),
    "DIGITS-BATCH": _classify("return (z - z.max(axis=0)).argmax(axis=1)"),
    "DIGITS-UNTRAINED": _classify("return z.argmax(1)", "learn(epochs=0)"),
    "DIGITS-TOO-SHORT": _classify("return z.argmax(1)", "learn(epochs=1, lr=0.01)"),
    "CONV-FLIPPED": _conv("(x[:, i:i+k, j:j+k] * w[:, ::-1, ::-1]).sum() + b"),
    "CONV-SIDEWAYS": _conv("(x[:, i:i+k, j:j+k] * w.swapaxes(1, 2)).sum() + b"),
    "CONV-NO-BIAS": _conv("(x[:, i:i+k, j:j+k] * w).sum()"),
    "CONV-BIAS-EACH-PIXEL": _conv("np.sum(x[:, i:i+k, j:j+k] * w + b)"),
    "CONV-ONE-SHORT": _conv("(x[:, i:i+k, j:j+k] * w).sum() + b", "x.shape[1] - k, x.shape[2] - k"),
    "CONV-FIRST-CHANNEL": _conv("(x[0, i:i+k, j:j+k] * w[0]).sum() + b"),
    "CONV-MEAN": _conv("np.mean(x[:, i:i+k, j:j+k] * w) + b"),
    "CONV-STRIDE": _conv(
        "(x[:, i*k:i*k+k, j*k:j*k+k] * w).sum() + b", "x.shape[1] // k, x.shape[2] // k"
    ),
    "CONVBACK-OVERWRITE-DX": _conv_back("dx[:, i:i+k, j:j+k] = g[i, j] * w", _DW),
    "CONVBACK-OVERWRITE-DW": _conv_back(_DX, "dw = g[i, j] * window"),
    "CONVBACK-MIXED": _conv_back("dx[:, i:i+k, j:j+k] += g[i, j] * window", "dw += g[i, j] * w"),
    "CONVBACK-ORDER": _conv_back(_DX, _DW, give="dw, dx, g.sum()"),
    "CONVBACK-NO-UPSTREAM": _conv_back("dx[:, i:i+k, j:j+k] += w", "dw += window"),
    "CONVBACK-FLIPPED": _conv_back("dx[:, i:i+k, j:j+k] += g[i, j] * w[:, ::-1, ::-1]", _DW),
    "CONVBACK-DB-MEAN": _conv_back(_DX, _DW, give="dx, dw, g.mean()"),
    "CONVBACK-DB-ALL": _conv_back(_DX, _DW, give="dx, dw, g"),
    "CONVBACK-STARTS-FROM-X": _conv_back(_DX, _DW, start="np.array(x)"),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("T-XENT-AXIS", "SOFTMAX-NO-MAX"): _softmax("e = np.exp(z)", "return e / e.sum(axis=0)"),
    ("SOFTMAX-NO-DIVISION", "SOFTMAX-NO-MAX"): _softmax("return np.exp(z)"),
    ("XENT-NO-MEAN", "XENT-SIGN"): _xent("return np.eye(z.shape[1])[y] - softmax(z)"),
    ("XENT-NO-MEAN", "XENT-COLUMNS"): _xent("p = softmax(z)", "p[:, y] -= 1", "return p"),
    ("SOFTMAX-BACK-PLUS", "SOFTMAX-BACK-SUM-ALL"): _back(
        "s = softmax(z)", "return s * (g + (g * s).sum())"
    ),
    ("LINEAR-NO-GRAD", "LINEAR-BIAS-NOT-LISTED"): _linear(
        weight="Tensor(rng.uniform(-1, 1, (nin, nout)) / nin**0.5)",
        bias="Tensor(np.zeros(nout))",
        parameters="[self.weight]",
    ),
    ("CONV-FLIPPED", "CONV-NO-BIAS"): _conv("(x[:, i:i+k, j:j+k] * w[:, ::-1, ::-1]).sum()"),
    ("CONVBACK-OVERWRITE-DX", "CONVBACK-OVERWRITE-DW"): _conv_back(
        "dx[:, i:i+k, j:j+k] = g[i, j] * w", "dw = g[i, j] * window"
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {}

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "softmax with the last score of a sorted row": _softmax(
        "e = np.exp(z - np.sort(z)[..., -1:])", "return e / e.sum(axis=-1, keepdims=True)"
    ),
    "softmax by logarithms, as a lambda": (
        "10.softmax",
        "softmax = lambda z: np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))",
    ),
    "softmax in single precision": _softmax(
        "z = z.astype('float32')",
        "e = np.exp(z - z.max(axis=-1, keepdims=True))",
        "return e / e.sum(axis=-1, keepdims=True)",
    ),
    "softmax row by row in plain Python": _softmax(
        "if z.ndim > 1: return np.array([softmax(row) for row in z])",
        "e = [np.exp(score - max(z)) for score in z]",
        "return np.array([one / sum(e) for one in e])",
    ),
    "softmax_back by the whole matrix of slopes": _back(
        "out = np.empty(z.shape)",
        "for i, s in enumerate(softmax(z)):",
        "    out[i] = (np.diag(s) - np.outer(s, s)) @ g[i]",
        "return out",
    ),
    "softmax_back with einsum, and a softmax of its own": _back(
        "e = np.exp(z); s = e / e.sum(axis=1, keepdims=True)",
        "return s * g - s * np.einsum('ij,ij->i', s, g)[:, None]",
    ),
    "xent_back with a table of ones": _xent("return (softmax(z) - np.eye(z.shape[1])[y]) / len(y)"),
    "xent_back image by image": _xent(
        "out = softmax(z)",
        "for i in range(len(y)): out[i, y[i]] -= 1.0",
        "out /= z.shape[0]",
        "return out",
    ),
    "xent_back by the kit's own loss": _xent(
        "t = Tensor(z, requires_grad=True)", "nn.cross_entropy(t, y).backward()", "return t.grad"
    ),
    "linear with a row for each output": _linear(
        weight="Tensor(rng.normal(size=(nout, nin)) * nin ** -0.5, requires_grad=True)",
        call="x @ self.weight.T + self.bias",
    ),
    "linear with biases in a row, and its parameters in another order": _linear(
        bias="Tensor(np.zeros((1, nout)), requires_grad=True)",
        parameters="(self.bias, self.weight)",
    ),
    "linear as one of the kit's modules, in single precision": (
        "10.linear",
        "class Linear(nn.Module):\n"
        "    def __init__(self, nin, nout, rng):\n"
        "        draw = rng.standard_normal((nin, nout)).astype('float32') / nin ** 0.5\n"
        "        self.weight = Tensor(draw, requires_grad=True)\n"
        "        self.bias = Tensor(np.zeros(nout, 'float32'), requires_grad=True)\n"
        "        self.name = f'{nin} to {nout}'\n"
        "    def __call__(self, x): return self.bias + x.matmul(self.weight)",
    ),
    "linear with slots": (
        "10.linear",
        "class Linear:\n"
        "    __slots__ = ('weight', 'bias')\n"
        "    def __init__(self, nin, nout, rng):\n"
        "        self.weight, self.bias = (\n"
        "            Tensor(size * rng.uniform(-1, 1, shape), requires_grad=True)\n"
        "            for size, shape in (((3 / nin) ** 0.5, (nin, nout)), (0, (nout,))))\n"
        "    def __call__(self, x): return x @ self.weight + self.bias\n"
        "    def parameters(self): yield self.weight; yield self.bias",
    ),
    "classify that returns a list": _classify("return [int(label) for label in z.argmax(axis=-1)]"),
    "classify by the nearest mean digit": (
        "10.digits",
        "def classify(images):\n"
        "    (x, y), _ = data.split(*data.digits(), test=0.2, rng=10)\n"
        "    known = np.array([x[np.argsort(((x - one) ** 2).sum(1))[:3]][0] for one in images])\n"
        "    nearest = [((x - one) ** 2).sum(1).argmin() for one in known]\n"
        "    return y[nearest]",
    ),
    "conv that returns lists of numbers": (
        "10.conv",
        "def conv(x, w, b):\n"
        "    c, k, _ = w.shape\n"
        "    return [[b + sum(x[d][i + m][j + n] * w[d][m][n]\n"
        "                     for d in range(c) for m in range(k) for n in range(k))\n"
        "             for j in range(len(x[0][0]) - k + 1)] for i in range(len(x[0]) - k + 1)]",
    ),
    "conv of all windows at once": (
        "10.conv",
        "def conv(x, w, b):\n"
        "    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)[0]\n"
        "    return np.einsum('ijcmn,cmn->ij', windows, w) + b",
    ),
    "conv by whole shifted images": (
        "10.conv",
        "def conv(x, w, b):\n"
        "    k = w.shape[2]; H, W = x.shape[1] - k + 1, x.shape[2] - k + 1\n"
        "    out = np.full((H, W), float(b))\n"
        "    for i in range(k):\n"
        "        for j in range(k):\n"
        "            out += (x[:, i:i+H, j:j+W] * w[:, i, j, None, None]).sum(0)\n"
        "    return out",
    ),
    "conv_back by whole shifted images": (
        "10.conv_back",
        "def conv_back(g, x, w):\n"
        "    H, W = g.shape; k = w.shape[2]\n"
        "    dx, dw = x * 0.0, w * 0.0\n"
        "    for i in range(k):\n"
        "        for j in range(k):\n"
        "            dx[:, i:i+H, j:j+W] += g * w[:, i, j, None, None]\n"
        "            dw[:, i, j] = (g * x[:, i:i+H, j:j+W]).sum(axis=(1, 2))\n"
        "    return [dx, dw, float(g.sum())]",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "10.softmax": "def softmax(z):\n    pass",
    "10.softmax_back": "def softmax_back(g, z):\n    s = softmax(z)\n    pass",
    "10.xent": "def xent_back(z, y):\n    p = softmax(z)\n    pass",
    "10.linear": (
        "class Linear:\n"
        "    def __init__(self, nin, nout, rng):\n        pass\n"
        "    def __call__(self, x):\n        pass\n"
        "    def parameters(self):\n        pass"
    ),
    "10.digits": "def classify(images):\n    pass",
    "10.conv": "def conv(x, w, b):\n    pass",
    "10.conv_back": "def conv_back(g, x, w):\n    pass",
}

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)


def _on_arrays(call, *shapes):
    """Return text: a call on arrays of these shapes, and what the arrays hold afterwards."""
    arrays = ", ".join(f"rng.normal(size={shape})" for shape in shapes)
    return f"(lambda rng: (lambda *a: [{call}, [x.tolist() for x in a]])({arrays}))"


def _tried(*calls):
    return "[" + ", ".join(f"{call}(np.random.default_rng(3))" for call in calls) + "]"


SAME = {
    "10.softmax": (
        "softmax",
        _tried(
            _on_arrays("softmax(*a)", (2, 5)),
            _on_arrays("softmax(*a)", (3, 2, 4)),
            _on_arrays("softmax(*a)", (6,)),
            _on_arrays("softmax(a[0] + 900)", (2, 3)),
            _on_arrays("softmax(a[0] - 900)", (2, 3)),
        ),
    ),
    "10.softmax_back": (
        "softmax_back",
        _tried(
            _on_arrays("softmax_back(*a)", (3, 4), (3, 4)),
            _on_arrays("softmax_back(*a)", (2, 5), (2, 5)),
        ),
    ),
    "10.xent": (
        "xent_back",
        _tried(
            _on_arrays("xent_back(*a, np.array([1, 1, 4]))", (3, 5)),
            _on_arrays("xent_back(*a, np.array([2, 0]))", (2, 3)),
        ),
    ),
    "10.linear": (
        "Linear",
        "(lambda one, same, wide, x: [one.weight.data.shape, one(Tensor(x)).data"
        " - one(Tensor(0 * x)).data - x @ one.weight.data,"
        " len(set(one.weight.data.ravel().tolist())),"
        " round(np.log2((wide.weight.data**2).mean() * 900)),"
        " one(Tensor(0 * x)).data - one.bias.data,"
        " one.bias.data.shape, (one.weight.data == same.weight.data).all(),"
        " [[p is q for q in (one.weight, one.bias)] for p in one.parameters()],"
        " one.weight.requires_grad, one.weight._prev, one.bias._prev, one.bias.requires_grad,"
        " one.bias.data.fill(0.7), one(Tensor(0 * x)).data])"
        "(Linear(5, 3, np.random.default_rng(1)), Linear(5, 3, np.random.default_rng(1)),"
        " Linear(900, 4, np.random.default_rng(1)),"
        " np.random.default_rng(2).normal(size=(2, 5)))",
    ),
    "10.conv": (
        "conv",
        _tried(
            _on_arrays("conv(*a, 0.7)", (2, 5, 4), (2, 3, 3)),
            _on_arrays("conv(*a, -1.2)", (1, 3, 7), (1, 2, 2)),
        ),
    ),
    "10.conv_back": (
        "conv_back",
        _tried(
            _on_arrays("conv_back(*a)", (3, 2), (2, 5, 4), (2, 3, 3)),
            _on_arrays("conv_back(*a)", (2, 6), (1, 3, 7), (1, 2, 2)),
        ),
    ),
}
