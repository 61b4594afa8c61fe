"""The class at a glance: rows, tables, CSV files, a picture, and a command that names nobody."""

from __future__ import annotations

import csv
import io
import math
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from nbgrader.api import Gradebook
from rich.console import Console
from support.servers import HOST, free_port

from microkit.course.classroom import ClassReport, class_report, read_class, show_class, write_csv
from microkit.course.classroom.names import without_names
from microkit.course.classroom.picture import MOST_BARS, bars_of, draw_class
from microkit.course.classroom.rows import IdeaRow
from microkit.course.csv_files import harmless
from microkit.course.demo import Demo
from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.marks import Loss, Mark
from microkit.course.submissions import STORIES

LESSON = "02_one_step_back"
NAMES = [story.student for story in STORIES]


def report(exercise="02.mul", lost=None, written=True, **parts):
    """Return what a check's JSON says, as far as a class's table reads it."""
    return {"exercise": exercise, "lost": lost or {}, "written": written} | parts


def mark(student="ada", score=20.0, losses=(), ideas=(), **reports):
    return Mark(student, score, 20.0, tuple(losses), tuple(ideas), (), reports)


def text_of(found: ClassReport, width: int = 120) -> str:
    console = Console(width=width, record=True, file=io.StringIO())
    show_class(found, console)
    return console.export_text()


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Read the CSV files as a spreadsheet does."""
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.stem.removeprefix(f"{LESSON}_")] = list(csv.DictReader(file))
    return found


@pytest.fixture(scope="module")
def demo_class(demo: Demo) -> ClassReport:
    """The demo's class."""
    return read_class(demo.gradebook, "02")


# Rows


def test_the_hidden_twin_counts_with_its_question_and_a_student_once() -> None:
    found = class_report(
        LESSON,
        [
            mark("ada", one=report(lost={"slope": 0.4}),
                 two=report("02.mul.fresh", lost={"slope": 0.4})),
            mark("ben", one=report(lost={"slope": 0.4, "graph": 0.2}), two=report("02.mul.fresh")),
        ],
    )  # fmt: skip
    row = next(row for row in found.questions if row.question == "slope")
    assert (row.exercise, row.lost, row.points, row.students) == ("02.mul", 1.2, 1.6, 2)
    assert [row.question for row in found.costly] == ["slope", "graph"]
    assert len(found.questions) == 7


def test_what_is_not_written_or_did_not_run_is_kept_apart_from_wrong_answers() -> None:
    stopped = Loss("pow-check", "02.pow.fresh", 1.0, "stopped with NameError")
    found = class_report(
        LESSON,
        [
            mark("ada", one=report(written=False, lost={"slope": 0.4}), losses=[stopped]),
            mark("ben", one=report(written=False), losses=[stopped]),
        ],
    )
    assert found.costly == []
    rows = [(r.exercise, r.question, r.text, r.lost, r.students) for r in found.unanswered]
    assert rows == [
        ("02.mul", "", "not written", 4.0, 2),
        ("02.pow", "", "stopped with NameError", 2.0, 2),
    ]


def test_a_loss_that_a_report_explains_is_not_counted_twice() -> None:
    losses = [Loss("one", "02.mul", 0.4, "MUL-OWN")]
    found = class_report(LESSON, [mark(losses=losses, one=report(lost={"slope": 0.4}))])
    assert sum(row.lost for row in found.questions) == 0.4
    assert found.unanswered == []


def test_ideas_are_counted_by_students_with_their_titles() -> None:
    found = class_report(
        LESSON,
        [
            mark("ada", ideas=["MUL-OWN", "MUL-OWN"]),
            mark("ben", ideas=["MUL-OWN", "NO-SUCH-IDEA"]),
            mark("chloe", ideas=["DIV-SIGN"]),
        ],
    )
    assert found.ideas == [
        IdeaRow("MUL-OWN", "its own value in place of the other's", ("ada", "ben")),
        IdeaRow("DIV-SIGN", "no minus for the denominator", ("chloe",)),
        IdeaRow("NO-SUCH-IDEA", "", ("ben",)),
    ]


