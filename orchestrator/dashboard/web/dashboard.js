// The live page: its head, its views by the address after the #, and the stream that all of them
// share.

import {h, replace, Scope, set_text} from 'gauntlet/dom';
import {theme_switch} from 'gauntlet/theme';
import {get, take_token} from 'gauntlet/api';
import {Stream} from 'gauntlet/stream';
import {LiveState} from 'gauntlet/live_state';
import {live_view} from 'gauntlet/live_view';
import {start_view} from 'gauntlet/start_view';
import {runs_view} from 'gauntlet/runs_view';
import {compare_page, run_page} from 'gauntlet/run_page';
import {scenario_page} from 'gauntlet/scenario_page';

const kLinks = {
  open: '',
  over: 'The run is over, and this page with it.',
  lost: 'Connection lost. Trying again.',
  stale: 'No news from the run. What is shown may be old.',
};

const kRoutes = [
  [/^\/live$/, live_view, 'Live'],
  [/^\/start$/, start_view, 'Start'],
  [/^\/runs$/, runs_view, 'Runs'],
  [/^\/runs\/([^/]+)\/scenario$/, scenario_page, 'Scenario'],
  [/^\/runs\/([^/]+)$/, run_page, 'Run'],
  [/^\/compare$/, compare_page, 'Compare'],
];

// What is not percent-encoded well stays as it is.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class Dashboard {
  #listeners = new Set();
  #scope = new Scope();
  #turn = 0;

  constructor(about) {
    this.about = about;
    this.state = new LiveState();
    this.link = h('div', {class: 'link-state', role: 'status'});
    this.nav = h(
      'nav',
      {class: 'main-nav', 'aria-label': 'Main'},
      this.#nav_links().map(([href, text]) => h('a', {href}, text)),
    );
    this.main = h('main', {id: 'main', tabindex: -1});
    document.body.replaceChildren(
      h(
        'a',
        {
          class: 'skip',
          href: '#main',
          onclick: (event) => {
            event.preventDefault();
            this.main.focus();
          },
        },
        'Skip to the content',
      ),
      h(
        'header',
        {class: 'page-head'},
        h('span', {class: 'brand'}, 'Gauntlet'),
        this.nav,
        this.link,
        theme_switch(),
      ),
      this.main,
    );
    addEventListener('hashchange', () => this.show());
    this.stream = new Stream({
      on_event: (name, data) => this.#hear(name, data),
      on_link: (link) => this.#show_link(link),
      is_busy: () => this.state.phase === 'running',
    });
    this.show();
  }

  #nav_links() {
    return [
      ['#/live', 'Live'],
      ...(this.about.can_start ? [['#/start', 'Start']] : []),
      ['#/runs', 'Runs'],
    ];
  }

  #show_link(link) {
    set_text(this.link, kLinks[link] ?? '');
    this.link.classList.toggle('over', link === 'over');
    this.main.classList.toggle('old', link !== 'open' && link !== 'over');
  }

  #hear(name, data) {
    const changed = this.state.apply(name, data);
    for (const listener of this.#listeners) listener(changed);
    // The program that shows one run ends with it.
    if (name === 'closed' && !this.about.can_start) this.stream.close();
  }

  on_change(scope, listener) {
    this.#listeners.add(listener);
    scope.defer(() => this.#listeners.delete(listener));
  }

  // What the address says: {make, title, params}; an address that leads nowhere leads to what is
  // live.
  #route() {
    const [path, query] = location.hash.replace(/^#/, '').split('?', 2);
    for (const [pattern, make, title] of kRoutes) {
      const found = pattern.exec(path);
      if (found)
        return {
          make,
          title,
          path,
          params: {
            name: decoded(found[1] ?? ''),
            query: new URLSearchParams(query ?? ''),
          },
        };
    }
    return {
      make: live_view,
      title: 'Live',
      path: '/live',
      params: {name: '', query: new URLSearchParams()},
    };
  }

  async show() {
    const turn = ++this.#turn;
    this.#scope.close();
    const scope = (this.#scope = new Scope());
    const {make, title, path, params} = this.#route();
    document.title = `${title} – Gauntlet`;
    for (const link of this.nav.children) {
      if (
        path.startsWith(link.getAttribute('href').slice(1)) ||
        (path === '/compare' && link.hash === '#/runs')
      )
        link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    const waiting = setTimeout(
      () => replace(this.main, h('p', {class: 'empty', role: 'status'}, 'Loading.')),
      200,
    );
    let view;
    try {
      view = await make(scope, this, params);
    } catch (error) {
      view = h(
        'section',
        {},
        h('h1', {}, 'This cannot be shown'),
        h('p', {class: 'error', role: 'alert'}, error.message),
      );
    }
    clearTimeout(waiting);
    // Another view was asked for meanwhile.
    if (turn !== this.#turn) return scope.close();
    replace(this.main, view);
    scrollTo(0, 0);
    if (turn > 1) this.main.focus({preventScroll: true});
    return undefined;
  }
}

take_token();
get('/api/about').then(
  (about) => new Dashboard(about),
  (error) =>
    document.body.replaceChildren(h('p', {class: 'no-script', role: 'alert'}, error.message)),
);
