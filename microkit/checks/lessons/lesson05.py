"""Lesson 05, neurons: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_NEURON = Exercise(
    "05.neuron", "Neuron", 4, "a neuron", "5.2", "experiment",
    (
        Question(
            "weights", "Is each weight a Value of its own?", 0.15,
            "The neuron keeps one Value for each input in `w`, and one more in `b`.",
        ),
        Question(
            "random", "Do the weights start at different numbers, drawn from rng?", 0.2,
            "Ask `rng` for a number for every weight. Equal generators then give equal neurons.",
        ),
        Question(
            "sum", "Is every input counted with its weight?", 0.2,
            "Multiply each input by its weight, and add everything up.",
        ),
        Question(
            "bias", "Is the bias added, once, before the bend?", 0.15,
            "The bias belongs to the sum. It lifts or lowers what the bend gets to see.",
        ),
        Question(
            "bend", "Does nonlin decide whether the answer is bent?", 0.15,
            "With nonlin the answer goes through relu. Without it, the sum is the answer.",
        ),
        Question(
            "gradients", "Does the gradient reach every weight and every input?", 0.15,
            "Compute with the Values themselves, not with their numbers.",
        ),
    ),
)  # fmt: skip
_LAYER = Exercise(
    "05.layer", "Layer", 3, "a layer", "5.3", "experiment",
    (
        Question(
            "neurons", "Are there nout neurons, each with nin inputs?", 0.2,
            "`nout` says how many neurons there are, and `nin` how many inputs each of them has.",
        ),
        Question(
            "answers", "Is there one answer from each neuron, in their order?", 0.3,
            "Every neuron gets all inputs. The layer answers with a list: one Value each.",
        ),
        Question(
            "gradients", "Does the gradient go through?", 0.1,
            "Hand on the Values that the neurons return, not their numbers.",
        ),
        Question(
            "nonlin", "Is nonlin handed on to the neurons?", 0.2,
            "A layer gets nonlin for its neurons. Does each of them hear of it?",
        ),
        Question(
            "rng", "Is rng handed on to the neurons?", 0.2,
            "All neurons draw from the one generator that the layer was given.",
        ),
    ),
)  # fmt: skip
_MLP = Exercise(
    "05.mlp", "MLP", 3, "layers in a row", "5.4", "experiment",
    (
        Question(
            "sizes", "Does each layer fit to the one before it?", 0.2,
            "A layer has as many inputs as the one before it has neurons.",
        ),
        Question(
            "untouched", "Is the list of sizes left as it was?", 0.05,
            "After the call, the list must hold what it held before. Work on a copy.",
        ),
        Question(
            "chained", "Does each layer hear what the one before it says?", 0.25,
            "The first layer hears the inputs. What it says is what the second one hears.",
        ),
        Question(
            "hidden", "Are all layers but the last one bent?", 0.2,
            "Without a bend between them, several layers compute what one layer can.",
        ),
        Question(
            "last", "Can the answers be negative?", 0.15,
            "The last layer is linear: nothing cuts its answers off.",
        ),
        Question(
            "rng", "Is rng handed on to the layers?", 0.15,
            "All layers draw from the one generator that the network was given.",
        ),
    ),
)  # fmt: skip
_PARAMETERS = Exercise(
    "05.parameters",
    ("Neuron.parameters", "Layer.parameters", "MLP.parameters", "MLP.zero_grad"),
    2, "what can learn", "5.5", "experiment",
    (
        Question(
            "neuron", "Does a neuron list its weights and its bias?", 0.25,
            "List the Value objects themselves: all weights, and the bias.",
        ),
        Question(
            "layer", "Does a layer list the parameters of all its neurons?", 0.2,
            "One flat list: what the first neuron lists, then the second, and so on.",
        ),
        Question(
            "mlp", "Does a network list the parameters of all its layers?", 0.2,
            "One flat list: what the first layer lists, then the second, and so on.",
        ),
        Question(
            "fresh", "Is it a new list each time?", 0.1,
            "Whoever gets the list may change it. The network must not notice.",
        ),
        Question(
            "zero", "Does zero_grad clear every gradient?", 0.25,
            "Go through all parameters, and set the gradient of each to 0.0.",
        ),
    ),
)  # fmt: skip

EXERCISES = (
    *(_SHOWN := twins((_NEURON, 2), (_LAYER, 1), (_MLP, 1), (_PARAMETERS, 2)))[:4],
    predictions("05", "5.3", (
        ("size", "Is there a number for the parameters of MLP(3, [4, 4, 1])?"),
        ("equal", "Is there a choice for a layer whose neurons all start equal?"),
    )),
    *_SHOWN[4:],
)  # fmt: skip
