// The help for the formulas, made from the engine's catalogue: one page, a section for each, in the spelling of one program.
import { readFileSync } from 'node:fs';

/** The style of all help pages. */
export const style = () => readFileSync(new URL('help.css', import.meta.url), 'utf8').trim();

const KINDS = { any: 'anything, as it stands in the sheet', text: 'text', number: 'whole numbers', date: 'days' };
const ONE = { any: 'one cell', text: 'one text', number: 'one whole number', date: 'one day' };
const ROWS_SHOWN = 3;

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
/** A sentence in which names stand between backquotes. */
const sentence = (text) => escape(text).replace(/`([^`]*)`/g, '<code>$1</code>');
const code = (text) => `<code>${escape(text)}</code>`;

const takes = ({ kind, shape, optional }) => `${shape === 'cell' ? ONE[kind] : `a range, or one cell: ${KINDS[kind]}`}${optional ? '; may be left out' : ''}`;

const gives = ({ kind, shape, columns }) => {
  if (columns?.length) return `${columns.length === 1 ? 'A column' : `${columns.length} columns`} with a cell for each row: ${columns.map(escape).join(', ')}.`;
  return { cell: 'One cell with text.', rows: 'A cell for each row.', same: `As many cells as the range it is given: ${KINDS[kind]}.` }[shape];
};

/** As much of a long answer as shows what it is like. */
const MOST = 80;
const brief = (text) => (String(text).length <= MOST ? text : `${String(text).slice(0, String(text).lastIndexOf(' ', MOST))} …`);

const shown = (cell) => (typeof cell === 'object' ? (cell.date ?? cell.error.text) : cell);

/** A table that scrolls sideways where it has to, with the keyboard too. */
const table = (name, head, rows) => `<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table>
<thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(([first, ...rest]) => `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody></table></div>`;

function section({ id, name, description, parameters, result, examples: [example], errors, since }, spelt) {
  const given = parameters.map((one) => [
    code(one.name),
    `${sentence(one.description)}${one.values ? ` One of: ${one.values.map(escape).join('; ')}.` : ''}<br><span class="quiet">${escape(takes(one))}</span>`,
  ]);
  const grid = example.answer.grid.slice(0, ROWS_SHOWN);
  const answers = result.columns?.length ? grid.map((row, at) => [`Row ${at + 2}`, ...row.map((cell) => escape(brief(shown(cell))))]) : null;
  const said = errors.map(({ parameter, given, text }) => [given === '' ? `${code(parameter)} is blank` : `${code(parameter)} is ${escape(given)}`, sentence(text)]);
  return `<section id="${id}" aria-labelledby="${id}-name">
<h2 id="${id}-name">${escape(spelt(name))}</h2>
<p>${sentence(description)}</p>
<pre><code>=${escape(spelt(name))}(${parameters.map((one) => (one.optional ? `[${one.name}]` : one.name)).join(', ')})</code></pre>
${given.length > 0 ? `<h3>What it takes</h3>\n${table(`Arguments of ${id}`, ['Argument', 'What to give'], given)}` : '<p>It takes nothing.</p>'}
<h3>What comes back</h3>
<p>${gives(result)}</p>
<h3>Example</h3>
<pre><code>=${escape(spelt(example.formula))}</code></pre>
${answers ? table(`Answers of ${id}`, ['', ...result.columns.map(escape)], answers) : `<p>${grid.flat().map((cell) => code(brief(shown(cell)))).join(', ')}</p>`}
${said.length > 0 ? `<h3>Errors</h3>\n${table(`Errors of ${id}`, ['When', 'The cell says'], said)}` : ''}
<p class="quiet">Since version ${escape(since)}.</p>
</section>`;
}

/** The page. `about` says in a sentence or two, as HTML, what is the program's own. */
export function helpPage(catalogue, { spelling, about }) {
  const spelt = (formula) => `${spelling}${formula}`;
  const { functions } = catalogue;
  return `<!doctype html>
<!-- Made by pkg-scripts/generate from the engine's catalogue. -->
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>The formulas of BAE rules</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style>
${style()}
</style>
</head>
<body>
<main>
<h1>The formulas</h1>
<p>${about}</p>
<p>Most take the headings of a tracker, its rows, and the day that the answers are for. <code>Cannot decide</code> means that a cell is missing or unreadable on which the answer hangs; <a href="#CHECK">${escape(spelt('CHECK'))}</a> says which, and <a href="#WHY">${escape(spelt('WHY'))}</a> why an answer is what it is. Blank cells are never counted as 0.</p>
<nav aria-label="Formulas"><ul class="index">
${functions.map(({ id, name }) => `<li><a href="#${id}">${escape(spelt(name))}</a></li>`).join('\n')}
</ul></nav>
${functions.map((one) => section(one, spelt)).join('\n')}
<p class="quiet">Rules engine ${escape(catalogue.engine)}.</p>
</main>
</body>
</html>
`;
}
