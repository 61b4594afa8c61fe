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
# # A tiny GPT
#
# Large language models write one piece of text after another, and each piece is a guess at what comes next. In this lesson you write such
# a model, small enough to train while you watch. It learns from eighteen hundred given names, and then it invents new ones. At the
# end you read the whole program, down to single numbers, and you recognize every line.
#
# **90 minutes.** You need: lesson 07 (Adam), lesson 09 (arrays) and lesson 10 (shares, and the loss of a guess).

# %% [markdown]
# 1. [Twenty-seven cups](#11.1-Twenty-seven-cups)
# 2. [A card and a seat](#11.2-A-card-and-a-seat)
# 3. [Asking those who came before](#11.3-Asking-those-who-came-before)
# 4. [A block, and the whole model](#11.4-A-block,-and-the-whole-model)
# 5. [How surprised it is](#11.5-How-surprised-it-is)
# 6. [Better than counting pairs](#11.6-Better-than-counting-pairs)
# 7. [One letter by chance](#11.7-One-letter-by-chance)
# 8. [The whole program, number by number](#11.8-The-whole-program,-number-by-number)
# 9. [The same checks, with fresh numbers](#11.9-The-same-checks,-with-fresh-numbers)
#
# When you are done, you can say what attention takes in and from whom, train a language model that you wrote yourself, and explain what
# the knob called *temperature* does to a chatbot.

# %% [markdown]
# **How a section works.** A story; a number that you commit before anything is shown; sliders; a few lines to write; a check that
# answers. Run each cell with Shift and Enter, from the top. A check says PASS, or LOOK and what to look at. You can run a check as
# often as you like.

# %%
import random

import numpy as np
from IPython.display import HTML

from microkit import Tensor, check, data, keep, predict, resume
from microkit.numeric import slope  # what you wrote in lesson 00
from microkit.widgets import AttentionView, CurveBench
from microkit.widgets.chart import Chart

Value = resume(upto=4)  # yours where it passes the checks, else the kit's; section 11.8 needs it

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 11.1 Twenty-seven cups
#
# Four of these names stand in a list of names from all over the world. Four were invented by the program that you are about to write.
# Which?
#
# > iskra, muvila, adaobi, sencya, keoni, perlan, madise, aarne
#
# To invent a name, one has to know what may come next. Play it as a game. A name lies on the table, one letter on each card, face down.
# Before a card is turned, you lay 100 beans into 27 cups: one cup for each letter, and one for "the name ends here". Beans in the right
# cup were well spent.

# %% [markdown]
# You know these cups from lesson 10. They are classes, and the beans are shares, which softmax makes of scores. In a language model these
# scores are called **logits**. The loss of one guess is minus the logarithm of the share in the right cup. With all beans in the right
# cup, it is 0. What is new: the guess is about a letter, and there is one guess for every card.

# %%
SYMBOLS = ".abcdefghijklmnopqrstuvwxyz"  # the dot marks where a name begins, and where it ends


def encode(name):
    """Return the numbers of the symbols of a name, with the mark before and after it."""
    return [SYMBOLS.index(symbol) for symbol in f".{name}."]


names = data.names()
random.Random(11).shuffle(names)
names, held_out = names[:-200], names[-200:]  # to learn from, and to be asked about
print(len(names), "names to learn from:", ", ".join(names[:8]), "...")
print(len(held_out), "held out, such as:", ", ".join(held_out[:8]), "...")
print("maria becomes", encode("maria"))

# %% [markdown]
# **Predict.** A player knows nothing about names, and lays the same number of beans into each of the 27 cups. What is the loss of a guess?
# Put your number in place of the three dots. `-np.log(...)` is a number, too.

# %% tags=["predict"]
guess_start = predict("11.start", 3.3)
guess_start

# %%
CurveBench("log", x=0.5, upstream=-1, after=guess_start)

# %% [markdown]
# Here `x` is the share in the right cup, and the height of the curve is its logarithm: minus this height is the loss. Move `x` down to
# 1/27, a little below 0.04. The upstream is -1, since the loss is *minus* the logarithm. So `x` hears -1 times the slope, and this
# message grows without end on the left: the fewer beans in the right cup, the louder the correction.
#
# **So what?** Any model of names has to beat a loss of `ln 27`, which is about 3.3, or it has learned nothing. It guesses by arithmetic.
# But a letter is no number. What is a card to a machine that can only multiply and add?

# %% [markdown]
# ## 11.2 A card and a seat
#
# Four children sit on chairs in a row. Each holds a card: `a`, `n`, `n`, `a`. Now they change seats: `n`, `a`, `n`, `a`. The cards are the
# same, two of each. What differs is who sits where. So a machine has to be told two things about each place: **which card**, and **which
# seat**.
#
# Each of the 27 symbols gets a row of numbers of its own, in a table. Nobody chooses these numbers: they begin as chance, and are learned
# like any weight. Such a row is called an **embedding**. Each seat gets a row as well, in a second table. What a place starts with is the
# sum of the two rows. A symbol, given as its number, is called a **token**.
#
# This is the receipt of section 9.9: a Tensor takes a list of row numbers, and gives these rows in this order, some of them twice. On the
# way back, a row that was picked twice hears twice.

