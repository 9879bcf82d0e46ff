"""What Calc passes to a formula, as a call to the engine; and the engine's answer, as Calc shows it.

Arguments that are tracker cells arrive as the range itself, not as its values: a value alone would not say whether 0
was typed or the cell is blank, whether 46120 is a date, or which error a cell shows.
"""

import datetime
import json
import os
import re
import time

# com.sun.star.util.NumberFormat
DATE, PERCENT, LOGICAL = 2, 128, 1024

MANY_ROWS = 20_000
SECONDS_KEPT = 1
kept_settings = {}
SETTINGS = "bae-rules.settings"
# What is left of a name that is meant to be that one: its letters and digits, one of its words without its s.
NEARLY = re.compile("baerules?settings?")
EXPECTED = {"date": "a day, such as a cell that holds a date", "number": "a whole number such as 5"}
with open(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "arguments.json"), encoding="utf-8") as file:
    PARAMETERS = json.load(file)
HALF_PAIR = re.compile("[\ud800-\udfff]")
ERRORS = {503: "#NUM!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
CODES = {"value": "#VALUE!", "not-available": "#N/A"}


class Unclear(Exception):
    """An argument that may mean two things; the text says which and what to do."""


def call_text(name, document, arguments):
    """A call as JSON text, in ASCII, on one line; and how many rows its answer needs, where blank rows are left out of it."""
    given = [Given(argument, parameter) for argument, parameter in zip(arguments, PARAMETERS[name])]
    rows = cut(document, [one for one in given if one.parameter["long"] and one.height > 1])
    call = {
        "name": name,
        "args": [argument_cells(document, one) for one in given],
        "today": datetime.date.today().isoformat(),
    }
    settings = settings_of(document)
    if settings:
        call["settings"] = settings
    ranges = [argument for argument in arguments if is_range(argument)]
    if ranges:
        address = ranges[-1].getRangeAddress()
        call["first_row"], call["first_column"] = address.StartRow + 1, address.StartColumn + 1
        if len(ranges) > 1:
            call["headings_column"] = ranges[-2].getRangeAddress().StartColumn + 1
    return json.dumps(call, separators=(",", ":")), rows


class Given:
    """An argument as Calc passes it, with its values, and the cells that they stand in where it is a range."""

    def __init__(self, argument, parameter):
        self.argument, self.parameter = argument, parameter
        self.cells, self.values, self.height = None, None, 1
        if is_range(argument):
            address = argument.getRangeAddress()
            self.cells, self.height = in_use(argument), address.EndRow - address.StartRow + 1
            blank = ("",) * (address.EndColumn - address.StartColumn + 1)
            self.values = self.cells.getDataArray() if self.cells else (blank,)
        elif isinstance(argument, tuple):
            self.values, self.height = argument, len(argument)

    def used(self):
        """How many rows there are down to the last that holds anything. An error is None."""
        used = len(self.values)
        while used and all(value == "" for value in self.values[used - 1]):
            used -= 1
        return used

    def cut(self, rows):
        blank = ("",) * len(self.values[0])
        self.values = self.values[:rows] + (blank,) * (rows - len(self.values))
        if self.cells and rows < self.cells.getRows().getCount():
            self.cells = self.cells.getCellRangeByPosition(0, 0, self.cells.getColumns().getCount() - 1, rows - 1)


def cut(document, long):
    """Leaves blank rows at the end out of the ranges that an answer is as long as, but for the first of them: its answer is that of
    all. Gives how many rows the answer needs; 0 where nothing is left out.
    """
    height = long[0].height if long else 0
    # Ranges that are not of one length are refused, with the lengths that they have.
    if any(one.height != height for one in long):
        return 0
    kept = max((one.used() for one in long), default=0) + 1
    if kept >= height:
        return 0
    for one in long:
        one.cut(kept)
    # Calc takes the words of an answer in a time that grows with the square of their number, so that a million blank ones
    # are never taken. No cell of a formula is below the last that any sheet uses.
    return height if height < MANY_ROWS else max(kept, min(height, last_row(document)))


def last_row(document):
    """The last row that any sheet uses, from 1."""
    last = 0
    for sheet in document.getSheets():
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = max(last, cursor.getRangeAddress().EndRow + 1)
    return last


def settings_of(document):
    """The text of the organisation's settings, which the document carries as a property of its own."""
    now = time.monotonic()
    read, text, fault = kept_settings.get(document.RuntimeUID, (None, None, None))
    # Asking for a document's properties takes as long as answering fifty formulas does.
    if read is None or now - read > SECONDS_KEPT:
        text, fault = read_settings(document)
        kept_settings.clear()
        kept_settings[document.RuntimeUID] = now, text, fault
    if fault:
        raise Unclear(fault)
    return text


def read_settings(document):
    """The settings, and what is wrong with them: an answer under other settings than the document seems to have is a wrong one."""
    own = document.getDocumentProperties().getUserDefinedProperties()
    names = [one.Name for one in own.getPropertySetInfo().getProperties()]
    meant = [name for name in names if NEARLY.fullmatch(re.sub("[^a-z0-9]", "", name.lower()))]
    where = "Put it right under File > Properties > Custom Properties."
    for name in meant:
        if name != SETTINGS:
            return None, f"the document has a property `{name}`; expected the name `{SETTINGS}`, written just so. {where}"
    if not meant:
        return None, None
    value = own.getPropertyValue(SETTINGS)
    if not isinstance(value, str):
        return None, f"the document's property `{SETTINGS}` holds no text; expected the type Text, and the text of the settings file. {where}"
    return value, None


def is_range(argument):
    return hasattr(argument, "getDataArray")


def argument_cells(document, given):
    argument, parameter = given.argument, given.parameter
    if is_range(argument):
        return range_cells(document, given)
    if argument is None and not parameter["optional"]:
        raise Unclear(f"{parameter['name']} is missing; expected {EXPECTED.get(parameter['kind'], 'a value or a cell')}. Add it.")
    change = dated_value(document) if parameter["kind"] == "date" else plain_cell
    if isinstance(argument, tuple):
        return [[worked_out(value, change) for value in row] for row in given.values]
    if argument == 0 and parameter["kind"] == "number":
        raise Unclear(
            f"{parameter['name']} is 0, which is also what Calc passes for a blank cell; expected another number. Fill "
            'the cell in; where 0 is meant, write it as text: "0".'
        )
    if argument == 0 and parameter["kind"] == "text":
        return None
    # None is an argument that was left out; a formula that gives nothing stands there.
    return "" if argument == "" else worked_out(argument, change)


def worked_out(value, change):
    """A value without its cell. A blank cell arrives as 0, which no day is; the engine says so."""
    return change(value) if isinstance(value, float) and value != 0 else plain_cell(value)


def plain_cell(value):
    """A value as JSON has it. What is left out arrives as None, a blank cell of a range as a text without characters."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        # Half of a surrogate pair, from a careless cut, is no text that the engine could read.
        value = HALF_PAIR.sub("\ufffd", value)
    return None if value == "" else value


def range_cells(document, given):
    """The cells of a range, as far as they are looked at."""
    used = given.cells
    rows = [[plain_cell(value) for value in row] for row in given.values]
    numbers = False
    for down, row in enumerate(given.values):
        for across, value in enumerate(row):
            numbers = numbers or isinstance(value, float)
            if value is None:
                rows[down][across] = {"error": error_name(used.getCellByPosition(across, down).getError())}
    if numbers:
        add_formats(document, used, rows)
    return rows


def error_name(code):
    # As Calc shows them; the text of a cell is not to be had while it is being worked out.
    return ERRORS.get(code, f"Err:{code}")


def in_use(cells):
    """The cells of a range; of a very long one, without the rows below the last that the sheet uses."""
    address = cells.getRangeAddress()
    # Finding the end of what a sheet uses takes as long as reading thousands of rows.
    if address.EndRow - address.StartRow < MANY_ROWS:
        return cells
    cursor = cells.getSpreadsheet().createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress().EndRow
    if last >= address.EndRow:
        return cells
    if last < address.StartRow:
        return None
    return cells.getCellRangeByPosition(
        0, 0, address.EndColumn - address.StartColumn, last - address.StartRow
    )


def add_formats(document, cells, rows):
    """Numbers that a format shows as dates, percentages or truth values become those."""
    address = cells.getRangeAddress()
    formats = document.getNumberFormats()
    alike = cells.getUniqueCellFormatRanges()
    for index in range(alike.getCount()):
        group = alike.getByIndex(index)
        kind = formats.getByKey(group.NumberFormat).Type
        if kind & DATE:
            change = dated(document)
        elif kind & PERCENT:
            change = per_cent
        elif kind & LOGICAL:
            change = bool
        else:
            continue
        for part in group.getRangeAddresses():
            for down in range(part.StartRow - address.StartRow, part.EndRow - address.StartRow + 1):
                row = rows[down]
                for across in range(part.StartColumn - address.StartColumn, part.EndColumn - address.StartColumn + 1):
                    if isinstance(row[across], (int, float)):
                        row[across] = change(row[across])


def dated(document):
    # 1899-12-30, unless the document comes from an old Mac.
    null = document.NullDate
    start = datetime.date(null.Year, null.Month, null.Day)

    def change(serial):
        try:
            return {"date": (start + datetime.timedelta(days=serial // 1)).isoformat()}
        except OverflowError:
            return plain_cell(serial)

    return change


def dated_value(document):
    """The same for a value that comes without a format: one that can hardly be a day stays the number that was written."""
    change = dated(document)
    likely = lambda day: isinstance(day, dict) and "1900" <= day["date"][:4] < "2200"

    return lambda serial: change(serial) if likely(change(serial)) else plain_cell(serial)


def per_cent(number):
    # Fifteen digits, so that 0.935 is 93.5% and not 93.50000000000001%.
    return f"{number * 100:.15g}%"


def shown(answer, rows=0):
    """The answer as rows of cells, the last as often as `rows` asks for; Calc has no place for an error's text but the cell itself."""
    answer = json.loads(answer)
    if "error" in answer:
        return ((error_text(answer["error"]),),)
    grid = tuple(tuple(cell_shown(cell) for cell in row) for row in answer["grid"])
    return grid + grid[-1:] * (rows - len(grid))


def cell_shown(cell):
    if isinstance(cell, dict):
        # A formula cannot say that its number is a date: as text it looks the same in every sheet.
        return cell["date"] if "date" in cell else error_text(cell["error"])
    return float(cell) if isinstance(cell, int) else cell


def error_text(error):
    return f"{CODES[error['code']]} {error['text']}"


def failed(text):
    return ((f"{CODES['value']} {text}",),)
