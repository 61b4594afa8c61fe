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
# # From numbers to arrays
#
# Your rules are clean, and still a step of learning makes 68,340 little objects, one for each number. In this lesson whole tables of
# numbers go through a gate at once. Each gate gets its rule once more, for tables. Most of the rules you know already. What is new can be
# learned in a shop.
#
# **90 minutes.** You need: lesson 02 (own slope times upstream; messages add up) and lesson 04 (relu). You have never used numpy? It is
# introduced here, one name at a time.

# %% [markdown]
# 1. [Shopping lists](#9.1-Shopping-lists)
# 2. [One price list, many customers](#9.2-One-price-list,-many-customers)
# 3. [The plus gate, on tables](#9.3-The-plus-gate,-on-tables)
# 4. [The times gate, on tables](#9.4-The-times-gate,-on-tables)
# 5. [Every friend in every shop](#9.5-Every-friend-in-every-shop)
# 6. [Axes change seats](#9.6-Axes-change-seats)
# 7. [Sums and means](#9.7-Sums-and-means)
# 8. [A gate in every place](#9.8-A-gate-in-every-place)
# 9. [The receipt](#9.9-The-receipt)
# 10. [Stretch: the largest number](#9.10-Stretch:-the-largest-number)
# 11. [Two layers on your rules](#9.11-Two-layers-on-your-rules)
# 12. [The same checks, with fresh numbers](#9.12-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can read the shape of an array, say what is copied when two shapes meet, and walk back through a network with
# a handful of rules that you wrote yourself.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
from random import Random

import numpy as np
from IPython.display import HTML

from microkit import Tensor, check, data, keep, nn, predict, resume
from microkit import Value as Finished  # the kit's own engine on single numbers, for a picture
from microkit.widgets import BroadcastViewer, GraphView
from microkit.widgets.chart import Chart

Value = resume(upto=4)  # yours where it passes the checks: at the end it judges your new rules


def show(name, array):
    print(f"{name} has the shape {array.shape}:\n{array}")

# %% [markdown]
# The sentence above says which parts of the engine are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 9.1 Shopping lists
#
# Here is one step of learning again: 100 points go through the network of lesson 08, and come out as one loss. How many little objects does
# that take? Every result of a `*`, a `+` or a `relu` is one, with a message of its own.

# %% [markdown]
# The next cell only counts them. You need not read it: read what it prints.

# %%
net = nn.MLP(2, [16, 16, 1], rng=Random(1), fused=False)
points, labels = data.moons(100, rng=1)


def results(root):
    """Count the nodes that some gate made."""
    found, waiting = {id(root): root}, [root]
    while waiting:
        for parent in waiting.pop()._prev:
            if id(parent) not in found:
                found[id(parent)] = parent
                waiting.append(parent)
    return sum(1 for node in found.values() if node._prev)


losses = [(1 - label * net(point)).relu() for point, label in zip(points, labels, strict=True)]
loss = sum(losses) / 100
print("loss", round(loss.data, 6), "from", results(loss), "results, each an object")

# %% [markdown]
# Lesson 08 counted the numbers that went in as well, and came to 68,340. The next cell puts the same weights and the same points into
# tables of numbers. You need not understand it yet.

# %%
def arrays(layer):
    w = np.array([[w.data for w in neuron.w] for neuron in layer.neurons]).T
    b = np.array([neuron.b.data for neuron in layer.neurons])
    return Tensor(w, requires_grad=True), Tensor(b, requires_grad=True)


(w1, b1), (w2, b2), (w3, b3) = [arrays(layer) for layer in net.layers]
x, t = Tensor(points), Tensor([[label] for label in labels])

# %% [markdown] slideshow={"slide_type": "fragment"}
# 100 points, 337 weights and biases: more than 64,000 results, each an object. Here is **the same network on tables of numbers**. Count the
# signs and names that calculate: `-`, `*`, `@`, `+`, `relu`, `mean`.

# %% slideshow={"slide_type": "fragment"} tags=["show-input"]
loss = (1 - t * (((x @ w1 + b1).relu() @ w2 + b2).relu() @ w3 + b3)).relu().mean()
print("loss", round(loss.item(), 6), "from", results(loss), "results, each a whole table")

# %% [markdown]
# Twelve, and the same loss. Nothing was left out: the numbers sit in tables now, and a fast loop inside a library goes over them. That
# library is **numpy**, and everybody writes `np` for it. `Tensor` is the kit's engine for arrays. At the end of this lesson you know a rule
# for each of the twelve.

