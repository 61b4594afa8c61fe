"""The right exponential function."""

import math

from microkit.checks.right.node import curve

METHODS = {"exp": curve("exp", math.exp, lambda x, out: out)}  # d(exp x)/dx = exp x
