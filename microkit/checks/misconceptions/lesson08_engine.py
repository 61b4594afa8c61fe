"""Lesson 08: wrong engines of local slopes."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_SHARE = "slope * node.grad"
_SEED = "        self.grad = 1.0\n"
_PAIRS = "zip(node._prev, node.slopes, strict=False)"
_WALK = f"""        for node in reversed(order):
            for parent, slope in {_PAIRS}:
                parent.grad += slope * node.grad
"""
_FIRST = "                order.append(node)\n"
_CLEAR = "            if node._prev:\n                node.grad = 0.0\n"
_NEXT = "stack += [(parent, False) for parent in node._prev]"

_BACKWARD = (
    Misconception(
        "ENGINE-OVERWRITE",
        "`=` where `+=` is meant",
        "Each share *replaces* what has arrived before. Where two ways meet again, both shares "
        "count. Try b = a * a: a stands in the list of parents twice.",
        "08.engine",
        (("Value", "parent.grad += ", "parent.grad = "),),
    ),
    Misconception(
        "ENGINE-NO-UPSTREAM",
        "the gradient from above is forgotten",
        "Each parent hears the stored slope alone. It must be multiplied by what has arrived at "
        "the node: this is the one place of the whole engine that does so.",
        "08.engine",
        (("Value", _SHARE, "slope"),),
    ),
    Misconception(
        "ENGINE-PLUS-UPSTREAM",
        "slope plus gradient, where times is meant",
        "You added the slope and the gradient of the node. In a chain the slopes multiply: twice "
        "as fast, then three times as fast, makes six.",
        "08.engine",
        (("Value", _SHARE, "slope + node.grad"),),
    ),
    Misconception(
        "ENGINE-DATA",
        "the node's value where its gradient is meant",
        "You multiplied by the *value* of the node. What has arrived from above is its grad.",
        "08.engine",
        (("Value", _SHARE, "slope * node.data"),),
    ),
    Misconception(
        "ENGINE-SELFGRAD",
        "the parent's gradient where the node's is meant",
        "You multiplied by the gradient of the *parent*, which is still 0, so nothing moves. What "
        "arrived from above has arrived at the node.",
        "08.engine",
        (("Value", _SHARE, "slope * parent.grad"),),
    ),
    Misconception(
        "ENGINE-NO-SEED",
        "nothing starts the chain",
        "All gradients stay 0, because 0 is passed on. How much does the result move when the "
        "result itself moves by one?",
        "08.engine",
        (("Value", _SEED, ""),),
    ),
    Misconception(
        "ENGINE-SEED-DATA",
        "the end starts with its value",
        "All gradients are off by the same factor, the value of the result. It should start with "
        "1: it moves by one when it moves by one.",
        "08.engine",
        (("Value", "self.grad = 1.0", "self.grad = self.data"),),
    ),
    Misconception(
        "ENGINE-NOT-REVERSED",
        "from the leaves to the end",
        "You start at the leaves, where nothing has arrived yet. The messages begin at the result: "
        "walk through the order from its end.",
        "08.engine",
        (("Value", "in reversed(order)", "in order"),),
    ),
    Misconception(
        "ENGINE-ONE-LEVEL",
        "only the parents of the result",
        "The parents of the result hear their share, and nobody beyond. Their own parents wait: "
        "the walk must go on to the leaves.",
        "08.engine",
        (("Value", "for parent in node._prev]", "for parent in self._prev]"),),
    ),
    Misconception(
        "ENGINE-PREORDER",
        "a node hands on before everything has arrived",
        "Right on trees, and wrong where a short way and a long way lead to the same node: it "
        "hands on after the first share and never hears of the second. All its children come "
        "first.",
        "08.engine",
        (
            ("Value", _FIRST, "                pass\n"),
            ("Value", "seen.add(id(node))\n", f"seen.add(id(node))\n{_FIRST}"),
            ("Value", "in reversed(order)", "in order"),
        ),
    ),
    Misconception(
        "ENGINE-EVERY-PATH",
        "a shared node hands on once for every way",
        "A node with two children hands on twice, and the second time it sends again what it has "
        "sent before. Let each node hand on once, after everything has arrived.",
        "08.engine",
        (("Value", _WALK, """        todo = [self]
        while todo:
            node = todo.pop()
            for parent, slope in zip(node._prev, node.slopes):
                parent.grad += slope * node.grad
            todo += reversed(node._prev)
