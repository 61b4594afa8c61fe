"""What axe-core, which looks for barriers on a page, finds in one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, where: str) -> list[str]:
    """Return what axe-core finds in the part of a page that a selector names, a line each."""
    page.evaluate(AXE)
    found = page.evaluate(
        """async (where) => {
          const options = { preload: false, resultTypes: ["violations"] };
          return (await axe.run(document.querySelectorAll(where), options)).violations;
        }""",
        where,
    )
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
