// SGD, momentum and Adam walk down one valley, and the student's own beside them.

import { frame } from "./shared/frame.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { show } from "./shared/numbers.js";
import { player } from "./shared/player.js";
import { plot } from "./shared/plot.js";
import { slider, stack } from "./shared/slider.js";
import { html, write } from "./shared/svg.js";

const LAST = 60;
const AWAY = 1e6;
const KNOBS = ["rate", "momentum", "b2", "scale"];
const LOOKS = { SGD: "mk-a", momentum: "mk-b", Adam: "mk-c" };
const OWN = ["mk-d", "mk-ink"];
const HEADS = ["optimizer", "x", "y", "last step", "distance"];
const RATES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
const KEPT = [0.5, 0.9, 0.99, 0.999, 0.9999];
const SCALES = [0.01, 0.1, 1, 10, 100];

/** Each optimizer: from the gradients and its memory to what is subtracted. microkit/optim has the same. */
const rules = ({ rate, momentum, b2 }) => ({
  SGD: (g) => rate * g,
  momentum: (g, memory) => rate * (memory.m = momentum * memory.m + g),
  Adam: (g, memory, t) => {
    memory.m = momentum * memory.m + (1 - momentum) * g;
    memory.s = b2 * memory.s + (1 - b2) * g * g;
    return (rate * memory.m) / (1 - momentum ** t) / (Math.sqrt(memory.s / (1 - b2 ** t)) + 1e-8);
  },
});

/** How steep the valley is; valley.py says the same. */
function slopeAt({ a, b, c, q, e }, [x, y], scale) {
  const u = y - q * x * x + e;
  return [scale * (2 * a * (x - c) - 4 * b * q * x * u), scale * 2 * b * u];
}

function walk(rule, shape, scale) {
  const memories = [{ m: 0, s: 0 }, { m: 0, s: 0 }];
  const path = [shape.start];
  for (let t = 1; t <= LAST; t++) {
    const here = path.at(-1);
    const left = Math.max(...here.map(Math.abs)) >= AWAY;
    const slopes = slopeAt(shape, here, scale);
    path.push(left ? here : here.map((x, i) => x - rule(slopes[i], memories[i], t)));
  }
  return path;
}

/** Lines of equal height, a gap after each. */
const contoursOf = ({ a, b, c, q, e }, levels) =>
  levels.flatMap((level) => [
    ...Array.from({ length: 97 }, (_, i) => {
      const x = c + Math.sqrt(level / a) * Math.cos((Math.PI * i) / 48);
      return [x, q * x * x - e + Math.sqrt(level / b) * Math.sin((Math.PI * i) / 48)];
    }),
    [NaN, NaN],
  ]);

/** A slider over a few numbers; a number between two of them, set by a cell, stays what it is. */
function pickOf(model, numbers, name, describe, put) {
  const at = (value) => {
    const next = numbers.findIndex((number) => number >= value);
    return numbers[next] === value ? next : (next < 0 ? numbers.length : next) - 0.5;
  };
  const part = slider({
    name,
    describe,
    value: at(model.get(put)),
    min: 0,
    max: numbers.length - 1,
    step: 1,
    text: () => show(model.get(put)),
    onInput(place) {
      model.set(put, numbers[Math.round(place)]);
      model.save_changes();
    },
  });
  return { ...part, follow: () => part.set(at(model.get(put))) };
}

function words(racers, step, { rate, scale }) {
  const alone = racers.length === 1;
  if (!step) return `${alone ? `${racers[0].name} stands` : "All stand"} at the start. Play, or take a step.`;
  const lost = racers.filter(({ distance }) => distance > 100).map(({ name }) => name);
  const near = racers.reduce((one, other) => (other.distance < one.distance ? other : one));
  const axes = ` Adam's first step is the rate, ${show(rate)}, along each axis, at any steepness: here ${show(scale)}.`;
  const first = step === 1 && racers.some(({ name }) => name === "Adam") ? axes : "";
  const left = lost.length ? ` ${lost.join(" and ")} left the valley: each step is longer than the last.` : "";
  const after = step === 1 ? "1 step" : `${step} steps`;
  const far = `${show(near.distance)} from the minimum`;
  return `After ${after} ${near.name} is ${alone ? far : `nearest: ${far}`}.${first}${left}`;
}

