"""What axe-core, which looks for barriers on a page, finds in one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, where: str, only: tuple[str, ...] = ()) -> list[str]:
    """Return what axe-core finds in a part of a page, a line each.

    Parameters
    ----------
    page : playwright.sync_api.Page
        The page.
    where : str
        A CSS selector.
    only : tuple of str, optional
        The rules to ask, as ``("color-contrast",)`` where only colors have changed; else all.
    """
    page.evaluate(AXE)
    found = page.evaluate(
        """async ([where, only]) => {
          const options = { preload: false, resultTypes: ["violations"] };
          if (only.length) options.runOnly = { type: "rule", values: only };
          return (await axe.run(document.querySelectorAll(where), options)).violations;
        }""",
        [where, list(only)],
    )
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
