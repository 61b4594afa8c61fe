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
# # The right order
#
# In lesson 02 you were the postman. You knew the way, and you called each gate by hand. A network has thousands of gates, and some numbers
# are used in many places. Nobody can carry that mail by hand. In this lesson the engine finds the way by itself. You write one method,
# `backward()`, and from then on a single call gives every number its slope.
#
# **75 minutes.** You need: lesson 02 (own slope times upstream; messages add up).

# %% [markdown]
# 1. [A bug from April 2020](#3.1-A-bug-from-April-2020)
# 2. [Who comes before whom](#3.2-Who-comes-before-whom)
# 3. [One call for everything](#3.3-One-call-for-everything)
# 4. [Starting again](#3.4-Starting-again)
# 5. [The bug hunt](#3.5-The-bug-hunt)
# 6. [The same checks, with fresh numbers](#3.6-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can find an order in which no gate fires too early, say what happens when `backward` is called twice, and choose a
# test that shows a bug instead of hiding it.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
from microkit import Value as Finished  # the kit's own engine, to look at until yours is ready
from microkit import check, keep, predict, resume
from microkit.checks import puzzles
from microkit.course import method_of
from microkit.widgets import BackpropStepper

Value = resume(upto=2)  # your engine

# %% [markdown]
# The sentence above says which parts of the engine are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 3.1 A bug from April 2020
#
# A famous little engine was put on the web in April 2020. Its first version had a bug, and nobody saw it at first: on most examples
# the numbers came out right. Here is a graph on which they did not: `b = a + a`, then `c = b + b`.
#
# `c` is four times `a`. So the slope of `c` seen from `a` is 4. The engine said 8. In it, every gate that fired then asked each of its
# inputs to fire. Who in this graph was asked more than once?

# %% slideshow={"slide_type": "fragment"}
a = Finished(3.0, label="a")
b = a + a
b.label = "b"
c = b + b
c.label = "c"
BackpropStepper(c)

# %% [markdown] slideshow={"slide_type": "subslide"}
# Step through it. `c` **fires**: its `_backward()` is called, and `b` hears 1, twice. *Then* `b` fires, once, with 2 in its hands, and `a`
# hears 2, twice: that makes 4. But `b` stands at both inputs of `c`. The old engine asked it twice, and each time it passed on all it had:
# that makes 8.
#
# There is a second danger: to fire **too early**. A node that fires while a message for it is still on its way passes on too little.
#
# > **A node fires once, when everything that it will ever hear has arrived.**

# %% [markdown] slideshow={"slide_type": "slide"}
# **Predict.** `b = a * a`, then `c = b + a`, then `d = b * c`. The node `d` has fired. Which one may fire next: `"b"` or `"c"`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_next = predict("03.next", "c")
guess_next

# %% slideshow={"slide_type": "fragment"}
a = Finished(2.0, label="a")
b = a * a
b.label = "b"
c = b + a
c.label = "c"
d = b * c
d.label = "d"
BackpropStepper(d, game=True, after=guess_next)

# %% [markdown]
# Play it to the end: choose which node may fire next. Where you choose too early, the picture shows which message has not arrived.
#
# **So what?** The rule is easy to say. But a program cannot look at a picture and see which lines are still empty. Is there an order that
# it can work out *beforehand*?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 3.2 Who comes before whom
#
# You get dressed in the morning. Socks before shoes, shirt before coat; whether the socks or the shirt come first does not matter. Any
# order will do, as long as nothing comes before what it needs.
#
# For a graph it is the same: write down every node once, and never before its parents. Such a list is called a **topological order**.
# Read it from the end, and every node fires before its parents do: exactly when all of its messages have arrived.

# %% [markdown] slideshow={"slide_type": "subslide"}
# How do you find such an order? Ask the result to sign a list. Before it signs, it asks each of its parents to sign first. They ask
# *their* parents. Whoever has signed already does not sign again.

