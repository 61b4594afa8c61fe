import shutil
import sys

import pytest

from microkit.errors import GraphError
from microkit.graph import draw_dot, to_dot, trace

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="the dot program is not here")
UGLY = 'a"b\\c <script>&lt;\'&"\\'


def test_nodes_and_edges(small):
    lines = to_dot(small.run_backward()).splitlines()
    assert lines[0] == "digraph {"
    assert '  n0 [label="a\\ndata 2\\ngrad -3"]' in lines
    assert '  n2 [label="e = *\\ndata -6\\ngrad 1"]' in lines
    assert sum(" -> " in line for line in lines) == 4
    assert "  n0 -> n2 [style=dashed penwidth=2.7]" in lines


def test_an_operand_used_twice_has_two_edges(node):
    a = node(3.0)
    assert to_dot(a * a).count("n0 -> n1") == 2


def test_it_takes_a_trace(neuron):
    assert to_dot(trace(neuron)) == to_dot(neuron)


def test_labels_cannot_leave_their_string(node):
    (line,) = [line for line in to_dot(node(1.0, label=UGLY)).splitlines() if "n0 [" in line]
    assert 'a\\"b\\\\c <script>&amp;lt;\'&amp;\\"\\\\\\n' in line


def test_without_the_program_there_is_one_sentence(small, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraphError, match=r"needs the program `dot`.*to_svg"):
        draw_dot(small)


def test_without_the_package_there_is_one_sentence(small, monkeypatch):
    monkeypatch.setitem(sys.modules, "graphviz", None)
    with pytest.raises(
        GraphError, match=r"needs the package graphviz.*pip install graphviz.*to_svg"
    ):
        draw_dot(small)


@needs_dot
def test_an_unknown_format_is_one_sentence(small):
    pytest.importorskip("graphviz")
    with pytest.raises(GraphError, match="no format 'crayon'"):
        draw_dot(small, format="crayon")


@needs_dot
def test_graphviz_draws_labels_as_text(node):
    pytest.importorskip("graphviz")
    picture = draw_dot(node(1.0, label=UGLY) * node(2.0, label="b")).pipe().decode()
    assert "<script>" not in picture
    assert "data 2" in picture
    assert "&lt;script&gt;&amp;lt;" in picture
