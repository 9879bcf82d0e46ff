"""The example workbook: each tracker of the catalogue's examples, with its formulas beside it.

    example.py SOFFICE OXT PROGRAM FOLDER     writes example.ods and example.xlsx, worked out by Calc, into FOLDER
"""

import json
import pathlib
import subprocess
import sys

from office import Office, put_grid, value

HEADING_COLOUR = 0xE6EBF5


def examples(catalogue):
    """The functions with an example, by the cells that they are over."""
    found = {}
    for function in catalogue["functions"]:
        for example in function["examples"]:
            found.setdefault(json.dumps(example["sheet"]), []).append((function, example))
    return list(found.values())


def build(document, catalogue):
    """Fills a new document; gives for each formula its place (sheet, cells) and its example."""
    places = []
    for group in examples(catalogue):
        name = group[0][0]["name"]
        document.Sheets.insertNewByName(name, document.Sheets.Count)
        sheet = document.Sheets.getByName(name)
        cells = group[0][1]["sheet"]
        put_grid(document, sheet, 0, 0, cells)
        across = max(map(len, cells), default=0) + 1
        for function, example in group:
            grid = example["answer"]["grid"]
            down = 1 if function["result"]["shape"] == "rows" else 0
            columns = function["result"].get("columns") or []
            put_grid(document, sheet, across, 0, [columns] if down else [])
            place = sheet.getCellRangeByPosition(across, down, across + len(grid[0]) - 1, down + len(grid) - 1)
            place.setArrayFormula("=BAE." + example["formula"].replace(", ", ";"))
            places.append((name, place.AbsoluteName.split(".", 1)[1], example))
            across += len(grid[0])
        headings = sheet.getCellRangeByPosition(0, 0, across, 0)
        if cells:
            headings.CellBackColor = HEADING_COLOUR
        sheet.Columns.OptimalWidth = True
    document.Sheets.removeByName(document.Sheets.getByIndex(0).Name)
    return places


def main(soffice, oxt, program, folder):
    catalogue = json.loads(subprocess.run([program, "catalogue"], check=True, capture_output=True).stdout)
    office = Office(soffice, oxt)
    try:
        document = office.new()
        build(document, catalogue)
        for extension, kind in (("ods", "calc8"), ("xlsx", "Calc MS Excel 2007 XML")):
            path = pathlib.Path(folder).resolve() / f"example.{extension}"
            document.storeToURL(path.as_uri(), (value("FilterName", kind),))
        document.close(True)
    finally:
        office.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
