// The whole matrix at a glance.

import {h, replace, select} from 'gauntlet/dom';
import {heatmap} from 'gauntlet/heatmap';
import {level_legend, levels, limit_legend} from 'gauntlet/shades';
import {
  figure_text,
  in_base_unit,
  is_chosen,
  kFigures,
  quantity,
  title_of_figure,
  unit_of,
} from 'gauntlet/report_document';

function value_of(cell, figure) {
  return in_base_unit(cell[figure.key]?.middle, unit_of(figure, cell));
}

function state_of(cell) {
  if (cell.used.length === 0 && cell.failed > 0) return 'failed';
  return cell.valid ? 'ok' : 'invalid';
}

function lines_of(cell) {
  const figures = kFigures
    .filter(({key}) => ['rate', 'requests_per_s', 'p50_s', 'p99_s'].includes(key) && cell[key])
    .filter(({key}) => key !== 'requests_per_s' || cell.rate_unit !== 'requests/s')
    .map((figure) => `${title_of_figure(figure, cell)}: ${figure_text(cell, figure)}`);
  return [
    cell.name,
    ...figures,
    cell.limited_by && `limited by ${cell.limited_by}`,
    cell.failed > 0 &&
      `${cell.failed} of ${cell.rows.length} passes failed: ${cell.status.join(', ')}`,
    cell.doubt.length > 0 && `doubt: ${cell.doubt.join(', ')}`,
  ].filter(Boolean);
}

function paint_all(report, map, choices) {
  const by_limit = choices.colour_by === 'limited_by';
  const figure = kFigures.find(({key}) => key === choices.colour_by);
  const shades = by_limit
    ? []
    : levels(
        report.cells.map((cell) => ({
          value: state_of(cell) === 'ok' ? value_of(cell, figure) : null,
          group: `${cell.operation} ${unit_of(figure, cell)}`,
        })),
        figure.more,
      );
  report.cells.forEach((cell, place) => {
    const state = is_chosen(cell, choices.filter) ? state_of(cell) : 'missing';
    const text = by_limit
      ? (cell.limited_by ?? '')
      : cell[figure.key]
        ? quantity(unit_of(figure, cell)).format(value_of(cell, figure))
        : '';
    map.show(cell.places, {
      state,
      title: lines_of(cell),
      text: state === 'failed' ? 'failed' : state === 'missing' ? '' : text,
      ...(by_limit ? {word: cell.limited_by ?? ''} : {level: shades[place]}),
    });
  });
}

export function matrix_section(scope, report, choices) {
  const map = heatmap(scope, {
    axes: report.axes,
    places: report.cells.map(({places}) => places),
    label: 'All cells of the matrix. Arrow keys move, Enter shows a scenario.',
    words: {
      title: (axis) => report.title_of(axis),
      tick: (axis, value) => axis.ticks[axis.values.indexOf(value)],
      label: (axis, value) => axis.labels[axis.values.indexOf(value)],
    },
    on_pick: (places) => choices.change({scenario: report.cell_at(places), jump: true}),
  });
  const words = [...new Set(report.cells.map((cell) => cell.limited_by).filter(Boolean))];
  const legend_box = h('div');
  const options = [
    ...report.figures().map(({key, title}) => [key, title]),
    ...(words.length > 0 ? [['limited_by', 'What limited it']] : []),
  ];
  choices.watch(scope, ['colour_by', 'filter'], () => {
    paint_all(report, map, choices);
    replace(legend_box, choices.colour_by === 'limited_by' ? limit_legend(words) : level_legend());
  });
  return [
    options.length > 0 &&
      h(
        'div',
        {class: 'tools no-print'},
        select('Show', options, choices.colour_by, (colour_by) => choices.change({colour_by})),
      ),
    legend_box,
    map.element,
  ];
}