# %% [markdown] slideshow={"slide_type": "subslide"}
# Ada goes shopping. Her list has a place for bread, one for milk and one for cake: 2, 0, 1. In numpy that is an **array**. Its **shape**
# says how many numbers there are in each direction. One row of 3 numbers has the shape `(3,)`.
#
# Ben has a list, too. Two lists of 3 make a table of the shape `(2, 3)`: 2 rows, 3 columns.

# %% slideshow={"slide_type": "fragment"} tags=["show-input"]
ada = np.array([2, 0, 1])  # bread, milk, cake
lists = np.array([[2, 0, 1], [1, 3, 0]])  # Ada's row, Ben's row
show("ada", ada)
show("lists", lists)

# %% [markdown]
# A shape is read from the outside in. Four weeks, each a table of 2 friends and 3 goods, make a block of the shape `(4, 2, 3)`. Each number
# in a shape belongs to one **axis**. Axes have numbers: axis 0 is the first, here the weeks. From the end one counts -1, -2, -3: axis -1
# is the last one, here the goods.
#
# `ndim` is how many axes there are, and `size` is how many numbers. Say both before you run the cell.

# %%
weeks = np.array([lists, lists, 2 * lists, lists])  # in the third week there was a party
print("ndim", weeks.ndim, "  size", weeks.size)
show("weeks", weeks)

# %% [markdown]
# Where should the numbers be added up: down the columns, or along the rows? `sum` asks for the axis. **The axis that you name is the one
# that goes away.** For a table, `axis=0` takes the friends away, and what is left is one number for each of the goods.
#
# With `keepdims=True` the axis stays, with a length of 1. The numbers are the same, and they stand in a column of the shape `(2, 1)`.

# %%
print("lists.sum(axis=0) =", lists.sum(axis=0), "  both friends together: bread, milk, cake")
print("lists.sum(axis=1) =", lists.sum(axis=1), "    what each friend has to carry")
show("lists.sum(axis=1, keepdims=True)", lists.sum(axis=1, keepdims=True))

# %% [markdown]
# **So what?** A shape says how the numbers are arranged, and an axis is one direction in it. Two arrays of the same shape can be added
# or multiplied, place by place. But a price list has the shape `(3,)`, and the shopping lists have `(2, 3)`. What does `lists * prices`
# mean?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 9.2 One price list, many customers
#
# Bread costs 3, milk 1, and cake 4. The list hangs on the wall once, and every customer uses it. numpy does the same: it multiplies *each*
# row of the lists by the prices, as if the price list had been copied for each friend. This is **broadcasting**.

# %% slideshow={"slide_type": "fragment"} tags=["show-input"]
prices = np.array([3, 1, 4])
show("lists * prices", lists * prices)

# %% [markdown]
# Which shapes fit? Write them under one another, aligned on the **right**, and look at each axis:
#
# ```
# lists     (2, 3)        cards     (2, 1)
# prices       (3,)       prices       (3,)
# result    (2, 3)        result    (2, 3)
# ```
#
# 1. Where both lengths are equal, nothing needs to be done.
# 2. Where an axis is missing **in front**, the array is copied along it: one price list for 2 friends.
# 3. Where the length is **1**, the array is copied along that axis, too: one bonus card of each friend for 3 goods.
#
# Any other pair of lengths does not fit, and numpy refuses.

# %% [markdown] slideshow={"slide_type": "subslide"}
# And the way back? The baker raises the price of bread by 1. Ada takes 2 breads, and pays 2 more. Ben takes 1, and pays 1 more. Together
# that is 3. **One number was used in two places, so it hears from two places, and what it hears adds up.** Press **backward**:

# %% slideshow={"slide_type": "fragment"}
bread = Finished(3.0, label="bread")
total = 2 * bread + 1 * bread
total.label = "total"
GraphView(total)

# %% [markdown]
# You know this from `a + a` in lesson 02. Here you can see both uses in the code. In `lists * prices` you cannot: the price of bread is used
# twice there as well, and nobody wrote it down. It happens on its own, because the shapes differ.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** There are 3 shops and 32 customers. Each shop adds its own delivery fee to all 32 bills: a bias of the shape `(3,)` is added
# to an array of the shape `(32, 3)`. Which shape has the gradient of the bias: `"(3,)"`, `"(32, 3)"`, `"(32,)"` or `"(1,)"`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_bias = predict("09.bias", "(3,)")
guess_bias

# %% [markdown] slideshow={"slide_type": "fragment"}
# **Predict.** From above arrives a 1 in all 32 rows and 3 columns. Which number stands in each place of the bias's gradient?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_ones = predict("09.ones", 32)
guess_ones

