"""The formulas in a real Calc: formulas_test.py SOFFICE OXT PROGRAM TABLE [TEST...].

TABLE is the golden table with the native engine's answers, as tests/hosts/table.mjs prints it; PROGRAM is that engine.
"""

import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import excel_file
import uno
from example import build
from office import DATE_FORMAT, PERCENT_FORMAT, Office, name_of, put, put_grid, set_format, value

SOFFICE, OXT, PROGRAM, TABLE = sys.argv[1:5]
CODES = {"value": "#VALUE!", "not-available": "#N/A"}
AS_OF = {"date": "2026-04-08"}
TODAY = datetime.date.today().isoformat()


def setUpModule():
    global office, table, catalogue
    office = Office(SOFFICE, OXT)
    table = json.loads(pathlib.Path(TABLE).read_text("utf-8"))
    catalogue = json.loads(subprocess.run([PROGRAM, "catalogue"], check=True, capture_output=True).stdout)


def tearDownModule():
    office.close()


def native(name, *args, **more):
    call = json.dumps({"name": name, "args": args, **more}) + "\n"
    answer = subprocess.run([PROGRAM, "formulas"], input=call.encode(), check=True, capture_output=True).stdout
    return as_shown(json.loads(answer))


def as_shown(answer):
    """An answer of the engine as the cells of a sheet show it."""
    if "error" in answer:
        return [[error(answer["error"])]]
    return [[shown(cell) for cell in row] for row in answer["grid"]]


def shown(cell):
    if isinstance(cell, dict):
        return cell["date"] if "date" in cell else error(cell["error"])
    return cell


def error(found):
    return f"{CODES[found['code']]} {found['text']}"


def read(cells):
    """The cells of a sheet; a whole number without its point, as JSON has it."""
    plain = lambda content: int(content) if isinstance(content, float) and content.is_integer() else content
    return [[plain(content) for content in row] for row in cells.getDataArray()]


class Sheet:
    """A sheet that holds the arguments of a call, and its formula over them."""

    def __init__(self, document, name=None):
        self.document = document
        if name:
            document.Sheets.insertNewByName(name, 0)
            self.cells = document.Sheets.getByName(name)
        else:
            self.cells = document.Sheets.getByIndex(0)

    def fill(self, args):
        """Ranges go below each other from A1, single cells to the right; gives the addresses in the order of the arguments."""
        grids = [arg for arg in args if isinstance(arg, list)]
        right = max((len(row) for grid in grids for row in grid), default=0)
        down, names = 0, []
        for arg in args:
            if isinstance(arg, list):
                put_grid(self.document, self.cells, 0, down, arg)
                place = self.cells.getCellRangeByPosition(0, down, len(arg[0]) - 1, down + len(arg) - 1)
                down += len(arg)
            else:
                place = self.cells.getCellByPosition(right, 0)
                put(self.document, place, arg)
                right += 1
            names.append(name_of(place))
        self.right = right + 1
        return names

    def answer(self, name, names, height, width):
        place = self.cells.getCellRangeByPosition(self.right, 0, self.right + width - 1, height - 1)
        place.setArrayFormula(f"=BAE.{name}({';'.join(names)})")
        return place


class Wizard(unittest.TestCase):
    def test_the_function_wizard_has_the_catalogues_texts(self):
        descriptions = office.service("com.sun.star.sheet.FunctionDescriptions")
        found = {}
        for index in range(descriptions.getCount()):
            entry = {pair.Name: pair.Value for pair in descriptions.getByIndex(index)}
            if entry["Name"].startswith("BAE."):
                found[entry["Name"]] = entry
        self.assertEqual(sorted(found), sorted(f"BAE.{function['name']}" for function in catalogue["functions"]))
        for function in catalogue["functions"]:
            entry = found[f"BAE.{function['name']}"]
            self.assertEqual(entry["Description"], function["description"])
            arguments = entry["Arguments"] or ()
            self.assertEqual([one.Name for one in arguments], [one["name"] for one in function["parameters"]])
            for argument, parameter in zip(arguments, function["parameters"]):
                self.assertTrue(argument.Description.startswith(parameter["description"]), argument.Description)
                for choice in parameter.get("values", []):
                    self.assertIn(choice, argument.Description)
                if parameter["optional"]:
                    self.assertTrue(argument.IsOptional, f"{function['name']} {parameter['name']}")


