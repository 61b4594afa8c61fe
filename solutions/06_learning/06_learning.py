# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Learning
#
# You have a network of random numbers, and an engine that can ask each of them which way it should go. Two things are missing: a number
# that says how wrong the network is, and a loop that makes it a little less wrong, again and again. You write both in this lesson, and at
# its end two moons come apart.
#
# **90 minutes.** You need: lesson 03 (`backward` and clearing gradients), lesson 04 (`relu`, `exp`, `log`) and lesson 05 (a network).

# %% [markdown]
# 1. [The tap](#6.1-The-tap)
# 2. [How wrong?](#6.2-How-wrong?)
# 3. [Chances](#6.3-Chances)
# 4. [A row of taps](#6.4-A-row-of-taps)
# 5. [The loop](#6.5-The-loop)
# 6. [Two moons](#6.6-Two-moons)
# 7. [The same checks, with fresh numbers](#6.7-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can turn "how wrong" into a number, say what a learning rate does, and write from memory the loop
# that trains networks of every size.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import math
import random

from IPython.display import HTML

from microkit import check, data, keep, nn, optim, predict, resume
from microkit import train as kit  # the kit's own loop, to look at until yours is ready
from microkit.widgets import BoundaryPlayer
from microkit.widgets.chart import Chart

Value, Neuron, Layer, MLP = resume("Value", "Neuron", "Layer", "MLP", upto=5)

# %% [markdown]
# The sentence above says which parts of the engine and of the networks are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 6.1 The tap
#
# A hotel shower on a cold morning. The water is at 20 degrees Celsius, and you like it at 38. You turn the tap a little to the warm side,
# feel, and turn again. Turn too little, and you shiver for a long time. Turn too much, and it is scalding, then icy, then scalding.
#
# Let `w` be the temperature. How wrong it is, is the **loss**: `(w - 38) ** 2`. At 20 degrees it is 324. The slope of a square is twice
# what is squared: `2 * (20 - 38) = -36`. It is negative, so a nudge up makes the loss shrink. Go *against* the slope, by a small share of
# it:
#
# > new `w` = old `w` - rate * slope

# %% [markdown] slideshow={"slide_type": "slide"}
# The **learning rate** says which share of the slope a step takes. With a rate of 0.1, the first step goes up by 0.1 * 36 = 3.6 degrees,
# from 20 to 23.6. There the slope is smaller, and so is the next step.
#
# **Predict.** With a rate of 0.1, `w` gets there bit by bit. What does it do with ten times the rate: `"faster"`, `"wobbly"` or
# `"exploding"`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_rate = predict("06.rate", "wobbly")
guess_rate

# %% slideshow={"slide_type": "fragment"}
def walk(rate, w=20.0, steps=10):
    """Return where w stands after each step."""
    places = [w]
    for _ in range(steps):
        places.append(places[-1] - rate * 2 * (places[-1] - 38))
    return places


def plot(lines, title, y):
    """Draw lists of numbers as lines, with a name at the end of each."""
    longest = max(len(numbers) for numbers in lines.values())
    chart = Chart(x=(0, max(longest - 1, 1), "step"), y=y, height=280)
    for (name, numbers), kind in zip(lines.items(), "abcd"):
        chart.line(enumerate(numbers), kind, name)
    return HTML(chart.to_svg(title, f"{', '.join(lines)}, step by step"))


walks = {f"rate {rate}": walk(rate) for rate in (0.1, 1.0, 1.1)}
plot(walks, "Three rates on the way to 38 degrees", (-80, 160, "w")) if guess_rate.committed else guess_rate

# %% [markdown]
# With a rate of 0.1 the water warms up, each step a little shorter than the last. With 1.0, every step is twice the distance: `w` lands
# as far on the other side, and jumps back, forever. With 1.1, each jump is longer than the one before. Add `0.5` to the rates and run
# the cell again: for this one tap it is perfect, and no one could have told you beforehand.

