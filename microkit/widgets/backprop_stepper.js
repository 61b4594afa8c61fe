// The way back through a graph, message by message; in the game, the student says who may fire next.

import { frame } from "./shared/frame.js";
import { drawGraph, namesOf, sentenceAlone } from "./shared/graph.js";
import { flag, tagsOn } from "./shared/marks.js";
import { fromPlain, largestOf, show, signOf, widthOf } from "./shared/numbers.js";
import { player } from "./shared/player.js";
import { control, cut, html, patch, write } from "./shared/svg.js";

const MOST_SHARES = 4;
const TIMES = "\u00d7";

/** The messages of nodes that fire one after the other. With `=`, one replaces what was there before. */
function messagesOf({ parents }, slopes, order, replaces) {
  const first = [];
  parents.reduce((sum, above, node) => (first[node] = sum) + above.length, 0);
  const grads = parents.map(() => null);
  grads[grads.length - 1] = 1;
  return order.flatMap((node) =>
    parents[node].map((parent, i) => {
      const [local, upstream, before] = [slopes[node][i], grads[node], grads[parent]];
      const share = upstream === 0 ? 0 : local * upstream;
      grads[parent] = replaces || before === null ? share : before + share;
      return { node, parent, edge: first[node] + i, local, upstream, share, before, after: grads[parent] };
    }),
  );
}

/** What stands in the nodes after some messages. */
function gradsAfter(count, sent) {
  const grads = Array(count).fill(null);
  grads[count - 1] = 1;
  sent.forEach(({ parent, after }) => (grads[parent] = after));
  return grads;
}

