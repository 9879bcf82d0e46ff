// Workbooks made to do harm or made wrong: each gives its rows or a message, in little memory, and never a stopped reader.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Workbook, __wbg_reset_state, initSync } from '../workbook/pkg/bae_rules_workbook.js';
import { fixturePath, openBrowser, openPage, renderedRows } from './support/page.mjs';
import { ods, row, xlsx, zip } from './support/zip.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { memory } = initSync({ module: readFileSync(here('../workbook/pkg/bae_rules_workbook_bg.wasm')) });

const HEAD = row(1, { A: 'Learner', B: 'Target %', C: 'Actual %' });
const LEARNER = row(2, { A: 'Teapot Invented', B: 60, C: 30 });
const read = (bytes) => {
  const workbook = Workbook.open(bytes);
  const sheets = workbook.sheets().map((sheet, index) => ({ ...sheet, cells: workbook.rows(index, 0, sheet.rows) }));
  workbook.free();
  return sheets;
};
const words = (sheet) => sheet.cells.map(({ n, c }) => [n, ...c.map((cell) => cell.t ?? cell)]);
const refused = (code, bytes) => assert.throws(() => read(bytes), (error) => error.message === code);
const LEARNERS = [
  [1, 'Learner', 'Target %', 'Actual %'],
  [2, 'Teapot Invented', '60', '30'],
];
const SPACES = ' '.repeat(270_000_000);

test('a zip bomb is refused before it is unpacked into memory', () => {
  const bomb = xlsx(`${HEAD}${SPACES}`);
  assert.ok(bomb.length < 3_000_000);
  refused('too-large', bomb);
  assert.ok(memory.buffer.byteLength < 30_000_000, `${memory.buffer.byteLength}`);
});

test('a zip bomb that states a small size is refused all the same', () => {
  const bytes = xlsx(`${HEAD}${SPACES}`, { claim: { 'xl/worksheets/sheet1.xml': 900 } });
  assert.throws(() => read(bytes), (error) => ['damaged', 'too-large'].includes(error.message));
  assert.ok(memory.buffer.byteLength < 30_000_000, `${memory.buffer.byteLength}`);
});

test('a zip bomb in a part that no sheet needs is refused too', () => {
  refused('too-large', xlsx(`${HEAD}${LEARNER}`, { parts: { 'xl/media/picture.png': SPACES } }));
});

const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha">${'bcdefghij'.split('').map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]>`;

test('entities that multiply are not expanded', () => {
  let told;
  try {
    told = words(read(xlsx(`${HEAD}${row(2, { A: '&j;', B: 60 })}`, { before: LAUGHS }))[0]).flat().join('');
  } catch (error) {
    told = error.message;
  }
  assert.ok(told === 'damaged' || told.length < 100, told.slice(0, 100));
});

test('a sheet as wide as sheets can be is refused, the widest tracker is not', () => {
  refused('too-many-cells', xlsx(`${HEAD}${row(2, { A: 'Teapot Invented', XFD: 1 })}`));
  // BXX is the column 2,000.
  assert.equal(read(xlsx(row(1, { A: 'Learner', BXX: 1 })))[0].cells[0].c.length, 2000);
  refused('too-many-cells', xlsx(row(1, { A: 'Learner', BXY: 1 })));
});

test('two cells at the far ends of a sheet are refused, as many rows as a tracker may have are not', () => {
  refused('too-many-cells', xlsx(`${HEAD}${row(1048576, { C: 1 })}`));
  refused('too-many-cells', xlsx(`${HEAD}${row(250_001, { A: 1 })}`));
  assert.equal(read(xlsx(`${HEAD}${row(250_000, { A: 1 })}`))[0].rows, 250_000);
});

test('too many cells in rows that are allowed are refused', () => {
  const wide = Array.from({ length: 2600 }, (_, at) => row(at + 1, { A: 1, BXX: 1 })).join('');
  refused('too-many-cells', xlsx(wide));
});

test('a million rows with nothing in them are nothing', () => {
  const empty = Array.from({ length: 1_000_000 }, (_, at) => `<row r="${at + 3}" ht="15"/>`).join('');
  assert.deepEqual(words(read(xlsx(`${HEAD}${LEARNER}${empty}`))[0]), LEARNERS);
  const styled = Array.from({ length: 100_000 }, (_, at) => `<row r="${at + 3}"><c r="A${at + 3}" s="1"/></row>`).join('');
  assert.deepEqual(words(read(xlsx(`${HEAD}${LEARNER}${styled}`))[0]), LEARNERS);
});

