// What all charts have in common: a frame of fixed height in which uPlot draws as soon as there is
// room, drawn anew when the room or the colours change, and taken away with its view.

import uPlot from 'gauntlet/uplot';
import {h, details} from 'gauntlet/dom';
import {colour, on_theme_change} from 'gauntlet/theme';

const kFont = '12px system-ui, sans-serif';
const kPowersOfTwo = Array.from({length: 60}, (_, i) => 2 ** (i - 4));

// Frames by the element that has their width.
const frames = new Map();
const observer = new ResizeObserver((entries) => {
  for (const {target} of entries) frames.get(target)?.fit();
});
on_theme_change(() => {
  for (const frame of frames.values()) frame.draw_anew();
});

// The lowest and the highest of the values that are numbers.
export function extent(values) {
  const numbers = values.filter((value) => Number.isFinite(value));
  return numbers.length === 0 ? [NaN, NaN] : [Math.min(...numbers), Math.max(...numbers)];
}

// Draws nothing before it has a width. make(width, height) gives uPlot's options, data() its data.
class Frame {
  constructor(host, height, make, data) {
    Object.assign(this, {host, height, make, data, plot: null});
    frames.set(host, this);
    observer.observe(host);
  }
  fit() {
    const width = Math.floor(this.host.clientWidth);
    if (width === 0) return;
    if (this.plot === null)
      this.plot = new uPlot(this.make(width, this.height), this.data(), this.host);
    else if (this.plot.width !== width) this.plot.setSize({width, height: this.height});
  }
  draw_anew() {
    this.fit();
    this.plot?.redraw(false, true);
  }
  // After a change of what is drawn, not only of its data.
  rebuild() {
    this.plot?.destroy();
    this.plot = null;
    this.fit();
  }
  close() {
    observer.unobserve(this.host);
    frames.delete(this.host);
    this.plot?.destroy();
    this.plot = null;
  }
}

// {element, host, frame}: element holds the chart, host what uPlot draws into. The label says the
// essence to those who do not see it.
export function chart_frame(scope, {label, height, make, data}) {
  const host = h('div', {
    class: 'chart',
    role: 'img',
    'aria-label': label,
    style: {height: `${height}px`},
  });
  const frame = new Frame(host, height, make, data);
  scope.defer(() => frame.close());
  return {host, frame};
}

export function axis(extra) {
  return {
    stroke: () => colour('muted'),
    font: kFont,
    labelFont: kFont,
    labelSize: 18,
    gap: 6,
    grid: {stroke: () => colour('grid'), width: 1},
    ticks: {stroke: () => colour('grid'), width: 1, size: 4},
    ...extra,
  };
}

// The axis of a quantity {format, binary, log}: ticks of bytes are round in powers of two. Along
// the x axis they need more room.
export function quantity_axis({format, binary, title, log}, along_x = false) {
  return axis({
    size: along_x ? 34 : 74,
    space: along_x ? 84 : 34,
    values: (_, splits) => splits.map((value) => (value === null ? null : format(value))),
    ...(binary ? {incrs: kPowersOfTwo} : {}),
    ...(log
      ? {
          splits: (plot, place, low, high) =>
            log_splits(low, high, binary, Math.max(2, plot.height / 40)),
          filter: (_, splits) => splits,
        }
      : {}),
    ...(title ? {label: title} : {}),
  });
}

// Ticks of a logarithmic scale: as dense as there is room for.
function log_splits(low, high, binary, most) {
  const bases = binary
    ? [
        [2, [1, 1.25, 1.5, 1.75]],
        [2, [1]],
        [4, [1]],
        [16, [1]],
        [1024, [1]],
      ]
    : [
        [10, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]],
        [10, [1, 2, 5]],
        [10, [1, 3]],
        [10, [1]],
        [1000, [1]],
      ];
  let splits = [];
  for (const [base, steps] of bases) {
    const first = Math.floor(Math.log(low) / Math.log(base) + 1e-9);
    const last = Math.ceil(Math.log(high) / Math.log(base) - 1e-9);
    splits = [];
    for (let power = first; power <= last; ++power)
      for (const step of steps)
        if (step * base ** power >= low && step * base ** power <= high)
          splits.push(step * base ** power);
    if (splits.length <= most) break;
  }
  return splits;
}

// uPlot's scale for values from low to high: logarithmic as they are, or linear from 0.
export function quantity_scale({low, high, log, binary}) {
  if (!(high > 0)) return {time: false, range: () => [0, 1]};
  if (!log || !(low > 0)) return {time: false, range: () => [0, high * 1.08]};
  const base = binary ? 2 : 10;
  return {time: false, distr: 3, log: base, range: () => [low / 1.3, high * 1.3]};
}

// The box beside the pointer.
export function tooltip(host) {
  const box = h('div', {class: 'tip', hidden: true, 'aria-hidden': 'true'});
  host.append(box);
  return {
    show(left, top, ...content) {
      box.replaceChildren(...content);
      box.hidden = false;
      const room = host.clientWidth - box.offsetWidth;
      box.style.left = `${Math.max(0, Math.min(left + 14, room))}px`;
      box.style.top = `${Math.max(0, top - box.offsetHeight - 10)}px`;
    },
    hide() {
      box.hidden = true;
    },
  };
}

// The same figures as a table, for those who cannot use the chart.
export function figures_as_table(caption, header, rows) {
  return details('Figures as a table', () =>
    h(
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
            header.map((text) => h('th', {scope: 'col'}, text)),
          ),
        ),
        h(
          'tbody',
          {},
          rows().map((row) =>
            h(
              'tr',
              {},
              row.map((text, i) =>
                i === 0 ? h('th', {scope: 'row'}, text) : h('td', {class: 'number'}, text),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
