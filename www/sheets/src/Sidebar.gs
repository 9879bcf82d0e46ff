// What the sidebar asks of the document. It runs in the browser and works the answers out there; here cells are only read and
// written, all of them in one call. Rows and columns count from 0, but in a change from 1, as in the sheet.

function showSidebar() {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile('Pane').setTitle('BAE rules'));
}

function showHelp() {
  var page = HtmlService.createHtmlOutputFromFile('Help').setWidth(760).setHeight(620);
  SpreadsheetApp.getUi().showModalDialog(page, 'Help with the formulas');
}

/** Called by the sidebar. JSON both ways: Google refuses a Date wherever it stands, and turns what is missing into null. */
function sidebar(what, given) {
  var does = {
    open: kept_,
    take: take_,
    fill: fill_,
    change: change_,
    restore: restore_,
    formulas: formulas_,
    addSheet: addSheet_,
    deleteSheet: deleteSheet_,
    chosen: chosen_,
    keep: keep_,
  };
  return JSON.stringify(does[what](JSON.parse(given)));
}

/** The chosen rows, or, where one row is chosen, all rows of the sheet in the columns of the data around it. */
function take_() {
  var sheet = SpreadsheetApp.getActiveSheet();
  var range = SpreadsheetApp.getActiveRange();
  var last = { row: sheet.getLastRow(), column: sheet.getLastColumn() };
  var taken = { sheet: String(sheet.getSheetId()), sheetName: sheet.getName(), row: 0, column: 0, rows: [], notes: [], singles: 0, right: last.column, kept: kept_() };
  if (!range || last.row === 0) return taken;
  if (range.getNumRows() === 1) {
    // A row left blank inside a tracker ends the block that Sheets sees, so rows reach as far as the sheet is used.
    var around = range.getDataRegion();
    range = sheet.getRange(1, around.getColumn(), last.row, around.getNumColumns());
  }
  var rows = Math.min(range.getLastRow(), last.row) - range.getRow() + 1;
  var columns = Math.min(range.getLastColumn(), last.column) - range.getColumn() + 1;
  if (rows < 1 || columns < 1) return taken;
  range = sheet.getRange(range.getRow(), range.getColumn(), rows, columns);
  var texts = range.getDisplayValues();
  var day = dayIn_(timeZone_());
  taken.row = range.getRow() - 1;
  taken.column = range.getColumn() - 1;
  taken.rows = range.getValues().map(function (row, down) {
    return row.map(function (value, across) {
      return cell_(value, texts[down][across], day);
    });
  });
  taken.notes = mergedRows_(range);
  taken.singles = core_().oneForMany(sheet.getRange(1, 1, last.row, last.column).getFormulas()).count;
  return taken;
}

/** A cell as the sidebar is handed it: its text, or its text, kind and value. */
function cell_(value, text, day) {
  if (isError_(value)) return [text, 'error'];
  if (typeof value === 'number') return [text, 'number', value];
  if (typeof value === 'boolean') return [text, 'bool', value ? 1 : 0];
  if (typeof value === 'string') return value;
  // A time of day is a date of 1899 for Sheets.
  var found = day(value).split('-').map(Number);
  return found[0] > 1900 ? [text, 'date', Date.UTC(found[0], found[1] - 1, found[2]) / 86400000] : text;
}

/** What is said of cells that are merged over several rows: all but the first are blank. */
function mergedRows_(range) {
  var merged = range.getMergedRanges().filter(function (one) {
    return one.getNumRows() > 1;
  });
  if (merged.length === 0) return [];
  var others = merged.length > 1 ? ' and ' + (merged.length - 1) + ' more' : '';
  return ['Merged cells (' + merged[0].getA1Notation() + others + ') count for their first row only: their other rows are blank.'];
}

/** Writes columns beside a tracker, unless something is in the way: then it says where. */
function fill_(job) {
  var sheet = sheet_(job.sheet);
  var width = job.lines[0].length;
  var range = room_(sheet, job.row, job.column, job.lines.length, width);
  var obstacle = core_().inTheWay(range.getValues(), job.ours);
  if (obstacle) return { inTheWay: { row: job.row + obstacle.row, column: job.column + obstacle.column } };
  var before = before_(sheet, range);
  // A format of text would turn days and formulas into text, so it goes first.
  range.setNumberFormat('General');
  try {
    range.setValues(job.lines);
  } catch (error) {
    // A rule for what cells may hold can refuse an answer: then nothing has changed.
    range.setNumberFormats(unpacked_(before.formats));
    throw error;
  }
  job.days.forEach(function (at) {
    sheet.getRange(job.row + 1, job.column + at + 1, job.lines.length, 1).setNumberFormat('yyyy-mm-dd');
  });
  keep_({ name: 'bae-rules.filled', text: job.note });
  return { before: [before] };
}

/** Writes cells here and there. */
function change_(job) {
  var sheet = sheet_(job.sheet);
  var ranges = job.changes.map(function (change) {
    return sheet.getRange(change.row, change.column, change.formulas.length, change.formulas[0].length);
  });
  var before = ranges.map(function (range) {
    return before_(sheet, range);
  });
  ranges.forEach(function (range, at) {
    range.setValues(job.changes[at].formulas);
  });
  return { before: before };
}

