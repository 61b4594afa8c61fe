"""Put a deck into its folder: all of it, or nothing, and never over someone's own files."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from microkit.course.errors import CourseError
from microkit.course.slides.deck import Deck

LISTING = "deck.json"  # which files are the deck's: only these are ever replaced


def check_target(folder: Path) -> None:
    """Raise unless a deck may be written there: a new folder, an empty one, or an older deck.

    Raises
    ------
    CourseError
        If it is a file, or holds anything that is not of a deck.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CourseError(f"{folder} is a file. Name a folder for the slides.")
    own = _listed(folder)
    for path in folder.rglob("*"):
        place = path.relative_to(folder)
        if path.is_dir() or place in own or path.name == ".DS_Store":  # macOS leaves these
            continue
        raise CourseError(
            f"{folder} holds {place}, which is not of a deck, so nothing was written. Name "
            "another folder, or move it away."
        )


def write_deck(deck: Deck, folder: Path) -> Path:
    """Write a deck, and return its page. It is made beside its place, and then takes it.

    Raises
    ------
    CourseError
        If the folder is not a deck's, or cannot be written.
    """
    folder = folder.resolve()
    check_target(folder)
    listing = [path.as_posix() for path in sorted(deck)]
    files = deck | {Path(LISTING): (json.dumps({"files": listing}, indent=1) + "\n").encode()}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".microkit-slides-") as beside:
            made, old = Path(beside, "new"), Path(beside, "old")
            for path, content in files.items():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).write_bytes(content)
            if folder.exists():
                os.replace(folder, old)
            try:
                os.replace(made, folder)
            except OSError:
                if old.exists():
                    os.replace(old, folder)
                raise
    except OSError as error:
        raise CourseError(
            f"The slides cannot be written to {folder}: {error.strerror}. Nothing was changed. "
            "Name another folder."
        ) from None
    return folder / "index.html"


def _listed(folder: Path) -> set[Path]:
    """Return the files that an older deck says are its own."""
    try:
        files = json.loads((folder / LISTING).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, LookupError, TypeError):
        return set()
    return {Path(LISTING), *map(Path, files)}
