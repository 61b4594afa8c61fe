// The bench: one gate, two inputs and what arrives from above. What each input hears stands in the
// picture as local slope times upstream, and in the table beside the truth found by nudging.

import { frame } from "./shared/frame.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { fromPlain, largestOf, show, signOf, widthOf } from "./shared/numbers.js";
import { expression, hears, ruleOf } from "./shared/rules.js";
import { sidesOf } from "./shared/sides.js";
import { slider, stack } from "./shared/slider.js";
import { html, patch, svg, write } from "./shared/svg.js";

const NUDGE = 1e-5;
const GLYPHS = { "*": "\u00d7", "/": "\u00f7", "-": "\u2212", neg: "\u2212", "**": "a\u207f" };

// Settings where a wrong rule looks right: [holds, what to say].
const LUCKY = {
  "*": [(a, b) => a === b, "At a = b, handing each input its own value looks right too."],
  "/": [(a, b) => b === 1, "At b = 1, dividing by b and not dividing look the same."],
  "**": [(a, n) => n === 1 || a === 1 || a === 0, "At 0, at 1 and at n = 1 many wrong powers look right."],
};

/** What the forward says when one input is nudged both ways; null where there is no single slope. */
function nudged(rule, inputs, i, g) {
  const at = (x) => rule.forward(...inputs.map((old, j) => (j === i ? x : old)));
  if (!Number.isFinite(at(inputs[i]))) return { value: NaN, kink: false };
  const { left, right, rounding, kink } = sidesOf(at, inputs[i], NUDGE * Math.max(1, Math.abs(inputs[i])));
  return { value: kink ? null : ((left + right) / 2) * g, off: rounding * Math.abs(g), kink };
}

const close = (x, { value, off }) => Math.abs(x - value) <= Math.max(1e-4 * Math.max(1e-3, Math.abs(value)), off);

function verdict(mine, truth, { error, written }) {
  if (error) return ["missing", "no answer"];
  if (!written) return ["missing", "not written yet"];
  if (truth.kink) return ["kink", "a kink here"];
  if (!Number.isFinite(truth.value)) return ["undefined", "no slope here"];
  if (mine === null) return ["missing", "nothing arrived"];
  return close(mine, truth) ? ["agrees", "agrees"] : ["differs", "differs"];
}

