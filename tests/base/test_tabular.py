"""Tables for other programs (D5): text never becomes a formula, numbers stay numbers, quotes are kept."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from course.base.tabular import safe_text, to_csv, to_xlsx
from course.config import ROOT

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)",
    '=HYPERLINK("http://evil.example","x")', "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", '=1","=2', "=\n1",
    "@evil", "--1", "==1", "+49 170", "-",
)  # fmt: skip
HARMLESS = (
    "Орлова",
    "a=b",
    "1+1",
    "O'Brien",
    "x@example.org",
    'say "yes"',
    "two\nlines",
    "a,b;c\td",
    "",
    " ",
    "№ 7",
)


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_rows(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def could_be_formulas(cells) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and cell.startswith(STARTS)]


def test_text_that_a_spreadsheet_would_calculate_is_marked_as_text():
    rows = csv_rows(to_csv(["=name", "b"], [[text, "x"] for text in FORMULAS]))
    assert rows[0] == ["'=name", "b"]
    assert [row[0] for row in rows[1:]] == ["'" + text for text in FORMULAS]


def test_other_text_stays_as_it_is():
    assert [safe_text(text) for text in HARMLESS] == list(HARMLESS)
    assert [row[0] for row in csv_rows(to_csv(["a", "b"], [[text, "x"] for text in HARMLESS]))[1:]] == list(
        HARMLESS
    )


def test_a_writer_without_the_rule_is_caught():
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([[text] for text in FORMULAS])
    assert could_be_formulas(cell for row in csv_rows(stream.getvalue().encode()) for cell in row)


@given(some.lists(some.lists(some.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_whatever_is_written_can_be_read_back_and_nothing_is_a_formula(rows):
    found = csv_rows(to_csv(["a", "b"], rows))[1:]
    assert found == [[safe_text(cell) for cell in row] for row in rows]
    assert not could_be_formulas(cell for row in found for cell in row)


def test_rows_end_and_quotes_double_as_rfc_4180_says():
    content = to_csv(["a", "b"], [['x"y', "1,2"], ["two\r\nlines", "z"]])
    assert content == b'\xef\xbb\xbfa,b\r\n"x""y","1,2"\r\n"two\r\nlines",z\r\n'


def test_numbers_dates_and_nothing_stay_what_they_are():
    moment = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    cells = [-5, Decimal("-66.67"), date(2026, 11, 23), moment, None, 0]
    header = ["a", "b", "c", "d", "e", "f"]
    assert csv_rows(to_csv(header, [cells]))[1] == [
        "-5",
        "-66.67",
        "2026-11-23",
        "2026-11-23 12:30+00:00",
        "",
        "0",
    ]
    found = xlsx_rows(to_xlsx("x", header, [cells]))[1]
    assert found == [-5, -66.67, datetime(2026, 11, 23), datetime(2026, 11, 23, 12, 30), None, 0]  # noqa: DTZ001


def test_a_spreadsheet_holds_no_formula_and_no_link():
    content = to_xlsx("x", ["=a", "b"], [[text, "http://evil.example"] for text in FORMULAS])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert not could_be_formulas(cell.value for cell in cells)
    assert len(cells) == 2 * (1 + len(FORMULAS))


def test_a_table_without_rows_is_still_a_table():
    assert csv_rows(to_csv(["a"], [])) == [["a"]]
    assert xlsx_rows(to_xlsx("x", ["a"], [])) == [["a"]]


EXPORTS = {
    "course/review/views.py": ("/events/spring/results/table.csv", "/events/spring/results/table.xlsx")
}
"""Module that makes tables → the addresses where they are taken away."""


def test_every_module_that_makes_tables_is_tried_below():
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "course").rglob("*.py")
        if re.search(r"\bto_(csv|xlsx)\(", path.read_text(encoding="utf-8")) and path.name != "tabular.py"
    }
    assert makers == set(EXPORTS)


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x", "\t=1", "＝1+1"])
def test_every_text_column_of_every_export_is_marked(sqlite_house, text):
    with sqlite_house.unit() as unit:
        olga = sqlite_house.person(unit, "olga")
        olga.surname = olga.given_name = olga.patronymic = olga.service_number = text
        olga.country, olga.agency.name = "=1", text
    tomas = sqlite_house.browser("tomas")
    for path in (path for paths in EXPORTS.values() for path in paths):
        answer = tomas.post(path)
        assert answer.status_code == 200, path
        rows = csv_rows(answer.data) if path.endswith("csv") else xlsx_rows(answer.data)
        cells = [cell for row in rows for cell in row]
        assert sum(cell == f"'{text}" for cell in cells) >= 5, path
        assert not could_be_formulas(cells), path
