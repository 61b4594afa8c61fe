"""Lesson 10, part B: wrong ideas about a window that slides."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_WINDOW = "x[:, i : i + k, j : j + k]"
_SUM = f"({_WINDOW} * w).sum() + b"
_TO_IMAGE = "dx[:, i : i + k, j : j + k] += g[i, j] * w"
_TO_KERNEL = f"dw += g[i, j] * {_WINDOW}"

_CONV = (
    Misconception(
        "CONV-FLIPPED",
        "turns the kernel around",
        "Your kernel lies on the image upside down. In mathematics a convolution does turn it; "
        "networks lay it on as it is, since they learn it anyway. Try a kernel with a single 1 in "
        "its upper left corner: the result should be the upper left part of the image.",
        "10.conv",
        (("conv", f"{_WINDOW} * w)", f"{_WINDOW} * w[:, ::-1, ::-1])"),),
    ),
    Misconception(
        "CONV-SIDEWAYS",
        "rows and columns of the kernel have changed places",
        "The kernel lies on its side: its rows meet the image's columns. Try a kernel with a "
        "single 1 in its upper right corner, and see which part of the image comes out.",
        "10.conv",
        (("conv", f"{_WINDOW} * w)", f"{_WINDOW} * w.transpose(0, 2, 1))"),),
    ),
    Misconception(
        "CONV-NO-BIAS",
        "the bias is forgotten",
        "For an image of zeros your result is 0 everywhere. b is added to every number of the "
        "result.",
        "10.conv",
        (("conv", " + b", ""),),
    ),
    Misconception(
        "CONV-BIAS-EACH-PIXEL",
        "the bias is added for every pixel of the window",
        "The bias came in once for every pixel under the kernel. It belongs to the sum as a whole: "
        "close the parenthesis of the sum before you add it.",
        "10.conv",
        (("conv", _SUM, f"({_WINDOW} * w + b).sum()"),),
    ),
    Misconception(
        "CONV-ONE-SHORT",
        "stops one window too early",
        "The last row and the last column of windows are missing. Count for a row of 8 and a "
        "window of 3: it can start at 0, 1, 2, 3, 4 and 5. That is one more than 8 - 3.",
        "10.conv",
        (("conv", "x.shape[1] - k + 1, x.shape[2] - k + 1", "x.shape[1] - k, x.shape[2] - k"),),
    ),
    Misconception(
        "CONV-FIRST-CHANNEL",
        "only the first channel counts",
        "Only one channel of the image was looked at. The kernel has a part for each channel, and "
        "all products go into one sum.",
        "10.conv",
        (("conv", f"{_WINDOW} * w)", f"{_WINDOW} * w)[0]"),),
    ),
    Misconception(
        "CONV-MEAN",
        "the mean of the products, not their sum",
        "Your numbers are too small by as many times as the kernel has numbers: you took the mean. "
        "A neuron adds up.",
        "10.conv",
        (("conv", ".sum()", ".mean()"),),
    ),
    Misconception(
        "CONV-STRIDE",
        "jumps by the width of the window",
        "Your windows lie side by side and do not overlap. The window moves on by one pixel at a "
        "time.",
        "10.conv",
        (
            ("conv", "x.shape[1] - k + 1, x.shape[2] - k + 1", "x.shape[1] // k, x.shape[2] // k"),
            ("conv", _WINDOW, "x[:, k * i : k * i + k, k * j : k * j + k]"),
        ),
    ),
)

_CONV_BACK = (
    Misconception(
        "CONVBACK-OVERWRITE-DX",
        "a later window replaces what an earlier one said",
        "Where windows overlap, only the last message is left. A pixel in four windows moves four "
        "numbers of the result, and hears from all four. The sum is missing.",
        "10.conv_back",
        (("conv_back", "k] += g[i, j] * w\n", "k] = g[i, j] * w\n"),),
    ),
    Misconception(
        "CONVBACK-OVERWRITE-DW",
        "the kernel hears only from the last window",
        "The same kernel is used at every place, and your dw holds the message of the last one "
        "alone. All the messages add up.",
        "10.conv_back",
        (("conv_back", "dw += g", "dw = g"),),
    ),
    Misconception(
        "CONVBACK-MIXED",
        "each hears its own numbers",
        "The image heard the image's pixels, and the kernel heard the kernel. It is a product: "
        "each input hears the *other* one, as with the times gate of lesson 02.",
        "10.conv_back",
        (
            ("conv_back", _TO_IMAGE, f"dx[:, i : i + k, j : j + k] += g[i, j] * {_WINDOW}"),
            ("conv_back", _TO_KERNEL, "dw += g[i, j] * w"),
        ),
    ),
    Misconception(
        "CONVBACK-ORDER",
        "dx and dw have changed places",
        "The two answers come in the wrong order: first what the image hears, then what the kernel "
        "hears, then the bias. Their shapes tell them apart.",
        "10.conv_back",
        (("conv_back", "return dx, dw, g.sum()", "return dw, dx, g.sum()"),),
    ),
    Misconception(
        "CONVBACK-NO-UPSTREAM",
        "what arrives from above is not used",
        "Your rule sends the bare kernel and the bare pixels. Each place of the result has its own "
        "message in g, and everything that goes back from there is multiplied by it.",
        "10.conv_back",
        (
            ("conv_back", "k] += g[i, j] * w\n", "k] += w\n"),
            ("conv_back", "dw += g[i, j] * x", "dw += x"),
        ),
    ),
    Misconception(
        "CONVBACK-FLIPPED",
        "turns the kernel around",
        "Your dx has the kernel upside down. A pixel hears the number that it was multiplied by. "
        "With the loop from the forward way, that is the kernel as it is; the turned kernel "
        "belongs to another way of writing it, with a border around g.",
        "10.conv_back",
        (("conv_back", "k] += g[i, j] * w\n", "k] += g[i, j] * w[:, ::-1, ::-1]\n"),),
    ),
    Misconception(
        "CONVBACK-DB-MEAN",
        "the mean of the messages for the bias",
        "The bias was added at every place, so it hears from every place: the sum of all messages, "
        "not their mean.",
        "10.conv_back",
        (("conv_back", "g.sum()", "g.mean()"),),
    ),
    Misconception(
        "CONVBACK-DB-ALL",
        "a message for every place, where there is one bias",
        "There is a single bias, so it hears a single number. A gradient always has the shape of "
        "its input: add up what the copies heard.",
        "10.conv_back",
        (("conv_back", "g.sum()", "g"),),
    ),
    Misconception(
        "CONVBACK-STARTS-FROM-X",
        "starts from the image in place of zeros",
        "Your dx already holds the image before the first message arrives. It has the image's "
        "*shape*, and starts at 0 everywhere.",
        "10.conv_back",
        (("conv_back", "np.zeros(x.shape)", "x.copy()"),),
    ),
)

WINDOWS = (*_CONV, *_CONV_BACK)