# %%
Tensor([[10, 11], [20, 21], [30, 31]])[[2, 0, 2]]

# %% [markdown]
# **Build** (6 minutes, difficulty 1 of 3). Write `embed(tokens, table, positions)`. `tokens` is a list such as `[0, 13, 1]`, `table` has
# a row for each symbol, and `positions` a row for each seat, more than a name may need. One line is enough.
#
# <details><summary>It stops, and says that the shapes do not fit</summary>
#
# There are 16 seats, and three children came. How many rows of `positions` are in use?
#
# </details>
# <details><summary>The same letter gives the same row, wherever it stands</summary>
#
# Which of your two rows depends on the letter, and which on the chair?
#
# </details>
# <details><summary>The rows are right, and the tables hear nothing</summary>
#
# A Tensor remembers what was looked up in it. Does the plain array inside remember that, too?
#
# </details>


# %% nbgrader={"grade_id": "embed-function", "solution": true}
def embed(tokens, table, positions):
    ### BEGIN SOLUTION
    return table[tokens] + positions[: len(tokens)]
    ### END SOLUTION


# %% nbgrader={"grade_id": "embedding-check", "grade": true}
check("11.embedding", embed)

# %% [markdown]
# **So what?** Letters have become rows of numbers, and a row that is looked up learns. But each place knows only about itself. After
# `mari`, whoever sits on the last chair sees an `i` on chair 4, and nothing else. How does it find out about the others?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 11.3 Asking those who came before
#
# The child on the last chair asks the others. Each child on the chairs
#
# - asks a question: its **query**. *Is there a vowel near me?*
# - wears a badge: its **key**. *I am a vowel.*
# - has something to tell: its **value**. *After me, an n is likely.*
#
# The better a badge fits the question, the more the child that asks takes from what this one tells. And nobody may ask to the right: those
# cards lie face down still.

# %% slideshow={"slide_type": "subslide"}
name = ".emmanuel"
i, j = np.indices((len(name), len(name)))
before = 2.5 * (j == i - 1)  # how well badge j fits question i, made up for this picture
alike = 2.0 * (np.array([*name])[i] == np.array([*name])[j])
AttentionView(name, logits=[before, alike], position=7)

# %% [markdown]
# Here are two made-up sets of questions, called **heads**. Arcs show from whom a place takes, and how much. Head 0 asks: *who is the letter
# before me?* Head 1 asks: *who holds the same letter as I do?* Move the place, and change the head. Hatched cells cannot be seen: they
# come later. Whatever you do, each row adds up to 100 percent.

# %% [markdown]
# Where do query, key and value come from? Each place makes them of its own row, by products as in lesson 10: `x @ wq`, `x @ wk`, `x @ wv`.
# The three tables of weights are learned, so nobody has to invent the questions. (This *value* has nothing to do with your class `Value`.)
#
# How well do a question and a badge fit? Both are rows of numbers: multiply them pair by pair, and add up. This is the **score**. Softmax
# turns the scores of a row into shares. What is taken in is the mean of the values, weighted by these shares. For all places at once, that
# is two products of arrays, with softmax between them:
#
# > scores = queries times keys, weights = softmax of the scores, taken = weights times values
#
# - **Hidden places.** A place that comes later gets the score minus infinity. Softmax makes a share of 0 of that, and the others still
#   add up to 1.
# - **The root.** A score is a sum of `size` products, and such sums grow like the root of `size`. Divided by this root, they stay
#   moderate, and softmax does not put all of its beans into one cup.
#
# The tools, on small examples: what `np.triu` keeps, how a score is hidden, and how two axes change places.

# %%
print(np.triu(np.ones((4, 4)), 0))  # a second number other than 0 moves the diagonal
print(Tensor([2.0, 1.0, 5.0]).masked_fill(np.array([False, False, True]), -np.inf).softmax())
print(Tensor(np.zeros((4, 7, 8))).transpose(1, 2).shape)

# %% [markdown]
# Several heads ask at once, each with its own part of the columns: with 32 columns and 4 heads, head 0 has columns 0 to 7, head 1 has 8
# to 15. These two functions cut the columns, and lay them side by side again:


# %%
def by_head(x, w, heads):
    """Return x @ w, cut into heads, of shape (heads, places, size)."""
    places, width = x.shape
    return (x @ w).reshape(places, heads, width // heads).transpose(0, 1)


def side_by_side(found):
    """Return what the heads found, in one row for each place again."""
    heads, places, size = found.shape
    return found.transpose(0, 1).reshape(places, heads * size)


# %% [markdown]
# **Build** (15 minutes, difficulty 3 of 3). Write `attention`. Queries, keys and values are there, of shape `(heads, places, size)`. What
# is missing: the scores, divided by the root; the later ones hidden; softmax; the weighted mean. Then lay the heads side by side, and
# multiply by `wo`, which mixes what they found.
#
# <details><summary>The check says that a place sees a later one, or not itself</summary>
#
# Row i asks, column j answers. For which j is `j` later than `i`: is the diagonal one of them?
#
# </details>
# <details><summary>My rows do not add up to 1</summary>
#
# Which axis holds those who answer? And were the hidden ones hidden before the shares were made, or after?
#
# </details>
# <details><summary>matmul complains about shapes</summary>
#
# Queries and keys both have shape (heads, places, size). To compare each place with each place, which two axes of the keys have to change
# places?
#
# </details>
# <details><summary>The scale is wrong with two heads, and right with one</summary>
#
# How many products does one score add up: as many as the whole row has, or as many as a head has?
#
# </details>


# %% nbgrader={"grade_id": "attention-function", "solution": true}
def attention(x, wq, wk, wv, wo, heads):
    q, k, v = by_head(x, wq, heads), by_head(x, wk, heads), by_head(x, wv, heads)
    heads, places, size = q.shape
    ### BEGIN SOLUTION
    scores = q @ k.transpose(1, 2) / size**0.5
    later = np.triu(np.ones((places, places)), 1) == 1
    weights = scores.masked_fill(later, -np.inf).softmax(axis=-1)
    return side_by_side(weights @ v) @ wo
    ### END SOLUTION


# %% nbgrader={"grade_id": "attention-check", "grade": true}
check("11.attention", attention)

# %% [markdown]
# **So what?** You have written what the *transformer*, the T in GPT, is famous for. It is a mean whose weights are computed anew for
# every name. All its parts are old friends: products, softmax, a sum. But taking in what others say is not yet thinking about it. Who
# does the thinking?

# %% [markdown]
# ## 11.4 A block, and the whole model
#
# First each child asks around. Then it thinks for itself: a small network with one bend, as in lesson 05, the same one for every place.
# Neither time does it replace what stands on its slip of paper. It **adds** a note. So what was known stays known. And on the way back, the
# plus gate of lesson 02 hands every message on as it is, to the very beginning.
#
# With all that adding, some slips get loud and others stay faint. So before each round everybody speaks at one volume: each row is
# divided by the root of the mean of its squares. In short: **rmsnorm**. A tiny number, `1e-5`, keeps a row of zeros from being divided by
# 0.

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Write two small functions. `rmsnorm(x)` treats each row alone; `mean(axis=-1, keepdims=True)`
# keeps a column, so that a row is divided by its own number. `block(x, p)` does `x +` attention of the normed `x`, and then adds what the
# small network makes of the normed result: times `p["up"]`, relu, times `p["down"]`. `p` holds all that is learned by name, so attention
# gets `p["wq"]`, `p["wk"]`, `p["wv"]` and `p["wo"]`.
#
# <details><summary>Shapes do not fit in rmsnorm, or all rows are divided by the same number</summary>
#
# One number for each row, standing in a column. Which axis is the mean taken over, and is it kept?
#
# </details>
# <details><summary>My block forgets what it had</summary>
#
# A note is added to the slip. On which side of the plus does the old slip stand, and is it the normed one?
#
# </details>

# %% nbgrader={"grade_id": "block-functions", "solution": true}
HEADS = 4


def rmsnorm(x):
    ### BEGIN SOLUTION
    return x / ((x * x).mean(axis=-1, keepdims=True) + 1e-5).sqrt()
    ### END SOLUTION


def block(x, p):
    ### BEGIN SOLUTION
    x = x + attention(rmsnorm(x), p["wq"], p["wk"], p["wv"], p["wo"], HEADS)
    return x + (rmsnorm(x) @ p["up"]).relu() @ p["down"]
    ### END SOLUTION


# %% [markdown]
# No check here, but a look. The second row is ten times as loud as the first. After rmsnorm, both should begin with 0.848 and 1.131:

# %%
rmsnorm(Tensor([[3.0, 4.0], [30.0, 40.0]]))

# %% [markdown] slideshow={"slide_type": "subslide"}
# **The whole model**, from cards to logits. A GPT with a hundred blocks calls `block` a hundred times, each time with parameters of its
# own. The rest stays.


# %% slideshow={"slide_type": "fragment"} tags=["show-input"]
def gpt(tokens, p):
    """Return, for each token, the logits of the symbol that comes after it."""
    x = rmsnorm(embed(tokens, p["table"], p["positions"]))  # which card, which seat
    x = block(x, p)  # ask around, then think
    return rmsnorm(x) @ p["out"]  # 27 logits for each place


# %%
PLACES, WIDTH = 16, 32


def parameters(rng):
    """Return all that is learned, drawn by chance."""
    square = (WIDTH, WIDTH)
    shapes = {"table": (27, WIDTH), "positions": (PLACES, WIDTH)}
    shapes |= {"wq": square, "wk": square, "wv": square, "wo": square}
    shapes |= {"up": (WIDTH, 4 * WIDTH), "down": (4 * WIDTH, WIDTH), "out": (WIDTH, 27)}
    return {
        name: Tensor(0.02 * rng.standard_normal(shape), requires_grad=True)
        for name, shape in shapes.items()
    }


p = parameters(np.random.default_rng(1))
print(len(p), "arrays,", f"{sum(tensor.size for tensor in p.values()):,}", "numbers to learn")

# %% [markdown]
# **So what?** Nine arrays and a dozen lines. Fed with `.mari`, the model lays beans for the card after each of the five. But who tells it
# which beans were well spent?

# %% [markdown]
# ## 11.5 How surprised it is
#
# Turn the cards of `.anna.` one by one. Having seen the dot, the model guesses, and `a` is turned. Having seen `.a`, it guesses, and `n`
# is turned. **Row t of the logits is asked for token t + 1.** The last row is not asked: after the closing dot no card is left. So six
# tokens make five questions, all of them answered in one run. This is why nobody may see a later card: the answers are among the tokens.
#
# The loss is the mean surprise over the questions: minus the logarithm of the share in the right cup.

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Write `loss(logits, tokens)`. `log_softmax` makes logarithms of shares in one go, and does not
# stumble over large logits. To pick one number out of each row, index with two lists: rows first, then columns, such as `told[[0, 1, 2],
# [5, 0, 7]]`.
#
# <details><summary>The check says that each row is compared with the token that it has seen</summary>
#
# To repeat the card that lies face up is no riddle. Which token lies one further on?
#
# </details>
# <details><summary>The list of rows and the list of columns are not equally long</summary>
#
# How many questions does a name of n tokens ask? Which row is left out, and which token?
#
# </details>
# <details><summary>My loss is negative</summary>
#
# The logarithm of a share below 1 is below 0. What turns it around?
#
# </details>


# %% nbgrader={"grade_id": "loss-function", "solution": true}
def loss(logits, tokens):
    ### BEGIN SOLUTION
    n = len(tokens) - 1
    told = logits[:n].log_softmax(axis=-1)
    return -told[np.arange(n), tokens[1:]].mean()
    ### END SOLUTION


# %% nbgrader={"grade_id": "loss-check", "grade": true}
check("11.loss", loss)

# %% [markdown]
# Now your prediction of the first section can be measured. Here is the model of chance, asked about the 200 names that are held out. The
# cells from here on wait until the parts that they need are written.


# %%
def mean_loss(guess, names):
    """Return the mean loss, on names, of a function that makes logits of tokens."""
    answers = [loss(guess(tokens), tokens) for tokens in map(encode, names)]
    return sum(answer.item() for answer in answers) / len(answers)


ready = learned = False
x = Tensor(np.ones((3, WIDTH)))
parts = [
    embed([0, 1, 0], p["table"], p["positions"]),
    attention(x, p["wq"], p["wk"], p["wv"], p["wo"], HEADS),
    rmsnorm(x),
    loss(Tensor(np.zeros((3, 27))), [0, 1, 0]),
]
ready = all(part is not None for part in parts) and block(x, p) is not None
if ready:
    print(f"knows nothing: {mean_loss(lambda tokens: gpt(tokens, p), held_out):.2f}")
    print(f"ln 27:         {np.log(27):.2f}")

# %% [markdown]
# **So what?** The untrained model is as surprised as the player who spreads the beans evenly. From here it can only learn. But what would
# be a *good* loss: 3, 2, or 0? One needs somebody to compare with.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 11.6 Better than counting pairs
#
# One can play the game well without any network. Take a large sheet of paper, and count: how often does an `n` come after an `a`, in all
# of the names? Lay your beans like that. Such a table of pairs looks **one letter back**, and no further. It is a good player, and the
# one to beat.

# %%
pairs = np.ones((27, 27))  # each pair once more than it was seen, so that no share is 0
for tokens in map(encode, names):
    np.add.at(pairs, (tokens[:-1], tokens[1:]), 1)

if ready:
    table_of_pairs = mean_loss(lambda tokens: Tensor(np.log(pairs[tokens])), held_out)
    print(f"a table of pairs: {table_of_pairs:.2f}")

# %% [markdown]
# To beat it, the model has to learn from more than one letter, and that is what attention is for. The way of learning has not changed
# since lesson 06: loss, clear, backward, step. The step is Adam's, from lesson 07. There it moved one number at a time. Written with
# arrays, it moves a thousand, and its formulas stay the same, letter by letter.
#
# **Build** (7 minutes, difficulty 2 of 3). Write `step`. For each parameter: `m` is the running mean of the gradient, `s` that of its
# square, each with its own share of the past. Correct both for their start at 0, and walk: rate times mean, divided by the root of the
# squares plus `eps`.
#
# <details><summary>The look below shows a first step that is too long, or too short</summary>
#
# Both means start at 0, so at first they are too small, each by a factor of its own. By what is each divided to make up for it? And is
# `t` already 1 in the first step?
#
# </details>
# <details><summary>math.sqrt refuses</summary>
#
# Your gradients are arrays now. Which power is a root, on numbers and on arrays alike?
#
# </details>


# %% nbgrader={"grade_id": "adam-class", "solution": true}
class Adam:
    def __init__(self, params, lr=0.01, b1=0.9, b2=0.99, eps=1e-8):
        self.params, self.lr, self.b1, self.b2, self.eps = list(params), lr, b1, b2, eps
        self.t = 0
        self.m = [0.0 for _ in self.params]
        self.s = [0.0 for _ in self.params]

    def step(self):
        ### BEGIN SOLUTION
        self.t += 1
        for i, p in enumerate(self.params):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * p.grad
            self.s[i] = self.b2 * self.s[i] + (1 - self.b2) * p.grad**2
            mean = self.m[i] / (1 - self.b1**self.t)
            square = self.s[i] / (1 - self.b2**self.t)
            p.data = p.data - self.lr * mean / (square**0.5 + self.eps)
        ### END SOLUTION


# %% [markdown]
# A look at three steps. On the first one, Adam walks by the rate, 0.01, whatever the size of the gradient: here it is 100 for one
# number, and 0.001 for the other. Then both gradients turn around: the second step is short, and the third goes back.

# %%
trial = Tensor([5.0, 5.0], requires_grad=True)
adam = Adam([trial], b2=0.999)
for times_as_large, place in ((1, 4.99), (-1, 4.9905), (-3, 4.9965)):
    trial.grad = times_as_large * np.array([100.0, 0.001])
    adam.step()
    print(trial.data.round(4), f"should be [{place} {place}]")

# %% [markdown]
# **Build** (8 minutes, difficulty 2 of 3). Write `one_step`: set the `grad` of every parameter to `None` (so a Tensor says "nothing heard
# yet"), take the mean of the losses of these names, walk backward, let `adam` step, and return the mean loss as a number, with `.item()`.
# And write `trained`, in one line: the logits that the model with the parameters `p` gives.
#
# <details><summary>The loss does not fall at all</summary>
#
# Who moves the parameters, and is it asked to, after `backward` and in every step?
#
# </details>
# <details><summary>The loss falls, and then it jumps about</summary>
#
# What still stands in the gradients when the next step begins?
#
# </details>
# <details><summary>TypeError: ... 'float' and 'NoneType'</summary>
#
# A parameter has heard nothing, since no part of the model uses it. Has each check further up passed?
#
# </details>


# %% nbgrader={"grade_id": "learning-functions", "solution": true}
def one_step(names, p, adam):
    ### BEGIN SOLUTION
    for tensor in p.values():
        tensor.grad = None
    surprise = sum(loss(gpt(tokens, p), tokens) for tokens in map(encode, names)) / len(names)
    surprise.backward()
    adam.step()
    return surprise.item()
    ### END SOLUTION


def trained(tokens):
    ### BEGIN SOLUTION
    return gpt(tokens, p)
    ### END SOLUTION


# %% [markdown]
# Eight names a step, 600 steps, and a rate that falls to 0 in a straight line, as in lesson 07. This takes a few seconds. To begin anew
# after a correction, run the cell that makes `p` first.


# %%
def train(p, names, steps, rng):
    """Walk so many steps, eight names at a time, and return the loss of each step."""
    adam, losses = Adam(p.values()), []
    for step in range(steps):
        adam.lr = 0.01 * (1 - step / steps)
        losses.append(one_step(rng.choice(names, 8), p, adam))
    return losses


history = train(p, names, 600, np.random.default_rng(1)) if ready else [None]
learned = history[-1] is not None and np.isfinite(history[-1])
if not learned:
    print("The next cells wait until the parts above are written, and pass their checks.")

# %% nbgrader={"grade_id": "learns-check", "grade": true}
check("11.learns", trained)

# %% [markdown]
# The loss while it learned, each point the mean of 20 steps. The dotted lines are the two players to beat. At the end stands the loss on
# the names that it has never seen:

# %% slideshow={"slide_type": "fragment"}
if learned:
    measured = mean_loss(lambda tokens: gpt(tokens, p), held_out)
    points = [(k + 10, np.mean(history[k : k + 20])) for k in range(0, 600, 20)]
    chart = Chart(x=(0, 640, "step"), y=(1.9, 3.6, "loss"), height=300)
    chart.line([(0, np.log(27)), (600, np.log(27))], "c", f"knows nothing: {np.log(27):.2f}")
    chart.line([(0, table_of_pairs), (600, table_of_pairs)], "c", f"pairs: {table_of_pairs:.2f}")
    chart.line(points, "a")
    chart.text(20, 2.8, "names to learn from", "a")
    chart.dots([(600, measured)], "b")
    chart.text(610, 2.15, f"held-out names: {measured:.2f}", "b", "end")
    display(HTML(chart.to_svg("The loss of the model falls below that of a table of pairs")))

# %% [markdown]
# Whom does it ask? Below are your own queries and keys, at work on a name. Change the head: nobody told them what to look for.


# %%
def scores_of(name, p):
    """Return how well queries and keys fit, for each head: what softmax makes weights of."""
    x = rmsnorm(rmsnorm(embed(encode(name)[:-1], p["table"], p["positions"])))
    q, k = by_head(x, p["wq"], HEADS), by_head(x, p["wk"], HEADS)
    return np.einsum("hic,hjc->hij", q.numpy(), k.numpy()) / np.sqrt(WIDTH // HEADS)


AttentionView(".emmanuel", logits=scores_of("emmanuel", p)) if learned else None

# %% [markdown]
# **So what?** Your model beats the table, on names that it has not seen, since it looks further back than one letter. In a hurry, or with
# a slow computer? `data.tiny_gpt()` holds nine arrays that have learned for twice as long. Make Tensors of them, and call them `p`:
#
# > `p = {name: Tensor(a, requires_grad=True) for name, a in data.tiny_gpt().items()}`
#
# A model that lays beans is a model that can play. But how does it *write*?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 11.7 One letter by chance
#
# Take one bean from the table, with your eyes closed. The cup that it came from is the next letter. Lay this card down, let the model lay
# its beans anew, and draw again, until the bean comes from the cup "the name ends here". That is **sampling**.
#
# One knob belongs to it: the **temperature**. The logits are divided by it before softmax makes shares of them. Divided by 0.5, all their
# differences double. Divided by 2, they halve. What does that do to the beans?

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Predict.** You let your model invent names at temperature 0.1. What do they look like: `"nearly all the same"`, `"as varied as real
# names"`, or `"letters without any order"`?

# %% tags=["predict"]
guess_cold = predict("11.cold", "nearly all the same")
guess_cold

# %%
AttentionView(name, logits=[before, alike], temperature=0.1, position=8, after=guess_cold)

# %% [markdown]
# Attention makes shares out of scores, too, so it can show what the knob does. Move the temperature up from 0.1 to 5, and watch the row:
# from one place that takes it all, to shares that are nearly equal. It is the same with cups. When it is cold, the fullest cup takes all the
# beans. When it is hot, rare letters get their chance.
#
# **Build** (5 minutes, difficulty 1 of 3). Write `sample(logits, temperature, rng)`: the number of one symbol. `rng.choice(n, p=shares)`
# draws one of the numbers 0 to n - 1 by their shares.
#
# <details><summary>Cold gives wild names, and hot gives dull ones</summary>
#
# A small temperature is to make differences large. Is something multiplied that should be divided?
#
# </details>
# <details><summary>The temperature changes nothing, or the shares do not add up to 1</summary>
#
# What is divided: the logits before softmax, or the shares after it?
#
# </details>
# <details><summary>The same name comes every time</summary>
#
# Drawing a bean is not taking the fullest cup. And does each draw go on with the `rng` that it was given?
#
# </details>


# %% nbgrader={"grade_id": "sample-function", "solution": true}
def sample(logits, temperature, rng):
    ### BEGIN SOLUTION
    shares = (logits / temperature).softmax().numpy()
    return int(rng.choice(len(shares), p=shares))
    ### END SOLUTION


# %% nbgrader={"grade_id": "sampling-check", "grade": true}
check("11.sampling", sample)

# %% [markdown]
# And now it plays: letter after letter, each of them an input of the next guess.


# %%
def invent(temperature, rng):
    """Return a name, letter by letter, until the model says that it ends."""
    tokens = [0]
    while len(tokens) < PLACES:
        token = sample(trained(tokens)[-1], temperature, rng)
        if token == 0:
            break
        tokens.append(token)
    return "".join(SYMBOLS[token] for token in tokens[1:])


if learned:  # and if the last two parts are written
    rng = np.random.default_rng(1)
    learned = trained([0]) is not None and sample(Tensor([0.0]), 1.0, rng) is not None

# %% slideshow={"slide_type": "fragment"}
if learned:
    rng = np.random.default_rng(1)
    invented = [invent(0.8, rng) for _ in range(20)]
    new = [name for name in invented if name not in data.names()]
    print(", ".join(new))
    print(len(new), "of", len(invented), "are new: they are not in the list of names.")

# %% slideshow={"slide_type": "fragment"}
for temperature in (0.1, 0.5, 1.0, 2.0) if learned else ():
    rng = np.random.default_rng(1)
    print(f"{temperature}:", ", ".join(invent(temperature, rng) for _ in range(9)))

# %% [markdown]
# At 0.1, a handful of names, over and over. At 0.5, dull ones; at 1, names of all kinds; at 2, letters on a walk. No temperature is the
# right one. It is a choice, and large language models offer it under the same name.
#
# And the quiz of the first section? *Muvila*, *sencya*, *perlan* and *madise* came out of this model. The other four stand in the list.
#
# **So what?** It writes. Eighteen hundred names went in, and out come names that nobody wrote down. You know all of its parts, but
# arrays hide a lot of arithmetic in a single `@`. Is there anything in there that is *not* plus, times and a bend?

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 11.8 The whole program, number by number
#
# Here is the same model once more: no arrays, no `@`, only lists and the numbers of lesson 01, your `Value`. Is it really the same? Let
# both walk ten steps from the same start, and compare every gradient after each step.

# %% [markdown]
# First read. The comments on the right name the lessons in which you met these lines. Is there one that you would not recognize?


# %%
def times(row, matrix):  # lesson 05: a neuron multiplies pair by pair, and adds up
    return [sum(a * b for a, b in zip(row, column)) for column in zip(*matrix)]


def plus(one, other):  # lesson 02: the messenger
    return [a + b for a, b in zip(one, other)]


def normed(row):  # section 11.4
    size = (sum(a * a for a in row) / len(row) + 1e-5) ** 0.5  # lesson 02: the power gate
    return [a / size for a in row]  # lesson 02: the division gate


def shares_of(scores):  # lesson 10: softmax
    largest = max(score.data for score in scores)
    grown = [(score - largest).exp() for score in scores]  # lesson 04
    total = sum(grown)
    return [one / total for one in grown]


def ask(x, keys, values, p):  # section 11.3; no mask: those who come later are not there yet
    query = times(x, p["wq"])
    keys.append(times(x, p["wk"]))
    values.append(times(x, p["wv"]))
    size, found = len(query) // HEADS, []
    for start in range(0, len(query), size):
        own = slice(start, start + size)
        scores = [sum(a * b for a, b in zip(query[own], key[own])) / size**0.5 for key in keys]
        weights = shares_of(scores)
        told = zip(*(value[own] for value in values))
        found += [sum(w * v for w, v in zip(weights, column)) for column in told]
    return times(found, p["wo"])


def gpt_of_values(tokens, p):
    keys, values, logits = [], [], []
    for place, token in enumerate(tokens):
        x = normed(plus(p["table"][token], p["positions"][place]))  # section 11.2
        x = plus(x, ask(normed(x), keys, values, p))  # section 11.3
        inner = [a.relu() for a in times(normed(x), p["up"])]  # lesson 04: the bend
        x = plus(x, times(inner, p["down"]))  # section 11.4
        logits.append(times(normed(x), p["out"]))
    return logits


def loss_of_values(logits, tokens):  # lesson 10, and section 11.5
    asked = list(zip(logits, tokens[1:]))
    return sum(-shares_of(row)[token].log() for row, token in asked) / len(asked)


# %% [markdown]
# Now compare. Both get the same start, a small one of 1,008 numbers, and the same ten short names. Your one `Adam` moves both: it does not
# mind whether it moves arrays or numbers.

# %%
small = {"table": (27, 8), "positions": (PLACES, 8), "wq": (8, 8), "wk": (8, 8), "wv": (8, 8)}
small |= {"wo": (8, 8), "up": (8, 12), "down": (12, 8), "out": (8, 27)}
rng = np.random.default_rng(5)
start = {part: 0.3 * rng.standard_normal(shape) for part, shape in small.items()}
arrays = {part: Tensor(array, requires_grad=True) for part, array in start.items()}
numbers = {part: [[Value(x) for x in row] for row in array] for part, array in start.items()}
flat = [value for part in numbers.values() for row in part for value in row]


def count(result):
    """Return how many nodes a result was made of, itself included."""
    met, todo = {}, [result]
    while todo:
        node = todo.pop()
        if id(node) not in met:
            met[id(node)] = node
            todo += node._prev
    return len(met)


# %% slideshow={"slide_type": "fragment"} tags=["aside"]
if learned:
    both = Adam(arrays.values()), Adam(flat)
    print("step  name        loss, arrays  loss, numbers  gradients")
    for step, short in enumerate([word for word in names if len(word) < 6][:10], 1):
        tokens = encode(short)
        for leaf in (*arrays.values(), *flat):
            leaf.grad = 0.0 if isinstance(leaf, Value) else None
        one = loss(gpt(tokens, arrays), tokens)
        other = loss_of_values(gpt_of_values(tokens, numbers), tokens)
        one.backward()
        other.backward()
        heard = np.concatenate([tensor.grad.ravel() for tensor in arrays.values()])
        same = np.allclose(heard, [value.grad for value in flat], rtol=1e-6, atol=1e-9)
        word = "equal" if same else "DIFFERENT"
        print(f"{step:4}  {short:10}  {one.item():12.6f}  {other.data:13.6f}  {word}")
        for adam in both:
            adam.step()
    print(f"The last graph: {count(one)} arrays, or {count(other):,} numbers.")

# %% [markdown]
# **So what?** All 1,008 gradients agree, ten times over. There is nothing else in there: plus, times, a power, exp, log, and a bend. The
# arrays of lesson 09 made it fast, and changed nothing. If you understand the graph of `a * b + c`, you understand this one. It is only
# longer.

# %% [markdown]
# ## 11.9 The same checks, with fresh numbers
#
# Code that is right is right everywhere. These checks ask the same questions again. Here they use practice numbers; when your work is
# graded, they use numbers that nobody has seen. Nothing is left to write.

# %% nbgrader={"grade_id": "embedding-fresh", "grade": true}
check("11.embedding.fresh", embed)

# %% nbgrader={"grade_id": "attention-fresh", "grade": true}
check("11.attention.fresh", attention)

# %% nbgrader={"grade_id": "loss-fresh", "grade": true}
check("11.loss.fresh", loss)

# %% nbgrader={"grade_id": "learns-fresh", "grade": true}
check("11.learns.fresh", trained)

# %% nbgrader={"grade_id": "sampling-fresh", "grade": true}
check("11.sampling.fresh", sample)

# %% [markdown]
# And your two predictions, which count because you made them:

# %% nbgrader={"grade_id": "predictions-check", "grade": true}
check("11.predictions", guess_start, guess_cold)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## From a nudge to a name
#
# In lesson 00 you had one question: *if I nudge this number, does the loss go up or down, and how fast?* Ask it once more. Here is one of
# the 14,528 numbers of your model, deep inside attention. Nudge it, as on the first day. Then ask `backward`.

# %% slideshow={"slide_type": "fragment"}
if learned:
    tokens = encode("maria")


    def nudged(x):
        wq = p["wq"].numpy().copy()
        wq[3, 5] = x
        return loss(gpt(tokens, p | {"wq": Tensor(wq)}), tokens).item()


    p["wq"].grad = None
    loss(gpt(tokens, p), tokens).backward()
    print(f"by nudging:  {slope(nudged, p['wq'].data[3, 5]):.6f}")
    print(f"by backward: {p['wq'].grad[3, 5]:.6f}")

# %% [markdown]
# The oracle of the first day agrees with everything that you have built since. It would need 29,056 runs of the model to find all of its
# slopes. You need one run forward, and one back.
#
# - **00**: a nudge tells a slope
# - **01**: a number remembers how it came about
# - **02**: each gate knows its own slope, and messages add up
# - **03**: the right order: one call for all slopes
# - **04**: bends
# - **05**: neurons, layers, networks
# - **06**: learning: a loss, and steps downhill
# - **07**: better steps
# - **08**: one operation, one class
# - **09**: arrays in place of numbers
# - **10**: shares, and the loss of a guess
# - **11**: asking those who came before

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Explain it to a friend
#
# In one sentence: how does a program write a name that it has never seen? (Not graded. If the sentence comes easily, you have got it.)

# %% [markdown]
# **Stretch, without points.** Your model has one block. Give `gpt` a second one, with parameters of its own: how much does the loss on
# held-out names fall, if it does? Then let it learn from something else: names of places, or first lines of poems. What does it need
# besides a new list?

# %% [markdown]
# *Your sentence:*

# %% [markdown]
# ## Next
#
# Keep what you have built:

# %%
keep(embed, rmsnorm, attention, block, loss, Adam, sample)

# %% [markdown]
# This was the last lesson. Three roads lead on from here.
#
# **PyTorch.** The engine that research uses. Its names are those that you know: `tensor`, `requires_grad`, `backward()`, `grad`,
# `optim.Adam`. Take this notebook, and write it again with `import torch`. Most of its lines can stay.
#
# **Larger models.** The smallest GPT-2 of 2019 has 12 blocks where you have one, rows of 768 numbers where you have 32, and 124 million
# numbers to learn. Its tokens are pieces of words, about 50,000 of them. Its loss is yours. Read `microgpt` by Andrej Karpathy, too. He
# wrote `micrograd`, the famous little engine of lessons 03 and 08, and `microgpt` is a whole GPT on single numbers, in one file of plain
# Python. Section 11.8 is the same idea, so you will recognize it.
#
# **The source of this kit.** `microkit/engine.py` is lessons 01 to 04, `microkit/tensor.py` is lesson 09, and `microkit/checks` holds the
# judges that have been reading your work. Find a wrong rule that passes its check: then the kit has something to learn from you.
#
# In lesson 00 you nudged one number. Since then you have written an engine, networks that learn, and a model that invents names, and you can
# say of each part why it works. Many people use such machines. You have built one.
