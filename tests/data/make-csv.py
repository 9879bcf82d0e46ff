"""Writes csv-python.jsonl: 300 tables of awkward cells, as Python's csv module writes them and as they were.

Between tabs no cell holds a tab or begins with a line break, because there a lone quote is a ditto mark and no cell with a
line break is taken for one where it holds as many tabs as a row.

    python3 tests/data/make-csv.py
"""

import csv
import io
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
PARTS = ["Teapot", "Invented", "é", "✓", "0", "92%", " ", "  ", '"', '""', "'", ",", ";", "\n", "\r\n", "=", "-", "|", "", "\t"]


def main():
    chance = random.Random(20260408)
    with open(HERE / "csv-python.jsonl", "w", encoding="utf-8", newline="") as out:
        for _ in range(300):
            width = chance.randint(2, 5)
            separator = chance.choice([",", ";", "\t"])
            headings = [f"Column {at}" for at in range(width)]
            rows = [headings] + [
                ["".join(chance.choices(PARTS, k=chance.randint(0, 4))) for _ in range(width)]
                for _ in range(chance.randint(5, 8))
            ]
            if separator == "\t":
                rows = [[cell.replace("\t", "").lstrip("\r\n") for cell in row] for row in rows]
            text = io.StringIO(newline="")
            csv.writer(text, delimiter=separator, lineterminator=chance.choice(["\n", "\r\n"]),
                       quoting=chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])).writerows(rows)
            json.dump([text.getvalue(), rows], out, ensure_ascii=False, separators=(",", ":"))
            out.write("\n")


if __name__ == "__main__":
    main()
