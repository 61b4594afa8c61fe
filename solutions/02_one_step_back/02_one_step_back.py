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
# # One step back
#
# Your numbers remember how they came about. Now they learn to look back. Every gate in a calculation is a small expert: it knows its own
# slope, and it hears one message from above. From these two it can tell each of its inputs how much that input matters.
#
# **75 minutes.** You need: lesson 00 (a slope is what a nudge does) and lesson 01 (a Value remembers its parents).

# %% [markdown]
# That is one step of **backpropagation**. In this lesson you write it for every gate of arithmetic.
#
# 1. [One gate, one message](#2.1-One-gate,-one-message)
# 2. [The times gate](#2.2-The-times-gate)
# 3. [The plus gate](#2.3-The-plus-gate)
# 4. [The power gate](#2.4-The-power-gate)
# 5. [The division gate](#2.5-The-division-gate)
# 6. [Minus, twice](#2.6-Minus,-twice)
# 7. [A chain, by hand](#2.7-A-chain,-by-hand)
# 8. [The same checks, with fresh numbers](#2.8-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can say what a gate needs to know, write the backward rule of an operation that you have never seen, and tell
# a rule that is right from one that only looks right.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
from microkit import Value as Finished  # the kit's own engine, to look at until yours is ready
from microkit import check, keep, predict, resume
from microkit.course import method_of
from microkit.widgets import GraphView, OpBench

Value = resume(upto=1)  # yours, as lesson 01 left it

# %% [markdown]
# The sentence above says which parts of `Value` are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 2.1 One gate, one message
#
# Here is a small bill. Three apples at a price of 2 each, and 4 for the bag:
# `total = price * number + bag`. Each `*` and each `+` is a **gate**: numbers go in on the left, one number comes out on the right.

# %% slideshow={"slide_type": "fragment"}
price = Finished(2.0, label="price")
number = Finished(3.0, label="number")
bag = Finished(4.0, label="bag")
total = price * number + bag
total.label = "total"
GraphView(total)

# %% [markdown]
# Move a slider, and watch the numbers run from left to right. Then press **backward**, and a second number appears at each node: its
# **gradient**. It says how many times a small nudge of this node arrives at `total`.
#
# Look at `number`. Its gradient is 2, the price: one more apple costs 2 more. Look at `bag`. Its gradient is 1, whatever the apples
# cost. You could have found both by nudging, as in lesson 00. The surprise is how little each gate needs in order to find them all.

# %% [markdown] slideshow={"slide_type": "subslide"}
# A gate needs two numbers:
#
# - its **local slope**: how many times a small nudge of one of its inputs arrives at its output. A gate can work that out alone.
# - the **gradient from above**, also called *upstream*: how many times a small nudge of the gate's output arrives at the final result.
#   It comes from the side of the result. A gate can only be told.
#
# What an input hears is the product of the two. This is the **chain rule**:
#
# > **own slope times upstream**

# %% [markdown]
# In code, the message from above waits in `out.grad`, and each input keeps what it hears in its own `.grad`.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 2.2 The times gate
#
# You walk for 3 hours at 5 kilometers an hour: `distance = speed * time`. Walk one kilometer an hour faster, and you get 3 kilometers
# further, one for every hour. Walk one hour longer, and you get 5 kilometers further. Seen from the speed, the slope is the time. Seen
# from the time, it is the speed. **Each input's slope is the other input.**
#
# That is all a times gate knows. Whether the distance is turned into miles later, or into blisters, is none of its business. The
# gates further along know, and they pass one number back.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** `c = a * b`, with `a = 2` and `b = -3`. From above arrives `c.grad = 4`. What is `a.grad`?
#
# Put your number in place of the three dots, and run the cell. You get the point for guessing, right or wrong.

# %% tags=["predict"]
guess_mul = predict("02.mul", -12)
guess_mul

# %% slideshow={"slide_type": "subslide"}
OpBench("*", a=2, b=-3, upstream=4, after=guess_mul)

