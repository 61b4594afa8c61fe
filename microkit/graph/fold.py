"""Fold a large graph: each neuron's products and sums stand in one box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from microkit.graph.numbers import number_text
from microkit.graph.symbols import BENT, UNARY
from microkit.graph.trace import Trace
from microkit.graph.words import MOST_LINES, count_words

LEAST, MOST = 3, 150  # boxes: in fewer nothing can be seen, and more cannot be read


@dataclass(frozen=True)
class Folded:
    """A graph of boxes, each of which stands for a part of a larger graph.

    Parameters
    ----------
    trace : Trace
        The boxes; each has the number and the gradient of the node that its part ends in.
    inside : tuple of str
        What each box holds, in words.
    heads : tuple of int
        Where the node that each box's part ends in stands in the larger graph.
    rows : tuple of (int, tuple of int)
        The layers of neurons: which layer, and its boxes.
    """

    trace: Trace
    inside: tuple[str, ...]
    heads: tuple[int, ...]
    rows: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def layers(self) -> tuple[str, ...]:
        """What stands in each layer of neurons, in words; empty where there are no neurons."""
        return tuple(_row(self.trace, layer, places) for layer, places in self.rows)

    @property
    def readable(self) -> bool:
        """Whether a picture of the boxes can be read."""
        return len(self.trace) <= MOST and len(self.trace.edges) <= MOST_LINES


def fold(graph: Trace) -> Folded | None:
    """Draw together what is used in one place only, up to where an activation ends it.

    For a network on one input these parts are its neurons: a neuron's weights, products and sum
    serve nothing else. They are named ``neuron 2.3``: the third of layer 2.

    Returns
    -------
    Folded or None
        None where that leaves too few boxes to show anything.

    Examples
    --------
    >>> ops, parents = ("", "", "*", "tanh", "*"), ((), (), (0, 1), (2,), (0, 3))
    >>> graph = Trace(ops, parents, (2.0, 0.25, 0.5, 0.46, 0.92), (None,) * 5, ("x",) + ("",) * 4)
    >>> folded = fold(graph)
    >>> folded.trace.ops, folded.inside[1]
    (('', 'folded', '*'), "3 nodes: 1 leaf, 1 of '*', 1 of 'tanh'.")
    """
    users: list[list[int]] = [[] for _ in graph.ops]
    for child, parent_places in enumerate(graph.parents):
        for parent in parent_places:
            users[parent].append(child)
    heads = [node for node, used_by in enumerate(users) if _ends(graph, node, used_by)]
    if len(heads) < LEAST:
        return None
    box = {head: place for place, head in enumerate(heads)}
    ops, labels, parents, inside, layers = [], [], [], [], []
    numbered: Counter[int] = Counter()
    rows: dict[int, list[int]] = {}
    for head in heads:
        part, inputs = _part(graph, head, box)
        above = tuple(dict.fromkeys(box[node] for node in inputs))
        layer = max((layers[place] for place in above), default=0)
        op, label = graph.ops[head], graph.labels[head]
        if _is_neuron(graph, head, part):
            layer += 1
            numbered[layer] += 1
            rows.setdefault(layer, []).append(len(ops))
            label = label or f"neuron {layer}.{numbered[layer]}"
            bend = op.removesuffix(BENT)
            op = bend if bend in UNARY else "linear"
        elif len(part) > 1:
            op = "folded"
        ops.append(op)
        labels.append(label)
        parents.append(above)
        layers.append(layer)
        inside.append(_words(graph, part))
    made = Trace(
        ops=tuple(ops),
        parents=tuple(parents),
        data=tuple(graph.data[head] for head in heads),
        grads=tuple(graph.grads[head] for head in heads),
        labels=tuple(labels),
    )
    layered = tuple((layer, tuple(places)) for layer, places in sorted(rows.items()))
    return Folded(made, tuple(inside), tuple(heads), layered)


def _ends(graph: Trace, node: int, used_by: list[int]) -> bool:
    """Whether a box ends in this node: what follows does not belong to it alone."""
    op = graph.ops[node]
    if len(used_by) != 1 or _bends(op) or f" {op}".endswith(BENT):
        return True
    # A neuron without an activation: its sum goes into a loss.
    child = graph.ops[used_by[0]]
    return op == "+" and (child == "-" or child.startswith("**"))


def _bends(op: str) -> bool:
    return op in UNARY and op != "neg"


def _part(graph: Trace, head: int, box: dict[int, int]) -> tuple[list[int], list[int]]:
    """Find the nodes in a box, and the ends of other boxes that it is made of."""
    part, inputs, waiting = [], [], [head]
    while waiting:
        node = waiting.pop()
        part.append(node)
        for parent in reversed(graph.parents[node]):
            (inputs if parent in box else waiting).append(parent)
    return part, sorted(inputs)


def _is_neuron(graph: Trace, head: int, part: list[int]) -> bool:
    """Whether a part multiplies and adds, with a weight of its own for each product."""
    op = graph.ops[head]
    if not (op == "+" or _bends(op) or f" {op}".endswith(BENT)):
        return False
    ops = Counter(graph.ops[node] for node in part)
    if any(f" {op}".endswith(BENT) for op in ops):
        return ops[""] > 0
    return ops["+"] > 0 and 0 < ops["*"] <= ops[""]


def _row(graph: Trace, layer: int, places: Sequence[int]) -> str:
    """Tell a layer: how many neurons, and between which numbers theirs lie."""
    kinds = " and ".join(dict.fromkeys(graph.ops[place] for place in places))
    grads = [grad for place in places if (grad := graph.grads[place]) is not None]
    data = _range([graph.data[place] for place in places])
    count = f"{len(places)} {kinds} {'neuron' if len(places) == 1 else 'neurons'}"
    return f"layer {layer}: {count}, data {data}, gradient {_range(grads)}"


def _range(numbers: list[float]) -> str:
    low, high = (number_text(end(numbers)) if numbers else "-" for end in (min, max))
    return low if low == high else f"{low} to {high}"


def _words(graph: Trace, part: list[int]) -> str:
    size, none = len(part), (None,) * len(part)
    ops = tuple(graph.ops[node] for node in part)
    counts = count_words(Trace(ops, ((),) * size, (0.0,) * size, none, ("",) * size))
    return f"{size} {'node' if size == 1 else 'nodes'}: {counts.removeprefix('0 leaves, ')}."
