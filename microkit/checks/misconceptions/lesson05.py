"""Lesson 05: wrong neurons; layers, networks and their parameters stand in files of their own."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson05_networks import NETWORKS
from microkit.checks.misconceptions.lesson05_parameters import PARAMETERS

_DRAW = "self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]"
_SUM = "total = sum((w * xi for w, xi in zip(self.w, x, strict=True)), self.b)"
_BEND = "return total.relu() if self.nonlin else total"

_RNG = Misconception(
    "NN-RNG-IGNORED",
    "draws from another generator",
    "Your neuron does not draw its weights from `rng`. Two neurons from equal generators should be "
    "equal: that is how a network can be made again. Which generator does the draw come from?",
    "05.neuron",
    (("Neuron", _DRAW, _DRAW.replace("rng.", "random.")),),
)
_DETACHED = Misconception(
    "NN-NEURON-DETACHED",
    "computes with .data",
    "The answer is right, and it does not know where it came from: it was computed from `.data`. "
    "No gradient can find its way back to the weights. Compute with the Values.",
    "05.neuron",
    (
        (
            "Neuron",
            _SUM,
            "total = Value(sum(w.data * getattr(xi, 'data', xi) "
            "for w, xi in zip(self.w, x, strict=True)) + self.b.data)",
        ),
    ),
)
_NUMBERS = Misconception(
    "NN-WEIGHTS-ARE-NUMBERS",
    "weights are numbers, not Values",
    "Your weights are plain numbers. A number has no `grad`, so nothing could ever tell it which "
    "way to move. Everything that is to learn has to be a Value.",
    "05.neuron",
    (("Neuron", _DRAW, "self.w = [rng.uniform(-1, 1) for _ in range(nin)]"),),
)

ENTRIES: tuple[Misconception, ...] = (
    Misconception(
        "NN-BIAS-NOT-USED",
        "bias missing from the forward pass",
        "Your neuron has a bias, and its answer does not change when the bias does. Without one, "
        "the boundary that a neuron draws always goes through zero. Where should b come in?",
        "05.neuron",
        (("Neuron", _SUM, _SUM.replace("self.b)", "Value(0.0))")),),
    ),
    Misconception(
        "NN-ZERO-INIT",
        "weights start at 0",
        "All weights start at 0. Neurons that start equal hear equal gradients and stay equal for "
        "ever: sixteen of them are worth one. Draw a different start for each weight.",
        "05.neuron",
        (("Neuron", "rng.uniform(-1, 1)", "0.0"),),
    ),
    Misconception(
        "NN-ALIASED-WEIGHTS",
        "`[Value(r)] * nin`: one object nin times",
        "All weights are one and the same Value under several names: `[v] * 3` holds v three "
        "times, and moving one moves all. Try `a = [[]] * 3; a[0].append(1); a`. Each place needs "
        "a Value that was made for it.",
        "05.neuron",
        (("Neuron", _DRAW, "self.w = [Value(rng.uniform(-1, 1))] * nin"),),
    ),
    Misconception(
        "NN-EQUAL-START",
        "one draw for all weights",
        "All weights of your neuron start at the same number: it was drawn once, and used for "
        "each. Ask the generator again for every weight.",
        "05.neuron",
        (("Neuron", _DRAW, "r = rng.uniform(-1, 1)\n        " + _DRAW.replace(
            "rng.uniform(-1, 1)", "r"
        )),),
    ),
    _RNG,
    _RNG.also(("Neuron", "self.w =", "rng = random.Random(1)\n        self.w =")),
    _NUMBERS,
    _NUMBERS.also(
        ("Neuron", _DRAW, "self.w = [rng.uniform(-1, 1) for _ in range(nin)]"),
        ("Neuron", "Value(0.0)", "0.0"),
    ),
    Misconception(
        "NN-ALWAYS-RELU",
        "nonlin is not asked for",
        "Your neuron bends its answer also with nonlin=False. The last layer of a network needs "
        "neurons that can say something negative. Who looks at `nonlin`?",
        "05.neuron",
        (("Neuron", _BEND, "return total.relu()"),),
    ),
    Misconception(
        "NN-NEVER-RELU",
        "no activation",
        "Your neuron never bends its answer: where the sum is negative, relu says 0. Without a "
        "bend, a network of any size draws one straight line.",
        "05.neuron",
        (("Neuron", _BEND, "return total"),),
    ),
    Misconception(
        "NN-NONLIN-TURNED",
        "bends where it should not, and the other way round",
        "Your neuron bends with nonlin=False and does not with nonlin=True. The two have changed "
        "places.",
        "05.neuron",
        (("Neuron", "if self.nonlin", "if not self.nonlin"),),
    ),
    Misconception(
        "NN-TANH-FOR-RELU",
        "another activation than relu",
        "Your neuron bends its answer with tanh. That is a good bend, too; here relu is asked for: "
        "0 below zero, and above zero the sum itself.",
        "05.neuron",
        (("Neuron", "total.relu()", "total.tanh()"),),
    ),
    Misconception(
        "NN-RELU-EACH",
        "bends every product",
        "You bend each product of weight and input on its own. The inputs should first be weighed "
        "against each other: 5 and -4 make 1, and it is this sum that goes through relu.",
        "05.neuron",
        (
            (
                "Neuron",
                _BEND,
                "bent = sum(((w * xi).relu() for w, xi in zip(self.w, x, strict=True)), self.b)\n"
                "        return bent.relu() if self.nonlin else total",
            ),
        ),
    ),
    Misconception(
        "NN-BIAS-AFTER-BEND",
        "adds the bias after relu",
        "You add the bias to what relu lets through. It belongs in the sum, before the bend: "
        "there it decides from where on the neuron speaks.",
        "05.neuron",
        (
            ("Neuron", _SUM, _SUM.replace("self.b)", "Value(0.0))")),
            ("Neuron", _BEND, "return (total.relu() if self.nonlin else total) + self.b"),
        ),
    ),
    Misconception(
        "NN-BIAS-EACH",
        "adds the bias once for every input",
        "With three inputs, your neuron adds its bias three times. It belongs to the whole sum, "
        "not to each product.",
        "05.neuron",
        (("Neuron", "(w * xi for", "(w * xi + self.b for"), ("Neuron", "), self.b)", "))")),
    ),
    Misconception(
        "NN-BIAS-REMEMBERS",
        "adds the inputs up in self.b",
        "After a call, `b` is another number: the sum was collected in `self.b` itself. Ask the "
        "same neuron twice, and it gives two answers. Collect in a name of its own.",
        "05.neuron",
        (("Neuron", _SUM, _SUM.replace("total", "self.b", 1) + "\n        total = self.b"),),
    ),
    _DETACHED,
    _DETACHED.also(("Neuron", "(w * xi for", "(w.data * xi for")),
    *NETWORKS,
    *PARAMETERS,
)  # fmt: skip