# %% slideshow={"slide_type": "subslide"}
BroadcastViewer((4, 3), (3,), after=guess_ones)

# %% [markdown]
# Two shapes are aligned on the right. Hatched numbers are copies. Set the length of `a` along axis -2 to another number: how often is `b`
# copied now? Then tick **the way back**. The arrows show along which axis the messages add up.
#
# Give `a` the shape `(4, 1)`. Now both arrays are copied, each along another axis. Look at the shape of `a.grad`: the axis of length 1 is
# still there. **A gradient has the shape of its array, always**: one number for each number.

# %% [markdown]
# **Build** (12 minutes, difficulty 3 of 3). Write `unbroadcast(g, shape)`. An array of the shape `shape` was copied until it fitted, and `g`
# is what the copies hear. Return what the array itself hears. There were two ways of copying, and you undo one after the other: first the
# axes that were put in front, then those of length 1.
#
# `g.ndim` and `len(shape)` say how many axes there are. `for place, length in enumerate(shape)` walks along a shape, and says at which
# place it is.
#
# <details><summary>It is right for (3,), and (2, 1) comes back as long as the result</summary>
#
# An axis can be missing, or it can be there with length 1. Which of the two have you undone?
#
# </details>
# <details><summary>(2, 1) comes back as (2,)</summary>
#
# A sum takes its axis away. Section 9.1 shows a sum that leaves a column behind: what did it need?
#
# </details>
# <details><summary>My numbers are too small: 1 where the check expects 4</summary>
#
# If four customers pay 1 more each, how much more is in the till? Is that a mean?
#
# </details>
# <details><summary>It works for one axis in front, and not for two</summary>
#
# How often do you look whether `g` still has too many axes?
#
# </details>

# %% nbgrader={"grade_id": "unbroadcast-function", "solution": true}
def unbroadcast(g, shape):
    ### BEGIN SOLUTION
    while g.ndim > len(shape):  # axes that were put in front
        g = g.sum(axis=0)
    for place, length in enumerate(shape):
        if length == 1:  # copied along this axis
            g = g.sum(axis=place, keepdims=True)
    return g
    ### END SOLUTION

# %% nbgrader={"grade_id": "unbroadcast-check", "grade": true}
check("09.unbroadcast", unbroadcast)

# %% [markdown]
# Here is the viewer once more, and this time the sums are yours:

# %%
BroadcastViewer((3, 1), (4,), unbroadcast=unbroadcast, back=True)

# %% [markdown]
# **So what?** You have written the one function that makes rules for numbers into rules for arrays. Copy on the way forward, add up on the
# way back. What is left to do for a plus gate?

# %% [markdown]
# ## 9.3 The plus gate, on tables
#
# Two friends, four shops: `bills` has the shape `(2, 4)`. Each shop adds its delivery fee, and `fees` has the shape `(4,)`.

# %%
bills = np.array([[10, 9, 9, 14], [6, 8, 6, 7]])
fees = np.array([2, 1, 2, 0])
show("bills + fees", bills + fees)

# %% [markdown]
# In every place stands a plus gate of lesson 02, a messenger: what arrives from above goes on to both sides as it is. Only then comes the
# new step. Whoever was copied adds up what the copies hear.
#
# From here on, a rule is a plain function. Into it go `g`, the gradient from above, and the inputs. Out of it come the gradients of the
# inputs, in the same order.
#
# **Build** (4 minutes, difficulty 1 of 3). Write `add_back(g, a, b)`. Return the pair of gradients, for `a` and for `b`. Either of them may
# have been copied. `unbroadcast` and `.shape` are all that you need.
#
# <details><summary>My gradient has 2 rows, and should have none</summary>
#
# What should the gradient of `fees` look like: like the fees, or like the bills?
#
# </details>
# <details><summary>b is right, and a is not</summary>
#
# In `fees + bills` it is the first one that is copied. Does your rule know about that?
#
# </details>

# %% nbgrader={"grade_id": "add-rule", "solution": true}
def add_back(g, a, b):
    ### BEGIN SOLUTION
    to_a = g  # d(a+b)/da = 1
    to_b = g  # d(a+b)/db = 1
    return unbroadcast(to_a, a.shape), unbroadcast(to_b, b.shape)
    ### END SOLUTION

# %% nbgrader={"grade_id": "add-check", "grade": true}
check("09.add", add_back)

# %% [markdown]
# **So what?** The rule of the plus gate has not changed. What has changed is who uses a number, and how often. Does the order of the two
# steps matter: first the message, then the adding up?

