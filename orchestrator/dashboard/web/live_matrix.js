// The matrix of the run that goes on: it fills as rows arrive.

import {h, replace, Scope, select} from 'gauntlet/dom';
import {heatmap} from 'gauntlet/heatmap';
import {level_legend, levels, limit_legend} from 'gauntlet/shades';
import {byte_rate, request_rate, seconds, volume} from 'gauntlet/format';

// Operations whose bytes say little: their rate is that of their requests.
const kByRequests = new Set(['list', 'search', 'delete', 'top']);

const kChoices = [
  ['rate', 'Rate'],
  ['requests_per_s', 'Requests/s'],
  ['p50_s', 'Median response time (p50)'],
  ['p99_s', '99th percentile (p99)'],
  ['limited_by', 'What limited it'],
];

function median(values) {
  const sorted = values
    .filter((value) => value !== null && value !== undefined)
    .sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function most_frequent(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

// What a scenario's rows say: of those that did not fail, the valid ones where there are any.
function judge(rows) {
  const ok = rows.filter(({status}) => status === 'ok');
  const valid = ok.filter((row) => row.valid !== 'no');
  return {used: valid.length > 0 ? valid : ok, valid: valid.length > 0, failed: ok.length === 0};
}

function rate_of(row) {
  return row.aggregate_Bps === null || row.aggregate_Bps === undefined
    ? {value: row.requests_per_s, show: request_rate}
    : {value: row.aggregate_Bps, show: byte_rate};
}

// The rows that a cell shows: of a live comparison those of one side; of a search, where each has a
// load of its own, the last one.
function shown_rows(rows, {command}, side) {
  if (command === 'ab') return rows.filter((row) => row.side === side);
  return command === 'capacity' ? rows.slice(-1) : rows;
}

function row_line(row) {
  const {value, show} = rate_of(row);
  const figures = [
    `${show(value)}`,
    row.p50_s !== null && `p50 ${seconds(row.p50_s)}`,
    row.p99_s !== null && `p99 ${seconds(row.p99_s)}`,
    row.limited_by && `limited by ${row.limited_by}`,
    row.doubt && `doubt: ${row.doubt}`,
  ];
  const what =
    row.status === 'ok' ? figures.filter(Boolean).join(', ') : `${row.status}: ${row.note}`;
  const run = row.scenario === row.planned ? '' : `${row.scenario}, `;
  return `${run}pass ${row.pass}${row.side ? ` (${row.side})` : ''}: ${what}`;
}

// Axes of a run that names none, or more combinations than anyone can look at: the scenarios alone.
function axes_of(run) {
  const size = run.axes.reduce((product, {values}) => product * values.length, 1);
  if (run.axes.length > 0 && size <= 20000 && run.places?.length === run.scenarios.length)
    return {axes: run.axes, places: run.places};
  return {
    axes: [{name: 'scenario', values: run.scenarios}],
    places: run.scenarios.map((_, place) => [place]),
  };
}

const kHeads = {
  client_pool: (value) => `${value} client${value === '1' ? '' : 's'}`,
  server_pool: (value) => `${value} worker${value === '1' ? '' : 's'}`,
  volume,
};
const kTitles = {client_pool: 'clients', server_pool: 'workers'};
const kPlain = new Set(['operation', 'mode', 'server', 'scenario']);

function label(axis, value) {
  if (kHeads[axis.name]) return kHeads[axis.name](value);
  return kPlain.has(axis.name) ? value : `${axis.name.replaceAll('_', ' ')} ${value}`;
}

export class LiveMatrix {
  #inner = new Scope();
  constructor(scope, state, on_open) {
    Object.assign(this, {state, on_open, figure: 'rate', side: 'new'});
    this.box = h('div', {class: 'matrix-box'});
    this.legend = h('div');
    this.note = h('p', {class: 'note', hidden: true}, 'A cell shows the last load that was tried.');
    this.sides = select(
      'Side',
      [
        ['new', 'New'],
        ['base', 'Base'],
      ],
      this.side,
      (side) => {
        this.side = side;
        this.paint();
      },
    );
    this.sides.hidden = true;
    this.element = h(
      'section',
      {class: 'live-matrix'},
      h('h2', {}, 'Matrix'),
      h(
        'div',
        {class: 'tools'},
        select('Show', kChoices, this.figure, (figure) => {
          this.figure = figure;
          this.paint();
        }),
        this.sides,
        this.legend,
      ),
      this.note,
      this.box,
    );
    scope.defer(() => this.#inner.close());
  }

  // A new run has another matrix.
  begin() {
    this.#inner.close();
    this.#inner = new Scope();
    const {run} = this.state;
    this.map = null;
    this.sides.hidden = run?.command !== 'ab';
    this.note.hidden = run?.command !== 'capacity';
    if (!run || run.scenarios.length === 0)
      return replace(this.box, h('p', {class: 'empty'}, 'No run yet.'));
    const {axes, places} = axes_of(run);
    this.places = places;
    this.operation = axes.findIndex(({name}) => name === 'operation');
    this.axes = axes;
    this.map = heatmap(this.#inner, {
      axes,
      places,
      words: {
        title: ({name}) => kTitles[name] ?? name.replaceAll('_', ' '),
        tick: ({name}, value) => (name === 'volume' ? volume(value) : value),
        label,
      },
      label: 'All scenarios of the run. Arrow keys move, Enter shows a scenario.',
      on_pick: (_, cell) => this.on_open(cell.scenario),
    });
    replace(this.box, this.map.element);
    this.paint();
  }

  #figure(scenario, place, used) {
    if (this.figure === 'limited_by')
      return {text: most_frequent(used.map((row) => row.limited_by)), value: null};
    const operation =
      this.operation < 0
        ? ''
        : this.axes[this.operation].values[this.places[place][this.operation]];
    const by_requests =
      this.figure === 'requests_per_s' ||
      kByRequests.has(operation) ||
      used.every((row) => row.aggregate_Bps === null);
    const [key, show] =
      this.figure === 'rate'
        ? by_requests
          ? ['requests_per_s', request_rate]
          : ['aggregate_Bps', byte_rate]
        : [this.figure, this.figure === 'requests_per_s' ? request_rate : seconds];
    const value = median(used.map((row) => row[key]));
    return {value, text: value === null ? '' : show(value), group: `${operation} ${key}`};
  }

  paint() {
    if (!this.map) return;
    const {run} = this.state;
    const cells = run.scenarios.map((scenario, place) => {
      const rows = this.state.rows_of(scenario);
      const title = [scenario, ...rows.map(row_line)];
      const current = run.current?.planned === scenario;
      const shown = shown_rows(rows, run, this.side);
      if (shown.length === 0)
        return {
          scenario,
          title,
          state: current ? 'current' : 'pending',
          text: current ? 'runs' : '',
        };
      const {used, valid, failed} = judge(shown);
      if (failed) return {scenario, title, state: current ? 'current' : 'failed', text: 'failed'};
      return {
        scenario,
        title,
        state: current ? 'current' : valid ? 'ok' : 'invalid',
        ...this.#figure(scenario, place, used),
      };
    });
    const shades = levels(
      cells.map(({state, value, group}) => ({value: state === 'ok' ? value : null, group})),
      !this.figure.endsWith('_s') || this.figure === 'requests_per_s',
    );
    cells.forEach((cell, place) =>
      this.map.show(this.places[place], {
        ...cell,
        ...(this.figure === 'limited_by' ? {word: cell.text} : {level: shades[place]}),
      }),
    );
    replace(
      this.legend,
      this.figure === 'limited_by'
        ? limit_legend([
            ...new Set(
              cells
                .filter(({state}) => state === 'ok')
                .map(({text}) => text)
                .filter(Boolean),
            ),
          ])
        : level_legend(),
    );
  }
}
