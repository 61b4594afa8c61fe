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
# # Better steps
#
# Your network learns, and it learns slowly: one rate is too much for one direction, and too little for another. Three travelers set out
# into the same valley today: a sled, a ball and a careful hiker. You build the ball and the hiker.
#
# **75 minutes.** You need: lesson 06 (a step is the rate times the slope, downhill).

# %% [markdown]
# 1. [One valley, one rate](#7.1-One-valley,-one-rate)
# 2. [The ball](#7.2-The-ball)
# 3. [The careful hiker](#7.3-The-careful-hiker)
# 4. [Slower toward the end](#7.4-Slower-toward-the-end)
# 5. [A choir that cannot lean on one voice](#7.5-A-choir-that-cannot-lean-on-one-voice)
# 6. [Back to the two moons](#7.6-Back-to-the-two-moons)
# 7. [The same checks, with fresh numbers](#7.7-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can say what momentum adds up and what it cancels, write Adam from memory, let a rate fall, and keep a network
# from learning by heart.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import random

from IPython.display import HTML

from microkit import check, data, keep, nn, predict, resume
from microkit.widgets import OptimizerRace
from microkit.widgets.chart import Chart

Value, MLP, hinge, topological_order = resume("Value", "MLP", "hinge", "topological_order", upto=6)

# %% [markdown]
# The sentence above says which parts of the engine and of the networks are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 7.1 One valley, one rate
#
# A sled stands in deep snow. It slides as far as the ground under it is steep, and stops. It looks again, and slides again. That is the
# `SGD` of lesson 06.
#
# Here is its valley from above, as on a hiking map. Each line joins places of equal height: where the lines are close, it is steep. The
# floor falls gently to the cross. The sides are twenty times as steep.

# %% slideshow={"slide_type": "subslide"}
OptimizerRace(racers=["SGD"], rate=0.1)

# %% [markdown]
# The height of this valley is `0.1 * x**2 + 2 * y**2`. By the power gate of lesson 02, its slope is `0.2 * x` along and `4 * y` across.
# At the start, at (-3.5, 1.5), that is -0.7 and 6. With a rate of 0.1, the first step is 0.07 along and 0.6 across. Press **play** and see: the sled is soon on the
# floor, and then it crawls.
#
# A larger rate, then? Work it out first: with a rate of 0.5, where does the first step across the valley lead, and where the second? Then
# set the slider to 0.5, and play. After that, try 1.

# %% [markdown]
# **So what?** At 0.5, the sled jumps from one side to the other and back, forever. At 1, it leaves the valley. The steep sides decide how
# large the rate may be, and the gentle floor pays for it: at 0.1, after 60 steps, the sled still has 1.04 to go. How can one be fast along
# the valley, and slow across it, with a single rate?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 7.2 The ball
#
# The sled forgets each step. A ball rolls on: it keeps nine tenths of its speed, and the slope gives it a push on top.
#
# Pushes of 1, all the same way: its speed is 1, then 0.9 + 1 = 1.9, then 1.71 + 1 = 2.71. It grows until the tenth that is lost is as
# large as the push: **up to 10**. Now pushes to and fro, 1, -1, 1, -1: its speed is 1, then 0.9 - 1 = -0.1, then 0.91. They nearly cancel.
#
# > velocity = momentum × old velocity + slope, and then a step of rate × velocity

# %% [markdown]
# The **velocity** says how fast it goes, and which way. The **momentum** is the share of it that is kept, here 0.9. Every direction has a
# velocity of its own: along the valley the pushes agree, and across it they go to and fro.

# %% slideshow={"slide_type": "subslide"}
OptimizerRace(racers=["SGD", "momentum"], rate=0.1)

# %% [markdown]
# The path named *momentum* is the ball's. It rolls past the minimum, and comes back: after 60 steps it is 0.03 away, and the sled 1.04. Set
# the rate to 0.5: where the sled jumps to and fro, the ball comes to rest. What happens with a momentum of 0, and what with 0.99?
#
# **Build** (8 minutes, difficulty 2 of 3). Write the inside of the loop: renew the velocity, then move. Two lines are enough.
#
# <details><summary>The first step does nothing</summary>
#
# At the start every velocity is 0. Does your ball move before it has been pushed, or after?
#
# </details>
# <details><summary>The steps are ten times too short</summary>
#
# How often does the rate stand in your two lines?
#
# </details>
# <details><summary>With momentum 0.9 it goes where the sled goes</summary>
#
# What does the second step know of the first? Which line writes it down?
#
# </details>
# <details><summary>With momentum 0 it rolls on all the same, or does not move at all</summary>
#
# The old velocity fades, and the slope comes in full. Which of the two does the momentum stand beside in your line?
#
# </details>

