// The graph: data and gradient on every node, sliders on the leaves, a node's step told in words.

import { frame } from "./shared/frame.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { fromPlain, largestOf, show, signOf, widthOf } from "./shared/numbers.js";
import { replayer, stepOf } from "./shared/replay.js";
import { expression } from "./shared/rules.js";
import { slider, stack } from "./shared/slider.js";
import { ruleOfAny } from "./shared/sums.js";
import { OWN_KEYS, control, cut, html, patch, svg, write } from "./shared/svg.js";

const LETTER = 8;
const NARROW = 620;
const ORDERED = ["-", "/", "**"];

/** What to call a node, and its sub-expression, cut before it fills the page. */
function names({ ops, parents, labels, data }) {
  const called = labels.map((label, node) =>
    label ? cut(label, 24) : ops[node] ? `node ${node + 1}` : show(fromPlain(data[node])),
  );
  const written = [];
  ops.forEach((op, node) => {
    const operand = (parent) =>
      /^(\W|neg$)/.test(ops[parent]) ? `(${written[parent]})` : written[parent];
    const simple = op === "+" || (/^\w/.test(op) && op !== "neg");
    const inner = parents[node].map((parent) => (simple ? written[parent] : operand(parent)));
    written.push(op ? cut(expression(op, inner), 90) : called[node]);
  });
  return { called, written };
}

/** Draw the graph once; what changes later are texts and attributes. */
function draw(trace, plan, called, choose) {
  const { ops, parents, labels } = trace;
  const { node_width: width, node_height: height } = plan;
  const root = svg("svg", {
    role: "group",
    viewBox: `0 0 ${plan.width} ${plan.height}`,
    style: `max-width:${plan.width}px;min-width:${Math.round(plan.width * 0.9)}px`,
  });
  const seen = ops.map(() => 0);
  const edges = plan.edges.map(([parent, child], i) => {
    const [x, y] = plan.tips[i];
    const line = svg("path", { class: "mk-back", d: plan.paths[i] });
    const tip = svg("path", { class: "mk-tip", d: `M${x} ${y}l-9 -4.5v9z` });
    root.append(line, tip);
    seen[child] += 1;
    if (ORDERED.includes(ops[child]) && parents[child].length === 2) {
      root.append(svg("text", { class: "mk-soft", x: x + 4, y: y + 4 }, String(seen[child])));
    }
    return { parent, line, tip };
  });
  const nodes = ops.map((op, node) => {
    const at = `translate(${plan.x[node] - width / 2} ${plan.y[node] - height / 2})`;
    const group = svg("g", {
      class: "mk-node",
      role: "button",
      transform: at,
      tabindex: node === ops.length - 1 ? 0 : -1,
      "aria-pressed": "false",
      "data-kind": op ? "made" : "leaf",
      ...OWN_KEYS,
    });
    group.append(
      svg("rect", { class: "mk-ring", x: -4, y: -4, width: width + 8, height: height + 8, rx: 11 }),
      svg("rect", { class: "mk-box", width, height, rx: 8 }),
    );
    const symbol = cut(op, 10);
    const chip = op ? symbol.length * LETTER + 14 : 0;
    const label = cut(labels[node], Math.floor((width - 26 - chip) / LETTER));
    if (label !== labels[node]) group.append(svg("title", {}, labels[node]));
    group.append(svg("text", { class: "mk-mono mk-strong", x: 12, y: 22 }, label + " "));
    if (op) {
      group.append(
        svg("rect", { class: "mk-chip", x: width - 8 - chip, y: 7, width: chip, height: 20, rx: 10 }),
        svg("text", { class: "mk-mono", x: width - 8 - chip / 2, y: 21.5, "text-anchor": "middle" }, symbol),
      );
    }
    const [data, grad] = [44, 62].map((y) =>
      svg("text", { class: "mk-mono mk-value", x: width - 12, y, "text-anchor": "end" }),
    );
    group.append(
      svg("text", { class: "mk-soft", x: 12, y: 44 }, " data "),
      data,
      svg("text", { class: "mk-soft", x: 12, y: 62 }, " grad "),
      grad,
    );
    group.addEventListener("click", () => choose(node));
    root.append(group);
    return { group, data, grad, name: `${label} ${symbol}`.trim() };
  });
  return { root, edges, nodes };
}

