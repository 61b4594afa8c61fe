// One neuron as a line between two classes of points. Sliders set its three numbers; the line can be dragged
// too, and turned by the arrow that stands on it and points to the side where the neuron says +1.

import { cells } from "./shared/cells.js";
import { frame } from "./shared/frame.js";
import { handle } from "./shared/handle.js";
import { snapTo, stepsOf } from "./shared/keys.js";
import { show } from "./shared/numbers.js";
import { plot, rangeOf } from "./shared/plot.js";
import { slider, stack } from "./shared/slider.js";
import { html, write } from "./shared/svg.js";

const AIR = 0.14;
const GRID = 24;
const ARROW = 0.22;
const FINE = 1e-3;
const TURN = Math.PI / 36;
const KINDS = [[1, "mk-a", "+1, circles"], [-1, "mk-b", "-1, squares"]];

const middle = ({ min, max }) => (min + max) / 2;

/** How a term of a sum is written: "- 2*x". */
const term = (w, name) => `${w < 0 ? "-" : "+"} ${show(Math.abs(w))}${name}`;

function render({ model, el }) {
  const points = model.get("points");
  const labels = model.get("labels");
  const shell = frame({ model, el, title: "w1*x + w2*y + b", describe: "Neuron tuner", draw });
  const [xs, ys] = [0, 1].map((way) => rangeOf(points.map((point) => point[way]), AIR));
  // Points that lie close together need a finer bias.
  const fine = Math.min(FINE, 10 ** Math.floor(Math.log10((ys.max - ys.min) / 500)));
  const put = (next) => {
    for (const trait in next) model.set(trait, snapTo(next[trait], trait === "b" ? fine : FINE));
    model.save_changes();
  };

  const picture = plot({ x: { ...xs, label: "x" }, y: { ...ys, label: "y" }, height: 340, describe: "points" });
  const field = cells(picture, { edge: false });
  const line = picture.line({ name: "w1*x + w2*y + b = 0", class: "mk-ink", width: 2.5 });
  const arrow = picture.line({ class: "mk-ink", width: 2.5 });
  const rings = picture.dots({ name: "mistake", class: "mk-ink", shape: "circle", size: 9, hollow: true });
  for (const [label, look] of KINDS) {
    picture.dots({ class: look, size: 5 }).set(points.filter((_, i) => labels[i] === label));
  }
  const sides = KINDS.map(([, look], i) =>
    picture.dots({ name: `says ${i ? "-1" : "+1"}`, class: look, shape: "circle", size: 0 }),
  );
  let foot = { x: middle(xs), y: middle(ys) };
  const size = () => Math.hypot(model.get("w1"), model.get("w2"));
  const mover = handle(picture, {
    ...foot,
    axis: "both",
    describe: "move the line",
    valueText: () => (shell.locked() ? "hidden" : `b = ${show(model.get("b"))}`),
    onMove(to) {
      foot = to;
      put({ b: -(model.get("w1") * to.x + model.get("w2") * to.y) });
      shell.schedule();
    },
  });
  const turner = handle(picture, {
    ...foot,
    axis: "both",
    describe: "turn the line by its arrow",
    valueText: () => (shell.locked() ? "hidden" : `w1 = ${show(model.get("w1"))}, w2 = ${show(model.get("w2"))}`),
    onMove: (to) => turn(Math.atan2(to.y - foot.y, to.x - foot.x)),
  });
  /** Turn the line around its foot: where the arrow points, as an angle. */
  function turn(angle) {
    const [w1, w2] = [Math.cos(angle), Math.sin(angle)].map((part) => snapTo(part * (size() || 1), FINE));
    put({ w1, w2, b: -(w1 * foot.x + w2 * foot.y) });
    shell.schedule();
  }
  // Keys move the line along its arrow, and turn it step by step: across and up would lead nowhere.
  picture.over.addEventListener(
    "keydown",
    (event) => {
      const steps = stepsOf(event);
      if (!steps) return;
      event.preventDefault();
      event.stopPropagation();
      if (shell.locked() || !Number.isFinite(steps)) return;
      if (turner.element.contains(event.target)) turn(Math.atan2(model.get("w2"), model.get("w1")) + steps * TURN);
      else put({ b: model.get("b") - (steps * (size() || 1) * (ys.max - ys.min)) / 50 });
    },
    true,
  );

  const knob = (trait, describe) =>
    slider({ name: trait, describe, value: model.get(trait), onInput: (value) => put({ [trait]: value }) });
  const knobs = {
    w1: knob("w1", "w1, the weight of x"),
    w2: knob("w2", "w2, the weight of y"),
    b: knob("b", "b, the bias"),
  };
  const rows = [...KINDS.map(([, , name]) => name), "all"].map((name) => [
    html("th", { scope: "row" }, name),
    html("td"),
    html("td"),
  ]);
  const heads = ["class", "points", "mistakes"].map((text) => html("th", { scope: "col" }, text));
  const table = html(
    "table",
    { class: "mk-table mk-even", "aria-label": "Mistakes" },
    html("thead", {}, html("tr", {}, ...heads)),
    html("tbody", {}, ...rows.map((row) => html("tr", {}, ...row))),
  );
  shell.body.append(picture.element, html("div", { class: "mk-split" }, stack(Object.values(knobs)), table));

  // One unit is as long across as it is up: else the arrow would not stand upright on the line.
  let shape = 0;
  picture.add({
    draw() {
      const { width, height } = picture.frame();
      if (width / height === shape || width <= 0) return;
      shape = width / height;
      queueMicrotask(() => {
        const unit = Math.max((xs.max - xs.min) / width, (ys.max - ys.min) / height);
        const around = (way, length) => {
          const [at, half] = [middle(way), (unit * length) / 2];
          return { min: at - half, max: at + half };
        };
        picture.setRange({ x: around(xs, width), y: around(ys, height) });
        shell.schedule();
      });
    },
  });

  function words({ w1, w2, b }, wrong) {
    const count = wrong.length;
    const told = `${count} ${count === 1 ? "mistake" : "mistakes"}`;
    const fewest = model.get("fewest");
    if (!w1 && !w2) return `Both weights are 0: there is no line, and the neuron says the same everywhere. ${told}.`;
    if (!count) return "0 mistakes: the line stands between the two classes.";
    if (count > points.length / 2) {
      return `${told}: more than half. The arrow points to the wrong side; turn it around.`;
    }
    if (count === fewest) {
      const best = "of lines in 720 directions none makes fewer";
      return `${told}, and ${best}. A neuron draws a straight line; it cannot bend.`;
    }
    if (b === 0) return `${told}. With b = 0 the line passes through (0, 0), however you turn it. Move b.`;
    return `${told}: the points in a ring lie on the wrong side of the line.`;
  }

  function draw() {
    const locked = shell.locked();
    const [w1, w2, b] = Object.keys(knobs).map((trait) => model.get(trait));
    const says = (x, y) => w1 * x + w2 * y + b;
    const { x: across, y: along } = picture.range;
    const wrong = points.map((_, i) => i).filter((i) => !(says(...points[i]) * labels[i] > 0));
    for (const trait in knobs) {
      knobs[trait].set(model.get(trait));
      knobs[trait].disable(locked);
    }
    const at = (range, i) => range.min + ((i + 0.5) / GRID) * (range.max - range.min);
    const cell = (_, i) => says(at(across, i % GRID), at(along, Math.floor(i / GRID)));
    const grid = Array.from({ length: GRID * GRID }, cell);
    field.set(locked ? [] : grid, { rows: locked ? 0 : GRID, columns: GRID });

    const strength = size();
    const [n, m] = strength ? [w1 / strength, w2 / strength] : [1, 0];
    if (strength) {
      const away = says(foot.x, foot.y) / strength;
      foot = { x: foot.x - away * n, y: foot.y - away * m };
    }
    const long = ARROW * (along.max - along.min);
    const far = Math.hypot(across.max - across.min, along.max - along.min);
    const from = (up, beside) => [foot.x + up * n + beside * m, foot.y + up * m - beside * n];
    const hidden = locked || !strength;
    const [start, tip] = [from(0, 0), from(long, 0)];
    const straight = Array.from({ length: 41 }, (_, i) => from(0, (i / 20 - 1) * far));
    line.set(hidden ? [] : straight);
    const barbs = [-0.14, 0.14].map((beside) => from(0.72 * long, beside * long));
    arrow.set(hidden ? [] : [start, tip, [NaN, NaN], barbs[0], tip, barbs[1]]);
    // What a side says stands in its furthest corner.
    const corners = [0.02, 0.98].flatMap((u) =>
      [0.02, 0.98].map((v) => [across.min + u * (across.max - across.min), along.min + v * (along.max - along.min)]),
    );
    sides.forEach((side, i) => {
      const sign = i ? -1 : 1;
      const strong = (spot) => sign * says(...spot);
      const [corner] = corners.filter((spot) => strong(spot) > 0).sort((one, other) => strong(other) - strong(one));
      side.set(locked || !corner ? [] : [corner]);
    });
    rings.set(locked ? [] : wrong.map((i) => points[i]));
    mover.set(foot);
    turner.set({ x: tip[0], y: tip[1] });
    for (const part of [mover, turner]) {
      part.disable(locked);
      part.element.style.visibility = locked ? "hidden" : "";
    }

    [1, -1, 0].forEach((label, row) => {
      const of = (i) => !label || labels[i] === label;
      write(rows[row][1], String(labels.filter((_, i) => of(i)).length));
      write(rows[row][2], locked ? "?" : String(wrong.filter(of).length));
    });
    const story = locked ? "The line is hidden until you have predicted." : words({ w1, w2, b }, wrong);
    const formula = `${show(w1)}*x ${term(w2, "*y")} ${term(b, "")} = 0`;
    line.rename(formula);
    picture.describe(locked ? "Points of two classes" : `Points of two classes and the line ${formula}. ${story}`);
    shell.say(story);
  }

  const events = Object.keys(knobs).map((trait) => `change:${trait}`);
  events.forEach((event) => model.on(event, shell.schedule));
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, shell.schedule));
    picture.stop();
    shell.stop();
  };
}

export default { render };
