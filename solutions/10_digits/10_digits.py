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
# # Reading digits
#
# A small picture is 64 numbers, and an array holds them all at once. Today a network of your own reads handwritten digits, also those that
# you draw. You give it a last step that turns scores into shares, and a first message that says what it got wrong.
#
# **90 minutes.** You need: lesson 04 (`exp` and `log`), lesson 06 (a loss, and steps downhill) and lesson 09 (rules on whole arrays).

# %% [markdown]
# Part A, 55 minutes, reads digits:
#
# 1. [Draw a digit](#10.1-Draw-a-digit)
# 2. [From scores to shares](#10.2-From-scores-to-shares)
# 3. [What the scores hear](#10.3-What-the-scores-hear)
# 4. [The shortest message](#10.4-The-shortest-message)
# 5. [A layer of weighted sums](#10.5-A-layer-of-weighted-sums)
# 6. [The network reads](#10.6-The-network-reads)
#
# Part B, 35 minutes, has points of its own and can be skipped. It looks at a picture through a small window:
#
# 7. [A window that slides](#10.7-A-window-that-slides)
# 8. [Back through the window](#10.8-Back-through-the-window)
#
# And for both parts:
#
# 9. [The same checks, with fresh numbers](#10.9-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can build a network that chooses one of ten, say what it should cost to know nothing, and explain why the same few
# weights may look at every place of a picture.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import math

import numpy as np
from IPython.display import HTML

from microkit import Tensor, check, data, keep, nn, optim, predict, resume
from microkit.course.ready import ready
from microkit.widgets import DigitPad, GraphView, KernelSlider
from microkit.widgets.chart import Chart

Value = resume(upto=4)  # yours where it passes the checks, and the kit's where it does not yet

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 10.1 Draw a digit
#
# Here is a pad of 8 x 8 cells, and a small network that has seen many digits. Press **clear**, draw a digit of your own, and watch the
# bars. Then press **a house**. What does the network say, and how surely?

# %% slideshow={"slide_type": "fragment"}
DigitPad()

# %% [markdown]
# Ten bars, and they always make 100 % together. The network cannot say "this is no digit", because nobody gave it a way to say so.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **A guessing game.** A card lies face down, with a digit on it. Before it is turned, you lay **100 beans** into ten cups, labeled 0 to 9.
# If you are sure, you fill one cup. If you have no idea, you spread them. Then one thing counts: how many beans lie in the right cup.
#
# The part of the beans in a cup is its **share**: 25 beans are a share of 0.25. What a guess costs is read off the share in the *right*
# cup. It is the price of lesson 06, the surprise, and its name is **cross-entropy**:
#
# > minus the logarithm of the share of the right class
#
# All beans in the right cup: `-log(1)` is 0, and the guess costs nothing. Half of them: `-log(0.5)` is 0.69. A single bean: `-log(0.01)` is
# 4.61.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** A network that has learned nothing has to tell ten digits apart. What is its cross-entropy? Put your number in place of the
# three dots. `-math.log(...)` is a number, too. You get the point for guessing, right or wrong.

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_untrained = predict("10.untrained", 2.3026)
guess_untrained

# %% slideshow={"slide_type": "fragment"}
rng = np.random.default_rng(2)
untrained = nn.Sequential(nn.Linear(64, 32, rng=rng), nn.ReLU(), nn.Linear(32, 10, rng=rng))
DigitPad(untrained, after=guess_untrained)

# %% [markdown]
# This network has 2,410 random numbers, and it has learned nothing. It lays about 10 beans in each cup, whatever you draw. Here is what
# that costs on all 1,797 digits of the collection, on average:

# %%
pictures, digits = data.digits()
if guess_untrained.committed:
    cost = nn.cross_entropy(untrained(Tensor(pictures)), digits).item()
    print(f"cross-entropy, untrained: {cost:.2f}")
    print(f"ten beans in each cup:    {-math.log(0.1):.2f}")

# %% [markdown]
# **So what?** You know what a loss must be *before* the first step. If your network starts at 15 and not near 2.30, its first weights are
# too large, and you have found a bug without a single step. But a network computes scores, and a score may be 7 or -3. How does a score
# become a share?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 10.2 From scores to shares
#
# In a basket lie 3 apples and 1 pear. The share of the apples is 3 divided by 4, and that of the pear is 1 divided by 4. Divide by the sum,
# and the shares add up to 1.
#
# A score can be below 0, and there are no -3 pears. So every score goes through `exp` first: it makes a positive number of any score, and a
# score that is higher by one becomes a number 2.718 times as large. Then divide by the sum. This is the **softmax** of lesson 06. There it
# took one list of Values. Now it takes a whole table of scores.

