"""How well what a picture says stands out from what it stands on, as a browser paints it."""

from __future__ import annotations

from typing import Any

# A text is measured against what lies under its middle, and a line or a mark against its picture's
# ground: that two lines cross is no fault. Where something is outlined in the ground's color, it is
# measured against this outline. The lines of a grid are left out: numbers stand beside them.
MEASURE = r"""
async () => {
  const one = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (opacity) => {
    const [r, g, b, a] = one.getImageData(0, 0, 1, 1).data;
    return [r, g, b, (a / 255) * opacity];
  };
  const rgba = (color, opacity) => {
    one.clearRect(0, 0, 1, 1);
    one.fillStyle = color;
    one.fillRect(0, 0, 1, 1);
    return read(opacity);
  };
  const images = new Map();
  for (const node of document.querySelectorAll("main svg image")) {
    const image = new Image();
    image.src = node.getAttribute("href");
    await image.decode();
    images.set(node, image);
  }
  const dot = (node, x, y, opacity) => {
    const [image, box] = [images.get(node), node.getBoundingClientRect()];
    const column = Math.floor(((x - box.x) / box.width) * image.naturalWidth);
    const row = Math.floor(((y - box.y) / box.height) * image.naturalHeight);
    one.clearRect(0, 0, 1, 1);
    one.drawImage(image, column, row, 1, 1, 0, 0, 1, 1);
    return read(opacity);
  };
  const over = (top, below) => below.map((v, i) => (i < 3 ? v + (top[i] - v) * top[3] : 1));
  const opacity = (node) => {
    let product = 1;
    for (; node instanceof Element; node = node.parentElement) {
      product *= getComputedStyle(node).opacity;
    }
    return product;
  };
  const filled = (node, x, y) => {
    const look = getComputedStyle(node);
    if (!(node instanceof SVGElement) || node instanceof SVGSVGElement) {
      return rgba(look.backgroundColor, opacity(node));
    }
    if (images.has(node)) return dot(node, x, y, opacity(node));
    const flat = node instanceof SVGGeometryElement && !/^(none|url)/.test(look.fill);
    if (!flat) return [0, 0, 0, 0];
    const at = new DOMPoint(x, y).matrixTransform(node.getScreenCTM().inverse());
    return rgba(look.fill, node.isPointInFill(at) ? look.fillOpacity * opacity(node) : 0);
  };
  const ground = (node, x, y, marks) => {
    const stack = document.elementsFromPoint(x, y);
    const under = stack.slice(stack.indexOf(node) + 1);
    const layers = under
      .filter((other) => marks || !other.matches("path, circle, polygon"))
      .map((other) => filled(other, x, y));
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = (color) => {
    const [r, g, b] = color.map((v) =>
      v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (color, ground) => {
    const [low, high] = [light(over(color, ground)), light(ground)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const found = [];
  const note = (node, kind, color, ground) => {
    const picture = node.closest("svg[role=img]");
    const name = picture ? picture.querySelector("title").textContent : "a card";
    const what = `${node.tagName} ${node.getAttribute("class") || ""} ${node.textContent.trim()}`;
    found.push({ kind, ratio: ratio(color, ground), what: what.slice(0, 60), picture: name });
  };
  const hit = document.createElement("style");
  hit.textContent = "svg * { pointer-events: all !important }";
  document.head.append(hit);
  for (const node of document.querySelectorAll("main svg[role=img] :is(text, path, rect)")) {
    if (node.closest("defs") || node.matches(".grid")) continue;
    const look = getComputedStyle(node);
    const fill = () => rgba(look.fill, look.fillOpacity * opacity(node));
    const stroke = () => rgba(look.stroke, look.strokeOpacity * opacity(node));
    const outlined = look.stroke !== "none" && look.paintOrder.startsWith("stroke");
    node.scrollIntoView({ block: "center", inline: "center" });
    if (node.matches("text")) {
      if (!node.textContent.trim()) continue;
      const box = node.getBoundingClientRect();
      const below = ground(node, box.x + box.width / 2, box.y + box.height / 2, true);
      note(node, "text", fill(), outlined ? over(stroke(), below) : below);
    } else if (look.stroke !== "none" && node.getTotalLength() > 0) {
      const at = node.getPointAtLength(node.getTotalLength() * 0.37);
      const { x, y } = at.matrixTransform(node.getScreenCTM());
      note(node, "line", outlined ? fill() : stroke(), ground(node, x, y, false));
    }
  }
  for (const node of document.querySelectorAll("main [role=group]")) {
    const look = getComputedStyle(node);
    if (parseFloat(look.borderLeftWidth) < 3) continue;
    note(node, "line", rgba(look.borderLeftColor, 1), filled(document.body));
  }
  hit.remove();
  return found;
}
"""
LEAST = {"text": 4.5, "line": 3.0}


def measured(page: Any) -> list[dict]:
    """Return kind, ratio and words for each text and line of the static pictures and the cards."""
    return page.evaluate(MEASURE)


def too_faint(found: list[dict]) -> list[str]:
    """Return what has less contrast than it needs, in a line each."""
    return [
        f"{one['picture']}: {one['kind']} {one['what']!r} has {one['ratio']:.2f}"
        for one in found
        if one["ratio"] < LEAST[one["kind"]]
    ]
