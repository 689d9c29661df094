"""Pre-test and post-test of an event: which of the two forms is whose, and when each is open. PURE.

Half of the officials sit form A before the course and form B after it, the other half the other way round,
so that a difference between the forms does not look like learning (counterbalanced design: Campbell and
Stanley, Experimental and Quasi-Experimental Designs for Research, 1963).
"""

from dataclasses import dataclass
from datetime import datetime

from course.base.errors import N_

FORMS = ("test-a", "test-b")
TEST_NAMES = {True: N_("Pre-test"), False: N_("Post-test")}
"""What officials call a form, by whether it is their first."""


@dataclass(frozen=True)
class LastDay:
    """The last day of an event, by its own time zone: the post-test has it."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Sitting:
    """One form as one official meets it."""

    form: str
    is_first: bool
    """The pre-test; the other one is the post-test."""
    opens_at: datetime | None
    """None when it was open from the beginning."""
    closes_at: datetime
    can_start: bool
    disclosed: bool
    """Both forms are closed: answers and key may be seen."""

    @property
    def name(self) -> str:
        return TEST_NAMES[self.is_first]

    @property
    def reason(self) -> str:
        """Why it cannot be started, as a sentence; empty when it can."""
        if self.can_start:
            return ""
        if self.is_first:
            return N_("The pre-test is closed: the post-test has begun.")
        if self.disclosed:
            return N_("The post-test is closed.")
        return N_("The post-test is not open yet.")


def order(seed: int) -> tuple[str, str]:
    """The form for before the course and the one for after it; `seed` is the enrolment's."""
    return (FORMS[0], FORMS[1]) if seed % 2 == 0 else (FORMS[1], FORMS[0])


def sittings_at(seed: int, last_day: LastDay, now: datetime) -> tuple[Sitting, Sitting]:
    """Pre-test until the last day begins, post-test on the last day, answers afterwards."""
    first, second = order(seed)
    begun, ended = now >= last_day.begins_at, now >= last_day.ends_at
    return (
        Sitting(first, True, None, last_day.begins_at, not begun, ended),
        Sitting(second, False, last_day.begins_at, last_day.ends_at, begun and not ended, ended),
    )
