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
# # A number that remembers
#
# In lesson 00 you found slopes by nudging, and for each slope the whole calculation had to run again. Is there a way to find all slopes
# from a single run? There is, if every number can say how it came about. In this lesson you build such a number. You will call it
# `Value`, and it will stay with you to the end of the course.
#
# **60 minutes.** You need: lesson 00 (a slope is what a nudge does), and Python classes: `self`, `__init__`.

# %% [markdown]
# 1. [A receipt](#1.1-A-receipt)
# 2. [A Value](#1.2-A-Value)
# 3. [Plus and times](#1.3-Plus-and-times)
# 4. [Minus, and numbers on the left](#1.4-Minus,-and-numbers-on-the-left)
# 5. [What a graph remembers](#1.5-What-a-graph-remembers)
# 6. [The same checks, with fresh numbers](#1.6-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can make Python's own signs work on your own numbers, draw the calculation behind any result, and say why two
# equal numbers are not the same number.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
from microkit import Value as Finished  # the kit's own, to look at until yours is ready
from microkit import check, keep, predict
from microkit.course import method_of, ready
from microkit.graph import outline, show_as_graph
from microkit.widgets import GraphView

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 1.1 A receipt
#
# You come home from the shop with a single number: 10. Your friend asks why it is not 8. With the number alone, you cannot say. With
# the **receipt** you can: three apples at 2 each, and 4 for the bag.
#
# A plain Python number has no receipt. `3 * 2 + 4` is 10, and the 3, the 2 and the 4 are forgotten at once.

# %% slideshow={"slide_type": "fragment"}
price = Finished(2.0, label="price")
number = Finished(3.0, label="number")
bag = Finished(4.0, label="bag")
total = price * number + bag
total.label = "total"
GraphView(total)

# %% [markdown] slideshow={"slide_type": "subslide"}
# This number has one. Each box is a number, and each sign between them says what was done. Move a slider, and everything that was made of
# this number follows. Such a drawing is called a **graph**: boxes are its *nodes*, and the boxes that a node was made of are its
# *parents*.
#
# You can read the same graph as text, line by line:

# %% slideshow={"slide_type": "fragment"}
print(outline(total))

# %% [markdown]
# **So what?** A number that remembers needs four things: the number itself, its parents, the sign between them, and a place for the slope
# that later lessons will find. Does that fit into one small class?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 1.2 A Value
#
# A shop prints on each receipt what was bought (`_prev`: the parents), how it was put together (`_op`: the sign), and the sum (`data`). At
# the bottom there is an empty line. There, somebody will note later how much this number matters: `grad`, which starts at 0.
#
# A price that somebody typed has no parents and no sign. Programmers call it a **leaf**.

# %% [markdown]
# **Build** (8 minutes, difficulty 1 of 3). Write `__init__`: it stores what it is given under the same names, and a `grad` of 0. The
# parents come as a tuple, such as `(a, b)`, and are kept as they are; `label` is a name for pictures. Then write `__repr__`: it returns a
# text that shows the number, so that you can see it in a cell.
#
# <details><summary>AttributeError: 'Value' object has no attribute 'data'</summary>
#
# When `__init__` ends, its own names are thrown away. On whom do you have to write what should stay?
#
# </details>
# <details><summary>TypeError: __repr__ returned non-string</summary>
#
# Python waits for a text that it can show. Does your method hand one back, or does it print one itself?
#
# </details>
# <details><summary>The text shows the word data, and not the number</summary>
#
# Python fills in braces only where an `f` stands before the quotes.
#
# </details>

# %% nbgrader={"grade_id": "value-class", "solution": true}
class Value:
    def __init__(self, data, _prev=(), _op="", label=""):
        ### BEGIN SOLUTION
        self.data = data
        self.label = label
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op
        ### END SOLUTION

    def __repr__(self):
        ### BEGIN SOLUTION
        return f"Value(data={self.data})"
        ### END SOLUTION

# %% nbgrader={"grade_id": "value-check", "grade": true}
check("01.value", Value)

# %%
Receipt = show_as_graph(ready(Value, "01.value"))  # from now on, a Value at the end of a cell is drawn
Receipt(2.0, label="price")

