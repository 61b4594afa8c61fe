// A network learns, frame by frame: where it decides, its loss, and how large its gradients are.

import { cells } from "./shared/cells.js";
import { frame } from "./shared/frame.js";
import { fromPlain, show } from "./shared/numbers.js";
import { player } from "./shared/player.js";
import { plot, rangeOf } from "./shared/plot.js";
import { html, write } from "./shared/svg.js";

// A cell of the raster is one sign: 0 for nan, else 1 to 63 for score / (1 + |score|). frames.py packs them.
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LEVELS = 31;
const EMPTY =
  "Nothing has been trained yet: train.fit(..., watch=player) films by itself, " +
  "player.see(model, loss) a loop of your own.";

const unpacked = (packed) => Array.from(packed, (sign) => (sign === "A" ? NaN : (SIGNS.indexOf(sign) - 32) / LEVELS));
const percent = (share) => `${Math.round(1000 * share) / 10} %`;
const times = (count) => ["at no step", "once", "twice"][count] ?? `${count} times`;
const count = ({ epoch, of }) => (of ? `epoch ${epoch} of ${of}` : `epoch ${epoch}`);

/** What a frame shows, in a sentence or three. */
function words(shot, first, ended) {
  const loss = fromPlain(shot.loss);
  const said = [shot.epoch
    ? `After ${count(shot)}: loss ${show(loss)}, ${percent(shot.right)} of the points are right.`
    : `Before the first step ${percent(shot.right)} of the points are right.`];
  if (shot.cells.replaceAll("A", "") === "") said.push("The weights are so large that the network has no answer.");
  else if (shot.epoch && (loss > 2 * first || !Number.isFinite(loss))) {
    said.push(`It started with a loss of ${show(first)}: these steps are too long. Try a smaller rate.`);
  } else if (shot.epoch > 1) said.push(`The loss went up ${times(shot.ups)} on the way.`);
  if (shot.straight) said.push("The boundary is a straight line: nothing in this network bends.");
  if (ended) said.push(ended);
  return said.join(" ");
}

/** Rows of a name, a bar and a number. */
function sizeRows(caption) {
  const body = html("tbody");
  const table = html("table", { class: "mk-sizes" }, html("caption", {}, caption), body);
  const rows = [];
  function set(sizes) {
    while (rows.length < sizes.length) {
      const row = { name: html("th", { scope: "row" }), bar: html("div", { class: "mk-size" }), text: html("td") };
      row.line = html("tr", {}, row.name, html("td", {}, row.bar), row.text);
      body.append(row.line);
      rows.push(row);
    }
    const largest = Math.max(...sizes.map(([, size]) => size ?? 0).filter(Number.isFinite));
    rows.forEach(({ line, name, bar, text }, i) => {
      line.hidden = !(i in sizes);
      const [layer, size] = sizes[i] ?? ["", null];
      const part = size === Infinity ? 1 : size / largest || 0;
      write(name, layer);
      write(text, size === "?" ? size : show(size));
      bar.style.width = `${100 * part}%`;
    });
  }
  return { table, set };
}

function render({ model, el }) {
  const shell = frame({
    model,
    el,
    title: "A network learns",
    describe: "Boundary player",
    who: "filmed while the network trained",
    draw,
  });
  const [left, right, low, high] = model.get("ends");
  const x = { min: left, max: right, label: "x1" };
  const y = { min: low, max: high, label: "x2" };
  const plane = plot({ x, y, height: 340, describe: "The plane of the points" });
  const field = cells(plane, { most: 1 });
  const points = model.get("points");
  const placed = (wanted) => points.filter(([, , kind]) => kind === wanted).map(([a, b]) => [a, b]);
  plane.dots({ class: "mk-a", name: "class 1", size: 4 }).set(placed(1));
  plane.dots({ class: "mk-b", name: "the other class", size: 3.6 }).set(placed(-1));

  const history = plot({
    x: { min: 0, max: 1, label: "epoch" },
    y: { min: 0, max: 1, label: "loss" },
    height: 190,
    describe: "The loss of each epoch",
  });
  const line = history.line({ class: "mk-ink", width: 1.8 });
  const mark = history.dots({ class: "mk-d", shape: "circle", size: 6 });
  const facts = ["epoch", "loss", "right", "rate"].map((name) => [html("th", { scope: "col" }, name), html("td")]);
  const table = html(
    "table",
    { class: "mk-table mk-even", "aria-label": "This frame" },
    html("thead", {}, html("tr", {}, ...facts.map(([head]) => head))),
    html("tbody", {}, html("tr", {}, ...facts.map(([, cell]) => cell))),
  );
  const sizes = sizeRows("mean size of the gradients");
  const film = player({
    count: model.get("shots").length,
    describe: "frame",
    rate: 8,
    text: (now) => (shell.locked() ? "?" : String(model.get("shots")[now]?.epoch ?? "-")),
    onShow(now) {
      model.set("frame", now);
      model.save_changes();
    },
  });
  const side = html("div", {}, history.element, table, sizes.table);
  shell.body.append(html("div", { class: "mk-film" }, plane.element, side), film.element);

  let curve = null;
  /** The line changes while the network trains, and not from frame to frame. */
  function drawLine(hidden) {
    const next = hidden ? [] : model.get("curve");
    if (next === curve) return;
    curve = next;
    const losses = next.map(([epoch, loss]) => [epoch, fromPlain(loss)]);
    const most = model.get("live") ? Math.max(model.get("shots").at(-1)?.of ?? 0, losses.length) : losses.at(-1)?.[0];
    const { min, max } = !losses.length ? { min: 0, max: 1 } : rangeOf([0, ...losses.map(([, loss]) => loss)], 0.06);
    const down = min < -0.07 * max ? min : 0; // a loss below 0 shows, the air below 0 does not
    history.setRange({ x: { min: 0, max: 1.03 * Math.max(1, most || 1) }, y: { min: down, max } });
    line.set(losses);
  }

  function draw() {
    const locked = shell.locked();
    const shots = model.get("shots");
    const shot = shots[model.get("frame")] ?? shots.at(-1);
    const hidden = locked || !shot;
    film.setCount(shots.length);
    film.set(model.get("frame"));
    film.disable(locked);
    drawLine(hidden);
    const size = model.get("side");
    field.set(hidden ? [] : unpacked(shot.cells), hidden ? { rows: 0, columns: 0 } : { rows: size, columns: size });
    mark.set(hidden || shot.loss === null ? [] : [[shot.epoch, fromPlain(shot.loss)]]);
    const texts = hidden
      ? facts.map(() => (locked ? "?" : "-"))
      : [String(shot.epoch), show(fromPlain(shot.loss)), percent(shot.right), show(fromPlain(shot.rate))];
    facts.forEach(([, cell], i) => write(cell, texts[i]));
    const layers = Object.entries(shot?.grads ?? {});
    sizes.set(layers.map(([name, number]) => [name, locked ? "?" : fromPlain(number)]));
    sizes.table.hidden = !layers.length;
    const first = fromPlain(model.get("curve")[0]?.[1]);
    const story = locked
      ? "What the network learned is hidden until you have predicted."
      : shot
        ? words(shot, first, shot === shots.at(-1) ? model.get("ended") : "")
        : EMPTY;
    plane.describe(hidden ? `${points.length} points in two classes. ${story}` : story);
    shell.say(story);
  }

  const events = ["change:frame", "change:shots", "change:curve", "change:live", "change:ended"];
  events.forEach((event) => model.on(event, shell.schedule));
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, shell.schedule));
    film.stop();
    plane.stop();
    history.stop();
    shell.stop();
  };
}

export default { render };
