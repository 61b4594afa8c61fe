import math

from microkit.graph import outline, trace


def test_a_tree(small):
    assert outline(small.run_backward()).splitlines() == [
        "d (+) data 4, grad 1",
        "|- e (*) data -6, grad 1",
        "|  |- a data 2, grad -3",
        "|  `- b data -3, grad 2",
        "`- c data 10, grad 1",
    ]


def test_before_backward_a_gradient_is_a_dash(small):
    assert all(line.endswith(", grad -") for line in outline(small).splitlines())


def test_a_shared_node_is_written_out_once(node):
    a = node(3.0, label="a")
    e = (a * a).named("e")
    assert outline((e + e).named("d")).splitlines() == [
        "d (+) data 18, grad -",
        "|- e (*) data 9, grad -",
        "|  |- a data 3, grad -",
        "|  `- a (above) data 3, grad -",
        "`- e (above) data 9, grad -",
    ]


def test_shared_nodes_without_a_name_of_their_own_are_numbered(node):
    x, other = node(3.0), node(4.0, label="x")
    same = node(5.0, label="x")
    text = outline((x * x) + (other * same + other))
    assert "|  |- #1 leaf data 3" in text
    assert "|  `- #1 (above) data 3" in text
    assert "x #3 data 4" in text
    assert "x #3 (above) data 4" in text
    assert "x data 5" in text


def test_every_line_has_data_and_gradient_in_ascii(neuron):
    text = outline(neuron)
    assert text.isascii()
    assert len(text.splitlines()) == 10
    assert all(" data " in line and ", grad " in line for line in text.splitlines())


def test_it_takes_a_trace(neuron):
    assert outline(trace(neuron)) == outline(neuron)


def test_labels_stay_on_their_line(node):
    text = outline(-node(math.nan, label="two\nlines " + "x" * 200))
    assert len(text.splitlines()) == 2
    assert "`- two lines xxx" in text
    assert max(map(len, text.splitlines())) < 100


def test_a_large_graph_is_cut_and_says_so(node):
    out = node(1.0)
    for _ in range(1000):
        out = out + node(1.0)
    lines = outline(out).splitlines()
    assert lines[0] == "2,001 nodes: 1,001 leaves, 1,000 of '+'."
    assert len(lines) < 160
    assert sum("more than 40 steps in: outline this node itself" in line for line in lines) == 1
    assert lines[-1] == "... and 1,920 more nodes."


def test_a_wide_graph_is_cut_by_lines(node):
    out = node(400.0, tuple(node(1.0) for _ in range(400)), "sum")
    lines = outline(out).splitlines()
    assert len(lines) == 152
    assert lines[-1] == "... and 251 more nodes."
