"""Students of lesson 11: one who is right, in several styles, and those with a wrong idea each."""

RIGHT = """
import random
import numpy as np
from microkit import Tensor, data, optim
from microkit.tensor import cat, stack

letters = '.abcdefghijklmnopqrstuvwxyz'

def encode(name):
    return [letters.index(c) for c in '.' + name + '.']

def embed(tokens, table, positions):
    return stack([table[token] + positions[place] for place, token in enumerate(tokens)])

def rmsnorm(x):
    return x * ((x ** 2).mean(axis=1, keepdims=True) + 1e-5) ** -0.5

def attention(x, wq, wk, wv, wo, heads):
    n, width = x.shape
    size = width // heads
    hidden = np.arange(n) > np.arange(n)[:, None]
    found = []
    for h in range(heads):
        own = slice(h * size, h * size + size)
        q = x @ wq[:, own]
        k = x @ wk[:, own]
        v = x @ wv[:, own]
        scores = q @ k.T * size ** -0.5
        found.append(scores.masked_fill(hidden, -1e9).softmax(axis=1) @ v)
    return cat(found, axis=1) @ wo

# Keeps the parts that it was built with, also if other cells are run later.
def gpt(tokens, p, embed=embed, attention=attention):
    x = rmsnorm(embed(tokens, p['table'], p['positions']))
    x = x + attention(rmsnorm(x), p['wq'], p['wk'], p['wv'], p['wo'], 4)
    x = x + (rmsnorm(x) @ p['up']).relu() @ p['down']
    return rmsnorm(x) @ p['out']

def loss(logits, tokens):
    told = logits.log_softmax(axis=1)
    asked = len(tokens) - 1
    total = 0
    for place in range(asked):
        total = total - told[place, tokens[place + 1]]
    return total / asked

def sample(logits, temperature, rng):
    shares = (logits / temperature).softmax().numpy()
    return int(rng.choice(len(shares), p=shares))

state = {name: Tensor(array) for name, array in data.tiny_gpt().items()}

def trained(tokens):
    return gpt(tokens, state)
"""


def _embed(line):
    return "11.embedding", f"def embed(tokens, table, positions):\n    {line}"


def _attention(
    hidden="np.triu(np.ones((n, n)), 1) == 1",
    scores="q @ k.transpose(-1, -2) / size ** 0.5",
    weights="scores.masked_fill(hidden, -1e9).softmax()",
    found="weights @ v",
    cut="(x @ w).reshape(n, heads, size).transpose(0, 1)",
    join="found.transpose(0, 1).reshape(n, width)",
    last="found @ wo",
    sizes="n, width = x.shape; size = width // heads",
):
    return (
        "11.attention",
        "def attention(x, wq, wk, wv, wo, heads):\n"
        f"    {sizes}\n"
        f"    def cut(w): return {cut}\n"
        "    q, k, v = cut(wq), cut(wk), cut(wv)\n"
        f"    hidden = {hidden}\n"
        f"    scores = {scores}\n"
        f"    weights = {weights}\n"
        f"    found = {found}\n"
        f"    found = {join}\n"
        f"    return {last}",
    )


def _loss(*lines):
    return "11.loss", "def loss(logits, tokens):\n    " + "\n    ".join(lines)


def _sample(*lines):
    return "11.sampling", "def sample(logits, temperature, rng):\n    " + "\n    ".join(lines)


def _trained(line):
    return "11.learns", f"def trained(tokens):\n    z = gpt(tokens, state)\n    {line}"


_PICKED = "[np.arange(len(tokens) - 1), tokens[1:]]"
_CHOICE = "return int(rng.choice(p.size, p=p))"

