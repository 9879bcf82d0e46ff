// The sidebar as it is built, in Chromium, with google.script.run tied to the project's own server code and a spreadsheet in
// memory: every click goes the whole way.
import { answered, files, spreadsheet } from './document.mjs';

export const html = files.find(({ name }) => name === 'Pane.html').text;

export const TRACKER = [
  ['Learner', 'Target %', 'Actual %', 'Stage 1 email', 'Notes'],
  ['Amber Invented', 50, 50, '', 'fine'],
  ['', '', '', '', ''],
  ['Basil Invented', 50, 20, '', ''],
  ['Clover Invented', 50, '', '', ''],
  ['Dill Invented', 60, 60, '30/03/2026', ''],
];

/** What Google puts into the page: calls that answer later, and refuse whatever JSON would not carry. */
export const google = () => {
  const runner = (done, failed) => ({
    withSuccessHandler: (handler) => runner(handler, failed),
    withFailureHandler: (handler) => runner(done, handler),
    sidebar(...args) {
      if (args.some((arg) => typeof arg !== 'string')) throw new Error('only texts go over');
      void window.serverAnswers(...args).then(({ answer, error }) => (error ? failed(new Error(error)) : done(answer)));
    },
    showHelp: () => void window.serverAnswers('help', '{}'),
  });
  window.google = { script: { run: runner(() => {}, () => {}) } };
};

export async function openSidebar(browser, { rows = TRACKER, zone, kept = {}, formulasAnswer = true, setUp = () => {}, ...options } = {}) {
  const book = spreadsheet(zone ? { zone } : {});
  if (!formulasAnswer) book.work = () => [['']];
  const sheet = book.add('Tracker', rows);
  for (const [name, text] of Object.entries(kept)) book.properties.set(name, text);
  book.select(sheet, 1, 0, 1, 1);
  setUp(book, sheet);
  const context = await browser.newContext({ viewport: { width: 300, height: 700 }, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.faults = [];
  page.foreign = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.faults.push(message.text()));
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url !== 'http://sidebar.example/') page.foreign.push(url);
    return url === 'http://sidebar.example/' ? route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }) : route.abort();
  });
  await page.exposeFunction('serverAnswers', (what, given) => (what === 'help' ? (book.calls.push('help'), {}) : answered(book, what, given)));
  await page.addInitScript(google);
  await page.goto('http://sidebar.example/');
  await page.waitForSelector('#read');
  return { page, book, sheet };
}
export const read = async (page) => {
  await page.click('#read');
  await page.waitForSelector('#step-results:not([hidden]) #to-fill, #step-match:not([hidden]) #heading-match');
  if (await page.isVisible('#heading-match')) await page.click('#nav-results');
  await page.waitForSelector('#to-fill');
};
export const asAt = async (page, day) => {
  await page.fill('#as-at', day);
  await page.dispatchEvent('#as-at', 'change');
};
export const fill = async (page, how) => {
  await page.click('#nav-fill');
  await page.check(`#as-${how}`);
  await page.click('#fill');
  await page.waitForSelector('#undo, #trouble .govuk-error-summary');
};
