"""Looks at people and sign-ins."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from course.accounts import policy
from course.accounts.models import Agency, OneTimeLink, Person, RoleGrant, SignIn
from course.accounts.sign_in import hash_of
from course.base.access import Actor, Role
from course.base.errors import NotFound

PAGE = 50


def find_by_identity(session: Session, identity: str) -> Person | None:
    """The person with this e-mail address or service number."""
    text = identity.strip()
    return session.scalar(
        select(Person).where(or_(Person.email == text.lower(), Person.service_number == text.upper()))
    )


def get_person(session: Session, actor: Actor, person_id: int) -> Person:
    """A person the actor may see. Raises NotFound."""
    person: Person | None = session.scalar(
        select(Person)
        .where(Person.id == person_id, policy.people_visible_to(actor))
        .options(selectinload(Person.grants), joinedload(Person.agency))
    )
    if person is None:
        raise NotFound
    return person


def people(session: Session, actor: Actor, search: str = "", after: int = 0) -> list[Person]:
    """One page (50) of the people the actor may see, in order of entry, starting after id `after`.

    Every word of `search` must stand in one of the names, the address or the number.
    """
    query = select(Person).where(policy.people_visible_to(actor), Person.id > after)
    for word in search.lower().split():
        pattern = f"%{word}%"
        query = query.where(
            or_(
                func.lower(Person.surname).like(pattern),
                func.lower(Person.given_name).like(pattern),
                func.lower(Person.surname_latin).like(pattern),
                func.lower(Person.given_name_latin).like(pattern),
                Person.email.like(pattern),
                func.lower(Person.service_number).like(pattern),
            )
        )
    query = query.options(selectinload(Person.grants), joinedload(Person.agency)).order_by(Person.id)
    return list(session.scalars(query.limit(PAGE + 1)))


def agencies(session: Session) -> list[Agency]:
    return list(session.scalars(select(Agency).order_by(Agency.country, Agency.name)))


def living_sign_ins(session: Session, actor: Actor, now: datetime) -> list[SignIn]:
    """Where the actor is signed in now, newest first."""
    return list(
        session.scalars(
            select(SignIn)
            .where(SignIn.person_id == actor.id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
            .order_by(SignIn.id.desc())
        )
    )


def count_administrators(session: Session) -> int:
    """Active people who hold the role of administrator."""
    return (
        session.scalar(
            select(func.count(RoleGrant.id))
            .join(Person, Person.id == RoleGrant.person_id)
            .where(RoleGrant.role == Role.ADMIN, Person.active)
        )
        or 0
    )


def lock_administrators(session: Session) -> int:
    """How many active administrators there are, in a writing unit; they stay so until the unit's end."""
    grants = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.ADMIN, Person.active)
        .order_by(RoleGrant.id)
    )
    return len(session.scalars(grants.with_for_update()).all())


def lock_person(session: Session, person_id: int) -> None:
    """In a writing unit: nobody else changes this person, or what is known of them, until the unit's end."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def find_link(session: Session, token: str, purpose: str, now: datetime) -> OneTimeLink | None:
    """The unused, living link for exactly this purpose."""
    return session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == hash_of(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.ends_at > now,
        )
    )
