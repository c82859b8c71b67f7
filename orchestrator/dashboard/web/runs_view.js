// Every run in the folder of results; two of them can be compared.

import {h, replace} from 'gauntlet/dom';
import {data_table} from 'gauntlet/table';
import {bytes, count, duration, kNone, moment} from 'gauntlet/format';
import {get} from 'gauntlet/api';

function compare_bar(chosen, runs) {
  const box = h('div', {class: 'compare-bar'});
  const started = (name) => runs.find((run) => run.name === name)?.started ?? '';
  const paint = () => {
    const [base, fresh] = [...chosen].sort((a, b) => started(a).localeCompare(started(b)));
    replace(
      box,
      chosen.size === 2
        ? [
            h(
              'a',
              {
                class: 'button primary',
                href: `#/compare?base=${encodeURIComponent(base)}&new=${encodeURIComponent(fresh)}`,
              },
              'Compare the two',
            ),
            h('span', {class: 'note'}, `${base} is the base, ${fresh} is new`),
          ]
        : h(
            'span',
            {class: 'note'},
            chosen.size === 0
              ? 'Choose two runs to compare them.'
              : chosen.size === 1
                ? 'Choose one more.'
                : 'Choose no more than two.',
          ),
    );
  };
  paint();
  return {element: box, paint};
}

function outcome(run) {
  return h('span', {class: `outcome-word ${run.outcome}`}, run.outcome || kNone);
}

export async function runs_view() {
  const {folder, runs} = await get('/api/runs');
  if (runs.length === 0)
    return h(
      'section',
      {},
      h('h1', {}, 'Runs'),
      h('p', {class: 'empty'}, `There is no table in ${folder} yet.`),
    );
  const chosen = new Set();
  const bar = compare_bar(chosen, runs);
  const box = (run) =>
    h('input', {
      type: 'checkbox',
      checked: chosen.has(run.name),
      'aria-label': `Compare ${run.name}`,
      onchange: (event) => {
        if (event.target.checked) chosen.add(run.name);
        else chosen.delete(run.name);
        bar.paint();
      },
    });
  const number = (name, title, show) => ({
    name,
    title,
    numeric: true,
    value: (run) => run[name],
    show: show ? (run) => show(run[name]) : undefined,
  });
  const table = data_table({
    caption: 'Runs',
    name: 'runs',
    rows: runs,
    sorted_by: {column: 3, falling: true},
    columns: [
      {
        name: 'compare',
        title: 'Compare',
        value: (run) => (chosen.has(run.name) ? 'yes' : 'no'),
        show: box,
      },
      {
        name: 'name',
        title: 'Run',
        value: (run) => run.name,
        show: (run) => h('a', {href: `#/runs/${encodeURIComponent(run.name)}`}, run.name),
      },
      {name: 'scenarios', title: 'Scenarios', value: (run) => run.scenarios || null},
      {
        name: 'started',
        title: 'Started',
        value: (run) => run.started,
        show: (run) => moment(run.started),
      },
      number('duration_s', 'Took', duration),
      {name: 'kind', title: 'Kind', value: (run) => run.kind},
      {name: 'outcome', title: 'Outcome', value: (run) => run.outcome, show: outcome},
      number('rows', 'Rows', count),
      number('failed', 'Failed', count),
      number('invalid', 'Not valid', count),
      number('bytes', 'Size', bytes),
    ],
    row_class: (run) => (run.failed > 0 ? 'has-failures' : null),
  });
  return h(
    'section',
    {class: 'runs'},
    h('h1', {}, 'Runs'),
    h('p', {class: 'section-note'}, `Folder: ${folder}`),
    bar.element,
    table.element,
  );
}
