"""Two mistakes that both end in a ValueError need not be the same mistake."""

import pytest
from misconceptions.students_11 import RIGHT

from microkit.checks import check, collect, judge

SAMPLE = "def sample(logits, temperature, rng):\n    "


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("p = logits.softmax().numpy() / temperature; return rng.choice(5, p=p)",
         ["SAMPLE-SHARES-DIVIDED"]),
        ("p = (logits / temperature).softmax().numpy(); return rng.choice(26, p=p)",
         ["SAMPLE-27"]),
        ("raise ValueError('a hat is no rabbit')", []),
    ],
)  # fmt: skip
def test_an_error_names_an_idea_only_where_it_says_the_same(code, named):
    names = {}
    exec(RIGHT + SAMPLE + code, names)
    assert check("11.sampling", names).misconceptions == named


def test_the_students_line_is_no_part_of_what_an_error_says():
    names = {}
    exec(RIGHT + SAMPLE + "return rng.choice(27, p=logits.softmax().numpy())", names)
    answers = collect("11.sampling", names)
    for entry in answers["seen"]:
        if "trouble" in entry:
            entry["trouble"]["text"] += " (in the line: return rng.choice(27, p=shares))"
    assert "SAMPLE-27" in judge("11.sampling", answers).misconceptions


@pytest.mark.parametrize(
    ("exercise", "code"),
    [
        ("06.cross_entropy", "def cross_entropy(zs, target): return (0 * zs[target]).log()"),
        ("11.loss", "def loss(logits, tokens): return (0 * logits).log().mean()"),
    ],
)
def test_code_that_always_stops_is_not_told_about_large_scores(exercise, code):
    names = {}
    exec(code, names)
    assert check(exercise, names).misconceptions == []
