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
# # Neurons
#
# Your numbers add, multiply and bend, and every one of them can hear how much it matters. Nothing else is needed to build a network. In
# this lesson you build one, from the inside out: a neuron that weighs reasons, a layer of neurons that listen to the same news, and
# layers that listen to each other. At the end, hundreds of numbers stand ready to learn.
#
# **60 minutes.** You need: lesson 03 (`backward`) and lesson 04 (`relu` hands on what is above 0, and makes 0 of the rest).

# %% [markdown]
# 1. [A line by hand](#5.1-A-line-by-hand)
# 2. [One neuron](#5.2-One-neuron)
# 3. [A layer: many opinions](#5.3-A-layer:-many-opinions)
# 4. [Layers in a row](#5.4-Layers-in-a-row)
# 5. [What can learn](#5.5-What-can-learn)
# 6. [The same checks, with fresh numbers](#5.6-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can say what a weight and a bias do, why neurons start at random, why they bend, and count the numbers in any
# network of this kind.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import random

from IPython.display import HTML

from microkit import Value as Finished  # the kit's own, to look at until yours are ready; so is nn
from microkit import check, data, keep, nn, optim, predict, resume, train
from microkit.course import method_of
from microkit.widgets import BoundaryPlayer, GraphView, NeuronTuner
from microkit.widgets.chart import Chart

Value = resume(upto=4)  # your engine

# %% [markdown]
# The sentence above says which parts of the engine are your own, and where the kit's stand in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 5.1 A line by hand
#
# Every morning Ana looks out of the window: bike or bus? Sun speaks for the bike, wind against it. For fifteen days she wrote down the
# hours of sun (to the right) and the strength of the wind (upward). A circle is a day on the bike, a square is a day on the bus.
#
# Can one straight line part the two? Turn it with `w1` and `w2`, and move it with `b`.

# %% slideshow={"slide_type": "fragment"}
bike = [(4, 0), (5, 1), (6, 0), (6, 2), (7, 2), (7, 4), (8, 4)]
bus = [(1, 1), (2, 0), (2, 3), (3, 2), (3, 6), (4, 4), (5, 5), (6, 5)]
NeuronTuner(bike + bus, [1] * len(bike) + [-1] * len(bus), w1=1, w2=-1, b=0)

# %% [markdown]
# Leave `b` at 0 first. However you turn the line, it goes through the corner (0, 0), and some days stay on the wrong side. Now move `b`
# below 0, and bring the count of mistakes down to 0.

# %% [markdown] slideshow={"slide_type": "subslide"}
# What the sliders set is how Ana weighs her reasons:
#
# > `w1 * sun + w2 * wind + b`: above 0 it is the bike, below 0 the bus
#
# - A **weight** says how much one reason counts, and for which side. Here `w1` is positive: sun speaks *for* the bike. `w2` is negative.
# - The **bias** `b` says where she stands before any reason has spoken. At -3, she has to be talked into it.
#
# Try it in your head, with `w1 = 1`, `w2 = -1` and `b = -3`. On a day with 6 hours of sun and a wind of 2, it is 6 - 2 - 3 = 1: the bike.
# With 3 hours of sun and the same wind, it is -2: the bus.

# %% [markdown]
# **So what?** Two weights and a bias make a line, and a line makes a decision. You found it by hand, with your eyes on the mistakes. How
# does it look as code, so that each of the three numbers can hear what its nudge would do?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 5.2 One neuron
#
# A **neuron** does what Ana does: it weighs its inputs, adds the bias, and looks whether the sum is above 0. If it is, the neuron says
# how far. If it is not, the neuron says nothing: 0. That bend is your `relu`.
#
# > `relu(w1 * x1 + w2 * x2 + b)`