# %% nbgrader={"grade_id": "sgd-class", "solution": true}
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [0.0] * len(self.params)  # one for each parameter, all at rest

    def step(self):
        for i, p in enumerate(self.params):
            ### BEGIN SOLUTION
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data -= self.lr * self.velocity[i]
            ### END SOLUTION

# %% nbgrader={"grade_id": "momentum-check", "grade": true}
check("07.momentum", SGD)

# %% [markdown]
# Now your own ball joins the race. And below it is pushed by hand, as you did in your head:

# %%
OptimizerRace({"mine": SGD}, racers=["SGD", "momentum"], rate=0.1, step=30)

# %%
def moves(make, slopes):
    """Return how far one parameter moves at each step, downhill."""
    p = Value(0.0)
    traveler, found = make([p]), []
    for slope in slopes:
        before, p.grad = p.data, slope
        traveler.step()
        found.append(round(before - p.data, 4))
    return found


def ball(params):
    return SGD(params, lr=1.0, momentum=0.9)


print("the same way:", moves(ball, [1, 1, 1, 1, 1]))
print("to and fro:  ", moves(ball, [1, -1, 1, -1, 1]))

# %% [markdown] slideshow={"slide_type": "subslide"}
# The picture shows forty pushes of size 1. Pushed the same way, the ball goes further and further, up to ten times as far as one push would
# send it. Pushed to and fro, it goes half as far.

# %% slideshow={"slide_type": "fragment"}
chart = Chart(x=(1, 40, "step"), y=(-2, 11, "how far it goes in this step"))
for kind, name, slopes in (("a", "the same way", [1] * 40), ("b", "to and fro", [1, -1] * 20)):
    chart.line(enumerate(moves(ball, slopes), start=1), kind, name)
HTML(chart.to_svg("A ball that is pushed the same way goes ten times as far, one pushed to and fro half as far"))

# %% [markdown]
# **So what?** Momentum is not a larger rate: it adds up what goes on, and cancels what goes to and fro. But make the valley a hundred times
# as steep in the race above, and the ball flies out as the sled does. Is there a traveler who does not mind how steep it is?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 7.3 The careful hiker
#
# Ten minutes late: is that much? For a bus it is, and for a ship it is nothing. You compare it with what is *usual*.
#
# The hiker does that with slopes. She divides each slope by its usual size. A slope of 6 is 2 where 3 is usual, and so is a slope of 0.06
# where 0.03 is usual. What is left does not say how steep it is, but how steep it is *for this place*. And each direction has a usual size
# of its own.

# %% [markdown]
# How does one know what is usual? You take the same bus each day. Keep nine tenths of what you believed, and take one tenth of today's
# ride. That is a **running mean**. Suppose that the bus takes 20 minutes, and that your belief starts at 0:

# %%
belief = 0.0
for day, ride in enumerate([20, 20, 20, 30, 20], start=1):
    belief = 0.9 * belief + 0.1 * ride
    seen = 1 - 0.9**day
    print(f"day {day}: a ride of {ride}, a belief of {belief:5.2f}, divided by {seen:.3f}: {belief / seen:5.2f}")

# %% [markdown]
# After the first day you would believe in 2 minutes, which is silly. The belief is nine tenths of nothing, and only one tenth of a bus
# ride. So divide it by the share that you have really seen, 0.1, and it is 20. On the second day you have seen 1 - 0.9 × 0.9 = 0.19, and
# 3.8 / 0.19 is 20 again. This is called **bias correction**. It fades by itself: after 50 days you have seen nearly everything.

# %% [markdown] slideshow={"slide_type": "subslide"}
# The hiker keeps two running means for each parameter, and both start at 0:
#
# - `m`, of the **slopes**: which way is it, on the whole? It keeps the share `b1` of itself, usually 0.9.
# - `s`, of the **squared slopes**: how large are they, whatever their sign? It keeps the share `b2`, usually 0.999.
#
# Both are too small at first, so each is divided by the share that it has really seen. The root of `s` is the usual size of a slope:
#
# > step = rate × m / (√s + eps), with both corrected
#
# `eps` is a very small number, so that nobody divides by 0. This hiker is called **Adam**, and was born in 2014.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** Adam takes the first step, with a rate of 0.1. How far does a parameter move if its slope is 100? And how far if its slope
# is 0.001?
#
# Put your numbers in place of the three dots. You get the points for guessing, right or wrong.

