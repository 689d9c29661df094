"""Windows, passwords, networks and accommodations: who may, when they hold, what they say."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from course.assessment.accommodations import Granted, largest
from course.assessment.arrangements import Grant, add_accommodation
from course.assessment.models import Accommodation, Attempt, QuizWindow
from course.assessment.sittings import OCCASIONS, LastDay, order, sittings_at
from course.assessment.windows import Openness, Window, read_networks
from course.base.audit import AuditEntry
from course.base.errors import Refused
from course.learning.models import Enrolment
from tests.assessment.quizzes import rewrite
from tests.house import NOON, House
from tests.racing import wait_until_somebody_waits

QUIZ = "migration-policy"
WINDOW = f"/events/spring/quizzes/{QUIZ}"
GRANTS = "/events/spring/accommodations"
HOUR = timedelta(hours=1)


def limited(house, minutes: int = 20, **changes) -> None:
    rewrite(house, QUIZ, time_limit=timedelta(minutes=minutes), **changes)


def deadline_of(house, attempt: int) -> datetime | None:
    with house.look() as session:
        return session.get_one(Attempt, attempt).deadline_at


def local(moment: datetime) -> str:
    """As the form of the event in Almaty takes it."""
    return (moment + 5 * HOUR).strftime("%Y-%m-%dT%H:%M")


def arrange(house, browser=None, key: str = QUIZ, **fields):
    answer = (browser or house.browser("tomas")).post(f"/events/spring/quizzes/{key}", **fields)
    assert answer.status_code == 303, answer.text
    return answer


def enrolment_of(house, name: str) -> int:
    with house.look() as session:
        return session.scalars(select(Enrolment.id).where(Enrolment.person_id == house.people[name])).one()


def grant(house, whom: str, browser=None, **fields):
    answer = (browser or house.browser("tomas")).post(
        GRANTS, **{"whom": whom, "occasion": "", "reason": "Reads with a magnifier.", **fields}
    )
    assert answer.status_code == 303, answer.text


# windows, pure


@pytest.mark.parametrize(
    ("opens", "closes", "now", "found"),
    [
        (None, None, 0, Openness.OPEN),
        (0, None, -1, Openness.BEFORE),
        (0, None, 0, Openness.OPEN),
        (None, 0, -1, Openness.OPEN),
        (None, 0, 0, Openness.AFTER),
        (-1, 1, 0, Openness.OPEN),
        (1, 2, 3, Openness.AFTER),
    ],
)
def test_a_window_is_open_from_its_first_moment_and_not_at_its_last(opens, closes, now, found):
    def at(hours):
        return None if hours is None else NOON + hours * HOUR

    assert Window(at(opens), at(closes)).openness(at(now)) is found


@pytest.mark.parametrize(
    ("networks", "address", "admitted"),
    [
        ((), "", True),
        (("192.168.1.0/24",), "192.168.1.77", True),
        (("192.168.1.0/24",), "::ffff:192.168.1.77", True),
        (("192.168.1.0/24",), "192.168.2.77", False),
        (("192.168.1.0/24", "2001:db8::/32"), "2001:db8::1", True),
        (("192.168.1.0/24",), "", False),
        (("192.168.1.0/24",), "192.168.1.77, 10.0.0.1", False),
        (("0.0.0.0/0",), "2001:db8::1", False),
    ],
)
def test_a_network_admits_its_own_addresses(networks, address, admitted):
    assert Window(networks=networks).admits(address) is admitted


def test_ranges_are_read_from_lines_and_written_in_one_form():
    typed = " 192.168.1.7/24,\n10.0.0.1\n2001:DB8::/32 10.0.0.1/32"
    assert read_networks(typed) == ("192.168.1.0/24", "10.0.0.1/32", "2001:db8::/32")
    for wrong in ("10.0.0.300", "10.0.0.0/33", "the room", "10.0.0.0-10.0.0.9"):
        with pytest.raises(Refused, match=r"192\.168\.1\.0/24"):
            read_networks(wrong)
    with pytest.raises(Refused):
        read_networks(" ".join(f"10.0.0.{number}" for number in range(51)))


def test_the_tests_take_their_windows_and_show_answers_when_the_last_one_has_closed():
    day = LastDay(NOON, NOON + 24 * HOUR)
    windows = {
        "pre-test": Window(NOON - 2 * HOUR, NOON - HOUR),
        "post-test": Window(closes_at=NOON + 3 * HOUR),
    }

    def at(hours):
        return sittings_at(0, day, NOON + hours * HOUR, windows)

    assert [one.openness for one in at(-3)] == [Openness.BEFORE, Openness.BEFORE]
    assert [one.openness for one in at(-1.5)] == [Openness.OPEN, Openness.BEFORE]
    assert [one.openness for one in at(-0.5)] == [Openness.AFTER, Openness.BEFORE]
    assert [one.openness for one in at(1)] == [Openness.AFTER, Openness.OPEN]
    assert [one.disclosed for one in at(3)] == [False, False]
    assert [one.disclosed for one in at(3.1)] == [True, True]
    assert "pre-test is not open" in at(-3)[0].reason


# windows, on the site


def test_outside_its_window_a_quiz_cannot_be_started_and_says_when(house):
    olga, tomas = house.browser("olga"), house.browser("tomas")
    arrange(house, tomas, opens_at=local(NOON + HOUR), closes_at=local(NOON + 2 * HOUR))
    page = olga.get(f"/quizzes/{QUIZ}/").text
    assert "This quiz is not open yet. It opens on 23 November 2026, 18:00 (Almaty)." in page
    assert olga.post(f"/quizzes/{QUIZ}/attempts").status_code == 409
    assert "Opens: 23 November 2026, 18:00" in tomas.get("/events/spring/quizzes").text
    house.clock.forward(hours=1)
    attempt = house.start(olga)
    assert deadline_of(house, attempt) == NOON + 2 * HOUR
    house.clock.forward(hours=1)
    assert "This quiz is closed." in house.browser("askar").get(f"/quizzes/{QUIZ}/").text
    assert house.browser("askar").post(f"/quizzes/{QUIZ}/attempts").status_code == 409
    elsewhere = house.browser("bahor").post(f"/quizzes/{QUIZ}/attempts")
    assert elsewhere.status_code == 303, "another event has its own windows"


def test_a_closing_moment_ends_running_attempts_at_once_and_takes_no_time_that_has_passed(house):
    limited(house, 60)
    attempt = house.start(house.browser("olga"))
    assert deadline_of(house, attempt) == NOON + HOUR
    arrange(house, closes_at=local(NOON + HOUR / 2))
    assert deadline_of(house, attempt) == NOON + HOUR / 2
    house.clock.forward(minutes=10)
    arrange(house, closes_at=local(NOON + HOUR / 12))
    assert deadline_of(house, attempt) == NOON + HOUR / 6, "closed in the past ends it now"
    arrange(house)
    assert deadline_of(house, attempt) == NOON + HOUR
    house.clock.forward(minutes=51)
    arrange(house, closes_at=local(NOON + 4 * HOUR))
    assert deadline_of(house, attempt) == NOON + HOUR, "what is over stays over"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"opens_at": "tomorrow"}, "Write day and time like"),
        ({"opens_at": "0001-01-01T00:00"}, "Write day and time like"),
        ({"opens_at": "2026-11-24T09:30+05:00"}, "Write day and time like"),
        ({"opens_at": "2026-11-24T09:30", "closes_at": "2026-11-24T09:30"}, "close before it opens"),
        ({"password": "short"}, "6 to 100 characters"),
        ({"networks": "the room"}, "no range of addresses"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(sqlite_house, fields, word):
    answer = sqlite_house.browser("tomas").post(WINDOW, **fields)
    assert answer.status_code == 422
    assert word in answer.text
    with sqlite_house.look() as session:
        assert session.scalars(select(QuizWindow)).all() == []


def test_a_post_test_that_opens_after_its_day_needs_a_closing_moment(sqlite_house):
    tomas = sqlite_house.browser("tomas")
    late = local(NOON + 72 * HOUR)
    assert tomas.post("/events/spring/quizzes/post-test", opens_at=late).status_code == 422
    arrange(sqlite_house, tomas, "post-test", opens_at=late, closes_at=local(NOON + 80 * HOUR))


def test_the_pre_test_of_either_half_has_one_window(house):
    with house.look() as session:
        seeds = dict(session.execute(select(Enrolment.person_id, Enrolment.seed)).all())
    for name in ("olga", "askar"):
        browser = house.browser(name)
        first = order(seeds[house.people[name]])[0]
        arrange(house, key=OCCASIONS[True], opens_at=local(house.clock() + HOUR))
        assert "The pre-test is not open yet." in browser.get(f"/quizzes/{first}/").text
        assert browser.post(f"/quizzes/{first}/attempts").status_code == 409
        assert "The pre-test is not open yet." in browser.get("/").text
        arrange(house, key=OCCASIONS[True])
        assert browser.post(f"/quizzes/{first}/attempts").status_code == 303


def test_a_password_opens_the_start_is_kept_as_a_hash_and_can_be_taken_away(house):
    olga, tomas = house.browser("olga"), house.browser("tomas")
    arrange(house, tomas, password="чинара 2026")
    assert 'type="password"' in olga.get(f"/quizzes/{QUIZ}/").text
    for wrong in ({}, {"password": ""}, {"password": "chinara"}):
        answer = olga.post(f"/quizzes/{QUIZ}/attempts", **wrong)
        assert answer.status_code == 422
        assert "not the password of this quiz" in answer.text
    with house.look() as session:
        kept = session.scalars(select(QuizWindow.password_hash)).one()
        assert kept.startswith("$argon2id$")
        trail = [str(row.after) + str(row.before) for row in session.scalars(select(AuditEntry))]
        assert not any("чинара" in text or "argon2" in text for text in trail)
    assert "чинара" not in tomas.get(WINDOW).text
    arrange(house, tomas, opens_at=local(NOON - HOUR))
    attempt = olga.post(f"/quizzes/{QUIZ}/attempts", password="чинара 2026").location
    assert re.fullmatch(r"/attempts/\d+/questions/1", attempt)
    assert olga.post(f"/quizzes/{QUIZ}/attempts").location == attempt, "to go on nobody is asked again"
    arrange(house, tomas, no_password="y")
    assert house.browser("askar").post(f"/quizzes/{QUIZ}/attempts").status_code == 303


def test_guessing_a_password_is_slowed_down_for_one_person_and_not_for_the_room(sqlite_house):
    house = sqlite_house
    arrange(house, password="чинара 2026")
    olga = house.browser("olga")
    said = [olga.post(f"/quizzes/{QUIZ}/attempts", password=f"guess {n}").status_code for n in range(12)]
    assert said == [422] * 10 + [429] * 2
    assert olga.post(f"/quizzes/{QUIZ}/attempts", password="чинара 2026").status_code == 429
    assert house.browser("askar").post(f"/quizzes/{QUIZ}/attempts", password="чинара 2026").status_code == 303


def test_from_another_network_nothing_is_started_read_or_answered_but_it_can_be_submitted(house):
    olga = house.browser("olga")
    attempt = house.start(olga)
    arrange(house, networks="10.1.0.0/16")
    page = f"/attempts/{attempt}/questions/1"
    assert "networks that the trainers have named" in olga.get(page).text
    assert olga.post(page, sequence="0").status_code == 409
    assert olga.put(f"/attempts/{attempt}/answers/1", {"sequence": 0, "fields": {}}).status_code == 409
    assert "networks that the trainers" in house.browser("askar").get(f"/quizzes/{QUIZ}/").text
    assert house.browser("askar").post(f"/quizzes/{QUIZ}/attempts").status_code == 409
    inside = {"REMOTE_ADDR": "10.1.2.3"}
    assert olga.get(page, environ_overrides=inside).status_code == 200
    claimed = olga.get(page, headers={"X-Forwarded-For": "10.1.2.3"})
    assert claimed.status_code == 409, "what a browser claims is not its address"
    assert olga.post(f"/attempts/{attempt}/submission").status_code == 303


# accommodations


def test_the_largest_that_applies_counts_and_they_do_not_add_up():
    def one(minutes, attempts=0, **whom):
        values = {"enrolment_id": None, "country": None, "occasion": None, "by": 9, **whom}
        return Granted(minutes=minutes, attempts=attempts, **values)

    given = [
        one(10),
        one(15, country="KZ"),
        one(5, 2, enrolment_id=1),
        one(60, country="TJ"),
        one(90, occasion="pre-test"),
        one(120, enrolment_id=2),
        one(240, 9, by=7),
    ]

    def found(occasion):
        extra = largest(each for each in given if each.is_for(1, 7, "KZ", occasion))
        return extra.time / timedelta(minutes=1), extra.attempts

    assert found(QUIZ) == (15, 2)
    assert found("pre-test") == (90, 2)
    assert largest([]).time == timedelta()


@pytest.mark.parametrize("whom", ["one", "KZ", "event"])
def test_extra_time_holds_at_once_with_its_reason_and_can_be_withdrawn(house, whom):
    limited(house)
    olga, tomas = house.browser("olga"), house.browser("tomas")
    attempt, other = house.start(olga), house.start(house.browser("bahor"))
    grant(house, str(enrolment_of(house, "olga")) if whom == "one" else whom, tomas, minutes="15")
    assert deadline_of(house, attempt) == NOON + timedelta(minutes=35)
    assert deadline_of(house, other) == NOON + timedelta(minutes=20), "another event"
    assert 'data-seconds="2100"' in olga.get(f"/attempts/{attempt}/questions/1").text
    assert "You have 35 minutes." in olga.get(f"/quizzes/{QUIZ}/").text
    later = house.start(house.browser("askar"))
    everyone = whom in {"KZ", "event"}
    assert deadline_of(house, later) == NOON + timedelta(minutes=35 if everyone else 20)
    page = tomas.get(GRANTS).text
    assert "15 extra minutes" in page
    assert "Reads with a magnifier." in page
    house.clock.forward(minutes=5)
    assert tomas.post(f"{GRANTS}/1/withdrawal").status_code == 303
    assert tomas.post(f"{GRANTS}/1/withdrawal").status_code == 303
    assert deadline_of(house, attempt) == NOON + timedelta(minutes=20)
    with house.look() as session:
        row = session.scalars(select(Accommodation)).one()
        assert (row.withdrawn_at, row.withdrawn_by_id) == (house.clock(), house.people["tomas"])
        trail = session.scalars(select(AuditEntry).where(AuditEntry.action.like("accommodation%"))).all()
        assert [entry.action for entry in trail] == ["accommodation added", "accommodation withdrawn"]
        assert trail[0].after["reason"] == "Reads with a magnifier."
        assert trail[0].actor_id == house.people["tomas"]


def test_a_start_that_waited_for_a_grant_to_be_written_has_the_time_it_gives(house):
    """Neither sees the other's rows before it ends: the start must look again behind the lock."""
    limited(house)
    olga = house.browser("olga")
    olga.token()
    with ThreadPoolExecutor(1) as thread, house.unit() as unit:
        given = Grant(minutes=15, attempts=0, reason="A slow link.")
        tomas = house.person(unit, "tomas").as_actor()
        add_accommodation(unit, tomas, house.clock(), house.catalogue, house.event(unit), given)
        starting = thread.submit(house.start, olga)
        wait_until_somebody_waits(house)
        unit.commit()
        attempt = starting.result(30)
    assert deadline_of(house, attempt) == NOON + timedelta(minutes=35)


