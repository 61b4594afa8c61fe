"""Lesson 11, a tiny GPT: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_EMBEDDING = Exercise(
    "11.embedding", "embed", 2, "what a token is, and where", "11.2", "experiment",
    (
        Question(
            "shape", "Is there one row for each token?", 0.1,
            "Four tokens in, four rows out, as wide as the table.",
        ),
        Question(
            "token", "Does each token bring its own row of the table?", 0.35,
            "Token 5 stands for row 5 of the table, wherever it comes.",
        ),
        Question(
            "place", "Does each place add its own row?", 0.3,
            "The first token gets row 0 of the positions, the second row 1, and so on.",
        ),
        Question(
            "gradient", "Do both tables hear?", 0.25,
            "A row that is looked up twice hears twice. Compute with the Tensors themselves.",
        ),
    ),
)  # fmt: skip
_ATTENTION = Exercise(
    "11.attention", "attention", 5, "asking those who came before", "11.3", "experiment",
    (
        Question(
            "weights", "Do the weights of each place add up to 1?", 0.15,
            "What a place takes in is a mean. The mean of equal values is that value.",
        ),
        Question(
            "causal", "Does no place see a later one?", 0.25,
            "A place that sees the next letter need not learn to guess it. Change one token: only "
            "this place and the later ones may change.",
        ),
        Question(
            "scores", "Are the scores queries times keys?", 0.15,
            "The score of two places is the product of the query of the one that asks and the key "
            "of the one that answers.",
        ),
        Question(
            "scale", "Are the scores divided by the root of a head's size?", 0.15,
            "Sums of many products are large, and softmax of large scores sees one place only.",
        ),
        Question(
            "heads", "Does each head keep to its own columns?", 0.15,
            "Head 0 has the first columns of queries, keys, values and results, head 1 the next.",
        ),
        Question(
            "out", "Does wo come last?", 0.05,
            "What the heads found lies side by side, and is then multiplied by wo.",
        ),
        Question(
            "gradient", "Do x and all four matrices hear?", 0.1,
            "Compute with the Tensors themselves, from the first product to the last.",
        ),
    ),
)  # fmt: skip
_LOSS = Exercise(
    "11.loss", "loss", 3, "how surprised it is by the next symbol", "11.5", "experiment",
    (
        Question(
            "next", "Is each place asked for the next token?", 0.35,
            "Row t of the logits was made when token t was the last one seen. What should it say?",
        ),
        Question(
            "log", "Is it minus the logarithm of the right share?", 0.2,
            "A share of 1 costs nothing, a share of one half ln 2, and a share near 0 a lot.",
        ),
        Question(
            "mean", "Is it the mean over the places that are asked?", 0.2,
            "Of n tokens the first is given, and n - 1 are asked for. Each has a loss of its own.",
        ),
        Question(
            "gradient", "Do the logits hear?", 0.15,
            "Compute with the Tensor itself. The last row alone hears nothing.",
        ),
        Question(
            "large", "Does it work for logits near 1000?", 0.1,
            "A Tensor knows log_softmax, which takes the largest logit away first, and never takes "
            "the logarithm of a share that has become 0.",
        ),
    ),
)  # fmt: skip
_LEARNS = Exercise(
    "11.learns", "trained", 1, "better than counting pairs", "11.6", "experiment",
    (
        Question(
            "shape", "Is there a row of logits for each token?", 0.15,
            "Three tokens in, three rows of 27 logits out.",
        ),
        Question(
            "logits", "Are they logits, not shares?", 0.1,
            "The loss makes shares of them. Shares of shares are all alike.",
        ),
        Question(
            "steady", "Does it say the same when asked twice?", 0.1,
            "Nothing is left to chance here: the dice come in with sample.",
        ),
        Question(
            "next", "Does it guess the next symbol, and not the one it sees?", 0.1,
            "Which token was each row of the logits compared with when it learned?",
        ),
        Question(
            "guess", "Has it learned anything?", 0.15,
            "Whoever knows nothing about 27 symbols has a loss of ln 27 = 3.3.",
        ),
        Question(
            "bigram", "Is it better than a table of pairs?", 0.2,
            "The table knows one letter back. Train for longer, or look at how the loss falls.",
        ),
        Question(
            "honest", "Does it guess without seeing the answer?", 0.2,
            "Change a token: the rows before it must stay as they are.",
        ),
    ),
)  # fmt: skip
_SAMPLING = Exercise(
    "11.sampling", "sample", 1, "one symbol by chance", "11.7", "experiment",
    (
        Question(
            "chance", "Does each symbol come as often as its share says?", 0.35,
            "A share of 0.4 should come four times in ten, and a small share now and then.",
        ),
        Question(
            "temperature", "Does the temperature divide the logits?", 0.35,
            "Below 1 the likely get likelier. Above 1 all come nearer to each other.",
        ),
        Question(
            "cold", "Does it work at temperature 0.1?", 0.15,
            "Logits divided by 0.1 are ten times as large, and exp of 800 is too large for a "
            "computer. Softmax of a Tensor can do it.",
        ),
        Question(
            "rng", "Does chance come from rng?", 0.15,
            "Two generators with one seed must give the same names.",
        ),
    ),
)  # fmt: skip

EXERCISES = (
    *(
        _SHOWN := twins((_EMBEDDING, 1), (_ATTENTION, 2), (_LOSS, 1), (_LEARNS, 1), (_SAMPLING, 1))
    )[:5],
    predictions("11", "11.1", (
        ("start", "Is there a number for the loss at the start?"),
        ("cold", "Is there a choice for temperature 0.1?"),
    )),
    *_SHOWN[5:],
)  # fmt: skip
