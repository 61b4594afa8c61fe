"""What the README shows is what the kit does."""

import doctest
import re
import sys
from pathlib import Path

from faults.every import ALL
from misconceptions.students_02 import student_value

from microkit.checks import check
from microkit.widgets.gallery import gallery

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text()


def test_its_example_runs():
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted >= 5
    assert results.failed == 0


def test_its_report_is_the_one_that_a_student_gets():
    shown = re.search(r"```\n(LOOK.*?)```", TEXT, re.DOTALL).group(1)
    assert shown.strip() == str(check("02.mul", student_value("MUL-NO-UPSTREAM")))


def test_it_opens_with_the_two_commands():
    commands = re.findall(r"^    (make \w+|pip install .*|microkit lab)", TEXT, re.MULTILINE)
    assert commands[:2] == ["make lab", "make test"]
    assert 'pip install -e ".[lab]"' in commands
    assert "microkit lab" in commands


def test_every_file_that_it_names_exists():
    for name in re.findall(r"`((?:lessons|solutions|microkit|tests)/[\w./]+)`", TEXT):
        assert (ROOT / name).exists(), name


def test_its_gallery_shows_every_widget_light_and_dark_and_in_words():
    for name, widget in gallery().items():
        for theme in ("light", "dark"):
            picture = f".github/gallery/{name}-{theme}.png"
            assert (ROOT / picture).is_file()
            assert f'"{picture}"' in TEXT
        assert re.search(rf'{name}-light.png" alt="{type(widget).__name__}: \w[^"]+"', TEXT)


def test_the_python_that_it_asks_for_is_the_one_that_pyproject_asks_for():
    asked = re.search(r"Python (3\.\d+)", TEXT).group(1)
    assert f'requires-python = ">={asked}"' in (ROOT / "pyproject.toml").read_text()
    assert sys.version_info >= tuple(map(int, asked.split(".")))


def test_the_number_of_faults_is_the_one_that_is_tested():
    assert f"{len(ALL)} hostile and broken submissions" in " ".join(TEXT.split())
