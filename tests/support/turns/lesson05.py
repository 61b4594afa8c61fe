"""Three wrong turns in lesson 05, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "neuron-class",
        (("[Value(rng.uniform(-1, 1)) for _ in range(nin)]", "[Value(rng.uniform(-1, 1))] * nin"),),
        "05.neuron",
        "NN-ALIASED-WEIGHTS",
    ),
    Turn("mlp-class", (("i != last, rng", "True, rng"),), "05.mlp", "NN-RELU-OUTPUT"),
    Turn(
        "parameters-methods",
        (("return [*self.w, self.b]", "return list(self.w)"),),
        "05.parameters",
        "NN-PARAMS-NO-BIAS",
    ),
)
