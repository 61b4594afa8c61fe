"""A blank page that shows a widget's module with a fake model, as a front end would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.widget_page import blank_page, show_widget


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
    tab.set_content(blank_page())
    yield tab
    tab.remove_listener("pageerror", on_error)
    tab.remove_listener("console", on_console)
    assert errors == []


@pytest.fixture
def show(page: Any) -> Callable[[Any], Any]:
    """Show a widget on the blank page, with the traits that its Python side would send."""

    def show(widget: Any) -> Any:
        show_widget(page, widget)
        return page

    return show


@pytest.fixture
def shared() -> Path:
    """The folder of the parts that all widgets use."""
    import microkit.widgets

    return Path(microkit.widgets.__file__).parent / "shared"
