// The charts of a run: a figure over one of the settings, and the rate against the response time.

import {h, select, toggle} from 'gauntlet/dom';
import {remade} from 'gauntlet/choices';
import {legend, point_chart} from 'gauntlet/charts';
import {figures_as_table} from 'gauntlet/chart_frame';
import {
  figure_text,
  in_base_unit,
  is_chosen,
  kFigures,
  quantity,
  title_of_figure,
} from 'gauntlet/report_document';
import {extent_of, panels_of, positions} from 'gauntlet/panels';

const kMostPanels = 24;
const kFar = 50; // from here on a scale is logarithmic, as in the pictures
const kShift = 5; // pixels between the lines of a panel
const kNote =
  'Marks are the median of the passes, bars reach from the lowest to the highest. Hollow: not valid.';

function texts_of(cell) {
  return kFigures
    .filter(({key}) => ['rate', 'p50_s', 'p99_s'].includes(key) && cell[key])
    .map(
      (figure) => `${figure.key === 'rate' ? 'rate' : figure.short}: ${figure_text(cell, figure)}`,
    );
}

function point_of(cell, x, figure, unit) {
  const {middle, low, high} = cell[figure.key];
  const base = (value) => in_base_unit(value, unit);
  return {
    x,
    y: base(middle),
    low: base(low),
    high: base(high),
    hollow: !cell.valid,
    cell,
    texts: [...texts_of(cell), ...(cell.valid ? [] : ['not valid'])],
  };
}

// Panels of a group share a scale, but for one that would be flat on it.
function range_of(panel, panels, figure) {
  const [low, high] = extent_of(panel, figure);
  const shared = panels
    .filter(({group}) => group === panel.group)
    .map((one) => extent_of(one, figure));
  const top = Math.max(...shared.map(([, end]) => end));
  if (high < top / 5) return [low, high];
  return [Math.min(...shared.map(([start]) => start)), top];
}

function panel_chart(scope, report, choices, {panel, range, figure, lines}) {
  const axis = report.axes[choices.x];
  const at = positions(axis);
  const title = title_of_figure(figure, {rate_unit: panel.unit});
  const {format} = quantity(panel.unit);
  const where = panel.title ? `, ${panel.title}` : '';
  const [lowest, highest] = range.own.map(format);
  const chart = point_chart(scope, {
    label: `${title} over ${report.title_of(axis)}${where}: from ${lowest} to ${highest}`,
    height: 230,
    x: {
      title: report.title_of(axis),
      ticks: at.map((place, i) => ({at: place, text: axis.ticks[i]})),
    },
    y: {...quantity(panel.unit), log: choices.log, range: range.shared},
    series: panel.series.map((line) => ({
      ...line,
      shift: kShift * (line.shape - (lines - 1) / 2),
      points: line.cells.map((cell) =>
        point_of(cell, at[cell.places[choices.x]], figure, panel.unit),
      ),
    })),
    on_pick: ({cell}) => choices.change({scenario: cell, jump: true}),
  });
  return h('figure', {class: 'panel'}, h('figcaption', {}, panel.title || title), chart.element);
}

function over_axis(scope, report, choices) {
  const figure = kFigures.find(({key}) => key === choices.figure);
  const {lines, panels} = panels_of(report, {x: choices.x, figure, filter: choices.filter});
  if (panels.length === 0) return h('p', {class: 'empty'}, 'No chosen cell has this figure.');
  const shown = panels.slice(0, kMostPanels);
  const axis = report.axes[choices.x];
  return [
    legend(lines, kNote),
    h(
      'div',
      {class: 'panels'},
      shown.map((panel) =>
        panel_chart(scope, report, choices, {
          panel,
          figure,
          lines: lines.length,
          range: {shared: range_of(panel, shown, figure), own: extent_of(panel, figure)},
        }),
      ),
    ),
    panels.length > shown.length &&
      h(
        'p',
        {class: 'note'},
        `${panels.length - shown.length} more panels are left out: choose fewer values above.`,
      ),
    figures_as_table(figure.title, ['Scenario', report.title_of(axis), figure.title, 'Valid'], () =>
      panels.flatMap(({series}) =>
        series.flatMap(({cells}) =>
          cells.map((cell) => [
            cell.name,
            axis.ticks[cell.places[choices.x]],
            figure_text(cell, figure),
            cell.valid ? 'yes' : 'no',
          ]),
        ),
      ),
    ),
  ];
}

