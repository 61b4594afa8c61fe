"""Presses and drags in a real browser, timed by the page itself: nothing waits by the clock."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
STEPS = 60

# A press is timed from the event's own time stamp, when the browser heard the key, to the last
# change in the watched part of the page before the second frame begins: what stands there then was
# painted by the first. Where the answer comes from elsewhere, to the first change after the press;
# where a picture is replaced, to the moment when a new one is there.
METER = """
const ALL = { subtree: true, childList: true, characterData: true, attributes: true };
const inTwoFrames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
window.meter = {
  watch(part, [soon, picture]) {
    this.observer?.disconnect();
    let old = picture && part.querySelector(picture);
    this.observer = new MutationObserver(() => {
      const now = performance.now();
      const next = picture && part.querySelector(picture);
      if (picture && (!next || next === old)) return;
      old = next;
      this.changed?.(now);
    });
    this.observer.observe(part, ALL);
    if (this.listening) removeEventListener("keydown", this.listening, true);
    this.listening = (event) => (this.done = this.time(event.timeStamp, soon));
    addEventListener("keydown", this.listening, true);
  },
  time(start, soon) {
    return new Promise((done) => {
      let last = 0;
      let late = false;
      this.changed = (now) => {
        last = now;
        if (late || !soon) done({ ms: last - start, soon: !late });
      };
      if (soon) inTwoFrames(() => {
        late = true;
        if (last) done({ ms: last - start, soon: true });
        else inTwoFrames(() => done(null));
      });
    });
  },
  frames(part) {
    let changed = false;
    let painted = 0;
    const observer = new MutationObserver(() => (changed = true));
    observer.observe(part, ALL);
    let going = true;
    const count = () => {
      painted += changed;
      changed = false;
      if (going) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    this.stop = () => new Promise((done) => inTwoFrames(() => {
      going = false;
      observer.disconnect();
      done(painted);
    }));
  },
};
"""


@dataclass(frozen=True)
class Times:
    """Milliseconds of some presses, and how many were painted in the next frame."""

    ms: tuple[float, ...]
    soon: int

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.ms)

    @property
    def p95(self) -> float:
        """Nineteen of twenty were not slower."""
        return quantiles(self.ms, n=20, method="inclusive")[-1] if len(self.ms) > 1 else self.ms[0]


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the Chromium of the system, or end with one sentence where there is none."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("MICROKIT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise SystemExit(
            "The widgets are measured in Chromium, and none was found: install chromium, or set "
            "MICROKIT_CHROMIUM to its path."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def presses(
    page: Any,
    control: Any,
    watched: Any,
    *,
    soon: bool,
    picture: str = "",
    count: int = STEPS,
) -> Times:
    """Press arrow keys on a control, half of them back, and time what changes in a watched part.

    With ``soon`` the page computes, and has until the next frame; otherwise it waits for others,
    and with ``picture``, a selector, until what that finds has been replaced.
    The first two presses are not counted, nor those at an end, where nothing can move.
    """
    if not page.evaluate("() => Boolean(window.meter)"):
        page.evaluate(METER)
    control.focus()
    watched.evaluate("(part, how) => window.meter.watch(part, how)", [soon, picture])
    found = []
    for press in range(count + 2):
        page.keyboard.press("ArrowRight" if press % 6 < 3 else "ArrowLeft")
        found.append(page.evaluate("() => window.meter.done"))
    counted = [one for one in found[2:] if one]
    if not counted:
        raise SystemExit("The page did not move at any press: the benchmark holds the wrong knob.")
    return Times(tuple(one["ms"] for one in counted), sum(one["soon"] for one in counted))


def drag(page: Any, knob: Any, watched: Any, steps: int = STEPS, rate: float = 60) -> int:
    """Drag a knob in so many steps, sixty a second; return how many frames showed a change."""
    if not page.evaluate("() => Boolean(window.meter)"):
        page.evaluate(METER)
    x, y, reach = _grip(knob)
    page.mouse.move(x, y)
    page.mouse.down()
    watched.evaluate("(part) => window.meter.frames(part)")
    start = time.perf_counter()
    for step in range(1, steps + 1):
        while time.perf_counter() < start + step / rate:
            pass
        page.mouse.move(x + reach * step / steps, y + (step % 2))
    painted = page.evaluate("() => window.meter.stop()")
    page.mouse.up()
    return painted


def _grip(knob: Any) -> tuple[float, float, float]:
    """Say where to take a knob, and how far it goes: from its middle, or a slider from one end."""
    box = knob.bounding_box()
    y = box["y"] + box["height"] / 2
    if knob.evaluate("(node) => node.tagName === 'INPUT'"):
        return box["x"] + 10, y, box["width"] - 20
    x = box["x"] + box["width"] / 2
    return x, y, 150.0 if x < knob.page.viewport_size["width"] / 2 else -150.0
