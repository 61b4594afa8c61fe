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
# # One op, one class
#
# Your engine learns, and it is slow. Where does the time go? In 2026 the author of the famous little engine of lesson 03 wrote a whole GPT
# in one file, and threw his own *closures* away: functions inside functions, such as your `_backward`. Today you find out why. You build
# your engine a second time, smaller and faster, and most bugs of lesson 02 can no longer be written in it.
#
# **75 minutes.** You need: lesson 02 (own slope times upstream), lesson 03 (`backward` finds the order) and lesson 07 (Adam).

# %% [markdown]
# 1. [Eleven sellers and a till](#8.1-Eleven-sellers-and-a-till)
# 2. [An engine that multiplies and adds once](#8.2-An-engine-that-multiplies-and-adds-once)
# 3. [Who goes home at night](#8.3-Who-goes-home-at-night)
# 4. [A form with two lines](#8.4-A-form-with-two-lines)
# 5. [An operation of your own](#8.5-An-operation-of-your-own)
# 6. [Every point right](#8.6-Every-point-right)
# 7. [The same checks, with fresh numbers](#8.7-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can add an operation to an engine in six lines, say which bugs a good design makes impossible, and explain what a
# garbage collector has to do with the speed of learning.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import gc
import math
import random
from itertools import pairwise
from time import perf_counter

from IPython.display import HTML

from microkit import Value as Finished  # the kit's own engine, to look at until yours is ready
from microkit import check, data, keep, predict, resume
from microkit.course import method_of
from microkit.course.ready import ready
from microkit.widgets import BoundaryPlayer, CurveBench, GraphView, OpBench
from microkit.widgets.chart import Chart

Old, Adam = resume("Value", "Adam", upto=7)  # the engine of the last weeks, and the careful hiker

# %% [markdown]
# The sentence above says which parts of the old engine are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 8.1 Eleven sellers and a till
#
# A shop has eleven counters. The seller at each counter knows one thing: a price. But each of them also does the sums. They take your
# slip, multiply their price by the number of pieces, and add that to what the slip says. Eleven people do the same arithmetic in eleven
# places. One forgets the number of pieces. Another crosses out what the others wrote.
#
# Then the shop buys a **till**. From now on a seller sticks a price tag on the thing, and does nothing else. The till at the door
# multiplies and adds, for everybody.

# %% [markdown]
# Your engine is the shop before the till. You wrote eleven rules in lessons 02 and 04. The price is the **local slope**. The number of
# pieces is the **gradient from above**. The slip is `.grad`. Fifteen lines say `+=`, and fifteen times you had to think of the
# gradient from above. It went wrong once or twice, didn't it?

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** In the new engine, an operator only says its local slopes. One line in `backward` multiplies and adds, for all of them. Which
# of these bugs of lesson 02 can an operator still have: `"forgets what comes from above"`, `"= in place of +="`, or `"a wrong slope"`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_bugs = predict("08.bugs", "a wrong slope")
guess_bugs

# %%
OpBench("*", a=2, b=-3, upstream=4, after=guess_bugs)

# %% [markdown]
# On this bench each input hears a product: own slope times `g`. Move `a`, and a slope changes. Now move `g`. What each input hears
# changes, and no slope does. So an operator can write its tags *before anything has arrived from above*: while the number itself is being
# computed. What it never sees, it cannot forget.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **A node with tags.** `c = a * b` with `a = 2` and `b = -3` keeps its parents `(a, b)`, and a tag for each of them: `(-3, 2)`.
#
# **Predict.** `c = a * a` with `a = 3` keeps the parents `(a, a)` and the tags `(3, 3)`. From above arrives `c.grad = 2`. What is `a.grad`
# when the till has multiplied and added?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_square = predict("08.square", 12)
guess_square

# %% slideshow={"slide_type": "fragment"}
a = Finished(3.0, label="a")
c = a * a
c.label = "c"
result = c * 2  # so that a 2 arrives at c
result.label = "result"
GraphView(result, after=guess_square)

