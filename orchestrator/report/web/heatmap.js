// A matrix of cells as a grid: one cell for each point of the matrix, coloured by how fast it was
// or by what limited it. Its states are told apart by shape and words, not by colour alone.

import {h, new_id, set_text} from 'gauntlet/dom';
import {cell_colour, ink_on} from 'gauntlet/shades';

// Pixels of the window below which heads stand above their rows, not beside them.
const kNarrow = 700;

// As many columns as there is room for beside the heads. A matrix is scrolled rather than made
// very long, but on the narrowest windows.
function most_columns() {
  return Math.max(innerWidth < kNarrow ? 4 : 9, Math.floor((innerWidth - 560) / 84));
}

// Which axes stand along the top: from the last one on, as long as there is room. The last one may
// need a little more, and is then scrolled.
function first_column_axis(axes) {
  const most = most_columns();
  const fits = (width, place) => width <= (place === axes.length - 1 ? Math.max(most, 12) : most);
  let width = 1;
  let first = axes.length;
  while (first > 0 && fits(width * axes[first - 1].values.length, first - 1))
    width *= axes[--first].values.length;
  // One axis alone stands along the top; of several at least one stands at the side.
  if (first === 0 && axes.length > 1) first = 1;
  return first;
}

// Every combination of the axes' values, the first axis slowest.
function combinations(axes) {
  return axes.reduce(
    (all, axis) => all.flatMap((places) => axis.values.map((_, i) => [...places, i])),
    [[]],
  );
}

function span_of(axes, place) {
  return axes.slice(place + 1).reduce((product, axis) => product * axis.values.length, 1);
}

// How many of the rows from `row` on have its values up to axis `place`; 0: the row before has
// them, too.
function rows_alike(rows, row, place) {
  const alike = (other) => other?.slice(0, place + 1).every((value, i) => value === rows[row][i]);
  if (alike(rows[row - 1])) return 0;
  let end = row + 1;
  while (alike(rows[end])) ++end;
  return end - row;
}

// A row for each axis along the top: its title before its values. An axis alone has no room for
// one.
function head_rows(side_columns, top, words) {
  return top.map((axis, place) => {
    const span = span_of(top, place);
    const repeats = top.slice(0, place).reduce((product, one) => product * one.values.length, 1);
    const text = side_columns > 0 ? words.tick : words.label;
    const heads = Array.from({length: repeats}, () =>
      axis.values.map((value) =>
        h('th', {scope: span > 1 ? 'colgroup' : 'col', colspan: span}, text(axis, value)),
      ),
    );
    return h(
      'tr',
      {},
      side_columns > 0 &&
        h('th', {scope: 'row', colspan: side_columns, class: 'axis-title'}, words.title(axis)),
      heads,
    );
  });
}

const kStates = {
  missing: 'not part of the matrix',
  pending: 'not run yet',
  current: 'runs now',
  failed: 'failed',
  invalid: 'not valid',
};

// What a cell shows: {state: 'ok'|'invalid'|'failed'|'pending'|'current'|'missing', text, level or
// word, title: [lines for its tooltip]}
function paint(node, cell) {
  const rgb = cell.state === 'ok' || cell.state === 'invalid' ? cell_colour(cell) : null;
  node.className = `cell ${cell.state}`;
  node.style.setProperty('--fill', rgb ? `rgb(${rgb})` : '');
  node.style.setProperty('--ink-on-fill', rgb && cell.state === 'ok' ? ink_on(rgb) : '');
  set_text(node, cell.text);
  const state = kStates[cell.state];
  node.setAttribute('aria-label', [cell.text, ...cell.title, state].filter(Boolean).join(', '));
}

