// Builds the page. Data becomes text and attributes only, never markup, so that a name which holds
// `<script>` is shown as what it is.

const kSvg = 'http://www.w3.org/2000/svg';

function set_attribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (name === 'style')
    for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
  else node.setAttribute(name, value === true ? '' : String(value));
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) set_attribute(node, name, value);
  // Nothing, a node, a text or a number, or a list of these.
  for (const child of children.flat(Infinity))
    if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}

// An element: h('td', {class: 'number', onclick: open}, 'text', other_element).
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(kSvg, tag), attributes, children);
}

export function replace(node, ...children) {
  node.replaceChildren();
  return fill(node, {}, children);
}

// Sets a text only where it differs, so that what watches the page is not told of nothing.
export function set_text(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

let last_id = 0;
export function new_id(prefix) {
  return `${prefix}-${++last_id}`;
}

// What a view has to undo when another takes its place: listeners, timers, charts.
export class Scope {
  #ends = [];
  defer(end) {
    this.#ends.push(end);
  }
  on(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    this.defer(() => target.removeEventListener(type, listener, options));
  }
  every(milliseconds, action) {
    const timer = setInterval(action, milliseconds);
    this.defer(() => clearInterval(timer));
  }
  close() {
    for (const end of this.#ends.splice(0).reverse()) end();
  }
}

// A labelled choice: options are [value, text].
export function select(label, options, value, on_change) {
  const control = h(
    'select',
    {onchange: () => on_change(control.value)},
    options.map(([key, text]) => h('option', {value: key, selected: key === value}, text)),
  );
  return h('label', {class: 'field'}, h('span', {}, label), control);
}

// A switch: a button that is pressed or not.
export function toggle(text, pressed, on_change) {
  const button = h(
    'button',
    {type: 'button', class: 'toggle', 'aria-pressed': String(pressed)},
    text,
  );
  button.addEventListener('click', () => {
    const now = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(now));
    on_change(now);
  });
  return button;
}

// Text that opens to more, which is made when it is first opened.
export function details(summary, make) {
  const node = h('details', {}, h('summary', {}, summary));
  node.addEventListener('toggle', () => {
    if (node.open && node.childElementCount === 1) node.append(make());
  });
  return node;
}

// Hands a text to the browser as a file.
export function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], {type}));
  const link = h('a', {href: address, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
