"""Lesson 04, curves: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

# In the order in which they are asked. They do not overlap: each slip fails one of them.
CURVE_QUESTIONS = (
    Question(
        "forward",
        "Is the value of the result right?",
        0.10,
        "Look at the first half: which number does this curve make of x, before any gradient?",
    ),
    Question(
        "everyone",
        "Does the input get something?",
        0.10,
        "The rule must add to `self.grad`, and multiply by what has arrived at the result.",
    ),
    Question(
        "upstream",
        "Is the gradient from above used?",
        0.25,
        "Twice the message from above must bring twice the gradient, and a negative one a negative "
        "one.",
    ),
    Question(
        "accumulate",
        "Is it added to what is already there?",
        0.20,
        "A value that is used twice gets two messages. What was there stays; the new share comes "
        "on top.",
    ),
    Question(
        "slope",
        "Is the local slope right, on both sides of 0?",
        0.25,
        "Nudge x by 0.001 and look how far the curve rises, at the x above. Which number is that, "
        "seen from the input, or from the output?",
    ),
    Question(
        "graph",
        "Is the input remembered as a parent?",
        0.10,
        "The result must remember its input in `_prev`, or no message can travel on.",
    ),
)


def _curve(name: str, title: str, section: str) -> Exercise:
    return Exercise(
        f"04.{name}", f"Value.{name}", 2, title, section, "rule", CURVE_QUESTIONS, (name,)
    )


_CHECK_RULE = Exercise(
    "04.check_rule", "check_rule", 2, "compare a rule with nudging", "4.7", "experiment",
    (
        Question(
            "gap", "Is it the distance between the gradient and the slope?", 0.35,
            "For each x there are two numbers: what backward puts into `.grad`, and what `slope` "
            "finds by nudging the value. How far are they apart?",
        ),
        Question(
            "largest", "Is it the largest of all x?", 0.25,
            "One bad x is enough to show that a rule is wrong, wherever it stands in the list.",
        ),
        Question(
            "size", "Does a slope that is too small count as much as one too large?", 0.2,
            "3 below is as far as 3 above: it is the size of the difference that counts.",
        ),
        Question(
            "tells", "Does it tell a right rule from a wrong one?", 0.2,
            "Your function gives the same answer for a right rule and for a wrong one.",
        ),
    ),
)  # fmt: skip

_EXERCISES = twins(
    (_curve("exp", "a.exp()", "4.2"), 1),
    (_curve("log", "a.log()", "4.3"), 1),
    (_curve("tanh", "a.tanh()", "4.4"), 1),
    (_curve("relu", "a.relu()", "4.5"), 1),
    (_curve("sigmoid", "a.sigmoid()", "4.6"), 1),
    (_CHECK_RULE, 1),
)

EXERCISES = (
    *(exercise for exercise in _EXERCISES if not exercise.fresh),
    predictions("04", "4.4", (
        ("tanh_half", "Is there a number for where tanh's slope is 0.5?"),
        ("sigmoid_steepest", "Is there a number for the largest slope of sigmoid?"),
        ("relu_corner", "Is there a choice for relu's slope at 0?"),
    )),
    *(exercise for exercise in _EXERCISES if exercise.fresh),
)  # fmt: skip
