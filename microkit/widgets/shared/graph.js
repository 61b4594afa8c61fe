// A graph as the page draws it: boxes with label, operation, data and gradient, and the lines between them.

import { frame } from "./frame.js";
import { fromPlain, show } from "./numbers.js";
import { expression } from "./rules.js";
import { OWN_KEYS, cut, html, patch, svg, write } from "./svg.js";

const LETTER = 8;
const ORDERED = ["-", "/", "**"];

/** What to call a node, and its sub-expression, cut before it fills the page. */
export function namesOf({ ops, parents, labels, data }) {
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

/**
 * Draw the graph once; what changes later are texts and attributes. Its nodes are buttons: click, Enter
 * and Space call `choose(node)`, arrow keys walk.
 */
export function drawGraph(trace, plan, choose) {
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
    group.addEventListener("click", () => {
      here(node);
      choose(node);
    });
    root.append(group);
    return { group, data, grad, name: `${label} ${symbol}`.trim() };
  });
  const here = (node) => nodes.forEach(({ group }, other) => (group.tabIndex = other === node ? 0 : -1));
  root.addEventListener("keydown", (event) => {
    const node = nodes.findIndex(({ group }) => group === event.target);
    if (node < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") choose(node);
    else {
      const next = neighbor(trace, plan, node, event.key);
      if (next === undefined) return;
      here(next);
      nodes[next].group.focus();
    }
    event.preventDefault();
  });
  return { root, edges, nodes };
}

/** Arrow keys walk the graph: left and right along the lines, up and down among neighbors. */
function neighbor(trace, plan, node, key) {
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

/** A graph that cannot be drawn is a sentence; what comes out of it waits for the prediction. */
export function sentenceAlone(model, el) {
  const told = html("p", {}, model.get("note"));
  if (!model.get("locked") && !model.get("asked").question) {
    patch(told, { role: "status" });
    write(told, `${model.get("note")} ${model.get("outcome")}`.trim());
    el.append(html("div", { class: "mk", role: "group", "aria-label": "Graph" }, told));
    return () => {};
  }
  const draw = () => write(told, shell.locked() ? model.get("note") : `${model.get("note")} ${model.get("outcome")}`);
  const shell = frame({ model, el, title: "Graph", describe: "Graph", draw, who: "" });
  shell.body.append(told);
  shell.paint();
  return shell.stop;
}
