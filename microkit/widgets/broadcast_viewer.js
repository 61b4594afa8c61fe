// Two shapes aligned from the right: what is copied to fit, and what adds up on the way back.

import { frame } from "./shared/frame.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { fromPlain, show } from "./shared/numbers.js";
import { control, html, patch, svg, write } from "./shared/svg.js";
import { tiles } from "./shared/tiles.js";

const AXES = [0, 1, 2];
const ASKED = ["a_shape", "b_shape", "op", "upstream"];
const DO = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b };
const SIDES = { "+": [() => 1, () => 1], "-": [() => 1, () => -1], "*": [(a, b) => b, (a) => a] };
const EDGE = 18;

const pad = (shape) => [1, 1, 1, ...shape].slice(-3);
const countOf = (shape) => shape.reduce((a, b) => a * b, 1);
const tupleOf = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

/** Where in an array the number stands that is used in a place of the result. */
const indexOf = (shape, place) => pad(shape).reduce((index, n, axis) => index * n + (n > 1 ? place[axis] : 0), 0);

/** Two shapes stretched to one; microkit/widgets/stretching.py computes the same. */
function stretched({ a_shape: a, b_shape: b, op, upstream }) {
  const [m, n] = [pad(a), pad(b)];
  const clash = AXES.toReversed().find((i) => m[i] !== n[i] && m[i] !== 1 && n[i] !== 1);
  if (clash !== undefined) {
    const why = `Axis ${clash - 3}: a has ${m[clash]} there, and b ${n[clash]}. They differ and neither is 1, `;
    return { a, b, op, clash, why: `${why}so none can be copied to fit. Make them equal, or one of them 1.` };
  }
  const full = AXES.map((i) => Math.max(m[i], n[i]));
  const out = full.slice(3 - Math.max(a.length, b.length));
  const places = Array.from({ length: countOf(full) }, (_, i) => [
    Math.floor(i / full[1] / full[2]),
    Math.floor(i / full[2]) % full[1],
    i % full[2],
  ]);
  const as = places.map((place) => indexOf(a, place) + 1);
  const bs = places.map((place) => 10 * (indexOf(b, place) + 1));
  const g = places.map((_, i) => (upstream === "ones" ? 1 : ((7 * i) % 11) - 5 || 4));
  const sides = [a, b].map((shape, side) => {
    const arriving = g.map((number, i) => number * SIDES[op][side](as[i], bs[i]));
    const grad = Array(countOf(shape)).fill(0);
    places.forEach((place, i) => (grad[indexOf(shape, place)] += arriving[i]));
    const axes = AXES.filter((i) => pad(shape)[i] !== full[i]);
    return { name: "ab"[side], shape, arriving, grad, axes, times: countOf(full) / countOf(shape) };
  });
  return { a, b, op, upstream, full, out, places, as, bs, g, sides, result: as.map((x, i) => DO[op](x, bs[i])) };
}

/** What happened to a or b, in words. */
function wordsOn({ name, shape, axes, times }, full) {
  if (!axes.length) return `${name} ${tupleOf(shape)} is used once in each place: nothing to add up`;
  const copies = axes.map((i) => `copied ${full[i]} times along axis ${i - 3}`).join(" and ");
  return `${name} ${tupleOf(shape)} is ${copies}: each number hears ${times} times`;
}

const arrow = (x, y, dx, dy) =>
  `M${x} ${y}l${dx} ${dy}m${(-dx - dy) / 3} ${(-dy - dx) / 3}l${(dx + dy) / 3} ${(dy + dx) / 3}` +
  `l${(dy - dx) / 3} ${(dx - dy) / 3}`;

/** An array as a picture: its slices below one another, copies hatched, an arrow along each axis that is summed. */
function block(caption, shape, numbers, { copied = () => false, sums = [] } = {}) {
  const [slices, rows, columns] = pad(shape);
  const texts = numbers.map(show);
  const wide = Math.max(28, 10 + 7.3 * Math.max(...texts.map((text) => text.length)));
  const left = sums.includes(0) ? EDGE : 0;
  const top = slices > 1 ? 18 : 2;
  const high = rows * 24 + top + (sums.includes(1) ? EDGE : 0);
  const [width, height] = [left + columns * wide + (sums.includes(2) ? EDGE : 2), slices * high + 4];
  const paths = [];
  const parts = Array.from({ length: slices }, (_, k) => {
    const y = k * high + top;
    const part = tiles(rows, columns, { wide, x: left, y });
    const here = texts.slice(k * rows * columns, (k + 1) * rows * columns);
    const place = (i) => [k, Math.floor(i / columns), i % columns];
    const copies = here.map((_, i) => i).filter((i) => copied(place(i)));
    here.forEach((text, i) => part.put(i, text, copied(place(i)) ? "copy" : ""));
    part.hatch(copies);
    if (sums.includes(2)) here.slice(0, rows).forEach((_, i) =>
      paths.push(arrow(left + part.width + 2, y + 24 * i + 12, 12, 0)));
    if (sums.includes(1)) here.slice(0, columns).forEach((_, i) =>
      paths.push(arrow(left + wide * (i + 0.5), y + part.height + 2, 0, 12)));
    const label = slices > 1 ? [svg("text", { class: "mk-soft", x: left, y: y - 4 }, `slice ${k}`)] : [];
    return svg("g", {}, ...label, part.group);
  });
  if (left) paths.push(`M7 ${top}V${height - 14}`, arrow(7, height - 14, 0, 12));
  const along = sums.length ? `, summed along axis ${sums.map((i) => i - 3).join(" and ")}` : "";
  const label = `${caption} ${tupleOf(shape)}${along}: ${texts.slice(0, 40).join(" ")}`;
  const drawn = svg("svg", { role: "img", "aria-label": label, width, height, viewBox: `0 0 ${width} ${height}` },
    ...parts);
  drawn.append(svg("path", { class: "mk-sum", d: paths.join("") }));
  const head = html("div", {}, html("strong", {}, caption), ` ${tupleOf(shape)}`);
  return html("div", { class: "mk-block" }, head, drawn);
}

