// The dialog that asks back before anything is changed, and says what became of it.

import {byId, el, replace} from './dom.js';
import {wish} from './stream.js';

/**
 * Asks, and on the second click sends.
 * question: {title, figure, lines, force, confirm, busy, cluster, kind, body}
 */
export function ask(question) {
  const dialog = byId('ask');
  const outcome = el('p', {class: 'outcome', role: 'status'});
  const force = el('input', {type: 'checkbox', id: 'force'});
  const go = el('button', {class: 'primary', type: 'submit'}, question.confirm);
  const no = el('button', {type: 'button', autofocus: true, on: {click: () => dialog.close()}}, 'Cancel');
  const send = async (event) => {
    event.preventDefault();
    for (const control of [go, force]) control.disabled = true;
    go.textContent = question.busy;
    outcome.className = 'outcome';
    outcome.textContent = '';
    const body = question.force && force.checked ? {...question.body, force: true} : question.body;
    const told = await wish(question.cluster, question.kind, body);
    outcome.classList.add(told.done ? 'done' : 'refused');
    outcome.textContent = `${told.done ? 'Done' : 'Refused'}: ${told.because}`;
    no.textContent = 'Close';
    go.textContent = question.confirm;
    go.hidden = told.done;
    for (const control of [go, force]) control.disabled = false;
    no.focus();
  };
  replace(dialog,
    el('form', {on: {submit: send}},
      el('h2', {id: 'ask-title'}, question.title),
      question.figure,
      ...question.lines.map((line) => el('p', {}, line)),
      question.force
        ? el('label', {class: 'force', for: 'force'}, force, question.force)
        : null,
      outcome,
      el('div', {class: 'buttons'}, no, go)));
  dialog.showModal();
}
