"""Lesson 08, one op, one class: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_ENGINE = Exercise(
    "08.engine", "Value", 6, "an engine that multiplies and adds once", "8.2", "experiment",
    (
        Question(
            "forward", "Are the values of the operators right?", 0.15,
            "Each operator and each curve makes one new Value. Plain numbers may stand on both "
            "sides.",
        ),
        Question(
            "slopes", "Does each operator store its local slopes?", 0.2,
            "An operator says how steep its result is, seen from each parent, in the order of the "
            "parents: `Value(result, parents, slopes)`. No gradient is known yet.",
        ),
        Question(
            "curves", "Does each curve store its local slope?", 0.1,
            "exp, log and relu have one parent each, and one slope: a tuple of one number. Is it "
            "said by the input, or by the result?",
        ),
        Question(
            "chain", "Does backward multiply along a chain?", 0.2,
            "From the end to the leaves: each parent hears the stored slope times what has arrived "
            "at the node. The end starts with 1.",
        ),
        Question(
            "shared", "Does it add where ways meet again?", 0.2,
            "A node may only hand on its gradient once everything has arrived at it. Is each "
            "parent visited after all its children, and does each share come on top?",
        ),
        Question(
            "accumulate", "Do two losses add up?", 0.1,
            "Two results may share a leaf. After `backward` on both it has heard from both.",
        ),
        Question(
            "deep", "Does it reach the far end of a long chain?", 0.05,
            "300 nodes in a row are a small network. Does the walk stop early?",
        ),
    ),
)  # fmt: skip
_OPERATION = Exercise(
    "08.operation", "Operation", 3, "a base class for operations", "8.4", "experiment",
    (
        Question(
            "forward", "Does of(...) make a node with the value of forward?", 0.2,
            "`of` asks the subclass for `forward`, and puts its number into a new Value.",
        ),
        Question(
            "given", "Do both halves get what they need?", 0.15,
            "`forward` gets plain numbers, and `backward` gets g, the result, and the same numbers "
            "again.",
        ),
        Question(
            "shares", "Does each input hear its share?", 0.25,
            "`backward` returns one share for each input, in the order of the inputs.",
        ),
        Question(
            "upstream", "Does what arrives from above come through?", 0.15,
            "The node stands in the middle of a graph: twice as much from above must bring twice "
            "as much to each input.",
        ),
        Question(
            "numbers", "May a plain number stand beside a Value?", 0.15,
            "Turn plain numbers into Values first: then all inputs look alike.",
        ),
        Question(
            "twice", "May one Value be used twice?", 0.1,
            "Two shares for the same Value add up.",
        ),
    ),
)  # fmt: skip
_OWN = Exercise(
    "08.own", "Own", 3, "an operation of your own", "8.5", "experiment",
    (
        Question(
            "halves", "Are both halves there, with one share for each input?", 0.15,
            "`forward` takes numbers and returns a number; `backward` returns a tuple, also for "
            "one input: `(share,)`.",
        ),
        Question(
            "slope", "Does backward tell the slope of forward?", 0.4,
            "Nudge your own `forward` at this place. For g = 1, each share must be that slope.",
        ),
        Question(
            "upstream", "Is g used, and multiplied with?", 0.25,
            "For g = -3, every share must be -3 times that for g = 1.",
        ),
        Question(
            "own", "Does it do something?", 0.2,
            "An operation that returns its input, or always the same number, changes nothing.",
        ),
    ),
)  # fmt: skip

_EXERCISES = twins((_ENGINE, 3), (_OPERATION, 2), (_OWN, 1))

EXERCISES = (
    *_EXERCISES[:3],
    predictions("08", "8.1", (
        ("bugs", "Is there a choice for the bug that can still be written?"),
        ("square", "Is there a number for a * a?"),
    )),
    *_EXERCISES[3:],
)  # fmt: skip
