// What every widget has around its picture: a title, a word on who computes, the lock, a sentence.

import { html, write } from "./svg.js";

const QUIET = 400;
const BY = {
  page: "computed in the page by the reference rules",
  kernel: "computed by your own code",
};

/**
 * @param {{model: object, el: HTMLElement, title: string, describe: string, draw: () => void}} options
 * @returns body: where the widget puts its parts; say: the sentence; schedule: draw in the next frame
 */
export function frame({ model, el, title, describe, draw }) {
  const by = html("span", { class: "mk-by" }, BY[model.get("by")]);
  const body = html("div", { class: "mk-body" });
  const lock = html("p", { class: "mk-lock" });
  const sentence = html("p", { class: "mk-sentence", "aria-hidden": "true" });
  const live = html("p", { class: "mk-live", role: "status", "aria-live": "polite" });
  const root = html("section", { class: "mk", "aria-label": describe });
  root.append(
    html("div", { class: "mk-head" }, html("code", { class: "mk-title" }, title), by),
    lock,
    body,
    sentence,
    live,
  );
  el.append(root);

  let asked = 0;
  let quiet = 0;
  function paint() {
    asked = 0;
    const words = model.get("locked");
    lock.hidden = !words;
    write(lock, words);
    draw();
  }
  return {
    root,
    body,
    paint,
    schedule() {
      if (!asked) asked = requestAnimationFrame(paint);
    },
    /** Show a sentence now; speak it once nothing has changed for a moment. */
    say(text) {
      const first = !sentence.firstChild;
      write(sentence, text);
      clearTimeout(quiet);
      if (!first) quiet = setTimeout(() => write(live, text), QUIET);
    },
    stop() {
      cancelAnimationFrame(asked);
      clearTimeout(quiet);
    },
  };
}