# %% [markdown]
# ## 9.4 The times gate, on tables
#
# Back to `lists * prices`. The shop gives bonus points: 1 for each coin that Ada pays, and 10 for each coin of Ben's, who has a gold card.
# How much do the points move when a bill moves by one? That is the message from above: `g` is 1 in Ada's row, and 10 in Ben's. Raise the
# price of bread by 1. Ada pays 2 coins more: 2 points. Ben pays 1 coin more: 10 points. Together: 12.
#
# Now in the wrong order: add up `g` first, 1 + 10 = 11, and multiply afterward. By what, Ada's 2 breads or Ben's 1? Each copy of the
# price met **another** number. So multiply while the copies are still apart, and add up last.

# %%
g = np.array([[1, 1, 1], [10, 10, 10]])
show("g * lists", g * lists)  # what each copy of a price hears; bread is the first column

# %% [markdown]
# In the viewer, `g * b` and `g * a` stand on the left: the messages, still apart. On the right they have been added up. Set the length of
# `a` along axis -1 to 1. Who is copied now, and along which axis?

# %%
BroadcastViewer((2, 3), (3,), op="*", upstream="mixed", back=True)

# %% [markdown]
# **Build** (5 minutes, difficulty 2 of 3). Write `mul_back(g, a, b)`. Return the pair of gradients.
#
# <details><summary>It is right for equal shapes, and wrong where something was copied</summary>
#
# Does your sum come before or after the product? Try the bread of Ada and Ben on paper.
#
# </details>
# <details><summary>The numbers belong to the wrong input</summary>
#
# Walk faster, and what counts are the hours. Whose numbers does the gradient of `a` need?
#
# </details>

# %% nbgrader={"grade_id": "mul-rule", "solution": true}
def mul_back(g, a, b):
    ### BEGIN SOLUTION
    to_a = g * b  # d(a*b)/da = b
    to_b = g * a  # d(a*b)/db = a
    return unbroadcast(to_a, a.shape), unbroadcast(to_b, b.shape)
    ### END SOLUTION

# %% nbgrader={"grade_id": "mul-check", "grade": true}
check("09.mul", mul_back)

# %% [markdown]
# **So what?** Two rules of lesson 02 went over to arrays, and each got one more step. But a neuron multiplies *and* adds up: price times
# number, for all goods, as one bill. Is there a gate that does both at once?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 9.5 Every friend in every shop
#
# Four shops have four prices for each of the goods: a table of the shape `(3, 4)`. What would each friend pay in each shop? For one bill,
# walk along a friend's row and down a shop's column; multiply pair by pair; add up. In numpy this is `lists @ shops`, a **matrix
# product**.

# %% slideshow={"slide_type": "fragment"} tags=["show-input"]
shops = np.array([[3, 2, 3, 4], [1, 2, 1, 1], [4, 5, 3, 6]])  # rows: bread, milk, cake
show("lists @ shops", lists @ shops)

# %% [markdown]
# Look at the first number. Ada takes 2 breads at 3, no milk, and a cake at 4: that is 10. And look at the shapes. `(2, 3) @ (3, 4)` gives
# `(2, 4)`. The two lengths in the middle must be equal, here the goods. They are added up, and they go away.

# %% [markdown]
# Now back. Take one price: bread in the first shop. It moves the bills *in that shop*, of *all* friends, each by as many breads as the
# friend takes. So it hears, for each friend, `breads * g`, and what it hears adds up over the friends.
#
# Pair by pair, and add up: **that is a matrix product, too.** But now the friends must stand in the middle, where their axis goes away. For
# that, a table can be laid on its side: rows become columns. This is its **transpose**, `lists.T`.

# %%
show("lists.T", lists.T)

# %% [markdown]
# With letters: `a` has the shape `(n, k)`, `b` has `(k, m)`, and `g` has that of the result, `(n, m)`. The gradient of `a` has the shape of
# `a`, `(n, k)`. Only `g` and `b` are there to make it from, and one of them lies on its side. Which product gives `(n, k)`? And which one
# gives `(k, m)`, from `a` and `g`? **The shapes leave one way only**, as long as n, k and m differ.
#
# **Build** (12 minutes, difficulty 3 of 3). Write `matmul_back(g, a, b)`, for two tables. Return the pair of gradients.
#
# <details><summary>ValueError: matmul: ... mismatch in its core dimension</summary>
#
# Write each shape above its name, in letters. Which two letters stand in the middle, and are they the same?
#
# </details>
# <details><summary>The numbers are right, and rows and columns have changed places</summary>
#
# You have found the product, and it lies on its side. What happens to the order of the two factors when you set it upright?
#
# </details>
# <details><summary>It runs on square tables, and the check says that the numbers are wrong</summary>
#
# On square tables every order runs, and nothing warns you. Which order fits for 2, 3 and 4?
#
# </details>

