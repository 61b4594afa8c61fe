// The graph: data and gradient on every node, sliders on the leaves, a node's step told in words.

import { frame } from "./shared/frame.js";
import { drawGraph, namesOf, sentenceAlone } from "./shared/graph.js";
import { LATE, kernelLink } from "./shared/kernel.js";
import { fromPlain, largestOf, show, signOf, widthOf } from "./shared/numbers.js";
import { replayer, stepOf, unfolded } from "./shared/replay.js";
import { expression } from "./shared/rules.js";
import { slider, stack } from "./shared/slider.js";
import { ruleOfAny } from "./shared/sums.js";
import { control, cut, html, patch, write } from "./shared/svg.js";

const NARROW = 620;
const DENSE = 100;

function render({ model, el }) {
  const trace = model.get("trace");
  const plan = model.get("plan");
  const own = model.get("by") === "kernel";
  if (!trace.ops) return sentenceAlone(model, el);
  const { ops, parents } = trace;
  const last = ops.length - 1;
  const { called, written } = namesOf(trace);
  const inside = model.get("inside");
  const title = inside.length
    ? "A network, neuron by neuron"
    : trace.labels[last]
      ? `${called[last]} = ${written[last]}`
      : written[last];
  // Behind the boxes of a network stands the whole graph, of which some nodes are shown.
  const { shown, ...rest } = model.get("whole");
  const graph = shown ? unfolded(rest) : trace;
  const replay = replayer(graph, ruleOfAny);
  const shell = frame({ model, el, title, describe: `Graph of ${title}`, draw: update });
  shell.root.classList.add("mk-wide");
  shell.body.classList.toggle("mk-beside", plan.width <= NARROW);
  const dense = plan.edges.length > DENSE;
  const note = model.get("note");
  const still = inside.length && model.get("knobs").length ? "" : note;
  if (inside.length && still) write(shell.root.querySelector(".mk-by"), "as your cell computed it");

  let data = trace.data.map(fromPlain);
  let grads = trace.grads.map(fromPlain);
  let error = "";
  let chosen = -1;
  let spoken = -1;

  const picture = drawGraph(trace, plan, choose);
  picture.nodes.forEach(({ group }) => patch(group, { "aria-pressed": false }));
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

  const asked = () => ({ leaves: model.get("leaves"), backward: model.get("backward") });
  const link = own ? kernelLink(model, asked, heardFromKernel) : null;

  function heardFromKernel() {
    const answer = model.get("answer");
    error = link.late ? LATE : (answer.error ?? "");
    if (!error && answer.data) {
      data = answer.data.map(fromPlain);
      grads = answer.grads.map(fromPlain);
    }
    shell.schedule();
  }
  if (own && model.get("answer").leaves) heardFromKernel();

  function compute() {
    let all = shown ? graph.data.map(fromPlain) : data;
    knobs.forEach(({ leaf, node }) => (all[shown ? shown[node] : node] = model.get("leaves")[leaf]));
    all = replay.forward(all);
    const back = model.get("backward") ? replay.backward(all) : all.map(() => null);
    [data, grads] = [all, back].map((numbers) => (shown ? shown.map((node) => numbers[node]) : numbers));
  }

  /** A number moved, or backward was asked for: ask the kernel, or compute here. */
  function moved() {
    if (own) link.ask();
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
    const inside = new Set(chosen < 0 ? [] : [chosen]);
    for (let other = chosen; other >= 0; other--) {
      if (inside.has(other)) parents[other].forEach((parent) => inside.add(parent));
    }
    picture.nodes.forEach(({ group }, other) =>
      patch(group, { "aria-pressed": other === chosen, "data-in": inside.has(other) }),
    );
    shell.schedule();
  }
  button.addEventListener("click", () => {
    if (model.get("backward")) {
      link?.ask({ again: Date.now() });
      return moved();
    }
    model.set("backward", true);
    model.save_changes();
  });

  const product = ({ slope, share }, node) => `${show(slope)} \u00d7 ${show(grads[node])} = ${show(share)}`;

  /** What a node does on the way back, and what it has heard itself. */
  function story(node) {
    if (node < 0 && inside.length) return [note, "Choose a box to read what is in it."];
    if (node < 0) return ["Choose a node to see its sub-expression and its step.", ""];
    const head = ops[node] ? `${called[node]} = ${written[node]}` : `${called[node]}: a leaf`;
    if (inside[node]) return [`${called[node]}, of ${parents[node].length} inputs`, inside[node]];
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
    picture.edges.forEach(({ parent, line, tip }, i) => {
      patch(line, { "data-far": dense && !plan.edges[i].includes(chosen) });
      const grad = locked ? null : grads[parent];
      patch(line, { "data-sign": signOf(grad), "stroke-width": widthOf(grad, largest) });
      patch(tip, { "data-sign": signOf(grad) });
    });
    const legend = "Dashed: below 0. Thicker: larger.";
    const moves = computed ? `Gradients follow the sliders. ${legend}` : "A gradient is - until backward has run.";
    write(hint, inside.length && still ? legend : moves);
    const [what, step] = locked ? ["Hidden until you have predicted.", ""] : story(chosen);
    write(head, what);
    write(body, step);
    if (outline.open) write(lines, outlineLines(locked).join("\n"));
    shell.root.classList.toggle("mk-late", Boolean(link?.late));
    const result = `${called[last]} is ${show(data[last])}`;
    const ask = knobs.find((knob) => document.activeElement === knob.range);
    const of = ask && computed ? `, and ${ask.name} has gradient ${show(grads[ask.node])}` : "";
    const sentence = locked ? "The numbers are hidden until you have predicted." : error || still || `${result}${of}.`;
    shell.say(sentence, chosen === spoken ? undefined : `${what.replace(/\.?$/, ".")} ${step}`);
    spoken = chosen;
  }
  outline.addEventListener("toggle", shell.schedule);

  model.on("change:leaves", moved);
  model.on("change:backward", moved);
  patch(picture.root, { "aria-label": `Graph of ${title}. Arrow keys walk, Enter chooses.` });
  shell.paint();
  const middle = () => (scroll.scrollTop = (scroll.scrollHeight - scroll.clientHeight) / 2);
  const scrolls = requestAnimationFrame(middle);
  return () => {
    cancelAnimationFrame(scrolls);
    model.off("change:leaves", moved);
    model.off("change:backward", moved);
    link?.stop();
    shell.stop();
  };
}

export default { render };
