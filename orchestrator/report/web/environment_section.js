// Where and how a run was measured.

import {details, h} from 'gauntlet/dom';
import {bytes, duration, kNone, moment, percent, seconds} from 'gauntlet/format';
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

// rows: each the cells of its line, the first of which is its head.
function plain_table(caption, heads, rows) {
  return h(
    'div',
    {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
    h(
      'table',
      {class: 'plain'},
      h('caption', {class: 'hidden-text'}, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((text) => h('th', {scope: 'col'}, text)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(([head, ...cells]) => h('tr', {}, h('th', {scope: 'row'}, head), cells)),
      ),
    ),
  );
}

function constants(report) {
  return plain_table(
    'Settings that are the same in all rows',
    ['Name', 'Value', 'Meaning'],
    report.constants.map(({name, value, unit, meaning}) => [
      name,
      h('td', {}, `${value}${unit ? ` ${unit}` : ''}`),
      h('td', {class: 'note'}, meaning ?? ''),
    ]),
  );
}

const kMethods = {mtr_icmp: 'mtr (ICMP)', mtr_tcp: 'mtr (TCP)', udp: 'UDP'};

function path_facts({address, method, reached, mtu_bytes, mtu_at_most_bytes}) {
  return definitions([
    ['Address', address],
    ['Found by', kMethods[method] ?? method],
    ['Path MTU', mtu_bytes === null ? `at most ${mtu_at_most_bytes} bytes` : `${mtu_bytes} bytes`],
    !reached && ['Reached', 'no'],
  ]);
}

function hop_row({hop, addresses, sent, loss, rtt_min_s, rtt_mean_s, rtt_max_s}) {
  return [
    hop,
    ...[
      addresses.join(', ') || kNone,
      sent,
      percent(loss),
      seconds(rtt_min_s),
      seconds(rtt_mean_s),
      seconds(rtt_max_s),
    ].map((text) => h('td', {}, text)),
  ];
}

function path_part(path) {
  const name = `Path to ${path.host}`;
  const heads = ['Hop', 'Address', 'Sent', 'Loss', 'RTT min', 'RTT mean', 'RTT max'];
  return [
    h('h4', {}, name),
    path_facts(path),
    path.hops.length > 0 && plain_table(`${name}: its hops`, heads, path.hops.map(hop_row)),
    path.notes.map((note) => h('p', {class: 'note'}, note)),
  ];
}

function paths_of({paths = [], paths_not_found = []}) {
  return [paths.map(path_part), paths_not_found.map((note) => h('p', {class: 'note'}, note))];
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
      h(
        'div',
        {},
        h('h3', {}, 'Where'),
        (report.environments ?? []).map((environment) => [
          host_facts(environment),
          paths_of(environment),
        ]),
      ),
    ),
    details(`${report.constants.length} settings that are the same in all rows`, () =>
      constants(report),
    ),
  ];
}
