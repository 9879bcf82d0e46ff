"""Writes working-days-libreoffice.tsv: 3,000 random questions about working days, answered by WORKDAY and NETWORKDAYS of
LibreOffice Calc.

    apt install libreoffice-calc python3-uno
    /usr/bin/python3 tests/data/make-working-days-libreoffice.py

Bank holidays are those of the official list, so that no line of this engine is behind an answer. One day is added to it: 15 June
2026 in Scotland, proclaimed after that copy of the list was made.
"""

import csv
import datetime
import importlib.util
import pathlib
import random
import tempfile

HERE = pathlib.Path(__file__).parent
NATIONS = ["england-and-wales", "scotland", "northern-ireland", "none"]
FIRST, LAST = datetime.date(2012, 1, 1), datetime.date(2028, 12, 31)
EPOCH = datetime.date(1899, 12, 30)  # day 0 of a sheet


def of_the_folder(name):
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(name):
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def days_off():
    """The days off of each nation under each list of closures."""
    official = {nation: [] for nation in NATIONS}
    for row in rows_of("bank-holidays-official.tsv"):
        official[row["nation"]].append(datetime.date.fromisoformat(row["date"]))
    official["scotland"].append(datetime.date(2026, 6, 15))
    closures = {"none": []}
    for closure in rows_of("working-days-closures.tsv"):
        day, last = (datetime.date.fromisoformat(closure[end]) for end in ("from", "to"))
        while day <= last:
            closures.setdefault(closure["id"], []).append(day)
            day += datetime.timedelta(1)
    return {(nation, name): official[nation] + closed for nation in NATIONS for name, closed in closures.items()}


def questions(calendars):
    chance = random.Random(20261126)
    for _ in range(3000):
        day = FIRST + datetime.timedelta(chance.randint(400, (LAST - FIRST).days - 400))
        n = chance.choice([0, 1, -1, chance.randint(-12, 12), chance.randint(-250, 250)])
        to = day + datetime.timedelta(chance.choice([0, chance.randint(-9, 9), chance.randint(-390, 390)]))
        yield day, n, chance.choice(list(calendars)), to


def answered(desktop, office, calendars):
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (office.prop("Hidden", True),))
    sheet = document.Sheets.getByIndex(0)
    serial = lambda day: (day - EPOCH).days
    ranges = {}
    for column, (key, days) in enumerate(calendars.items(), 10):
        days = days or [FIRST - datetime.timedelta(1)]
        area = sheet.getCellRangeByPosition(column, 0, column, len(days) - 1)
        area.setDataArray(tuple((float(serial(day)),) for day in days))
        ranges[key] = area.AbsoluteName.split(".")[1]
    asked = list(questions(calendars))
    area = sheet.getCellRangeByPosition(0, 0, 2, len(asked) - 1)
    area.setDataArray(tuple((float(serial(day)), float(n), float(serial(to))) for day, n, _, to in asked))
    formulas = []
    for at, (day, _, key, to) in enumerate(asked, 1):
        # Ours count the days after the first, up to and with the last; NETWORKDAYS counts both.
        if day < to:
            between = f"=NETWORKDAYS(A{at}+1;C{at};{ranges[key]})"
        else:
            between = f"=-NETWORKDAYS(C{at};A{at}-1;{ranges[key]})" if to < day else "=0"
        formulas.append((f"=WORKDAY(A{at};B{at};{ranges[key]})", between))
    area = sheet.getCellRangeByPosition(3, 0, 4, len(asked) - 1)
    area.setFormulaArray(tuple(formulas))
    found = area.getDataArray()
    document.close(True)
    for (day, n, (nation, name), to), (expected, between) in zip(asked, found):
        yield [day, n, nation, name, EPOCH + datetime.timedelta(int(expected)), to, int(between)]


def main():
    office = of_the_folder("make-libreoffice")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        context = office.connect(folder)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        try:
            rows = list(answered(desktop, office, days_off()))
        finally:
            desktop.terminate()
    with open(HERE / "working-days-libreoffice.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(["date", "n", "nation", "closures", "expected", "to", "between"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
