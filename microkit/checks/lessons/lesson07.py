"""Lesson 07, better steps: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_MOMENTUM = Exercise(
    "07.momentum", "SGD", 3, "SGD with momentum", "7.2", "experiment",
    (
        Question(
            "length", "Is the first step right?", 0.25,
            "On the first step the velocity is the gradient alone. The step goes against it, and "
            "the rate counts once.",
        ),
        Question(
            "velocity", "Is part of the velocity carried on?", 0.3,
            "The new velocity is the old one times `momentum`, and the gradient on top.",
        ),
        Question(
            "own", "Does each parameter have its own velocity?", 0.25,
            "What one parameter does must not depend on which others are in the list.",
        ),
        Question(
            "plain", "Is it plain SGD with momentum 0?", 0.1,
            "With momentum 0 nothing of the old velocity is left.",
        ),
        Question(
            "grads", "Are the gradients left as they were?", 0.1,
            "`step` reads each gradient, and changes the parameter's `data` alone.",
        ),
    ),
)  # fmt: skip
_ADAM = Exercise(
    "07.adam", "Adam", 5, "Adam", "7.3", "experiment",
    (
        Question(
            "size", "Is a step as long as the rate, whatever the size of the gradient?", 0.2,
            "With both betas at 0, m is the gradient and the root of s is its size. What is one "
            "divided by the other?",
        ),
        Question(
            "start", "Is the first step corrected for the start at zero?", 0.2,
            "m and s start at 0 and are too small at first, each by its own factor. Divide by it.",
        ),
        Question(
            "mean", "Does m follow the gradients?", 0.15,
            "m keeps the share b1 of itself and takes the share 1 - b1 of the gradient.",
        ),
        Question(
            "square", "Does s follow their squares?", 0.15,
            "s keeps the share b2 of itself and takes the share 1 - b2 of the squared gradient.",
        ),
        Question(
            "own", "Does each parameter have its own m and s?", 0.15,
            "What one parameter does must not depend on which others are in the list.",
        ),
        Question(
            "eps", "Is eps in the division?", 0.05,
            "`eps` is added to what you divide by, so that a gradient of 0 does no harm.",
        ),
        Question(
            "grads", "Are the gradients left as they were?", 0.1,
            "`step` reads each gradient, and changes the parameter's `data` alone.",
        ),
    ),
)  # fmt: skip
_SCHEDULE = Exercise(
    "07.schedule", "lr_at", 2, "a rate that falls", "7.4", "experiment",
    (
        Question(
            "start", "Is it the base rate at step 0?", 0.2,
            "Nothing has been used up yet at step 0.",
        ),
        Question(
            "between", "Is it the right share on the way?", 0.3,
            "After 3 of 10 steps, 7 tenths of the base rate are left.",
        ),
        Question(
            "even", "Does it fall by the same amount at each step?", 0.25,
            "The rate falls in a straight line: each step takes as much as the one before.",
        ),
        Question(
            "end", "Is nothing left at the end?", 0.25,
            "At step n the whole way is behind you.",
        ),
    ),
)  # fmt: skip
_DROPOUT = Exercise(
    "07.dropout", "dropout", 2, "dropout", "7.5", "experiment",
    (
        Question(
            "through", "Does everything pass where nothing is to be dropped?", 0.2,
            "Outside of training, or with p = 0, what comes in goes out.",
        ),
        Question(
            "length", "Is there a result for each unit?", 0.1,
            "A unit that is dropped stays in its place: it holds 0.",
        ),
        Question(
            "coin", "Does each unit have its own coin?", 0.2,
            "Of many units, about the share p must be dropped, and the others must not.",
        ),
        Question(
            "scale", "Are the survivors made larger to match?", 0.2,
            "What is left must have the same mean as before. How much louder must each one be?",
        ),
        Question(
            "rng", "Do the coins come from rng?", 0.15,
            "Ask the given `rng` for each number: whoever hands in an equal one gets equal coins.",
        ),
        Question(
            "gradient", "Does the gradient get through?", 0.15,
            "Multiply the Value itself, not its number: only then does the graph go on.",
        ),
    ),
)  # fmt: skip

EXERCISES = (
    *(_SHOWN := twins((_MOMENTUM, 2), (_ADAM, 2), (_SCHEDULE, 1), (_DROPOUT, 1)))[:4],
    predictions("07", "7.3", (
        ("large", "Is there a number for the large gradient?"),
        ("small", "Is there a number for the small gradient?"),
    )),
    *_SHOWN[4:],
)  # fmt: skip
