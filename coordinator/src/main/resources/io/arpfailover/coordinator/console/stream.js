// What the server tells, as it tells it: the whole board first, then each change. Comes back by itself.

const RETRY_MILLIS = 3000;
const SILENCE_MILLIS = 35000;

/** The board as it is known here. */
export const board = {
  clusters: new Map(),
  link: {state: 'connecting', sinceEpochMillis: Date.now(), trouble: null},
  zookeeper: '',
  readOnly: null,
  login: false,
  /** Since when the server itself does not answer; null while it does. */
  silentSince: null,
  /** What to add to this machine's clock to have the server's. */
  skew: 0,
  known: false,
};

/** The server's time: it, not this machine, wrote the instants. */
export const now = () => Date.now() + board.skew;

export const isStale = () => board.silentSince !== null || board.link.state !== 'live';

function take(message, whole) {
  board.skew = message.nowEpochMillis - Date.now();
  board.link = message.link;
  board.zookeeper = message.zookeeper;
  board.readOnly = message.readOnly;
  board.login = message.login;
  board.silentSince = null;
  board.known = board.known || message.link.state === 'live' || message.clusters.length > 0;
  const before = new Map(board.clusters);
  if (whole) board.clusters.clear();
  for (const cluster of message.clusters) board.clusters.set(cluster.cluster, cluster);
  for (const name of message.gone ?? []) board.clusters.delete(name);
  return before;
}

/** Calls back with the clusters as they were before, after each change, and with nothing when only the link changed. */
export function follow(changed) {
  let heard = Date.now();
  let source;
  const silent = () => {
    if (board.silentSince === null) {
      board.silentSince = now();
      changed(null);
    }
  };
  const hear = (whole) => (event) => {
    heard = Date.now();
    changed(take(JSON.parse(event.data), whole));
  };
  const open = () => {
    source = new EventSource('/api/events');
    source.addEventListener('snapshot', hear(true));
    source.addEventListener('change', hear(false));
    source.addEventListener('here', () => { heard = Date.now(); });
    source.addEventListener('error', () => {
      silent();
      if (source.readyState === EventSource.CLOSED) setTimeout(again, RETRY_MILLIS);
    });
  };
  // A stream that was refused does not come back by itself: because of an ended session, or of too many pages.
  const again = async () => {
    try {
      const answer = await fetch('/api/clusters', {headers: {accept: 'application/json'}});
      if (answer.status === 401) {
        location.assign('/login');
        return;
      }
    } catch {
      // It does not answer at all: the next attempt may.
    }
    open();
  };
  open();
  window.addEventListener('pagehide', () => source.close());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) open();
  });
  // A cut cable closes nothing: only the missing signs of life tell.
  setInterval(() => {
    if (Date.now() - heard > SILENCE_MILLIS) {
      heard = Date.now();
      silent();
      source.close();
      again();
    }
  }, RETRY_MILLIS);
}

/** Asks for something; answers with {done, because}, whatever happens. */
export async function wish(cluster, kind, body) {
  try {
    const answer = await fetch(`/api/clusters/${encodeURIComponent(cluster)}/${kind}`, {
      method: 'POST',
      headers: {'content-type': 'application/json', 'x-console': '1'},
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    return {done: told.done === true, because: told.because ?? told.error ?? `answer ${answer.status}`};
  } catch {
    return {done: false, because: 'the console does not answer; look at the state before you try again'};
  }
}

/** The moves of a cluster, newest first. */
export async function history(cluster) {
  const answer = await fetch(`/api/clusters/${encodeURIComponent(cluster)}/history`);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error ?? `answer ${answer.status}`);
  return told.moves.reverse();
}
