"""Which files of this machine a Python inside the sandbox needs, and no more."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from microkit.course.errors import CourseError

_SYSTEM = ("/lib", "/lib64", "/lib32", "/usr/lib", "/usr/lib64", "/usr/lib32")
_SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")


def executable() -> str:
    """Return the program of the Python that runs now, without the links of an environment."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def python_folders() -> list[Path]:
    """Return the folders of Python's own library and of what its extensions link to."""
    base = Path(os.path.realpath(sys.base_prefix))
    found = [Path(os.path.realpath(sysconfig.get_path("stdlib")))]
    if base != Path("/usr"):
        found += [base / "lib", base / "lib64"]
    return [folder for folder in _outermost(found) if folder.is_dir()]


def system_arguments() -> list[str]:
    """Return bubblewrap's options for the system's libraries and for Python, read-only.

    Folders of installed packages within them are covered with an empty one.
    """
    options = [word for name in ("/usr", "/etc") for word in ("--perms", "0755", "--dir", name)]
    shown: list[Path] = []
    for name in _SYSTEM:
        folder = Path(name)
        if folder.is_symlink():
            options += ["--symlink", os.readlink(name), name]
        elif folder.is_dir():
            options += ["--ro-bind", name, name]
            shown.append(folder)
    for name in _SETTINGS:
        options += ["--ro-bind-try", name, name]
    for folder in python_folders():
        if not any(folder.is_relative_to(other) for other in shown):
            options += show(folder)
            shown.append(folder)
    options += show(Path(executable()))
    for place in _places_of_packages(shown):
        options += ["--perms", "0755", "--tmpfs", str(place), "--remount-ro", str(place)]
    return options


def show(path: Path) -> list[str]:
    """Return the options for a file or folder to be read under its own name.

    The folders on the way are made so that everyone may pass them; there is nothing else in them.
    """
    options: list[str] = []
    for folder in reversed(path.parents[:-1]):
        if not (folder.is_relative_to("/usr") or folder.is_relative_to("/lib")):
            options += ["--perms", "0755", "--dir", str(folder)]
    return [*options, "--ro-bind", str(path), str(path)]


def python_paths() -> list[str]:
    """Return where the Python inside finds its own library."""
    stdlib = os.path.realpath(sysconfig.get_path("stdlib"))
    return [stdlib, str(Path(stdlib, "lib-dynload"))]


def package_files(packages: Sequence[str]) -> list[Path]:
    """Return the folders and files of installed packages, with the libraries shipped beside them.

    Raises
    ------
    CourseError
        If one is not installed.
    """
    found: list[Path] = []
    for package in packages:
        try:
            spec = importlib.util.find_spec(package) if package.isidentifier() else None
        except ValueError:
            spec = None
        places = [] if spec is None else list(spec.submodule_search_locations or ())
        if spec is not None and not places and spec.origin:
            places = [spec.origin]
        if not places:
            raise CourseError(
                f"The package {package} is not installed here, and student code is to have it. "
                f"Try: pip install {package}"
            )
        for place in places:
            found.append(Path(place))
            libraries = Path(place).with_name(f"{package}.libs")
            if libraries.is_dir():
                found.append(libraries)
    return found


def _outermost(folders: list[Path]) -> list[Path]:
    """Return the folders that stand in no other one of them."""
    return [
        folder
        for folder in dict.fromkeys(folders)
        if not any(folder != other and folder.is_relative_to(other) for other in folders)
    ]


def _places_of_packages(shown: list[Path]) -> list[Path]:
    """Return the folders of installed packages in what is shown, of whatever Python."""
    found: set[Path] = set()
    for folder in shown:
        for pattern in ("python*/*-packages", "*/python*/*-packages", "*-packages"):
            found.update(
                place
                for place in folder.glob(pattern)
                if place.name in ("site-packages", "dist-packages")
                and place.is_dir()
                and not place.is_symlink()
            )
    return sorted(found)
