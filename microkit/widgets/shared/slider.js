// One labeled number that mouse and keyboard move: arrows a step, Shift or Page keys ten, Home and End.

import { show } from "./numbers.js";
import { html, write } from "./svg.js";

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/** The next round number at or above x: 1, 2 or 5 times a power of ten. */
function roundUp(x) {
  const power = 10 ** Math.floor(Math.log10(x));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= x * 0.999);
}

/** Sliders below one another, their names in a column as wide as the longest. */
export function stack(sliders) {
  const longest = Math.max(1, ...sliders.map(({ name }) => name.length));
  const style = `--mk-names: ${Math.min(12, longest)}ch`;
  return html("div", { class: "mk-sliders", style }, ...sliders.map(({ element }) => element));
}

/**
 * @param {{name: string, value: number, step?: number, reach?: number, describe?: string,
 *          onInput: (value: number) => void}} options
 */
export function slider({ name, value, step, reach = 5, describe = name, onInput }) {
  let now = value;
  let unit = step;
  const range = html("input", {
    type: "range",
    step: "any",
    class: "mk-range",
    "aria-label": describe,
    "data-lm-suppress-shortcuts": "true",
  });
  const number = html("span", { class: "mk-number", "aria-hidden": "true" });
  const label = html("span", { class: "mk-name", title: describe, "aria-hidden": "true" }, name);
  const element = html("div", { class: "mk-slider" }, label, range, number);

  const snap = (x) => Number((Math.round(x / unit) * unit).toPrecision(12));
  const paint = () => {
    write(number, show(now));
    range.setAttribute("aria-valuetext", show(now));
  };
  function stretch() {
    if (!(Math.abs(now) <= Number(range.max))) {
      const end = Math.max(reach, roundUp(1.5 * Math.abs(now)));
      unit = step ?? 10 ** Math.floor(Math.log10(end / 50) + 1e-9);
      range.min = -end;
      range.max = end;
    }
  }
  function move(next) {
    next = Math.min(Number(range.max), Math.max(Number(range.min), next));
    if (next === now) return;
    now = next;
    paint();
    onInput(now);
  }
  range.max = "-1";
  stretch();
  range.value = now;
  paint();

  range.addEventListener("input", () => move(snap(Number(range.value))));
  range.addEventListener("change", () => (range.value = now));
  range.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    let next;
    if (key === "Home") next = Number(range.min);
    else if (key === "End") next = Number(range.max);
    else if (key in STEPS) {
      const steps = STEPS[key] * (event.shiftKey && Math.abs(STEPS[key]) === 1 ? 10 : 1);
      const edge = steps > 0 ? Math.floor(now / unit + 1e-9) : Math.ceil(now / unit - 1e-9);
      next = snap((edge + steps) * unit);
    } else return;
    event.preventDefault();
    move(next);
    range.value = now;
  });

  return {
    name,
    element,
    range,
    /** Follow a number set elsewhere (a cell, another widget). */
    set(next) {
      if (next === now) return;
      now = next;
      stretch();
      range.value = now;
      paint();
    },
    disable(flag) {
      range.disabled = flag;
    },
  };
}