class GoldenTable(unittest.TestCase):
    """Every call of the table, in a file that is written, opened again, and calculated anew."""

    def over(self, extension):
        compared = 0
        # A document has one organisation's settings.
        for settings in sorted({call.get("settings", "") for call in table}):
            document = office.new()
            if settings:
                own = document.DocumentProperties.UserDefinedProperties
                own.addProperty("bae-rules.settings", 0, settings)
            places = {}
            for index, call in enumerate(table):
                if call.get("settings", "") == settings:
                    sheet = Sheet(document, f"call {index}")
                    expected = as_shown(json.loads(call["answer"]))
                    sheet.answer(call["name"], sheet.fill(call["args"]), len(expected), len(expected[0]))
                    places[index] = sheet.right, expected
            document = office.again(document, extension)
            # Everything is worked out again, whatever the file says that it was.
            document.calculateAll()
            for index, (right, expected) in places.items():
                sheet = document.Sheets.getByName(f"call {index}")
                cells = sheet.getCellRangeByPosition(right, 0, right + len(expected[0]) - 1, len(expected) - 1)
                self.assertEqual(read(cells), expected, table[index]["id"])
                compared += sum(map(len, expected))
            document.close(True)
        return compared

    def test_an_ods_answers_as_the_engine_does(self):
        print(f"{self.over('ods')} cells of an .ods compared")

    def test_an_xlsx_answers_as_the_engine_does(self):
        print(f"{self.over('xlsx')} cells of an .xlsx compared")


class Example(unittest.TestCase):
    def test_the_example_workbook_is_worked_out_anew_from_files_of_both_kinds(self):
        for extension in ("ods", "xlsx"):
            document = office.new()
            places = build(document, catalogue)
            self.assertEqual({example["formula"] for _, _, example in places},
                             {example["formula"] for function in catalogue["functions"] for example in function["examples"]})
            document = office.again(document, extension)
            document.calculateAll()
            for sheet, place, example in places:
                found = read(document.Sheets.getByName(sheet).getCellRangeByName(place))
                self.assertEqual(found, as_shown(example["answer"]), f"{example['formula']} in {extension}")
            document.close(True)