# %% tags=["predict"]
guess_large = predict("07.large", 0.1)
guess_large

# %% tags=["predict"]
guess_small = predict("07.small", 0.1)
guess_small

# %% slideshow={"slide_type": "fragment"}
OptimizerRace(scale=100, step=1, after=guess_small)

# %% [markdown]
# This valley is a hundred times as steep: the slopes at the start are -70 and 600. After one step, the sled and the ball are far outside of
# the picture. And Adam? Look at the table: how far has it come along x, and how far along y? What does one divide by on the very first day?
#
# Now move *steep* from one end to the other and play: Adam's path stays the same. The sled flies out, or hardly moves.

# %% [markdown]
# **Build** (15 minutes, difficulty 3 of 3). Write `Adam`. In `__init__`, three lines: `t`, the number of steps taken, and two lists of
# zeros. In `step`, seven lines: count the step, and then for each parameter renew `m` and `s`, correct both, and move. The two corrections
# are the bus ride's, with `b1` and `b2` in place of 0.9 and `t` in place of the day.
#
# <details><summary>The first step is about three times too long</summary>
#
# `m` and `s` start at 0, as your belief about the bus did. What was missing on the first day?
#
# </details>
# <details><summary>ZeroDivisionError on the first step</summary>
#
# On which day do you count the first ride: day 0, or day 1?
#
# </details>
# <details><summary>It is right for one parameter, and wrong for the second in the list</summary>
#
# What belongs to each parameter, and what to the step as a whole? Where does `t` grow?
#
# </details>
# <details><summary>m and s always hold the same numbers</summary>
#
# `a = b = [0]` makes one list with two names. How many lists did you make?
#
# </details>
# <details><summary>The first step is right, and the later ones are not</summary>
#
# On day 3 you divided the belief by another number than on day 1. What changes from day to day? And which belief did you carry on: the one
# before it was divided, or the one after?
#
# </details>
# <details><summary>Large slopes still make larger steps than small ones, or far shorter ones</summary>
#
# In `s` lie squares: for slopes of 100 it holds 10,000. How does that become the usual size of a slope again?
#
# </details>

# %% nbgrader={"grade_id": "adam-class", "solution": true}
class Adam:
    def __init__(self, params, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):
        self.params = list(params)
        self.lr, self.b1, self.b2, self.eps = lr, b1, b2, eps
        ### BEGIN SOLUTION
        self.t = 0
        self.m = [0.0] * len(self.params)
        self.s = [0.0] * len(self.params)
        ### END SOLUTION

    def step(self):
        ### BEGIN SOLUTION
        self.t += 1
        for i, p in enumerate(self.params):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * p.grad
            self.s[i] = self.b2 * self.s[i] + (1 - self.b2) * p.grad**2
            m = self.m[i] / (1 - self.b1**self.t)
            s = self.s[i] / (1 - self.b2**self.t)
            p.data -= self.lr * m / (s**0.5 + self.eps)
        ### END SOLUTION

# %% nbgrader={"grade_id": "adam-check", "grade": true}
check("07.adam", Adam)

# %%
def hiker(params):
    return Adam(params, lr=0.1)


for slopes in ([100] * 4, [0.001] * 4, [100, -100, 100, -100]):
    print(f"slopes {slopes}: steps {moves(hiker, slopes)}")

# %% [markdown]
# Slopes of 100 and slopes of 0.001 make the same steps, each as long as the rate. In the last line the slopes contradict each other, and
# from the second step on she hardly leaves her place. That is the careful side of her: where she cannot tell the way, her steps are short.
#
# Here she is in the race, computed by your own code. Her path lies on that of the kit's Adam:

# %%
OptimizerRace({"mine": Adam}, step=20)

# %% [markdown]
# **So what?** Adam gives each parameter a step of its own, and does not mind the unit in which a slope comes. That is why it works at its
# first try on so many problems. A step as long as the rate is good on the way. Is it good at the goal?

# %% [markdown]
# ## 7.4 Slower toward the end
#
# You drive at 50 on the road, and you park at walking pace.
#
# In lesson 06 a step looked at a batch of ten points, and the next one at ten others. Each batch says something else, so the slope never
# comes to rest, and neither does the traveler. At the end only one thing helps: shorter steps. A plan for the rate is called a
# **schedule**. Yours falls in a straight line: with 3 of 10 steps behind you, 7 tenths of the rate are left.
#
# **Build** (4 minutes, difficulty 1 of 3). Write `lr_at(step, n, base)`: the rate at this step, of `n` steps in all, if the rate at step 0
# is `base`.
#
# <details><summary>It stays at the base rate until the very end</summary>
#
# In Python, `3 // 10` is 0, and `3 / 10` is 0.3. Which one do you need?
#
# </details>
# <details><summary>The rate is below 0 long before the end</summary>
#
# You take away a share. A share of what?
#
# </details>