/** One gate in an SVG as wide as the page gives it: no scaling, so text keeps its size. */
function gatePicture(op, names, describe) {
  const two = names.length === 2;
  const half = GLYPHS[op] ? 27 : Math.max(27, op.length * 4.2 + 9);
  let narrow = false;
  const root = svg("svg", { role: "img" });
  const about = svg("title", {}, describe);
  root.append(about);
  const tip = () => svg("path", { d: "M0 0 L11 -5.5 L11 5.5 Z" });
  const part = (name, fixed) => {
    const parts = {
      wire: svg("path", { class: "mk-wire" }),
      arrow: svg("path", { class: "mk-head-forward", d: "M0 0 L-9 -4.5 L-9 4.5 Z" }),
      back: svg("path", { class: "mk-back" }),
      tip: tip(),
      box: svg("rect", { class: "mk-box", rx: 8, height: 54 }),
      name: svg("text", { class: "mk-mono mk-soft" }, name),
      data: svg("text", { class: "mk-big" }),
      who: svg("text", { class: "mk-soft" }),
      message: svg("text", { class: "mk-strong" }),
      sum: svg("text", { class: "mk-strong" }),
    };
    if (fixed) patch(parts.box, { "data-fixed": "" });
    root.append(...Object.values(parts));
    return parts;
  };
  const inputs = names.map((name, i) => part(name, op === "**" && i === 1));
  const out = part("out", false);
  const gateBox = svg("rect", { class: "mk-box", width: 2 * half, height: 54, rx: 27 });
  const glyph = svg("text", { class: "mk-big", "text-anchor": "middle" }, GLYPHS[op] ?? op);
  if (!GLYPHS[op] && op.length > 3) glyph.style.fontSize = "13px";
  root.append(gateBox, glyph);
  patch(out.who, { "text-anchor": "end" });
  patch(out.message, { "text-anchor": "end" });

  function place(width) {
    const box = Math.min(124, width * 0.25);
    const middle = two ? 112 : 54;
    narrow = width < 520;
    const gate = width * (narrow ? 0.54 : 0.5);
    const height = (two ? 240 : 128) + (narrow ? 17 : 0);
    patch(root, { width, height, viewBox: `0 0 ${width} ${height}` });
    patch(gateBox, { x: gate - half, y: middle - 27 });
    patch(glyph, { x: gate, y: middle + 6 });
    const put = ({ box: rect, name, data, who, message, sum }, x, y, side) => {
      patch(rect, { x, y, width: box });
      patch(name, { x: x + 10, y: y + 18 });
      patch(data, { x: x + 10, y: y + 42 });
      patch(who, { x: side, y: y + 72 });
      patch(message, { x: side, y: y + 90 });
      patch(sum, { x: side, y: y + 107 });
    };
    inputs.forEach((input, i) => {
      const y = two ? [10, 140][i] : 27;
      const turn = two ? [-1, 1][i] : 0;
      put(input, 1, y, 2);
      const middles = (gate + box) / 2;
      const curve = (x1, y1, x2, y2, shift) => {
        const x = middles - shift * turn;
        return `M${x1} ${y1} C${x} ${y1} ${x} ${y2} ${x2} ${y2}`;
      };
      const [there, home] = [y + 19, y + 37];
      const [above, below] = two ? [middle + turn * 15 - 5, middle + turn * 15 + 5] : [there, home];
      const edge = gate - half + (two ? 3 : 1);
      patch(input.wire, { d: curve(box + 2, there, edge - 8, above, 7) });
      patch(input.arrow, { transform: `translate(${edge} ${above})` });
      patch(input.back, { d: curve(box + 12, home, edge, below, -7) });
      patch(input.tip, { transform: `translate(${box + 4} ${home})` });
    });
    put(out, width - box - 1, middle - 27, width - 2);
    const [start, end] = [gate + half, width - box - 2];
    patch(out.wire, { d: `M${start} ${middle - 9} H${end - 8}` });
    patch(out.arrow, { transform: `translate(${end} ${middle - 9})` });
    patch(out.back, { d: `M${start + 9} ${middle + 9} H${end}` });
    patch(out.tip, { transform: `translate(${start + 1} ${middle + 9})` });
  }

  /** Show what flows back on one wire, in words: who hears, own slope times upstream, the product. */
  function flow(parts, number, largest, who, message, sum = "") {
    const sign = signOf(number);
    write(parts.who, who);
    write(parts.message, narrow || !sum ? message : `${message} ${sum}`);
    write(parts.sum, narrow ? sum : "");
    patch(parts.message, { "data-sign": sign });
    patch(parts.sum, { "data-sign": sign });
    patch(parts.tip, { class: "mk-tip", "data-sign": sign });
    patch(parts.back, { "data-sign": sign, "stroke-width": widthOf(number, largest) });
  }
  return { root, about, inputs, out, place, flow };
}

