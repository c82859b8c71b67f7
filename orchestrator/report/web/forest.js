// A forest plot: of each compared row the change with its interval, on one scale, beside its
// verdict. To the right is better, whatever the metric.

import {h, svg} from 'gauntlet/dom';
import {change, in_unit, kNone, percent} from 'gauntlet/format';

const kTicks = [-0.75, -0.5, -0.33, -0.2, -0.1, -0.05, 0, 0.05, 0.11, 0.25, 0.5, 1, 3];
const kNarrowest = Math.log(1.12);
const kWidest = Math.log(4);

// How much faster, as a logarithm: {middle, low, high} of a row's change in its metric.
export function gain(row, more_is_better) {
  if (row.change === undefined || row.change === null) return null;
  const sign = more_is_better ? 1 : -1;
  const ends = [row.low, row.high].map((share) =>
    share === null || share === undefined ? null : sign * Math.log1p(share),
  );
  const [low, high] = sign > 0 ? ends : ends.reverse();
  return {middle: sign * Math.log1p(row.change), low: low ?? -Infinity, high: high ?? Infinity};
}

function reach_of(gains) {
  const ends = gains
    .filter(Boolean)
    .flatMap(({low, middle, high}) => [low, middle, high])
    .filter(Number.isFinite)
    .map(Math.abs);
  return Math.max(kNarrowest, Math.min(kWidest, Math.max(0, ...ends) * 1.05));
}

class Scale {
  constructor(reach) {
    this.reach = reach;
  }
  share(value) {
    return Math.max(0, Math.min(1, 0.5 + value / (2 * this.reach)));
  }
  at(value) {
    return `${(4 + 92 * this.share(value)).toFixed(2)}%`;
  }
  ticks() {
    const chosen = [];
    let last = -Infinity;
    const inside = kTicks.filter((share) => Math.abs(Math.log1p(share)) <= this.reach);
    const zero = inside.indexOf(0);
    // From the middle outwards, so that 0 is always there.
    for (const side of [inside.slice(zero), inside.slice(0, zero).reverse()]) {
      last = side[0] === 0 ? -Infinity : this.share(0);
      for (const share of side) {
        const place = this.share(Math.log1p(share));
        if (Math.abs(place - last) < 0.13) continue;
        chosen.push(share);
        last = place;
      }
    }
    return chosen;
  }
}

function grid(scale, bounds) {
  return [
    bounds &&
      svg('rect', {
        class: 'forest-bounds',
        x: scale.at(-bounds),
        y: 0,
        height: '100%',
        width: `${(92 * (scale.share(bounds) - scale.share(-bounds))).toFixed(2)}%`,
      }),
    scale.ticks().map((share) =>
      svg('line', {
        class: share === 0 ? 'forest-zero' : 'forest-grid',
        x1: scale.at(Math.log1p(share)),
        x2: scale.at(Math.log1p(share)),
        y1: 0,
        y2: '100%',
      }),
    ),
  ];
}

function interval(scale, value, bounds, verdict) {
  const [low, high] = [Math.max(value.low, -scale.reach), Math.min(value.high, scale.reach)];
  const arrow = (at, text) =>
    svg(
      'text',
      {class: 'forest-arrow', x: at, y: '50%', dy: '0.35em', 'text-anchor': 'middle'},
      text,
    );
  return svg(
    'svg',
    {class: `forest ${verdict}`, width: '100%', height: 24, 'aria-hidden': 'true'},
    grid(scale, bounds),
    svg('line', {
      class: 'forest-interval',
      x1: scale.at(low),
      x2: scale.at(high),
      y1: '50%',
      y2: '50%',
    }),
    value.low < -scale.reach && arrow('1.5%', '‹'),
    value.high > scale.reach && arrow('98.5%', '›'),
    Math.abs(value.middle) <= scale.reach &&
      svg('circle', {class: 'forest-middle', cx: scale.at(value.middle), cy: '50%', r: 4.5}),
  );
}

function axis_row(scale) {
  return svg(
    'svg',
    {class: 'forest', width: '100%', height: 18, 'aria-hidden': 'true'},
    scale
      .ticks()
      .map((share) =>
        svg(
          'text',
          {class: 'forest-tick', x: scale.at(Math.log1p(share)), y: 13, 'text-anchor': 'middle'},
          share === 0 ? '0' : `${share > 0 ? '+' : '−'}${percent(Math.abs(share))}`,
        ),
      ),
  );
}

function values_text(row, unit) {
  return [row.base, row.new].map((side) => in_unit(side?.value ?? null, unit)).join(' → ');
}

function change_text(row) {
  if (row.change === undefined || row.change === null) return kNone;
  return [
    h('strong', {}, change(row.change)),
    h('div', {class: 'note'}, `${change(row.low)} to ${change(row.high)}`),
  ];
}

function table_row(row, scale, {bounds, metric, open}) {
  const {unit, more} = metric(row.metric);
  const value = gain(row, more);
  return h(
    'tr',
    {class: 'forest-row', role: 'row'},
    h('td', {role: 'cell'}, h('span', {class: `verdict ${row.verdict}`}, row.verdict)),
    h(
      'th',
      {scope: 'row', role: 'rowheader'},
      open ? open(row) : row.row,
      row.reason && h('div', {class: 'note'}, row.reason),
    ),
    h('td', {role: 'cell', class: 'forest-metric'}, row.metric ?? kNone),
    h('td', {role: 'cell', class: 'number'}, change_text(row)),
    h(
      'td',
      {role: 'cell', class: 'forest-cell'},
      value && interval(scale, value, bounds, row.verdict),
    ),
    h('td', {role: 'cell', class: 'number forest-values'}, values_text(row, unit)),
  );
}

// options: {rows as in the comparison, caption, bounds: the log within which a change counts as
// none, metric(name) -> {unit, more}, open(row) -> what names the row}
export function forest_plot(options) {
  const gains = options.rows.map((row) => gain(row, options.metric(row.metric).more));
  const scale = new Scale(reach_of(gains));
  const head = ['Verdict', 'Scenario', 'Metric', 'Change'].map((text) =>
    h('th', {scope: 'col', role: 'columnheader', class: text === 'Change' ? 'number' : null}, text),
  );
  return h(
    'div',
    {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': options.caption},
    h(
      'table',
      {class: 'data forest-table', role: 'table'},
      h('caption', {class: 'hidden-text'}, options.caption),
      h(
        'thead',
        {role: 'rowgroup'},
        h(
          'tr',
          {role: 'row'},
          head,
          h(
            'th',
            {scope: 'col', role: 'columnheader', class: 'forest-cell'},
            h('div', {class: 'forest-ends'}, h('span', {}, '← worse'), h('span', {}, 'better →')),
            axis_row(scale),
          ),
          h('th', {scope: 'col', role: 'columnheader', class: 'number'}, 'Base → new'),
        ),
      ),
      h(
        'tbody',
        {role: 'rowgroup'},
        options.rows.map((row) => table_row(row, scale, options)),
      ),
    ),
  );
}
