// A curve, a point on it and a second one h further: the secant becomes the tangent, until floats run out.

import { frame } from "./shared/frame.js";
import { handle } from "./shared/handle.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { fromPlain, show } from "./shared/numbers.js";
import { plot, rangeOf, sample } from "./shared/plot.js";
import { replayer } from "./shared/replay.js";
import { sidesOf } from "./shared/sides.js";
import { slider, stack } from "./shared/slider.js";
import { control, html, write } from "./shared/svg.js";

const ZOOMED = { min: -3, max: 3 };

// The h slider moves over 1, 0.5, 0.2, 0.1, 0.05 ...: three steps are a power of ten.
const hOfStep = (step) => Number(`${[1, 2, 5].at(step % 3)}e${Math.floor(step / 3)}`);
function stepOfH(h) {
  const step = 3 * Math.log10(h);
  const whole = Math.round(step);
  return hOfStep(whole) === h ? whole : step;
}

/** A formula that the page computes: its value anywhere, and its slope by the rules. */
function replayed(trace) {
  const { forward, backward } = replayer(trace);
  const at = (x) => forward(trace.data.map((number, node) => (node === trace.leaf ? x : fromPlain(number))));
  return { f: (x) => at(x).at(-1), slope: (x) => backward(at(x))[trace.leaf] };
}

/** Three points of the curve, and the true slope: null, and why, where there is none. */
function measured({ f, slope }, { x, h, zoom }) {
  const [here, ahead, behind] = [x, x + h, x - h].map(f);
  const near = zoom ? sample((u) => f(x + u * h) - here, ZOOMED) : null;
  const { left, right, kink } = sidesOf(f, x, 1e-6 * Math.max(1, Math.abs(x)));
  const corner = kink ? `a kink: ${show(left)} to the left, ${show(right)} to the right` : "";
  const why = Number.isFinite(here) ? corner : "the curve has no value here";
  return { x, h, here, ahead, behind, near, why, truth: why ? null : slope(x) };
}

/** What can be seen, in a sentence. */
function words({ x, h, here, truth, why, error }, forward, central) {
  if (error) return error;
  if (!Number.isFinite(here)) return "The curve has no value here. Move x.";
  if (x + h === x) return `x + ${show(h)} is x itself in floats: nothing moves, and the rise is 0.`;
  if (why.startsWith("a kink")) return `At x = ${show(x)} is ${why}.`;
  if (truth === null) return `Forward says ${show(forward)}, central ${show(central)}: ${why}.`;
  const [off, nearer] = [forward, central].map((slope) => Math.abs(slope - truth));
  const both = `forward is off by ${show(off)}, central by ${show(nearer)}`;
  if (h < 1e-9 && off + nearer > 1e-8) return `Rounding: floats keep few digits of so small a rise, ${both}.`;
  if (off + nearer < 1e-4 * Math.max(1, Math.abs(truth))) return `The secant is all but the tangent: ${both}.`;
  return `${nearer < off ? "Central looks to both sides, over 2h, and comes nearer" : "Make h smaller"}: ${both}.`;
}

