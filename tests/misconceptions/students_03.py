"""Students of lesson 03: one who is right, in several styles, and those with a wrong idea each.

Many of the wrong ways back also leave out what the contract asks for: that nodes in between start
from zero. They must be told first what they are named after.
"""

ENGINE = """
from microkit.course import method_of

class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op
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

    def __mul__(self, other):
        other = Value.wrap(other)
        out = Value(self.data * other.data, (self, other), "*")
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
"""
RIGHT = (
    ENGINE
    + """
def topological_order(root):
    order, done, stack = [], set(), [root]
    while stack:
        node = stack[-1]
        waiting = [p for p in node._prev if p not in done]
        for p in waiting:
            stack.append(p)
        if not waiting:
            stack.pop()
            if node not in done:
                done.add(node)
                order.append(node)
    return order

@method_of(Value)
def backward(self):
    order = topological_order(self)
    for node in order:
        if node._prev:
            node.grad = 0.0
    self.grad = 1.0
    for node in reversed(order):
        node._backward()

def zero_grad(nodes):
    for node in nodes:
        node.grad = 0.0

exposed_by = {
    "two": "diamond", "one": "twice", "five": "two losses", "four": "twins", "three": "detour",
}
"""
)


def _method(*lines: str) -> str:
    return "\n    ".join(("@method_of(Value)\ndef backward(self):", *lines)) + "\n"


_BUILD = (
    "topo, visited = [], set()",
    "def build(v):",
    "    if v not in visited:",
    "        visited.add(v)",
    "        for c in v._prev: build(c)",
    "        topo.append(v)",
    "build(self)",
)
_CLEAR = ("for v in topo:", "    if v._prev: v.grad = 0.0")
_FIRE = ("for v in reversed(topo): v._backward()",)


def _function(*lines: str) -> str:
    return "\n    ".join(("def topological_order(root):", *lines)) + "\n"


def _visit(*lines: str, end: str = "order") -> str:
    return _function(
        "order, seen = [], set()",
        "def visit(node):",
        *("    " + line for line in lines),
        "visit(root)",
        f"return {end}",
    )