# %% [markdown] slideshow={"slide_type": "slide"}
# A network has hundreds of taps, and turns them all at once. Its loss says how wrong it is about all points together.
#
# **Predict.** All weights of a network make one step against their slopes, and the rate is small. Is the loss of the same points now
# `"up"` or `"down"`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_loss = predict("06.loss", "down")
guess_loss

# %% slideshow={"slide_type": "fragment"}
rate = 0.1  # you set the rate, the computer walks

points, labels = data.moons(40, noise=0.1, rng=random.Random(1))
model = nn.MLP(2, [16, 1], rng=random.Random(1))
player = BoundaryPlayer(points, labels, after=guess_loss)
optimizer = optim.SGD(model.parameters(), lr=rate)
kit.fit(model, nn.hinge, (points, labels), 40, optimizer=optimizer, watch=player, progress=False)
player

# %% [markdown]
# Play the film, and follow the loss. Then change `rate` in the cell above to 1, and run it again. The words below the picture count how
# often the loss went *up*: a step that is too long jumps over the valley. Now try 10. The gradients of layer 1 are 0 at the end. Its
# neurons were thrown so far that they are silent on every point, and nothing calls them back: the dead units of lesson 04.
#
# **So what?** A step against the slope, again and again, is all there is to learning. The kit did it for you here, with its own loss and
# its own loop. Now you build both. What is a good number for "how wrong"?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 6.2 How wrong?
#
# Three guests want 38 degrees. One gets 35, one gets 41, one gets 38. The differences are -3, 3 and 0, and their sum is 0: perfect on
# average, and two guests complain. So square the differences first: 9, 9 and 0. No square is negative, nothing cancels, and an error of 6
# weighs more than two errors of 3.
#
# > **mean squared error**: the mean of all `(y - t) ** 2`
#
# `y` is an answer of the network, `t` is the target. Here it is 18 / 3 = 6.

# %% [markdown]
# **Build** (5 minutes, difficulty 1 of 3). Write `mse(ys, ts)`. `ys` is a list of Values, `ts` a list of plain numbers, and the result is
# one Value: it has to know where it came from.
#
# <details><summary>Two wrong answers give a loss of 0</summary>
#
# One is too high, one too low. What do you do first: add up, or square?
#
# </details>
# <details><summary>The number is right, and no gradient arrives</summary>
#
# Somewhere on the way, a Value has turned into a plain number. Where do you read `data`?
#
# </details>

# %% nbgrader={"grade_id": "mse-loss", "solution": true}
def mse(ys, ts):
    ### BEGIN SOLUTION
    total = sum((y - t) ** 2 for y, t in zip(ys, ts))
    return total / len(ys)
    ### END SOLUTION

# %% nbgrader={"grade_id": "mse-check", "grade": true}
check("06.mse", mse)

# %% [markdown] slideshow={"slide_type": "slide"}
# Where there are two classes, a network gives a **score**: above 0 it votes for class 1, below 0 for class -1. With a label `t` of 1 or
# -1, the product `s * t` is above 0 where the vote is right.
#
# This product is called the **margin**: how far a score is on the right side. Being barely right is not enough. A careful hiker keeps one
# meter away from the edge of the path. With a meter or more, there is nothing to pay. With less, the price is what is missing. That is the
# **hinge** loss: what the margin lacks to 1. For the label 1:
#
# - a score of 2.5 costs 0: the meter is kept
# - a score of 0.4 costs 0.6: right, and too close to the edge
# - a score of -2 costs 3: on the wrong side of it

# %% [markdown]
# **Build** (7 minutes, difficulty 2 of 3). Write `hinge(ss, ts)`: the mean, over all points, of what is missing to 1, and never less
# than 0. One of your curves makes 0 of everything below 0.
#
# <details><summary>My loss is negative</summary>
#
# A hiker who is 5 meters away from the edge does not earn 4. What is there to pay?
#
# </details>
# <details><summary>It is right for the label 1, and wrong for -1</summary>
#
# For the label -1, a score of -2.5 is fine. Which number says so for both labels at once?
#
# </details>
# <details><summary>A score that is barely right costs nothing</summary>
#
# The hiker keeps a distance from the edge. How much is missing to it, with a score of 0.4?
#
# </details>

