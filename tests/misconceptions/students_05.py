"""Students of lesson 05: one who is right, in several styles, and those with a wrong idea each."""

ENGINE = """
import math, random

class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, tuple(_prev), _op
        self._backward = lambda: None

    @staticmethod
    def wrap(x): return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = Value.wrap(other)
        out = Value(self.data + other.data, (self, other), "+")
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __sub__(self, other):
        other = Value.wrap(other)
        out = Value(self.data - other.data, (self, other), "-")
        def _backward():
            self.grad += out.grad
            other.grad -= out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = Value.wrap(other)
        out = Value(self.data * other.data, (self, other), "*")
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __truediv__(self, other):
        other = Value.wrap(other)
        out = Value(self.data / other.data, (self, other), "/")
        def _backward():
            self.grad += out.grad / other.data
            other.grad += -self.data / other.data**2 * out.grad
        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,), f"**{n}")
        def _backward():
            self.grad += n * self.data ** (n - 1) * out.grad
        out._backward = _backward
        return out

    def __neg__(self):
        out = Value(-self.data, (self,), "neg")
        def _backward():
            self.grad -= out.grad
        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")
        def _backward():
            self.grad += out.data * out.grad
        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log(self.data), (self,), "log")
        def _backward():
            self.grad += out.grad / self.data
        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), "tanh")
        def _backward():
            self.grad += (1 - out.data**2) * out.grad
        out._backward = _backward
        return out

    def sigmoid(self):
        out = Value(1 / (1 + math.exp(-self.data)), (self,), "sigmoid")
        def _backward():
            self.grad += out.data * (1 - out.data) * out.grad
        out._backward = _backward
        return out

    def relu(self):
        out = Value(max(0.0, self.data), (self,), "relu")
        def _backward():
            self.grad += (self.data > 0) * out.grad
        out._backward = _backward
        return out

    def __radd__(self, o): return self + o
    def __rmul__(self, o): return self * o
    def __rsub__(self, o): return Value.wrap(o) - self
    def __rtruediv__(self, o): return Value.wrap(o) / self

    def backward(self):
        topo, visited = [], set()
        def build(v):
            if v not in visited:
                visited.add(v)
                for c in v._prev: build(c)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo): v._backward()
"""

NETWORK = """
class Neuron:
    def __init__(self, nin, nonlin=True, rng=random):
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        self.nonlin = nonlin

    def __call__(self, x):
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return act.relu() if self.nonlin else act

    def parameters(self):
        return self.w + [self.b]

class Layer:
    def __init__(self, nin, nout, nonlin=True, rng=random):
        self.neurons = [Neuron(nin, nonlin, rng) for _ in range(nout)]

    def __call__(self, x):
        out = [n(x) for n in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]

class MLP:
    def __init__(self, nin, nouts, rng=random):
        sz = [nin] + nouts
        self.layers = [
            Layer(sz[i], sz[i + 1], nonlin=i != len(nouts) - 1, rng=rng)
            for i in range(len(nouts))
        ]

    def __call__(self, x):
        for layer in self.layers: x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

    def zero_grad(self):
        for p in self.parameters(): p.grad = 0.0
"""

RIGHT = ENGINE + NETWORK


def changed(old, new):
    """Return the whole network with one place changed: all three classes are defined anew."""
    assert NETWORK.count(old) == 1, old
    return NETWORK.replace(old, new)


_W = "self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]"
_B = "self.b = Value(0.0)"
_ACT = "act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)"
_SAY = "return act.relu() if self.nonlin else act"
_NEURONS = "self.neurons = [Neuron(nin, nonlin, rng) for _ in range(nout)]"
_OUT = "out = [n(x) for n in self.neurons]\n        return out[0] if len(out) == 1 else out"
_OF_LAYER = "return [p for n in self.neurons for p in n.parameters()]"
_OF_MLP = "return [p for layer in self.layers for p in layer.parameters()]"
_ROW = "for layer in self.layers: x = layer(x)\n        return x"

