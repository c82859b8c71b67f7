// A run of the past, and two of them against each other.

import {details, h} from 'gauntlet/dom';
import {run_view} from 'gauntlet/run_view';
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
