// How Google Sheets hands cells over and shows answers. Every file holds functions only: Apps Script loads files in an order
// of its own, and a cell's formula loads them all again.

/** The answer to a formula, as rows of cells. */
function answer_(name, args) {
  var core = core_();
  var zone = timeZone_();
  var day = function (date) {
    return Utilities.formatDate(date, zone, 'yyyy-MM-dd');
  };
  try {
    return core.call(name, args.map(cells_), { today: day(new Date()), settings: settings_() }, { day: day });
  } catch (error) {
    // Sheets shows the message of an error below the cell, with its kind before it.
    throw new Error(error.message);
  }
}

/** Sheets hands an error over as the text that it shows; the engine has to know it from a text that somebody typed. */
function cells_(argument) {
  if (Array.isArray(argument)) return argument.map(cells_);
  var isError = typeof argument === 'string' && /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|ERROR!)$/.test(argument);
  return isError ? { type: 'Error', basicValue: argument } : argument;
}

/** A date arrives as the moment at which its day begins in the zone of the sheet, whatever the zone of the script is. */
function timeZone_() {
  try {
    return SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  } catch (error) {
    // A project without permissions may not be told; appsscript.json has the zone of the United Kingdom.
    return Session.getScriptTimeZone();
  }
}

/** The text of the organisation's settings, which the document carries; BAE_VERSION says which settings answered. */
function settings_() {
  try {
    return PropertiesService.getDocumentProperties().getProperty('bae-rules.settings') || '';
  } catch (error) {
    return '';
  }
}