# %% nbgrader={"grade_id": "matmul-rule", "solution": true}
def matmul_back(g, a, b):
    ### BEGIN SOLUTION
    to_a = g @ b.T  # (n, m) @ (m, k)
    to_b = a.T @ g  # (k, n) @ (n, m)
    return to_a, to_b
    ### END SOLUTION

# %% nbgrader={"grade_id": "matmul-check", "grade": true}
check("09.matmul", matmul_back)

# %% [markdown]
# **So what?** You have the gate in which networks spend most of their time. All 100 points meet all 16 neurons in one `@`. And you
# laid a table on its side. What if that is itself a step of the calculation: how does a message find its way back?

# %% [markdown]
# ## 9.6 Axes change seats
#
# Three people sit in a row, and get up, and sit down in another order. A note is kept: `(2, 0, 1)`. It reads: on seat 0 sits now who sat on
# seat 2; on seat 1 who sat on seat 0; on seat 2 who sat on seat 1. How do they all get back to where they were?
#
# Not by doing it again: with two people that works, with three it does not. Ask for each old seat: where is that person now?
#
# numpy seats the axes of an array in this way, and the numbers go with them: `weeks.transpose((2, 0, 1))`. The shape of
# `weeks` is `(4, 2, 3)`. Say the new one before you run the cell.

# %%
turned = weeks.transpose((2, 0, 1))
print("from", weeks.shape, "to", turned.shape)
print("and by the same note again:", turned.transpose((2, 0, 1)).shape)

# %% [markdown]
# **Build** (6 minutes, difficulty 2 of 3). Write `transpose_back(g, axes)`. The array went through `transpose(axes)`; bring the message `g`
# back to the old seats. For the note `(2, 0, 1)`, find the note of the way back on paper first. Then `g.transpose(...)` does the rest.
#
# <details><summary>Two axes come back, and three do not</summary>
#
# With two people, swapping again undoes the swap. Where do three end up when they do it twice?
#
# </details>
# <details><summary>I need the place at which a number stands in axes</summary>
#
# Python can be asked for it: what does `("b", "c", "a").index("a")` say?
#
# </details>
# <details><summary>The shape is right, and the numbers stand elsewhere</summary>
#
# Did the axes move, or were the numbers only filled into a new shape row by row?
#
# </details>

# %% nbgrader={"grade_id": "transpose-rule", "solution": true}
def transpose_back(g, axes):
    ### BEGIN SOLUTION
    back = [axes.index(seat) for seat in range(len(axes))]  # where each old axis is now
    return g.transpose(back)
    ### END SOLUTION

# %% nbgrader={"grade_id": "transpose-check", "grade": true}
check("09.transpose", transpose_back)

# %% [markdown]
# **So what?** This gate has no slope to work out. It only moves numbers about, and its rule moves the messages back. There is a gate that
# you have used many times in this lesson, always on the way back: `sum`. What does it do with a message when it stands on the way forward?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 9.7 Sums and means
#
# Ada pays 6 for bread, 0 for milk and 4 for cake. Her total is a sum. Raise any of the three by 1, and her total rises by 1. So all three
# hear the same: Ada's message, as it is. Ben's three hear Ben's.
#
# One message becomes three copies. Look at the two halves side by side:

# %% [markdown] slideshow={"slide_type": "fragment"}
# | operation | on the way forward | on the way back |
# |---|---|---|
# | broadcasting | copies | adds up |
# | `sum` | adds up | copies |
#
# **They are mirror images.** Whoever was copied adds up, and whoever was added up is copied.

# %% [markdown]
# One thing has to be looked after. `sum(axis)` took an axis away, and the message must get it back, at the same place, before it can be
# copied along it. numpy has a name for each of the two steps:

# %%
message = np.array([5, 7])  # one for Ada, one for Ben
column = np.expand_dims(message, 1)  # an axis of length 1 at place 1
show("column", column)
show("np.broadcast_to(column, (2, 3))", np.broadcast_to(column, (2, 3)))

