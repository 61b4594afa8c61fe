"""Lesson 02, one step back: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

# In the order in which they are asked. They do not overlap: each slip fails one of them.
RULE_QUESTIONS = (
    Question(
        "forward",
        "Is the value of the result right?",
        0.05,
        "Look at the first half: which number does this gate make, before any gradient?",
    ),
    Question(
        "numbers",
        "Does it also work with a plain number beside a Value?",
        0.05,
        "Try the line above in a cell of its own, and look at what `self` and `other` are.",
    ),
    Question(
        "everyone",
        "Does every input get something?",
        0.10,
        "Each input that moves the result must get a message. Is there a line for each?",
    ),
    Question(
        "upstream",
        "Is the gradient from above used?",
        0.25,
        "Twice the message from above must bring twice the gradient. Move the upstream slider.",
    ),
    Question(
        "accumulate",
        "Is it added to what is already there?",
        0.25,
        "A value that is used twice gets two messages. What was there stays; the new share comes "
        "on top.",
    ),
    Question(
        "slope",
        "Is the local slope right?",
        0.20,
        "Nudge this input by 0.001 and leave the other alone. By how much does the result move?",
    ),
    Question(
        "graph",
        "Are the inputs remembered as parents?",
        0.10,
        "The result must remember both inputs in `_prev`, or no message can travel on.",
    ),
)
CHAIN_QUESTIONS = (
    Question("seed", "Does the end of the chain start with 1?", 0.25),
    Question("order", "Does every gate fire after its message has arrived?", 0.45),
    Question("once", "Does every gate fire once?", 0.30),
)


def _rule(
    name: str,
    points: float,
    ops: tuple[str, ...],
    methods: tuple[str, ...],
    title: str,
    section: str,
) -> Exercise:
    targets = tuple(f"Value.{method}" for method in methods)
    target = targets[0] if len(targets) == 1 else targets
    return Exercise(f"02.{name}", target, points, title, section, "rule", RULE_QUESTIONS, ops)


_RULES = twins(
    (_rule("add", 2, ("+",), ("__add__",), "a + b", "2.3"), 1),
    (_rule("mul", 2, ("*",), ("__mul__",), "a * b", "2.2"), 2),
    (_rule("pow", 2, ("**",), ("__pow__",), "a ** n", "2.4"), 1),
    (_rule("div", 3, ("/",), ("__truediv__", "__rtruediv__"), "a / b", "2.5"), 1),
    (_rule("minus", 1, ("neg", "-"), ("__neg__", "__sub__"), "-a and a - b", "2.6"), 1),
)

EXERCISES = (
    *(exercise for exercise in _RULES if not exercise.fresh),
    Exercise("02.chain", "chain_by_hand", 2, "the chain by hand", "2.7", "chain", CHAIN_QUESTIONS),
    predictions("02", "2.2", (
        ("mul", "Is there a number for the times gate?"),
        ("add", "Is there a number for a + a?"),
    )),
    *(exercise for exercise in _RULES if exercise.fresh),
)  # fmt: skip
