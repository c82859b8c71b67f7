// One cell of the matrix: its figures, how its response times are distributed, what limited it, and
// what each pass said.

import {h, select, toggle} from 'gauntlet/dom';
import {Choices, remade} from 'gauntlet/choices';
import {legend} from 'gauntlet/charts';
import {figures_as_table} from 'gauntlet/chart_frame';
import {in_unit, plural, seconds} from 'gauntlet/format';
import {kFigures, title_of_figure, unit_of} from 'gauntlet/report_document';
import {percentile_chart, share_text} from 'gauntlet/percentiles';

const kMostCurves = 8;

export function definitions(pairs) {
  return h(
    'dl',
    {class: 'definitions'},
    pairs
      .filter(Boolean)
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

function with_range(cell, figure) {
  const {middle, low, high} = cell[figure.key];
  const show = (value) => in_unit(value, unit_of(figure, cell));
  return [show(middle), low !== high && h('div', {class: 'note'}, `${show(low)} to ${show(high)}`)];
}

function figures_of(cell) {
  return definitions(
    kFigures
      .filter(({key}) => cell[key])
      .filter(({key}) => key !== 'requests_per_s' || cell.rate_unit !== 'requests/s')
      .map((figure) => [title_of_figure(figure, cell), with_range(cell, figure)]),
  );
}

function belief(report, cell) {
  const meaning = (kind, word) => report.words?.[kind]?.[word];
  const said = (kind, word) =>
    h('span', {}, h('strong', {}, word), meaning(kind, word) && `: ${meaning(kind, word)}`);
  return definitions([
    ['Limited by', cell.limited_by ? said('limited_by', cell.limited_by) : 'not judged'],
    [
      'To be believed',
      cell.failed === cell.rows.length
        ? 'no: every pass failed'
        : cell.valid
          ? cell.invalid > 0
            ? `yes, by ${cell.used.length} of ${cell.rows.length} passes`
            : 'yes'
          : 'no: no pass is valid',
    ],
    cell.doubt.length > 0 && [
      'Doubt',
      h(
        'ul',
        {class: 'bare'},
        cell.doubt.map((word) => h('li', {}, said('doubt', word))),
      ),
    ],
    cell.failed > 0 && [
      'Failed',
      `${plural(cell.failed, 'pass', 'passes')} of ${cell.rows.length}: ${cell.status.join(', ')}`,
    ],
  ]);
}

const kPassColumns = [
  'pass',
  'status',
  'valid',
  'aggregate_Bps',
  'requests_per_s',
  'p50_s',
  'p99_s',
  'limited_by',
  'doubt',
  'note',
];

function passes(report, cell) {
  const columns = kPassColumns
    .map((name) => report.columns.find((column) => column.name === name))
    .filter(Boolean);
  const text = (row, {name, unit}) => {
    const value = report.value(row, name);
    return typeof value === 'number' && name !== 'pass' ? in_unit(value, unit) : (value ?? '–');
  };
  const number = ({name}) => /_s$|_Bps$|^pass$/.test(name);
  return h(
    'div',
    {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Passes of the scenario'},
    h(
      'table',
      {class: 'data'},
      h('caption', {class: 'hidden-text'}, 'Passes of the scenario'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((column) =>
            h('th', {scope: 'col', class: number(column) && 'number'}, column.name),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        cell.rows.map((row) =>
          h(
            'tr',
            {},
            columns.map((column) =>
              h(
                'td',
                {class: number(column) ? 'number' : column.name === 'note' ? 'prose' : null},
                text(row, column),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

// The cells that differ from this one in the value of one axis only, this one first.
function beside(report, cell, axis) {
  if (axis === 'none') return [cell];
  const others = report.cells.filter(
    (other) =>
      other !== cell && other.places.every((place, i) => i === axis || place === cell.places[i]),
  );
  return [cell, ...others];
}

function curves_of(report, cell, axis) {
  return beside(report, cell, axis)
    .map((one) => ({one, curve: report.curve_of(one)}))
    .filter(({curve}) => curve)
    .slice(0, kMostCurves)
    .map(({one, curve}) => ({
      curve,
      name: axis === 'none' ? one.name : report.axes[axis].labels[one.places[axis]],
    }));
}

function distribution(scope, report, cell) {
  if (!report.curve_of(cell))
    return h('p', {class: 'empty'}, 'No percentiles were kept of this scenario.');
  const choices = new Choices({axis: 'none', log: false});
  const axes = report.axes.map((axis, place) => [place, report.title_of(axis)]);
  return [
    h(
      'div',
      {class: 'tools no-print'},
      select('Compare along', [['none', 'nothing'], ...axes], choices.axis, (axis) =>
        choices.change({axis: axis === 'none' ? axis : Number(axis)}),
      ),
      toggle('Log scale', choices.log, (log) => choices.change({log})),
    ),
    remade(scope, choices, ['axis', 'log'], (inner) => {
      const curves = curves_of(report, cell, choices.axis);
      const first = curves[0].curve;
      return [
        legend(
          curves.map(({name}, place) => ({name, place, dash: 0})),
          first.from === 'columns' &&
            'Of the percentiles in the table: its histograms are not here.',
        ),
        percentile_chart(inner, curves, choices.log).element,
        figures_as_table(
          'Percentiles',
          ['Share of the requests', ...curves.map(({name}) => name)],
          () =>
            first.points.map(([share, time], i) => [
              share >= 1 ? 'all' : share_text(share),
              seconds(time),
              ...curves.slice(1).map(({curve}) => time_at(curve, share, i)),
            ]),
        ),
      ];
    }),
  ];
}

// The time of the first point of a curve at or beyond a share.
function time_at(curve, share) {
  const point = curve.points.find(([at]) => at >= share - 1e-9);
  return seconds(point ? point[1] : null);
}

// Everything about one cell. more: what the page adds below its head, such as links.
export function scenario_view(scope, report, cell, more) {
  return h(
    'div',
    {class: 'scenario'},
    h('h3', {}, cell.name),
    cell.scenario && h('p', {class: 'id'}, cell.scenario),
    more,
    h(
      'div',
      {class: 'two'},
      h('div', {}, figures_of(cell), belief(report, cell)),
      h('div', {}, h('h4', {}, 'Response times'), distribution(scope, report, cell)),
    ),
    h('h4', {}, 'Passes'),
    passes(report, cell),
  );
}