# id -> (exercise, what this student wrote)
WRONG = {
    "EMBED-NO-POSITIONS": _embed("return table[tokens]"),
    "EMBED-POSITION-OF-TOKEN": _embed("return stack([table[t] + positions[t] for t in tokens])"),
    "EMBED-TOKEN-OF-POSITION": _embed(
        "return stack([table[i] + positions[i] for i in range(len(tokens))])"
    ),
    "EMBED-SAME-PLACE": _embed("return stack([table[t] + positions[0] for t in tokens])"),
    "EMBED-LAST-PLACE": _embed("n = len(tokens); return table[tokens] + positions[n - 1]"),
    "EMBED-ALL-POSITIONS": _embed("return table[tokens] + positions"),
    "EMBED-PRODUCT": _embed("return table[tokens] * positions[:len(tokens)]"),
    "EMBED-DETACHED": _embed(
        "return Tensor(table.numpy()[tokens] + positions.numpy()[:len(tokens)])"
    ),
    "ATTENTION-NO-MASK": _attention(weights="scores.softmax()"),
    "ATTENTION-MASK-REVERSED": _attention(hidden="np.tril(np.ones((n, n)), -1) == 1"),
    "ATTENTION-HIDES-ITSELF": _attention(
        hidden="np.tril(np.ones((n, n)), -1) == 0",
        weights="scores.masked_fill(hidden, -1e9).softmax()",
    ),
    "ATTENTION-SEES-NEXT": _attention(hidden="np.tril(np.ones((n, n)), 1) == 0"),
    "ATTENTION-MASK-ZERO": _attention(weights="(scores * (1 - hidden)).softmax()"),
    "ATTENTION-MASK-AFTER": _attention(weights="scores.softmax() * (1 - hidden)"),
    "ATTENTION-AXIS": _attention(weights="scores.masked_fill(hidden, -1e9).softmax(axis=1)"),
    "ATTENTION-NO-SOFTMAX": _attention(weights="scores * (1 - hidden)"),
    "ATTENTION-NO-SCALE": _attention(scores="q @ k.transpose(1, 2)"),
    "ATTENTION-SCALE-WIDTH": _attention(scores="q @ k.transpose(1, 2) * width ** -0.5"),
    "ATTENTION-SCALE-NO-ROOT": _attention(scores="q @ k.transpose(1, 2) / size"),
    "ATTENTION-QUERY-QUERY": _attention(scores="q @ q.transpose(1, 2) / size ** 0.5"),
    "ATTENTION-KEYS-ASK": _attention(
        scores="(q @ k.transpose(1, 2) / size ** 0.5).transpose(1, 2)"
    ),
    "ATTENTION-WEIGHS-INPUTS": _attention(found="weights @ k"),
    "ATTENTION-TRANSPOSED": _attention(cut="(x @ w.T).reshape(n, heads, size).transpose(0, 1)"),
    "ATTENTION-ONE-HEAD": _attention(sizes="n, width = x.shape; heads = 1; size = width"),
    "ATTENTION-HEADS-MIXED": _attention(cut="(x @ w).reshape(heads, n, size)"),
    "ATTENTION-HEADS-NOT-TURNED-BACK": _attention(join="found.reshape(n, width)"),
    "ATTENTION-NO-OUT": _attention(last="found"),
    "ATTENTION-DETACHED": _attention(found="weights.detach() @ v"),
    "NEXT-NOT-SHIFTED": _loss(
        "p = logits.log_softmax()", "return -p[np.arange(len(tokens)), tokens].mean()"
    ),
    "NEXT-SHIFTED-BACK": _loss(
        "p = logits.log_softmax()",
        "return -sum(p[t, tokens[t - 1]] for t in range(1, len(tokens))) / (len(tokens) - 1)",
    ),
    "NEXT-WRAPS": _loss(
        "p = logits.log_softmax()",
        "return -p[np.arange(len(tokens)), np.roll(tokens, -1)].mean()",
    ),
    "NEXT-SUM": _loss(f"return -logits.log_softmax(){_PICKED}.sum()"),
    "NEXT-DIVIDES-BY-ALL": _loss(f"return -logits.log_softmax(){_PICKED}.sum() / len(tokens)"),
    "NEXT-SIGN": _loss(f"return logits.log_softmax(){_PICKED}.mean()"),
    "NEXT-NO-LOG": _loss(f"return -logits.softmax(){_PICKED}.mean()"),
    "NEXT-LOG-OF-MEAN": _loss("p = logits.softmax()", f"return -p{_PICKED}.mean().log()"),
    "NEXT-NO-SOFTMAX": _loss(f"return -logits{_PICKED}.mean()"),
    "NEXT-AXIS": _loss(f"return -logits[:-1].softmax(axis=0).log(){_PICKED}.mean()"),
    "NEXT-NO-MAX": _loss(
        "e = logits.exp()", f"return -(e / e.sum(axis=1, keepdims=True)).log(){_PICKED}.mean()"
    ),
    "NEXT-LOG-OF-ZERO": _loss(f"return -logits.softmax(axis=-1).log(){_PICKED}.mean()"),
    "NEXT-ALL-COLUMNS": _loss("return -logits[:-1].log_softmax()[:, tokens[1:]].mean()"),
    "NEXT-LAST-ONLY": _loss("return -logits[-2].log_softmax()[tokens[-1]]"),
    "NEXT-DETACHED": _loss(
        "z = logits.numpy()[:-1]",
        "right = z[np.arange(len(z)), tokens[1:]]",
        "return Tensor((np.logaddexp.reduce(z, axis=1) - right).mean())",
    ),
    "SAMPLE-MULTIPLIES": _sample("p = (logits * temperature).softmax().numpy()", _CHOICE),
    "SAMPLE-NO-TEMPERATURE": _sample("p = logits.softmax().numpy()", _CHOICE),
    "SAMPLE-27": _sample(
        "p = (logits / temperature).softmax().numpy()", "return int(rng.choice(27, p=p))"
    ),
    "SAMPLE-ARGMAX": _sample("return int((logits / temperature).argmax())"),
    "SAMPLE-UNIFORM": _sample("return int(rng.integers(len(logits)))"),
    "SAMPLE-SHARES-DIVIDED": _sample("p = logits.softmax().numpy() / temperature", _CHOICE),
    "SAMPLE-NO-MAX": _sample("p = np.exp(logits.numpy() / temperature)", "p /= p.sum()", _CHOICE),
    "SAMPLE-OWN-RNG": _sample(
        "p = (logits / temperature).softmax().numpy()", "return int(np.random.choice(len(p), p=p))"
    ),
    "SAMPLE-SAME-SEED": _sample(
        "rng = np.random.default_rng(42)", "p = (logits / temperature).softmax().numpy()", _CHOICE
    ),
    "LEARNS-UNTRAINED": _trained("return Tensor(0.01 * z.numpy())"),
    "LEARNS-TOO-SHORT": _trained("return Tensor(0.4 * z.numpy())"),
    "LEARNS-SHARES": _trained("return z.softmax()"),
    "LEARNS-LAST-ONLY": _trained("return z[len(tokens) - 1]"),
    "LEARNS-REPEATS": _trained("return 0.2 * z + Tensor(7 * np.eye(27)[tokens])"),
    "LEARNS-SEES-FUTURE": _trained("return z + Tensor(3 * np.eye(27)[tokens[1:] + [0]])"),
}

