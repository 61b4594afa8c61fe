// How a number is written. The rule is that of microkit/graph/numbers.py; a test holds them equal.

const trim = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** Write a number with four significant digits; null stands for "not computed". */
export function show(number) {
  if ((number ?? null) === null) return "-";
  if (Number.isNaN(number)) return "nan";
  const sign = number < 0 ? "-" : "";
  const size = Math.abs(number);
  if (size === Infinity) return sign + "inf";
  if (size === 0) return "0";
  if (size >= 1e6 || size < 1e-4) {
    const [digits, exponent] = size.toExponential(3).split("e");
    return `${sign}${trim(digits)}e${exponent.replace("+", "")}`;
  }
  return sign + trim(size.toFixed(Math.max(0, 3 - Math.floor(Math.log10(size)))));
}

const WORDS = { nan: NaN, inf: Infinity, "-inf": -Infinity };

/** Read a number as Python sent it: JSON knows no nan and no infinity, so they come as words. */
export const fromPlain = (plain) => (typeof plain === "string" ? WORDS[plain] : plain);

/** The sign as the pictures show it: "+", "-", or "" where there is no direction. */
export const signOf = (number) => (number > 0 ? "+" : number < 0 ? "-" : "");

/** The width of a line that carries a gradient, against the largest one beside it. */
export function widthOf(number, largest) {
  const size = Math.abs(number ?? 0);
  if (!(size > 0)) return 1.4;
  const share = size === Infinity || !largest ? 1 : size / largest;
  return Math.round(10 * (1.4 + 2.6 * Math.sqrt(share))) / 10;
}

/** The largest finite size among some gradients; 0 where there is none. */
export const largestOf = (grads) =>
  Math.max(0, ...grads.map((grad) => Math.abs(grad ?? 0)).filter(Number.isFinite));
