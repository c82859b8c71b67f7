// One row of a run of the past: its figures, how long its requests took, how it went over its time,
// what limited it, what TCP did, and what its programs logged.

import {details, h} from 'gauntlet/dom';
import {point_chart} from 'gauntlet/charts';
import {byte_rate, bytes, count, digits, request_rate, seconds} from 'gauntlet/format';
import {percentile_chart} from 'gauntlet/percentiles';
import {definitions} from 'gauntlet/scenario_view';
import {samples_section} from 'gauntlet/samples';
import {get, run_path} from 'gauntlet/api';

function section(title, ...content) {
  return h('section', {}, h('h2', {}, title), content);
}

function empty(text) {
  return h('p', {class: 'empty'}, text);
}

function figures(row) {
  return definitions([
    ['Status', row.status || 'unknown'],
    ['Requests', count(row.requests)],
    ['Failed requests', count(row.failed_requests)],
    ['Bytes', bytes(row.bytes)],
    ['Rate', byte_rate(row.aggregate_Bps)],
    ['Requests/s', request_rate(row.requests_per_s)],
    ['Mean', seconds(row.mean_s ?? row.avg_time_s)],
    ['p50', seconds(row.p50_s)],
    ['p90', seconds(row.p90_s)],
    ['p99', seconds(row.p99_s)],
    ['Longest', seconds(row.max_s)],
    ['Took', seconds(row.duration_s)],
    ['CPU time of the server', seconds(row.server_cpu_s)],
    ['CPU time of the clients', seconds(row.client_cpu_s)],
  ]);
}

function judgement(row) {
  return [
    definitions([
      ['Limited by', row.limited_by || 'not judged'],
      ['To be believed', row.valid || 'not judged'],
      row.doubt && ['Doubt', row.doubt.split('+').join(', ')],
    ]),
    row.note && h('p', {}, row.note),
  ];
}

function errors(report) {
  const kinds = Object.entries(report?.errors ?? {});
  if (kinds.length === 0) return null;
  return [
    definitions(kinds.map(([kind, number]) => [kind, count(number)])),
    report.first_error && h('p', {}, `The first: ${report.first_error}`),
  ];
}

function course_chart(scope, title, points, format, options = {}) {
  const series = [
    {
      name: title,
      place: 0,
      dash: 0,
      marks: points.length < 40,
      points: points.map(([x, y]) => ({x, y, texts: [`${format(y)} at ${seconds(x)}`]})),
    },
  ];
  const chart = point_chart(scope, {
    label: `${title} over the time of the scenario`,
    height: 220,
    x: {format: seconds, title: 'since the clients began', log: false},
    y: {format, log: false, ...options},
    series,
  });
  return h('figure', {class: 'panel'}, h('figcaption', {}, title), chart.element);
}

function course(scope, {points, events}) {
  const of = (place) =>
    points.filter((point) => point[place] !== null).map((point) => [point[0], point[place]]);
  const charts = [
    ['Requests/s', of(1), request_rate],
    ['Throughput', of(2), byte_rate, {binary: true}],
    ['Mean response time', of(3), seconds],
  ].filter(([, values]) => values.some(([, value]) => value > 0));
  return [
    h(
      'div',
      {class: 'panels'},
      charts.map((chart) => course_chart(scope, ...chart)),
    ),
    events.length > 0 && definitions(events.map(({at_s, what}) => [seconds(at_s), what])),
  ];
}

function tcp(report) {
  const known = report?.tcp;
  if (!known) return empty('Nothing is known of its connections.');
  return definitions([
    ['Connections', count(known.connections)],
    ['Segments with data sent', count(known.segments)],
    ['Sent again', count(known.retransmits)],
    ['Round trip, mean', known.rtt_mean_us === null ? '–' : `${digits(known.rtt_mean_us)} µs`],
    ['Delivery rate, mean', byte_rate(known.delivery_rate_Bps)],
    ['Busy sending', seconds(known.busy_s)],
    ["Held up by the other's window", seconds(known.rwnd_limited_s)],
    ['Held up by the own buffer', seconds(known.sndbuf_limited_s)],
  ]);
}

function log(title, text) {
  return [
    h('h3', {}, title),
    text
      ? h('pre', {tabindex: 0, 'aria-label': title}, text)
      : empty('Nothing was kept: logs are kept of scenarios that failed.'),
  ];
}

export async function scenario_page(scope, _, {name, query}) {
  const [id, pass] = [query.get('id') ?? '', query.get('pass') ?? '1'];
  const kept = await get(run_path(name, `/scenario?${new URLSearchParams({id, pass})}`));
  const {row, distribution, report} = kept;
  const back = `#/runs/${encodeURIComponent(name)}?scenario=${encodeURIComponent(id)}`;
  return h(
    'div',
    {},
    h(
      'header',
      {class: 'run-head'},
      h('h1', {}, id),
      h('p', {class: 'links'}, `pass ${pass} of `, h('a', {href: back}, name)),
    ),
    section('Figures', figures(row), errors(report?.report)),
    section('What limited it, and whether to believe it', judgement(row)),
    section(
      'Response times',
      distribution
        ? percentile_chart(scope, [{name: `pass ${pass}`, curve: distribution}], false).element
        : empty('There is no histogram of them.'),
    ),
    section(
      'Over its time',
      kept.course ? course(scope, kept.course) : empty('There is no timeline of it.'),
    ),
    report?.samples && samples_section(scope, report.samples),
    section('TCP', tcp(report?.report)),
    section('Logs', log('Server', kept.logs.server), log('Clients', kept.logs.client)),
    report &&
      section(
        'Everything',
        details('The report as it was kept', () =>
          h('pre', {tabindex: 0}, JSON.stringify(report, null, 1)),
        ),
      ),
  );
}
