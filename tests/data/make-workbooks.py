"""Writes workbooks-openpyxl/: workbooks as openpyxl 3.1.5 makes them, and `expected.jsonl`, what openpyxl reads from each.

Every kind of cell that a tracker may hold, by chance: dates, times, durations, moments, percentages, numbers, booleans, error
values, text that looks like each of these, rich text, shared and inline strings, formulas with the value that was calculated
last, merged cells, hidden rows, gaps, and dates counted from 1900 or 1904.

    pip install openpyxl==3.1.5 && python3 tests/data/make-workbooks.py
"""

import datetime
import decimal
import json
import pathlib
import random
import re
import shutil
import zipfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = pathlib.Path(__file__).parent / "workbooks-openpyxl"
NAMES = ["Teapot Invented", "Spoon Pretend", "Kettle  Notreal", " Saucer Examplar ", "Ñandú & <Biscuit>", "line\nbreak", "'quoted", "=not a formula"]
LOOKS = ["0042", "1/4/2026", "92%", "TRUE", "#N/A", "1e5", "-", "n/a", "0.5", "٣", "½", "😀"]
ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
LINK = b'<Relationship Id="rIdShared" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
DAY = datetime.date(1970, 1, 1)


def made(chance, cell, cached):
    """Puts something into a cell."""
    kind = chance.choice(["name", "look", "look", "rich", "date", "moment", "time", "long", "percent", "count", "number",
                          "bool", "error", "formula", "formula-text", "gap", "gap"])
    if kind == "name":
        cell.value = chance.choice(NAMES[:-1])
    elif kind == "look":
        # A string whatever it looks like.
        cell.value = "x"
        cell._value = chance.choice(LOOKS + NAMES)
    elif kind == "rich":
        cell.value = CellRichText(TextBlock(InlineFont(b=True), chance.choice(["Teapot", "Spoon"])), " Invented")
    elif kind == "date":
        cell.value = datetime.date(2026, 4, 8) + datetime.timedelta(days=chance.randint(-9000, 9000))
        cell.number_format = chance.choice(["dd/mm/yyyy", "mm-dd-yy", "yyyy-mm-dd", '[$-809]d mmmm yyyy;@', "d-mmm-yy"])
    elif kind == "moment":
        cell.value = datetime.datetime(2026, 1, 1) + datetime.timedelta(minutes=chance.randint(0, 500_000))
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif kind == "time":
        cell.value = datetime.time(chance.randint(0, 23), chance.randint(0, 59))
        cell.number_format = "hh:mm"
    elif kind == "long":
        cell.value = datetime.timedelta(minutes=chance.randint(1, 6000))
        cell.number_format = "[hh]:mm"
    elif kind == "percent":
        cell.value = chance.choice([chance.randint(0, 100) / 100, chance.randint(0, 1000) / 1000, 1, 0, -0.07, 1.05])
        cell.number_format = chance.choice(["0%", "0.0%", "0.00 %"])
    elif kind == "count":
        cell.value = chance.randint(-5, 60_000)
    elif kind == "number":
        cell.value = chance.choice([0.1 + 0.2, 1 / 3, 1e-7, 123456789.125, -2.5, 1e15])
        cell.number_format = chance.choice(["General", "0.00", "#,##0.0", '0" %"', "0\\%"])
    elif kind == "bool":
        cell.value = chance.choice([True, False])
    elif kind == "error":
        cell.value = chance.choice(ERRORS)
    elif kind == "formula":
        cell.value = "=1+1"
        cached[cell.coordinate] = ("n", str(chance.randint(0, 99)))
    elif kind == "formula-text":
        cell.value = '="a"&"b"'
        cached[cell.coordinate] = ("str", chance.choice(["Yes", "ab", "Teapot &amp; Co"]))


def written(chance, path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Learners"
    if chance.random() < 0.5:
        book.epoch = CALENDAR_MAC_1904
    first, left = chance.randint(1, 3), chance.randint(1, 3)
    cached = {}
    for row in range(first, first + 30):
        if chance.random() < 0.1:
            continue
        for column in range(left, left + 8):
            made(chance, sheet.cell(row, column), cached)
        if chance.random() < 0.15:
            sheet.row_dimensions[row].hidden = True
    sheet.merge_cells(start_row=first + 2, end_row=first + 3, start_column=left, end_column=left + 2)
    book.create_sheet("Empty")
    book.save(path)
    # openpyxl writes formulas without values, and every text in its cell. Spreadsheet programs keep the last value beside the
    # formula, and texts in a table of their own: half of the workbooks have one.
    shared = [] if chance.random() < 0.5 else None

    def moved(found):
        shared.append(found[3])
        return f'<c r="{found[1]}"{found[2]} t="s"><v>{len(shared) - 1}</v></c>'

    whole = path.with_suffix(".whole")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as after:
        # The sheet first: it says which texts there are.
        for name in sorted(before.namelist(), key=lambda name: name != "xl/worksheets/sheet1.xml"):
            data = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode()
                for at, (kind, value) in cached.items():
                    text, count = re.subn(rf'<c r="{at}"([^>]*?)( t="\w+")?><f>(.*?)</f><v ?/?>(</v>)?</c>',
                                          lambda found: f'<c r="{at}"{found[1]} t="{kind}"><f>{found[3]}</f><v>{value}</v></c>', text)
                    assert count == 1 or f'"{at}"' not in text, at
                if shared is not None:
                    text = re.sub(r'<c r="(\w+)"([^>]*?) t="inlineStr"><is>(.*?)</is></c>', moved, text, flags=re.S)
                data = text.encode()
            if shared and name == "[Content_Types].xml":
                data = data.replace(b"</Types>", TYPE + b"</Types>")
            if shared and name == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"</Relationships>", LINK + b"</Relationships>")
            info = zipfile.ZipInfo(name, (2026, 4, 8, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, data)
        if shared:
            texts = "".join(f"<si>{text}</si>" for text in shared)
            info = zipfile.ZipInfo("xl/sharedStrings.xml", (2026, 4, 8, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, f'<sst xmlns="{MAIN}" count="{len(shared)}">{texts}</sst>')
    whole.replace(path)


def read(cell):
    """What openpyxl says a cell is."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return ["error", value]
    if isinstance(value, bool):
        return ["bool", int(value)]
    if isinstance(value, (int, float)):
        if re.search(r"%", re.sub(r'"[^"]*"|\\.', "", cell.number_format)):
            return ["percent", format((decimal.Decimal(repr(value)) * 100).normalize(), "f")]
        return ["number", value]
    if isinstance(value, datetime.datetime):
        return ["date", (value.date() - DAY).days]
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return ["text", f"{minutes // 60:02}:{minutes % 60:02}"]
    if isinstance(value, datetime.time):
        return ["text", value.strftime("%H:%M")]
    return ["text", str(value)]


def main():
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir()
    chance = random.Random(20260408)
    with open(HERE / "expected.jsonl", "w", encoding="utf-8") as out:
        for number in range(12):
            path = HERE / f"{number:02}.xlsx"
            written(chance, path)
            sheet = openpyxl.load_workbook(path, data_only=True, rich_text=False)["Learners"]
            rows = {}
            for row in sheet.iter_rows():
                cells = [read(cell) for cell in row]
                while cells and cells[-1] == "":
                    cells.pop()
                if cells:
                    rows[row[0].row] = cells
            hidden = [row for row in rows if sheet.row_dimensions[row].hidden]
            json.dump({"file": path.name, "rows": rows, "hidden": hidden}, out, ensure_ascii=False, separators=(",", ":"))
            out.write("\n")


if __name__ == "__main__":
    main()
