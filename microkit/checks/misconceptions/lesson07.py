"""Lesson 07: wrong ways to roll on, and wrong rates. Adam and dropout have their own files."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson07_adam import ADAM
from microkit.checks.misconceptions.lesson07_dropout import DROPOUT

_STEP = (
    "            self.v[i] = self.mu * self.v[i] + g\n            p.data -= self.lr * self.v[i]\n"
)
_OLD_STEP = (
    "            p.data -= self.lr * self.v[i]\n            self.v[i] = self.mu * self.v[i] + g\n"
)

_MOMENTUM = (
    Misconception(
        "OPT-MOM-SHARED",
        "one velocity for all parameters",
        "All parameters push one and the same velocity: the steep one drags the flat ones along. "
        "Give each parameter a velocity of its own, and compare a list of one with a list of two.",
        "07.momentum",
        (
            (
                "SGD",
                "for i, p in enumerate(self.params):",
                "for i, p in ((0, p) for p in self.params):",
            ),
        ),
    ),
    Misconception(
        "OPT-MOM-LR-TWICE",
        "learning rate applied twice",
        "The rate is in the velocity and again in the update, so each step is multiplied by the "
        "rate twice. With a rate of 0.1 you go a tenth of the way. Let it count in one place.",
        "07.momentum",
        (("SGD", "+ g", "+ self.lr * g"),),
    ),
    Misconception(
        "OPT-MOM-FORGETS",
        "starts each step from rest",
        "Your ball stands still before each step: the second step knows nothing of the first. The "
        "velocity must outlive the step, and part of it go into the next one.",
        "07.momentum",
        (("SGD", "self.mu * self.v[i] + g", "g"),),
    ),
    Misconception(
        "OPT-MOM-NO-FADE",
        "keeps all of the old velocity",
        "Nothing slows your ball down: each step keeps the whole old velocity, whatever the "
        "momentum is. With momentum 0 it should have none of it left.",
        "07.momentum",
        (("SGD", "self.mu * self.v[i]", "self.v[i]"),),
    ),
    Misconception(
        "OPT-MOM-SCALES-BOTH",
        "shrinks the new gradient too",
        "Momentum shrinks the old velocity. Yours shrinks the new gradient as well, so the first "
        "step is too short, and with momentum 0 nothing moves.",
        "07.momentum",
        (("SGD", "self.mu * self.v[i] + g", "self.mu * (self.v[i] + g)"),),
    ),
    Misconception(
        "OPT-MOM-GRADIENT-TWICE",
        "the gradient on top of a velocity that holds it already",
        "The new velocity holds this step's gradient. Your update adds the gradient once more, so "
        "the first step is twice as long as it should be.",
        "07.momentum",
        (("SGD", "p.data -= self.lr * self.v[i]", "p.data -= self.lr * (self.v[i] + g)"),),
    ),
    Misconception(
        "OPT-MOM-NESTEROV",
        "Nesterov's momentum: a look ahead",
        "This is a good rule with another name, Nesterov's momentum: it looks ahead, along part of "
        "the new velocity. Here the step is simpler: the rate times the velocity.",
        "07.momentum",
        (("SGD", "self.lr * self.v[i]", "self.lr * (g + self.mu * self.v[i])"),),
    ),
    Misconception(
        "OPT-MOM-LATE",
        "moves before the velocity is new",
        "You move with the old velocity and renew it afterward. On the first step that velocity "
        "is 0, and nothing moves. First the velocity, then the move.",
        "07.momentum",
        (("SGD", _STEP, _OLD_STEP),),
    ),
    Misconception(
        "OPT-MOM-UPHILL",
        "goes uphill",
        "Your step goes up the slope. A positive gradient says that more of p means more loss: "
        "which way should p go?",
        "07.momentum",
        (("SGD", "p.data -=", "p.data +="),),
    ),
    Misconception(
        "OPT-MOM-CLEARS-GRAD",
        "clears the gradients as well",
        "Your step sets the gradients to 0. Clearing them is the loop's job: whoever wants to look "
        "at a gradient after the step finds it gone.",
        "07.momentum",
        (("SGD", "p.data -= self.lr * self.v[i]", "p.data -= self.lr * self.v[i]; p.grad = 0.0"),),
    ),
    Misconception(
        "OPT-MOM-EMA",
        "(1 - momentum) * gradient: a running mean",
        "Your velocity is a running mean: the new gradient counts 1 - momentum. Adam's m does so "
        "too. It is a sound choice; the steps are shorter by that factor, so the rate must be "
        "larger.",
        "07.momentum",
        (("SGD", "g = p.grad", "g = (1 - self.mu) * p.grad"),),
        "note",
    ),
)

_SHARE = "(1 - step / n)"

_SCHEDULE = (
    Misconception(
        "OPT-LR-COMPOUNDS",
        "schedule applied to an already decayed rate",
        "You make a rate smaller that was made smaller before: each step takes its share of what "
        "the last one left. Start from the base rate each time.",
        "07.schedule",
        (
            (
                "lr_at",
                f"    return base * {_SHARE}",
                "    for k in range(1, step + 1):\n"
                "        base = base * (1 - k / n)\n"
                "    return base",
            ),
        ),
    ),
    Misconception(
        "OPT-LR-INTDIV",
        "integer division",
        "`//` rounds down to a whole number: 3 // 10 is 0. So your rate stays where it was until "
        "the very end. One slash keeps the fraction.",
        "07.schedule",
        (("lr_at", "step / n", "step // n"),),
    ),
    Misconception(
        "OPT-LR-RISES",
        "rises in place of falling",
        "Your rate starts at 0 and grows. It should start at the base rate and fall: what counts "
        "is the part of the way that is still ahead.",
        "07.schedule",
        (("lr_at", _SHARE, "step / n"),),
    ),
    Misconception(
        "OPT-LR-NO-BASE",
        "the share without the base rate",
        "You return which share is left. It is a share of something: of the base rate.",
        "07.schedule",
        (("lr_at", "base * ", ""),),
    ),
    Misconception(
        "OPT-LR-ONE-AHEAD",
        "one step ahead",
        "Your rate is one step ahead: at step 0 it has fallen already. Steps are counted from 0, "
        "and at step 0 nothing has been used up.",
        "07.schedule",
        (("lr_at", "step / n", "(step + 1) / n"),),
    ),
    Misconception(
        "OPT-LR-ENDS-EARLY",
        "reaches 0 one step too early",
        "Your rate reaches 0 at step n - 1 and is negative at step n: then a step goes uphill. The "
        "whole way has n steps.",
        "07.schedule",
        (("lr_at", "step / n", "step / (n - 1)"),),
    ),
    Misconception(
        "OPT-LR-SUBTRACTS",
        "subtracts the share from the base rate",
        "You subtract step / n from the rate itself. A base rate of 0.1 would be below 0 long "
        "before the end. Take the share first, then that share of the base rate.",
        "07.schedule",
        (("lr_at", f"base * {_SHARE}", "base - step / n"),),
    ),
)

ENTRIES = (*_MOMENTUM, *ADAM, *_SCHEDULE, *DROPOUT)
