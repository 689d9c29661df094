"""What trainers arrange for the quizzes of an event: windows and accommodations.

Every change moves the deadlines of the running attempts that it touches in the same transaction, so that it takes
effect at once. An attempt that is over stays over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course.assessment import arranged
from course.assessment.deadlines import deadline, ending, moved
from course.assessment.models import Accommodation, QuizWindow
from course.assessment.sittings import OCCASIONS, window_of_test
from course.assessment.windows import Window
from course.base import audit
from course.base.access import Actor
from course.base.errors import N_, NotFound, Refused
from course.content.catalogue import Catalogue
from course.events.models import Event
from course.learning.models import Enrolment


@dataclass(frozen=True)
class Grant:
    """What is to be granted, as typed; without enrolment and country it is for everyone at the event."""

    minutes: int
    attempts: int
    reason: str
    enrolment: Enrolment | None = None
    country: str | None = None
    occasion: str | None = None


def set_window(
    session: Session,
    actor: Actor,
    now: datetime,
    catalogue: Catalogue,
    event: Event,
    occasion: str,
    window: Window,
) -> None:
    """Arrange when, where and with which password a quiz of the event is open. Raises Refused, NotFound."""
    if occasion not in arranged.occasions(catalogue, event):
        raise NotFound
    people = _hold(session, event)
    row = session.scalar(
        select(QuizWindow).where(QuizWindow.event_id == event.id, QuizWindow.occasion == occasion)
    )
    _refuse_backward(event, occasion, window)
    before = _as_words(row) if row else None
    if row is None:
        row = QuizWindow(event_id=event.id, occasion=occasion)
        session.add(row)
    row.opens_at, row.closes_at = window.opens_at, window.closes_at
    row.password_hash, row.networks = window.password_hash, list(window.networks)
    session.flush()
    audit.record(
        session,
        actor,
        now,
        "quiz window set",
        f"event:{event.code}",
        before=before,
        after=_as_words(row),
    )
    _move_deadlines(session, now, catalogue, event, people)


def _refuse_backward(event: Event, occasion: str, window: Window) -> None:
    met = window
    if occasion in OCCASIONS.values():
        met = window_of_test(occasion, arranged.last_day_of(event), {occasion: window})
    if met.opens_at and met.closes_at and met.closes_at <= met.opens_at:
        raise Refused(N_("It would close before it opens. Choose a closing moment after the opening one."))


def _as_words(row: QuizWindow) -> dict[str, Any]:
    """For the audit trail; whether there is a password, never which."""
    return {
        "occasion": row.occasion,
        "opens_at": row.opens_at.isoformat() if row.opens_at else None,
        "closes_at": row.closes_at.isoformat() if row.closes_at else None,
        "password": row.password_hash is not None,
        "networks": row.networks,
    }


def add_accommodation(
    session: Session, actor: Actor, now: datetime, catalogue: Catalogue, event: Event, grant: Grant
) -> Accommodation:
    """Grant extra time or attempts. Raises Refused, NotFound."""
    if grant.enrolment and grant.enrolment.event_id != event.id:
        raise NotFound
    if grant.enrolment and grant.enrolment.person_id == actor.id:
        raise Refused(N_("Nobody grants extra time or attempts to themself. Ask another trainer."))
    if grant.occasion is not None and grant.occasion not in arranged.occasions(catalogue, event):
        raise NotFound
    if not grant.minutes and not grant.attempts:
        raise Refused(N_("Write how many minutes or attempts more."))
    people = _hold(session, event)
    made = Accommodation(
        event_id=event.id,
        enrolment_id=grant.enrolment.id if grant.enrolment else None,
        country=grant.country,
        occasion=grant.occasion,
        extra_minutes=grant.minutes,
        extra_attempts=grant.attempts,
        reason=grant.reason,
        added_at=now,
        added_by_id=actor.id or None,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        actor,
        now,
        "accommodation added",
        f"accommodation:{made.id}",
        after={
            "event": event.code,
            "enrolment": made.enrolment_id,
            "country": made.country,
            "occasion": made.occasion,
            "minutes": made.extra_minutes,
            "attempts": made.extra_attempts,
            "reason": made.reason,
        },
    )
    _move_deadlines(session, now, catalogue, event, people)
    return made


def withdraw_accommodation(
    session: Session, actor: Actor, now: datetime, catalogue: Catalogue, event: Event, accommodation_id: int
) -> None:
    """Take it back; what was done in the extra time or attempt stays. Calling it twice is harmless."""
    people = _hold(session, event)
    found = arranged.get_accommodation(session, event, accommodation_id)
    if found.withdrawn_at is not None:
        return
    found.withdrawn_at, found.withdrawn_by_id = now, actor.id or None
    session.flush()
    audit.record(session, actor, now, "accommodation withdrawn", f"accommodation:{found.id}")
    _move_deadlines(session, now, catalogue, event, people)


def _hold(session: Session, event: Event) -> dict[int, Enrolment]:
    """Everyone at the event by id, held as `arranged.hold_enrolment` does, in one order for all."""
    session.execute(select(Event.id).where(Event.id == event.id).with_for_update(key_share=True))
    rows = session.scalars(
        select(Enrolment)
        .where(Enrolment.event_id == event.id)
        .order_by(Enrolment.id)
        .with_for_update(key_share=True, of=Enrolment)
        .options(joinedload(Enrolment.person))
    )
    return {row.id: row for row in rows}


def _move_deadlines(
    session: Session, now: datetime, catalogue: Catalogue, event: Event, people: dict[int, Enrolment]
) -> None:
    windows = arranged.windows_of(session, event.id)
    granted = arranged.granted_at(session, event.id)
    day = arranged.last_day_of(event) if arranged.has_tests(catalogue, event) else None
    for attempt in arranged.hold_open_attempts(session, people):
        quiz = catalogue.quizzes.get(attempt.quiz)
        if quiz is None or ending(quiz, attempt.deadline_at).is_over(now):
            continue
        enrolment = people[attempt.enrolment_id]
        closes_at = arranged.closing_of(windows, enrolment, quiz, day)
        extra: timedelta = arranged.extra_of(granted, enrolment, quiz).time
        met = deadline(attempt.limit_at, extra, closes_at)
        attempt.deadline_at = moved(attempt.deadline_at, met, now)
    session.flush()
