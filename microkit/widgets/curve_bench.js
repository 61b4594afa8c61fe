// A curve and its slope below it, a point that moves on both, and what arrives from above. With a class of the
// student's own, its rule stands over the truth as dots, and as crosses where it differs.

import { frame } from "./shared/frame.js";
import { handle } from "./shared/handle.js";
import { within } from "./shared/keys.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { fromPlain, show } from "./shared/numbers.js";
import { plot, sample } from "./shared/plot.js";
import { ruleOf } from "./shared/rules.js";
import { sidesOf } from "./shared/sides.js";
import { slider, stack } from "./shared/slider.js";
import { html, write } from "./shared/svg.js";

const MARGIN = 62;
const SLANT = 0.04;
const SHORT = 0.16;
const NUDGE = 1e-5;
const UNSEEN = { min: -1, max: 1 };

/** A rule as a curve: its value, its slope by nudging (null at a corner), and the slopes on both sides. */
function curveOf({ forward: f }) {
  const sides = (x) => sidesOf(f, x, NUDGE * Math.max(1, Math.abs(x)));
  const slope = (x) => {
    const { left, right, kink } = sides(x);
    return !Number.isFinite(f(x)) ? NaN : kink ? null : (left + right) / 2;
  };
  return { f, sides, slope };
}

/** Slanted strokes that fill parts of a picture. */
function hatching(parts, x, y) {
  const wide = SLANT * (x.max - x.min);
  const points = [];
  for (const [first, last] of parts) {
    for (let start = first - wide; start < last; start += wide / 2) {
      for (const a of [Math.max(start, first), Math.min(start + wide, last)]) {
        points.push([a, y.min + ((a - start) / wide) * (y.max - y.min)]);
      }
      points.push([NaN, NaN]);
    }
  }
  return points;
}

