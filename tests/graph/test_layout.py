from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.graph import Trace, layout, trace
from microkit.graph.layering import make_layers
from microkit.graph.ordering import crossings, order_layers


def plain_trace(parents, labels=None):
    size = len(parents)
    ops = tuple(("", "tanh", "+")[min(len(above), 2)] for above in parents)
    numbers = tuple(float(i) - 3.5 for i in range(size))
    return Trace(ops, tuple(parents), numbers, numbers, labels or ("",) * size)


@st.composite
def graphs(draw, most=40):
    """A random graph in which every node is an ancestor of the root."""
    parents = [() for _ in range(draw(st.integers(1, 6)))]
    for _ in range(draw(st.integers(0, most))):
        node = st.integers(0, len(parents) - 1)
        parents.append(tuple(draw(st.lists(node, min_size=0, max_size=3))))
    used = {parent for above in parents for parent in above}
    loose = [node for node in range(len(parents)) if node not in used]
    while len(loose) > 1:
        parents.append((loose.pop(0), loose.pop(0)))
        loose.append(len(parents) - 1)
    return plain_trace(parents)


@settings(derandomize=True, deadline=None)
@given(graphs())
def test_no_two_boxes_touch_and_all_stand_inside_the_picture(graph):
    plan = layout(graph)
    for one, other in combinations(range(len(graph)), 2):
        apart_x = abs(plan.x[one] - plan.x[other]) - plan.node_width
        apart_y = abs(plan.y[one] - plan.y[other]) - plan.node_height
        assert max(apart_x, apart_y) >= 16
    for x, y in zip(plan.x, plan.y, strict=True):
        assert plan.node_width / 2 <= x <= plan.width - plan.node_width / 2
        assert plan.node_height / 2 <= y <= plan.height - plan.node_height / 2


@settings(derandomize=True, deadline=None)
@given(graphs())
def test_no_edge_runs_through_a_box(graph):
    plan = layout(graph)
    for route in plan.routes:
        for (x0, y0), (x1, y1) in pairwise(route):
            assert x0 < x1
            for x, y in zip(plan.x, plan.y, strict=True):
                left, right = x - plan.node_width / 2, x + plan.node_width / 2
                if left < (x0 + x1) / 2 < right:  # this piece passes the column of the box
                    assert y0 == y1
                    assert abs(y0 - y) >= plan.node_height / 2 + 8
        assert all(0 < y < plan.height for _, y in route)


@settings(derandomize=True, deadline=None)
@given(graphs())
def test_edges_go_from_the_parents_right_to_the_childs_left(graph):
    plan = layout(graph)
    assert plan.edges == graph.edges
    for (parent, child), route in zip(plan.edges, plan.routes, strict=True):
        assert plan.x[parent] < plan.x[child]
        assert route[0] == (plan.x[parent] + plan.node_width / 2, plan.y[parent])
        assert route[-1][0] == plan.x[child] - plan.node_width / 2
        assert abs(route[-1][1] - plan.y[child]) <= plan.node_height / 2 - 8
    assert max(plan.x) == plan.x[-1]


@settings(derandomize=True, deadline=None)
@given(graphs())
def test_ordering_never_adds_crossings_and_loses_nobody(graph):
    layers = make_layers(graph)
    before = crossings(layers.rows, layers.above)
    members = [sorted(row) for row in layers.rows]
    order_layers(layers)
    assert crossings(layers.rows, layers.above) <= before
    assert [sorted(row) for row in layers.rows] == members


@settings(derandomize=True, deadline=None)
@given(graphs(most=12))
def test_crossings_are_counted_right(graph):
    layers = make_layers(graph)
    slow = 0
    for before, row in pairwise(layers.rows):
        edges = [(before.index(p), row.index(c)) for c in row for p in layers.above[c]]
        slow += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(edges, 2))
    assert crossings(layers.rows, layers.above) == slow


def test_a_tree_has_no_crossing(neuron):
    layers = make_layers(trace(neuron))
    order_layers(layers)
    assert crossings(layers.rows, layers.above) == 0


def test_crossings_that_need_not_be_are_taken_out():
    graph = plain_trace([(), (), (), (2,), (1,), (0,), (3, 4, 5)])
    layers = make_layers(graph)
    assert crossings(layers.rows, layers.above) == 3
    order_layers(layers)
    assert crossings(layers.rows, layers.above) == 0