# %% [markdown]
# Move `a`, then `b`: whose slope changes? Now move `g`, the **gradient from above**, to 1. There, a gate that forgets its message would
# look right. Move `g` away from 1, to -2 say, and such a gate is found out.
#
# **Build** (8 minutes, difficulty 2 of 3). Write the backward rule of `*`. Two lines are enough. The forward half is done. The rule is a
# small function, `_backward`, which the result keeps until it is called. Until you write it, it does nothing, and the check says so.
#
# <details><summary>My a.grad is right, but b.grad stays 0</summary>
#
# Walking longer gets you further, too. Who tells the second input?
#
# </details>
# <details><summary>It works for a * b, and a * a comes out half as big as it should</summary>
#
# In `a * a`, the same number stands at both inputs, and hears something at each. Where does the first message go when the second comes?
#
# </details>
# <details><summary>All gradients stay 0</summary>
#
# Which gradient does your rule read: one that has already arrived, or one that it is about to write?
#
# </details>

# %% nbgrader={"grade_id": "mul-backward", "solution": true}
@method_of(Value)
def __mul__(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data * other.data, (self, other), "*")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += other.data * out.grad  # d(a*b)/da = b
        other.grad += self.data * out.grad  # d(a*b)/db = a
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "mul-check", "grade": true}
check("02.mul", Value)

# %% [markdown]
# Here is the bench once more, and this time the rule is yours. Your gradients stand beside the nudged truth.

# %%
OpBench("*", a=2, b=-3, upstream=4, engine=Value)

# %% [markdown]
# **So what?** Your gate has never seen the rest of the calculation, and still its inputs know how much they matter to the very end. One
# message was enough. A times gate has to look at its inputs before it can answer. Is there a gate that need not even do that?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 2.3 The plus gate
#
# Put the bag on the bill: `total = bill + bag`. Raise the bill by one cent, and the total rises by one cent. It does not matter what the
# bag costs. The slope of a sum is 1 for each input. A plus gate is a **messenger**: what arrives from above, it hands on to both inputs
# as it is.
#
# But one thing can go wrong, and it does so silently. What if both inputs are *the same* number?

# %% [markdown]
# **Predict.** `d = a + a`. From above arrives `d.grad = 4`. What is `a.grad`?

# %% tags=["predict"]
guess_add = predict("02.add", 8)
guess_add

# %%
a = Finished(1.5, label="a")
d = a + a
d.label = "d"
result = d * 4  # so that a 4 arrives at d
result.label = "result"
GraphView(result, after=guess_add)

# %% [markdown]
# Press **backward**, and look at what arrives at `a`.
#
# <details><summary>Compare, after you have seen it</summary>
#
# Two lines lead from `d` back to `a`, so two messages arrive there. Each brings 4, and `a` ends up with 8.
#
# </details>
#
# Messages **add up**. That is why a rule says `+=` and not `=`: a share is put *on top of* what is already there.
#
# **Build** (5 minutes, difficulty 1 of 3). Write the backward rule of `+`.
#
# <details><summary>a + b is right, and a + a comes out half as big as it should</summary>
#
# The two messages arrive one after the other. What happens to the first when the second comes in?
#
# </details>
# <details><summary>The check says that the gradient from above is not used</summary>
#
# The slope is 1, and 1 times the upstream is not 1.
#
# </details>

# %% nbgrader={"grade_id": "add-backward", "solution": true}
@method_of(Value)
def __add__(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data + other.data, (self, other), "+")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += out.grad  # d(a+b)/da = 1
        other.grad += out.grad  # d(a+b)/db = 1
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "add-check", "grade": true}
check("02.add", Value)

# %% [markdown]
# **So what?** A plus gate copies, a times gate scales and swaps. Most of what goes on inside a neural network is plus and times. So far
# every slope stood there ready: it was 1, or the other input. But what is the slope of a *power*?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 2.4 The power gate
#
# A square room has sides of length `a`, and its floor is `a ** 2`. Push two walls out by a little: along *each* of two sides, a thin
# strip of floor is won, as long as the side. Two strips of length `a`: the slope is `2 * a`. A cube gains three thin plates, each of size
# `a ** 2`: its slope is `3 * a ** 2`.
#
# There is a pattern. The exponent **comes down** in front as a factor, and the power that is left is **one lower**:
#
# > the slope of `a ** n` is `n * a ** (n - 1)`
#
# Here only the base `a` is a Value. The exponent `n` is a plain number: it does not move, and hears nothing.

# %%
OpBench("**", a=1.5, b=3, upstream=2)

