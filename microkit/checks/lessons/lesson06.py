"""Lesson 06, learning: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_MSE = Exercise(
    "06.mse", "mse", 1, "mean squared error", "6.2", "experiment",
    (
        Question(
            "value", "Is it the squared difference for one pair?", 0.35,
            "Take the difference of answer and target, and square it.",
        ),
        Question(
            "mean", "Is it the mean over the pairs?", 0.3,
            "Add up what all pairs cost, and divide by how many there are.",
        ),
        Question(
            "gradient", "Does the gradient reach every answer?", 0.35,
            "Compute with the Values to the end, so that the loss knows where it came from.",
        ),
    ),
)  # fmt: skip
_HINGE = Exercise(
    "06.hinge", "hinge", 1, "hinge loss", "6.2", "experiment",
    (
        Question(
            "value", "Does a margin below 1 cost what is missing?", 0.3,
            "The margin, score times label, should be 1 or more. What is missing is the price.",
        ),
        Question(
            "beyond", "Does a margin of 1 or more cost nothing?", 0.25,
            "A score that is right by more than 1 costs 0, and never less.",
        ),
        Question(
            "mean", "Is it the mean over the pairs?", 0.2,
            "Add up what all pairs cost, and divide by how many there are.",
        ),
        Question(
            "gradient", "Does the gradient reach every score?", 0.25,
            "Compute with the Values to the end, so that the loss knows where it came from.",
        ),
    ),
)  # fmt: skip
_BCE = Exercise(
    "06.bce", "bce", 1.5, "binary cross-entropy", "6.3", "experiment",
    (
        Question(
            "yes", "Is the price right where the target is 1?", 0.2,
            "Where it happened, what counts is the log of the probability p.",
        ),
        Question(
            "no", "Is the price right where the target is 0?", 0.2,
            "Where it did not happen, what counts is the log of 1 - p.",
        ),
        Question(
            "sign", "Is the loss positive?", 0.2,
            "The log of a probability is negative, and a price is not.",
        ),
        Question(
            "mean", "Is it the mean over the pairs?", 0.15,
            "Add up what all pairs cost, and divide by how many there are.",
        ),
        Question(
            "gradient", "Does the gradient reach every probability?", 0.25,
            "Compute with the Values to the end, so that the loss knows where it came from.",
        ),
    ),
)  # fmt: skip
_L2 = Exercise(
    "06.l2", "l2", 0.5, "a price for large weights", "6.2", "experiment",
    (
        Question(
            "squares", "Is it the sum of the squares?", 0.4,
            "Square each parameter, and add the squares up.",
        ),
        Question(
            "alpha", "Does alpha set the price?", 0.3,
            "Twice the alpha is twice the loss.",
        ),
        Question(
            "gradient", "Does the gradient reach every parameter?", 0.3,
            "Compute with the Values to the end, so that the loss knows where it came from.",
        ),
    ),
)  # fmt: skip
_SOFTMAX = Exercise(
    "06.softmax", "softmax", 0.5, "from scores to probabilities", "6.3", "experiment",
    (
        Question(
            "whole", "Do the probabilities add up to 1?", 0.25,
            "Divide each exp by the sum of all of them.",
        ),
        Question(
            "shares", "Is each share in proportion to exp of its score?", 0.25,
            "A score that is higher by 1 has a share that is e times as large, about 2.7.",
        ),
        Question(
            "large", "Does it work for large scores?", 0.25,
            "exp(710) is more than a float can hold. Only the distances between scores matter: "
            "what can be subtracted from all of them?",
        ),
        Question(
            "gradient", "Does the gradient reach every score?", 0.25,
            "Each score moves all shares, its own and, through the sum, those of the others.",
        ),
    ),
)  # fmt: skip
_CROSS_ENTROPY = Exercise(
    "06.cross_entropy", "cross_entropy", 0.5, "cross-entropy of scores", "6.3", "experiment",
    (
        Question(
            "value", "Is it the log of the target's probability?", 0.3,
            "It is the log of the sum of all exps, minus the score of the target.",
        ),
        Question(
            "sign", "Is the loss positive?", 0.2,
            "The log of a probability is negative, and a price is not.",
        ),
        Question(
            "large", "Does it work for large scores?", 0.2,
            "Take the largest score away from all, and the log of the sum alone: a share of 0 has "
            "no log.",
        ),
        Question(
            "gradient", "Does the gradient reach every score?", 0.3,
            "Compute with the Values to the end, so that the loss knows where it came from.",
        ),
    ),
)  # fmt: skip
_SGD = Exercise(
    "06.sgd", "SGD", 2, "one step downhill", "6.4", "experiment",
    (
        Question(
            "way", "Does a parameter move against its gradient?", 0.25,
            "The gradient points to where the loss grows. Go the other way, in p.data.",
        ),
        Question(
            "size", "Is the step lr times the gradient?", 0.25,
            "How far a step goes is the product of the rate and the gradient.",
        ),
        Question(
            "every", "Does every parameter move by its own gradient?", 0.2,
            "Go through all parameters; each has a gradient of its own.",
        ),
        Question(
            "again", "Does it work a second time?", 0.2,
            "A generator can be read only once. Keep the parameters in a list.",
        ),
        Question(
            "untouched", "Are the gradients left as they were?", 0.1,
            "A step reads the gradients. Clearing them is somebody else's job.",
        ),
    ),
)  # fmt: skip
_LOOP = Exercise(
    "06.loop", "train", 4, "the training loop", "6.5", "experiment",
    (
        Question(
            "losses", "Is there one loss for each round?", 0.25,
            "Append the number of every round's loss, as it was before the step, and return all.",
        ),
        Question(
            "moved", "Has the w that was given moved the right way?", 0.25,
            "Whoever called train holds w, and wants to see it move: change w.data.",
        ),
        Question(
            "rounds", "Does every round start afresh?", 0.3,
            "Each round needs a new loss, and a gradient that starts from zero.",
        ),
        Question(
            "order", "Is one backward pass in the gradient at each step?", 0.2,
            "Clear the gradient, run backward, move: in this order.",
        ),
    ),
)  # fmt: skip
_LEARNS = Exercise(
    "06.learns", "learn", 1, "two moons", "6.6", "experiment",
    (
        Question(
            "answers", "Is what comes back a function from a point to a score?", 0.3,
            "Return something that can be called with a point [x, y], such as the network.",
        ),
        Question(
            "learns", "Are 88 of 100 new points right, over three draws?", 0.7,
            "A straight line gets about 87. Look at the loss: does it fall, and does it still "
            "fall at the end? Is the gradient cleared in every round?",
        ),
    ),
)  # fmt: skip

EXERCISES = (
    *(
        _SHOWN := twins(
            (_MSE, 0.5),
            (_HINGE, 0.5),
            (_BCE, 0.5),
            (_L2, 0),
            (_SOFTMAX, 0.25),
            (_CROSS_ENTROPY, 0.25),
            (_SGD, 1),
            (_LOOP, 2),
            (_LEARNS, 1),
        )
    )[:9],
    predictions("06", "6.1", (
        ("rate", "Is there a choice for ten times the rate?"),
        ("loss", "Is there a choice for the loss after one step?"),
    )),
    *_SHOWN[9:],
)  # fmt: skip