# %% slideshow={"slide_type": "fragment"}
scores = np.array([[s, 1.0, 0.0] for s in np.linspace(-5, 6, 111)])
shares = Tensor(scores).softmax().numpy()
chart = Chart(x=(-5, 6, "the score of A"), y=(0, 1.1, "share"))
for i, name in enumerate(("A", "B, with score 1", "C, with score 0")):
    points = zip(scores[:, 0], shares[:, i], strict=True)
    chart.line(points, kind="abc"[i], name=name, at="start" if i else "end")
HTML(chart.to_svg("Three shares while A's score grows", "A's share rises; B's and C's fall."))

# %% [markdown]
# The picture shows three classes. Only the score of A moves, from left to right. Its share grows, and the beans come out of the other two
# cups. All the way, B holds 2.718 times as many as C.
#
# As in lesson 06, `exp(1000)` is more than a computer's number can hold. Only the *distance* between scores counts: 1001 and 1000 give the
# same shares as 1 and 0. So you may take the same number away from all scores of a row, before `exp`.
#
# **Build** (8 minutes, difficulty 2 of 3). Write `softmax(z)`. `z` holds a row of scores for each image, and each row gets its own shares.
# `np.exp`, `.max` and `.sum` work on whole arrays. With `axis=-1, keepdims=True` they answer for each row, and the answer stays a column.
#
# <details><summary>RuntimeWarning: overflow, and the shares are nan</summary>
#
# Which score of a row could become 0, so that all the others are below?
#
# </details>
# <details><summary>The columns add up to 1, and the rows do not</summary>
#
# The shares of one image belong together. Along which axis do they lie?
#
# </details>
# <details><summary>ValueError: operands could not be broadcast together</summary>
#
# Two rows of three, and two sums. Do the sums stand in a row, or in a column?
#
# </details>
# <details><summary>The check says that the scores have changed</summary>
#
# `-=` and `/=` work on the array that they are given. Whose array is `z`?
#
# </details>

# %% nbgrader={"grade_id": "softmax-function", "solution": true}
def softmax(z):
    ### BEGIN SOLUTION
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
    ### END SOLUTION

# %% nbgrader={"grade_id": "softmax-check", "grade": true}
check("10.softmax", softmax)

# %% [markdown]
# **So what?** The forward half is done: two lines, for any number of images. Now the card is turned, and messages come back. They arrive at
# the *shares*. But what the network can move are the *scores*. What does a score hear?

# %% [markdown]
# ## 10.3 What the scores hear
#
# A score that grows puts more beans into its own cup. Now there are more than 100, so every cup, its own too, gives back the same small
# part of what it holds. A full cup gives more than an empty one. Here the first of three scores grows from 1 to 1.1:

# %%
before = 100 * Tensor([1.0, 0.0, -1.0]).softmax().numpy()
after = 100 * Tensor([1.1, 0.0, -1.0]).softmax().numpy()
print("beans before: ", before.round(1))
print("won and lost: ", (after - before).round(1))

# %% [markdown]
# One score moved, and *every* share of the row moved with it. Now let a message `g` arrive at each cup: what more beans would be worth
# there. What is it worth, then, to raise the score of cup `i`?
#
# - You gain `g[i]` for each bean that is added. How many are added depends on what the cup holds: its share, `s[i]`.
# - You lose as many beans again, from all the cups. On average they were worth the **mean** of the messages, in which each cup counts by
#   its share: the sum of `g * s`.
#
# > a score hears **its share, times (its message minus that mean)**
#
# Check it in your head: two equal scores, so the shares are 0.5 and 0.5. The messages are 4 and 0. The mean is 2. So the first score hears
# 0.5 * (4 - 2) = 1, and the second hears 0.5 * (0 - 2) = -1. What one gains, the other loses.
#
# **Build** (10 minutes, difficulty 3 of 3). Write `softmax_back(g, z)`: what the scores `z` hear when `g` arrives at their shares. Two
# lines are enough, and your `softmax` is at hand.
#
# <details><summary>A score hears only from its own share</summary>
#
# Beans in one cup were in other cups before. Who else hears that they have moved?
#
# </details>
# <details><summary>All the scores of a row hear something of the same sign</summary>
#
# If one cup gains, another has to lose. Which sign has the mean?
#
# </details>
# <details><summary>It is right for one image, and wrong for two</summary>
#
# Two images are two games. Whose beans are in your mean?
#
# </details>

