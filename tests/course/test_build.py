import json
import os
import subprocess
import sysconfig
from pathlib import Path

import nbformat
import pytest

from microkit.course import build as module
from microkit.course.build import Build, build_lesson, differences, write_build
from microkit.course.errors import CourseError
from microkit.course.folder import Course


def make(course: Course) -> Build:
    return build_lesson(course, course.lesson("90"))


def snapshot(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_second_build_changes_no_byte(built: Course) -> None:
    lesson, before = built.lesson("90"), snapshot(built.root)
    again = make(built)
    assert differences(built, lesson, again) == []
    assert write_build(built, lesson, again) == []
    assert snapshot(built.root) == before


def test_a_build_writes_the_two_notebooks_and_nothing_else(course: Course) -> None:
    before = snapshot(course.root)
    made = make(course)
    assert snapshot(course.root) == before
    changed = write_build(course, course.lesson("90"), made)
    assert set(changed) == {
        Path("lessons/90_double/90_double.ipynb"),
        Path("solutions/90_double/90_double.ipynb"),
    }
    assert set(snapshot(course.root)) - set(before) == {course.root / path for path in changed}


def test_the_solution_is_executed(built: Course) -> None:
    notebook = nbformat.read(built.lesson("90").solution, as_version=4)
    nbformat.validate(notebook)
    outputs = {cell.id: cell.get("outputs") for cell in notebook.cells}
    assert outputs["double-check"][0].data == {"text/plain": "18.0"}


def test_a_lesson_holds_no_solution_and_no_output(built: Course) -> None:
    path = built.lesson("90").release
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    text = path.read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" not in text
    assert "2 * number" not in text
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    sources = [cell.source for cell in notebook.cells]
    assert 'guess = predict("90.double", ...)  # twice 7: "zw\u00f6lf" is less' in sources


def test_both_notebooks_have_the_same_cells(built: Course) -> None:
    lesson = built.lesson("90")
    solution, release = (
        nbformat.read(path, as_version=4) for path in (lesson.solution, lesson.release)
    )
    assert [cell.id for cell in solution.cells] == [cell.id for cell in release.cells]


def test_the_stub_raises_nothing(built: Course) -> None:
    notebook = nbformat.read(built.lesson("90").release, as_version=4)
    names: dict[str, object] = {}
    answer = next(cell.source for cell in notebook.cells if cell.id == "double")
    assert answer.endswith("    pass  # your lines go here")
    exec(answer, names)
    assert names["double"](7) is None  # type: ignore[operator]


def test_the_sources_of_lessons_stay_with_the_instructor(built: Course) -> None:
    names = [path.name for path in built.lesson("90").release.parent.iterdir()]
    assert names == ["90_double.ipynb"]


def test_data_beside_the_source_comes_along(course: Course) -> None:
    (course.root / "solutions" / "90_double" / "numbers.csv").write_bytes(b"1,2\n")
    made = make(course)
    assert made[Path("lessons/90_double/numbers.csv")] == b"1,2\n"
    assert Path("solutions/90_double/numbers.csv") not in made


def test_nbgraders_own_command_gives_the_same_bytes(built: Course) -> None:
    path = built.lesson("90").release
    ours = path.read_bytes()
    scripts = sysconfig.get_path("scripts")
    subprocess.run(
        [Path(scripts) / "nbgrader", "generate_assignment", "90_double", "--force"],
        cwd=built.root,
        env=os.environ | {"PATH": scripts + os.pathsep + os.environ["PATH"]},
        check=True,
        capture_output=True,
    )
    assert path.read_bytes() == ours
    assert [file.name for file in path.parent.iterdir()] == ["90_double.ipynb"]


def test_a_changed_byte_is_noticed_and_named(built: Course) -> None:
    lesson, made = built.lesson("90"), make(built)
    text = lesson.release.read_text(encoding="utf-8")
    lesson.release.write_text(text.replace("twice 7", "twice 8"), encoding="utf-8")
    lesson.solution.unlink()
    (lesson.release.parent / "old.csv").write_text("1")
    assert differences(built, lesson, made) == [
        "lessons/90_double/90_double.ipynb differs from cell 3, "
        'which starts with `guess = predict("90.double", ...)  # twice 7: "zw\u00f6lf" is les` on',
        "solutions/90_double/90_double.ipynb is missing",
        "lessons/90_double/old.csv is not made by the build",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("return 2 * number", "return 2 * numbr", "NameError: name 'numbr' is not defined"),
        ("return 2 * number", "return 3 * number", r"\(double-check\).*earns 0 of 18 points"),
        ("### END SOLUTION", "", "nbgrader could not finish.*no end solution statement found"),
        ('"points": 2', '"points": 3', "these to 21"),
    ],
)
def test_a_build_that_fails_leaves_the_old_lesson(
    built: Course, old: str, new: str, sentence: str
) -> None:
    source = built.lesson("90").source
    source.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before = snapshot(built.root)
    with pytest.raises(CourseError, match=sentence):
        make(built)
    assert snapshot(built.root) == before


def test_a_disk_that_fills_up_leaves_the_old_lesson(
    built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson, before = built.lesson("90"), snapshot(built.root)
    made = {path: content + b"\n" for path, content in make(built).items()}
    write_bytes, written = Path.write_bytes, []

    def full(path: Path, content: bytes) -> int:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_build(built, lesson, made)
    assert snapshot(built.root) == before


def test_a_lesson_that_someone_has_worked_in_is_not_replaced(built: Course) -> None:
    lesson, made = built.lesson("90"), make(built)
    notebook = json.loads(lesson.release.read_text(encoding="utf-8"))
    notebook["cells"][1]["execution_count"] = 1
    lesson.release.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(CourseError, match=r"Someone has worked in .*microkit build 90 --force"):
        write_build(built, lesson, made)
    write_build(built, lesson, made, force=True)
    assert differences(built, lesson, made) == []


def test_without_the_settings_of_nbgrader_nothing_is_built(course: Course) -> None:
    course.settings.unlink()
    with pytest.raises(CourseError, match=r"settings are missing: .*nbgrader_config\.py"):
        make(course)


def test_points_are_those_of_the_exercises() -> None:
    from microkit.checks import exercises

    for exercise in exercises():
        assert module.exercise_points(exercise.id) == exercise.points
