// Elements made from values. Text goes in as text: nothing here reads markup, whatever stands in a record.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

export const byId = (id) => document.getElementById(id);

/** Puts children in place of what is there, and leaves the keyboard where it was: by data-key. */
export function replace(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...children.filter((child) => child !== null && child !== ''));
  if (key !== undefined) {
    const again = [...parent.querySelectorAll('[data-key]')].find((found) => found.dataset.key === key);
    if (again) again.focus({preventScroll: true});
  }
}

/** 252341 µs: "252.3 ms". */
export function millis(micros) {
  const ms = micros / 1000;
  if (ms >= 10000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 1000 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

const pad = (number) => String(number).padStart(2, '0');

/** In the reader's own time zone, always with seconds; the day only when it is not today. */
export function clock(epochMillis, now) {
  const at = new Date(epochMillis);
  if (Number.isNaN(at.getTime())) return 'an unknown time';
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  const sameDay = at.toDateString() === new Date(now).toDateString();
  return sameDay ? time : `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${time}`;
}

/** "12 s", "3 min", "5 h 20 min", "30 h", "12 days". */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 6 && minutes % 60 > 0) return `${hours} h ${minutes % 60} min`;
  if (hours < 48) return `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}

/** A span up to now that goes on growing: see tick(). */
export const since = (epochMillis, now) =>
  el('time', {'data-since': epochMillis, title: clock(epochMillis, 0)}, span(now - epochMillis));

export function tick(now) {
  for (const time of document.querySelectorAll('time[data-since]')) {
    const text = span(now - Number(time.dataset.since));
    if (time.textContent !== text) time.textContent = text;
  }
}

export const LEVELS = {
  NO_HOLDER: {word: 'No holder', css: 'down'},
  UNPROTECTED: {word: 'Not protected', css: 'open'},
  LIMITED: {word: 'Limited', css: 'limited'},
  PROTECTED: {word: 'Protected', css: 'safe'},
};

/** A shape for each level, so that colour is never all there is. */
export function glyph(level) {
  const shapes = {
    NO_HOLDER: [svg('rect', {x: 1.5, y: 1.5, width: 13, height: 13, rx: 2}), svg('path', {class: 'cut', d: 'M5 5l6 6M11 5l-6 6'})],
    UNPROTECTED: [svg('path', {d: 'M8 1.2 15.2 14.5H.8Z'}), svg('path', {class: 'cut', d: 'M8 6v4M8 11.8v1.2'})],
    LIMITED: [svg('circle', {class: 'ring', cx: 8, cy: 8, r: 6.2}), svg('path', {d: 'M8 1.8a6.2 6.2 0 0 1 0 12.4Z'})],
    PROTECTED: [svg('circle', {cx: 8, cy: 8, r: 7}), svg('path', {class: 'cut', d: 'M4.8 8.2 7 10.5l4.3-4.8'})],
  };
  return svg('svg', {class: `glyph ${LEVELS[level].css}`, viewBox: '0 0 16 16', 'aria-hidden': 'true'}, ...shapes[level]);
}
