// Statistics for each value of each axis, and the whole table.

import {h} from 'gauntlet/dom';
import {data_table} from 'gauntlet/table';
import {count, in_unit, kNone} from 'gauntlet/format';

function figure_cells(summary, key, unit) {
  const value = summary[key];
  if (!value) return kNone;
  const range =
    value.low === value.high ? '' : `${in_unit(value.low, unit)} to ${in_unit(value.high, unit)}`;
  return [in_unit(value.middle, unit), range && h('div', {class: 'note'}, range)];
}

// Medians of the cells' medians, with the lowest and highest of them, of valid cells only.
export function axis_statistics(report) {
  const figures = [
    ['Rate', 'rate', (one) => one.rate_unit],
    ['p50', 'p50_s', () => 's'],
    ['p99', 'p99_s', () => 's'],
  ];
  const columns = [
    {name: 'axis', title: 'Axis', value: ({axis}) => report.title_of(report.axes[axis])},
    {name: 'value', title: 'Value', value: ({axis, place}) => report.axes[axis].ticks[place]},
    {name: 'operation', title: 'Operation', value: ({operation}) => operation},
    {
      name: 'valid_cells',
      title: 'Valid cells',
      numeric: true,
      value: ({valid}) => valid,
      show: ({valid, cells}) => `${count(valid)} of ${count(cells)}`,
    },
    ...figures.map(([title, key, unit]) => ({
      name: key,
      title,
      numeric: true,
      value: (one) => one[key]?.middle ?? null,
      show: (one) => h('div', {}, figure_cells(one, key, unit(one))),
    })),
  ];
  return data_table({
    caption: 'Statistics by axis',
    name: `${report.reported.name ?? report.title}_by_axis`,
    columns,
    rows: report.summaries.filter(
      ({axis}) => report.axes[axis].name !== 'operation' || report.axes.length === 1,
    ),
  }).element;
}

const kKeyColumns = [
  'scenario',
  'pass',
  'operation',
  'volume',
  'client_pool',
  'server_pool',
  'mode',
  'status',
  'valid',
  'aggregate_Bps',
  'requests_per_s',
  'p50_s',
  'p99_s',
  'fail',
  'limited_by',
  'doubt',
  'note',
];

function row_class(report) {
  return (row) => {
    if ((report.value(row, 'status') ?? 'ok') !== 'ok') return 'failed-row';
    return report.value(row, 'valid') === 'no' ? 'invalid-row' : null;
  };
}

export function whole_table(report) {
  const columns = report.columns.map(({name, unit, meaning}) => {
    const numeric = report.rows.some((_, row) => typeof report.value(row, name) === 'number');
    return {
      name,
      numeric,
      meaning: unit ? `${meaning} (${unit})` : meaning,
      value: (row) => report.value(row, name),
      show: (row) => {
        const value = report.value(row, name);
        if (value === null) return kNone;
        return typeof value === 'number' && ['s', 'B', 'B/s', 'requests/s'].includes(unit)
          ? in_unit(value, unit)
          : String(value);
      },
    };
  });
  return data_table({
    caption: 'All rows',
    name: report.reported.name ?? report.title,
    columns,
    key_columns: kKeyColumns,
    rows: report.rows.map((_, row) => row),
    row_class: row_class(report),
  }).element;
}