/** Puts cells back as they were. */
function restore_(job) {
  job.before.forEach(function (before) {
    var range = sheet_(before.sheet).getRange(before.row + 1, before.column + 1, before.cells.rows, before.cells.columns);
    range.clearContent();
    // A format of text would keep formulas from working, so formats come last.
    range.setNumberFormat('General');
    range.setValues(
      unpacked_(before.cells).map(function (row) {
        return row.map(function (cell) {
          return cell !== null && typeof cell === 'object' ? new Date(cell.at) : cell;
        });
      }),
    );
    range.setNumberFormats(unpacked_(before.formats));
  });
  if ('note' in job) keep_({ name: 'bae-rules.filled', text: job.note });
  return kept_();
}

/** Every formula of the sheet on show, from A1. */
function formulas_() {
  var sheet = SpreadsheetApp.getActiveSheet();
  return { sheet: String(sheet.getSheetId()), formulas: sheet.getDataRange().getFormulas() };
}

function addSheet_(job) {
  var book = SpreadsheetApp.getActiveSpreadsheet();
  var name = job.name;
  for (var n = 2; book.getSheetByName(name); n++) name = job.name + ' ' + n;
  var sheet = book.insertSheet(name);
  room_(sheet, 0, 0, job.cells.length, job.cells[0].length).setValues(job.cells);
  sheet.setFrozenRows(1);
  sheet.activate();
  return { sheet: String(sheet.getSheetId()) };
}

function deleteSheet_(job) {
  SpreadsheetApp.getActiveSpreadsheet().deleteSheet(sheet_(job.sheet));
  return {};
}

function chosen_() {
  var range = SpreadsheetApp.getActiveRange();
  return { sheet: String(SpreadsheetApp.getActiveSheet().getSheetId()), row: range ? range.getRow() - 1 : -1 };
}

/** What the document keeps for all who open it. */
function kept_() {
  return { 'bae-rules.settings': settings_(), 'bae-rules.filled': keptText_('bae-rules.filled') };
}

/** Keeps a text in parts that a property can hold: at most three bytes a character. */
function keep_(job) {
  var properties = PropertiesService.getDocumentProperties();
  var most = 2500;
  var parts = {};
  for (var at = 0, part = 0; at < job.text.length || part === 0; at += most, part++) {
    parts[part === 0 ? job.name : job.name + '.' + part] = job.text.slice(at, at + most);
  }
  properties.getKeys().forEach(function (key) {
    if (key.indexOf(job.name + '.') === 0 && !(key in parts)) properties.deleteProperty(key);
  });
  properties.setProperties(parts);
  return kept_();
}

function sheet_(id) {
  var found = SpreadsheetApp.getActiveSpreadsheet()
    .getSheets()
    .filter(function (sheet) {
      return String(sheet.getSheetId()) === id;
    })[0];
  if (!found) throw new Error('the sheet is not there any more');
  return found;
}

/** A range for which the sheet is made wide and long enough. */
function room_(sheet, row, column, rows, columns) {
  var wide = column + columns - sheet.getMaxColumns();
  var long = row + rows - sheet.getMaxRows();
  if (wide > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), wide);
  if (long > 0) sheet.insertRowsAfter(sheet.getMaxRows(), long);
  return sheet.getRange(row + 1, column + 1, rows, columns);
}

/** What cells hold and how they are shown, so that they can be put back. */
function before_(sheet, range) {
  var formulas = range.getFormulas();
  var cells = range.getValues().map(function (row, down) {
    return row.map(function (value, across) {
      return formulas[down][across] || typed_(value);
    });
  });
  return {
    sheet: String(sheet.getSheetId()),
    row: range.getRow() - 1,
    column: range.getColumn() - 1,
    cells: packed_(cells),
    formats: packed_(range.getNumberFormats()),
  };
}

/** A value so that writing it gives the same value: Sheets reads what is written as if it were typed. */
function typed_(value) {
  if (Object.prototype.toString.call(value) === '[object Date]') return { at: value.getTime() };
  if (typeof value !== 'string' || isError_(value)) return value;
  var readAnew = /^\s*[-+=@'£$€.\d]|^(true|false)$|^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\d/i;
  return readAnew.test(value) ? "'" + value : value;
}

/** Cells that are all the same, such as blank ones, as one. */
function packed_(cells) {
  var first = JSON.stringify(cells[0][0]);
  var same = cells.every(function (row) {
    return row.every(function (cell) {
      return JSON.stringify(cell) === first;
    });
  });
  var size = { rows: cells.length, columns: cells[0].length };
  return same ? { rows: size.rows, columns: size.columns, all: cells[0][0] } : { rows: size.rows, columns: size.columns, cells: cells };
}

function unpacked_(packed) {
  if (packed.cells) return packed.cells;
  var rows = [];
  for (var row = 0; row < packed.rows; row++) {
    rows.push([]);
    for (var column = 0; column < packed.columns; column++) rows[row].push(packed.all);
  }
  return rows;
}
