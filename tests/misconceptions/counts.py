"""How many wrong and right solutions the grader is tested by. From the folder tests:

python -m misconceptions.counts
"""

from __future__ import annotations

from checks.test_styles_02 import STYLES as STYLES_02
from misconceptions import students_02, test_lesson_02, test_mutants_02
from misconceptions.students import gathered
from misconceptions.test_mutants import MUTATED, sampled


def counts() -> dict[str, int]:
    """Return the counts by what they are."""
    lesson_02 = len(students_02.WRONG)
    pairs_02 = len(test_lesson_02.SUB_AND_NEG) + len(test_lesson_02.MIXED)
    mutants_02 = sum(len(test_mutants_02.sampled(method)) for method in test_mutants_02.RIGHT)
    return {
        "wrong ideas": lesson_02 + len(gathered("WRONG")),
        "of them several at once": pairs_02 + len(gathered("TOGETHER")),
        "conventions": len(gathered("NOTED")),
        "right styles": len(gathered("STYLES")) + len(STYLES_02),
        "random wrong programs": mutants_02 + sum(len(sampled(*case)) for case in MUTATED),
    }


def sentence() -> str:
    """Return the counts as the README says them."""
    n = counts()
    return (
        f"The grader is tested by {n['wrong ideas']} wrong ideas, each named first, "
        f"{n['of them several at once']} mixtures of several, each named, "
        f"{n['random wrong programs']:,} random changes of right programs, {n['conventions']} "
        f"conventions that cost nothing, and {n['right styles']} right styles that lose nothing."
    )


if __name__ == "__main__":
    print(sentence())
