// The menu: what helps a sheet full of formulas. It reads and writes the sheet that is open, and nothing else.

/** Sheets runs this when a document is opened, before anybody has allowed anything: only the menu may be made here. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu('BAE rules')
    .addItem('Use one formula for many rows', 'oneForMany')
    .addItem('Convert formulas from Excel', 'convertFormulas')
    .addItem('About these formulas', 'about')
    .addToUi();
}

function onInstall() {
  onOpen();
}

/** Formulas of one row each, from how many on a sheet becomes slow. */
function manyFormulas_() {
  return 50;
}

/** Writes the formulas of this sheet that come from Excel or LibreOffice, BAE.RISK, as Sheets spells them. */
function convertFormulas() {
  var sheet = SpreadsheetApp.getActiveSheet();
  var core = core_();
  var names = names_();
  var changed = 0;
  sheet
    .getDataRange()
    .getFormulas()
    .forEach(function (row, down) {
      row.forEach(function (formula, across) {
        var converted = core.converted(formula, 'BAE_', names);
        if (converted === formula) return;
        sheet.getRange(down + 1, across + 1).setFormula(converted);
        changed++;
      });
    });
  say_(changed === 0 ? 'No formula on this sheet needs converting.' : changed + ' formulas converted.');
}

/** Says how many formulas of one row each there are, and offers one for all of them. */
function oneForMany() {
  var sheet = SpreadsheetApp.getActiveSheet();
  var groups = groups_(sheet.getDataRange().getFormulas());
  var total = groups.reduce(function (sum, group) {
    return sum + group.last - group.first + 1;
  }, 0);
  if (total <= manyFormulas_()) {
    say_(total + ' formulas on this sheet answer one row each. Up to ' + manyFormulas_() + ' is no trouble.');
    return;
  }
  var ui = SpreadsheetApp.getUi();
  var question =
    total +
    ' formulas on this sheet answer one row each, and Google works each one out by itself. One formula for a column is ' +
    'quicker and gives the same answers. Replace them by ' +
    groups.length +
    (groups.length === 1 ? ' formula?' : ' formulas?');
  if (ui.alert('BAE rules', question, ui.ButtonSet.YES_NO) !== ui.Button.YES) return;
  groups.forEach(function (group) {
    sheet.getRange(group.first, group.column, group.last - group.first + 1, 1).clearContent();
    sheet.getRange(group.first, group.column).setFormula(group.formula);
  });
}

/**
 * Formulas below each other that differ in their row only, as =BAE_RISK($A$1:$Z$1, A2:Z2, $AB$1) and the same with A3:Z3:
 * the column, the first and last row, from 1, and the formula for all of them.
 */
function groups_(formulas) {
  var groups = [];
  var open = {};
  formulas.forEach(function (row, down) {
    row.forEach(function (formula, across) {
      var here = down + 1;
      var found = /^(=BAE_[A-Z]+\(.*[,;]\s*)(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)(.*)$/i.exec(formula);
      if (!found || Number(found[3]) !== here || Number(found[5]) !== here) return;
      var shape = [across, found[1], found[2], found[4], found[6]].join('\n');
      var group = open[shape];
      if (!group || group.last !== here - 1) {
        group = open[shape] = { column: across + 1, first: here, last: here };
        groups.push(group);
      }
      group.last = here;
      group.formula = found[1] + found[2] + group.first + ':' + found[4] + here + found[6];
    });
  });
  return groups.filter(function (group) {
    return group.last > group.first;
  });
}

function about() {
  say_(
    'Formulas in cells are worked out by Google, in the account of your school, as all formulas of Sheets are. Nothing is ' +
      'sent to us or to anybody else. ' +
      answer_('VERSION', [])[0][0],
  );
}

function say_(text) {
  var ui = SpreadsheetApp.getUi();
  ui.alert('BAE rules', text, ui.ButtonSet.OK);
}
