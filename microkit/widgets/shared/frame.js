// What every widget has around its picture: a title, a word on who computes, the lock and its question,
// a sentence.

import { predictBox } from "./predict.js";
import { html, write } from "./svg.js";

const QUIET = 400;
const SPOKEN = 5000;
const BY = {
  page: "computed in the page by the reference rules",
  kernel: "computed by your own code",
};

/**
 * @param {{model: object, el: HTMLElement, title: string, describe: string, draw: () => void,
 *          who?: string}} options  who: who computes, where it is neither the page nor the kernel
 * @returns body: where the widget puts its parts; locked(): whether its answers stay hidden; say: the
 *          sentence; schedule: draw before the next frame; paint: draw now; stop: for the cleanup
 */
export function frame({ model, el, title, describe, draw, who = BY[model.get("by")] }) {
  const body = html("div", { class: "mk-body" });
  const ask = predictBox(model);
  const lock = ask?.element ?? html("p", { class: "mk-lock" });
  // Where no kernel can answer, what it said last stands still: nothing that would ask it can be moved.
  const resting = model.get("resting");
  if (resting) {
    const hold = (event) => event.target.closest(".mk-handle") && event.stopPropagation();
    for (const kind of ["keydown", "pointerdown"]) body.addEventListener(kind, hold, true);
  }
  const sentence = html("p", { class: "mk-sentence" });
  const live = html("p", { class: "mk-live", role: "status", "aria-live": "polite" });
  // No <section>: reveal.js takes every one inside a deck for a slide. No region: a page with two of a kind
  // would have two landmarks of one name.
  const root = html("div", { class: "mk", role: "group", "aria-label": describe });
  root.append(
    html("div", { class: "mk-head" }, html("code", { class: "mk-title" }, title), html("span", { class: "mk-by" }, who)),
    ...(resting ? [html("p", { class: "mk-lock" }, resting)] : []),
    lock,
    body,
    sentence,
    live,
  );
  el.append(root);

  let asked = 0, again = 0, quiet = 0;
  const locked = () => Boolean(model.get("locked"));
  function paint() {
    again = 0;
    if (ask) ask.update();
    else {
      lock.hidden = !locked();
      write(lock, model.get("locked"));
    }
    draw();
    if (resting) body.querySelectorAll("button, input, select").forEach((part) => (part.disabled = true));
  }
  /** The first change draws as soon as its event is over, and all others before the next frame at once. */
  function schedule() {
    again = 1;
    if (asked) return;
    queueMicrotask(paint);
    asked = requestAnimationFrame(() => {
      asked = 0;
      if (again) paint();
    });
  }
  function guessed() {
    if (ask && model.get("guess") !== null) model.set("locked", "");
    schedule();
  }
  model.on("change:locked", schedule);
  model.on("change:guess", guessed);
  return {
    root,
    body,
    locked,
    paint,
    schedule,
    /** Show a sentence now; speak it where it is new, or what is to be told, once all has been still for a moment. */
    say(text, told = sentence.firstChild && text !== sentence.textContent && text) {
      write(sentence, text);
      if (!told) return;
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        write(live, told);
        // Who reads on finds the sentence itself.
        quiet = setTimeout(() => write(live, ""), SPOKEN);
      }, QUIET);
    },
    stop() {
      cancelAnimationFrame(asked);
      clearTimeout(quiet);
      model.off("change:locked", schedule);
      model.off("change:guess", guessed);
    },
  };
}
