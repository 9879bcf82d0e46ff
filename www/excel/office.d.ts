// The part of Office.js that the pane uses.

declare namespace Excel {
  interface Range {
    address: string;
    values: unknown[][];
    formulas: unknown[][];
    text: string[][];
    valueTypes: string[][];
    numberFormat: string[][];
    rowIndex: number;
    columnIndex: number;
    rowCount: number;
    columnCount: number;
    isNullObject: boolean;
    worksheet: Worksheet;
    load(names: string): void;
    getSurroundingRegion(): Range;
    getUsedRangeOrNullObject(valuesOnly: boolean): Range;
    getTables(fullyContained: boolean): { getCount(): { value: number } };
    clear(what: "Contents"): void;
    select(): void;
    format: { autofitColumns(): void };
  }
  interface Worksheet {
    id: string;
    name: string;
    load(names: string): void;
    getRangeByIndexes(row: number, column: number, rows: number, columns: number): Range;
    getUsedRangeOrNullObject(valuesOnly: boolean): Range;
    activate(): void;
    delete(): void;
    visibility: "Visible" | "Hidden" | "VeryHidden";
  }
  interface Workbook {
    getSelectedRange(): Range;
    worksheets: {
      add(name?: string): Worksheet;
      getItem(id: string): Worksheet;
      getActiveWorksheet(): Worksheet;
      items: Worksheet[];
      load(names: string): void;
    };
    application: { calculate(how: "Full"): void };
    onSelectionChanged: { add(handler: () => Promise<void>): void };
  }
  interface RequestContext {
    workbook: Workbook;
    sync(): Promise<void>;
  }
  function run<T>(batch: (context: RequestContext) => Promise<T>): Promise<T>;
}

declare namespace Office {
  function onReady(): Promise<{ host: string | null }>;
  const context: {
    document: {
      settings: {
        get(name: string): unknown;
        set(name: string, value: unknown): void;
        saveAsync(done: (result: { status: string }) => void): void;
      };
    };
    officeTheme?: { isDarkTheme?: boolean };
  };
}
