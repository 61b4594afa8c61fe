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
# # Curves
#
# A network that can only scale numbers and add them draws straight lines, however large it is. What it needs is a **bend**. In this
# lesson you give your engine five curves. Each of them is one line of forward and one line of backward, and at the end you write the
# judge that tells a right rule from a wrong one.
#
# **75 minutes.** You need: lesson 02 (own slope times upstream) and lesson 03 (`backward` finds the order by itself).

# %% [markdown]
# 1. [Made of what you have](#4.1-Made-of-what-you-have)
# 2. [exp, its own slope](#4.2-exp,-its-own-slope)
# 3. [log, the way back](#4.3-log,-the-way-back)
# 4. [tanh, a soft switch](#4.4-tanh,-a-soft-switch)
# 5. [relu, a hard one](#4.5-relu,-a-hard-one)
# 6. [sigmoid, a probability](#4.6-sigmoid,-a-probability)
# 7. [A judge for rules](#4.7-A-judge-for-rules)
# 8. [The same checks, with fresh numbers](#4.8-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can give your engine any curve whose slope you know, say where a curve stops passing messages on, and check a
# rule without believing anybody.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import math

from IPython.display import HTML

from microkit import check, keep, predict, resume
from microkit.course import method_of
from microkit.numeric import slope  # what you wrote in lesson 00
from microkit.widgets import CurveBench
from microkit.widgets.chart import Chart

Value = resume(upto=3)  # your engine

# %% [markdown]
# The sentence above says which parts of the engine are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 4.1 Made of what you have
#
# There is a curve that many textbooks on networks draw on their first pages: `tanh`. It looks like a ramp with soft ends, and it is made
# of another curve, `exp`:
#
# > tanh(x) = (exp(2x) - 1) / (exp(2x) + 1)
#
# Minus, plus and divide you have. If you teach your engine `exp`, it can build `tanh` out of it, and find its slope without being told.
# The textbook has a formula for that slope, too. **Do the two agree?**

# %% slideshow={"slide_type": "fragment"}
chart = Chart(x=(-4, 4, "x"), y=(-1.2, 1.2, "tanh(x)"), height=220)
chart.line([(i / 20, math.tanh(i / 20)) for i in range(-80, 81)], "a", "tanh", at="start")
HTML(chart.to_svg("tanh, a ramp with soft ends", "It rises from -1 to 1"))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 4.2 exp, its own slope
#
# In a colony of bacteria, the more there are, the more are born: it grows in proportion to what it is. `exp` is the purest curve of this
# kind. `exp(x)` is `e ** x`, where e is the number 2.718... It was chosen so that the slope at any point **is the height** there.

# %% slideshow={"slide_type": "subslide"}
CurveBench("exp", x=1.0, upstream=2)

# %% [markdown]
# The upper curve is the function, the lower one is its slope, point by point. For `exp` the two are the same curve. Move `x`, and compare.
# So the number that the rule needs has been computed already, in the forward half. Where does it stand?
#
# **Build** (6 minutes, difficulty 1 of 3). Write the rule of `exp`.
#
# <details><summary>Far to the left, my slope is negative</summary>
#
# Two numbers are at hand: what went in, and what came out. Which of them is the height of the curve?
#
# </details>
# <details><summary>My slope is right, and a.grad is not</summary>
#
# A gate multiplies two numbers. One is its own slope. Which one has come from above?
#
# </details>

# %% nbgrader={"grade_id": "exp-rule", "solution": true}
@method_of(Value)
def exp(self):
    out = Value(math.exp(self.data), (self,), "exp")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += out.data * out.grad  # d(exp a)/da = exp a
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "exp-check", "grade": true}
check("04.exp", Value)

# %% [markdown]
# **So what?** A rule may use what went in, and what came out, whichever is shorter. That is why the result is kept. And which curve
# undoes `exp`?

# %% [markdown]
# ## 4.3 log, the way back
#
# `log` asks: how long did the colony have to grow? From 1 to 2 takes as long as from 1000 to 2000. So in a large colony, one more counts
# little: the slope of `log` at `x` is `1 / x`. It is steep near 0, flat far out, and there is no `log` of 0 or of a negative number.

# %%
CurveBench("log", x=2.5, upstream=-3)

# %% [markdown]
# **Build** (6 minutes, difficulty 1 of 3). Write the rule of `log`.
#
# <details><summary>My slope is much too large for x near 1</summary>
#
# Near 1, the output is close to 0, and dividing by it blows up. Which number belongs below the line?
#
# </details>
# <details><summary>My slope grows as x grows</summary>
#
# The curve of `log` gets flatter far out. Do you multiply, or divide?
#
# </details>

# %% nbgrader={"grade_id": "log-rule", "solution": true}
@method_of(Value)
def log(self):
    out = Value(math.log(self.data), (self,), "log")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += out.grad / self.data  # d(log a)/da = 1/a
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "log-check", "grade": true}
check("04.log", Value)

