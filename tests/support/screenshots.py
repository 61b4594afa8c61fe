"""Pictures of every widget, light and dark, in build/screenshots: `make screenshots`.

`make screenshots ARGS=--readme` also renews the gallery of the README, in fewer colors.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from support.widget_page import THEMES, blank_page, settle, show_widget

from microkit.widgets.gallery import gallery

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "screenshots"
GALLERY = ROOT / ".github" / "gallery"
WIDTHS = {"": 776, "-narrow": 396}


def main(arguments: list[str]) -> None:
    """Take the pictures of the widgets that are named, or of all."""
    names = [argument for argument in arguments if argument != "--readme"]
    take(names)
    if "--readme" in arguments:
        GALLERY.mkdir(parents=True, exist_ok=True)
        for name in names or gallery():
            for theme in THEMES:
                picture = Image.open(FOLDER / f"{name}-{theme}.png").convert("RGB")
                picture.quantize(64).save(GALLERY / f"{name}-{theme}.png", optimize=True)


def take(names: list[str]) -> None:
    """Photograph each widget on a page of its own, wide and narrow, light and dark."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, widget in gallery().items():
            if names and name not in names:
                continue
            for theme in THEMES:
                for suffix, width in WIDTHS.items():
                    page = browser.new_page(viewport={"width": width, "height": 400})
                    page.set_content(blank_page(theme))
                    show_widget(page, widget)
                    settle(page)
                    path = FOLDER / f"{name}-{theme}{suffix}.png"
                    page.screenshot(path=path, full_page=True)
                    page.close()
                    print(path.relative_to(FOLDER.parents[1]))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
