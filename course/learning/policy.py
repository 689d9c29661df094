"""Whose learning an actor may see."""

from sqlalchemy import ColumnElement, or_, select, true

from course.accounts.models import Person
from course.accounts.policy import people_visible_to
from course.base.access import Actor, Role
from course.events.models import Event
from course.events.policy import events_visible_to
from course.learning.models import Enrolment


def enrolments_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Enrolment: the own; those of people one may see; those of events one runs or watches."""
    if actor.is_a(Role.ADMIN, Role.ISSUER, Role.AUDITOR):
        return true()
    return or_(
        Enrolment.person_id == actor.id,
        Enrolment.person_id.in_(select(Person.id).where(people_visible_to(actor))),
        Enrolment.event_id.in_(select(Event.id).where(events_visible_to(actor))),
    )
