// What the live page knows: made of the events that the program sends (stream.js). Pure. It keeps a
// bounded part of what it hears, so that a page may stay open for days.

const kSeconds = 300;
const kGap = 3; // seconds without a sample
const kMostMessages = 200;

export const kSeries = [
  'active_clients',
  'requests_per_s',
  'bytes_per_s',
  'p50_s',
  'p99_s',
  'server_cpu',
  'client_cpu',
];

function no_series() {
  return {t: [], ...Object.fromEntries(kSeries.map((name) => [name, []]))};
}

function row_key({scenario, pass, side}) {
  return `${pass}/${side ?? ''}/${scenario}`;
}

export class LiveState {
  constructor() {
    this.phase = 'idle';
    this.outcome = null; // of the last run; null before its end
    this.run = null;
    this.rows = new Map(); // by the scenario of the plan, then by what was run for it
    this.series = no_series();
    this.metrics = null;
    this.recent = [];
    this.messages = [];
  }

  #keep_row(row) {
    if (!this.rows.has(row.planned)) this.rows.set(row.planned, new Map());
    this.rows.get(row.planned).set(row_key(row), row);
  }

  #keep_message(text) {
    this.messages.push(text);
    if (this.messages.length > kMostMessages)
      this.messages.splice(0, this.messages.length - kMostMessages);
  }

  #begin(run) {
    const {rows, ...rest} = run;
    this.run = rest;
    this.rows = new Map();
    this.outcome = null;
    for (const row of rows ?? []) this.#keep_row(row);
  }

  #second(sample) {
    const {series} = this;
    const last = series.t.at(-1);
    if (last !== undefined && sample.t <= last) return;
    const keep = (t, values) => {
      series.t.push(t);
      for (const name of kSeries) series[name].push(values[name] ?? null);
    };
    // Nothing was measured between two runs: lines end there.
    if (last !== undefined && sample.t - last > kGap) keep(last + 1, {});
    keep(sample.t, sample);
    // What is older than the charts reach, and never more than they have pixels for.
    while (series.t[0] < sample.t - kSeconds || series.t.length > kSeconds + 1)
      for (const values of Object.values(series)) values.shift();
  }

  // Returns what changed: phase, run, rows, current, seconds, metrics, messages.
  apply(name, data) {
    switch (name) {
      case 'state':
        this.phase = data.phase;
        this.rows = new Map();
        this.messages = [];
        this.run = null;
        if (data.run) this.#begin(data.run);
        this.outcome = data.outcome;
        for (const message of data.messages ?? []) this.#keep_message(message);
        this.series = {...no_series(), ...data.series};
        this.metrics = data.metrics;
        this.recent = data.recent ?? [];
        return ['phase', 'run', 'rows', 'seconds', 'messages'];
      case 'phase':
        this.phase = data.phase;
        return ['phase'];
      case 'begin':
        this.#begin(data);
        this.series = no_series();
        this.recent = [];
        return ['run', 'rows', 'seconds'];
      case 'started':
        if (this.run) Object.assign(this.run, data);
        return ['current'];
      case 'row': {
        const {row, ...progress} = data;
        this.#keep_row(row);
        if (this.run) Object.assign(this.run, progress, {current: null});
        return ['rows', 'current'];
      }
      case 'second':
        this.#second(data);
        this.metrics = data.metrics ?? this.metrics;
        this.recent = data.recent ?? this.recent;
        if (this.run)
          Object.assign(this.run, {
            elapsed_s: data.elapsed_s ?? this.run.elapsed_s,
            seconds_left: data.seconds_left ?? null,
          });
        return ['seconds'];
      case 'metrics':
        this.metrics = data;
        return ['metrics'];
      case 'message':
        this.#keep_message(data.text);
        return ['messages'];
      case 'end':
        this.outcome = data.outcome;
        if (this.run)
          Object.assign(this.run, {table: data.table, current: null, seconds_left: null});
        return ['run', 'phase', 'current'];
      default:
        return [];
    }
  }

  runs() {
    return ['starting', 'running', 'pausing', 'paused', 'stopping'].includes(this.phase);
  }

  // The rows of a scenario of the plan, in the order in which they came.
  rows_of(planned) {
    return [...(this.rows.get(planned)?.values() ?? [])];
  }
}
