"""Formulas that come from Excel or Google Sheets, in Calc's spelling: what ../../../core/convert.ts does for the other two.

Calc knows no name that it was not given, so a file's `_xldudf_BAE_RISK` or `BAE_RISK` shows as #NAME?, in small letters.
"""

import re

FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA

# A text in double quotes, a sheet name in single ones, or a name and its bracket.
NAMES = re.compile(
    r""""(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.])(?:_xldudf_|_xlfn\.|_xll\.)*BAE[._]([A-Z]+)(?=\s*\()""", re.IGNORECASE
)
# What Sheets writes into a file for Excel in place of a formula that only it has, and in a cell that such a one has filled.
WRAPPED = re.compile(r'^=IFERROR\(__xludf\.DUMMYFUNCTION\("((?:[^"]|"")*)"\)\s*;.*\)$', re.IGNORECASE | re.DOTALL)
COMPUTED = re.compile(r'^"+COMPUTED_VALUE"+$')
# A text or a sheet name, or what stands between two arguments of another program.
SEPARATORS = re.compile(r""""(?:[^"]|"")*"|'(?:[^']|'')*'|,""")


def unwrapped(formula):
    found = WRAPPED.match(formula)
    return found and found.group(1).replace('""', '"')


def respelt(formula, names):
    def spelt(found):
        name = (found.group(1) or "").upper()
        return f"BAE.{name}" if name in names else found.group(0)

    return NAMES.sub(spelt, formula)


def converted(formula, names):
    """A formula as Calc has it, with every BAE function in Calc's spelling; texts and sheet names in it stay as they are."""
    inner = unwrapped(formula)
    if inner is None:
        return respelt(formula, names)
    ours = respelt(f"={inner}", names)
    if not any((found.group(1) or "").upper() in names for found in NAMES.finditer(ours)):
        # Another program's formula stays in its wrapping: its value is all that is left of it here.
        return formula
    return SEPARATORS.sub(lambda found: ";" if found.group(0) == "," else found.group(0), ours)


def convert(document, names):
    """Converts every formula of a document, as one step that can be undone; gives how many there were."""
    count = 0
    document.UndoManager.enterUndoContext("Convert BAE formulas")
    document.lockControllers()
    try:
        for sheet in document.Sheets:
            for address in sheet.queryContentCells(FORMULAS).RangeAddresses:
                count += _convert_range(sheet, address, names)
    finally:
        document.unlockControllers()
        document.UndoManager.leaveUndoContext()
    return count


def _convert_range(sheet, address, names):
    left, top = address.StartColumn, address.StartRow
    formulas = sheet.getCellRangeByPosition(left, top, address.EndColumn, address.EndRow).getFormulaArray()
    count = 0
    for down, row in enumerate(formulas):
        for across, formula in enumerate(row):
            array = formula.startswith("{=")
            changed = converted(formula[1:-1] if array else formula, names)
            if changed == (formula[1:-1] if array else formula):
                continue
            cell = sheet.getCellByPosition(left + across, top + down)
            if array:
                block = sheet.createCursorByRange(cell)
                block.collapseToCurrentArray()
                place = block.RangeAddress
                # The first of its cells converts an array formula, whole.
                if (place.StartColumn, place.StartRow) != (left + across, top + down):
                    continue
                block.setArrayFormula(changed)
            elif unwrapped(formula) is not None:
                _filled_by(sheet, left + across, top + down).setArrayFormula(changed)
            else:
                cell.setFormula(changed)
            count += 1
    return count


def _filled_by(sheet, column, row):
    """The cells that a formula of Sheets has filled, itself among them."""

    def computed(x, y):
        return COMPUTED.match(unwrapped(sheet.getCellByPosition(x, y).getFormula()) or "")

    right, bottom = column, row
    while right < sheet.Columns.Count - 1 and computed(right + 1, row):
        right += 1
    while bottom < sheet.Rows.Count - 1 and computed(column, bottom + 1):
        bottom += 1
    return sheet.getCellRangeByPosition(column, row, right, bottom)
