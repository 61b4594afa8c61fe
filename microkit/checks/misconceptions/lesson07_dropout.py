"""Lesson 07, dropout: wrong ways to drop."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_EARLY = "    if not training or p == 0:\n        return list(xs)\n"
_COIN = "(rng.random() >= p)"
_DROPPED = f"[x * ({_COIN} / (1 - p)) for x in xs]"

DROPOUT = (
    Misconception(
        "DROPOUT-NO-SCALE",
        "no 1/(1-p)",
        "The survivors are as loud as before, so the layer as a whole has become quieter: with "
        "p = 0.25 it says three quarters of what it said. Make up for those that are silent.",
        "07.dropout",
        (("dropout", f"({_COIN} / (1 - p))", _COIN),),
    ),
    Misconception(
        "DROPOUT-ONE-MASK",
        "one coin for the whole layer",
        "You toss one coin for the whole list: all units speak, or none does. Each unit needs a "
        "coin of its own.",
        "07.dropout",
        (
            (
                "dropout",
                f"    return {_DROPPED}",
                f"    coin = {_COIN}\n    return [x * (coin / (1 - p)) for x in xs]",
            ),
        ),
    ),
    Misconception(
        "DROPOUT-NOTHING",
        "drops nothing",
        "Everything passes, in training too. Toss a coin for each unit, and silence those that "
        "lose.",
        "07.dropout",
        (("dropout", _DROPPED, "list(xs)"),),
    ),
    Misconception(
        "DROPOUT-INVERTED",
        "keeps what should be dropped",
        "You keep the share p and drop the rest. p is the share that is dropped: with p = 0.2 four "
        "of five units go on speaking.",
        "07.dropout",
        (("dropout", "rng.random() >= p", "rng.random() < p"),),
    ),
    Misconception(
        "DROPOUT-DIVIDES-BY-P",
        "divides by p",
        "You divide the survivors by p. They are the share 1 - p of all: that is what is missing "
        "from the sum.",
        "07.dropout",
        (("dropout", "/ (1 - p)", "/ p"),),
    ),
    Misconception(
        "DROPOUT-SHRINKS",
        "multiplies by 1-p where it should divide",
        "Your survivors are quieter than before. Some units are silent now, so the others must be "
        "louder to make up for them.",
        "07.dropout",
        (("dropout", "/ (1 - p)", "* (1 - p)"),),
    ),
    Misconception(
        "DROPOUT-ALWAYS-ON",
        "drops outside of training too",
        "Units are dropped although training is False. In use, the network should have all of its "
        "units, and give the same answer twice.",
        "07.dropout",
        (("dropout", "if not training or p == 0:", "if p == 0:"),),
    ),
    Misconception(
        "DROPOUT-TEST-SCALED",
        "makes everything quieter outside of training",
        "Outside of training you multiply by 1 - p. Some books do that, and leave the survivors as "
        "they are. Here the survivors are made louder instead, so that nothing is left to do in "
        "use.",
        "07.dropout",
        (
            (
                "dropout",
                _EARLY,
                "    if not training:\n        return [x * (1 - p) for x in xs]\n",
            ),
        ),
    ),
    Misconception(
        "DROPOUT-REMOVES",
        "takes the dropped units out of the list",
        "Your list has become shorter. The next layer has a weight for each place, and now the "
        "places do not match. A dropped unit stays in its place and holds 0.",
        "07.dropout",
        (("dropout", _DROPPED, f"[x / (1 - p) for x in xs if {_COIN}]"),),
    ),
    Misconception(
        "DROPOUT-OWN-COINS",
        "takes its coins from somewhere else",
        "Your coins do not come from `rng`. Then nobody can repeat a run: two equal rngs must give "
        "equal coins.",
        "07.dropout",
        (("dropout", "rng.random()", "random.random()"),),
    ),
    Misconception(
        "DROPOUT-SAME-COINS",
        "the same coins at every call",
        "Your coins fall in the same way at each call, whatever `rng` is handed in. The same units "
        "would be silent for ever. Take each number from `rng`.",
        "07.dropout",
        (("dropout", "    return [", "    rng = random.Random(0)\n    return ["),),
    ),
    Misconception(
        "DROPOUT-LEAVES-GRAPH",
        "makes new Values",
        "You make new Values from the numbers. They do not know where they came from, so no "
        "gradient reaches the layer before. Multiply the Value itself.",
        "07.dropout",
        (("dropout", "[x * (", "[type(x)(x.data) * ("),),
    ),
)