# id -> (exercise, what this student wrote)
WRONG = {
    "ORDER-ROOT-FIRST": (
        "03.order",
        _visit(
            "if node not in seen:",
            "    seen.add(node)",
            "    for p in node._prev: visit(p)",
            "    order.insert(0, node)",
        )
        + _method(
            "order = topological_order(self)",
            "for node in order:",
            "    if len(node._prev): node.grad = 0.0",
            "self.grad = 1.0",
            "for node in order: node._backward()",
        ),
    ),
    "ORDER-PREORDER": (
        "03.order",
        _visit(
            "if node not in seen:",
            "    seen.add(node)",
            "    order.append(node)",
            "    for p in node._prev: visit(p)",
            end="list(reversed(order))",
        ),
    ),
    "ORDER-LEVELS": (
        "03.order",
        _function(
            "from collections import deque",
            "order, queue = [], deque([root])",
            "while queue:",
            "    node = queue.popleft()",
            "    if node in order: continue",
            "    order.append(node)",
            "    queue.extend(node._prev)",
            "return order[::-1]",
        ),
    ),
    "ORDER-NO-NOTE": (
        "03.order",
        _visit("for p in node._prev: visit(p)", "order.append(node)"),
    ),
    "ORDER-BY-NUMBER": (
        "03.order",
        _visit(
            "if node.data in seen: return",
            "seen.add(node.data)",
            "for p in node._prev: visit(p)",
            "order.append(node)",
        ),
    ),
    "ORDER-NO-LEAVES": (
        "03.order",
        _visit(
            "if node in seen or not node._prev: return",
            "seen.add(node)",
            "for p in node._prev: visit(p)",
            "order.append(node)",
        ),
    ),
    "ORDER-NO-ROOT": (
        "03.order",
        _visit(
            "for p in node._prev:",
            "    if p not in seen:",
            "        seen.add(p)",
            "        visit(p)",
            "        order.append(p)",
        ),
    ),
    "ORDER-NUMBERS": (
        "03.order",
        _visit(
            "if node not in seen:",
            "    seen.add(node)",
            "    for p in node._prev: visit(p)",
            "    order.append(node.data)",
        ),
    ),
    "ORDER-ONE-PARENT": (
        "03.order",
        _function(
            "order = [root]",
            "while order[0]._prev:",
            "    order.insert(0, order[0]._prev[0])",
            "return order",
        ),
    ),
    "ORDER-ONE-STEP": (
        "03.order",
        _function("return list(dict.fromkeys(root._prev)) + [root]"),
    ),
    "ORDER-KEEPS-LIST": (
        "03.order",
        "def topological_order(root, order=[], seen=set()):\n"
        "    if root not in seen:\n"
        "        seen.add(root)\n"
        "        for p in root._prev: topological_order(p, order, seen)\n"
        "        order.append(root)\n"
        "    return order\n",
    ),
    "NO-SEED": ("03.backward", _method(*_BUILD, *_FIRE)),
    "SEED-DATA": ("03.backward", _method(*_BUILD, "self.grad = self.data", *_FIRE)),
    "NOT-REVERSED": (
        "03.backward",
        _method(*_BUILD, "self.grad = 1.0", "for v in topo: v._backward()"),
    ),
    "PREORDER": (
        "03.backward",
        _method(
            "topo, visited = [], set()",
            "def build(v):",
            "    if v not in visited:",
            "        visited.add(v)",
            "        topo.append(v)",
            "        for c in v._prev: build(c)",
            "build(self)",
            "self.grad = 1.0",
            "for v in topo: v._backward()",
        ),
    ),
    "RECURSE-NO-TOPO": (
        "03.backward",
        "@method_of(Value)\n"
        "def backward(self, root=True):\n"
        "    if root: self.grad = 1.0\n"
        "    self._backward()\n"
        "    for c in self._prev: c.backward(False)\n",
    ),
    "BFS": (
        "03.backward",
        _method(
            "from collections import deque",
            "q, visited = deque([self]), {self}",
            "self.grad = 1.0",
            "while q:",
            "    v = q.popleft(); v._backward()",
            "    for c in v._prev:",
            "        if c not in visited: visited.add(c); q.append(c)",
        ),
    ),
    "ZEROES-LEAVES": (
        "03.backward",
        _method(*_BUILD, "for v in topo: v.grad = 0.0", "self.grad = 1.0", *_FIRE),
    ),
    "REPEAT-NOT-IDEMPOTENT": ("03.backward", _method(*_BUILD, "self.grad = 1.0", *_FIRE)),
    "VISITED-BY-NUMBER": (
        "03.backward",
        _method(
            "topo, visited = [], []",
            "def build(v):",
            "    if v.data in visited: return",
            "    visited.append(v.data)",
            "    for c in v._prev: build(c)",
            "    topo.append(v)",
            "build(self)",
            *_CLEAR,
            "self.grad = 1.0",
            *_FIRE,
        ),
    ),
    "ROOT-SKIPPED": (
        "03.backward",
        _method(
            "order = topological_order(self)",
            "for v in order[:-1]:",
            "    if v._prev: v.grad = 0.0",
            "self.grad = 1.0",
            "for v in order[-2::-1]: v._backward()",
        ),
    ),
    "ONE-LEVEL": (
        "03.backward",
        _method(
            "for p in self._prev:",
            "    if p._prev: p.grad = 0.0",
            "self.grad = 1.0",
            "self._backward()",
            "for p in self._prev: p._backward()",
        ),
    ),
    "ONE-PARENT": (
        "03.backward",
        _method(
            "chain = [self]",
            "while chain[-1]._prev: chain.append(chain[-1]._prev[0])",
            "for v in chain[:-1]: v.grad = 0.0",
            "self.grad = 1.0",
            "for v in chain: v._backward()",
        ),
    ),
    "PARENTS-FIRE-TOO": (
        "03.backward",
        _method(
            *_BUILD,
            *_CLEAR,
            "self.grad = 1.0",
            "while topo:",
            "    v = topo.pop()",
            "    v._backward()",
            "    [p._backward() for p in v._prev]",
        ),
    ),
    "SEED-EVERYONE": (
        "03.backward",
        _method(*_BUILD, "for v in topo: v.grad = 1.0", *_FIRE),
    ),
    "CLEARS-AFTERWARDS": (
        "03.backward",
        _method(*_BUILD, "self.grad = 1.0", *_FIRE, *_CLEAR),
    ),
    "ZERO-REBINDS": ("03.zero_grad", "def zero_grad(nodes):\n    for g in nodes: g = 0.0"),
    "ZERO-DATA-TOO": (
        "03.zero_grad",
        "def zero_grad(nodes):\n    for n in nodes: n.data, n.grad = 0.0, 0.0",
    ),
    "ZERO-DATA": ("03.zero_grad", "def zero_grad(nodes):\n    for n in nodes: n.data = 0"),
    "ZERO-NONE": ("03.zero_grad", "def zero_grad(nodes):\n    for n in nodes: n.grad = None"),
    "ZERO-FIRST-ONLY": (
        "03.zero_grad",
        "def zero_grad(nodes):\n    for n in nodes:\n        n.grad = 0.0\n        return nodes",
    ),
    "ZERO-LEAVES-ONLY": (
        "03.zero_grad",
        "def zero_grad(nodes):\n    for n in nodes:\n        if n._prev == (): n.grad = 0.0",
    ),
    "ZERO-BY-INDEX": (
        "03.zero_grad",
        "def zero_grad(nodes):\n    for i in range(len(nodes)): nodes[i].grad = 0.0",
    ),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("ORDER-PREORDER", "ORDER-ROOT-FIRST"): (
        "03.order",
        _visit(
            "if node not in seen:",
            "    seen.add(node)",
            "    order.append(node)",
            "    for p in node._prev: visit(p)",
        ),
    ),
    ("ORDER-NO-LEAVES", "ORDER-NO-NOTE"): (
        "03.order",
        _visit("if node._prev:", "    for p in node._prev: visit(p)", "    order.append(node)"),
    ),
    ("PREORDER", "REPEAT-NOT-IDEMPOTENT"): WRONG["PREORDER"],
    ("SEED-DATA", "REPEAT-NOT-IDEMPOTENT"): WRONG["SEED-DATA"],
    ("PREORDER", "SEED-DATA"): (
        "03.backward",
        _method(
            "topo, stack = [], [self]",
            "while stack:",
            "    v = stack.pop()",
            "    if v in topo: continue",
            "    topo.append(v)",
            "    stack.extend(v._prev[::-1])",
            "for v in topo:",
            "    if v._prev: v.grad = 0.0",
            "self.grad = self.data",
            "for v in topo: v._backward()",
        ),
    ),
    ("BFS", "SEED-DATA", "ZEROES-LEAVES"): (
        "03.backward",
        _method(
            "topo = [self]",
            "for v in topo:",
            "    v.grad = 0.0",
            "    for c in v._prev:",
            "        if c not in topo: topo.append(c)",
            "self.grad = self.data",
            "for v in topo: v._backward()",
        ),
    ),
    ("VISITED-BY-NUMBER", "REPEAT-NOT-IDEMPOTENT"): (
        "03.backward",
        _method(
            "topo, visited = [], set()",
            "def build(v):",
            "    if v.data not in visited:",
            "        visited.add(v.data)",
            "        for c in v._prev: build(c)",
            "        topo.append(v)",
            "build(self)",
            "self.grad = 1.0",
            *_FIRE,
        ),
    ),
    ("ZERO-DATA-TOO", "ZERO-BY-INDEX"): (
        "03.zero_grad",
        "def zero_grad(nodes):\n"
        "    for i in range(len(nodes)): nodes[i].grad = nodes[i].data = 0.0",
    ),
}

