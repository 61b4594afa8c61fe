"""One submission from a task to what its cells show, through a real sandbox."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from microkit.course.folder import find_course
from microkit.course.grade.task import Graded, Task
from microkit.course.grade.work import worker
from microkit.course.grade.work.worker import close_rooms, grade_one
from microkit.course.sandbox import SandboxError
from microkit.course.submissions import STORIES, Story, submission

pytestmark = pytest.mark.usefixtures("real_sandbox")
LESSON = find_course().lesson("02")
RELEASED = nbformat.read(LESSON.release, as_version=4)
SOLUTION = nbformat.read(LESSON.solution, as_version=4)
RIGHT = Story("ada", "the solution")


@pytest.fixture(scope="module", autouse=True)
def rooms() -> Iterator[None]:
    yield
    close_rooms()


def task(notebook: NotebookNode, lesson: str = LESSON.name, **more: Any) -> Task:
    return Task("ada", lesson, json.dumps(notebook), "a secret", **more)


def edited(grade_id: str, source: str) -> NotebookNode:
    """Return the solution with another text in one of its answers."""
    notebook = submission(RELEASED, SOLUTION, RIGHT)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            cell.source = source.replace("<right>", cell.source)
    return notebook


def score(graded: Graded) -> float:
    """Return what nbgrader makes of it: the numbers that the graded cells show."""
    found = [o["data"]["text/plain"] for shown in graded.outputs.values() for o in shown
             if o["output_type"] == "execute_result"]  # fmt: skip
    return sum(map(float, found))


def kinds(graded: Graded) -> list[str]:
    return [finding.kind for finding in graded.findings]


def text(graded: Graded) -> str:
    return json.dumps(graded.outputs)


def test_what_a_worker_is_given_and_hands_back_can_travel():
    made = task(submission(RELEASED, SOLUTION, RIGHT), files=(("x.csv", b"1,2"),))
    assert pickle.loads(pickle.dumps(made)) == made
    graded = grade_one(made)
    assert pickle.loads(pickle.dumps(graded)) == graded
    assert score(graded) == 20
    assert not graded.findings
    assert not graded.trouble


@pytest.mark.parametrize("story", STORIES[:5], ids=lambda story: story.student)
def test_made_up_students_get_what_they_should(story):
    graded = grade_one(task(submission(RELEASED, SOLUTION, story)))
    if story.score is not None:
        assert score(graded) == story.score
    else:
        assert 0 < score(graded) < 20
        assert story.misconception in text(graded)


def test_no_secret_is_shown():
    graded = grade_one(task(submission(RELEASED, SOLUTION, STORIES[2])))
    assert "a secret" not in text(graded)
    from microkit.course.grade.work.seeds import derived

    for exercise in ("02.mul", "02.mul.fresh"):
        assert derived("a secret", exercise) not in text(graded)


def test_fresh_numbers_belong_to_a_student():
    wrong = submission(RELEASED, SOLUTION, STORIES[2])
    one = grade_one(Task("ada", LESSON.name, json.dumps(wrong), "one"))
    two = grade_one(Task("ben", LESSON.name, json.dumps(wrong), "two"))
    assert score(one) == score(two)
    assert text(one) != text(two)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("while True: pass", "left-out-cell"),
        ("import os\nos._exit(0)", "left-out-cell"),
        ("while True:\n    try:\n        while True: pass\n    except BaseException: pass",
         "left-out-cell"),
    ],
    ids=["endless", "exit", "ignores its end"],
)  # fmt: skip
def test_a_cell_that_ends_everything_costs_itself_alone(code, kind):
    graded = grade_one(task(edited("pow-backward", f"<right>\n{code}"), seconds=2.0))
    assert kinds(graded) == [kind]
    assert score(graded) >= 14
    assert "PASS  02.mul " in text(graded)


@pytest.mark.parametrize("answer", ["mul-backward", "div-backward"])
def test_what_stands_above_an_endless_loop_counts_in_every_run(answer):
    graded = grade_one(task(edited(answer, "<right>\nwhile True: pass"), seconds=2.0))
    assert score(graded) == 20
    assert [(finding.kind, finding.look) for finding in graded.findings] == [
        ("left-out-cell", False)
    ]


@pytest.mark.parametrize("look", [True, False])
def test_a_cell_that_ignores_its_end_needs_a_look_where_it_costs_points(look):
    loop = "import signal\nsignal.alarm(0)\nwhile True: pass"
    notebook = edited("div-backward", f"<right>\n{loop}" if look else "<right>")
    if not look:
        added = new_code_cell(loop)
        added.id = "added-1"
        notebook.cells.append(added)
    graded = grade_one(task(notebook, seconds=2.0))
    assert score(graded) == (16 if look else 20)
    assert [(finding.kind, finding.look) for finding in graded.findings] == [
        ("left-out-cell", look)
    ]


def test_an_endless_operator_costs_its_exercise():
    loop = "@method_of(Value)\ndef __pow__(self, n):\n    import time\n    time.sleep(10**6)\n"
    graded = grade_one(task(edited("pow-backward", loop), seconds=1.0))
    assert "had not ended" in text(graded)
    assert score(graded) == 17


def test_calling_the_kits_own_is_said():
    lent = "from microkit.operations import Mul\nValue.__mul__ = lambda a, b: Mul.of(a, b)"
    graded = grade_one(task(edited("mul-backward", lent)))
    assert "calls-the-kit" in kinds(graded) or score(graded) < 20
    own = "import microkit\nValue.__mul__ = lambda a, b: microkit.Value(a.data) * b.data"
    graded = grade_one(task(edited("mul-backward", own)))
    assert kinds(graded) == ["calls-the-kit"]
    assert "microkit.engine.Value" in graded.findings[0].sentence or "microkit.Value" in (
        graded.findings[0].sentence
    )


def test_another_engine_is_not_there_and_is_said():
    graded = grade_one(task(edited("mul-backward", "import torch\n<right>")))
    assert "another-engine" in kinds(graded)
    assert "ModuleNotFoundError" in text(graded)


def test_forged_answers_are_judged_as_they_are():
    forge = (
        "import microkit.checks.collectors.collect as c, microkit.course.grade.desk.desk as d\n"
        "d.collect = c.collect = lambda *a: {'trials': 7, 'seen': 'PASS', 'score': 20}\n"
    )
    graded = grade_one(task(edited("mul-backward", forge)))
    assert score(graded) == 0
    assert kinds(graded).count("ended-oddly") >= 5


def own_lesson(*sources: str) -> NotebookNode:
    """Return an instructor's own notebook: an import, an answer, and graded cells."""
    first = new_code_cell("import math")
    answer = new_code_cell(sources[0])
    graded = [new_code_cell(source) for source in sources[1:]]
    marks = {"schema_version": 3, "task": False, "points": 2}
    answer.metadata.nbgrader = marks | {"grade_id": "f", "solution": True, "grade": False}
    for place, one in enumerate(graded):
        one.id = f"t{place}"
        one.metadata.nbgrader = marks | {"grade_id": one.id, "solution": False, "grade": True}
    return new_notebook(cells=[first, answer, *graded])