# %% [markdown]
# Press **backward**. The till goes through the pairs of `c` one by one: first parent, first tag; second parent, second tag. Both are `a`.
# So `a` hears 3 times 2, and then once more 3 times 2. Nobody had to think of `a * a` as a special case.
#
# **So what?** A seller needs to know a price, and nothing about slips. How many lines does an engine need in which every operator is such a
# seller?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 8.2 An engine that multiplies and adds once
#
# Forward, an operator makes a node: a number, its parents, and a tag for each parent, in the same order.
#
# > `Value(number, parents, slopes)`
#
# Backward, the till does for every pair of parent and tag what all the old rules did:
#
# > `parent.grad += slope * node.grad`
#
# That is the chain rule, and from now on it stands in one place.

# %% [markdown]
# Here is one seller as an example. In `a - b`, raising `a` raises the result, and raising `b` lowers it. A minus gate would say:
#
# > `return Value(self.data - other.data, (self, other), (1.0, -1.0))`
#
# **Build** (12 minutes, difficulty 2 of 3). Write six more: one `return` for each operator and each curve. You know all six slopes from
# lessons 02 and 04. One parent has one tag, and stands in a tuple of one: `(self,)`, with the comma.
#
# <details><summary>My tags of a * b are right, and they come in the wrong order</summary>
#
# The first tag is for the first parent. Seen from `a`, which number is the slope of `a * b`?
#
# </details>
# <details><summary>TypeError: 'float' object is not iterable</summary>
#
# In Python, what makes a tuple of one: the brackets, or the comma?
#
# </details>
# <details><summary>The result of a curve is right, and its tag is not</summary>
#
# In lesson 04 you asked the same question of each curve: is its slope read off what went in, or off what came out?
#
# </details>
# <details><summary>I look for the gradient from above, and cannot find it</summary>
#
# Has anything arrived when a seller sticks a tag on a thing?
#
# </details>

# %% nbgrader={"grade_id": "engine-tags", "solution": true}
class Value:
    """A number that knows its parents, and the local slope for each of them."""

    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(parents)
        self.slopes = tuple(slopes)

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        other = wrap(other)
        ### BEGIN SOLUTION
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
        ### END SOLUTION

    def __mul__(self, other):
        other = wrap(other)
        ### BEGIN SOLUTION
        return Value(self.data * other.data, (self, other), (other.data, self.data))
        ### END SOLUTION

    def __pow__(self, n):
        ### BEGIN SOLUTION
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))
        ### END SOLUTION

    def exp(self):
        out = math.exp(self.data)
        ### BEGIN SOLUTION
        return Value(out, (self,), (out,))
        ### END SOLUTION

    def log(self):
        out = math.log(self.data)
        ### BEGIN SOLUTION
        return Value(out, (self,), (1.0 / self.data,))
        ### END SOLUTION

    def relu(self):
        out = max(0.0, self.data)
        ### BEGIN SOLUTION
        return Value(out, (self,), (1.0 if self.data > 0 else 0.0,))
        ### END SOLUTION


def wrap(x):
    return x if isinstance(x, Value) else Value(x)

# %% [markdown]
# Look at the tags that your operators stick on. `a` is 2 and `b` is -3, so you can check three of them in your head:

# %%
a, b = Value(2.0), Value(-3.0)
made = {"a + b": a + b, "a * b": a * b, "a ** 3": a**3, "a.exp()": a.exp(), "a.log()": a.log(), "b.relu()": b.relu()}
for name, node in made.items():
    print(f"{name:8}  tags {getattr(node, 'slopes', '- not written yet')}")

# %% [markdown]
# Minus and division need no tags of their own. They are made of the three operators above, so they are done:

# %%
@method_of(Value)
def __neg__(self):
    return self * -1.0


@method_of(Value)
def __sub__(self, other):
    return self + -wrap(other)


@method_of(Value)
def __truediv__(self, other):
    return self * wrap(other) ** -1.0


@method_of(Value)
def __radd__(self, other):
    return self + other


@method_of(Value)
def __rmul__(self, other):
    return self * other


@method_of(Value)
def __rsub__(self, other):
    return wrap(other) - self


@method_of(Value)
def __rtruediv__(self, other):
    return wrap(other) / self