# %% [markdown]
# **Build** (12 minutes, difficulty 3 of 3). Write `topological_order(root)`: a list of all nodes of the graph, each once, and each after
# its parents. A small function inside yours that calls itself will do. The check adds a note about very deep graphs, which costs nothing.
#
# <details><summary>Some nodes are in the list twice</summary>
#
# Two paths lead to the same node. How does it know that it has been asked before?
#
# </details>
# <details><summary>A node comes before one of its parents</summary>
#
# When does your node sign: before it has asked its parents, or after?
#
# </details>
# <details><summary>A node is missing, and another with the same number is there</summary>
#
# Equal is not the same. Does your note hold nodes, or numbers?
#
# </details>
# <details><summary>On a second call, the nodes of the first graph are still there</summary>
#
# Each call needs an empty list. Where is yours made: in the line of the `def`, or inside the function?
#
# </details>

# %% nbgrader={"grade_id": "order-function", "solution": true}
def topological_order(root):
    ### BEGIN SOLUTION
    order, met = [], set()

    def sign(node):
        if node not in met:
            met.add(node)
            for parent in node._prev:
                sign(parent)
            order.append(node)

    sign(root)
    return order
    ### END SOLUTION

# %% nbgrader={"grade_id": "order-check", "grade": true}
check("03.order", topological_order)

# %%
a, b = Value(2.0), Value(-3.0)
[node.data for node in topological_order(a * b + a) or []]

# %% [markdown]
# **So what?** You found an order that works for *every* graph, and you never had to look at one. What is left of the postman's work?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 3.3 One call for everything
#
# Put the pieces together. The result moves by one when it moves by one: its own gradient is 1. Then every node fires, in reverse order.
# That is **backpropagation**, all of it.
#
# One thing has to be agreed on: what happens on a second call? A number may be part of two losses, and `backward` is called for one after
# the other. Should the second call forget what the first one found, or add to it?

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** Two losses share `a`: `one = 3 * a`, and `two = 5 * a`. You call `one.backward()`, then `two.backward()`. What is `a.grad`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_losses = predict("03.losses", 8)
guess_losses

# %% slideshow={"slide_type": "fragment"}
a = Finished(2.0, label="a")
one, two = 3 * a, 5 * a
for name, loss in (("one", one), ("two", two)):
    loss.backward()
    if guess_losses.committed:
        print(f"after {name}.backward(), a.grad is {a.grad}")

# %% [markdown]
# <details><summary>Compare, after you have seen it</summary>
#
# What a **leaf** holds stays, and the next call adds to it: 3, and then 5 on top.
#
# </details>
#
# A node *in between* is different from a leaf. What it holds is left over from the last call. If it fired with that, it would say old
# things again. So inner nodes start from 0 each time.
#
# **Build** (12 minutes, difficulty 2 of 3). Write the method `backward`. Inner nodes (those that have parents) start from 0; the result
# starts with 1; then everybody fires, from the end of the order to its beginning.
#
# <details><summary>Every gradient stays 0</summary>
#
# Where does the first message come from?
#
# </details>
# <details><summary>Only the nodes next to the result hear something</summary>
#
# Who has to fire first? And who stands first in your order?
#
# </details>
# <details><summary>It is right for a chain, and wrong where a number is used twice</summary>
#
# Such a node hears two messages. Have both arrived when yours fires, and how often does it fire?
#
# </details>
# <details><summary>The first call is right, and the second gives too much</summary>
#
# What do the nodes in between still hold when the second call begins?
#
# </details>
# <details><summary>After two losses, only the second one counts</summary>
#
# Somebody's gradient was wiped who should have kept it. Who starts from 0, and who does not?
#
# </details>

# %% nbgrader={"grade_id": "backward-method", "solution": true}
@method_of(Value)
def backward(self):
    ### BEGIN SOLUTION
    order = topological_order(self)
    for node in order:
        if node._prev:
            node.grad = 0.0  # left over from the last call
    self.grad = 1.0
    for node in reversed(order):
        node._backward()
    ### END SOLUTION

# %% nbgrader={"grade_id": "backward-check", "grade": true}
check("03.backward", Value)

# %% [markdown] slideshow={"slide_type": "slide"}
# The graph of April 2020, on your own engine. `c` is four times `a`, and `a` hears 4:

# %% slideshow={"slide_type": "fragment"}
a = Value(3.0)
a.label = "a"
b = a + a
c = b + b
c.backward()
c

