"""Lesson 09: wrong ways back through a transpose, a sum, a mean, relu, an index and a maximum."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_UNDONE = "np.transpose(g, np.argsort(axes))"

_TRANSPOSE = (
    Misconception(
        "T-TRANSPOSE-SAME-AXES",
        "applies the same permutation again",
        "You move the axes by the same order once more. Two axes are back after that; three that "
        "go round are not. Undo the move: which order brings each axis back to its place?",
        "09.transpose",
        (("transpose_back", "np.argsort(axes)", "axes"),),
    ),
    Misconception(
        "T-TRANSPOSE-REVERSES",
        "turns the order of the axes around",
        "You turn all axes around, whatever `axes` says. For two axes that is right. For three, "
        "each one must go back to the place it came from.",
        "09.transpose",
        (("transpose_back", _UNDONE, "g.T"),),
    ),
    Misconception(
        "T-TRANSPOSE-READS-BACKWARDS",
        "reads the order from right to left",
        "You read `axes` from right to left. That is another order, and not the way back. Write "
        "down for each axis where it went.",
        "09.transpose",
        (("transpose_back", "np.argsort(axes)", "axes[::-1]"),),
    ),
    Misconception(
        "T-TRANSPOSE-RESHAPES",
        "gives the shape and leaves the numbers",
        "The shape is right, and the numbers stand in other places: reshape reads them off row by "
        "row. The axes themselves must move.",
        "09.transpose",
        (("transpose_back", _UNDONE, "g.reshape([g.shape[i] for i in np.argsort(axes)])"),),
    ),
    Misconception(
        "T-TRANSPOSE-NOTHING",
        "hands the gradient on as it is",
        "You hand the message on as it came. It has the shape of the result, and a's axes stand in "
        "another order.",
        "09.transpose",
        (("transpose_back", _UNDONE, "g"),),
    ),
)

_SUM = (
    Misconception(
        "T-SUM-NO-AXIS",
        "does not put the axis back",
        "The sum took an axis away, and you stretch without putting it back. Then numpy aligns on "
        "the right, which fits for axis 0 alone. First the axis, of length 1, then the stretch.",
        "09.sum",
        (("sum_back", "np.expand_dims(g, axis)", "g"),),
    ),
    Misconception(
        "T-SUM-LAST-AXIS",
        "always puts the axis back at the end",
        "You put the missing axis back at the end, whatever `axis` says. That fits a sum along the "
        "last axis alone. It must stand where it stood.",
        "09.sum",
        (("sum_back", "(g, axis)", "(g, -1)"),),
    ),
    Misconception(
        "T-SUM-NOT-STRETCHED",
        "puts the axis back and leaves it at 1",
        "The axis is back, with length 1. Each number of the sum must hear the message: the "
        "gradient is as long as a.",
        "09.sum",
        (("sum_back", "np.broadcast_to(kept, a.shape)", "kept"),),
    ),
    Misconception(
        "T-SUM-SHARES-OUT",
        "divides the message among the numbers",
        "You share the message out. In a sum each number counts in full: if one of them moves by "
        "1, the sum moves by 1. Sharing belongs to the mean.",
        "09.sum",
        (("sum_back", "(g, axis)", "(g, axis) / a.shape[axis]"),),
    ),
    Misconception(
        "T-SUM-NO-UPSTREAM",
        "ignores the message from above",
        "You pass on ones. That is the slope of a sum, and the message from above is missing: own "
        "slope times upstream.",
        "09.sum",
        (("sum_back", "np.broadcast_to(kept, a.shape)", "np.ones_like(a)"),),
    ),
    Misconception(
        "T-SUM-TIMES-INPUT",
        "multiplies by the input",
        "You multiply by a. How much a number counts in a sum has nothing to do with how large it "
        "is: each counts once.",
        "09.sum",
        (("sum_back", "np.broadcast_to(kept, a.shape)", "kept * a"),),
    ),
)

_MEAN = (
    Misconception(
        "T-MEAN-NO-DIVISION",
        "the rule of a sum",
        "That is the rule of a sum. If one of 12 numbers moves by 1, their mean moves by a "
        "twelfth.",
        "09.mean",
        (("mean_back", "g / a.size", "g"),),
    ),
    Misconception(
        "T-MEAN-ROWS",
        "divides by the number of rows",
        "You divide by the number of rows. The mean is over all numbers: a table of 4 rows and 3 "
        "columns has 12.",
        "09.mean",
        (("mean_back", "a.size", "len(a)"),),
    ),
    Misconception(
        "T-MEAN-ONE-NUMBER",
        "one number for all",
        "The share is right, and it stands there once. a has many numbers, and each of them has a "
        "gradient: fill an array of a's shape.",
        "09.mean",
        (("mean_back", "np.full(a.shape, share)", "share"),),
    ),
    Misconception(
        "T-MEAN-NO-UPSTREAM",
        "ignores the message from above",
        "You pass on the share alone. The message from above is missing: own slope times upstream.",
        "09.mean",
        (("mean_back", "g / a.size", "1 / a.size"),),
    ),
)

_RELU = (
    Misconception(
        "T-RELU-INPLACE",
        "edits the incoming gradient",
        "The numbers are right. But you wrote the zeros into the message itself, and another "
        "branch of the graph may still need it. Make a new array.",
        "09.relu",
        (("relu_back", "return g * open_", "g[~open_] = 0\n    return g"),),
    ),
    Misconception(
        "T-RELU-CHANGES-INPUT",
        "writes into a",
        "The numbers are right. But you wrote ones and zeros into a, and those who need its "
        "numbers find them gone. Make a new array.",
        "09.relu",
        (("relu_back", "return g * open_", "a[...] = open_\n    return g * a"),),
    ),
    Misconception(
        "T-RELU-LOOKS-AT-G",
        "looks at the sign of the message",
        "You stop what is negative in the message. The gate opens and closes by the input: where a "
        "is positive a negative message passes, too.",
        "09.relu",
        (("relu_back", "a > 0", "g > 0"),),
    ),
    Misconception(
        "T-RELU-TIMES-VALUE",
        "multiplies by relu(a)",
        "You multiply by relu(a), its value. What counts is its slope: where a is positive it is "
        "1, however large a is.",
        "09.relu",
        (("relu_back", "g * open_", "g * a * open_"),),
    ),
    Misconception(
        "T-RELU-NO-UPSTREAM",
        "ignores the message from above",
        "You pass on the slopes, zeros and ones. The message from above is missing: own slope "
        "times upstream.",
        "09.relu",
        (("relu_back", "g * open_", "1.0 * open_"),),
    ),
    Misconception(
        "T-RELU-LETS-ALL-PASS",
        "no gate at all",
        "You hand on the whole message. Where a is negative relu is flat, and nothing should pass.",
        "09.relu",
        (("relu_back", "g * open_", "1 * g"),),
    ),
)

_PICKED = Misconception(
    "T-GETITEM-NO-UPSTREAM",
    "ignores the message from above",
    "You mark what was picked with ones. The message from above is missing: put it in the "
    "place of the ones.",
    "09.getitem",
    (("getitem_back", "np.add.at(out, idx, g)", "np.add.at(out, idx, 1.0)"),),
)
_ADDS_INPUT = Misconception(
    "T-GETITEM-ADDS-INPUT",
    "starts with a's numbers",
    "You start with the numbers of a and add the messages to them. A gradient starts at 0: "
    "what was not picked gets nothing.",
    "09.getitem",
    (("getitem_back", "np.zeros(a.shape)", "a.copy()"),),
)
_PUT = "    np.add.at(out, idx, g)\n    return out\n"

_GETITEM = (
    Misconception(
        "T-GETITEM-LAST-WINS",
        "the last message wins",
        "A row that was taken twice keeps the last message only. `out[idx] += g` does not help: "
        "numpy reads all places first and writes them back then. numpy has a function that adds "
        "one by one: look for `at`.",
        "09.getitem",
        (("getitem_back", "np.add.at(out, idx, g)", "out[idx] = g"),),
    ),
    _ADDS_INPUT,
    _ADDS_INPUT.also(("getitem_back", "np.zeros(a.shape)", "a + 0.0")),
    Misconception(
        "T-GETITEM-WRITES-INTO-INPUT",
        "adds the messages to a itself",
        "You add the messages to a itself. Then a has changed, and the gradient holds a's numbers. "
        "Start with a new array of zeros.",
        "09.getitem",
        (("getitem_back", "np.zeros(a.shape)", "a"),),
    ),
    Misconception(
        "T-GETITEM-WHOLE-NUMBERS",
        "zeros of a's own kind",
        "Where a holds whole numbers, so do your zeros, and of half a message nothing is left. A "
        "gradient may be any number: let your zeros take the shape from a, and nothing else.",
        "09.getitem",
        (("getitem_back", "np.zeros(a.shape)", "np.zeros_like(a)"),),
    ),
    Misconception(
        "T-GETITEM-NOT-PUT-BACK",
        "hands the message on as it is",
        "You hand on the message in the shape of what was picked. a has more numbers, and each of "
        "them has a gradient: put the messages back in their places.",
        "09.getitem",
        (("getitem_back", _PUT, "    return g\n"),),
    ),
    _PICKED,
    _PICKED.also(("getitem_back", "np.add.at(out, idx, g)", "out[idx] = 1.0")),
)

_MAX = (
    Misconception(
        "T-MAX-ALL-TIES",
        "full gradient to every tie",
        "Where several numbers are the largest, each of yours gets the whole message. Together "
        "they then move more than the maximum does. Many libraries share it out, or pick one.",
        "09.max",
        (("max_back", "g * largest / largest.sum()", "g * largest"),),
        "note",
    ),
)

SHAPES = (*_TRANSPOSE, *_SUM, *_MEAN, *_RELU, *_GETITEM, *_MAX)