# %% nbgrader={"grade_id": "softmax-back-function", "solution": true}
def softmax_back(g, z):
    ### BEGIN SOLUTION
    s = softmax(z)
    # d(share j)/d(score i) = s_i * ((i == j) - s_j)
    return s * (g - (g * s).sum(axis=-1, keepdims=True))
    ### END SOLUTION

# %% nbgrader={"grade_id": "softmax-back-check", "grade": true}
check("10.softmax_back", softmax_back)

# %% [markdown]
# **So what?** This rule works for any loss that is made of shares, and you will meet it again in lesson 11. For *this* loss, something
# surprising happens to it. What is left when softmax and logarithm meet?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 10.4 The shortest message
#
# The card is turned, and it shows a 3. You had 90 beans in cup 3, and 5 in each of two other cups. A friend looks at your table, cup by
# cup, and says how many beans are **too many**.

# %% [markdown] slideshow={"slide_type": "fragment"}
# **Predict.** One image, and its right class has the share 0.9. What gradient does the *score* of the right class hear from the
# cross-entropy?

# %% tags=["predict"] slideshow={"slide_type": "fragment"}
guess_nudge = predict("10.nudge", -0.1)
guess_nudge

# %% slideshow={"slide_type": "subslide"}
right = Value(math.log(18), label="right")
wrong, other = Value(0.0, label="wrong"), Value(0.0, label="other")
beans = right.exp()
share = beans / (beans + wrong.exp() + other.exp())
share.label = "share"
loss = -share.log()
loss.label = "loss"
loss.backward()
GraphView(loss, after=guess_nudge)

# %% [markdown]
# This is the long way, on the numbers of lesson 04: `exp`, plus, divide, `log`, minus. Every gate multiplies its own slope by what arrives.
# At the end the three scores have heard -0.1, 0.05 and 0.05. Move the scores, press **backward**, and compare with the shares.
#
# All that work comes down to one subtraction:
#
# > a score hears **its share, minus what the share should be**
#
# In the right cup there should be everything: 0.9 - 1. In the others nothing: 0.05 - 0. That is what your friend says: ten beans too few
# here, five too many there. A **batch** of `n` images is shown at once, and its loss is the *mean*. So each image has one n-th of the say.
#
# **Build** (8 minutes, difficulty 2 of 3). Write `xent_back(z, y)`: what the scores hear from the mean cross-entropy. `z` has a row for
# each image, and `y` holds the right class of each: `y[0]` belongs to row 0. Three lines are enough. `p[np.arange(len(y)), y]` picks one
# number in each row.
#
# <details><summary>Whole columns have changed</summary>
#
# In row 0 only place `y[0]` is right, and in row 1 only place `y[1]`. Which rows does your index name?
#
# </details>
# <details><summary>Everything is twice as large for two images, and three times for three</summary>
#
# The loss is a mean. By what does a mean divide?
#
# </details>
# <details><summary>All the signs are turned</summary>
#
# A gradient says where the loss *grows*. More beans in a wrong cup: does the loss grow or fall?
#
# </details>

# %% nbgrader={"grade_id": "xent-back-function", "solution": true}
def xent_back(z, y):
    ### BEGIN SOLUTION
    p = softmax(z)
    p[np.arange(len(y)), y] -= 1  # d(-log p[y])/dz = p - 1 at y, and p elsewhere
    return p / len(y)
    ### END SOLUTION

# %% nbgrader={"grade_id": "xent-back-check", "grade": true}
check("10.xent", xent_back)

# %% [markdown]
# **So what?** This is the first message that a network hears, and it is as short as a message can be. A sure and right guess hears nearly
# nothing, and a sure and wrong one hears nearly 1. It cannot explode. The large language models of today learn from this very subtraction.
# Who listens to it first?

