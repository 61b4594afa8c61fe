"""All faults, by lesson."""

from __future__ import annotations

from faults.fault import Fault
from faults.faults_files import FAULTS as FILES
from faults.faults_inside import FAULTS as INSIDE
from faults.faults_lessons import OTHER_FAULTS
from faults.faults_machine import FAULTS as MACHINE
from faults.faults_notebook import FAULTS as NOTEBOOK

FAULTS: tuple[Fault, ...] = (*NOTEBOOK, *INSIDE, *MACHINE, *FILES)
ALL: tuple[Fault, ...] = (*FAULTS, *OTHER_FAULTS)