# %% [markdown]
# Set `n` to 1: the slope is 1 everywhere, since `a ** 1` is `a`. Set it to 2 and move `a` below 0. The floor of a room cannot do that,
# but the rule can: which sign does the slope have there?
#
# **Build** (7 minutes, difficulty 2 of 3). Write the backward rule of `**`. One line is enough.
#
# <details><summary>It is right for n = 2, and wrong for n = 3</summary>
#
# With n = 2 several wrong rules look right. Which power is left after one exponent has come down?
#
# </details>
# <details><summary>Everything is there, and the check says that the gradient from above is not used as it should be</summary>
#
# Python takes powers first, then products, and minus last: it reads `a ** n - 1 * g` as `(a ** n) - (1 * g)`. What should be raised
# to what?
#
# </details>
# <details><summary>My slope is too small, for n = 3 by a factor of 3</summary>
#
# The exponent comes down. Where do you put it?
#
# </details>

# %% nbgrader={"grade_id": "pow-backward", "solution": true}
@method_of(Value)
def __pow__(self, n):
    out = Value(self.data**n, (self,), f"**{n}")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += n * self.data ** (n - 1) * out.grad  # d(a**n)/da = n * a**(n-1)
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "pow-check", "grade": true}
check("02.pow", Value)

# %% [markdown]
# **So what?** One formula covers squares, cubes and roots, and also `a ** -1`, which is one divided by `a`. So a power already knows
# how to divide. What, then, does a *division* gate tell its two inputs?

# %% [markdown]
# ## 2.5 The division gate
#
# Share a cake of size `a` among `b` friends: `share = a / b`. A bigger cake makes every share bigger: by one b-th for each gram more. The
# slope seen from the cake is `1 / b`.
#
# One more friend makes every share *smaller*: the slope seen from `b` is negative. How strongly? Write the share as `a * b ** -1`, and
# use what you have: the times gate holds `a` fixed as a factor, and the power gate turns `b ** -1` into `-1 * b ** -2`. Together:
#
# > the slope of `a / b` is `1 / b` seen from `a`, and `-a / b ** 2` seen from `b`

# %%
OpBench("/", a=6, b=3, upstream=-2)

# %% [markdown]
# Set `b` to 1. There, `-a / b` and `-a / b ** 2` are equal, and a rule that has forgotten the square looks right. Move on to 2, and it is
# found out. This is why a check never tries a rule at 0, 1 or 2.
#
# **Build** (10 minutes, difficulty 3 of 3). Write the backward rule of `/`.
#
# <details><summary>a.grad is right, and b.grad has the wrong sign</summary>
#
# More friends at the table: do the shares grow or shrink?
#
# </details>
# <details><summary>b.grad has the right sign, and the wrong size</summary>
#
# The exponent of `b` starts at -1, and it goes one lower. Is it -2 in your rule?
#
# </details>

# %% nbgrader={"grade_id": "div-backward", "solution": true}
@method_of(Value)
def __truediv__(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data / other.data, (self, other), "/")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += out.grad / other.data  # d(a/b)/da = 1/b
        other.grad += -self.data / other.data**2 * out.grad  # d(a/b)/db = -a/b**2
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "div-check", "grade": true}
check("02.div", Value)

# %% [markdown]
# **So what?** You did not need a new idea: a division is a product with a power. Many operations are made of gates that you already
# have; the others come in lesson 04. One small gate is left, the minus. It looks too easy to get wrong. Is it?

# %% [markdown]
# ## 2.6 Minus, twice
#
# Python knows two minus signs. In `-a` it stands before one number, and turns its sign. In `a - b` it stands between two.
#
# Think of a seesaw: when `a` goes up by one, `-a` goes down by one. Its slope is -1. In `a - b`, raising `a` raises the result, and
# raising `b` lowers it: the slopes are 1 and -1. A minus gate is a messenger, too. To one of its inputs it hands on the message as it
# is, and to the other with its sign turned.
#
# **Build** (5 minutes, difficulty 1 of 3). Write both rules, one line and two lines.
#
# <details><summary>a.grad is right for a - b, and b.grad has the wrong sign</summary>
#
# Only one of the two is taken away. Which one makes the result smaller when it grows?
#
# </details>
# <details><summary>a - b is right, and for -a the check says that the gradient passes unchanged</summary>
#
# Here is one end of the seesaw: `a` goes up. Where does `-a` go?
#
# </details>