# %% [markdown]
# A **mean** is a sum that is shared out. Twelve people split a bill evenly. If one of the dishes costs 1 more, each pays a twelfth more.
# Here `a.mean()` goes over *all* numbers of the array, `a.size` of them, so `g` is a single number. `np.full(shape, number)` fills an array.
#
# **Build** (8 minutes, difficulty 2 of 3). Write `sum_back(g, a, axis)` for `a.sum(axis)`, and `mean_back(g, a)` for `a.mean()`. Two lines
# each.
#
# <details><summary>ValueError: operands could not be broadcast together</summary>
#
# Shapes are aligned on the right. Does the message have an axis at the place where the sum took one away?
#
# </details>
# <details><summary>It is right for axis 0, and wrong for axis 1</summary>
#
# At which place did you put the axis back: always at the same one, or where the sum has been?
#
# </details>
# <details><summary>My mean is too large for a table, and right for a single row</summary>
#
# A table of 4 rows and 3 columns: how many numbers share the message?
#
# </details>

# %% nbgrader={"grade_id": "sum-rules", "solution": true}
def sum_back(g, a, axis):
    ### BEGIN SOLUTION
    kept = np.expand_dims(g, axis)  # the axis is back, with length 1
    return np.broadcast_to(kept, a.shape)  # d(a+b+c)/da = 1: a copy for each
    ### END SOLUTION


def mean_back(g, a):
    ### BEGIN SOLUTION
    share = g / a.size  # d((a+b+c)/3)/da = 1/3
    return np.full(a.shape, share)
    ### END SOLUTION

# %% nbgrader={"grade_id": "sum-check", "grade": true}
check("09.sum", sum_back)

# %% nbgrader={"grade_id": "mean-check", "grade": true}
check("09.mean", mean_back)

# %% [markdown]
# **So what?** A loss is a mean over all examples. So every example hears a small share of the message, and a batch twice as large does not
# make the steps twice as large. What is still missing for a network is the bend. What becomes of the garden gate of lesson 04 when a whole
# table comes through?

# %% [markdown]
# ## 9.8 A gate in every place
#
# Each friend has 7.50 with them. What a bill needs beyond that has to be borrowed: `relu(bills - 7.5)` is a table of debts. In every place
# stands a garden gate: open, the message passes as it is; shut, nothing passes.
#
# Asked whether it is above some number, an array answers place by place, with True and False. In a product, True counts as 1, and False
# as 0:

# %%
show("bills > 7.5", bills > 7.5)
show("prices * (prices > 2)", prices * (prices > 2))

# %% [markdown]
# **Build** (4 minutes, difficulty 1 of 3). Write `relu_back(g, a)`, where `a` is what went in. Make a **new** array: others may still need
# the numbers in `g`.
#
# <details><summary>The check says that an input has changed</summary>
#
# Did you write zeros into an array that was given to you? To whom does it belong?
#
# </details>
# <details><summary>Negative messages do not come through</summary>
#
# What opens the gate: what went in, or what arrives from above?
#
# </details>

# %% nbgrader={"grade_id": "relu-rule", "solution": true}
def relu_back(g, a):
    ### BEGIN SOLUTION
    return g * (a > 0)  # d(relu a)/da = 1 above 0, and 0 below
    ### END SOLUTION

# %% nbgrader={"grade_id": "relu-check", "grade": true}
check("09.relu", relu_back)

# %% [markdown]
# **So what?** Not a single `if`, and every gate of the table opens or shuts in one line. All numbers have been treated alike so far. What
# if a calculation *picks* some of them, and one of them twice?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 9.9 The receipt
#
# A receipt names lines of the price list: line 2, line 0, line 2. Cake, bread, cake. In numpy, a list in the brackets picks several places
# at once: `prices[[2, 0, 2]]` is `[4 3 4]`.
#
# Raise the price of cake by 1: two lines of the receipt rise. So cake should hear 2, bread 1, and milk 0. Here is an attempt:

# %% slideshow={"slide_type": "fragment"} tags=["show-input"]
heard = np.zeros(3)
heard[[2, 0, 2]] += np.array([1, 1, 1])  # one message from each line of the receipt
print("bread, milk, cake hear", heard)

# %% [markdown]
# The cake hears 1, and a message is lost, without any warning. numpy reads all three places first, adds, and writes them back. Cake is
# written twice, each time as 0 + 1. `np.add.at(array, places, numbers)` adds one after another. It changes `array`, and returns nothing.
#
# **Build** (7 minutes, difficulty 2 of 3). Write `getitem_back(g, a, idx)`, where the forward half was `a[idx]`. Begin with zeros, one for
# each number of `a`: `np.zeros(a.shape)`. These can hold half a message, also where the prices are whole numbers.
#
# <details><summary>A place that was picked twice hears only one message</summary>
#
# Is your sum written back once for each message, or once for each place?
#
# </details>
# <details><summary>I have written it, and the check says "not written yet"</summary>
#
# Does `np.add.at` hand you a new array, or does it change the one that you gave it? And what does your function return?
#
# </details>
# <details><summary>The gradient contains the prices themselves</summary>
#
# Before any message has come, what has a number heard?
#
# </details>

