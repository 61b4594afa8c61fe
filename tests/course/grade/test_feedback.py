"""Feedback pages: every report with its picture, nothing hidden, nothing that runs or loads."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from support.axe import violations
from support.contrast import measured, too_faint
from support.desk_here import asks

from microkit.course.demo import Demo
from microkit.course.finding import Finding
from microkit.course.grade.book.noted import note
from microkit.course.grade.pages.exporter import FeedbackExporter
from microkit.course.grade.wall import run_cell
from microkit.course.grading import Grader, load_settings
from microkit.course.slides.loads import loads

LESSON = "02_one_step_back"
READY = "document.documentElement.dataset.page === 'ready'"
EVIL = (
    "<script>document.title = 'theirs'</script><img src=x onerror=\"document.title='theirs'\">"
    "<meta http-equiv='refresh' content='0; url=https://example.org'>"
    "<style>main { display: none }</style></main></div><!--"
)


@pytest.fixture
def graded(demo: Demo, tmp_path: Path) -> Path:
    """A copy of a graded course whose settings name the exporter."""
    root = tmp_path / "graded"
    shutil.copytree(demo.gradebook.parent, root, ignore=shutil.ignore_patterns("feedback"))
    with (root / "nbgrader_config.py").open("a") as settings:
        name = f"{FeedbackExporter.__module__}.{FeedbackExporter.__name__}"
        settings.write(f'\nc.GenerateFeedback.exporter_class = "{name}"\n')
    return root


def page_of(root: Path, student: str, *cells, top: bool = False) -> str:
    """Return a student's page, with these cells in the graded notebook."""
    path = root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    book = nbformat.read(path, as_version=4)
    book.cells = [*cells, *book.cells] if top else [*book.cells, *cells]
    nbformat.write(book, path)
    settings = load_settings(root / "nbgrader_config.py")
    Grader(root, settings, root / "nbgrader.log").feedback(LESSON, student)
    return (root / "feedback" / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")


def text_of(page: str) -> str:
    body = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


@pytest.fixture
def open_(browser, tmp_path: Path):
    """Open a page where nothing but the disk can be reached."""
    contexts = []

    def open_(text: str, scheme: str = "light", width: int = 1000):
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, offline=True, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        page.wait_for_function(READY)
        return page

    yield open_
    for context in contexts:
        context.close()


def test_the_marks_stand_at_the_top_and_each_report_has_its_picture(graded: Path) -> None:
    page = page_of(graded, "chloe")
    words = text_of(page)
    assert "19 of 20 points" in words
    assert "1 of 1 point" in words
    assert "1 of 1 points" not in words
    assert "02.mul: a * b 1.5 of 2 MUL-OVERWRITE" in words
    assert page.count("your gradients</strong>") == 2
    assert page.count('aria-label="LOOK, ') == 2
    assert page.count('aria-label="PASS, ') == 10
    for anchor in re.findall(r'<th scope="row"><a href="#([^"]+)"', page):
        assert page.count(f'id="{anchor}"') == 1


def test_comments_and_penalties_are_shown(graded: Path) -> None:
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        comment = gradebook.find_comment("mul-backward", LESSON, LESSON, "ada")
        comment.manual_comment = "Very **nice**, Ada"
        gradebook.find_submission_notebook(LESSON, LESSON, "ada").late_submission_penalty = 1.5
        gradebook.db.commit()
    page = page_of(graded, "ada")
    assert "<p>Very <strong>nice</strong>, Ada</p>" in page
    assert "Handed in late: 1.5 points less." in text_of(page)
    assert "18.5 of 20 points" in text_of(page)


def test_nothing_is_loaded_and_no_secret_is_told(graded: Path) -> None:
    page = page_of(graded, "dev")
    assert [address for address in loads(page) if not address.startswith("data:")] == []
    assert not re.search(r"<(script|link)[^>]*(src|href)=", page)
    assert (graded / ".course_seed").read_text().strip() not in page


def test_hidden_tests_are_left_out_with_what_they_show(graded: Path) -> None:
    path = graded / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    book = nbformat.read(path, as_version=4)
    check = next(cell for cell in book.cells if cell.id == "mul-check")
    check.source += "\n### BEGIN HIDDEN TESTS\nassert f(31337) == 4\n### END HIDDEN TESTS"
    trace = ["Traceback", "----> 3 assert f(31337) == 4", "AssertionError: not for a large number"]
    check.outputs = [new_output("error", ename="AssertionError",
                                evalue="not for a large number", traceback=trace)]  # fmt: skip
    nbformat.write(book, path)
    page = page_of(graded, "ada")
    assert "31337" not in page
    assert "HIDDEN TESTS" not in page
    assert "Hidden tests stand here." in page
    assert "AssertionError: not for a large number" in text_of(page)


def test_a_student_cannot_have_the_hidden_tests_told(graded: Path) -> None:
    """What an answer prints, and what its errors say, may be what it was called with."""
    path = graded / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    book = nbformat.read(path, as_version=4)
    check = next(cell for cell in book.cells if cell.id == "mul-check")
    check.source = "### BEGIN HIDDEN TESTS\nassert f(31337) == 4\n### END HIDDEN TESTS"
    student = "def f(x):\n    print('asked', x)\n    raise type(f'E{x}', (ValueError,), {})(x)"
    check.outputs = [from_dict(output) for output in run_cell(check.source, {}, asks(student), 60)]
    assert "31337" in str(check.outputs)
    nbformat.write(book, path)
    page = page_of(graded, "ada")
    assert "31337" not in page
    assert "your own code stopped with an error" in text_of(page)


@pytest.mark.parametrize("kind", ["output", "prose", "raw", "javascript"])
def test_what_a_student_writes_neither_runs_nor_leaves_its_place(
    graded: Path, open_, kind: str
) -> None:
    cell = new_markdown_cell(f"Mine {EVIL}")
    if kind == "output":
        data = {"text/html": f"<b>Mine</b>{EVIL}", "text/plain": "x"}
        cell = new_code_cell("show()", outputs=[new_output("display_data", data)])
    elif kind == "javascript":
        data = {"application/javascript": "document.title = 'theirs'", "text/plain": "Mine"}
        cell = new_code_cell("show()", outputs=[new_output("display_data", data)])
    elif kind == "raw":
        cell = nbformat.v4.new_raw_cell(f"Mine {EVIL}", metadata={"raw_mimetype": "text/html"})
    opened = open_(page_of(graded, "ada", cell, top=True))
    assert opened.title() == "One step back: feedback"
    assert opened.get_by_text("The same checks, with fresh numbers").first.is_visible()
    assert opened.get_by_text("20 of 20 points").is_visible()
    assert opened.get_by_text("Mine").first.is_visible()


def test_only_pictures_beside_the_notebook_are_shown(graded: Path) -> None:
    beside = graded / "autograded" / "ada" / LESSON
    (beside / "two dots.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (beside.parent / "secret.png").write_bytes(b"a secret")
    cell = new_markdown_cell("![a](two%20dots.svg) ![b](../secret.png) ![c](https://a.org/d.png)")
    page = page_of(graded, "ada", cell)
    assert page.count("data:image/svg+xml;base64,") == 1
    assert "YSBzZWNyZXQ" not in page


def test_findings_stand_out(graded: Path, open_) -> None:
    holder = new_notebook()
    note(holder, [Finding("deleted", "The cell mul-check is back. The lesson's counts.", True)])
    page = page_of(graded, "ada", *holder.cells, top=True)
    box = open_(page).get_by_label("What was found when it was taken in")
    assert "The lesson's counts." in box.inner_text()


def test_a_picture_without_words_gets_some(graded: Path) -> None:
    picture = new_output("display_data", {"image/png": "aGk=", "text/plain": "x"})
    drawn = new_output("display_data", {"text/html": "<img src='data:,'>", "text/plain": "x"})
    page = page_of(
        graded,
        "ada",
        new_code_cell("show()", outputs=[picture, drawn]),
        new_markdown_cell("<img src='data:,'> <img src='data:,' alt='mine'>"),
    )
    assert page.count('alt="No description has been provided for this image"') == 3
    assert page.count('alt="mine"') == 1


def test_an_answer_that_did_not_end_is_not_called_unwritten(graded: Path) -> None:
    path = graded / "autograded" / "ben" / LESSON / f"{LESSON}.ipynb"
    book = nbformat.read(path, as_version=4)
    answer = next(cell for cell in book.cells if cell.id == "chain-by-hand")
    answer.outputs = [new_output("error", ename="Did not end", evalue="", traceback=[])]
    nbformat.write(book, path)
    words = text_of(page_of(graded, "ben"))
    assert "the chain by hand 0 of 2 the answer did not end" in words
    assert "a * b 0 of 2 nothing written yet" in words


def test_what_one_page_has_taught_the_exporter_does_not_show_in_another(graded: Path) -> None:
    place = graded / "autograded"
    paths = {who: place / who / LESSON / f"{LESSON}.ipynb" for who in ("ada", "chloe")}
    one = FeedbackExporter()
    first, _, again = (one.from_filename(str(paths[name]))[0] for name in ("ada", "chloe", "ada"))
    assert first == again == FeedbackExporter().from_filename(str(paths["ada"]))[0]


@pytest.mark.parametrize("student", ["ada", "ben", "chloe"])
def test_axe_finds_nothing_in_light_and_dark(graded: Path, open_, student: str) -> None:
    page = page_of(graded, student)
    for scheme in ("light", "dark"):
        opened = open_(page, scheme)
        assert violations(opened, "html") == []
        assert too_faint(measured(opened)) == []
    narrow = open_(page, width=400)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 400