@pytest.mark.parametrize(
    "forged",
    [
        {"exercise": "02.nothing", "lost": {"slope": 1}},
        {"exercise": ["02.mul"], "lost": {"slope": 1}},
        {"exercise": "02.mul", "lost": [1, 2]},
        {"exercise": "02.mul", "lost": {"slope": "all"}},
        {"exercise": "02.mul", "lost": {"slope": math.nan, "graph": math.inf, "forward": -5}},
        {"exercise": "02.mul", "lost": {"slope": 1e9, "no question": 3}},
        {"exercise": "02.mul"},
    ],
)
def test_a_forged_report_costs_nobody_anything(forged) -> None:
    found = class_report(LESSON, [mark(one=forged)])
    assert sum(row.lost for row in found.questions) == 0


def test_the_summary_is_a_sentence() -> None:
    marks = [mark("ada", 20.0), mark("ben", 3.0), mark("chloe", 10.0)]
    assert class_report(LESSON, marks).summary == (
        "02_one_step_back: 3 students, 20 points. Mean 11.0, median 10.0, lowest 3, highest 20."
    )
    assert class_report(LESSON, marks[:1]).summary.startswith("02_one_step_back: 1 student, ")


def test_an_empty_class_has_no_rows_and_divides_by_nothing(tmp_path: Path) -> None:
    found = class_report(LESSON, [])
    assert found.summary == "02_one_step_back: nobody yet."
    assert bars_of(found) == []
    assert "nobody yet" in text_of(found)
    assert tables(write_csv(found, tmp_path)[0].parent) == {
        "students": [], "questions": [], "misconceptions": [],
    }  # fmt: skip


# A class that nbgrader has graded


def test_the_graded_class_has_its_marks(demo: Demo, demo_class: ClassReport) -> None:
    assert demo_class.lesson == LESSON
    assert [(row.student, row.score) for row in demo_class.students] == [
        (mark.student, mark.score) for mark in demo.marks
    ]
    assert demo_class.students[-1].remark == "did not end: chain-by-hand"


def test_everything_that_was_lost_has_a_row(demo_class: ClassReport) -> None:
    missing = sum(row.points - row.score for row in demo_class.students)
    assert sum(row.lost for row in demo_class.questions) == pytest.approx(missing, abs=0.05)
    assert [(row.exercise, row.question) for row in demo_class.costly] == [
        ("02.mul", "accumulate"),
        ("02.div", "slope"),
        ("02.pow", "slope"),
    ]
    assert {row.text for row in demo_class.unanswered} >= {"not written"}


def test_misconceptions_have_those_who_showed_them(demo_class: ClassReport) -> None:
    assert {row.id: row.students for row in demo_class.ideas} == {
        "MUL-OVERWRITE": ("chloe",), "DIV-SIGN": ("dev",), "POW-PRECEDENCE": ("ema",),
    }  # fmt: skip


def test_reading_leaves_the_gradebook_alone(demo: Demo) -> None:
    before = demo.gradebook.read_bytes()
    read_class(demo.gradebook, LESSON)
    assert demo.gradebook.read_bytes() == before


# The terminal


def test_the_terminal_shows_all_three_tables(demo_class: ClassReport) -> None:
    text = text_of(demo_class)
    assert text.startswith(demo_class.summary)
    for part in ("chloe", "19 of 20", "02.mul.fresh", "MUL-OVERWRITE", "everything",
                 "Is it added to what is already there?", "no minus for the denominator",
                 "did not end: chain-by-hand", "Points lost without an answer"):  # fmt: skip
        assert part in text


def test_a_narrow_terminal_cuts_nothing_off(demo_class: ClassReport) -> None:
    text = text_of(demo_class, width=60)
    assert max(map(len, text.splitlines())) <= 60
    assert "…" not in text