class Grid {
  constructor(scope, {axes, places, label, words, on_pick}) {
    this.axes = axes;
    this.on_pick = on_pick;
    this.cells = new Map(); // by places, joined: {node, cell, row, column}
    this.grid = [];
    const first = first_column_axis(axes);
    const [side, top] = [axes.slice(0, first), axes.slice(first)];
    this.narrow = innerWidth < kNarrow && side.length > 1;
    this.table = h(
      'table',
      {class: 'heatmap', role: 'grid', 'aria-label': label, 'aria-readonly': 'true'},
      h('thead', {}, head_rows(this.narrow ? 1 : side.length, top, words)),
      h('tbody', {}, this.#rows(side, top, places, words)),
    );
    this.tip = h('div', {class: 'tip', hidden: true, id: new_id('tip'), role: 'tooltip'});
    this.element = h(
      'div',
      {class: 'heatmap-box'},
      h('div', {class: 'scroll'}, this.table),
      this.tip,
    );
    this.#listen();
    scope.defer(() => this.cells.clear());
  }

  // Without the rows in which the matrix has no scenario at all.
  #rows(side, top, places, words) {
    const known = new Set(places.map((one) => one.slice(0, side.length).join()));
    const rows = combinations(side).filter((left) => known.has(left.join()));
    const tops = combinations(top);
    return rows.map((left, row) => {
      const text = (axis, place) => words.label(axis, axis.values[left[place]]);
      const last = side.length - 1;
      const group =
        this.narrow &&
        rows_alike(rows, row, last - 1) > 0 &&
        h(
          'tr',
          {},
          h(
            'th',
            {scope: 'rowgroup', colspan: tops.length + 1},
            side.slice(0, last).map(text).join(', '),
          ),
        );
      const heads = side.map((axis, place) => {
        const span = this.narrow ? Number(place === last) : rows_alike(rows, row, place);
        return (
          span > 0 &&
          h('th', {scope: place < last ? 'rowgroup' : 'row', rowspan: span}, text(axis, place))
        );
      });
      return [group, this.#row(left, tops, row, heads)];
    });
  }

  #row(left, tops, row, heads) {
    this.grid.push([]);
    const nodes = tops.map((right, column) => {
      const node = h('td', {role: 'gridcell', tabindex: row === 0 && column === 0 ? 0 : -1});
      const entry = {
        node,
        cell: {state: 'missing', text: '', title: []},
        row,
        column,
        places: [...left, ...right],
      };
      this.cells.set([...left, ...right].join(), entry);
      this.grid[row].push(entry);
      node.gauntlet_entry = entry;
      paint(node, entry.cell);
      return node;
    });
    return h('tr', {}, heads, nodes);
  }

  #entry(event) {
    return event.target.closest?.('td')?.gauntlet_entry;
  }

  #listen() {
    this.table.addEventListener('click', (event) => this.#pick(this.#entry(event)));
    this.table.addEventListener('mouseover', (event) => this.#show_tip(this.#entry(event)));
    this.table.addEventListener('mouseleave', () => this.#show_tip(null));
    this.table.addEventListener('focusin', (event) => this.#show_tip(this.#entry(event)));
    this.table.addEventListener('focusout', () => this.#show_tip(null));
    this.table.addEventListener('keydown', (event) => this.#key(event));
  }

  #pick(entry) {
    if (entry && entry.cell.state !== 'missing') this.on_pick?.(entry.places, entry.cell);
  }

  #key(event) {
    const entry = this.#entry(event);
    if (!entry) return;
    if (event.key === 'Escape') return this.#show_tip(null);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.#pick(entry);
    }
    const last = this.grid[entry.row].length - 1;
    const steps = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      Home: [0, -last],
      End: [0, last],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const column = Math.max(0, Math.min(last, entry.column + step[1]));
    const next = this.grid[entry.row + step[0]]?.[column];
    if (!next) return;
    entry.node.tabIndex = -1;
    next.node.tabIndex = 0;
    next.node.focus();
  }

  #show_tip(entry) {
    if (!entry || entry.cell.title.length === 0) {
      this.tip.hidden = true;
      return;
    }
    const [name, ...lines] = entry.cell.title;
    const state = kStates[entry.cell.state];
    this.tip.replaceChildren(
      h('strong', {}, name),
      ...[...lines, ...(state ? [state] : [])].map((line) => h('div', {}, line)),
    );
    this.tip.hidden = false;
    const box = this.element.getBoundingClientRect();
    const cell = entry.node.getBoundingClientRect();
    const left = Math.min(cell.left - box.left, box.width - this.tip.offsetWidth);
    this.tip.style.left = `${Math.max(0, left)}px`;
    const above = cell.top - box.top - this.tip.offsetHeight - 6;
    this.tip.style.top = `${cell.top - this.tip.offsetHeight - 6 > 0 ? above : cell.bottom - box.top + 6}px`;
  }

  show(places, cell) {
    const entry = this.cells.get(places.join());
    if (!entry) return;
    entry.cell = cell;
    paint(entry.node, cell);
  }
}

// options: {axes: [{name, values}], places: of all cells that there are, label, words:
// {title(axis), tick(axis, value), label(axis, value)} for its heads, on_pick(places, cell)}.
// {element, show(places, cell)}
export function heatmap(scope, options) {
  return new Grid(scope, options);
}
