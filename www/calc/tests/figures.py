"""What a formula and 10,000 rows cost in Calc, in processor time of office and engine together:
figures.py SOFFICE OXT [ROWS]. Linux only: processor time is read from /proc.
"""

import os
import pathlib
import sys

from office import Office, put_grid

GOLDEN = pathlib.Path(__file__).parents[3] / "tests/golden/at-risk-tracker.tsv"
TICKS = os.sysconf("SC_CLK_TCK")
SINGLES = 300


def below(process):
    """A process and all that it has started."""
    children = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append((int(folder.name), int(fields[11]) + int(fields[12])))
    found, waiting = 0, [process]
    while waiting:
        for child, ticks in children.get(waiting.pop(), []):
            found += ticks
            waiting.append(child)
    return found


def typed(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def main(soffice, oxt, count=10_000):
    headings, *given = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines()]
    width = len(headings)
    rows = [[f"Learner {at}"] + [typed(cell) for cell in given[at % len(given)][1:]] for at in range(count)]
    rows = [row + [""] * (width - len(row)) for row in rows]
    office = Office(soffice, oxt)
    try:
        document = office.new()
        sheet = document.Sheets.getByIndex(0)
        put_grid(document, sheet, 0, 0, [headings])
        put_grid(document, sheet, 0, 1, rows)
        letter = lambda column: sheet.Columns.getByIndex(column).Name
        first, last = f"$A$1:${letter(width - 1)}$1", letter(width - 1)

        def cost(what, act, divided=1):
            begin = below(os.getpid())
            act()
            print(f"Calc, {what}: {(below(os.getpid()) - begin) * 1000 / TICKS / divided:.0f} ms")

        def spilled(name, columns, at):
            place = sheet.getCellRangeByPosition(at, 1, at + columns - 1, count)
            place.setArrayFormula(f'=BAE.{name}({first};A2:{last}{count + 1};DATE(2026;4;8))')
            return place.getDataArray()

        sheet.getCellByPosition(width, 0).Formula = "=BAE.VERSION()"
        cost(f"RISK over {count} rows in one formula", lambda: spilled("RISK", 1, width + 1))
        cost(f"NEXT over {count} rows in one formula", lambda: spilled("NEXT", 3, width + 2))

        def singles():
            for row in range(2, SINGLES + 2):
                sheet.getCellByPosition(width + 6, row - 1).Formula = f'=BAE.RISK({first};A{row}:{last}{row};DATE(2026;4;9))'
            return sheet.getCellRangeByPosition(width + 6, 1, width + 6, SINGLES).getDataArray()

        cost(f"RISK over one row, each of {SINGLES}", singles, SINGLES)
        document.close(True)
    finally:
        office.close()


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
