"""Three wrong turns in lesson 06, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn("hinge-loss", ((".relu()", ""),), "06.hinge", "LOSS-HINGE-NO-RELU"),
    Turn("sgd-class", (("-= self.lr", "+= self.lr"),), "06.sgd", "SGD-UPHILL"),
    Turn("train-loop", (("        w.grad = 0.0\n", ""),), "06.loop", "LOOP-NO-ZERO"),
)
