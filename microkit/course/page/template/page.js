// The page: its formulas are set, and its widgets run.

"use strict";

(async () => {
  window.showFormulas(document.querySelector("main"));
  await window.showWidgets();
  // Code that is wider than the page scrolls; the keyboard has to reach it for that.
  for (const pre of document.querySelectorAll("main pre")) {
    if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
  }
  document.documentElement.dataset.page = "ready";
})();
