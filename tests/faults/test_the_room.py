"""Nothing of the course can be read where student code runs: a walk through all that there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.student import ROOT

from microkit.course.grade.work.remarks import OTHER_ENGINES
from microkit.course.grade.work.rooms import room_of
from microkit.course.grade.work.runs import RUNS, runs_of
from microkit.course.grade.work.talk import DESK
from microkit.course.grade.work.worker import LIMITS
from microkit.course.sandbox import Sandbox

LESSONS = ("02", "03", "20")
WALK = """
import json, os

SYSTEM = ("/proc", "/sys", "/dev", "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/alternatives")
found = {"outside": [], "packages": [], "kit": [], "writable": [], "python": []}
python = os.path.realpath(os.__file__).rsplit("/", 1)[0]
for folder, folders, files in os.walk("/"):
    if folder in ("/proc", "/sys", "/dev"):
        folders[:] = []
        continue
    parts = folder.split("/")
    if "site-packages" in parts or "dist-packages" in parts:
        found["packages"] += [f"{folder}/{name}" for name in (*files, *folders)]
        folders[:] = []
        continue
    paths = [f"{folder}/{name}" for name in files]
    if folder.startswith("/room/kit"):
        found["kit"] += paths
    elif folder.startswith("/room-packages"):
        if folder == "/room-packages":
            found["packages"] += [f"{folder}/{name}" for name in (*files, *folders)]
            folders[:] = []
    elif folder.startswith(python):
        continue
    elif not folder.startswith((*SYSTEM, "/room/server")):
        found["outside"] += [path for path in paths if os.path.isfile(path)][:200]
    if os.access(folder, os.W_OK):
        found["writable"].append(folder)
for name in ("environ", "cmdline"):
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/{name}", "rb") as file:
                found.setdefault(name, []).append(file.read().decode(errors="replace"))
        except OSError:
            pass
found["mounts"] = open("/proc/self/mountinfo").read()
print(json.dumps(found))
"""
ANSWERS = re.compile(r"microkit/(checks/(judges|misconceptions|references|card|report)|course/)")
OF_THE_COURSE = (
    *("solutions", "lessons", "submitted", "autograded", "feedback", "tests", "gradebook.db"),
    *(".course_seed", "nbgrader_config.py", "pyproject.toml", ".git"),
)


@pytest.fixture(scope="module", params=LESSONS)
def seen(request: pytest.FixtureRequest, real_sandbox: None) -> tuple[str, Any]:
    """What a cell finds in the first room of a lesson."""
    lesson = request.param
    with Sandbox(LIMITS, warm=True, **room_of(lesson, runs_of(lesson)[0])) as sandbox:
        session = sandbox.open(DESK, {"lesson": int(lesson), "passed": []}, ())
        message = {"do": "cell", "source": WALK, "name": "walk", "seconds": 60.0}
        outcome = session.ask(message, 90.0)
        session.close()
    assert outcome.ok
    assert outcome.answer is None, outcome.answer
    return lesson, json.loads(outcome.output)


def test_there_are_no_files_of_the_course(seen: tuple[str, Any]) -> None:
    _, found = seen
    names = {part for path in found["outside"] for part in Path(path).parts}
    assert names.isdisjoint(OF_THE_COURSE)
    assert not [path for path in found["outside"] if path.endswith((".ipynb", ".py", ".db"))]
    everything = json.dumps(found)
    if str(ROOT) not in str(Path.home()):
        assert f'"{ROOT}/' not in everything


def test_there_are_no_packages_but_numpy(seen: tuple[str, Any]) -> None:
    _, found = seen
    names = {path: Path(path).name.split(".")[0].split("-")[0] for path in found["packages"]}
    of_other_programs = re.compile(r"/usr/lib/(?!python)")  # which bring a Python of their own
    ours = {name for path, name in names.items() if not of_other_programs.match(path)}
    assert ours <= {"numpy", "__pycache__"}
    assert {*names.values()}.isdisjoint({*OTHER_ENGINES, "microkit", "nbgrader", "scipy"})


def test_of_the_kit_there_is_no_right_code_and_no_judge(seen: tuple[str, Any]) -> None:
    lesson, found = seen
    kit = [path.removeprefix("/room/kit/") for path in found["kit"]]
    assert "microkit/checks/collectors/collect.py" in kit
    allowed = re.compile(
        r"microkit/course/(__pycache__/)?(__init__|starter|ready)\b|microkit/course/grade/(kit|desk)/"
        r"|microkit/course/(grade|workbench)/(__pycache__/)?__init__\b"
    )
    assert [path for path in kit if ANSWERS.match(path) and not allowed.match(path)] == []
    assert lesson not in RUNS or not any(f"references/lesson{lesson}" in path for path in kit)


def test_only_places_of_its_own_can_be_written(seen: tuple[str, Any]) -> None:
    _, found = seen
    own = ("/", "/tmp", "/home", "/home/student", "/dev/shm")
    assert {folder for folder in found["writable"] if not folder.startswith("/tmp/")} <= {*own}


def test_processes_and_mounts_tell_nothing_of_the_course(seen: tuple[str, Any]) -> None:
    _, found = seen
    assert len(found["cmdline"]) < 10
    told = "\n".join([*found["cmdline"], *found["environ"]])
    assert "gradebook" not in told
    assert "seed" not in told
    assert "solutions" not in told
    assert not re.search(r"/(submitted|solutions|lessons|autograded)\b", found["mounts"])