class Cells(unittest.TestCase):
    """What a cell holds is what the engine is given."""

    def setUp(self):
        self.document = office.new()
        self.sheet = Sheet(self.document)
        call = next(call for call in table if call["id"] == "RISK over at-risk-tracker.tsv, text")
        self.headings, self.rows = call["args"][0], call["args"][1]

    def tearDown(self):
        self.document.close(True)

    def formula(self, text):
        cell = self.sheet.cells.getCellRangeByName("J20")
        cell.Formula = f"=BAE.{text}"
        return cell.String

    def put(self, place, content):
        put(self.document, self.sheet.cells.getCellRangeByName(place), content)

    def test_an_edited_cell_changes_the_answer(self):
        changed = next(row for row, now in zip(self.rows, native("RISK", self.headings, self.rows, AS_OF)) if now == ["Low"])
        names = self.sheet.fill([self.headings, [changed], AS_OF])
        answer = self.sheet.answer("RISK", names, 1, 1)
        self.assertEqual(read(answer), [["Low"]])
        actual = self.headings[0].index("Actual %")
        self.sheet.cells.getCellByPosition(actual, 1).String = ""
        edited = [None if at == actual else cell for at, cell in enumerate(changed)]
        self.assertEqual(read(answer), [["Cannot decide"]])
        self.assertEqual(read(answer), native("RISK", self.headings, [edited], AS_OF))

    def test_a_blank_cell_is_not_the_number_0(self):
        self.put("A2", 0)
        self.put("A3", "")
        self.assertEqual(self.formula("DIAGNOSE(A1)"), native("DIAGNOSE", None)[0][0])
        self.assertIn("the number 0", self.formula("DIAGNOSE(A2)"))
        area = "Attendance"
        self.assertEqual(self.formula(f'BAND("{area}";A1)'), "")
        self.assertEqual(self.formula(f'BAND("{area}";A2)'), "3")
        # A formula that gives nothing is as good as blank.
        self.sheet.cells.getCellRangeByName("A4").Formula = '=""'
        self.assertEqual(self.formula("DIAGNOSE(A4)"), native("DIAGNOSE", None)[0][0])

    def test_a_number_of_days_that_may_be_a_blank_cell_is_refused(self):
        self.put("A1", {"date": "2026-03-30"})
        self.assertEqual(
            self.formula("DEADLINE(A1;B1)"),
            "#VALUE! days is 0, which is also what Calc passes for a blank cell; expected another number. Fill the cell "
            'in; where 0 is meant, write it as text: "0".',
        )
        self.assertEqual(self.formula('DEADLINE(A1;"0")'), "2026-03-30")
        self.assertEqual(self.formula("DEADLINE(A1;1)"), "2026-03-31")
        self.assertIn("date is 0, which is what an empty cell may arrive as", self.formula("DEADLINE(B1;1)"))

    def test_a_day_that_is_left_out_is_missed(self):
        self.assertEqual(
            self.formula("DEADLINE(;5)"), "#VALUE! date is missing; expected a day, such as a cell that holds a date. Add it."
        )

    def test_days_with_an_error_among_them_are_answered_one_by_one_or_with_the_error_taken_out(self):
        # Calc hands over no values of a range in which there is an error.
        for down, content in enumerate(({"date": "2026-03-30"}, {"error": "#N/A"}, {"date": "2026-03-30"})):
            put(self.document, self.sheet.cells.getCellByPosition(0, down), content)
        self.assertEqual(self.formula("DEADLINE(A1;5)"), "2026-04-08")
        self.assertEqual(self.formula("DEADLINE(A2;5)"), "#N/A")
        place = self.sheet.cells.getCellRangeByName("C1:C3")
        place.setArrayFormula('=BAE.DEADLINE(IFERROR(A1:A3;"error");5)')
        found = [row[0] for row in read(place)]
        self.assertEqual([found[0], found[2]], ["2026-04-08"] * 2)
        self.assertTrue(found[1].startswith("#VALUE! date is `error`; expected a date of 1990 to 2099."))

    def test_a_blank_text_argument_is_blank(self):
        self.put("A1", {"date": "2026-04-02"})
        self.assertEqual(self.formula("DEADLINE(A1;1;B1)"), "2026-04-07")
        self.assertEqual(self.formula('DEADLINE(A1;1;"scotland")'), native("DEADLINE", {"date": "2026-04-02"}, 1, "scotland")[0][0])
        names = self.sheet.fill([self.headings, self.rows])
        answer = self.sheet.answer("WHY", ["Z999", *names, "DATE(2026;4;8)"], len(self.rows), 1)
        self.assertEqual(read(answer), native("WHY", None, self.headings, self.rows, AS_OF))

    def test_dates_percentages_and_truth_values_are_known_by_their_format(self):
        self.put("A1", {"date": "2026-04-08"})
        self.put("A2", 0.935)
        set_format(self.document, self.sheet.cells.getCellRangeByName("A2"), PERCENT_FORMAT)
        self.put("A3", True)
        self.put("A4", 46120)
        found = [self.formula(f"DIAGNOSE(A{row})") for row in (1, 2, 3, 4)]
        self.assertEqual(found, [native("DIAGNOSE", cell)[0][0] for cell in (AS_OF, "93.5%", True, 46120)])

    def test_a_date_that_is_none_costs_its_own_cell(self):
        names = self.sheet.fill([self.headings, [list(self.rows[0]) for _ in range(4)], AS_OF])
        email = self.headings[0].index("Stage 1 email")
        for down, serial in ((1, 0), (2, -5), (3, 2_000_000)):
            cell = self.sheet.cells.getCellByPosition(email, down)
            cell.Value = serial
            set_format(self.document, cell, DATE_FORMAT)
        found = read(self.sheet.answer("STAGE", names, 4, 1))
        self.assertEqual([row[0] for row in found][:3], ["Cannot decide"] * 3)
        self.assertNotEqual(found[3][0], "Cannot decide")
        check = read(self.sheet.answer("CHECK", names, 4, 1))
        self.assertIn(f"{self.sheet.cells.Columns.getByIndex(email).Name}2: cannot read `1899-12-30` as a date", check[0][0])

    def test_a_day_that_is_none_is_said_to_be_none(self):
        names = ";".join(self.sheet.fill([self.headings, self.rows[:1]]))
        for written, shown in (("1", "1"), ("-1", "-1"), ("TRUE()", "1"), ("20260408", "20260408"), ("99999999", "99999999")):
            self.assertEqual(
                self.formula(f"RISK({names};{written})"),
                f"#VALUE! as_of is `{shown}`; expected a date of 1990 to 2099. Give a cell that holds a date, or text such as 2026-04-08.",
            )

    def test_a_document_may_count_its_days_from_1904(self):
        null = self.document.NullDate
        null.Day, null.Month, null.Year = 1, 1, 1904
        self.document.NullDate = null
        self.put("A1", {"date": "2026-03-30"})
        self.assertEqual(self.formula("DIAGNOSE(A1)"), native("DIAGNOSE", {"date": "2026-03-30"})[0][0])
        self.assertEqual(self.formula("DEADLINE(A1;5)"), "2026-04-08")

    def test_one_cell_in_error_costs_its_own_row(self):
        actual = self.headings[0].index("Actual %")
        rows = [list(self.rows[0]) for _ in range(3)]
        rows[1][actual] = {"error": "#N/A"}
        names = self.sheet.fill([self.headings, rows, AS_OF])
        found = read(self.sheet.answer("RISK", names, 3, 1))
        self.assertEqual([row[0] for row in found], ["Low", "Cannot decide", "Low"])
        self.put("A9", {"error": "#DIV/0!"})
        self.assertEqual(self.formula("DIAGNOSE(A9)"), native("DIAGNOSE", {"error": "#DIV/0!"})[0][0])

    def test_rows_may_go_on_to_the_end_of_the_sheet(self):
        names = self.sheet.fill([self.headings, self.rows[:3], AS_OF])
        names[1] = names[1].replace("$4", "$1048576")
        beside = self.sheet.cells.getCellRangeByPosition(self.sheet.right, 1, self.sheet.right, 200)
        beside.setArrayFormula(f"=BAE.RISK({';'.join(names)})")
        expected = native("RISK", self.headings, self.rows[:3], AS_OF)
        self.assertEqual(read(beside), expected + [[""]] * 197)

    def test_blank_rows_at_the_end_are_answered_though_the_sheet_of_the_tracker_ends_above_them(self):
        names = self.sheet.fill([self.headings, self.rows[:3], AS_OF])
        names = ["$'Tracker'." + name for name in names]
        self.sheet.cells.Name = "Tracker"
        self.document.Sheets.insertNewByName("Answers", 1)
        place = self.document.Sheets.getByName("Answers").getCellRangeByName("A1:A300")
        expected = native("RISK", self.headings, self.rows[:3], AS_OF)
        # A range that is read as a whole, and one that is so long that only what the sheet uses of it is.
        for last in ("$500", "$1048576"):
            place.setArrayFormula(f"=BAE.RISK({names[0]};{names[1].replace('$4', last)};{names[2]})")
            self.assertEqual(read(place), expected + [[""]] * 297, last)
        place.setArrayFormula(f"=BAE.RISK({names[0]};$'Tracker'.$A$200:${names[1].split('$')[-2]}$499;{names[2]})")
        self.assertEqual(read(place), [[""]] * 300, "rows of which none holds anything")

    def test_days_may_go_on_to_the_end_of_the_sheet_at_little_cost(self):
        self.put("A1", {"date": "2026-03-30"})
        self.put("A3", {"date": "2026-04-02"})
        place = self.sheet.cells.getCellRangeByName("C1:C6")
        start = time.monotonic()
        place.setArrayFormula("=BAE.DEADLINE(A1:A1048576;5)")
        self.assertEqual([row[0] for row in read(place)], ["2026-04-08", "", "2026-04-13", "", "", ""])
        # It took minutes when every blank day was answered.
        self.assertLess(time.monotonic() - start, 60)
        # Days that come with numbers of their own are as long as those, and a number without a day is none.
        for down, days in enumerate((5, 1, 1, 1)):
            self.put(f"B{down + 1}", days)
        place.setArrayFormula("=BAE.DEADLINE(A1:A30000;B1:B30000)")
        self.assertEqual([row[0] for row in read(place)], ["2026-04-08", "", "2026-04-07", "", "", ""])
        self.assertTrue(self.formula("DEADLINE(A1:A30000;B1:B20000)").startswith("#VALUE! days has 20000 rows and 1 columns and date has 30000"))
        # The answer to a blank cell is not always blank.
        place.setArrayFormula("=BAE.DIAGNOSE(A3:A1048576)")
        blank = native("DIAGNOSE", None)[0]
        self.assertEqual(read(place), [native("DIAGNOSE", {"date": "2026-04-02"})[0]] + [blank] * 5)

    def test_a_blank_cell_for_the_day_is_refused(self):
        names = ";".join(self.sheet.fill([self.headings, self.rows[:1]]))
        self.assertTrue(self.formula(f"RISK({names};Z99)").startswith("#VALUE! as_of is 0, which is what an empty cell may arrive as"))
        # A formula that gives nothing is as good as blank.
        self.sheet.cells.getCellRangeByName("Z98").Formula = '=""'
        self.assertTrue(self.formula(f"RISK({names};Z98)").startswith("#VALUE! as_of is a blank cell; expected a date."))
        self.assertEqual([[self.formula(f"RISK({names})")]], native("RISK", self.headings, self.rows[:1], today=TODAY))

    def test_cells_are_named_where_they_stand(self):
        missing = [[None if at else cell for at, cell in enumerate(self.rows[0])]]
        put_grid(self.document, self.sheet.cells, 2, 4, self.headings)
        put_grid(self.document, self.sheet.cells, 2, 7, missing)
        last = 2 + len(missing[0]) - 1
        headings, row = (
            name_of(self.sheet.cells.getCellRangeByPosition(2, down, last, down)) for down in (4, 7)
        )
        self.sheet.right = last + 2
        found = read(self.sheet.answer("CHECK", [headings, row, "DATE(2026;4;8)"], 1, 1))
        self.assertEqual(found, native("CHECK", self.headings, missing, AS_OF, first_row=8, first_column=3))
        actual = self.sheet.cells.getCellByPosition(2 + self.headings[0].index("Actual %"), 7)
        self.assertIn(name_of(actual).replace("$", ""), found[0][0])


