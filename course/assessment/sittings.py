"""Pre-test and post-test of an event: which of the two forms is whose, and when each is open. PURE.

Half of the officials sit form A before the course and form B after it, the other half the other way round,
so that a difference between the forms does not look like learning (counterbalanced design: Campbell and
Stanley, Experimental and Quasi-Experimental Designs for Research, 1963).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from course.assessment.deadlines import TOLERANCE
from course.assessment.windows import UNARRANGED, Openness, Window
from course.base.errors import N_
from course.content.catalogue import Quiz

FORMS = ("test-a", "test-b")
TEST_NAMES = {True: N_("Pre-test"), False: N_("Post-test")}
"""What officials call a form, by whether it is their first."""
OCCASIONS = {True: "pre-test", False: "post-test"}
"""By what name an event arranges a form, by whether it is somebody's first."""


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
    openness: Openness
    disclosed: bool
    """Both forms are closed: answers and key may be seen."""

    @property
    def name(self) -> str:
        return TEST_NAMES[self.is_first]

    @property
    def can_start(self) -> bool:
        return self.openness is Openness.OPEN

    @property
    def reason(self) -> str:
        """Why it cannot be started, as a sentence; empty when it can."""
        if self.openness is Openness.BEFORE:
            return (
                N_("The pre-test is not open yet.") if self.is_first else N_("The post-test is not open yet.")
            )
        if self.openness is Openness.AFTER:
            return N_("The pre-test is closed.") if self.is_first else N_("The post-test is closed.")
        return ""


def order(seed: int) -> tuple[str, str]:
    """The form for before the course and the one for after it; `seed` is the enrolment's."""
    return (FORMS[0], FORMS[1]) if seed % 2 == 0 else (FORMS[1], FORMS[0])


def occasion_of(quiz: Quiz, seed: int) -> str:
    """By what name an event arranges `quiz` for the enrolment with this `seed`.

    The quiz's own key; for a form of the test its place in the course, since each form is the pre-test of one
    half of the officials and the post-test of the other.
    """
    return OCCASIONS[quiz.use == order(seed)[0]] if quiz.is_test else quiz.key


def sittings_at(
    seed: int, last_day: LastDay, now: datetime, windows: Mapping[str, Window] | None = None
) -> tuple[Sitting, Sitting]:
    """Pre-test until the last day begins, post-test on the last day, answers when both have closed.

    `windows`: occasion to what the event has arranged; each moment set there takes the place of the rule's.
    Answers are shown when the last of those who sat in time can have delivered.
    """
    first, second = order(seed)
    pre, post = (window_of_test(OCCASIONS[first], last_day, windows or {}) for first in (True, False))
    disclosed = all(now > window.closes_at + TOLERANCE for window in (pre, post) if window.closes_at)
    return _sitting(first, True, pre, now, disclosed), _sitting(second, False, post, now, disclosed)


def window_of_test(occasion: str, last_day: LastDay, windows: Mapping[str, Window]) -> Window:
    """When the pre-test or post-test is open: as arranged, and by the rule of the last day where nothing is."""
    found = windows.get(occasion, UNARRANGED)
    is_first = occasion == OCCASIONS[True]
    usual_opening = None if is_first else last_day.begins_at
    usual_closing = last_day.begins_at if is_first else last_day.ends_at
    return replace(
        found, opens_at=found.opens_at or usual_opening, closes_at=found.closes_at or usual_closing
    )


def _sitting(form: str, is_first: bool, window: Window, now: datetime, disclosed: bool) -> Sitting:
    assert window.closes_at, "a sitting always closes"
    return Sitting(form, is_first, window.opens_at, window.closes_at, window.openness(now), disclosed)
