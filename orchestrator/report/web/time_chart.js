// A chart of what changes in time, a sample a second.

import {h, set_text} from 'gauntlet/dom';
import {colour, series_colour} from 'gauntlet/theme';
import {axis, chart_frame, extent, quantity_axis} from 'gauntlet/chart_frame';
import {dash, legend_mark} from 'gauntlet/marks';

const kShortest = 60; // seconds that a chart shows at least

// Samples that stand alone have no line to be seen by.
function lone_samples(plot, place) {
  const values = plot.data[place];
  const lone = [];
  for (let i = 0; i < values.length; ++i)
    if (values[i] !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null)
      lone.push(i);
  return lone;
}

function time_axis() {
  return axis({
    size: 30,
    space: 70,
    values: (_, splits) =>
      splits.map((at) =>
        new Date(at * 1000).toLocaleTimeString('en-GB', {
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
        }),
      ),
  });
}

function time_options(options, width, height, on_cursor) {
  const top = (plot) => {
    const [, high] = extent(plot.data.slice(1).flat());
    return [0, high > 0 ? high * 1.1 : 1];
  };
  return {
    width,
    height,
    legend: {show: false},
    cursor: {y: false, drag: {x: false, y: false}, points: {size: 6}},
    scales: {
      x: {
        time: true,
        range: (plot) => {
          const last = plot.data[0].at(-1) ?? 0;
          const seen = last - (plot.data[0][0] ?? last);
          return [last - Math.max(kShortest, Math.min(options.span, seen)), last];
        },
      },
      y: {range: top},
    },
    axes: [time_axis(), quantity_axis(options.y)],
    series: [
      {},
      ...options.series.map((one) => ({
        stroke: () => series_colour(one.place),
        width: 1.75,
        dash: dash(one.dash ?? 0),
        points: {show: true, size: 4, filter: lone_samples, fill: () => colour('surface')},
      })),
    ],
    hooks: {setCursor: [(plot) => on_cursor(plot.cursor.idx)]},
  };
}

// A chart of the last options.span seconds, or of what there is of them. options: {title, label,
// height, span, y: a quantity, series: [{name, place, dash}]}. show(times, lists) shows new
// samples; its head has the value under the pointer, or the last one.
export function time_chart(scope, options) {
  let data = [[], ...options.series.map(() => [])];
  let pointed = null;
  const values = options.series.map(() => h('span', {class: 'number'}, '–'));
  const tell = () =>
    options.series.forEach((_, i) => {
      const place = pointed ?? data[0].length - 1;
      set_text(values[i], options.y.format(data[i + 1][place] ?? null));
    });
  const {host, frame} = chart_frame(scope, {
    label: options.label,
    height: options.height ?? 150,
    make: (width, height) =>
      time_options(options, width, height, (place) => {
        pointed = place ?? null;
        tell();
      }),
    data: () => data,
  });
  const element = h(
    'figure',
    {class: 'time-chart'},
    h(
      'figcaption',
      {},
      h('span', {class: 'chart-title'}, options.title),
      options.series.map((one, i) =>
        h(
          'span',
          {class: 'legend-line'},
          options.series.length > 1 &&
            legend_mark({shape: one.place, place: one.place, dash: one.dash}),
          options.series.length > 1 && one.name,
          values[i],
        ),
      ),
    ),
    host,
  );
  return {
    element,
    show(times, lists) {
      data = [times, ...lists];
      frame.plot?.setData(data);
      tell();
    },
  };
}