def test_extra_time_does_not_reach_beyond_the_closing_moment_and_revives_nothing(house):
    limited(house)
    attempt = house.start(house.browser("olga"))
    arrange(house, closes_at=local(NOON + HOUR / 2))
    grant(house, "event", minutes="60")
    assert deadline_of(house, attempt) == NOON + HOUR / 2
    house.clock.forward(minutes=30, seconds=31)
    grant(house, "event", minutes="120")
    arrange(house)
    assert deadline_of(house, attempt) == NOON + HOUR / 2


def test_an_extra_attempt_opens_the_quiz_again_for_whom_it_was_given(house):
    rewrite(house, QUIZ, attempts=1, wait=timedelta())
    olga = house.browser("olga")
    house.pass_quiz(olga, rightly=False)
    assert olga.post(f"/quizzes/{QUIZ}/attempts").status_code == 409
    grant(house, str(enrolment_of(house, "olga")), attempts="1", occasion=QUIZ)
    house.pass_quiz(olga, rightly=False)
    assert olga.post(f"/quizzes/{QUIZ}/attempts").status_code == 409


def test_nobody_grants_anything_to_themself(house: House):
    limited(house)
    tomas = house.browser("tomas")
    own = str(enrolment_of(house, "tomas"))
    assert f'value="{own}"' not in tomas.get(GRANTS).text
    body = {"whom": own, "occasion": "", "minutes": "15", "reason": "Because."}
    assert tomas.post(GRANTS, **body).status_code == 422
    grant(house, "event", tomas, minutes="15")
    assert deadline_of(house, house.start(tomas)) == NOON + timedelta(minutes=20)
    assert deadline_of(house, house.start(house.browser("olga"))) == NOON + timedelta(minutes=35)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "Write how many minutes or attempts more."),
        ({"minutes": "-5"}, "Write a whole number from 0 to 600."),
        ({"minutes": "601"}, "Write a whole number from 0 to 600."),
        ({"minutes": "٣"}, "Write a whole number from 0 to 600."),
        ({"attempts": "11"}, "Write a whole number from 0 to 10."),
        ({"minutes": "5", "reason": " "}, "Write why, in a sentence."),
        ({"minutes": "5", "whom": ""}, "Choose for whom."),
        ({"minutes": "5", "whom": "XX"}, "This was not accepted yet"),
        ({"minutes": "5", "occasion": "nothing"}, "This was not accepted yet"),
    ],
)
def test_a_grant_that_says_nothing_is_refused_with_what_to_write(sqlite_house, fields, word):
    body = {"whom": "event", "occasion": "", "reason": "A slow link.", **fields}
    answer = sqlite_house.browser("tomas").post(GRANTS, **body)
    assert answer.status_code == 422
    assert word in answer.text
    with sqlite_house.look() as session:
        assert session.scalars(select(Accommodation)).all() == []


def test_somebody_of_another_event_is_nobody_here(sqlite_house):
    far = str(enrolment_of(sqlite_house, "bahor"))
    body = {"whom": far, "occasion": "", "minutes": "5", "reason": "A slow link."}
    assert sqlite_house.browser("tomas").post(GRANTS, **body).status_code == 422


def test_moments_are_of_the_events_clock(sqlite_house):
    arrange(sqlite_house, opens_at="2026-11-24T09:30")
    with sqlite_house.look() as session:
        assert session.scalars(select(QuizWindow.opens_at)).one() == datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
    page = sqlite_house.browser("tomas").get(WINDOW).text
    assert 'value="2026-11-24T09:30' in page
    assert "Asia/Almaty" in page
