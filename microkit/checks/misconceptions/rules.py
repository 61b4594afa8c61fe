"""What the judge of rules compares with: the wrong formulas of lessons 02 and 04 in one place."""

from __future__ import annotations

from microkit.checks.misconceptions import lesson02, lesson04, lesson04_formulas

# What the ids of an operation's ideas begin with: "MUL" for "*".
PREFIX = {**lesson02.PREFIX, **lesson04_formulas.PREFIX}

# (operation, input) -> (id, the wrong local slope, from both operands and the result)
SLOPES = {**lesson02.SLOPES, **lesson04_formulas.SLOPES}

# (operation, input) -> (id, the whole wrong message, from operands, result and what arrived)
MESSAGES = {**lesson02.MESSAGES, **lesson04_formulas.MESSAGES}

# operation -> (id, the wrong value, from the operand)
VALUES = lesson04_formulas.VALUES

IDEAS = {*lesson02.MISCONCEPTIONS, *(entry.id for entry in lesson04.ENTRIES)}