# %% slideshow={"slide_type": "subslide"}
sun, wind = Finished(6.0, label="sun"), Finished(2.0, label="wind")
w1, w2 = Finished(1.0, label="w1"), Finished(-1.0, label="w2")
b = Finished(-3.0, label="b")
answer = (w1 * sun + w2 * wind + b).relu()
answer.label = "answer"
GraphView(answer)

# %% [markdown]
# Press **backward**. The gradient of `w1` is 6, the sun: the stronger an input, the more its weight matters. The bias has no input beside
# it, and its gradient is 1. Now move `b` to -5. The neuron falls silent, and its weights and its bias hear 0. A neuron that says nothing
# learns nothing.
#
# **Build** (10 minutes, difficulty 2 of 3). Write the class `Neuron`.
#
# - `self.w` is a list of weights, one for each of the `nin` inputs. Each is a `Value`, drawn by
#   `rng.uniform(-1, 1)`: a random number between -1 and 1.
# - `self.b` is the bias, a `Value` that starts at 0.
# - A call gets a list `x` of inputs. It returns the **weighted sum**, each input times its weight, plus the bias, bent by `relu`. With
#   `nonlin=False`, it returns the sum as it is.
#
# Why are the weights drawn at random? That is the question of the next section.
#
# <details><summary>The check says that weights are one and the same</summary>
#
# `[thing] * 3` is a list that holds one thing three times. How often is your `Value(...)` called?
#
# </details>
# <details><summary>TypeError or AttributeError about float, when backward runs or a gradient is asked for</summary>
#
# A plain number cannot hear anything. Is each weight a Value, and is your sum made of Values from its first term on?
#
# </details>
# <details><summary>The answer is right with b = 0, and wrong with another b</summary>
#
# Ana asks herself once how much she has to be talked into it: not once for each reason, and not after she has decided. Where in your sum
# does the bias come in, and how often?
#
# </details>

# %% nbgrader={"grade_id": "neuron-class", "solution": true}
class Neuron:
    def __init__(self, nin, nonlin=True, rng=random):
        self.nonlin = nonlin
        ### BEGIN SOLUTION
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        ### END SOLUTION

    def __call__(self, x):
        ### BEGIN SOLUTION
        total = self.b
        for w, xi in zip(self.w, x):
            total = total + w * xi
        return total.relu() if self.nonlin else total
        ### END SOLUTION

# %% nbgrader={"grade_id": "neuron-check", "grade": true}
check("05.neuron", Neuron)

# %% [markdown]
# Your own neuron, with nothing learned yet, about a day with 6 hours of sun and a wind of 2:

# %%
neuron = Neuron(2, rng=random.Random(5))
neuron([6, 2])

# %% [markdown]
# **So what?** A few lines, and you have the brick that networks are built of. But one neuron draws one line. Where one line is not enough,
# there have to be several. Does it help to have several of them, if all begin with the same opinion?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 5.3 A layer: many opinions
#
# Ana asks her friends. All of them hear the same two facts, sun and wind, and each weighs them in their own way. Neurons that stand side by
# side and hear the same inputs are a **layer**. What it says is a list: one answer from each.
#
# **Predict.** Eight neurons in a layer all start with the same weights. Then the network is trained. What becomes of them:
# `"they stay equal"`, `"they drift apart"`, or `"only one of them learns"`?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_equal = predict("05.equal", "they stay equal")
guess_equal

# %% slideshow={"slide_type": "subslide"}
points, labels = data.moons(40, noise=0.1, rng=2)
twins = nn.MLP(2, [8, 1], rng=random.Random(1))
for neuron in [*twins.layers[0].neurons, *twins.layers[1].neurons]:
    for w in neuron.w:
        w.data = 0.5  # everybody begins with the same opinion
player = BoundaryPlayer(points, labels, after=guess_equal)
optimizer = optim.SGD(twins.parameters(), lr=0.3)
train.fit(twins, nn.hinge, (points, labels), 40, optimizer=optimizer, watch=player, progress=False)
player

