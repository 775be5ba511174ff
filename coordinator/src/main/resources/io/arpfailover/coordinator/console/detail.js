// One cluster: who holds what and why, the pair, the last takeover, the history, and what can be done.

import {ask} from './ask.js';
import {byId, clock, el, glyph, LEVELS, millis, replace, since, svg} from './dom.js';
import {someAddresses} from './list.js';
import {bar, phasesOf, picture, spoken, took} from './phases.js';
import {board, history, isStale, now} from './stream.js';

const FIRST_MOVES = 8;

/** What has been read of the open cluster's history. */
const read = {cluster: null, key: null, moves: null, failure: null, selected: null, all: false};

const member = (cluster, node) => cluster.members.find((one) => one.node === node);
const other = (cluster) => cluster.members.find((one) => one.node !== cluster.holder);
const mayAct = () => !isStale() && board.readOnly === null;
const newestKey = (cluster) => JSON.stringify([cluster.epoch, cluster.lastMoves]);

/** Reads the history when it is not the one that is known; draws when it is there. */
function keepHistory(cluster, again) {
  const key = newestKey(cluster);
  if (read.cluster !== cluster.cluster) {
    Object.assign(read, {cluster: cluster.cluster, key: null, moves: null, failure: null, selected: null, all: false});
  }
  if (read.key === key || isStale()) return;
  read.key = key;
  history(cluster.cluster).then(
    (moves) => { if (read.cluster === cluster.cluster) Object.assign(read, {moves, failure: null}); },
    (failure) => { if (read.cluster === cluster.cluster) Object.assign(read, {failure: failure.message, key: null}); },
  ).then(again);
}

// ---- what can be done

function expectedOutage(cluster) {
  const planned = (read.moves ?? []).filter((move) => /switchover asked/.test(move.why) && took(move) !== null)
    .slice(0, 10).map(took).sort((a, b) => a - b);
  if (planned.length > 0) {
    const most = planned[planned.length - 1];
    return planned.length === 1
      ? `Expected outage: the last switchover took ${millis(most)} in all.`
      : `Expected outage: the last ${planned.length} switchovers took ${millis(planned[0])} to ${millis(most)} in all.`;
  }
  return cluster.mode === 'PAIRED'
    ? 'Expected outage: some milliseconds, one round trip between the two servers.'
    : 'Expected outage: some tens of milliseconds. The two are not paired, so the lease is dropped before ZooKeeper is asked.';
}

const figure = (cluster, from, to) => el('div', {class: 'route', role: 'img', 'aria-label': `from ${from} to ${to}`},
  el('span', {class: 'stop'}, from), el('span', {class: 'way'}, someAddresses(cluster, 1)), el('span', {class: 'stop to'}, to));

function askSwitchover(cluster, to) {
  const heir = member(cluster, to);
  const why = cluster.maintenance.includes(to) ? 'is in maintenance' : heir.fit ? null : `is not fit: ${heir.unfitBecause}`;
  ask({
    title: `Move ${cluster.cluster} to ${to}?`,
    figure: figure(cluster, cluster.holder, to),
    lines: [expectedOutage(cluster), ...(why ? [`${to} ${why}.`] : [])],
    force: why ? `Force: move although ${to} ${why}` : null,
    confirm: `Move to ${to} now`,
    busy: 'Moving …',
    cluster: cluster.cluster, kind: 'switchover', body: {to, epoch: cluster.epoch},
  });
}

function askMaintenance(cluster, node, on) {
  const holds = cluster.holder === node;
  ask({
    title: on ? `Take ${node} into maintenance?` : `Put ${node} back into service?`,
    lines: on
      ? [holds ? `${node} holds the addresses: it hands them over first, if the other server can take them.`
        : `${node} takes nothing over until this is ended: meanwhile nobody would follow ${cluster.holder ?? 'the holder'}.`]
      : [`${node} may hold the addresses again.`],
    confirm: on ? `Take ${node} into maintenance` : `Put ${node} into service`,
    busy: 'Writing …',
    cluster: cluster.cluster, kind: 'maintenance', body: {node, on},
  });
}

function askPause(cluster, on) {
  ask({
    title: on ? `Pause ${cluster.cluster}?` : `Resume ${cluster.cluster}?`,
    lines: [on ? 'Nothing moves by itself until it is resumed, not even away from a lost server. A switchover still does.'
      : 'The addresses move again when they have to.'],
    confirm: on ? 'Pause' : 'Resume',
    busy: 'Writing …',
    cluster: cluster.cluster, kind: 'pause', body: {on},
  });
}

