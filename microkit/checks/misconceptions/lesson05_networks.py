"""Lesson 05: wrong layers, and wrong networks of them."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_NEURONS = "[Neuron(nin, nonlin, rng) for _ in range(nout)]"
_ANSWERS = "[neuron(x) for neuron in self.neurons]"

_LAYER_RNG = Misconception(
    "NN-LAYER-RNG-LOST",
    "the layer does not hand on rng",
    "Your layer does not hand its generator on to the neurons. Two layers from equal generators "
    "should be equal, and two neurons of one layer should not.",
    "05.layer",
    (("Layer", "Neuron(nin, nonlin, rng)", "Neuron(nin, nonlin)"),),
)
_MLP_RNG = Misconception(
    "NN-MLP-RNG-LOST",
    "the network does not hand on rng",
    "Your network does not hand its generator on to the layers. Two networks from equal generators "
    "should be equal, and two layers of one network should not.",
    "05.mlp",
    (("MLP", ", rng=rng)", ")"),),
)
_BY_SIZE = Misconception(
    "NN-MLP-LAST-BY-SIZE",
    "the last layer is known by its size",
    "Your network knows its last layer by the number of its neurons. In [2, 5, 2], the first layer "
    "has as many. It is the place in the row that makes a layer the last one.",
    "05.mlp",
    (("MLP", "i != last", "sizes[i + 1] != nouts[-1]"),),
)
NETWORKS: tuple[Misconception, ...] = (
    Misconception(
        "NN-LAYER-ONE-NEURON",
        "`[Neuron(...)] * nout`: one neuron nout times",
        "Your layer holds one neuron several times: `[n] * 3` makes no copies. Their answers are "
        "always equal. Each place needs a neuron that was made for it.",
        "05.layer",
        (("Layer", _NEURONS, "[Neuron(nin, nonlin, rng)] * nout"),),
    ),
    Misconception(
        "NN-LAYER-SWAPPED",
        "nin and nout have changed places",
        "The two sizes have changed places: `nin` is how many inputs each neuron has, `nout` how "
        "many neurons there are. With 2 and 2 it would look right; try 2 and 3.",
        "05.layer",
        (("Layer", _NEURONS, "[Neuron(nout, nonlin, rng) for _ in range(nin)]"),),
    ),
    Misconception(
        "NN-LAYER-NONLIN-LOST",
        "the layer does not hand on nonlin",
        "Your layer is told nonlin, and its neurons are not: they all bend. Then the last layer of "
        "a network cannot be linear.",
        "05.layer",
        (("Layer", "nonlin, rng) for", "rng=rng) for"),),
    ),
    _LAYER_RNG,
    _LAYER_RNG.also(("Layer", "Neuron(nin, nonlin, rng)", "Neuron(nin, nonlin, random.Random(1))")),
    Misconception(
        "NN-LAYER-FIRST-ONLY",
        "one answer, from the first neuron",
        "Only the first neuron answers. A `return` inside a loop ends it in its first round. "
        "Collect the answers, and return the list after the loop.",
        "05.layer",
        (("Layer", f"return {_ANSWERS}", "return [self.neurons[0](x)]"),),
    ),
    Misconception(
        "NN-LAYER-ADDS",
        "adds the answers up",
        "You add up what the neurons say. A layer keeps it apart: one answer from each.",
        "05.layer",
        (("Layer", f"return {_ANSWERS}", f"return sum({_ANSWERS}, Value(0.0))"),),
    ),
    Misconception(
        "NN-LAYER-ROW",
        "neurons in a row",
        "The second neuron hears what the first one said, as if they stood in a row. In a layer "
        "they stand side by side, and each hears the same inputs.",
        "05.layer",
        (
            (
                "Layer",
                f"return {_ANSWERS}",
                "out = []\n        for neuron in self.neurons:\n            out.append(neuron(x))\n"
                "            x = [out[-1]] * len(x)\n        return out",
            ),
        ),
    ),
    Misconception(
        "NN-LAYER-DETACHED",
        "hands on numbers",
        "Your layer hands on the numbers of its neurons' answers. They have no past, so no "
        "gradient comes back to the weights. Hand on the Values.",
        "05.layer",
        (("Layer", "[neuron(x) for", "[Value(neuron(x).data) for"),),
    ),
    Misconception(
        "NN-RELU-OUTPUT",
        "non-linearity on the last layer too",
        "The last layer goes through relu, so your network never says anything below 0. Half of "
        "all targets, the -1, are out of its reach. The last layer stays linear.",
        "05.mlp",
        (("MLP", "i != last", "True"),),
    ),
    Misconception(
        "NN-ALL-LINEAR",
        "no non-linearity anywhere",
        "None of your layers bends. Linear layers in a row make one linear layer: however many "
        "there are, the boundary is a straight line, and no moon fits. Bend all but the last.",
        "05.mlp",
        (("MLP", "i != last", "False"),),
    ),
    Misconception(
        "NN-MLP-BENDS-LAST",
        "bends the last layer and not the others",
        "Your hidden layers are linear, and the last one bends: it should be the other way round.",
        "05.mlp",
        (("MLP", "i != last", "i == last"),),
    ),
    _BY_SIZE,
    _BY_SIZE.also(("MLP", "i != last", "nouts.index(nouts[i]) != last")),
    Misconception(
        "NN-MLP-SAME-INPUT",
        "every layer hears the inputs",
        "Every layer gets the inputs of the network, and only the last one is heard. Each should "
        "get what the layer before it said.",
        "05.mlp",
        (
            ("MLP", "sizes[i], sizes[i + 1]", "nin, nouts[i]"),
            ("MLP", "x = layer(x)", "out = layer(x)"),
            ("MLP", "return x[0] if len(x) == 1 else x", "return out"),
        ),
    ),
    Misconception(
        "NN-MLP-ALWAYS-NIN",
        "every layer is built for nin inputs",
        "Every layer is built for as many inputs as the network has. A layer hears the neurons "
        "before it: how many are these? With equal sizes it would look right.",
        "05.mlp",
        (("MLP", "sizes[i], ", "nin, "),),
    ),
    Misconception(
        "NN-MLP-LAST-MISSING",
        "one layer too few",
        "Your network has one layer too few. For [4, 5, 2] there are three: 4, 5 and 2 neurons. "
        "Where does your loop begin, and where does it end?",
        "05.mlp",
        (("MLP", "range(len(nouts))", "range(len(nouts) - 1)"),),
    ),
    Misconception(
        "NN-MLP-FIRST-ANSWER",
        "one answer, also where there are several",
        "Your network hands on its first answer alone. Only a list of one is taken out of its "
        "list; where the last layer has several neurons, each of them has something to say.",
        "05.mlp",
        (("MLP", "return x[0] if len(x) == 1 else x", "return x[0]"),),
    ),
    _MLP_RNG,
    _MLP_RNG.also(("MLP", "rng=rng)", "rng=random.Random(1))")),
    Misconception(
        "NN-MLP-CHANGES-SIZES",
        "changes the caller's list",
        "Your network put its own number into the list of sizes that it was given. Whoever wrote "
        "`sizes = [16, 1]` and uses it again now has another network. Work on a copy.",
        "05.mlp",
        (("MLP", "sizes = [nin, *nouts]", "nouts.insert(0, nin)\n        sizes = list(nouts)\n"
          "        nouts = sizes[1:]"),),
    ),
)  # fmt: skip
