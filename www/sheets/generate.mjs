// What Google Sheets is told of the formulas, made from the engine's catalogue: a function at the top level for each, with
// the comment from which Sheets makes its help; and the help that the menu opens.

import { helpPage } from '../pane/formula-help.mjs';

export const PREFIX = 'BAE_';

const type = ({ kind, shape }) => {
  const cell = { number: 'number', date: 'Date', text: 'string', any: '*' }[kind];
  if (shape === 'cell') return cell;
  return kind === 'any' ? 'Array<Array<*>>' : `${cell}|Array<Array<${cell}>>`;
};

// A comment ends where its text says so, and Sheets shows no line breaks.
const text = (sentence) => sentence.replace(/\*\//g, '* /').replace(/\s+/g, ' ').trim();

const help = ({ description, values }) => text(values ? `${description} One of: ${values.join('; ')}.` : description);

const given = ({ kind, shape, columns }) =>
  columns?.length ? text(columns.join(', ')) : { cell: 'one cell', rows: 'a cell for each row', same: `a ${kind} for each cell` }[shape];

function stub({ name, description, parameters, result, examples }) {
  const lines = [
    text(description),
    '',
    ...parameters.map((one) => `@param {${type(one)}} ${one.optional ? `[${one.name}]` : one.name} ${help(one)}`),
    `@return {Array<Array<*>>} ${given(result)}`,
    ...examples.map((example) => `@example =${PREFIX}${text(example.formula)}`),
    '@customfunction',
  ];
  const names = parameters.map((one) => one.name).join(', ');
  return `/**
${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}
 */
function ${PREFIX}${name}(${names}) {
  return answer_('${name}', [${names}]);
}
`;
}

export default function generate(catalogue) {
  const names = catalogue.functions.map(({ name }) => `'${name}'`).join(', ');
  return {
    'Functions.gs': `// Made by pkg-scripts/generate from the engine's catalogue.

${catalogue.functions.map(stub).join('\n')}
function names_() {
  return [${names}];
}
`,
    'Help.html': helpPage(catalogue, {
      spelling: PREFIX,
      about:
        'Formulas in cells are worked out by Google, in the account of your school, as all formulas of Sheets are. Use one formula for a whole column: it overflows into the cells below, and is many times faster than one for each row.',
    }),
  };
}
