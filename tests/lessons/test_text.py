"""The words of every lesson: headings, sentences, links, slides, and what each exercise shows."""

import re
from itertools import pairwise
from pathlib import Path

import jupytext
import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(ROOT.glob("solutions/[0-9][0-9]_*/*.py"))
BANNED = (
    "simply",
    "just",
    "obviously",
    "trivial",
    "trivially",
    "clearly",
    "of course",
    "easy-peasy",
)
MOST_WORDS = 40

pytestmark = pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)


def cells(source):
    return jupytext.read(source).cells


def markdown(source):
    return [cell.source for cell in cells(source) if cell.cell_type == "markdown"]


def headings(source):
    return [
        (len(marks), text)
        for text_ in markdown(source)
        for marks, text in re.findall(r"^(#+) (.+)$", text_, re.MULTILINE)
    ]


def prose(source):
    """Return the sentences: without headings, code, lists' numbers, tags and links' targets."""
    for text in markdown(source):
        text = re.sub(r"^(#+ .*|```.*?```)$", "", text, flags=re.MULTILINE | re.DOTALL)
        text = re.sub(r"</?(details|summary)>", "\n\n", text)
        text = re.sub(r"\]\([^)]*\)", "]", text)
        for paragraph in re.split(r"\n\s*\n|\n(?=[-\d>] ?)", text):
            for sentence in re.split(r"(?<=[.?!:])\s+", " ".join(paragraph.split())):
                if sentence:
                    yield sentence


def test_there_is_one_title_and_no_level_is_skipped(source):
    levels = [level for level, _ in headings(source)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_contents_lead_to_headings_that_exist(source):
    targets = {text.replace(" ", "-") for _, text in headings(source)}
    links = [link for text in markdown(source) for link in re.findall(r"\]\(#([^)]+)\)", text)]
    assert links
    assert set(links) <= targets


def test_sentences_are_short_and_words_are_kind(source):
    long = [s for s in prose(source) if len(s.split()) > MOST_WORDS]
    assert not long
    found = [
        (word, s) for s in prose(source) for word in BANNED if re.search(rf"\b{word}\b", s.lower())
    ]
    assert not found


def test_every_exercise_says_its_minutes_and_its_difficulty(source):
    build = [text for text in markdown(source) if "**Build**" in text]
    assert build
    for text in build:
        assert re.search(r"\*\*Build\*\* \(\d+ minutes, difficulty [123] of 3\)", text)


def test_hints_are_folded_and_hold_no_code_of_the_solution(source):
    hints = [
        hint
        for text in markdown(source)
        for hint in re.findall(r"<details>.*?</details>", text, re.DOTALL)
    ]
    assert hints
    for hint in hints:
        assert "<summary>" in hint
        assert "+=" not in hint
        assert "out.grad" not in hint


def test_the_first_cell_says_how_long_and_what_is_needed_and_the_last_what_comes_next(source):
    texts = markdown(source)
    assert re.search(r"\*\*\d+ minutes", texts[0])
    assert "You need" in texts[0]
    assert any("## Explain it to a friend" in text for text in texts)
    assert headings(source)[-1] == (2, "Next")


def test_a_deck_has_eight_to_twelve_slides(source):
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells(source)]
    assert 8 <= sum(kind in ("slide", "subslide") for kind in kinds) <= 12
    assert set(kinds) <= {None, "slide", "subslide", "fragment"}


def test_in_the_notebook_every_other_cell_is_skipped_by_a_deck(source):
    book = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    kinds = [cell.metadata.slideshow.slide_type for cell in book.cells]
    asked = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells(source)]
    assert kinds == [kind or "skip" for kind in asked]


def test_pictures_in_outputs_say_what_they_show(source):
    book = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    pages = [
        output.data["text/html"]
        for cell in book.cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    pictures = [svg for page in pages for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
    assert pictures
    for picture in pictures:
        if 'aria-hidden="true"' in picture.split(">")[0]:
            continue
        assert 'role="img"' in picture
        title = re.search(r"<title[^>]*>(.+?)</title>", picture)
        assert title
        assert len(title.group(1)) > 3
