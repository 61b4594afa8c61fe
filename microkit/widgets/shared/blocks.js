// Arrays of up to three axes as pictures, beside one another.

import { show } from "./numbers.js";
import { html, patch, svg, write } from "./svg.js";
import { tiles } from "./tiles.js";

const EDGE = 18;

/** A shape as three lengths. */
export const pad = (shape) => [1, 1, 1, ...shape].slice(-3);

/** A shape as Python writes it. */
export const tupleOf = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

const arrow = (x, y, dx, dy) =>
  `M${x} ${y}l${dx} ${dy}m${(-dx - dy) / 3} ${(-dy - dx) / 3}l${(dx + dy) / 3} ${(dy + dx) / 3}` +
  `l${(dy - dx) / 3} ${(dx - dy) / 3}`;

/**
 * An array as a picture: its slices below one another, copies hatched, an arrow along each axis that is summed.
 * It is made once; `set` patches it, and draws nothing where there are no numbers.
 */
function block() {
  const [name, size] = [html("strong"), html("span")];
  const lines = svg("path", { class: "mk-sum" });
  const drawn = svg("svg", { role: "img" });
  const element = html("div", { class: "mk-block" }, html("div", {}, name, size), drawn);
  const slabs = [];
  const slabOf = (k) => {
    if (!slabs[k]) {
      const [label, grid] = [svg("text", { class: "mk-soft" }), tiles(0, 0)];
      slabs[k] = { label, grid, group: svg("g", {}, label, grid.group) };
    }
    return slabs[k];
  };

  function set(caption, shape, numbers, { copied = () => false, sums = [] } = {}) {
    write(name, caption);
    write(size, ` ${tupleOf(shape)}`);
    patch(drawn, { display: numbers ? "inline" : "none" });
    if (!numbers) return;
    const [slices, rows, columns] = pad(shape);
    const texts = numbers.map(show);
    const wide = Math.max(28, 10 + 7.3 * Math.max(...texts.map((text) => text.length)));
    const left = sums.includes(0) ? EDGE : 0;
    const top = slices > 1 ? 18 : 2;
    const high = rows * 24 + top + (sums.includes(1) ? EDGE : 0);
    const [width, height] = [left + columns * wide + (sums.includes(2) ? EDGE : 2), slices * high + 4];
    const paths = [];
    for (let k = 0; k < slices; k++) {
      const y = k * high + top;
      const { label, grid } = slabOf(k);
      grid.lay(rows, columns, { wide, x: left, y });
      patch(label, { x: left, y: y - 4 });
      write(label, slices > 1 ? `slice ${k}` : "");
      const here = texts.slice(k * rows * columns, (k + 1) * rows * columns);
      const looks = here.map((_, i) => copied([k, Math.floor(i / columns), i % columns]));
      here.forEach((text, i) => grid.put(i, text, looks[i] ? "copy" : ""));
      grid.hatch(here.map((_, i) => i).filter((i) => looks[i]));
      if (sums.includes(2)) here.slice(0, rows).forEach((_, i) =>
        paths.push(arrow(left + columns * wide + 2, y + 24 * i + 12, 12, 0)));
      if (sums.includes(1)) here.slice(0, columns).forEach((_, i) =>
        paths.push(arrow(left + wide * (i + 0.5), y + rows * 24 + 2, 0, 12)));
    }
    if (left) paths.push(`M7 ${top}V${height - 14}`, arrow(7, height - 14, 0, 12));
    const along = sums.length ? `, summed along axis ${sums.map((i) => i - 3).join(" and ")}` : "";
    const label = `${caption} ${tupleOf(shape)}${along}: ${texts.slice(0, 40).join(" ")}`;
    patch(drawn, { "aria-label": label, width, height, viewBox: `0 0 ${width} ${height}` });
    patch(lines, { d: paths.join("") });
    if (drawn.childElementCount !== slices + 1) {
      drawn.replaceChildren(...slabs.slice(0, slices).map(({ group }) => group), lines);
    }
  }
  return { element, set };
}

/** Blocks with signs between them, in one row. */
export function rowOfBlocks(count) {
  const blocks = Array.from({ length: count }, block);
  const signs = blocks.slice(1).map(() => html("div", { class: "mk-sign" }));
  const both = blocks.flatMap(({ element }, i) => (i ? [signs[i - 1], element] : [element]));
  return { blocks, signs, element: html("div", { class: "mk-blocks" }, ...both) };
}
