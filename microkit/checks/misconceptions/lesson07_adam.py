"""Lesson 07, Adam: wrong ways to take a step of one's own length."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_M_HAT = "mh = self.m[i] / (1 - self.b1**self.t)"
_S_HAT = "sh = self.s[i] / (1 - self.b2**self.t)"
_NOT_COUNTED = ("Adam", 'of it."""\n        self.t += 1\n', 'of it."""\n')
_NO_M_HAT = ("Adam", _M_HAT, "mh = self.m[i]")
_NO_S_HAT = ("Adam", _S_HAT, "sh = self.s[i]")

_NO_CORRECTION = Misconception(
    "OPT-ADAM-NO-CORRECTION",
    "no bias correction",
    "m and s start at 0, so both are too small at first, s far more than m: with the usual betas "
    "the first step comes out about 3 times too long. Divide each by the share that it has seen "
    "so far.",
    "07.adam",
    (_NO_M_HAT, _NO_S_HAT),
)
_WEIGHTS = Misconception(
    "OPT-ADAM-WEIGHTS",
    "the two shares change places",
    "You keep the share 1 - beta of the old mean and take the share beta of what is new. With a "
    "beta of 0.9, nine tenths of the old one should stay.",
    "07.adam",
    (
        (
            "Adam",
            "self.b1 * self.m[i] + (1 - self.b1) * g",
            "(1 - self.b1) * self.m[i] + self.b1*g",
        ),
        (
            "Adam",
            "self.b2 * self.s[i] + (1 - self.b2) * g**2",
            "(1 - self.b2) * self.s[i] + self.b2 * g**2",
        ),
    ),
)
_POWER = Misconception(
    "OPT-ADAM-CORRECTION-STAYS",
    "the same correction at every step",
    "Your correction is the same at each step. It is right on step 1. Later m and s have seen "
    "more, and the correction must fade: it depends on how many steps there were.",
    "07.adam",
    (
        ("Adam", _M_HAT, "mh = self.m[i] / (1 - self.b1)"),
        ("Adam", _S_HAT, "sh = self.s[i] / (1 - self.b2)"),
    ),
)
_STORED = Misconception(
    "OPT-ADAM-CORRECTED-KEPT",
    "stores the corrected means",
    "You put the corrected mean back into the memory, and the next step corrects it again. Keep m "
    "and s as they are; the corrected ones are for this step alone.",
    "07.adam",
    (
        ("Adam", _M_HAT, "mh = self.m[i] = self.m[i] / (1 - self.b1**self.t)"),
        ("Adam", _S_HAT, "sh = self.s[i] = self.s[i] / (1 - self.b2**self.t)"),
    ),
)

ADAM = (
    _NO_CORRECTION,
    Misconception(
        "OPT-ADAM-NO-SQUARE",
        "second moment without the square",
        "s must collect squared gradients, and yours collects plain ones. Then its root is not the "
        "size of a gradient: for a gradient of 100 it is 10, and the step is 10 times too long.",
        "07.adam",
        (("Adam", "(1 - self.b2) * g**2", "(1 - self.b2) * abs(g)"),),
    ),
    Misconception(
        "OPT-ADAM-NO-ROOT",
        "no square root",
        "You divide by the mean of the squares. For a gradient of 0.01 that is 0.0001, and the "
        "step is 100 times too long. The root brings it back to the size of a gradient.",
        "07.adam",
        (("Adam", "sh**0.5", "sh"),),
    ),
    Misconception(
        "OPT-SHARED-STATE",
        "m and s are one list under two names",
        "`m = s = [...]` makes one list with two names: what s writes, m reads. Make two lists. "
        "Try: `a = b = [0]`, then `a[0] = 5`, and look at b.",
        "07.adam",
        (("Adam", "self.s = [0.0] * len(self.params)", "self.s = self.m"),),
    ),
    Misconception(
        "OPT-ADAM-ONE-MEMORY",
        "one m and one s for all parameters",
        "All parameters write into one m and one s. Then the steepest of them decides how far the "
        "others go. Give each parameter its own pair.",
        "07.adam",
        (
            (
                "Adam",
                "for i, p in enumerate(self.params):",
                "for i, p in ((0, p) for p in self.params):",
            ),
        ),
    ),
    Misconception(
        "OPT-ADAM-COUNTS-PARAMETERS",
        "counts parameters in place of steps",
        "Your t grows once for each parameter. It should grow once a step: the second parameter of "
        "a list is at step 1 as much as the first.",
        "07.adam",
        (
            _NOT_COUNTED,
            (
                "Adam",
                "            g = p.grad\n",
                "            self.t += 1\n            g = p.grad\n",
            ),
        ),
    ),
    Misconception(
        "OPT-ADAM-FROM-ZERO",
        "counts the steps from 0",
        "On your first step t is 0. Then a beta to the power of t is 1, and the correction divides "
        "by 0. Count the step before you use its number: the first one is step 1.",
        "07.adam",
        (
            _NOT_COUNTED,
            ("Adam", " + self.eps)\n", " + self.eps)\n        self.t += 1\n"),
        ),
    ),
    _POWER,
    _STORED,
    _WEIGHTS,
    Misconception(
        "OPT-ADAM-SUMS",
        "sums in place of means",
        "Your m and s keep the share beta of themselves and take all of what is new. They become "
        "sums, up to ten or a thousand times too large, and the correction does not fit them. A "
        "mean takes the share 1 - beta.",
        "07.adam",
        (("Adam", "(1 - self.b1) * g", "g"), ("Adam", "(1 - self.b2) * g**2", "g**2")),
    ),
    Misconception(
        "OPT-ADAM-BETAS-SWAPPED",
        "b1 and b2 change places",
        "b1 belongs to m and b2 to s. Yours are the other way round, so the direction is "
        "remembered for long and the size for a short while.",
        "07.adam",
        (
            (
                "Adam",
                "self.b1, self.b2, self.eps = list(params), lr, b1, b2, eps",
                "self.b2, self.b1, self.eps = list(params), lr, b1, b2, eps",
            ),
        ),
    ),
    Misconception(
        "OPT-ADAM-NO-EPS",
        "no eps",
        "A parameter that the loss does not use has a gradient of 0, and then you divide 0 by 0. "
        "`eps` is there for that: a little is always added to what you divide by.",
        "07.adam",
        (("Adam", "(sh**0.5 + self.eps)", "sh**0.5"),),
    ),
    Misconception(
        "OPT-ADAM-UPHILL",
        "goes uphill",
        "Your step goes up the slope. A positive gradient says that more of p means more loss: "
        "which way should p go?",
        "07.adam",
        (("Adam", "p.data -=", "p.data +="),),
    ),
    Misconception(
        "OPT-ADAM-CLEARS-GRAD",
        "clears the gradients as well",
        "Your step sets the gradients to 0. Clearing them is the loop's job: whoever wants to look "
        "at a gradient after the step finds it gone.",
        "07.adam",
        (("Adam", "g = p.grad\n", "g, p.grad = p.grad, 0.0\n"),),
    ),
    _NO_CORRECTION.also(_NO_M_HAT),
    _NO_CORRECTION.also(_NO_S_HAT),
    Misconception(
        "OPT-ADAM-EPS-INSIDE",
        "eps under the root",
        "Your eps stands under the root. That is a known variant: it differs from the one with eps "
        "outside where gradients are tiny, and nowhere else.",
        "07.adam",
        (("Adam", "(sh**0.5 + self.eps)", "(sh + self.eps) ** 0.5"),),
        "note",
    ),
)
