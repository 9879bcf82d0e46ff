// A workbook in memory with the part of Excel's interface that the pane uses. Runs in the page before anything of its own.
(() => {
  const sheets = [];
  const kept = new Map(Object.entries(window.keptBefore ?? {}));
  const selected = { sheet: null, row: 0, column: 0, rows: 1, columns: 1 };
  const listeners = [];
  let calculations = 0;

  const sheetOf = (name) => {
    const sheet = { id: `{${sheets.length + 1}}`, name, visibility: "Visible", cells: new Map(), formats: new Map() };
    sheets.push(sheet);
    return sheet;
  };
  const key = (row, column) => `${row},${column}`;
  const typed = (input) => {
    if (typeof input !== "string" || input === "") return input;
    if (input.startsWith("'")) return input.slice(1);
    if (/^-?\d+(\.\d+)?$/.test(input)) return Number(input);
    const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(input);
    return day ? Date.UTC(day[1], day[2] - 1, day[3]) / 864e5 + 25569 : input;
  };
  // What a formula shows: Excel would ask the add-in, which other tests do.
  const valueOf = (held) => (typeof held === "string" && held.startsWith("=") ? (held.includes("DIAGNOSE") ? window.fakeExcel.blankSays : "#BUSY!") : held);

  class Range {
    constructor(sheet, row, column, rows, columns) {
      Object.assign(this, { sheet, rowIndex: row, columnIndex: column, rowCount: rows, columnCount: columns, isNullObject: rows < 1 });
      this.format = { autofitColumns() {} };
    }
    load() {}
    select() {}
    get worksheet() {
      return face(this.sheet);
    }
    grid(see) {
      return Array.from({ length: this.rowCount }, (_, y) => Array.from({ length: this.columnCount }, (_, x) => see(key(this.rowIndex + y, this.columnIndex + x))));
    }
    get formulas() {
      return this.grid((at) => this.sheet.cells.get(at) ?? "");
    }
    set formulas(rows) {
      if (this.sheet.locked) throw new Error("The sheet is protected");
      window.fakeExcel.written.push(...rows.flat());
      rows.forEach((row, y) => row.forEach((input, x) => this.sheet.cells.set(key(this.rowIndex + y, this.columnIndex + x), typed(input))));
    }
    get values() {
      return this.grid((at) => valueOf(this.sheet.cells.get(at) ?? ""));
    }
    get text() {
      return this.grid((at) => String(valueOf(this.sheet.cells.get(at) ?? "")));
    }
    get valueTypes() {
      const kinds = { string: "String", number: "Double", boolean: "Boolean" };
      return this.values.map((row) => row.map((value) => (value === "" ? "Empty" : /^#(N\/A|REF!)/.test(value) ? "Error" : kinds[typeof value])));
    }
    get numberFormat() {
      return this.grid((at) => this.sheet.formats.get(at) ?? "General");
    }
    set numberFormat(rows) {
      rows.forEach((row, y) => row.forEach((format, x) => this.sheet.formats.set(key(this.rowIndex + y, this.columnIndex + x), format)));
    }
    clear() {
      this.formulas = this.grid(() => "");
    }
    used() {
      return [...this.sheet.cells].filter(([, held]) => held !== "").map(([at]) => at.split(",").map(Number));
    }
    getSurroundingRegion() {
      return this.getUsedRangeOrNullObject();
    }
    getUsedRangeOrNullObject() {
      const cells = this.used();
      if (cells.length === 0) return new Range(this.sheet, 0, 0, 0, 0);
      const [top, left] = [0, 1].map((n) => Math.min(...cells.map((cell) => cell[n])));
      const [bottom, right] = [0, 1].map((n) => Math.max(...cells.map((cell) => cell[n])));
      if (this.rowCount > 1 && this.rowCount < 1000) return this;
      return new Range(this.sheet, top, left, bottom - top + 1, right - left + 1);
    }
    getTables() {
      return { getCount: () => ({ value: this.sheet.tables ?? 0 }) };
    }
  }

  const face = (sheet) => ({
    id: sheet.id,
    name: sheet.name,
    load() {},
    activate: () => Object.assign(selected, { sheet, row: 0, column: 0, rows: 1, columns: 1 }),
    delete: () => sheets.splice(sheets.indexOf(sheet), 1),
    set visibility(how) {
      sheet.visibility = how;
    },
    getRangeByIndexes: (...at) => new Range(sheet, ...at),
    getUsedRangeOrNullObject: () => new Range(sheet, 0, 0, 1, 1).getUsedRangeOrNullObject(),
  });

  const workbook = {
    getSelectedRange: () => new Range(selected.sheet, selected.row, selected.column, selected.rows, selected.columns),
    application: { calculate: () => (calculations += 1) },
    onSelectionChanged: { add: (handler) => listeners.push(handler) },
    worksheets: {
      load() {},
      get items() {
        return sheets.map(face);
      },
      add: (name = "Sheet") => face(sheetOf(name)),
      getItem: (id) => face(sheets.find((sheet) => sheet.id === id)),
      getActiveWorksheet: () => face(selected.sheet),
    },
  };
  const settings = {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => kept.set(name, value),
    saveAsync: (done) => done({ status: "succeeded" }),
  };
  // Outside Excel Microsoft's script is there and says so: what Excel would add stands before it.
  const context = { document: { settings } };
  let office;
  const answers = { get: (real, name) => (name === "context" ? context : name === "onReady" ? () => Promise.resolve({ host: "Excel" }) : real[name]) };
  // Microsoft's script sets both, and anew when its second part has come.
  Object.defineProperty(window, "Office", { get: () => office, set: (real) => (office = new Proxy(real, answers)) });
  const run = (batch) => batch({ workbook, sync: () => Promise.resolve() });
  Object.defineProperty(window, "Excel", { get: () => ({ run }), set() {} });

  window.fakeExcel = {
    sheets,
    kept,
    blankSays: "blank: nothing is in the cell, or only spaces",
    get calculations() {
      return calculations;
    },
    fill(rows, name = "Tracker") {
      const sheet = sheetOf(name);
      new Range(sheet, 0, 0, rows.length, rows[0].length).formulas = rows;
      Object.assign(selected, { sheet, row: 1, column: 0 });
      return sheet;
    },
    async choose(row) {
      Object.assign(selected, { row, rows: 1, columns: 1 });
      for (const listener of listeners) await listener();
    },
    /** What was ever written into cells, as it was handed over. */
    written: [],
    block: (sheet, ...at) => new Range(sheet, ...at).formulas,
  };
})();
