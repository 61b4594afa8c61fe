"""Lesson 03: wrong orders, and wrong ways back."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson03_backward import BACKWARD

_MORE = "        elif key not in met:\n"
_UP = "waiting += [(parent, False) for parent in reversed(node._prev)]"
_PUT_OFF = "waiting.append((node, True))"
_FORWARD = _UP.replace("reversed(node._prev)", "node._prev")
_AT_ONCE = (
    ("topological_order", _PUT_OFF, "order.append(node)"),
    ("topological_order", "return order", "return order[::-1]"),
)
_PREORDER = Misconception(
    "ORDER-PREORDER",
    "a node is written down before the walk to its parents",
    "You write a node down when you arrive at it. On a tree, read backward, that is fine. Where x "
    "is used by p and by q, you arrive over one of them, and the other stands on the wrong side "
    "of x. Go to the parents first, and write the node down on the way back.",
    "03.order",
)
_LEVELS = Misconception(
    "ORDER-LEVELS",
    "level by level",
    "You list the nodes by their distance from the result. A node with a short and a long way to "
    "the result then stands with the near ones, although some of the far ones are made of it.",
    "03.order",
)
_BY_LEVEL = (("topological_order", "waiting.pop()", "waiting.pop(0)"), *_AT_ONCE)

_ORDER = (
    Misconception(
        "ORDER-ROOT-FIRST",
        "the result comes first",
        "Your order is a right one, read from the other end: it begins with the result. Here the "
        "parents come first; whoever needs it the other way round can turn it.",
        "03.order",
        (("topological_order", "return order", "return order[::-1]"),),
    ),
    _PREORDER.also(*_AT_ONCE),
    _PREORDER.also(*_AT_ONCE, ("topological_order", _UP, _FORWARD)),
    _LEVELS.also(*_BY_LEVEL, ("topological_order", _UP, _FORWARD)),
    _LEVELS.also(*_BY_LEVEL),
    Misconception(
        "ORDER-NO-NOTE",
        "goes to the same node again and again",
        "A node that is used twice stands in your list twice. Keep a note of the nodes where you "
        "have been, and turn back at them.",
        "03.order",
        (("topological_order", _MORE, "        else:\n"),),
    ),
    Misconception(
        "ORDER-BY-NUMBER",
        "notes numbers in place of nodes",
        "You note the *numbers* that you have met. A second node with the same number is then "
        "taken for the first, and left out. Two apples at 3 each are two apples: note the nodes.",
        "03.order",
        (("topological_order", "key = id(node)", "key = node.data"),),
    ),
    Misconception(
        "ORDER-NO-LEAVES",
        "the leaves are missing",
        "The numbers that somebody typed are missing. They have no parents, and they are nodes "
        "like all others: their gradients are what one wants in the end.",
        "03.order",
        (("topological_order", "order.append(node)", "order += [node] if node._prev else []"),),
    ),
    Misconception(
        "ORDER-NO-ROOT",
        "the result itself is missing",
        "Everything that the result was made of is there, and the result itself is not. It is "
        "a node, too: the last one.",
        "03.order",
        (("topological_order", "return order", "return order[:-1]"),),
    ),
    Misconception(
        "ORDER-NUMBERS",
        "a list of numbers",
        "Your list holds the numbers in the nodes. What is wanted are the nodes themselves: later, "
        "each of them must be told to pass its message on.",
        "03.order",
        (("topological_order", "return order", "return [node.data for node in order]"),),
    ),
    Misconception(
        "ORDER-ONE-PARENT",
        "follows the first parent alone",
        "You follow the first parent of every node, and never the others. `_prev` may hold two.",
        "03.order",
        (("topological_order", _UP, _UP.replace("reversed(node._prev)", "node._prev[:1]")),),
    ),
    Misconception(
        "ORDER-ONE-STEP",
        "stops at the parents of the result",
        "You list the result and its parents, and stop there. The parents have parents, too.",
        "03.order",
        (
            (
                "topological_order",
                _UP,
                _UP.replace("reversed(node._prev)", "reversed(node._prev) if node is root"),
            ),
        ),
    ),
    Misconception(
        "ORDER-KEEPS-LIST",
        "the list of the last call is still there",
        "The second graph gets the nodes of the first one, too. A list in the line of the `def` is "
        "made once, when Python reads that line, and every call goes on writing into it. Make it "
        "inside the function.",
        "03.order",
        (
            (
                "topological_order",
                "(root: Any) -> list[Any]:",
                "(root: Any, order=[], met=set()) -> list[Any]:  # noqa: B006",
            ),
            (
                "topological_order",
                "order, met, waiting = [], set(), [(root, False)]",
                "waiting = [(root, False)]",
            ),
        ),
    ),
    Misconception(
        "RECURSION-DEPTH",
        "a walk that calls itself",
        "Your walk calls itself once for each step into the depth, and Python allows about 1,000 "
        "of these. A list of nodes that still wait has no such end: that is the stretch task.",
        "03.order",
        (
            (
                "topological_order",
                "    order, met",
                "    been = set()\n\n    def visit(node):\n        if id(node) not in been:\n"
                "            been.add(id(node))\n            for parent in node._prev:\n"
                "                visit(parent)\n\n    visit(root)\n    order, met",
            ),
        ),
        "note",
    ),
)

_ZERO_GRAD = (
    Misconception(
        "ZERO-REBINDS",
        "gives the loop's name to something else",
        "Your loop looks at every node and changes none. `node = 0` gives the *name* node to "
        "another thing; the node itself stays as it was. Change something that belongs to it.",
        "03.zero_grad",
        (("zero_grad", "node.grad = 0.0", "node = 0.0"),),
    ),
    Misconception(
        "ZERO-DATA-TOO",
        "sets the numbers to zero, too",
        "The numbers became 0 together with the gradients. `data` is what a model has learned; "
        "only `grad` begins again.",
        "03.zero_grad",
        (("zero_grad", "node.grad = 0.0", "node.grad = node.data = 0.0"),),
    ),
    Misconception(
        "ZERO-DATA",
        "sets the numbers to zero, and not the gradients",
        "You set `data` to 0. It is `grad` that begins again; the numbers stay.",
        "03.zero_grad",
        (("zero_grad", "node.grad = 0.0", "node.data = 0.0"),),
    ),
    Misconception(
        "ZERO-NONE",
        "sets None",
        "The gradients are None now. The next backward() adds to them, and cannot add to None. A "
        "gradient starts at the number 0.0.",
        "03.zero_grad",
        (("zero_grad", "node.grad = 0.0", "node.grad = None"),),
    ),
    Misconception(
        "ZERO-FIRST-ONLY",
        "stops after the first node",
        "Only the first node was set to 0. Is there a `return` inside the loop? It ends the whole "
        "function.",
        "03.zero_grad",
        (("zero_grad", "node.grad = 0.0", "node.grad = 0.0\n        return"),),
    ),
    Misconception(
        "ZERO-LEAVES-ONLY",
        "leaves out the nodes in between",
        "Nodes that have parents kept their gradients. Whatever is handed to you is set to 0; who "
        "calls you has chosen.",
        "03.zero_grad",
        (("zero_grad", "node.grad = 0.0", "node.grad = node.grad if node._prev else 0.0"),),
    ),
    Misconception(
        "ZERO-BY-INDEX",
        "needs a list",
        "With a list it works. A generator has no length and no places to count through: walk "
        "through it with `for node in nodes`.",
        "03.zero_grad",
        (("zero_grad", "in nodes:", "in [nodes[i] for i in range(len(nodes))]:"),),
    ),
)

ENTRIES = (*_ORDER, *BACKWARD, *_ZERO_GRAD)