# %% nbgrader={"grade_id": "hinge-loss", "solution": true}
def hinge(ss, ts):
    ### BEGIN SOLUTION
    total = sum((1 - s * t).relu() for s, t in zip(ss, ts))
    return total / len(ss)
    ### END SOLUTION

# %% nbgrader={"grade_id": "hinge-check", "grade": true}
check("06.hinge", hinge)

# %% [markdown]
# One more price, of another kind. It does not look at answers, but at the network itself. A network with huge weights shouts: a tiny
# change of the input makes a large change of the answer. So let every parameter pay for its size, by its square: that is **l2**. For 3
# and -4 it is 9 + 16 = 25, times `alpha`, which says how much this price counts beside the errors.
#
# **Build** (3 minutes, difficulty 1 of 3). Write `l2(params, alpha)`.
#
# <details><summary>5 and -5 cost nothing together</summary>
#
# It is the same trap as with the three guests. What comes first?
#
# </details>
# <details><summary>The price is the same for every alpha</summary>
#
# Twice the `alpha` is twice the price. Does it stand in your line?
#
# </details>

# %% nbgrader={"grade_id": "l2-loss", "solution": true}
def l2(params, alpha):
    ### BEGIN SOLUTION
    return sum(p * p for p in params) * alpha
    ### END SOLUTION

# %% nbgrader={"grade_id": "l2-check", "grade": true}
check("06.l2", l2)

# %% [markdown]
# **So what?** A loss turns a wish into a number. What you square, what you let pass and what you charge for decides what the network will
# care about. What should it pay, when its answer is not a number but a *chance*?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 6.3 Chances
#
# A weather forecaster says: rain, with a chance of 0.9. It rains, and nobody is surprised. It stays dry, and everybody is. Let the
# forecaster pay for the **surprise**: minus the `log` of the chance that was given to what happened.
#
# - given 0.9, and it happened: `-log(0.9)` is 0.105
# - given 0.1, and it happened: `-log(0.1)` is 2.303
# - given 0.01, and it happened: `-log(0.01)` is 4.605

# %% slideshow={"slide_type": "fragment"}
chances = [i / 100 for i in range(1, 100)]
chart = Chart(x=(0, 1, "p, the chance of rain"), y=(0, 5, "price"), height=260)
chart.line([(p, -math.log(p)) for p in chances], "a", "it rains", at="start")
chart.line([(p, -math.log(1 - p)) for p in chances], "b", "it stays dry")
HTML(chart.to_svg("What a forecast costs", "Being sure and wrong costs most"))

# %% [markdown]
# Two curves, one for each outcome. If you say 1 and are wrong, the price has no limit. If the chance of rain is `p`, the chance of a dry
# day is what is missing to 1. The target `t` is 1 where it rained, and 0 where it did not. So `t` can be a switch: times 1 a term
# counts, times 0 it does not.
#
# **Build** (8 minutes, difficulty 2 of 3). Write `bce(ps, ts)`, the **binary cross-entropy**: the mean surprise over all forecasts.
#
# <details><summary>My loss is negative</summary>
#
# The log of a number below 1 lies below 0. And a price?
#
# </details>
# <details><summary>Being sure and right is expensive</summary>
#
# For p = 0.9 and t = 1, which of your two terms counts? Which chance stands in it?
#
# </details>

# %% nbgrader={"grade_id": "bce-loss", "solution": true}
def bce(ps, ts):
    ### BEGIN SOLUTION
    total = sum(p.log() * t + (1 - p).log() * (1 - t) for p, t in zip(ps, ts))
    return -total / len(ps)
    ### END SOLUTION

# %% nbgrader={"grade_id": "bce-check", "grade": true}
check("06.bce", bce)

