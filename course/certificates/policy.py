"""Who may issue for whom, and whose certificates an actor may see inside the site."""

from sqlalchemy import ColumnElement, select

from course.base.access import Actor, Role
from course.certificates.models import Certificate
from course.learning.models import Enrolment
from course.learning.policy import enrolments_visible_to


def certificates_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Certificate: those of the enrolments the actor may see."""
    return Certificate.enrolment_id.in_(select(Enrolment.id).where(enrolments_visible_to(actor)))


def may_issue_to(actor: Actor, person_id: int) -> bool:
    """Issuers and administrators, never for themselves. A command's operator has id 0 and no roles."""
    return actor.id != person_id and (actor.id == 0 or actor.is_a(Role.ISSUER, Role.ADMIN))
