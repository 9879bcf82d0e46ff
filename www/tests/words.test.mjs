// The words of the page, without the page: the engine's days as people write them, and cells as they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './support/bundled.mjs';

const { longDate, problemWords, sentence, shortDate, withDates } = await bundled('words.ts');

test('days that the engine writes are written as people write them', () => {
  assert.equal(longDate('2026-04-08'), '8 April 2026');
  assert.equal(shortDate('2026-04-08'), '8 Apr 2026');
  assert.equal(withDates('due by 2026-04-08 or 2026-12-31'), 'due by 8 Apr 2026 or 31 Dec 2026');
});

test('what a cell says is quoted as it says it, also where a browser would take it for a date', () => {
  const cells = ['Mon 30 Mar', '30 Mar', 'Ward 7', 'Stage 2', '3', '2026', '2026-4-8', '8/4/26', '2026-02-30', '2026-04-08T09:00', ''];
  for (const cell of cells) {
    assert.equal(longDate(cell), cell);
    assert.equal(shortDate(cell), cell);
    assert.equal(sentence(`cannot read \`${cell}\` as a date`), `Cannot read “${cell}” as a date.`);
    assert.equal(withDates(`“${cell}”`), `“${cell}”`);
  }
  assert.equal(
    problemWords({ message: 'cannot read `2026-04-08 or so` as a date by 2026-04-10', remedy: 'Write `2026-04-08`.' }),
    'Cannot read “2026-04-08 or so” as a date by 10 Apr 2026. Write “2026-04-08”.',
  );
});
