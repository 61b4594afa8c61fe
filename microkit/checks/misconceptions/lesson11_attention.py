"""Lesson 11: wrong ideas about attention."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_LATER = "np.triu(np.ones((places, places), dtype=bool), 1)"
_HIDDEN = "scores.masked_fill(later, -np.inf)"
_EACH = "(x @ w).reshape(places, heads, size).transpose(0, 1)"
_TOGETHER = "(weights @ v).transpose(0, 1).reshape(places, width)"

_NO_SCALE = Misconception(
    "ATTENTION-NO-SCALE",
    "the scores are not divided",
    "Your scores are as they came out of the product. The longer a query is, the more products are "
    "added, and softmax of large scores listens to one place only. Divide by the root of a head's "
    "size.",
    "11.attention",
    (("attention", " / size**0.5", ""),),
)
_ITSELF = Misconception(
    "ATTENTION-HIDES-ITSELF",
    "a place does not see itself",
    "You hid each place from itself as well. The first place then has nobody to listen to. A place "
    "sees itself and those before it: hidden are the later ones alone.",
    "11.attention",
    (("attention", _LATER, _LATER.replace(", 1)", ", 0)")),),
)

ATTENTION = (
    Misconception(
        "ATTENTION-NO-MASK",
        "no place is hidden",
        "Every place sees all the others, the later ones too. While it trains, each place can read "
        "the letter that it is to guess; when it invents, there is nothing to read. Hide what "
        "comes later before softmax makes shares.",
        "11.attention",
        (("attention", _HIDDEN, "scores"),),
    ),
    Misconception(
        "ATTENTION-MASK-REVERSED",
        "hides what came before",
        "Your places see the future and not the past. The row is the place that asks, the column "
        "the one that answers: hidden are the columns to the right of the diagonal.",
        "11.attention",
        (("attention", _LATER, _LATER.replace("triu", "tril").replace(", 1)", ", -1)")),),
    ),
    _ITSELF,
    _ITSELF.also(
        ("attention", _LATER, _LATER.replace(", 1)", ", 0)")), ("attention", "-np.inf", "-1e9")
    ),
    Misconception(
        "ATTENTION-SEES-NEXT",
        "one later place is seen",
        "Each place sees one place too far: the very letter that it is to guess. The diagonal is "
        "still allowed, and what lies to the right of it is not.",
        "11.attention",
        (("attention", _LATER, _LATER.replace(", 1)", ", 2)")),),
    ),
    Misconception(
        "ATTENTION-MASK-ZERO",
        "a score of 0 for what should be hidden",
        "You set the hidden scores to 0. Softmax makes exp(0) = 1 of that, so these places are "
        "still heard. Which score does exp make 0 of?",
        "11.attention",
        (("attention", "-np.inf", "0.0"),),
    ),
    Misconception(
        "ATTENTION-MASK-AFTER",
        "hides the weights after softmax",
        "You set weights to 0 after softmax had shared them out. What is left does not add up to "
        "1, and the first place takes in next to nothing. Hide the scores, before softmax.",
        "11.attention",
        (
            (
                "attention",
                f"{_HIDDEN}.softmax(axis=-1)",
                "scores.softmax(axis=-1).masked_fill(later, 0.0)",
            ),
        ),
    ),
    Misconception(
        "ATTENTION-AXIS",
        "softmax over those who ask",
        "Your weights add up to 1 down each column: the places that ask share one answer among "
        "them. Each place that asks has a whole to share out: along its row.",
        "11.attention",
        (("attention", "softmax(axis=-1)", "softmax(axis=-2)"),),
    ),
    Misconception(
        "ATTENTION-NO-SOFTMAX",
        "scores where the weights belong",
        "You multiplied the values by the scores themselves. Softmax makes weights of them, which "
        "are above 0 and add up to 1.",
        "11.attention",
        (("attention", f"{_HIDDEN}.softmax(axis=-1)", "scores.masked_fill(later, 0.0)"),),
    ),
    _NO_SCALE,
    Misconception(
        "ATTENTION-SCALE-WIDTH",
        "divides by the root of the whole width",
        "You divided by the root of the whole width. A head compares its own part alone: with 4 "
        "heads of 32 numbers, each score is a sum of 8 products.",
        "11.attention",
        (("attention", "size**0.5", "width**0.5"),),
    ),
    Misconception(
        "ATTENTION-SCALE-NO-ROOT",
        "divides by the size, not by its root",
        "You divided by the size of a head. Products of both signs add up to something like the "
        "*root* of their number.",
        "11.attention",
        (("attention", "size**0.5", "size"),),
    ),
    Misconception(
        "ATTENTION-QUERY-QUERY",
        "compares queries with queries",
        "You compared the queries with each other. What a place looks for and what it offers are "
        "two things: queries are compared with keys.",
        "11.attention",
        (("attention", "q @ k.transpose(1, 2)", "q @ q.transpose(1, 2)"),),
    ),
    Misconception(
        "ATTENTION-KEYS-ASK",
        "queries and keys have changed places",
        "In your scores, the keys ask and the queries answer. Row i of the scores belongs to the "
        "query of place i: it asks, and column j answers with the key of place j.",
        "11.attention",
        (("attention", "q @ k.transpose(1, 2)", "k @ q.transpose(1, 2)"),),
    ),
    Misconception(
        "ATTENTION-WEIGHS-INPUTS",
        "takes in keys in place of values",
        "What is taken in are your keys. A key says what a place can be found by; its value says "
        "what it has to tell. The weights are for the values.",
        "11.attention",
        (("attention", "weights @ v", "weights @ k"),),
    ),
    Misconception(
        "ATTENTION-TRANSPOSED",
        "multiplies by the matrices turned around",
        "Your queries, keys and values are x times the turned matrices. Here a matrix has a row "
        "for each number that goes in and a column for each that comes out: x @ wq.",
        "11.attention",
        (("attention", "(x @ w)", "(x @ w.T)"),),
    ),
    Misconception(
        "ATTENTION-ONE-HEAD",
        "one head, whatever heads says",
        "All columns make one score together, so there is one head, whatever `heads` says. With "
        "two heads, the first half of the columns asks one thing and the second half another.",
        "11.attention",
        (("attention", "size = width // heads", "size, heads = width, 1"),),
    ),
    Misconception(
        "ATTENTION-HEADS-MIXED",
        "cuts the numbers across the places",
        "reshape lays all numbers in a row and cuts it anew. With the heads as the first axis, a "
        "head got some places with all their columns. It should get all places with some columns: "
        "cut the columns first, then swap the axes.",
        "11.attention",
        (("attention", _EACH, "(x @ w).reshape(heads, places, size)"),),
    ),
    Misconception(
        "ATTENTION-HEADS-NOT-TURNED-BACK",
        "the axes are not swapped back",
        "Your result still has the heads as its first axis when it is laid flat, so numbers of "
        "different places stand in one row. Swap places and heads back first.",
        "11.attention",
        (("attention", _TOGETHER, "(weights @ v).reshape(places, width)"),),
    ),
    Misconception(
        "ATTENTION-NO-OUT",
        "wo is forgotten",
        "What the heads found is returned as it lies. wo mixes it: without it, what one head found "
        "stays in its own columns.",
        "11.attention",
        (("attention", " @ wo", ""),),
    ),
    Misconception(
        "ATTENTION-DETACHED",
        "weights from the numbers, outside of the graph",
        "The result is right, and wq and wk hear nothing: the weights were computed from plain "
        "arrays. They would stay as chance made them. Compute with the Tensors.",
        "11.attention",
        (("attention", "(weights @ v)", "(Tensor(weights.data) @ v)"),),
    ),
)
