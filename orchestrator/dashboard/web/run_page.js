// A run of the past, two of them against each other, and one scenario with its logs.

import {details, h} from 'gauntlet/dom';
import {run_view} from 'gauntlet/run_view';
import {definitions} from 'gauntlet/scenario_view';
import {samples_section} from 'gauntlet/samples';
import {byte_rate, bytes, count, request_rate, seconds} from 'gauntlet/format';
import {get, run_path} from 'gauntlet/api';

function run_hash(name) {
  return `#/runs/${encodeURIComponent(name)}`;
}

function scenario_hash(name, scenario, pass) {
  return `${run_hash(name)}/scenario?id=${encodeURIComponent(scenario)}&pass=${pass}`;
}

function passes_of(report, cell) {
  const place = report.columns.findIndex((column) => column.name === 'pass');
  return cell.rows.map((row) => (place < 0 ? 1 : (report.rows[row][place] ?? 1)));
}

function pictures(name) {
  return details('Pictures', () => {
    const box = h('div', {class: 'pictures'});
    get(run_path(name, '/pictures')).then(
      ({pictures: files}) => {
        if (files.length === 0)
          box.append(h('p', {class: 'empty'}, 'No pictures were drawn of it.'));
        for (const file of files)
          box.append(
            h(
              'a',
              {
                href: run_path(name, `/pictures/${encodeURIComponent(file)}`),
                target: '_blank',
                rel: 'noopener',
              },
              h('img', {
                src: run_path(name, `/pictures/${encodeURIComponent(file)}`),
                alt: file,
                loading: 'lazy',
              }),
            ),
          );
      },
      (error) => box.append(h('p', {class: 'error'}, error.message)),
    );
    return box;
  });
}

export async function run_page(scope, _, {name, query}) {
  const report = await get(run_path(name, '/report'));
  return run_view(scope, report, {
    scenario: query.get('scenario'),
    on_scenario: (cell) =>
      cell.scenario &&
      history.replaceState(
        null,
        '',
        `${run_hash(name)}?scenario=${encodeURIComponent(cell.scenario)}`,
      ),
    scenario_links: (cell) =>
      cell.scenario &&
      h(
        'p',
        {class: 'links'},
        'Logs and samples: ',
        passes_of(report, cell).map((pass) =>
          h('a', {href: scenario_hash(name, cell.scenario, pass)}, `pass ${pass}`),
        ),
      ),
    links: h(
      'div',
      {class: 'links'},
      h('a', {href: run_path(name, '/table.csv'), download: `${name}.csv`}, 'Table (CSV)'),
      pictures(name),
    ),
  });
}

export async function compare_page(scope, _, {query}) {
  const [base, fresh] = [query.get('base') ?? '', query.get('new') ?? ''];
  const report = await get(`/api/compare?${new URLSearchParams({base, new: fresh})}`);
  return run_view(scope, report, {
    scenario_links: (cell) =>
      cell.scenario &&
      h(
        'p',
        {class: 'links'},
        h('a', {href: scenario_hash(fresh, cell.scenario, 1)}, 'Logs and samples'),
      ),
    links: h(
      'div',
      {class: 'links'},
      h('a', {href: run_hash(base)}, 'The base'),
      h('a', {href: run_hash(fresh)}, 'The new run'),
      h(
        'a',
        {href: `#/compare?${new URLSearchParams({base: fresh, new: base})}`},
        'The other way round',
      ),
    ),
  });
}

function client_facts(report) {
  return definitions([
    ['Requests', count(report.requests)],
    ['Failed requests', count(report.failed_requests)],
    ['Bytes', bytes(report.bytes)],
    ['Rate', byte_rate(report.aggregate_Bps)],
    ['Requests/s', request_rate(report.requests_per_s)],
    ['Mean', seconds(report.mean_s)],
    ['p50', seconds(report.p50_s)],
    ['p90', seconds(report.p90_s)],
    ['p99', seconds(report.p99_s)],
    ['Longest', seconds(report.max_s)],
    ['Took', seconds(report.duration_s)],
    ['Peak memory of clients', bytes(report.peak_rss_bytes)],
    report.first_error && ['First error', report.first_error],
  ]);
}

function errors_table(errors) {
  const entries = Object.entries(errors ?? {});
  if (entries.length === 0) return null;
  return [
    h('h3', {}, 'Errors'),
    definitions(entries.map(([name, number]) => [name, count(number)])),
  ];
}

function log(title, text) {
  return [
    h('h3', {}, title),
    text
      ? h('pre', {tabindex: 0, 'aria-label': title}, text)
      : h('p', {class: 'empty'}, 'Nothing was kept: logs are kept of scenarios that failed.'),
  ];
}

export async function scenario_page(scope, _, {name, query}) {
  const [id, pass] = [query.get('id') ?? '', query.get('pass') ?? '1'];
  const {report, logs} = await get(run_path(name, `/scenario?${new URLSearchParams({id, pass})}`));
  const clients = report?.report;
  return h(
    'div',
    {},
    h(
      'header',
      {class: 'run-head'},
      h('h1', {}, id),
      h(
        'p',
        {class: 'links'},
        `pass ${pass} of `,
        h('a', {href: `${run_hash(name)}?scenario=${encodeURIComponent(id)}`}, name),
      ),
    ),
    h(
      'section',
      {},
      h('h2', {}, 'What the clients say'),
      clients
        ? [client_facts(clients), errors_table(clients.errors)]
        : h('p', {class: 'empty'}, 'There is no report of it.'),
    ),
    report?.samples && samples_section(scope, report.samples),
    h(
      'section',
      {},
      h('h2', {}, 'Logs'),
      log('Server', logs?.server),
      log('Clients', logs?.client),
    ),
    report &&
      h(
        'section',
        {},
        h('h2', {}, 'Everything'),
        details('The report as it was kept', () =>
          h('pre', {tabindex: 0}, JSON.stringify(report, null, 1)),
        ),
      ),
  );
}