# %% [markdown]
# **So what?** You have a box for a number, with room for its past. But it has no past yet: Python does not know what `+` means between
# two of your boxes. Who tells it?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 1.3 Plus and times
#
# When Python meets `a + b`, it asks `a`: do you know how to add? The question has a name: it calls `a.__add__(b)`. Whatever this method
# returns is the result. So you decide what a plus sign does.
#
# Your plus makes a **new** Value. Its number is the sum, its parents are `a` and `b`, and its sign is `"+"`. Neither of the two is
# changed: a receipt never changes a price.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** How many nodes does the graph of `a*a + a` have? Put your number in place of the three dots, and run the cell.

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_nodes = predict("01.nodes", 3)
guess_nodes

# %% slideshow={"slide_type": "fragment"}
a = Finished(3.0, label="a")
GraphView(a * a + a, after=guess_nodes)

# %% [markdown]
# <details><summary>Compare, after you have seen it</summary>
#
# One box for `a`, although it is used three times; one for the product, one for the sum. Three lines leave `a`.
#
# </details>
#
# Keep this picture in mind, with all the lines that leave `a`: later, slopes come back along them, and one arrives over each.
#
# **Build** (10 minutes, difficulty 2 of 3). Write `+` and `*`. One line makes sure that `other` is a Value too: in `a + 4`, it is a plain
# number. One line returns the new Value. `@method_of(Value)` puts the function below it into your class.
#
# <details><summary>AttributeError: 'int' object has no attribute 'data'</summary>
#
# In `a + 4`, Python hands the 4 to you as it is. It is yours to put it in a box.
#
# </details>
# <details><summary>RecursionError: maximum recursion depth exceeded</summary>
#
# Inside your plus stands a plus. Does it add two Values, or the numbers that they hold?
#
# </details>
# <details><summary>After a + b, my a is another number</summary>
#
# A receipt changes no price. Do you write into `self`, or on a new piece of paper?
#
# </details>
# <details><summary>The number is right, and the check asks for the parents</summary>
#
# `Value(...)` takes three things here. What are the second and the third?
#
# </details>

# %% nbgrader={"grade_id": "forward-methods", "solution": true}
@method_of(Value)
def __add__(self, other):
    ### BEGIN SOLUTION
    other = other if isinstance(other, Value) else Value(other)
    return Value(self.data + other.data, (self, other), "+")
    ### END SOLUTION


@method_of(Value)
def __mul__(self, other):
    ### BEGIN SOLUTION
    other = other if isinstance(other, Value) else Value(other)
    return Value(self.data * other.data, (self, other), "*")
    ### END SOLUTION

# %% nbgrader={"grade_id": "forward-check", "grade": true}
check("01.forward", Value)

# %% [markdown] slideshow={"slide_type": "slide"}
# The bill from the beginning, on your own numbers. As long as your methods do not pass, the kit's stand in, so that you can go on.

# %% slideshow={"slide_type": "fragment"}
Receipt = show_as_graph(ready(Value, "01.value", "01.forward"))
Receipt(2.0, label="price") * Receipt(3.0, label="number") + Receipt(4.0, label="bag")

# %% [markdown]
# **So what?** Two signs, and Python builds the graph for you: you write a formula as always, and every result knows its parents. But try
# `4 + a` in a cell of your own. Python asks the 4 first, and the 4 has never heard of you. Who answers then?

# %% [markdown]
# ## 1.4 Minus, and numbers on the left
#
# You ring at the left door: "Can you add a Value?" The 4 behind it says no. So Python walks over to the right door, and asks again, in
# other words: `a.__radd__(4)`. The r stands for *right*: you are the one on the right now, and `other` is the number on the left.
#
# For `+` and `*` the side does not matter. For `-` it does: `2 - a` is not `a - 2`.
#
# **Build** (12 minutes, difficulty 2 of 3). Five methods, one line each. You may build them from the `+` and `*` that you have: `-a` is
# `a * -1`.
#
# <details><summary>2 - a has the wrong sign</summary>
#
# In `__rsub__`, which of the two stands on the left of the minus sign: `self`, or `other`?
#
# </details>
# <details><summary>RecursionError</summary>
#
# Your method asks the other side, and the other side asks your method. One of them has to do the work.
#
# </details>
# <details><summary>sum([a, b]) does not work</summary>
#
# `sum` begins with the plain number 0, and adds the first Value to it. Which method is asked for `0 + a`?
#
# </details>
# <details><summary>a - b works, and a - 2.5 does not</summary>
#
# In `a - 2.5`, what do you get as `other`? Your plus has met this, too.
#
# </details>