class Words(unittest.TestCase):
    """What a sheet does with an answer: it compares, counts, looks up and filters."""

    TRACKER = [["Learner", "Target %", "Actual %", "Stage 1 email"],
               ["Amber Invented", 50, 10, None], ["Basil Invented", 50, 50, None], ["Clover Invented", 50, 40, {"date": "2026-03-30"}]]

    def setUp(self):
        self.document = office.new()
        self.cells = self.document.Sheets.getByIndex(0)
        put_grid(self.document, self.cells, 0, 0, self.TRACKER)
        self.spill("F2:F4", "BAE.RISK($A$1:$D$1;$A$2:$D$4;46120)")

    def tearDown(self):
        self.document.close(True)

    def spill(self, place, formula):
        self.cells.getCellRangeByName(place).setArrayFormula("=" + formula)

    def formula(self, text):
        cell = self.cells.getCellRangeByName("Z20")
        cell.Formula = "=" + text
        return cell.String

    def test_an_answer_equals_the_word_that_it_shows(self):
        self.assertEqual(read(self.cells.getCellRangeByName("F2:F4")), [["High"], ["Low"], ["High"]])
        for how in ("fresh", "ods", "xlsx"):
            if how != "fresh":
                self.document = office.again(self.document, how)
                self.cells = self.document.Sheets.getByIndex(0)
                self.document.calculateAll()
            for text, wanted in (
                ('COUNTIF(F2:F4;"High")', "2"), ('COUNTIF(F2:F4;"Low")', "1"), ('COUNTIF(F2:F4;"H*")', "2"),
                ('COUNTIF(F2:F4;"Medium")', "0"), ('IF(F2="High";"yes";"no")', "yes"), ('IF(F3="High";"yes";"no")', "no"),
                ('MATCH("Low";F2:F4;0)', "2"), ('VLOOKUP("Low";F2:F4;1;0)', "Low"), ('SUMPRODUCT(--(F2:F4="High"))', "2"),
                ('SUMIF(F2:F4;"High";C2:C4)', "50"), ('COUNTIFS(F2:F4;"High";C2:C4;"<20")', "1"), ('IF(F2=F4;"same";"not")', "same"),
                ('SUMPRODUCT(--(BAE.RISK(A1:D1;A2:D4;46120)="High"))', "2"),
                ('IF(BAE.RISK(A1:D1;A3:D3;46120)="Low";"yes";"no")', "yes"), ('IF(BAE.CHECK(A1:D1;A3:D3;46120)="";"well";"not")', "well"),
            ):
                self.assertEqual(self.formula(text), wanted, f"{text}, {how}")

    def test_a_filter_finds_the_rows(self):
        self.cells.getCellRangeByName("F1").String = "Risk rating"
        column = self.cells.getCellRangeByName("F1:F4")
        wanted = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
        wanted.IsNumeric, wanted.StringValue = False, "High"
        wanted.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
        chosen = column.createFilterDescriptor(True)
        chosen.setFilterFields((wanted,))
        chosen.ContainsHeader = True
        column.filter(chosen)
        self.assertEqual([self.cells.Rows.getByIndex(row).IsVisible for row in range(4)], [True, True, False, True])

    def test_days_are_words_that_equal_themselves_and_can_be_made_days(self):
        self.spill("G2:I4", "BAE.NEXT($A$1:$D$1;$A$2:$D$4;46120)")
        due = self.cells.getCellRangeByName("I4").String
        self.assertRegex(due, r"^2026-\d\d-\d\d$")
        self.assertEqual(self.formula(f'COUNTIF(I2:I4;"{due}")'), "1")
        self.assertEqual(self.formula('IF(BAE.DEADLINE("2026-03-30";5)="2026-04-08";"same";"not")'), "same")
        self.assertEqual(self.formula('IF(DATEVALUE(BAE.DEADLINE("2026-03-30";5))=DATE(2026;4;8);"same";"not")'), "same")
        self.assertEqual(self.formula('BAE.DEADLINE("2026-03-30";5)+1'), "46121")

    def test_scores_are_numbers(self):
        for down, cell in enumerate((100, 50, 93)):
            self.cells.getCellByPosition(10, down).Value = cell
        self.spill("L1:L3", 'BAE.BAND("Attendance";K1:K3)')
        scores = [native("BAND", "Attendance", [[cell]], today=TODAY)[0][0] for cell in (100, 50, 93)]
        self.assertEqual(self.formula("SUM(L1:L3)"), str(sum(scores)))
        self.assertEqual(self.formula("COUNTIF(L1:L3;3)"), str(scores.count(3)))
        self.assertEqual(self.formula('SUM(BAE.BAND("Attendance";K1:K3))'), str(sum(scores)))
        self.assertEqual(self.formula('IF(BAE.BAND("Attendance";K2)=3;"yes";"no")'), "yes")
        # A blank and a word among them: the numbers stay numbers.
        self.cells.getCellRangeByName("K2").String = ""
        self.cells.getCellRangeByName("K3").String = "soon"
        self.assertEqual(self.formula("SUM(L1:L3)"), str(scores[0]))
        self.assertEqual([self.formula(f'IF({text};"yes";"no")') for text in ("ISNUMBER(L1)", "ISTEXT(L3)")], ["yes", "yes"])
        self.assertTrue(self.cells.getCellRangeByName("L3").String.startswith("#VALUE! value 3"))

    def test_a_formula_that_was_copied_sideways_is_refused(self):
        source = self.cells.getCellRangeByName("F2")
        self.cells.getCellRangeByName("H2").Formula = "=BAE.RISK($A$1:$E$1;A2:E2;46120)"
        self.cells.copyRange(self.cells.getCellRangeByName("I2").CellAddress, self.cells.getCellRangeByName("H2").RangeAddress)
        self.assertEqual(self.cells.getCellRangeByName("I2").Formula, "=BAE.RISK($A$1:$E$1;B2:F2;46120)")
        self.assertEqual(self.cells.getCellRangeByName("H2").String, "High")
        self.assertTrue(
            self.cells.getCellRangeByName("I2").String.startswith("#VALUE! rows begins in column B and headings in column A;")
        )
        self.assertEqual(source.String, "High")