function render({ model, el }) {
  const name = model.get("name");
  const own = model.get("by") === "kernel";
  const [low, high, bottom, top, least, most] = model.get("ends");
  const flat = model.get("flat");
  const across = { min: low, max: high };
  const { f, sides, slope } = curveOf(ruleOf(name));
  const slopes = sample((x) => slope(x) ?? NaN, across);
  const shell = frame({ model, el, title: `${name}(x)`, describe: `Curve bench, ${name}`, draw });
  const asked = () => ({ x: model.get("x"), upstream: model.get("upstream") });
  const link = own ? kernelLink(model, asked, shell.schedule) : null;
  const put = (trait) => (value) => {
    model.set(trait, value);
    model.save_changes();
  };

  const ends = { x: { ...across, label: "x" }, margin: MARGIN };
  const above = plot({ ...ends, y: { min: bottom, max: top, label: `${name}(x)` }, height: 230, describe: name });
  const below = plot({ ...ends, y: { ...UNSEEN, label: "slope" }, height: 230, describe: "slope" });
  const shades = [above, below].map((picture) =>
    picture.line({ name: "flat", class: "mk-quiet mk-hatching", at: "middle", width: 1 }),
  );
  const curve = above.line({ name, at: "start" });
  const tangent = above.line({ name: "tangent", class: "mk-b", width: 3 });
  const heard = below.line({ name: "slope \u00d7 g", class: "mk-d", at: "middle" });
  const slopeLine = below.line({ name: "slope", class: "mk-b", at: "start" });
  const right = below.dots({ name: "yours", class: "mk-ink", hollow: true, size: 4 });
  const wrong = below.dots({ name: "yours, differs", class: "mk-ink", shape: "cross", size: 4.5 });
  const stem = below.line({ class: "mk-ink", width: 1.5 });
  const knobs = [above, below].map((picture, i) =>
    handle(picture, {
      describe: `x, on ${["the curve", "its slope"][i]}`,
      valueText(x) {
        const height = i ? `slope ${show(slope(x))}` : `${name} ${show(f(x))}`;
        return `x = ${show(x)}${shell.locked() ? "" : `, ${height}`}`;
      },
      class: i ? "mk-b" : "mk-a",
      onMove: ({ x }) => put("x")(x),
    }),
  );

  const gSlider = slider({
    name: "g",
    describe: "g, the upstream gradient, out.grad",
    value: model.get("upstream"),
    onInput: put("upstream"),
  });
  const row = (title) => [html("th", { scope: "row" }, title), html("td"), html("td"), html("td")];
  const rows = [row(own ? "nudged" : "by the rule"), ...(own ? [row("yours")] : [])];
  const heads = ["at x", "slope", "g", "x hears"].map((text, i) =>
    html(i ? "th" : "td", i ? { scope: "col" } : {}, text),
  );
  const table = html(
    "table",
    { class: "mk-table mk-even", "aria-label": "What x hears" },
    html("thead", {}, html("tr", {}, ...heads)),
    html("tbody", {}, ...rows.map((cells) => html("tr", {}, ...cells))),
  );
  shell.body.append(above.element, below.element, html("div", { class: "mk-split" }, stack([gSlider]), table));
  curve.set(sample(f, across));

  /** What belongs together: in kernel mode, all of it comes from the latest answer. */
  function read() {
    const answer = own ? model.get("answer") : {};
    const { x, upstream: g } = own && !link.late ? answer : { x: model.get("x"), upstream: model.get("upstream") };
    return { x, g, ...(link?.late ? { error: LATE } : answer) };
  }
  function words({ x, g, error, told }) {
    const steep = slope(x);
    if (error) return error;
    if (steep !== null && !Number.isFinite(steep)) return `${name} has no slope at x = ${show(x)}. Move x.`;
    const { left, right } = sides(x);
    const both = `slope ${show(left)} to the left, ${show(right)} to the right`;
    const corner = `A corner: ${both}. Which one a rule takes is a convention.`;
    if (steep === null) return own ? `${corner} ${told}` : corner;
    if (own) return told;
    const product = `${show(steep)} \u00d7 ${show(g)} = ${show(steep * g)}`;
    const still = flat.some(([a, b]) => x >= a && x <= b);
    if (still) return `Flat here: of what arrives, x hears almost nothing, ${product}.`;
    if (g === 0) return "At g = 0 nothing arrives from above, and x hears nothing, however steep the curve is.";
    return `x hears ${product}: own slope times what arrives from above.`;
  }

  function draw() {
    const locked = shell.locked();
    const state = read();
    const { x, g, error } = state;
    const now = model.get("x");
    const steep = slope(now);
    gSlider.set(model.get("upstream"));
    gSlider.disable(locked);

    // The lower picture grows by doubling, so that its axis stands still most of the time; as in Python.
    const scale = (g < 0 ? -1 : 1) * 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(g))));
    const tall = [least, most, least * scale, most * scale];
    const y = locked ? UNSEEN : { min: Math.min(...tall), max: Math.max(...tall) };
    below.setRange({ y });
    const shown = locked ? [] : flat;
    shades[0].set(hatching(shown, across, { min: bottom, max: top }));
    shades[1].set(hatching(shown, across, y));
    const sloped = steep !== null && Number.isFinite(steep) && !locked;
    const reach = SHORT * (high - low);
    const around = { min: now - reach, max: now + reach };
    tangent.set(sloped ? sample((a) => f(now) + steep * (a - now), around, 24) : []);
    slopeLine.set(locked ? [] : slopes);
    heard.set(locked || g === 1 ? [] : slopes.map(([a, s]) => [a, s * g]));
    stem.set(sloped ? [[now, 0], [now, steep]] : []);
    const dots = locked || error || !state.row ? [] : state.row.filter(([, mine]) => mine !== null);
    // A dot far outside stands at the edge, whole.
    const edge = (y.max - y.min) / 30;
    const shownAt = (mine) => within(fromPlain(mine), y.min + edge, y.max - edge);
    const spots = (agrees) => dots.filter(([, , is]) => is === agrees).map(([a, mine]) => [a, shownAt(mine)]);
    right.set(spots(true));
    wrong.set(spots(false));
    knobs[0].set({ x: now, y: f(now) });
    knobs[1].set({ x: now, y: sloped ? steep : 0 });
    knobs.forEach((knob) => knob.disable(locked));
    knobs[1].element.style.visibility = locked ? "hidden" : "";

    const there = slope(x);
    const texts = [
      [show(there), show(g), show(there === null ? null : there * g)],
      ["", "", show(error ? null : fromPlain(state.mine))],
    ];
    rows.forEach(([, ...cells], i) =>
      cells.forEach((cell, j) => write(cell, texts[i][j] && (locked && j !== 1 ? "?" : texts[i][j]))),
    );
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    above.root.classList.toggle("mk-untold", locked);
    const story = locked ? "Heights and slopes are hidden until you have predicted." : words(state);
    above.describe(`${name} with the point x = ${show(now)}. ${story}`);
    below.describe(locked ? "Hidden" : `The slope of ${name}; ${show(steep)} at x = ${show(now)}.`);
    shell.say(story);
  }

  function moved() {
    link?.ask();
    shell.schedule();
  }
  const events = ["change:x", "change:upstream"];
  events.forEach((event) => model.on(event, moved));
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, moved));
    above.stop();
    below.stop();
    link?.stop();
    shell.stop();
  };
}

export default { render };
