"""Predictions: the solution commits a number, the student's notebook asks for one."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from microkit.course.cells import calls, committed, parse
from microkit.course.errors import CourseError


class ClearPredictions(NbGraderPreprocessor):
    """Replace the number in every prediction by ``...``, and nothing else in the cell."""

    tag = Unicode("predict", help="The tag of the cells that hold a prediction.").tag(config=True)

    stub = Unicode("...", help="What stands in place of the committed number.").tag(config=True)

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clear the predictions of one cell; called by nbgrader."""
        if cell.cell_type == "code" and self.tag in cell.metadata.get("tags", []):
            cell.source = clear_predictions(cell.source, self.stub)
        return cell, resources


def clear_predictions(source: str, stub: str = "...") -> str:
    """Return a cell's source with what each ``predict`` commits replaced.

    Parameters
    ----------
    source : str
        A cell that calls ``predict``.
    stub : str, optional
        What to write in place of the number.

    Raises
    ------
    CourseError
        If the cell commits no prediction, or one of several commits none.

    Examples
    --------
    >>> clear_predictions('guess = predict("02.mul", -12)  # four times -3')
    'guess = predict("02.mul", ...)  # four times -3'
    """
    tree = parse(source)
    answers = [committed(call) for call in calls(tree, "predict")] if tree else []
    nodes = [answer for answer in answers if answer is not None]
    if not answers or len(nodes) < len(answers):
        raise CourseError(
            "A cell is tagged as a prediction, and predict(exercise, number) is not in it, or "
            "without a number:\n" + source
        )
    # ast counts columns in bytes; from the last answer to the first, so that places stay right.
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        lines[first : last + 1] = [before + stub.encode() + after]
    return b"".join(lines).decode()
