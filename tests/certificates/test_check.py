"""The public check: the same for everyone, no more than the paper says, true at once after a revocation."""

import re
import secrets

import pytest

from course.certificates.codes import code_from, grouped
from course.learning.actions import enrol
from tests.certificates.holders import (
    MACHINE,
    certificates,
    issue_unprinted,
    make_eligible,
    person,
    reserve,
)

STRANGE = [
    "0" * 26,
    "7Q4M9XK2VB0D3HTR8JWN5CEFGA",
    "UUUUUUUUUUUUUUUUUUUUUUUUUU",
    "x",
    "-----",
    "ABC",
    "A" * 27,
    "A" * 500,
    "'; DROP TABLE certificate; --",
    "%00",
    "<script>alert(1)</script>",
    "Ольга",
    "2026-000001",
]


def answers(browser, code: str) -> list[tuple]:
    """What the three addresses of a code say, without the code itself and the form token."""
    found = []
    for path in (f"/verify/{code}", f"/certificates/{code}", f"/certificates/{code}.json"):
        answer = browser.get(path.replace("<", "%3C").replace(">", "%3E"))
        page = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
        page = re.sub(r'id="code" name="code" value="[^"]*"', "", page)
        page = re.sub(r'name="next" value="[^"]*"', "", page)
        headers = {
            name: value for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")
        }
        found.append((answer.status_code, headers, page))
    return found


def test_unknown_malformed_and_not_yet_issued_codes_answer_alike(sqlite_house):
    make_eligible(sqlite_house, "olga")
    _, reserved = reserve(sqlite_house, "olga")
    stan = sqlite_house.stranger()
    stan.token()
    unknown = answers(stan, code_from(secrets.randbits(130)))
    assert [status for status, _, _ in unknown] == [404, 404, 404]
    for code in (reserved, grouped(reserved), *STRANGE):
        if "/" not in code:
            assert answers(stan, code) == unknown, code


def test_the_comparison_sees_a_check_that_tells_a_certificate(sqlite_house):
    code = issue_unprinted(sqlite_house, "olga")
    stan = sqlite_house.stranger()
    stan.token()
    assert answers(stan, code) != answers(stan, code_from(secrets.randbits(130)))


def test_the_file_of_an_unknown_code_is_answered_as_its_page_is(sqlite_house):
    stan = sqlite_house.stranger()
    for code in (code_from(secrets.randbits(130)), "x", "A" * 27):
        answer = stan.get(f"/certificates/{code}.pdf")
        assert answer.status_code == 404
        assert "There is no certificate with this code." in answer.text


def test_a_code_may_be_typed_with_hyphens_spaces_and_small_letters(house):
    code = issue_unprinted(house, "olga")
    stan = house.stranger()
    for typed in (code, code.lower(), grouped(code), grouped(code).lower().replace("-", " ")):
        found = stan.get("/verify", query_string={"code": typed})
        assert (found.status_code, found.location) == (303, f"/verify/{code}")
        assert "Valid." in stan.get(f"/verify/{typed}").text


def test_the_check_shows_no_more_than_the_paper(house):
    with house.unit() as session:
        olga = person(house, session, "olga")
        olga.service_number, olga.position, olga.sex = "KZ-0042", "Inspector", "f"
    code = issue_unprinted(house, "olga")
    stan = house.stranger()
    for path in (f"/verify/{code}", f"/certificates/{code}.json"):
        shown = stan.get(path).text
        for private in ("olga@test.example", "KZ-0042", "Inspector", "Border Service", "person_id", "score"):
            assert private not in shown
    facts = stan.get(f"/certificates/{code}.json").json
    assert facts.keys() == {
        "status",
        "code",
        "serial",
        "name",
        "name_latin",
        "title",
        "hours",
        "issued_on",
        "document_sha256",
    }
    assert (facts["status"], facts["name"]) == ("valid", "Орлова Ольга")


