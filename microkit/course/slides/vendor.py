"""The files of others that a deck needs: reveal.js shows slides, KaTeX sets formulas.

They lie in `vendored/`, because a deck has to work where there is no network, and no Python package
brings them. `vendored/sources.json` says which package, which version and which files; renewing
takes them from there by the `npm` program, and writes down their checksums:

    python -m microkit.course.slides.vendor
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDORED = Path(__file__).parent / "vendored"
SOURCES = VENDORED / "sources.json"


def vendored(package: str) -> list[Path]:
    """Return the files of a package, its license among them.

    Examples
    --------
    >>> [path.name for path in vendored("reveal.js")]
    ['LICENSE', 'notes.js', 'reveal.css', 'reveal.js']
    """
    return sorted(VENDORED / package / name for name in _sources()[package]["files"])


def checksum(path: Path) -> str:
    """Return a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def renew() -> None:
    """Fetch the files of every package again, at the version that `sources.json` names.

    Raises
    ------
    CalledProcessError
        If `npm` cannot fetch a package.
    """
    sources = _sources()
    for package, source in sources.items():
        place = VENDORED / package
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "pack", "--silent", f"{package}@{source['version']}"]
            packed = subprocess.run(
                command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True
            )
            with tarfile.open(Path(folder, packed.stdout.split()[-1])) as archive:
                archive.extractall(folder, filter="data")
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            for name, found in source["files"].items():
                (place / name).parent.mkdir(exist_ok=True)
                shutil.copyfile(Path(folder, "package", found["from"]), place / name)
                found["sha256"] = checksum(place / name)
    SOURCES.write_text(json.dumps(sources, indent=2) + "\n", encoding="utf-8")


def _sources() -> dict[str, dict]:
    return json.loads(SOURCES.read_text(encoding="utf-8"))


if __name__ == "__main__":
    renew()