# %% nbgrader={"grade_id": "schedule-function", "solution": true}
def lr_at(step, n, base):
    ### BEGIN SOLUTION
    return base * (1 - step / n)
    ### END SOLUTION

# %% nbgrader={"grade_id": "schedule-check", "grade": true}
check("07.schedule", lr_at)

# %% [markdown]
# At a fair, fifty people guess the weight of a pumpkin, in grams. Their mean is what you are after, but you hear one guess at a time, and
# you move toward it: one batch, one step. Once the rate stays at 0.25, and once it falls by your schedule:

# %%
rng = random.Random(7)
crowd = [rng.gauss(8000, 1000) for _ in range(50)]
middle = sum(crowd) / len(crowd)


def listen(falls, steps=100):
    weight, rng, path = Value(5000.0), random.Random(8), []
    sled = SGD([weight], lr=0.25)
    for step in range(steps):
        if falls:
            sled.lr = lr_at(step, steps, 0.25) or 0.0
        weight.grad = 0.0
        ((weight - rng.choice(crowd)) ** 2).backward()
        sled.step()
        path.append((step + 1, weight.data))
    return path


chart = Chart(x=(0, 135, "step"), y=(5500, 9500, "weight in grams"), height=300)
chart.line(listen(falls=False), "b", "the rate stays")
chart.line(listen(falls=True), "a", "the rate falls")
chart.line([(0, middle), (105, middle)], "quiet", "mean of all")
HTML(chart.to_svg("Guesses at a weight, with a rate that stays and with one that falls"))

# %% [markdown]
# The picture shows your estimate after each step. With a rate that stays, it runs after every voice. With a falling rate it comes to rest
# near the mean of all fifty.
#
# **So what?** Large steps find the valley, and small ones find its floor. So the training loss goes down to nearly nothing. But is it the
# *moons* that the network has learned, or the hundred points by heart?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 7.5 A choir that cannot lean on one voice
#
# In a choir, many lean on the one who knows the song. So at each rehearsal a coin decides for every singer: sing, or be silent. Nobody can
# rely on a neighbor, and everybody learns the song.
#
# With one in five silent, four sing for five: each sings 5 / 4 = 1.25 times as loud, and the hall hears as much as before. At the concert
# everybody sings, and as loud as usual.

# %% [markdown]
# For the neurons of a layer, also called its *units*, this is **dropout**. While the network is trained, each unit is silent with
# probability `p`. The others are divided by the share that is left, `1 - p`. When the network is used, nothing happens at all.
#
# **Build** (8 minutes, difficulty 2 of 3). Write `dropout(xs, p, training, rng)`: a list as long as `xs`. A coin is `rng.random()`, a
# number from 0 to 1: it is below `p` with probability `p`. Use one for each unit.
#
# <details><summary>All units are silent, or none is</summary>
#
# How often do you ask `rng`: once for the choir, or once for each singer?
#
# </details>
# <details><summary>On average, the layer has become quieter</summary>
#
# With p = 0.2, four sing for five. How loud must each one be?
#
# </details>
# <details><summary>The list has become shorter</summary>
#
# A silent singer stays in her place. Which number is heard from there?
#
# </details>
# <details><summary>Units are silent with training=False, too</summary>
#
# At the concert everybody sings, and as loud as usual. Which argument tells you that it is the concert?
#
# </details>
# <details><summary>No gradient reaches the layer before</summary>
#
# What is in your list: Values that know their parents, or numbers?
#
# </details>

# %% nbgrader={"grade_id": "dropout-function", "solution": true}
def dropout(xs, p, training, rng):
    ### BEGIN SOLUTION
    if not training:
        return list(xs)
    return [x * ((rng.random() >= p) / (1 - p)) for x in xs]
    ### END SOLUTION

# %% nbgrader={"grade_id": "dropout-check", "grade": true}
check("07.dropout", dropout)

# %%
rng = random.Random(11)
choir = [Value(1.0) for _ in range(10)]
for name, training in (("rehearsal", True), ("rehearsal", True), ("concert", False)):
    heard = [singer.data for singer in dropout(choir, 0.2, training, rng) or []]
    print(f"{name:10}", *(f"{x:5.2f}" for x in heard), "   together", sum(heard))

