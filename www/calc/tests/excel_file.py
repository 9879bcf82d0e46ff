"""A workbook as Excel stores it, where Excel has formulas that Calc was never told of: cells by their address, each a text, a
number, or a formula with the value that was stored beside it and, for one that fills several cells, their range.
"""

import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cell(address, content):
    at = f"<c r={quoteattr(address)}"
    if isinstance(content, str):
        return f'{at} t="inlineStr"><is><t>{escape(content)}</t></is></c>'
    if isinstance(content, (int, float)):
        return f"{at}><v>{content}</v></c>"
    formula, stored, *block = content
    how = f' t="array" ref={quoteattr(block[0])}' if block else ""
    return f'{at} t="str"><f{how}>{escape(formula)}</f><v>{escape(stored)}</v></c>'


def related(kind, target):
    link = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'


def write(path, cells):
    rows = {}
    for address, content in cells.items():
        rows.setdefault(int(re.sub("[A-Z]", "", address)), []).append(cell(address, content))
    body = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in sorted(rows.items()))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": related("worksheet", "sheet.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Tracker" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
