"""The bug hunt has an answer, and no graph gives it away."""

from itertools import permutations

import pytest

from microkit.checks import check, puzzles
from microkit.errors import MicrokitError

EXPOSED = {
    bug: {graph for graph in puzzles.GRAPHS if puzzles.error(bug, graph) > 0.01}
    for bug in puzzles.BUGS
}


def test_five_bugs_and_five_graphs_can_be_matched():
    assert len(puzzles.BUGS) == len(puzzles.GRAPHS) == 5
    assert any(
        all(graph in EXPOSED[bug] for bug, graph in zip(puzzles.BUGS, order, strict=True))
        for order in permutations(puzzles.GRAPHS)
    )


@pytest.mark.parametrize("graph", puzzles.GRAPHS)
def test_no_graph_exposes_all_and_each_exposes_one(graph):
    found = sum(graph in graphs for graphs in EXPOSED.values())
    assert 0 < found < 5


def test_no_two_bugs_compute_the_same():
    for graph_runs in ([puzzles.run(bug, g) for g in puzzles.GRAPHS] for bug in puzzles.BUGS):
        others = [[puzzles.run(bug, g) for g in puzzles.GRAPHS] for bug in puzzles.BUGS]
        assert others.count(graph_runs) == 1


def test_the_right_way_adds_two_losses_up():
    assert puzzles.run("right", "two losses") == {"a": 12.0, "b": 3.0, "c": 3.0}
    assert puzzles.run("five", "two losses")["a"] == 7.0


def test_a_bug_can_be_read():
    assert puzzles.source("three").startswith("def bug_three(root):\n    root.grad = 1.0")
    assert "queue.pop(0)" in puzzles.source("three")


@pytest.mark.parametrize(("bug", "graph"), [("six", "twice"), ("one", "thrice")])
def test_what_does_not_exist_is_listed(bug, graph):
    with pytest.raises(MicrokitError, match=r"There is no .* There are: "):
        puzzles.run(bug, graph)


RIGHT = {
    "one": "twice",
    "two": "diamond",
    "three": "detour",
    "four": "twins",
    "five": "two losses",
}
CHOSEN = {
    "not yet": ({"one": ...}, ["one"], 'exposed_by["one"] = not chosen yet'),
    "no such graph": (
        {"one": "Twice"},
        ["one"],
        "'Twice', and there is no such graph: there are twice, diamond, detour, twins, two losses",
    ),
    "for two bugs": (
        {"one": "diamond"},
        ["two"],
        "'diamond', used for one and two: which of them has another graph?",
    ),
    "where it is right": (
        {"two": "detour"},
        ["two"],
        "'detour', and on that graph bug two is right",
    ),
}


@pytest.mark.parametrize("how", CHOSEN)
def test_each_way_to_choose_wrong_has_a_sentence_and_costs_one_bug(how):
    change, failed, says = CHOSEN[how]
    report = check("03.bugs", {"exposed_by": {**RIGHT, **change}})
    assert report.failed_questions == failed
    text = " ".join(str(report).split())
    assert says in text
    assert "10000" not in text
    assert sum(sentence in text for _, _, sentence in CHOSEN.values()) == 1


def test_a_graph_that_exposes_nothing_costs_one_bug():
    report = check("03.bugs", {"exposed_by": {**RIGHT, "five": "twins"}})
    assert report.failed_questions == ["five"]
    swapped = {**RIGHT, "one": "diamond", "two": "twice"}
    report = check("03.bugs", {"exposed_by": swapped})
    assert report.failed_questions == ["two"]
    assert report.score == pytest.approx(1.6)
    assert check("03.bugs", swapped).score == report.score  # as the lesson's cell hands it over
    assert "not there yet" in str(check("03.bugs", globals()))


@pytest.mark.parametrize("nonsense", [3, [], {"one": 5}, {1: "twice"}, {"one": "nowhere"}])
def test_nonsense_earns_nothing(nonsense):
    report = check("03.bugs", {"exposed_by": nonsense})
    assert report.score == 0
    assert str(report)
