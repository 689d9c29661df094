"""Looks at what an event has arranged for its quizzes, and at the terms on which one enrolment meets one."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course.assessment.accommodations import Extra, Granted, largest
from course.assessment.models import Abandonment, Accommodation, Attempt, QuizWindow, Submission
from course.assessment.sittings import (
    FORMS,
    OCCASIONS,
    LastDay,
    Sitting,
    occasion_of,
    sittings_at,
    window_of_test,
)
from course.assessment.terms import Terms
from course.assessment.windows import UNARRANGED, Window
from course.base.errors import NotFound
from course.content.catalogue import Catalogue, Quiz
from course.events.models import Event
from course.learning.models import Enrolment


def hold_enrolment(session: Session, enrolment_id: int) -> None:
    """In a writing unit: no attempt is started and no deadline moved for this enrolment until the unit's end.

    Whatever decides about a new attempt is read after this.
    """
    # FOR NO KEY UPDATE: rows that only point at the enrolment, outcomes for instance, need not wait.
    held = select(Enrolment.id).where(Enrolment.id == enrolment_id)
    session.execute(held.with_for_update(key_share=True))


def has_tests(catalogue: Catalogue, event: Event) -> bool:
    """Whether pre-test and post-test are sat there; not in self-study, which has no days."""
    return event.ends_on is not None and all(form in catalogue.quizzes for form in FORMS)


def last_day_of(event: Event) -> LastDay:
    """By the event's own time zone. Only for an event with dates."""
    assert event.ends_on, "self-study has no last day"
    midnight = datetime.combine(event.ends_on, time(), ZoneInfo(event.time_zone))
    return LastDay(midnight, midnight + timedelta(days=1))


def occasions(catalogue: Catalogue, event: Event) -> list[str]:
    """What the event can arrange, in the order in which officials meet it."""
    modules = [module.quiz for module in catalogue.modules.values() if module.quiz in catalogue.quizzes]
    quizzes = [key for key in modules if key]
    return [OCCASIONS[True], *quizzes, OCCASIONS[False]] if has_tests(catalogue, event) else quizzes


def windows_of(session: Session, event_id: int) -> dict[str, Window]:
    """Occasion to what is arranged for it."""
    rows = session.scalars(select(QuizWindow).where(QuizWindow.event_id == event_id))
    return {
        row.occasion: Window(row.opens_at, row.closes_at, row.password_hash, tuple(row.networks))
        for row in rows
    }


def window_of(session: Session, enrolment: Enrolment, quiz: Quiz) -> Window:
    return windows_of(session, enrolment.event_id).get(occasion_of(quiz, enrolment.seed), UNARRANGED)


def accommodations_at(session: Session, event: Event) -> list[Accommodation]:
    """All that were ever given at the event, those in force first, the newest first."""
    return list(
        session.scalars(
            select(Accommodation)
            .where(Accommodation.event_id == event.id)
            .options(
                joinedload(Accommodation.enrolment).joinedload(Enrolment.person),
                joinedload(Accommodation.added_by),
            )
            .order_by(Accommodation.withdrawn_at.is_not(None), Accommodation.id.desc())
        )
    )


def get_accommodation(session: Session, event: Event, accommodation_id: int) -> Accommodation:
    """One of this event. Raises NotFound."""
    found = session.scalar(
        select(Accommodation).where(Accommodation.id == accommodation_id, Accommodation.event_id == event.id)
    )
    if found is None:
        raise NotFound
    return found


def granted_at(session: Session, event_id: int) -> list[Granted]:
    """What is in force at the event."""
    rows = session.scalars(
        select(Accommodation).where(Accommodation.event_id == event_id, Accommodation.withdrawn_at.is_(None))
    )
    return [
        Granted(
            row.enrolment_id,
            row.country,
            row.occasion,
            row.extra_minutes,
            row.extra_attempts,
            row.added_by_id,
        )
        for row in rows
    ]


def extra_of(granted: list[Granted], enrolment: Enrolment, quiz: Quiz) -> Extra:
    occasion = occasion_of(quiz, enrolment.seed)
    person = enrolment.person
    return largest(one for one in granted if one.is_for(enrolment.id, person.id, person.country, occasion))


def closing_of(
    windows: Mapping[str, Window], enrolment: Enrolment, quiz: Quiz, day: LastDay | None
) -> datetime | None:
    """The moment at which every attempt of this enrolment at `quiz` ends; `day`: the event's, if tests are sat."""
    occasion = occasion_of(quiz, enrolment.seed)
    if quiz.is_test and day:
        return window_of_test(occasion, day, windows).closes_at
    return windows.get(occasion, UNARRANGED).closes_at


def hold_open_attempts(session: Session, enrolment_ids: Iterable[int]) -> list[Attempt]:
    """Those of these enrolments without an end, locked: they stay as they are until the writing unit's end."""
    found = (
        select(Attempt)
        .outerjoin(Attempt.submission)
        .outerjoin(Attempt.abandonment)
        .where(Attempt.enrolment_id.in_(list(enrolment_ids)))
        .where(Submission.id.is_(None), Abandonment.id.is_(None))
        .order_by(Attempt.id)
    )
    session.execute(found.with_only_columns(Attempt.id).with_for_update(of=Attempt))
    # Again, behind the lock: one of them may have been submitted meanwhile.
    return list(session.scalars(found))


def sittings(
    session: Session, catalogue: Catalogue, enrolment: Enrolment, now: datetime
) -> tuple[Sitting, ...]:
    """Pre-test and post-test of this enrolment as they stand now; none in self-study."""
    return _sittings(catalogue, enrolment, now, windows_of(session, enrolment.event_id))


def _sittings(
    catalogue: Catalogue, enrolment: Enrolment, now: datetime, windows: Mapping[str, Window]
) -> tuple[Sitting, ...]:
    if not has_tests(catalogue, enrolment.event):
        return ()
    return sittings_at(enrolment.seed, last_day_of(enrolment.event), now, windows)


def terms(
    session: Session,
    catalogue: Catalogue,
    enrolment: Enrolment,
    quiz: Quiz,
    now: datetime,
    address: str | None = None,
) -> Terms:
    """On what terms this enrolment meets `quiz` now, from a browser at `address` where that matters."""
    windows = windows_of(session, enrolment.event_id)
    window = windows.get(occasion_of(quiz, enrolment.seed), UNARRANGED)
    here = _sittings(catalogue, enrolment, now, windows) if quiz.is_test else ()
    return Terms(
        sitting=next((one for one in here if one.form == quiz.key), None),
        window=window,
        extra=extra_of(granted_at(session, enrolment.event_id), enrolment, quiz),
        is_elsewhere=address is not None and not window.admits(address),
    )