// Whether the panels of a figure lie so far apart that a linear scale would hide some of them.
export function wants_log(report, x, figure) {
  return panels_of(report, {x, figure, filter: []}).panels.some((panel) => {
    const [low, high] = extent_of(panel, figure);
    return low > 0 && high / low >= kFar;
  });
}

export function figure_section(scope, report, choices) {
  const figures = report.figures();
  const controls = h(
    'div',
    {class: 'tools no-print'},
    select(
      'Figure',
      figures.map(({key, title}) => [key, title]),
      choices.figure,
      (figure) => choices.change({figure}),
    ),
    select(
      'Over',
      report.axes.map((axis, place) => [place, report.title_of(axis)]),
      choices.x,
      (x) => choices.change({x: Number(x)}),
    ),
    toggle('Log scale', choices.log, (log) => choices.change({log})),
  );
  return [
    controls,
    remade(scope, choices, ['figure', 'x', 'log', 'filter'], (inner) =>
      over_axis(inner, report, choices),
    ),
  ];
}

function against_panel(scope, report, choices, panel, times, rate) {
  const base = (value) => in_base_unit(value, panel.unit);
  const series = panel.series.map((line) => ({
    ...line,
    points: line.cells
      .filter((cell) => cell[times.key])
      .map((cell) => ({
        ...point_of(cell, base(cell.rate.middle), times, 's'),
        x_low: base(cell.rate.low),
        x_high: base(cell.rate.high),
      })),
  }));
  const rate_title = title_of_figure(rate, {rate_unit: panel.unit}).toLowerCase();
  const name = `${panel.title ? `${panel.title}: ` : ''}${times.short} against ${rate_title}`;
  const chart = point_chart(scope, {
    label: `${name}. Lines go from the first value of ${report.title_of(report.axes[choices.x])} to the last`,
    height: 230,
    x: {
      ...quantity(panel.unit),
      title: rate_title,
      log: false,
    },
    y: {...quantity('s'), log: choices.log_times},
    series,
    on_pick: ({cell}) => choices.change({scenario: cell, jump: true}),
  });
  return h('figure', {class: 'panel'}, h('figcaption', {}, panel.title || name), chart.element);
}

function against(scope, report, choices) {
  const [rate, times] = ['rate', choices.times].map((key) =>
    kFigures.find((figure) => figure.key === key),
  );
  const {lines, panels} = panels_of(report, {x: choices.x, figure: rate, filter: choices.filter});
  const shown = panels
    .filter(({series}) => series.some(({cells}) => cells.some((cell) => cell[times.key])))
    .slice(0, kMostPanels);
  if (shown.length === 0) return h('p', {class: 'empty'}, 'No chosen cell has both figures.');
  return [
    legend(
      lines,
      `Each line goes along ${report.title_of(report.axes[choices.x])}. Further right and lower is better.`,
    ),
    h(
      'div',
      {class: 'panels'},
      shown.map((panel) => against_panel(scope, report, choices, panel, times, rate)),
    ),
    figures_as_table('Rate against response time', ['Scenario', 'Rate', times.title, 'Valid'], () =>
      report.cells
        .filter((cell) => cell.rate && cell[times.key] && is_chosen(cell, choices.filter))
        .map((cell) => [
          cell.name,
          figure_text(cell, rate),
          figure_text(cell, times),
          cell.valid ? 'yes' : 'no',
        ]),
    ),
  ];
}

export function against_section(scope, report, choices) {
  const figures = report.figures().filter((figure) => figure.unit === 's');
  const controls = h(
    'div',
    {class: 'tools no-print'},
    select(
      'Response time',
      figures.map(({key, title}) => [key, title]),
      choices.times,
      (times) => choices.change({times}),
    ),
    toggle('Log scale', choices.log_times, (log_times) => choices.change({log_times})),
  );
  return [
    controls,
    remade(scope, choices, ['times', 'x', 'log_times', 'filter'], (inner) =>
      against(inner, report, choices),
    ),
  ];
}

// Buttons for the values of every axis that can be left out.
export function filter_bar(report, choices) {
  const group = (axis, place) =>
    h(
      'fieldset',
      {class: 'filter'},
      h('legend', {}, report.title_of(axis)),
      axis.values.map((_, value) =>
        toggle(axis.ticks[value], true, (chosen) => {
          const filter = choices.filter.map((left_out) => new Set(left_out));
          if (chosen) filter[place].delete(value);
          else filter[place].add(value);
          choices.change({filter});
        }),
      ),
    );
  return h('div', {class: 'filters no-print'}, report.axes.map(group));
}
