// What Excel is told of the formulas, made from the engine's catalogue: the declarations, the table by which the page ties
// names to code, both manifests, and the example sheets.
import { manifestJson, manifestXml } from './manifests.mjs';

// Excel knows no kind of cell but these. Everything is `any`: what is converted on the way cannot be told from what was typed.
const dimension = ({ shape }) => (shape === 'cell' ? 'scalar' : 'matrix');

// A closed list is offered while its argument is typed, by versions of Excel that can.
const listId = (fn, parameter) => `${fn.id}_${parameter.name}`.toUpperCase();

export function functionsJson(catalogue) {
  const enums = catalogue.functions.flatMap((fn) =>
    fn.parameters
      .filter((parameter) => parameter.values)
      .map((parameter) => ({
        id: listId(fn, parameter),
        type: 'string',
        values: parameter.values.map((value) => ({ name: value, value, tooltip: '' })),
      })),
  );
  return {
    allowErrorForDataTypeAny: true,
    allowCustomDataForDataTypeAny: true,
    functions: catalogue.functions.map((fn) => ({
      id: fn.id,
      name: fn.name,
      description: fn.description,
      parameters: fn.parameters.map((parameter) => ({
        name: parameter.name,
        description: parameter.description,
        type: parameter.values ? 'string' : 'any',
        dimensionality: dimension(parameter),
        ...(parameter.optional && { optional: true }),
        ...(parameter.values && { customEnumId: listId(fn, parameter) }),
      })),
      result: { type: 'any', dimensionality: 'matrix' },
      ...(fn.parameters.some(({ name }) => name === 'rows') && { options: { requiresParameterAddresses: true } }),
    })),
    enums,
  };
}

function table(catalogue) {
  const lines = catalogue.functions.map(
    ({ id, parameters }) =>
      `  { id: ${JSON.stringify(id)}, parameters: ${parameters.length}, rows: ${parameters.findIndex(({ name }) => name === 'rows')} },`,
  );
  return `// Made by pkg-scripts/generate from the engine's catalogue.

/** Every function: how many arguments it takes, and which of them is the rows of a tracker (-1: none). */
export const FUNCTIONS: readonly { id: string; parameters: number; rows: number }[] = [
${lines.join('\n')}
];
`;
}

/** Sheets that show each kind of tracker with its formulas beside it. */
function examples(catalogue) {
  const shown = catalogue.functions
    .filter((fn) => fn.result.shape === 'rows' && fn.result.columns.length > 0)
    .map(({ id, result, examples: [example] }) => ({ id, columns: result.columns, formula: example.formula, sheet: example.sheet }));
  return `${JSON.stringify(shown, null, 1)}\n`;
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

export default (catalogue) => ({
  'functions.json': json(functionsJson(catalogue)),
  'functions.ts': table(catalogue),
  'examples.json': examples(catalogue),
  'manifest.xml': manifestXml(catalogue),
  'manifest.json': json(manifestJson(catalogue)),
});
