// Which settings make the x axis, the panels and the lines of a chart: as in the pictures that
// gnuplot draws (results/README.md). Pure.

import {in_base_unit, is_chosen, unit_of} from 'gauntlet/report_document';

const kMostLines = 6;
const kXOrder = ['client_pool', 'volume', 'server_pool'];
const kLineOrder = ['server', 'mode', 'server_pool', 'client_pool'];

function rank(name, order) {
  const place = order.indexOf(name);
  return place < 0 ? order.length : place;
}

// The place of the axis that stands along x: with the most values, numbers before texts.
export function main_axis(axes) {
  const places = axes.map((_, place) => place);
  const rest = places.filter((place) => axes[place].name !== 'operation');
  return (rest.length > 0 ? rest : places).sort(
    (a, b) =>
      axes[b].numeric - axes[a].numeric ||
      axes[b].values.length - axes[a].values.length ||
      rank(axes[a].name, kXOrder) - rank(axes[b].name, kXOrder),
  )[0];
}

// {panels, lines}: the places of the axes that make them.
export function roles(axes, x) {
  const panels = [];
  const lines = [];
  const rest = [];
  axes.forEach(({name}, place) => {
    if (place === x) return;
    if (name === 'operation' || name === 'volume') panels.push(place);
    else rest.push(place);
  });
  rest.sort((a, b) => rank(axes[a].name, kLineOrder) - rank(axes[b].name, kLineOrder));
  let count = 1;
  for (const place of rest) {
    const more = count * axes[place].values.length;
    if (more <= kMostLines) {
      lines.push(place);
      count = more;
    } else panels.push(place);
  }
  return {panels, lines};
}

// Where the values of an axis stand: in the distances of their logarithms, or side by side.
export function positions(axis) {
  const logarithmic = axis.numeric && axis.numbers.every((number) => number > 0);
  return axis.values.map((_, place) => (logarithmic ? Math.log2(axis.numbers[place]) : place));
}

function name_of(axes, which, cell) {
  return which.map((axis) => axes[axis].labels[cell.places[axis]]).join(', ');
}

// A line for each combination of values in the cells: its colour by all but the mode, its dashes by
// the mode, its shape by both.
function lines_of(report, which, cells) {
  const mode = which.find((axis) => report.axes[axis].name === 'mode');
  const colours = new Map();
  const lines = new Map();
  const sorted = [...cells].sort((a, b) =>
    which.reduce((order, axis) => order || a.places[axis] - b.places[axis], 0),
  );
  for (const cell of sorted) {
    const key = which.map((axis) => cell.places[axis]).join();
    if (lines.has(key)) continue;
    const others = which.filter((axis) => axis !== mode);
    const colour_key = (others.length > 0 ? others : which).map((axis) => cell.places[axis]).join();
    if (!colours.has(colour_key)) colours.set(colour_key, colours.size);
    lines.set(key, {
      key,
      name: name_of(report.axes, which, cell),
      place: colours.get(colour_key),
      dash: mode === undefined ? 0 : cell.places[mode],
      shape: lines.size,
    });
  }
  return lines;
}

// {lines, panels: [{title, unit, group, series: [{...line, cells}]}]} of the chosen cells that have
// the figure. Panels of one group may share a scale: those of one operation and unit.
export function panels_of(report, {x, figure, filter}) {
  const {panels, lines} = roles(report.axes, x);
  const cells = report.cells.filter((cell) => cell[figure.key] && is_chosen(cell, filter));
  const all_lines = lines_of(report, lines, cells);
  const found = new Map();
  for (const cell of cells) {
    const unit = unit_of(figure, cell);
    const key = [...panels.map((axis) => cell.places[axis]), unit].join();
    if (!found.has(key))
      found.set(key, {
        title: name_of(report.axes, panels, cell),
        unit,
        group: `${cell.operation} ${unit}`,
        series: new Map(),
      });
    const panel = found.get(key);
    const line = lines.map((axis) => cell.places[axis]).join();
    if (!panel.series.has(line)) panel.series.set(line, {...all_lines.get(line), cells: []});
    panel.series.get(line).cells.push(cell);
  }
  const sorted = [...found.values()].map((panel) => ({
    ...panel,
    series: [...panel.series.values()].map((line) => ({
      ...line,
      cells: line.cells.sort((a, b) => a.places[x] - b.places[x]),
    })),
  }));
  return {lines: [...all_lines.values()], panels: sorted};
}

// The highest and lowest value that a panel shows, of all passes.
export function extent_of(panel, figure) {
  const values = panel.series.flatMap(({cells}) =>
    cells.flatMap((cell) =>
      [cell[figure.key].low, cell[figure.key].high].map((value) => in_base_unit(value, panel.unit)),
    ),
  );
  return [Math.min(...values), Math.max(...values)];
}