# %% [markdown]
# Play the film, and watch the edge that eight neurons draw together. Here are the weights and the bias of the first three of them, after
# 40 rounds of training. Below them is the same network from a random start:

# %%
if guess_equal.committed:
    for neuron in twins.layers[0].neurons[:3]:
        print([round(p.data, 3) for p in neuron.parameters()])
    apart = nn.MLP(2, [8, 1], rng=random.Random(1))
    optimizer = optim.SGD(apart.parameters(), lr=0.3)
    train.fit(apart, nn.hinge, (points, labels), 40, optimizer=optimizer, progress=False)
    right = sum((apart(p).data > 0) == (t > 0) for p, t in zip(points, labels))
    print(f"from a random start: {right / len(points):.1%} of the points are right")

# %% [markdown]
# <details><summary>Compare, after you have seen it</summary>
#
# Equal neurons say the same, hear the same gradient, and make the same step. Eight friends with one opinion are one friend, eight times
# as loud. Together they draw one straight edge, and 77.5 % of the points are right at the end. A random start parts them from the
# beginning: then 92.5 % are right.
#
# </details>
#
# So every neuron has to draw its own weights, and `rng` has to reach each of them.
#
# **Build** (6 minutes, difficulty 1 of 3). Write the class `Layer`: `nout` neurons in the list `self.neurons`, each with `nin` inputs. Hand
# `nonlin` and `rng` on to each of them. A call returns the list of their answers.
#
# <details><summary>The check says that there is one neuron, several times</summary>
#
# A list that is multiplied makes no copies. How many neurons are made, and how many places are filled?
#
# </details>
# <details><summary>It works for two inputs and two neurons, and not for two and three</summary>
#
# One of the two sizes says how long your list is, and the other goes to each neuron. Which is which?
#
# </details>
# <details><summary>Only one answer comes back</summary>
#
# A `return` inside a loop ends it in its first round. When have all neurons answered?
#
# </details>

# %% nbgrader={"grade_id": "layer-class", "solution": true}
class Layer:
    def __init__(self, nin, nout, nonlin=True, rng=random):
        ### BEGIN SOLUTION
        self.neurons = [Neuron(nin, nonlin, rng) for _ in range(nout)]
        ### END SOLUTION

    def __call__(self, x):
        ### BEGIN SOLUTION
        return [neuron(x) for neuron in self.neurons]
        ### END SOLUTION

# %% nbgrader={"grade_id": "layer-check", "grade": true}
check("05.layer", Layer)

# %%
Layer(2, 3, rng=random.Random(27))([6, 2])

# %% [markdown]
# **So what?** Three opinions about one day, from three neurons that began apart. Where the output is 0, somebody keeps silent. A layer
# makes many lines out of one look at the world. And who listens to the layer?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 5.4 Layers in a row
#
# A kite needs wind, and not too much of it: its good days lie between two edges, and a line is only one. It is the same with these two
# crescents, the moons of lesson 00. How few mistakes can you leave?

# %% slideshow={"slide_type": "fragment"}
NeuronTuner(points, labels, w1=0.5, w2=-1, b=0)

# %% [markdown]
# Four is the best that a line can do here. So let a second row of friends decide. They never look out of the window: they hear only what
# the first row says, and weigh *that*. A network of layers, each of which hears the one before it, is a **multi-layer perceptron**, MLP
# for short.
#
# There is a trap. Say that one neuron computes `3 * x + 1`, and the next one makes `2 * y + 4` of it. In your head: 2 * (3 * x + 1) + 4 is
# `6 * x + 6`, one weight and one bias. Two layers have done what one can do. Below are three layers, 33 neurons, and nobody bends.

