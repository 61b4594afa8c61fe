"""Leave hidden tests out of what a student gets back: their source, and what they say of it."""

from __future__ import annotations

from nbformat import NotebookNode

from microkit.course.grade.endings import THEIRS

HIDDEN = "# Hidden tests stand here."
OWN_CODE = "your own code stopped with an error."


def hide_tests(cell: NotebookNode, begin: str, end: str) -> bool:
    r"""Take the hidden regions out of a cell; say whether there were any. Changed in place.

    What was printed there may tell what was asked, and goes. A traceback shows the lines around the
    one that failed, so only its last line stays. The text of an error of the student's own code may
    tell what was asked, too, and goes. A message that a hidden test itself gives, such as that of
    an assert, is meant for the student and stays.

    Parameters
    ----------
    cell : NotebookNode
        A graded cell, run.
    begin, end : str
        What marks the first and the last line of a region.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> cell = new_code_cell("f(1)\n# BEGIN HIDDEN TESTS\nassert f(2) == 4\n# END HIDDEN TESTS")
    >>> hide_tests(cell, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
    True
    >>> print(cell.source)
    f(1)
    # Hidden tests stand here.
    """
    kept, inside = [], False
    for line in cell.source.split("\n"):
        if begin in line and not inside:
            inside = True
            kept.append(f"{line[: len(line) - len(line.lstrip())]}{HIDDEN}")
        elif end in line:
            inside = False
        elif not inside:
            kept.append(line)
    if begin not in cell.source:
        return False
    cell.source = "\n".join(kept)
    cell.outputs = [one for one in cell.get("outputs", []) if one.output_type != "stream"]
    for output in cell.outputs:
        if output.output_type == "error":
            if THEIRS in output.traceback:
                output.ename, output.evalue = "StudentError", OWN_CODE
            said = f"{output.ename}: {output.evalue}" if output.evalue else output.ename
            output.traceback = [said]
    return True
