"""Pre-test and post-test: whose form is which, when each is open, and when the answers are shown."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from course.assessment.models import Attempt, Submission
from course.assessment.sittings import FORMS, LastDay, order, sittings_at
from course.learning.models import Enrolment, Outcome

LAST_DAY = LastDay(datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC))


def at(hours: float, seed: int = 0):
    return sittings_at(seed, LAST_DAY, LAST_DAY.begins_at + timedelta(hours=hours))


def test_half_of_the_officials_meet_form_a_first():
    chance = random.Random(2015)
    first = Counter(order(chance.getrandbits(62))[0] for _ in range(4000))
    assert 1880 < first["test-a"] < 2120


def test_everybody_meets_both_forms_and_neither_twice():
    assert all(sorted(order(seed)) == sorted(FORMS) for seed in range(10))


@pytest.mark.parametrize(
    ("hours", "pre", "post", "disclosed"),
    [
        (-48, True, False, False),
        (-0.001, True, False, False),
        (0, False, True, False),
        (23.999, False, True, False),
        (24, False, False, False),
        (24.008, False, False, False),
        (24.009, False, False, True),
    ],
)
def test_the_pre_test_ends_where_the_post_test_begins_and_answers_come_when_both_are_over(
    hours, pre, post, disclosed
):
    first, second = at(hours)
    assert (first.can_start, second.can_start) == (pre, post)
    assert (first.disclosed, second.disclosed) == (disclosed, disclosed)


def test_whoever_cannot_start_is_told_why_and_when():
    assert "not open yet" in at(-48)[1].reason
    assert at(-48)[1].opens_at == LAST_DAY.begins_at
    assert "closed" in at(1)[0].reason
    assert "closed" in at(25)[1].reason


def forms_of(house, name):
    with house.look() as session:
        person = house.people[name]
        seed = session.scalars(select(Enrolment.seed).where(Enrolment.person_id == person)).first()
    return order(seed)


def go_to_last_day(house):
    with house.unit() as session:
        house.event(session).ends_on = house.clock().date()


def test_the_pre_test_is_sat_once_and_shows_neither_score_nor_key(house):
    olga = house.browser("olga")
    pre, post = forms_of(house, "olga")
    assert "Pre-test" in olga.get(f"/quizzes/{pre}/").text
    assert "It opens on" in olga.get(f"/quizzes/{post}/").text
    assert olga.post(f"/quizzes/{post}/attempts").status_code == 409
    attempt = house.pass_quiz(olga, quiz=pre)
    page = olga.get(f"/attempts/{attempt}/result").text
    assert "You have handed in this test." in page
    assert "100" not in page
    assert "Right answer" not in page
    assert olga.post(f"/quizzes/{pre}/attempts").status_code == 409
    with house.look() as session:
        assert session.scalars(select(Submission.passed)).one() is None
        outcome = session.scalars(select(Outcome)).one()
        assert (outcome.kind, outcome.key, outcome.score, outcome.passed) == ("test", pre, 1, None)


def test_answers_are_shown_after_the_last_day_by_the_clock_of_the_event(house):
    olga = house.browser("olga")
    pre, post = forms_of(house, "olga")
    attempt = house.pass_quiz(olga, quiz=pre, rightly=False)
    go_to_last_day(house)
    house.clock.forward(minutes=1)
    assert "Right answer" not in olga.get(f"/attempts/{attempt}/result").text
    assert olga.post(f"/quizzes/{post}/attempts").status_code == 303
    house.clock.forward(hours=24, minutes=1)
    olga = house.browser("olga")
    assert "Right answer" in olga.get(f"/attempts/{attempt}/result").text


def test_a_test_has_its_time_and_never_runs_beyond_its_day(house):
    olga = house.browser("olga")
    pre, post = forms_of(house, "olga")
    started = house.start(olga, pre)
    with house.look() as session:
        attempt = session.get_one(Attempt, started)
        assert attempt.deadline_at == attempt.started_at + timedelta(minutes=45)
        assert len(attempt.questions) == 30
    go_to_last_day(house)
    house.clock.forward(hours=6.75)  # 23:45 in Almaty
    olga = house.browser("olga")
    late = house.start(olga, post)
    with house.look() as session:
        attempt = session.get_one(Attempt, late)
        assert attempt.deadline_at - attempt.started_at == timedelta(minutes=15)


def test_the_two_forms_have_no_question_in_common(house):
    one, other = ({question.key for question in house.catalogue.quizzes[form].pool} for form in FORMS)
    assert one & other == set()


def test_in_self_study_there_are_no_tests(sqlite_house):
    """Their questions are reserved for events; whoever studies alone is asked for nothing."""
    house = sqlite_house
    with house.unit() as session:
        enrolment = session.scalars(
            select(Enrolment).where(Enrolment.person_id == house.people["olga"])
        ).one()
        enrolment.event = house.event(session, "self-study")
    olga = house.browser("olga")
    assert "belong to a training event" in olga.get("/quizzes/test-a/").text
    assert olga.post("/quizzes/test-a/attempts").status_code == 409
    assert "Pre-test" not in olga.get("/").text


def test_the_start_page_proposes_the_pre_test_until_reading_has_begun(sqlite_house):
    house = sqlite_house
    olga = house.browser("olga")
    pre, _ = forms_of(house, "olga")
    assert f'class="btn btn-primary" href="/quizzes/{pre}/"' in olga.get("/").text
    olga.post("/modules/orientation/lessons/start-here/completion")
    assert f'class="btn btn-primary" href="/quizzes/{pre}/"' not in olga.get("/").text
