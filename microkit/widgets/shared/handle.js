// A point of a plot that mouse and keyboard move.

import { snapTo, stepped, stepsOf, within } from "./keys.js";
import { show } from "./numbers.js";
import { OWN_KEYS, patch, svg } from "./svg.js";

/**
 * axis "both": left and right move x, up and down y. `step` is a key's step, a number or {x, y}; without it
 * about a fiftieth of the range. `min` and `max`, numbers or {x, y}, bound it; without them the range does.
 * `onMove({x, y})` hears where a person put it; `set` follows a trait and calls nothing.
 * @param {object} picture  a plot
 * @param {{x: number, y: number, axis?: "x" | "y" | "both", describe: string, valueText?: (...now) => string,
 *          step?: number | object, min?: number | object, max?: number | object, class?: string,
 *          onMove: (point: {x: number, y: number}) => void}} options
 */
export function handle(picture, options) {
  const { x, y, axis = "x", describe, valueText = show, step, min, max, class: look = "mk-ink", onMove } = options;
  const { range, px, py, toData } = picture;
  const ways = axis === "both" ? ["x", "y"] : [axis];
  const [main] = ways;
  let now = { x, y };
  let off = false;
  let held = null;
  const group = svg("g", {
    class: `mk-handle ${look}`,
    role: "slider",
    tabindex: 0,
    "aria-label": describe,
    ...(axis === "y" && { "aria-orientation": "vertical" }),
    ...OWN_KEYS,
  });
  group.append(...["mk-hit", "mk-halo", "mk-knob"].map((part, i) => svg("circle", { class: part, r: [22, 13, 7.5][i] })));
  picture.over.append(group);
  // What can be moved is no mere image.
  patch(picture.root, { role: "group" });
  const pick = (given, way) => given?.[way] ?? given;
  const low = (way) => pick(min, way) ?? range[way].min;
  const high = (way) => pick(max, way) ?? range[way].max;
  const unit = (way) => pick(step, way) ?? 10 ** Math.round(Math.log10((range[way].max - range[way].min) / 50));

  function draw() {
    const { width, height } = picture.frame();
    const [right, down] = [within(px(now.x), 0, width), within(py(now.y), 0, height)];
    // Names keep away from it as from several points.
    part.spots = Array(9).fill([right, down]);
    patch(group, {
      // A place that is not finite stays where it was.
      ...(Number.isFinite(right + down) && { transform: `translate(${right.toFixed(1)} ${down.toFixed(1)})` }),
      "aria-valuemin": low(main),
      "aria-valuemax": high(main),
      "aria-valuenow": now[main],
      "aria-valuetext": valueText(...ways.map((way) => now[way])),
    });
  }
  function move(next) {
    if (off || ways.every((way) => next[way] === now[way])) return;
    for (const way of ways) now = { ...now, [way]: next[way] };
    draw();
    onMove({ ...now });
  }
  group.addEventListener("keydown", (event) => {
    const steps = stepsOf(event);
    if (!steps) return;
    event.preventDefault();
    const way = axis === "both" && /Up$|Down$/.test(event.key) ? "y" : main;
    move({ ...now, [way]: stepped(now[way], steps, unit(way), low(way), high(way)) });
  });
  group.addEventListener("pointerdown", (event) => {
    if (off || event.button) return;
    event.preventDefault();
    group.setPointerCapture(event.pointerId);
    group.focus({ preventScroll: true });
    const point = toData(event);
    held = { x: now.x - point.x, y: now.y - point.y };
  });
  group.addEventListener("pointermove", (event) => {
    if (!held) return;
    const point = toData(event);
    const put = (way) => within(snapTo(point[way] + held[way], unit(way) / 10), low(way), high(way));
    move({ x: put("x"), y: put("y") });
  });
  for (const end of ["pointerup", "pointercancel"]) group.addEventListener(end, () => (held = null));
  const part = {
    element: group,
    draw,
    /** Follow a place set elsewhere: {x, y}, or one of the two. */
    set(next) {
      now = { ...now, ...next };
      draw();
    },
    disable(flag) {
      off = flag;
      patch(group, { "aria-disabled": Boolean(flag) });
    },
  };
  return picture.add(part);
}
