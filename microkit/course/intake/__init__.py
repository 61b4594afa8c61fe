"""Intake: a submission is rebuilt from the released notebook; the student gives the answers."""

from microkit.course.finding import Finding
from microkit.course.intake.disk import read_inside
from microkit.course.intake.files import files_to_pass
from microkit.course.intake.finding import Intake
from microkit.course.intake.take import take_in

__all__ = ["Finding", "Intake", "files_to_pass", "read_inside", "take_in"]