# %% [markdown]
# ## 10.5 A layer of weighted sums
#
# A market stall has a price for each kind of fruit. Your bill is a sum: amount times price, over all kinds, plus something for the bag. Now
# imagine ten stalls with ten price lists, and one shopping basket. Ten bills come out.
#
# A picture is a basket of 64 amounts: how dark each pixel is. A **layer** is a row of stalls. Each has a price for every pixel, its
# *weights*, and one for the bag, its *bias*. Prices may be below 0. In array words, ten bills for 32 pictures are a single line:
# `x @ weight + bias`, with the shapes (32, 64) @ (64, 10) + (10,).
#
# Which prices would be good ones for the stall of the zero? Here is how much darker each pixel is in zeros than in all digits on average:

# %%
darker = pictures[digits == 0].mean(axis=0) - pictures.mean(axis=0)
chart = Chart(x=(0, 8, "column"), y=(0, 8, "row, from below"), width=300, height=300)
chart.cells(darker.reshape(8, 8)[::-1])
HTML(chart.to_svg("Where zeros are darker", "A ring is darker; the rest is lighter, hatched."))

# %% [markdown]
# Ink on the ring speaks for a zero. Ink in the middle, or far outside, speaks against it: there the picture is hatched. When a layer learns,
# it finds such lists by itself, one for every stall.
#
# How large should the first prices be? A bill over 64 pixels adds up 64 numbers of chance. Divide each by the square root of the number of
# inputs, and the bill stays near 1, however large the picture is.

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Write the class `Linear`. `weight` and `bias` are Tensors, and both must learn:
# `Tensor(numbers, requires_grad=True)`. Draw the weights by `rng.standard_normal((nin, nout))`, and divide them by the square root of
# `nin`. The biases start as zeros.
#
# <details><summary>The sums are right, and no gradient arrives</summary>
#
# A Tensor remembers what it was made of, and an array does not. With what does your layer compute?
#
# </details>
# <details><summary>An input of zeros gives zeros, whatever the bias is</summary>
#
# You made a bias. Who uses it?
#
# </details>
# <details><summary>AttributeError: 'Linear' object has no attribute 'weight'</summary>
#
# A name inside of `__init__` is gone when it ends. Where do the other methods find what it made?
#
# </details>

# %% nbgrader={"grade_id": "linear-class", "solution": true}
class Linear:
    def __init__(self, nin, nout, rng):
        ### BEGIN SOLUTION
        self.weight = Tensor(rng.standard_normal((nin, nout)) / nin**0.5, requires_grad=True)
        self.bias = Tensor(np.zeros(nout), requires_grad=True)
        ### END SOLUTION

    def __call__(self, x):
        ### BEGIN SOLUTION
        return x @ self.weight + self.bias
        ### END SOLUTION

    def parameters(self):
        ### BEGIN SOLUTION
        return [self.weight, self.bias]
        ### END SOLUTION

# %% nbgrader={"grade_id": "linear-check", "grade": true}
check("10.linear", Linear)

# %% [markdown]
# **So what?** In lesson 05 a layer was a list of neurons, and each neuron a list of Values. Now the whole layer is two arrays, and one
# product serves all pictures at once. What is missing is practice. How many pictures should it look at before it takes a step?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 10.6 The network reads
#
# In lesson 06 you tasted one spoon and not the whole pot. Here the spoon is a **minibatch** of 32 pictures, drawn at random. It tells nearly
# the same slope as all 1,438, so the network takes 45 steps in the time of one. One round through all the pictures is called an
# **epoch**.
#
# And an exam is no exam if its questions were homework. So 359 digits are **kept back**: the network never learns from them.

# %%
rng = np.random.default_rng(10)
(pictures, digits), (new_pictures, new_digits) = data.split(*data.digits(), test=0.2, rng=10)
Layer = ready(Linear, "10.linear")
message = ready(xent_back, "10.softmax", "10.xent")

first, second = Layer(64, 32, rng), Layer(32, 10, rng)
optimizer = optim.SGD([*first.parameters(), *second.parameters()], lr=0.05, momentum=0.9)


def network(x):
    return second(first(Tensor(x)).relu())  # 64 pixels, 32 neurons with a bend, 10 scores

# %% [markdown]
# `Layer` is your `Linear`, and `message` is your `xent_back`, if they pass. Until then the kit's stand in, so that you can go on.
#
# **Build** (10 minutes, difficulty 2 of 3). Two small functions. `step(x, y)` is one step of learning on one minibatch: wipe the old
# gradients, compute the scores, send the first message back, and let the optimizer move. Scores are a Tensor. `scores.data` is its array,
# and `scores.backward(g)` starts the way back with the message `g`. `classify(x)` names the best digit of each row: `np.argmax` tells where
# the largest number stands.
#
# <details><summary>ShapeError: backward() starts from one number, and this is 320</summary>
#
# The way back starts at 320 scores, not at one loss. What arrives at each of them?
#
# </details>
# <details><summary>The loss stays where it is</summary>
#
# Four things happen in a step. Which of them moves the weights?
#
# </details>
# <details><summary>classify always gives ten answers</summary>
#
# Do you look for the best digit of each picture, or for the best picture of each digit?
#
# </details>

