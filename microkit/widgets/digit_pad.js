// Draw on a pad of 8 x 8, and see which digit a network takes it for, and how surely.

import { frame } from "./shared/frame.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { within } from "./shared/keys.js";
import { OWN_KEYS, control, html, patch, svg, write } from "./shared/svg.js";
import { tiles } from "./shared/tiles.js";

const SIDE = 8;
const SIZE = 34;
const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const STEP_OF = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -9],
  End: [0, 9], PageUp: [-9, 0], PageDown: [9, 0] };

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** The network that comes with the pad: one layer, its weights in bytes. */
function network(model) {
  const bytes = Int8Array.from(atob(model.get("weights")), (letter) => letter.charCodeAt(0));
  const [scale, biases] = [model.get("scale"), model.get("biases")];
  function shares(image) {
    const logits = TEN.map((k) => biases[k] + scale * image.reduce((sum, ink, i) => sum + ink * bytes[10 * i + k], 0));
    const most = Math.max(...logits);
    const sizes = logits.map((logit) => Math.exp(logit - most));
    const all = sizes.reduce((a, b) => a + b);
    return sizes.map((size) => size / all);
  }
  return shares;
}

function render({ model, el }) {
  const kernel = model.get("by") === "kernel";
  const who = model.get("by") === "kernel" ? "computed by the model in the notebook" : undefined;
  const shell = frame({ model, el, title: "DigitPad", describe: "A pad to draw a digit on", draw, who });
  const link = kernel ? kernelLink(model, () => ({ image: model.get("image") }), shell.schedule) : null;
  const compute = kernel ? null : network(model);
  const keep = (traits) => {
    Object.entries(traits).forEach(([key, value]) => model.set(key, value));
    model.save_changes();
  };

  const grid = tiles(SIDE, SIDE, { wide: SIZE, high: SIZE, x: 2, y: 2 });
  const cells = grid.boxes;
  cells.forEach((cell) => Object.entries({ ...OWN_KEYS, role: "gridcell", tabindex: -1 }).forEach(([key, value]) =>
    cell.setAttribute(key, value)));
  const rows = TEN.slice(0, SIDE).map((row) => svg("g", { role: "row" }, ...cells.slice(SIDE * row, SIDE * (row + 1))));
  grid.group.prepend(...rows);
  const hole = svg("rect", { class: "mk-window", width: SIZE, height: SIZE, rx: 4, "aria-hidden": "true" });
  const width = SIDE * SIZE + 4;
  patch(grid.group, { role: "presentation" });
  const drawn = svg("svg", { class: "mk-pad", role: "grid",
    "aria-label": "The pad: arrow keys move, space paints, shift and space erases", width, height: width,
    viewBox: `0 0 ${width} ${width}` }, grid.group, hole);

  const bars = TEN.map((digit) => {
    const bar = html("div", { class: "mk-bar" });
    const number = html("td", {}, "");
    const row = html("tr", {}, html("th", { scope: "row" }, String(digit)), html("td", {}, bar), number);
    return { bar, number, row };
  });
  const table = html("table", { class: "mk-bars", "aria-label": "How likely each digit is" },
    html("tbody", {}, ...bars.map(({ row }) => row)));

  const rubber = control("input", { type: "checkbox" });
  rubber.addEventListener("change", () => keep({ erase: rubber.checked }));
  const clear = control("button", { type: "button", class: "mk-button" }, "clear");
  clear.addEventListener("click", () => keep({ image: Array(SIDE * SIDE).fill(0) }));
  const presets = Object.entries(model.get("presets")).map(([name, inks]) => {
    const button = control("button", { type: "button", class: "mk-button" }, name);
    button.addEventListener("click", () => keep({ image: [...inks].map(Number) }));
    return button;
  });
  const knobs = [rubber, clear, ...presets];
  const hint = html("p", { class: "mk-hint" },
    "Draw with the mouse or a finger. Keys: arrows move, space paints, shift and space erases.");
  shell.body.append(
    html("div", { class: "mk-split" }, drawn, table),
    html("div", { class: "mk-row" }, clear, ...presets, html("label", { class: "mk-check" }, rubber, " erase")),
    hint,
  );

  function ink(row, column, erases) {
    if (model.get("resting")) return;
    const image = [...model.get("image")];
    image[SIDE * row + column] = erases ? 0 : 1;
    keep({ row, column, image });
  }
  drawn.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || shell.locked()) return;
    const [row, column] = [model.get("row"), model.get("column")];
    const move = STEP_OF[event.key];
    if (event.key !== " " && !move) return;
    event.preventDefault();
    if (!move) return ink(row, column, event.shiftKey || model.get("erase"));
    const [down, right] = move.map((step, axis) => within((axis ? column : row) + step, 0, SIDE - 1));
    keep({ row: down, column: right });
    cells[SIDE * down + right].focus();
  });
  let pen = null;
  function follow(event) {
    const box = drawn.getBoundingClientRect();
    const unit = (SIZE * box.width) / width;
    const [row, column] = [event.clientY - box.top, event.clientX - box.left].map((at) => Math.floor((at - 2) / unit));
    if (within(row, 0, SIDE - 1) !== row || within(column, 0, SIDE - 1) !== column) return;
    if (model.get("image")[SIDE * row + column] !== (pen ? 0 : 1)) ink(row, column, pen);
  }
  drawn.addEventListener("pointerdown", (event) => {
    if (shell.locked()) return;
    event.preventDefault();
    drawn.setPointerCapture(event.pointerId);
    pen = event.shiftKey || model.get("erase");
    follow(event);
    cells[SIDE * model.get("row") + model.get("column")].focus({ preventScroll: true });
  });
  drawn.addEventListener("pointermove", (event) => drawn.hasPointerCapture(event.pointerId) && follow(event));

  function words(image, shares, error) {
    if (error) return error;
    const digit = shares.indexOf(Math.max(...shares));
    const sure = percent(shares[digit]);
    const always = "the ten shares always add up to 100 %.";
    const drawn = image.some((part) => part > 0);
    if (!drawn) return `Nothing is drawn, and the network still says ${digit}, with ${sure}: ${always}`;
    return `The network says ${digit}, with ${sure}. It has no way to say "this is no digit": ${always}`;
  }

  function draw() {
    const locked = shell.locked();
    const image = model.get("image");
    const [row, column] = [model.get("row"), model.get("column")];
    const answer = kernel ? model.get("answer") : { shares: compute(image) };
    const error = link?.late ? LATE : answer.error;
    const shares = error || locked ? [] : (answer.shares ?? []);
    const best = shares.indexOf(Math.max(...shares));
    knobs.forEach((part) => (part.disabled = locked));
    rubber.checked = model.get("erase");
    image.forEach((part, i) => {
      const text = part ? String(Math.round(16 * part)) : "";
      grid.put(i, text);
      cells[i].style.fillOpacity = Math.round(45 * part) / 100;
      const at = i === SIDE * row + column;
      patch(cells[i], { tabindex: at ? 0 : -1,
        "aria-label": `row ${Math.floor(i / SIDE)}, column ${i % SIDE}: ${text || 0} of 16` });
    });
    patch(hole, { x: 2 + column * SIZE, y: 2 + row * SIZE });
    patch(drawn, { "aria-disabled": locked });
    bars.forEach(({ bar, number, row: line }, i) => {
      const share = shares[i];
      bar.style.visibility = share === undefined ? "hidden" : "visible";
      bar.style.width = `${share === undefined ? 0 : Math.max(0.5, 100 * share)}%`;
      write(number, locked ? "?" : share === undefined ? "-" : percent(share));
      patch(line, { "data-look": shares.length && i === best ? "best" : "" });
    });
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    const none = shares.length ? "" : error || "The model gave no shares.";
    shell.say(locked ? "The shares are hidden until you have predicted." : words(image, shares, none));
  }

  const moved = () => link?.ask();
  const events = ["image", "row", "column", "erase"].map((key) => `change:${key}`);
  events.forEach((event) => model.on(event, shell.schedule));
  model.on("change:image", moved);
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, shell.schedule));
    model.off("change:image", moved);
    link?.stop();
    shell.stop();
  };
}

export default { render };
