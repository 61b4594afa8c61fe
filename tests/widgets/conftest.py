"""A blank page that shows a widget's module with a fake model, as a front end would."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# What ipywidgets gives a module: traits, events, and a record of what was sent to the kernel.
FAKE = """
class FakeModel {
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
}
window.load = (source) =>
  import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
window.show = async (source, css, state) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  window.model = new FakeModel(state);
  const { default: widget } = await window.load(source);
  window.cleanup = widget.render({ model: window.model, el: document.getElementById("here") });
};
"""
BLANK = (
    "<!doctype html><html lang='en'><title>A widget</title><main id='here'></main>"
    f"<script>{FAKE}</script>"
)
TRAITS_OF_JUPYTER = ("layout", "tabbable", "tooltip", "comm", "keys", "log")


@pytest.fixture(scope="session")
def tab(browser: Any) -> Iterator[Any]:
    """One tab for all tests: opening one takes longer than most of them."""
    tab = browser.new_page()
    tab.set_default_timeout(5000)
    yield tab
    tab.close()


@pytest.fixture
def page(tab: Any) -> Iterator[Any]:
    """A blank page; an error in its scripts fails the test."""
    errors: list[str] = []

    def on_error(error: Any) -> None:
        errors.append(str(error))

    def on_console(said: Any) -> None:
        if said.type == "error":
            errors.append(said.text)

    tab.goto("about:blank")
    tab.set_viewport_size({"width": 800, "height": 700})
    tab.on("pageerror", on_error)
    tab.on("console", on_console)
    tab.set_content(BLANK)
    yield tab
    tab.remove_listener("pageerror", on_error)
    tab.remove_listener("console", on_console)
    assert errors == []


@pytest.fixture
def show(page: Any) -> Callable[[Any], Any]:
    """Show a widget on the blank page, with the traits that its Python side would send."""

    def show(widget: Any) -> Any:
        traits = {
            name: getattr(widget, name)
            for name in widget.keys
            if not name.startswith("_") and name not in TRAITS_OF_JUPYTER
        }
        state = json.loads(json.dumps(traits, allow_nan=False))
        page.evaluate("(parts) => window.show(...parts)", [widget._esm, widget._css, state])
        return page

    return show


@pytest.fixture
def shared() -> Path:
    """The folder of the parts that all widgets use."""
    import microkit.widgets

    return Path(microkit.widgets.__file__).parent / "shared"
