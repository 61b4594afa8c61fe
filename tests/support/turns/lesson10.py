"""Three wrong turns in lesson 10, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "softmax-function",
        (("axis=-1", "axis=0"),),
        "10.softmax",
        "T-XENT-AXIS",
    ),
    Turn(
        "xent-back-function",
        (("return p / len(y)", "return p"),),
        "10.xent",
        "XENT-NO-MEAN",
    ),
    Turn(
        "conv-back-function",
        (("dx[:, i : i + k, j : j + k] += g", "dx[:, i : i + k, j : j + k] = g"),),
        "10.conv_back",
        "CONVBACK-OVERWRITE-DX",
    ),
)
