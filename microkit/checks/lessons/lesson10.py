"""Lesson 10, digits: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_SOFTMAX = Exercise(
    "10.softmax", "softmax", 1, "from scores to shares", "10.2", "experiment",
    (
        Question(
            "rows", "Does every row add up to 1?", 0.3,
            "Each row is one image. Its shares add up to 1, whatever the other images are.",
        ),
        Question(
            "ratio", "Are the shares in proportion to exp of the scores?", 0.25,
            "Two scores that differ by 1 give shares of which one is 2.718 times the other.",
        ),
        Question(
            "large", "Does it work for scores near 1000?", 0.2,
            "The exponential of 1000 is too large for a computer. Which number, taken from all "
            "scores of a row, makes the largest of this row 0?",
        ),
        Question(
            "same", "Are the scores left as they were?", 0.15,
            "After the call, the array must hold what it held before.",
        ),
        Question(
            "last", "Is it the last axis, however many there are?", 0.1,
            "One image alone has one axis, and a sequence of rows three. -1 is always the last.",
        ),
    ),
)  # fmt: skip
_SOFTMAX_BACK = Exercise(
    "10.softmax_back", "softmax_back", 1, "what the scores hear", "10.3", "experiment",
    (
        Question(
            "own", "Does a score hear from its own share?", 0.3,
            "Raise a score: its own share grows, by less the nearer it is to 0 or to 1.",
        ),
        Question(
            "others", "Does a score hear from the other shares?", 0.3,
            "Raise a score: all other shares of the row get smaller.",
        ),
        Question(
            "upstream", "Is what arrives from above used?", 0.2,
            "Twice the message from above must give twice the answer, and minus gives minus.",
        ),
        Question(
            "rows", "Does each row keep to itself?", 0.1,
            "The rows are different images. One must get the same answer alone and among others.",
        ),
        Question(
            "untouched", "Are g and z left as they were?", 0.1,
            "After the call, both arrays must hold what they held before.",
        ),
    ),
)  # fmt: skip
_XENT = Exercise(
    "10.xent", "xent_back", 3, "the slope of cross-entropy", "10.4", "experiment",
    (
        Question(
            "right", "Is the score of the right class pushed up?", 0.35,
            "The right class has share p and should have 1. What is the difference?",
        ),
        Question(
            "others", "Are the wrong classes pushed down, each by its share?", 0.25,
            "A wrong class has share p and should have 0.",
        ),
        Question(
            "mean", "Is it the mean over the batch?", 0.25,
            "The loss of a batch is a mean, so each image has a part of the say: one of n.",
        ),
        Question(
            "untouched", "Are z and y left as they were?", 0.15,
            "After the call, both arrays must hold what they held before.",
        ),
    ),
)  # fmt: skip
_LINEAR = Exercise(
    "10.linear", "Linear", 2, "a layer of weighted sums", "10.5", "experiment",
    (
        Question(
            "sums", "Are the outputs sums with its own weights?", 0.3,
            "Each output is a sum over all inputs, and nothing else happens to it here.",
        ),
        Question(
            "bias", "Does each output have its own bias?", 0.2,
            "For an input of zeros, the outputs are the biases.",
        ),
        Question(
            "gradients", "Does backward reach weight and bias?", 0.2,
            "Both must be Tensors that ask for a gradient, and the call must compute with the "
            "Tensors themselves.",
        ),
        Question(
            "parameters", "Does parameters() list both, each once?", 0.15,
            "An optimizer moves what it is given, and nothing else.",
        ),
        Question(
            "start", "Do the weights start apart and small enough, and the biases at 0?", 0.15,
            "Draw the weights from rng: equal ones stay equal for ever. Divide them by the square "
            "root of how many inputs there are. Biases start at 0.",
        ),
    ),
)  # fmt: skip
_DIGITS = Exercise(
    "10.digits", "classify", 2, "reading digits", "10.6", "experiment",
    (
        Question(
            "shape", "Is there one label for each image?", 0.15,
            "Seven images in, seven labels out.",
        ),
        Question(
            "whole", "Are the labels whole numbers?", 0.15,
            "What is asked for is the name of the best class, not how good it is.",
        ),
        Question(
            "each", "Is each image judged on its own?", 0.2,
            "An image must get the same label alone and among others.",
        ),
        Question(
            "guess", "Is it better than guessing?", 0.2,
            "Whoever guesses is right one time in ten. Has the network been trained?",
        ),
        Question(
            "learned", "Are nine of ten new digits right?", 0.3,
            "Train for longer, or with another rate, and look at the loss while it trains.",
        ),
    ),
)  # fmt: skip
_CONV = Exercise(
    "10.conv", "conv", 1, "a window that slides", "10.7", "experiment",
    (
        Question(
            "shape", "Does the window stop at the edge?", 0.2,
            "A window of 3 fits into a row of 8 at six places.",
        ),
        Question(
            "window", "Is a number the sum of window times kernel?", 0.3,
            "Lay the kernel on the image as it is, multiply what lies on each other, and add.",
        ),
        Question(
            "places", "Does the window move on by one pixel?", 0.2,
            "Row i and column j of the result belong to the window that starts there.",
        ),
        Question(
            "channels", "Do all channels count?", 0.15,
            "Every channel has its own part of the kernel, and one sum takes them all.",
        ),
        Question(
            "bias", "Is the bias added, once?", 0.15,
            "For an image of zeros, the result is the bias everywhere.",
        ),
    ),
)  # fmt: skip
_CONV_BACK = Exercise(
    "10.conv_back", "conv_back", 2, "back through the window", "10.8", "experiment",
    (
        Question(
            "dx", "Does the image hear from one window?", 0.3,
            "A pixel moves the result by what it is multiplied by.",
        ),
        Question(
            "overlaps", "Does a pixel hear from all its windows?", 0.25,
            "Most pixels lie in several windows. Their messages add up.",
        ),
        Question(
            "dw", "Does the kernel hear from every window?", 0.3,
            "The same kernel is used at every place. All these messages add up.",
        ),
        Question(
            "db", "Does the bias hear?", 0.15,
            "The bias was added to every number of the result.",
        ),
    ),
)  # fmt: skip

EXERCISES = (
    *(
        _SHOWN := twins(
            (_SOFTMAX, 1), (_SOFTMAX_BACK, 1), (_XENT, 1), (_LINEAR, 1), (_DIGITS, 1),
            (_CONV, 0.5), (_CONV_BACK, 0.5),
        )
    )[:7],
    predictions("10", "10.1", (
        ("untrained", "Is there a number for the loss of an untrained network?"),
        ("nudge", "Is there a number for what the right class hears?"),
    )),
    *_SHOWN[7:],
)  # fmt: skip
