// How far the run is, and the buttons that pause and stop it.

import {h, replace, set_text} from 'gauntlet/dom';
import {count, duration, moment, plural} from 'gauntlet/format';
import {post} from 'gauntlet/api';
import {act} from 'gauntlet/cards';

const kPhases = {
  idle: 'Nothing runs',
  starting: 'Starting',
  running: 'Running',
  pausing: 'Pausing after this scenario',
  paused: 'Paused',
  stopping: 'Stopping',
  ended: 'Ended',
};

// How much of the run is left, in words.
function left_text({seconds_left, passes, budget_s, command}) {
  if (seconds_left === null) return 'not known yet';
  if (passes === 0 && budget_s !== null) return `at most ${duration(seconds_left)}`;
  // It goes on after that until its verdict holds.
  if (command === 'ab') return `about ${duration(seconds_left)} to pass ${count(passes)}`;
  return `about ${duration(seconds_left)}`;
}

export class Progress {
  constructor(state, about) {
    Object.assign(this, {state, about});
    this.phase = h('span', {class: 'phase', role: 'status'});
    this.name = h('h1', {}, 'Live');
    this.bar = h(
      'div',
      {class: 'progress', role: 'progressbar', 'aria-label': 'Scenarios done', 'aria-valuemin': 0},
      h('div', {class: 'progress-done'}),
      h('div', {class: 'progress-failed'}),
    );
    this.facts = Object.fromEntries(
      ['done', 'failed', 'elapsed', 'left', 'pass', 'current'].map((name) => [
        name,
        h('dd', {}, '–'),
      ]),
    );
    const titles = {
      done: 'Done',
      failed: 'Failed',
      elapsed: 'Elapsed',
      left: 'Left',
      pass: 'Pass',
      current: 'Now',
    };
    this.after = h('span', {class: 'after'});
    this.element = h(
      'section',
      {class: 'progress-section'},
      h(
        'div',
        {class: 'progress-head'},
        this.name,
        this.phase,
        this.after,
        this.#buttons(),
      ),
      this.bar,
      h(
        'dl',
        {class: 'progress-facts'},
        Object.entries(this.facts).map(([name, node]) =>
          h('div', {class: `fact-${name}`}, h('dt', {}, titles[name]), node),
        ),
      ),
    );
  }

  #buttons() {
    this.said = h('span', {class: 'note', role: 'status'});
    const button = (text, path, kind) => {
      const node = h('button', {type: 'button', class: kind}, text);
      node.addEventListener('click', () =>
        act(node, this.said, async () => {
          await post(path);
        }).then(() => this.paint()),
      );
      return node;
    };
    this.pause = button('Pause', '/api/run/pause');
    this.resume = button('Continue', '/api/run/continue', 'primary');
    this.stop = button('Stop', '/api/run/stop', 'danger');
    return h('div', {class: 'progress-buttons'}, this.said, this.pause, this.resume, this.stop);
  }

  #paint_buttons() {
    const {phase} = this.state;
    this.resume.hidden = phase !== 'paused' && phase !== 'pausing';
    this.pause.hidden = !this.resume.hidden;
    this.pause.disabled = phase !== 'running';
    this.stop.disabled = !['starting', 'running', 'pausing', 'paused'].includes(phase);
  }

  paint() {
    const {run, phase} = this.state;
    set_text(this.name, run?.name || 'Live');
    const {outcome} = this.state;
    set_text(this.phase, outcome ? `Ended: ${outcome}` : (kPhases[phase] ?? phase));
    this.phase.className = `phase ${outcome ?? phase}`;
    this.#paint_buttons();
    const [done, failed, total] = [run?.done ?? 0, run?.failed ?? 0, run?.total ?? 0];
    this.bar.setAttribute('aria-valuenow', done);
    this.bar.setAttribute('aria-valuemax', Math.max(total, done, 1));
    this.bar.style.setProperty('--done', total > 0 ? (done - failed) / total : 0);
    this.bar.style.setProperty('--failed', total > 0 ? failed / total : 0);
    this.paint_facts();
    this.#paint_after();
  }

  paint_facts() {
    const {run, phase} = this.state;
    const set = (name, text) => set_text(this.facts[name], text);
    set('done', run ? `${count(run.done)}${run.total > 0 ? ` of ${count(run.total)}` : ''}` : '–');
    set('failed', run ? count(run.failed) : '–');
    set('elapsed', duration(run?.elapsed_s));
    set('left', run && this.state.runs() ? left_text(run) : '–');
    const pass = run?.current?.pass;
    set(
      'pass',
      pass
        ? `${count(pass)}${run.passes > 0 ? ` of ${count(run.passes)}` : ''}`
        : run?.passes
          ? plural(run.passes, 'pass', 'passes')
          : '–',
    );
    set(
      'current',
      run?.current
        ? `${run.current.scenario}${run.current.side ? ` (${run.current.side})` : ''}`
        : phase === 'paused'
          ? 'paused'
          : '–',
    );
  }

  #paint_after() {
    const {run, phase} = this.state;
    const table = run?.table?.replace(/\.csv$/, '');
    replace(
      this.after,
      phase === 'ended' &&
        table &&
        run.done > 0 &&
        this.about.can_start &&
        h('a', {href: `#/runs/${encodeURIComponent(table)}`}, 'See its report'),
      !this.state.runs() && this.about.can_start && h('a', {href: '#/start'}, 'Start a run'),
      run?.started && h('span', {class: 'note'}, `since ${moment(run.started)}`),
    );
  }
}
