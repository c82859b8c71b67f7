// Starts a run: a scenario file, the settings and axes that differ from it, and what comes of them.

import {details, h, replace, set_text} from 'gauntlet/dom';
import {count, plural, volume} from 'gauntlet/format';
import {ApiError, get, post} from 'gauntlet/api';
import {setting_field} from 'gauntlet/setting_field';

const kPause = 300; // ms after the last key before the program is asked what comes of it
const kMostListed = 200;

function value_text(name, value) {
  return name === 'volume' && value ? volume(value) : (value ?? '');
}

class StartView {
  constructor(scope, settings) {
    Object.assign(this, {scope, settings, file: null, fields: new Map(), asked: null, timer: 0});
    this.files = h('div', {class: 'files', role: 'radiogroup', 'aria-label': 'Scenario file'});
    this.form = h('div', {class: 'settings'});
    this.outcome = h('div', {class: 'outcome'});
    this.error = h('p', {class: 'error', role: 'alert'});
    this.total = h('p', {class: 'start-total', role: 'status'});
    this.start = h(
      'button',
      {type: 'button', class: 'primary', disabled: true, onclick: () => this.#start()},
      'Start the run',
    );
    this.only = h('input', {
      type: 'text',
      placeholder: 'operation=get volume=1|10',
      oninput: () => this.#later(),
      'aria-describedby': 'only-hint',
    });
    this.element = h(
      'div',
      {class: 'start'},
      h('section', {}, h('h1', {}, 'Start a run'), h('h2', {}, '1. Scenario file'), this.files),
      h(
        'section',
        {},
        h('h2', {}, '2. Settings'),
        h(
          'p',
          {class: 'section-note'},
          'Several values make an axis: write them with | between them, as 1|10|100.',
        ),
        this.form,
      ),
      h(
        'section',
        {class: 'start-outcome'},
        h('h2', {}, '3. What runs'),
        h('label', {class: 'stacked'}, h('span', {}, 'Only'), this.only),
        h(
          'p',
          {class: 'note', id: 'only-hint'},
          'Conditions with spaces between them; empty: all.',
        ),
        this.error,
        h('div', {class: 'start-bar'}, this.start, this.total),
        this.outcome,
      ),
    );
    scope.defer(() => {
      clearTimeout(this.timer);
      this.asked?.abort();
    });
  }

  show_files(files) {
    if (files.length === 0)
      return replace(
        this.files,
        h('p', {class: 'empty'}, 'There is no scenario file in the folder.'),
      );
    replace(
      this.files,
      files.map(({file, name, text, problem}) => {
        const input = h('input', {
          type: 'radio',
          name: 'file',
          value: file,
          disabled: problem !== null,
          onchange: () => this.choose(file),
        });
        return h(
          'label',
          {class: 'file'},
          input,
          h(
            'span',
            {},
            h('strong', {}, name || file),
            h('span', {class: 'note'}, ` ${file}`),
            h('span', {class: 'file-text'}, text ?? ''),
            problem && h('span', {class: 'error'}, problem),
          ),
        );
      }),
    );
    const first = files.find(({problem}) => problem === null);
    if (!first) return undefined;
    this.files.querySelectorAll('input')[files.indexOf(first)].checked = true;
    return this.choose(first.file);
  }

  // Fields begin with what the file says, so that it is asked first without any change.
  async choose(file) {
    this.file = file;
    this.only.value = '';
    this.fields.clear();
    replace(this.form, h('p', {class: 'empty'}, 'Reading the file.'));
    const expanded = await this.#expand();
    if (expanded) this.#show_fields(expanded.settings, expanded.passes);
  }

  // The sweep's keys, what the file says differently, and what has no default come first.
  #show_fields(settings, passes) {
    const given = {...settings, passes: settings.passes ?? String(passes ?? 1)};
    const known = [...this.settings.sweep, ...this.settings.settings];
    for (const setting of known)
      this.fields.set(
        setting.name,
        setting_field(setting, given[setting.name] ?? setting.default, () => this.#later()),
      );
    const differs = ({name, default: usual}) => !usual || (given[name] ?? usual) !== usual;
    const named = [...this.settings.sweep, ...this.settings.settings.filter(differs)];
    const others = known.filter((setting) => !named.includes(setting));
    const elements = (list) =>
      h(
        'div',
        {class: 'fields'},
        list.map(({name}) => this.fields.get(name).element),
      );
    replace(
      this.form,
      elements(named),
      others.length > 0 &&
        details(`${plural(others.length, 'more setting')} with their defaults`, () =>
          elements(others),
        ),
    );
  }

  #request() {
    return {
      file: this.file,
      set: [...this.fields]
        .filter(([, field]) => field.changed())
        .map(([name, field]) => `${name}=${field.value()}`),
      only: this.only.value.trim().split(/\s+/).filter(Boolean),
    };
  }