def test_an_instructors_own_asserts_run_outside():
    notebook = own_lesson(
        "def f(x):\n    return x * x",
        "assert f(3) == 9\nassert math.isclose(f(0.5), 0.25)",
        "assert f(3) == 10, 'three squared is not ten'",
        "0.5",
    )
    graded = grade_one(task(notebook, "20_squares"))
    assert graded.outputs["t0"] == []
    assert graded.outputs["t1"][0]["ename"] == "AssertionError"
    assert graded.outputs["t2"][0]["data"]["text/plain"] == "0.5"
    assert not graded.findings


def test_a_result_that_is_equal_to_everything_needs_a_look():
    notebook = own_lesson(
        "class Yes:\n    def __eq__(self, other):\n        return True\nf = lambda x: Yes()",
        "assert f(3) == 9",
    )
    graded = grade_one(task(notebook, "20_squares"))
    assert kinds(graded) == ["claims"]


def test_pictures_are_not_drawn_and_other_packages_are_there_if_asked_for():
    answer = (
        "import matplotlib.pyplot as plt\nfrom IPython.display import HTML\n"
        "figure, axes = plt.subplots()\naxes.plot([1, 2])\nHTML('<b>x</b>')\n"
        "def f(x):\n    import yaml\n    return yaml.safe_load(str(x))"
    )
    notebook = own_lesson(answer, "assert f(3) == 3")
    graded = grade_one(task(notebook, "20_squares"))
    assert graded.outputs["t0"][0]["ename"] == "ModuleNotFoundError"
    top = own_lesson("import yaml\nf = abs", "assert f(-3) == 3")
    assert kinds(grade_one(task(top, "20_squares"))) == ["not-in-the-room"]
    mistyped = own_lesson("import yamll\nf = abs", "assert f(-3) == 3")
    assert kinds(grade_one(task(mistyped, "20_squares"))) == []
    graded = grade_one(task(notebook, "20_squares", packages=("yaml",)))
    assert graded.outputs["t0"] == []