function render({ model, el }) {
  const [shape, surface, own, racing] = ["shape", "surface", "own", "racers"].map((name) => model.get(name));
  const names = [...racing, ...own];
  const looks = [...racing.map((name) => LOOKS[name]), ...OWN];
  const bottom = [shape.c, shape.q * shape.c ** 2 - shape.e];
  const who = own.length ? `${own.join(" and ")}: computed by your own code` : undefined;
  const shell = frame({ model, el, title: `race in the ${surface}`, describe: "Optimizer race", draw, who });
  const numbers = () => Object.fromEntries(KNOBS.map((name) => [name, model.get(name)]));
  const link = own.length ? kernelLink(model, numbers, shell.schedule) : null;

  const x = { min: -4.2, max: 4.2, label: "x" };
  const picture = plot({ x, y: { min: -2.6, max: 2.6, label: "y" }, height: 340, describe: surface });
  picture.line({ class: "mk-quiet", width: 0.8 }).set(contoursOf(shape, model.get("levels")));
  picture.dots({ class: "mk-ink", shape: "cross", name: "minimum" }).set([bottom]);
  const lines = names.map((_, i) => picture.line({ class: looks[i], width: 1.8 }));
  const marks = names.map((name, i) => picture.dots({ class: looks[i], name, size: 6 }));
  const film = player({
    count: LAST + 1,
    now: model.get("step"),
    onShow(now) {
      model.set("step", now);
      model.save_changes();
      shell.paint();
    },
  });
  const roll = slider({
    name: "momentum",
    describe: racing.includes("Adam") ? "momentum, and Adam's b1" : "momentum",
    value: model.get("momentum"),
    step: 0.01,
    min: 0,
    max: 0.99,
    onInput(value) {
      model.set("momentum", value);
      model.save_changes();
    },
  });
  const parts = {
    rate: pickOf(model, RATES, "rate", "rate", "rate"),
    momentum: { ...roll, follow: () => roll.set(model.get("momentum")) },
    b2: pickOf(model, KEPT, "b2", "Adam's b2", "b2"),
    scale: pickOf(model, SCALES, "steep", "how steep the valley is", "scale"),
  };
  const knobs = model.get("knobs").map((name) => parts[name]);
  const rows = names.map((name) => [html("th", { scope: "row" }, name), ...[1, 2, 3, 4].map(() => html("td"))]);
  const table = html(
    "table",
    { class: "mk-table mk-even", "aria-label": "Where each is" },
    html("thead", {}, html("tr", {}, ...HEADS.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, ...rows.map((cells) => html("tr", {}, ...cells))),
  );
  shell.body.append(picture.element, film.element, html("div", { class: "mk-split" }, stack(knobs), table));

  let known = "";
  let kit = [];
  /** The page's own paths; they change with the sliders, and not with the step. */
  function replay(now) {
    const key = JSON.stringify(now);
    if (key !== known) kit = racing.map((name) => walk(rules(now)[name], shape, now.scale));
    known = key;
    return kit;
  }

  function draw() {
    const locked = shell.locked();
    const step = model.get("step");
    const now = numbers();
    const answer = model.get("answer");
    const trouble = link?.late ? LATE : (answer.error ?? "");
    const paths = [...replay(now), ...own.map((name) => (trouble ? null : answer.paths?.[name]))];
    knobs.forEach((knob) => knob.follow());
    knobs.forEach((knob) => knob.disable(locked));
    film.set(step);
    film.disable(locked);
    const racers = [];
    paths.forEach((path, i) => {
      const hidden = locked || !path;
      lines[i].set(hidden ? [] : path.slice(0, step + 1));
      marks[i].set(hidden ? [] : [path[step]]);
      let texts = Array(4).fill(locked ? "?" : "-");
      if (!hidden) {
        const [[a, b], [u, v]] = [path[step], path[Math.max(0, step - 1)]];
        const distance = Math.hypot(a - bottom[0], b - bottom[1]);
        racers.push({ name: names[i], distance });
        texts = [a, b, Math.hypot(a - u, b - v), distance].map(show);
      }
      rows[i].slice(1).forEach((cell, j) => write(cell, texts[j]));
    });
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    const story = locked ? "The paths are hidden until you have predicted." : trouble || words(racers, step, now);
    picture.describe(`Paths in the ${surface}. ${story}`);
    shell.say(story);
  }

  function moved() {
    link?.ask();
    shell.schedule();
  }
  KNOBS.forEach((name) => model.on(`change:${name}`, moved));
  model.on("change:step", shell.schedule);
  shell.paint();
  return () => {
    KNOBS.forEach((name) => model.off(`change:${name}`, moved));
    model.off("change:step", shell.schedule);
    film.stop();
    picture.stop();
    link?.stop();
    shell.stop();
  };
}

export default { render };
