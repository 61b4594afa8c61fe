"""Which layer each node stands in, and where edges over several layers bend."""

from __future__ import annotations

from dataclasses import dataclass

from microkit.graph.trace import Trace


@dataclass(frozen=True)
class Layers:
    """The nodes of a trace in layers; numbers past the last node stand for bends.

    Parameters
    ----------
    column : list of int
        The layer of each node, 0 on the left.
    rows : list of list of int
        Who stands in each layer, from top to bottom.
    above : list of list of int
        For each node and bend, its neighbors one layer to the left.
    bends : list of list of int
        For each node, the bends that its long edges share, from left to right.
    """

    column: list[int]
    rows: list[list[int]]
    above: list[list[int]]
    bends: list[list[int]]

    def below(self) -> list[list[int]]:
        """For each node and bend, its neighbors one layer to the right."""
        below: list[list[int]] = [[] for _ in self.above]
        for node, neighbors in enumerate(self.above):
            for neighbor in neighbors:
                below[neighbor].append(node)
        return below

    def reach(self, parent: int, child: int) -> list[int]:
        """List the bends that an edge passes, from left to right."""
        return self.bends[parent][: self.column[child] - self.column[parent] - 1]


def make_layers(trace: Trace) -> Layers:
    """Put the nodes of a trace into layers, each node to the right of its parents.

    Parameters
    ----------
    trace : Trace

    Notes
    -----
    The order within the layers is that of the trace, in which a tree has no crossing.
    """
    column = _columns(trace)
    rows: list[list[int]] = [[] for _ in range(max(column) + 1)]
    above: list[list[int]] = [[] for _ in trace.parents]
    bends: list[list[int]] = [[] for _ in trace.parents]
    rank = list(range(len(trace)))
    for node, at in enumerate(column):
        rows[at].append(node)
    for child, parents in enumerate(trace.parents):
        for parent in parents:
            chain, long = bends[parent], column[child] - column[parent] - 1
            while len(chain) < long:
                rows[column[parent] + 1 + len(chain)].append(len(above))
                rank.append(parent)
                chain.append(len(above))
                above.append([chain[-2] if len(chain) > 1 else parent])
            above[child].append(chain[long - 1] if long else parent)
    for row in rows:
        row.sort(key=rank.__getitem__)
    return Layers(column, rows, above, bends)


def _columns(trace: Trace) -> list[int]:
    """Give each node a layer: far left, then nearer to its users where that is shorter."""
    column: list[int] = []
    children: list[list[int]] = [[] for _ in trace.parents]
    for node, parents in enumerate(trace.parents):
        column.append(1 + max((column[parent] for parent in parents), default=-1))
        for parent in set(parents):
            children[parent].append(node)
    # How many edges get longer when a node moves right: parents that nobody else uses come along.
    cost: list[int] = []
    for parents in trace.parents:
        cost.append(
            sum(
                min(parents.count(parent), cost[parent]) if len(children[parent]) == 1 else 1
                for parent in set(parents)
            )
        )
    for node in range(len(column) - 2, -1, -1):
        gain = len(children[node])
        if gain and (cost[node] < gain or (cost[node] == gain and len(trace.parents[node]) == 1)):
            column[node] = min(column[child] for child in children[node]) - 1
    return column
