// Formulas are set; what is wider than the page can be scrolled with the keyboard too.

"use strict";

window.showFormulas(document.querySelector("main"));
for (const wide of document.querySelectorAll("main :is(pre, .theirs)")) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}
document.documentElement.dataset.page = "ready";
