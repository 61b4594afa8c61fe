import ast
import errno
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from microkit import __version__, cli
from microkit.course.folder import Course


@pytest.fixture
def microkit(run_command, course: Course, monkeypatch: pytest.MonkeyPatch):
    """Return `microkit` in the course."""
    monkeypatch.chdir(course.root)
    return run_command


def test_help_names_the_commands(microkit) -> None:
    code, out, _ = microkit("--help")
    assert code == 0
    for command in ("build", "lab", "demo"):
        assert command in out


def test_build_then_check_then_a_difference(microkit, course: Course) -> None:
    code, out, err = microkit("build", "90")
    assert (code, err) == (0, "")
    assert "lessons/90_double/90_double.ipynb" in out
    code, out, err = microkit("build", "--check")
    assert (code, out, err) == (0, "90_double: up to date\n", "")
    release = course.lesson("90").release
    release.write_bytes(release.read_bytes().replace(b"twice 7", b"twice 8"))
    code, out, err = microkit("build", "--check", "90_double")
    assert code == 1
    assert "90_double.ipynb differs from cell 3" in err
    assert "Run: microkit build" in err


def test_an_unknown_lesson_is_one_sentence(microkit) -> None:
    code, out, err = microkit("build", "42")
    assert (code, out) == (1, "")
    assert "There is no lesson '42'" in err
    assert "Lessons: 90_double." in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["build", "lab", "demo"])
def test_outside_a_course_every_command_says_where_to_go(
    microkit, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = microkit(command)
    assert (code, out) == (1, "")
    assert "No course was found" in err
    assert err.count("\n") == 1


def test_a_port_in_use_ends_with_a_sentence(microkit) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        code, out, err = microkit("lab", "--no-browser", "--port", str(port))
    assert (code, out) == (1, "")
    assert err.startswith(f"Port {port} cannot be used")
    assert err.count("\n") == 1


def test_a_demo_without_lesson_02_ends_with_a_sentence(microkit) -> None:
    code, out, err = microkit("demo")
    assert (code, out.strip()) == (1, "")  # no bar stays behind
    assert "There is no lesson '02'" in err


def test_it_says_which_version_it_is(microkit) -> None:
    assert microkit("--version") == (0, f"microkit {__version__}\n", "")


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (("build", "90"), "lessons/90_double"),
        (("grade", "90"), ".graded"),
        (("demo", "--folder", "here/demo"), "here"),
    ],
)
def test_where_nothing_can_be_written_the_sentence_says_so(
    microkit, course: Course, command: tuple[str, ...], place: str
) -> None:
    (course.root / "solutions" / "02_empty").mkdir()
    (course.root / "solutions" / "02_empty" / "02_empty.ipynb").touch()
    (course.root / place).write_text("A file stands in the way, as if the disk were locked.")
    code, _, err = microkit(*command)
    assert code == 1
    assert re.fullmatch(rf"\S*{place}\S* cannot be written to: [\w ]+\.\n", err)


def test_a_file_that_may_not_be_read_is_said_to_be_so(
    microkit, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(course.settings))

    monkeypatch.setattr("microkit.course.commands.find_course", locked)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    err = microkit("build", "90")[2]
    assert err == f"{course.settings} cannot be read: Permission denied.\n"


def test_a_course_without_lessons_is_told_so(microkit, course: Course) -> None:
    shutil.rmtree(course.lesson("90").source.parent)
    assert microkit("build") == (1, "", f"There are no lessons in {course.root / 'solutions'}.\n")


def test_slides_as_files_listen_nowhere(microkit) -> None:
    code, out, err = microkit("slides", "90", "--html", "--port", "5")
    assert (code, out) == (1, "")
    assert err == "A port is for live slides: microkit slides 90 --port 5\n"


@pytest.mark.parametrize(
    ("package", "command", "extra"),
    [("typer", "--help", "lab"), ("nbgrader", "build", "teach"), ("jupytext", "build", "teach")],
)
def test_without_a_package_the_sentence_names_the_extra(
    course: Course, package: str, command: str, extra: str
) -> None:
    script = (
        f"import sys; sys.modules[{package!r}] = None; sys.argv[1:] = [{command!r}]\n"
        "from microkit import cli; cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=course.root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"This command needs the package {package}, which is not installed. "
        f'Try: pip install -e ".[{extra}]"\n'
    )


def test_an_old_python_is_one_sentence(monkeypatch, microkit) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    code, out, err = microkit("--help")
    assert (code, out) == (1, "")
    assert err.startswith("microkit needs Python 3.11 or newer, and this is 3.8.")


def test_the_entry_can_be_read_by_an_old_python() -> None:
    for module in (cli.__file__, Path(cli.__file__).with_name("__init__.py")):
        ast.parse(Path(module).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['microkit', '--help']\n"
        "from microkit import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}\n"
        "  & {'nbgrader', 'nbclient', 'jupytext', 'sqlalchemy', 'anywidget', 'numpy'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