# %% nbgrader={"grade_id": "step-function", "solution": true}
def step(x, y):
    ### BEGIN SOLUTION
    optimizer.zero_grad()
    scores = network(x)
    scores.backward(message(scores.data, y))
    optimizer.step()
    ### END SOLUTION

# %% nbgrader={"grade_id": "classify-function", "solution": true}
def classify(x):
    ### BEGIN SOLUTION
    return network(x).data.argmax(axis=-1)
    ### END SOLUTION

# %% [markdown]
# Now let it practice, for twelve epochs. The picture shows the cross-entropy after each. To start afresh, run from the cell that makes the
# layers.

# %% slideshow={"slide_type": "fragment"}
known, unknown = [], []
for epoch in range(13):
    known.append((epoch, nn.cross_entropy(network(pictures), digits).item()))
    unknown.append((epoch, nn.cross_entropy(network(new_pictures), new_digits).item()))
    if epoch < 12:
        for x, y in data.batches(pictures, digits, 32, rng):
            step(x, y)

chart = Chart(x=(0, 12, "epochs"), y=(0, 2.6, "cross-entropy"))
chart.line(unknown, kind="b", name="digits that were kept back")
chart.line(known, kind="a", name="digits that it learns from", at="middle")
chart.line([(0, math.log(10)), (12, math.log(10))], kind="quiet", name="knows nothing: ln 10")
HTML(chart.to_svg("A network learns to read digits", "Both lines fall from 2.4 to near 0."))

# %% nbgrader={"grade_id": "digits-check", "grade": true}
check("10.digits", classify)

# %% [markdown]
# Both lines start near ln 10, where nothing is known, and fall. The digits that were kept back cost a little more than those of the
# homework, as in any exam.

# %% [markdown] slideshow={"slide_type": "subslide"}
# Now draw again. This time the bars are yours: your layers, your softmax, your training.

# %% slideshow={"slide_type": "fragment"}
DigitPad(lambda x: softmax(network(x).data), image="seven")

# %% [markdown] slideshow={"slide_type": "slide"}
# How good is it? And what happens when somebody writes one pixel further to the right?

# %% slideshow={"slide_type": "fragment"}
def moved(x):
    """Move every picture to the right by one pixel."""
    out = np.zeros_like(x.reshape(-1, 8, 8))
    out[:, :, 1:] = x.reshape(-1, 8, 8)[:, :, :-1]
    return out.reshape(-1, 64)


def right_of(answers):
    return f"{np.mean(answers == new_digits):.0%}"


print("new digits read right:               ", right_of(classify(new_pictures)))
print("the same digits, one pixel further:  ", right_of(classify(moved(new_pictures))))

# %% [markdown] slideshow={"slide_type": "fragment"}
# **So what?** From your own parts you have built a machine that reads digits which it has never seen. And one pixel to the right makes it
# stumble. Your eye does not even notice. For the network, every pixel has prices of its own, and what it learned about a stroke in one
# place it does not know in the next. Could the same weights look at *every* place?

# %% [markdown]
# Here Part A ends. If your time is up, go on to [10.9](#10.9-The-same-checks,-with-fresh-numbers), and come back for Part B another day.
# What Part B earns is counted on its own.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 10.7 A window that slides
#
# Cut a square hole into a card, three pixels wide, and lay the card on a picture. Through the hole you see nine pixels. Ask one small
# question about them, such as: "is it darker on the right than on the left?" Write down the answer. Slide the card by one pixel, and ask
# the *same* question again.
#
# The question is nine weights, the **kernel**: multiply each weight by the pixel under it, and add up. Sliding it over the whole picture is called a
# **convolution**.

# %% slideshow={"slide_type": "fragment"}
KernelSlider(kernel="edge", row=1, column=3)