def test_search_engines_are_asked_to_stay_away(sqlite_house):
    code = issue_unprinted(sqlite_house, "olga")
    stan = sqlite_house.stranger()
    assert '<meta name="robots" content="noindex">' in stan.get(f"/verify/{code}").text
    assert stan.get(f"/certificates/{code}.pdf").headers["X-Robots-Tag"] == "noindex"


def test_an_address_that_asks_too_often_is_told_to_wait(sqlite_house):
    stan = sqlite_house.stranger()
    statuses = [stan.get(f"/certificates/{'0' * 26}.json").status_code for _ in range(125)]
    assert statuses == [404] * 120 + [429] * 5
    assert stan.get("/verify/x").status_code == 429


def test_a_revocation_shows_at_once_on_page_facts_and_file(house):
    code = issue_unprinted(house, "olga")
    stan, ada = house.stranger(), house.browser("ada")
    assert "Valid." in stan.get(f"/verify/{code}").text
    assert stan.get(f"/certificates/{code}.pdf").status_code == 200
    reason = "Issued in <error>, & withdrawn."
    assert ada.post(f"/certificates/{code}/revocation", reason=reason).status_code == 303

    page = stan.get(f"/verify/{code}").text
    assert "Revoked on 23 November 2026. This certificate is no longer valid." in page
    assert "Issued in &lt;error&gt;, &amp; withdrawn." in page
    assert "Valid." not in page
    facts = stan.get(f"/certificates/{code}.json").json
    assert (facts["status"], facts["reason"], facts["revoked_on"]) == ("revoked", reason, "2026-11-23")
    file = stan.get(f"/certificates/{code}.pdf")
    assert (file.status_code, file.location) == (303, f"/certificates/{code}")
    assert "Your certificate was revoked" in house.browser("olga").get("/progress").text


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_revocation_needs_a_reason(sqlite_house, reason):
    code = issue_unprinted(sqlite_house, "olga")
    assert (
        sqlite_house.browser("ada").post(f"/certificates/{code}/revocation", reason=reason).status_code == 422
    )
    assert "Valid." in sqlite_house.stranger().get(f"/verify/{code}").text


def test_a_second_revocation_changes_nothing(house):
    code = issue_unprinted(house, "olga")
    ada = house.browser("ada")
    ada.post(f"/certificates/{code}/revocation", reason="First.")
    assert ada.post(f"/certificates/{code}/revocation", reason="Second.").status_code == 409
    assert house.stranger().get(f"/certificates/{code}.json").json["reason"] == "First."


@pytest.mark.parametrize("name", ["olga", "askar", "tomas", "farida", "august"])
def test_only_issuers_revoke(sqlite_house, name):
    code = issue_unprinted(sqlite_house, "olga")
    browser = sqlite_house.browser(name)
    assert browser.post(f"/certificates/{code}/revocation", reason="Because.").status_code == 404
    assert "Revoke this certificate" not in browser.get(f"/certificates/{code}").text
    assert "Valid." in sqlite_house.stranger().get(f"/verify/{code}").text


def test_nobody_revokes_their_own(house):
    with house.unit() as session:
        ada = person(house, session, "ada")
        enrol(session, MACHINE, house.clock(), ada, house.catalogue.package.key, house.event(session))
    code = issue_unprinted(house, "ada")
    ada = house.browser("ada")
    assert "Revoke this certificate" not in ada.get(f"/certificates/{code}").text
    assert ada.post(f"/certificates/{code}/revocation", reason="Because.").status_code == 409
    assert house.browser("igor").post(f"/certificates/{code}/revocation", reason="Ok.").status_code == 303


def test_a_reservation_cannot_be_revoked_as_it_is_not_there_yet(sqlite_house):
    make_eligible(sqlite_house, "olga")
    _, code = reserve(sqlite_house, "olga")
    ada = sqlite_house.browser("ada")
    assert ada.post(f"/certificates/{code}/revocation", reason="Because.").status_code == 404
    (row,) = certificates(sqlite_house)
    assert row.issued_at is None
