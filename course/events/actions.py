"""Changes to events and who trains at them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.accounts.models import Person
from course.base import audit
from course.base.access import Actor, Role
from course.base.errors import N_, Refused
from course.events.models import Delegation, Event, TrainerAssignment
from course.events.queries import SELF_STUDY, find_event

Text = dict[str, str]


def add_event(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    code: str,
    title: Text,
    place: Text,
    organisation: Text,
    funder: Text | None = None,
    signatories: Sequence[dict[str, Any]] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    time_zone: str = "Asia/Almaty",
    countries: Iterable[str] = (),
) -> Event:
    """Enter an event with its delegations. Without dates it is a standing one."""
    event = Event(
        code=code,
        title=title,
        place=place,
        organisation=organisation,
        funder=funder,
        signatories=list(signatories),
        starts_on=starts_on,
        ends_on=ends_on,
        time_zone=time_zone,
        is_standing=starts_on is None,
    )
    session.add(event)
    session.flush()
    session.add_all(Delegation(event_id=event.id, country=country) for country in countries)
    audit.record(session, actor, now, "event added", f"event:{code}")
    return event


def ensure_self_study(session: Session, now: datetime, organisation: Text) -> Event:
    """The standing event that self-study belongs to, made once."""
    found = find_event(session, SELF_STUDY)
    if found is not None:
        return found
    return add_event(
        session,
        audit.operator("installation"),
        now,
        code=SELF_STUDY,
        title={"en": "Self-study", "ru": "Самостоятельное обучение"},
        place={"en": "", "ru": ""},
        organisation=organisation,
        time_zone="UTC",
    )


def assign_trainer(session: Session, actor: Actor, now: datetime, event: Event, person: Person) -> None:
    """Let a trainer see and review this event. Calling it twice is harmless."""
    if Role.TRAINER not in person.roles_held:
        raise Refused(N_("%(name)s is not a trainer. Give the role first."), name=person.name)
    known = select(TrainerAssignment.id).where(
        TrainerAssignment.event_id == event.id, TrainerAssignment.person_id == person.id
    )
    if session.scalar(known) is not None:
        return
    session.add(
        TrainerAssignment(
            event_id=event.id, person_id=person.id, assigned_at=now, assigned_by_id=actor.id or None
        )
    )
    audit.record(session, actor, now, "trainer assigned", f"event:{event.code}", after={"person": person.id})
