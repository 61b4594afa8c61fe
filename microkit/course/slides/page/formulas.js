// Set the formulas in a part of the page; where it has none, KaTeX is not there.

"use strict";

window.showFormulas = (part) =>
  window.renderMathInElement?.(part, {
    delimiters: [
      { left: "$$", right: "$$", display: true },
      { left: "\\[", right: "\\]", display: true },
      { left: "$", right: "$", display: false },
      { left: "\\(", right: "\\)", display: false },
    ],
    throwOnError: false,
  });
