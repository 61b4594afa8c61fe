"""Students of lesson 09: one who is right, in several styles, and those with a wrong idea each."""

RIGHT = """
import numpy as np

def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and g.shape[i] > 1:
            g = g.sum(axis=i, keepdims=True)
    return g

def add_back(g, a, b):
    return unbroadcast(g, a.shape), unbroadcast(g, b.shape)

def mul_back(g, a, b):
    return unbroadcast(g * b, a.shape), unbroadcast(g * a, b.shape)

def matmul_back(g, a, b):
    return g @ b.T, a.T @ g

def transpose_back(g, axes):
    return np.transpose(g, np.argsort(axes))

def sum_back(g, a, axis):
    return np.broadcast_to(np.expand_dims(g, axis), a.shape)

def mean_back(g, a):
    return np.full(a.shape, g / a.size)

def relu_back(g, a):
    return g * (a > 0)

def getitem_back(g, a, idx):
    out = np.zeros(a.shape)
    np.add.at(out, idx, g)
    return out

def max_back(g, a):
    largest = a == a.max()
    return g * largest / largest.sum()
"""


def _unbroadcast(front="g = g.sum(axis=0)", ones="g = g.sum(axis=i, keepdims=True)", loop="while"):
    """Return an unbroadcast that does this to the axes in front, and to those of length 1."""
    return (
        "def unbroadcast(g, shape):\n"
        f"    {loop} g.ndim > len(shape): {front}\n"
        "    for i, n in enumerate(shape):\n"
        f"        if n == 1 and g.shape[i] > 1: {ones}\n"
        "    return g"
    )


