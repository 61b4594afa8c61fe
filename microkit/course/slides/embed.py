"""Put a notebook's widgets into a page that has no kernel: their numbers, and their modules once.

A widget is an ES module and its traits, so a page needs little to run it (`page/widgets.js`). Where
no script runs, the static picture of the widget stays.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from nbformat import NotebookNode

_VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_NOT_OURS = ("layout", "tabbable", "tooltip", "comm")
RESTING = (
    "These numbers come from code in the notebook, which does not run here: they stand still. "
    "Open the lesson in JupyterLab to move them."
)


def embed_widgets(notebook: NotebookNode) -> str:
    """Replace the widgets in the outputs by places on a page, and return what fills the places.

    Parameters
    ----------
    notebook : NotebookNode
        Executed, with the state of its widgets. Changed in place.

    Returns
    -------
    str
        JSON that is safe inside a ``<script>``: ``modules``, ``styles``, and ``models`` that name
        them by number. The same run gives the same text: the random ids of the models are gone.
    """
    state = notebook.metadata.pop("widgets", {}).get(_STATE, {}).get("state", {})
    page: dict[str, list[Any]] = {"modules": [], "styles": [], "models": []}
    numbers: dict[str, int] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            view = output.get("data", {}).pop(_VIEW, None)
            if view is None:
                continue
            identity = view["model_id"]
            still = output.data.get("text/html") or f"<pre>{_words(output)}</pre>"
            if state.get(identity, {}).get("model_module") != "anywidget":
                output.data = NotebookNode({"text/html": still})
                continue
            if identity not in numbers:
                numbers[identity] = len(page["models"])
                page["models"].append(_model(state[identity], page))
            place = f'<div class="place" data-model="{numbers[identity]}">{still}</div>'
            output.data = NotebookNode({"text/html": place})
    return json.dumps(page, sort_keys=True).replace("<", "\\u003c")


def _words(output: NotebookNode) -> str:
    """Say what stands where a widget of another package was."""
    return escape(f"Only in JupyterLab: {output.data.get('text/plain', 'a widget')}")


def _model(saved: dict[str, Any], page: dict[str, list[Any]]) -> dict[str, Any]:
    """Return a model's traits, with its module and its styles by number."""
    state = dict(saved["state"])
    module = _once(page["modules"], state.pop("_esm", ""))
    style = _once(page["styles"], state.pop("_css", ""))
    traits = {
        name: value
        for name, value in state.items()
        if not name.startswith("_") and name not in _NOT_OURS
    }
    if traits.get("by") == "kernel":
        traits["resting"] = RESTING
    # Bytes stand apart from the other numbers, each with the path to its trait.
    buffers = [
        {"path": buffer["path"], "data": buffer["data"]} for buffer in saved.get("buffers", [])
    ]
    return {"module": module, "style": style, "traits": traits, "buffers": buffers}


def _once(known: list[Any], text: str) -> int:
    """Return the place of a text among those that are known, which it joins."""
    if text not in known:
        known.append(text)
    return known.index(text)
