// Compute a trace again in the page, forward and backward, by the reference rules.

import { hears, ruleOf } from "./rules.js";

/**
 * @param trace  the plain data of microkit.graph.Trace: parents stand before children, the root last
 * @param find  where the rules are: `ruleOf`, or `ruleOfAny` of sums.js for graphs with sums
 */
export function replayer({ ops, parents }, find = ruleOf) {
  const rules = ops.map((op) => (op === "" ? null : find(op)));
  const inputsOf = (data, node) => parents[node].map((parent) => data[parent]);

  /** The numbers of all nodes, from those of the leaves. */
  function forward(data) {
    const fresh = data.slice();
    rules.forEach((rule, node) => {
      if (rule) fresh[node] = rule.forward(...inputsOf(fresh, node));
    });
    return fresh;
  }

  /** The gradients of all nodes, where the root's is 1. */
  function backward(data) {
    const grads = data.map(() => 0);
    grads[grads.length - 1] = 1;
    for (let node = ops.length - 1; node >= 0; node--) {
      if (!rules[node]) continue;
      const shares = hears(rules[node], grads[node], data[node], inputsOf(data, node));
      parents[node].forEach((parent, i) => (grads[parent] += shares[i]));
    }
    return grads;
  }

  return { forward, backward, rules, inputsOf };
}

/** A large graph, as `packed` of microkit/widgets/drawing.py writes it: only leaves bring their numbers. */
export function unfolded({ symbols, made, parents, data }) {
  const [above, numbers] = [parents.values(), data.values()];
  return {
    ops: made.map((op) => symbols[op] ?? ""),
    parents: made.map((op) => (op < 0 ? [] : above.next().value)),
    data: made.map((op) => (op < 0 ? numbers.next().value : 0)),
  };
}

/** One node's step on the way back: for each input its parent, its own slope, and what it hears. */
export function stepOf({ rules, inputsOf }, { parents }, data, grads, node) {
  const rule = rules[node];
  if (!rule) return [];
  const inputs = inputsOf(data, node);
  const slopes = rule.slopes(data[node], ...inputs);
  const shares = grads[node] === null ? slopes.map(() => null) : hears(rule, grads[node], data[node], inputs);
  return parents[node].map((parent, i) => ({ parent, slope: slopes[i], share: shares[i] }));
}
