// Ask the kernel, where the student's own code gives the answer. One question is on its way at a time; when
// its answer is there, the next one is about the numbers of then. An answer to an older question is ignored.

const PATIENCE = 1500;

export const LATE =
  "Your code has not answered yet. Is a cell still running? Where there is no kernel, open the lesson in JupyterLab.";

/**
 * @param model  the widget's model, with the traits `inputs` and `answer`, each with a number `seq`
 * @param {() => object} now  the question about the present numbers
 * @param {() => void} changed  called when an answer arrives, and when one is late
 */
export function kernelLink(model, now, changed) {
  let timer = 0;
  const link = { late: false, ask, stop };
  const open = () => model.get("inputs").seq !== model.get("answer").seq;
  /** Whether a question or an answer is about the present numbers. */
  const isNow = (given) => JSON.stringify({ ...given, ...now() }) === JSON.stringify(given);

  /** Ask, unless the answer is there already, or nobody can give one. With `more`, ask once more. */
  function ask(more) {
    if (model.get("resting") || open() || (!more && isNow(model.get("answer")))) return;
    model.set("inputs", { ...now(), ...more, seq: model.get("inputs").seq + 1 });
    model.save_changes();
    clearTimeout(timer);
    timer = setTimeout(() => {
      link.late = open();
      changed();
    }, PATIENCE);
  }
  function arrive() {
    if (open()) return;
    clearTimeout(timer);
    link.late = false;
    changed();
    if (!isNow(model.get("inputs"))) ask();
  }
  function stop() {
    clearTimeout(timer);
    model.off("change:answer", arrive);
  }
  model.on("change:answer", arrive);
  // It may have moved while nobody looked. A graph that was never asked shows what its cell computed.
  if (Object.keys(model.get("answer")).length > 1) ask();
  return link;
}
