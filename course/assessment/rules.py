"""Whether an official can start an attempt now, and why not. PURE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from course.assessment.sittings import Sitting
from course.base.errors import N_
from course.content.catalogue import Quiz


@dataclass(frozen=True)
class Past:
    """One attempt so far."""

    number: int
    submitted_at: datetime | None
    passed: bool = False


@dataclass(frozen=True)
class Standing:
    """Where an official stands with a quiz."""

    left: int
    """Attempts not yet used."""
    open_number: int | None
    """Number of the attempt that is still running."""
    passed: bool
    next_at: datetime | None
    """When the next attempt may start, if a wait is running."""
    is_test: bool = False
    sitting: Sitting | None = None
    """When the test is open to this official; None in self-study, where nobody sits one."""

    @property
    def can_start(self) -> bool:
        return not self.reason

    @property
    def closed(self) -> bool:
        """The key may be shown: no further attempt can be made; at a test, both forms are closed."""
        if self.is_test:
            return self.sitting is not None and self.sitting.disclosed
        return self.passed or (self.left == 0 and self.open_number is None)

    @property
    def reason(self) -> str:
        """Why no attempt can be started, as a sentence; empty when one can."""
        if self.passed:
            return N_("You have passed this quiz. There is nothing more to do here.")
        if self.open_number is not None:
            return N_("An attempt is still open. Go on with it.")
        if self.left == 0 and self.is_test:
            return N_("You have handed in this test.")
        if self.left == 0:
            return N_("You have used all your attempts. Talk to your trainer.")
        if self.next_at is not None:
            return N_("The wait between two attempts is still running.")
        if self.is_test and self.sitting is None:
            return N_("The two tests belong to a training event. In self-study you need none of them.")
        return self.sitting.reason if self.sitting else ""


def standing(quiz: Quiz, past: Sequence[Past], now: datetime, sitting: Sitting | None = None) -> Standing:
    """Where an official with these attempts stands at `now`; a test needs its `sitting`."""
    running = next((attempt.number for attempt in past if attempt.submitted_at is None), None)
    ended = [attempt.submitted_at for attempt in past if attempt.submitted_at is not None]
    ready_at = max(ended) + quiz.wait if ended else None
    waiting = ready_at is not None and ready_at > now
    return Standing(
        left=max(0, quiz.attempts - len(past)),
        open_number=running,
        passed=any(attempt.passed for attempt in past),
        next_at=ready_at if waiting else None,
        is_test=quiz.is_test,
        sitting=sitting,
    )
