"""The sandbox for honest code: what is there, what is not, and what comes back."""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path

import pytest

from microkit.course.errors import CourseError
from microkit.course.sandbox import Limits, Sandbox
from microkit.course.sandbox.inside.places import HOME

from .conftest import INMATES, LIMITS

PLAIN = {"out": [1, 2.5, None, True, "zw\u00f6lf", {"": []}], "far": -1e308, "large": 2**60}


def test_plain_data_goes_in_and_comes_back(sandbox: Sandbox) -> None:
    outcome = sandbox.run("inmates:give_back", PLAIN)
    assert outcome.answer == PLAIN
    assert (outcome.problem, outcome.sentence, outcome.output) == ("", "", "")
    assert outcome.ok
    assert outcome.seconds > 0


def test_the_depth_that_is_allowed_comes_back(sandbox: Sandbox) -> None:
    assert sandbox.run("inmates:deep_answer", LIMITS.depth).ok


def test_inside_there_is_no_power_no_secret_and_no_neighbor(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "a secret")
    found = sandbox.run("inmates:look_around").answer
    assert set(found["powers"]) == {"0" * 16}
    assert found["no_new_privileges"] is True
    assert found["interfaces"] in ([], ["lo"])
    assert len(found["processes"]) == 2
    assert "SECRET" not in found["environment"]
    assert "a secret" not in str(found["environment"])
    assert found["environment"]["OMP_NUM_THREADS"] == "1"
    assert found["user"] != 0
    assert found["core"] == [0, 0]
    assert found["path"][-1] == HOME
    again = sandbox.run("inmates:look_around").answer
    assert again["hash"] == found["hash"]


def test_an_administrators_calls_are_refused(sandbox: Sandbox) -> None:
    assert set(sandbox.run("inmates:try_powers").answer) == {-1}


def test_only_three_folders_can_be_written(sandbox: Sandbox) -> None:
    assert sorted(sandbox.run("inmates:write_everywhere").answer) == ["/dev/shm", HOME, "/tmp"]


def test_files_of_the_course_and_of_the_home_are_not_there(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    secret = tmp_path / "solution.py"
    secret.write_text("the answer")
    for path in (secret, Path(__file__), Path("/etc/passwd"), Path("/etc/hostname")):
        outcome = sandbox.run("inmates:read", str(path))
        assert outcome.problem == "error"
        assert "No such file" in outcome.sentence


def test_the_home_is_empty_but_for_python(sandbox: Sandbox) -> None:
    python = Path(sys.base_prefix).resolve()
    for name in sandbox.run("inmates:names_below", str(Path.home())).answer:
        path = Path(name)
        assert python.is_relative_to(path) or path.is_relative_to(python)
        assert "site-packages" not in path.parent.parts


def test_there_is_no_network(sandbox: Sandbox) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        outcome = sandbox.run("inmates:call_out", list(listener.getsockname()))
    assert outcome.problem == "error"
    assert "refused" in outcome.sentence or "unreachable" in outcome.sentence


def test_files_are_copied_and_links_are_not_followed(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "classmate.ipynb").write_text("a classmate's work")
    folder = tmp_path / "submission"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "points.csv").write_text("1,2")
    (folder / "link.ipynb").symlink_to(tmp_path / "classmate.ipynb")
    (folder / "circle").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    notebook = tmp_path / "notebook.ipynb"
    notebook.write_text("{}")
    link = tmp_path / "other.ipynb"
    link.symlink_to(tmp_path / "classmate.ipynb")
    found = sandbox.run("inmates:look_around", files=[folder, notebook, link]).answer
    assert found["files"] == {
        f"{HOME}/notebook.ipynb": "{}",
        f"{HOME}/submission/data/points.csv": "1,2",
    }


def test_a_file_of_the_submission_shadows_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    for name in ("inmates", "json", "math", "random", "inside", "own"):
        (tmp_path / f"{name}.py").write_text("__file__ = 'forged'")
    names = [tmp_path / f"{name}.py" for name in ("inmates", "json", "random", "inside", "own")]
    outcome = sandbox.run("inmates:double", 4, files=names)
    assert outcome.answer == 8
    assert sandbox.run("inmates:imported", "json", files=names).answer != "forged"
    assert sandbox.run("inmates:imported", "own", files=names).answer == "forged"


