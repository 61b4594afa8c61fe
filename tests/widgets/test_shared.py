"""The page and Python agree: on how a number is written, and on every rule."""

import math
import random
import struct

import pytest

from microkit import engine, operations, sums
from microkit.engine import Value
from microkit.graph import trace
from microkit.graph.numbers import number_text
from microkit.graph.symbols import BINARY, MANY, UNARY
from microkit.widgets.base import plain
from microkit.widgets.compose import compose

RULES = {
    operation.symbol: operation
    for operation in (*vars(operations).values(), *vars(sums).values())
    if isinstance(operation, type) and getattr(operation, "symbol", "")
}


FUSED = tuple(kind.symbol for kind in sums.BENT.values())


def many_numbers():
    rng = random.Random(7)
    for exponent in range(-12, 12):
        for _ in range(60):
            yield rng.uniform(-10, 10) * 10.0**exponent
    for _ in range(600):  # any bits at all
        yield struct.unpack("d", rng.randbytes(8))[0]
    for power in range(-6, 9):  # around every change of the rule
        for factor in (0.99994, 0.99995, 0.999951, 1.0, 1.00005, 2.5, 0.125):
            yield factor * 10.0**power
            yield -factor * 10.0**power
    yield from (0.0, -0.0, 0.5, 2.5, 1234.5, 999999.5, 5e-324, 1.7e308)
    yield from (math.nan, math.inf, -math.inf)


@pytest.fixture
def bundle(shared, tmp_path):
    """Compose a module that hands on some names of the shared parts: {file: names}."""
    (tmp_path / "shared").symlink_to(shared)

    def bundle(parts):
        lines = [f'import {{ {names} }} from "./shared/{file}";' for file, names in parts.items()]
        entry = tmp_path / "entry.js"
        entry.write_text("\n".join([*lines, f"export {{ {', '.join(parts.values())} }};\n"]))
        return compose(entry)

    return bundle


def test_numbers_are_written_as_in_python(page, shared):
    numbers = [*many_numbers(), None]
    shown = page.evaluate(
        """async ([source, numbers]) => {
          const { show, fromPlain } = await load(source);
          return numbers.map((number) => show(fromPlain(number)));
        }""",
        [compose(shared / "numbers.js"), [plain(number) for number in numbers]],
    )

    assert shown == [number_text(number) for number in numbers]


def by_python(symbol, numbers, g):
    """What the operation gives, and what its inputs hear; nan where Python has no answer."""
    rule = RULES[symbol]
    try:
        out = rule.forward(*numbers)
        return [out, *rule.backward(g, out, *numbers)]
    except (ArithmeticError, ValueError):
        return [math.nan]


@pytest.mark.parametrize("symbol", BINARY + UNARY + MANY + FUSED)
def test_a_rule_says_what_python_says(page, bundle, symbol):
    rng = random.Random(symbol)
    cases = []
    for _ in range(60):
        many = symbol in MANY + FUSED
        inputs = 2 if symbol in BINARY else 2 * rng.randint(1, 4) + 1 if many else 1
        numbers = [rng.uniform(-4, 4) for _ in range(inputs)]
        if symbol in ("log", "sqrt", "**") and rng.random() < 0.8:
            numbers[0] = abs(numbers[0])
        if symbol == "**" and rng.random() < 0.5:
            numbers = [rng.uniform(-4, 4), float(rng.randint(-3, 4))]
        if symbol in ("max", "min", "relu", "abs", "leaky_relu") and rng.random() < 0.2:
            numbers = [numbers[0] if symbol in BINARY else 0.0] * len(numbers)  # at the kink
        cases.append([numbers, rng.choice((-1, 1)) * rng.uniform(1.5, 6)])
    found = page.evaluate(
        """async ([source, symbol, cases]) => {
          const { ruleOfAny, hears } = await load(source);
          const rule = ruleOfAny(symbol);
          return cases.map(([numbers, g]) => {
            const out = rule.forward(...numbers);
            return [out, ...hears(rule, g, out, numbers)].map((x) => (Number.isNaN(x) ? "nan" : x));
          });
        }""",
        [bundle({"rules.js": "hears", "sums.js": "ruleOfAny"}), symbol, cases],
    )

    for (numbers, g), in_page in zip(cases, found, strict=True):
        in_python = by_python(symbol, numbers, g)
        if any(map(math.isnan, in_python)):
            assert "nan" in in_page, (numbers, in_page)
        else:
            assert in_page == pytest.approx(in_python, rel=1e-12, abs=1e-14), (numbers, g)


def test_a_replayed_graph_has_the_gradients_of_the_engine(page, bundle):
    rng = random.Random(3)
    leaves = [Value(rng.uniform(-2, 2), f"x{i}") for i in range(6)]
    nodes = list(leaves)
    for _ in range(40):  # operands come back again and again: shared nodes, and a * a
        a, b = rng.choice(nodes), rng.choice(nodes)
        many = rng.choice(
            (sums.total([a, b, a]), sums.dot([a, b], [b, leaves[0]], a, sums.TanhDot))
        )
        nodes.append(rng.choice((many * 0.3, a + b, a * b, a - b, (a * a).tanh(), b.sigmoid() / 3)))
    root = sum(nodes[-8:], nodes[0] * 0.5)
    engine.backward(root)
    expected = trace(root)

    data, grads = page.evaluate(
        """async ([source, trace]) => {
          const { replayer, ruleOfAny } = await load(source);
          const { forward, backward } = replayer(trace, ruleOfAny);
          const data = forward(trace.data.map((x, i) => (trace.ops[i] ? 0 : x)));
          return [data, backward(data)];
        }""",
        [bundle({"replay.js": "replayer", "sums.js": "ruleOfAny"}), expected.to_dict()],
    )

    assert data == pytest.approx(expected.data, rel=1e-12)
    assert grads == pytest.approx(expected.grads, rel=1e-9)
