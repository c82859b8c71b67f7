// The report document (docs/report.md) as the views want it: figures with their units, cells by
// place, rows by column. It computes nothing that the document does not say.

import {in_unit} from 'gauntlet/format';

// What a chart or the matrix can show of a cell.
export const kFigures = [
  {key: 'rate', title: 'Rate', more: true},
  {key: 'requests_per_s', title: 'Requests/s', unit: 'requests/s', more: true},
  {key: 'p50_s', title: 'Median response time (p50)', short: 'p50', unit: 's', more: false},
  {key: 'p90_s', title: '90th percentile (p90)', short: 'p90', unit: 's', more: false},
  {key: 'p99_s', title: '99th percentile (p99)', short: 'p99', unit: 's', more: false},
  {key: 'mean_s', title: 'Mean response time', short: 'mean', unit: 's', more: false},
  {key: 'max_s', title: 'Longest response time', short: 'longest', unit: 's', more: false},
];

const kFactors = {'MiB/s': 1048576};

export class Report {
  constructor(document) {
    Object.assign(this, document);
    this.column_places = new Map(this.columns.map(({name}, place) => [name, place]));
    this.cell_places = new Map(this.cells.map((cell, place) => [cell.places.join(), place]));
    this.curves = new Map((this.distributions ?? []).map((curve) => [curve.cell, curve]));
    this.reported = this.tables.at(-1);
  }

  // Those of kFigures that some cell has.
  figures() {
    return kFigures.filter(({key}) => this.cells.some((cell) => cell[key]));
  }

  cell_at(places) {
    return this.cells[this.cell_places.get(places.join())];
  }

  cell_named(scenario) {
    return this.cells.find((cell) => cell.scenario === scenario);
  }

  curve_of(cell) {
    return this.curves.get(this.cell_places.get(cell.places.join()));
  }

  // A value of a row, null where the table has no such column.
  value(row, column) {
    const place = this.column_places.get(column);
    return place === undefined ? null : this.rows[row][place];
  }

  title_of(axis) {
    return axis.title ?? axis.name;
  }
}

export function unit_of(figure, cell) {
  return figure.key === 'rate' ? cell.rate_unit : figure.unit;
}

// A figure in the unit that charts count in: bytes, requests, seconds.
export function in_base_unit(value, unit) {
  return value === null || value === undefined ? null : value * (kFactors[unit] ?? 1);
}

// How charts show a unit: {format, binary}.
export function quantity(unit) {
  const base = unit === 'MiB/s' ? 'B/s' : unit;
  return {format: (value) => in_unit(value, base), binary: base.startsWith('B')};
}

// "5.2 GiB/s", and of several passes that differ "5.2 GiB/s (5.0 GiB/s to 5.4 GiB/s)".
export function figure_text(cell, figure) {
  const value = cell[figure.key];
  if (!value) return in_unit(null);
  const unit = unit_of(figure, cell);
  const middle = in_unit(value.middle, unit);
  const [low, high] = [in_unit(value.low, unit), in_unit(value.high, unit)];
  return low === high ? middle : `${middle} (${low} to ${high})`;
}

export function title_of_figure(figure, cell) {
  return figure.key === 'rate' && cell.rate_unit === 'requests/s' ? 'Requests/s' : figure.title;
}

// Whether a cell has only chosen values. filter: per axis a set of the places that are left out.
export function is_chosen(cell, filter) {
  return cell.places.every((place, axis) => !filter[axis]?.has(place));
}
