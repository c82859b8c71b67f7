// What a run says, in words: the findings of the document, with the scenarios that they speak of.

import {h} from 'gauntlet/dom';

const kLevels = {good: 'Good', info: 'Note', warning: 'Caution', bad: 'Bad'};
const kMostScenarios = 4;

function links(report, scenarios, open) {
  const known = scenarios.map((id) => report.cell_named(id)).filter((cell) => cell?.name);
  if (known.length === 0 || !open) return null;
  return h(
    'span',
    {class: 'finding-links no-print'},
    known
      .slice(0, kMostScenarios)
      .map((cell) =>
        h('button', {type: 'button', class: 'link', onclick: () => open(cell)}, cell.name),
      ),
    known.length > kMostScenarios &&
      h('span', {class: 'note'}, `and ${known.length - kMostScenarios} more`),
  );
}

// The list; open(cell) shows a scenario.
export function findings_list(report, open) {
  if (report.findings.length === 0)
    return h('p', {class: 'empty'}, 'Nothing is said in words about this table.');
  return h(
    'ul',
    {class: 'findings'},
    report.findings.map(({level, text, scenarios}) =>
      h(
        'li',
        {class: `finding ${level in kLevels ? level : 'info'}`},
        h('span', {class: 'level'}, kLevels[level] ?? kLevels.info),
        h('div', {}, h('p', {}, text), links(report, scenarios ?? [], open)),
      ),
    ),
  );
}
