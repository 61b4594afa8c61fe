// What the keys of a slider mean, for everything that one number or one place moves.

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * How many steps a key asks for: arrows 1, with Shift and for the Page keys 10; Home is -Infinity and
 * End Infinity. 0 for every other key, and for the browser's own shortcuts.
 */
export function stepsOf({ key, shiftKey, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey) return 0;
  if (key === "Home") return -Infinity;
  if (key === "End") return Infinity;
  const steps = STEPS[key] ?? 0;
  return shiftKey && Math.abs(steps) === 1 ? 10 * steps : steps;
}

/** `now` moved by `steps` units, to a multiple of the unit, between min and max. */
export function stepped(now, steps, unit, min, max) {
  const edge = steps > 0 ? Math.floor(now / unit + 1e-9) : Math.ceil(now / unit - 1e-9);
  return within(snapTo((edge + steps) * unit, unit), min, max);
}

/** The nearest multiple of `unit`, without the dust of floats; infinities stay. */
export const snapTo = (x, unit) =>
  Number.isFinite(x) ? Number((Math.round(x / unit) * unit).toPrecision(12)) : x;

export const within = (x, min, max) => Math.min(max, Math.max(min, x));