@pytest.mark.parametrize(
    "above",
    [
        "fig, axes = plt.subplots(1, 2)\naxes[0].plot([1])",
        "fig, axes = plt.subplots(2, 2)\naxes[0, 0].plot([1])\naxes[1][1].set(title='x')",
        "fig, (one, two) = plt.subplots(1, 2)\nline, = one.plot([1, 2])",
        "fig, ((a, b), (c, d)) = plt.subplots(nrows=2, ncols=2, figsize=(6, 6))",
        "fig, axes = plt.subplots(1, 3, squeeze=False)\n(a, b, c), = axes\nd, e, f = axes.flat",
        "a, b, c, d = plt.figure().subplots(2, 2).ravel()",
        "(a, b), (c, d) = plt.subplots(3, 2)[1][:2]",
        "fig, axes = plt.subplot_mosaic('AB')\naxes['A'].plot([1])",
        "n, bins, _ = plt.hist([1, 2])\nplt.bar(bins[:-1], n)",
        "ax = plt.gca()\nax.set_ylim(0, 1.1 * ax.get_ylim()[1])\nlow, high = plt.xlim()",
        "with plt.style.context('ggplot'):\n    plt.rcParams['font.size'] = 14",
        "ax = plt.gca()\ndel ax.lines[0]\nprint(f'{ax.bbox.width:.2f}', ax.bbox.x0 + 1 < 2)",
        "import matplotlib.cm as cm\nfrom matplotlib.animation import FuncAnimation\ncm.hot(0.5)",
        "%%time\n%matplotlib inline\nplt.plot([1])",
        "get_ipython().run_cell_magic('time', '', 'def g(x: int): pass')\n"
        "assert g.__annotations__ == {'x': int}",
    ],
)
def test_what_draws_costs_no_answer_below_it(above):
    notebook = own_lesson(f"{above}\ndef f(x):\n    return x * x", "assert f(3) == 9")
    notebook.cells[0].source = "import matplotlib.pyplot as plt"
    graded = grade_one(task(notebook, "20_squares"))
    assert graded.outputs["t0"] == []
    assert not graded.findings


@pytest.mark.parametrize(
    ("line", "found"),
    [("one, two = plt.pie([1, 2])", ["not-shown"]), ("plt.plot(nothing)", []), ("1 / 0", [])],
)
def test_a_cell_that_stops_at_a_picture_needs_a_look(line, found):
    answer = f"import matplotlib.pyplot as plt\n{line}\ndef f(x):\n    return x * x"
    graded = grade_one(task(own_lesson(answer, "assert f(3) == 9"), "20_squares"))
    assert graded.outputs["t0"][0]["ename"] == "NameError"
    assert [finding.kind for finding in graded.findings if finding.look] == found


CLOSE = "def close(a, b):\n    return abs(a - b) < 1e-9"


@pytest.mark.parametrize(
    ("answer", "earns", "found"),
    [
        ("f = lambda x: x * x", True, []),
        ("f = lambda x: x * x\nclose = lambda a, b: False", True, ["another-meaning"]),
        ("f = lambda x: 0\nclose = lambda a, b: True", False, ["another-meaning"]),
        ("f = lambda x: 0\nglobals()['close'] = lambda a, b: True", False, []),
        ("f = lambda x: 0\nclose.__code__ = (lambda a, b: True).__code__", False, []),
    ],
    ids=["right", "by mistake", "in the open", "by globals", "by code"],
)
def test_a_helper_of_the_lesson_is_the_lessons(answer, earns, found):
    notebook = own_lesson(answer, "assert close(f(3), 9)")
    notebook.cells[0].source = CLOSE
    graded = grade_one(task(notebook, "20_squares"))
    assert (graded.outputs["t0"] == []) == earns
    assert kinds(graded) == found