# %%
def opinion(network, title):
    """Draw what a network says everywhere: blue above 0, hatched below."""
    xs, ys = [-1.4 + 0.1 * i for i in range(40)], [-1.0 + 0.1 * i for i in range(26)]
    chart = Chart(x=(xs[0], xs[-1], "x1"), y=(ys[0], ys[-1], "x2"), height=280)
    if network(points[0]) is not None:
        chart.cells([[network([x, y]).data for x in xs] for y in ys])
    for label, kind, name in ((1, "a", "class 1"), (-1, "b", "the other class")):
        chart.dots([p for p, t in zip(points, labels) if t == label], kind, name, size=4)
    return HTML(chart.to_svg(title))


rng = random.Random(3)
flat = [nn.Layer(nin, nout, False, rng=rng) for nin, nout in ((2, 16), (16, 16), (16, 1))]
opinion(lambda point: flat[2](flat[1](flat[0](point)))[0], "Three layers without a bend draw a straight line")

# %% [markdown] slideshow={"slide_type": "slide"}
# Layers in a row that do not bend draw a straight line, whatever their weights are. They need a bend between them:
#
# > **every layer bends its answers, except the last**
#
# The last one decides, and it must be able to say no: a number below 0. `relu` would cut that off.

# %% [markdown]
# **Build** (12 minutes, difficulty 3 of 3). Write the class `MLP`. `MLP(2, [16, 16, 1])` has two inputs, and layers of 16, 16 and 1
# neurons.
#
# - `self.layers` is the list of layers. Each has as many inputs as the one before it has neurons. All but the last one bend, and all draw
#   from `rng`.
# - In a call, each layer hears what the one before it says. A single answer comes back without a list around it:
#   `return x[0] if len(x) == 1 else x`.
#
# <details><summary>It works for [4, 4, 4], and a layer complains about sizes for [4, 5, 2]</summary>
#
# Write the sizes in a row: inputs, first layer, second layer, and so on. Which two of them belong to one layer?
#
# </details>
# <details><summary>My network never says anything below 0</summary>
#
# Who is the last one in the row, and does your loop know it when it gets there?
#
# </details>
# <details><summary>The list of sizes is another one after the call</summary>
#
# Somebody lent you that list. Do you write into theirs, or into one of your own?
#
# </details>

# %% nbgrader={"grade_id": "mlp-class", "solution": true}
class MLP:
    def __init__(self, nin, nouts, rng=random):
        ### BEGIN SOLUTION
        sizes = [nin, *nouts]
        last = len(nouts) - 1
        self.layers = [Layer(sizes[i], sizes[i + 1], i != last, rng) for i in range(len(nouts))]
        ### END SOLUTION

    def __call__(self, x):
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = layer(x)
        return x[0] if len(x) == 1 else x
        ### END SOLUTION

# %% nbgrader={"grade_id": "mlp-check", "grade": true}
check("05.mlp", MLP)

# %% [markdown]
# And here is what your own network says, with bends between its layers, before it has learned anything:

# %% slideshow={"slide_type": "fragment"} tags=["aside"]
network = MLP(2, [16, 16, 1], random.Random(3))
opinion(network, "What a network of random numbers says")

# %% [markdown]
# **So what?** The line is crooked now, and it is nonsense: the numbers are random, and so is the opinion. But a line that *can* bend can be
# bent into shape, one nudge at a time. Which numbers are there to be nudged, and how many?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 5.5 What can learn
#
# A piano tuner first counts the strings. Each one must be found, each once, and none may be forgotten: a string that is not on the list
# stays out of tune forever. The numbers of a network that can learn, all weights and all biases, are its **parameters**.
#
# **Predict.** `MLP(3, [4, 4, 1])`: three inputs, two layers of 4 neurons, and one neuron at the end. How many weights and biases can
# learn? Count what one neuron has, then multiply.

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_size = predict("05.size", 41)
guess_size

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Four short methods. Each `parameters()` returns one flat list, made anew for each call: the
# neuron its weights and its bias, the layer what its neurons list, the network what its layers list. `zero_grad()` of the network sets
# every gradient back to 0, as the blackboard in lesson 03.
#
# <details><summary>There are lists inside my list</summary>
#
# The layer wants the strings, one after the other, and got a list from each neuron. Do you put the list in, or what it holds?
#
# </details>
# <details><summary>One parameter for each neuron is missing</summary>
#
# What does a neuron add after it has weighed all of its inputs?
#
# </details>
# <details><summary>A neuron has one weight more after each call</summary>
#
# Is the list that you hand out one of your own, or the one that the neuron computes with?
#
# </details>
# <details><summary>After zero_grad, the network says 0 to every point</summary>
#
# A Value holds two numbers. Which of the two was to be wiped, and which is what the network knows?
#
# </details>