# %% [markdown]
# **So what?** `exp` reads its output, and `log` reads its input. Now you have what you need for the promise of the first section.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 4.4 tanh, a soft switch
#
# First the long way. This is `tanh`, built from five of your own gates, and nobody has told it its slope:

# %% slideshow={"slide_type": "fragment"}
def tanh_from_exp(a):
    e = (2 * a).exp()
    return (e - 1) / (e + 1)


a = Value(1.5)
tanh_from_exp(a).backward()
print("by your gates:", a.grad, "  by nudging:", slope(math.tanh, 1.5))

# %% [markdown] slideshow={"slide_type": "subslide"}
# Your engine agrees with the oracle, a nudge. The textbook says that the slope of `tanh` is `1 - t**2`, where `t` is the **height** of the
# curve. So there is a short way, too: one node, one rule.
#
# **Predict.** `tanh` is steepest at 0, with slope 1. At which positive `x` has its slope fallen to 0.5?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_tanh = predict("04.tanh_half", 0.881)
guess_tanh

# %% slideshow={"slide_type": "subslide"}
CurveBench("tanh", x=0.2, upstream=2, after=guess_tanh)

# %% [markdown] slideshow={"slide_type": "subslide"}
# Far out on both sides, the curve of `tanh` flattens, and its slope sinks to 0. Move `x` there: a message from above is multiplied by
# nearly nothing. This is called **saturation**. A network whose curves are all saturated has stopped listening.

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Write the rule of `tanh`, the short way.
#
# <details><summary>It is right at x = 0, and wrong elsewhere</summary>
#
# At 0 the height is 0, and 0 squared is 0, too. Is something squared in your rule?
#
# </details>
# <details><summary>My slope is far below 0 where x is large</summary>
#
# This curve never falls. Which number is squared in your rule: what went in, or what came out?
#
# </details>

# %% nbgrader={"grade_id": "tanh-rule", "solution": true}
@method_of(Value)
def tanh(self):
    out = Value(math.tanh(self.data), (self,), "tanh")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += (1 - out.data**2) * out.grad  # d(tanh a)/da = 1 - tanh(a)**2
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "tanh-check", "grade": true}
check("04.tanh", Value)

# %% [markdown]
# Your own rule as dots, beside the nudged truth. And below, the short way beside the long one:

# %%
CurveBench("tanh", x=1.5, upstream=-2, engine=Value)

# %%
one, other = Value(1.5), Value(1.5)
one.tanh().backward()
tanh_from_exp(other).backward()
print("the short way:", one.grad, "  the long way:", other.grad)

# %% [markdown]
# **So what?** Where you cut a calculation into gates is up to you. Five small rules or one larger one: the slope is the same. Fewer nodes
# are faster, and small gates are easier to get right. Both ends of `tanh` are soft. What if a curve had a corner?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 4.5 relu, a hard one
#
# A garden gate with a spring: push from the front, and it swings open; push from behind, and it stays shut. `relu` hands on what is above
# 0 as it is, and makes 0 of everything below. Its slope is 1 on one side and 0 on the other. Backward, a
# message meets the same gate: open, it passes unchanged; shut, nothing passes.
#
# What decides is what went in on the way *forward*. The sign of the message has no say.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** At exactly 0 there is a corner. Which slope does `relu` have there: `"0"`, `"1"`, or `"anything between"`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_corner = predict("04.relu_corner", "anything between")
guess_corner

# %% slideshow={"slide_type": "fragment"}
CurveBench("relu", x=1.5, upstream=-3, after=guess_corner)

# %% [markdown]
# Move `x` to 0, and then a little to each side.
#
# **Build** (6 minutes, difficulty 2 of 3). Write the rule of `relu`.
#
# <details><summary>A negative message does not come through</summary>
#
# The gate looks at what went in on the way forward. At what does yours look?
#
# </details>
# <details><summary>My gradients are too large where x is large</summary>
#
# The slope of the right half is the same everywhere. Does yours grow with x?
#
# </details>

# %% nbgrader={"grade_id": "relu-rule", "solution": true}
@method_of(Value)
def relu(self):
    out = Value(max(0.0, self.data), (self,), "relu")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += (self.data > 0) * out.grad  # d(relu a)/da = 1 above 0, and 0 below
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "relu-check", "grade": true}
check("04.relu", Value)

# %% [markdown]
# **So what?** This is the simplest bend there is: it costs next to nothing, and on its open side it never saturates. But a gate that is
# shut for every input hears nothing any more, and stays shut. That is called a **dead unit**. You will meet one. And if an answer has to
# be a chance, between 0 and 1?

# %% [markdown]
# ## 4.6 sigmoid, a probability
#
# "Will it rain?" wants an answer between 0 and 1. `sigmoid` takes any number at all, and squeezes it into that range: far below 0 it says
# nearly 0, far above nearly 1, and at 0 it says one half. Its slope is `s * (1 - s)`, where `s` is its height.
#
# **Predict.** How steep is `sigmoid` where it is steepest?

# %% tags=["predict"]
guess_sigmoid = predict("04.sigmoid_steepest", 0.25)
guess_sigmoid

# %%
CurveBench("sigmoid", x=-1.0, upstream=2, after=guess_sigmoid)