# %% [markdown]
# The order is done, too. This is the order of lesson 03 without calls inside calls, so a graph may be as deep as it likes.

# %%
def topological_order(root):
    order, met, waiting = [], set(), [(root, False)]
    while waiting:
        node, ready_to_sign = waiting.pop()
        if ready_to_sign:
            order.append(node)
        elif node not in met:
            met.add(node)
            waiting.append((node, True))
            waiting += [(parent, False) for parent in node._prev]
    return order

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Write the till. The first lines are those of lesson 03: find the order, and clear the nodes in
# between. What is missing: the result starts with 1, and then every node, from the end of the order, serves its pairs. Four lines.
#
# <details><summary>Every gradient stays 0</summary>
#
# Zero times any tag is zero. How much does the result move when the result moves by one?
#
# </details>
# <details><summary>a * b is right, and a * a comes out half as big as it should</summary>
#
# Two messages arrive at the same slip. What does your line do with what the slip says already?
#
# </details>
# <details><summary>It is right for one operator, and wrong as soon as there are two in a row</summary>
#
# A tag is a price for one piece. How many pieces are there, and where does that stand?
#
# </details>

# %% nbgrader={"grade_id": "engine-backward", "solution": true}
@method_of(Value)
def backward(self):
    order = topological_order(self)
    for node in order:
        if node._prev:
            node.grad = 0.0  # left over from the last call
    ### BEGIN SOLUTION
    self.grad = 1.0
    for node in reversed(order):
        for parent, slope in zip(node._prev, node.slopes):
            parent.grad += slope * node.grad  # the chain rule, for every operation there is
    ### END SOLUTION

# %% nbgrader={"grade_id": "engine-check", "grade": true}
check("08.engine", Value)

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Be a careless seller.** This bench asks *your* engine. Go back to `__mul__`, and try to write the three bugs of your prediction.
#
# - Forget what comes from above? There is nothing to forget: `__mul__` never sees it.
# - Write `=` in place of `+=`? There is no line to write it in.
# - Say a wrong slope? That still works. Swap the two tags, run the cells again, and move `a`.

# %% slideshow={"slide_type": "fragment"}
OpBench("*", a=2, b=-3, upstream=4, engine=Value)

# %% [markdown]
# Mend it again, and run the cells down to here.
#
# **So what?** Fifteen lines with `+=` have become one. Whole families of bugs are gone, and not because you are more careful: there is no
# place left to write them. Something else is gone as well. No function sits inside a function anymore. Does Python notice?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 8.3 Who goes home at night
#
# At closing time, everybody who is no longer needed goes home. Two people are left. "I stay as long as she needs me," says he. "I stay as
# long as he needs me," says she. They will stand there all night.
#
# So the shop pays a night watchman. He walks through the whole house, again and again, asks *everybody* who still needs them, and sends
# such pairs home.

# %% [markdown]
# Python works like this shop. An object goes as soon as nobody holds it anymore. For those that hold *each other*, there is a watchman,
# the **garbage collector**. He comes by himself whenever many new objects have been made. Mostly he asks the newest ones, and now and
# then everybody.
#
# Now look at an old rule. A function written inside another one goes on holding the names around it: it is a **closure**. The node holds
# its rule, in `out._backward`. And what does the rule hold? It reads `out.grad`, so it holds the node:

# %%
out = Old(2.0) * Old(-3.0)
held = [cell.cell_contents for cell in out._backward.__closure__ or ()]
print("The node holds the rule. Does the rule hold the node?", any(thing is out for thing in held))

# %% [markdown]
# That makes a pair that never goes home, for every single node. In your new engine a node holds its parents, and no parent holds its
# child. Let us count.
#
# We need a network that runs on any engine. This is the one of lesson 05, in few lines: a neuron is a list of weights, and the last number
# in that list is its bias. You need not read every line. `bend` is the curve between the layers. `ready` takes your engine if it passes
# its check, and the kit's if not yet.

# %%
def network(engine, sizes, rng):
    def neuron(nin):
        return [*(engine(rng.uniform(-1, 1)) for _ in range(nin)), engine(0.0)]

    return [[neuron(nin) for _ in range(nout)] for nin, nout in pairwise(sizes)]


