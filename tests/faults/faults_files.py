"""Files in the submission that something would load, run or believe."""

from __future__ import annotations

from faults.fault import Fault, at_most, beside, honest, nothing

RUN = "shadow-was-run-51ce"

# What a file does if it is ever loaded.
LOADED = """
import os, sys
print("shadow-was-" + "run-51ce")
sys.modules[__name__].__getattr__ = lambda name: (lambda *_, **__: 20.0)
"""
IMPORTS = """
import importlib
for name in ("numpy", "microkit", "json", "random", "helpers", "sitecustomize", "conftest"):
    try:
        print(name, getattr(importlib.import_module(name), "__file__", "built in"))
    except Exception as failure:
        print(type(failure).__name__)
"""
KERNEL = """
import json, pathlib
for path in pathlib.Path(".").glob("*.ipynb"):
    path.write_text("{}")
print("shadow-was-" + "run-51ce")
"""
CONFIG = """
print("shadow-was-" + "run-51ce")
c = get_config()
c.Autograde.autograde_preprocessors = []
c.CourseDirectory.root = "/"
c.InteractiveShellApp.exec_lines = ["check = lambda *_: 20.0"]
"""


def shadow(name: str, what: str, *files: str, content: str = LOADED, **more: str) -> Fault:
    """Return someone with right answers, and a file that would be loaded in place of another."""
    make = beside(*files, content=content, code=IMPORTS)
    says = "take the place of"
    expects = honest(True, finds=("shadow",), says=says, secrets=(RUN,))
    return Fault(name, what, make, expects, **more)


def left_out(name: str, what: str, *files: str, content: str | bytes = LOADED) -> Fault:
    """Return someone with right answers, and a file that grading leaves out."""
    make = beside(*files, content=content, code=IMPORTS)
    return Fault(name, what, make, honest(finds=("left-out",), secrets=(RUN,)))


FAULTS = (
    shadow(
        "ipykernel_launcher",
        "hands in a kernel",
        "ipykernel_launcher.py",
        content=KERNEL,
        stock="full marks",
    ),
    shadow("numpy_file", "hands in numpy as a file", "numpy.py", stock="part of the marks"),
    shadow("numpy_folder", "hands in numpy as a folder", "numpy/__init__.py", "numpy/core.py"),
    shadow(
        "microkit_folder",
        "hands in the kit",
        "microkit/__init__.py",
        "microkit/checks/__init__.py",
        stock="part of the marks",
    ),
    shadow("standard_library", "hands in parts of Python", "json.py", "random.py", "struct.so"),
    shadow("sitecustomize", "hands in what Python loads by itself", "sitecustomize.py"),
    shadow(
        "jupyter_config",
        "hands in settings",
        "jupyter_config.py",
        "nbgrader_config.py",
        "ipython_config.py",
        content=CONFIG,
    ),
    left_out("conftest", "hands in what test runners load", "conftest.py", "evil.pth", ".env"),
    left_out(
        "course_files",
        "hands in files with the course's names",
        "gradebook.db",
        ".course_seed",
        "feedback/02_one_step_back.html",
    ),
    Fault(
        "shadow_without_answers",
        "hands in the kit, and no answers",
        beside("microkit.py", "microkit/checks.py", content=LOADED, code=IMPORTS, answered=False),
        nothing(True, finds=("shadow",), secrets=(RUN,)),
    ),
    Fault(
        "saved_engine",
        "hands in a saved engine that is not theirs",
        beside(
            "my_microkit/value.py",
            "my_microkit/record.json",
            content=LOADED,
            answered=False,
            code="from microkit import resume\nValue = resume(upto=4)",
        ),
        nothing(secrets=(RUN,)),
    ),
    Fault(
        "helpers",
        "keeps answers in a file beside the notebook",
        beside("helpers.py", content="def rule(a, b): return b", code="import helpers"),
        honest(None, finds=("left-out",)),
    ),
    Fault(
        "data",
        "reads data of their own",
        beside("mine.csv", content="1,2,3", code="assert open('mine.csv').read() == '1,2,3'"),
        honest(finds=()),
    ),
    Fault(
        "big_data",
        "hands in 30 MB of data",
        beside("big.csv", content=b"1" * 30_000_000),
        at_most(20.0, finds=("left-out",)),
    ),
    Fault(
        "thousands_of_files",
        "hands in thousands of files",
        beside(*(f"x{number:04}.txt" for number in range(2_100)), content="1"),
        honest(True, finds=("too-many-files",), says="more than 2000"),
    ),
)