# ids at once -> (exercise, what this student wrote)
TOGETHER = {
    ("EMBED-PRODUCT", "EMBED-DETACHED"): _embed(
        "return Tensor(table.data[tokens] * positions.data[:len(tokens)])"
    ),
    ("ATTENTION-NO-MASK", "ATTENTION-NO-SCALE"): _attention(
        scores="q @ k.transpose(1, 2)", weights="scores.softmax()"
    ),
    ("ATTENTION-NO-SCALE", "ATTENTION-ONE-HEAD", "ATTENTION-NO-OUT"): (
        "11.attention",
        "def attention(x, wq, wk, wv, wo, heads):\n"
        "    hidden = np.tri(len(x), k=0) == 0\n"
        "    return ((x @ wq) @ (x @ wk).T).masked_fill(hidden, -np.inf).softmax() @ (x @ wv)",
    ),
    ("NEXT-NOT-SHIFTED", "NEXT-SUM"): _loss(
        "p = logits.log_softmax()",
        "return -sum(p[t, tokens[t]] for t in range(len(tokens) - 1))",
    ),
    ("NEXT-SIGN", "NEXT-LAST-ONLY"): _loss("return logits[-2].log_softmax()[tokens[-1]]"),
    ("SAMPLE-MULTIPLIES", "SAMPLE-OWN-RNG"): _sample(
        "p = (logits * temperature).softmax().numpy()", "return int(np.random.choice(len(p), p=p))"
    ),
}

# a convention's id -> (exercise, what this student wrote): all points, and a NOTE
NOTED = {}