# %% [markdown]
# And with more than two outcomes? Three cafes stand in a row, with the scores 1, 2 and 3. What share of the guests goes to each? A share
# is never negative, and all shares together are 1. `exp` makes any score positive; dividing by the sum does the rest. This is
# **softmax**: a score that is higher by 1 has a share 2.7 times as large.
#
# **Build** (8 minutes, difficulty 2 of 3). Write `softmax(zs)`: a list of Values in, a list of Values out.
#
# <details><summary>OverflowError for scores such as 1000</summary>
#
# The cafes get the same shares with the scores 1, 2, 3 and 1001, 1002, 1003: only the distances matter. Which number could you take away
# from all of them, so that no exp is large?
#
# </details>
# <details><summary>The shares are right, and the gradients are not</summary>
#
# If one score grows, the sum below the line grows, too. Is that sum made of Values?
#
# </details>

# %% nbgrader={"grade_id": "softmax-function", "solution": true}
def softmax(zs):
    ### BEGIN SOLUTION
    top = max(z.data for z in zs)
    exps = [(z - top).exp() for z in zs]
    whole = sum(exps)
    return [e / whole for e in exps]
    ### END SOLUTION

# %% nbgrader={"grade_id": "softmax-check", "grade": true}
check("06.softmax", softmax)

# %%
[round(share.data, 3) for share in softmax([Value(1.0), Value(2.0), Value(3.0)]) or []]

# %% [markdown]
# A guest comes out of one of the cafes, the `target`. How surprising is that? It is the forecaster's price once more, minus the `log` of
# a share. But take two cafes with the scores 0 and 800. The share of the first is smaller than any number that a computer can hold: it
# becomes 0, and 0 has no `log`. The price itself is nothing special: 800.
#
# So never make the share. The `log` of `a / b` is `log(a) - log(b)`, and the `log` of `exp(z)` is `z` itself. What is left is short:
#
# > price = `log` of the sum of all `exp` - score of the target
#
# An `exp` can still be too large, and softmax has taught you what helps: take the largest score away from all of them, the target's too.
#
# **Build** (6 minutes, difficulty 2 of 3). Write `cross_entropy(zs, target)`: scores in, the place of the target in the list, and one
# Value out.
#
# <details><summary>It works for small scores only</summary>
#
# You have solved that already, a few cells above. Which number did you take away from all scores there?
#
# </details>
# <details><summary>It works for scores near 1000, and not for 0 and 800</summary>
#
# Somewhere a share is made, or an `exp` that is too large. Does the sum alone get a `log`, and does the largest score become 0?
#
# </details>
# <details><summary>My loss is negative</summary>
#
# It is the forecaster's trap once more: on which side of 0 is the log of a share, and on which side a price?
#
# </details>

# %% nbgrader={"grade_id": "cross-entropy-loss", "solution": true}
def cross_entropy(zs, target):
    ### BEGIN SOLUTION
    top = max(z.data for z in zs)
    whole = sum((z - top).exp() for z in zs)
    return whole.log() + top - zs[target]
    ### END SOLUTION

# %% nbgrader={"grade_id": "cross-entropy-check", "grade": true}
check("06.cross_entropy", cross_entropy)

# %% [markdown]
# **So what?** For numbers you have `mse`, for two classes `hinge` and `bce`, for many classes `cross_entropy`. The last one trains nearly
# every large network today, also those that write text. You can say how wrong a network is. Who makes it less wrong?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 6.4 A row of taps
#
# A network is a row of taps. Each has heard its own slope, and each moves by it, all in the same moment:
#
# > each parameter moves by *rate times its own gradient*, **against** the gradient
#
# The part that does this is called an **optimizer**. The plainest one is **SGD**, *stochastic gradient descent*: downhill by the
# gradient, and stochastic, by chance, since the points of each step are drawn at random.

# %% [markdown]
# **Build** (6 minutes, difficulty 1 of 3). Write the class `SGD`. It is given the parameters and the rate once, and `step()` moves every
# parameter. A parameter is a Value that the network holds: change its `data`. Leave its gradient as it is.
#
# <details><summary>Nothing has moved after a step</summary>
#
# `p = something` gives the name `p` to a new thing. The network still holds the old one. What inside the old one has to change?
#
# </details>
# <details><summary>The first step works, and the second moves nothing</summary>
#
# Some things in Python can be read only once. In what do you keep the parameters?
#
# </details>
# <details><summary>The loss grows from step to step</summary>
#
# The gradient points uphill. Which way do you go?
#
# </details>

