// The formulas in Excel: each function of the catalogue tied to the engine. A classic script, run before anything else of the
// page, because Excel asks for the functions as soon as it has loaded.
//
// Answers are given at once. Only a formula that Excel asks before Office is ready gets a promise: until then the settings
// of the workbook cannot be read, and an answer under other settings would be a wrong one.

import { FormulaError, call, firstCell, localDay } from "../core";
import type { Fault, Host } from "../core";
import { FUNCTIONS } from "../pane/generated/functions";

/** What Microsoft's runtime offers a function. */
interface CustomFunctionsApi {
  associate(id: string, fn: (...args: unknown[]) => unknown): void;
  Error: new (code: string, message?: string) => Error;
  ErrorCode: { invalidValue: string; notAvailable: string };
}
interface Invocation {
  parameterAddresses?: string[];
}
interface DocumentSettings {
  get(name: string): unknown;
}
interface OfficeApi {
  onReady(): Promise<unknown>;
  context?: { document?: { settings?: DocumentSettings } };
}
interface World {
  CustomFunctions?: CustomFunctionsApi;
  Office?: OfficeApi;
}

/** The name under which a workbook keeps the settings file of its organisation. */
export const SETTINGS = "bae-rules.settings";

const world = globalThis as World;

const settingsText = (): string | undefined => {
  const kept = world.Office?.context?.document?.settings?.get(SETTINGS);
  return typeof kept === "string" ? kept : undefined;
};

/** An error with its text; only these two show one. Made when it is needed: outside Excel the class is not there. */
function excelError(api: CustomFunctionsApi, fault: Fault): Error {
  const code = fault.code === "not-available" ? api.ErrorCode.notAvailable : api.ErrorCode.invalidValue;
  return new api.Error(code, fault.text);
}

/** Ties every function to the engine. */
export function associate(api: CustomFunctionsApi, ready: Promise<unknown> | null, settings = settingsText): void {
  let waiting = ready;
  void ready?.then(() => (waiting = null));
  const host: Host = { error: (fault) => excelError(api, fault) };
  for (const { id, parameters, rows } of FUNCTIONS) {
    const answered = (args: unknown[], invocation: Invocation | undefined): unknown[][] => {
      const at = (argument: number) => (rows < 0 ? undefined : firstCell(invocation?.parameterAddresses?.[argument] ?? ""));
      const [below, above] = [at(rows), at(rows - 1)];
      const around = { today: localDay(new Date()), settings: settings(), firstRow: below?.row, firstColumn: below?.column, headingsColumn: above?.column };
      try {
        return call(id, args, around, host);
      } catch (cause) {
        // A plain error would lose its text on the way to the cell.
        const fault = cause instanceof FormulaError ? cause.fault : undefined;
        throw excelError(api, fault ?? { code: "value", text: cause instanceof Error ? cause.message : String(cause) });
      }
    };
    api.associate(id, (...given: unknown[]) => {
      const invocation = given[given.length - 1] as Invocation | undefined;
      // Excel on the web hands over null for a blank cell as for an argument that was left out; only a cell has an address.
      const args = given.slice(0, parameters).map((arg, at) => (arg === null && invocation?.parameterAddresses?.[at] ? "" : arg));
      return waiting ? waiting.then(() => answered(args, invocation)) : answered(args, invocation);
    });
  }
}

if (world.CustomFunctions) associate(world.CustomFunctions, world.Office ? world.Office.onReady() : null);
