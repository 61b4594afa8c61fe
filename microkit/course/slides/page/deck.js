// The deck: reveal.js shows the slides, and what stands on one is made as large as it fits.

"use strict";

(() => {
  const SMALLEST = 0.4;
  const STEP = 0.04;
  const CONTROLS = "a, button, input, select, textarea, summary, [tabindex], [contenteditable]";

  const leaves = [...document.querySelectorAll(".slides section")].filter((slide) => !slide.querySelector("section"));

  // What a slide holds stands in a box that can shrink, in a frame that cannot.
  for (const slide of leaves) {
    const box = Object.assign(document.createElement("div"), { className: "box" });
    const frame = Object.assign(document.createElement("div"), { className: "frame" });
    box.append(...slide.childNodes);
    frame.append(box);
    slide.append(frame);
  }

  const spills = (frame) =>
    frame.scrollHeight > frame.clientHeight + 1 ||
    frame.scrollWidth > frame.clientWidth + 1 ||
    [...frame.querySelectorAll(".mk-scroll, pre")].some((inner) => inner.scrollWidth > inner.clientWidth + 1);

  /** Make a slide as large as it fits; from the size that it has, where it only has to shrink. */
  function fit(slide, afresh = true) {
    const frame = slide?.querySelector(".frame");
    if (!frame?.clientHeight) return;
    const box = frame.firstElementChild;
    let size = afresh ? 1 : Number(box.style.zoom || 1);
    for (box.style.zoom = size; spills(frame) && size > SMALLEST; ) {
      size = Math.max(SMALLEST, size - STEP);
      box.style.zoom = size;
    }
  }

  // Keys inside a control belong to it, but a presenter's clicker sends Page Up and Page Down: those
  // always turn the page. Escape gives the keys back to the deck.
  const inControl = ({ target }) => Boolean(target.closest?.(CONTROLS));
  function steer(event) {
    const turn = { PageDown: "next", PageUp: "prev" }[event.key];
    if (turn) Reveal[turn]();
    else if (event.key === "Escape" && inControl(event)) event.target.blur();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  window.addEventListener("keydown", steer, true);

  /** Dark or light: the system's choice, until someone presses D. */
  function turnLight() {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }

  async function start() {
    window.showFormulas(document.querySelector(".slides"));
    for (const place of document.querySelectorAll(".place")) place.dataset.preventSwipe = "";
    await window.showWidgets();
    await Reveal.initialize({
      width: 1280,
      height: 720,
      margin: 0,
      minScale: 0.1,
      maxScale: 5,
      center: false,
      hash: true,
      slideNumber: "c/t",
      controlsTutorial: false,
      navigationMode: "linear",
      transition: "none",
      keyboardCondition: (event) => !inControl(event),
      plugins: [RevealNotes],
    });
    Reveal.addKeyBinding({ keyCode: 68, key: "D", description: "Dark or light" }, turnLight);
    const watch = new ResizeObserver(() => fit(Reveal.getCurrentSlide(), false));
    for (const slide of leaves) watch.observe(slide.querySelector(".box"));
    Reveal.on("slidechanged", ({ currentSlide }) => {
      document.activeElement?.blur();
      fit(currentSlide);
    });
    await document.fonts.ready;
    fit(Reveal.getCurrentSlide());
    document.documentElement.dataset.deck = "ready";
  }
  start();
})();