/** Arrow keys walk the graph: left and right along the lines, up and down among neighbors. */
function walk(trace, plan, node, key) {
  const nearest = (among) =>
    among.sort((p, q) => Math.abs(plan.y[p] - plan.y[node]) - Math.abs(plan.y[q] - plan.y[node]))[0];
  const all = trace.ops.map((_, other) => other).filter((other) => other !== node);
  if (key === "ArrowLeft") return nearest([...trace.parents[node]]);
  if (key === "ArrowRight") return nearest(all.filter((other) => trace.parents[other].includes(node)));
  const column = all.filter((other) => Math.abs(plan.x[other] - plan.x[node]) < 1);
  if (key === "ArrowUp") return nearest(column.filter((other) => plan.y[other] < plan.y[node]));
  if (key === "ArrowDown") return nearest(column.filter((other) => plan.y[other] > plan.y[node]));
  if (key === "Home") return 0;
  return key === "End" ? trace.ops.length - 1 : undefined;
}

function render({ model, el }) {
  const trace = model.get("trace");
  const plan = model.get("plan");
  const own = model.get("by") === "kernel";
  if (!trace.ops) {
    const told = html("p", { role: "status" }, model.get("note"));
    el.append(html("div", { class: "mk", role: "region", "aria-label": "Graph" }, told));
    return;
  }
  const { ops, parents } = trace;
  const last = ops.length - 1;
  const { called, written } = names(trace);
  const title = trace.labels[last] ? `${called[last]} = ${written[last]}` : written[last];
  const replay = replayer(trace, ruleOfAny);
  const shell = frame({ model, el, title, describe: `Graph of ${title}`, draw: update });
  shell.root.classList.add("mk-wide");
  shell.body.classList.toggle("mk-beside", plan.width <= NARROW);
  const still = model.get("note");

  let data = trace.data.map(fromPlain);
  let grads = trace.grads.map(fromPlain);
  let error = "";
  let chosen = -1;

  const picture = draw(trace, plan, called, choose);
  const scroll = html("div", { class: "mk-scroll" }, picture.root);
  const button = control("button", { type: "button", class: "mk-button" }, "backward");
  const hint = html("span", { class: "mk-hint" });
  const told = html("div", { class: "mk-told" });
  const lines = control("pre", { role: "group", tabindex: 0, "aria-label": "The graph in words" });
  const summary = control("summary", {}, "The graph in words");
  const outline = html("details", { class: "mk-outline" }, summary, lines);

  const knobs = model.get("knobs").map(({ name, node }) => ({
    leaf: name,
    node,
    ...slider({
      name: cut(name, 24),
      describe: name,
      value: model.get("leaves")[name],
      onInput(value) {
        model.set("leaves", { ...model.get("leaves"), [name]: value });
        model.save_changes();
      },
    }),
  }));
  shell.body.append(
    scroll,
    html("div", { class: "mk-row" }, button, hint),
    html("div", { class: "mk-many" }, stack(knobs)),
    told,
    outline,
  );

  const link = own ? kernelLink(model, heardFromKernel) : null;

  function heardFromKernel() {
    const answer = model.get("answer");
    error = link.late ? LATE : (answer.error ?? "");
    if (!error && answer.data) {
      data = answer.data.map(fromPlain);
      grads = answer.grads.map(fromPlain);
    }
    shell.schedule();
  }
  if (own && model.get("answer").seq > 0) heardFromKernel();

  function compute() {
    knobs.forEach(({ leaf, node }) => (data[node] = model.get("leaves")[leaf]));
    data = replay.forward(data);
    grads = model.get("backward") ? replay.backward(data) : data.map(() => null);
  }

  /** A number moved, or backward was asked for: ask the kernel, or compute here. */
  function moved() {
    if (own) link.ask({ leaves: model.get("leaves"), backward: model.get("backward") });
    else if (!still) compute();
    shell.schedule();
  }

  const known = () => grads.some((grad) => grad !== null);
  // A saved notebook may hold leaves that had been moved.
  const stale =
    known() !== model.get("backward") ||
    knobs.some(({ leaf, node }) => data[node] !== model.get("leaves")[leaf]);
  if (stale && !own && !still) compute();

  function choose(node) {
    chosen = chosen === node ? -1 : node;
    picture.nodes.forEach(({ group }, other) => (group.tabIndex = other === node ? 0 : -1));
    const inside = new Set(chosen < 0 ? [] : [chosen]);
    for (let other = chosen; other >= 0; other--) {
      if (inside.has(other)) parents[other].forEach((parent) => inside.add(parent));
    }
    picture.nodes.forEach(({ group }, other) =>
      patch(group, { "aria-pressed": other === chosen, "data-in": inside.has(other) }),
    );
    shell.schedule();
  }
  picture.root.addEventListener("keydown", (event) => {
    const node = picture.nodes.findIndex(({ group }) => group === event.target);
    if (node < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") choose(node);
    else {
      const next = walk(trace, plan, node, event.key);
      if (next === undefined) return;
      picture.nodes.forEach(({ group }, other) => (group.tabIndex = other === next ? 0 : -1));
      picture.nodes[next].group.focus();
    }
    event.preventDefault();
  });
  button.addEventListener("click", () => {
    if (model.get("backward")) return moved();
    model.set("backward", true);
    model.save_changes();
  });

  const product = ({ slope, share }, node) => `${show(slope)} \u00d7 ${show(grads[node])} = ${show(share)}`;

  /** What a node does on the way back, and what it has heard itself. */
  function story(node) {
    if (node < 0) return ["Choose a node to see its sub-expression and its step.", ""];
    const head = ops[node] ? `${called[node]} = ${written[node]}` : `${called[node]}: a leaf`;
    if (grads[node] === null) return [head, "No gradient yet: press backward."];
    const by = own ? "By the reference rule, " : "";
    if (ops[node]) {
      const steps = stepOf(replay, trace, data, grads, node);
      if (!steps.length) return [head, `The page does not know the rule of ${cut(ops[node], 24)}.`];
      return [head, by + steps.map((step) => `${called[step.parent]} hears ${product(step, node)}`).join(", ") + "."];
    }
    if (node === last) return [head, `${called[node]} is the result: its gradient is 1.`];
    const parts = [];
    ops.forEach((_, child) => {
      if (!parents[child].includes(node)) return;
      for (const step of stepOf(replay, trace, data, grads, child)) {
        if (step.parent === node) parts.push(`${product(step, child)} from ${called[child]}`);
      }
    });
    const sum = parts.length > 1 && !own ? `: together ${show(grads[node])}` : "";
    const yours = own ? ` Your gradient here is ${show(grads[node])}.` : "";
    return [head, `${by}${called[node]} hears ${cut(parts.join(", and "), 300)}${sum}.${yours}`];
  }

  function outlineLines(locked) {
    return ops.map((_, back) => {
      const node = last - back;
      const made = ops[node] ? ` = ${cut(expression(ops[node], parents[node].map((p) => called[p])), 60)}` : "";
      const numbers = locked ? "hidden" : `data ${show(data[node])}, gradient ${show(grads[node])}`;
      return `${called[node]}${made}: ${numbers}`;
    });
  }
  const head = html("div");
  const body = html("div");
  told.append(head, body);

  function update() {
    const locked = shell.locked();
    const computed = known();
    const largest = locked ? 0 : largestOf(grads);
    knobs.forEach((knob) => {
      knob.set(model.get("leaves")[knob.leaf]);
      knob.disable(locked || Boolean(still));
    });
    button.disabled = locked || Boolean(still);
    picture.nodes.forEach(({ group, data: number, grad, name }, node) => {
      const hide = locked && ops[node];
      const texts = [hide ? "?" : show(data[node]), locked ? "?" : show(grads[node])];
      write(number, texts[0]);
      write(grad, texts[1]);
      patch(group, { "aria-label": `${name} data ${texts[0]} grad ${texts[1]}`.trim() });
    });
    picture.edges.forEach(({ parent, line, tip }) => {
      const grad = locked ? null : grads[parent];
      patch(line, { "data-sign": signOf(grad), "stroke-width": widthOf(grad, largest) });
      patch(tip, { "data-sign": signOf(grad) });
    });
    write(hint, computed ? "Gradients follow the sliders. Dashed: below 0. Thicker: larger." : "A gradient is - until backward has run.");
    const [what, step] = locked ? ["Hidden until you have predicted.", ""] : story(chosen);
    write(head, what);
    write(body, step);
    if (outline.open) write(lines, outlineLines(locked).join("\n"));
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    const result = `${called[last]} is ${show(data[last])}`;
    const ask = knobs.find((knob) => document.activeElement === knob.range);
    const of = ask && computed ? `, and ${ask.name} has gradient ${show(grads[ask.node])}` : "";
    shell.say(locked ? "The numbers are hidden until you have predicted." : error || still || `${result}${of}.`);
  }
  outline.addEventListener("toggle", shell.schedule);

  model.on("change:leaves", moved);
  model.on("change:backward", moved);
  patch(picture.root, { "aria-label": `Graph of ${title}. Arrow keys walk, Enter chooses.` });
  shell.paint();
  requestAnimationFrame(() => (scroll.scrollTop = (scroll.scrollHeight - scroll.clientHeight) / 2));
  return () => {
    model.off("change:leaves", moved);
    model.off("change:backward", moved);
    link?.stop();
    shell.stop();
  };
}

export default { render };
