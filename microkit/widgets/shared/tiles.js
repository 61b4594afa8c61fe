// A small grid of numbers: each in a box, and hatching over those that are copies, or shadowed, or out of reach.

import { patch, svg, write } from "./svg.js";

/**
 * @returns group: the grid's element; put(i, text, look): write into tile i and mark its look in data-look;
 *          hatch(places): hatch these tiles and no others; width, height: of all of it
 */
export function tiles(rows, columns, { wide = 34, high = 24, x = 0, y = 0 } = {}) {
  const left = (i) => (i % columns) * wide;
  const top = (i) => Math.floor(i / columns) * high;
  const places = Array.from({ length: rows * columns }, (_, i) => i);
  const boxes = places.map((i) => svg("rect", { class: "mk-tile", x: left(i) + 1, y: top(i) + 1, width: wide - 2,
    height: high - 2, rx: 3 }));
  const lines = svg("path", { class: "mk-hatch" });
  const texts = places.map((i) => svg("text", { class: "mk-tile-text", x: left(i) + wide / 2, y: top(i) + high / 2 + 4,
    "text-anchor": "middle" }));
  const group = svg("g", { transform: `translate(${x} ${y})` }, ...boxes, lines, ...texts);
  return {
    group,
    boxes,
    width: columns * wide,
    height: rows * high,
    put(i, text, look = "") {
      write(texts[i], text);
      patch(boxes[i], { "data-look": look });
    },
    hatch(hatched) {
      const d = hatched.map((i) => [0, 1, 2].map((k) =>
        `M${left(i) + 3 + k * (wide - high) / 2} ${top(i) + high - 3}l${high - 6} ${6 - high}`).join(""));
      patch(lines, { d: d.join("") });
    },
  };
}