# %% nbgrader={"grade_id": "sgd-class", "solution": true}
class SGD:
    def __init__(self, params, lr):
        ### BEGIN SOLUTION
        self.params = list(params)
        self.lr = lr
        ### END SOLUTION

    def step(self):
        ### BEGIN SOLUTION
        for p in self.params:
            p.data -= self.lr * p.grad
        ### END SOLUTION

# %% nbgrader={"grade_id": "sgd-check", "grade": true}
check("06.sgd", SGD)

# %% [markdown]
# **So what?** Two lines, and they work for one parameter as for a billion. A step is only as good as the gradients that it finds. Who
# sees to it that these are fresh, and not left over from the step before?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 6.5 The loop
#
# Think of the shower: feel the water, forget how it felt before, decide which way, turn. Then again. A training loop is made of these four
# moments, whatever it trains:
#
# 1. **loss**: compute it anew, from where the parameters are now
# 2. **clear**: the gradients of the last round are old news
# 3. **backward**: every parameter hears its slope
# 4. **step**: every parameter moves

# %% [markdown]
# **Build** (12 minutes, difficulty 3 of 3). Write `train(w, target, steps, lr)` for one tap. `w` is a Value, and the loss is
# `(w - target) ** 2`. In every round do the four things by hand, and keep the loss as a plain number. Return the list of losses, one for
# each round.
#
# <details><summary>The losses fall, then rise, and w swings back and forth</summary>
#
# `backward` adds to what is there. What stands in the gradient of `w` when the second round begins?
#
# </details>
# <details><summary>All losses are the same</summary>
#
# A loss remembers one way forward: the one on which it was made. In which round was yours made? Or is a gradient wiped before it is used?
#
# </details>
# <details><summary>The losses are right, and the w that I gave has not moved</summary>
#
# Does your round change the number inside `w`, or give the name `w` to a new Value?
#
# </details>
# <details><summary>Only one loss comes back</summary>
#
# Does `return` wait until all rounds are over?
#
# </details>

# %% nbgrader={"grade_id": "train-loop", "solution": true}
def train(w, target, steps=3, lr=0.1):
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        loss = (w - target) ** 2
        w.grad = 0.0
        loss.backward()
        w.data -= lr * w.grad
        losses.append(loss.data)
    return losses
    ### END SOLUTION

# %% nbgrader={"grade_id": "loop-check", "grade": true}
check("06.loop", train)

# %% [markdown]
# Here are the losses of your own loop, for three rates. The line of the largest one stays where it is: `w` jumps from side to side.

# %%
losses = {f"rate {lr}": train(Value(20.0), 38.0, 10, lr) or [] for lr in (0.02, 0.1, 1.0)}
plot(losses, "The loss of one tap, for three rates", (0, 400, "loss"))

# %% [markdown]
# **So what?** Loss, clear, backward, step. You can say it from memory now, and you will meet these four in every program that trains a
# network. Leave out the second, and nothing crashes: the steps only get stranger. One tap has learned. Can a network?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 6.6 Two moons
#
# Now all of it together: your numbers, your network, your loss, your optimizer, your loop. Forty points, two bent crowds, and no straight
# line that parts them.
#
# To look at all points in each round would be slow. As you taste one spoon and not the whole pot, each round looks at ten points drawn by
# chance: a **batch**.

# %% [markdown]
# **Build** (12 minutes, difficulty 3 of 3). Finish `learn(points, labels, rng)`. The network, the optimizer and the batch are there: `xs`
# holds ten points, and `ts` their labels. Write the four moments of a round, with `hinge` as the loss, and then, after the loop, return
# the network.
#
# <details><summary>My network does no better than a coin</summary>
#
# Say the four moments aloud, and point at the line for each of them. Is one missing, or in another place?
#
# </details>
# <details><summary>A Value has no len, or a list has no backward</summary>
#
# A loss wants a list of scores and a list of labels. The network gives one score for one point. How do ten points become ten scores?
#
# </details>

