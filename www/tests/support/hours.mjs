// A person at work for hours, without the waiting: cells are mended with the keys, taken back and done again, answers are
// sorted, searched, explained, asked for another day, columns read in another way, copied, saved and compared.
import { golden, rowsOf } from './page.mjs';

/** Keeps the memory of the engine in sight, in whatever thread it is. For `everywhere`. */
export const SEEN_ENGINE = `(() => {
  const Real = WebAssembly.Instance;
  WebAssembly.Instance = function (module, imports) {
    const instance = new Real(module, imports);
    if (instance.exports.tracker_evaluate) globalThis.engineMemory = instance.exports.memory;
    return instance;
  };
})()`;

/** A tracker in which a cell of every row cannot be read, in one of three columns. */
export function messyTracker(rows) {
  const [headings, ...learners] = rowsOf(golden('at-risk-tracker.tsv').replaceAll('\t\t', '\t \t').replaceAll('\t\t', '\t \t'));
  const bad = ['Target %', 'Actual %', 'Stage 1 email'].map((heading) => headings.indexOf(heading));
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = learners[row % learners.length].map((cell) => cell.trim());
    cells[0] = `${cells[0]} ${row}`;
    cells[bad[row % bad.length]] = `ask again ${row}`;
    return cells;
  });
  return [headings, ...lines].map((cells) => cells.join('\t')).join('\n');
}

/** In the page: settles when nothing is being worked out or drawn. */
const settled = async () => {
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await turn();
    if (document.querySelector('[aria-busy="true"]')) quiet = -1;
  }
};

/** What a person does. Each settles when the page shows what came of it. */
export function person(page) {
  // The page itself, not the one that waits for itself before every step.
  const evaluate = page.evaluateAtOnce;
  const { keyboard } = page;
  let number = 0;
  const act = async (what, given) => {
    await evaluate(what, given);
    await evaluate(settled);
  };
  const press = (id) => act((id) => document.getElementById(id).click(), id);
  const go = async (step) => {
    if (!(await evaluate((step) => location.hash === `#${step}`, step))) await press(`nav-${step}`);
    await evaluate(settled);
  };
  const choose = (id, value) =>
    act(([id, value]) => {
      const field = document.getElementById(id);
      field.value = value;
      field.dispatchEvent(new Event('change'));
    }, [id, value]);
  /** Opens what is folded, looks, and folds it again. */
  const look = async (id) => {
    await act((id) => document.querySelector(`[id="${id}"] > summary`).click(), id);
    await act((id) => document.querySelector(`[id="${id}"] > summary`).click(), id);
  };
  return {
    /** Types into a cell that cannot be read: what cannot be read either, or what can. */
    async mend(readable) {
      number += 1;
      const found = await evaluate((number) => {
        const cells = document.querySelectorAll('.check-input[id^="cell-"]');
        const cell = cells[(number * 7) % Math.max(1, cells.length)];
        cell?.focus();
        cell?.select();
        return cells.length;
      }, number);
      if (found === 0) throw new Error('there is no cell left to mend');
      await keyboard.insertText(readable ? String(number % 100) : `said by phone, call ${number}, to be asked again`);
      await keyboard.press('Enter');
      await evaluate(settled);
    },
    /** Writes one text into all cells of the first column. */
    async mendAll() {
      await act((text) => {
        const all = document.querySelector('.check-input[id^="all-"]');
        all.value = text;
        all.nextElementSibling.click();
      }, `not seen ${number}`);
    },
    async undo() {
      await evaluate(() => document.activeElement?.blur());
      await keyboard.press('Control+z');
      await evaluate(settled);
    },
    async redo() {
      await evaluate(() => document.activeElement?.blur());
      await keyboard.press('Control+y');
      await evaluate(settled);
    },
    check: () => go('check'),
    results: () => go('results'),
    async otherDay() {
      await choose('as-at', new Date(Date.UTC(2026, 0, 1 + (number % 300))).toISOString().slice(0, 10));
    },
    async search() {
      await act(() => document.getElementById('search').focus());
      await keyboard.type(`beam ${number % 60}`);
      // The list is drawn when typing pauses.
      await act(() => new Promise((resolve) => setTimeout(resolve, 150)));
      await keyboard.press('Control+a');
      await keyboard.press('Delete');
      await act(() => new Promise((resolve) => setTimeout(resolve, 150)));
    },
    async sort(nth) {
      await press(`sort-${['name', 'risk_rating', 'due', 'row'][nth % 4]}`);
    },
    async explain() {
      const rows = await evaluate(() => [...document.querySelectorAll('#results-list details[id^="why-"]')].map(({ id }) => id));
      for (const id of [rows[number % rows.length], rows.at(-1)]) await look(id);
      for (const id of ['understood', 'rules-used', 'printing', 'settings']) await look(id);
    },
    async hideNames() {
      await press('hide-names');
    },
    async copy() {
      await press('copy');
    },
    async readAgain() {
      await go('match');
      const id = 'how-learner-at-risk.stage1_email';
      const order = (which) => press(`order-learner-at-risk.stage1_email-${which}`);
      await act((id) => (document.getElementById(id).open = true), id);
      await order('month-first');
      await order('auto');
    },
    rules: () => press('to-policies'),
    async print() {
      await go('results');
      await act(() => {
        window.dispatchEvent(new Event('beforeprint'));
        window.dispatchEvent(new Event('afterprint'));
      });
    },
    async save() {
      await go('results');
      await act(() => (document.getElementById('downloads').open = true));
      for (const id of ['download-csv', 'download-xlsx']) {
        const [file] = await Promise.all([page.waitForEvent('download'), press(id)]);
        await file.cancel();
      }
    },
    async compare(earlier) {
      await go('results');
      await act(() => (document.getElementById('compare').open = true));
      await page.setInputFilesAtOnce('#earlier-file', { name: 'earlier.tsv', mimeType: 'text/tab-separated-values', buffer: Buffer.from(earlier) });
      await act(async () => {
        while (!document.querySelector('#compare-result p')) await new Promise((resolve) => setTimeout(resolve, 10));
      });
    },
  };
}

/** How many cells are mended in a spell. */
export const MENDS = 20;

/** A spell of work: what a person does in some two minutes. */
export async function spell(does, nth, earlier) {
  await does.check();
  if (nth % 4 === 0) await does.mendAll();
  for (let mend = 1; mend <= MENDS; mend += 1) {
    await does.mend(mend % 5 === 0);
    if (mend % 5 === 0) await does.undo();
    if (mend % 10 === 0) {
      await does.redo();
      await does.undo();
    }
  }
  await does.results();
  await does.otherDay();
  await does.search();
  await does.sort(nth);
  await does.explain();
  await does.hideNames();
  await does.copy();
  await does.readAgain();
  await does.rules();
  if (nth % 5 === 0) await does.print();
  if (nth % 10 === 0) {
    await does.save();
    await does.compare(earlier);
  }
}
