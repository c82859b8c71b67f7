// The events that the program sends while the page is open: reconnects by itself, and tells whether
// what is shown is still news.

const kEvents = ['state', 'phase', 'begin', 'started', 'row', 'second', 'metrics', 'message', 'end', 'closed'];
const kStale = 5000; // ms without a word while a run goes on
const kRetry = 2000;

// on_event(name, data); on_link('open' | 'lost' | 'stale' | 'over'); is_busy() says whether words are due.
export class Stream {
  constructor({on_event, on_link, is_busy}) {
    Object.assign(this, {on_event, on_link, is_busy, link: '', heard: performance.now()});
    this.#connect();
    setInterval(() => this.#check(), 1000);
    addEventListener('pagehide', () => this.source?.close());
    addEventListener('pageshow', (event) => {
      if (event.persisted && this.link !== 'over') this.#connect();
    });
  }

  #tell(link) {
    if (link === this.link) return;
    this.link = link;
    this.on_link(link);
  }

  // Nothing more will come.
  close() {
    this.source.close();
    this.#tell('over');
  }

  #connect() {
    this.source = new EventSource('/events');
    this.source.addEventListener('open', () => {
      this.heard = performance.now();
      this.#tell('open');
    });
    this.source.addEventListener('error', () => this.#lost());
    for (const name of kEvents)
      this.source.addEventListener(name, (event) => {
        this.heard = performance.now();
        this.#tell('open');
        this.on_event(name, JSON.parse(event.data));
      });
  }

  // EventSource tries again by itself while a connection breaks, but not after an answer that is no
  // stream, such as that of a program that is just ending.
  #lost() {
    if (this.link === 'over') return;
    this.#tell('lost');
    if (this.source.readyState !== EventSource.CLOSED) return;
    this.source.close();
    setTimeout(() => this.#connect(), kRetry);
  }

  #check() {
    if (this.link === 'open' && this.is_busy() && performance.now() - this.heard > kStale)
      this.#tell('stale');
  }
}
