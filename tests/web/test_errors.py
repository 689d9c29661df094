"""Every failure is a calm page with the right status: no trace, no path, no query, a number to ask by (I6)."""

import re

import pytest
from sqlalchemy import event, text

from course.base.access import Permission, public, requires
from course.base.db import Database
from course.web import context
from tests.contracts.rows import all_rows
from tests.house import BASE, build

TELLING = (
    "Traceback",
    "ZeroDivisionError",
    "sqlalchemy",
    "psycopg",
    "sqlite3",
    "/work",
    "site-packages",
    "planted",
    "SELECT",
    "INSERT",
)
SECRET = "SELECT secret FROM /etc/planted.py"


@public
def breaks():
    raise ZeroDivisionError(SECRET)


@requires(Permission.LEARN)
def writes_and_breaks():
    context.begin_writing().execute(text("UPDATE person SET sex = 'M'"))
    raise ZeroDivisionError(SECRET)


@requires(Permission.LEARN)
def writes_what_cannot_be_committed():
    unit = context.begin_writing()
    unit.execute(text("UPDATE person SET sex = 'M'"))

    @event.listens_for(unit, "before_commit")
    def refuse(_):
        raise ZeroDivisionError(SECRET)

    return "saved"


def reference_in(answer) -> str:
    found = re.search(r"<code>([0-9A-F]{8})</code>", answer.text)
    assert found, answer.text
    return found[1]


@pytest.mark.parametrize("view", [breaks, writes_and_breaks, writes_what_cannot_be_committed])
def test_a_failure_of_ours_shows_a_number_that_the_log_knows_and_nothing_else(house, caplog, view):
    house.app.view_functions["desk.progress_page"] = view
    olga = house.browser("olga")
    before = all_rows(house)
    answer = olga.get("/progress")
    assert answer.status_code == 500
    assert not [word for word in TELLING if word in answer.text]
    assert f"error {reference_in(answer)}" in caplog.text
    assert all_rows(house) == before
    assert olga.get("/modules/").status_code == 200


def test_two_failures_have_two_numbers(sqlite_house):
    sqlite_house.app.view_functions["certificates.verify"] = breaks
    stan = sqlite_house.stranger()
    assert reference_in(stan.get("/verify")) != reference_in(stan.get("/verify"))


def test_what_was_begun_and_refused_is_not_kept(house):
    @requires(Permission.LEARN)
    def writes_and_refuses():
        context.begin_writing().execute(text("UPDATE person SET sex = 'M'"))
        return "not accepted", 422

    house.app.view_functions["desk.progress_page"] = writes_and_refuses
    olga = house.browser("olga")
    before = all_rows(house)
    assert olga.get("/progress").status_code == 422
    assert all_rows(house) == before


STRANGE = (
    "/attempts/99999999999999999999/", "/attempts/9223372036854775808/questions/1", "/attempts/2147483648/result",
    "/attempts/1/questions/99999999999999999999", "/review/attempts/99999999999999999999",
    "/manage/people/99999999999999999999", "/manage/people?after=99999999999999999999", "/manage/people?after=-1",
    "/manage/people?after=x", "/manage/people?search=%25%5F", "/manage/people?search=%00",
    "/manage/people?search=%FF%FE", "/glossary?search=%00", "/glossary/%00", "/modules/%00/", "/modules/%FF/",
    "/events/%00/results", "/events/%F0%9F%9A%A9/results", "/events/" + "x" * 3000 + "/results",
    "/events/%ED%A0%80/certificates", "/verify/%00", "/verify/" + "A" * 5000, "/certificates/%00.pdf",
    "/verify?code=%00", "/verify?code=" + "%F0%9F%9A%A9" * 30, "/verify/%EF%BC%A1", "/password-reset/%00",
    "/password-reset/" + "x" * 3000, "/first-administrator/%00", "/sign-in?next=%00", "/sign-in?next=" + "/x" * 2000,
    "/quizzes/%00/", "/%00", "/%", "/%zz", "/..%2f..%2fetc/passwd", "//", "///progress", "/modules//",
)  # fmt: skip


def test_no_address_breaks_the_site(house):
    broken = []
    for browser in (house.browser("ada"), house.stranger()):
        for path in STRANGE:
            answer = browser.client.get(path, base_url=BASE)
            if answer.status_code not in {200, 303, 308, 400, 404, 409}:
                broken.append(f"{path[:60]}: {answer.status_code}")
    assert broken == []


def test_no_field_breaks_the_site(house):
    ada, askar = house.browser("ada"), house.browser("askar")
    attempt = house.start(askar)
    viktor = house.people["askar"]
    broken = []
    for value in (
        "\x00",
        "a\x00b",
        "\ud83d\udea9".encode("utf-16", "surrogatepass").decode("utf-16"),
        "9" * 30,
        "x" * 5000,
    ):
        for browser, path, fields in (
            (house.stranger(), "/sign-in", {"identity": value, "password": value}),
            (house.stranger(), "/password-reset", {"email": f"a{value}@test.example"}),
            (ada, "/manage/people", {"surname": value, "given_name": value, "surname_latin": value,
                "given_name_latin": value, "email": "n@test.example", "service_number": value, "country": "KZ",
                "agency": value, "language": "en", "role": "official"}),
            (ada, f"/manage/people/{viktor}/roles", {"role": value}),
            (ada, f"/manage/people/{viktor}/enrolments", {"event": value}),
            (ada, "/events/spring/results/table.csv", {"country": value}),
            (ada, f"/certificates/{value[:40]}/revocation".replace("\x00", "%00"), {"reason": value}),
            (askar, f"/attempts/{attempt}/questions/1", {"answer": value, "sequence": value, "go": value}),
        ):  # fmt: skip
            answer = browser.post(path, **fields)
            if answer.status_code >= 500:
                broken.append(f"{path} with {value[:10]!r}: {answer.status_code}")
        answer = askar.put(f"/attempts/{attempt}/answers/1", {"sequence": 0, "fields": {"answer": [value]}})
        if answer.status_code >= 500:
            broken.append(f"PUT with {value[:10]!r}: {answer.status_code}")
    assert broken == []


def test_without_the_database_everyone_is_told_calmly(sqlite_house, tmp_path):
    house = sqlite_house
    olga = house.browser("olga")
    away = Database(f"sqlite:///{tmp_path / 'nowhere' / 'course.sqlite3'}")
    lost = build(tmp_path, "sqlite://", house.catalogue, house.people)
    lost.app.extensions["course_database"] = away
    cookie = olga.client.get_cookie("course_plain", domain="127.0.0.1").value
    client = lost.app.test_client()
    client.set_cookie("course_plain", cookie, domain="127.0.0.1")
    for path in ("/progress", "/", "/nothing", "/readyz"):
        answer = client.get(path, base_url=BASE)
        assert answer.status_code == 503, path
        assert "Your data is safe" in answer.text
        assert not [word for word in TELLING if word in answer.text]
    assert client.get("/healthz", base_url=BASE).status_code == 200
    assert lost.stranger().get("/progress").status_code == 303
