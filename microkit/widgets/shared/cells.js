// A raster of numbers behind a plot: decision boundaries, the height of a loss over two weights.

import { within } from "./keys.js";
import { html } from "./svg.js";

// As a canvas keeps them: blue, green and red, each in one byte.
const BLUE = 0xd67f2f;
const ORANGE = 0x1c63c8;
const GRAY = 0x808080;
const COARSE = 2;

/**
 * Above 0 blue, below 0 orange and hatched, with a line where the sign changes (`edge`); pale near 0, full at
 * `most` (default: the largest). It fills the plot, or the part that `x` and `y` = {min, max} name, and is a
 * canvas behind the SVG, because inside of one (foreignObject) Safari puts it in a wrong place.
 * @param {object} picture  a plot
 * @param {{most?: number, smooth?: boolean, edge?: boolean, x?: object, y?: object}} options
 */
export function cells(picture, { most, smooth = true, edge = true, x: across, y: along } = {}) {
  const canvas = html("canvas", { class: "mk-cells", "aria-hidden": "true" });
  picture.element.prepend(canvas);
  picture.root.classList.add("mk-clear");
  let values = [];
  let rows = 0;
  let columns = 0;

  /** For each pixel along an axis: the cells on both sides, and how far it is on the way between them. */
  const places = (length, count, now, own = now) =>
    Array.from({ length }, (_, i) => {
      const value = now.min + ((i + 0.5) / length) * (now.max - now.min);
      const place = ((value - own.min) / (own.max - own.min)) * count - 0.5;
      const cell = smooth ? Math.floor(place) : Math.round(place);
      const near = (index) => within(index, 0, count - 1);
      const outside = place < -0.5 || place > count - 0.5;
      return [near(cell), near(smooth ? cell + 1 : cell), outside ? NaN : smooth ? place - cell : 0];
    });

  function draw() {
    const { left, width, height } = picture.frame();
    const [w, h] = [width, height].map((length) => Math.max(1, Math.round(length / COARSE)));
    Object.assign(canvas.style, { left: `${left}px`, width: `${width}px`, height: `${height}px` });
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const brush = canvas.getContext("2d");
    if (!rows || !columns) return brush.clearRect(0, 0, w, h);
    const image = brush.createImageData(w, h);
    const pixels = new Uint32Array(image.data.buffer);
    const full = most ?? (Math.max(...values.map(Math.abs).filter(Number.isFinite)) || 1);
    const us = places(w, columns, picture.range.x, across);
    const vs = places(h, rows, picture.range.y, along).reverse();
    const between = new Float64Array(columns);
    const above = new Float64Array(w);
    vs.forEach(([low, high, v], j) => {
      for (let c = 0; c < columns; c++) {
        const from = values[low * columns + c];
        between[c] = from + v * (values[high * columns + c] - from);
      }
      let before = NaN;
      for (let i = 0; i < w; i++) {
        const [low, high, u] = us[i];
        const number = between[low] + u * (between[high] - between[low]);
        const turns = number * before < 0 || number * above[i] < 0;
        const hatch = number < 0 && (i + j) % 5 === 0 ? 70 : 0;
        const alpha = 22 + 120 * Math.min(1, Math.abs(number) / full) + hatch;
        before = number;
        above[i] = number;
        if (edge && turns) pixels[j * w + i] = (0xff000000 | GRAY) >>> 0;
        else if (number === number) pixels[j * w + i] = ((alpha << 24) | (number < 0 ? ORANGE : BLUE)) >>> 0;
      }
    });
    brush.putImageData(image, 0, 0);
  }
  return picture.add({
    canvas,
    draw,
    /** Numbers row by row, the lowest row first: values[row * columns + column]. */
    set(next, shape) {
      values = Array.from(next);
      rows = shape.rows;
      columns = shape.columns;
      draw();
    },
  });
}