# %% nbgrader={"grade_id": "minus-backward", "solution": true}
@method_of(Value)
def __neg__(self):
    out = Value(-self.data, (self,), "neg")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += -out.grad  # d(-a)/da = -1
        ### END SOLUTION

    out._backward = _backward
    return out


@method_of(Value)
def __sub__(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data - other.data, (self, other), "-")

    def _backward():
        ### BEGIN SOLUTION
        self.grad += out.grad  # d(a-b)/da = 1
        other.grad += -out.grad  # d(a-b)/db = -1
        ### END SOLUTION

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "minus-check", "grade": true}
check("02.minus", Value)

# %% [markdown]
# **So what?** Five gates, and each is an expert on itself alone. None of them has seen a whole calculation yet. What happens when
# you let them talk to each other?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 2.7 A chain, by hand
#
# Take `d = a * b + c`, and let us name the product: `e = a * b`, then `d = e + c`. Two gates stand in a row. You are going to play
# the postman.
#
# Nobody stands above `d`, so you write the first message yourself: how much does `d` move when `d` moves by one? Then the gates fire,
# each by a call of its `_backward()`, and each exactly once. A gate can hand on only what has already arrived. Who goes first?

# %%
a, b, c = Value(2.0), Value(-3.0), Value(10.0)
e = a * b
d = e + c
a.label, b.label, c.label, d.label, e.label = "abcde"
d

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Three lines: the first message, then one call for each gate. Write into no other gradient by
# hand.
#
# <details><summary>c has its gradient, and a and b stay 0</summary>
#
# The times gate fired, and there was nothing in its hands yet. Who brings it its message?
#
# </details>
# <details><summary>Everything stays 0</summary>
#
# A message of 0 stays 0, however often it is handed on. Where does the first one come from?
#
# </details>
# <details><summary>a and b have twice what they should have</summary>
#
# A gate that fires again sends its message again. How often does each of yours fire?
#
# </details>

# %% nbgrader={"grade_id": "chain-by-hand", "solution": true}
def chain_by_hand(a, b, c):
    e = a * b
    d = e + c
    e.label, d.label = "e", "d"
    ### BEGIN SOLUTION
    d.grad = 1.0
    d._backward()
    e._backward()
    ### END SOLUTION
    return d

# %% nbgrader={"grade_id": "chain-check", "grade": true}
check("02.chain", chain_by_hand)

# %% [markdown]
# And here is the same calculation on your own engine, with every message where it belongs:

# %%
a, b, c = Value(2.0), Value(-3.0), Value(10.0)
a.label, b.label, c.label = "abc"
chain_by_hand(a, b, c)

# %% [markdown]
# **So what?** With two gates, the order is easy to see. A network has thousands, and some numbers are used in many places. There, the
# classic bug is to fire a gate too early, or twice: in April 2020 it stood in the first public version of a famous little engine. Who
# finds the right order then? That is lesson 03.

# %% [markdown]
# ## 2.8 The same checks, with fresh numbers
#
# A rule that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "add-fresh", "grade": true}
check("02.add.fresh", Value)

# %% nbgrader={"grade_id": "mul-fresh", "grade": true}
check("02.mul.fresh", Value)

# %% nbgrader={"grade_id": "pow-fresh", "grade": true}
check("02.pow.fresh", Value)

# %% nbgrader={"grade_id": "div-fresh", "grade": true}
check("02.div.fresh", Value)

# %% nbgrader={"grade_id": "minus-fresh", "grade": true}
check("02.minus.fresh", Value)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("02.predictions", guess_mul, guess_add)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: what are the two numbers that a gate multiplies, and where does each of them come from? (Not graded. If the sentence
# comes easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** Your engine has no `__abs__` yet: `abs(a)` is `a` above 0, and `-a` below. Write it, with its rule, and try
# it on the bench: `OpBench("abs", a=-2, upstream=3, engine=Value)`. What should its slope be at exactly 0?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built. Lesson 03 goes on from it:

# %%
keep(Value, chain_by_hand)

# %% [markdown]
# You were the postman today, and you knew the way. In **lesson 03, The right order**, the engine finds the way by itself, also where
# one number is used a hundred times, and one call, `backward()`, does what you did by hand.
