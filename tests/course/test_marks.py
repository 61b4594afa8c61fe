from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from microkit.course.marks import Loss, _loss, graded_cells, interrupted_cells, report_of

MIME = "application/vnd.microkit.report+json"
GRADE = SimpleNamespace(name="mul-check", score=1.2, max_score=2)


def cell(*outputs, source: str = 'check("02.mul", Value)'):
    meta = {"nbgrader": {"grade_id": "mul-check", "grade": True}}
    return new_code_cell(source, outputs=list(outputs), metadata=meta)


def report(**parts):
    data = {"exercise": "02.mul", "misconceptions": [], "failed_questions": []} | parts
    return new_output("execute_result", data={"text/plain": "1.2", MIME: data})


def error(name: str):
    return new_output("error", ename=name, evalue="", traceback=[])


@pytest.mark.parametrize(
    ("graded", "reason"),
    [
        (cell(report(misconceptions=["MUL-OVERWRITE"], failed_questions=["accumulate"])),
         "MUL-OVERWRITE"),
        (cell(report(failed_questions=["slope", "graph"])), "slope, graph"),
        (cell(report(written=False, failed_questions=["slope"])), "not written"),
        (cell(error("KeyboardInterrupt")), "did not end"),
        (cell(error("CellTimeoutError")), "did not end"),
        (cell(report(), error("NameError")), "stopped with NameError"),
        (cell(), "not right yet"),
    ],
)  # fmt: skip
def test_a_loss_says_where_how_much_and_why(graded, reason: str) -> None:
    assert _loss(GRADE, graded) == Loss("mul-check", "02.mul", 0.8, reason)


def test_a_cell_that_is_gone_keeps_its_own_name() -> None:
    assert _loss(GRADE, None) == Loss(
        "mul-check", "mul-check", 0.8, "the cell is not in the notebook"
    )


def test_the_report_is_read_from_the_outputs() -> None:
    stream = new_output("stream", text="LOOK")
    found = report_of(cell(stream, report(misconceptions=["MUL-OVERWRITE"])))
    assert found["misconceptions"] == ["MUL-OVERWRITE"]
    assert found["exercise"] == "02.mul"
    assert report_of(cell(stream))["misconceptions"] == []


def test_cells_that_did_not_end_are_found_in_the_whole_notebook() -> None:
    plain = new_code_cell("while True: pass", id="loop", outputs=[error("CellTimeoutError")])
    notebook = new_notebook(
        cells=[plain, cell(error("KeyboardInterrupt")), cell(error("NameError"))]
    )
    assert interrupted_cells(notebook) == ("loop", "mul-check")


def test_graded_cells_are_found_by_their_id() -> None:
    answer = new_code_cell("pass", metadata={"nbgrader": {"grade_id": "mul", "solution": True}})
    notebook = new_notebook(cells=[new_code_cell("1"), answer, cell()])
    assert list(graded_cells(notebook)) == ["mul-check"]
