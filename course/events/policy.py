"""Who may see which event."""

from sqlalchemy import ColumnElement, false, select, true

from course.base.access import Actor, Role
from course.events.models import Event, TrainerAssignment


def events_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Event for those who run or watch it: a trainer's own, all for the administration."""
    if actor.is_a(Role.ADMIN, Role.ISSUER, Role.AUDITOR):
        return true()
    if not actor.is_a(Role.TRAINER):
        return false()
    own = select(TrainerAssignment.event_id).where(TrainerAssignment.person_id == actor.id)
    return Event.id.in_(own)
