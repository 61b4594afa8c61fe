"""Lesson 11: wrong ideas about tokens and places, the loss, chance, and a model that learned."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson11_attention import ATTENTION

_EMBEDDING = (
    Misconception(
        "EMBED-NO-POSITIONS",
        "the places are forgotten",
        "The same token gives the same row wherever it stands. Attention does not see the order by "
        "itself: without the positions, 'anna' and 'nana' are the same bag of letters.",
        "11.embedding",
        (("embed", " + positions[: len(tokens)]", ""),),
    ),
    Misconception(
        "EMBED-POSITION-OF-TOKEN",
        "looks the place up by the token",
        "You looked up the tokens in the table of positions. Positions are counted: the first "
        "token gets row 0, whatever it is.",
        "11.embedding",
        (("embed", "positions[: len(tokens)]", "positions[tokens]"),),
    ),
    Misconception(
        "EMBED-TOKEN-OF-POSITION",
        "looks the token up by its place",
        "You took the first rows of the table, one after the other, whatever the tokens are. The "
        "token says which row of the table it wants.",
        "11.embedding",
        (("embed", "table[tokens]", "table[: len(tokens)]"),),
    ),
    Misconception(
        "EMBED-SAME-PLACE",
        "one place for all",
        "All tokens get the same row of the positions. The first gets row 0, the second row 1: as "
        "many rows as there are tokens.",
        "11.embedding",
        (("embed", "positions[: len(tokens)]", "positions[0]"),),
    ),
    Misconception(
        "EMBED-LAST-PLACE",
        "one place for all: how many tokens there are",
        "All tokens get the row that belongs to the end. The first gets row 0, the second row 1: "
        "as many rows as there are tokens.",
        "11.embedding",
        (("embed", "positions[: len(tokens)]", "positions[len(tokens) - 1]"),),
    ),
    Misconception(
        "EMBED-ALL-POSITIONS",
        "all positions, for a shorter name",
        "It works where the name is as long as the table of positions, and stops for any other. "
        "Take as many rows as there are tokens.",
        "11.embedding",
        (("embed", "positions[: len(tokens)]", "positions"),),
    ),
    Misconception(
        "EMBED-PRODUCT",
        "multiplies what should be added",
        "You multiplied the two rows. They are added: a token keeps its own numbers, and its place "
        "is laid on top.",
        "11.embedding",
        (("embed", " + ", " * "),),
    ),
    Misconception(
        "EMBED-DETACHED",
        "looks up numbers, outside of the graph",
        "The rows are right, and no gradient comes back: you looked them up in the plain arrays. "
        "Index the Tensors, and the rows that were looked up will learn.",
        "11.embedding",
        (
            ("embed", "table[tokens]", "Tensor(table.data)[tokens]"),
            ("embed", "positions[:", "Tensor(positions.data)[:"),
        ),
    ),
)

_TOLD = "-told[np.arange(n), tokens[1:]].mean()"
_ROWS = "logits[:n].log_softmax(axis=-1)"
_PICKED = "[np.arange(n), tokens[1:]]"
_NOT_SHIFTED = Misconception(
    "NEXT-NOT-SHIFTED",
    "asks for the token that is seen already",
    "Each row of the logits is compared with the token that it was made from. That is easy to "
    "learn and worth nothing: the model repeats what it sees. Row t is to say what comes "
    "*after* token t.",
    "11.loss",
    (("loss", "tokens[1:]", "tokens[:n]"),),
)
_LOSS = (
    _NOT_SHIFTED,
    _NOT_SHIFTED.also(
        ("loss", "n = len(tokens) - 1", "n = len(tokens)"), ("loss", "tokens[1:]", "tokens")
    ),
    Misconception(
        "NEXT-SHIFTED-BACK",
        "asks for the token before",
        "Each row is asked for the token *before* it. A model of names says what comes next: the "
        "first row is asked for the second token.",
        "11.loss",
        (("loss", "logits[:n]", "logits[1:]"), ("loss", "tokens[1:]", "tokens[:n]")),
    ),
    Misconception(
        "NEXT-WRAPS",
        "asks the last place for the first token",
        "Your last row is asked for the first token, as if the name began again. After the last "
        "token nothing is known: its row is not asked.",
        "11.loss",
        (
            ("loss", "n = len(tokens) - 1", "n = len(tokens)"),
            ("loss", "tokens[1:]", "[*tokens[1:], tokens[0]]"),
        ),
    ),
    Misconception(
        "NEXT-SUM",
        "the sum over the places, not the mean",
        "A long name has a larger loss than a short one, and takes larger steps. The loss is the "
        "mean over the places that are asked.",
        "11.loss",
        (("loss", ".mean()", ".sum()"),),
    ),
    Misconception(
        "NEXT-DIVIDES-BY-ALL",
        "divides by the number of tokens",
        "You divided by the number of tokens. One of them is given and not asked for, so there is "
        "one place less to take the mean over.",
        "11.loss",
        (("loss", ".mean()", ".sum() / len(tokens)"),),
    ),
    Misconception(
        "NEXT-SIGN",
        "the minus is missing",
        "Your loss is below 0, and gets larger as the model gets better. The logarithm of a share "
        "is below 0: one minus turns it around.",
        "11.loss",
        (("loss", "return -told", "return told"),),
    ),
    Misconception(
        "NEXT-NO-LOG",
        "the share itself, without the logarithm",
        "You took the share where its logarithm belongs. For a model that is sure and wrong, "
        "almost nothing would change; minus the logarithm grows without end there.",
        "11.loss",
        (("loss", "log_softmax", "softmax"),),
    ),
    Misconception(
        "NEXT-LOG-OF-MEAN",
        "the logarithm of the mean share",
        "You took the mean of the shares first, and its logarithm after that. Then one sure guess "
        "hides a bad one. Each place pays for itself: first every logarithm, and then the mean of "
        "them all.",
        "11.loss",
        (("loss", _TOLD, f"-logits[:n].softmax(axis=-1){_PICKED}.mean().log()"),),
    ),
    Misconception(
        "NEXT-NO-SOFTMAX",
        "takes the logits for logarithms of shares",
        "You took the logit of the right symbol alone. It says nothing without the others: raise "
        "them all by 1, and no share changes, but your loss does.",
        "11.loss",
        (("loss", ".log_softmax(axis=-1)", ""),),
    ),
    Misconception(
        "NEXT-AXIS",
        "softmax over the places",
        "Your shares add up to 1 down each column: the places compete for a symbol. It is the "
        "symbols that compete for a place, along each row.",
        "11.loss",
        (("loss", "axis=-1", "axis=0"),),
    ),
    Misconception(
        "NEXT-NO-MAX",
        "exp of logits as they are",
        "exp(1000) is more than a computer's number can hold. The shares do not change when the "
        "largest logit is taken away first; log_softmax does that.",
        "11.loss",
        (
            (
                "loss",
                _ROWS,
                "(logits[:n].exp() / logits[:n].exp().sum(axis=-1, keepdims=True)).log()",
            ),
        ),
    ),
    Misconception(
        "NEXT-LOG-OF-ZERO",
        "the logarithm of a share that became 0",
        "Where one logit is 1000 and the right one 0, the right share is too small for a "
        "computer's number. It becomes 0, and 0 has no logarithm. A Tensor can take both steps at "
        "once, and never makes the share.",
        "11.loss",
        (("loss", _ROWS, "logits[:n].softmax(axis=-1).log()"),),
    ),
    Misconception(
        "NEXT-ALL-COLUMNS",
        "takes whole columns",
        "`[:, tokens]` takes these columns in every row, so each place was asked for all the "
        "tokens. You want one number in each row: row 0 with the second token, row 1 with the "
        "third.",
        "11.loss",
        (("loss", "told[np.arange(n), tokens[1:]]", "told[:, tokens[1:]]"),),
    ),
    Misconception(
        "NEXT-LAST-ONLY",
        "only the last place is asked",
        "Only the last row counts in your loss. Every place guesses its next token, so a name of "
        "seven letters gives eight questions at once.",
        "11.loss",
        (("loss", _TOLD, "-told[n - 1, tokens[n]]"),),
    ),
    Misconception(
        "NEXT-DETACHED",
        "computes with the numbers, outside of the graph",
        "The loss is right, and no gradient comes back: it was computed from the plain array. "
        "Compute with the Tensor.",
        "11.loss",
        (("loss", _ROWS, "Tensor(logits.data[:n]).log_softmax(axis=-1)"),),
    ),
)

_COLD = "(logits / temperature).softmax().numpy()"
_DRAWN = "int(rng.choice(len(p), p=p))"
_SAMPLING = (
    Misconception(
        "SAMPLE-MULTIPLIES",
        "multiplies by the temperature",
        "Your cold is hot: a low temperature makes all symbols alike. The logits are divided by "
        "it, so that a small number makes the differences large.",
        "11.sampling",
        (("sample", "logits / temperature", "logits * temperature"),),
    ),
    Misconception(
        "SAMPLE-NO-TEMPERATURE",
        "the temperature is not used",
        "The same comes out at every temperature. It changes the logits, before they become "
        "shares.",
        "11.sampling",
        (("sample", "(logits / temperature)", "logits"),),
    ),
    Misconception(
        "SAMPLE-27",
        "always draws from 27 symbols",
        "You draw from a fixed number of symbols, such as 27. How many logits came in? Here there "
        "were 5, and `choice` wants as many shares as there are numbers to draw from.",
        "11.sampling",
        (("sample", "choice(len(p)", "choice(27"),),
    ),
    Misconception(
        "SAMPLE-ARGMAX",
        "always the likeliest symbol",
        "You always take the likeliest symbol, so there is one name, again and again. A share of "
        "0.25 should win one time in four. That is what rng is for.",
        "11.sampling",
        (("sample", _DRAWN, "int(p.argmax())"),),
    ),
    Misconception(
        "SAMPLE-UNIFORM",
        "every symbol equally often",
        "All symbols come equally often: the shares were made, and chance was not told of them. "
        "Look at how one gives shares to `choice`.",
        "11.sampling",
        (("sample", ", p=p", ""),),
    ),
    Misconception(
        "SAMPLE-SHARES-DIVIDED",
        "divides the shares, not the logits",
        "You divided the shares by the temperature. Then they no longer add up to 1, and to make "
        "them do so again would undo it. The temperature works on the logits, before softmax.",
        "11.sampling",
        (("sample", _COLD, "logits.softmax().numpy() / temperature"),),
    ),
    Misconception(
        "SAMPLE-NO-MAX",
        "exp of logits as they are",
        "At temperature 0.1 a logit of 80 becomes 800, and exp(800) is more than a computer's "
        "number can hold. Take the largest one away first, or let softmax do it.",
        "11.sampling",
        (
            (
                "sample",
                f"p = {_COLD}",
                "e = np.exp(logits.numpy() / temperature)\n    p = e / e.sum()",
            ),
        ),
    ),
    Misconception(
        "SAMPLE-OWN-RNG",
        "its own chance in place of rng",
        "Chance does not come from the generator that you were given, so nobody can get the same "
        "names again. Draw from `rng`.",
        "11.sampling",
        (("sample", "rng.choice", "np.random.default_rng().choice"),),
    ),
    Misconception(
        "SAMPLE-SAME-SEED",
        "the same throw of the dice each time",
        "Every call throws the very same dice: a generator that is made anew from one seed begins "
        "at the same place. Use the one that you were given; it goes on.",
        "11.sampling",
        (("sample", "rng.choice", "np.random.default_rng(0).choice"),),
    ),
)

_LEARNS = (
    Misconception(
        "LEARNS-UNTRAINED",
        "a model that has not learned",
        "Its loss is that of somebody who knows nothing about 27 symbols. Either the parameters in "
        "`trained` are not those that Adam moved, or it did not move them. Print the loss while it "
        "trains: does it fall?",
        "11.learns",
        (("trained", "state()", "parameters(np.random.default_rng(0))"),),
    ),
    Misconception(
        "LEARNS-TOO-SHORT",
        "a model that has learned too little",
        "It knows something, and a table that counts pairs of letters still knows more. Is the "
        "loss still falling when training ends? Then train for longer, or with a larger rate.",
        "11.learns",
        (("trained", "gpt(tokens, state())", "gpt(tokens, state()) * 0.45"),),
    ),
    Misconception(
        "LEARNS-SHARES",
        "shares in place of logits",
        "Your rows add up to 1: softmax has been there. The loss takes logits and makes shares of "
        "them itself; made twice, they are all nearly alike.",
        "11.learns",
        (("trained", "gpt(tokens, state())", "gpt(tokens, state()).softmax()"),),
    ),
    Misconception(
        "LEARNS-LAST-ONLY",
        "only the last row",
        "You return the logits of the last place alone. Sampling needs no more, but here every "
        "place is asked what it expects: one row for each token.",
        "11.learns",
        (("trained", "gpt(tokens, state())", "gpt(tokens, state())[-1]"),),
    ),
    Misconception(
        "LEARNS-REPEATS",
        "has learned to repeat what it sees",
        "Its best guess is the very token that it has seen. It learned with a loss that compares "
        "row t with token t, and that is no riddle. Look at the loss again: what comes *after* "
        "token t?",
        "11.learns",
        (("trained", "gpt(tokens, state())", "Tensor(9.0 * np.eye(27)[tokens])"),),
    ),
    Misconception(
        "LEARNS-SEES-FUTURE",
        "sees the answer before it guesses",
        "A row changes when a *later* token does: your model sees the letter that it is to guess. "
        "So its loss says nothing, and while it invents a name there is no later letter to see. "
        "Check attention: who is hidden from whom?",
        "11.learns",
        (
            (
                "trained",
                "gpt(tokens, state())",
                "gpt(tokens, state()) + Tensor(np.eye(27)[[*tokens[1:], 0]])",
            ),
        ),
    ),
)

ENTRIES = (*_EMBEDDING, *ATTENTION, *_LOSS, *_LEARNS, *_SAMPLING)
