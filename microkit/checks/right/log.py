"""The right logarithm."""

import math

from microkit.checks.right.node import curve

METHODS = {"log": curve("log", math.log, lambda x, out: 1 / x)}  # d(log x)/dx = 1/x
