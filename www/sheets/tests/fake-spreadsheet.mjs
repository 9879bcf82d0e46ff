// A spreadsheet in memory with the part of Google's services that the project uses. Cells are read as if they were typed;
// formulas of the catalogue are worked out by the project's own code, in an execution each, and overflow as they do in Sheets.
import { formatDate, midnight } from './apps-script.mjs';

const LETTERS = (column) => (column < 26 ? '' : LETTERS(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
const columnOf = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
const key = (row, column) => `${row},${column}`;

/** What a text becomes when it is typed: `{ value, format }`, or a formula. */
function typed(input, format) {
  if (typeof input !== 'string') return { value: input };
  if (format === '@') return { value: input };
  if (input.startsWith("'")) return { value: input.slice(1) };
  if (input.startsWith('=')) return { formula: input };
  if (/^-?\d+(\.\d+)?$/.test(input)) return { value: Number(input) };
  if (/^-?\d+(\.\d+)?%$/.test(input)) return { value: Number(input.slice(0, -1)) / 100, format: '0%' };
  if (/^(true|false)$/i.test(input)) return { value: /^true$/i.test(input) };
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.test(input) ? input : input.replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, d, m, y) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`);
  // A day that no calendar has stays a text.
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  if (isDay) return { value: { date: day }, format: day === input ? 'yyyy-mm-dd' : 'dd/mm/yyyy' };
  return { value: input };
}

export class Spreadsheet {
  sheets = [];
  properties = new Map();
  active = null;
  selection = [0, 0, 1, 1];
  dialogs = [];
  answer = 'YES';
  calls = [];
  #ids = 100;

  /** `work(name, args)` answers a formula of the catalogue. */
  constructor({ zone = 'Europe/London', work = () => [['']] } = {}) {
    this.zone = zone;
    this.work = work;
  }

  add(name, rows = []) {
    const sheet = { id: ++this.#ids, name, cells: new Map(), formats: new Map(), merges: [], protectedFrom: Infinity, rows: 1000, columns: 26, frozen: 0 };
    this.sheets.push(sheet);
    this.active = sheet;
    rows.forEach((row, y) => row.forEach((cell, x) => this.type(sheet, y, x, cell)));
    return sheet;
  }
  type(sheet, row, column, input) {
    const at = key(row, column);
    const { value, formula, format } = typed(input, sheet.formats.get(at));
    sheet.rows = Math.max(sheet.rows, row + 1);
    sheet.columns = Math.max(sheet.columns, column + 1);
    if (formula) sheet.cells.set(at, { formula });
    else if (value === '' || value === null || value === undefined) sheet.cells.delete(at);
    else sheet.cells.set(at, { value });
    if (format && (sheet.formats.get(at) ?? 'General') === 'General') sheet.formats.set(at, format);
    this.shown = null;
  }
  select(sheet, ...selection) {
    this.active = sheet;
    this.selection = selection;
  }

  /** Every cell's value, formulas worked out and overflowed. */
  values(sheet) {
    this.shown ??= new Map();
    if (this.shown.has(sheet)) return this.shown.get(sheet);
    const values = new Map([...sheet.cells].filter(([, { formula }]) => !formula).map(([at, { value }]) => [at, value]));
    this.shown.set(sheet, values);
    for (const [at, { formula }] of sheet.cells) {
      if (!formula) continue;
      const [row, column] = at.split(',').map(Number);
      const found = this.#calculated(sheet, formula);
      const inWay = found.some((cells, y) => cells.some((cell, x) => x + y > 0 && sheet.cells.has(key(row + y, column + x))));
      if (inWay) values.set(at, '#REF!');
      else found.forEach((cells, y) => cells.forEach((cell, x) => cell !== '' && values.set(key(row + y, column + x), cell)));
    }
    return values;
  }
  #calculated(sheet, formula) {
    const call = /^=BAE_([A-Z]+)\((.*)\)$/.exec(formula);
    if (!call) return [['#NAME?']];
    const args = call[2].match(/"(?:[^"]|"")*"|DATE\([^)]*\)|[^,]+/g) ?? [];
    const given = args.map((text) => {
      const date = /^\s*DATE\((\d+),(\d+),(\d+)\)/.exec(text);
      if (date) return midnight(`${date[1]}-${date[2].padStart(2, '0')}-${date[3].padStart(2, '0')}`, this.zone);
      if (/^\s*"/.test(text)) return text.trim().slice(1, -1);
      const ends = /^\s*\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?\s*$/.exec(text);
      const [row, column] = [Number(ends[2]) - 1, columnOf(ends[1])];
      const range = new Range(this, sheet, row, column, ends[3] ? Number(ends[4]) - row : 1, ends[3] ? columnOf(ends[3]) - column + 1 : 1);
      return ends[3] ? range.getValues() : range.getValues()[0][0];
    });
    return this.work(call[1], given);
  }

  /** What Google's services are to the project. */
  services() {
    const properties = {
      getProperty: (name) => this.properties.get(name) ?? null,
      getProperties: () => Object.fromEntries(this.properties),
      getKeys: () => [...this.properties.keys()],
      deleteProperty: (name) => void this.properties.delete(name),
      setProperties: (all) => {
        for (const [name, text] of Object.entries(all)) {
          if (Buffer.byteLength(name + text) > 8066) throw new Error('Argument too large: value');
          this.properties.set(name, text);
        }
      },
    };
    const face = (sheet) => new Sheet(this, sheet);
    const book = {
      getSpreadsheetTimeZone: () => this.zone,
      getSheets: () => this.sheets.map(face),
      getSheetByName: (name) => this.sheets.filter((sheet) => sheet.name === name).map(face)[0] ?? null,
      insertSheet: (name) => face(this.add(name)),
      deleteSheet: ({ sheet }) => {
        this.sheets.splice(this.sheets.indexOf(sheet), 1);
        this.active = this.sheets[0];
      },
    };
    const ui = {
      ButtonSet: { OK: 'OK', YES_NO: 'YES_NO' },
      Button: { YES: 'YES', NO: 'NO' },
      alert: (title, text) => (this.dialogs.push(text), this.answer),
      createMenu: (name) => {
        const menu = { name, items: [] };
        this.menu = menu;
        const chain = { addItem: (words, does) => (menu.items.push({ words, does }), chain), addSeparator: () => chain, addToUi: () => undefined };
        return chain;
      },
      showSidebar: (page) => this.dialogs.push(page),
      showModalDialog: (page, title) => this.dialogs.push({ ...page, title }),
    };
    return {
      spreadsheet: {
        getActiveSpreadsheet: () => book,
        getActiveSheet: () => face(this.active),
        getActiveRange: () => new Range(this, this.active, ...this.selection),
        getUi: () => ui,
      },
      properties,
    };
  }
}

class Sheet {
  constructor(book, sheet) {
    Object.assign(this, { book, sheet });
  }
  getSheetId = () => this.sheet.id;
  getName = () => this.sheet.name;
  getMaxColumns = () => this.sheet.columns;
  getMaxRows = () => this.sheet.rows;
  insertColumnsAfter = (_, count) => (this.sheet.columns += count);
  insertRowsAfter = (_, count) => (this.sheet.rows += count);
  setFrozenRows = (count) => (this.sheet.frozen = count);
  activate = () => this.book.select(this.sheet, 0, 0, 1, 1);
  #last = (at) => {
    let last = 0;
    for (const cells of [this.book.values(this.sheet), this.sheet.cells]) for (const cell of cells.keys()) last = Math.max(last, Number(cell.split(',')[at]) + 1);
    return last;
  };
  getLastRow = () => this.#last(0);
  getLastColumn = () => this.#last(1);
  getRange = (row, column, rows = 1, columns = 1) => {
    if (row < 1 || column < 1 || row + rows - 1 > this.sheet.rows || column + columns - 1 > this.sheet.columns) {
      throw new Error('The coordinates of the range are outside the dimensions of the sheet.');
    }
    return new Range(this.book, this.sheet, row - 1, column - 1, rows, columns);
  };
  getDataRange = () => this.getRange(1, 1, Math.max(1, this.getLastRow()), Math.max(1, this.getLastColumn()));
}

class Range {
  constructor(book, sheet, row, column, rows, columns) {
    Object.assign(this, { book, sheet, row, column, rows, columns });
  }
  getRow = () => this.row + 1;
  getColumn = () => this.column + 1;
  getNumRows = () => this.rows;
  getNumColumns = () => this.columns;
  getLastRow = () => this.row + this.rows;
  getLastColumn = () => this.column + this.columns;
  getA1Notation = () => `${LETTERS(this.column)}${this.row + 1}:${LETTERS(this.column + this.columns - 1)}${this.row + this.rows}`;
  #grid = (see) => Array.from({ length: this.rows }, (_, y) => Array.from({ length: this.columns }, (_, x) => see(key(this.row + y, this.column + x), y, x)));

  getValues = () => {
    const values = this.book.values(this.sheet);
    return this.#grid((at) => {
      const value = values.get(at) ?? '';
      if (typeof value !== 'object') return value;
      return 'at' in value ? new Date(value.at) : midnight(value.date, this.book.zone);
    });
  };
  getDisplayValues = () => {
    const values = this.book.values(this.sheet);
    return this.#grid((at) => {
      const value = values.get(at) ?? '';
      const format = this.sheet.formats.get(at);
      if (typeof value === 'object') {
        const iso = value.date ?? formatDate(new Date(value.at), this.book.zone, 'yyyy-MM-dd');
        return format === 'dd/mm/yyyy' ? iso.split('-').reverse().join('/') : iso;
      }
      if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
      return format === '0%' ? `${Math.round(value * 100)}%` : String(value);
    });
  };
  getFormulas = () => this.#grid((at) => this.sheet.cells.get(at)?.formula ?? '');
  getNumberFormats = () => this.#grid((at) => this.sheet.formats.get(at) ?? 'General');
  getMergedRanges = () =>
    this.sheet.merges
      .filter(([row, column, rows, columns]) => row < this.row + this.rows && row + rows > this.row && column < this.column + this.columns && column + columns > this.column)
      .map((at) => new Range(this.book, this.sheet, ...at));
  #mayWrite() {
    if (this.column + this.columns > this.sheet.protectedFrom) {
      throw new Error('You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.');
    }
  }
  setValues = (rows) => {
    this.#mayWrite();
    if (rows.length !== this.rows || rows.some((row) => row.length !== this.columns)) throw new Error('The number of rows or columns in the data does not match the range');
    rows.forEach((row, y) =>
      row.forEach((cell, x) => {
        const isDate = Object.prototype.toString.call(cell) === '[object Date]';
        this.book.type(this.sheet, this.row + y, this.column + x, isDate ? { at: cell.getTime() } : cell);
      }),
    );
  };
  setNumberFormat = (format) => {
    this.#mayWrite();
    this.#grid((at) => this.sheet.formats.set(at, format));
  };
  setNumberFormats = (formats) => {
    this.#mayWrite();
    this.#grid((at, y, x) => this.sheet.formats.set(at, formats[y][x]));
  };
  clearContent = () => {
    this.#mayWrite();
    this.#grid((at) => this.sheet.cells.delete(at));
    this.book.shown = null;
  };
  /** Grown in all four directions as long as a neighbouring row or column holds something, as Ctrl+A does. */
  getDataRegion = () => {
    const values = this.book.values(this.sheet);
    let { row, column, rows, columns } = this;
    for (let grown = true; grown; ) {
      grown = false;
      const some = (top, left, bottom, right) => {
        for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) if (values.has(key(y, x))) return true;
        return false;
      };
      if (row > 0 && some(row - 1, column - 1, row - 1, column + columns)) [row, rows, grown] = [row - 1, rows + 1, true];
      while (some(row + rows, column - 1, row + rows, column + columns)) [rows, grown] = [rows + 1, true];
      if (column > 0 && some(row - 1, column - 1, row + rows, column - 1)) [column, columns, grown] = [column - 1, columns + 1, true];
      if (some(row - 1, column + columns, row + rows, column + columns)) [columns, grown] = [columns + 1, true];
    }
    return new Range(this.book, this.sheet, row, column, rows, columns);
  };
}

