// Run the widgets of a page that has no kernel. A widget is an ES module with `render({ model, el })`, which
// is anywidget's form; its model is the traits that the notebook had, and whoever listens to them.

"use strict";

(() => {
  /** Traits and listeners, as ipywidgets has them. Nobody answers what is saved or sent. */
  class Model {
    #traits;
    #heard = new Map();
    constructor(traits) {
      this.#traits = traits;
    }
    get(name) {
      return this.#traits[name];
    }
    set(name, value) {
      if (typeof name === "object") return Object.entries(name).forEach((pair) => this.set(...pair));
      if (same(this.#traits[name], value)) return;
      this.#traits[name] = value;
      this.#tell(`change:${name}`);
      this.#tell("change");
    }
    on(names, listener) {
      for (const name of names.split(" ")) this.#heard.set(name, [...(this.#heard.get(name) ?? []), listener]);
    }
    off(names, listener) {
      for (const name of names?.split(" ") ?? [...this.#heard.keys()]) {
        const left = (this.#heard.get(name) ?? []).filter((known) => listener && known !== listener);
        this.#heard.set(name, left);
      }
    }
    save_changes() {}
    send() {}
    #tell(name) {
      for (const listener of this.#heard.get(name) ?? []) listener();
    }
  }

  const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

  /** Put bytes back where they were: each has the path of its trait. */
  function withBytes({ traits, buffers }) {
    for (const { path, data } of buffers) {
      const inner = path.slice(0, -1).reduce((found, key) => found[key], traits);
      inner[path.at(-1)] = new DataView(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer);
    }
    return traits;
  }

  /** What a step gives, or nothing where it fails: the others go on. */
  async function tried(step) {
    try {
      return await step();
    } catch (error) {
      console.error(error);
    }
  }

  /** Show every widget in its place; the static picture stays where one does not run. */
  window.showWidgets = async () => {
    const page = JSON.parse(document.getElementById("widgets").textContent);
    for (const css of page.styles) {
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
    }
    const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    const modules = await Promise.all(page.modules.map((text) => tried(() => load(text))));
    async function start(saved) {
      const model = new Model(withBytes(saved));
      const made = modules[saved.module].default;
      const widget = typeof made === "function" ? await made() : made;
      await widget.initialize?.({ model });
      return { model, widget };
    }
    const models = await Promise.all(page.models.map((saved) => modules[saved.module] && tried(() => start(saved))));
    for (const place of document.querySelectorAll(".place")) {
      if (!models[place.dataset.model]) continue;
      const { model, widget } = models[place.dataset.model];
      const el = document.createElement("div");
      const still = [...place.childNodes];
      place.append(el);
      const shown = await tried(async () => {
        await widget.render({ model, el });
        return true;
      });
      (shown ? still : [el]).forEach((node) => node.remove());
    }
  };
})();
