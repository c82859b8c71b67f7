// How response times are distributed: from 90% on each tick is ten times as rare as the one before.

import {point_chart} from 'gauntlet/charts';
import {percent, plural, seconds} from 'gauntlet/format';

// 0 at 0%, 1 at 90%, 2 at 99%.
function position(share) {
  return -Math.log10(1 - share);
}

export function share_text(share) {
  const nines = Math.max(0, Math.ceil(position(share) - 1e-9) - 1);
  return percent(share, Math.min(6, nines));
}

function ticks_up_to(end) {
  return Array.from({length: Math.max(2, Math.ceil(end) + 1)}, (_, nines) => ({
    at: nines,
    text: nines === 0 ? '0%' : percent(1 - 10 ** -nines, Math.max(0, nines - 2)),
  }));
}

// Points of a curve beyond which there was no request are drawn at the share that one request has.
function points_of(curve) {
  const last =
    curve.requests > 1
      ? 1 - 1 / curve.requests
      : (curve.points.filter(([share]) => share < 1).at(-1)?.[0] ?? 0.5);
  return curve.points.map(([share, time]) => ({
    x: position(Math.min(share, last)),
    y: time,
    texts: [
      share >= 1
        ? `longest: ${seconds(time)}`
        : `${share_text(share)} took at most ${seconds(time)}`,
    ],
  }));
}

// curves: [{name, curve: {requests, points: [[share, seconds]]}}]; the first is drawn thicker.
function options_of(curves, log) {
  const series = curves.map(({name, curve}, place) => ({
    name,
    place,
    dash: 0,
    marks: false,
    width: place === 0 ? 2.5 : 1.5,
    points: points_of(curve),
  }));
  const end = Math.max(...series.flatMap(({points}) => points.map(({x}) => x)));
  const slowest = Math.max(...series[0].points.map(({y}) => y));
  return {
    label:
      `Percentiles of response times of ${curves[0].name}: the slowest request took ${seconds(slowest)}` +
      (curves[0].curve.requests ? `, of ${plural(curves[0].curve.requests, 'request')}` : ''),
    height: 300,
    x: {title: 'share of the requests that took at most as long', ticks: ticks_up_to(end)},
    y: {format: seconds, log},
    series,
  };
}

// {element, show(curves, log)}
export function percentile_chart(scope, curves, log) {
  const chart = point_chart(scope, options_of(curves, log));
  return {element: chart.element, show: (next, next_log) => chart.show(options_of(next, next_log))};
}
