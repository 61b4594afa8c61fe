// Marks on a graph: a word on a box, and numbers on a line.

import { patch, svg, write } from "./svg.js";

const MONO = 7.4;
const APART = 40;

/** A word on a box: "fires" and "hears" above, the other engine's number below. */
export function flag(group, width, y) {
  const box = svg("rect", { height: 18, rx: 4, y: y - 9 });
  const text = svg("text", { class: "mk-mono", y: y + 4, "text-anchor": "end", x: width - 14 });
  const element = svg("g", { class: "mk-flag", "aria-hidden": "true", visibility: "hidden" }, box, text);
  group.append(element);
  return (word, kind = "") => {
    const wide = word.length * MONO + 12;
    write(text, word);
    patch(box, { x: width - 8 - wide, width: wide });
    patch(element, { visibility: word ? "visible" : "hidden", "data-kind": kind });
  };
}

/** Two rows of numbers on a line. */
function tag(root) {
  const box = svg("rect", { rx: 5, height: 37, y: -18 });
  const rows = [-4, 12].map((y) => svg("text", { class: "mk-mono", "text-anchor": "middle", y }));
  const element = svg("g", { class: "mk-share", "aria-hidden": "true", visibility: "hidden" }, box, ...rows);
  root.append(element);
  return (x, y, texts) => {
    const wide = Math.max(...texts.map(({ length }) => length)) * MONO + 12;
    rows.forEach((row, i) => write(row, texts[i]));
    patch(box, { x: -wide / 2, width: wide });
    patch(element, { transform: `translate(${x} ${y})`, visibility: texts[0] ? "visible" : "hidden" });
  };
}

/** Numbers on at most `most` lines at a time, kept apart: place([{ at: [x, y], texts: [above, below] }]). */
export function tagsOn(root, most) {
  const all = Array.from({ length: most }, () => tag(root));
  return (wanted) => {
    const placed = wanted.sort((p, q) => p.at[1] - q.at[1]).slice(0, most);
    const near = ([x, y], [toX, toY]) => Math.abs(toX - x) < 90 && toY - y < APART;
    const crowded = placed.some(({ at }, i) => i > 0 && near(placed[i - 1].at, at));
    const middle = placed.reduce((total, { at }) => total + at[1], 0) / Math.max(1, placed.length);
    let free = middle - (APART * (placed.length + 1)) / 2;
    all.forEach((put, i) => {
      if (!placed[i]) return put(0, 0, ["", ""]);
      const [x, y] = placed[i].at;
      free = crowded ? free + APART : y;
      put(x, free, placed[i].texts);
    });
  };
}
