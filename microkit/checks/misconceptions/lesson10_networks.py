"""Lesson 10: wrong ideas about a layer, and about a network that reads digits."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_OWN_RNG = Misconception(
    "LINEAR-OWN-RNG",
    "its own chance in place of rng",
    "Your layer does not draw from the generator that it is given, so the same seed does not "
    "give the same network, or two layers get the same weights. Draw from `rng`.",
    "10.linear",
    (("Linear", "rng.standard_normal", "np.random.default_rng(0).standard_normal"),),
)
_LINEAR = (
    Misconception(
        "LINEAR-NO-BIAS",
        "the bias is made and never added",
        "Your layer has a bias and does not use it: for an input of zeros, everything is 0. "
        "Training will not move it either, since nothing depends on it.",
        "10.linear",
        (("Linear", " + self.bias", ""),),
    ),
    Misconception(
        "LINEAR-ONE-BIAS",
        "one bias for all outputs",
        "All outputs share one bias. Each output has a bias of its own: as many biases as outputs.",
        "10.linear",
        (("Linear", "np.zeros(nout)", "np.zeros(1)"),),
    ),
    Misconception(
        "LINEAR-BIAS-NOT-LISTED",
        "the bias is missing from parameters()",
        "Your layer uses its bias, and parameters() does not list it. The optimizer moves what is "
        "on the list, so the bias would stay where it is for ever.",
        "10.linear",
        (("Linear", "[self.weight, self.bias]", "[self.weight]"),),
    ),
    Misconception(
        "LINEAR-NUMBERS-LISTED",
        "lists the arrays, not the Tensors",
        "parameters() lists the arrays inside the Tensors. An optimizer needs the Tensors: the "
        "gradient lies there.",
        "10.linear",
        (("Linear", "[self.weight, self.bias]", "[self.weight.data, self.bias.data]"),),
    ),
    Misconception(
        "LINEAR-NO-GRAD",
        "the parameters do not ask for a gradient",
        "backward leaves no gradient in your weight and bias. A Tensor gets one only if it asks "
        "for it when it is made. Data need not; what is to be learned must.",
        "10.linear",
        (
            ("Linear", "/ nin**0.5, requires_grad=True", "/ nin**0.5"),
            ("Linear", "np.zeros(nout), requires_grad=True", "np.zeros(nout)"),
        ),
    ),
    Misconception(
        "LINEAR-DETACHED",
        "computes with the numbers, outside of the graph",
        "The sums are right, and the way back is lost: you multiplied the plain arrays, and an "
        "array does not remember how it came about. Multiply the Tensors.",
        "10.linear",
        (
            (
                "Linear",
                "return x @ self.weight + self.bias",
                "return Tensor(x.data @ self.weight.data + self.bias.data)",
            ),
        ),
    ),
    Misconception(
        "LINEAR-RELU",
        "an activation inside the layer",
        "Outputs below 0 come as 0. A linear layer is the sum alone; what bends it comes after. "
        "The last layer of a network must be able to say something below 0.",
        "10.linear",
        (("Linear", "x @ self.weight + self.bias", "(x @ self.weight + self.bias).relu()"),),
    ),
    Misconception(
        "LINEAR-NO-SCALE",
        "weights as large for many inputs as for few",
        "Your weights do not get smaller where there are more inputs. A sum of 1600 numbers of "
        "chance is ten times as large as one of 16, and the loss then starts far above ln 10. "
        "Which root makes up for it?",
        "10.linear",
        (("Linear", " / nin**0.5", ""),),
    ),
    Misconception(
        "LINEAR-EQUAL-WEIGHTS",
        "all weights start equal",
        "All your weights start with one number. Then all outputs compute the same, hear the same "
        "and stay the same: many neurons that are one. Chance sets them apart.",
        "10.linear",
        (("Linear", "rng.standard_normal((nin, nout)) / nin**0.5", "np.zeros((nin, nout))"),),
    ),
    _OWN_RNG,
    _OWN_RNG.also(("Linear", "rng.standard_normal", "np.random.default_rng().standard_normal")),
)

_DIGITS = (
    Misconception(
        "DIGITS-SCORES",
        "returns the scores, not the labels",
        "You return ten numbers for each image. What is asked for is one: which of the ten is the "
        "largest.",
        "10.digits",
        (("classify", "scores.argmax(axis=-1)", "scores"),),
    ),
    Misconception(
        "DIGITS-AXIS",
        "the best image for each digit",
        "You get ten labels whatever the number of images: for each digit, the image that looks "
        "most like it. Look for the largest score within each row.",
        "10.digits",
        (("classify", "axis=-1", "axis=0"),),
    ),
    Misconception(
        "DIGITS-BATCH",
        "the label depends on the other images",
        "The same image gets another label when others come with it. Something in your function "
        "works along the batch: a softmax, a mean or a maximum over the wrong axis.",
        "10.digits",
        (
            (
                "classify",
                "return scores.argmax",
                "e = np.exp(scores - scores.max(axis=0))\n    return (e / e.sum(axis=0)).argmax",
            ),
        ),
    ),
    Misconception(
        "DIGITS-UNTRAINED",
        "a network that has not learned",
        "One in ten is what guessing gives. Either the network in classify is not the one that you "
        "trained, or its steps did not move it. Print the loss while it trains: does it fall?",
        "10.digits",
        (("trained", "epochs = 8", "epochs = 0"),),
    ),
    Misconception(
        "DIGITS-TOO-SHORT",
        "a network that has learned too little",
        "It is better than guessing, and not at nine of ten yet. Is the loss still falling when "
        "the training ends? Then train for longer, or try a larger rate.",
        "10.digits",
        (("trained", "lr=0.1, momentum=0.9", "lr=0.015"),),
    ),
)

NETWORKS = (*_LINEAR, *_DIGITS)
