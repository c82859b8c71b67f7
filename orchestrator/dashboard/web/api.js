// Asks the program behind the page. It may want a token, which the page's own address holds after
// the # when the program printed it; it is kept for this tab and taken out of the address.

const kKey = 'gauntlet-token';
let token = null;

function keep(value) {
  token = value;
  try {
    sessionStorage.setItem(kKey, value);
  } catch {
    // Then it holds until the page is loaded anew.
  }
}

export function take_token() {
  const found = /^#token=([^&]+)/.exec(location.hash);
  if (found) {
    keep(decodeURIComponent(found[1]));
    history.replaceState(null, '', location.pathname);
    return;
  }
  try {
    token = sessionStorage.getItem(kKey);
  } catch {
    token = null;
  }
}

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.error ?? `The program answered ${status}.`);
    this.status = status;
    this.problems = body?.problems ?? [];
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, {
      error: 'The program cannot be reached: it has ended, or the connection is lost.',
    });
  }
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(answer.status, body);
  return body;
}

export function get(path, signal) {
  return ask(path, {signal});
}

export function post(path, body = {}, signal) {
  return ask(path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token ? {Authorization: `Bearer ${token}`} : {}),
    },
    body: JSON.stringify(body),
    signal,
  });
}

export function run_path(name, rest = '') {
  return `/api/runs/${encodeURIComponent(name)}${rest}`;
}