class Settings(unittest.TestCase):
    """Settings that a document seems to have are used, or the cell says why they are not."""

    def shown(self, name, content, *others):
        document = office.new()
        own = document.DocumentProperties.UserDefinedProperties
        for one in (name, *others):
            own.addProperty(one, 0, content)
        cell = document.Sheets.getByIndex(0).getCellRangeByName("A1")
        cell.Formula = "=BAE.DEADLINE(DATE(2026;4;8);1)"
        found = cell.String
        document.close(True)
        return found

    def test_a_name_that_is_nearly_right_or_a_value_that_is_no_text_is_an_error(self):
        closed = json.dumps({"calendar": {"closures": [{"from": "2026-04-09", "reason": "Staff training"}]}})
        self.assertEqual(self.shown("bae-rules.settings", closed), "2026-04-10")
        self.assertEqual(self.shown("bae-rules.notes", closed), "2026-04-09", "another property of the document")
        self.assertEqual(self.shown("bae-rules.settings.old", closed), "2026-04-09", "and one that says that it is another")
        for name in (
            "bae-rules.settings ", "BAE-rules.settings", " bae-rules. settings", "bae-rules.setting", "bae-rules-settings",
            "bae_rules.settings", "baerules.settings", "bae-rules settings", "bae-rule.settings",
        ):
            self.assertEqual(
                self.shown(name, closed),
                f"#VALUE! the document has a property `{name}`; expected the name `bae-rules.settings`, written just so. Put it "
                "right under File > Properties > Custom Properties.",
            )
            self.assertIn(f"a property `{name}`", self.shown(name, closed, "bae-rules.settings"), "beside the right one, too")
        self.assertEqual(
            self.shown("bae-rules.settings", 5.0),
            "#VALUE! the document's property `bae-rules.settings` holds no text; expected the type Text, and the text of the "
            "settings file. Put it right under File > Properties > Custom Properties.",
        )
        self.assertTrue(self.shown("bae-rules.settings", "{").startswith("#VALUE! the settings file cannot be read"))


