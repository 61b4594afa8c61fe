// A window slides over a small picture: nine products, one sum, one number of the output; and the way back.

import { frame } from "./shared/frame.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { within } from "./shared/keys.js";
import { fromPlain, show } from "./shared/numbers.js";
import { control, html, patch, svg, OWN_KEYS, write } from "./shared/svg.js";
import { tiles } from "./shared/tiles.js";

const NINE = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const [WIDE, HIGH, ROOM] = [30, 26, 42];
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-9, 0],
  PageDown: [9, 0], Home: [-9, -9], End: [9, 9] };

const ALONE = "One output hears a 1. The nine cells under its window hear the kernel's numbers; all others hear 0. " +
  "Move the window: what do overlaps hear?";

const brief = (number) => show(typeof number === "number" &&
  Number.isFinite(number) ? Number(number.toPrecision(3)) : number);

/** A grid of numbers, whose tiles are inked by size: hatched where they are below 0. */
function field(name, rows, columns, wide) {
  const grid = tiles(rows, columns, { wide, high: HIGH, x: 2, y: 2 });
  const [width, height] = [grid.width + 4, grid.height + 4];
  const drawn = svg("svg", { class: "mk-field-of-numbers", width, height, viewBox: `0 0 ${width} ${height}` },
    grid.group);
  const title = html("strong", {}, name);
  const element = html("div", { class: "mk-block" }, html("div", {}, title), drawn);
  function set(numbers, looks = []) {
    const most = Math.max(...numbers.map((number) => Math.abs(number) || 0)) || 1;
    numbers.forEach((number, i) => {
      const empty = number === undefined;
      grid.put(i, empty ? "" : brief(number), looks[i] ?? (number < 0 ? "minus" : ""));
      grid.boxes[i].style.fillOpacity = empty ? 0 : Math.round((40 * Math.abs(number)) / most) / 100;
    });
    grid.hatch(numbers.map((_, i) => i).filter((i) => numbers[i] < 0));
  }
  return { element, drawn, width, set, title };
}

