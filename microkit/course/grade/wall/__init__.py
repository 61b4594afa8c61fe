"""The wall seen from outside: graded cells are judged here and call the student's things inside."""

from microkit.course.grade.wall.cell import run_cell
from microkit.course.grade.wall.errors import CannotCrossError, StoppedError, StudentError
from microkit.course.grade.wall.proxy import Proxy, name_of
from microkit.course.grade.wall.wall import Wall

__all__ = [
    "CannotCrossError",
    "Proxy",
    "StoppedError",
    "StudentError",
    "Wall",
    "name_of",
    "run_cell",
]
