// Two tables against each other: the verdict first, then what it rests on, regressions first.

import {h, replace, select} from 'gauntlet/dom';
import {data_table} from 'gauntlet/table';
import {forest_plot} from 'gauntlet/forest';
import {change, count, kNone, percent, plural} from 'gauntlet/format';

const kOrder = [
  'regression',
  'invalid',
  'missing',
  'inconclusive',
  'improvement',
  'equivalent',
  'added',
];
const kMostRows = 50;

const kVerdicts = {
  regression: ['bad', 'A regression'],
  'no regression': ['good', 'No regression'],
  'not judged': ['warning', 'No verdict'],
};

// Of each metric whether more is better, and its unit; tables name them in their columns.
function metric_of(report) {
  return (name) => {
    const column = report.columns.find((one) => one.name === name);
    const unit = column?.unit ?? (name?.endsWith('_s') ? 's' : name?.endsWith('_Bps') ? 'B/s' : '');
    return {
      unit,
      more: column ? column.better === 'more' : name?.endsWith('_Bps') || name === 'requests_per_s',
    };
  };
}

function by_rank(rows) {
  return rows
    .map((row, place) => ({row, place}))
    .sort(
      (a, b) => kOrder.indexOf(a.row.verdict) - kOrder.indexOf(b.row.verdict) || a.place - b.place,
    )
    .map(({row}) => row);
}

// In the plot, rows without an interval come after those that have one, but for regressions.
function for_the_plot(rows) {
  const has_place = ({verdict, change: share}) =>
    verdict === 'regression' || (share ?? null) !== null;
  return [...rows.filter(has_place), ...rows.filter((row) => !has_place(row))];
}

export function verdict_box(report) {
  const {verdict, reasons, counts, warnings, notes} = report.comparison;
  const [level, text] = kVerdicts[verdict] ?? ['info', verdict];
  return h(
    'div',
    {class: `verdict-box ${level}`},
    h('p', {class: 'verdict-word'}, text),
    reasons.length > 0 &&
      h(
        'ul',
        {},
        reasons.map((reason) => h('li', {}, reason)),
      ),
    h(
      'div',
      {class: 'totals'},
      kOrder
        .filter((word) => counts?.[word] > 0)
        .map((word) =>
          h(
            'div',
            {class: 'total'},
            h('span', {class: 'value'}, count(counts[word])),
            h('span', {class: `verdict ${word}`}, word),
          ),
        ),
    ),
    [...warnings, ...notes].map((warning) => h('p', {class: 'note'}, warning)),
  );
}

// Of a share by which a time has grown, as that of a rate where rows are of rates: "50% better".
function worse_or_better(share, of_rates) {
  if (share === null) return kNone;
  const size = Math.abs(of_rates ? 1 / (1 + share) - 1 : share);
  if (size < 0.0005) return '0.0%';
  return `${percent(size, 1)} ${share > 0 ? 'worse' : 'better'}`;
}

function tables_compared(report) {
  const [base, fresh] = [report.tables[0], report.tables.at(-1)];
  const {paired, calibrated, shift, of_rates, min_effect} = report.comparison;
  return h(
    'p',
    {},
    `Base: ${base.file}. New: ${fresh.file}. ` +
      `${paired ? 'Measured turn by turn' : 'Measured one after the other'}, ${calibrated ? 'with' : 'without'} calibration. ` +
      `${shift === null ? 'No row could be compared.' : `The middle row is ${worse_or_better(shift, of_rates)}.`} Changes below ${percent(min_effect)} count for nothing; intervals hold 90%.`,
  );
}

function forest_part(report, open) {
  const {rows, equivalence} = report.comparison;
  const sorted = for_the_plot(by_rank(rows));
  const words = kOrder.filter((word) => rows.some(({verdict}) => verdict === word));
  const box = h('div');
  const show = (word) => {
    const chosen = sorted.filter(({verdict}) => word === 'all' || verdict === word);
    replace(
      box,
      forest_plot({
        rows: chosen.slice(0, kMostRows),
        caption: 'Changes with their 90% intervals',
        bounds: Math.log1p(equivalence),
        metric: metric_of(report),
        open: (row) => {
          const cell = report.cell_named(row.row);
          return cell
            ? h('button', {type: 'button', class: 'link', onclick: () => open(cell)}, row.row)
            : row.row;
        },
      }),
      chosen.length > kMostRows &&
        h('p', {class: 'note'}, `${chosen.length - kMostRows} more rows are in the table below.`),
    );
  };
  show('all');
  return [
    h(
      'div',
      {class: 'tools no-print'},
      select('Verdict', [['all', 'all'], ...words.map((word) => [word, word])], 'all', show),
    ),
    box,
    h(
      'p',
      {class: 'note'},
      `The shaded band is ±${percent(equivalence)}: a change whose whole interval lies within it is none.`,
    ),
  ];
}

