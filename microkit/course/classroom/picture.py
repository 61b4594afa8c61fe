"""The class as a picture: bars for the marks, the points lost, and the misconceptions."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from microkit.course.classroom.rows import ClassReport
from microkit.course.errors import CourseError

MOST_BARS = 12
FORMATS = (".png", ".svg")
_LABEL_COLUMNS = 44
_BANDS = 5


@dataclass(frozen=True)
class Bars:
    """One of the three parts of the picture.

    Parameters
    ----------
    title, unit : str
        What stands above, and at the axis of lengths.
    labels : list of str
        One for each bar, from the top.
    lengths : list of float
        How long each is.
    color, hatch : str
        How they look: told apart by pattern too.
    """

    title: str
    unit: str
    labels: list[str]
    lengths: list[float]
    color: str
    hatch: str


def draw_class(report: ClassReport, path: Path) -> None:
    """Write a picture of a class.

    Parameters
    ----------
    report : ClassReport
        The class. No name is drawn.
    path : Path
        A file that ends in .png or .svg.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    parts = bars_of(report)
    rows = [sum(label.count("\n") + 1 for label in part.labels) + 3.2 for part in parts]
    words = alt_text(parts, report.summary)
    # The same class gives the same bytes, and letters stay letters.
    with rc_context({"svg.hashsalt": "microkit", "svg.fonttype": "none", "hatch.linewidth": 0.7}):
        figure = Figure(figsize=(9.0, 0.24 * sum(rows) + 0.9))
        figure.set_layout_engine("constrained", h_pad=0.1)
        figure.suptitle(report.summary, fontsize=11, parse_math=False)
        spaces = figure.subplots(len(parts), 1, height_ratios=rows, squeeze=False)
        for axes, part in zip(spaces[:, 0], parts, strict=True):
            _draw(axes, part)
        metadata: dict[str, str | None] = {"Title": report.summary, "Description": words}
        if path.suffix == ".svg":
            metadata["Date"] = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, dpi=150, metadata=metadata)
        except OSError as error:
            raise CourseError(
                f"The picture cannot be written to {path}: {error.strerror}. Name another file."
            ) from None


def check_format(path: Path) -> None:
    """Refuse a file that is no picture, before anything is read.

    Raises
    ------
    CourseError
        If its name ends otherwise.
    """
    if path.suffix not in FORMATS:
        raise CourseError(f"A picture is a file that ends in .png or .svg, and {path} does not.")


def bars_of(report: ClassReport) -> list[Bars]:
    """Return the parts of the picture: those that have something to show.

    Parameters
    ----------
    report : ClassReport
        The class.
    """
    labels, counts = _bands(report)
    costly, ideas = report.costly[:MOST_BARS], report.ideas[:MOST_BARS]
    unanswered = sum(row.lost for row in report.unanswered)
    more = f", and {unanswered:g} more without an answer" if unanswered else ""
    parts = [
        Bars("Marks", "students", labels, counts, "#9fc5e8", "//"),
        Bars(
            _first("Points lost, by question", len(report.costly)),
            f"points lost by the class{more}",
            [_wrapped(f"{row.exercise}: {row.text}") for row in costly],
            [row.lost for row in costly],
            "#f6b26b",
            "..",
        ),
        Bars(
            _first("Misconceptions", len(report.ideas)),
            "students",
            [_wrapped(f"{row.id}: {row.title}" if row.title else row.id) for row in ideas],
            [float(len(row.students)) for row in ideas],
            "#b6d7a8",
            "xx",
        ),
    ]
    return [part for part in parts if part.lengths]


def alt_text(parts: list[Bars], summary: str) -> str:
    """Tell the picture to somebody who does not see it.

    Examples
    --------
    >>> alt_text([Bars("Marks", "students", ["0 to 4"], [3.0], "", "")], "Two lessons.")
    'Two lessons. Marks (students): 0 to 4, 3.'
    """
    told = [
        f"{part.title} ({part.unit}): "
        + "; ".join(
            f"{' '.join(label.split())}, {length:g}"
            for label, length in zip(part.labels, part.lengths, strict=True)
        )
        + "."
        for part in parts
    ]
    return " ".join([summary, *told])


def _draw(axes: Axes, part: Bars) -> None:
    places = range(len(part.lengths))
    drawn = axes.barh(
        places, part.lengths, height=0.68, color=part.color, edgecolor="#1d232b", hatch=part.hatch
    )
    axes.bar_label(drawn, [f"{length:g}" for length in part.lengths], padding=4, fontsize=9)
    axes.set_yticks(places, part.labels, fontsize=9, parse_math=False)
    axes.invert_yaxis()
    axes.set_title(part.title, loc="left", fontsize=11, fontweight="bold")
    axes.set_xlabel(part.unit, fontsize=9)
    axes.set_xlim(0, max(part.lengths, default=0) * 1.08 or 1)
    if part.unit == "students":
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="x", labelsize=9)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right"]].set_visible(False)


def _bands(report: ClassReport) -> tuple[list[str], list[float]]:
    """Count the students in each fifth of the points, the best first."""
    points = max((row.points for row in report.students), default=0)
    if not points:
        return [], []
    step = points / _BANDS
    counts = [0.0] * _BANDS
    for row in report.students:
        counts[min(int(row.score / step), _BANDS - 1)] += 1
    labels = [
        f"{i * step:g} to {'under ' if i < _BANDS - 1 else ''}{(i + 1) * step:g} points"
        for i in range(_BANDS)
    ]
    return labels[::-1], counts[::-1]


def _first(title: str, count: int) -> str:
    return f"{title} (the first {MOST_BARS} of {count})" if count > MOST_BARS else title


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, _LABEL_COLUMNS, max_lines=2, placeholder=" ..."))
