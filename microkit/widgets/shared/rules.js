// The reference rules: for each operation its forward, and the slope of its result for each input.
// They repeat microkit/operations.py, and a test holds them equal. Where Python has no answer, as in
// 1 / 0 or log(-1), the answer here is nan.

const LEAK = 0.01;

const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const power = (a, n) => (a === 0 && n < 0 ? NaN : a ** n);
const powerSlope = (a, n) => (n === 0 ? 0 : n * power(a, n - 1));
const pick = (lead) => (lead > 0 ? [1, 0] : lead < 0 ? [0, 1] : [0.5, 0.5]);

// forward: numbers -> number. slopes: (out, ...inputs) -> the slope for each input.
const RULES = {
  "+": { forward: (a, b) => a + b, slopes: () => [1, 1] },
  "-": { forward: (a, b) => a - b, slopes: () => [1, -1] },
  "*": { forward: (a, b) => a * b, slopes: (out, a, b) => [b, a] },
  "/": {
    forward: (a, b) => (b === 0 ? NaN : a / b),
    slopes: (out, a, b) => [1 / b, -a / (b * b)],
  },
  "**": {
    forward: power,
    slopes: (out, a, n) => [powerSlope(a, n), a > 0 ? out * Math.log(a) : 0],
  },
  neg: { forward: (x) => -x, slopes: () => [-1] },
  exp: { forward: Math.exp, slopes: (out) => [out] },
  log: { forward: (x) => (x > 0 ? Math.log(x) : NaN), slopes: (out, x) => [1 / x] },
  sqrt: { forward: Math.sqrt, slopes: (out) => [1 / (2 * out)] },
  sin: { forward: Math.sin, slopes: (out, x) => [Math.cos(x)] },
  cos: { forward: Math.cos, slopes: (out, x) => [-Math.sin(x)] },
  tanh: { forward: Math.tanh, slopes: (out) => [1 - out * out] },
  sigmoid: { forward: sigmoid, slopes: (out) => [out * (1 - out)] },
  relu: { forward: (x) => Math.max(0, x), slopes: (out, x) => [x > 0 ? 1 : 0] },
  leaky_relu: { forward: (x) => (x > 0 ? x : LEAK * x), slopes: (out, x) => [x > 0 ? 1 : LEAK] },
  softplus: {
    forward: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slopes: (out, x) => [sigmoid(x)],
  },
  abs: { forward: Math.abs, slopes: (out, x) => [Math.sign(x)] },
  max: { forward: Math.max, slopes: (out, a, b) => pick(a - b) },
  min: { forward: Math.min, slopes: (out, a, b) => pick(b - a) },
};

/** The rule of an operation, or undefined for one that is not known here; sums.js knows more. */
export function ruleOf(op) {
  if (Object.hasOwn(RULES, op)) return RULES[op];
  const n = /^\*\*./.test(op) ? Number(op.slice(2)) : NaN;
  return Number.isNaN(n) ? undefined : { forward: (a) => power(a, n), slopes: (out, a) => [powerSlope(a, n)] };
}

/** What each input hears: its own slope times what arrives from above. Where nothing does, nothing. */
export const hears = (rule, g, out, inputs) =>
  rule.slopes(out, ...inputs).map((slope) => (g === 0 ? 0 : slope * g));

/** Write an operation with its operands, as code does. */
export function expression(op, operands) {
  if (op === "neg") return `-${operands[0]}`;
  if (/^\*\*./.test(op)) return `${operands[0]} ** ${op.slice(2)}`;
  if (/^\W+$/.test(op) && operands.length === 2) return operands.join(` ${op} `);
  return `${op}(${operands.join(", ")})`;
}
