from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.graph.labels import clean, columns, shorten


@pytest.mark.parametrize(
    ("label", "cleaned"),
    [
        ("x1", "x1"),
        ("two\nlines", "two lines"),
        ("a\x00\x1bb", "a\ufffd\ufffdb"),
        ("safe\u202etxt.exe", "safe\ufffdtxt.exe"),
        ("\ud800", "\ufffd"),
        ("θ₁", "θ₁"),
    ],
)
def test_clean(label, cleaned):
    assert clean(label) == cleaned


@settings(derandomize=True, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_a_clean_label_is_one_line_that_xml_can_hold(label):
    cleaned = clean(label)
    assert len(cleaned.splitlines()) <= 1
    element = ElementTree.Element("text")
    element.text = cleaned
    assert (ElementTree.fromstring(ElementTree.tostring(element)).text or "") == cleaned


@settings(derandomize=True, deadline=None)
@given(st.text(), st.integers(min_value=1, max_value=30))
def test_a_shortened_text_fits(text, room):
    shortened = shorten(text, room)
    assert columns(shortened) <= room
    assert shortened == text or shortened.endswith("…")


def test_wide_letters_take_two_columns_and_accents_none():
    assert columns("損失") == 4
    assert columns("e\N{COMBINING ACUTE ACCENT}") == 1
    assert shorten("損失関数の値", 5) == "損失…"
