// The built workbook reader against openpyxl: `tests/data/make-workbooks.py` wrote the workbooks and what openpyxl reads.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Workbook, initSync } from '../../www/workbook/pkg/bae_rules_workbook.js';

const root = new URL('../../', import.meta.url);
const folder = new URL('tests/data/workbooks-openpyxl/', root);
initSync({ module: readFileSync(new URL('www/workbook/pkg/bae_rules_workbook_bg.wasm', root)) });

/** A cell of ours as openpyxl's is written: a kind and a value. */
function read(cell) {
  if (typeof cell === 'string') return cell.endsWith('%') ? ['percent', cell.slice(0, -1)] : cell;
  return cell.k === 'text' || cell.k === 'error' ? [cell.k, cell.t] : [cell.k, cell.v];
}

const counts = {};
for (const line of readFileSync(new URL('expected.jsonl', folder), 'utf8').trim().split('\n')) {
  const { file, rows, hidden } = JSON.parse(line);
  test(`${file} is read as openpyxl reads it, cell by cell`, () => {
    const workbook = Workbook.open(readFileSync(new URL(file, folder)));
    const sheets = workbook.sheets();
    assert.deepEqual(sheets.map((sheet) => sheet.name), ['Learners', 'Empty']);
    const found = workbook.rows(0, 0, 1000);
    for (const row of found) {
      const cells = [...row.c].map(read);
      while (cells.at(-1) === '') cells.pop();
      assert.deepEqual(cells, rows[row.n] ?? [], `row ${row.n}`);
      assert.equal(Boolean(row.h) && cells.length > 0, hidden.includes(row.n), `row ${row.n} hidden`);
      for (const cell of cells) counts[cell[0] ?? 'blank'] = (counts[cell[0] ?? 'blank'] ?? 0) + 1;
    }
    const numbers = new Set(found.map((row) => String(row.n)));
    assert.deepEqual(Object.keys(rows).filter((row) => !numbers.has(row)), []);
  });
}

test('every kind of cell was among them, many times', () => {
  for (const kind of ['blank', 'bool', 'date', 'error', 'number', 'percent', 'text']) {
    assert.ok(counts[kind] >= 100, `${kind}: ${counts[kind]}`);
  }
});
