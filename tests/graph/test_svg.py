import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.graph import Trace, layout, to_svg, trace
from microkit.graph.labels import columns
from microkit.graph.layout import LABEL_LETTER, LETTER

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture):
    return ElementTree.fromstring(picture)


def texts(picture, kind):
    return [
        "".join(t.itertext())
        for t in parsed(picture).iter(f"{SVG}text")
        if kind in t.get("class").split()
    ]


def test_structure(small):
    picture = to_svg(small.run_backward())
    root = parsed(picture)
    assert root.tag == f"{SVG}svg"
    kinds = [group.get("class") for group in root.iter(f"{SVG}g")]
    assert [kinds.count(kind) for kind in ("leaf", "made", "root")] == [3, 1, 1]
    assert texts(picture, "label") == ["a", "b", "e", "c", "d"]
    assert texts(picture, "op") == ["*", "+"]
    assert texts(picture, "data") == ["2", "-3", "-6", "10", "4"]
    assert texts(picture, "grad") == ["-3", "2", "1", "1", "1"]
    assert len(root.findall(f".//{SVG}g[@class='edges']/{SVG}g")) == 4


def test_it_has_a_name_and_a_description(small):
    root = parsed(to_svg(small.run_backward(), title="Lesson 2"))
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "Lesson 2"
    assert "a is 2, gradient -3." in desc.text
    assert "e is a times b, -6, gradient 1." in desc.text
    assert "d is e plus c, 4, gradient 1." in desc.text


def test_two_pictures_on_a_page_share_no_id(small, neuron):
    ids = [re.findall(r' id="([^"]+)"', to_svg(root)) for root in (small, neuron)]
    assert [len(set(found)) for found in ids] == [3, 3]
    assert not set(ids[0]) & set(ids[1])


def test_the_title_alone_makes_other_ids(small):
    ids = [re.findall(r' id="([^"]+)"', to_svg(small, title)) for title in ("one", "two")]
    assert not set(ids[0]) & set(ids[1])


def test_the_same_graph_gives_the_same_bytes(neuron):
    assert to_svg(neuron) == to_svg(trace(neuron))


