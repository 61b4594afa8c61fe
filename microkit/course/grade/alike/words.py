"""How ordinary the words of a name or a comment are: those of the kit surprise nobody."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable
from functools import cache

from microkit.checks.lessons import exercises
from microkit.checks.misconceptions import misconceptions

_WORD = re.compile(r"[a-z]+|[^\W\d_a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What many people write besides.
_USUAL = """
acc accumulate actual answer arg args arr array aux base batch bias big bool buf cache calc
calculate call cell check child children class code coef compute computed const cos count counter
cur current data debug def delta denom denominator derivative derivatives dict diff dim div divide
done dot down each eager eight elem element end eps epsilon equation exp expected exponent factor
fast final first five fixme flag float flow four func function global go goes good got gradient
grads half helper here hidden how idx index init initial inner input inputs insert item items iter
iterate join just key keys last layer learn left len level like line lines list ln log loop make
map mat match math matrix max mean memo message method min minus mode model more mul multiply name
need negative net neuron new next no node nodes none norm note nothing num number numerator numpy
obj object ok old one only op ops order orig original out outer output pair parent parents part
partial pass path plus point pos positive pow power prev previous print prod product quotient
random range rate raw real rec recursive ref repeat res reset result results ret return reverse
reversed right root row rule run same save scale second seed seen self seq set seven shape sign
simple sin six size slope small some sort sorted start state step steps stop store str string sub
subtract sum swap tan tanh target temp ten term test that them then there this three time tmp todo
top topo topological total track train tree triple tuple two type unit update use used using val
vals value values var vec vector visit visited way weight weights what when where which why width
with work works wrong zero zeros zip
"""


@cache
def ordinary() -> frozenset[str]:
    """Return the words that the kit's checks, Python and many people use."""
    texts = [f"{idea.title} {idea.message}" for idea in misconceptions()]
    for exercise in exercises():
        texts.append(exercise.title)
        texts += [f"{question.text} {question.hint}" for question in exercise.questions]
    texts += [*dir(builtins), *keyword.kwlist, _USUAL]
    return frozenset(word for text in texts for word in words(text))


def words(text: str) -> list[str]:
    """Return the words of a text or a name, in small letters.

    Examples
    --------
    >>> words("upstreamGrad_2 is +1"), words("x")
    (['upstream', 'grad', 'is'], ['x'])
    """
    return _WORD.findall(_CAMEL.sub(" ", text).lower())


def surprise(found: Iterable[str]) -> float:
    """Return how many bits words are worth before anybody else's work is seen.

    Two bits for an ordinary word, six for another; one for a letter, three for two.

    Examples
    --------
    >>> surprise(["chain", "rule"]), surprise(["chian", "rule"]), surprise(["x"])
    (4.0, 8.0, 1.0)
    """
    return float(sum(map(_bits, found)))


def _bits(word: str) -> int:
    if len(word) == 1:
        return 1
    return 2 if word in ordinary() else 3 if len(word) == 2 else 6
