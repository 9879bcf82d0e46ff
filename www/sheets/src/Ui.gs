// The menu. It reads and writes the sheet that is open, and nothing else.

/** Sheets runs this when a document is opened, before anybody has allowed anything: only the menu may be made here. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu('BAE rules')
    .addItem('Check a tracker', 'showSidebar')
    .addItem('Help with the formulas', 'showHelp')
    .addSeparator()
    .addItem('Use one formula for many rows', 'oneForMany')
    .addItem('Convert formulas from Excel or LibreOffice', 'convertFormulas')
    .addItem('About these formulas', 'about')
    .addToUi();
}

function onInstall() {
  onOpen();
}

/** Writes the formulas of this sheet that come from Excel or LibreOffice, BAE.RISK, as Sheets spells them. */
function convertFormulas() {
  var sheet = SpreadsheetApp.getActiveSheet();
  var changes = core_().conversions(sheet.getDataRange().getFormulas(), 'BAE_', names_());
  write_(sheet, changes);
  var count = changes.reduce(function (sum, change) {
    return sum + change.formulas.filter(function (row) { return row[0] !== ''; }).length;
  }, 0);
  say_(count === 0 ? 'No formula on this sheet needs converting.' : count === 1 ? '1 formula converted.' : count + ' formulas converted.');
}

/** Says how many formulas of one row each there are, and offers one for all of them. */
function oneForMany() {
  var core = core_();
  var sheet = SpreadsheetApp.getActiveSheet();
  var found = core.oneForMany(sheet.getDataRange().getFormulas());
  if (found.count <= core.MANY) {
    say_(found.count + ' formulas on this sheet answer one row each. Up to ' + core.MANY + ' is no trouble.');
    return;
  }
  var ui = SpreadsheetApp.getUi();
  var question =
    found.count +
    ' formulas on this sheet answer one row each, and Google works each one out by itself. One formula for a column is ' +
    'quicker, and sees from all rows how a column is written: whether 0.5 is 50 %, or 03/02/2026 a day of March. Replace them by ' +
    found.changes.length +
    (found.changes.length === 1 ? ' formula?' : ' formulas?');
  if (ui.alert('BAE rules', question, ui.ButtonSet.YES_NO) === ui.Button.YES) write_(sheet, found.changes);
}

function write_(sheet, changes) {
  changes.forEach(function (change) {
    sheet.getRange(change.row, change.column, change.formulas.length, change.formulas[0].length).setValues(change.formulas);
  });
}

function about() {
  say_(
    'Formulas in cells are worked out by Google, in the account of your school, as all formulas of Sheets are. What the ' +
      'sidebar shows is worked out in your browser. Nothing is sent to us or to anybody else. ' +
      answer_('VERSION', [])[0][0],
  );
}

function say_(text) {
  var ui = SpreadsheetApp.getUi();
  ui.alert('BAE rules', text, ui.ButtonSet.OK);
}