class Converting(unittest.TestCase):
    """A workbook of Excel, in which Calc knows none of our formulas, and the entry of the menu that mends it."""

    TRACKER = {
        "A1": "Learner", "B1": "Target %", "C1": "Actual %",
        "A2": "Amber Invented", "B2": 50, "C2": 50, "A3": "Basil Invented", "B3": 50, "C3": 20,
    }
    WRAPPED = 'IFERROR(__xludf.DUMMYFUNCTION("BAE_CHECK($A$1:$C$1, A2:C3)"),"")'
    COMPUTED = 'IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),"old")'
    FORMULAS = {
        "E2": ("_xldudf_BAE_RISK($A$1:$C$1,A2:C3)", "Low", "E2:E3"),
        "F2": ("_xldudf_BAE.STAGE($A$1:$C$1,A2:C2)", "None"),
        "F3": ('IF(TRUE,BAE_RISK($A$1:$C$1,A3:C3),"BAE_RISK(")', "High"),
        "G2": ('_xldudf_BAE_WHY("Risk rating",$A$1:$C$1,A2:C2)', "old"),
        "H2": (WRAPPED, "old"), "H3": (COMPUTED, "old"),
        "I2": ("SUM(B2:C2)", "100"),
        "I3": ('IFERROR(__xludf.DUMMYFUNCTION("QUERY(A1:C3, ""select A"")"),"kept")', "kept"),
    }

    def setUp(self):
        path = office.folder / "excel.xlsx"
        excel_file.write(path, {**self.TRACKER, **self.FORMULAS})
        # On show, as far as an office without a window shows anything: the menu works on the document in front.
        self.document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        self.cells = self.document.Sheets.getByIndex(0)

    def tearDown(self):
        self.document.close(True)

    def convert(self):
        frame = self.document.CurrentController.Frame
        office.service("com.sun.star.frame.DispatchHelper").executeDispatch(frame, "service:org.baerules.Convert?quiet", "", 0, ())

    def shown(self, place):
        return self.cells.getCellRangeByName(place).String

    def test_the_formulas_of_a_workbook_of_excel_are_converted_and_answer(self):
        self.assertEqual(self.shown("E2"), "#NAME?")
        self.convert()
        text = lambda place: self.cells.getCellRangeByName(place).Formula
        self.assertEqual(text("E2"), "{=BAE.RISK($A$1:$C$1;A2:C3)}")
        self.assertEqual([self.shown("E2"), self.shown("E3")], ["Low", "High"], "one formula that fills both, as in Excel")
        self.assertEqual(text("F2"), "=BAE.STAGE($A$1:$C$1;A2:C2)")
        self.assertEqual(self.shown("F3"), "High")
        self.assertTrue(text("F3").endswith(';"BAE_RISK(")'), "a text stays as it is")
        self.assertEqual(self.shown("G2"), native("WHY", "Risk rating", *self.given([2]), today=TODAY)[0][0])
        checks = native("CHECK", *self.given([2, 3]), today=TODAY)
        self.assertEqual([[self.shown("H2")], [self.shown("H3")]], checks, "what Sheets had wrapped, with the cells it filled")
        self.assertEqual(self.shown("I2"), "100")
        self.assertEqual(self.shown("I3"), "kept", "another program's formula keeps its value")

    def given(self, rows):
        row = lambda number: [self.TRACKER[f"{column}{number}"] for column in "ABC"]
        return [row(1)], [row(number) for number in rows]

    def test_it_is_one_step_that_can_be_undone(self):
        before = self.cells.getCellRangeByName("E2:I3").getFormulaArray()
        self.convert()
        self.assertNotEqual(self.cells.getCellRangeByName("E2:I3").getFormulaArray(), before)
        self.document.UndoManager.undo()
        self.assertEqual(self.cells.getCellRangeByName("E2:I3").getFormulaArray(), before)

    def test_the_menu_has_an_entry_for_it_that_calls_what_is_there(self):
        provider = office.service("com.sun.star.configuration.ConfigurationProvider")
        node = value("nodepath", "/org.openoffice.Office.Addons/AddonUI/AddonMenu/org.baerules.convert")
        entry = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
        self.assertEqual(entry.URL, "service:org.baerules.Convert?say")
        self.assertEqual(entry.Title, "Convert BAE formulas from Excel or Google Sheets")
        self.assertIn("org.baerules.Convert", office.context.ServiceManager.getAvailableServiceNames())