const action = (key, text, act, disabled = false) =>
  el('button', {type: 'button', 'data-key': key, disabled: disabled || !mayAct(), on: {click: act}}, text);

// ---- the parts

function statement(cluster) {
  const what = someAddresses(cluster, 3) || 'the addresses';
  const epoch = el('span', {class: 'epoch'}, `epoch ${cluster.epoch}`);
  if (cluster.holder === null) return el('p', {class: 'statement'}, 'Nobody has held ', what, ' yet.');
  return cluster.held
    ? el('p', {class: 'statement'}, el('strong', {}, cluster.holder), ' holds ', el('strong', {class: 'mono'}, what),
      ' since ', clock(cluster.sinceEpochMillis, now()), ', for ', since(cluster.sinceEpochMillis, now()), '. ', epoch)
    : el('p', {class: 'statement'}, el('strong', {}, cluster.holder), ' was the last to hold ',
      el('strong', {class: 'mono'}, what), ', from ', clock(cluster.sinceEpochMillis, now()), '. ', epoch);
}

function reasons(cluster) {
  const safe = cluster.protection === 'PROTECTED';
  const heir = other(cluster);
  const lines = safe
    ? [`${heir.node} stands ready: when ${cluster.holder} is lost, it takes over after about ${heir.promiseMillis} ms.`]
    : cluster.because;
  return el('ul', {class: `reasons ${LEVELS[cluster.protection].css}`}, ...lines.map((line) => el('li', {}, line)));
}

function facts(one) {
  const rows = [
    ['Interface', one.interface], ['MAC', one.macs.slice(0, 3).join(' ')],
    ['Peer port', one.peerEndpoints.join(' ') || 'none'], ['Version', one.version],
  ];
  return el('dl', {}, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {class: 'mono'}, value)]));
}

function card(cluster, node) {
  const one = member(cluster, node);
  const holds = cluster.holder === node;
  const resting = cluster.maintenance.includes(node);
  const role = holds ? (cluster.held ? 'Holds' : 'Held') : 'Heir';
  const health = one === undefined ? ['gone', 'no session at ZooKeeper']
    : resting ? ['resting', 'in maintenance'] : one.fit ? ['fit', 'fit'] : ['unfit', `not fit: ${one.unfitBecause}`];
  return el('article', {class: `card ${holds && cluster.held ? 'holds' : ''} ${health[0]}`, 'aria-label': `server ${node}`},
    el('header', {}, el('h3', {}, node), el('span', {class: 'role'}, role)),
    el('p', {class: `health ${health[0]}`}, health[1]),
    holds ? el('p', {class: 'chip mono'}, someAddresses(cluster, 2)) : el('p', {class: 'chip none'}, 'no address'),
    one ? facts(one) : el('p', {class: 'hint'}, 'Look at its agent: systemctl status, then its log.'),
    action(`maintenance-${node}`, resting ? 'End maintenance\u00a0…' : 'Maintenance\u00a0…',
      () => askMaintenance(cluster, node, !resting)));
}

function between(cluster) {
  const heir = other(cluster);
  const paired = cluster.mode === 'PAIRED';
  const whole = paired && cluster.held && heir !== undefined;
  const text = whole ? `paired, T ${heir.promiseMillis} ms` : paired ? 'one of the pair is missing' : 'not paired';
  return el('div', {class: `between ${whole ? 'paired' : 'solo'}`},
    el('span', {class: 'tie', 'aria-hidden': 'true'}),
    el('span', {class: 'tie-text'}, text),
    heir ? action('switchover', `Switch over to ${heir.node}\u00a0…`, () => askSwitchover(cluster, heir.node), !cluster.holder) : null);
}

/** Always in the order of their names, so that what moves is the address and not the server. */
function pair(cluster) {
  const nodes = new Set(cluster.members.map((one) => one.node));
  for (const node of [cluster.holder, cluster.heir]) if (node) nodes.add(node);
  for (const node of cluster.maintenance) nodes.add(node);
  const cards = [...nodes].sort().slice(0, 4).map((node) => card(cluster, node));
  if (cards.length === 1) cards.push(el('article', {class: 'card gone'}, el('p', {class: 'health gone'}, 'no second server')));
  if (cards.length === 0) return el('p', {class: 'hint'}, 'No server is registered.');
  return el('div', {class: 'pair'}, cards[0], between(cluster), ...cards.slice(1));
}

