"""Changes to people, roles and links. Each guards itself and leaves a trace in the audit trail."""

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.accounts import policy, queries
from course.accounts.models import Agency, OneTimeLink, Person, RoleGrant
from course.accounts.sign_in import end_all_sign_ins, hash_of
from course.base import audit
from course.base.access import Actor, Role
from course.base.errors import N_, NotFound, Refused

FIRST_ADMINISTRATOR = "first-administrator"
_FIRST_LINK_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class PersonDetails:
    """What is entered about a person. Names as in the country's papers; latin ones as in the passport."""

    surname: str
    given_name: str
    email: str | None = None
    service_number: str | None = None
    patronymic: str | None = None
    surname_latin: str | None = None
    given_name_latin: str | None = None
    sex: str | None = None
    country: str | None = None
    agency: str | None = None
    position: str | None = None
    language: str = "en"


def add_person(
    session: Session,
    actor: Actor,
    now: datetime,
    details: PersonDetails,
    roles: Iterable[Role] = (Role.OFFICIAL,),
    password_hash: str | None = None,
) -> Person:
    """Enter one person. Raises Refused when the e-mail address or service number is taken."""
    email = details.email.strip().lower() if details.email else None
    number = details.service_number.strip().upper() if details.service_number else None
    for identity in filter(None, (email, number)):
        if queries.find_by_identity(session, identity) is not None:
            raise Refused(N_("%(identity)s already belongs to a person on the list."), identity=identity)
    person = Person(
        email=email,
        service_number=number,
        password=password_hash,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        surname=details.surname,
        given_name=details.given_name,
        patronymic=details.patronymic,
        surname_latin=details.surname_latin,
        given_name_latin=details.given_name_latin,
        sex=details.sex,
        country=details.country,
        agency=_agency(session, details.country, details.agency),
        position=details.position,
        language=details.language,
        created_at=now,
    )
    person.grants = [RoleGrant(role=role, granted_at=now, granted_by_id=actor.id or None) for role in roles]
    session.add(person)
    session.flush()
    after = {"roles": sorted(person.roles_held), "country": person.country}
    audit.record(session, actor, now, "person added", f"person:{person.id}", after=after)
    return person


def _agency(session: Session, country: str | None, name: str | None) -> Agency | None:
    if not country or not name:
        return None
    found = session.scalar(select(Agency).where(Agency.country == country, Agency.name == name))
    if found is None:
        found = Agency(country=country, name=name)
        session.add(found)
        session.flush()
    return found


def set_password(session: Session, actor: Actor, now: datetime, person: Person, password_hash: str) -> None:
    """Give the person a new password; every sign-in and every reset link of theirs dies with the old one."""
    person.password = password_hash
    person.fs_uniquifier = uuid.uuid4().hex
    end_all_sign_ins(session, person.id, now)
    audit.record(session, actor, now, "password changed", f"person:{person.id}")


def grant_role(session: Session, actor: Actor, now: datetime, person: Person, role: Role) -> None:
    """Give a role; it counts from the person's next request, under a new sign-in."""
    _refuse_own_roles(actor, person)
    if role in person.roles_held:
        return
    person.grants.append(RoleGrant(role=role, granted_at=now, granted_by_id=actor.id or None))
    end_all_sign_ins(session, person.id, now)
    audit.record(session, actor, now, "role granted", f"person:{person.id}", after={"role": role})


def withdraw_role(session: Session, actor: Actor, now: datetime, person: Person, role: Role) -> None:
    """Take a role away; it is gone on the person's very next request."""
    _refuse_own_roles(actor, person)
    if role not in person.roles_held:
        return
    if role is Role.ADMIN:
        _refuse_last_administrator(session, person)
    person.grants = [grant for grant in person.grants if grant.role != role]
    audit.record(session, actor, now, "role withdrawn", f"person:{person.id}", before={"role": role})


def suspend(session: Session, actor: Actor, now: datetime, person: Person) -> None:
    """Close the account; nothing the person did is lost."""
    _refuse_own_roles(actor, person)
    if Role.ADMIN in person.roles_held:
        _refuse_last_administrator(session, person)
    person.active = False
    end_all_sign_ins(session, person.id, now)
    audit.record(session, actor, now, "person suspended", f"person:{person.id}")


def readmit(session: Session, actor: Actor, now: datetime, person: Person) -> None:
    """Open a suspended account again."""
    _refuse_own_roles(actor, person)
    person.active = True
    audit.record(session, actor, now, "person readmitted", f"person:{person.id}")


def _refuse_own_roles(actor: Actor, person: Person) -> None:
    if not policy.may_change_roles(actor, person.id):
        raise Refused(N_("Nobody changes their own roles or account. Ask another administrator."))


def _refuse_last_administrator(session: Session, person: Person) -> None:
    if queries.lock_administrators(session) < 2 and person.active:
        raise Refused(N_("This is the last administrator. Name another one first."))


def make_first_administrator_link(session: Session, now: datetime) -> str:
    """A token for the first administrator, good for 24 hours and one use; earlier ones die."""
    for link in session.scalars(select(OneTimeLink).where(OneTimeLink.purpose == FIRST_ADMINISTRATOR)):
        link.ends_at = min(link.ends_at, now)
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_hash=hash_of(token),
            purpose=FIRST_ADMINISTRATOR,
            created_at=now,
            ends_at=now + _FIRST_LINK_LASTS,
        )
    )
    return token


def become_first_administrator(
    session: Session, now: datetime, token: str, details: PersonDetails, password_hash: str
) -> Person:
    """Use the one-time link. Raises NotFound when it is used, old, or an administrator exists already."""
    # Locked by a statement of its own, so that the next one sees what another use of the link has done.
    links = select(OneTimeLink.id).where(OneTimeLink.purpose == FIRST_ADMINISTRATOR)
    session.execute(links.with_for_update())
    link = queries.find_link(session, token, FIRST_ADMINISTRATOR, now)
    if link is None or queries.count_administrators(session):
        raise NotFound
    link.used_at = now
    nobody = audit.operator("first administrator's link")
    return add_person(session, nobody, now, details, (Role.ADMIN,), password_hash)