# id -> (exercise, what this student wrote)
WRONG = {
    "NN-BIAS-NOT-USED": ("05.neuron", changed(_ACT, _ACT.replace("self.b)", "Value(0.0))"))),
    "NN-ZERO-INIT": ("05.neuron", changed(_W, "self.w = [Value(0.0) for _ in range(nin)]")),
    "NN-ALIASED-WEIGHTS": ("05.neuron", changed(_W, "self.w = [Value(rng.uniform(-1, 1))] * nin")),
    "NN-EQUAL-START": (
        "05.neuron",
        changed(_W, "r = rng.gauss(0, 1); self.w = [Value(r) for _ in range(nin)]"),
    ),
    "NN-RNG-IGNORED": (
        "05.neuron",
        changed(_W, "self.w = [Value(random.random() - 0.5) for _ in range(nin)]"),
    ),
    "NN-WEIGHTS-ARE-NUMBERS": (
        "05.neuron",
        changed(_W, "self.w = [rng.uniform(-1, 1) for i in range(nin)]"),
    ),
    "NN-ALWAYS-RELU": ("05.neuron", changed(_SAY, "return act.relu()")),
    "NN-NEVER-RELU": ("05.neuron", changed(_SAY, "return act")),
    "NN-NONLIN-TURNED": ("05.neuron", changed(_SAY, "return act if self.nonlin else act.relu()")),
    "NN-TANH-FOR-RELU": ("05.neuron", changed(_SAY, "return act.tanh() if self.nonlin else act")),
    "NN-RELU-EACH": (
        "05.neuron",
        changed(
            f"{_ACT}\n        {_SAY}",
            "out = self.b\n"
            "        for wi, xi in zip(self.w, x):\n"
            "            out = out + ((wi * xi).relu() if self.nonlin else wi * xi)\n"
            "        return out.relu() if self.nonlin else out",
        ),
    ),
    "NN-BIAS-AFTER-BEND": (
        "05.neuron",
        changed(
            f"{_ACT}\n        {_SAY}",
            "act = sum(wi * xi for wi, xi in zip(self.w, x))\n"
            "        if self.nonlin: act = act.relu()\n"
            "        return act + self.b",
        ),
    ),
    "NN-BIAS-EACH": (
        "05.neuron",
        changed(_ACT, "act = sum(wi * xi + self.b for wi, xi in zip(self.w, x))"),
    ),
    "NN-BIAS-REMEMBERS": (
        "05.neuron",
        changed(
            _ACT,
            "for wi, xi in zip(self.w, x): self.b = self.b + wi * xi\n        act = self.b",
        ),
    ),
    "NN-NEURON-DETACHED": (
        "05.neuron",
        changed(
            _ACT,
            "xs = [xi.data if isinstance(xi, Value) else xi for xi in x]\n"
            "        act = Value(sum(wi.data * xi for wi, xi in zip(self.w, xs)) + self.b.data)",
        ),
    ),
    "NN-LAYER-ONE-NEURON": (
        "05.layer",
        changed(_NEURONS, "self.neurons = [Neuron(nin, nonlin, rng)] * nout"),
    ),
    "NN-LAYER-SWAPPED": (
        "05.layer",
        changed(_NEURONS, "self.neurons = [Neuron(nout, nonlin, rng) for i in range(nin)]"),
    ),
    "NN-LAYER-NONLIN-LOST": (
        "05.layer",
        changed(_NEURONS, "self.neurons = [Neuron(nin, rng=rng) for _ in range(nout)]"),
    ),
    "NN-LAYER-RNG-LOST": (
        "05.layer",
        changed(_NEURONS, "self.neurons = [Neuron(nin, nonlin) for _ in range(nout)]"),
    ),
    "NN-LAYER-FIRST-ONLY": (
        "05.layer",
        changed(_OUT, "for n in self.neurons:\n            return n(x)"),
    ),
    "NN-LAYER-ADDS": ("05.layer", changed(_OUT, "return sum(n(x) for n in self.neurons)")),
    "NN-LAYER-ROW": (
        "05.layer",
        changed(
            _OUT,
            "out, width = [], len(x)\n"
            "        for n in self.neurons:\n"
            "            y = n(x); out.append(y); x = [y] * width\n"
            "        return out",
        ),
    ),
    "NN-LAYER-DETACHED": (
        "05.layer",
        changed(_OUT, "return [Value(n(x).data) for n in self.neurons]"),
    ),
    "NN-RELU-OUTPUT": ("05.mlp", changed("nonlin=i != len(nouts) - 1", "nonlin=True")),
    "NN-ALL-LINEAR": ("05.mlp", changed("nonlin=i != len(nouts) - 1", "nonlin=False")),
    "NN-MLP-BENDS-LAST": (
        "05.mlp",
        changed("nonlin=i != len(nouts) - 1", "nonlin=i == len(nouts) - 1"),
    ),
    "NN-MLP-LAST-BY-SIZE": (
        "05.mlp",
        changed("nonlin=i != len(nouts) - 1", "nonlin=sz[i + 1] != nouts[-1]"),
    ),
    "NN-MLP-FIRST-ANSWER": (
        "05.mlp",
        changed("x = layer(x)\n        return x\n", "x = layer(x)\n        return x[0]\n"),
    ),
    "NN-MLP-SAME-INPUT": (
        "05.mlp",
        changed("sz[i], sz[i + 1]", "nin, sz[i + 1]").replace(
            _ROW, "for layer in self.layers: y = layer(x)\n        return y"
        ),
    ),
    "NN-MLP-ALWAYS-NIN": ("05.mlp", changed("sz[i], sz[i + 1]", "nin, sz[i + 1]")),
    "NN-MLP-LAST-MISSING": (
        "05.mlp",
        changed("for i in range(len(nouts))", "for i in range(len(sz) - 2)"),
    ),
    "NN-MLP-RNG-LOST": ("05.mlp", changed(", rng=rng)", ")")),
    "NN-MLP-CHANGES-SIZES": (
        "05.mlp",
        changed("sz = [nin] + nouts", "sz = nouts; sz.insert(0, nin); nouts = sz[1:]"),
    ),
    "NN-PARAMS-ARE-FLOATS": (
        "05.parameters",
        changed("return self.w + [self.b]", "return [w.data for w in self.w] + [self.b.data]"),
    ),
    "NN-PARAMS-COPIES": (
        "05.parameters",
        changed("return self.w + [self.b]", "return [Value(p.data) for p in self.w + [self.b]]"),
    ),
    "NN-PARAMS-NO-BIAS": ("05.parameters", changed("return self.w + [self.b]", "return self.w[:]")),
    "NN-PARAMS-GROW": (
        "05.parameters",
        changed("return self.w + [self.b]", "self.w.append(self.b)\n        return self.w"),
    ),
    "NN-PARAMS-NESTED": (
        "05.parameters",
        changed(
            _OF_LAYER,
            "ps = []\n        for n in self.neurons: ps.append(n.parameters())\n        return ps",
        ),
    ),
    "NN-PARAMS-FIRST-ONLY": (
        "05.parameters",
        changed(
            _OF_MLP,
            "ps = []\n"
            "        for layer in self.layers:\n"
            "            ps += layer.parameters()\n"
            "            return ps",
        ),
    ),
    "NN-PARAMS-SAME-LIST": (
        "05.parameters",
        changed(_B, f"{_B}; self.p = self.w + [self.b]").replace(
            "return self.w + [self.b]", "return self.p"
        ),
    ),
    "NN-ZERO-GRAD-REBINDS": ("05.parameters", changed("p.grad = 0.0", "p = 0.0")),
    "NN-ZERO-GRAD-DATA": ("05.parameters", changed("p.grad = 0.0", "p.data = 0.0")),
    "NN-ZERO-GRAD-BOTH": ("05.parameters", changed("p.grad = 0.0", "p.data = p.grad = 0")),
    "NN-ZERO-GRAD-NONE": ("05.parameters", changed("p.grad = 0.0", "p.grad = None")),
    "NN-ZERO-GRAD-LAST-LAYER": (
        "05.parameters",
        changed("for p in self.parameters()", "for p in self.layers[-1].parameters()"),
    ),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("NN-PARAMS-NO-BIAS", "NN-PARAMS-SAME-LIST"): (
        "05.parameters",
        changed("return self.w + [self.b]", "return self.w"),
    ),
    ("NN-ZERO-INIT", "NN-BIAS-NOT-USED"): (
        "05.neuron",
        changed(_W, "self.w = [Value(0) for _ in range(nin)]").replace(
            _ACT, "act = sum(wi * xi for wi, xi in zip(self.w, x))"
        ),
    ),
    ("NN-ALIASED-WEIGHTS", "NN-ALWAYS-RELU", "NN-BIAS-EACH"): (
        "05.neuron",
        changed(_W, "self.w = nin * [Value(rng.uniform(-1, 1))]")
        .replace(_ACT, "act = sum(wi * xi + self.b for wi, xi in zip(self.w, x))")
        .replace(_SAY, "return act.relu()"),
    ),
    ("NN-LAYER-ONE-NEURON", "NN-LAYER-DETACHED"): (
        "05.layer",
        changed(_NEURONS, "self.neurons = [Neuron(nin, nonlin, rng)] * nout").replace(
            _OUT, "return [Value(n(x).data) for n in self.neurons]"
        ),
    ),
    ("NN-RELU-OUTPUT", "NN-MLP-RNG-LOST"): (
        "05.mlp",
        changed("nonlin=i != len(nouts) - 1, rng=rng", "True"),
    ),
    ("NN-PARAMS-NO-BIAS", "NN-ZERO-GRAD-REBINDS"): (
        "05.parameters",
        changed("return self.w + [self.b]", "return list(self.w)").replace("p.grad = 0.0", "p = 0"),
    ),
    ("NN-PARAMS-NESTED", "NN-ZERO-GRAD-NONE"): (
        "05.parameters",
        changed(_OF_LAYER, "return [n.parameters() for n in self.neurons]").replace(
            "p.grad = 0.0", "p.grad = None"
        ),
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {}

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "neuron by a loop, bias last, numbers times Values": (
        "05.neuron",
        "class Neuron:\n"
        "    def __init__(self, nin, nonlin, rng):\n"
        "        self.nonlin, self.b, self.w = nonlin, Value(rng.gauss(0, 0.1)), []\n"
        "        for i in range(nin): self.w.append(Value(rng.gauss(0, nin**-0.5)))\n"
        "    def __call__(self, x):\n"
        "        s = 0\n"
        "        for i in range(len(x)): s += x[i] * self.w[i]\n"
        "        s += self.b\n"
        "        if not self.nonlin: return s\n"
        "        return s.relu()",
    ),
    "neuron with slots and a tuple of weights": (
        "05.neuron",
        "class Neuron:\n"
        "    __slots__ = ('w', 'b', 'bend')\n"
        "    def __init__(self, nin, nonlin=True, rng=None):\n"
        "        rng = rng or random\n"
        "        *w, self.b = [Value(2 * rng.random() - 1) for _ in range(nin + 1)]\n"
        "        self.w = tuple(w)\n"
        "        self.bend = Value.relu if nonlin else lambda act: act\n"
        "    def __call__(self, x):\n"
        "        return self.bend(self.b + sum(map(lambda w, xi: w * xi, self.w, x)))",
    ),
    "neuron that keeps its parameters from the start": (
        "05.neuron",
        "class Part:\n"
        "    def parameters(self): return list(self.all)\n"
        "class Neuron(Part):\n"
        "    def __init__(self, nin, nonlin=True, rng=random):\n"
        "        self.all = [Value(rng.uniform(-1, 1)) for _ in range(nin)] + [Value(0)]\n"
        "        self.w, self.b, self.nonlin = self.all[:-1], self.all[-1], nonlin\n"
        "    def __call__(self, x):\n"
        "        act = self.all[-1]\n"
        "        for w, xi in zip(self.all, x): act = act + w * xi\n"
        "        return act.relu() if self.nonlin else act",
    ),
    "neuron of the kit's own Value": ("05.neuron", "from microkit import Value" + NETWORK),
    "layer by a loop with keywords, always a list": (
        "05.layer",
        "class Layer:\n"
        "    def __init__(self, nin, nout, nonlin, rng):\n"
        "        self.units = []\n"
        "        while len(self.units) < nout:\n"
        "            self.units.append(Neuron(nin=nin, rng=rng, nonlin=nonlin))\n"
        "    def __call__(self, x): return tuple(unit(x) for unit in self.units)",
    ),
    "layer that bends its linear neurons": (
        "05.layer",
        "class Layer:\n"
        "    def __init__(self, nin, nout, nonlin=True, rng=random):\n"
        "        self.nonlin = nonlin\n"
        "        self.neurons = [Neuron(nin, False, rng) for _ in range(nout)]\n"
        "    def __call__(self, x):\n"
        "        out = [n(x) for n in self.neurons]\n"
        "        return [o.relu() for o in out] if self.nonlin else out",
    ),
    "layer with a generator of its own for each neuron": (
        "05.layer",
        "class Layer:\n"
        "    def __init__(self, nin, nout, nonlin=True, rng=random):\n"
        "        seeds = [rng.random() for _ in range(nout)]\n"
        "        self.neurons = [Neuron(nin, nonlin, random.Random(s)) for s in seeds]\n"
        "    def __call__(self, x): return [n(x) for n in self.neurons]",
    ),
    "network by zip, unwrapping one answer": (
        "05.mlp",
        "class MLP:\n"
        "    def __init__(self, nin, nouts, rng):\n"
        "        self.layers = []\n"
        "        for here, there in zip([nin, *nouts], nouts):\n"
        "            self.layers.append(Layer(here, there, True, rng))\n"
        "        self.layers[-1] = Layer(*([nin] + nouts)[-2:], False, rng)\n"
        "    def __call__(self, x):\n"
        "        for f in self.layers: x = f(x)\n"
        "        return x[0] if len(x) == 1 else x",
    ),
    "network that recurses, and bends by itself": (
        "05.mlp",
        "class MLP:\n"
        "    def __init__(self, nin, nouts, rng=random):\n"
        "        self.first = Layer(nin, nouts[0], False, rng)\n"
        "        self.rest = MLP(nouts[0], nouts[1:], rng) if nouts[1:] else None\n"
        "    def __call__(self, x):\n"
        "        out = self.first(x)\n"
        "        return self.rest([o.relu() for o in out]) if self.rest else out",
    ),
    "parameters by loops, and by generators": (
        "05.parameters",
        changed(_OF_LAYER, "return sum((n.parameters() for n in self.neurons), [])")
        .replace(
            _OF_MLP,
            "for layer in self.layers:\n"
            "            for n in layer.neurons:\n"
            "                yield from n.w\n"
            "                yield n.b",
        )
        .replace("return self.w + [self.b]", "return (*self.w, self.b)"),
    ),
    "zero_grad in every class, in the base too": (
        "05.parameters",
        "class Part:\n"
        "    def zero_grad(self):\n"
        "        for p in self.parameters(): p.grad = 0\n"
        + NETWORK.replace("class Neuron:", "class Neuron(Part):")
        .replace("class Layer:", "class Layer(Part):")
        .replace(
            "for p in self.parameters(): p.grad = 0.0",
            "for layer in self.layers: layer.zero_grad()",
        ),
    ),
    "names of their own for the parts": (
        "05.parameters",
        NETWORK.replace("self.neurons", "self.cells").replace("self.layers", "self.stack"),
    ),
}

_CLASS = "class {}:\n    def __init__(self, {}): pass\n    def __call__(self, x): pass"

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "05.neuron": _CLASS.format("Neuron", "nin, nonlin=True, rng=random"),
    "05.layer": _CLASS.format("Layer", "nin, nout, nonlin=True, rng=random"),
    "05.mlp": _CLASS.format("MLP", "nin, nouts, rng=random"),
    "05.parameters": changed("return self.w + [self.b]", "pass")
    .replace(_OF_LAYER, "pass")
    .replace(_OF_MLP, "pass")
    .replace("for p in self.parameters(): p.grad = 0.0", "pass"),
}

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
_FILL = "lambda n, w, b: ([setattr(p, 'data', d) for p, d in zip([*n.w, n.b], [*w, b])], n)[-1]"
_BACK = (
    "lambda n, x: (lambda out: (out.backward(), [out.data, n.b.data, n.b.grad]"
    " + [p.grad for p in [*n.w, *x]])[-1])(n(x))"
)
_FLAT = "(lambda out: [o.data for o in (out if isinstance(out, list) else [out])])"
SAME = {
    "05.neuron": (
        "Neuron",
        f"(lambda fill, back: ["
        # how the weights start
        " (lambda n: [len(n.w), len({id(w) for w in n.w}), len({w.data for w in n.w})])"
        "(Neuron(3, True, random.Random(5))),"
        " [w.data for w in Neuron(3, True, random.Random(5)).w]"
        " == [w.data for w in Neuron(3, True, random.Random(5)).w],"
        " (lambda r: len({w.data for n in (Neuron(2, False, r), Neuron(2, True, r)) for w in n.w}))"
        "(random.Random(6)),"
        # what it answers, and what comes back
        " [back(fill(Neuron(2, bend, random.Random(4)), w, b), [Value(i) for i in x])"
        " for bend in (True, False) for w in ([0.6, -0.9], [1.1, 0.4]) for b in (0.3, -2.5)"
        f" for x in ([2.2, 0.7], [-0.8, 1.9])]])({_FILL}, {_BACK})",
    ),
    "05.layer": (
        "Layer",
        f"[[{_FLAT}(layer(x)) for x in ([0.4, -1.7], [-2.6, 0.9], [1.1, 0.8])]"
        " for n in (1, 3, 4) for bend in (True, False)"
        " for layer in [Layer(2, n, bend, random.Random(8))]]",
    ),
    "05.mlp": (
        "MLP",
        f"[[{_FLAT}(model(x)) for x in ([0.4, -1.7, 0.2], [-2.6, 0.9, 1.4], [1.1, 0.8, -0.5])]"
        " + sizes for sizes in ([2], [6, 1], [5, 3, 2]) for seed in (3, 4)"
        " for model in [MLP(3, sizes, random.Random(seed))]]",
    ),
    "05.parameters": (
        "MLP",
        "(lambda m, own: [len(set(own) - set(m.parameters())), len(set(m.parameters()) - set(own)),"
        " len(list(m.parameters())) - len(set(m.parameters())),"
        " [setattr(p, 'grad', 2.5) for p in own][:0], m.zero_grad(), sorted({p.grad for p in own}),"
        " len({p.data for p in own}) > 2])"
        "(*(lambda m: (m, [p for layer in m.layers for p in layer.parameters()]))"
        "(MLP(3, [4, 2], random.Random(2))))",
    ),
}
