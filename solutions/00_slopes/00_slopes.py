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
# # Slopes by nudging
#
# A neural network learns by asking one question, millions of times: if I nudge this number a little, does the result go up or down, and
# how fast? The answer is called a slope. In this lesson you find slopes the honest way, by nudging. You need no calculus for it. And
# the few lines that you write will be the judge of everything that you build later.
#
# **60 minutes.** You need: Python functions and lists, and a wish to know how machines learn.

# %% [markdown]
# 1. [What a network had to know](#0.1-What-a-network-had-to-know)
# 2. [Two predictions](#0.2-Two-predictions)
# 3. [The slope at a point](#0.3-The-slope-at-a-point)
# 4. [Many numbers at once](#0.4-Many-numbers-at-once)
# 5. [How small is small?](#0.5-How-small-is-small?)
# 6. [The same checks, with fresh numbers](#0.6-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can say what a slope is in one sentence, find the slope of any function along any of its inputs, and explain why
# a nudge can be too small.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import random

from microkit import check, data, nn, numeric, optim, predict, train
from microkit.widgets import BoundaryPlayer, SlopeExplorer

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 0.1 What a network had to know
#
# Two bent crowds of points, one inside the arm of the other. Below, a small network learns to tell them apart. Press play, and watch its
# opinion of the plane change, step by step.

# %% slideshow={"slide_type": "fragment"}
points, labels = data.moons(100, rng=random.Random(7))
model = nn.MLP(2, [16, 16, 1], rng=random.Random(7))
optimizer = optim.SGD(model.parameters(), lr=0.4)
player = BoundaryPlayer(points, labels)
train.fit(model, nn.hinge, (points, labels), epochs=40, optimizer=optimizer, watch=player)
player

# %% [markdown] slideshow={"slide_type": "subslide"}
# This network holds 337 numbers, and it began with random ones. Nobody told it what a moon is. For each of its numbers it was told one
# thing only, again and again:
#
# > if I nudge this number up a little, does the **loss** go up or down, and how fast?
#
# The *loss* is a number that says how wrong the network is. Where a nudge up makes the loss grow, the number is turned down, and where it
# makes the loss shrink, the number is turned up. That is all. So this whole course is about one idea: **the slope**.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 0.2 Two predictions
#
# You are on a bicycle, and the road is a curve. In front of you it may rise or fall. How steep is it, exactly where you stand? You
# cannot tell from where you are alone. You have to look at a point a little further on, and see how much higher it is.
#
# Take the road `f(x) = 3*x**2 - 4*x + 5`. It falls, comes to a lowest point, and rises again.
#
# **Predict.** How steep is `f` at `x = 2/3`? Put your number in place of the three dots, and run the cell. You get the point for guessing,
# right or wrong.

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_slope = predict("00.slope", 0)
guess_slope

# %% slideshow={"slide_type": "subslide"}
SlopeExplorer("3*x**2 - 4*x + 5", x=1.5, h=0.8, after=guess_slope)

# %% [markdown]
# `h` is the size of the nudge: how far away you look. Move the point to 2/3, and make `h` smaller. The line through two points of the
# curve turns until it touches the curve: it becomes the **tangent**. Its steepness is the slope: above 0 where the road rises, and
# below 0 where it falls. At the lowest point of a valley the slope is 0, and a nudge to either side changes next to nothing.

# %% [markdown]
# Now three numbers at once. `d = a*b + c`, with `a = 2`, `b = -3` and `c = 10`.
#
# **Predict.** You may nudge one of the three, by a thousandth. Which one moves `d` the most, up or down: `"a"`, `"b"` or `"c"`?

# %% tags=["predict"]
guess_most = predict("00.most", "a")
guess_most

# %%
a, b, c = 2.0, -3.0, 10.0
before = a * b + c
if guess_most.committed:
    print(f"a nudged: {(a + 0.001) * b + c - before:+.4f}")
    print(f"b nudged: {a * (b + 0.001) + c - before:+.4f}")
    print(f"c nudged: {a * b + (c + 0.001) - before:+.4f}")

