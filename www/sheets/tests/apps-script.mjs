// A model of Google Apps Script: each call of a formula is an execution of its own, in a context that has the language and
// the services named here, and nothing of a browser or of Node.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const dist = new URL('../dist/', import.meta.url);

/** The files of a project that was built, by name. */
export function project(name) {
  const folder = new URL(`${name}/`, dist);
  return readdirSync(folder).map((file) => ({ name: file, text: readFileSync(new URL(file, folder), 'utf8') }));
}
export const pasted = () => [{ name: 'paste.gs', text: readFileSync(new URL('paste-formulas.gs', dist), 'utf8') }];
export const distFolder = fileURLToPath(dist);

export function formatDate(date, zone, format) {
  if (format !== 'yyyy-MM-dd') throw new Error(`the model knows no format ${format}`);
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const { year, month, day } = Object.fromEntries(parts.formatToParts(date).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}

/**
 * An execution. `sheetZone` and `scriptZone` as in the settings of the document and of the project; `allowed: false` is a
 * project that may not ask for the document; `settings` is a property of the document, or the error with which Google refuses it;
 * `document` is a whole one, from fake-spreadsheet.mjs.
 */
export function execution(files, { sheetZone = 'Europe/London', scriptZone = 'Europe/London', allowed = true, settings = null, document = null } = {}) {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: true } });
  // What V8 itself brings but Apps Script is not known to have.
  vm.runInContext('delete globalThis.console; delete globalThis.SharedArrayBuffer; delete globalThis.Atomics;', context);
  const refuse = () => {
    throw new Error('You do not have permission to call this');
  };
  const { spreadsheet, properties } = document?.services() ?? {
    spreadsheet: { getActiveSpreadsheet: () => ({ getSpreadsheetTimeZone: () => sheetZone }) },
    properties: {
      getProperties() {
        if (settings instanceof Error) throw settings;
        return settings === null ? {} : { 'bae-rules.settings': settings };
      },
    },
  };
  const page = (name) => ({
    page: name,
    text: files.find((file) => file.name === `${name}.html`).text,
    setTitle(title) {
      return Object.assign(this, { title });
    },
    setWidth: (width) => page(name, width),
    setHeight: (height) => page(name, height),
  });
  Object.assign(context, {
    Utilities: { formatDate },
    Session: { getScriptTimeZone: () => scriptZone },
    SpreadsheetApp: allowed ? spreadsheet : { getActiveSpreadsheet: refuse },
    PropertiesService: { getDocumentProperties: () => properties },
    HtmlService: { createHtmlOutputFromFile: page },
  });
  for (const { name, text } of files) {
    if (name.endsWith('.gs')) vm.runInContext(text, context, { filename: name });
  }
  return context;
}

const midnights = new Map();
/** The moment at which a day begins in a zone: what Sheets hands over for a cell that holds a date. */
export function midnight(day, zone) {
  const at = `${day} ${zone}`;
  if (!midnights.has(at)) midnights.set(at, begins(day, zone));
  return new Date(midnights.get(at));
}
function begins(day, zone) {
  const utc = Date.parse(`${day}T00:00:00Z`);
  for (let minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    const date = new Date(utc + minutes * 60_000);
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    if (time.format(date) === '00:00' && formatDate(date, zone, 'yyyy-MM-dd') === day) return date.getTime();
  }
  throw new Error(`${day} does not begin in ${zone}`);
}

/** A cell of a call as Sheets hands it to a function. */
function handed(cell, zone) {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'object') return cell;
  return 'date' in cell ? midnight(cell.date, zone) : cell.error;
}

/** Arguments of a call as Sheets hands them over. */
export const sheetArguments = (args, zone = 'Europe/London') =>
  args.map((arg) => (Array.isArray(arg) ? arg.map((row) => row.map((cell) => handed(cell, zone))) : handed(arg, zone)));

/** What the formula shows: rows of cells, or the message of its error. */
export function formula(files, name, args, options = {}) {
  const context = execution(files, options);
  context.given = sheetArguments(args, options.sheetZone);
  try {
    return JSON.parse(vm.runInContext(`JSON.stringify(BAE_${name}.apply(null, given))`, context));
  } catch (error) {
    return { error: error.message };
  }
}

/** An answer of the engine as Sheets shows it. */
export function asShown(answer) {
  if (answer.error) return { error: answer.error.text };
  const cell = (one) => (typeof one === 'object' ? (one.date ?? one.error.text) : one);
  return answer.grid.map((row) => row.map(cell));
}
