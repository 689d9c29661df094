"""Under which conditions one enrolment meets one quiz: its sitting, the event's window, accommodations. PURE."""

from dataclasses import dataclass, field
from datetime import datetime

from course.assessment.accommodations import Extra
from course.assessment.sittings import Sitting
from course.assessment.windows import UNARRANGED, Openness, Window
from course.base.errors import N_


@dataclass(frozen=True)
class Terms:
    sitting: Sitting | None = None
    """For a test only; None where nobody sits one."""
    window: Window = UNARRANGED
    extra: Extra = field(default_factory=Extra)
    is_elsewhere: bool = False
    """The browser is not in a network that the window names."""

    @property
    def opens_at(self) -> datetime | None:
        return self.sitting.opens_at if self.sitting else self.window.opens_at

    @property
    def closes_at(self) -> datetime | None:
        """The moment at which every attempt ends, also one with extra time."""
        return self.sitting.closes_at if self.sitting else self.window.closes_at

    def openness(self, now: datetime) -> Openness:
        return self.sitting.openness if self.sitting else self.window.openness(now)

    def closing(self, now: datetime) -> str:
        """Why nothing can be started at `now` as far as opening and closing go; empty when it can."""
        if self.sitting:
            return self.sitting.reason
        if self.window.openness(now) is Openness.BEFORE:
            return N_("This quiz is not open yet.")
        return N_("This quiz is closed.") if self.window.openness(now) is Openness.AFTER else ""


USUAL = Terms()
"""Nothing arranged, no test."""
