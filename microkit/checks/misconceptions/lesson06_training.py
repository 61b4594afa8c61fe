"""Lesson 06: wrong steps, wrong loops, and networks that do not learn."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_MOVE = "p.data -= self.lr * p.grad"
_LOSS = "loss = (w - target) ** 2"
_BACK = "w.grad = 0.0\n        loss.backward()"
_STEP = "w.data -= lr * w.grad"

_REBINDS = Misconception(
    "SGD-REBINDS",
    "makes a new thing in place of moving the old one",
    "Nothing has moved. `p = ...` gives the name p to something new, and the Value that the "
    "network holds stays where it was. Change its number: `data`.",
    "06.sgd",
    (("SGD", _MOVE, "p = p.data - self.lr * p.grad  # noqa: PLW2901"),),
)
_RETURNS = Misconception(
    "LOOP-ONE-LOSS",
    "returns one loss",
    "Only one loss comes back. To see whether learning works, one wants them all, in a list: "
    "does `return` stand inside the loop, or does each round replace the last one's loss?",
    "06.loop",
    (("train", "return losses", "return losses[-1:]"),),
)

TRAINING: tuple[Misconception, ...] = (
    Misconception(
        "SGD-UPHILL",
        "moves along the gradient",
        "Your parameters move uphill. The gradient points to where the loss grows: go the other "
        "way.",
        "06.sgd",
        (("SGD", "-= self.lr", "+= self.lr"),),
    ),
    Misconception(
        "SGD-NO-RATE",
        "lr is not used",
        "Your step is as long as the gradient itself, whatever lr says. The rate makes it shorter: "
        "steps that are too long jump over the valley.",
        "06.sgd",
        (("SGD", "self.lr * ", ""),),
    ),
    Misconception(
        "SGD-SIGN-ONLY",
        "every step has the same length",
        "All your steps have one length, lr, whatever the gradient is. Where it is steep, the step "
        "should be longer.",
        "06.sgd",
        (("SGD", "self.lr * p.grad", "self.lr * ((p.grad > 0) - (p.grad < 0))"),),
    ),
    Misconception(
        "SGD-SHRINKS-DATA",
        "subtracts a share of the number, not of the gradient",
        "Your step depends on where the parameter is, and not on its gradient: it goes toward 0, "
        "and nothing is learned. Which of `data` and `grad` knows the way?",
        "06.sgd",
        (("SGD", "self.lr * p.grad", "self.lr * p.data"),),
    ),
    Misconception(
        "SGD-REPLACES-DATA",
        "`=` in place of `-=`",
        "The parameter is not moved, it is replaced: its old number is forgotten. A step starts "
        "from where the parameter is.",
        "06.sgd",
        (("SGD", "-= self.lr * p.grad", "= -self.lr * p.grad"),),
    ),
    _REBINDS,
    Misconception(
        "SGD-FIRST-ONLY",
        "moves one parameter only",
        "Only one of the parameters moved. Go through all of them in every step; a `return` inside "
        "a loop ends it in its first round.",
        "06.sgd",
        (("SGD", "for p in self.params:", "for p in self.params[:1]:"),),
    ),
    Misconception(
        "SGD-ONE-GRADIENT",
        "one gradient for all parameters",
        "All parameters move by the gradient of one of them. Each has its own.",
        "06.sgd",
        (("SGD", "self.lr * p.grad", "self.lr * self.params[0].grad"),),
    ),
    Misconception(
        "SGD-GENERATOR",
        "keeps a generator",
        "The second step moves nothing where the parameters came from a generator: it can be read "
        "only once. Keep them in a list of your own.",
        "06.sgd",
        (("SGD", "list(params)", "params"),),
    ),
    Misconception(
        "SGD-CLEARS",
        "clears the gradients",
        "Your step clears the gradients. Somebody may want to look at them after it, or add to "
        "them. The loop clears them, where it can be seen.",
        "06.sgd",
        (("SGD", "p.grad\n", "p.grad\n            p.grad = 0.0\n"),),
    ),
    Misconception(
        "LOOP-NO-ZERO",
        "never zeroes the gradient",
        "Old gradients pile up: backward() adds to what is there, so in round three you walk by "
        "the sum of three gradients. Clear it in every round.",
        "06.loop",
        (("train", "        w.grad = 0.0\n", ""),),
    ),
    Misconception(
        "LOOP-ZERO-ONCE",
        "zeroes once, before the loop",
        "You clear the gradient once, before the loop. From the second round on, old gradients "
        "pile up. Clear it in every round.",
        "06.loop",
        (
            ("train", "        w.grad = 0.0\n", ""),
            ("train", "losses = []", "losses = []\n    w.grad = 0.0"),
        ),
    ),
    Misconception(
        "LOOP-ZERO-AFTER-BACKWARD",
        "zeroes between backward and update",
        "You erase the gradient right before you use it, and w never moves. Read your round aloud: "
        "what is in w.grad at the moment of the step?",
        "06.loop",
        (("train", _BACK, "loss.backward()\n        w.grad = 0.0"),),
    ),
    Misconception(
        "LOOP-LOSS-OUTSIDE",
        "builds the loss once, before the loop",
        "The loss was built once, before the loop, and knows only where w was then: a graph "
        "records one forward pass. Every round needs a new one.",
        "06.loop",
        (
            ("train", f"        {_LOSS}\n", ""),
            ("train", "losses = []", f"losses = []\n    {_LOSS}"),
        ),
    ),
    Misconception(
        "LOOP-UPDATE-NEW-VALUE",
        "`w = w - lr*w.grad`",
        "The losses fall, and the w that you were given has not moved: `w = w - ...` makes a new "
        "Value under the same name, with a graph that grows from round to round. Change the number "
        "in the old one.",
        "06.loop",
        (("train", _STEP, "w = w - lr * w.grad"),),
    ),
    Misconception(
        "LOOP-NO-BACKWARD",
        "no backward pass",
        "No gradient arrives at w, so it stays where it is. Who tells w which way to go?",
        "06.loop",
        (("train", "        loss.backward()\n", ""),),
    ),
    Misconception(
        "LOOP-BY-HAND",
        "the slope by a formula of its own",
        "w moves as it should, and no gradient ever arrived at it: you worked the slope out by "
        "hand. For a network nobody could. Let backward() find it.",
        "06.loop",
        (
            ("train", "        w.grad = 0.0\n        loss.backward()\n", ""),
            ("train", "lr * w.grad", "lr * 2 * (w.data - target)"),
        ),
    ),
    Misconception(
        "LOOP-NO-STEP",
        "no step",
        "Gradients arrive at w, and nobody moves it. After backward() comes the step.",
        "06.loop",
        (("train", f"        {_STEP}\n", ""),),
    ),
    Misconception(
        "LOOP-UPHILL",
        "walks along the gradient",
        "w runs away from its target, faster and faster: the step goes along the gradient, and "
        "that is uphill.",
        "06.loop",
        (("train", "w.data -= lr", "w.data += lr"),),
    ),
    Misconception(
        "LOOP-NO-RATE",
        "lr is not used",
        "Your step is as long as the gradient itself, and so w jumps over its target. The rate "
        "makes steps shorter.",
        "06.loop",
        (("train", "lr * w.grad", "w.grad"),),
    ),
    Misconception(
        "LOOP-LOSS-AFTER-STEP",
        "the loss after the step",
        "Each of your losses was computed after the step. The one to keep is what backward() "
        "started from: the first in the list is the loss at the start.",
        "06.loop",
        (("train", "losses.append(loss.data)", "losses.append((w.data - target) ** 2)"),),
    ),
    Misconception(
        "LOOP-KEEPS-W",
        "returns where w was, not the losses",
        "Your list holds where w was in each round. What is asked for are the losses: a network "
        "has hundreds of weights, and one loss to look at.",
        "06.loop",
        (("train", "losses.append(loss.data)", "losses.append(w.data)"),),
    ),
    _RETURNS,
    _RETURNS.also(("train", "losses.append(loss.data)", "return [loss.data]")),
    Misconception(
        "LOOP-ZERO-LAST",
        "zeroes after the step",
        "You clear the gradient at the end of a round. That works as long as nothing is in w.grad "
        "before the first one. Clear it right before backward(), and it always works.",
        "06.loop",
        (
            ("train", "        w.grad = 0.0\n", ""),
            ("train", _STEP, f"{_STEP}\n        w.grad = 0.0"),
        ),
        "note",
    ),
    Misconception(
        "LOOP-KEEPS-GRAPHS",
        "keeps Values in place of numbers",
        "Your losses are Values, and each of them holds on to the whole graph of its round. For "
        "one tap that is fine; for a network it fills the memory. The number alone is enough.",
        "06.loop",
        (("train", "losses.append(loss.data)", "losses.append(loss)"),),
        "note",
    ),
    Misconception(
        "LEARN-NO-ZERO",
        "the gradients are never cleared",
        "Your networks step by old gradients: backward() adds to what is there, and what is there "
        "is left over from the rounds before. Is the gradient cleared in every round?",
        "06.learns",
        (("learn", "        model.zero_grad()\n", ""),),
    ),
    Misconception(
        "LEARN-TOO-SHORT",
        "has learned something, and less than a line",
        "Your networks have learned something, and a straight line would still do better. Do they "
        "stop too early, or is the rate too large? Look at the loss over the rounds: does it still "
        "fall at the end, or jump about?",
        "06.learns",
        (("learn", "return model", "return lambda at: model(at) * (1 if at[0] < 1.4 else -1)"),),
    ),
    Misconception(
        "LEARN-LINE",
        "no better than a straight line",
        "Your networks get about as many points right as a straight line would, 87 of 100. Either "
        "nothing bends in them, or they stopped too early: does the loss still fall at the end?",
        "06.learns",
        (("learn", "[16, 1]", "[1]"), ("learn", "0.5", "0.1")),
    ),
    Misconception(
        "LEARN-NOTHING",
        "no better than a coin",
        "Your networks do hardly better than a coin. Look at the loss over the rounds: does it "
        "fall? If not: does the optimizer have the parameters of this very model, is the gradient "
        "cleared, and does step() run in every round?",
        "06.learns",
        (("learn", "        optimizer.step()\n", ""),),
    ),
    Misconception(
        "LEARN-TURNED",
        "says the opposite",
        "Your networks have learned the moons, and say the opposite: a positive score belongs to "
        "the label 1. Was a sign lost, in the loss or in the answer?",
        "06.learns",
        (("learn", "return model", "return lambda point: -model(point)"),),
    ),
)  # fmt: skip
