// The slopes on both sides of a point; microkit/widgets/slopes.py has the same rule.

/**
 * The slopes of f to the left and to the right of x. At a kink they stay apart however near one looks; in a
 * bend they come together. `rounding` is how far floats alone put a slope off.
 */
export function sidesOf(f, x, h, before = Infinity) {
  const here = f(x);
  const [left, right] = [(here - f(x - h)) / h, (f(x + h) - here) / h];
  const jump = Math.abs(right - left);
  const rounding = 1e-15 * Math.abs(here / h);
  const kink = jump > Math.max(1e-3, 1e-3 * (Math.abs(left) + Math.abs(right)), 4 * rounding);
  return kink && jump <= before / 2 ? sidesOf(f, x, h / 10, jump) : { left, right, rounding, kink };
}
