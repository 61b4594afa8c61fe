// One labeled number that mouse and keyboard move: arrows a step, Shift or Page keys ten, Home and End.

import { snapTo, stepped, stepsOf, within } from "./keys.js";
import { show } from "./numbers.js";
import { control, html, write } from "./svg.js";

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
 * A slider from -reach to reach, which grows with its number; or from min to max, which then are fixed.
 * @param {{name: string, value: number, step?: number, reach?: number, min?: number, max?: number,
 *          text?: (value: number) => string, describe?: string, onInput: (value: number) => void}} options
 */
export function slider({ name, value, step, reach = 5, min, max, text = show, describe = name, onInput }) {
  let now = value;
  let unit = step;
  const range = control("input", { type: "range", step: "any", class: "mk-range", "aria-label": describe });
  const number = html("span", { class: "mk-number", "aria-hidden": "true" });
  const label = html("span", { class: "mk-name", title: describe, "aria-hidden": "true" }, name);
  const element = html("div", { class: "mk-slider" }, label, range, number);

  const paint = () => {
    write(number, text(now));
    range.setAttribute("aria-valuetext", text(now));
  };
  function stretch() {
    if (max !== undefined || Math.abs(now) <= Number(range.max)) return;
    const end = Math.max(reach, roundUp(1.5 * Math.abs(now)));
    unit = step ?? 10 ** Math.floor(Math.log10(end / 50) + 1e-9);
    range.min = -end;
    range.max = end;
  }
  function move(next) {
    next = within(next, Number(range.min), Number(range.max));
    if (next === now) return;
    now = next;
    onInput(now);
    paint();
  }
  range.min = min ?? 0;
  range.max = max ?? "-1";
  unit ??= (max - min) / 100;
  stretch();
  range.value = now;
  paint();

  range.addEventListener("input", () => move(snapTo(Number(range.value), unit)));
  range.addEventListener("change", () => (range.value = now));
  range.addEventListener("keydown", (event) => {
    const steps = stepsOf(event);
    if (!steps) return;
    event.preventDefault();
    move(stepped(now, steps, unit, Number(range.min), Number(range.max)));
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