def test_a_helper_goes_to_the_students_function_by_its_name():
    notebook = own_lesson(
        "def f(g, x):\n    return g(x, 9.0)", "assert f(close, 9)\nassert f(g=close, x=0) is False"
    )
    notebook.cells[0].source = CLOSE
    assert grade_one(task(notebook, "20_squares")).outputs["t0"] == []


def test_a_number_that_a_helper_hands_on_is_no_mark():
    notebook = own_lesson("def f(x):\n    return 1.0", "result(f)")
    notebook.cells[0].source = "def result(f):\n    return f(3)"
    (shown,) = grade_one(task(notebook, "20_squares")).outputs["t0"]
    assert shown["data"]["text/plain"] == "<1.0>"


def test_a_helper_that_reads_a_file_stays_where_the_files_are():
    notebook = own_lesson(
        "def f(x):\n    return x * x", "assert f(3) == expected()\nassert f(3) == table()"
    )
    notebook.cells[0].source = (
        "from pathlib import Path\n"
        "def expected():\n    return int(open('nine.txt').read())\n"
        "def table():\n    return int(Path('nine.txt').read_text())"
    )
    graded = grade_one(task(notebook, "20_squares", files=(("nine.txt", b"9"),)))
    assert graded.outputs["t0"] == []


@pytest.mark.parametrize(
    ("answer", "earns"),
    [
        ("def sum(numbers):\n    return 0\ndef exp(x):\n    return 0", False),
        ("def sum(numbers):\n    return 6\ndef exp(x):\n    return 1", True),
        ("pass", False),
    ],
    ids=["wrong", "right", "nothing"],
)
def test_what_is_asked_for_is_the_students_also_where_python_has_one(answer, earns):
    notebook = own_lesson(answer, "assert exp(0) == 1\nassert sum([1, 2, 3]) == 6")
    if answer == "pass":  # the lesson's own exp and Python's sum, and no work at all
        notebook.cells[0].source = "from math import exp as given"
    else:
        notebook.cells[0].source = "from math import exp"
    graded = grade_one(task(notebook, "20_squares", asked=("exp", "sum")))
    assert (graded.outputs["t0"] == []) == earns


def test_other_work_is_asked_other_numbers():
    """A student who has read a seed in one submission knows nothing of the next one's."""
    reads = (
        "@method_of(Value)\ndef __mul__(self, other):\n"
        "    import sys\n    frame = sys._getframe()\n"
        "    while frame and 'message' not in frame.f_locals:\n        frame = frame.f_back\n"
        "    raise ValueError(f\"seed {frame.f_locals['message'].get('seed')}\")"
    )

    def told(source: str, *files: tuple[str, bytes]) -> str:
        found = text(grade_one(task(edited("mul-backward", source), files=files)))
        return re.search(r"seed (\w{32})", found)[1]

    once = told(reads)
    assert once == told(reads)
    assert len({once, told(f"{reads}  # again"), told(reads, ("table.txt", b"1"))}) == 3


def test_a_name_that_is_used_again_below_its_check_needs_a_look():
    notebook = own_lesson("def f(x):\n    return x * x", "assert f(3) == 9")
    later = new_code_cell("f = 5")
    later.id = "added-1"
    notebook.cells.append(later)
    graded = grade_one(task(notebook, "20_squares"))
    assert graded.outputs["t0"][0]["output_type"] == "error"
    assert kinds(graded) == ["another-meaning"]


def test_checks_can_stand_among_an_instructors_asserts():
    notebook = submission(RELEASED, SOLUTION, RIGHT)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "mul-check":
            cell.source = 'report = check("02.mul", Value)\nassert Value(2.0).data == 2.0\nreport'
    graded = grade_one(task(notebook))
    assert score(graded) == 20


def test_a_machine_without_a_sandbox_is_told_from_odd_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise SandboxError("There is no sandbox.", "Install one.")

    monkeypatch.setattr(worker, "_room", none)
    graded = grade_one(task(RELEASED))
    assert (graded.trouble, graded.unfit) == ("There is no sandbox. Install one.", True)