function render({ model, el }) {
  const kernel = model.get("by") === "kernel";
  const image = model.get("image");
  const [rows, columns] = [image.length, image[0].length];
  const [down, across] = [rows - 2, columns - 2];
  const shell = frame({ model, el, title: "KernelSlider", describe: "A window that slides over a picture", draw });
  const link = kernel ? kernelLink(model, () => ({ kernel: model.get("kernel") }), shell.schedule) : null;
  const keep = (traits) => {
    Object.entries(traits).forEach(([key, value]) => model.set(key, value));
    model.save_changes();
  };
  const spot = () => model.get("row") * across + model.get("column");

  const picture = field("the picture", rows, columns, WIDE);
  const hole = svg("rect", { class: "mk-window", width: 3 * WIDE, height: 3 * HIGH, rx: 4 });
  const grip = svg("g", { ...OWN_KEYS, class: "mk-grip", tabindex: 0, role: "slider", "aria-label": "the window",
    "aria-valuemin": 0, "aria-valuemax": down * across - 1 }, hole);
  picture.drawn.append(grip);
  const under = field("products under it", 3, 3, 52);
  const out = field(kernel ? `output of ${model.get("name")}` : "the output", down, across, ROOM);
  const here = svg("rect", { class: "mk-window", width: ROOM, height: HIGH, rx: 4 });
  out.drawn.append(here);
  const sum = html("div", { class: "mk-length" }, "");

  const fields = NINE.map((i) => {
    const input = control("input", { type: "number", step: "any", class: "mk-field",
      "aria-label": `kernel, row ${Math.floor(i / 3)}, column ${i % 3}` });
    input.addEventListener("input", () => {
      const number = input.valueAsNumber;
      if (Number.isFinite(number)) keep({ kernel: model.get("kernel").map((was, at) => (at === i ? number : was)) });
    });
    input.addEventListener("blur", shell.schedule);
    return input;
  });
  const picks = Object.entries(model.get("picks")).map(([name, nine]) => {
    const button = control("button", { type: "button", class: "mk-button" }, name);
    button.addEventListener("click", () => keep({ kernel: nine }));
    return { button, nine: JSON.stringify(nine) };
  });
  const all = control("button", { type: "button", class: "mk-button" }, "slide over all");
  all.addEventListener("click", () => keep({ seen: Array.from({ length: down * across }, (_, i) => i) }));
  const clear = control("button", { type: "button", class: "mk-button" }, "start again");
  clear.addEventListener("click", () => keep({ seen: [spot()] }));
  const back = control("input", { type: "checkbox" });
  back.addEventListener("change", () => keep({ back: back.checked }));
  const nine = html("div", { class: "mk-nine", role: "group", "aria-label": "The kernel's nine numbers" }, ...fields);
  const middle = html("div", { class: "mk-stage" }, html("div", { class: "mk-block" },
    html("strong", {}, "the kernel"), nine), under.element, sum);
  shell.body.append(
    html("div", { class: "mk-row" }, ...picks.map(({ button }) => button),
      html("label", { class: "mk-check" }, back, " the way back")),
    html("div", { class: "mk-blocks" }, picture.element, middle, out.element),
    html("div", { class: "mk-row" }, all, clear),
  );

  function place(row, column) {
    [row, column] = [within(row, 0, down - 1), within(column, 0, across - 1)];
    const at = row * across + column;
    if (at === spot()) return;
    const seen = model.get("seen");
    keep({ row, column, seen: seen.includes(at) ? seen : [...seen, at].sort((a, b) => a - b) });
  }
  grip.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey || shell.locked()) return;
    event.preventDefault();
    place(model.get("row") + move[0], model.get("column") + move[1]);
  });
  function follow(event) {
    const box = picture.drawn.getBoundingClientRect();
    const scale = box.width / picture.width;
    const cellAt = (px, size) => Math.floor((px / scale - 2) / size);
    place(cellAt(event.clientY - box.top, HIGH) - 1, cellAt(event.clientX - box.left, WIDE) - 1);
  }
  picture.drawn.addEventListener("pointerdown", (event) => {
    if (shell.locked()) return;
    event.preventDefault();
    grip.focus();
    picture.drawn.setPointerCapture(event.pointerId);
    follow(event);
  });
  picture.drawn.addEventListener("pointermove", (event) => picture.drawn.hasPointerCapture(event.pointerId) &&
    follow(event));

  /** What is in the picture and the output: computed here, or the output by the student's function. */
  function read(weights) {
    const windows = Array.from({ length: down * across }, (_, at) =>
      NINE.map((i) => image[Math.floor(at / across) + Math.floor(i / 3)][(at % across) + (i % 3)]));
    const parts = windows[spot()].map((number, i) => number * weights[i]);
    const sums = windows.map((window) => window.reduce((total, number, i) => total + number * weights[i], 0));
    const heard = image.flat().map(() => 0);
    const times = image.flat().map(() => 0);
    for (const at of model.get("seen")) {
      NINE.forEach((i) => {
        const cell = (Math.floor(at / across) + Math.floor(i / 3)) * columns + (at % across) + (i % 3);
        heard[cell] += weights[i];
        times[cell] += 1;
      });
    }
    const now = { parts, total: sums[spot()], sums, heard, times };
    if (!kernel) return now;
    const answer = model.get("answer");
    if (link.late) return { ...now, sums: [], error: LATE };
    return { ...now, sums: (answer.numbers ?? []).map(fromPlain), error: answer.error, says: answer.says };
  }

  function words(now) {
    const [row, column] = [model.get("row"), model.get("column")];
    if (model.get("back")) {
      const most = Math.max(...now.times);
      const cell = now.times.indexOf(most);
      const where = `row ${Math.floor(cell / columns)}, column ${cell % columns}`;
      const many = model.get("seen").length;
      if (many === 1) return ALONE;
      const heard = `what it hears adds up to ${brief(now.heard[cell])}`;
      return `${many} outputs hear a 1 each. The cell at ${where} lay under ${most} windows: ${heard}.`;
    }
    if (now.error) return now.error;
    if (now.says) return `${model.get("name")} ${now.says}`;
    const total = brief(now.total);
    return `The window is at row ${row}, column ${column}: nine products add up to ${total}, the output there.`;
  }

  function draw() {
    const locked = shell.locked();
    const weights = model.get("kernel");
    const [row, column] = [model.get("row"), model.get("column")];
    const isBack = model.get("back") && !locked;
    const now = read(weights);
    [...fields, ...picks.map(({ button }) => button), all, clear, back].forEach((part) => (part.disabled = locked));
    patch(grip, { "aria-disabled": locked, "aria-valuenow": spot(), "aria-valuetext": `row ${row}, column ${column}` });
    back.checked = model.get("back");
    fields.forEach((input, i) => {
      const typed = document.activeElement === input;
      if (typed ? input.value !== "" && input.value !== "-" &&
        input.valueAsNumber !== weights[i] : input.value !== brief(weights[i])) input.value = brief(weights[i]);
    });
    picks.forEach(({ button, nine: given }) => patch(button, { "aria-pressed": given === JSON.stringify(weights) }));
    write(picture.title, isBack ? "what each cell hears" : "the picture");
    picture.set(isBack ? now.heard : image.flat());
    patch(hole, { x: 2 + column * WIDE, y: 2 + row * HIGH });
    patch(here, { x: 2 + column * ROOM, y: 2 + row * HIGH });
    const seen = new Set(model.get("seen"));
    under.set(locked ? NINE.map(() => undefined) : now.parts);
    const shown = Array.from({ length: down * across }, (_, i) =>
      (locked || !seen.has(i) ? undefined : now.sums[i] ?? null));
    out.set(shown);
    write(sum, `sum = ${locked ? "?" : brief(now.total)}`);
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    const story = locked ? "The products and the output are hidden until you have predicted." : words(now);
    patch(picture.drawn, { "aria-label": `The picture, ${rows} by ${columns}`, role: "group" });
    patch(under.drawn, { role: "img",
      "aria-label": locked ? "Products, hidden" : `Products: ${now.parts.map(brief).join(", ")}` });
    const told = shown.map((number) => (number === undefined ? "open" : brief(number))).join(", ");
    patch(out.drawn, { role: "img", "aria-label": `Output, ${down} by ${across}: ${locked ? "hidden" : told}` });
    shell.say(story);
  }

  const moved = () => link?.ask();
  const events = ["kernel", "row", "column", "seen", "back"].map((key) => `change:${key}`);
  events.forEach((event) => model.on(event, shell.schedule));
  model.on("change:kernel", moved);
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, shell.schedule));
    model.off("change:kernel", moved);
    link?.stop();
    shell.stop();
  };
}

export default { render };
