"""The list of given names, and what of it a package must carry."""

import re
import subprocess
import sys

from microkit import data


def test_names_are_sorted_and_each_is_there_once_in_small_letters():
    names = data.names()
    assert names == sorted(set(names))
    assert 1900 <= len(names) <= 2100
    assert all(re.fullmatch("[a-z]{2,11}", name) for name in names)


def test_every_letter_is_used():
    assert set("".join(data.names())) == set("abcdefghijklmnopqrstuvwxyz")


def test_each_call_gives_a_list_of_its_own():
    data.names().clear()
    assert data.names()


def test_names_need_nothing_but_python():
    code = """
import sys
sys.modules["numpy"] = None
from microkit import data
assert "aaron" in data.names()
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)