# %% [markdown]
# Slide the window with the arrow keys, or press **slide over all**. Large numbers stand where a stroke begins, numbers far below 0 where it
# ends. Then try **blur**, and numbers of your own. A picture of 8 x 8 gives 6 x 6 answers: a window of 3 fits into a row of 8 at six
# places.
#
# Now count what has to be learned. A layer from 64 pixels to 36 answers has 64 * 36 weights and 36 biases: 2,340 numbers. The window has
# nine and one.
#
# **Build** (12 minutes, difficulty 2 of 3). Write `conv(x, w, b)` by two loops. The picture `x` has the shape (channels, rows, columns),
# with one channel for gray. `w` has the shape (channels, k, k), and `b` is one number. The result is a table: one number for each place of
# the window.
#
# <details><summary>ValueError, or zeros at the right and lower edge</summary>
#
# Lay a stick of 3 on a row of 8. Count the places where it can start.
#
# </details>
# <details><summary>With two channels, my numbers are too small</summary>
#
# The window is a block: it goes through all the channels. How many numbers go into one sum?
#
# </details>
# <details><summary>For a picture of zeros, I do not get b</summary>
#
# How often is b added for one answer: for each pixel of the window, or once?
#
# </details>

# %% nbgrader={"grade_id": "conv-function", "solution": true}
def conv(x, w, b):
    ### BEGIN SOLUTION
    k = w.shape[-1]
    rows, columns = x.shape[1] - k + 1, x.shape[2] - k + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            out[i, j] = (x[:, i : i + k, j : j + k] * w).sum() + b
    return out
    ### END SOLUTION

# %% nbgrader={"grade_id": "conv-check", "grade": true}
check("10.conv", conv)

# %% [markdown]
# The same slider, and this time your function fills the output. The picture is the first one of the collection.

# %%
KernelSlider(image=data.digits()[0][0] * 16, kernel="sharpen", conv=conv)

# %% [markdown]
# **So what?** A window asks one question everywhere, and a hundred windows ask a hundred. Nobody has to invent the questions: the kernel is
# made of weights, and weights can learn. For that, each of its nine numbers must hear. From whom?

# %% [markdown]
# ## 10.8 Back through the window
#
# Each answer sends its message back through the same hole. It is a sum of products, so the rule is that of the times gate in lesson 02:
# each factor hears the *other* one, times what arrives. A pixel hears the weight that lay on it. A weight hears the pixel that lay under
# it.
#
# The windows overlap: a pixel in the middle lies under nine of them, and hears nine times. A weight is used at all 36 places, and hears 36
# times. What is used many times hears many times, and messages add up. That, too, is from lesson 02.

# %%
view = KernelSlider(kernel="edge", row=2, column=2)
view.column = 3
view.back = True
view

# %% [markdown]
# The window has been at two places that overlap, and each of the two answers sends a 1. **The way back** shows what each pixel hears. Move
# on, and watch the sums where windows overlap.
#
# **Build** (12 minutes, difficulty 3 of 3). Write `conv_back(g, x, w)`. It returns three things: what the picture, the kernel and the bias
# hear. Walk through the same two loops as on the way forward. `g[i, j]` is the message for the window that starts at row `i` and column
# `j`.
#
# <details><summary>Only one corner of the picture hears the right numbers</summary>
#
# The next window comes over pixels that have heard something already. Is it still there afterward?
#
# </details>
# <details><summary>The picture hears pixels, and the kernel hears weights</summary>
#
# In a product, each factor hears the other one. What lies on a pixel?
#
# </details>
# <details><summary>The bias hears an array</summary>
#
# There is one bias, and it was added at every place. How many numbers can it hear?
#
# </details>

# %% nbgrader={"grade_id": "conv-back-function", "solution": true}
def conv_back(g, x, w):
    ### BEGIN SOLUTION
    k = w.shape[-1]
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for i in range(g.shape[0]):
        for j in range(g.shape[1]):
            dx[:, i : i + k, j : j + k] += g[i, j] * w  # d(x*w)/dx = w
            dw += g[i, j] * x[:, i : i + k, j : j + k]  # d(x*w)/dw = x
    return dx, dw, g.sum()  # d(.. + b)/db = 1, at every place
    ### END SOLUTION

# %% nbgrader={"grade_id": "conv-back-check", "grade": true}
check("10.conv_back", conv_back)

# %% [markdown]
# Your loops are right, and slow: one epoch with 16 kernels runs through 1,438 * 16 * 36 windows, which is 828,288 turns of a loop in
# Python. numpy can show all windows of a picture at once, without copying a single pixel, and one product does the rest. Here is the fast
# one, beside yours:

# %%
def fast_conv(x, w, b):
    look = np.lib.stride_tricks.sliding_window_view
    windows = look(x, w.shape[1:], axis=(1, 2))  # (channels, rows, columns, k, k)
    return np.einsum("cijkl,ckl->ij", windows, w) + b  # a sum over c, k and l


rng = np.random.default_rng(3)
x, w = rng.standard_normal((2, 8, 8)), rng.standard_normal((2, 3, 3))
slow, fast = conv(x, w, 0.5), fast_conv(x, w, 0.5)
print("shape of the fast one:", fast.shape)
print("both agree:           ", "not written yet" if slow is None else np.allclose(slow, fast))

# %% [markdown] slideshow={"slide_type": "slide"}
# The kit has this fast one as a layer. Let two layers of windows look at the digits. At the end, only the *largest* answer to each question
# counts, wherever in the picture it was given. How well does this network bear the step to the right?

# %% slideshow={"slide_type": "fragment"} tags=["aside"]
rng = np.random.default_rng(1)
windows = nn.Sequential(
    nn.Conv2d(1, 16, 3, rng=rng), nn.ReLU(),   # 16 windows of 3 x 3: 6 x 6 answers each
    nn.Conv2d(16, 32, 3, rng=rng), nn.ReLU(),  # 32 windows over those: 4 x 4
    nn.MaxPool2d(4), nn.Flatten(),             # the largest of the 16 answers
    nn.Linear(32, 10, rng=rng),
)  # fmt: skip
sgd = optim.SGD(windows.parameters(), lr=0.05, momentum=0.9)
for _ in range(8):
    for x, y in data.batches(pictures.reshape(-1, 1, 8, 8), digits, 32, rng):
        sgd.zero_grad()
        nn.cross_entropy(windows(Tensor(x)), y).backward()
        sgd.step()


def classify_windows(x):
    return windows(Tensor(x.reshape(-1, 1, 8, 8))).data.argmax(axis=-1)


print("new digits read right:               ", right_of(classify_windows(new_pictures)))
print("the same digits, one pixel further:  ", right_of(classify_windows(moved(new_pictures))))

# %% [markdown]
# **So what?** On the digits as they are, both networks are equally good. Moved by a pixel, the one with windows still reads most of them,
# although it has never seen a moved digit. What it learned of a stroke in one place, it knows in all places. It has 5,130 numbers and yours
# 2,410, but that is not why: give yours 68 neurons in place of 32, which makes 5,110 numbers, and it stumbles as before. Choosing *which
# weights are the same* is how one tells a network something about the world.

# %% [markdown]
# ## 10.9 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "softmax-fresh", "grade": true}
check("10.softmax.fresh", softmax)

# %% nbgrader={"grade_id": "softmax-back-fresh", "grade": true}
check("10.softmax_back.fresh", softmax_back)

# %% nbgrader={"grade_id": "xent-fresh", "grade": true}
check("10.xent.fresh", xent_back)

# %% nbgrader={"grade_id": "linear-fresh", "grade": true}
check("10.linear.fresh", Linear)

# %% nbgrader={"grade_id": "digits-fresh", "grade": true}
check("10.digits.fresh", classify)

# %% nbgrader={"grade_id": "conv-fresh", "grade": true}
check("10.conv.fresh", conv)

# %% nbgrader={"grade_id": "conv-back-fresh", "grade": true}
check("10.conv_back.fresh", conv_back)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("10.predictions", guess_untrained, guess_nudge)

# %% [markdown]
# ## Explain it to a friend
#
# In one sentence: what does a score hear when the card is turned, and why is that so short? (Not graded. If the sentence comes easily, you
# have got it.)

# %% [markdown]
# **Stretch, without points.** Your network stumbles over moved digits, since it has never seen one. Show it some: make the layers afresh,
# and in each step give it `moved(x)` for half of the minibatches. How many moved digits does it read then, and what does that cost on the
# others? Look also at where a digit is written *two* pixels further.

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(softmax, softmax_back, xent_back, Linear, conv, conv_back)

# %% [markdown]
# In **lesson 11, A tiny GPT**, a network chooses one of 27 symbols, as yours chose one of ten digits today, and its first message is the
# one that you wrote. A picture is seen all at once. A word comes letter by letter, and each letter depends on those before it. Can a
# network *write* one?
