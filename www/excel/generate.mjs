// What Excel is told of the formulas, made from the engine's catalogue: the declarations, both manifests,
// and the help for each.
import { helpPage } from '../pane/formula-help.mjs';
import { ORIGIN, manifestJson, manifestXml } from './manifests.mjs';

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
      helpUrl: `${ORIGIN}/formulas.html#${fn.id}`,
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

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

export default (catalogue) => ({
  'functions.json': json(functionsJson(catalogue)),
  'manifest.xml': manifestXml(catalogue),
  'manifest.json': json(manifestJson(catalogue)),
  'formulas.html': helpPage(catalogue, {
    spelling: 'BAE.',
    about:
      'Formulas are worked out on this computer. Use one formula for a whole column: it spills into the cells below, and is many times faster than one for each row. In a table of Excel nothing may spill, so there it is one for each row; where a reading then rests on the one row, such as 0.5 for 50 %, CHECK says so. <a href="help.html">How to use the pane</a>.',
  }),
});
