// Play through numbered states: play and pause, a step back and forth, a slider to scrub, and keys.

import { stepsOf, within } from "./keys.js";
import { control, html, patch, svg, write } from "./svg.js";

const ICONS = {
  Play: "M4 2l10 6-10 6z",
  Pause: "M3 2h3.6v12H3zM9.4 2H13v12H9.4z",
  "One step back": "M11 2L3.5 8l7.5 6zM2 2h1.8v12H2z",
  "One step forward": "M5 2l7.5 6L5 14zM12.2 2H14v12h-1.8z",
};

function iconButton(name, onClick) {
  const path = svg("path", { d: ICONS[name] });
  const icon = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, path);
  const named = { type: "button", class: "mk-button mk-icon", title: name, "aria-label": name };
  const button = control("button", named, icon);
  button.addEventListener("click", onClick);
  const rename = (next) => {
    patch(button, { title: next, "aria-label": next });
    patch(path, { d: ICONS[next] });
  };
  return { button, rename };
}

/**
 * States 0 to count - 1. `onShow(now)` is called when the person moves; `set` follows and calls nothing.
 * Playing shows `rate` states a second; with reduced motion one state a second.
 * @param {{count: number, now?: number, describe?: string, rate?: number,
 *          text?: (now: number, count: number) => string, onShow: (now: number) => void}} options
 */
export function player(options) {
  const { describe = "step", rate = 10, onShow, text = (at, of) => `${at} of ${of - 1}` } = options;
  let { count, now = 0 } = options;
  let timer = 0;
  let off = false;
  const toggle = () => (timer ? pause() : play());
  const play_ = iconButton("Play", toggle);
  const back = iconButton("One step back", () => go(now - 1));
  const forth = iconButton("One step forward", () => go(now + 1));
  const scrub = control("input", { type: "range", class: "mk-range", min: 0, "aria-label": describe });
  const number = html("span", { class: "mk-number", "aria-hidden": "true" });
  const element = html("div", { class: "mk-player" }, play_.button, back.button, forth.button, scrub, number);

  function paint() {
    const words = text(now, count);
    scrub.max = Math.max(0, count - 1);
    scrub.value = now;
    patch(scrub, { "aria-valuetext": words });
    write(number, words);
    back.button.disabled = off || now <= 0;
    forth.button.disabled = off || now >= count - 1;
    scrub.disabled = play_.button.disabled = off || count < 2;
  }
  function move(next) {
    next = within(Math.round(next), 0, Math.max(0, count - 1));
    if (next === now) return;
    now = next;
    // A button that the end disables would drop the focus out of the widget.
    const held = document.activeElement;
    paint();
    if (held?.disabled && element.contains(held)) (scrub.disabled ? play_.button : scrub).focus();
    onShow(now);
  }
  function go(next) {
    pause();
    move(next);
  }
  function tick() {
    move(now + 1);
    if (now >= count - 1) pause();
    else wait();
  }
  function wait() {
    const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = setTimeout(tick, 1000 / (slow ? Math.min(1, rate) : rate));
  }
  function play() {
    if (off || timer || count < 2) return;
    play_.rename("Pause");
    if (now >= count - 1) move(0);
    wait();
  }
  function pause() {
    clearTimeout(timer);
    timer = 0;
    play_.rename("Play");
  }
  scrub.addEventListener("input", () => go(Number(scrub.value)));
  element.addEventListener("keydown", (event) => {
    const steps = stepsOf(event);
    if (off || (!steps && (event.key !== " " || event.target !== scrub))) return;
    event.preventDefault();
    if (steps) go(now + steps);
    else toggle();
  });
  paint();

  return {
    element,
    play,
    pause,
    playing: () => timer !== 0,
    /** Follow a state set elsewhere (a cell, another widget). */
    set(next) {
      now = within(Math.round(next), 0, Math.max(0, count - 1));
      paint();
    },
    setCount(next) {
      count = next;
      now = within(now, 0, Math.max(0, count - 1));
      if (now >= count - 1) pause();
      paint();
    },
    disable(flag) {
      off = flag;
      if (flag) pause();
      paint();
    },
    stop: pause,
  };
}
