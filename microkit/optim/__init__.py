"""How parameters move: SGD, Adam, and rates that change on the way (lessons 06 and 07)."""

from microkit.optim.adam import Adam, AdamW
from microkit.optim.optimizer import Optimizer
from microkit.optim.schedules import Schedule, constant, cosine, linear, lr_at, steps, warmup
from microkit.optim.sgd import SGD

__all__ = [
    "SGD",
    "Adam",
    "AdamW",
    "Optimizer",
    "Schedule",
    "constant",
    "cosine",
    "linear",
    "lr_at",
    "steps",
    "warmup",
]