def relu(x):
    return x.relu()


def score(layers, point, bend=relu):
    numbers = point
    for layer in layers:
        numbers = [sum((w * x for w, x in zip(weights, numbers)), bias) for *weights, bias in layer]
        if layer is not layers[-1]:
            numbers = [bend(number) for number in numbers]
    return numbers[0]  # above 0: one moon, below 0: the other


Engine = ready(Value, "08.engine")
answer = score(network(Engine, [2, 16, 16, 1], random.Random(1)), [0.5, -0.5])
count = len(topological_order(answer))
print(f"One answer is a graph of {count:,} nodes: 337 weights and biases, which stay, and {count - 337} new ones.")

# %% [markdown]
# Now an experiment. We send the watchman on holiday, with `gc.disable()`. Then the network answers one point, eight times, and each time
# we let go of the answer. How many of the new nodes are still in the house after that? Say a number for each engine before you run the
# cell.

# %%
def still_there(engine):
    layers, counts = network(engine, [2, 16, 16, 1], random.Random(1)), []
    gc.collect()
    gc.disable()  # the watchman is on holiday
    try:
        for _ in range(9):
            counts.append(sum(type(thing) is engine for thing in gc.get_objects()))
            score(layers, [0.5, -0.5])  # nobody keeps the answer
    finally:
        gc.enable()
    return [count - counts[0] for count in counts]


counts = {"closures": still_there(Old), "tags": still_there(Engine)}
for name, row in counts.items():
    print(f"{name:9}", *(f"{count:6,}" for count in row))

# %% [markdown] slideshow={"slide_type": "subslide"}
# The picture shows the nodes that are still in memory after each answer, without a watchman. With closures, all of them stay: a line that
# rises by the same amount each time. With tags, the line stays at 0: each graph goes home at once, all by itself.

# %% slideshow={"slide_type": "fragment"}
chart = Chart(x=(-0.3, 8.4, "answers"), y=(-400, 6000, "nodes still in memory"))
for (name, row), kind in zip(counts.items(), "ba"):
    chart.line(enumerate(row), kind, name)
    chart.dots(enumerate(row), kind)
HTML(chart.to_svg("Nodes in memory after each answer: they pile up with closures, and stay at 0 with tags"))

# %% [markdown]
# So the old engine cannot do without the watchman. What does he cost? This cell runs whole steps of learning, from 100 points of two moons,
# and takes the time. It prints no seconds, since those depend on your machine. It compares.

# %% tags=["aside"]
points, labels = data.moons(100, noise=0.1, rng=1)


def loss_of(layers, bend=relu):  # the hinge of lesson 06
    terms = [(1 - score(layers, point, bend) * label).relu() for point, label in zip(points, labels)]
    return sum(terms) * (1 / len(terms))


def seconds(engine, watchman):
    tries = []
    for _ in range(2):
        layers = network(engine, [2, 16, 16, 1], random.Random(1))
        gc.collect()
        if not watchman:
            gc.disable()
        try:
            start = perf_counter()
            loss_of(layers).backward()
            tries.append(perf_counter() - start)
        finally:
            gc.enable()
    return min(tries)


slow, without, fast = seconds(Old, True), seconds(Old, False), seconds(Engine, False)
loss = loss_of(network(Engine, [2, 16, 16, 1], random.Random(1)))
print(f"The graph of one step has {len(topological_order(loss)):,} nodes.")
print("With closures, the watchman takes", "more" if slow > 1.5 * without else "less", "than a third of the time.")
print("Tags without a watchman are", "more" if slow > 2 * fast else "less", "than twice as fast as closures with one.")

# %% [markdown]
# The graph has 200 nodes more than that of lesson 07: a minus is made of a times and a plus now.
#
# **So what?** That is where the time went: into asking tens of thousands of nodes, again and again, whether they might go home. With tags
# you may give the watchman a day off while you train, and nothing piles up. The kit does the same. The engine is small and fast now. How
# much work is it to teach it something new?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 8.4 A form with two lines
#
# Every new thing in the shop used to need a counter. Now the shop prints a **form** with two lines. What comes out? And what does each
# input hear, when `g` arrives from above? Nothing else is needed. Here it is, filled in for the times gate:
#
# ```python
# class Times(Operation):
#     @staticmethod
#     def forward(a, b):
#         return a * b
#
#     @staticmethod
#     def backward(g, out, a, b):
#         return (g * b, g * a)
# ```

