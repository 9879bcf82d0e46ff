// What LibreOffice has to be told of the formulas, made from the engine's catalogue: the interface, the kinds of its
// arguments, and the texts of the function wizard.

const PREFIX = 'BAE.';

// A range whose cells may hold anything arrives as the range itself: only it tells a blank cell from 0, a date from a
// number, and one error from another. A number or a day may be worked out in the formula, so it arrives as a value. What
// may be left out has to be `any`; of other text, a blank cell is no characters, where `any` would make it 0.
function type({ kind, shape, optional }) {
  if (kind === 'any' && shape === 'range') return 'com::sun::star::table::XCellRange';
  return kind === 'text' && shape === 'cell' && !optional ? 'string' : 'any';
}

// Calc compares, counts and looks up only such words of a formula as are declared to be words: of `any`, a cell shows "High"
// and does not equal "High". Numbers have to be `any` all the same, as an error beside them is a word.
const resultType = ({ kind }) => `sequence< sequence< ${kind === 'number' ? 'any' : 'string'} > >`;

// UNO's names have no underscores; people see the wizard's names.
const identifier = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The interface, in UNO's own language. The first argument is given by Calc: the document that the formula is in. */
function idl(catalogue) {
  const methods = catalogue.functions.map(({ name, parameters, result }) => {
    const rest = parameters.map((parameter) => `, [in] ${type(parameter)} ${identifier(parameter.name)}`).join('');
    return `    ${resultType(result)} ${name}([in] com::sun::star::beans::XPropertySet document${rest});`;
  });
  return `module org { module baerules {
  interface XFormulas : com::sun::star::uno::XInterface {
${methods.join('\n')}
  };
}; };
`;
}

/** What the extension has to know of each argument: a value does not say whether it is a day. */
function kinds(catalogue) {
  const entries = catalogue.functions.map(({ name, parameters, result }) => [
    name,
    parameters.map(({ name, kind, shape, optional }) => ({
      name,
      kind,
      optional,
      // Whether the answer is as long as it.
      long: result.shape === 'rows' ? name === 'rows' : result.shape === 'same' && shape === 'range',
    })),
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`;
}

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

/** A parameter's help, with the closed list where there is one: Calc has no drop-down for arguments. */
function help({ description, values }) {
  return values ? `${description} One of: ${values.join('; ')}.` : description;
}

/** The texts of the function wizard. */
function wizard(catalogue) {
  const text = (name, value) => `<prop oor:name="${name}"><value xml:lang="en">${escape(value)}</value></prop>`;
  const parameter = (one) =>
    // Calc finds the texts of an argument by the name it has in the interface.
    `            <node oor:name="${identifier(one.name)}" oor:op="replace">
              ${text('DisplayName', one.name)}
              ${text('Description', help(one))}
            </node>`;
  const functions = catalogue.functions.map(
    ({ name, description, parameters }) => `        <node oor:name="${name}" oor:op="replace">
          ${text('DisplayName', PREFIX + name)}
          ${text('Description', description)}
          <prop oor:name="Category"><value>Add-In</value></prop>
          ${text('CompatibilityName', PREFIX + name)}
          <node oor:name="Parameters">
${parameters.map(parameter).join('\n')}
          </node>
        </node>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" oor:package="org.openoffice.Office">
  <node oor:name="AddInInfo">
    <node oor:name="BAE" oor:op="replace">
      <node oor:name="AddInFunctions">
${functions.join('\n')}
      </node>
    </node>
  </node>
</oor:component-data>
`;
}

export default function generate(catalogue) {
  return { 'XFormulas.idl': idl(catalogue), 'arguments.json': kinds(catalogue), 'CalcAddIns.xcu': wizard(catalogue) };
}
