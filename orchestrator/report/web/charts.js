// Charts of points, with lines through them and intervals of several passes, and charts of what
// changes in time. Both are uPlot's, in a frame of ours.

import uPlot from 'gauntlet/uplot';
import {h} from 'gauntlet/dom';
import {series_colour} from 'gauntlet/theme';
import {
  axis,
  chart_frame,
  extent,
  quantity_axis,
  quantity_scale,
  tooltip,
} from 'gauntlet/chart_frame';
import {dash, draw_mark, legend_mark} from 'gauntlet/marks';

const kFaint = 0.5; // opacity of intervals
const kReach = 28; // pixels from the pointer within which a point is meant

// Ticks {at, text}, without those that would run into one another.
function tick_axis(ticks, title) {
  const texts = new Map(ticks.map(({at, text}) => [at, text]));
  return axis({
    size: 34,
    splits: () => ticks.map(({at}) => at),
    values: (plot, splits) => {
      let free_from = -Infinity;
      return splits.map((at) => {
        const text = texts.get(at) ?? '';
        const middle = plot.valToPos(at, 'x');
        const half = 3.6 * text.length;
        if (middle - half < free_from) return '';
        free_from = middle + half + 8;
        return text;
      });
    },
    ...(title ? {label: title} : {}),
  });
}

// Where a point stands on the canvas. Lines over values side by side are drawn beside one another,
// so that their intervals do not hide each other.
function spot(plot, series, point, canvas = true) {
  const shift = (series.shift ?? 0) * (canvas ? uPlot.pxRatio : 1);
  return [plot.valToPos(point.x, 'x', canvas) + shift, plot.valToPos(point.y, 'y', canvas)];
}

function draw_interval(plot, series, point) {
  const context = plot.ctx;
  const ratio = uPlot.pxRatio;
  context.strokeStyle = series_colour(series.place);
  context.setLineDash([]);
  const bar = (x1, y1, x2, y2, width, alpha) => {
    context.globalAlpha = alpha;
    context.lineWidth = width * ratio;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.globalAlpha = 1;
  };
  const [x, y] = spot(plot, series, point);
  const at_y = (value) => plot.valToPos(value, 'y', true);
  const at_x = (value) => plot.valToPos(value, 'x', true);
  if (Number.isFinite(point.tail)) bar(x, y, x, at_y(point.tail), 1, 0.8);
  if (point.low < point.high) bar(x, at_y(point.low), x, at_y(point.high), 5, kFaint);
  if (point.x_low < point.x_high) bar(at_x(point.x_low), y, at_x(point.x_high), y, 5, kFaint);
}

function draw_line(plot, series) {
  const context = plot.ctx;
  const ratio = uPlot.pxRatio;
  context.strokeStyle = series_colour(series.place);
  context.lineWidth = (series.width ?? 1.75) * ratio;
  context.setLineDash(dash(series.dash ?? 0, ratio));
  context.beginPath();
  for (const point of series.points) context.lineTo(...spot(plot, series, point));
  context.stroke();
}

function draw_series(plot, options) {
  plot.ctx.save();
  for (const series of options.series) {
    for (const point of series.points) draw_interval(plot, series, point);
    if (options.lines !== false) draw_line(plot, series);
    if (series.marks === false) continue;
    for (const point of series.points)
      draw_mark(plot.ctx, ...spot(plot, series, point), 4 * uPlot.pxRatio, {
        shape: series.shape ?? series.place,
        place: series.place,
        hollow: point.hollow,
      });
  }
  plot.ctx.restore();
}

// The point that the pointer means, with its series.
function nearest(plot, options, left, top) {
  let best = null;
  let reach = kReach;
  for (const series of options.series)
    for (const point of series.points) {
      const [x, y] = spot(plot, series, point, false);
      const distance = Math.hypot(x - left, y - top);
      if (distance < reach) [best, reach] = [{series, point}, distance];
    }
  return best;
}

