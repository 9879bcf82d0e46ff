// Undo, redo and settings files, without the page: what is undone is restored, a day of typing stays small, and settings
// that are saved are those that are loaded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './support/bundled.mjs';

const { History } = await bundled('state.ts');
const { parseSettings, writeSettings } = await bundled('files/settings-file.ts');

let state = 20_260_408;
const draw = (below) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const work = () => ({ source: null, read: {}, edits: [], settings: {}, columns: {}, asOf: '2026-04-08' });

test('undo and redo restore exactly what was there, over thousands of steps', () => {
  const history = new History(work());
  // The model: every state so far, and where we are. It never forgets; the history may, at its far end.
  let all = [history.work];
  let at = 0;
  for (let step = 0; step < 5000; step += 1) {
    const act = draw(5);
    if (act < 3) {
      history.step(`Change ${step}`, { asOf: `2026-04-${step}`, edits: [...history.work.edits.slice(-20), { index: step, column: draw(9), text: String(draw(99)) }] });
      all = [...all.slice(Math.max(0, at - 400), at + 1), history.work];
      at = all.length - 1;
    } else if (act === 3 && history.undo() !== null) {
      at -= 1;
    } else if (act === 4 && history.redo() !== null) {
      at += 1;
    }
    assert.equal(history.work, all[at]);
  }
});

test('ten hours of typing keep two hundred steps and no more', () => {
  const history = new History(work());
  for (let step = 0; step < 36_000; step += 1) history.step('Change', { asOf: String(step) });
  let undone = 0;
  while (history.undo() !== null) undone += 1;
  assert.equal(undone, 200);
  assert.equal(history.work.asOf, '35799');
});

test('work is unsaved when it was changed by hand and is not what was saved', () => {
  const history = new History(work());
  assert.equal(history.unsaved, false);
  history.step('One', { asOf: '1' });
  assert.equal(history.unsaved, true);
  history.markSaved();
  assert.equal(history.unsaved, false);
  history.undo();
  history.step('Another', { asOf: '2' });
  assert.equal(history.unsaved, true, 'as many steps as were saved, but others');
  history.undo();
  history.step('One', { asOf: '1' });
  history.markSaved();
  history.step('Two', { asOf: '3' });
  history.undo();
  assert.equal(history.unsaved, false, 'back at what was saved');
  history.restart(work());
  assert.equal(history.unsaved, false);
});

test('settings that are saved are those that are loaded', () => {
  const words = ['relative', '25', 'Ω "quoted" \\ word', '', 'line\nbreak', '__proto__', '</script>', '5'];
  for (let round = 0; round < 500; round += 1) {
    const settings = {};
    for (const group of ['learner-at-risk', 'learning-mentoring', 'calendar'].filter(() => draw(2))) {
      settings[group] = Object.fromEntries(Array.from({ length: draw(4) }, () => [`setting_${draw(9)}`, draw(4) ? words[draw(words.length)] : [{ from: '2026-04-07', to: '2026-04-08', name: words[draw(words.length)] }]]));
    }
    const columns = Object.fromEntries(Array.from({ length: draw(3) }, () => [`learner-at-risk.field_${draw(5)}`, words[draw(words.length)]]));
    const text = writeSettings({ ...work(), settings, columns });
    assert.deepEqual(parseSettings(text), { settings, columns });
    assert.equal(writeSettings({ ...work(), ...parseSettings(text) }), text);
  }
});
