// Where and how a run was measured.

import {details, h} from 'gauntlet/dom';
import {bytes, duration, kNone, moment} from 'gauntlet/format';
import {definitions} from 'gauntlet/scenario_view';

// Words of a command line as a shell takes them.
export function shell_words(words) {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

function took({started, finished}) {
  return started && finished ? duration((new Date(finished) - new Date(started)) / 1000) : kNone;
}

export function table_facts(table) {
  return definitions([
    ['Table', table.file],
    ['Started', moment(table.started)],
    ['Took', took(table)],
    ['Outcome', table.outcome ?? kNone],
    ['Machine', table.machine ?? kNone],
    ['Version', table.version ?? kNone],
    ['Target', table.target ?? kNone],
  ]);
}

function host_facts({host, started, finished, gauntlet}) {
  if (!host) return null;
  const shown = {...host, ...(host.memory_bytes ? {memory_bytes: bytes(host.memory_bytes)} : {})};
  return definitions([
    ['Begun', `${moment(started)}${finished ? `, ended ${moment(finished)}` : ''}`],
    gauntlet?.revision && ['Revision', gauntlet.revision],
    ...Object.entries(shown)
      .filter(([, value]) => value !== '' && value !== null)
      .map(([name, value]) => [
        name === 'memory_bytes' ? 'memory' : name.replaceAll('_', ' '),
        String(value),
      ]),
  ]);
}

function constants(report) {
  return h(
    'div',
    {
      class: 'scroll',
      tabindex: 0,
      role: 'region',
      'aria-label': 'Settings that are the same in all rows',
    },
    h(
      'table',
      {class: 'plain'},
      h('caption', {class: 'hidden-text'}, 'Settings that are the same in all rows'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Name', 'Value', 'Meaning'].map((text) => h('th', {scope: 'col'}, text)),
        ),
      ),
      h(
        'tbody',
        {},
        report.constants.map(({name, value, unit, meaning}) =>
          h(
            'tr',
            {},
            h('th', {scope: 'row'}, name),
            h('td', {}, `${value}${unit ? ` ${unit}` : ''}`),
            h('td', {class: 'note'}, meaning ?? ''),
          ),
        ),
      ),
    ),
  );
}

export function environment_section(report) {
  return [
    h(
      'div',
      {class: 'two'},
      h(
        'div',
        {},
        h('h3', {}, 'How it was measured'),
        report.method.length > 0
          ? h(
              'ul',
              {class: 'method'},
              report.method.map((sentence) => h('li', {}, sentence)),
            )
          : h('p', {class: 'empty'}, 'Nothing is said.'),
        report.reported.command_line && [
          h('h4', {}, 'Command'),
          h('pre', {class: 'command', tabindex: 0}, shell_words(report.reported.command_line)),
        ],
      ),
      h('div', {}, h('h3', {}, 'Where'), (report.environments ?? []).map(host_facts)),
    ),
    details(`${report.constants.length} settings that are the same in all rows`, () =>
      constants(report),
    ),
  ];
}
