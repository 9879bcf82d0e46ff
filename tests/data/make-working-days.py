"""Writes working-days-python.tsv: 10,000 random questions about working days, answered by numpy.

    pip install numpy==2.4.6 holidays==0.109
    python3 tests/data/make-working-days.py

Bank holidays come from the package `holidays`, so that no line of this engine is behind an answer. One of its days is
left out: St Andrew's Day 2006, as the Act that made it a bank holiday came into force on 16 January 2007.
"""

import csv
import datetime
import pathlib
import random

import holidays
import numpy

HERE = pathlib.Path(__file__).parent
NATIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR", "none": None}
FIRST, LAST = datetime.date(1978, 1, 1), datetime.date(2099, 12, 31)
NOT_YET = datetime.date(2006, 11, 30)


def days_of(closure):
    day, last = (datetime.date.fromisoformat(closure[end]) for end in ("from", "to"))
    while day <= last:
        yield day
        day += datetime.timedelta(1)


def read_closures():
    closures = {"none": []}
    with open(HERE / "working-days-closures.tsv", encoding="utf-8") as file:
        for closure in csv.DictReader(file, delimiter="\t"):
            closures.setdefault(closure["id"], []).extend(days_of(closure))
    return closures


def main():
    chance = random.Random(20260408)
    closures = read_closures()
    calendars = {}
    for nation, code in NATIONS.items():
        free = [] if code is None else holidays.country_holidays("GB", subdiv=code, years=range(1978, 2100))
        for name, closed in closures.items():
            off = [day for day in free if day != NOT_YET] + closed
            calendars[nation, name] = numpy.busdaycalendar(holidays=[numpy.datetime64(day) for day in off])

    def some_day():
        first, last = chance.choice([(FIRST, LAST), (datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)),
                                     (datetime.date(2025, 12, 1), datetime.date(2027, 8, 1))])
        return first + datetime.timedelta(chance.randint(0, (last - first).days))

    rows = []
    while len(rows) < 10_000:
        nation, name = chance.choice(list(calendars))
        calendar = calendars[nation, name]
        day, to = some_day(), some_day()
        n = chance.choice([0, chance.randint(-12, 12), chance.randint(-12, 12), chance.randint(-300, 300),
                           chance.randint(-8000, 8000)])
        # WORKDAY: the start is never counted, and 0 gives the start itself.
        roll = "backward" if n > 0 else "forward"
        answer = day if n == 0 else numpy.busday_offset(day, n, roll=roll, busdaycal=calendar).astype(object)
        if not FIRST <= answer <= LAST or to == LAST:
            continue
        next_day = datetime.timedelta(1)
        if day <= to:
            between = numpy.busday_count(day + next_day, to + next_day, busdaycal=calendar)
        else:
            between = -numpy.busday_count(to, day, busdaycal=calendar)
        rows.append([day, n, nation, name, answer, to, between])

    with open(HERE / "working-days-python.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(["date", "n", "nation", "closures", "expected", "to", "between"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
