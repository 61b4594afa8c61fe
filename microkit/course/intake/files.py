"""Which files of a submission go on to grading: data, and never anything that Python would load."""

from __future__ import annotations

import re
import sys
import sysconfig
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path, PurePath

from microkit.course.finding import Finding
from microkit.course.intake.clock import FILE as TIMESTAMP
from microkit.course.intake.disk import MAX_BYTES, MAX_ENTRIES, Entry, Listing, list_folder
from microkit.course.intake.sentences import found

HARMLESS = {
    *(".csv", ".dat", ".json", ".log", ".md", ".npy", ".npz", ".pdf", ".tsv", ".txt", ".xlsx"),
    *(".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".yaml", ".yml"),
}
_LOADED = (".py", ".pyc", ".pyd", ".so", ".pyw", ".dll", ".dylib")
# What Jupyter, editors and the kit leave behind in honest work.
_LEFT_BEHIND = {".ipynb_checkpoints", "__pycache__", "my_microkit", "__macosx", ".vscode", ".idea"}
_LEFT_BEHIND_FILES = re.compile(r"\.ds_store|\._.*|thumbs\.db|desktop\.ini|\.gitkeep|\.gitignore")
_SETTINGS = re.compile(r"(jupyter|ipython|ipykernel|nbgrader|nbconvert|nbclient)\w*config.*")
# Names that are loaded by themselves, and the kit, which an editable installation hides from a
# search by file.
_KNOWN = {"sitecustomize", "usercustomize", "microkit", "ipykernel_launcher", "numpy", "ipykernel"}
_MAX_TOTAL = 50_000_000


def files_to_pass(submitted: Path, released_folder: Path) -> list[Path]:
    """Return the data files of a submission that its notebook may read when it is graded.

    Parameters
    ----------
    submitted : Path
        The folder of the submission.
    released_folder : Path
        The lesson's folder: what it holds itself comes from there, and not from the student.

    Returns
    -------
    list of Path
        Paths inside ``submitted``, by name. Read them with `read_inside`, which follows no link.
    """
    theirs = {
        path.relative_to(released_folder).as_posix().casefold()
        for path in released_folder.rglob("*")
    }
    passed, total = [], 0
    for entry in list_folder(submitted).of("file"):
        if entry.inside.as_posix().casefold() in theirs or not _is_data(entry):
            continue
        total += entry.size
        if total <= _MAX_TOTAL:
            passed.append(Path(entry.inside))
    return sorted(passed)


def judge_files(listing: Listing, notebooks: set[PurePath]) -> list[Finding]:
    """Return what there is to say about the files beside the notebook.

    Parameters
    ----------
    listing : Listing
        All that lies in the submission.
    notebooks : set of PurePath
        What has a notebook's name, and is spoken of elsewhere.
    """
    rest = [entry for entry in listing.entries if entry.inside not in notebooks]
    links = [str(entry.inside) for entry in rest if entry.kind == "link"]
    special = [str(entry.inside) for entry in rest if entry.kind in ("special", "unreadable")]
    files = [entry for entry in rest if entry.kind == "file" and not _is_left_behind(entry)]
    shadows = [str(entry.inside) for entry in files if shadows_a_module(entry.inside)]
    left_out = [
        str(entry.inside)
        for entry in files
        if str(entry.inside) not in {*shadows, TIMESTAMP} and not _is_data(entry)
    ]
    findings = [
        found(kind, others=names)
        for kind, names in (
            ("links", links),
            ("special-files", special),
            ("shadow", shadows),
            ("left-out", left_out),
        )
        if names
    ]
    return [*findings, *([found("too-many-files", limit=MAX_ENTRIES)] if listing.cut else [])]


def shadows_a_module(inside: PurePath) -> bool:
    """Say whether Python or Jupyter would load this file in place of one of their own.

    Examples
    --------
    >>> shadows_a_module(PurePath("numpy/__init__.py")), shadows_a_module(PurePath("mine.py"))
    (True, False)
    """
    if _SETTINGS.fullmatch(inside.name.casefold()):
        return True
    if not inside.name.casefold().endswith(_LOADED):
        return False
    return _is_module(inside.parts[0].split(".")[0].casefold())


@cache
def _is_module(name: str) -> bool:
    """Say whether Python has a module of this name, without loading it."""
    if name in _KNOWN or name in {known.casefold() for known in sys.stdlib_module_names}:
        return True
    try:
        return PathFinder.find_spec(name, [sysconfig.get_path("purelib")]) is not None
    except (ImportError, ValueError):
        return False


def _is_left_behind(entry: Entry) -> bool:
    folders = {part.casefold() for part in entry.inside.parts[:-1]}
    name = entry.inside.name.casefold()
    return bool(folders & _LEFT_BEHIND) or bool(_LEFT_BEHIND_FILES.fullmatch(name))


def _is_data(entry: Entry) -> bool:
    inside = entry.inside
    return (
        inside.suffix.casefold() in HARMLESS
        and entry.size <= MAX_BYTES
        and str(inside) != TIMESTAMP
        and not any(part.startswith(".") for part in inside.parts)
        and str(inside).isprintable()
        and not _is_left_behind(entry)
        and not shadows_a_module(inside)
    )
