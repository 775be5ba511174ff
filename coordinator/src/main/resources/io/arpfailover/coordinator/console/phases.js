// The picture of one takeover: a true scale above, readable figures below, and a line from each instant to its figure.

import {svg, millis} from './dom.js';

const NAMES = ['suspected', 'claimed', 'installed', 'announced', 'repointed'];
const MEANINGS = {
  suspected: 'the holder may be lost',
  claimed: 'the tenure names the new one',
  installed: 'its kernel passes the addresses',
  announced: 'every address told to the LAN',
  repointed: 'the gateway answers to it',
};
const HEIGHT = 132;
const EDGE = 2;

/** The phases of a move that are known and in order, as [{name, micros}]. */
export function phasesOf(move) {
  return NAMES.filter((name) => Number.isFinite(move.phaseMicros[name]) && move.phaseMicros[name] >= 0)
    .map((name) => ({name, micros: move.phaseMicros[name]}))
    .filter((phase, index, all) => index === 0 || phase.micros >= all[index - 1].micros);
}

/** From the first sign to the last phase; null when there is none. */
export function took(move) {
  const phases = phasesOf(move);
  return phases.length === 0 ? null : phases[phases.length - 1].micros;
}

/** The same in words. */
export function spoken(move) {
  const phases = phasesOf(move);
  if (phases.length === 0) return 'No phases are known of this move.';
  return phases.map((phase) => `${phase.name} after ${millis(phase.micros)}`).join(', ');
}

/** Draws a move into a width in pixels. */
export function picture(move, width) {
  const phases = phasesOf(move);
  const total = Math.max(1, phases.length ? phases[phases.length - 1].micros : 1);
  const scale = (micros) => EDGE + (micros / total) * (width - 2 * EDGE);
  const last = phases.length - 1;
  const column = (index) => (last === 0 ? EDGE : EDGE + (index / last) * (width - 2 * EDGE));
  const anchor = (index) => (index === 0 ? 'start' : index === last ? 'end' : 'middle');
  const parts = [];
  phases.slice(1).forEach((phase, index) => {
    const from = scale(phases[index].micros);
    parts.push(svg('rect', {
      class: `stage stage-${phase.name}`, x: from, y: 8, width: Math.max(1, scale(phase.micros) - from), height: 20,
    }));
  });
  phases.forEach((phase, index) => {
    const x = scale(phase.micros);
    const to = column(index);
    const step = index === 0 ? null : `+${millis(phase.micros - phases[index - 1].micros)}`;
    parts.push(
      svg('path', {class: 'lead', d: `M${x} 6V36C${x} 52 ${to} 44 ${to} 62`}),
      svg('circle', {class: 'instant', cx: x, cy: 32, r: 2.2}),
      svg('text', {class: 'phase', x: to, y: 78, 'text-anchor': anchor(index)}, phase.name),
      svg('text', {class: 'at', x: to, y: 97, 'text-anchor': anchor(index)}, index === 0 ? '0' : millis(phase.micros)),
    );
    if (step) parts.push(svg('text', {class: 'step', x: to, y: 114, 'text-anchor': anchor(index)}, step));
  });
  return svg('svg', {
    class: 'phases', width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': spoken(move),
  }, ...phases.map((phase) => svg('title', {}, `${phase.name}: ${MEANINGS[phase.name]}`)).slice(0, 1), ...parts);
}

/** A move as one small bar, on a scale shared with others. */
export function bar(move, longest) {
  const phases = phasesOf(move);
  const parts = phases.slice(1).map((phase, index) => {
    const from = (phases[index].micros / longest) * 100;
    const to = (phase.micros / longest) * 100;
    return svg('rect', {class: `stage stage-${phase.name}`, x: from, y: 0, width: Math.max(0.6, to - from), height: 8});
  });
  return svg('svg', {class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true'}, ...parts);
}
