// Make elements and patch them. Text always becomes a text node: a label that holds markup is shown.

const SVG = "http://www.w3.org/2000/svg";

const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

export const html = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/** Jupyter leaves the keys to an element only where the element itself says so. */
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/** An element of HTML that can have the focus. */
export const control = (tag, attributes = {}, ...children) => html(tag, { ...OWN_KEYS, ...attributes }, ...children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** Show `text` in `node`, and touch the page only when it changed. */
export function write(node, text) {
  const inside = node.firstChild;
  if (!inside) node.append(text);
  else if (inside.data !== text) inside.data = text;
}

/** Set attributes, and touch the page only where they changed. */
export function patch(node, attributes) {
  for (const name in attributes) {
    const value = String(attributes[name]);
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

/** A label cut to `length` characters; the whole of it belongs in a <title>. */
export const cut = (label, length) =>
  label.length > length ? label.slice(0, length - 1) + "\u2026" : label;
