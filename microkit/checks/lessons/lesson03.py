"""Lesson 03, the right order: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_ORDER = Exercise(
    "03.order", "topological_order", 4, "the right order", "3.2", "experiment",
    (
        Question(
            "all", "Is every node there?", 0.25,
            "The list begins with numbers that somebody typed, and ends with the result. All nodes "
            "in between are there, too.",
        ),
        Question(
            "once", "Is every node there once?", 0.15,
            "A node that is used twice is reached twice. Keep a note of where you have been.",
        ),
        Question(
            "parents", "Does every node come after its parents?", 0.35,
            "A node may be written down when all of its parents have been. Which of your lines "
            "writes it down, and is it before or after the walk to the parents?",
        ),
        Question(
            "end", "Does the result come last?", 0.15,
            "Parents before children: what everything was made for stands at the end.",
        ),
        Question(
            "fresh", "Does every call begin with an empty list?", 0.05,
            "Call it for one graph, and then for another: nothing of the first may be left over.",
        ),
        Question(
            "deep", "Does it get to the end of a deep graph?", 0.05,
            "A sum of 300 numbers is 300 steps deep.",
        ),
    ),
)  # fmt: skip
_BACKWARD = Exercise(
    "03.backward", "Value.backward", 5, "backward", "3.3", "experiment",
    (
        Question(
            "seed", "Does the result start with 1?", 0.15,
            "How much does the result move when the result moves by one? That goes into its own "
            "grad, before anybody fires.",
        ),
        Question(
            "gate", "Does one gate pass its message on?", 0.10,
            "With one gate there is one rule to call: that of the result itself.",
        ),
        Question(
            "chain", "Does the message travel through several gates?", 0.15,
            "A gate can pass on only what has arrived. Start at the result, and go back.",
        ),
        Question(
            "shared", "Is a node that is used twice right?", 0.20,
            "A node that is used twice gets two messages. It fires once, when both are there.",
        ),
        Question(
            "paths", "Does a gate wait for a message that takes a long way?", 0.20,
            "One message may come over one gate, another over three. Before both are there, the "
            "node must not fire.",
        ),
        Question(
            "equal", "Are two nodes with the same number both visited?", 0.05,
            "Keep a note of nodes, not of their numbers.",
        ),
        Question(
            "again", "Do leaves add up from call to call, and inner nodes start afresh?", 0.10,
            "What a leaf holds stays, and the new gradient comes on top. What a node in between "
            "holds is left over from the last call, and must go first.",
        ),
        Question(
            "deep", "Does it get to the end of a deep graph?", 0.05,
            "A sum of 300 numbers is 300 steps deep.",
        ),
    ),
)  # fmt: skip
_ZERO_GRAD = Exercise(
    "03.zero_grad", "zero_grad", 1, "zero_grad", "3.4", "experiment",
    (
        Question(
            "zero", "Is every gradient 0 afterwards?", 0.5,
            "It is the node's own `.grad` that must change, and that of every node.",
        ),
        Question(
            "numbers", "Do the numbers stay as they are?", 0.2,
            "Only `grad` goes back to 0; `data` is what was learned.",
        ),
        Question(
            "all", "Does it go through all that it is given?", 0.15,
            "Look at each node once, from the first to the last.",
        ),
        Question(
            "iterable", "Does it take a tuple and a generator, too?", 0.15,
            "A `for` loop takes whatever can be walked through. An index or `len` needs a list.",
        ),
    ),
)  # fmt: skip
_BUGS = Exercise(
    "03.bugs", "exposed_by", 2, "the bug hunt", "3.5", "experiment",
    tuple(
        Question(
            bug, f"Does your graph show what is wrong with bug {bug}?", 0.2,
            "Read the bug as a story: who fires first, and who should have waited for whom? Then "
            "look for a graph in which that matters. Each graph is used once.",
        )
        for bug in ("one", "two", "three", "four", "five")
    ),
    takes_dict=True,
)  # fmt: skip

EXERCISES = (
    *(_SHOWN := twins((_ORDER, 2), (_BACKWARD, 3), (_ZERO_GRAD, 1), (_BUGS, 0)))[:4],
    predictions("03", "3.1", (
        ("losses", "Is there a number for two losses that share a?"),
        ("next", "Is there a choice for who may fire next?"),
    )),
    *_SHOWN[4:],
)  # fmt: skip
