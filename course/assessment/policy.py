"""Whose attempts an actor may read."""

from sqlalchemy import ColumnElement, select

from course.assessment.models import Attempt
from course.base.access import Actor
from course.learning.models import Enrolment
from course.learning.policy import enrolments_visible_to


def own_attempts(actor: Actor) -> ColumnElement[bool]:
    """Condition on Attempt: the actor's own, the only ones that may be answered and submitted."""
    return Attempt.enrolment_id.in_(select(Enrolment.id).where(Enrolment.person_id == actor.id))


def attempts_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Attempt: those of the enrolments the actor may see."""
    return Attempt.enrolment_id.in_(select(Enrolment.id).where(enrolments_visible_to(actor)))
