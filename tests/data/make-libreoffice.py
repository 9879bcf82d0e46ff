"""Writes cells-libreoffice.tsv and clipboard-libreoffice.jsonl: what LibreOffice Calc, set to English (UK), makes of typed
cells, and what it puts on the clipboard for a range.

    apt install libreoffice-calc python3-uno
    /usr/bin/python3 tests/data/make-libreoffice.py
"""

import json
import pathlib
import random
import subprocess
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.datatransfer import DataFlavor

HERE = pathlib.Path(__file__).parent
EPOCH = 25569  # 1970-01-01 in the days of a sheet
DAYS = ["1/4/2026", "01/04/2026", "31/12/2025", "31/02/2026", "29/02/2024", "29/02/2026", "13/13/2026", "4/13/2026",
        "2026-04-01", "2026-4-1", "2026-02-30", "1-4-2026", "01-04-26", "1/4/26", "1/4/99", "1/4/30", "1/4/29", "1/4/31",
        "1 April 2026", "1 Apr 2026", "01-Apr-26", "1 apr 26", "1-April-2026", "1.4.2026", "01.04.26", "April 1, 2026",
        "Apr 1 2026", "Wed 1 April 2026", "1st April 2026", "1/4/1900", "1/3/1900", "1/1/2199", "00/01/2026", "1/0/2026"]
PERCENTS = ["92%", "92 %", "92.5%", "0.5%", "100%", "105%", "-5%", "0%", "1e2%", "92", "0.92", ".5", "5.", "-3", "+7", "1,200",
            "12,5", "1 200", "1e3", "0x10", "007", "  8", "8  ", "--", "½", "5-", "(5)", "£5", "TRUE", "false", "Yes", "n/a"]


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(folder):
    pipe = f"bae-rules-{time.time_ns()}"
    subprocess.Popen(["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{folder}",
                      f"--accept=pipe,name={pipe};urp;"])
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice did not start")


def typed_cells(desktop, folder):
    """What each text becomes when it is read as a cell that a person typed."""
    texts = DAYS + PERCENTS
    source = pathlib.Path(folder, "typed.csv")
    source.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (
        prop("Hidden", True), prop("FilterName", "Text - txt - csv (StarCalc)"),
        prop("FilterOptions", "9,34,76,1,1/1,2057,false,true")))
    sheet = document.Sheets.getByIndex(0)
    formats = document.NumberFormats
    rows = []
    for at, text in enumerate(texts):
        cell = sheet.getCellByPosition(0, at)
        kind = cell.Type.value
        shape = formats.getByKey(cell.NumberFormat).Type
        if kind == "VALUE" and shape & 2:
            rows.append([text, "date", int(cell.Value) - EPOCH])
        elif kind == "VALUE" and shape & 128:
            rows.append([text, "percent", f"{cell.Value * 100:.9g}"])
        elif kind == "VALUE" and shape & 1024:
            rows.append([text, "bool", int(cell.Value)])
        elif kind == "VALUE":
            rows.append([text, "number", f"{cell.Value:.12g}"])
        else:
            rows.append([text, "text", ""])
    document.close(True)
    lines = ["text\tkind\tvalue"] + ["\t".join(map(str, row)) for row in rows]
    HERE.joinpath("cells-libreoffice.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def clipboard(desktop):
    """Ranges of awkward texts, and the plain text that Calc puts on the clipboard for them."""
    chance = random.Random(20260408)
    parts = ["Teapot", "é", "✓", " ", '"', '""', "'", ",", ";", "\n", "=", "-", "|"]
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (prop("Hidden", True),))
    sheet = document.Sheets.getByIndex(0)
    controller = document.CurrentController
    flavor = DataFlavor("text/plain;charset=utf-16", "", uno.getTypeByName("string"))
    with open(HERE / "clipboard-libreoffice.jsonl", "w", encoding="utf-8", newline="") as out:
        for _ in range(120):
            tall, wide = chance.randint(2, 5), chance.randint(2, 4)
            rows = [[f"Column {at}" for at in range(wide)]]
            while len(rows) < tall:
                rows.append(["x" + "".join(chance.choices(parts, k=chance.randint(0, 4))) if chance.random() < 0.8 else ""
                             for _ in range(wide)])
            area = sheet.getCellRangeByPosition(0, 0, wide - 1, tall - 1)
            for y, row in enumerate(rows):
                for x, text in enumerate(row):
                    sheet.getCellByPosition(x, y).String = text
            controller.select(area)
            text = controller.getTransferable().getTransferData(flavor)
            # As text alone, Calc writes a line break inside a cell as a space.
            rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
            # Blank rows at the end are not copied.
            while not any(rows[-1]):
                rows.pop()
            json.dump([text, rows], out, ensure_ascii=False, separators=(",", ":"))
            out.write("\n")
    document.close(True)


def main():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        context = connect(folder)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        try:
            typed_cells(desktop, folder)
            clipboard(desktop)
        finally:
            try:
                desktop.terminate()
            except Exception:
                pass


if __name__ == "__main__":
    main()