# id -> (exercise, what this student wrote)
WRONG = {
    "T-UNBROADCAST-MEAN": ("09.unbroadcast", _unbroadcast(front="g = g.mean(axis=0)")),
    "T-UNBROADCAST-LEADING-ONLY": ("09.unbroadcast", _unbroadcast(ones="pass")),
    "T-UNBROADCAST-DROPS-AXIS": ("09.unbroadcast", _unbroadcast(ones="g = g.sum(axis=i)")),
    "T-UNBROADCAST-VALUE-NOT-INDEX": (
        "09.unbroadcast",
        _unbroadcast(ones="g = g.sum(axis=n, keepdims=True)"),
    ),
    "T-UNBROADCAST-ONES-ONLY": ("09.unbroadcast", _unbroadcast(loop="if False and")),
    "T-UNBROADCAST-ONE-AXIS": ("09.unbroadcast", _unbroadcast(loop="if")),
    "T-UNBROADCAST-LAST-AXIS": ("09.unbroadcast", _unbroadcast(front="g = np.sum(g, -1)")),
    "T-UNBROADCAST-FIRST-COPY": (
        "09.unbroadcast",
        "def unbroadcast(g, shape):\n"
        "    while len(g.shape) > len(shape): g = g[0]\n"
        "    return g[tuple(slice(n) for n in shape)]",
    ),
    "T-UNBROADCAST-TOTAL": (
        "09.unbroadcast",
        "def unbroadcast(g, shape):\n"
        "    return g if g.shape == shape else np.ones(shape) * g.sum()",
    ),
    "T-NO-UNBROADCAST": ("09.add", "def add_back(g, a, b): return g, g"),
    "T-ADD-ONE-SIDE": ("09.add", "def add_back(g, a, b): return g, unbroadcast(g, b.shape)"),
    "T-ADD-SHAPES-SWAPPED": (
        "09.add",
        "def add_back(g, a, b): return unbroadcast(g, b.shape), unbroadcast(g, a.shape)",
    ),
    "T-ADD-NO-UPSTREAM": (
        "09.add",
        "def add_back(g, a, b):\n"
        "    ones = np.ones(g.shape)\n"
        "    return unbroadcast(ones, a.shape), unbroadcast(ones, b.shape)",
    ),
    "T-ADD-LIKE-MUL": (
        "09.add",
        "def add_back(g, a, b): return unbroadcast(g * b, a.shape), unbroadcast(g * a, b.shape)",
    ),
    "T-MUL-OWN": (
        "09.mul",
        "def mul_back(g, a, b): return unbroadcast(g * a, a.shape), unbroadcast(g * b, b.shape)",
    ),
    "T-MUL-NO-UNBROADCAST": ("09.mul", "def mul_back(g, a, b): return g * b, g * a"),
    "T-MUL-NO-UPSTREAM": ("09.mul", "def mul_back(g, a, b): return b, a"),
    "T-MUL-SUMS-FIRST": (
        "09.mul",
        "def mul_back(g, a, b): return b * unbroadcast(g, a.shape), a * unbroadcast(g, b.shape)",
    ),
    "T-MUL-LIKE-ADD": (
        "09.mul",
        "def mul_back(g, a, b): return unbroadcast(g, a.shape), unbroadcast(g, b.shape)",
    ),
    "T-MATMUL-NO-TRANSPOSE": ("09.matmul", "def matmul_back(g, a, b): return g @ b, a @ g"),
    "T-MATMUL-ORDER": ("09.matmul", "def matmul_back(g, a, b): return b.T @ g, g @ a.T"),
    "T-MATMUL-ELEMENTWISE": ("09.matmul", "def matmul_back(g, a, b): return g * b, g * a"),
    "T-MATMUL-SWAPPED": ("09.matmul", "def matmul_back(g, a, b): return a.T @ g, g @ b.T"),
    "T-MATMUL-A-ON-ITS-SIDE": (
        "09.matmul",
        "def matmul_back(g, a, b): return (g @ b.T).T, a.T @ g",
    ),
    "T-MATMUL-B-ON-ITS-SIDE": ("09.matmul", "def matmul_back(g, a, b): return g @ b.T, g.T @ a"),
    "T-MATMUL-NO-UPSTREAM": (
        "09.matmul",
        "def matmul_back(g, a, b):\n"
        "    one = np.ones((a.shape[0], b.shape[1]))\n"
        "    return one @ b.T, a.T @ one",
    ),
    "T-TRANSPOSE-SAME-AXES": (
        "09.transpose",
        "def transpose_back(g, axes): return np.transpose(g, axes)",
    ),
    "T-TRANSPOSE-REVERSES": ("09.transpose", "def transpose_back(g, axes): return np.transpose(g)"),
    "T-TRANSPOSE-READS-BACKWARDS": (
        "09.transpose",
        "def transpose_back(g, axes): return g.transpose(tuple(reversed(axes)))",
    ),
    "T-TRANSPOSE-RESHAPES": (
        "09.transpose",
        "def transpose_back(g, axes):\n"
        "    shape = [0] * g.ndim\n"
        "    for place, axis in enumerate(axes): shape[axis] = g.shape[place]\n"
        "    return g.reshape(shape)",
    ),
    "T-TRANSPOSE-NOTHING": ("09.transpose", "def transpose_back(g, axes): return g"),
    "T-SUM-NO-AXIS": ("09.sum", "def sum_back(g, a, axis): return np.zeros(a.shape) + g"),
    "T-SUM-LAST-AXIS": (
        "09.sum",
        "def sum_back(g, a, axis): return g[..., np.newaxis] * np.ones_like(a)",
    ),
    "T-SUM-NOT-STRETCHED": ("09.sum", "def sum_back(g, a, axis): return np.expand_dims(g, axis)"),
    "T-SUM-SHARES-OUT": (
        "09.sum",
        "def sum_back(g, a, axis):\n"
        "    return np.expand_dims(g, axis) * np.ones_like(a) / a.shape[axis]",
    ),
    "T-SUM-NO-UPSTREAM": ("09.sum", "def sum_back(g, a, axis): return np.ones(a.shape)"),
    "T-SUM-TIMES-INPUT": ("09.sum", "def sum_back(g, a, axis): return np.expand_dims(g, axis) * a"),
    "T-MEAN-NO-DIVISION": ("09.mean", "def mean_back(g, a): return g * np.ones_like(a)"),
    "T-MEAN-ROWS": ("09.mean", "def mean_back(g, a): return np.full(a.shape, g / a.shape[0])"),
    "T-MEAN-ONE-NUMBER": ("09.mean", "def mean_back(g, a): return g / a.size"),
    "T-MEAN-NO-UPSTREAM": ("09.mean", "def mean_back(g, a): return np.ones(a.shape) / a.size"),
    "T-RELU-INPLACE": ("09.relu", "def relu_back(g, a):\n    g[a < 0] = 0\n    return g"),
    "T-RELU-CHANGES-INPUT": (
        "09.relu",
        "def relu_back(g, a):\n    a[a <= 0] = 0\n    a[a > 0] = 1\n    return a * g",
    ),
    "T-RELU-LOOKS-AT-G": ("09.relu", "def relu_back(g, a): return np.maximum(g, 0)"),
    "T-RELU-TIMES-VALUE": ("09.relu", "def relu_back(g, a): return g * np.maximum(a, 0)"),
    "T-RELU-NO-UPSTREAM": ("09.relu", "def relu_back(g, a): return (a > 0).astype(float)"),
    "T-RELU-LETS-ALL-PASS": ("09.relu", "def relu_back(g, a): return g.copy()"),
    "T-GETITEM-LAST-WINS": (
        "09.getitem",
        "def getitem_back(g, a, idx):\n"
        "    out = np.zeros(a.shape)\n    out[idx] += g\n    return out",
    ),
    "T-GETITEM-ADDS-INPUT": (
        "09.getitem",
        "def getitem_back(g, a, idx):\n"
        "    out = np.array(a)\n    np.add.at(out, idx, g)\n    return out",
    ),
    "T-GETITEM-WRITES-INTO-INPUT": (
        "09.getitem",
        "def getitem_back(g, a, idx):\n    np.add.at(a, idx, g)\n    return a",
    ),
    "T-GETITEM-WHOLE-NUMBERS": (
        "09.getitem",
        "def getitem_back(g, a, idx):\n"
        "    out = np.zeros_like(a)\n    np.add.at(out, idx, g)\n    return out",
    ),
    "T-GETITEM-NOT-PUT-BACK": ("09.getitem", "def getitem_back(g, a, idx): return g"),
    "T-GETITEM-NO-UPSTREAM": (
        "09.getitem",
        "def getitem_back(g, a, idx):\n"
        "    out = np.zeros(a.shape)\n    out[idx] = 1\n    return out",
    ),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("T-UNBROADCAST-MEAN", "T-UNBROADCAST-LEADING-ONLY"): (
        "09.unbroadcast",
        _unbroadcast(front="g = g.mean(axis=0)", ones="pass"),
    ),
    ("T-UNBROADCAST-LAST-AXIS", "T-UNBROADCAST-ONE-AXIS"): (
        "09.unbroadcast",
        _unbroadcast(front="g = g.sum(axis=-1)", loop="if"),
    ),
    ("T-UNBROADCAST-ONE-AXIS", "T-UNBROADCAST-DROPS-AXIS", "T-UNBROADCAST-LAST-AXIS"): (
        "09.unbroadcast",
        _unbroadcast(front="g = g.sum(axis=-1)", ones="g = g.sum(axis=i)", loop="if"),
    ),
    ("T-MUL-OWN", "T-MUL-NO-UNBROADCAST"): ("09.mul", "def mul_back(g, a, b): return g * a, g * b"),
    ("T-MATMUL-NO-TRANSPOSE",): ("09.matmul", "def matmul_back(g, a, b): return g @ b.T, a @ g"),
    ("T-MATMUL-ORDER",): ("09.matmul", "def matmul_back(g, a, b): return g @ b.T, g @ a.T"),
    ("T-MATMUL-NO-TRANSPOSE", "T-MATMUL-SWAPPED"): (
        "09.matmul",
        "def matmul_back(g, a, b): return a @ g, g @ b",
    ),
    ("T-SUM-SHARES-OUT", "T-SUM-NOT-STRETCHED"): (
        "09.sum",
        "def sum_back(g, a, axis): return np.expand_dims(g, axis) / a.shape[axis]",
    ),
    ("T-MEAN-ROWS", "T-MEAN-ONE-NUMBER"): ("09.mean", "def mean_back(g, a): return g / len(a)"),
    ("T-GETITEM-LAST-WINS", "T-GETITEM-ADDS-INPUT"): (
        "09.getitem",
        "def getitem_back(g, a, idx):\n    out = a.copy()\n    out[idx] = g\n    return out",
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {"T-MAX-ALL-TIES": ("09.max", "def max_back(g, a): return g * (a == a.max())")}

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "unbroadcast by one sum and a reshape": (
        "09.unbroadcast",
        "def unbroadcast(g, shape):\n"
        "    padded = (1,) * (g.ndim - len(shape)) + tuple(shape)\n"
        "    axes = tuple(i for i, n in enumerate(padded) if n == 1)\n"
        "    return np.sum(g, axis=axes).reshape(shape)",
    ),
    "unbroadcast from the right, by recursion": (
        "09.unbroadcast",
        "def unbroadcast(g, shape):\n"
        "    if g.shape == shape: return g\n"
        "    if len(g.shape) > len(shape): return unbroadcast(np.add.reduce(g), shape)\n"
        "    i = max(i for i in range(len(shape)) if shape[i] != g.shape[i])\n"
        "    return unbroadcast(np.add.reduce(g, axis=i, keepdims=True), shape)",
    ),
    "unbroadcast by a product with ones, in single precision": (
        "09.unbroadcast",
        "def unbroadcast(g, shape):\n"
        "    g = g.astype(np.float32)\n"
        "    while g.ndim > len(shape): g = np.tensordot(np.ones(len(g), np.float32), g, 1)\n"
        "    for i, n in enumerate(shape):\n"
        "        if n != g.shape[i]: g = np.expand_dims(g.sum(i), i)\n"
        "    return g",
    ),
    "add as a list, by a helper": (
        "09.add",
        "def add_back(g, *inputs): return [unbroadcast(1.0 * g, x.shape) for x in inputs]",
    ),
    "mul as a lambda": (
        "09.mul",
        "mul_back = lambda g, a, b: (unbroadcast(b * g, a.shape), unbroadcast(a * g, b.shape))",
    ),
    "mul with an unbroadcast of another name": (
        "09.mul",
        "fit = unbroadcast\n"
        "def mul_back(g, a, b):\n"
        "    to_a, to_b = np.multiply(g, b), np.multiply(g, a)\n"
        "    return fit(to_a, a.shape), fit(to_b, b.shape)",
    ),
    "matmul by loops": (
        "09.matmul",
        "def matmul_back(g, a, b):\n"
        "    da, db = np.zeros(a.shape), np.zeros(b.shape)\n"
        "    for i in range(a.shape[0]):\n"
        "        for j in range(b.shape[1]):\n"
        "            for k in range(a.shape[1]):\n"
        "                da[i, k] += g[i, j] * b[k, j]\n"
        "                db[k, j] += g[i, j] * a[i, k]\n"
        "    return da, db",
    ),
    "matmul by einsum": (
        "09.matmul",
        "def matmul_back(g, a, b):\n"
        "    return np.einsum('nm,km->nk', g, b), np.einsum('nk,nm->km', a, g)",
    ),
    "matmul with the whole product on its side": (
        "09.matmul",
        "def matmul_back(g, a, b): return np.dot(b, g.T).T, (g.transpose() @ a).transpose()",
    ),
    "transpose by moving": (
        "09.transpose",
        "def transpose_back(g, axes): return np.moveaxis(g, range(len(axes)), axes)",
    ),
    "transpose by index": (
        "09.transpose",
        "def transpose_back(g, axes):\n"
        "    back = [axes.index(i) for i in range(len(axes))]\n"
        "    return g.transpose(*back)",
    ),
    "sum by repeating": (
        "09.sum",
        "def sum_back(g, a, axis): return np.stack([g] * a.shape[axis], axis=axis)",
    ),
    "sum by reshape, and ones": (
        "09.sum",
        "def sum_back(g, a, axis):\n"
        "    kept = list(a.shape); kept[axis] = 1\n"
        "    return g.reshape(kept) * np.ones_like(a)",
    ),
    "mean with ones": (
        "09.mean",
        "def mean_back(g, a): return np.ones_like(a) * g / np.prod(a.shape)",
    ),
    "mean by a loop over the lengths": (
        "09.mean",
        "def mean_back(g, a):\n"
        "    out = np.empty(a.shape)\n"
        "    count = 1\n"
        "    for n in a.shape: count *= n\n"
        "    out[...] = g / count\n"
        "    return out",
    ),
    "relu by where": ("09.relu", "def relu_back(g, a): return np.where(a > 0, g, 0)"),
    "relu on a copy": (
        "09.relu",
        "def relu_back(g, a):\n    g = g.copy()\n    g[a < 0] = 0.0\n    return g",
    ),
    "relu by the slope a / abs(a), with a warning on the way": (
        "09.relu",
        "def relu_back(g, a):\n"
        "    np.log(a); np.zeros(3) / np.zeros(3)\n"
        "    return g * (1 + np.sign(a)) / 2",
    ),
    "getitem in the message's precision": (
        "09.getitem",
        "def getitem_back(g, a, idx):\n"
        "    out = np.zeros_like(a, dtype=g.dtype)\n    np.add.at(out, idx, g)\n    return out",
    ),
    "getitem by the numbers' places": (
        "09.getitem",
        "def getitem_back(g, a, idx):\n"
        "    places = np.arange(a.size).reshape(a.shape)[idx]\n"
        "    flat = np.bincount(places.ravel(), np.ravel(g), minlength=a.size)\n"
        "    return flat.reshape(a.shape)",
    ),
    "max by picking one": (
        "09.max",
        "def max_back(g, a):\n"
        "    out = np.zeros(a.shape)\n    out.flat[a.argmax()] = g\n    return out",
    ),
    "max by picking the last": (
        "09.max",
        "def max_back(g, a):\n"
        "    out = np.zeros_like(a)\n"
        "    out[tuple(np.argwhere(a == a.max())[-1])] = g\n    return out",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "09.unbroadcast": "def unbroadcast(g, shape):\n    pass",
    "09.add": "def add_back(g, a, b):\n    pass",
    "09.mul": "def mul_back(g, a, b):\n    pass",
    "09.matmul": "def matmul_back(g, a, b):\n    pass",
    "09.transpose": "def transpose_back(g, axes):\n    pass",
    "09.sum": "def sum_back(g, a, axis):\n    pass",
    "09.mean": "def mean_back(g, a):\n    pass",
    "09.relu": "def relu_back(g, a):\n    pass",
    "09.getitem": "def getitem_back(g, a, idx):\n    pass",
    "09.max": "def max_back(g, a):\n    pass",
}

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
_W = "np.cos(np.arange(1.0, 1.0 + np.prod({0}))).reshape({0})"


def _waves(*shape):
    """Return the text of an array of this shape, of both signs."""
    return _W.format(shape)


def _changed(call, **inputs):
    """Return the text that finds what a call returns, and its inputs after it."""
    names = ", ".join(inputs)
    return f"(lambda {names}: [{call}, {names}])({', '.join(inputs.values())})"


def _each(*texts):
    return f"[{', '.join(texts)}]"


SAME = {
    "09.unbroadcast": (
        "unbroadcast",
        _each(
            *(
                _changed(f"unbroadcast(g, {short})", g=_waves(*long))
                for long, short in (
                    ((3, 5), (5,)),
                    ((2, 3, 2), (2,)),
                    ((3, 5), (3, 1)),
                    ((3, 5), (1, 5)),
                    ((2, 3, 4), (1, 4)),
                    ((2, 3, 4), (2, 1, 1)),
                    ((4, 2), (4, 2)),
                    ((1, 3), (1, 3)),
                    ((7,), (1,)),
                )
            )
        ),
    ),
    "09.add": (
        "add_back",
        _each(
            _changed("add_back(g, a, b)", g=_waves(5, 2), a=_waves(5, 2), b=_waves(2)),
            _changed("add_back(g, a, b)", g=_waves(5, 2), a=_waves(2), b=_waves(5, 1)),
            _changed("add_back(g, a, b)", g=_waves(5, 2), a=_waves(5, 2), b=_waves(5, 2)),
        ),
    ),
    "09.mul": (
        "mul_back",
        _each(
            _changed("mul_back(g, a, b)", g=_waves(5, 2), a=_waves(5, 2), b=_waves(2)),
            _changed("mul_back(g, a, b)", g=_waves(5, 2), a=_waves(2), b=_waves(5, 1)),
            _changed("mul_back(g, a, b)", g=_waves(5, 2), a=_waves(5, 2), b=_waves(5, 2)),
        ),
    ),
    "09.matmul": (
        "matmul_back",
        _each(
            _changed("matmul_back(g, a, b)", g=_waves(2, 6), a=_waves(2, 4), b=_waves(4, 6)),
            _changed("matmul_back(g, a, b)", g=_waves(4, 4), a=_waves(4, 4), b=_waves(4, 4)),
        ),
    ),
    "09.transpose": (
        "transpose_back",
        _each(
            _changed("transpose_back(g, (1, 0))", g=_waves(2, 5)),
            _changed("transpose_back(g, (1, 2, 0))", g=_waves(2, 5, 3)),
            _changed("transpose_back(g, (2, 0, 1))", g=_waves(2, 5, 3)),
        ),
    ),
    "09.sum": (
        "sum_back",
        _each(
            _changed("sum_back(g, a, 0)", g=_waves(3), a=_waves(5, 3)),
            _changed("sum_back(g, a, 1)", g=_waves(5), a=_waves(5, 3)),
            _changed("sum_back(g, a, 1)", g=_waves(2, 3), a=_waves(2, 5, 3)),
            _changed("sum_back(g, a, 2)", g=_waves(2, 5), a=_waves(2, 5, 3)),
        ),
    ),
    "09.mean": (
        "mean_back",
        _each(
            _changed("mean_back(-1.7, a)", a=_waves(5, 3)),
            _changed("mean_back(0.4, a)", a=_waves(2, 5, 3)),
        ),
    ),
    "09.relu": (
        "relu_back",
        _each(
            _changed(
                "relu_back(g, a)", g=_waves(3, 5), a="np.sin(np.arange(1.0, 16)).reshape(3, 5)"
            ),
            _changed("relu_back(g, a)", g=_waves(9), a="np.sin(np.arange(1.0, 10))"),
        ),
    ),
    "09.getitem": (
        "getitem_back",
        _each(
            _changed("getitem_back(g, a, 1)", g=_waves(2), a=_waves(5, 2)),
            _changed("getitem_back(g, a, slice(2, 5))", g=_waves(3, 2), a=_waves(5, 2)),
            _changed("getitem_back(g, a, np.array([4, 1, 4]))", g=_waves(3, 2), a=_waves(5, 2)),
        ),
    ),
}
