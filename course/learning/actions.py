"""Changes to enrolments, completions and the ledger."""

import secrets
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.accounts.models import Person
from course.base import audit
from course.base.access import Actor
from course.content.catalogue import Lesson
from course.events.models import Event
from course.learning.models import Enrolment, LessonCompletion, Outcome


def enrol(
    session: Session,
    actor: Actor,
    now: datetime,
    person: Person,
    package: str,
    event: Event,
    seed: int | None = None,
) -> Enrolment:
    """Enrol a person for a package at an event. Calling it twice returns the same enrolment."""
    found = session.scalar(
        select(Enrolment).where(
            Enrolment.person_id == person.id,
            Enrolment.package == package,
            Enrolment.event_id == event.id,
        )
    )
    if found is not None:
        return found
    enrolment = Enrolment(
        person_id=person.id,
        package=package,
        event_id=event.id,
        enrolled_at=now,
        seed=secrets.randbits(62) if seed is None else seed,
    )
    session.add(enrolment)
    session.flush()
    audit.record(
        session, actor, now, "person enrolled", f"enrolment:{enrolment.id}", after={"event": event.code}
    )
    return enrolment


def complete_lesson(session: Session, person_id: int, now: datetime, lesson: Lesson, language: str) -> None:
    """Note that the lesson was read. The first time counts; again is harmless, also at the same moment."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    known = select(LessonCompletion.id).where(
        LessonCompletion.person_id == person_id,
        LessonCompletion.module == lesson.module,
        LessonCompletion.lesson == lesson.key,
    )
    if session.scalar(known) is None:
        session.add(
            LessonCompletion(
                person_id=person_id,
                module=lesson.module,
                lesson=lesson.key,
                revision=lesson.revision,
                language=language,
                completed_at=now,
            )
        )


def record_outcome(
    session: Session,
    now: datetime,
    enrolment_id: int,
    *,
    kind: str,
    key: str,
    score: Fraction,
    passed: bool | None,
    source: str,
) -> None:
    """Write one result into the ledger, in the transaction of what caused it."""
    session.add(
        Outcome(
            enrolment_id=enrolment_id,
            kind=kind,
            key=key,
            score=score,
            passed=passed,
            source=source,
            recorded_at=now,
        )
    )
