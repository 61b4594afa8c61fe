// The rules of operations with any number of inputs, which repeat microkit/sums.py: a sum, a dot with its
// bias, and a dot that is bent by an activation.

import { ruleOf } from "./rules.js";

const BENT = " dot";

const add = (a, b) => a + b;
const halves = (v) => [v.slice(0, (v.length - 1) / 2), v.slice((v.length - 1) / 2, -1)];

const SUM = { forward: (...terms) => terms.reduce(add), slopes: (out, ...terms) => terms.map(() => 1) };
const DOT = {
  forward: (...inputs) => {
    const [w, x] = halves(inputs);
    return w.map((weight, i) => weight * x[i]).reduce(add, inputs.at(-1));
  },
  slopes: (out, ...inputs) => {
    const [w, x] = halves(inputs);
    return [...x, ...w, 1];
  },
};

/** The rule of a dot that is bent by an activation: "tanh dot". */
function bentBy(bend) {
  if (bend === undefined) return undefined;
  const { forward, slopes } = DOT;
  return {
    forward: (...inputs) => bend.forward(forward(...inputs)),
    slopes: (out, ...inputs) => {
      const [slope] = bend.slopes(out, forward(...inputs));
      return slopes(out, ...inputs).map((x) => slope * x);
    },
  };
}

/** As `ruleOf`, for sums too. */
export function ruleOfAny(op) {
  if (op === "sum") return SUM;
  if (op === "dot") return DOT;
  return op.endsWith(BENT) ? bentBy(ruleOf(op.slice(0, -BENT.length))) : ruleOf(op);
}