# %% [markdown]
# Both lines only calculate. They get plain numbers, and know nothing of nodes. `@staticmethod` says that: there is no `self`. A rule may
# need the result, as that of `exp` did, so `backward` gets `out`, too.
#
# All the rest is the same for every operation, and stands once, in the form itself. `Times.of(a, b)` is to make the node. `@classmethod`
# hands over the class that was asked, as `cls`. For `Times.of`, `cls.forward` is the forward of `Times`.
#
# And the tags? `backward` tells what the inputs hear when `g` arrives. A tag is the price of *one* piece. With which `g` do you ask?

# %% [markdown]
# **Build** (10 minutes, difficulty 3 of 3). Write `of`: turn all inputs into Values, take their numbers, ask both halves, and return the
# node. Four lines.
#
# <details><summary>AttributeError: 'float' object has no attribute 'data'</summary>
#
# `Times.of(2.0, b)` is fine, too. Who turns the 2.0 into something with parents and tags?
#
# </details>
# <details><summary>The gradients are too large, and not always by the same factor</summary>
#
# The first argument of `backward` is what arrives from above. Is it that in your call?
#
# </details>
# <details><summary>backward() complains about a missing argument</summary>
#
# It wants `g`, then the result, then all the numbers. Which star unpacks a list into arguments?
#
# </details>

# %% nbgrader={"grade_id": "operation-of", "solution": true}
class Operation:
    """A form: a subclass fills in forward and backward, and `of` makes the node."""

    @classmethod
    def of(cls, *inputs):
        ### BEGIN SOLUTION
        parents = [wrap(x) for x in inputs]
        numbers = [parent.data for parent in parents]
        out = cls.forward(*numbers)
        return Value(out, parents, cls.backward(1.0, out, *numbers))
        ### END SOLUTION

# %% nbgrader={"grade_id": "operation-check", "grade": true}
check("08.operation", Operation)

# %%
class Times(Operation):
    @staticmethod
    def forward(a, b):
        return a * b

    @staticmethod
    def backward(g, out, a, b):
        return (g * b, g * a)


node = Times.of(Value(2.0), -3.0)
print(node, " tags", getattr(node, "slopes", "- not written yet"))

# %% [markdown]
# **So what?** One op, one class: that is how the kit is built, too, and how PyTorch lets you add an operation. The list of all operations
# has become a table of slopes. Which line is still missing in it? One that you choose.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 8.5 An operation of your own
#
# The corner of `relu` is sharp. A carpenter would take a plane and round it off. That curve has a name: `softplus(x) = log(1 + exp(x))`.
# Far to the right it is nearly `x`, far to the left nearly 0, and in between it bends gently.

# %% slideshow={"slide_type": "fragment"}
CurveBench("softplus", x=0.5, upstream=1)

# %% [markdown]
# The upper picture shows the curve, the lower one its slope (dashed). You have built that lower curve in lesson 04. Which one is it?
#
# Take `softplus`, or one of these, or any other that your engine does not have yet:
#
# - `sin`, the swing: its slope at `x` is `cos(x)`.
# - `max` of two numbers: the larger one hears everything, the other one nothing. Here `forward` and `backward` take `a, b`.
#
# **Build** (12 minutes, difficulty 2 of 3). Fill in the form: two lines. The check nudges your `forward` to see whether your `backward`
# tells the truth.
#
# <details><summary>The check says that backward returns one number</summary>
#
# Each input gets a share of its own. What does Python need to see a tuple in a single share?
#
# </details>
# <details><summary>My slope is right, and half of the points are missing</summary>
#
# The check asks for several `g`, and some are negative. Where does `g` stand in your line?
#
# </details>
# <details><summary>I do not know the slope of what I have chosen</summary>
#
# You have an oracle since lesson 00. What does a nudge say at three or four places, and what do these numbers have in common?
#
# </details>