function render({ model, el }) {
  const kernel = model.get("by") === "kernel";
  const shell = frame({ model, el, title: "BroadcastViewer", describe: "Two shapes, stretched to one", draw });
  const link = kernel ? kernelLink(model, shell.schedule) : null;
  const knobs = [];
  const keep = (key, value) => {
    model.set(key, value);
    model.save_changes();
  };

  function rowOf(name) {
    const key = `${name}_shape`;
    const lengths = AXES.map((axis) => {
      const range = control("input", { type: "range", min: 1, max: 6, step: 1, class: "mk-range",
        "aria-label": `length of ${name} along axis ${axis - 3}` });
      const number = html("span", { class: "mk-length" }, "");
      const note = html("span", { class: "mk-note" }, "");
      range.addEventListener("input", () => {
        const shape = pad(model.get(key));
        shape[axis] = Number(range.value);
        keep(key, shape.slice(3 - model.get(key).length));
      });
      knobs.push(range);
      return { cell: html("td", {}, number, range, note), range, number, note };
    });
    const more = control("button", { type: "button", class: "mk-button", "aria-label": `add an axis to ${name}` },
      "+ axis");
    const less = control("button", { type: "button", class: "mk-button", "aria-label": `take an axis from ${name}` },
      "- axis");
    more.addEventListener("click", () => model.get(key).length < 3 && keep(key, [1, ...model.get(key)]));
    less.addEventListener("click", () => model.get(key).length && keep(key, model.get(key).slice(1)));
    const title = html("code", {}, "");
    const head = html("th", { scope: "row" }, title, html("div", { class: "mk-row" }, more, less));
    return { name, key, title, more, less, lengths, row: html("tr", {}, head, ...lengths.map(({ cell }) => cell)) };
  }
  const rows = ["a", "b"].map(rowOf);
  const result = [0, 1, 2].map(() => html("td", {}, ""));
  const resultName = html("code", {}, "");
  const table = html(
    "table",
    { class: "mk-shapes", "aria-label": "The shapes, aligned from the right" },
    html("thead", {}, html("tr", {}, html("td"), ...AXES.map((i) => html("th", { scope: "col" }, `axis ${i - 3}`)))),
    html("tbody", {}, ...rows.map(({ row }) => row), html("tr", {}, html("th", { scope: "row" }, resultName),
      ...result)),
  );
  const op = control("select", { class: "mk-button", "aria-label": "operation" },
    ...Object.keys(DO).map((sign) => html("option", {}, sign)));
  op.addEventListener("change", () => keep("op", op.value));
  const back = control("input", { type: "checkbox" });
  back.addEventListener("change", () => keep("back", back.checked));
  const mixed = control("input", { type: "checkbox" });
  mixed.addEventListener("change", () => keep("upstream", mixed.checked ? "mixed" : "ones"));
  knobs.push(op, back, mixed);
  const isMixed = html("label", { class: "mk-check" }, mixed, " upstream of mixed numbers, not all 1");
  const switches = html("div", { class: "mk-row" }, html("label", { class: "mk-check" }, "operation ", op),
    html("label", { class: "mk-check" }, back, " the way back"), isMixed);
  const stage = html("div", { class: "mk-stage" });
  shell.body.append(table, switches, stage);
  let drawn = "";

  function drawShapes(now, locked) {
    rows.forEach(({ name, key, title, more, less, lengths }, side) => {
      const shape = model.get(key);
      write(title, `${name} ${tupleOf(shape)}`);
      more.disabled = locked || shape.length === 3;
      less.disabled = locked || !shape.length;
      lengths.forEach(({ cell, range, number, note }, axis) => {
        const given = axis >= 3 - shape.length;
        const copies = !locked && now.sides?.[side].axes.includes(axis);
        range.hidden = !given;
        if (given) range.value = pad(shape)[axis];
        write(number, given ? String(pad(shape)[axis]) : "no axis");
        const times = copies ? `copied ${now.full[axis]} times` : "";
        write(note, locked ? "" : now.clash === axis ? "does not fit" : times);
        patch(cell, { "data-look": copies ? "copy" : !locked && now.clash === axis ? "clash" : "" });
      });
    });
    const fits = !locked && !now.why;
    write(resultName, fits ? `a ${now.op} b ${tupleOf(now.out)}` : `a ${model.get("op")} b`);
    result.forEach((cell, axis) => {
      const given = fits && axis >= 3 - now.out.length;
      write(cell, locked ? "?" : now.why ? "-" : given ? String(now.full[axis]) : "no axis");
    });
  }

  /** The gradients: summed here, or what the student's function made of the same numbers. */
  function gradOf(side, answer) {
    const mine = answer?.[side.name];
    if (!mine) return block(`${side.name}.grad`, side.shape, side.grad);
    const caption = `${side.name}.grad of ${model.get("name")}`;
    const shown = mine.shape.length < 4 && mine.numbers.length === countOf(mine.shape) && mine.numbers.length;
    if (!shown) return html("div", {}, `${caption} ${tupleOf(mine.shape)}`);
    return block(caption, mine.shape, mine.numbers.map(fromPlain));
  }
  function drawStage(now, answer) {
    if (now.why) return [];
    const signs = (text) => html("div", { class: "mk-sign" }, text);
    if (!model.get("back")) {
      const copied = (shape) => (place) => place.some((at, i) => at && pad(shape)[i] === 1);
      const [a, b] = [["a", now.a, now.as], ["b", now.b, now.bs]].map(([name, shape, numbers]) =>
        block(`${name}, stretched`, now.out, numbers, { copied: copied(shape) }));
      return [html("div", { class: "mk-blocks" }, a, signs(now.op), b, signs("="),
        block("result", now.out, now.result))];
    }
    return now.sides.map((side) => {
      const from = now.op === "*" ? `g * ${side.name === "a" ? "b" : "a"}` : now.op === "-" &&
        side.name === "b" ? "-g" : "g";
      const arriving = block(from, now.out, side.arriving, { sums: side.axes });
      return html("div", { class: "mk-blocks" }, arriving, signs(side.axes.length ? "sum" : "="), gradOf(side, answer));
    });
  }

  function words(now, answer) {
    if (now.why) return now.why;
    const told = now.sides.map((side) => wordsOn(side, now.full));
    if (!model.get("back")) return `${told.join(". ")}.`;
    if (answer?.error) return answer.error;
    if (answer) {
      const wrong = now.sides.filter(({ name }) => answer[name]?.says).map(({ name }) =>
        `${name}.grad of ${model.get("name")} ${answer[name].says}`);
      return wrong.join(" ") || `${model.get("name")} adds up what was copied: both gradients are right.`;
    }
    const most = now.sides.find(({ times }) => times > 1);
    if (!most) return "Nothing was copied, so nothing is added up: each gradient is what arrives.";
    const ones = now.op === "+" && now.upstream === "ones";
    const mean =
      ones ? ` All that arrives is 1, so ${most.name}.grad counts the copies: ${most.times}. A mean would say 1.` : "";
    const copied = told.filter((_, i) => now.sides[i].times > 1).join(". ");
    return `${copied}. What they hear adds up, and each gradient has its array's own shape.${mean}`;
  }

  function draw() {
    const locked = shell.locked();
    const asked = Object.fromEntries(ASKED.map((key) => [key, model.get(key)]));
    const now = stretched(asked);
    knobs.forEach((part) => (part.disabled = locked));
    op.value = asked.op;
    back.checked = model.get("back");
    mixed.checked = asked.upstream === "mixed";
    isMixed.hidden = !back.checked;
    drawShapes(now, locked);
    let answer = null;
    if (kernel) {
      const last = model.get("answer");
      const fresh = ASKED.every((key) => JSON.stringify(last[key]) === JSON.stringify(asked[key]));
      answer = link.late ? { error: LATE } : fresh || last.error ? last : null;
    }
    const waits = kernel && back.checked && (!answer || answer.error);
    shell.root.classList.toggle("mk-late", Boolean(kernel && !answer));
    const key = JSON.stringify([asked, back.checked, locked, answer]);
    if (key !== drawn && (!waits || answer?.error)) {
      drawn = key;
      stage.replaceChildren(...(locked || waits ? [] : drawStage(now, answer)));
    }
    if (!waits ||
      answer?.error) shell.say(locked ? "The copies and the sums are hidden until you have predicted." : words(now,
      answer));
  }

  function moved() {
    if (link) link.ask(Object.fromEntries(ASKED.map((key) => [key, model.get(key)])));
    shell.schedule();
  }
  const events = ASKED.map((key) => `change:${key}`);
  events.forEach((event) => model.on(event, moved));
  model.on("change:back", shell.schedule);
  shell.paint();
  return () => {
    events.forEach((event) => model.off(event, moved));
    model.off("change:back", shell.schedule);
    link?.stop();
    shell.stop();
  };
}

export default { render };
