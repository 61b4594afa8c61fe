"""Right curves that no lesson asks for, and that a student may use."""

import math

from microkit.checks.right.node import curve

METHODS = {
    "sqrt": curve("sqrt", math.sqrt, lambda x, out: 0.5 / out),  # d(sqrt x)/dx = 1 / (2 * sqrt x)
    "sin": curve("sin", math.sin, lambda x, out: math.cos(x)),  # d(sin x)/dx = cos x
    "cos": curve("cos", math.cos, lambda x, out: -math.sin(x)),  # d(cos x)/dx = -sin x
}
