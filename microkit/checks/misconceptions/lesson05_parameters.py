"""Lesson 05: wrong lists of parameters, and gradients that are not cleared."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_OF_LAYER = "[p for neuron in self.neurons for p in neuron.parameters()]"
_OF_MLP = "[p for layer in self.layers for p in layer.parameters()]"


_NESTED = Misconception(
    "NN-PARAMS-NESTED",
    "a list of lists",
    "Your parameters stand in lists inside the list. Whoever moves them goes through one flat list "
    "of Values. `append` puts a list in as one thing; `+=` puts in what it holds.",
    "05.parameters",
    (("Layer", _OF_LAYER, "[neuron.parameters() for neuron in self.neurons]"),),
)
_FIRST = Misconception(
    "NN-PARAMS-FIRST-ONLY",
    "returns inside the loop",
    "Only the first part's parameters are in the list. A `return` inside a loop ends it in its "
    "first round. Collect first, and return after the loop.",
    "05.parameters",
    (("MLP", f"return {_OF_MLP}", "return self.layers[0].parameters()"),),
)
_KEPT = Misconception(
    "NN-PARAMS-SAME-LIST",
    "hands out its own list",
    "You hand out a list that the network goes on using. Someone empties theirs, and yours is "
    "empty, too. Make a new list for every call.",
    "05.parameters",
    (
        (
            "Neuron",
            "    def parameters(self) -> list[Any]:\n",
            "    def parameters(self) -> list[Any]:\n"
            "        return vars(self).setdefault('all', self.listed())\n\n"
            "    def listed(self) -> list[Any]:\n",
        ),
    ),
)

PARAMETERS: tuple[Misconception, ...] = (
    Misconception(
        "NN-PARAMS-ARE-FLOATS",
        "parameters() returns numbers",
        "Your list holds the numbers, not the Values. To change a copy of a number changes nothing "
        "in the network, and a number has no gradient. List the Values themselves.",
        "05.parameters",
        (("Neuron", "[*self.w, self.b]", "[w.data for w in self.w] + [self.b.data]"),),
    ),
    Misconception(
        "NN-PARAMS-COPIES",
        "parameters() returns new Values",
        "Your list holds new Values with the same numbers. Moving a copy does not move the "
        "weight. List the Values that the neuron computes with.",
        "05.parameters",
        (("Neuron", "[*self.w, self.b]", "[Value(p.data) for p in [*self.w, self.b]]"),),
    ),
    Misconception(
        "NN-PARAMS-NO-BIAS",
        "the bias is missing from the list",
        "The bias is not in the list, so it would never be moved: it stays at 0, however long you "
        "train. Count: how many numbers of a neuron can learn?",
        "05.parameters",
        (("Neuron", "[*self.w, self.b]", "[*self.w]"),),
    ),
    Misconception(
        "NN-PARAMS-GROW",
        "appends the bias to the weights",
        "`self.w.append(...)` puts the bias among the weights, once more with every call: the "
        "neuron has one weight too many then. Build a new list.",
        "05.parameters",
        (
            (
                "Neuron",
                "return [*self.w, self.b]",
                "self.w.append(self.b)\n        return self.w",
            ),
        ),
    ),
    _NESTED,
    _NESTED.also(("MLP", _OF_MLP, "[layer.parameters() for layer in self.layers]")),
    _NESTED.also(("Neuron", "[*self.w, self.b]", "[self.w, self.b]")),
    _FIRST,
    _FIRST.also(("Layer", f"return {_OF_LAYER}", "return self.neurons[0].parameters()")),
    _KEPT,
    Misconception(
        "NN-ZERO-GRAD-REBINDS",
        "zero_grad rebinds the loop variable",
        "Nothing was cleared. `p = 0` gives the name p to something else, and the Value that it "
        "meant before stays as it was. Change something in the Value: its `grad`.",
        "05.parameters",
        (("MLP", "p.grad = 0.0", "p = 0.0  # noqa: PLW2901"),),
    ),
    Misconception(
        "NN-ZERO-GRAD-DATA",
        "zero_grad clears the numbers",
        "You set the numbers to 0, and with them all that has been learned. It is the gradients "
        "that start again at zero.",
        "05.parameters",
        (("MLP", "p.grad = 0.0", "p.data = 0.0"),),
    ),
    Misconception(
        "NN-ZERO-GRAD-BOTH",
        "zero_grad clears the numbers too",
        "You clear the gradients, and the numbers as well: all that has been learned is lost. "
        "Leave `data` alone.",
        "05.parameters",
        (("MLP", "p.grad = 0.0", "p.data = p.grad = 0.0"),),
    ),
    Misconception(
        "NN-ZERO-GRAD-NONE",
        "zero_grad sets None",
        "The gradients are None now. The next backward() adds to them, and cannot add to None. A "
        "gradient starts at the number 0.0.",
        "05.parameters",
        (("MLP", "p.grad = 0.0", "p.grad = None"),),
    ),
    Misconception(
        "NN-ZERO-GRAD-LAST-LAYER",
        "zero_grad reaches one layer only",
        "Some gradients were cleared, and those of other layers were not. Go through all "
        "parameters of the network.",
        "05.parameters",
        (("MLP", "for p in self.parameters()", "for p in self.layers[-1].parameters()"),),
    ),
)  # fmt: skip
