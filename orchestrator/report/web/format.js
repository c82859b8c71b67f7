// Numbers and times for people. What was not measured is a dash, never 0.

export const kNone = '–';

function missing(value) {
  return value === null || value === undefined || Number.isNaN(value);
}

// Three significant digits, without zeros that say nothing: 5.43, 12.3, 4320.
export function digits(value) {
  if (missing(value)) return kNone;
  const size = Math.abs(value);
  if (size >= 100 || value === 0) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

export function count(value) {
  return missing(value) ? kNone : Math.round(value).toLocaleString('en-US');
}

export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function scaled(value, step, units) {
  let place = 0;
  while (Math.abs(value) >= 999.5 && place + 1 < units.length) {
    value /= step;
    ++place;
  }
  return `${digits(value)} ${units[place]}`;
}

export function bytes(value) {
  return missing(value) ? kNone : scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

// A volume as tables have it, in MiB: "1 KiB".
export function volume(mib) {
  return bytes(Math.round(Number(mib) * 1048576));
}

export function byte_rate(value) {
  return missing(value) ? kNone : `${bytes(value)}/s`;
}

// 950/s, 12.3 k/s.
export function request_rate(value) {
  return missing(value)
    ? kNone
    : `${scaled(value, 1000, ['', 'k', 'M', 'G'])}/s`.replace(' /s', '/s');
}

// A response time: 740 µs, 1.23 ms, 4.5 s.
export function seconds(value) {
  if (missing(value)) return kNone;
  if (value === 0) return '0 s';
  const size = Math.abs(value);
  if (size < 0.9995e-6) return `${digits(value * 1e9)} ns`;
  if (size < 0.9995e-3) return `${digits(value * 1e6)} µs`;
  if (size < 0.9995) return `${digits(value * 1e3)} ms`;
  return `${digits(value)} s`;
}

// How long something took: 45 s, 3 min 20 s, 2 h 5 min.
export function duration(value) {
  if (missing(value)) return kNone;
  if (value < 9.95) return `${digits(Math.round(value * 10) / 10)} s`;
  const whole = Math.round(value);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

// A count where there is little room: 448 k.
export function short_count(value) {
  if (missing(value)) return kNone;
  return value < 1000 ? count(value) : scaled(value, 1000, ['', 'k', 'M', 'G']);
}

export function percent(share, fraction_digits = 0) {
  return missing(share) ? kNone : `${(share * 100).toFixed(fraction_digits)}%`;
}

// A change with its sign: +4.2%, −12%.
export function change(share) {
  if (missing(share)) return kNone;
  const value = share * 100;
  const text = Math.abs(value) < 9.95 ? Math.abs(value).toFixed(1) : Math.abs(value).toFixed(0);
  return Number(text) === 0 ? '0.0%' : `${value < 0 ? '−' : '+'}${text}%`;
}

const kDay = {year: 'numeric', month: 'short', day: 'numeric'};
const kClock = {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'};

// A moment in local time, of an ISO text or of seconds since 1970.
export function moment(value) {
  const date = to_date(value);
  return date ? date.toLocaleString('en-GB', {...kDay, ...kClock}) : kNone;
}

export function clock(value) {
  const date = to_date(value);
  return date ? date.toLocaleTimeString('en-GB', {...kClock, second: '2-digit'}) : kNone;
}

function to_date(value) {
  if (missing(value) || value === '') return null;
  const date = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? null : date;
}

const kByUnit = {
  s: seconds,
  B: bytes,
  'B/s': byte_rate,
  'MiB/s': (value) => byte_rate(missing(value) ? value : value * 1048576),
  'requests/s': request_rate,
  MiB: (value) => bytes(missing(value) ? value : value * 1048576),
};

// A number in the unit that the document names.
export function in_unit(value, unit) {
  if (missing(value)) return kNone;
  const format = kByUnit[unit];
  if (format) return format(value);
  return unit ? `${digits(value)} ${unit}` : digits(value);
}

// A file of a table, as RFC 4180 has it. Spreadsheets take texts that begin with one of =+-@ for
// formulas, so these get a quote before them.
export function csv(header, rows) {
  const field = (value) => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => row.map(field).join(',') + '\r\n').join('');
}