def test_a_name_is_no_markup() -> None:
    assert "[red]ada[/red]" in text_of(class_report(LESSON, [mark("[red]ada[/red]")]))
    assert "\x1b" not in text_of(class_report(LESSON, [mark("a\x1b[31mda")]))


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    ideas = [f"IDEA-{i}" for i in range(20)]
    assert "... and 5 more: --csv writes all of them." in text_of(
        class_report(LESSON, [mark(ideas=ideas)])
    )


# CSV


def test_the_files_hold_every_row(demo_class: ClassReport, tmp_path: Path) -> None:
    paths = write_csv(demo_class, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == [
        f"{LESSON}_{name}.csv" for name in ("students", "questions", "misconceptions")
    ]
    found = tables(paths[0].parent)
    assert found["students"][2] == {
        "student": "chloe", "score": "19.0", "points": "20.0", "lost in": "02.mul; 02.mul.fresh",
        "misconceptions": "MUL-OVERWRITE", "remark": "",
    }  # fmt: skip
    assert len(found["questions"]) == len(demo_class.questions)
    lost = {(r["exercise"], r["question"]): r for r in found["questions"]}
    assert lost["02.mul", "accumulate"]["points lost"] == "1.0"
    assert lost["02.mul", "accumulate"]["students"] == "1"
    assert found["misconceptions"][0]["who"] == "dev"


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "'=1", "\uff1dcmd", '=HYPERLINK("x")'],
)
def test_a_name_that_looks_like_a_formula_is_text(name: str, tmp_path: Path) -> None:
    assert str(harmless(name)).startswith("'")
    found = class_report(LESSON, [mark(name, ideas=[name])])
    write_csv(found, tmp_path)
    cells = [
        cell
        for rows in tables(tmp_path).values()
        for row in rows
        for cell in row.values()
        if not re.fullmatch(r"-?[\d.]+", cell)
    ]
    assert cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_names_of_every_language_survive(tmp_path: Path) -> None:
    names = [
        "Zo\u00eb", "\u674e\u660e", "\u0645\u0631\u064a\u0645", 'O"Neil, Jr.', "\u0141uk;asz",
    ]  # fmt: skip
    paths = write_csv(class_report(LESSON, [mark(name) for name in names]), tmp_path)
    assert paths[0].read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row["student"] for row in tables(tmp_path)["students"]] == names


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CourseError, match=r"cannot be written to .*file.*Name another folder"):
        write_csv(class_report(LESSON, []), tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


# The picture


def test_the_picture_has_titles_labels_and_numbers(demo_class: ClassReport, tmp_path: Path) -> None:
    path = tmp_path / "class.svg"
    draw_class(demo_class, path)
    tree = ElementTree.parse(path)
    words = " ".join("".join(tree.getroot().itertext()).split())
    for part in (demo_class.summary, "Marks", "Points lost, by question", "Misconceptions",
                 "students", "points lost by the class", "16 to 20 points",
                 "DIV-SIGN: no minus for the denominator"):  # fmt: skip
        assert part in words
    assert "Marks (students): 16 to 20 points, 5;" in words  # its description
    assert len({part.hatch for part in bars_of(demo_class)}) == 3


def test_the_same_class_gives_the_same_picture(demo_class: ClassReport, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg", "one.png", "two.png"):
        draw_class(demo_class, tmp_path / name)
    for kind in ("svg", "png"):
        one, two = ((tmp_path / f"{name}.{kind}").read_bytes() for name in ("one", "two"))
        assert one == two
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")


def test_a_large_class_fits_one_picture(tmp_path: Path) -> None:
    ideas = [f"IDEA-{i} $x^2$ {'long ' * 30}" for i in range(40)]
    found = class_report(LESSON, [mark(f"s{i}", i % 21, ideas=ideas[: i % 40]) for i in range(200)])
    parts = bars_of(found)
    assert parts[-1].title == f"Misconceptions (the first {MOST_BARS} of 39)"
    assert all(len(part.labels) <= MOST_BARS for part in parts)
    assert max(len(row) for part in parts for row in "\n".join(part.labels).splitlines()) <= 44
    assert sum(parts[0].lengths) == 200
    draw_class(found, tmp_path / "class.png")


def test_marks_fall_into_bands() -> None:
    scores = [0, 3.9, 4, 11, 16, 20]
    marks = [mark(str(i), float(score)) for i, score in enumerate(scores)]
    bars = bars_of(class_report(LESSON, marks))[0]
    assert dict(zip(bars.labels, bars.lengths, strict=True)) == {
        "16 to 20 points": 2, "12 to under 16 points": 0, "8 to under 12 points": 1,
        "4 to under 8 points": 1, "0 to under 4 points": 2,
    }  # fmt: skip


# Without names


def test_without_names_the_order_says_nothing() -> None:
    marks = [mark(f"student {letter}") for letter in "abcdefghijkl"]
    orders = set()
    for _ in range(20):
        shuffled = without_names(marks_with_places(marks))
        assert [m.student for m in shuffled] == [f"student {i}" for i in range(1, 13)]
        orders.add(tuple(m.score for m in shuffled))
    assert len(orders) > 15


def marks_with_places(marks: list[Mark]) -> list[Mark]:
    return [mark(m.student, float(place)) for place, m in enumerate(marks)]


def test_no_name_is_left_anywhere(run_command, demo: Demo, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = []
    for kind in ("png", "svg"):
        code, stdout, stderr = run_command(
            "report", "02", "--gradebook", demo.gradebook, "--csv", out,
            "--picture", out / f"class.{kind}", "--no-names",
        )  # fmt: skip
        assert code == 0
        said.append(stdout + stderr)
    files = list(out.iterdir())
    assert len(files) == 5
    everything = [*said, *map(str, (path.name for path in files))]
    everything += [path.read_bytes().decode("utf-8", "replace") for path in files]
    for text in everything:
        for name in NAMES:
            assert not re.search(rf"\b{name}\b", text.replace(str(tmp_path), "")), name
    assert "student 6" in said[0]


def test_a_student_has_one_number_in_all_tables(demo: Demo, tmp_path: Path) -> None:
    write_csv(read_class(demo.gradebook, "02", names=False), tmp_path)
    found = tables(tmp_path)
    has = {row["student"]: row["misconceptions"] for row in found["students"]}
    assert all(has[row["who"]] == row["misconception"] for row in found["misconceptions"])
    assert sorted(has) == [f"student {i}" for i in range(1, 7)]


# The command


def test_the_command_shows_writes_and_says_what_it_wrote(run_command, demo, tmp_path) -> None:
    out = tmp_path / "o"
    code, stdout, stderr = run_command(
        "report", LESSON, "--gradebook", demo.gradebook, "--csv", out, "--picture", out / "c.png"
    )
    assert (code, stderr) == (0, "")
    assert "chloe" in stdout
    for name in (f"{LESSON}_students.csv", "c.png"):
        assert f"Written: {out / name}\n" in stdout


def test_it_reads_the_gradebook_of_the_course(
    run_command, built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.root)
    code, stdout, stderr = run_command("report", "90")
    assert (code, stdout) == (1, "")
    assert stderr == (
        "Nobody's 90_double is in the gradebook yet. Put what students handed in into "
        "submitted/STUDENT/90_double/, and run: microkit grade 90_double\n"
    )


@pytest.mark.parametrize("option", [True, False])
def test_a_gradebook_elsewhere_is_named_as_for_grading(
    run_command, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: bool
) -> None:
    course = tmp_path / "course"
    shutil.copytree(demo.gradebook.parent, course)
    (course / "pyproject.toml").touch()
    (course / "gradebook.db").rename(course / "marks.db")
    (course / "autograded").rename(course / "graded")
    address = f"sqlite:///{course / 'marks.db'}"
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc.CourseDirectory.autograded_directory = "graded"\n')
        if not option:
            file.write(f"c.CourseDirectory.db_url = {address!r}\n")
    monkeypatch.chdir(course)
    if option:
        (course / "graded").rename(course / "autograded")
        assert "MUL-OVERWRITE" in run_command("report", "02", "--gradebook", address)[1]
    else:
        assert "MUL-OVERWRITE" in run_command("report", "02")[1]


def test_a_server_that_is_not_there_is_one_sentence_without_the_password() -> None:
    address = f"postgresql://me:secret@{HOST}:{free_port()}/marks"
    with pytest.raises(CourseError, match=r"The gradebook postgresql://me:\*\*\*@") as found:
        read_class(address, "02")
    assert "secret" not in str(found.value)


def test_a_course_without_a_gradebook_is_one_sentence(
    run_command, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    code, stdout, stderr = run_command("report", "90")
    assert (code, stdout) == (1, "")
    assert stderr.startswith(f"There is no gradebook {course.root / 'gradebook.db'}. ")
    assert stderr.count("\n") == 1
    assert not (course.root / "gradebook.db").exists()


def _other_database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE recipes (name TEXT)")
        return database.serialize()


@pytest.mark.parametrize(
    "content", [b"", b"name,score\n", b"SQLite format 3\0" + b"x" * 200, _other_database()]
)
def test_a_file_that_is_no_gradebook_is_one_sentence(run_command, tmp_path, content) -> None:
    path = tmp_path / "marks.db"
    path.write_bytes(content)
    code, stdout, stderr = run_command("report", "02", "--gradebook", path)
    assert (code, stdout) == (1, "")
    assert stderr == f"{path} is not a gradebook of nbgrader. Name another one with --gradebook.\n"
    assert path.read_bytes() == content


def test_an_unknown_lesson_is_one_sentence_with_those_that_there_are(
    run_command, demo: Demo
) -> None:
    code, stdout, stderr = run_command("report", "42", "--gradebook", demo.gradebook)
    assert (code, stdout) == (1, "")
    assert "has no lesson '42'. It has 02_one_step_back." in stderr
    assert stderr.count("\n") == 1


def test_marks_without_any_report_are_one_sentence(run_command, demo: Demo, tmp_path: Path) -> None:
    alone = Path(shutil.copy(demo.gradebook, tmp_path))
    code, stdout, stderr = run_command("report", "02", "--gradebook", alone)
    assert (code, stdout) == (1, "")
    assert stderr.startswith("02_one_step_back has marks, and no graded notebook in ")
    assert "microkit grade 02_one_step_back --force" in stderr
    assert stderr.count("\n") == 1


def test_a_gradebook_without_a_lesson_is_one_sentence(run_command, demo, tmp_path: Path) -> None:
    path = Path(shutil.copy(demo.gradebook, tmp_path))
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.remove_assignment(LESSON)
    code, _, stderr = run_command("report", "02", "--gradebook", path)
    assert code == 1
    assert "It has no lesson yet." in stderr


@pytest.mark.parametrize("name", ["class.pdf", "class", "class.csv"])
def test_another_kind_of_picture_is_refused_before_anything_is_written(
    run_command, demo: Demo, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "csv"
    code, stdout, stderr = run_command(
        "report", "02", "--gradebook", demo.gradebook, "--csv", out, "--picture", tmp_path / name
    )
    assert (code, stdout) == (1, "")
    assert "ends in .png or .svg" in stderr
    assert not out.exists()


def test_a_picture_that_cannot_be_written_is_one_sentence(demo_class, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CourseError, match="The picture cannot be written to"):
        draw_class(demo_class, tmp_path / "file" / "class.png")


def test_without_matplotlib_the_sentence_names_the_extra(demo: Demo, tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['matplotlib'] = None; sys.argv[1:] = ['report', '02', "
        f"'--gradebook', {str(demo.gradebook)!r}, '--picture', {str(tmp_path / 'c.png')!r}]\n"
        "from microkit import cli; cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "This command needs the package matplotlib, which is not installed. "
        'Try: pip install -e ".[lab]"\n'
    )


def test_help_names_it_and_its_options(run_command) -> None:
    assert "report" in run_command("--help")[1]
    text = run_command("report", "--help")[1]
    for option in ("--gradebook", "--csv", "--picture", "--no-names"):
        assert option in text
