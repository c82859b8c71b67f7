// The cards of the live page: figures of the server under test, and what can be done to it.

import {h, set_text} from 'gauntlet/dom';
import {count, kNone, percent, seconds, short_count} from 'gauntlet/format';
import {post} from 'gauntlet/api';

const kMostClients = 100000;

function card(title, ...content) {
  return h('div', {class: 'card'}, h('h3', {}, title), content);
}

// A card of one figure, with a line of what belongs to it.
function figure_card(title) {
  const [value, note] = [h('div', {class: 'value'}, kNone), h('div', {class: 'note'}, ' ')];
  return {
    element: card(title, value, note),
    show(text, more = '') {
      set_text(value, text);
      set_text(note, more || ' ');
    },
  };
}

// Runs an action of the reader; what went wrong stands beside its button.
export async function act(button, said, action) {
  button.disabled = true;
  set_text(said, '');
  try {
    set_text(said, (await action()) ?? '');
  } catch (error) {
    set_text(said, error.message);
  } finally {
    button.disabled = false;
  }
}

function test_card() {
  const clients = h('input', {
    type: 'number',
    min: 1,
    max: kMostClients,
    value: 100,
    required: true,
    'aria-label': 'Clients of the test',
  });
  const said = h('div', {class: 'note', role: 'status'}, ' ');
  const button = h('button', {type: 'submit', class: 'primary'}, 'Start test');
  const form = h(
    'form',
    {
      class: 'card-form',
      onsubmit: (event) => {
        event.preventDefault();
        act(button, said, async () => {
          const {clients: started} = await post('/start_test', {clients: Number(clients.value)});
          return `started with ${count(started)} clients`;
        });
      },
    },
    clients,
    h('span', {class: 'note'}, 'clients'),
    button,
  );
  return {
    element: card('Test', form, said),
    show: (can_start) => {
      button.disabled = !can_start;
      clients.disabled = !can_start;
    },
  };
}

function cache_card() {
  const value = h('div', {class: 'value'}, kNone);
  const said = h('div', {class: 'note', role: 'status'}, ' ');
  const button = h('button', {
    type: 'button',
    role: 'switch',
    class: 'switch',
    'aria-checked': 'false',
    'aria-label': 'Caching',
    disabled: true,
  });
  let shown = null;
  const show = (metrics) => {
    shown = metrics;
    const known = metrics?.cache_enabled ?? null;
    button.setAttribute('aria-checked', String(known === true));
    set_text(button, known === null ? 'not known' : known ? 'on' : 'off');
    button.disabled = known === null;
    const [hits, misses] = [metrics?.cache_hits ?? null, metrics?.cache_misses ?? null];
    set_text(
      value,
      hits === null || hits + misses === 0 ? kNone : percent(hits / (hits + misses), 1),
    );
    set_text(
      said,
      hits === null
        ? 'no server tells now'
        : `${short_count(hits)} hits, ${short_count(misses)} misses`,
    );
  };
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const {cache_enabled} = await post('/toggle_cache');
      show({...shown, cache_enabled});
    } catch (error) {
      set_text(said, error.message);
    } finally {
      button.disabled = (shown?.cache_enabled ?? null) === null;
    }
  });
  return {
    element: h(
      'div',
      {class: 'card'},
      h('div', {class: 'card-head'}, h('h3', {}, 'Caching'), button),
      value,
      said,
    ),
    show,
  };
}

export class Cards {
  constructor(about) {
    this.about = about;
    this.test = about.can_start ? test_card() : null;
    this.clients = figure_card('Active clients');
    this.requests = figure_card('Requests in all');
    this.time = figure_card('Average response');
    this.cache = cache_card();
    this.sessions = figure_card('Sessions');
    this.threads = figure_card('Worker threads');
    const all = [
      this.test,
      this.clients,
      this.requests,
      this.time,
      this.cache,
      this.sessions,
      this.threads,
    ].filter(Boolean);
    this.element = h(
      'div',
      {class: 'cards'},
      all.map(({element}) => element),
    );
  }

  paint(state) {
    const metrics = state.metrics ?? {};
    const total = metrics.total_requests ?? null;
    const failed = metrics.failed_requests ?? null;
    this.test?.show(!state.runs());
    this.clients.show(count(metrics.active_clients), 'now');
    this.requests.show(count(total), failed === null ? '' : `${count(failed)} failed`);
    this.time.show(seconds(metrics.average_response_time), 'of a request');
    this.cache.show(metrics);
    this.sessions.show(count(metrics.unique_sessions), 'unique');
    this.threads.show(count(metrics.thread_pool_size), `${count(metrics.queue_size)} in the queue`);
  }
}
