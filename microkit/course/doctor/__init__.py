"""`microkit doctor`: what works on this machine, and what to do about the rest."""

from microkit.course.doctor.examine import examine
from microkit.course.doctor.finding import Finding
from microkit.course.doctor.show import show_findings

__all__ = ["Finding", "examine", "show_findings"]
