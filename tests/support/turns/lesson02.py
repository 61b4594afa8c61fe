"""Three wrong turns in lesson 02, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn("mul-backward", (("self.grad +=", "self.grad ="),), "02.mul", "MUL-OVERWRITE"),
    Turn("pow-backward", ((" ** (n - 1)", "**n"),), "02.pow", "POW-SAME-POWER"),
    Turn("div-backward", (("+= -self.data", "+= self.data"),), "02.div", "DIV-SIGN"),
)
