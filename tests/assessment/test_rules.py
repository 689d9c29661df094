"""Whether an attempt can be started now, and the reason where it cannot."""

from datetime import UTC, datetime, timedelta

import pytest

from course.assessment.rules import Past, Standing, standing
from tests.assessment.quizzes import quiz

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
QUIZ = quiz({"cats": 1}, {"cats": 1})


def ended(number: int, minutes_ago: float, *, passed: bool = False) -> Past:
    return Past(number, NOW - timedelta(minutes=minutes_ago), passed)


def running(number: int) -> Past:
    return Past(number, None)


TABLE = [
    # past attempts, can start, left, open, closed, a word of the reason
    ([], True, 3, None, False, ""),
    ([running(1)], False, 2, 1, False, "still open"),
    ([ended(1, 10)], False, 2, None, False, "wait"),
    ([ended(1, 29.99)], False, 2, None, False, "wait"),
    ([ended(1, 30)], True, 2, None, False, ""),
    ([ended(1, 600)], True, 2, None, False, ""),
    ([ended(1, 10, passed=True)], False, 2, None, True, "passed"),
    ([ended(1, 600, passed=True)], False, 2, None, True, "passed"),
    ([ended(1, 600), running(2)], False, 1, 2, False, "still open"),
    ([ended(1, 600), ended(2, 10)], False, 1, None, False, "wait"),
    ([ended(1, 10), ended(2, 600)], False, 1, None, False, "wait"),
    ([ended(1, 600), ended(2, 60)], True, 1, None, False, ""),
    ([ended(1, 600), ended(2, 60), running(3)], False, 0, 3, False, "still open"),
    ([ended(1, 600), ended(2, 60), ended(3, 31)], False, 0, None, True, "used all"),
    ([ended(1, 600), ended(2, 60), ended(3, 1)], False, 0, None, True, "used all"),
    ([ended(1, 600), ended(2, 60), ended(3, 1, passed=True)], False, 0, None, True, "passed"),
    ([ended(n, 100 * n) for n in (1, 2, 3, 4)], False, 0, None, True, "used all"),
]


@pytest.mark.parametrize(("past", "can_start", "left", "open_number", "closed", "reason"), TABLE)
def test_where_an_official_stands(past, can_start, left, open_number, closed, reason):
    found = standing(QUIZ, past, NOW)
    assert found.can_start is can_start
    assert (found.left, found.open_number, found.closed) == (left, open_number, closed)
    assert bool(found.reason) is not can_start
    assert reason in found.reason


def test_the_moment_when_the_next_attempt_may_start_is_told():
    found = standing(QUIZ, [ended(1, 10)], NOW)
    assert found.next_at == NOW + timedelta(minutes=20)
    assert standing(QUIZ, [ended(1, 30)], NOW).next_at is None


def test_a_quiz_without_a_wait_can_be_started_again_at_once():
    at_once = quiz({"cats": 1}, {"cats": 1}, wait=timedelta())
    assert standing(at_once, [ended(1, 0)], NOW).can_start


def test_the_key_stays_closed_while_an_attempt_is_open_or_left():
    for past in ([], [running(1)], [ended(1, 60), ended(2, 50), running(3)], [ended(1, 60)]):
        assert not standing(QUIZ, past, NOW).closed


def test_a_standing_with_nothing_against_it_has_no_reason():
    assert Standing(left=1, open_number=None, passed=False, next_at=None).reason == ""
