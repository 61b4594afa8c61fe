"""The desk: it answers messages of the grader, one after the other, in the student's process.

Student code shares this process and may change whatever it likes here. So nothing that stands here
knows a right answer, and every answer is a claim that is judged outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from microkit.checks.collectors.collect import collect
from microkit.course.grade.desk.cells import Cells
from microkit.course.grade.kit.absent import Absent
from microkit.course.grade.kit.graded import begin
from microkit.course.grade.kit.silent import anything


def open_desk(request: Mapping[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """Return what answers messages: called once, at the beginning of a session.

    Parameters
    ----------
    request : mapping
        ``lesson``, a number, and ``passed``, the exercises that have passed already.
    """
    begin(request["lesson"], request["passed"])
    cells = Cells(anything)

    @cache
    def things() -> Any:
        from microkit.course.grade.desk.things import Things

        return Things(cells.namespace)

    def answer(message: dict[str, Any]) -> Any:
        do = message["do"]
        if do == "cell":
            source, name, seconds = message["source"], message["name"], message["seconds"]
            return cells.run(source, name, seconds, message.get("statements"))
        if do == "collect":
            names = message["names"]
            namespace = {name: cells.namespace.get(own) for name, own in names.items()}
            for thing in namespace.values():
                if type(thing) is Absent:
                    thing()  # says that it is not there
            return collect(message["exercise"], namespace, message["seed"])
        return things().answer(message)

    return answer