# %% [markdown]
# **So what?** In lesson 00, 337 slopes took 674 runs of the network. Now they take one run forward and one run back, whatever their number.
# This is why large networks can be trained at all. But a leaf keeps everything that it hears. Who tells it when a new day begins?

# %% [markdown]
# ## 3.4 Starting again
#
# A blackboard keeps what was written in the last lesson. That is useful while you are still writing, and a nuisance the next morning.
# Before each new step of learning, somebody has to wipe it.
#
# **Build** (4 minutes, difficulty 1 of 3). Write `zero_grad(nodes)`: the gradient of every node in `nodes` goes back to 0.
#
# <details><summary>Nothing happens</summary>
#
# `node = 0` gives the *name* node to another thing. Which thing that the node holds has to change?
#
# </details>
# <details><summary>Only the first node is cleared</summary>
#
# A `return` ends the whole function. Where does yours stand?
#
# </details>
# <details><summary>TypeError: object of type 'generator' has no len()</summary>
#
# Not everything that can be walked through can be counted. Do you need to count?
#
# </details>

# %% nbgrader={"grade_id": "zero-grad-function", "solution": true}
def zero_grad(nodes):
    ### BEGIN SOLUTION
    for node in nodes:
        node.grad = 0.0
    ### END SOLUTION

# %% nbgrader={"grade_id": "zero-grad-check", "grade": true}
check("03.zero_grad", zero_grad)

# %% [markdown]
# **So what?** Forgetting to wipe is one of the best-known bugs in deep learning: nothing crashes, the numbers only get stranger. How does
# one find a bug that does not crash?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 3.5 The bug hunt
#
# A bug that does not crash is found by the right test. Here are five ways to walk backward, and each has a bug. Each of them is right on
# some graphs: that is how bugs survive. And here are five graphs. Match each bug with a graph that shows it. Use every graph once.

# %%
for bug in ("one", "two", "three", "four", "five"):
    print(puzzles.source(bug))

# %%
for name, steps in puzzles.GRAPHS.items():
    print(f"{name:12} {steps}")

# %% [markdown]
# `puzzles.run("one", "twice")` runs bug one on the graph `twice`, and says what gradients it finds. `puzzles.run("right", "twice")` says
# what they should be.
#
# **Build** (12 minutes, difficulty 3 of 3). Fill in the names of the graphs.
#
# <details><summary>A bug seems to be right on every graph that is left</summary>
#
# Another bug may have taken its graph, and could do with a different one. Which bugs are shown by more than one graph?
#
# </details>

# %% nbgrader={"grade_id": "bug-hunt", "solution": true}
exposed_by = {"one": ..., "two": ..., "three": ..., "four": ..., "five": ...}
### BEGIN SOLUTION
exposed_by = {
    "one": "twice",
    "two": "diamond",
    "three": "detour",
    "four": "twins",
    "five": "two losses",
}
### END SOLUTION

# %% nbgrader={"grade_id": "bugs-check", "grade": true}
check("03.bugs", exposed_by)

# %% [markdown]
# **So what?** A test is a graph on which a wrong program cannot look right. Whoever can think of the wrong program finds the test. The
# checks of this course were made the same way: each of them is there because somebody once got it wrong.

# %% [markdown]
# ## 3.6 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice graphs; when your work is
# graded, they use graphs that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "order-fresh", "grade": true}
check("03.order.fresh", topological_order)

# %% nbgrader={"grade_id": "backward-fresh", "grade": true}
check("03.backward.fresh", Value)

# %% nbgrader={"grade_id": "zero-grad-fresh", "grade": true}
check("03.zero_grad.fresh", zero_grad)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("03.predictions", guess_losses, guess_next)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: when may a node fire, and why not earlier? (Not graded. If the sentence comes easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** Your `topological_order` calls itself, once for each step into the depth. Python gives up after about a
# thousand such calls. Build a chain of 5000 additions, and see. Then write the order with a list of your own in place of the calls.

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(Value, topological_order)

# %% [markdown]
# Your engine finds every slope in every formula that is made of plus, minus, times, division and powers. A network needs one thing more:
# a bend. In **lesson 04, Curves**, your engine learns to bend.
