"""Lesson 09, arrays: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_UNTOUCHED = Question(
    "untouched", "Are the inputs left as they were?", 0.1,
    "Others still need these arrays. Make a new one in place of changing what you were given.",
)  # fmt: skip
_UNBROADCAST = Exercise(
    "09.unbroadcast", "unbroadcast", 4, "undo what broadcasting did", "9.2", "experiment",
    (
        Question(
            "shape", "Has the gradient the shape of its array?", 0.3,
            "A gradient has one number for each number of its array. Write the two shapes one "
            "under the other, aligned on the right: where do they differ?",
        ),
        Question(
            "leading", "Are the axes in front summed?", 0.2,
            "An axis that the array did not have was made by copies. What the copies hear adds up.",
        ),
        Question(
            "ones", "Are the stretched axes of length 1 summed?", 0.2,
            "An axis of length 1 that became longer was copied too. Its copies' gradients add up.",
        ),
        Question(
            "both", "Does it work where both happened?", 0.15,
            "First take away the axes in front. Then the axes that are left match one by one.",
        ),
        Question(
            "same", "Does an array that was not stretched get its gradient as it is?", 0.05,
            "Where the shapes are equal there is nothing to add up.",
        ),
        _UNTOUCHED,
    ),
)  # fmt: skip


def _pair(name: str, title: str, section: str, same: str, hint: str) -> Exercise:
    return Exercise(
        f"09.{name}", f"{name}_back", 1, title, section, "experiment",
        (
            Question("same", same, 0.3, hint),
            Question(
                "shape", "Has each gradient the shape of its input?", 0.3,
                "If a has shape (3,), its gradient has shape (3,) too, however long the result is. "
                "You have a function for that.",
            ),
            Question(
                "stretched", "Does a stretched input hear from all of its copies?", 0.3,
                "The message for each copy comes first. Then those of the copies add up.",
            ),
            _UNTOUCHED,
        ),
    )  # fmt: skip


_ADD = _pair(
    "add", "a + b on arrays", "9.3", "Does each input get the message from above?",
    "A sum moves by as much as its input does: the message goes through as it is.",
)  # fmt: skip
_MUL = _pair(
    "mul", "a * b on arrays", "9.4", "Is it the other factor, times the message from above?",
    "Entry by entry it is the rule of lesson 02: what does the product do when a moves?",
)  # fmt: skip
_MATMUL = Exercise(
    "09.matmul", "matmul_back", 2.5, "a @ b", "9.5", "experiment",
    (
        Question(
            "shape", "Has each gradient the shape of its input?", 0.2,
            "Write down the shapes: a (n, k), b (k, m), g (n, m). Which product of g and b, one of "
            "them on its side perhaps, gives (n, k)?",
        ),
        Question(
            "a", "Are the numbers of a's gradient right?", 0.35,
            "Pick one entry of a. Which entries of the result does it move, and how much?",
        ),
        Question(
            "b", "Are the numbers of b's gradient right?", 0.35,
            "Pick one entry of b. Which entries of the result does it move, and how much? On "
            "square matrices every order runs: work with n, k and m.",
        ),
        _UNTOUCHED,
    ),
)  # fmt: skip
_TRANSPOSE = Exercise(
    "09.transpose", "transpose_back", 0.5, "axes in another order", "9.6", "experiment",
    (
        Question(
            "shape", "Do three axes go back to where they were?", 0.3,
            "Follow one axis on its way: it stood at place axes[0], and now it is at place 0.",
        ),
        Question(
            "numbers", "Is each number back in its place?", 0.3,
            "The numbers must move together with their axes. The shape alone does not say so.",
        ),
        Question(
            "two", "Do two axes change places again?", 0.3,
            "Rows became columns. On the way back, columns become rows.",
        ),
        _UNTOUCHED,
    ),
)  # fmt: skip
_SUM = Exercise(
    "09.sum", "sum_back", 1, "a.sum(axis)", "9.7", "experiment",
    (
        Question(
            "shape", "Has the gradient the shape of a?", 0.4,
            "The sum took an axis away. The gradient needs it back, at the same place and as long.",
        ),
        Question(
            "numbers", "Does each number get the message of its sum?", 0.5,
            "If one number of a sum moves by 1, the sum moves by 1.",
        ),
        _UNTOUCHED,
    ),
)  # fmt: skip
_MEAN = Exercise(
    "09.mean", "mean_back", 0.5, "a.mean()", "9.7", "experiment",
    (
        Question(
            "shape", "Has the gradient the shape of a?", 0.4,
            "One number for each number of a, all of them equal.",
        ),
        Question(
            "share", "Does each number get its share?", 0.4,
            "If one of 12 numbers moves by 1, by how much does their mean move?",
        ),
        Question("untouched", _UNTOUCHED.text, 0.2, _UNTOUCHED.hint),
    ),
)  # fmt: skip
_RELU = Exercise(
    "09.relu", "relu_back", 0.5, "relu on arrays", "9.8", "experiment",
    (
        Question(
            "open", "Does the message pass where a is positive?", 0.35,
            "There relu hands on what it gets: its slope is 1.",
        ),
        Question(
            "closed", "Is it stopped where a is negative?", 0.35,
            "There relu is flat: nothing moves. It is a's sign that counts.",
        ),
        Question("untouched", _UNTOUCHED.text, 0.3, _UNTOUCHED.hint),
    ),
)  # fmt: skip
_GETITEM = Exercise(
    "09.getitem", "getitem_back", 1, "a[idx]", "9.9", "experiment",
    (
        Question(
            "shape", "Has the gradient the shape of a?", 0.2,
            "Every number of a has a gradient, also those that nobody picked.",
        ),
        Question(
            "places", "Does each message go back to where its number was taken from?", 0.3,
            "Start with zeros, and put each message where its number came from.",
        ),
        Question(
            "repeated", "Do the messages add up where a number was picked twice?", 0.3,
            "A row that was taken twice hears twice.",
        ),
        Question(
            "whole", "Do messages stay whole where the numbers of a are whole?", 0.1,
            "An array of whole numbers cannot hold half a message. What do your zeros take from a?",
        ),
        _UNTOUCHED,
    ),
)  # fmt: skip
_MAX = Exercise(
    "09.max", "max_back", 0, "a.max(), a task on top", "9.10", "experiment",
    (
        Question(
            "shape", "Has the gradient the shape of a?", 0.3,
            "Every number of a has a gradient; for most of them it is 0.",
        ),
        Question(
            "largest", "Does the largest number get the message?", 0.4,
            "Only the largest number moves the maximum. If it moves by 1, so does the maximum.",
        ),
        Question(
            "ties", "Do all others get nothing, also where two are the largest?", 0.2,
            "Where two are the largest, one of them or both together stand for the maximum.",
        ),
        _UNTOUCHED,
    ),
)  # fmt: skip

EXERCISES = (
    *(
        _SHOWN := twins(
            (_UNBROADCAST, 2),
            (_ADD, 0.5),
            (_MUL, 0.5),
            (_MATMUL, 1),
            (_TRANSPOSE, 0.5),
            (_SUM, 0.5),
            (_MEAN, 0.5),
            (_RELU, 0.5),
            (_GETITEM, 0),
            (_MAX, 0),
        )
    )[:10],
    predictions("09", "9.2", (
        ("bias", "Is there a choice for the shape of the bias's gradient?"),
        ("ones", "Is there a number for its values?"),
    )),
    *_SHOWN[10:],
)  # fmt: skip
