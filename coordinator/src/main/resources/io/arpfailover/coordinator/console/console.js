// Puts the page together: the address bar says which cluster is open, the stream says what there is.

import {byId, clock, el, replace, since, tick} from './dom.js';
import {drawDetail, drawPicture} from './detail.js';
import {drawList, drawSum, shown} from './list.js';
import {board, follow, isStale, now} from './stream.js';

const FRESH_MILLIS = 2500;
const wide = window.matchMedia('(min-width: 56rem)');
const fresh = new Set();
let drawn = null;

/** Names need no escapes; whatever else stands there is no cluster. */
const opened = () => location.hash.replace(/^#\/?/, '');

/** The cluster to show: the one in the address bar; else, where there is room, the one that most needs a look. */
function selection() {
  const name = opened();
  if (board.clusters.has(name)) return name;
  if (!wide.matches && board.clusters.size !== 1) return null;
  return shown(byId('filter').value)[0]?.cluster ?? shown('')[0]?.cluster ?? null;
}

function drawLink() {
  const parts = isStale()
    ? [el('span', {class: 'dot off'}), board.link.state === 'connecting' ? 'connecting' : 'not live']
    : [el('span', {class: 'dot on'}), 'live'];
  replace(byId('link'), ...parts, board.zookeeper ? el('span', {class: 'mono at'}, board.zookeeper) : '');
  byId('logout').hidden = !board.login;
}

function trouble() {
  const old = board.clusters.size > 0 ? ' What you see is as old as that.' : '';
  if (board.silentSince !== null) {
    return ['The console does not answer since ', clock(board.silentSince, now()), ' (', since(board.silentSince, now()), ').', old];
  }
  if (board.link.state === 'lost') {
    return ['No contact with ZooKeeper at ', board.zookeeper, ' since ', clock(board.link.sinceEpochMillis, now()), ' (',
      since(board.link.sinceEpochMillis, now()), ').', old, ' Pairs that are paired keep their addresses meanwhile.'];
  }
  if (board.link.trouble) return [board.link.trouble];
  return board.link.state === 'connecting' && board.zookeeper ? ['Looking for ZooKeeper at ', board.zookeeper, ' …'] : null;
}

function drawBanner() {
  const parts = trouble();
  const banner = byId('banner');
  banner.hidden = parts === null;
  const text = (parts ?? []).map((part) => part.textContent ?? part).join('');
  if (banner.dataset.text === text) return;
  banner.dataset.text = text;
  replace(banner, ...(parts ?? []));
}

function drawEmpty() {
  const line = (text) => el('code', {}, text);
  replace(byId('empty'),
    el('h2', {}, 'No clusters yet'),
    el('p', {}, 'A cluster appears here as soon as its first agent has found this ZooKeeper.'),
    el('ol', {},
      el('li', {}, 'Install ', line('arp-failover-agent'), ' on two servers that shall share an address.'),
      el('li', {}, 'Write ', line('/etc/arp-failover/NAME.yaml'), ' on both: the same but for ', line('node'),
        ', with ', line('zookeeper: {connect: …}'), ' naming this ensemble as they reach it.'),
      el('li', {}, 'Check it with ', line('failover-agent config check'), ', and start ',
        line('arp-failover-agent@NAME.service'), '.')),
    el('p', {}, 'When they run and nothing appears, ', line('failover-agent doctor'), ' says what stands in the way.'));
}

function draw() {
  document.body.dataset.link = isStale() ? 'stale' : 'live';
  const none = board.clusters.size === 0;
  byId('main').hidden = none;
  byId('empty').hidden = !none || !board.known || board.link.state !== 'live';
  drawLink();
  drawBanner();
  drawSum();
  if (none) {
    drawEmpty();
    return;
  }
  const name = selection();
  document.body.dataset.view = wide.matches || name === null || (opened() === '' && board.clusters.size !== 1) ? 'list' : 'detail';
  drawList(byId('filter').value, name, fresh);
  if (name === null) {
    replace(byId('detail'));
    drawn = null;
    return;
  }
  const cluster = board.clusters.get(name);
  const key = JSON.stringify([cluster, isStale(), board.readOnly]);
  if (drawn !== key) drawDetail(cluster);
  drawn = key;
}

/** Says aloud, and marks for a while, what has moved or is protected otherwise. */
function announce(before) {
  for (const cluster of board.clusters.values()) {
    const old = before.get(cluster.cluster);
    if (!old || (old.epoch === cluster.epoch && old.protection === cluster.protection && old.held === cluster.held)) continue;
    fresh.add(cluster.cluster);
    setTimeout(() => { fresh.delete(cluster.cluster); draw(); }, FRESH_MILLIS);
    const moved = old.epoch !== cluster.epoch;
    byId('news').append(el('p', {}, moved
      ? `${cluster.cluster}: ${cluster.holder} holds now, epoch ${cluster.epoch}.`
      : `${cluster.cluster}: ${cluster.protection.toLowerCase().replace('_', ' ')}.`));
  }
  while (byId('news').childElementCount > 20) byId('news').firstElementChild.remove();
}

byId('filter').addEventListener('input', draw);
window.addEventListener('hashchange', () => {
  draw();
  if (!wide.matches) window.scrollTo(0, 0);
});
wide.addEventListener('change', draw);
new ResizeObserver(drawPicture).observe(byId('detail'));
setInterval(() => tick(now()), 1000);
follow((before) => {
  if (before) announce(before);
  draw();
});
draw();
