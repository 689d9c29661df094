"""What one official is granted beyond the rules: extra time, extra attempts. PURE.

Of several accommodations that apply to one official and quiz, the largest counts; they do not add up. Nobody
grants one to themself: what a person has given applies to everybody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Granted:
    """One accommodation that is in force, as plain values."""

    enrolment_id: int | None
    """None unless for one official."""
    country: str | None
    """None unless for a delegation; without either it is for everyone at the event."""
    occasion: str | None
    """None for every quiz."""
    minutes: int
    attempts: int
    by: int | None
    """Who gave it."""

    def is_for(self, enrolment_id: int, person_id: int, country: str | None, occasion: str) -> bool:
        return (
            self.enrolment_id in (None, enrolment_id)
            and self.country in (None, country)
            and self.occasion in (None, occasion)
            and self.by != person_id
        )


@dataclass(frozen=True)
class Extra:
    """What counts for one official at one quiz."""

    time: timedelta = timedelta()
    attempts: int = 0


def largest(granted: Iterable[Granted]) -> Extra:
    """Of those that apply: the most minutes, and the most attempts, each for itself."""
    found = list(granted)
    minutes = max((one.minutes for one in found), default=0)
    return Extra(timedelta(minutes=minutes), max((one.attempts for one in found), default=0))
