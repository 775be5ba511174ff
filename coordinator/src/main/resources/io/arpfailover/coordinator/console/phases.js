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
const HEIGHT = 122;
const EDGE = 2;
/** Narrower than this, five figures do not fit beside each other. */
const NARROW = 460;
const LINE = 22;

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

const text = (css, x, y, anchor, words) => svg('text', {class: css, x, y, 'text-anchor': anchor}, words);

/** The stages between the phases, true to scale. */
function stages(phases, scale) {
  return phases.slice(1).map((phase, index) => {
    const from = scale(phases[index].micros);
    return svg('rect', {
      class: `stage stage-${phase.name}`, x: from, y: 8, width: Math.max(1, scale(phase.micros) - from), height: 20,
    });
  });
}

/** One line for each phase, with the colour of the stage that ends in it. */
function lines(phases, width) {
  return phases.flatMap((phase, index) => {
    const y = 54 + index * LINE;
    return [
      svg('rect', {class: index === 0 ? 'origin' : `stage stage-${phase.name}`, x: EDGE, y: y - 10, width: 10, height: 10}),
      text('phase', 22, y, 'start', phase.name),
      text('at', width * 0.66, y, 'end', index === 0 ? '0' : millis(phase.micros)),
      index === 0 ? null : text('step', width - EDGE, y, 'end', `+${millis(phase.micros - phases[index - 1].micros)}`),
    ];
  });
}

/** One column for each phase, joined to its instant. */
function columns(phases, width, scale) {
  const last = phases.length - 1;
  const column = (index) => (last === 0 ? EDGE : EDGE + (index / last) * (width - 2 * EDGE));
  const anchor = (index) => (index === 0 ? 'start' : index === last ? 'end' : 'middle');
  return phases.flatMap((phase, index) => {
    const x = scale(phase.micros);
    const to = column(index);
    const at = anchor(index);
    return [
      svg('path', {class: 'lead', d: `M${x} 6V36C${x} 52 ${to} 44 ${to} 62`}),
      svg('circle', {class: 'instant', cx: x, cy: 32, r: 2.2}),
      svg('g', {}, svg('title', {}, MEANINGS[phase.name]),
        text('phase', to, 78, at, phase.name),
        text('at', to, 97, at, index === 0 ? '0' : millis(phase.micros)),
        index === 0 ? null : text('step', to, 114, at, `+${millis(phase.micros - phases[index - 1].micros)}`)),
    ];
  });
}

/** Draws a move into a width in pixels. */
export function picture(move, width) {
  const phases = phasesOf(move);
  const total = Math.max(1, phases.length ? phases[phases.length - 1].micros : 1);
  const scale = (micros) => EDGE + (micros / total) * (width - 2 * EDGE);
  const narrow = width < NARROW;
  const height = narrow ? 48 + phases.length * LINE : HEIGHT;
  return svg('svg', {
    class: 'phases', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': spoken(move),
  }, ...stages(phases, scale), ...(narrow ? lines(phases, width) : columns(phases, width, scale)));
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
