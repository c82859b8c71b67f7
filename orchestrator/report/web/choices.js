// What a reader chose on a page, and the views that follow it.

import {h, replace, Scope} from 'gauntlet/dom';

export class Choices {
  #listeners = new Set();
  constructor(values) {
    Object.assign(this, values);
  }
  change(values) {
    Object.assign(this, values);
    for (const listener of this.#listeners) listener(Object.keys(values));
  }
  // Calls listener at once and whenever one of the named choices changes.
  watch(scope, names, listener) {
    const told = (changed) => changed.some((name) => names.includes(name)) && listener();
    this.#listeners.add(told);
    scope.defer(() => this.#listeners.delete(told));
    listener();
  }
}

// A view that is made anew whenever one of the choices changes.
export function remade(scope, choices, names, make) {
  const box = h('div');
  let inner = new Scope();
  scope.defer(() => inner.close());
  choices.watch(scope, names, () => {
    inner.close();
    inner = new Scope();
    replace(box, make(inner));
  });
  return box;
}