# %% [markdown]
# **Build** (6 minutes, difficulty 2 of 3). Write the rule of `sigmoid`. The check adds a note about x = -800, which costs nothing.
#
# <details><summary>My slope is negative for x above 1</summary>
#
# This curve never falls. Which number stands in your rule twice: what went in, or what came out?
#
# </details>
# <details><summary>My slope is right on one side, and stays steep on the other</summary>
#
# The curve is flat at both ends. One factor sees to one end. Who sees to the other?
#
# </details>

# %% nbgrader={"grade_id": "sigmoid-rule", "solution": true}
@method_of(Value)
def sigmoid(self):
    out = Value(1 / (1 + math.exp(-self.data)), (self,), "sigmoid")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += out.data * (1 - out.data) * out.grad  # d(sigmoid a)/da = s * (1 - s)
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "sigmoid-check", "grade": true}
check("04.sigmoid", Value)

# %% [markdown]
# **So what?** At its best, `sigmoid` passes on a quarter of the message. Put four of them behind one another, and less than half a percent
# arrives. This is one reason why deep networks prefer `relu`. Five rules are written. Who says that they are right, apart from this kit?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 4.7 A judge for rules
#
# You can say whether a rule is right, with lesson 00. A nudge of the *forward* half knows nothing about your rule. If the two agree at
# many points, you can trust the rule. If they differ at a single one that is no corner, it is wrong. Professionals call this **gradient
# checking**.

# %% [markdown]
# **Build** (12 minutes, difficulty 3 of 3). Write `check_rule(op, xs)`. `op` is a function that makes a Value from a Value, such as
# `lambda v: v.tanh()`, which takes `v` and gives back `v.tanh()`. For each `x` in `xs`, compare the gradient that `backward` finds with
# the slope that nudging finds. Return the **largest distance** between the two.
#
# <details><summary>The distance grows from x to x, although the rule is right</summary>
#
# Gradients add up on a Value that is used again. Does each x get a Value of its own?
#
# </details>
# <details><summary>A wrong rule passes, if its slope is too small</summary>
#
# 3 below is as far as 3 above. What makes a distance of a difference?
#
# </details>
# <details><summary>A rule that is wrong at the first x passes</summary>
#
# One bad x is enough. What becomes of its distance when the next x comes?
#
# </details>
# <details><summary>The distance is large, also for a right rule</summary>
#
# Two slopes are to be compared. Where does the one that `backward` finds stand: at the result, or at the Value that went in?
#
# </details>

# %% nbgrader={"grade_id": "check-rule", "solution": true}
def check_rule(op, xs):
    ### BEGIN SOLUTION
    worst = 0.0
    for x in xs:
        a = Value(x)
        op(a).backward()
        nudged = slope(lambda t: op(Value(t)).data, x)
        worst = max(worst, abs(a.grad - nudged))
    return worst
    ### END SOLUTION

# %% nbgrader={"grade_id": "check-rule-check", "grade": true}
check("04.check_rule", check_rule)

# %% slideshow={"slide_type": "fragment"}
curves = {
    "exp": lambda v: v.exp(),
    "log": lambda v: v.log(),
    "tanh": lambda v: v.tanh(),
    "relu": lambda v: v.relu(),
    "sigmoid": lambda v: v.sigmoid(),
}
for name, op in curves.items():
    print(f"{name:8} differs from nudging by", check_rule(op, [0.3, 0.9, 2.4]))

# %% [markdown]
# **So what?** All five differ by next to nothing, and what is left is the noise of nudging. You have an engine with an oracle beside it. It
# can do arithmetic and bend. What can be built from numbers that add, multiply and bend?

# %% [markdown]
# ## 4.8 The same checks, with fresh numbers
#
# A rule that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "exp-fresh", "grade": true}
check("04.exp.fresh", Value)

# %% nbgrader={"grade_id": "log-fresh", "grade": true}
check("04.log.fresh", Value)

# %% nbgrader={"grade_id": "tanh-fresh", "grade": true}
check("04.tanh.fresh", Value)

# %% nbgrader={"grade_id": "relu-fresh", "grade": true}
check("04.relu.fresh", Value)

# %% nbgrader={"grade_id": "sigmoid-fresh", "grade": true}
check("04.sigmoid.fresh", Value)

# %% nbgrader={"grade_id": "check-rule-fresh", "grade": true}
check("04.check_rule.fresh", check_rule)

# %% [markdown]
# And your predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("04.predictions", guess_tanh, guess_sigmoid, guess_corner)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: what does it mean that a curve is saturated, and why does a network mind? (Not graded. If the sentence comes easily,
# you have got it.)

# %% [markdown]
# **Stretch, without points.** `math.exp(800)` is more than a computer can write. Try `Value(-800.0).sigmoid()`. Can you write `sigmoid`
# so that it never asks for such a number? Look at the sign of x first.

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(Value)

# %% [markdown]
# A number that adds, multiplies and bends is all that a neuron is made of. In **lesson 05, Neurons**, you put many of them together.