function render({ model, el }) {
  const get = (trait) => model.get(trait);
  const trace = get("trace");
  if (!trace.ops) return sentenceAlone(model, el);
  const plan = get("plan");
  const called = get("names");
  const game = get("game");
  const { ops, parents } = trace;
  const last = ops.length - 1;
  const slopes = get("slopes").map((own) => own.map(fromPlain));
  const resting = slopes.every((own) => !own.length);
  const data = trace.data.map(fromPlain);
  const { written } = namesOf(trace);
  const title = trace.labels[last] ? `${called[last]} = ${written[last]}` : written[last];
  const made = ops.map((_, node) => last - node).filter((node) => slopes[node].length);
  const shell = frame({ model, el, title, describe: `The way back through ${title}`, draw: update });
  shell.root.classList.add("mk-wide");

  // A node without a label shows what the sentences call it.
  const labels = trace.labels.map((label, node) => label || (ops[node] ? called[node] : ""));
  const picture = drawGraph({ ...trace, labels }, plan, choose);
  const above = picture.nodes.map(({ group }) => flag(group, plan.node_width, -4));
  const below = picture.nodes.map(({ group }) => flag(group, plan.node_width, plan.node_height + 4));
  const tags = tagsOn(picture.root, MOST_SHARES);
  const scroll = html("div", { class: "mk-scroll" }, picture.root);
  const film = player({
    count: 1,
    rate: 1,
    describe: "messages that have arrived",
    text: (now, count) => `${now} of ${count - 1}`,
    onShow: (now) => put({ step: now, missed: "" }),
  });
  const again = control("button", { type: "button", class: "mk-button" }, "Start again");
  const hint = html("span", { class: "mk-hint" });
  const other = control("input", { type: "checkbox" });
  const [equals, plus] = ["=", "+="].map((sign) => html("code", {}, sign));
  const asks = [other, " what ", equals, " in place of ", plus, " would have done"];
  const replace = html("label", { class: "mk-check" }, ...asks);
  const lineOf = (cells) => html("tr", {}, ...cells);
  const rows = ops.map((_, node) => [html("th", { scope: "row" }, called[node]), html("td"), html("td"), html("td")]);
  const heads = ["grad of", "with +=", "with ="].map((text) => html("th", { scope: "col" }, text));
  const table = html(
    "table",
    { class: "mk-table mk-even" },
    html("thead", {}, lineOf([...heads, html("td")])),
    html("tbody", {}, ...rows.map(lineOf).reverse()),
  );
  const group = { role: "group", tabindex: 0 };
  const beside = control("div", { class: "mk-many", ...group, "aria-label": "Gradients with += and with =" }, table);
  const inWords = "The steps in words";
  const lines = control("pre", { ...group, "aria-label": inWords });
  const summary = control("summary", {}, inWords);
  const outline = html("details", { class: "mk-outline" }, summary, lines);
  // The sentence stands where one looks: below the graph.
  const told = html("div", { class: "mk-told" }, shell.root.querySelector(".mk-sentence"));
  shell.body.append(
    html("div", { class: "mk-row" }, ...(game ? [again] : []), hint),
    scroll,
    film.element,
    told,
    html("div", {}, replace, beside),
    outline,
  );

  function put(traits) {
    for (const name in traits) model.set(name, traits[name]);
    model.save_changes();
  }
  const order = () => (game ? get("fired").map((name) => called.indexOf(name)) : made);
  const lateFor = (node) =>
    ops.map((_, child) => child).filter((child) => parents[child].includes(node) && !order().includes(child));

  /** In the game, a choice; else the way to the step where this node first speaks, or hears. */
  function choose(node) {
    if (shell.locked() || resting || get("resting")) return;
    film.pause();
    if (!game) {
      const at = messagesOf(trace, slopes, made).findIndex((one) => (ops[node] ? one.node : one.parent) === node);
      return put({ step: at + 1 });
    }
    const before = order();
    const steps = [...before, node].reduce((total, one) => total + parents[one].length, 0);
    if (!ops[node] || before.includes(node)) {
      put({ missed: "" });
      remark = ops[node]
        ? `${called[node]} has fired already. Each node fires once.`
        : `${called[node]} is a leaf: it was made of nothing, so it listens and passes nothing on.`;
      shell.schedule();
    } else if (lateFor(node).length) put({ missed: called[node], wrong: get("wrong") + 1 });
    else put({ fired: [...get("fired"), called[node]], step: steps, missed: "" });
  }
  let remark = "";
  again.addEventListener("click", () => put({ fired: [], step: 0, wrong: 0, missed: "" }));
  other.addEventListener("change", () => put({ overwrite: other.checked }));

  /** One message in numbers, and what it does to the one who hears it. */
  const product = ({ local, upstream, share }) => `${show(local)} ${TIMES} ${show(upstream)} = ${show(share)}`;
  const sum = ({ before, share, after }) => `${show(before)} was there, ${show(share)} comes: ${show(after)}`;
  const heard = (one) => `${called[one.parent]} hears ${product(one)}${one.before === null ? "" : `; ${sum(one)}`}`;

  const first = `${called[last]} is the result`;
  function story(sent, grads, all, now, wrongly) {
    if (wrongly >= 0) {
      const late = lateFor(wrongly).map((child) => called[child]);
      const [were, have, are] = late.length > 1 ? ["were", "have", "those messages are"] : ["was", "has", "that message is"];
      return (
        `${called[wrongly]} cannot fire yet: ${cut(late.join(" and "), 200)} ${were} made of ${called[wrongly]} ` +
        `and ${have} not fired, so ${are} not there. What ${called[wrongly]} holds now is not the whole.`
      );
    }
    if (remark) return remark;
    if (!now && !ops[last]) return `${first} and a leaf: its gradient is 1. It passes nothing on.`;
    if (!now) return `${first}: its gradient is 1. Nothing has been passed on yet.`;
    const one = sent[now - 1];
    const place = sent.filter(({ node }) => node === one.node).length;
    const does = one.before === null ? "It is the first to arrive there." : `Messages add: ${sum(one)}.`;
    const said =
      `${called[one.node]} fires, message ${place} of ${parents[one.node].length}: ${called[one.parent]} hears ` +
      `${product(one)}, its local slope ${TIMES} ${called[one.node]}.grad. ${does}`;
    if (now < all) return said;
    const leaves = ops.flatMap((op, node) => (op ? [] : [`${called[node]}.grad = ${show(grads[node])}`]));
    return `${said} All have fired: ${cut(leaves.join(", "), 300)}.`;
  }

  function update() {
    const locked = shell.locked();
    const whole = messagesOf(trace, slopes, order());
    const all = made.reduce((total, node) => total + parents[node].length, 0);
    const now = locked ? 0 : Math.min(get("step"), whole.length);
    const sent = whole.slice(0, now);
    const current = sent[now - 1];
    const grads = gradsAfter(ops.length, sent);
    const wrongly = locked ? -1 : called.indexOf(get("missed") || "\n");
    const firing = current && wrongly < 0 ? sent.filter(({ node }) => node === current.node) : [];
    const compare = get("overwrite") && !locked;
    const replaced = compare ? gradsAfter(ops.length, messagesOf(trace, slopes, order(), true).slice(0, now)) : grads;
    const differs = (node) => !Object.is(grads[node], replaced[node]) && grads[node] !== replaced[node];

    film.setCount(whole.length + 1);
    film.set(now);
    film.disable(locked || resting);
    again.disabled = locked;
    other.checked = get("overwrite");
    other.disabled = locked || resting;

    const done = new Set(sent.map(({ node }) => node));
    picture.nodes.forEach(({ group, data: number, grad, name }, node) => {
      const hears = firing.filter(({ parent }) => parent === node).at(-1);
      const fires = firing.length > 0 && current.node === node;
      const { before = null, share, after } = hears ?? {};
      const adds = before !== null && `${show(before)} + ${show(share)} = ${show(after)}`;
      const sums = adds && (adds.length > 22 ? "adds" : adds);
      const state = node === wrongly ? "wrong" : fires ? "fires" : hears ? "hears" : done.has(node) ? "fired" : "";
      const word = state === "wrong" ? "waits" : (state === "hears" && sums) || state;
      const text = locked ? "?" : show(grads[node]);
      write(number, show(data[node]));
      write(grad, text);
      above[node](word, state);
      below[node](differs(node) ? `with =: ${show(replaced[node])}` : "", "other");
      patch(group, {
        "data-state": state,
        "aria-label": `${name || called[node]} data ${show(data[node])} grad ${text} ${word}`.trim(),
        "aria-disabled": locked || resting,
      });
    });
    const carried = new Map(sent.map(({ edge, share }) => [edge, share]));
    const largest = largestOf([...carried.values()]);
    const active = new Set(firing.map(({ edge }) => edge));
    const late = new Set(wrongly < 0 ? [] : lateFor(wrongly));
    picture.edges.forEach(({ parent, line, tip }, i) => {
      const share = carried.get(i) ?? null;
      const missing = parent === wrongly && late.has(plan.edges[i][1]);
      const sign = { "data-sign": signOf(share) };
      const width = missing ? 4 : widthOf(share, largest) + (active.has(i) ? 2 : 0);
      patch(line, { ...sign, "data-state": missing ? "missing" : "", "stroke-width": width });
      patch(tip, sign);
    });
    paintTags(firing, wrongly, late);

    beside.hidden = !compare;
    if (compare) {
      rows.forEach(([, plus, equals, verdict], node) => {
        write(plus, show(grads[node]));
        write(equals, show(replaced[node]));
        write(verdict, differs(node) ? "differs" : "the same");
      });
    }
    const wrong = get("wrong");
    const note = get("note") ? ` ${get("note")}` : "";
    const question = order().length === made.length ? "All have fired." : "Which node may fire next? Choose it.";
    write(hint, (game ? `${question} Too early: ${wrong}.` : "Choose a node to go to its step.") + note);
    if (outline.open) {
      const steps = sent.map((one, i) => `${i + 1}. ${called[one.node]} fires: ${heard(one)}`);
      write(lines, locked ? "Hidden." : [`${first}: its gradient is 1`, ...steps].join("\n"));
    }
    const lost = ops.findIndex((_, node) => differs(node));
    const numbers = `${show(replaced[lost])}, not ${show(grads[lost])}`;
    const loses = lost < 0 ? "" : ` With = in place of +=, ${called[lost]}.grad would be ${numbers}.`;
    const hidden = "The gradients are hidden until you have predicted.";
    shell.say(locked ? hidden : story(sent, grads, all, now, wrongly) + loses);
    const missing = plan.edges.findIndex(([parent, child]) => parent === wrongly && late.has(child));
    const [x, y] = plan.middles[wrongly < 0 ? current?.edge : missing] ?? [plan.x[last], plan.y[last]];
    if (seen !== `${x} ${y}`) look(x, y);
  }
  let seen = "";
  outline.addEventListener("toggle", shell.schedule);

  /** The numbers of the messages, on their lines, apart from each other. */
  function paintTags(firing, wrongly, late) {
    const shares = (firing.length > MOST_SHARES ? firing.slice(-1) : firing).map((one) => ({
      at: plan.middles[one.edge],
      texts: [`${show(one.local)} ${TIMES} ${show(one.upstream)}`, `= ${show(one.share)}`],
    }));
    plan.edges.forEach(([parent, child], i) => {
      if (parent === wrongly && late.has(child)) shares.push({ at: plan.middles[i], texts: ["not here", "yet"] });
    });
    tags(shares);
  }

  /** Keep what happens in view, where the graph is wider than its place. */
  function look(x, y) {
    seen = `${x} ${y}`;
    scroll.scrollLeft = (x * scroll.scrollWidth) / plan.width - scroll.clientWidth / 2;
    scroll.scrollTop = (y * scroll.scrollHeight) / plan.height - scroll.clientHeight / 2;
  }

  function moved() {
    remark = "";
    shell.schedule();
  }
  const events = ["step", "fired", "wrong", "missed", "overwrite"].map((name) => `change:${name}`);
  events.forEach((event) => model.on(event, moved));
  patch(picture.root, {
    "aria-label": `Graph of ${title}. Arrow keys walk, Enter ${game ? "lets a node fire" : "goes to a node's step"}.`,
  });
  shell.paint();
  const frames = requestAnimationFrame(() => look(...seen.split(" ").map(Number)));
  return () => {
    cancelAnimationFrame(frames);
    events.forEach((event) => model.off(event, moved));
    film.stop();
    shell.stop();
  };
}

export default { render };
