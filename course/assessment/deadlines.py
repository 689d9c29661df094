"""When an attempt ends, and what may still be done with it afterwards. PURE; the server's clock alone counts.

The deadline is the end of the time limit plus the extra time of the official, and never later than the closing
moment, which is the same for everyone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from course.content.catalogue import Quiz

TOLERANCE = timedelta(seconds=30)
"""An answer given in time may arrive so much later: a slow link is not the official's fault."""


class Phase(StrEnum):
    RUNNING = "running"
    LATE = "late"
    """Within the tolerance: what was given in time is still taken."""
    GRACE = "grace"
    """Nothing more is taken; the attempt may still be submitted."""
    OVER = "over"


@dataclass(frozen=True)
class Ending:
    """How one attempt ends; all moments None for one that has no deadline."""

    deadline_at: datetime | None
    over_at: datetime | None
    """After this moment the attempt is settled as it stands."""
    counts_at: datetime | None
    """The moment that is written down for an end that nobody asked for."""
    is_abandoned: bool
    """Whether it then counts as not submitted."""

    def phase(self, now: datetime) -> Phase:
        if self.deadline_at is None or self.over_at is None or now <= self.deadline_at:
            return Phase.RUNNING
        if now > self.over_at:
            return Phase.OVER
        return Phase.LATE if now <= self.deadline_at + TOLERANCE else Phase.GRACE

    def is_over(self, now: datetime) -> bool:
        return self.phase(now) is Phase.OVER

    def submitted_at(self, now: datetime) -> datetime:
        """The moment that is written down for a submission at `now`: one in the tolerance was in time."""
        return self.deadline_at if self.deadline_at and self.phase(now) is Phase.LATE else now


def ending(quiz: Quiz, deadline_at: datetime | None) -> Ending:
    """How an attempt at `quiz` with this deadline ends."""
    if deadline_at is None:
        return Ending(None, None, None, is_abandoned=False)
    # Without grace this is the deadline itself; the tolerance then ends it.
    last_at = deadline_at + quiz.grace
    return Ending(
        deadline_at,
        max(last_at, deadline_at + TOLERANCE),
        last_at,
        is_abandoned=quiz.overdue != "submit",
    )


def deadline(limit_at: datetime | None, extra: timedelta, closes_at: datetime | None) -> datetime | None:
    """The end of an attempt. `limit_at`: the end of its time limit without extra time."""
    ends = [limit_at + extra] if limit_at else []
    if closes_at:
        ends.append(closes_at)
    return min(ends, default=None)


def moved(old: datetime | None, new: datetime | None, now: datetime) -> datetime | None:
    """The deadline of a running attempt whose conditions change at `now`: time that has passed stays given.

    A `new` one before `now` ends the attempt at `now`, or leaves it where it was when that has passed already.
    """
    if new is None or new >= now:
        return new
    return min(old, now) if old else now


def seconds_left(deadline_at: datetime | None, now: datetime) -> int | None:
    """Whole seconds until the deadline, at least 0; None without one."""
    return None if deadline_at is None else max(0, int((deadline_at - now).total_seconds()))
