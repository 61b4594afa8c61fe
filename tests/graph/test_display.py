import pytest

import microkit.operations  # noqa: F401   gives Value its operators
from microkit.engine import Value
from microkit.graph import show_as_graph, to_svg


def test_a_value_shows_its_graph():
    out = Value(2.0, "a") * Value(-3.0, "b")
    bundle = out._repr_mimebundle_()
    assert bundle["text/plain"] == repr(out)
    assert to_svg(out) in bundle["text/html"]


def test_a_wide_picture_can_be_scrolled_by_keyboard():
    out = Value(2.0, 'an "a"') * Value(-3.0, "b")
    assert "tabindex" not in out._repr_mimebundle_()["text/html"]
    for _ in range(9):
        out = -out
    out.label = '"<o>"'
    html = out._repr_mimebundle_()["text/html"]
    assert html.startswith('<div style="overflow-x:auto" tabindex="0" data-lm-suppress-shortcuts')
    assert 'aria-label="Graph of &quot;&lt;o&gt;&quot;, scrolls sideways"' in html


def test_a_lone_leaf_is_text():
    assert Value(2.0)._repr_mimebundle_() == {"text/plain": repr(Value(2.0))}


def test_jupyter_finds_it():
    formatters = pytest.importorskip("IPython.core.formatters")
    data, _ = formatters.DisplayFormatter().format(Value(2.0, "a") + 1)
    assert "<svg" in data["text/html"]
    assert data["text/plain"].startswith("Value(data=3.0")


@pytest.fixture
def shown(node):
    return show_as_graph(type("Shown", (node,), {}))


def test_any_class_can(shown):
    assert "<svg" in (shown(2.0) * shown(3.0))._repr_mimebundle_()["text/html"]


def test_a_large_graph_is_a_sentence(shown):
    out = shown(1.0)
    for _ in range(3000):
        out = -out
    assert "3,001 nodes: too many" in out._repr_mimebundle_()["text/html"]


def test_a_cycle_is_the_repr_and_a_sentence(shown):
    out = shown(1.0)
    out._prev = (out,)
    bundle = out._repr_mimebundle_()
    assert set(bundle) == {"text/plain"}
    assert bundle["text/plain"].startswith("Node(1.0)\n(no picture: The graph goes in a circle")


def test_a_broken_class_still_shows_something(shown):
    class Broken(shown):
        label = property(lambda self: 1 / 0, lambda self, label: None)

        def __repr__(self):
            raise RuntimeError("half-written")

    bundle = (Broken(1.0) * Broken(2.0))._repr_mimebundle_()
    assert set(bundle) == {"text/plain"}
    assert "Broken object at" in bundle["text/plain"]
