"""When an attempt ends and what may still be done: to the second, by table."""

from datetime import UTC, datetime, timedelta

import pytest

from course.assessment.deadlines import TOLERANCE, Phase, deadline, ending, moved, seconds_left
from tests.assessment.quizzes import quiz

END = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def limited(overdue: str, grace: int = 0):
    return quiz({"cats": 1}, {"cats": 1}, overdue=overdue, grace=grace * MINUTE)


PHASES = [
    # seconds after the deadline, with submit or abandon, with five minutes of grace
    (-86_400, Phase.RUNNING, Phase.RUNNING),
    (-1, Phase.RUNNING, Phase.RUNNING),
    (0, Phase.RUNNING, Phase.RUNNING),
    (0.001, Phase.LATE, Phase.LATE),
    (1, Phase.LATE, Phase.LATE),
    (30, Phase.LATE, Phase.LATE),
    (30.001, Phase.OVER, Phase.GRACE),
    (31, Phase.OVER, Phase.GRACE),
    (300, Phase.OVER, Phase.GRACE),
    (300.001, Phase.OVER, Phase.OVER),
    (86_400, Phase.OVER, Phase.OVER),
]


@pytest.mark.parametrize(("seconds", "plain", "with_grace"), PHASES)
def test_the_phase_of_an_attempt_at_a_moment(seconds, plain, with_grace):
    now = END + timedelta(seconds=seconds)
    assert ending(limited("submit"), END).phase(now) is plain
    assert ending(limited("abandon"), END).phase(now) is plain
    assert ending(limited("grace", 5), END).phase(now) is with_grace
    assert ending(limited("submit"), None).phase(now) is Phase.RUNNING


def test_the_tolerance_is_half_a_minute():
    assert timedelta(seconds=30) == TOLERANCE


def test_only_submit_leaves_a_score_and_its_moment_is_the_deadline():
    assert (ending(limited("submit"), END).counts_at, ending(limited("submit"), END).is_abandoned) == (
        END,
        False,
    )
    assert (ending(limited("abandon"), END).counts_at, ending(limited("abandon"), END).is_abandoned) == (
        END,
        True,
    )
    grace = ending(limited("grace", 5), END)
    assert (grace.counts_at, grace.is_abandoned) == (END + 5 * MINUTE, True)


@pytest.mark.parametrize(("seconds", "counts"), [(-60, -60), (0, 0), (20, 0), (30, 0), (31, 31), (200, 200)])
def test_a_submission_delivered_in_the_tolerance_was_in_time_and_one_in_grace_was_not(seconds, counts):
    now = END + timedelta(seconds=seconds)
    assert ending(limited("grace", 5), END).submitted_at(now) == END + timedelta(seconds=counts)


DEADLINES = [
    # end of the limit, extra minutes, closing: the deadline; all in minutes
    (None, 0, None, None),
    (None, 15, None, None),
    (None, 0, 90, 90),
    (None, 15, 90, 90),
    (45, 0, None, 45),
    (45, 15, None, 60),
    (45, 0, 90, 45),
    (45, 15, 90, 60),
    (45, 15, 50, 50),
    (45, 0, 30, 30),
    (45, 60, 30, 30),
]


@pytest.mark.parametrize(("limit", "extra", "closes", "ends"), DEADLINES)
def test_the_deadline_is_the_limit_with_extra_time_and_never_after_the_closing(limit, extra, closes, ends):
    def at(minutes):
        return None if minutes is None else END + minutes * MINUTE

    assert deadline(at(limit), extra * MINUTE, at(closes)) == at(ends)


MOVES = [
    # old and new deadline in minutes from now: what it becomes
    (10, 25, 25),
    (10, None, None),
    (None, 25, 25),
    (10, 5, 5),
    (10, 0, 0),
    (10, -5, 0),
    (None, -5, 0),
    (-0.2, 15, 15),
    (-0.2, -5, -0.2),
]


@pytest.mark.parametrize(("old", "new", "becomes"), MOVES)
def test_a_change_takes_no_time_away_that_has_passed(old, new, becomes):
    def at(minutes):
        return None if minutes is None else END + minutes * MINUTE

    assert moved(at(old), at(new), END) == at(becomes)


def test_what_is_left_is_whole_seconds_and_never_less_than_none():
    assert seconds_left(None, END) is None
    assert seconds_left(END, END - timedelta(seconds=59.9)) == 59
    assert seconds_left(END, END + MINUTE) == 0