def test_styles_apply_to_this_picture_only(small):
    sheet = parsed(to_svg(small)).find(f"{SVG}style").text
    key = parsed(to_svg(small)).get("id")
    selectors = re.findall(
        r"([^{}]+)\{[^{}]*\}", sheet.replace("@media (prefers-color-scheme:dark){", "")
    )
    assert len(selectors) > 10
    assert all(selector.strip().startswith(f"#{key}") for selector in selectors)


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script>", "\"&'", "</title><b>", "&lt;", "a\x00b", "]]>", "{#KEY}"]
)
def test_labels_are_text_and_never_markup(node, label):
    picture = to_svg((node(2.0, label=label) * node(3.0, op=label)).named(label), title=label)
    root = parsed(picture)
    allowed = {"svg", "title", "desc", "style", "rect", "g", "path", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    assert root.find(f"{SVG}title").text == label.replace("\x00", "\ufffd")


def test_operations_are_text_and_never_markup(node):
    picture = to_svg(node(2.0, (node(1.0),), "<img src=x>"))
    assert "<img" not in picture
    assert texts(picture, "op") == ["<img src=…"]


def test_a_long_label_is_cut_and_stands_in_the_title_in_full(node):
    label = "the_learning_rate_of_the_first_layer_of_the_model"
    picture = to_svg(-node(2.0, label=label))
    (shown,) = texts(picture, "label")
    assert shown.endswith("…")
    assert len(shown) < len(label)
    titles = [title.text for title in parsed(picture).iter(f"{SVG}title")]
    assert f"{label}: leaf; data 2, gradient not computed" in titles


@settings(derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=30),
            st.sampled_from(["+", "tanh", "leaky_relu", "my_long_operation"]),
            st.floats(),
            st.floats(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_text_fits_its_box(rows):
    size = len(rows) + 1
    graph = Trace(
        ops=("", *(row[1] for row in rows)),
        parents=((), *((i,) for i in range(size - 1))),
        data=(1.0, *(row[2] for row in rows)),
        grads=(1.0, *(row[3] for row in rows)),
        labels=("x", *(row[0] for row in rows)),
    )
    plan = layout(graph)
    for group in parsed(to_svg(graph)).iter(f"{SVG}g"):
        if group.get("class") not in ("leaf", "made", "root"):
            continue
        taken = 12.0
        chip = next((r for r in group.findall(f"{SVG}rect") if r.get("class") == "chip"), None)
        for text in group.findall(f"{SVG}text"):
            kind, shown = text.get("class"), "".join(text.itertext())
            if kind == "label":
                taken = float(text.get("x")) + columns(shown) * LABEL_LETTER
                assert taken <= plan.node_width - 8
            elif kind == "op":
                assert columns(shown) * LETTER <= float(chip.get("width")) - 8
            elif "number" in kind:
                assert float(text.get("x")) - columns(shown) * LETTER >= 12 + 28 + 4
        if chip is not None:
            left, width = float(chip.get("x")), float(chip.get("width"))
            assert left + width <= plan.node_width - 7
            assert left >= taken or left == 8


def test_without_labels_the_operation_takes_their_place(node):
    picture = to_svg(node(2.0) * node(3.0))
    assert texts(picture, "label") == []
    assert texts(picture, "op") == ["*"]
    assert texts(picture, "what").count("leaf") == 2


def lines(picture):
    groups = parsed(picture).findall(f".//{SVG}g[@class='edges']/{SVG}g")
    return [
        (g.get("class"), g[0].get("stroke-dasharray"), float(g[0].get("stroke-width")))
        for g in groups
    ]


def test_the_sign_of_a_gradient_is_a_pattern_and_its_size_a_width(neuron):
    graph = trace(neuron)
    shown = dict(zip(graph.edges, lines(to_svg(neuron)), strict=True))
    by_label = {graph.labels[parent]: line for (parent, _), line in shown.items()}
    assert by_label["x1"][0] == "minus"
    assert by_label["w1"][0] == "plus"
    assert by_label["w2"][0] == "none"
    patterns = {kind: dash for kind, dash, _ in by_label.values()}
    assert patterns["plus"] is None
    assert len(set(patterns.values())) == 3
    assert by_label["x1"][2] > by_label["w1"][2] > by_label["b"][2]


def test_before_backward_all_lines_are_dotted_and_there_is_no_legend(small):
    picture = to_svg(small)
    assert {kind for kind, _, _ in lines(picture)} == {"none"}
    assert set(texts(picture, "grad")) == {"-"}
    assert "gradient above 0" not in picture
    assert "gradient above 0" in to_svg(small.run_backward())


def test_an_operand_used_twice_has_two_lines(node):
    a = node(3.0)
    paths = [
        g[0].get("d") for g in parsed(to_svg(a * a)).findall(f".//{SVG}g[@class='edges']/{SVG}g")
    ]
    assert len(set(paths)) == 2


def test_nan_and_infinity_are_words(node):
    out = (node(math.nan, label="a") * node(math.inf, label="b")).run_backward()
    picture = to_svg(out)
    assert texts(picture, "data") == ["nan", "inf", "nan"]
    assert "nan" not in "".join(
        re.findall(r' (?:x|y|d|width|height|stroke-width)="[^"]*"', picture)
    )


def test_past_150_nodes_there_is_a_sentence(node):
    out = node(1.0)
    for _ in range(75):
        out = out + node(1.0)
    assert len(trace(out)) == 151
    picture = to_svg(out.named("total"))
    assert texts(picture, "label") == ["total has 151 nodes: too many to draw one by one."]
    assert "76 leaves, 75 of '+'." in texts(picture, "what")
    assert "76 leaves, 75 of '+'." in parsed(picture).find(f"{SVG}desc").text


def test_150_nodes_are_drawn(node):
    out = node(1.0)
    for _ in range(149):
        out = -out
    assert len(texts(to_svg(out), "data")) == 150


def test_marks_are_a_frame_a_flag_and_words(small):
    small.run_backward()
    plain, marked = parsed(to_svg(small)), parsed(to_svg(small, marks={1: "differs <here>"}))
    mark = marked.find(f".//{SVG}g[@class='mark']")
    assert [rect.get("class") for rect in mark.findall(f"{SVG}rect")] == ["frame", "flag"]
    assert mark.find(f"{SVG}text").text == "differs <here>"
    assert marked.find(f"{SVG}desc").text == (f"{plain.find(f'{SVG}desc').text} b: differs <here>.")
    assert plain.get("viewBox") == marked.get("viewBox")
    assert ".flag" not in to_svg(small)


def test_a_mark_stands_around_its_node(small):
    plan = layout(trace(small))
    mark = parsed(to_svg(small, marks={2: "here"})).find(f".//{SVG}g[@class='mark']")
    left, top = map(float, re.findall(r"[-\d.]+", mark.get("transform")))
    frame = mark.find(f"{SVG}rect[@class='frame']")
    assert left + float(frame.get("width")) / 2 == pytest.approx(plan.x[2], abs=0.1)
    assert top + float(frame.get("height")) / 2 == pytest.approx(plan.y[2], abs=0.1)


def test_the_legend_can_be_left_out(small):
    small.run_backward()
    picture = to_svg(small, legend=False)
    assert "gradient above 0" not in picture
    assert float(parsed(picture).get("width")) == layout(trace(small)).width