  #later() {
    clearTimeout(this.timer);
    this.start.disabled = true;
    this.timer = setTimeout(() => this.#expand(), kPause);
  }

  async #expand() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const expanded = await post('/api/expand', this.#request(), this.asked.signal);
      this.#show_problems(null);
      this.#show_outcome(expanded);
      return expanded;
    } catch (error) {
      if (error.name === 'AbortError') return null;
      this.#show_problems(error);
      return null;
    }
  }

  #show_problems(error) {
    for (const field of this.fields.values()) field.show_problem('');
    this.start.disabled = error !== null;
    if (error === null) return set_text(this.error, '');
    replace(this.outcome);
    const problems = error instanceof ApiError ? error.problems : [];
    const elsewhere = problems.filter(
      ({setting, message}) => !this.fields.get(setting)?.show_problem(message),
    );
    const hidden = problems.length > 0 && elsewhere.length === 0;
    set_text(
      this.error,
      hidden
        ? 'A setting above is not right.'
        : elsewhere.map(({message}) => message).join(' ') || error.message,
    );
    set_text(this.total, '');
    if (this.fields.size === 0)
      replace(
        this.form,
        h('p', {class: 'empty'}, 'The settings are shown when the file can be read.'),
      );
    return undefined;
  }

  #show_outcome({scenarios, passes, axes}) {
    const runs = scenarios.length * passes;
    set_text(
      this.total,
      `${plural(scenarios.length, 'scenario')}${passes > 1 ? `, ${count(passes)} passes: ${count(runs)} rows` : ''}`,
    );
    this.start.disabled = scenarios.length === 0;
    const names = axes.map(({name}) => name);
    replace(
      this.outcome,
      h(
        'div',
        {class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': 'Scenarios'},
        h(
          'table',
          {class: 'data'},
          h('caption', {class: 'hidden-text'}, 'Scenarios'),
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              [...names, 'scenario'].map((name) => h('th', {scope: 'col'}, name)),
            ),
          ),
          h(
            'tbody',
            {},
            scenarios.slice(0, kMostListed).map(({id, settings}) =>
              h(
                'tr',
                {},
                names.map((name) => h('td', {}, value_text(name, settings[name]))),
                h('td', {class: 'id'}, id),
              ),
            ),
          ),
        ),
      ),
      scenarios.length > kMostListed &&
        h('p', {class: 'note'}, `and ${count(scenarios.length - kMostListed)} more`),
    );
  }

  async #start() {
    this.start.disabled = true;
    try {
      await post('/api/runs', this.#request());
      location.hash = '#/live';
    } catch (error) {
      this.#show_problems(error);
      this.start.disabled = false;
    }
  }
}

export async function start_view(scope, app) {
  if (!app.about.can_start)
    return h(
      'section',
      {},
      h('h1', {}, 'Start a run'),
      h('p', {}, 'This page shows one run; it starts none. Run orchestrator dashboard for that.'),
    );
  const [{files}, settings] = await Promise.all([get('/api/scenarios'), get('/api/settings')]);
  const view = new StartView(scope, settings);
  view.show_files(files);
  return view.element;
}