# %% nbgrader={"grade_id": "getitem-rule", "solution": true}
def getitem_back(g, a, idx):
    ### BEGIN SOLUTION
    heard = np.zeros(a.shape)
    np.add.at(heard, idx, g)  # one after another: a place picked twice hears twice
    return heard
    ### END SOLUTION

# %% nbgrader={"grade_id": "getitem-check", "grade": true}
check("09.getitem", getitem_back)

# %% [markdown]
# **So what?** With this rule, letters and words can learn: a text is a receipt, and its lines are picked from a table of meanings. You will
# need it in lesson 11. Here *you* said which place is picked. What if the numbers decide that themselves?

# %% [markdown]
# ## 9.10 Stretch: the largest number
#
# This section has no points. If your time is short, go on with 9.11.
#
# At an auction, only the highest bid counts. If it rises by 1, so does the price. If any other rises a little, nothing happens. So
# `a.max()` sends its message to one place, and everybody else hears 0.
#
# **Build** (6 minutes, difficulty 2 of 3). Write `max_back(g, a)` for `a.max()`, the largest of all numbers. `g` is a single number. If two
# bids are equally high, let them share.
#
# <details><summary>Two equal bids together hear twice the message</summary>
#
# `a == a.max()` is True in both places. How many places share the message?
#
# </details>

# %% nbgrader={"grade_id": "max-rule", "solution": true}
def max_back(g, a):
    ### BEGIN SOLUTION
    largest = a == a.max()
    return g * largest / largest.sum()
    ### END SOLUTION

# %% nbgrader={"grade_id": "max-check", "grade": true}
check("09.max", max_back)

# %% [markdown]
# **So what?** A maximum is a receipt with one line, and the numbers choose it. Your box of rules is full. Does it make a network?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 9.11 Two layers on your rules
#
# Five shoppers with three numbers each go through a layer of four neurons, a `relu`, and a layer of two. The loss is the mean of the squared
# misses. On the way back stand **your rules, and nothing else**, from the last line to the first. Do they find what your engine of single
# numbers finds?

# %% [markdown]
# Cover the lower half of the next cell. Which rule comes first on the way back, and which one next? Then compare.

# %%
def by_your_rules(x, w1, b1, w2, b2, t):
    s1 = x @ w1  # (5, 3) @ (3, 4) = (5, 4)
    z1 = s1 + b1  # the biases (4,) are copied 5 times
    h = np.maximum(z1, 0)  # relu: in each place, z1 or 0, whichever is larger
    s2 = h @ w2  # (5, 4) @ (4, 2) = (5, 2)
    out = s2 + b2
    miss = out - t
    squares = miss * miss  # and their mean is the loss

    to_squares = mean_back(1.0, squares)
    one, other = mul_back(to_squares, miss, miss)
    to_out = one + other  # miss stands in the product twice, so it hears twice
    to_s2, to_b2 = add_back(to_out, s2, b2)
    to_h, to_w2 = matmul_back(to_s2, h, w2)
    to_z1 = relu_back(to_h, z1)
    to_s1, to_b1 = add_back(to_z1, s1, b1)
    _, to_w1 = matmul_back(to_s1, x, w1)
    return {"w1": to_w1, "b1": to_b1, "w2": to_w2, "b2": to_b2}

# %%
rng = np.random.default_rng(24)
shapes = {"w1": (3, 4), "b1": (4,), "w2": (4, 2), "b2": (2,)}
start = {name: 0.5 * rng.normal(size=shape) for name, shape in shapes.items()}
x, t = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))

try:
    mine = by_your_rules(x, **start, t=t)
    for name, gradient in mine.items():
        print(f"{name} has the shape {shapes[name]}, its gradient {gradient.shape}")
except (TypeError, ValueError, AttributeError):
    mine = {}
    print("A rule is missing, or does not fit yet. Its check, further up, says which one.")

# %% [markdown]
# Now the judges. The first is your engine of lessons 01 to 04: every number is a Value of its own, and the sums are written out one by one,
# as in lesson 05. It has never heard of shapes.

