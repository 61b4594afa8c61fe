// A plot as wide as its place: axes, lines, dots. handle.js adds points to drag, cells.js a raster of numbers.
// Everything is patched: after the first frame no element is made anew, except where more ticks are needed
// than ever before.

import { snapTo, within } from "./keys.js";
import { show } from "./numbers.js";
import { html, patch, svg, write } from "./svg.js";

const TOP = 26;
const BOTTOM = 42;
const RIGHT = 14;
const FAR = 1e5;
// A color never comes alone: each has its own shape here, and its own dash in styles.css. chart.py has the same.
const MARKS = { "mk-b": "square", "mk-c": "triangle", "mk-d": "cross" };
const SHAPES = {
  circle: (r) => `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  square: (r) => `m${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  triangle: (r) => `m0 ${-1.3 * r}l${1.2 * r} ${2.2 * r}h${-2.4 * r}z`,
  cross: (r) => `m${-r} ${-r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
};

/** Round numbers from min to max, `most` of them or fewer, but 2 where there is room for none; chart.py has the same rule. */
export function niceTicks(min, max, most) {
  const rough = (max - min) / Math.max(2, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.min(30, Math.floor(max / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, i) => snapTo((first + i) * step, step));
}

/** A range {min, max} around the finite ones of some numbers, with air on both sides. */
export function rangeOf(numbers, air = 0.08) {
  const finite = numbers.filter(Number.isFinite);
  if (!finite.length) return { min: -1, max: 1 };
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const pad = air * (high - low) || Math.max(0.5, Math.abs(high) / 2);
  return { min: low - pad, max: high + pad };
}

/** The points of a function, for `line(...).set`. */
export const sample = (f, { min, max }, count = 200) =>
  Array.from({ length: count + 1 }, (_, i) => {
    const x = min + ((max - min) * i) / count;
    return [x, f(x)];
  });

/**
 * @param {{x: {min: number, max: number, label: string}, y: {min: number, max: number, label: string},
 *          height?: number, margin?: number, describe: string}} options  margin: room at the left, or more where a
 *          tick needs it; plots below one another that share it stand in line
 * @returns element, to put into the page; line, dots; setRange, rename, toData, describe, stop; and for parts
 *          in other files: root, over, range, frame, px, py, add
 */
export function plot({ x, y, height = 260, margin = 44, describe }) {
  const range = { x: { ...x }, y: { ...y } };
  const high = height - TOP - BOTTOM;
  let width = 600;
  let left = margin;
  let wide = 0;
  const share = (value, { min, max }) => (value - min) / (max - min);
  const px = (value) => within(share(value, range.x) * wide, -FAR, FAR);
  const py = (value) => within((1 - share(value, range.y)) * high, -FAR, FAR);
  const at = (number) => Math.round(number * 10) / 10;
  const finite = ([a, b]) => Number.isFinite(a + b);
  const inside = ([a, b]) => a === within(a, range.x.min, range.x.max) && b === within(b, range.y.min, range.y.max);

  const root = svg("svg", { class: "mk-plot", role: "img", "aria-label": describe, height });
  const axes = svg("g", { "aria-hidden": "true" });
  const ground = svg("rect", { class: "mk-plot-ground" });
  // An inner <svg> clips what is in it, and needs no id that another widget might have too.
  const clip = svg("svg", { class: "mk-plot-clip" });
  const over = svg("g");
  const names = {
    x: svg("text", { "text-anchor": "end", y: height - 6 }, x.label),
    y: svg("text", { x: 2, y: 14 }, y.label),
  };
  axes.append(ground, names.x, names.y);
  root.append(axes, clip, over);
  const element = html("div", { class: "mk-plot-place" }, root);
  const pools = { x: [], y: [] };
  const parts = [];

  /** Show ticks in elements that are kept, and hide those that are too many. */
  function drawTicks(pool, ticks, place) {
    while (pool.length < ticks.length) {
      pool.push({ line: svg("path"), text: svg("text") });
      axes.append(pool.at(-1).line, pool.at(-1).text);
    }
    pool.forEach(({ line, text }, i) => {
      const visibility = i in ticks ? "visible" : "hidden";
      const [d, spot] = place(ticks[i] ?? 0);
      patch(line, { visibility, d, class: ticks[i] === 0 ? "mk-zero" : "mk-grid" });
      patch(text, { visibility, ...spot });
      write(text, i in ticks ? show(ticks[i]) : "");
    });
  }
  function draw() {
    const rows = niceTicks(range.y.min, range.y.max, high / 38);
    left = Math.max(left, 16 + 7.2 * Math.max(...rows.map((tick) => show(tick).length)));
    wide = width - left - RIGHT;
    const box = { x: left, y: TOP, width: wide, height: high };
    patch(root, { width, viewBox: `0 0 ${width} ${height}` });
    patch(ground, box);
    patch(clip, box);
    patch(over, { transform: `translate(${left} ${TOP})` });
    patch(names.x, { x: left + wide });
    drawTicks(pools.x, niceTicks(range.x.min, range.x.max, wide / 75), (tick) => {
      const here = at(left + px(tick));
      return [`M${here} ${TOP}v${high}`, { x: here, y: TOP + high + 17, "text-anchor": "middle" }];
    });
    drawTicks(pools.y, rows, (tick) => {
      const here = at(TOP + py(tick));
      return [`M${left} ${here}h${wide}`, { x: left - 7, y: here + 4, "text-anchor": "end" }];
    });
    parts.forEach((part) => part.draw());
  }
  function add(part) {
    parts.push(part);
    part.draw();
    return part;
  }

  // Names stand beside what they name: each takes the emptiest place near its point.
  let waiting = false;
  /** How many points of lines and dots a name would hide. */
  const hides = (from, to, top) =>
    parts.flatMap(({ spots = [] }) => spots).filter(([a, b]) => a > from && a < to && b > top - 14 && b < top + 6).length;
  function placeNames() {
    waiting = false;
    const taken = [];
    for (const { text, spot } of parts) {
      const words = text?.textContent;
      const point = words && spot();
      if (text) patch(text, { visibility: point ? "visible" : "hidden" });
      if (!point) continue;
      const room = words.length * 7 + 8;
      const [a, b] = [px(point[0]), py(point[1])];
      const from = Math.max(0, a + room > wide ? Math.min(a, wide) - room : a);
      const places = [-8, 18, -24, 34, -40, 50, -56, 66].map((shift) => {
        const top = within(b + shift, 12, high - 4);
        const meets = taken.some(([x, to, y]) => from < to && x < from + room && Math.abs(y - top) < 16);
        return [Math.abs(shift) / 20 + hides(from, from + room, top) / 6 + 99 * meets, top];
      });
      const [, top] = places.sort(([one], [other]) => one - other)[0];
      taken.push([from, from + room, top]);
      patch(text, { x: at(from + 4), y: at(top) });
    }
  }

  /** What lines and dots share: a path, a name, and `trace`, which writes the path of some points. */
  function series({ name = "", class: look = "mk-a", at: where = "end" }, attributes, trace) {
    const path = svg("path", attributes);
    const text = svg("text", { class: `mk-label ${look}`, "aria-hidden": "true" }, name);
    clip.append(path);
    over.append(text);
    let points = [];
    return add({
      path,
      text,
      spot() {
        const seen = points.filter(inside);
        return seen.at(where === "start" ? 0 : where === "end" ? -1 : seen.length / 2);
      },
      draw() {
        this.spots = points.filter(finite).map(spotOf);
        patch(path, { d: trace(points) });
        if (!waiting) queueMicrotask(placeNames);
        waiting = true;
      },
      /** Points as [[x, y], ...]; one that is not finite leaves a gap, none at all hides line and name. */
      set(next) {
        points = next;
        this.draw();
      },
      rename(next) {
        write(text, next);
        this.draw();
      },
    });
  }
  const spotOf = ([a, b]) => [at(px(a)), at(py(b))];

  /**
   * Points, joined. `class` is mk-a, mk-b, mk-c, mk-d, mk-ink or mk-quiet and brings its dash; `at` says where
   * the name stands: "start", "middle" or "end" of what can be seen.
   */
  function line(options) {
    const { class: look = "mk-a", width: thick = 2.2 } = options;
    return series(options, { class: `mk-series ${look}`, "stroke-width": thick }, (points) =>
      points.map((point, i) => (finite(point) ? (i && finite(points[i - 1]) ? "L" : "M") + spotOf(point) : "")).join(""),
    );
  }
  /** Marks: circle, square, triangle or cross, by their class or as `shape`; `hollow` for outlines. */
  function dots(options) {
    const { class: look = "mk-a", shape = MARKS[look] ?? "circle", size = 4.5, hollow = false } = options;
    const attributes = { class: `mk-dots ${look}`, "data-shape": shape, "data-hollow": hollow };
    const mark = SHAPES[shape](size);
    return series(options, attributes, (points) =>
      points.filter(finite).map((point) => `M${spotOf(point)}${mark}`).join(""),
    );
  }

  const watch = new ResizeObserver(([entry]) => {
    const next = Math.round(entry.contentRect.width);
    if (!next || next === width) return;
    width = next;
    draw();
  });
  watch.observe(element);
  draw();
  return {
    element,
    root,
    over,
    range,
    px,
    py,
    add,
    line,
    dots,
    /** Where the axes stand in the SVG, and how large the space between them is. */
    frame: () => ({ left, top: TOP, width: wide, height: high }),
    /** New ends of an axis: setRange({ y: {min, max} }); ends that are not finite change nothing. */
    setRange(next) {
      for (const axis in next) {
        const { min, max } = next[axis];
        if (max - min > 0 && max - min < Infinity) Object.assign(range[axis], { min, max });
      }
      draw();
    },
    /** New names of the axes. */
    rename(across, up) {
      write(names.x, across);
      write(names.y, up);
    },
    /** Where a pointer event is, in the numbers of the axes. */
    toData({ clientX, clientY }) {
      const box = root.getBoundingClientRect();
      const scale = box.width / width || 1; // a slide may show it larger
      const value = (part, { min, max }) => min + part * (max - min);
      return {
        x: value(((clientX - box.left) / scale - left) / wide, range.x),
        y: value(1 - ((clientY - box.top) / scale - TOP) / high, range.y),
      };
    },
    /** What the plot shows, in a sentence, for those who do not see it. */
    describe: (sentence) => patch(root, { "aria-label": sentence }),
    stop: () => watch.disconnect(),
  };
}
