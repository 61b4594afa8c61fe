"""CSV files, written whole or not at all, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from microkit.course.errors import CourseError

# A cell that starts with one of these is a formula to a spreadsheet, and could do anything.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_files(files: Mapping[str, str], folder: Path, encoding: str = "utf-8") -> list[Path]:
    """Write text files beside their places, and then into them; return where they are.

    Parameters
    ----------
    files : mapping from str to str
        The texts, by the names of the files.
    folder : Path
        Where they go; it is made where it is missing.
    encoding : str, optional
        With ``"utf-8-sig"``, spreadsheets read the letters of every language.

    Raises
    ------
    CourseError
        If the folder cannot be written to; the files that were there are still there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".microkit-csv-") as beside:
            made = [Path(beside, name) for name in files]
            for path, text in zip(made, files.values(), strict=True):
                path.write_text(text, encoding=encoding, newline="")
            for path in made:
                os.replace(path, folder / path.name)
    except OSError as error:
        raise CourseError(
            f"The CSV files cannot be written to {folder}: {error.strerror}. Name another folder."
        ) from None
    return [folder / name for name in files]


def csv_text(rows: Iterable[Iterable[str | float]]) -> str:
    r"""Return rows as CSV, in which no text is a formula.

    Examples
    --------
    >>> csv_text([("name", "points"), ("=1+1, or so", 2.5)])
    'name,points\r\n"\'=1+1, or so",2.5\r\n'
    """
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str | float) -> str | float:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe in front makes it text.

    Examples
    --------
    >>> harmless("=1+1"), harmless("ada"), harmless(-1.5)
    ("'=1+1", 'ada', -1.5)
    """
    if isinstance(cell, str) and cell.lstrip(" \t\r\n'\"").startswith(_FORMULA):
        return f"'{cell}"
    return cell