class Engine(unittest.TestCase):
    def processes(self):
        """The engines that this office has started."""
        own = subprocess.run(["ps", "-eo", "pid=,args="], check=True, capture_output=True, text=True).stdout
        return [int(line.split()[0]) for line in own.splitlines() if str(office.folder) in line and line.endswith(" formulas")]

    def test_an_engine_that_ends_is_started_again(self):
        document = office.new()
        cell = document.Sheets.getByIndex(0).getCellRangeByName("A1")
        cell.Formula = "=BAE.VERSION()"
        version = cell.String
        self.assertEqual(version, native("VERSION")[0][0])
        (before,) = self.processes()
        os.kill(before, signal.SIGKILL)
        cell.Formula = "=BAE.DEADLINE(DATE(2026;3;30);5)"
        self.assertEqual(cell.String, "2026-04-08")
        (after,) = self.processes()
        self.assertNotEqual(before, after)
        document.close(True)

    def test_ten_thousand_rows_in_one_formula(self):
        call = next(call for call in table if call["id"] == "NEXT over at-risk-tracker.tsv, text")
        rows = [call["args"][1][index % len(call["args"][1])] for index in range(10_000)]
        document = office.new()
        sheet = document.Sheets.getByIndex(0)
        width = len(rows[0])
        sheet.getCellRangeByPosition(0, 0, width - 1, 10_000).setDataArray(
            tuple(tuple(cell or "" for cell in row) for row in call["args"][0] + rows)
        )
        answer = sheet.getCellRangeByPosition(width, 1, width + 2, 10_000)
        headings, below = (sheet.getCellRangeByPosition(0, top, width - 1, end) for top, end in ((0, 0), (1, 10_000)))
        answer.setArrayFormula(f"=BAE.NEXT({name_of(headings)};{name_of(below)};DATE(2026;4;8))")
        self.assertEqual(read(answer), native("NEXT", call["args"][0], rows, AS_OF))
        document.close(True)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]], verbosity=2)
