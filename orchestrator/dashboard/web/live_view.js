// What goes on now: how far the run is, its matrix filling, the last five minutes, and the last
// requests.

import {h, replace} from 'gauntlet/dom';
import {clock, seconds} from 'gauntlet/format';
import {Cards} from 'gauntlet/cards';
import {LiveCharts} from 'gauntlet/live_charts';
import {LiveMatrix} from 'gauntlet/live_matrix';
import {Progress} from 'gauntlet/progress_view';

const kMostRecent = 10;

function recent_row(request) {
  const cells = request
    ? [
        String(request.client),
        h('span', {class: 'path', title: request.path}, request.path),
        seconds(request.time_s),
        request.status,
        clock(request.at),
      ]
    : [' ', '', '', '', ''];
  const classes = ['number', 'path-cell', 'number', 'status', 'number'];
  return h(
    'tr',
    {class: request ? (request.ok ? 'request-ok' : 'request-failed') : null},
    cells.map((content, place) => h('td', {class: classes[place]}, content)),
  );
}

class Recent {
  constructor() {
    this.body = h('tbody');
    const heads = [
      ['Client', 'number'],
      ['Path', ''],
      ['Time', 'number'],
      ['Status', ''],
      ['At', 'number'],
    ];
    this.element = h(
      'section',
      {class: 'recent'},
      h('h2', {}, 'The last 10 requests'),
      h(
        'div',
        {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The last 10 requests'},
        h(
          'table',
          {class: 'data'},
          h('caption', {class: 'hidden-text'}, 'The last 10 requests'),
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              heads.map(([text, kind]) => h('th', {scope: 'col', class: kind}, text)),
            ),
          ),
          this.body,
        ),
      ),
    );
  }
  // Always ten lines, so that nothing below moves.
  paint({recent}) {
    replace(
      this.body,
      Array.from({length: kMostRecent}, (_, place) => recent_row(recent[place])),
    );
  }
}

class Messages {
  constructor() {
    this.text = h('pre', {tabindex: 0, 'aria-label': 'Messages of the run', class: 'messages'});
    this.element = h('section', {}, h('h2', {}, 'Messages'), this.text);
  }
  paint({messages}) {
    const at_end = this.text.scrollTop + this.text.clientHeight >= this.text.scrollHeight - 4;
    this.text.textContent = messages.length > 0 ? messages.join('\n') : 'None.';
    if (at_end) this.text.scrollTop = this.text.scrollHeight;
  }
}

function scenario_address(state, scenario) {
  const table = state.run?.table?.replace(/\.csv$/, '');
  // Of a live comparison it is the table of the new side.
  const row = state.rows_of(scenario).findLast(({side}) => side !== 'base');
  if (!table || !row) return null;
  return `#/runs/${encodeURIComponent(table)}/scenario?id=${encodeURIComponent(row.scenario)}&pass=${row.pass}`;
}

// app: {state, about, on_change(scope, listener(changed))}
export function live_view(scope, app) {
  const {state, about} = app;
  const progress = new Progress(state, about);
  const cards = new Cards(about);
  const charts = new LiveCharts(scope, state);
  const recent = new Recent();
  const messages = new Messages();
  const matrix = new LiveMatrix(scope, state, (scenario) => {
    const address = scenario_address(state, scenario);
    if (address) location.hash = address;
  });
  // The matrix is painted at most four times a second, however fast rows come.
  let matrix_is_old = false;
  scope.every(250, () => {
    if (matrix_is_old && !document.hidden) {
      matrix.paint();
      matrix_is_old = false;
    }
  });
  const paint = (changed) => {
    if (changed.includes('run')) matrix.begin();
    if (changed.includes('rows') || changed.includes('current')) matrix_is_old = true;
    if (changed.some((what) => ['phase', 'run', 'rows', 'current'].includes(what)))
      progress.paint();
    if (changed.includes('messages')) messages.paint(state);
    if (changed.some((what) => ['phase', 'seconds', 'metrics'].includes(what))) cards.paint(state);
    if (!changed.includes('seconds') || document.hidden) return;
    progress.paint_facts();
    charts.paint();
    recent.paint(state);
  };
  const all = ['phase', 'run', 'rows', 'seconds', 'messages'];
  app.on_change(scope, paint);
  scope.on(document, 'visibilitychange', () => !document.hidden && paint(all));
  paint(all);
  return h(
    'div',
    {class: 'live'},
    progress.element,
    cards.element,
    charts.element,
    h('div', {class: 'live-two'}, matrix.element, recent.element),
    messages.element,
  );
}