def test_missing_and_too_large_files_are_the_callers_matter(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with pytest.raises(CourseError, match="There is no file"):
        sandbox.run("inmates:double", 1, files=[tmp_path / "missing"])
    with open(tmp_path / "large", "wb") as file:
        file.truncate(LIMITS.disk + 1)
    with pytest.raises(CourseError, match="more than 8,388,608 bytes together"):
        sandbox.run("inmates:double", 1, files=[tmp_path / "large"])


def test_a_request_that_is_no_plain_data_is_the_callers_matter(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        sandbox.run("inmates:double", float("nan"))


def test_a_run_from_another_thread_works(sandbox: Sandbox) -> None:
    """Linux ends what a thread has started when the thread ends."""
    answers = []
    for number in (1, 2):
        thread = threading.Thread(
            target=lambda n=number: answers.append(sandbox.run("inmates:double", n).answer)
        )
        thread.start()
        thread.join()
    assert [*answers, sandbox.run("inmates:double", 3).answer] == [2, 4, 6]


@pytest.mark.parametrize("warm", [False, True])
def test_only_named_packages_and_parts_are_there_as_files(real_sandbox: None, warm: bool) -> None:
    pytest.importorskip("numpy")
    with Sandbox(
        Limits(memory=2**30),
        packages=("numpy",),
        parts=("errors.py", "checks/plain.py"),
        stand_ins={"checks/__init__.py": "KIND = 'a stand-in'"},
        code=(INMATES,),
        warm=warm,
        imports=("numpy", "microkit.checks.plain"),
    ) as sandbox:
        names = sandbox.run("inmates:every_name").answer
        assert not [name for name in names if name.startswith("torch")]
        assert "numpy" in names
        sources = {name for name in names if name.endswith(".py") and "numpy" not in name}
        assert sources == {"__init__.py", "errors.py", "plain.py"}
        assert sandbox.run("numpy:hypot.reduce", [3.0, 4.0]).answer == 5.0
        assert sandbox.run("microkit.checks.plain:plain", [1, None]).answer == [1.0, None]
        assert sandbox.run("inmates:imported", "microkit.engine").problem == "error"


@pytest.mark.parametrize("warm", [False, True])
def test_what_is_readable_can_be_read_and_not_written(
    real_sandbox: None, tmp_path: Path, warm: bool
) -> None:
    shown, hidden = tmp_path / "shown", tmp_path / "hidden"
    for folder in (shown, hidden):
        folder.mkdir()
        (folder / "text").write_text(folder.name)
        (folder / "text").chmod(0o644)
        folder.chmod(0o755)
    with Sandbox(LIMITS, readable=(shown,), code=(INMATES,), warm=warm) as sandbox:
        assert sandbox.run("inmates:read", str(shown / "text")).answer == "shown"
        assert "No such file" in sandbox.run("inmates:read", str(hidden / "text")).sentence
        assert str(shown) not in sandbox.run("inmates:write_everywhere").answer


def test_unknown_packages_and_parts_are_named(real_sandbox: None) -> None:
    missing = "package no_such_package is not installed"
    with (
        Sandbox(packages=("no_such_package",)) as sandbox,
        pytest.raises(CourseError, match=missing),
    ):
        sandbox.run("math:fsum", [1.0])
    for part in ("no_such_part.py", "../tests"):
        with pytest.raises(CourseError, match="There is no part"):
            Sandbox(parts=(part,))


def test_closing_removes_the_files_and_ends_the_server(real_sandbox: None) -> None:
    sandbox = Sandbox(warm=True)
    assert sandbox.run("math:fsum", [1.0, 2.0]).answer == 3.0
    server, folder = sandbox._server, sandbox._room.folder
    assert server is not None
    assert not server.ended
    sandbox.close()
    assert server.ended
    assert not folder.exists()


def test_a_warm_server_that_died_is_started_again(real_sandbox: None) -> None:
    with Sandbox(warm=True) as sandbox:
        assert sandbox.run("math:fsum", [1.0]).answer == 1.0
        assert sandbox._server is not None
        sandbox._server._process.kill()
        sandbox._server._process.wait()
        assert sandbox.run("math:fsum", [2.0]).answer == 2.0
