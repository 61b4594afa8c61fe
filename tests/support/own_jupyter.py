"""Folders of its own for Jupyter and IPython, so that tests leave those of the user alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


@contextmanager
def own_jupyter(own: Path) -> Iterator[None]:
    """Make the folders, and let the environment name them for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for name in FOLDERS:
            (own / name).mkdir()
            patch.setenv(name, str(own / name))
        patch.delenv("MICROKIT_COURSE_SEED", raising=False)
        yield