function render({ model, el }) {
  const get = (trait) => model.get(trait);
  const now = () => ({ x: get("x"), h: get("h"), zoom: get("zoom") });
  const name = get("name");
  const [low, high, bottom, top] = get("ends");
  const whole = { x: { min: low, max: high }, y: { min: bottom, max: top } };
  const page = get("by") === "page" ? replayed(get("trace")) : null;
  const pointsOf = (pairs) => pairs.map(([x, y]) => [x, fromPlain(y)]);
  const points = page ? sample(page.f, whole.x) : pointsOf(get("curve"));
  const shell = frame({ model, el, title: name, describe: `Slope explorer, ${name}`, draw });
  const link = page ? null : kernelLink(model, now, shell.schedule);
  const put = (trait) => (value) => {
    model.set(trait, value);
    model.save_changes();
  };

  const picture = plot({ ...whole, height: 300, describe: name });
  const curve = picture.line({ name: "f", at: "start" });
  const tangent = picture.line({ name: "tangent", class: "mk-c", at: "start", width: 3 });
  const corner = picture.line({ name: "rise over run", class: "mk-quiet", at: "middle", width: 1.5 });
  const secant = picture.line({ name: "secant", class: "mk-b" });
  const second = picture.dots({ class: "mk-b", size: 5.5 });
  const knob = handle(picture, {
    describe: "the point x",
    valueText: () => `x = ${show(get("x"))}`,
    onMove: ({ x }) => put("x")(x),
  });

  const xSlider = slider({ name: "x", value: get("x"), min: low, max: high, onInput: put("x") });
  let widest = 0;
  while (hOfStep(widest) > high - low) widest -= 1;
  const hSlider = slider({
    name: "h",
    describe: "h, the distance of the second point",
    value: stepOfH(get("h")),
    min: -48,
    max: widest,
    step: 1,
    text: () => show(get("h")),
    onInput: (step) => put("h")(hOfStep(step)),
  });
  const near = control("input", { type: "checkbox" });
  near.addEventListener("change", () => put("zoom")(near.checked));
  const rows = ["forward", "central", "true slope"].map((row) => [
    html("th", { scope: "row" }, row),
    ...[1, 2, 3].map(() => html("td")),
  ]);
  const heads = ["way", "rise / run", "slope", "off by"].map((head) => html("th", { scope: "col" }, head));
  const lineOf = (cells) => html("tr", {}, ...cells);
  const table = html(
    "table",
    { class: "mk-table mk-even", "aria-label": "Slopes at x" },
    html("thead", {}, lineOf(heads)),
    html("tbody", {}, ...rows.map(lineOf)),
  );
  const sliders = [xSlider, hSlider];
  const zoomed = html("label", { class: "mk-check" }, near, " zoom in, a few h wide");
  const below = html("div", { class: "mk-split" }, html("div", {}, stack(sliders), zoomed), table);
  shell.body.append(picture.element, below);

  /** What is shown belongs together: in kernel mode, all of it comes from the latest answer. */
  function read() {
    if (page) return measured(page, now());
    const answer = get("answer");
    const error = link.late ? LATE : answer.error;
    if (error) return { ...now(), truth: null, error };
    const found = { ...answer, near: answer.near && pointsOf(answer.near) };
    for (const key of ["here", "ahead", "behind", "truth"]) found[key] = fromPlain(answer[key]);
    return found;
  }

  function draw() {
    const locked = shell.locked();
    const state = read();
    const { x, h, here, ahead, behind, truth, error } = state;
    const forward = (ahead - here) / h;
    const central = (ahead - behind) / (2 * h);
    xSlider.set(get("x"));
    hSlider.set(stepOfH(get("h")));
    near.checked = get("zoom");
    near.disabled = locked;
    const hidden = locked || error;
    const zoom = !hidden && state.near;
    sliders.forEach((part) => part.disable(locked));
    knob.disable(locked || zoom);

    // Zoomed in, everything is told from the point: h to the right is 1, and the rise is exact.
    const view = zoom ? { x: ZOOMED, y: rangeOf(zoom.map(([, y]) => y)) } : whole;
    const [spot, end] = zoom ? [[0, 0], [1, ahead - here]] : [[x, here], [x + h, ahead]];
    const through = (slope) => sample((a) => spot[1] + slope * (zoom ? h : 1) * (a - spot[0]), view.x, 60);
    picture.setRange(view);
    picture.rename(zoom ? "distance from x, in h" : "x", zoom ? "f minus f(x)" : "f(x)");
    curve.set(zoom || points);
    tangent.set(hidden || truth === null ? [] : through(truth));
    corner.set(hidden ? [] : [spot, [end[0], spot[1]], end]);
    secant.set(hidden ? [] : through(forward));
    second.set(hidden ? [] : [end]);
    knob.set({ x: spot[0], y: spot[1] });

    const off = (slope) => (truth === null ? "" : show(Math.abs(slope - truth)));
    const texts = [
      [ahead - here, h],
      [ahead - behind, 2 * h],
    ].map(([rise, run]) => [`${show(rise)} / ${show(run)}`, show(rise / run), off(rise / run)]);
    texts.push(["", show(truth), ""]);
    rows.forEach(([, ...cells], i) => cells.forEach((cell, j) => write(cell, texts[i][j] && (locked ? "?" : error ? "-" : texts[i][j]))));
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    const story = locked ? "The slopes are hidden until you have predicted." : words(state, forward, central);
    picture.describe(`${name} with the point x = ${show(x)}. ${story}`);
    shell.say(story);
  }

  function moved() {
    link?.ask();
    shell.schedule();
  }
  const events = ["change:x", "change:h", "change:zoom"];
  events.forEach((event) => model.on(event, moved));
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, moved));
    picture.stop();
    link?.stop();
    shell.stop();
  };
}

export default { render };