# %% nbgrader={"grade_id": "learn-function", "solution": true}
def learn(points, labels, rng, lr=0.5, player=None):
    model = MLP(2, [16, 1], rng)
    optimizer = SGD(model.parameters(), lr)
    for i in range(150):
        chosen = rng.sample(range(len(points)), 10)
        xs, ts = [points[j] for j in chosen], [labels[j] for j in chosen]
        loss = None  # until your lines stand here
        ### BEGIN SOLUTION
        loss = hinge([model(x) for x in xs], ts)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        ### END SOLUTION
        if player and loss is not None and i % 15 == 14:
            player.see(model, loss, lr)  # film every fifteenth round
    ### BEGIN SOLUTION
    return model
    ### END SOLUTION

# %% nbgrader={"grade_id": "learn-check", "grade": true}
check("06.learns", learn)

# %% slideshow={"slide_type": "fragment"} tags=["aside"]
player = BoundaryPlayer(points, labels)
network = learn(points, labels, random.Random(1), player=player)
player

# %% [markdown]
# Play it: ten frames, fifteen rounds apart. The line that was drawn by chance bends itself between the moons. The loss goes up and down
# on the way, since every round measures it on ten other points. Loss, step and loop are yours, and what you have kept of the engine and
# of the network.
#
# And the rate? Here are three of them, on a hundred points that the network has never seen:

# %% tags=["aside"]
new_points, new_labels = data.moons(100, noise=0.1, rng=random.Random(2))
for lr in (0.02, 0.5, 5.0):
    network = learn(points, labels, random.Random(1), lr=lr)
    if network is not None:
        right = sum((network(x).data > 0) == (t > 0) for x, t in zip(new_points, new_labels))
        print(f"rate {lr}: {right} of 100 new points are right")

# %% [markdown]
# The best straight line gets 90 of them right. With a rate of 0.02, the network is no better than that yet. With 0.5, nearly all are
# right. With 5, it has jumped about, and is worse than a line.
#
# **So what?** It learns. But the same code, with nothing changed but one number, is too slow, or good, or lost. Nobody can tell you the
# good number beforehand. Can a better step need less luck?

# %% [markdown]
# ## 6.7 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "mse-fresh", "grade": true}
check("06.mse.fresh", mse)

# %% nbgrader={"grade_id": "hinge-fresh", "grade": true}
check("06.hinge.fresh", hinge)

# %% nbgrader={"grade_id": "bce-fresh", "grade": true}
check("06.bce.fresh", bce)

# %% nbgrader={"grade_id": "softmax-fresh", "grade": true}
check("06.softmax.fresh", softmax)

# %% nbgrader={"grade_id": "cross-entropy-fresh", "grade": true}
check("06.cross_entropy.fresh", cross_entropy)

# %% nbgrader={"grade_id": "sgd-fresh", "grade": true}
check("06.sgd.fresh", SGD)

# %% nbgrader={"grade_id": "loop-fresh", "grade": true}
check("06.loop.fresh", train)

# %% nbgrader={"grade_id": "learns-fresh", "grade": true}
check("06.learns.fresh", learn)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("06.predictions", guess_rate, guess_loss)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: what are the four moments of a round, and what goes wrong if the second is left out? (Not graded. If the sentence comes
# easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** Add `l2(model.parameters(), 0.01)` to the loss in `learn`, and film it. What does the price for large
# weights do to the line between the moons?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(mse, hinge, l2, bce, softmax, cross_entropy, SGD, train)

# %% [markdown]
# Your network learns, and a good rate is a matter of luck: too small, and it takes forever; too large, and narrow valleys make it
# wobble. Can a step be *better*, and not only longer or shorter? In **lesson 07, Better steps**, a ball, a sled and a careful hiker show
# how.
