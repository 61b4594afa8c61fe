"""The README says how many wrong and right solutions test the grader; it must be what is tested."""

from pathlib import Path

from misconceptions.counts import counts, sentence

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_readme_gives_the_counts_as_they_are():
    print(sentence())
    assert sentence() in " ".join(README.read_text(encoding="utf-8").split())


def test_there_are_enough_of_each():
    found = counts()
    assert found["wrong ideas"] >= 84
    assert found["right styles"] >= 30
    assert found["random wrong programs"] >= 500
