"""Who is ready for a certificate, and what exactly is missing for the others."""

import re
from fractions import Fraction

import pytest

from course.accounts.actions import grant_role
from course.base.access import Role
from course.certificates.queries import candidates
from course.learning.actions import enrol
from tests.certificates.holders import (
    MACHINE,
    enrolment_of,
    issue_unprinted,
    make_eligible,
    person,
    read,
    result,
)


def rows(browser, event: str = "spring") -> dict[str, str]:
    """Surname → what the page says in that row."""
    page = browser.get(f"/events/{event}/certificates").text
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)[1:]:
        words = " ".join(re.sub(r"<[^>]+>", " ", row).split())
        found[words.split()[0]] = words
    return found


def test_whoever_has_done_nothing_is_told_every_missing_rule(house):
    lessons = len(house.catalogue.published_lessons())
    row = rows(house.browser("ada"))["Орлова"]
    assert "Not yet" in row
    assert f"{lessons} lessons not read." in row
    assert row.count("quiz not attempted.") == len(house.catalogue.package.required_quizzes)
    assert "Risk assessment: quiz not attempted." in row


def test_a_single_missing_lesson_is_named(house):
    *_, last = house.catalogue.published_lessons()
    with house.unit() as session:
        read(house, session, house.people["olga"], -1)
        result(house, session, enrolment_of(session, house.people["olga"]), Fraction(1))
    row = rows(house.browser("ada"))["Орлова"]
    assert "One lesson not read" in row
    assert last.text("en").title in row
    assert "quiz" not in row


def test_a_failed_quiz_is_told_with_its_best_score(house):
    with house.unit() as session:
        read(house, session, house.people["olga"])
        enrolment = enrolment_of(session, house.people["olga"])
        for score in (Fraction(1, 2), Fraction(2, 3), Fraction(1, 3)):
            result(house, session, enrolment, score)
    row = rows(house.browser("ada"))["Орлова"]
    assert "Risk assessment: quiz not passed, best score 67\u00a0%." in row.replace("67 %", "67\u00a0%")
    assert "lesson" not in row


def test_whoever_met_every_rule_is_ready_and_nothing_is_missing(house):
    make_eligible(house, "olga")
    found = rows(house.browser("ada"))
    assert "Ready" in found["Орлова"]
    assert "Nothing." in found["Орлова"]
    assert "Ready" not in found["Акылов"]
    assert "Issue one certificate" in house.browser("igor").get("/events/spring/certificates").text


def test_a_pass_at_one_event_does_not_count_at_another(house):
    with house.unit() as session:
        olga, autumn = person(house, session, "olga"), house.event(session, "autumn")
        enrol(session, MACHINE, house.clock(), olga, house.catalogue.package.key, autumn)
    make_eligible(house, "olga", event="spring")
    assert "Migration policy: quiz not attempted." in rows(house.browser("ada"), "autumn")["Орлова"]
    assert "Ready" in rows(house.browser("ada"), "spring")["Орлова"]


def test_a_holder_is_shown_with_the_serial_and_is_no_longer_ready(house):
    issue_unprinted(house, "olga")
    row = rows(house.browser("ada"))["Орлова"]
    assert re.search(r"2026-\d{6} Issued", row)
    assert "Nobody is waiting" in house.browser("ada").get("/events/spring/certificates").text


def test_an_issuer_among_the_candidates_is_not_issued_by_themself(house):
    with house.unit() as session:
        ada = person(house, session, "ada").as_actor()
        grant_role(session, ada, house.clock(), person(house, session, "olga"), Role.ISSUER)
    make_eligible(house, "olga")
    assert "Not by yourself" in rows(house.browser("olga"))["Орлова"]
    assert "Ready" in rows(house.browser("igor"))["Орлова"]


def test_the_state_of_every_rule_is_there_for_everyone_at_the_event(house):
    make_eligible(house, "olga")
    with house.look() as session:
        ada = person(house, session, "ada").as_actor()
        found = candidates(session, ada, house.catalogue, house.event(session))
        assert len(found) == 5
        rules = len(house.catalogue.published_lessons()) + len(house.catalogue.package.required_quizzes)
        assert {len(one.progress.requirements) for one in found} == {rules}
        assert [one.can_be_issued for one in found].count(True) == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [("ada", 200), ("igor", 200), ("august", 200), ("tomas", 404), ("farida", 404), ("olga", 404)],
)
def test_candidates_are_for_the_administration(sqlite_house, name, status):
    assert sqlite_house.browser(name).get("/events/spring/certificates").status_code == status


def test_an_auditor_sees_the_candidates_and_has_no_button(sqlite_house):
    make_eligible(sqlite_house, "olga")
    august = sqlite_house.browser("august")
    assert "<form" not in re.sub(
        r"<header.*?</header>", "", august.get("/events/spring/certificates").text, flags=re.S
    )
    assert sqlite_house.issue(august).status_code == 404