"""),),
    ),
    Misconception(
        "ENGINE-DICT",
        "the parents in a dict or a set",
        "In a dict or a set each parent stands once, and in a * a it is there twice: one of its "
        "two slopes got lost. Keep the pairs in a tuple or a list.",
        "08.engine",
        (("Value", _PAIRS, f"dict({_PAIRS}).items()"),),
    ),
    Misconception(
        "ENGINE-EQUAL-NUMBERS",
        "two nodes with equal numbers taken for one",
        "Two nodes that hold the same number are still two places in the graph. You remember "
        "which *numbers* you have seen; remember which nodes.",
        "08.engine",
        (
            ("Value", "id(node) not in seen", "node.data not in seen"),
            ("Value", "seen.add(id(node))", "seen.add(node.data)"),
        ),
    ),
    Misconception(
        "ENGINE-ZEROES-LEAVES",
        "clears the leaves, too",
        "Your backward sets the gradients of the leaves to 0 first, so two losses do not add up "
        "on them. Both ways are in use; here, as in PyTorch, leaves are left to zero_grad.",
        "08.engine",
        (("Value", _CLEAR, "            node.grad = 0.0\n"),),
        severity="note",
    ),
)  # fmt: skip
_OPERATORS = (
    Misconception(
        "ENGINE-GRAD-IN-SLOPES",
        "a gradient in the stored slope",
        "You multiplied the slope by a gradient before you stored it. When the node is made, no "
        "gradient has arrived anywhere: all are 0. Store the slope alone; backward multiplies.",
        "08.engine",
        (("Value", "(other.data, self.data)", "(other.data * self.grad, self.data * other.grad)"),),
    ),
    Misconception(
        "ENGINE-SWAPPED",
        "the slopes of a product have changed places",
        "The slopes stand in the order of the parents: the first is that of the first parent. In a "
        "product, each input's slope is the *other* input.",
        "08.engine",
        (("Value", "(other.data, self.data)", "(self.data, other.data)"),),
    ),
    Misconception(
        "ENGINE-ADD-AS-MUL",
        "the product's slopes for a sum",
        "These are the slopes of the times gate. When one part of a sum grows by one, the sum "
        "grows by one.",
        "08.engine",
        (("Value", "(1.0, 1.0)", "(other.data, 1.0 * self.data)"),),
    ),
    Misconception(
        "ENGINE-POW-NO-COEFF",
        "the exponent does not come down as a factor",
        "The power with n - 1 is there. The exponent also comes down in front, as a factor.",
        "08.engine",
        (("Value", "(n * self.data ** (n - 1),)", "(self.data ** (n - 1),)"),),
    ),
    Misconception(
        "ENGINE-EXP-INPUT",
        "the input where the output is meant",
        "The slope of exp is not x. It is the number that exp has computed already.",
        "08.engine",
        (("Value", "(out,))", "(self.data,))"),),
    ),
    Misconception(
        "ENGINE-LOG-OUTPUT",
        "the output where the input is meant",
        "You divided by the result of log. Its slope is small where x is large: divide by x.",
        "08.engine",
        (("Value", "(1.0 / self.data,)", "(1.0 / math.log(self.data),)"),),
    ),
    Misconception(
        "ENGINE-RELU-VALUE",
        "the value of relu where its slope is meant",
        "You stored the result as its slope. To the right of 0 relu is the line x, whose slope is "
        "1; to the left it is flat.",
        "08.engine",
        (("Value", "(gate,))", "(gate * self.data,))"),),
    ),
    Misconception(
        "ENGINE-RELU-ALWAYS-OPEN",
        "a slope of 1 on both sides",
        "You stored the slope 1 everywhere. To the left of 0 relu is flat.",
        "08.engine",
        (("Value", "(gate,))", "(1.0,))"),),
    ),
    Misconception(
        "ENGINE-RSUB-ORDER",
        "`6 - a` computed as `a - 6`",
        "Python calls `a.__rsub__(6)` for `6 - a`: there, `other` comes first.",
        "08.engine",
        (("Value", "return wrap(other) - self", "return self - wrap(other)"),),
    ),
    Misconception(
        "ENGINE-RDIV-ORDER",
        "`6 / a` computed as `a / 6`",
        "Python calls `a.__rtruediv__(6)` for `6 / a`: there, `other` is the numerator.",
        "08.engine",
        (("Value", "return wrap(other) / self", "return self / wrap(other)"),),
    ),
    Misconception(
        "ENGINE-NO-WRAP",
        "a plain number is not wrapped",
        "A plain number stands beside the Value, and it has no `.data`. Turn plain numbers into "
        "Values first.",
        "08.engine",
        (("Value", "        other = wrap(other)\n        return Value(self.data + other.data",
          "        return Value(self.data + other.data"),),
    ),
    Misconception(
        "ENGINE-NO-COMMA",
        "one slope that is not in a tuple",
        "For one parent there is still a *tuple* of slopes. In Python the comma makes the tuple: "
        "`(2.5,)` is one, and `(2.5)` is a number.",
        "08.engine",
        (("Value", "(out,))", "(out))"),),
    ),
)  # fmt: skip


def _by_id(id_: str) -> Misconception:
    return next(entry for entry in (*_BACKWARD, *_OPERATORS) if entry.id == id_)


ENGINE = (
    *_BACKWARD,
    *_OPERATORS,
    _by_id("ENGINE-PREORDER").also(
        *_by_id("ENGINE-PREORDER").edits,
        ("Value", _NEXT, "stack += [(parent, False) for parent in node._prev[::-1]]"),
    ),
    _by_id("ENGINE-PREORDER").also(  # level by level
        *_by_id("ENGINE-PREORDER").edits,
        ("Value", "node, ready = stack.pop()", "node, ready = stack.pop(0)"),
    ),
    _by_id("ENGINE-EQUAL-NUMBERS").also(
        *_by_id("ENGINE-EQUAL-NUMBERS").edits,
        ("Value", _NEXT, "stack += [(parent, False) for parent in node._prev[::-1]]"),
    ),
    _by_id("ENGINE-EVERY-PATH").also(
        ("Value", _WALK, """        def hand_on(node):
            for parent, slope in zip(node._prev, node.slopes):
                parent.grad += slope * node.grad
                hand_on(parent)

        hand_on(self)
"""),
    ),
    _by_id("ENGINE-NO-WRAP").also(
        ("Value", "        other = wrap(other)\n        return Value(self.data * other.data",
         "        return Value(self.data * other.data"),
    ),
    _by_id("ENGINE-NO-COMMA").also(("Value", "(1.0 / self.data,)", "(1.0 / self.data)")),
    _by_id("ENGINE-NO-COMMA").also(("Value", "(gate,))", "(gate))")),
    _by_id("ENGINE-NO-COMMA").also(
        ("Value", "(n * self.data ** (n - 1),)", "(n * self.data ** (n - 1))"),
    ),
)  # fmt: skip
