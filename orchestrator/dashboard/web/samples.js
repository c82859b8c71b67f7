// What was sampled while a scenario ran: CPU and memory over its time.

import {h} from 'gauntlet/dom';
import {legend, point_chart} from 'gauntlet/charts';
import {bytes, digits, seconds} from 'gauntlet/format';

const cores = (value) => `${digits(value)} cores`;

// CPU time used by all threads of a program at each sample, in seconds; null where none is known.
function cpu_of_threads(threads, rows) {
  return rows.map((_, row) => {
    const known = Object.values(threads ?? {})
      .map((times) => times[row])
      .filter(Boolean);
    return known.length === 0 ? null : known.reduce((sum, [cpu]) => sum + cpu, 0);
  });
}

// How fast a counter grew between samples.
function growth(times, values) {
  const points = [];
  for (let i = 1; i < times.length; ++i) {
    const [step, grown] = [times[i] - times[i - 1], values[i] - values[i - 1]];
    if (step > 0 && values[i] !== null && values[i - 1] !== null && grown >= 0)
      points.push([times[i], grown / step]);
  }
  return points;
}

function chart_of(scope, title, lines, format, binary) {
  const series = lines
    .filter(([, points]) => points.length > 0)
    .map(([name, points], place) => ({
      name,
      place,
      dash: 0,
      marks: points.length < 40,
      points: points.map(([x, y]) => ({x, y, texts: [`${format(y)} at ${seconds(x)}`]})),
    }));
  if (series.length === 0) return null;
  const chart = point_chart(scope, {
    label: `${title} over the time of the scenario`,
    height: 220,
    x: {format: seconds, title: 'since the first sample', log: false},
    y: {format, binary, log: false},
    series,
  });
  return h('figure', {class: 'panel'}, h('figcaption', {}, title), legend(series), chart.element);
}

export function samples_section(scope, {columns, rows, server_threads, client_threads}) {
  const column = (name) => {
    const place = columns.indexOf(name);
    return place < 0 ? rows.map(() => null) : rows.map((row) => row[place]);
  };
  const times = column('t_s');
  const at_times = (values) =>
    values.flatMap((value, i) => (value === null ? [] : [[times[i], value]]));
  const cpu = (name, threads) => {
    const whole = column(name);
    return growth(
      times,
      whole.some((value) => value !== null && value > 0) && whole.every((value) => value !== null)
        ? whole
        : cpu_of_threads(threads, rows),
    );
  };
  return h(
    'section',
    {},
    h('h2', {}, 'Samples'),
    h(
      'div',
      {class: 'panels'},
      chart_of(
        scope,
        'CPU',
        [
          ['server', cpu('server_cpu_s', server_threads)],
          ['clients', cpu('client_cpu_s', client_threads)],
          ['host, all', growth(times, column('host_busy_s'))],
        ],
        cores,
      ),
      chart_of(
        scope,
        'Memory',
        [
          ['server', at_times(column('server_resident_bytes'))],
          ['clients', at_times(column('client_resident_bytes'))],
        ],
        bytes,
        true,
      ),
    ),
  );
}