const route = (move) => (move.from ? `${move.from} → ${move.to}` : `→ ${move.to}`);

function moveRow(move, longest, selected, again) {
  const time = took(move);
  return el('li', {}, el('button', {
    type: 'button', class: 'move', 'data-key': `move-${move.epoch}`, 'aria-pressed': String(selected),
    on: {click: () => { read.selected = move.epoch; again(); }},
  },
  el('span', {class: 'when'}, clock(move.atEpochMillis, now())),
  el('span', {class: 'path'}, route(move)),
  el('span', {class: 'epoch'}, `epoch ${move.epoch}`),
  el('span', {class: 'took'}, time === null ? '–' : millis(time)),
  el('span', {class: 'cause'}, move.why),
  bar(move, longest)));
}

function pictureOf(move) {
  const frame = el('div', {class: 'frame', 'data-epoch': move.epoch});
  return el('figure', {},
    el('figcaption', {}, el('strong', {}, route(move)), ` at ${clock(move.atEpochMillis, now())}, epoch ${move.epoch}. `, move.why),
    phasesOf(move).length > 0 ? frame : el('p', {class: 'hint'}, spoken(move)));
}

function moves(again) {
  if (read.failure) return el('p', {class: 'hint'}, `The history cannot be read: ${read.failure}`);
  if (read.moves === null) return el('p', {class: 'hint'}, 'Reading the history …');
  if (read.moves.length === 0) return el('p', {class: 'hint'}, 'The addresses have not moved yet.');
  const some = read.all ? read.moves : read.moves.slice(0, FIRST_MOVES);
  const selected = read.moves.find((move) => move.epoch === read.selected) ?? read.moves[0];
  const longest = Math.max(1, ...some.map((move) => took(move) ?? 0));
  const rest = read.moves.length - some.length;
  return el('div', {}, pictureOf(selected),
    el('ol', {class: 'moves'}, ...some.map((move) => moveRow(move, longest, move === selected, again))),
    rest > 0 ? el('button', {type: 'button', 'data-key': 'all', on: {click: () => { read.all = true; again(); }}},
      `Show ${rest} earlier`) : null);
}

function lastWish(cluster) {
  const asked = cluster.switchover;
  if (!asked) return null;
  const state = {REQUESTED: 'is under way', DONE: 'was done', REFUSED: 'was refused'}[asked.outcome];
  return el('p', {class: `wish ${asked.outcome.toLowerCase()}`},
    `The last switchover, to ${asked.to}, asked by ${asked.by}, ${state}${asked.reason ? `: ${asked.reason}` : ''}.`);
}

/** Draws the picture anew: its figures must not shrink with the window. */
export function drawPicture() {
  const frame = document.querySelector('#detail .frame');
  const move = frame && read.moves?.find((one) => String(one.epoch) === frame.dataset.epoch);
  if (move) replace(frame, picture(move, Math.max(260, Math.floor(frame.clientWidth))));
}

/** Draws one cluster, and again when its history is there. */
export function drawDetail(cluster) {
  const again = () => {
    const same = board.clusters.get(read.cluster);
    if (same && byId('detail').dataset.cluster === read.cluster) drawDetail(same);
  };
  keepHistory(cluster, again);
  byId('detail').dataset.cluster = cluster.cluster;
  replace(byId('detail'),
    el('a', {class: 'back', href: '#/'}, svg('svg', {viewBox: '0 0 16 16', class: 'arrow', 'aria-hidden': 'true'},
      svg('path', {d: 'M10 3 5 8l5 5'})), 'All clusters'),
    el('header', {class: 'head'}, el('h2', {}, cluster.cluster),
      el('p', {class: `badge ${LEVELS[cluster.protection].css}`}, glyph(cluster.protection), LEVELS[cluster.protection].word),
      action('pause', cluster.pausedBy === null ? 'Pause\u00a0…' : 'Resume\u00a0…', () => askPause(cluster, cluster.pausedBy === null))),
    statement(cluster), reasons(cluster),
    board.readOnly ? el('p', {class: 'hint'}, board.readOnly) : null,
    pair(cluster), lastWish(cluster),
    el('h3', {class: 'part'}, 'Takeovers'), moves(again));
  drawPicture();
}

