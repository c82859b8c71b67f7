// What held the cells back, what failed, and what is not to be trusted.

import {h} from 'gauntlet/dom';
import {kLimitColours} from 'gauntlet/shades';
import {count, percent, plural} from 'gauntlet/format';

function tally(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function bars(caption, entries, total, meanings, colours) {
  return h(
    'table',
    {class: 'plain bars'},
    h('caption', {class: 'hidden-text'}, caption),
    h(
      'thead',
      {class: 'hidden-text'},
      h(
        'tr',
        {},
        ['Word', 'Share', 'Cells'].map((text) => h('th', {scope: 'col'}, text)),
      ),
    ),
    h(
      'tbody',
      {},
      entries.map(([word, number]) =>
        h(
          'tr',
          {},
          h(
            'th',
            {scope: 'row'},
            word,
            meanings?.[word] && h('div', {class: 'note'}, meanings[word]),
          ),
          h(
            'td',
            {class: 'bar-cell'},
            h('div', {
              class: 'bar',
              style: {'--share': number / total, '--fill': colours?.[word] ?? 'var(--muted)'},
            }),
          ),
          h('td', {class: 'number'}, `${count(number)} (${percent(number / total)})`),
        ),
      ),
    ),
  );
}

function failures(report, open) {
  const failed = report.cells.filter((cell) => cell.failed > 0);
  if (failed.length === 0) return h('p', {}, 'Nothing failed.');
  const note = (cell) =>
    cell.rows
      .map((row) => report.value(row, 'status') !== 'ok' && report.value(row, 'note'))
      .find(Boolean);
  return h(
    'div',
    {class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': 'What failed'},
    h(
      'table',
      {class: 'data'},
      h('caption', {class: 'hidden-text'}, 'What failed'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Scenario', 'Passes', 'Status', 'First reason'].map((text) =>
            h('th', {scope: 'col'}, text),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        failed.map((cell) =>
          h(
            'tr',
            {},
            h(
              'td',
              {},
              open
                ? h('button', {type: 'button', class: 'link', onclick: () => open(cell)}, cell.name)
                : cell.name,
            ),
            h('td', {class: 'number'}, `${cell.failed} of ${cell.rows.length}`),
            h('td', {}, cell.status.join(', ')),
            h('td', {class: 'prose'}, note(cell) ?? '–'),
          ),
        ),
      ),
    ),
  );
}

export function limits_section(report, open) {
  const judged = report.cells.filter((cell) => cell.limited_by);
  const doubts = report.cells.flatMap((cell) => cell.doubt);
  const invalid = report.cells.filter(
    (cell) => !cell.valid && cell.failed < cell.rows.length,
  ).length;
  return [
    h(
      'div',
      {class: 'two'},
      h(
        'div',
        {},
        h('h3', {}, 'What limited the cells'),
        judged.length === 0
          ? h('p', {class: 'empty'}, 'No cell was judged.')
          : bars(
              'What limited the cells',
              tally(judged.map((cell) => cell.limited_by)),
              judged.length,
              report.words?.limited_by,
              kLimitColours,
            ),
      ),
      h(
        'div',
        {},
        h('h3', {}, 'What not to trust'),
        h(
          'p',
          {},
          invalid === 0
            ? 'Every cell that did not fail has a valid row.'
            : `${plural(invalid, 'cell')} of ${report.cells.length} ${invalid === 1 ? 'has' : 'have'} no valid row; charts show them hollow.`,
        ),
        doubts.length > 0 &&
          bars('Doubts', tally(doubts), report.cells.length, report.words?.doubt),
      ),
    ),
    h('h3', {}, 'What failed'),
    failures(report, open),
  ];
}