# %% [markdown]
# One rehearsal is louder than the concert, and another is quieter. Over many, the mean is that of the concert.
#
# **So what?** A network of a few hundred numbers hardly needs this. One with millions can learn its examples by heart, and dropout is among
# the cheapest remedies that were ever found. You have four new tools now. What do they change for your own network?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 7.6 Back to the two moons
#
# The network of 337 numbers, a hundred points, thirty steps. The start is the same for all three, and so is the rate, 0.1. Only the
# traveler is another one.
#
# **Guess** first: who is ahead after thirty steps?

# %% [markdown]
# The travelers are yours. The network is the kit's, `nn.MLP`: the same numbers as in yours, on a faster engine, so that you need not wait.
# There is nothing to write here.

# %%
points, labels = data.moons(100, noise=0.1, rng=1)


def learn(make, falls=False, steps=30):
    """Train a network on the moons; return its loss before each step, and how many points are right."""
    model = nn.MLP(2, [16, 16, 1], rng=random.Random(1))
    traveler, losses = make(model.parameters()), []
    base = traveler.lr
    for step in range(steps):
        loss = nn.hinge([model(point) for point in points], labels)
        model.zero_grad()
        loss.backward()
        if falls:
            traveler.lr = lr_at(step, steps, base) or 0.0
        traveler.step()
        losses.append((step, loss.data))
    right = sum(model(point).data * label > 0 for point, label in zip(points, labels))
    return losses, right

# %% slideshow={"slide_type": "fragment"}
chart = Chart(x=(0, 30, "steps taken"), y=(0, 0.7, "loss"))
for kind, name, make in (
    ("a", "sled", lambda params: SGD(params, lr=0.1)),
    ("b", "ball", lambda params: SGD(params, lr=0.1, momentum=0.9)),
    ("c", "hiker", lambda params: Adam(params, lr=0.1)),
):
    losses, right = learn(make)
    chart.line(losses, kind, f"{name}: {right} of 100 right")
HTML(chart.to_svg("The loss on two moons, for a sled, a ball and a careful hiker"))

# %% [markdown]
# The picture shows the loss after each step, and how many of the hundred points are right in the end. The hiker is far ahead, then comes
# the ball. With seven other starts the order was the same. But the sled is no fool. Give it a rate of its own, and let it fall:

# %%
losses, right = learn(lambda params: SGD(params, lr=1.0), falls=True)
print(f"the sled, with a rate that falls from 1 to 0: {right} of 100 right")

# %% [markdown]
# With a rate that suits it, the sled gets there, too. What Adam saves you is the search for that rate.
#
# **So what?** A better traveler needs fewer steps. But each step is as slow as ever, and more so on your own engine. What is a step
# made of? Count the little objects that one look at a hundred points leaves behind:

# %%
model = MLP(2, [16, 16, 1], random.Random(1))
loss = hinge([model(point) for point in points], labels)
print(f"{len(topological_order(loss)):,} Values for one step")

# %% [markdown]
# A processor can add and multiply a billion times a second. The sums and products of a step would take it less than a thousandth of a
# second. Yours takes far longer. Where does Python spend its time? That is lesson 08.

# %% [markdown]
# ## 7.7 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "momentum-fresh", "grade": true}
check("07.momentum.fresh", SGD)

# %% nbgrader={"grade_id": "adam-fresh", "grade": true}
check("07.adam.fresh", Adam)

# %% nbgrader={"grade_id": "schedule-fresh", "grade": true}
check("07.schedule.fresh", lr_at)

# %% nbgrader={"grade_id": "dropout-fresh", "grade": true}
check("07.dropout.fresh", dropout)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("07.predictions", guess_large, guess_small)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: why does a ball go faster along a valley and not across it? Or: why does the hiker not mind how steep it is? (Not graded.
# If the sentence comes easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** Write `Forgetful`, a copy of your Adam that leaves out both corrections, and let the two race:
# `OptimizerRace({"mine": Adam, "forgetful": Forgetful})`. Whose first step is longer, and how many times? Then move *b2* to 0.99: why are
# the first steps equal now?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(SGD, Adam, lr_at, dropout)

# %% [markdown]
# Your travelers choose their steps well, and every step still takes tens of thousands of little objects. In **lesson 08, One op, one
# class**, you look for the place where the time goes, and build your engine a second time: smaller, cleaner and faster. Where do you think
# it goes?