# a style's name -> (exercise, what this student wrote): all points
STYLES = {
    "embed in one line": _embed("return table[tokens] + positions[:len(tokens)]"),
    "embed with tables of ones": _embed(
        "n, rows = len(tokens), len(table)\n"
        "    ones = Tensor(np.eye(n, len(positions)))\n"
        "    return Tensor(np.eye(rows)[tokens]) @ table + ones @ positions"
    ),
    "embed by the kit's own lookup, in single precision": _embed(
        "at = list(range(len(tokens)))\n"
        "    return table.embedding(tokens).to('float32') + positions.embedding(at).to('float32')"
    ),
    "attention with all heads at once": _attention(),
    "attention with minus infinity and numpy's own triangle": _attention(
        hidden="~np.tri(n, dtype=bool)", weights="scores.masked_fill(hidden, -np.inf).softmax(-1)"
    ),
    "attention that adds a mask": _attention(
        hidden="np.triu(np.full((n, n), -1e9), 1)", weights="(scores + hidden).softmax()"
    ),
    "attention that scales the queries": _attention(
        scores="(q * size ** -0.5) @ k.permute(0, 2, 1)"
    ),
    "attention place by place, as microgpt does it": (
        "11.attention",
        "def attention(x, wq, wk, wv, wo, heads):\n"
        "    q, k, v = x @ wq, x @ wk, x @ wv\n"
        "    size = x.shape[1] // heads\n"
        "    rows = []\n"
        "    for t in range(len(x)):\n"
        "        parts = []\n"
        "        for h in range(0, x.shape[1], size):\n"
        "            a = (k[:t + 1, h:h + size] @ q[t, h:h + size] / size ** 0.5).softmax()\n"
        "            parts.append(a @ v[:t + 1, h:h + size])\n"
        "        rows.append(cat(parts))\n"
        "    return stack(rows) @ wo",
    ),
    "attention that shares wo among its heads": (
        "11.attention",
        "def attention(x, wq, wk, wv, wo, heads):\n"
        "    size = len(wo) // heads\n"
        "    mask = np.log(np.tri(len(x)) + 1e-300)\n"
        "    def head(h):\n"
        "        q, k, v = (x @ w[:, h:h + size] for w in (wq, wk, wv))\n"
        "        return (q @ k.T / size ** 0.5 + mask).softmax() @ v @ wo[h:h + size]\n"
        "    return sum(head(h * size) for h in range(heads))",
    ),
    "loss in one line": _loss(f"return -logits.log_softmax(axis=-1){_PICKED}.mean()"),
    "loss by the kit's own cross-entropy": _loss(
        "from microkit import nn",
        "return nn.cross_entropy(logits[:-1], np.array(tokens[1:]))",
    ),
    "loss row by row": _loss(
        "losses = []",
        "for row, target in zip(logits, tokens[1:]):",
        "    z = row - row.numpy().max()",
        "    losses.append(z.exp().sum().log() - z[target])",
        "return (1 / len(losses)) * sum(losses)",
    ),
    "loss with a table of ones": _loss(
        "wanted = np.eye(logits.shape[1])[tokens[1:]]",
        "told = logits[: len(wanted)]",
        "return (told.logsumexp(axis=1) - (told * wanted).sum(axis=1)).mean()",
    ),
    "sample by adding up shares": _sample(
        "z = logits.numpy() / temperature",
        "shares = np.exp(z - z.max())",
        "return int(np.searchsorted(np.cumsum(shares), rng.random() * shares.sum()))",
    ),
    "sample by adding noise to the logits": _sample(
        "return (logits.numpy() / temperature + rng.gumbel(size=len(logits))).argmax()"
    ),
    "sample with a loop": _sample(
        "point = rng.uniform()",
        "for symbol, share in enumerate((logits * (1 / temperature)).softmax().tolist()):",
        "    point -= share",
        "    if point < 0: return symbol",
        "return symbol",
    ),
    "sample from a drawn row": _sample(
        "p = (logits / temperature).softmax().numpy()", "return rng.multinomial(1, p).argmax()"
    ),
    "trained that returns a plain array in single precision": _trained(
        "return z.numpy().astype('float32')"
    ),
    "trained as an object that can be called": (
        "11.learns",
        "class Model:\n"
        "    def __init__(self, **parameters): self.parameters = parameters\n"
        "    def __call__(self, tokens): return gpt(tokens, self.parameters)\n"
        "trained = Model(**state)",
    ),
    "trained right here, with a smaller network": (
        "11.learns",
        "names = data.names()\n"
        "random.Random(11).shuffle(names)\n"
        "rng = np.random.default_rng(1)\n"
        "shapes = {'table': (27, 16), 'positions': (16, 16), 'out': (16, 27),\n"
        "          'up': (16, 32), 'down': (32, 16),\n"
        "          **{w: (16, 16) for w in ('wq', 'wk', 'wv', 'wo')}}\n"
        "p = {n: Tensor(rng.normal(0, 0.05, s), requires_grad=True) for n, s in shapes.items()}\n"
        "adam = optim.Adam(list(p.values()), lr=0.02, b2=0.99)\n"
        "for step in range(300):\n"
        "    for name in rng.choice(names[:-200], 4):\n"
        "        tokens = encode(name)\n"
        "        loss(gpt(tokens, p), tokens).backward()\n"
        "    adam.lr = 0.02 * (1 - step / 300)\n"
        "    adam.step(); adam.zero_grad()\n"
        "trained = lambda tokens: gpt(tokens, p)",
    ),
    "trained by counting triples": (
        "11.learns",
        "names = data.names()\n"
        "random.Random(11).shuffle(names)\n"
        "one, two, three = np.ones(27), np.zeros((27, 27)), np.zeros((27, 27, 27))\n"
        "for name in names[:-200]:\n"
        "    t = [0, *encode(name)]\n"
        "    for a, b, c in zip(t, t[1:], t[2:]):\n"
        "        one[c] += 1; two[b, c] += 1; three[a, b, c] += 1\n"
        "def trained(tokens):\n"
        "    rows = []\n"
        "    for a, b in zip([0, *tokens], tokens):\n"
        "        p = one / one.sum()\n"
        "        p = (two[b] + 5 * p) / (two[b].sum() + 5)\n"
        "        rows.append(np.log((three[a, b] + 5 * p) / (three[a, b].sum() + 5)))\n"
        "    return rows",
    ),
}

