"""Packages that show something: not there unless an instructor has asked for them, but silent."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Mapping
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# With the parts that stand on the package itself.
DRAWING = {
    "IPython": ("IPython.display",),
    "ipywidgets": (),
    "matplotlib": ("matplotlib.pyplot",),
    "mpl_toolkits": (),
}


class Drawing:
    """Finds modules of packages that show something, whatever they are called.

    Parameters
    ----------
    silent : callable
        What any name of such a module stands for.
    """

    def __init__(self, silent: Callable[[str], Any]) -> None:
        self._silent = silent
        self._packages = {name for name in DRAWING if importlib.util.find_spec(name) is None}
        sys.meta_path.append(self)
        for package in self._packages:
            for name in (package, *DRAWING[package]):
                importlib.import_module(name)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return how a module is made, as Python asks for it."""
        is_here = name.partition(".")[0] in self._packages
        return ModuleSpec(name, self, is_package=True) if is_here else None  # pyright: ignore

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Give it all names."""
        module.__dict__["__getattr__"] = self._silent

    def is_named(self, line: str, names: Mapping[str, Any]) -> bool:
        """Say whether a line of code names what shows something."""
        kind = type(self._silent("display"))
        for thing in map(names.get, re.findall(r"\w+", line)):
            made = isinstance(thing, ModuleType) and vars(thing).get("__getattr__") is self._silent
            if made or type(thing) is kind:
                return True
        return False