def test_the_neuron_reads_from_left_to_right(neuron):
    graph = trace(neuron)
    plan = layout(graph)
    x = dict(zip(graph.labels, plan.x, strict=True))
    y = dict(zip(graph.labels, plan.y, strict=True))
    assert x["x1"] == x["w1"] == x["x2"] == x["w2"] < x["x1*w1"] == x["x2*w2"] < x["sum"] < x["n"]
    assert x["b"] == x["sum"]
    assert y["x1"] < y["w1"] < y["x2"] < y["w2"]
    assert y["x1*w1"] == (y["x1"] + y["w1"]) / 2
    assert y["n"] == y["o"]


def test_a_term_stands_beside_the_sum_that_takes_it(node):
    out = node(1.0, label="b")
    for term in range(12):
        out = out + (node(2.0) * node(3.0)).named(f"term{term}")
    graph = trace(out)
    plan = layout(graph)
    columns = sorted(set(plan.x))
    for parent, child in plan.edges:
        assert columns.index(plan.x[child]) - columns.index(plan.x[parent]) == 1


def test_an_operand_used_twice_comes_in_two_lines(node):
    a = node(3.0)
    plan = layout(trace(a * a))
    first, second = plan.routes
    assert second[-1][1] - first[-1][1] >= 20
    assert plan.path(0) != plan.path(1)


def test_an_operand_used_twice_over_a_distance_comes_in_two_lines():
    plan = layout(plain_trace([(), (0,), (1,), (0, 2, 0)]))
    long = [route for edge, route in zip(plan.edges, plan.routes, strict=True) if edge == (0, 3)]
    assert len(long) == 2
    assert len(long[0]) > 2
    for one, other in zip(long[0][1:], long[1][1:], strict=True):
        assert one[0] == other[0]
        assert abs(one[1] - other[1]) >= 6


@pytest.mark.parametrize("op", ["-", "/", "**"])
def test_where_the_order_matters_the_first_operand_arrives_on_top(op):
    for parents in ((0, 1), (1, 0)):
        plan = layout(Trace(("", "", op), ((), (), parents), (1.0,) * 3, (None,) * 3, ("",) * 3))
        assert plan.routes[0][-1][1] < plan.routes[1][-1][1]


def test_where_it_does_not_matter_the_lines_do_not_cross():
    plan = layout(plain_trace([(), (), (1, 0)]))
    heights = {
        parent: route[-1][1] for (parent, _), route in zip(plan.edges, plan.routes, strict=True)
    }
    assert (heights[0] < heights[1]) == (plan.y[0] < plan.y[1])


def test_one_node():
    plan = layout(plain_trace([()]))
    assert plan.edges == ()
    assert plan.width > plan.node_width
    assert plan.height > plan.node_height


def test_a_node_that_nobody_uses_is_drawn_too():
    plan = layout(plain_trace([(), (), (0,)]))
    assert len(plan.x) == 3


def test_paths_and_plain_data(neuron):
    plan = layout(trace(neuron))
    plain = plan.to_dict()
    assert plain["edges"] == [list(edge) for edge in plan.edges]
    assert len(plain["paths"]) == len(plan.edges) == 9
    start, end = plan.routes[-1][0], plan.routes[-1][-1]
    assert plan.path(8) == f"M{start[0]:g} {start[1]:g}H{end[0]:g}"
    assert plan.path(8, short=8) == f"M{start[0]:g} {start[1]:g}H{end[0] - 8:g}"


@settings(derandomize=True, deadline=None)
@given(graphs())
def test_the_same_graph_has_the_same_layout(graph):
    assert layout(graph) == layout(graph)


def test_layers_stand_further_apart_where_lines_are_written_on():
    graph = plain_trace([(), (), (0, 1), (2, 0)])
    near, far = layout(graph), layout(graph, gap=120)

    assert far.x[2] - far.x[0] == far.node_width + 120
    assert far.x[2] - far.x[0] > near.x[2] - near.x[0]
    assert far.y == near.y
    assert far.routes[0][-1][0] == far.x[2] - far.node_width / 2