# %% nbgrader={"grade_id": "mixed-methods", "solution": true}
@method_of(Value)
def __neg__(self):
    ### BEGIN SOLUTION
    return self * -1
    ### END SOLUTION


@method_of(Value)
def __sub__(self, other):
    ### BEGIN SOLUTION
    return self + (-other)
    ### END SOLUTION


@method_of(Value)
def __radd__(self, other):
    ### BEGIN SOLUTION
    return self + other
    ### END SOLUTION


@method_of(Value)
def __rmul__(self, other):
    ### BEGIN SOLUTION
    return self * other
    ### END SOLUTION


@method_of(Value)
def __rsub__(self, other):
    ### BEGIN SOLUTION
    return Value(other) - self
    ### END SOLUTION

# %% nbgrader={"grade_id": "mixed-check", "grade": true}
check("01.mixed", Value)

# %%
Receipt = show_as_graph(ready(Value, "01.value", "01.forward", "01.mixed"))
2 - Receipt(5.0, label="a") * 3

# %% [markdown]
# **So what?** Your Values now stand wherever a number may stand, also in `sum([a, b, c])`. So every formula that you can write is a graph
# that you can draw. One question is left, and it only looks easy: when are two nodes *the same* node?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 1.5 What a graph remembers
#
# Two friends each buy a coffee for 3. The prices are equal. Still, when one shop raises its price, only one of them pays more. **Equal is
# not the same.**

# %% [markdown]
# **Predict.** `a` and `b` are two Values. You write `a + b` twice. Is it the same object both times: `"yes"` or `"no"`?

# %% tags=["predict"]
guess_same = predict("01.same", "no")
guess_same

# %%
a, b = Receipt(2.0), Receipt(3.0)
if guess_same.committed:
    print("the same number:", (a + b).data == (a + b).data)
    print("the same object:", (a + b) is (a + b))

# %% [markdown]
# <details><summary>Compare, after you have seen it</summary>
#
# Each time that a plus sign runs, a new box is made, with a receipt of its own.
#
# </details>
#
# Three things follow. Your class has them all, unless you wrote something that takes them away:
#
# - `a + a` has **two** parents, which are both `a`. A set would keep one of them, and a slope would get lost later.
# - Two Values of 3 are **two** nodes. Python compares objects by identity, unless you write an `__eq__`. Do not write one.
# - `a += b` makes a **new** node, and gives it the name `a`. The old one is still there for everybody who used it. Do not write an
#   `__iadd__`.
#
# Nothing to write here. The check looks at what you have.

# %% nbgrader={"grade_id": "graph-check", "grade": true}
check("01.graph", Value)

# %% [markdown] slideshow={"slide_type": "subslide"}
# **So what?** You have built a number that remembers. Its last line, `grad`, is still empty. To fill it, a message has to travel through
# the graph backward, from the result to what it was made of. What would each node have to say to its parents?

# %% [markdown]
# ## 1.6 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "value-fresh", "grade": true}
check("01.value.fresh", Value)

# %% nbgrader={"grade_id": "forward-fresh", "grade": true}
check("01.forward.fresh", Value)

# %% nbgrader={"grade_id": "mixed-fresh", "grade": true}
check("01.mixed.fresh", Value)

# %% nbgrader={"grade_id": "graph-fresh", "grade": true}
check("01.graph.fresh", Value)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("01.predictions", guess_nodes, guess_same)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: what does your number know that a plain number does not? (Not graded. If the sentence comes easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** Write `__truediv__` and `__pow__`, forward only, and draw `(a + b) / (a - b) ** 2`. How many nodes are there?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built. The next lessons can start from it:

# %%
keep(Value)

# %% [markdown]
# The graph stands, and every line of it can be walked backward. In **lesson 02, One step back**, each gate learns what to tell its inputs.