function slices_table(slices, of_rates) {
  const share = (name, title, part) => ({
    name,
    title,
    numeric: true,
    value: (slice) => slice[part].change,
    show: (slice) =>
      h(
        'div',
        {},
        worse_or_better(slice[part].change, of_rates),
        h(
          'div',
          {class: 'note'},
          `${worse_or_better(slice[part].low, of_rates)} to ${worse_or_better(slice[part].high, of_rates)}`,
        ),
      ),
  });
  return data_table({
    caption: 'Changes of all rows with one value',
    name: 'slices',
    rows: slices,
    columns: [
      {
        name: 'verdict',
        title: 'Verdict',
        value: ({verdict}) => verdict,
        show: ({verdict}) => h('span', {class: `verdict ${verdict}`}, verdict),
      },
      {name: 'slice', title: 'Slice', value: ({slice}) => slice},
      {name: 'rows', title: 'Rows', numeric: true, value: ({rows}) => rows},
      share('own', 'Its change', 'own'),
      share('tested', 'Against the rest', 'tested'),
      {
        name: 'p_worse',
        title: 'p (worse)',
        numeric: true,
        value: ({p_worse}) => p_worse,
        show: ({p_worse}) => p_worse?.toPrecision(2) ?? kNone,
      },
      {name: 'explained_by', title: 'Explained by', value: ({explained_by}) => explained_by},
    ],
  }).element;
}

function rows_table(report) {
  const number = (name, title, value, show) => ({name, title, numeric: true, value, show});
  const share = (name, title) =>
    number(
      name,
      title,
      (row) => row[name] ?? null,
      (row) => change(row[name]),
    );
  const probability = (name) =>
    number(
      name,
      name,
      (row) => row[name] ?? null,
      (row) => row[name]?.toPrecision(2) ?? kNone,
    );
  return data_table({
    caption: 'All compared rows',
    name: 'comparison',
    rows: by_rank(report.comparison.rows),
    columns: [
      {
        name: 'verdict',
        title: 'Verdict',
        value: ({verdict}) => verdict,
        show: ({verdict}) => h('span', {class: `verdict ${verdict}`}, verdict),
      },
      {name: 'row', title: 'Scenario', value: ({row}) => row},
      {name: 'metric', title: 'Metric', value: ({metric}) => metric},
      share('change', 'Change'),
      share('low', 'Low'),
      share('high', 'High'),
      probability('p'),
      probability('q'),
      number(
        'detectable',
        'Detects',
        (row) => row.detectable ?? null,
        (row) => percent(row.detectable),
      ),
      number('passes_needed', 'Passes needed', (row) => row.passes_needed ?? null),
      number(
        'base_passes',
        'Base passes',
        ({base}) => base?.used ?? null,
        ({base}) => `${base?.used ?? 0} of ${base?.passes ?? 0}`,
      ),
      number(
        'new_passes',
        'New passes',
        (row) => row.new?.used ?? null,
        (row) => `${row.new?.used ?? 0} of ${row.new?.passes ?? 0}`,
      ),
      {name: 'reason', title: 'Reason', value: ({reason}) => reason},
    ],
  }).element;
}

// [title, content] of each section of a comparison, in order. open(cell) shows a scenario of the
// new table.
export function comparison_sections(report, open) {
  const {rows, slices} = report.comparison;
  return [
    ['Verdict', [verdict_box(report), tables_compared(report)]],
    ['Changes', forest_part(report, open)],
    slices.length > 0 && ['Slices', slices_table(slices, report.comparison.of_rates)],
    [
      'Compared rows',
      [
        h('p', {class: 'section-note'}, plural(rows.length, 'row')),
        h('div', {class: 'long-table'}, rows_table(report)),
      ],
    ],
  ].filter(Boolean);
}