# %% nbgrader={"grade_id": "own-operation", "solution": true}
class Own(Operation):
    """An operation of my own."""

    @staticmethod
    def forward(x):
        ### BEGIN SOLUTION
        return math.log(1 + math.exp(x))  # softplus: relu with its corner rounded
        ### END SOLUTION

    @staticmethod
    def backward(g, out, x):
        ### BEGIN SOLUTION
        return (g / (1 + math.exp(-x)),)  # its slope is sigmoid
        ### END SOLUTION

# %% nbgrader={"grade_id": "own-check", "grade": true}
check("08.own", Own)

# %% [markdown]
# As a method of `Value`, your operation can stand on a bench like all others. The dots are your rule, asked in many places. (If yours is
# `sin`, write `sin` in both places. For `max`, give the method a second number, and take `OpBench("max", engine=Value)`.)

# %%
@method_of(Value)
def softplus(self):
    return Own.of(self)


CurveBench("softplus", x=0.5, upstream=-3, engine=Value)

# %% [markdown]
# **So what?** The engine has never heard of your operation, and still carries messages through it. It needs to know nothing but a tag. Is
# such a small engine good for anything large?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 8.6 Every point right
#
# Two moons again, and the network that opened this course: 337 numbers in layers of 16, 16 and 1. This time, your engine carries it. The
# watchman has a day off, Adam walks, and the loop ends when **all 100 points** are right.

# %% tags=["aside"]
layers = network(Engine, [2, 16, 16, 1], random.Random(1))
parameters = [p for layer in layers for weights in layer for p in weights]
optimizer = Adam(parameters, lr=0.1)
player = BoundaryPlayer(points, labels)


def at_a_glance(point):  # the same network on plain numbers: a picture needs no slopes
    return score(numbers, point, bend=lambda x: max(0.0, x))


gc.disable()  # nothing piles up
try:
    for _ in range(100):
        loss = loss_of(layers)
        for p in parameters:
            p.grad = 0.0
        loss.backward()
        optimizer.step()
        numbers = [[[p.data for p in weights] for weights in layer] for layer in layers]
        player.see(at_a_glance, loss, rate=0.1)
        right = sum((at_a_glance(point) > 0) == (label > 0) for point, label in zip(points, labels))
        if right == len(points):
            break
finally:
    gc.enable()
print(f"{right} of {len(points)} points are right after {len(player.losses)} steps.")

# %% [markdown]
# Play the film. The blue side belongs to one moon, the hatched orange side to the other. The small picture shows the loss of each step.

# %% slideshow={"slide_type": "fragment"}
player

# %% [markdown]
# **So what?** Six tags, one line that multiplies and adds, and a form: that is a whole engine, and it has learned to part two moons
# without a mistake. The rules are clean now. But each step is still a graph of 68,340 little objects, with one number in each. What if
# twelve arrays could do the work of all of them?

# %% [markdown]
# ## 8.7 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "engine-fresh", "grade": true}
check("08.engine.fresh", Value)

# %% nbgrader={"grade_id": "operation-fresh", "grade": true}
check("08.operation.fresh", Operation)

# %% nbgrader={"grade_id": "own-fresh", "grade": true}
check("08.own.fresh", Own)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("08.predictions", guess_bugs, guess_square)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: why can an operator of the new engine not forget what arrives from above? (Not graded. If the sentence comes easily, you
# have got it.)

# %% [markdown]
# **Stretch, without points.** If your operation takes one number, it can be the bend of a network. In section 8.6, write `loss_of(layers,
# Own.of)`, and let `at_a_glance` bend with `Own.forward`. Does the network still get every point right? In more steps, or in fewer?
#
# And one for those who like to measure: put `__slots__ = ("data", "grad", "_prev", "slopes")` as the first line into your class. What does
# that change, and why?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(Value, Operation, Own)

# %% [markdown]
# Your engine is clean, and its objects are still as small as can be: one number each. In **lesson 09, From numbers to arrays**, a node
# holds a whole array, and twelve of them do what 68,340 did today. What becomes of `slope * node.grad` when both are arrays?
