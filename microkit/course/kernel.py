"""A kernel whose sockets are files of its own, where the system has such sockets.

Two processes that each start a kernel can be given the same free port, and then hear each other.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager


class OwnKernel(AsyncKernelManager):
    """What nbclient starts: ``NotebookClient(notebook, kernel_manager_class=OwnKernel)``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if os.name == "posix":
            folder = Path(tempfile.mkdtemp(prefix="microkit-kernel-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            self.transport = "ipc"
            self.ip = str(folder / "socket")
            self.connection_file = str(folder / "kernel.json")