# exercise -> the unwritten cell that the student starts from
UNWRITTEN = {
    "11.embedding": "def embed(tokens, table, positions):\n    pass",
    "11.attention": "def attention(x, wq, wk, wv, wo, heads):\n    size = x.shape[1] // heads",
    "11.loss": "def loss(logits, tokens):\n    pass",
    "11.learns": "def trained(tokens):\n    pass",
    "11.sampling": "def sample(logits, temperature, rng):\n    pass",
}


def _heard(call, *shapes):
    """Return text: what a call on Tensors of these shapes gives, and what each of them hears."""
    made = ", ".join(f"rng.normal(size={shape})" for shape in shapes)
    return (
        "(lambda rng: (lambda *a: (lambda out: [out.data,"
        " (out * np.cos(np.arange(out.size)).reshape(out.shape)).sum().backward(),"
        f" [t.grad for t in a]])({call}))(*[Tensor(x, requires_grad=True) for x in [{made}]]))"
        "(np.random.default_rng(3))"
    )


# exercise -> (the function or class to mutate, an independent way to tell whether two are the same)
SAME = {
    "11.embedding": (
        "embed",
        "["
        + ", ".join(
            _heard(f"embed({tokens}, *a)", (6, 2), (5, 2)) for tokens in ([3, 1, 3, 0], [2, 5], [4])
        )
        + "]",
    ),
    "11.attention": (
        "attention",
        "["
        + ", ".join(
            _heard(f"attention(*a, {heads})", (5, 6), (6, 6), (6, 6), (6, 6), (6, 6))
            for heads in (1, 2, 3)
        )
        + "]",
    ),
    "11.loss": (
        "loss",
        "["
        + ", ".join(
            _heard(f"loss(*a, {tokens})", (len(tokens), 4)) for tokens in ([3, 1, 3, 0, 2], [2, 0])
        )
        + ", loss(Tensor([[900.0, 901.0], [900.5, 900.0]]), [0, 1]).item()]",
    ),
    "11.sampling": (
        "sample",
        "[sample(Tensor([0.3, -1.2, 2.1, 0.9]), t, np.random.default_rng(s))"
        " for t in (0.4, 1.0, 3.0) for s in range(99)]"
        " + [sample(Tensor([90.0, 95.0]), 0.1, np.random.default_rng(s)) for s in range(9)]",
    ),
}
