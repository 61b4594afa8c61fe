"""A blank page that shows widgets with a fake model, as a front end would, in Jupyter's themes."""

from __future__ import annotations

import json
from typing import Any

# What ipywidgets gives a module: traits, events, and a record of what was sent to the kernel.
FAKE = """
window.FakeModel = class {
  constructor(state) { this.state = state; this.handlers = {}; this.sent = []; this.dirty = {}; }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = value;
    this.dirty[name] = value;
    for (const handler of this.handlers["change:" + name] ?? []) handler();
  }
  save_changes() { this.sent.push(this.dirty); this.dirty = {}; }
  on(name, handler) { (this.handlers[name] ??= []).push(handler); }
  off(name, handler) {
    this.handlers[name] = (this.handlers[name] ?? []).filter((known) => known !== handler);
  }
  send() {}
};
window.load = (source) =>
  import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
window.show = async (source, css, state) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  window.model = new FakeModel(state);
  const { default: widget } = await window.load(source);
  window.cleanup = widget.render({ model: window.model, el: document.getElementById("here") });
};
"""
# A plot finds its size, then draws, then names are placed: each in a frame of its own.
SETTLE = """
async () => {
  let changed = false;
  const watch = new MutationObserver(() => { changed = true; });
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  watch.observe(document, all);
  for (let quiet = 0, frames = 0; quiet < 4; quiet += 1, frames += 1) {
    if (frames > 600) throw new Error("The page does not come to rest.");
    await new Promise(requestAnimationFrame);
    if (changed) [changed, quiet] = [false, -1];
  }
  watch.disconnect();
}
"""
# The colors of JupyterLab 4 that the widgets ask for.
THEMES = {
    "light": {
        "--jp-ui-font-color0": "rgba(0, 0, 0, 1)",
        "--jp-ui-font-color1": "rgba(0, 0, 0, 0.87)",
        "--jp-content-font-color1": "rgba(0, 0, 0, 0.87)",
        "--jp-layout-color0": "white",
        "--jp-layout-color1": "white",
        "--jp-brand-color1": "#1976d2",
    },
    "dark": {
        "--jp-ui-font-color0": "rgba(255, 255, 255, 1)",
        "--jp-ui-font-color1": "rgba(255, 255, 255, 0.87)",
        "--jp-content-font-color1": "rgba(255, 255, 255, 1)",
        "--jp-layout-color0": "#111111",
        "--jp-layout-color1": "#212121",
        "--jp-brand-color1": "#2196f3",
    },
}
TRAITS_OF_JUPYTER = ("layout", "tabbable", "tooltip", "comm", "keys", "log")


def blank_page(theme: str | None = None) -> str:
    """Return the page's HTML; without a theme, as on a plain web page."""
    colors = "".join(f"{name}:{color};" for name, color in THEMES.get(theme or "", {}).items())
    ground = f":root{{{colors}}}body{{margin:8px;background:var(--jp-layout-color0)}}"
    return (
        f"<!doctype html><html lang='en'><title>A widget</title><style>{ground if theme else ''}"
        f"</style><main id='here'></main><script>{FAKE}</script>"
    )


def state_of(widget: Any) -> dict[str, Any]:
    """Return the traits that a widget's Python side would send."""
    traits = {
        name: getattr(widget, name)
        for name in widget.keys
        if not name.startswith("_") and name not in TRAITS_OF_JUPYTER
    }
    return json.loads(json.dumps(traits, allow_nan=False))


def show_widget(page: Any, widget: Any, state: dict[str, Any] | None = None) -> None:
    """Show a widget on the blank page, with its own traits or with those that are given."""
    state = state_of(widget) if state is None else state
    page.evaluate("(parts) => window.show(...parts)", [widget._esm, widget._css, state])


def settle(page: Any) -> None:
    """Wait until the page has painted four times without a change of its own."""
    page.evaluate(SETTLE)