# %% [markdown]
# <details><summary>Compare, after you have seen it</summary>
#
# `a` counts three times its nudge, and the minus says that `d` falls when `a` rises. `c` is the largest of the three, and it matters
# least.
#
# </details>
#
# **So what?** A number matters as much as a nudge of it is felt at the end. You found these slopes by hand. Can a function do it?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 0.3 The slope at a point
#
# A slope is a *rise* divided by a *distance*. Go 10 meters forward and 3 meters up, and the slope is 0.3: so much you rise for each
# meter forward. Go down instead, and it is -0.3.
#
# There are two ways to take a nudge. You can go from `x` a little to the right, and compare with where you stand. Or you can take one
# point on **each side** of `x`, and compare these two. The picture below shows both. Which of them leans less?

# %% slideshow={"slide_type": "subslide"}
SlopeExplorer("x**3 - 2*x", x=1.2, h=0.7)

# %% [markdown]
# Make `h` large, and look at the two numbers. The one-sided slope is off by a lot. The two-sided one is much nearer, since what it gets
# wrong on the left is nearly made good on the right. It is called the *central difference*, and it is what everybody uses.
#
# **Build** (8 minutes, difficulty 1 of 3). Write `slope(f, x, h)`: the central difference of `f` at `x`. One line is enough. Where
# nobody names an `h`, it is `1e-5`: so Python writes 0.00001.
#
# <details><summary>My slope is twice as large as it should be</summary>
#
# One point lies to the left, one to the right. How far is it from the one to the other?
#
# </details>
# <details><summary>My slope is right for a straight line, and a little off for a curve</summary>
#
# Are your two points equally far from `x`?
#
# </details>
# <details><summary>My slope is close to 0 everywhere</summary>
#
# Python divides and multiplies from left to right. What is divided by what?
#
# </details>
# <details><summary>My slope has the wrong sign</summary>
#
# You walk from left to right. Which of the two heights do you take away from which?
#
# </details>

# %% nbgrader={"grade_id": "slope-function", "solution": true}
def slope(f, x, h=1e-5):
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION

# %% nbgrader={"grade_id": "slope-check", "grade": true}
check("00.slope", slope)

# %% [markdown]
# Your function on the road from before: left of the lowest point, at it, and right of it. The `e-11` says that the number begins eleven
# places after the point. It is as good as 0.

# %%
def road(x):
    return 3 * x**2 - 4 * x + 5


for x in (0, 2 / 3, 2):
    print(f"at x = {x:.3f} the slope is", slope(road, x))

# %% [markdown]
# **So what?** You can now find the slope of *any* function at any point, also of one that you cannot write down as a formula. But a
# network has hundreds of inputs, and `f` has one. Which of them do you nudge?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 0.4 Many numbers at once
#
# A cook wants a better soup. Salt, pepper, time: three knobs. Turn all three at once, and you will never know which one it was. Turn
# **one** and hold the others still, taste, turn it back. Then the next.
#
# The slope along one input, with all others held still, is called a *partial* slope. All partial slopes together, in order, are called the
# **gradient**. It says for each knob how much it matters.

# %% [markdown]
# **Build** (10 minutes, difficulty 2 of 3). Write `partial(f, args, i)`: how fast `f(*args)` rises when argument number `i` moves, and the
# others stay. `f(*args)` hands the numbers in the list to `f`, one by one. Leave the list `args` as you found it: somebody else may still
# need it.
#
# <details><summary>All my partial slopes are the same</summary>
#
# Does one argument move, or do all of them? And who says which one?
#
# </details>
# <details><summary>The slopes are right, and the check says that the arguments have changed</summary>
#
# A list that you change inside your function is the same list outside. Where could you get one of your own?
#
# </details>

# %% nbgrader={"grade_id": "partial-function", "solution": true}
def partial(f, args, i):
    ### BEGIN SOLUTION
    def along(x):
        moved = list(args)
        moved[i] = x
        return f(*moved)

    return slope(along, args[i])
    ### END SOLUTION

# %% nbgrader={"grade_id": "partial-check", "grade": true}
check("00.partial", partial)

# %% [markdown]
# **Build** (4 minutes, difficulty 1 of 3). Write `gradient(f, args)`: all partial slopes, in a list.
#
# <details><summary>There is one slope too few</summary>
#
# `range(3)` counts 0, 1, 2. Where does yours stop?
#
# </details>
# <details><summary>I get one number in place of a list</summary>
#
# The cook wants to know about each knob. Do you keep the slopes apart? And where does your `return` stand: inside the loop, or after it?
#
# </details>

