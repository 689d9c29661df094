"""Looks at events."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.base.access import Actor
from course.base.errors import N_, NotFound, Refused
from course.events import policy
from course.events.models import Event

SELF_STUDY = "self-study"


def get_event(session: Session, actor: Actor, code: str) -> Event:
    """An event the actor runs or watches. Raises NotFound."""
    event = session.scalar(select(Event).where(Event.code == code, policy.events_visible_to(actor)))
    if event is None:
        raise NotFound
    return event


def events(session: Session, actor: Actor) -> list[Event]:
    """The events the actor runs or watches, newest first, self-study last."""
    query = select(Event).where(policy.events_visible_to(actor))
    return list(session.scalars(query.order_by(Event.is_standing, Event.starts_on.desc(), Event.id)))


def find_event(session: Session, code: str) -> Event | None:
    return session.scalar(select(Event).where(Event.code == code))


def named_event(session: Session, code: str) -> Event:
    """The event a command names. Raises Refused with the codes there are."""
    event = find_event(session, code)
    if event is None:
        codes = ", ".join(session.scalars(select(Event.code).order_by(Event.code)))
        raise Refused(
            N_("There is no event “%(code)s”. There are: %(codes)s."), code=code, codes=codes or "—"
        )
    return event
