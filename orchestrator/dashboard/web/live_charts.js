// The last five minutes, a sample a second.

import {h} from 'gauntlet/dom';
import {time_chart} from 'gauntlet/time_chart';
import {byte_rate, digits, request_rate, seconds} from 'gauntlet/format';

const kSpan = 300;

const kCharts = [
  {title: 'Active clients', format: digits, series: [['active_clients', 'clients']]},
  {title: 'Requests', format: request_rate, series: [['requests_per_s', 'requests/s']]},
  {title: 'Throughput', format: byte_rate, binary: true, series: [['bytes_per_s', 'bytes/s']]},
  {
    title: 'Response time',
    format: seconds,
    series: [
      ['p50_s', 'p50'],
      ['p99_s', 'p99'],
    ],
  },
  {
    title: 'CPU (cores)',
    format: (value) => (value === null ? '–' : digits(Math.round(value * 100) / 100)),
    series: [
      ['server_cpu', 'server'],
      ['client_cpu', 'clients'],
    ],
  },
];

export class LiveCharts {
  constructor(scope, state) {
    this.state = state;
    this.charts = kCharts.map(({title, format, binary, series}) => ({
      names: series.map(([name]) => name),
      chart: time_chart(scope, {
        title,
        span: kSpan,
        height: 150,
        label: `${title} over the last five minutes, ${series.map(([, name]) => name).join(' and ')}`,
        y: {format, binary},
        series: series.map(([, name], place) => ({name, place, dash: place})),
      }),
    }));
    this.element = h(
      'section',
      {},
      h('h2', {}, 'The last five minutes'),
      h(
        'div',
        {class: 'time-charts'},
        this.charts.map(({chart}) => chart.element),
      ),
    );
  }

  paint() {
    const {series} = this.state;
    for (const {names, chart} of this.charts)
      chart.show(
        series.t,
        names.map((name) => series[name]),
      );
  }
}
