// A spreadsheet with the project in it: its formulas answer, its menu runs, and its sidebar can ask.
import vm from 'node:vm';
import { execution, project } from './apps-script.mjs';
import { Spreadsheet } from './fake-spreadsheet.mjs';

export const files = project('menu');

/** A spreadsheet whose formulas are worked out by the project, each in an execution of its own. */
export function spreadsheet(options = {}) {
  const book = new Spreadsheet({
    ...options,
    work: (name, args) => {
      const context = execution(files, { document: book });
      context.given = args;
      try {
        return JSON.parse(vm.runInContext(`JSON.stringify(BAE_${name}.apply(null, given))`, context));
      } catch (error) {
        return [[`#ERROR! ${error.message}`]];
      }
    },
  });
  return book;
}

/** Runs a function of the project as Sheets runs one that is chosen from the menu. */
export function run(book, name, ...args) {
  const context = execution(files, { document: book });
  context.given = args;
  return vm.runInContext(`${name}.apply(null, given)`, context);
}

/** What google.script.run does with a call of the sidebar: an execution, and an answer or the message of an error. */
export function answered(book, what, given) {
  book.calls.push(what);
  try {
    return { answer: run(book, 'sidebar', what, given) };
  } catch (error) {
    return { error: `Exception: ${error.message}` };
  }
}
