"""What lies in the sandbox besides Python: parts of the kit, code to call, and the server."""

from __future__ import annotations

import compileall
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from microkit.course.errors import CourseError

KIT = Path(__file__).resolve().parents[2]
PLACE = "/room"  # where it is shown inside
EMPTY = '"""A part of the kit."""\n'


class Room:
    """A folder with copies of what may be read inside. It is removed when it is closed.

    Copies, so that everyone may read them, and compiled, since inside nothing can be written.

    Parameters
    ----------
    parts : sequence of str
        Files and folders of the package `microkit`, such as ``"engine.py"`` or ``"nn"``; ``"."``
        is all of it. A folder on the way to a part gets an empty `__init__.py` if its own is not
        named.
    stand_ins : mapping
        Texts that stand in for files of the package, such as ``{"__init__.py": "..."}``.
    code : sequence of Path
        Python files and packages from elsewhere that can be imported inside.
    """

    def __init__(
        self, parts: Sequence[str], stand_ins: Mapping[str, str], code: Sequence[Path]
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="microkit-sandbox-"))
        try:
            self._fill(parts, stand_ins, code)
        except BaseException:
            self.close()
            raise

    @property
    def paths(self) -> list[str]:
        """Where Python finds it inside."""
        return [f"{PLACE}/kit", f"{PLACE}/code"]

    @property
    def server(self) -> str:
        """Where Python finds the server inside."""
        return f"{PLACE}/server"

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _fill(
        self, parts: Sequence[str], stand_ins: Mapping[str, str], code: Sequence[Path]
    ) -> None:
        kit = self.folder / "kit" / "microkit"
        if parts or stand_ins:
            kit.mkdir(parents=True)
        for part in parts:
            source = (KIT / part).resolve()
            if not source.is_relative_to(KIT) or not source.exists():
                raise CourseError(f"There is no part {part!r} in the package microkit.")
            _copy(source, kit / source.relative_to(KIT))
        for name, text in stand_ins.items():
            target = (kit / name).resolve()
            if not target.is_relative_to(kit.resolve()):
                raise CourseError(f"{name!r} is no file of the package microkit.")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        for name in [*parts, *stand_ins]:
            for folder in (kit / name).parents:
                if folder.is_relative_to(kit) and not (folder / "__init__.py").exists():
                    (folder / "__init__.py").write_text(EMPTY, encoding="utf-8")
        (self.folder / "code").mkdir()
        for source in code:
            _copy(source, self.folder / "code" / source.name)
        _copy(Path(__file__).with_name("inside"), self.folder / "server" / "inside")
        compileall.compile_dir(self.folder, quiet=2)
        for folder, _, files in os.walk(self.folder):
            os.chmod(folder, 0o755)
            for file in files:
                os.chmod(Path(folder, file), 0o644)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)
