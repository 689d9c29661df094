"""Completions and outcomes: noted once, however often and from how many tabs they arrive."""

from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from course.base import audit
from course.events.queries import SELF_STUDY
from course.learning.actions import enrol, record_outcome
from course.learning.models import Enrolment, LessonCompletion, Outcome
from course.learning.queries import counting_results, find_enrolment
from tests.racing import race

MACHINE = audit.operator("tests")


def completions(house) -> list[LessonCompletion]:
    with house.look() as session:
        return list(session.scalars(select(LessonCompletion).order_by(LessonCompletion.id)))


def first_lesson(house) -> str:
    lesson = house.catalogue.published_lessons()[0]
    return f"/modules/{lesson.module}/lessons/{lesson.key}"


def test_reading_a_lesson_again_is_harmless_and_the_first_time_counts(house):
    olga, place = house.browser("olga"), first_lesson(house)
    first = olga.post(f"{place}/completion")
    house.clock.forward(hours=1)
    again = olga.post(f"{place}/completion")
    assert (first.status_code, first.location) == (again.status_code, again.location)
    (row,) = completions(house)
    assert row.completed_at == house.clock.now.replace(hour=12)
    assert row.person_id == house.people["olga"]


def complete(house, browser) -> int:
    return browser.post(f"{first_lesson(house)}/completion").status_code


def test_a_lesson_finished_in_many_tabs_at_once_is_one_completion(house, tmp_path):
    answers = race(house, tmp_path, [house.browser("olga")] * 4, complete, processes=2)
    assert answers == [303] * 8
    assert len(completions(house)) == 1


def test_looking_at_a_lesson_completes_nothing(house):
    olga = house.browser("olga")
    assert olga.get(first_lesson(house)).status_code == 200
    assert completions(house) == []


@pytest.mark.parametrize(
    "path", ["/modules/absent/lessons/x", "/modules/migration-policy/lessons/absent", "/modules/x/lessons/x"]
)
def test_a_lesson_that_is_not_there_cannot_be_completed(sqlite_house, path):
    assert sqlite_house.browser("olga").post(f"{path}/completion").status_code == 404
    assert completions(sqlite_house) == []


def test_a_form_cannot_complete_for_another_person_or_another_day(sqlite_house):
    olga = sqlite_house.browser("olga")
    invented = {"person_id": str(sqlite_house.people["askar"]), "completed_at": "2015-03-30", "revision": "9"}
    olga.post(f"{first_lesson(sqlite_house)}/completion", **invented)
    (row,) = completions(sqlite_house)
    assert (row.person_id, row.completed_at) == (sqlite_house.people["olga"], sqlite_house.clock())
    assert row.revision == sqlite_house.catalogue.published_lessons()[0].revision


def test_the_language_of_the_text_that_was_read_is_noted(sqlite_house):
    olga = sqlite_house.browser("olga")
    olga.post("/language", language="ru", next="/")
    olga.post(f"{first_lesson(sqlite_house)}/completion")
    lesson = sqlite_house.catalogue.published_lessons()[0]
    assert completions(sqlite_house)[0].language == lesson.text("ru").language


def own_enrolment(session, house, name: str = "olga") -> Enrolment:
    return session.scalars(select(Enrolment).where(Enrolment.person_id == house.people[name])).one()


def record(session, house, score: Fraction, source: str, *, passed: bool = False) -> None:
    record_outcome(
        session,
        house.clock(),
        own_enrolment(session, house).id,
        kind="quiz",
        key="migration-policy",
        score=score,
        passed=passed,
        source=source,
    )


def test_one_source_gives_one_outcome(house):
    with house.unit() as session:
        record(session, house, Fraction(1, 3), "attempt:7")
    with pytest.raises(IntegrityError), house.unit() as session:
        record(session, house, Fraction(1), "attempt:7", passed=True)
    with house.look() as session:
        (row,) = session.scalars(select(Outcome))
        assert (row.score, row.passed) == (Fraction(1, 3), False)


def test_each_submission_is_one_outcome_of_its_attempt(house):
    olga = house.browser("olga")
    sources = []
    for rightly in (False, True):
        attempt = house.pass_quiz(olga, rightly=rightly)
        sources.append(f"attempt:{attempt}")
        olga.post(f"/attempts/{attempt}/submission")
        house.clock.forward(minutes=31)
    with house.look() as session:
        rows = session.scalars(select(Outcome).order_by(Outcome.id)).all()
        assert [row.source for row in rows] == sources
        assert [row.passed for row in rows] == [False, True]
        assert rows[1].score == 1


def test_the_best_result_counts_and_a_later_worse_one_changes_nothing(house):
    for score in (Fraction(1, 2), Fraction(11, 12), Fraction(1, 3)):
        with house.unit() as session:
            record(session, house, score, f"attempt:{score}", passed=score > Fraction(7, 10))
    with house.look() as session:
        number = own_enrolment(session, house).id
        best = counting_results(session, house.catalogue.quizzes, [number])[number]["migration-policy"]
        assert (best.score, best.passed) == (Fraction(11, 12), True)


def test_enrolling_twice_gives_the_same_enrolment(house):
    package = house.catalogue.package.key
    ada, place = house.browser("ada"), f"/manage/people/{house.people['olga']}/enrolments"
    for _ in range(2):
        assert ada.post(place, event="autumn").status_code == 303
    with house.look() as session:
        rows = session.scalars(select(Enrolment).where(Enrolment.person_id == house.people["olga"])).all()
        assert sorted(row.event.code for row in rows) == ["autumn", "spring"]
        assert {row.package for row in rows} == {package}


def test_a_dated_event_counts_before_self_study(house):
    package = house.catalogue.package.key
    with house.unit() as session:
        olga = house.person(session, "olga")
        enrol(session, MACHINE, house.clock(), olga, package, house.event(session, SELF_STUDY))
    with house.look() as session:
        actor = house.person(session, "olga").as_actor()
        assert find_enrolment(session, actor, package).event.code == "spring"