function render({ model, el }) {
  const op = model.get("op");
  const rule = ruleOf(op);
  const own = model.get("by") === "kernel";
  const names = model.get("names");
  const heard = op === "**" ? [names[0]] : names;
  const formula = `out = ${expression(op, names)}`;
  const settings = () => ["a", "b", "upstream"].map((name) => model.get(name));

  const shell = frame({ model, el, title: formula, describe: `Gate bench, ${formula}`, draw });
  const picture = gatePicture(op, names, formula);
  const scene = html("div", {}, picture.root);

  const knob = (trait, name, describe, options = {}) =>
    slider({
      name,
      describe,
      value: model.get(trait),
      ...options,
      onInput(value) {
        model.set(trait, value);
        model.save_changes();
      },
    });
  const power = { step: 1, reach: 4 };
  const knobs = { a: knob("a", names[0], names[0]) };
  if (names[1]) knobs.b = knob("b", names[1], op === "**" ? "the exponent n" : "b", op === "**" ? power : {});
  knobs.upstream = knob("upstream", "g", "g, the upstream gradient, out.grad", { reach: 10 });
  const sliders = stack(Object.values(knobs));

  const header = ["", own ? "yours" : "by the rule", "nudged truth", ""].map((text) =>
    text ? html("th", { scope: "col" }, text) : html("td"),
  );
  const rows = heard.map((name) => {
    const cells = { mine: html("td"), truth: html("td"), verdict: html("td", { class: "mk-verdict" }) };
    const line = html("tr", {}, html("th", { scope: "row" }, `${name}.grad`), ...Object.values(cells));
    return { name, line, ...cells };
  });
  const table = html(
    "table",
    { class: "mk-table", "aria-label": "What each input hears, beside the truth found by nudging" },
    html("thead", {}, html("tr", {}, ...header)),
    html("tbody", {}, ...rows.map((row) => row.line)),
  );
  shell.body.append(scene, html("div", { class: "mk-split" }, sliders, table));

  const link = own ? kernelLink(model, () => ({ numbers: settings() }), shell.schedule) : null;

  /** One consistent state: in kernel mode that of the latest answer, so that numbers belong together. */
  function read() {
    const answer = own ? model.get("answer") : null;
    const [a, b, g] = own && !link.late ? answer.numbers : settings();
    const inputs = names.length === 2 ? [a, b] : [a];
    const out = rule.forward(...inputs);
    const truths = heard.map((_, i) => nudged(rule, inputs, i, g));
    const state = { inputs, out, g, truths, slopes: null, error: "", written: true };
    if (!own) {
      state.slopes = rule.slopes(out, ...inputs);
      state.mine = hears(rule, g, out, inputs);
    } else if (link.late) {
      state.mine = heard.map(() => null);
      state.error = LATE;
    } else {
      state.mine = heard.map((_, i) => fromPlain(answer.heard?.[i] ?? null));
      state.error = answer.error ?? "";
      state.written = state.mine.some((number) => number !== null);
    }
    return state;
  }

  function words({ inputs, g, truths, mine, slopes, error, written }, verdicts) {
    if (error) return error;
    if (!written) {
      return `Not written yet: nothing arrived at ${heard.map((name) => name + ".grad").join(" or ")}.`;
    }
    const wrong = verdicts.findIndex(([is]) => is === "differs" || is === "missing");
    if (wrong >= 0) {
      const name = heard[wrong];
      const nudge = `a nudge of ${name} says ${show(truths[wrong].value)}`;
      if (mine[wrong] === null) return `Nothing arrived at ${name}.grad, and ${nudge}.`;
      return `${own ? "Your" : "The"} ${name}.grad is ${show(mine[wrong])}, and ${nudge}.`;
    }
    if (verdicts.some(([is]) => is === "kink")) {
      return "At a kink the left and the right slope differ, so there is no single truth to compare with.";
    }
    if (verdicts.some(([is]) => is === "undefined")) return "There is no slope here. Move an input.";
    if (g === 0) return "At g = 0 nothing arrives from above, so any rule looks right. Move g.";
    if (g === 1) return "At g = 1 a rule that forgets what arrives from above looks right too. Move g.";
    const [holds, lucky] = LUCKY[op] ?? [() => false];
    if (holds(...inputs)) return lucky;
    const parts = heard.map((name, i) =>
      slopes ? `${name} hears ${times(slopes[i], g)} = ${show(mine[i])}` : `${name}.grad is ${show(mine[i])}`,
    );
    return `${parts.join(", ")}: ${slopes ? "own slope times what arrives from above." : "as the nudge says."}`;
  }

  const times = (slope, g) => `${show(slope)} \u00d7 ${show(g)}`;

  function draw() {
    const locked = shell.locked();
    Object.entries(knobs).forEach(([trait, k]) => {
      k.set(model.get(trait));
      k.disable(locked);
    });
    const state = read();
    const { inputs, out, g, truths, mine, slopes } = state;
    const verdicts = heard.map((_, i) => verdict(mine[i], truths[i], state));
    inputs.forEach((number, i) => write(picture.inputs[i].data, show(number)));
    write(picture.out.data, show(out));
    const largest = largestOf(locked ? [g] : [g, ...mine]);
    picture.flow(picture.out, g, largest, "from above", `g = ${show(g)}`);
    picture.inputs.forEach((parts, i) => {
      if (i >= heard.length) picture.flow(parts, null, 0, "a fixed number", "");
      else if (locked) picture.flow(parts, null, 0, `${names[i]} hears`, "?");
      else {
        const told = slopes ? [times(slopes[i], g), `= ${show(mine[i])}`] : [show(mine[i])];
        const how = slopes ? " slope \u00d7 g" : "";
        picture.flow(parts, mine[i], largest, `${names[i]} hears${how}`, ...told);
      }
    });
    rows.forEach((row, i) => {
      const [is, text] = locked ? ["hidden", "predict first"] : verdicts[i];
      write(row.mine, locked ? "?" : show(mine[i]));
      write(row.truth, locked ? "?" : truths[i].kink ? "-" : show(truths[i].value));
      write(row.verdict, text);
      patch(row.verdict, { "data-is": is });
    });
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    const story = locked ? "The gradients are hidden until you have predicted." : words(state, verdicts);
    write(picture.about, `${formula} is ${show(out)}, and g = ${show(g)} arrives from above. ${story}`);
    shell.say(story);
  }

  function moved() {
    link?.ask();
    shell.schedule();
  }
  const events = ["change:a", "change:b", "change:upstream"];
  events.forEach((event) => model.on(event, moved));

  const watch = new ResizeObserver(([entry]) => {
    picture.place(Math.round(entry.contentRect.width));
    shell.schedule();
  });
  picture.place(600);
  watch.observe(scene);
  shell.paint();
  return () => {
    watch.disconnect();
    events.forEach((event) => model.off(event, moved));
    link?.stop();
    shell.stop();
  };
}

export default { render };
