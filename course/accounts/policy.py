"""Who may see and change whom, because of the person's own agency or country. (Because of an event: `events`.)"""

from sqlalchemy import ColumnElement, and_, false, or_, true

from course.accounts.models import Person
from course.base.access import Actor, Role


def people_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Person: oneself; all for administrators, issuers and auditors; a focal point's own."""
    if actor.is_a(Role.ADMIN, Role.ISSUER, Role.AUDITOR):
        return true()
    return or_(Person.id == actor.id, _own_country_or_agency(actor))


def _own_country_or_agency(actor: Actor) -> ColumnElement[bool]:
    if not actor.is_a(Role.FOCAL_POINT) or actor.country is None:
        return false()
    same_country = Person.country == actor.country
    if actor.agency_id is None:
        return same_country
    return and_(same_country, Person.agency_id == actor.agency_id)


def may_change_roles(actor: Actor, person_id: int) -> bool:
    """Administrators grant and withdraw roles, never their own."""
    return actor.is_a(Role.ADMIN) and actor.id != person_id
