// Predict first: the question, one number or one choice, "Lock it in"; then how far off that was, and why.

import { show } from "./numbers.js";
import { control, html, write } from "./svg.js";

// Not 1,000: some people mean a thousand by it, and some mean 1.
const NUMBER = /^(?![-+]?[1-9]\d{0,2},\d{3}$)[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i;

/** Read a number as people type it: "-12", "1/3", "2,5"; NaN for anything else. */
export function readNumber(text) {
  const typed = text.trim().replace(/[\u2212\u2013]/g, "-").split(/\s*\/\s*/);
  const [over, under = 1] = typed.map((part) => (NUMBER.test(part) ? Number(part.replace(",", ".")) : NaN));
  return typed.length > 2 ? NaN : over / under;
}

/** Why something typed is not taken, in a kind sentence; "" where it is a number. */
export function troubleWith(text) {
  if (!text.trim()) return "Write a number first. A guess is enough.";
  if (Number.isFinite(readNumber(text))) return "";
  return `"${text.slice(0, 40)}" cannot be read as a number. Write one such as -12, 2.5 or 1/3.`;
}

/** What to say to a guess; microkit/widgets/asking.py says the same. */
export function verdictOn({ answer }, guess) {
  if (typeof answer === "string") return guess === answer ? "You were right." : `You said ${guess}, it is ${answer}.`;
  const away = Math.abs(guess - answer);
  if (away <= Math.max(5e-3 * Math.max(Math.abs(guess), Math.abs(answer)), 1e-9)) return "You were right.";
  return `You said ${show(guess)}, it is ${show(answer)}: ${show(away)} away.`;
}

/** The box of a question, or null where the widget asks none. `update()` follows the traits. */
export function predictBox(model) {
  const { question, choices, why, answer } = model.get("asked") ?? {};
  if (!question) return null;
  const name = `mk-${Math.random()}`;
  const picks = choices.map((value) => control("input", { type: "radio", name, value }));
  const field = control("input", { class: "mk-field", "aria-label": "Your number", autocomplete: "off" });
  const row = picks.length ? picks.map((pick, i) => html("label", {}, pick, ` ${choices[i]}`)) : [field];
  const button = control("button", { class: "mk-button", type: "button" }, "Lock it in");
  const trouble = html("p", { role: "alert" });
  const form = html("fieldset", {}, html("legend", {}, question), html("div", { class: "mk-row" }, ...row, button), trouble);
  const told = control("p", { tabindex: -1 });
  const element = html("div", { class: "mk-lock mk-ask" }, form, told);

  function update() {
    const guess = model.get("guess") ?? null;
    form.hidden = guess !== null;
    told.hidden = !form.hidden;
    if (form.hidden) write(told, `${question} ${verdictOn({ answer }, guess)} ${why}`);
  }
  function commit() {
    const picked = picks.find(({ checked }) => checked)?.value;
    const missing = !picks.length ? troubleWith(field.value) : picked ? "" : "Choose one first. A guess is enough.";
    write(trouble, missing);
    if (missing) return (picks[0] ?? field).focus();
    model.set("guess", picked ?? readNumber(field.value));
    model.set("locked", "");
    model.save_changes();
    update();
    told.focus();
  }
  button.addEventListener("click", commit);
  // Not a <form>: JupyterLab lets none be submitted.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target === button) return;
    event.preventDefault();
    commit();
  });
  update();
  return { element, update };
}
