import importlib.util
import os
import socket
import sys
from pathlib import Path

import pytest

from microkit.course.errors import CourseError
from microkit.course.lab import CONFIG, HOST, choose_port, lab_command, open_lab


@pytest.fixture
def busy():
    """A port that something listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_one_sentence_with_what_to_do(busy: int) -> None:
    with pytest.raises(CourseError, match=rf"Port {busy} cannot be used \(.*\).*leave --port out"):
        choose_port(busy)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CourseError, match=f"^{port} is no port: .* from 1 to 65535.$"):
        choose_port(port)


def test_without_a_wish_a_used_port_is_passed_over(monkeypatch, busy: int) -> None:
    monkeypatch.setattr("microkit.course.lab.FIRST_PORT", busy)
    assert choose_port(None) > busy
    monkeypatch.setattr("microkit.course.lab.TRIES", 1)
    with pytest.raises(CourseError, match="is free"):
        choose_port(None)


def test_the_command_is_quiet_and_asks_nothing_of_the_net(tmp_path: Path) -> None:
    command = lab_command(tmp_path, 8899, browser=False)
    assert command[:4] == [sys.executable, "-m", "jupyterlab", str(tmp_path)]
    assert "--ServerApp.port=8899" in command
    assert "--ServerApp.port_retries=0" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert "--LabApp.news_url=None" in command
    assert "--no-browser" in command
    assert "--no-browser" not in lab_command(tmp_path, 8899, browser=True)


def test_every_option_is_one_that_jupyterlab_knows(tmp_path: Path) -> None:
    from jupyter_server.serverapp import ServerApp
    from jupyterlab.labapp import LabApp

    known = {"ServerApp": ServerApp.class_trait_names(), "LabApp": LabApp.class_trait_names()}
    options = [word[2:].split("=")[0] for word in lab_command(tmp_path, 1, True) if "." in word]
    for option in [option for option in options if option.startswith(("ServerApp", "LabApp"))]:
        application, name = option.split(".")
        assert name in known[application]


def test_it_starts_the_server_and_prints_one_address(tmp_path: Path, monkeypatch, capsys) -> None:
    started = {}

    def start(*arguments):
        started["command"], started["environment"] = arguments[-2], arguments[-1]
        return 0

    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "the user's")
    monkeypatch.setattr(os, "name", "nt")  # the way on which the caller stays
    monkeypatch.setattr(
        "microkit.course.lab.subprocess.call", lambda command, env: start(command, env)
    )
    assert open_lab(tmp_path, browser=False) == 0
    token = started["environment"]["JUPYTER_TOKEN"]
    assert started["environment"]["JUPYTER_CONFIG_PATH"] == f"the user's{os.pathsep}{CONFIG}"
    out = capsys.readouterr().out
    assert out.startswith(f"JupyterLab: http://{HOST}:")
    assert f"/lab?token={token} " in out
    assert out.count("\n") == 1
    assert not any(token in word for word in started["command"])  # others could read it there


def test_without_jupyterlab_the_sentence_names_the_extra(tmp_path: Path, monkeypatch) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name == "jupyterlab" else find_spec(name, *more),
    )
    with pytest.raises(CourseError, match=r'not installed here.*pip install -e "\.\[lab\]"'):
        open_lab(tmp_path)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="There is no folder"):
        open_lab(tmp_path / "nowhere")