# %% nbgrader={"grade_id": "parameters-methods", "solution": true}
@method_of(Neuron)
def parameters(self):
    ### BEGIN SOLUTION
    return [*self.w, self.b]
    ### END SOLUTION


@method_of(Layer)
def parameters(self):
    ### BEGIN SOLUTION
    return [p for neuron in self.neurons for p in neuron.parameters()]
    ### END SOLUTION


@method_of(MLP)
def parameters(self):
    ### BEGIN SOLUTION
    return [p for layer in self.layers for p in layer.parameters()]
    ### END SOLUTION


@method_of(MLP)
def zero_grad(self):
    ### BEGIN SOLUTION
    for p in self.parameters():
        p.grad = 0.0
    ### END SOLUTION

# %% nbgrader={"grade_id": "parameters-check", "grade": true}
check("05.parameters", Neuron, Layer, MLP)

# %% [markdown]
# Now your networks can be counted, the one that you predicted and the one from before:

# %%
if guess_size.committed:
    print("MLP(3, [4, 4, 1]):", len(MLP(3, [4, 4, 1]).parameters() or []))
print("MLP(2, [16, 16, 1]):", len(network.parameters() or []))

# %% [markdown]
# <details><summary>Compare, after you have seen it</summary>
#
# Each neuron has a weight for each of its inputs, and one bias. In the small network that makes 4 * 4 in the first layer, 4 * 5 in the
# second, and 5 in the last: 41. In the large one it is 16 * 3, 16 * 17 and 17: the 337 numbers of lesson 00.
#
# </details>
#
# One call of `backward` brings a gradient to every one of them. A smaller network can be drawn: 2 inputs, layers of 6 and 5, and one
# neuron at the end. Each box below is one of your neurons, and the line from box to box is a weight.

# %%
score = MLP(2, [6, 5, 1], random.Random(8))([0.5, -1.0])
score = score or nn.MLP(2, [6, 5, 1], random.Random(8))([0.5, -1.0])  # the kit's, until yours is ready
score.backward()
GraphView(score)

# %% [markdown]
# **So what?** You have built a network of any size out of an engine that adds, multiplies and bends, and every number in it can be asked
# which way it should go. Nobody has asked yet.

# %% [markdown]
# ## 5.6 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "neuron-fresh", "grade": true}
check("05.neuron.fresh", Neuron)

# %% nbgrader={"grade_id": "layer-fresh", "grade": true}
check("05.layer.fresh", Layer)

# %% nbgrader={"grade_id": "mlp-fresh", "grade": true}
check("05.mlp.fresh", MLP)

# %% nbgrader={"grade_id": "parameters-fresh", "grade": true}
check("05.parameters.fresh", Neuron, Layer, MLP)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("05.predictions", guess_size, guess_equal)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: why does a network need neurons that bend, and neurons that begin apart? (Not graded. If the sentence comes easily, you
# have got it.)

# %% [markdown]
# **Stretch, without points.** With four neurons in one layer and one at the end, can you set the weights by hand so that the answer is
# above 0 inside a square, and below 0 a little way outside? Draw it with `opinion`.

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(Neuron, Layer, MLP)

# %% [markdown]
# 337 numbers, all random, and no hand can turn 337 sliders. Who turns them? In **lesson 06, Learning**, the network does it by itself.
