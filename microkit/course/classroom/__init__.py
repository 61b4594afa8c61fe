"""The class at a glance: from a gradebook and the graded notebooks to tables and a picture."""

from microkit.course.classroom.files import write_csv
from microkit.course.classroom.gradebook import find_marks, read_class
from microkit.course.classroom.rows import ClassReport, class_report
from microkit.course.classroom.show import show_class

__all__ = [
    "ClassReport",
    "class_report",
    "find_marks",
    "read_class",
    "show_class",
    "write_csv",
]
