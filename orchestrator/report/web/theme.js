// Light or dark: as the system says, or as the reader chose; kept where the browser allows it.
// Charts are drawn on canvas, so they ask here for colours and are told when these change.

import {h} from 'gauntlet/dom';

const kKey = 'gauntlet-theme';
const kDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

// Okabe and Ito's, in the order of the pictures that gnuplot draws; the last two are the ink's own.
const kSeries = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
const kInk = {light: ['#000000', '#666666'], dark: ['#ffffff', '#aaaaaa']};

function stored() {
  try {
    return localStorage.getItem(kKey);
  } catch {
    return null; // a page from disk, or a browser that keeps nothing
  }
}

function store(choice) {
  try {
    if (choice === 'system') localStorage.removeItem(kKey);
    else localStorage.setItem(kKey, choice);
  } catch {
    // Then it holds until the page is closed.
  }
}

let choice = stored() === 'light' || stored() === 'dark' ? stored() : 'system';

export function is_dark() {
  const set = document.documentElement.dataset.theme;
  return set ? set === 'dark' : kDark.matches;
}

function tell() {
  for (const listener of listeners) listener();
}

function apply() {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  tell();
}

// Returns what ends it.
export function on_theme_change(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// The value of a variable of style.css.
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function series_colour(place) {
  const ink = kInk[is_dark() ? 'dark' : 'light'];
  return [...kSeries, ...ink][place % 8];
}

// The switch of the page's head: system, light or dark.
export function theme_switch() {
  const texts = {system: 'Auto', light: 'Light', dark: 'Dark'};
  const control = h(
    'select',
    {'aria-label': 'Colours'},
    Object.entries(texts).map(([value, text]) =>
      h('option', {value, selected: value === choice}, text),
    ),
  );
  control.addEventListener('change', () => {
    choice = control.value;
    store(choice);
    apply();
  });
  return h('label', {class: 'field theme-switch'}, h('span', {}, 'Colours'), control);
}

// Paper is light.
addEventListener('beforeprint', () => {
  document.documentElement.dataset.theme = 'light';
  document.documentElement.dataset.printing = '';
  tell();
});
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.printing;
  apply();
});
kDark.addEventListener('change', tell);
apply();
