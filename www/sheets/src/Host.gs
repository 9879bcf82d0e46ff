// How Google Sheets hands cells over and shows answers. Every file holds functions only: Apps Script loads files in an order
// of its own, and a cell's formula loads them all again.

/** The answer to a formula, as rows of cells. */
function answer_(name, args) {
  var core = core_();
  var day = dayIn_(timeZone_());
  try {
    // Sheets hands an error over as the text that it shows; the engine has to know it from a text that somebody typed.
    return core.call(name, args, { today: day(new Date()), settings: settings_() }, { day: day, isError: isError_ });
  } catch (error) {
    // Sheets shows the message of an error below the cell, with its kind before it.
    throw new Error(error.message);
  }
}

function isError_(value) {
  return typeof value === 'string' && /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|ERROR!)$/.test(value);
}

/**
 * What gives the day of a date, as 2026-04-08, in a zone. A date arrives as the moment at which its day begins there. Asking
 * Google for a day takes longer than anything else here, and a tracker has the same days again and again.
 */
function dayIn_(zone) {
  var known = {};
  return function (date) {
    var at = date.getTime();
    if (!known[at]) known[at] = Utilities.formatDate(date, zone, 'yyyy-MM-dd');
    return known[at];
  };
}

/** The zone of the sheet, whatever the zone of the script is. */
function timeZone_() {
  try {
    return SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  } catch (error) {
    // A project without permissions may not be told; appsscript.json has the zone of the United Kingdom.
    return Session.getScriptTimeZone();
  }
}

/**
 * The text of the organisation's settings, which the document carries; BAE_VERSION says which settings answered. Where they cannot
 * be read there is no answer: one under other settings would be a wrong one.
 */
function settings_() {
  try {
    return keptText_('bae-rules.settings');
  } catch (error) {
    throw new Error('The settings of this spreadsheet cannot be read: ' + error.message + '. Calculate again; if it stays so, use BAE rules > Check a tracker.');
  }
}

/** A text that the document keeps. A property holds about 8 kB, so a longer one goes on in name.1, name.2 and so on. */
function keptText_(name) {
  var properties = PropertiesService.getDocumentProperties();
  // A project that belongs to no document has none, and keeps nothing.
  var all = properties ? properties.getProperties() : {};
  var text = all[name] || '';
  for (var part = 1; all[name + '.' + part]; part++) text += all[name + '.' + part];
  return text;
}
