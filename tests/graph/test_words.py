import pytest

from microkit.graph import Trace, trace
from microkit.graph.words import alt_text, formula, headline, node_text, summary


def made(op, *labels):
    size = len(labels)
    return Trace(
        (*([""] * size), op),
        (*([()] * size), tuple(range(size))),
        (2.0,) * (size + 1),
        (None,) * (size + 1),
        (*labels, "out"),
    )


@pytest.mark.parametrize(
    ("op", "labels", "words"),
    [
        ("-", "ab", "a minus b"),
        ("/", "ab", "a divided by b"),
        ("**", "ab", "a to the power of b"),
        ("**3", "a", "a to the power of 3"),
        ("neg", "a", "minus a"),
        ("tanh", "a", "tanh of a"),
        ("max", "ab", "max of a and b"),
        ("+", "abc", "+ of a and b and c"),
        ("sum", "abc", "a plus b plus c"),
        ("dot", "vwxyb", "v times x plus w times y plus b"),
        ("dot", "ab", "dot of a and b"),
        ("tanh dot", "wxb", "tanh of w times x plus b"),
    ],
)
def test_formulas(op, labels, words):
    graph = made(op, *labels)
    assert formula(graph, len(labels)) == words


def test_a_small_graph_is_told_in_full(small):
    assert alt_text(trace(small.run_backward())) == (
        "5 nodes, inputs first. a is 2, gradient -3. b is -3, gradient 2. "
        "e is a times b, -6, gradient 1. c is 10, gradient 1. d is e plus c, 4, gradient 1."
    )


def test_before_backward_it_says_so(small):
    assert "d is e plus c, 4, gradient not computed." in alt_text(trace(small))


def test_one_node(node):
    assert alt_text(trace(node(2.0, label="a"))) == "a is 2, gradient not computed."
    assert headline(trace(node(2.0, label="a"))) == "The value a"


def test_without_labels(node):
    assert alt_text(trace(node(2.0) + node(3.0))).endswith(
        "node 3 is the number 2 plus the number 3, 5, gradient not computed."
    )
    assert headline(trace(node(2.0) + node(3.0))) == "Graph with 3 nodes"


def test_a_larger_graph_is_told_by_inputs_and_result(node):
    x = node(0.5, label="x")
    out = x
    for _ in range(20):
        out = out * x + node(1.0)
    told = alt_text(trace(out.named("y")))
    assert told.startswith(
        "61 nodes: 21 leaves, 20 of '*', 20 of '+'. Inputs and result: x is 0.5,"
    )
    assert "y is node 59 plus the number 1" in told
    assert len(told) < 300


def test_all_about_one_node(small):
    assert node_text(trace(small), 2) == "e: a times b; data -6, gradient not computed"


def test_the_summary_of_many_operations_stays_short():
    size = 400
    ops = ("", *(f"op{i}" for i in range(size)))
    graph = Trace(
        ops,
        ((), *((i,) for i in range(size))),
        (1.0,) * (size + 1),
        (None,) * (size + 1),
        ("",) * (size + 1),
    )
    lines = summary(graph)
    assert lines[0] == "This graph has 401 nodes: too many to draw one by one."
    assert len(lines) < 8
    assert "388 more operations" in " ".join(lines)
