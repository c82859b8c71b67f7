// A table that can be sorted, filtered and saved. It shows a page of rows at a time, so that
// thousands of them cost no more than a hundred.

import {csv, count} from 'gauntlet/format';
import {download, h, replace, set_text, toggle} from 'gauntlet/dom';

const kPage = 100;
const kCut = 60; // letters that a cell surely has room for

// Numbers before texts, what is missing last whichever way it is sorted.
function compare(a, b, falling) {
  const missing = (value) => value === null || value === undefined || value === '';
  if (missing(a) || missing(b)) return missing(a) - missing(b);
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), 'en', {numeric: true});
  return falling ? -order : order;
}

// Every word has to stand somewhere in the row; name=value in the column of that name.
function matcher(text, columns) {
  const tests = text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const [name, value] = word.split('=', 2);
      const place =
        value === undefined
          ? -1
          : columns.findIndex((column) => column.name.toLowerCase() === name);
      if (place >= 0) return (cells) => cells[place] === value;
      return (cells) => cells.some((cell) => cell.includes(word));
    });
  return (cells) => tests.every((test) => test(cells));
}

// Long texts are cut; the pointer shows them whole.
function table_cell({show, value, numeric}, row) {
  const shown = show ? show(row) : (value(row) ?? '–');
  const title = typeof shown === 'string' && shown.length > kCut ? shown : null;
  return h('td', {class: numeric ? 'number' : null, title}, shown);
}

class Table {
  constructor(options) {
    Object.assign(this, {name: 'table', rows: [], key_columns: null, ...options});
    this.all = this.key_columns === null;
    this.sorted_by = options.sorted_by ?? null; // {column: place, falling}
    this.page = 0;
    this.filter = '';
    this.count = h('span', {class: 'table-count', role: 'status'});
    this.body = h('tbody');
    this.head = h('tr');
    this.pager = h('div', {class: 'pager'});
    const table = h(
      'table',
      {class: 'data'},
      h('caption', {class: 'hidden-text'}, this.caption),
      h('thead', {}, this.head),
      this.body,
    );
    this.element = h(
      'div',
      {class: 'table-view'},
      this.#tools(),
      h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': this.caption}, table),
      this.pager,
    );
    this.#head();
    this.show();
  }

  #tools() {
    const search = h('input', {
      type: 'search',
      placeholder: 'words, or column=value',
      oninput: () => {
        this.filter = search.value;
        this.page = 0;
        this.show();
      },
    });
    const save = h('button', {type: 'button', onclick: () => this.#save()}, 'Save as CSV');
    const all =
      this.key_columns !== null &&
      toggle('All columns', false, (now) => {
        this.all = now;
        this.#head();
        this.show();
      });
    return h(
      'div',
      {class: 'tools no-print'},
      h('label', {class: 'field'}, h('span', {}, 'Filter'), search),
      all,
      save,
      this.count,
    );
  }

  #columns() {
    const columns = this.columns.map((column, place) => ({...column, place}));
    if (this.all) return columns;
    return this.key_columns.flatMap((name) => columns.filter((column) => column.name === name));
  }

  #head() {
    replace(
      this.head,
      this.#columns().map(({title, name, place, meaning, numeric}) => {
        const sorted = this.sorted_by?.column === place;
        return h(
          'th',
          {
            scope: 'col',
            class: numeric ? 'number' : null,
            'aria-sort': sorted ? (this.sorted_by.falling ? 'descending' : 'ascending') : null,
          },
          h(
            'button',
            {
              type: 'button',
              class: 'sort',
              title: meaning || null,
              onclick: () => this.#sort(place),
            },
            title ?? name,
          ),
        );
      }),
    );
  }

  #sort(place) {
    const again = this.sorted_by?.column === place;
    this.sorted_by = {column: place, falling: again ? !this.sorted_by.falling : false};
    const focused = [...this.head.children].findIndex((cell) =>
      cell.contains(document.activeElement),
    );
    this.#head();
    this.head.children[focused]?.querySelector('button').focus();
    this.page = 0;
    this.show();
  }

  #chosen() {
    const matches = matcher(this.filter, this.columns);
    const value = (column, row) => column.value(row);
    const chosen =
      this.filter === ''
        ? [...this.rows]
        : this.rows.filter((row) =>
            matches(this.columns.map((column) => String(value(column, row) ?? '').toLowerCase())),
          );
    if (this.sorted_by === null) return chosen;
    const column = this.columns[this.sorted_by.column];
    return chosen.sort((a, b) =>
      compare(value(column, a), value(column, b), this.sorted_by.falling),
    );
  }

  #save() {
    const rows = this.#chosen().map((row) => this.columns.map((column) => column.value(row)));
    download(
      `${this.name}.csv`,
      'text/csv',
      csv(
        this.columns.map(({name}) => name),
        rows,
      ),
    );
  }

  #pages(chosen) {
    const pages = Math.ceil(chosen / kPage);
    const step = (text, by) =>
      h(
        'button',
        {
          type: 'button',
          disabled: this.page + by < 0 || this.page + by >= pages,
          onclick: () => {
            this.page += by;
            this.show();
          },
        },
        text,
      );
    replace(
      this.pager,
      pages > 1 && [
        step('Previous', -1),
        h('span', {}, `Page ${this.page + 1} of ${pages}`),
        step('Next', 1),
      ],
    );
  }

  show() {
    const chosen = this.#chosen();
    this.page = Math.max(0, Math.min(this.page, Math.ceil(chosen.length / kPage) - 1));
    const columns = this.#columns();
    const rows = chosen.slice(this.page * kPage, (this.page + 1) * kPage);
    replace(
      this.body,
      rows.map((row) =>
        h(
          'tr',
          {class: this.row_class?.(row)},
          columns.map((column) => table_cell(column, row)),
        ),
      ),
    );
    const all = this.rows.length;
    set_text(
      this.count,
      chosen.length === all
        ? `${count(all)} rows`
        : `${count(chosen.length)} of ${count(all)} rows`,
    );
    this.#pages(chosen.length);
  }

  set_rows(rows) {
    this.rows = rows;
    this.show();
  }
}

// options: {caption, name (of the saved file), rows,
//   columns: [{name, title, meaning, numeric, value(row): what is sorted, filtered and saved;
//              show(row): a text or a node}],
//   key_columns: names of those shown at first (all when absent), sorted_by: {column, falling},
//   row_class(row)}. {element, set_rows(rows)}
export function data_table(options) {
  return new Table(options);
}
