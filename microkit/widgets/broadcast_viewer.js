// Two shapes aligned from the right: what is copied to fit, and what adds up on the way back.

import { pad, rowOfBlocks, tupleOf } from "./shared/blocks.js";
import { frame } from "./shared/frame.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { fromPlain } from "./shared/numbers.js";
import { control, html, patch, write } from "./shared/svg.js";

const AXES = [0, 1, 2];
const ASKED = ["a_shape", "b_shape", "op", "upstream"];
const DO = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b };
const SIDES = { "+": [() => 1, () => 1], "-": [() => 1, () => -1], "*": [(a, b) => b, (a) => a] };

const countOf = (shape) => shape.reduce((a, b) => a * b, 1);

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

function render({ model, el }) {
  const kernel = model.get("by") === "kernel";
  const shell = frame({ model, el, title: "BroadcastViewer", describe: "Two shapes, stretched to one", draw });
  const asks = () => Object.fromEntries(ASKED.map((key) => [key, model.get(key)]));
  const link = kernel ? kernelLink(model, asks, shell.schedule) : null;
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
      more.disabled = less.disabled = locked;
      // A button that disabled itself would lose the focus.
      patch(more, { "aria-disabled": shape.length === 3 });
      patch(less, { "aria-disabled": !shape.length });
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
  function showGrad(grad, side, answer) {
    const mine = answer?.[side.name];
    if (!mine) return grad.set(`${side.name}.grad`, side.shape, side.grad);
    const caption = `${side.name}.grad of ${model.get("name")}`;
    const shown = mine.shape.length < 4 && mine.numbers.length === countOf(mine.shape) && mine.numbers.length;
    grad.set(caption, mine.shape, shown ? mine.numbers.map(fromPlain) : null);
  }
  const forth = rowOfBlocks(3);
  const home = [rowOfBlocks(2), rowOfBlocks(2)];

  /** Patch the rows that are shown, and give them. */
  function drawStage(now, answer) {
    if (now.why) return [];
    if (!model.get("back")) {
      const copied = (shape) => (place) => place.some((at, i) => at && pad(shape)[i] === 1);
      [["a", now.a, now.as], ["b", now.b, now.bs]].forEach(([name, shape, numbers], i) =>
        forth.blocks[i].set(`${name}, stretched`, now.out, numbers, { copied: copied(shape) }));
      forth.blocks[2].set("result", now.out, now.result);
      [now.op, "="].forEach((sign, i) => write(forth.signs[i], sign));
      return [forth];
    }
    now.sides.forEach((side, i) => {
      const from = now.op === "*" ? `g * ${side.name === "a" ? "b" : "a"}` : now.op === "-" &&
        side.name === "b" ? "-g" : "g";
      const [arriving, grad] = home[i].blocks;
      arriving.set(from, now.out, side.arriving, { sums: side.axes });
      write(home[i].signs[0], side.axes.length ? "sum" : "=");
      showGrad(grad, side, answer);
    });
    return home;
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
    const asked = asks();
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
      const rows = (locked || waits ? [] : drawStage(now, answer)).map(({ element }) => element);
      if (rows.length !== stage.childElementCount || rows.some((row) => !row.isConnected)) {
        stage.replaceChildren(...rows);
      }
    }
    if (!waits ||
      answer?.error) shell.say(locked ? "The copies and the sums are hidden until you have predicted." : words(now,
      answer));
  }

  function moved() {
    link?.ask();
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
