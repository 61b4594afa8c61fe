"""One question that asks for a prediction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A question, its answer, and why it is the answer.

    Parameters
    ----------
    id : str
        The lesson's number, a dot and a name: ``"02.mul"``.
    question : str
        What is asked.
    answer : float or str
        A number, or one of the choices.
    why : str
        One or two sentences that a student reads after they have committed.
    choices : tuple of str, optional
        What there is to choose from, where the answer is not a number.
    open : bool, optional
        Whether no answer is wrong, as where a convention decides. The default is False.
    """

    id: str
    question: str
    answer: float | str
    why: str
    choices: tuple[str, ...] = ()
    open: bool = False
