// A small grid of numbers: each in a box, and hatching over those that are copies, or shadowed, or out of reach.

import { patch, svg, write } from "./svg.js";

/**
 * @returns group: the grid's element; put(i, text, look): write into tile i and mark its look in data-look;
 *          hatch(places): hatch these tiles and no others; lay(rows, columns, options): another size and place,
 *          with the same elements; width, height: of all of it, as it was made
 */
export function tiles(rows, columns, options) {
  const [boxes, texts] = [[], []];
  const lines = svg("path", { class: "mk-hatch" });
  const group = svg("g", {}, lines);
  let [wide, high, across, shown] = [0, 0, 0, 0];
  const left = (i) => (i % across) * wide;
  const top = (i) => Math.floor(i / across) * high;
  function lay(down, columns, { wide: width = 34, high: height = 24, x = 0, y = 0 } = {}) {
    const count = down * columns;
    const same = width === wide && height === high && columns === across;
    [wide, high, across] = [width, height, columns];
    patch(group, { transform: `translate(${x} ${y})` });
    while (boxes.length < count) {
      boxes.push(svg("rect", { class: "mk-tile", rx: 3 }));
      texts.push(svg("text", { class: "mk-tile-text", "text-anchor": "middle" }));
    }
    if (same && shown === count) return;
    for (let i = 0; i < count; i++) {
      patch(boxes[i], { x: left(i) + 1, y: top(i) + 1, width: wide - 2, height: high - 2 });
      patch(texts[i], { x: left(i) + wide / 2, y: top(i) + high / 2 + 4 });
    }
    if (shown !== count) group.replaceChildren(...boxes.slice(0, count), lines, ...texts.slice(0, count));
    shown = count;
  }
  lay(rows, columns, options);
  return {
    group,
    boxes,
    lay,
    width: across * wide,
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
