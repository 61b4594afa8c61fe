"""What training was like: the loss of each epoch, and a picture of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape
from typing import Any

from microkit.errors import MicrokitError

WIDTH, HEIGHT, MARGIN = 320.0, 80.0, 4.0  # px, of the line in a cell's output


@dataclass
class History:
    """One number for each epoch, in lists.

    Attributes
    ----------
    losses : list of float
        The mean loss over the rows, penalty included, each taken before its step.
    accuracy : list of float
        The mean of the metric; empty without one.
    validation_losses, validation_accuracy : list of float
        The same on the data for validation, after the epoch and without penalty; empty without.
    seconds : list of float
        How long each epoch took.
    ended : str
        Why training ended before its last epoch; empty if it did not.

    Examples
    --------
    >>> History(losses=[1.02, 0.35, 0.0113], accuracy=[0.5, 0.9, 1.0], seconds=[0.5, 0.2, 0.1])
    History: 3 epochs in 0.8 s, loss 1.02 -> 0.0113, accuracy 50 % -> 100 %
    """

    losses: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    validation_losses: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    ended: str = ""

    def __len__(self) -> int:
        return len(self.losses)

    def __repr__(self) -> str:
        if not self.losses:
            return "History: no epochs"
        epochs = "1 epoch" if len(self) == 1 else f"{len(self)} epochs"
        parts = [f"{epochs} in {sum(self.seconds):.1f} s"]
        for name, numbers in self._lines().items():
            ends = [numbers[0], numbers[-1]] if len(numbers) > 1 else numbers
            share = "loss" not in name and all(0 <= number <= 1 for number in numbers)
            parts.append(f"{name} " + " -> ".join(said(number, share) for number in ends))
        return "History: " + ", ".join(parts) + (f" (ended: {self.ended})" if self.ended else "")

    def plot(self, ax: Any = None) -> Any:
        """Draw the losses, and the accuracy where there is one, against the epochs.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; without it a new figure is made.

        Returns
        -------
        matplotlib Axes
            The axes with the losses.

        Raises
        ------
        MicrokitError
            If matplotlib is not installed, or there is nothing to draw.
        """
        if not self.losses:
            raise MicrokitError("There is no epoch to draw yet. Train first: train.fit(...).")
        if ax is None:
            try:
                from matplotlib import pyplot
            except ImportError:
                raise MicrokitError(
                    "plot() needs matplotlib, which is not here: pip install matplotlib. The "
                    "numbers are in history.losses."
                ) from None
            ax = pyplot.subplots()[1]
        shares: Any = None
        for name, numbers in self._lines().items():
            of_loss = "loss" in name
            if not of_loss and shares is None:
                shares = ax.twinx()
                shares.set_ylabel("accuracy")
            # The two kinds differ by the way the line is drawn too, not by color alone.
            (ax if of_loss else shares).plot(
                range(1, len(numbers) + 1),
                numbers,
                label=name,
                linestyle="-" if of_loss else "--",
                marker="o" if "validation" in name else None,
                markersize=3,
                color="C0" if of_loss else "C1",
            )
        ax.set(xlabel="epoch", ylabel="loss", title=f"Training, {len(self)} epochs")
        ax.xaxis.get_major_locator().set_params(integer=True)
        lines = [line for axes in (ax, shares) if axes for line in axes.get_lines()]
        ax.legend(lines, [line.get_label() for line in lines], loc="center right")
        return ax

    def _repr_html_(self) -> str:
        words = escape(repr(self))
        if len(self) < 2:
            return f"<p>{words}</p>"
        return (
            f'<figure style="margin:0"><svg role="img" aria-label="{words}" '
            f'width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
            f"<title>{words}</title>"
            f'<polyline fill="none" stroke="var(--jp-brand-color1, #1976d2)" stroke-width="2" '
            f'points="{_points(self.losses)}"/></svg>'
            f"<figcaption>{words}</figcaption></figure>"
        )

    def _lines(self) -> dict[str, list[float]]:
        """Return what was measured, by name, without what was not."""
        named = {
            "loss": self.losses,
            "validation loss": self.validation_losses,
            "accuracy": self.accuracy,
            "validation accuracy": self.validation_accuracy,
        }
        return {name: numbers for name, numbers in named.items() if numbers}


def said(number: float, share: bool = False) -> str:
    """Return a number as a reader wants it: three digits, or a whole percentage.

    Examples
    --------
    >>> said(0.0123456), said(0.987, share=True), said(0.9999, share=True)
    ('0.0123', '98.7 %', '99.9 %')
    """
    if not share:
        return f"{number:.3g}"
    # Rounded down: 100 % is said of nothing less.
    return f"{math.floor(1000 * number + 1e-9) / 10:g} %"


def _points(numbers: list[float]) -> str:
    """Return the corners of a line through the numbers, the largest at the top."""
    least, most = min(numbers), max(numbers)
    across = (WIDTH - 2 * MARGIN) / (len(numbers) - 1)
    up = (HEIGHT - 2 * MARGIN) / ((most - least) or 1.0)
    return " ".join(
        f"{MARGIN + i * across:.1f},{HEIGHT - MARGIN - (number - least) * up:.1f}"
        for i, number in enumerate(numbers)
    )
