// The colours of the matrix, and what they say.

import {h} from 'gauntlet/dom';

// What the pictures of gnuplot use.
export const kLimitColours = {
  server_cpu: '#0072b2',
  client_cpu: '#d55e00',
  proxy_cpu: '#882255',
  host_cpu: '#cc79a7',
  disk: '#009e73',
  network: '#56b4e9',
  workers: '#e69f00',
  pace: '#f0e442',
  admission: '#000000',
  none: '#dddddd',
};
const kOtherLimit = '#999999'; // of words of later versions

// Of a share of the best: from pale to deep, as in the pictures.
const kRamp = [
  [247, 251, 255],
  [107, 174, 214],
  [8, 48, 107],
];

function level_colour(level) {
  const at = Math.max(0, Math.min(1, level)) * 2;
  const place = Math.min(1, Math.floor(at));
  return kRamp[place].map((from, i) =>
    Math.round(from + (kRamp[place + 1][i] - from) * (at - place)),
  );
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function ink_on(rgb) {
  return luminance(rgb) > 0.18 ? '#000000' : '#ffffff';
}

function from_hex(text) {
  return [1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16));
}

export function cell_colour({level, word}) {
  if (word !== undefined) return word === '' ? null : from_hex(kLimitColours[word] ?? kOtherLimit);
  return level === null || level === undefined ? null : level_colour(level);
}

// Shares of the best, from 0 to 1, of values {value, group}: each is held against those of its
// group. Where these lie far apart, by their logarithms.
export function levels(values, more_is_better) {
  const groups = new Map();
  for (const {value, group} of values)
    if (value > 0) groups.set(group, [...(groups.get(group) ?? []), value]);
  return values.map(({value, group}) => {
    if (!(value > 0)) return null;
    const [low, high] = [Math.min(...groups.get(group)), Math.max(...groups.get(group))];
    if (low === high) return 0.75;
    if (high / low < 20) return more_is_better ? value / high : low / value;
    const share = Math.log(value / low) / Math.log(high / low);
    return more_is_better ? share : 1 - share;
  });
}

function swatch(node_class, fill, text) {
  return h(
    'span',
    {class: 'legend-line'},
    h('span', {class: `swatch ${node_class}`, style: fill ? {'--fill': fill} : {}}),
    text,
  );
}

export function level_legend() {
  return h(
    'div',
    {class: 'legend'},
    h(
      'span',
      {class: 'legend-line'},
      'slowest',
      h('span', {class: 'ramp'}),
      'fastest of the same operation',
    ),
    swatch('cell invalid', 'rgb(107 174 214)', 'not valid'),
    swatch('cell failed', null, 'failed'),
  );
}

export function limit_legend(words) {
  return h(
    'div',
    {class: 'legend'},
    words.map((word) => swatch('cell ok', kLimitColours[word] ?? kOtherLimit, word)),
    swatch('cell invalid', '#999999', 'not valid'),
    swatch('cell failed', null, 'failed'),
  );
}
