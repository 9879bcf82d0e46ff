// Trackers of any length, made of the rows of a small one.
import { golden, rowsOf } from './page.mjs';

// An empty cell is spelt out, so that every row is as wide as the headings.
const [headings, ...learners] = rowsOf(golden('at-risk-tracker.tsv').replaceAll('\t\t', '\t \t').replaceAll('\t\t', '\t \t'));
const lines = (n) => [headings, ...Array.from({ length: n }, (_, index) => learners[index % learners.length].map((cell, column) => (column === 0 ? `${cell} ${index}` : cell.trim())))];

export const asText = (n) => lines(n).map((row) => row.join('\t')).join('\n');
export const asHtml = (n) => `<table>${lines(n).map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