# %% nbgrader={"grade_id": "gradient-function", "solution": true}
def gradient(f, args):
    ### BEGIN SOLUTION
    return [partial(f, args, i) for i in range(len(args))]
    ### END SOLUTION

# %% nbgrader={"grade_id": "gradient-check", "grade": true}
check("00.gradient", gradient)

# %% [markdown] slideshow={"slide_type": "slide"}
# Here are the three numbers of `d = a*b + c` once more, with their gradient. Now take one step: every number goes a little *against* its
# slope, and `d` gets smaller.

# %% slideshow={"slide_type": "fragment"}
def d(a, b, c):
    return a * b + c


numbers = [2.0, -3.0, 10.0]
slopes = gradient(d, numbers) or [0.0, 0.0, 0.0]  # zeros until yours is written
stepped = [number - 0.1 * s for number, s in zip(numbers, slopes)]
print("gradient:", [round(s, 6) for s in slopes])
print("d before:", d(*numbers), " after one step:", round(d(*stepped), 3))

# %% [markdown] slideshow={"slide_type": "subslide"}
# **So what?** You have made something smaller by knowing nothing but slopes. That was a step of *learning*. The network of section 0.1
# did the same with 337 numbers. There is a catch, and it is about time: to find 337 slopes by nudging, the whole network has to be run
# 674 times, for each single step. The next lessons find all of them in one go. But first: can you trust your nudges?

# %% [markdown]
# ## 0.5 How small is small?
#
# A smaller nudge follows the curve more closely. So why not take the smallest one there is?
#
# A computer writes a number with about 16 digits. Take two heights that differ by very little, such as 5.000000000000001 and 5. All
# digits but the last are the same, and the difference is made of that one last digit. It is mostly noise. You know this from scales
# at home: to find the weight of a letter, you would not weigh yourself with and without it.

# %%
SlopeExplorer("sin", x=1.0, h=1e-3)

# %% [markdown]
# Make `h` ten times smaller, and again, and again. The error gets smaller, and smaller, and then it grows. Here is the same as a table:

# %%
import math

for exponent in range(-1, -16, -2):
    h = 10.0**exponent
    error = abs(numeric.slope(math.sin, 1.0, h) - math.cos(1.0))  # the kit's own slope
    print(f"h = 1e{exponent:<4} error = {error:.1e}")

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Find a size of `h` that is good for central differences, and write it down. Any `h` whose error
# is near the smallest possible one is right.
#
# <details><summary>The smaller my h, the larger the error</summary>
#
# You are on the noisy side of the table. Go back up.
#
# </details>
# <details><summary>The check says that my h is too large for a curve</summary>
#
# With this `h`, your two points lie on different parts of the curve. Which rows of the table have a smaller error?
#
# </details>

# %% nbgrader={"grade_id": "best-h", "solution": true}
best_h = ...
### BEGIN SOLUTION
best_h = 1e-5
### END SOLUTION

# %% nbgrader={"grade_id": "best-h-check", "grade": true}
check("00.best_h", best_h)

# %% [markdown]
# **So what?** Nudging is slow, and it is never exact. But it asks for no theory, it works for every function, and it is hard to get
# wrong. So from now on it is your **oracle**: whatever clever way you find to compute a slope, you can ask a nudge whether it is right.
# And is there a clever way?

# %% [markdown]
# ## 0.6 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "slope-fresh", "grade": true}
check("00.slope.fresh", slope)

# %% nbgrader={"grade_id": "partial-fresh", "grade": true}
check("00.partial.fresh", partial)

# %% nbgrader={"grade_id": "gradient-fresh", "grade": true}
check("00.gradient.fresh", gradient)

# %% nbgrader={"grade_id": "best-h-fresh", "grade": true}
check("00.best_h.fresh", best_h)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("00.predictions", guess_slope, guess_most)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: what is a slope, and how do you find one without knowing the formula of the curve? (Not graded. If the sentence comes
# easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** At `x = 0`, the function `abs` has a kink: it falls on the left and rises on the right. What does your
# `slope` say there? And what would a one-sided slope say? Which of them is right?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# To find all slopes in one go, a number would have to know where it came from: which numbers made it, and how. In **lesson 01, A number
# that remembers**, you build such a number.
