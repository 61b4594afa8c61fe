// Ask the kernel, where the student's own code gives the answer. One question is on its way at a time;
// while it is, only the newest of the others is kept. An answer to an older question is ignored.

const PATIENCE = 1500;

export const LATE =
  "Your code has not answered yet. Is a cell still running? Where there is no kernel, open the lesson in JupyterLab.";

/**
 * @param model  the widget's model, with the traits `inputs` and `answer`, each with a number `seq`
 * @param {() => void} changed  called when an answer arrives, and when one is late
 */
export function kernelLink(model, changed) {
  let next = null;
  let timer = 0;
  const link = { late: false, ask, stop };
  const open = () => model.get("inputs").seq !== model.get("answer").seq;

  function send(question) {
    model.set("inputs", { ...question, seq: model.get("inputs").seq + 1 });
    model.save_changes();
    clearTimeout(timer);
    timer = setTimeout(() => {
      link.late = true;
      changed();
    }, PATIENCE);
  }
  function ask(question) {
    if (open()) next = question;
    else send(question);
  }
  function arrive() {
    if (open()) return;
    clearTimeout(timer);
    link.late = false;
    changed();
    if (next) {
      const question = next;
      next = null;
      send(question);
    }
  }
  function stop() {
    clearTimeout(timer);
    model.off("change:answer", arrive);
  }
  model.on("change:answer", arrive);
  return link;
}
