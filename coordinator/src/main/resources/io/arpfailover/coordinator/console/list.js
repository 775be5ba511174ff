// All clusters, what is wrong first.

import {byId, el, glyph, LEVELS, replace, since} from './dom.js';
import {board, now} from './stream.js';

const words = (cluster) => [
  cluster.cluster, cluster.holder ?? '', LEVELS[cluster.protection].word,
  ...cluster.members.flatMap((member) => [member.node, ...member.addresses]),
].join(' ').toLowerCase();

const order = Object.keys(LEVELS);

/** The clusters that the filter lets through, worst first, then by name. */
export function shown(filter) {
  const wanted = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return [...board.clusters.values()]
    .filter((cluster) => wanted.every((word) => words(cluster).includes(word)))
    .sort((a, b) => order.indexOf(a.protection) - order.indexOf(b.protection)
      || a.cluster.localeCompare(b.cluster, 'en', {numeric: true}));
}

/** The addresses its members agree on. */
export const addresses = (cluster) => (cluster.members[0] ? cluster.members[0].addresses : []);

export function someAddresses(cluster, most) {
  const all = addresses(cluster);
  const rest = all.length - most;
  return all.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function row(cluster, selected, fresh) {
  const current = cluster.cluster === selected;
  return el('li', {},
    el('a', {
      href: `#/${cluster.cluster}`, class: fresh.has(cluster.cluster) ? 'row fresh' : 'row', 'data-key': cluster.cluster,
      'aria-current': current ? 'true' : null,
    },
    glyph(cluster.protection),
    el('span', {class: 'name'}, cluster.cluster),
    el('span', {class: 'who'}, cluster.held ? cluster.holder : cluster.holder ? `${cluster.holder}?` : 'nobody'),
    el('span', {class: 'what'}, someAddresses(cluster, 1) || 'no address known'),
    el('span', {class: 'age'}, cluster.holder ? since(cluster.sinceEpochMillis, now()) : '')));
}

/** Draws the list; fresh ones have just changed. */
export function drawList(filter, selected, fresh) {
  const clusters = shown(filter);
  const groups = order.map((level) => [level, clusters.filter((cluster) => cluster.protection === level)])
    .filter(([, some]) => some.length > 0)
    .map(([level, some]) => el('section', {'aria-labelledby': `group-${level}`},
      el('h2', {id: `group-${level}`}, LEVELS[level].word, el('span', {class: 'count'}, some.length)),
      el('ul', {}, ...some.map((cluster) => row(cluster, selected, fresh)))));
  if (groups.length === 0) {
    groups.push(el('p', {class: 'none'}, `No cluster matches “${filter}”.`));
  }
  replace(byId('list'), ...groups);
}

/** How many there are of each level, in one line. */
export function drawSum() {
  const all = [...board.clusters.values()];
  const parts = order.map((level) => [level, all.filter((cluster) => cluster.protection === level).length])
    .filter(([, count]) => count > 0)
    .map(([level, count]) => el('span', {class: 'tally'}, glyph(level), `${count} ${LEVELS[level].word.toLowerCase()}`));
  replace(byId('sum'), ...parts);
  const wrong = all.filter((cluster) => cluster.protection !== 'PROTECTED').length;
  document.title = wrong > 0 ? `(${wrong}) Console` : 'Console';
}
