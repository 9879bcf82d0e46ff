// What both panes know of the formulas, made from the engine's catalogue: which there are, and sheets that show them.

function table(catalogue) {
  const lines = catalogue.functions.map(({ id, parameters, result }) => {
    const rows = parameters.findIndex(({ name }) => name === 'rows');
    const ranges = { rows: [rows], same: parameters.flatMap(({ shape }, at) => (shape === 'range' ? [at] : [])) }[result.shape] ?? [];
    return `  { id: ${JSON.stringify(id)}, parameters: ${parameters.length}, rows: ${rows}, ranges: [${ranges.join(', ')}] },`;
  });
  return `// Made by pkg-scripts/generate from the engine's catalogue.

/**
 * Every function: how many arguments it takes, which of them is the rows of a tracker (-1: none), and which are the ranges that
 * its answer is as long as.
 */
export const FUNCTIONS: readonly { id: string; parameters: number; rows: number; ranges: readonly number[] }[] = [
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

export default (catalogue) => ({ 'functions.ts': table(catalogue), 'examples.json': examples(catalogue) });
