"""Whether an official can start an attempt now, and why not. PURE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from course.assessment.sittings import Sitting
from course.assessment.terms import USUAL, Terms
from course.assessment.windows import ELSEWHERE, Openness
from course.base.errors import N_
from course.content.catalogue import Quiz
from course.learning.counting import Counted, counted


@dataclass(frozen=True)
class Past:
    """One attempt so far."""

    number: int
    ended_at: datetime | None
    """None while it is open."""
    passed: bool = False
    score: Fraction | None = None
    """None while it is open, and for one that was not submitted in time."""


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
    handed_in: bool = True
    """Something was submitted, if anything was started."""
    terms: Terms = USUAL
    closing: str = ""
    """Why it cannot be started as far as opening and closing go."""
    opens_at: datetime | None = None
    """When it opens, if it is not open yet."""

    @property
    def sitting(self) -> Sitting | None:
        """When the test is open to this official; None in self-study, where nobody sits one."""
        return self.terms.sitting

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
        if self.left == 0 and self.is_test and self.handed_in:
            return N_("You have handed in this test.")
        if self.left == 0:
            return N_("You have used all your attempts. Talk to your trainer.")
        if self.is_test and self.sitting is None:
            return N_("The two tests belong to a training event. In self-study you need none of them.")
        if self.closing:
            return self.closing
        if self.next_at is not None:
            return N_("The wait between two attempts is still running.")
        return ELSEWHERE if self.terms.is_elsewhere else ""


def standing(quiz: Quiz, past: Sequence[Past], now: datetime, terms: Terms = USUAL) -> Standing:
    """Where an official with these attempts stands at `now`; a test needs the sitting in its `terms`."""
    running = next((attempt.number for attempt in past if attempt.ended_at is None), None)
    ended = [attempt.ended_at for attempt in past if attempt.ended_at is not None]
    ready_at = max(ended) + quiz.wait if ended else None
    waiting = ready_at is not None and ready_at > now
    return Standing(
        left=max(0, quiz.attempts + terms.extra.attempts - len(past)),
        open_number=running,
        passed=_has_passed(quiz, past),
        next_at=ready_at if waiting else None,
        is_test=quiz.is_test,
        handed_in=not ended or any(attempt.score is not None for attempt in past),
        terms=terms,
        closing=terms.closing(now),
        opens_at=terms.opens_at if terms.openness(now) is Openness.BEFORE else None,
    )


def _has_passed(quiz: Quiz, past: Sequence[Past]) -> bool:
    if quiz.score != "average":
        return any(attempt.passed for attempt in past)
    scored = [Counted(attempt.score, attempt.passed) for attempt in past if attempt.score is not None]
    found = counted(quiz.score, scored, quiz.pass_mark)
    return found is not None and found.passed is True
