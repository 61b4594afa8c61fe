"""Lesson 03: wrong ways back through a graph. Those that are wrong about the order come first."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_ORDER = "order = topological_order(self)"
_CLEAR = "for node in order:\n            if node._prev:\n                node.grad = 0.0\n"
_SEED = "self.grad = 1.0"
_FIRE = "for node in reversed(order):\n            node._backward()"


def _met(take: str, go_on: str) -> str:
    """Return lines that list each node when it is first taken from those that wait."""
    return (
        f"met, waiting = {{}}, [self]\n        while waiting:\n            node = waiting.{take}\n"
        "            if node not in met:\n                met[node] = True\n"
        f"                waiting += {go_on}\n        order = list(met)[::-1]"
    )


def _marked(take: str) -> str:
    """Return lines that list a node when it is taken, and note it when it is put there."""
    return (
        "order, met, waiting = [], {self}, [self]\n        while waiting:\n"
        f"            node = waiting.{take}\n            order.insert(0, node)\n"
        "            for parent in node._prev:\n                if parent not in met:\n"
        "                    met.add(parent)\n                    waiting.append(parent)"
    )


_PREORDER = Misconception(
    "PREORDER",
    "a node fires as soon as it is met",
    "Each node fires when you first arrive at it. Where x is used by p and by q, you arrive over "
    "p, and x fires before the message from q is there. On a graph in which nothing is used "
    "twice, nobody notices. Write a node down *after* the walk to its parents.",
    "03.backward",
)
_REPEAT = Misconception(
    "REPEAT-NOT-IDEMPOTENT",
    "what inner nodes hold from the last call is sent again",
    "At a second call, the nodes in between still hold their old messages, and send them once "
    "more together with the new ones. Before you begin, let every node that has parents start "
    "from 0.",
    "03.backward",
)
_RECURSE = Misconception(
    "RECURSE-NO-TOPO",
    "walks down every path on its own",
    "A node that is reached over two paths fires twice, and the second time it sends again what it "
    "had sent before. Try b = a + a; c = b + b: a.grad should be 4. Each node fires once, when "
    "all of its messages are there.",
    "03.backward",
)
_NO_SEED = Misconception(
    "NO-SEED",
    "nothing starts the chain",
    "Every gate fires, and all of them pass on 0: nobody has told the result that it matters. How "
    "much does the result move when the result moves by one? If your line for that is there, look "
    "whether a later line sets it back to 0.",
    "03.backward",
)

BACKWARD = (
    _NO_SEED.also(("Value", f"        {_SEED}\n", "")),
    Misconception(
        "SEED-DATA",
        "the result starts with its own number",
        "The result starts with its number, and should start with 1: when it moves by one, it "
        "moves by one. All gradients are too large by the factor out.data.",
        "03.backward",
        (("Value", _SEED, "self.grad = self.data"),),
    ),
    Misconception(
        "NOT-REVERSED",
        "from the leaves to the result",
        "You begin at the leaves. Each gate fires while its own grad is still 0, and passes on "
        "nothing; when the message comes, it has fired already. Begin at the result.",
        "03.backward",
        (("Value", "reversed(order)", "order"),),
    ),
    _PREORDER.also(("Value", _ORDER, _met("pop()", "reversed(node._prev)"))),
    _PREORDER.also(("Value", _ORDER, _met("pop()", "node._prev"))),
    _PREORDER.also(("Value", _ORDER, _marked("pop()"))),
    _RECURSE.also(
        (
            "Value",
            _ORDER,
            "order, waiting = [], [self]\n        while waiting:\n"
            "            node = waiting.pop()\n            order.append(node)\n"
            "            waiting += reversed(node._prev)\n        order.reverse()",
        )
    ),
    Misconception(
        "BFS",
        "level by level",
        "You go back level by level. Over a short way a node is reached early; if a long way leads "
        "to it, too, it fires before the message that comes over the long way. Try x = a * b; "
        "y = x + c; out = x * y: is x.grad complete when x fires?",
        "03.backward",
        (("Value", _ORDER, _met("pop(0)", "node._prev")),),
    ),
    Misconception(
        "VISITED-BY-NUMBER",
        "notes numbers in place of nodes",
        "You note the *numbers* that you have met. A second node with the same number is then "
        "passed over, and its parents never hear of it. Note the nodes themselves.",
        "03.backward",
        (
            (
                "Value",
                _ORDER,
                "numbers = {}\n        for node in topological_order(self):\n"
                "            numbers.setdefault(node.data, node)\n"
                "        order = list(numbers.values())",
            ),
        ),
    ),
    Misconception(
        "ROOT-SKIPPED",
        "the result itself never fires",
        "The result has its 1, and does not pass it on: its own rule is never called. It fires, "
        "too, as the first of all.",
        "03.backward",
        (("Value", "reversed(order)", "reversed(order[:-1])"),),
    ),
    Misconception(
        "ONE-LEVEL",
        "stops after the parents of the result",
        "The result fires, then its parents, and that is the end. Whatever lies behind them hears "
        "nothing. Go on until you arrive at the leaves.",
        "03.backward",
        (("Value", _ORDER, "order = [*reversed(self._prev), self]"),),
    ),
    Misconception(
        "ONE-PARENT",
        "follows the first parent alone",
        "You follow the first parent of every node. The gates behind the second one never fire.",
        "03.backward",
        (
            (
                "Value",
                _ORDER,
                "order = [self]\n        while order[0]._prev:\n"
                "            order.insert(0, order[0]._prev[0])",
            ),
        ),
    ),
    Misconception(
        "PARENTS-FIRE-TOO",
        "every node calls its parents' rules, too",
        "When a node fires, you let its parents fire at once, and later they fire again on their "
        "own. Each message is sent more than once. Call one rule for each node.",
        "03.backward",
        (
            (
                "Value",
                _FIRE,
                f"{_FIRE}\n            for parent in node._prev:\n"
                "                parent._backward()",
            ),
        ),
    ),
    Misconception(
        "SEED-EVERYONE",
        "every node starts with 1",
        "You gave every node a 1 to start with. The 1 belongs to the result alone; all others wait "
        "for what arrives, and start at 0.",
        "03.backward",
        (("Value", _CLEAR, "for node in order:\n            node.grad = 1.0\n"),),
    ),
    Misconception(
        "CLEARS-AFTERWARDS",
        "clears the nodes in between when all is done",
        "When all is done, you set the nodes in between back to 0, so that nobody can look at what "
        "arrived there: even out.grad is 0. Clear them before you begin.",
        "03.backward",
        (
            ("Value", f"        {_CLEAR}", ""),
            (
                "Value",
                _FIRE,
                f"{_FIRE}\n        {_CLEAR}",
            ),
        ),
    ),
    Misconception(
        "ZEROES-LEAVES",
        "sets the leaves to zero, too",
        "Before you begin, you set everything to 0, the leaves as well. Two losses that share a "
        "leaf can then not add up: the second call throws away what the first one brought. Clear "
        "the nodes that have parents; leaves belong to zero_grad.",
        "03.backward",
        (("Value", _CLEAR, "for node in order:\n            node.grad = 0.0\n"),),
    ),
    _REPEAT.also(("Value", f"        {_CLEAR}", "")),
    _REPEAT.also(("Value", f"        {_CLEAR}", ""), ("Value", _SEED, "self.grad += 1.0")),
    Misconception(
        "RECURSION-DEPTH",
        "a walk that calls itself",
        "Your walk calls itself once for each step into the depth, and Python allows about 1,000 "
        "of these. A list of nodes that still wait has no such end: that is the stretch task.",
        "03.backward",
        (
            (
                "Value",
                '"""Give every node its gradient."""',
                '"""Give every node its gradient."""\n        been = set()\n\n'
                "        def visit(node):\n            if node not in been:\n"
                "                been.add(node)\n                for parent in node._prev:\n"
                "                    visit(parent)\n\n        visit(self)",
            ),
        ),
        "note",
    ),
)