# %%
def by_single_numbers(x, w1, b1, w2, b2, t):
    loss = Value(0.0)
    for row, target in zip(x, t, strict=True):
        h = [(sum(row[i] * w1[i][j] for i in range(3)) + b1[j]).relu() for j in range(4)]
        out = [sum(h[j] * w2[j][k] for j in range(4)) + b2[k] for k in range(2)]
        for k in range(2):
            loss = loss + (out[k] - target[k]) ** 2
    return loss / 10


def each(function, numbers):
    """Do something with every number of nested lists."""
    return [each(function, part) for part in numbers] if isinstance(numbers, list) else function(numbers)


values = {name: each(Value, array.tolist()) for name, array in start.items()}
loss = by_single_numbers(x.tolist(), **values, t=t.tolist())
loss.backward()
scalar = {name: np.array(each(lambda v: v.grad, nested)) for name, nested in values.items()}
print(results(loss), "results, each a Value")

# %% [markdown]
# The second judge is `Tensor`, the kit's engine for arrays. A **Tensor** is what your Value is, with an array in the place of the number: it
# remembers its parents, `backward()` finds the order, and each gate has a rule like yours.

# %%
tensors = {name: Tensor(array, requires_grad=True) for name, array in start.items()}
w1, b1, w2, b2 = tensors.values()
miss = (Tensor(x) @ w1 + b1).relu() @ w2 + b2 - Tensor(t)
loss = (miss * miss).mean()
loss.backward()
print(results(loss), "results, each a Tensor")


def agree(one, other):
    return one.shape == other.shape and np.allclose(one, other)


for name in mine:
    print(
        f"{name}  your rules agree with single numbers: {agree(mine[name], scalar[name])},",
        f"with Tensor: {agree(mine[name], tensors[name].grad)}",
    )

# %% [markdown]
# The picture shows all 26 gradients. Each dot is one number of a weight or a bias: to the right stands what the engine of single numbers
# found, and upward what your rules found. Where both agree, the dot lies on the diagonal line.

# %% slideshow={"slide_type": "fragment"}
chart = Chart(x=(-2, 2, "gradient by single numbers"), y=(-2, 2, "gradient by your rules"), width=480, height=360)
chart.line([(-2, -2), (2, 2)], kind="quiet")
for kind, name in zip("abcd", mine, strict=False):
    pairs = zip(scalar[name].ravel(), mine[name].ravel(), strict=False)
    chart.dots(list(pairs), kind=kind, name=name)
HTML(chart.to_svg("Gradients of two layers: your rules against single numbers, dot by dot on the diagonal"))

# %% [markdown]
# **So what?** A handful of array rules did the work of hundreds of little gates, and the numbers are the same. Read the line of twelve
# signs in 9.1 again: behind each of them stands a rule that you have written. The minus is a plus with its sign turned. And if a thousand
# numbers at once are so little work, what could a network look at?

# %% [markdown]
# ## 9.12 The same checks, with fresh numbers
#
# A rule that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "unbroadcast-fresh", "grade": true}
check("09.unbroadcast.fresh", unbroadcast)

# %% nbgrader={"grade_id": "add-fresh", "grade": true}
check("09.add.fresh", add_back)

# %% nbgrader={"grade_id": "mul-fresh", "grade": true}
check("09.mul.fresh", mul_back)

# %% nbgrader={"grade_id": "matmul-fresh", "grade": true}
check("09.matmul.fresh", matmul_back)

# %% nbgrader={"grade_id": "transpose-fresh", "grade": true}
check("09.transpose.fresh", transpose_back)

# %% nbgrader={"grade_id": "sum-fresh", "grade": true}
check("09.sum.fresh", sum_back)

# %% nbgrader={"grade_id": "mean-fresh", "grade": true}
check("09.mean.fresh", mean_back)

# %% nbgrader={"grade_id": "relu-fresh", "grade": true}
check("09.relu.fresh", relu_back)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("09.predictions", guess_bias, guess_ones)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: a bias was added to 32 rows; why does its gradient have 3 numbers, and why is each of them a sum? (Not graded. If the
# sentence comes easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** Write a Tensor of your own: a class with `data`, `grad` and `_prev`, whose `__add__`, `__mul__` and
# `__matmul__` call your rules. `backward` of lesson 03 fits nearly as it is: with what does a gradient start now, in place of `0.0`?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(unbroadcast, add_back, mul_back, matmul_back, transpose_back, sum_back, mean_back, relu_back, getitem_back)

# %% [markdown]
# With arrays, a small picture is 64 numbers that go through a network at once. In **lesson 10, Reading digits**, you draw one, and a
# network of your own answers. Can a few products of arrays read what somebody has written by hand?