_RECURSIVE = _method(*_BUILD, *_CLEAR, "self.grad = 1.0", *_FIRE)

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {"RECURSION-DEPTH": ("03.backward", _RECURSIVE)}

_COUNTED = """
class Value:
    made = 0
    def __init__(self, data, _prev=(), _op=""):
        Value.made += 1
        self.data, self.grad, self._prev, self._op, self.id = data, 0, set(_prev), _op, Value.made
        self._backward = lambda: None
    def backward(self):
        family = {self}
        fresh = [self]
        while fresh:
            fresh = [p for v in fresh for p in v._prev if p not in family]
            family.update(fresh)
        for v in family:
            if v._prev: v.grad = 0
        self.grad += 1
        for v in sorted(family, key=lambda v: -v.id): v._backward()
"""
_SLOTS = """
class Value:
    __slots__ = ("data", "grad", "_prev", "_op", "_backward", "__weakref__")
    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad, self._prev, self._op = float(data), 0.0, _prev, _op
        self._backward = None
    def _order(self, seen=None):
        seen = {} if seen is None else seen
        if id(self) not in seen:
            for p in self._prev:
                yield from p._order(seen)
            if id(self) not in seen:
                seen[id(self)] = self
                yield self
    def backward(self):
        order = list(self._order())
        inner = [v for v in order if v._prev]
        for v in inner: v.grad = 0.0
        self.grad = 1.0
        for v in inner[::-1]: v._backward()
"""
_KAHN = _method(
    "uses, stack, met = {}, [self], {self}",
    "while stack:",
    "    v = stack.pop()",
    "    if v._prev: v.grad = 0.0",
    "    for p in v._prev:",
    "        uses[p] = uses.get(p, 0) + 1",
    "        if p not in met: met.add(p); stack.append(p)",
    "self.grad = 1.0",
    "ready = [self]",
    "while ready:",
    "    v = ready.pop(0)",
    "    v._backward()",
    "    for p in v._prev:",
    "        uses[p] -= 1",
    "        if not uses[p]: ready.append(p)",
)
_ARGUMENT = """
class Value:
    def __init__(self, data, parents=(), op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, tuple(parents), op
    def _backward(self, upstream): pass
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")
        def rule(upstream):
            self.grad += upstream; other.grad += upstream
        out._backward = rule
        return out
def order_of(root, done):
    return [] if root in done else (
        done.add(root) or [v for p in root._prev for v in order_of(p, done)] + [root]
    )
@method_of(Value)
def backward(self):
    order = order_of(self, set())
    for v in order: v.grad *= not v._prev
    self.grad = 1.0
    for v in order[::-1]: v._backward(v.grad)
"""

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "order by marks on the nodes": (
        "03.order",
        "def topological_order(root):\n"
        "    order = list_all(root)\n"
        "    for node in order: del node.mark\n"
        "    return order\n"
        "def list_all(root):\n"
        "    if hasattr(root, 'mark'): return []\n"
        "    root.mark = True\n"
        "    return [n for p in root._prev for n in list_all(p)] + [root]\n",
    ),
    "order as a generator": (
        "03.order",
        "def topological_order(root, seen=None):\n"
        "    seen = set() if seen is None else seen\n"
        "    if id(root) in seen: return\n"
        "    seen.add(id(root))\n"
        "    for p in reversed(root._prev): yield from topological_order(p, seen)\n"
        "    yield root\n",
    ),
    "order by a callable object, as a tuple": (
        "03.order",
        "class Order:\n"
        "    def __call__(self, root):\n"
        "        self.found = {}\n"
        "        self.visit(root)\n"
        "        return tuple(self.found.values())\n"
        "    def visit(self, node):\n"
        "        if id(node) in self.found: return\n"
        "        for p in node._prev: self.visit(p)\n"
        "        self.found[id(node)] = node\n"
        "topological_order = Order()\n",
    ),
    "order by counting children, leaves first": (
        "03.order",
        _function(
            "met, stack = [root], [root]",
            "while stack:",
            "    for p in stack.pop()._prev:",
            "        if not any(p is m for m in met): met.append(p); stack.append(p)",
            "order, left = [], met",
            "done = set()",
            "while left:",
            "    ready = [n for n in left if all(id(p) in done for p in n._prev)]",
            "    done.update(map(id, ready)); order += ready",
            "    left = [n for n in left if id(n) not in done]",
            "return order",
        ),
    ),
    "order by a nested function and a comprehension": (
        "03.order",
        _visit(
            "if node in seen: return",
            "seen.add(node)",
            "[visit(p) for p in node._prev]",
            "order.append(node)",
        ),
    ),
    "backward sorted by age, parents in a set": ("03.backward", _COUNTED),
    "backward with slots and generators": ("03.backward", _SLOTS),
    "backward that counts who is waited for": ("03.backward", _KAHN),
    "backward with rules that take the gradient": ("03.backward", _ARGUMENT),
    "backward by recursion": ("03.backward", _RECURSIVE),
    "backward over an order that begins with the result": (
        "03.backward",
        WRONG["ORDER-ROOT-FIRST"][1],
    ),
    "backward that skips what heard nothing": (
        "03.backward",
        _method(
            "order = topological_order(self)",
            "for v in order: v.grad = 0.0 if v._prev else v.grad",
            "self.grad = 1",
            "for v in order[::-1]:",
            "    if v.grad != 0 and v._prev: v._backward()",
        ),
    ),
    "backward of a subclass": (
        "03.backward",
        "class Value(Value):\n    def backward(self): super().backward()\n",
    ),
    "the kit's own backward": ("03.backward", "from microkit import Value"),
    "zero_grad by a comprehension": (
        "03.zero_grad",
        "def zero_grad(nodes): return [setattr(n, 'grad', 0) for n in nodes]",
    ),
    "zero_grad as a lambda over a copy": (
        "03.zero_grad",
        "zero_grad = lambda nodes: [n.__dict__.update(grad=0.0) for n in list(nodes)] and None",
    ),
    "zero_grad by a while loop": (
        "03.zero_grad",
        "def zero_grad(nodes):\n"
        "    rest = iter(nodes)\n"
        "    while (node := next(rest, None)) is not None: node.grad -= node.grad",
    ),
    "the hunt, written in another order": (
        "03.bugs",
        "exposed_by = dict(five='two losses', four='twins', one='twice', two='diamond')\n"
        "exposed_by['three'] = 'detour'",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "03.order": "def topological_order(root):\n    pass",
    "03.backward": "@method_of(Value)\ndef backward(self):\n    pass",
    "03.zero_grad": "def zero_grad(nodes):\n    pass",
    "03.bugs": "exposed_by = {'one': ..., 'two': ..., 'three': ..., 'four': ..., 'five': ...}",
}

# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
_GRAPHS = """
def _shapes():
    a, b, c = Value(1.7), Value(-0.6), Value(3.2)
    x = a * b
    s = x + c
    yield [a, b, c, x, s, s * x + s * a]
    y = a + a
    z = y * y
    yield [a, y, z, z * b]
    u, v = Value(0.4) * a, a * Value(0.4)
    yield [a, u, v, (v + u) * v]
"""
RIGHT += _GRAPHS
_HELD = "[n.grad for n in g]"
SAME = {
    "03.order": (
        "topological_order",
        "[[len(o) == len(set(o)), set(g) <= set(o), o[-1] is g[-1],"
        " all(o.index(p) < o.index(n) for n in o for p in n._prev)]"
        " for g in _shapes() for o in [list(topological_order(g[-1]))]]",
    ),
    "03.backward": (
        "backward",
        f"[(g[-1].backward(), {_HELD}, g[-1].backward(), {_HELD})[1::2] for g in _shapes()]",
    ),
    "03.zero_grad": (
        "zero_grad",
        "[(g[-1].backward(), zero_grad(n for n in g), [[n.grad, n.data] for n in g])[2]"
        " for g in _shapes()]",
    ),
}