function listen(plot, host, options) {
  const tip = tooltip(host);
  const find = (event) => nearest(plot, options, event.offsetX, event.offsetY);
  plot.over.addEventListener('mousemove', (event) => {
    const found = find(event);
    plot.over.style.cursor = found && options.on_pick ? 'pointer' : '';
    if (!found) return tip.hide();
    const left = plot.over.offsetLeft + plot.valToPos(found.point.x, 'x');
    const top = plot.over.offsetTop + plot.valToPos(found.point.y, 'y');
    tip.show(
      left,
      top,
      found.series.name && h('strong', {}, found.series.name),
      ...found.point.texts.map((text) => h('div', {}, text)),
    );
  });
  plot.over.addEventListener('mouseleave', () => tip.hide());
  plot.over.addEventListener('click', (event) => {
    const found = find(event);
    if (found) options.on_pick?.(found.point);
  });
}

// What uPlot takes for the data: it asks for no scale without.
function corners(options) {
  const points = options.series.flatMap((series) => series.points);
  const ticks = options.x.ticks?.map(({at}) => at) ?? [];
  return [extent([...ticks, ...points.map(({x}) => x)]), extent(points.map(({y}) => y))].map(
    (ends) => (Number.isFinite(ends[0]) ? ends : [0, 1]),
  );
}

function point_options(options, host, width, height) {
  const points = options.series.flatMap((series) => series.points);
  const [low, high] =
    options.y.range ?? extent(points.flatMap(({y, low: l, high: u, tail}) => [y, l, u, tail]));
  const [x_low, x_high] = extent(points.flatMap(({x, x_low: l, x_high: u}) => [x, l, u]));
  const ticks = options.x.ticks;
  const [left, right] = ticks ? extent(ticks.map(({at}) => at)) : [x_low, x_high];
  const margin = (right - left || 1) * 0.06;
  return {
    width,
    height,
    legend: {show: false},
    cursor: {show: false},
    scales: {
      x: ticks
        ? {time: false, range: () => [left - margin, right + margin]}
        : quantity_scale({low: x_low, high: x_high, ...options.x}),
      y: quantity_scale({low, high, ...options.y}),
    },
    axes: [
      ticks ? tick_axis(ticks, options.x.title) : quantity_axis(options.x, true),
      quantity_axis(options.y),
    ],
    series: [{}, {paths: () => null, points: {show: false}}], // draw_series draws them
    hooks: {
      draw: [(plot) => draw_series(plot, options)],
      ready: [(plot) => listen(plot, host, options)],
    },
  };
}

// A chart of points. options: {label, height, x, y, series, lines, on_pick};
//   x: {title, ticks: [{at, text}]} or a quantity {title, format, log, binary}; y: a quantity
//   series: [{name, place, shape, dash, shift (pixels), marks, points}]
//   points: [{x, y, low, high, tail, hollow, texts}]
// Returns its element; show(options) draws it anew with others.
export function point_chart(scope, options) {
  let shown = options;
  const {host, frame} = chart_frame(scope, {
    label: options.label,
    height: options.height ?? 240,
    make: (width, height) => point_options(shown, host, width, height),
    data: () => corners(shown),
  });
  return {
    element: host,
    show(next) {
      shown = next;
      host.setAttribute('aria-label', next.label);
      frame.rebuild();
    },
  };
}

// The lines of several charts, once. A line alone has no name, and needs none.
export function legend(series, note) {
  const named = series.filter(({name}) => name);
  return h(
    'div',
    {class: 'legend'},
    named.map((one) =>
      h(
        'span',
        {class: 'legend-line'},
        legend_mark({
          shape: one.shape ?? one.place,
          place: one.place,
          dash: one.dash,
          line: one.line,
        }),
        one.name,
      ),
    ),
    note && h('span', {class: 'legend-note'}, note),
  );
}
