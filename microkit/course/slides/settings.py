"""JupyterLab's settings while a deck is shown: the user's own, and the deck switched on."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import json5
from jupyter_core.paths import jupyter_config_dir

_DECK = "jupyterlab-slideshow/plugin.jupyterlab-settings"
_SHORTCUTS = "@jupyterlab/shortcuts-extension/shortcuts.jupyterlab-settings"
_NEWS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"
_PRESENTING = "body[data-jp-deck-mode='presenting']"
# At first nothing has the focus, and then the deck's own keys do not reach it.
_IDLE = f"{_PRESENTING}:not(:focus-within)"


def write_settings(folder: Path) -> Path:
    """Write settings for a deck into a new folder, and return it.

    They start as a copy of the user's, so that the theme is theirs; leaving the deck, or changing
    anything while it is shown, does not change theirs.
    """
    own = os.environ.get("JUPYTERLAB_SETTINGS_DIR") or os.path.join(
        jupyter_config_dir(), "lab", "user-settings"
    )
    if os.path.isdir(own):
        shutil.copytree(own, folder)
    _add(folder / _DECK, {"active": True})
    _add(folder / _NEWS, {"fetchNews": "false"})  # no question on top of the first slide
    _add(folder / _SHORTCUTS, {"shortcuts": _shortcuts()})
    return folder


def _shortcuts() -> list[dict[str, Any]]:
    """Return the keys that JupyterLab has to learn, among them those of a presenter's clicker."""
    on, back = ("down", "forward"), ("up", "back")
    turns = [(_PRESENTING, "PageDown", on), (_PRESENTING, "PageUp", back)]
    turns += [(_IDLE, "Space", on), (_IDLE, "Shift Space", back)]
    shortcuts = [
        {
            "command": "deck:go",
            "args": {"direction": direction, "alternate": alternate},
            "keys": [key],
            "selector": selector,
        }
        for selector, key, (direction, alternate) in turns
    ]
    keys = {
        "ArrowRight": "forward",
        "ArrowLeft": "back",
        "ArrowDown": "down",
        "ArrowUp": "up",
        "Escape": "stop",
    }
    for key, what in keys.items():
        shortcuts.append({"command": f"deck:{what}", "keys": [key], "selector": _IDLE})
    return shortcuts


def _add(path: Path, settings: dict[str, Any]) -> None:
    """Put settings into a file, which may hold others; JupyterLab allows comments there."""
    try:
        found = json5.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    found = found if isinstance(found, dict) else {}
    if "shortcuts" in settings:
        settings = {"shortcuts": [*found.get("shortcuts", []), *settings["shortcuts"]]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**found, **settings}), encoding="utf-8")