test('one long text that stands in many cells is counted as often as it stands', () => {
  const cells = Array.from({ length: 6000 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>0</v></c></row>`).join('');
  refused('too-large', xlsx(cells, { strings: ['x'.repeat(32_000)] }));
});

test('cells of the wrong type give what can be read, or damaged', () => {
  for (const cell of ['<c r="A2" t="s"><v>99</v></c>', '<c r="A2"><v>sixty</v></c>', '<c r="A2" t="b"><v>7</v></c>', '<c r="A2" t="d"><v>2026-31-31</v></c>', '<c r="A2" t="e"><v>#WHAT!</v></c>', '<c r="A2" t="zz"><v>1</v></c>', '<c r="A2" t="s"><v>-1</v></c>', '<c r="A2"/>', '<c r="2A"><v>1</v></c>', '<c r="ZZZZZZZ99999999999"><v>1</v></c>', '<c r="A0"><v>1</v></c>', '<c r=""><v>1</v></c>', '<c><v>1</v></c>', '<c r="A2"><v>1e999</v></c>', '<c r="A2"><v></v></c>']) {
    try {
      const [sheet] = read(xlsx(`${HEAD}<row r="2">${cell}</row>`));
      assert.deepEqual(words(sheet)[0], LEARNERS[0], cell);
    } catch (error) {
      assert.ok(['damaged', 'too-many-cells'].includes(error.message), `${cell}: ${error}`);
    }
  }
});

test('rows out of order and places that come twice: sheet order, and the last holds', () => {
  assert.deepEqual(words(read(xlsx(`${row(3, { B: 5 })}${row(1, { A: 'Learner', C: 1 })}${row(3, { B: 6 })}`))[0]), [[1, 'Learner', '', '1'], [2, '', '', ''], [3, '', '6', '']]);
});

test('macros and links to other workbooks are passed over; a formula is its last value', () => {
  const formula = row(2, { A: 'Teapot Invented', B: 60 }).replace('</row>', '<c r="C2"><f>[1]Sheet1!A1</f><v>30</v></c></row>');
  const bytes = xlsx(`${HEAD}${formula}`, {
    parts: {
      'xl/vbaProject.bin': 'Sub AutoOpen()\nEnd Sub',
      'xl/externalLinks/externalLink1.xml': '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
      'xl/externalLinks/_rels/externalLink1.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x" Target="http://127.0.0.1:9/elsewhere.xlsx" TargetMode="External"/></Relationships>',
    },
  });
  assert.deepEqual(words(read(bytes)[0]), LEARNERS);
});

const OUTSIDE = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="../../../../etc/passwd"/></Relationships>';

test('a relation that leads out of the workbook leads nowhere', () => {
  refused('damaged', xlsx(HEAD, { parts: { 'xl/_rels/workbook.xml.rels': OUTSIDE } }));
});

test('OpenDocument cells that repeat themselves without end are refused, LibreOffice’s own blank ends are not', () => {
  const cell = '<table:table-cell office:value-type="float" office:value="1"/>';
  refused('too-many-cells', ods(`<table:table-row table:number-rows-repeated="1048576">${cell.replace('/>', ' table:number-columns-repeated="90"/>')}</table:table-row>`));
  refused('too-many-cells', ods(`<table:table-row>${cell.replace('/>', ' table:number-columns-repeated="16384"/>')}</table:table-row>`.repeat(1000)));
  refused('too-many-cells', ods(`<table:table-row>${cell}</table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row><table:table-row>${cell}</table:table-row>`));
  const ends = `<table:table-row>${cell}<table:table-cell table:number-columns-repeated="16383"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`;
  assert.deepEqual(words(read(ods(ends))[0]), [[1, '1']]);
});

test('a workbook with a password, and files that only look like workbooks', () => {
  refused('password', readFileSync(fixturePath('files/password.xlsx')));
  refused('not-a-workbook', zip({ 'readme.txt': 'hello' }));
  refused('not-a-workbook', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(4000, 0xff)]));
  refused('not-a-workbook', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(4000, 0xff)]));
});

/** An .xls saved by LibreOffice, with its table of sectors and its stream of records laid open to be changed. */
function xls({ next, record } = {}) {
  const bytes = Buffer.from(readFileSync(fixturePath('files/tracker.xls')));
  const at = (sector) => (sector + 1) * 512;
  const table = at(bytes.readUInt32LE(76));
  const after = (sector) => bytes.readUInt32LE(table + 4 * sector);
  const chainOf = (first) => Array.from((function* () { for (let sector = first; sector < 0xfffffff0; sector = after(sector)) yield sector; })());
  const directory = bytes.readUInt32LE(48);
  if (record) {
    const entry = Array.from({ length: 8 }, (_, n) => at(chainOf(directory)[n >> 2]) + 128 * (n % 4)).find((place) => bytes.toString('utf16le', place, place + 16) === 'Workbook');
    const sectors = chainOf(bytes.readUInt32LE(entry + 116));
    const stream = Buffer.concat(sectors.map((sector) => bytes.subarray(at(sector), at(sector) + 512)));
    for (let place = 0; place + 4 <= stream.length; place += 4 + stream.readUInt16LE(place + 2)) record(stream.readUInt16LE(place), stream.subarray(place + 4, place + 4 + stream.readUInt16LE(place + 2)));
    for (const [n, sector] of sectors.entries()) stream.copy(bytes, at(sector), 512 * n, 512 * (n + 1));
  }
  if (next) bytes.writeUInt32LE(next(directory), table + 4 * directory);
  return bytes;
}
const LABEL = 0x00fd;
const DIMENSIONS = 0x0200;
/** Moves every text to one place. */
const textsAt = (row, column) => (kind, held) => {
  if (kind !== LABEL) return;
  held.writeUInt16LE(row, 0);
  held.writeUInt16LE(column, 2);
};

/** Does something that may not ask for memory: the reader's only ever grows. */
function inLittleMemory(act) {
  const before = memory.buffer.byteLength;
  act();
  assert.ok(memory.buffer.byteLength < before + 5_000_000, `${memory.buffer.byteLength}, after ${before}`);
}

test('an .xls of 8 kB whose sectors go round in a ring is refused in little memory', () => {
  assert.ok(read(xls()).some((sheet) => sheet.cells.length > 5), 'unchanged it is read');
  inLittleMemory(() => refused('damaged', xls({ next: (sector) => sector })));
});

test('an .xls whose list of sectors is cut short and names itself is refused', () => {
  const bytes = Buffer.alloc(518);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  bytes.writeUInt16LE(9, 30);
  bytes.fill(0xff, 76, 512);
  refused('damaged', bytes);
});

test('an .xls of 8 kB with cells at the far ends of its sheets is refused in little memory, a tall one is not', () => {
  inLittleMemory(() => {
    refused('too-many-cells', xls({ record: textsAt(65_535, 255) }));
    refused('too-many-cells', xls({ record: (kind, held) => kind === DIMENSIONS && (held.writeUInt32LE(65_536, 4), held.writeUInt16LE(256, 10)) }));
  });
  assert.ok(read(xls({ record: textsAt(65_535, 0) })).some((sheet) => sheet.rows > 60_000));
});

const CODES = new Set(['password', 'not-a-workbook', 'damaged', 'too-large', 'too-many-cells']);
const GOOD = xlsx(`${HEAD}${LEARNER}`);
let stops = 0;
const answered = (bytes) => {
  try {
    read(bytes);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      // The library behind the reader stopped. The page says that the file is damaged and starts the reader anew.
      __wbg_reset_state();
      stops += 1;
    } else {
      assert.ok(CODES.has(error.message), String(error));
    }
  }
  // The next file is read as ever.
  if (stops > 0) assert.deepEqual(words(read(GOOD)[0]), LEARNERS);
};

test('a reader that was stopped is started anew, as often as need be', () => {
  answered(GOOD);
  for (let times = 0; times < 3; times += 1) {
    __wbg_reset_state();
    assert.deepEqual(words(read(GOOD)[0]), LEARNERS);
  }
});

test('workbooks cut short and with bytes changed are read or refused', () => {
  let seed = 20_260_408;
  const draw = (below) => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % below;
  for (const ending of ['xlsx', 'ods', 'xls']) {
    const whole = readFileSync(fixturePath(`files/tracker.${ending}`));
    for (let round = 0; round < 150; round += 1) {
      const bytes = Buffer.from(whole.subarray(0, round % 5 === 0 ? draw(whole.length) : whole.length));
      for (let change = draw(6); change >= 0 && bytes.length > 0; change -= 1) bytes[draw(bytes.length)] = draw(256);
      answered(bytes);
    }
  }
});

test('what fuzzing found worth keeping is read or refused', { skip: !existsSync(here('../../tests/fuzz/corpus/workbook.jsonl')) && 'no corpus' }, () => {
  const lines = readFileSync(here('../../tests/fuzz/corpus/workbook.jsonl'), 'utf8').trim().split('\n');
  assert.ok(lines.length >= 3);
  for (const line of lines) answered(Buffer.from(JSON.parse(line), 'latin1'));
});

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const [name, bytes, message] of [
  ['a zip bomb', () => xlsx(`${HEAD}${SPACES}`), /unpacks to more than this page can hold/],
  ['an .xls that goes round in a ring', () => xls({ next: (sector) => sector }), /damaged/],
  ['an .xls with cells far apart', () => xls({ record: textsAt(65_535, 255) }), /wider or longer than any tracker/],
  ['cells at the far ends of a sheet', () => xlsx(`${HEAD}${row(1048576, { XFD: 1 })}`), /wider or longer than any tracker/],
  ['16,384 columns', () => xlsx(`${HEAD}${row(2, { A: 'Teapot Invented', XFD: 1 })}`), /wider or longer than any tracker/],
  ['a cell of a type that there is not', () => xlsx(`${HEAD}${LEARNER}<row r="3"><c r="A3" t="zz"><v>1</v></c></row>`), /damaged/],
  ['a password', () => readFileSync(fixturePath('files/password.xlsx')), /password/],
  ['a sheet that leads out of the workbook', () => xlsx(HEAD, { parts: { 'xl/_rels/workbook.xml.rels': OUTSIDE } }), /damaged/],
]) {
  test(`the page says what is wrong with ${name} and stays in use`, async () => {
    const page = await openPage(browser);
    await page.locator('#file').setInputFiles({ name: 'a.xlsx', mimeType: '', buffer: bytes() });
    await page.locator('.govuk-error-summary').waitFor();
    assert.match(await page.locator('.govuk-error-summary').innerText(), message);
    await page.locator('#file').setInputFiles({ name: 'b.xlsx', mimeType: '', buffer: xlsx(`${HEAD}${LEARNER}`) });
    await page.waitForFunction(() => location.hash !== '#add');
    await page.locator('#nav-results').click();
    assert.deepEqual((await renderedRows(page)).map((learner) => learner['Risk rating'].slice(0, 4)), ['High']);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

for (const [name, bytes] of [
  ['a million rows with nothing in them', () => xlsx(`${HEAD}${LEARNER}${Array.from({ length: 1_000_000 }, (_, at) => `<row r="${at + 3}" ht="15"/>`).join('')}`)],
  ['macros and a link to another workbook', () => xlsx(`${HEAD}${row(2, { A: 'Teapot Invented', B: 60 }).replace('</row>', '<c r="C2"><f>[1]Sheet1!A1</f><v>30</v></c></row>')}`, { parts: { 'xl/vbaProject.bin': 'Sub AutoOpen()\nEnd Sub', 'xl/externalLinks/externalLink1.xml': `<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>` } })],
  ['cells of the wrong type', () => xlsx(`${HEAD}${LEARNER}<row r="3"><c r="A3" t="d"><v>2026-31-31</v></c><c r="B3"><v>1e999</v></c><c r="C3"><v>sixty</v></c></row>`)],
]) {
  test(`the page reads the learners beside ${name}, and draws while it does`, async () => {
    const page = await openPage(browser);
    await page.evaluate(() => {
      globalThis.frames = 0;
      const count = () => void ((globalThis.frames += 1), requestAnimationFrame(count));
      requestAnimationFrame(count);
    });
    await page.locator('#file').setInputFiles({ name: 'a.xlsm', mimeType: '', buffer: bytes() });
    await page.waitForFunction(() => location.hash !== '#add');
    assert.ok((await page.evaluate(() => globalThis.frames)) > 3);
    await page.locator('#nav-results').click();
    assert.equal((await renderedRows(page)).find((learner) => learner.Learner === 'Teapot Invented')['Risk rating'].slice(0, 4), 'High');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
