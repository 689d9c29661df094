"""Results that leave the site as a table: typed, whole, and never a formula on somebody's machine."""

import csv
import io
import re
from datetime import datetime

import pytest
from openpyxl import load_workbook

from course.events.queries import SELF_STUDY
from tests.certificates.holders import newcomer

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")

BEST = "Risk assessment: final quiz, best score, %"
ATTEMPTS = "Risk assessment: final quiz, attempts"


def read_csv(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark to read Cyrillic"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes):
    return load_workbook(io.BytesIO(content)).active


def dangerous(cells) -> list[str]:
    """The texts that a spreadsheet could take for a formula."""
    return [cell for cell in cells if isinstance(cell, str) and cell.startswith(STARTS)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_person_named_like_a_formula_is_only_a_name_in_either_table(sqlite_house, text):
    newcomer(sqlite_house, surname=text, given_name=text, patronymic=text, country="KZ", agency=text)
    tomas = sqlite_house.browser("tomas")
    table = tomas.post("/events/spring/results/table.csv").data
    rows = read_csv(table)
    (row,) = [row for row in rows if text.strip() in row["Given name"]]
    assert row["Surname"] == row["Given name"] == row["Patronymic"] == f"'{text}"
    assert row["Agency"] == f"'{text}"
    assert dangerous(value for row in rows for value in row.values()) == []

    sheet = read_xlsx(tomas.post("/events/spring/results/table.xlsx").data)
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formula and no error"
    assert f"'{text}" in [cell.value for cell in cells]
    assert not any(cell.hyperlink for cell in cells)
    assert dangerous(cell.value for cell in cells) == []


def test_the_check_sees_a_table_written_without_care():
    stream = io.StringIO()
    csv.writer(stream).writerows([["Surname"], ["=1+1"]])
    rows = read_csv(b"\xef\xbb\xbf" + stream.getvalue().encode())
    assert dangerous(value for row in rows for value in row.values()) == ["=1+1"]


def test_quotes_commas_and_lines_stay_inside_their_cell(sqlite_house):
    name = 'О"Рейли, младший; "сын"'
    newcomer(sqlite_house, surname=name, given_name="Line\none", country="KZ")
    rows = read_csv(sqlite_house.browser("tomas").post("/events/spring/results/table.csv").data)
    (row,) = [row for row in rows if row["Surname"] == name]
    assert row["Given name"] == "Line\none"
    assert len({len(row) for row in rows}) == 1


def test_numbers_are_numbers_and_moments_are_moments(house):
    with house.unit() as session:
        house.person(session, "olga").service_number = "007"
    olga = house.browser("olga")
    house.read_every_lesson(olga)
    house.pass_every_quiz(olga)
    sheet = read_xlsx(house.browser("tomas").post("/events/spring/results/table.xlsx").data)
    header = [cell.value for cell in sheet[1]]
    (line,) = [line for line in sheet.iter_rows(min_row=2) if line[0].value == "Орлова"]
    row = dict(zip(header, line, strict=True))
    lessons = len(house.catalogue.published_lessons())
    assert row["Lessons read"].value == row["Lessons in all"].value == lessons
    assert row[ATTEMPTS].value == 1
    assert row[BEST].value == 100
    assert all(row[name].data_type == "n" for name in ("Lessons read", ATTEMPTS, BEST))
    assert (row["Service number"].value, row["Service number"].data_type) == ("007", "s")
    assert row["All quizzes passed"].value == "yes"
    assert row["Last submission"].value == datetime(2026, 11, 23, 17, 0)  # noqa: DTZ001 - as on the event's clock
    assert row["Country"].value == "Kazakhstan"


def test_what_has_no_basis_is_empty_and_not_zero(house):
    sheet = read_xlsx(house.browser("tomas").post("/events/spring/results/table.xlsx").data)
    header = [cell.value for cell in sheet[1]]
    (line,) = [line for line in sheet.iter_rows(min_row=2, values_only=True) if line[0] == "Орлова"]
    row = dict(zip(header, line, strict=True))
    assert row[BEST] is None
    assert row["Pre-test, %"] is None
    assert row["Last submission"] is None
    assert row[ATTEMPTS] == 0
    assert row["All quizzes passed"] == "no"


def test_both_tables_say_the_same_as_the_page(house):
    house.pass_every_quiz(house.browser("olga"))
    house.pass_quiz(house.browser("askar"), rightly=False)
    tomas = house.browser("tomas")
    rows = read_csv(tomas.post("/events/spring/results/table.csv").data)
    sheet = read_xlsx(tomas.post("/events/spring/results/table.xlsx").data)
    assert [row["Surname"] for row in rows] == [cell.value for cell in sheet["A"]][1:]
    page = tomas.get("/events/spring/results").text
    assert all(row["Surname"] in page for row in rows)
    by_name = {row["Surname"]: row for row in rows}
    assert (by_name["Орлова"]["All quizzes passed"], by_name["Акылов"]["All quizzes passed"]) == ("yes", "no")
    assert by_name["Орлова"][BEST] in {"100", "100.00"}
    assert by_name["Орлова"]["Last submission"] == "2026-11-23 17:00+05:00"


def test_the_table_of_one_country_holds_that_country_only(house):
    tomas = house.browser("tomas")
    rows = read_csv(tomas.post("/events/spring/results/table.csv", country="KZ").data)
    assert {row["Country"] for row in rows} == {"Kazakhstan"}
    assert read_csv(tomas.post("/events/spring/results/table.csv", country="UZ").data) == []


def test_the_header_speaks_the_readers_language(sqlite_house):
    tomas = sqlite_house.browser("tomas")
    tomas.post("/language", language="ru", next="/")
    (row, *_) = read_csv(tomas.post("/events/spring/results/table.csv").data)
    assert "Фамилия" in row


def test_a_table_is_a_download_and_a_change_of_address_is_none(sqlite_house):
    tomas = sqlite_house.browser("tomas")
    answer = tomas.post("/events/spring/results/table.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="spring.csv"'
    assert tomas.get("/events/spring/results/table.csv").status_code == 404
    for form in ("ods", "html", "csv.exe", "CSV"):
        assert tomas.post(f"/events/spring/results/table.{form}").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("farida", 404), ("olga", 404), ("igor", 404), ("august", 200)])
def test_who_may_not_review_gets_no_table(sqlite_house, name, status):
    answer = sqlite_house.browser(name).post("/events/spring/results/table.csv")
    assert answer.status_code == status


def test_results_of_self_study_work_without_dates(house):
    newcomer(house, event=SELF_STUDY, surname="Нова", country="KZ")
    ada = house.browser("ada")
    assert "Нова" in ada.get(f"/events/{SELF_STUDY}/results").text
    assert read_xlsx(ada.post(f"/events/{SELF_STUDY}/results/table.xlsx").data)["A2"].value == "Нова"


def test_an_attempt_read_as_a_whole_shows_every_step_with_its_time(house):
    olga = house.browser("olga")
    attempt = house.pass_quiz(olga, rightly=False)
    page = house.browser("tomas").get(f"/review/attempts/{attempt}").text
    assert "Орлова" in page
    assert page.count("12:00") >= 12, "in the reader's own zone"
    assert len(re.findall(r"Right answer", page)) >= 12
