// A run as a page, made of its report document: what it says in words first, then what that rests
// on.

import {h, replace, Scope, select} from 'gauntlet/dom';
import {Choices} from 'gauntlet/choices';
import {Report} from 'gauntlet/report_document';
import {main_axis} from 'gauntlet/panels';
import {comparison_sections} from 'gauntlet/comparison_view';
import {findings_list} from 'gauntlet/findings';
import {against_section, figure_section, filter_bar, wants_log} from 'gauntlet/figure_charts';
import {matrix_section} from 'gauntlet/matrix_section';
import {scenario_view} from 'gauntlet/scenario_view';
import {limits_section} from 'gauntlet/limits_section';
import {axis_statistics, whole_table} from 'gauntlet/statistics_section';
import {environment_section, table_facts} from 'gauntlet/environment_section';
import {count, plural} from 'gauntlet/format';

function first_choices(report, scenario) {
  const figures = report.figures();
  const key_of = (wanted) => (figures.some(({key}) => key === wanted) ? wanted : figures[0]?.key);
  const x = main_axis(report.axes);
  const log = (key) =>
    report.axes.length > 0 &&
    key !== undefined &&
    wants_log(
      report,
      x,
      figures.find((one) => one.key === key),
    );
  const times = figures.find(({key}) => key === 'p50_s') ?? figures.find(({unit}) => unit === 's');
  return new Choices({
    x,
    figure: key_of('rate'),
    log: log(key_of('rate')),
    times: times?.key,
    log_times: log(times?.key),
    filter: report.axes.map(() => new Set()),
    colour_by: key_of('rate') ?? 'rate', // of a table in which all failed there is no figure
    scenario:
      report.cell_named(scenario) ?? report.cells.find((cell) => cell.valid) ?? report.cells[0],
    jump: false,
  });
}

function totals(report) {
  const {rows, cells, passes, failed, invalid} = report.counts;
  const figure = (value, text, kind) =>
    h(
      'div',
      {class: `total ${kind ?? ''}`},
      h('span', {class: 'value'}, count(value)),
      h('span', {}, text),
    );
  return h(
    'div',
    {class: 'totals'},
    figure(cells, cells === 1 ? 'scenario' : 'scenarios'),
    figure(passes, passes === 1 ? 'pass' : 'passes'),
    figure(rows, rows === 1 ? 'row' : 'rows'),
    figure(failed, 'failed', failed > 0 ? 'bad' : ''),
    figure(invalid, 'not valid', invalid > 0 ? 'warning' : ''),
  );
}

function one_scenario(scope, report, choices, more) {
  const box = h('div');
  const options = report.cells.map((cell, place) => [place, cell.name]);
  const field = select('Scenario', options, 0, (place) =>
    choices.change({scenario: report.cells[place]}),
  );
  let inner = new Scope();
  scope.defer(() => inner.close());
  choices.watch(scope, ['scenario'], () => {
    inner.close();
    inner = new Scope();
    field.querySelector('select').value = report.cells.indexOf(choices.scenario);
    replace(box, scenario_view(inner, report, choices.scenario, more?.(choices.scenario)));
  });
  return [h('div', {class: 'tools no-print'}, field), box];
}

// A section with a head that the list of contents leads to.
function section(contents, title, note, ...content) {
  const node = h(
    'section',
    {},
    h('h2', {tabindex: -1}, title),
    note && h('p', {class: 'section-note'}, note),
    content,
  );
  contents.push([title, node]);
  return node;
}

function jump_to(node) {
  node.scrollIntoView({block: 'start'});
  node.querySelector('h2').focus({preventScroll: true});
}

function contents_list(contents) {
  return h(
    'nav',
    {class: 'contents no-print', 'aria-label': 'Contents'},
    h(
      'ul',
      {},
      contents.map(([title, node]) =>
        h(
          'li',
          {},
          h('button', {type: 'button', class: 'link', onclick: () => jump_to(node)}, title),
        ),
      ),
    ),
  );
}

// options: {scenario: id shown first, on_scenario(cell), scenario_links(cell): what to add to one,
// links: what to add to the head}. Returns the view's element.
export function run_view(scope, document, options = {}) {
  const report = new Report(document);
  const contents = [];
  const choices = report.cells.length > 0 ? first_choices(report, options.scenario) : null;
  const open = (cell) => choices.change({scenario: cell, jump: true});
  const parts = (report.comparison ? comparison_sections(report, open) : []).map(
    ([title, content]) => section(contents, title, null, content),
  );
  parts.push(
    section(
      contents,
      report.comparison ? 'The new table in words' : 'In words',
      null,
      findings_list(report, open),
    ),
  );
  if (choices && report.axes.length > 0) {
    if (choices.figure)
      parts.push(
        section(
          contents,
          'Figures',
          null,
          filter_bar(report, choices),
          figure_section(scope, report, choices),
        ),
      );
    if (choices.times && report.cells.some((cell) => cell.rate))
      parts.push(
        section(
          contents,
          'Rate against response time',
          null,
          against_section(scope, report, choices),
        ),
      );
    parts.push(section(contents, 'Matrix', null, matrix_section(scope, report, choices)));
  }
  if (choices) {
    const scenario = section(
      contents,
      'One scenario',
      null,
      one_scenario(scope, report, choices, options.scenario_links),
    );
    parts.push(
      scenario,
      section(contents, 'Limits and doubts', null, limits_section(report, open)),
    );
    choices.watch(scope, ['scenario'], () => {
      if (choices.jump) jump_to(scenario);
      if (choices.jump) options.on_scenario?.(choices.scenario);
      choices.jump = false;
    });
  }
  if (report.summaries.length > 0)
    parts.push(
      section(
        contents,
        'By axis',
        'Of each value the median of its valid cells, with the lowest and the highest.',
        axis_statistics(report),
      ),
    );
  parts.push(
    section(
      contents,
      'All rows',
      plural(report.rows.length, 'row'),
      h('div', {class: 'long-table'}, whole_table(report)),
      h('p', {class: 'only-print'}, `They are in ${report.reported.file}.`),
    ),
  );
  parts.push(section(contents, 'Environment and method', null, environment_section(report)));
  return h(
    'div',
    {class: 'run-view'},
    contents_list(contents),
    h(
      'div',
      {class: 'run-body'},
      h(
        'header',
        {class: 'run-head'},
        h('h1', {}, report.title),
        options.links,
        totals(report),
        table_facts(report.reported),
      ),
      parts,
    ),
  );
}
