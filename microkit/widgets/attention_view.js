// Which letters a place of a name looks at: arcs, a triangle of weights, a sentence. Nothing looks ahead.

import { frame } from "./shared/frame.js";
import { within } from "./shared/keys.js";
import { show } from "./shared/numbers.js";
import { slider, stack } from "./shared/slider.js";
import { cut, html, patch, svg, write } from "./shared/svg.js";
import { tiles } from "./shared/tiles.js";

const HIGH = 26;
const SKY = 104;

const percentOf = (weight) => (weight === null || weight === undefined ? "-" : String(Math.floor(100 * weight + 0.5)));

/** A row of logits as weights: those that come later hear nothing. */
function softened(row, place, temperature) {
  const seen = row.slice(0, place + 1).map((logit) => logit / temperature);
  const most = Math.max(...seen);
  const sizes = seen.map((logit) => Math.exp(logit - most));
  const all = sizes.reduce((a, b) => a + b);
  return row.map((_, j) => (j <= place ? sizes[j] / all : 0));
}

function render({ model, el }) {
  const tokens = model.get("tokens");
  const logits = model.get("logits");
  const heads = logits.length || model.get("weights").length;
  const count = tokens.length;
  const shell = frame({ model, el, title: "AttentionView", describe: "Which letters a place looks at", draw });
  const keep = (key, value) => {
    if (model.get(key) === value) return;
    model.set(key, value);
    model.save_changes();
  };
  const nameOf = (place) => `"${cut(tokens[place], 12)}"`;

  const left = 16 + 8 * Math.min(7, Math.max(...tokens.map((token) => token.length)));
  const wide = Math.max(32, Math.min(44, Math.floor(600 / count)));
  if (!logits.length) write(shell.root.querySelector(".mk-by"), "weights as they were given");
  const grid = tiles(count, count, { wide, high: HIGH, x: left, y: SKY + HIGH });
  const [width, height] = [left + count * wide + 8, SKY + HIGH * (count + 1) + 6];
  const label = (text, x, y, anchor) => svg("text", { class: "mk-mono", x, y, "text-anchor": anchor },
    svg("title", {}, text), cut(text, anchor === "end" ? 7 : Math.floor(wide / 9)));
  const middle = (place) => left + wide * (place + 0.5);
  const columns = tokens.map((token, j) => label(token, middle(j), SKY + 18, "middle"));
  const names = tokens.map((token, i) => label(token, left - 8, SKY + HIGH * (i + 1) + 17, "end"));
  const arcs = tokens.map(() => svg("path", { class: "mk-arc" }));
  const marks = tokens.map((_, j) => svg("text", { class: "mk-tile-text", x: middle(j), y: SKY + 2,
    "text-anchor": "middle" }));
  const band = svg("rect", { class: "mk-window", x: left, width: count * wide, height: HIGH, rx: 4 });
  const drawn = svg("svg", { class: "mk-attention mk-field-of-numbers", role: "img", width, height,
    viewBox: `0 0 ${width} ${height}` }, ...arcs, ...columns, ...names, grid.group, band, ...marks);
  drawn.addEventListener("click", (event) => {
    const box = drawn.getBoundingClientRect();
    const row = Math.floor((((event.clientY - box.top) * height) / box.height - SKY - HIGH) / HIGH);
    if (!shell.locked() && within(row, 0, count - 1) === row) keep("position", row);
  });

  const whole = { min: 0, step: 1 };
  const place = slider({ ...whole, name: "place", max: Math.max(1, count - 1), value: model.get("position"),
    describe: "the place that looks", text: (at) => cut(`${at} ${tokens[at]}`, 8), onInput: (at) =>
    keep("position", Math.min(at, count - 1)) });
  const head = slider({ ...whole, name: "head", max: Math.max(1, heads - 1), value: model.get("head"), onInput: (at) =>
    keep("head", at) });
  const warmth = slider({ name: "temperature", min: 0.1, max: 5, step: 0.1, value: model.get("temperature"),
    onInput: (warm) => keep("temperature", warm) });
  const knobs = [place, ...(heads > 1 ? [head] : []), ...(logits.length ? [warmth] : [])];
  shell.body.append(drawn, stack(knobs), html("p", { class: "mk-hint" },
    "Numbers are percentages. A row is the place that looks; hatched is what comes later: it cannot look ahead."));

  function words(row, position, trouble) {
    if (trouble) return trouble;
    const order = row.slice(0, position + 1).map((_, j) => j).sort((i, j) => row[j] - row[i] || i - j);
    const parts = order.slice(0, 3).map((j) => `${percentOf(row[j])} % from ${j === position ? "itself" : `place ${j},
      ${nameOf(j)}`}`);
    const told = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;
    return `Place ${position}, ${nameOf(position)}, takes ${told}.`;
  }

  function draw() {
    const locked = shell.locked();
    const [at, position, temperature] = ["head", "position", "temperature"].map((key) => model.get(key));
    const trouble = model.get("troubles")[at];
    const rows = logits.length ? logits[at].map((row, i) => (trouble ? row.map(() => null) : softened(row, i,
      temperature))) : model.get("weights")[at];
    place.set(position);
    head.set(at);
    warmth.set(temperature);
    knobs.forEach((knob) => knob.disable(locked));
    const never = [];
    rows.forEach((row, i) => row.forEach((weight, j) => {
      const tile = i * count + j;
      const ahead = j > i && !weight;
      if (ahead) never.push(tile);
      grid.put(tile, locked || ahead ? "" : percentOf(weight), ahead ? "never" : "");
      grid.boxes[tile].style.fillOpacity = locked || ahead ? 0 : Math.round(50 * Math.min(1,
        Math.abs(weight ?? 0))) / 100;
    }));
    grid.hatch(never);
    patch(band, { y: SKY + HIGH * (position + 1) });
    rows[position].forEach((weight, j) => {
      const hidden = locked || !weight || weight < 0.005;
      const [from, to] = [middle(position), middle(j)];
      const top = SKY - 8 - Math.min(SKY - 30, 22 + 16 * Math.abs(position - j)) * 1.25;
      const d =
        j === position
          ? `M${from - 7} ${SKY - 10}C${from - 22} ${SKY - 46} ${from + 22} ${SKY - 46} ${from + 7} ${SKY - 10}`
          : `M${from} ${SKY - 10}C${from} ${top} ${to} ${top} ${to} ${SKY - 10}`;
      patch(arcs[j], { d: hidden ? "" : d, "stroke-width": Math.round(10 * (1 + 8 * Math.min(1,
        Math.abs(weight ?? 0)))) / 10, "data-look": j > position ? "ahead" : weight < 0.1 ? "faint" : "" });
      write(marks[j], hidden ? "" : `${percentOf(weight)} %`);
    });
    const story = locked ? "The weights are hidden until you have predicted." : words(rows[position], position,
      trouble);
    const warm = logits.length ? ` at temperature ${show(temperature)}` : "";
    patch(drawn, { "aria-label": `Head ${at}${warm}, the place ${position}. ${story}` });
    shell.say(story);
  }

  const events = ["head", "position", "temperature"].map((key) => `change:${key}`);
  events.forEach((event) => model.on(event, shell.schedule));
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, shell.schedule));
    shell.stop();
  };
}

export default { render };
