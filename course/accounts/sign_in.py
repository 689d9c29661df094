"""Flask-Security's part: hashing, tokens and the signed-in user; each sign-in is a row that must live.

The datastore only flushes: sign-in rows belong to the request's own transaction.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_security import Security, SQLAlchemySessionUserDatastore, hash_password, verify_password
from flask_security.utils import login_user, logout_user
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from course.accounts.countries import time_zone_of
from course.accounts.models import Person, RoleGrant, SignIn, full_name
from course.accounts.passwords import normalised
from course.base.access import Actor, Role
from course.config import Settings
from course.web import context, held

LASTS = timedelta(hours=12)
FRESH = timedelta(minutes=10)
RESET_MINUTES = 60

_KEY = "key"


class _Datastore(SQLAlchemySessionUserDatastore):  # type: ignore[misc]
    def commit(self) -> None:
        context.session().flush()


class _RequestSession:
    """The request's own unit, under the name the library expects."""

    def __getattr__(self, name: str) -> Any:
        return getattr(context.session(), name)


def install(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECURITY_PASSWORD_SALT=settings.password_salt,
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
            "argon2__memory_cost": 19456,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        SECURITY_RECOVERABLE=True,
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(minutes=RESET_MINUTES),
        SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_JOIN_USER_ROLES=False,
        # Of an Argon2 hash, inside a signed token: nothing to guess, so it may be a quick one.
        SECURITY_HASHING_SCHEMES=["hex_sha256"],
        SECURITY_TWO_FACTOR=False,
        SESSION_PROTECTION=None,
        SESSION_COOKIE_NAME="__Host-course" if settings.https else "course_plain",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    security = Security(app, _Datastore(_RequestSession(), Person, None), register_blueprint=False)
    app.login_manager.user_loader(_living_person)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda _: None)  # type: ignore[attr-defined]
    app.login_manager.session_protection = None  # type: ignore[attr-defined]
    # These two would look up the person for static files and health too, and make each vary by cookie.
    security.principal.identity_loaders.clear()
    app.after_request_funcs[None].remove(app.login_manager._update_remember_cookie)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class SignedIn:
    """What the sign-in libraries need to know of the person behind the cookie."""

    fs_uniquifier: str
    roles: tuple[()] = ()
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.fs_uniquifier


# Columns, not rows: this runs before every page, and whole rows would cost three times as much.
_LIVING = (
    select(
        SignIn.id.label("sign_in_id"),
        SignIn.fresh_until,
        Person.id,
        Person.fs_uniquifier,
        Person.surname,
        Person.given_name,
        Person.patronymic,
        Person.country,
        Person.agency_id,
        Person.language,
        RoleGrant.role,
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
    .where(
        SignIn.key_hash == bindparam("key_hash"),
        SignIn.ended_at.is_(None),
        SignIn.ends_at > bindparam("now"),
        Person.active,
    )
)


def _living_person(uniquifier: str) -> SignedIn | None:
    """The person behind the cookie, if their sign-in still lives. One query."""
    key = session.get(_KEY)
    if not key:
        return None
    rows = _living_rows(key)
    if not rows or rows[0].fs_uniquifier != uniquifier:
        return None
    first = rows[0]
    g.actor = Actor(
        id=first.id,
        name=full_name(first.surname, first.given_name, first.patronymic),
        roles=frozenset(Role(row.role) for row in rows if row.role),
        country=first.country,
        agency_id=first.agency_id,
        language=first.language,
        time_zone=time_zone_of(first.country),
    )
    g.sign_in_id = first.sign_in_id
    g.fresh = first.fresh_until > context.now()
    return SignedIn(uniquifier)


def _living_rows(key: str) -> Sequence[Any]:
    """Fails once a request where the database does; the page that says so is then shown as to a stranger."""
    if "sign_in_unread" in g:
        return ()
    g.sign_in_unread = True
    rows = context.session().execute(_LIVING, {"key_hash": hash_of(key), "now": context.now()}).all()
    del g.sign_in_unread
    return rows


def hash_of(token: str) -> str:
    """How keys and tokens are kept: SHA-256, enough for values of 128 random bits and more."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_hash(password: str) -> str:
    """Argon2id hash; needs an application context and about 30 ms, so never inside a writing unit."""
    hashed: str = hash_password(normalised(password))
    return hashed


def password_is(password: str, person: Person | None) -> bool:
    """Whether `password` is the person's. Costs the same for a person who does not exist."""
    stored = person.password if person is not None else None
    verified = verify_password(normalised(password), stored or _decoy())
    return bool(verified and stored and person is not None and person.active)


def secret_is(typed: str, stored: str) -> bool:
    """Whether `typed` is what `stored` was made of by `password_hash`; takes as long, and the same time always."""
    return bool(verify_password(normalised(typed), stored))


def renewed_hash(password: str, person: Person) -> str | None:
    """A hash by today's parameters when the stored one is by older ones, else None."""
    outdated = current_app.extensions["security"].pwd_context.needs_update(person.password)
    return password_hash(password) if outdated else None


def _decoy() -> str:
    if "course_decoy" not in current_app.extensions:
        current_app.extensions["course_decoy"] = password_hash(secrets.token_hex())
    decoy: str = current_app.extensions["course_decoy"]
    return decoy


def begin_sign_in(unit: Session, person: Person, now: datetime) -> None:
    """Open a new sign-in for `person` in this browser; whatever the cookie carried before is dropped."""
    language, held_form = session.get("language"), session.get("held")
    session.clear()
    held.keep_for(person.fs_uniquifier, held_form)
    if language:
        session["language"] = language
    login_user(person)
    g.actor = person.as_actor()
    key = secrets.token_urlsafe(32)
    session[_KEY] = key
    unit.add(
        SignIn(
            key_hash=hash_of(key),
            person_id=person.id,
            started_at=now,
            fresh_until=now + FRESH,
            ends_at=now + LASTS,
            device=str(request.user_agent)[:200],
        )
    )


def end_sign_in(unit: Session, now: datetime) -> None:
    """End the sign-in of this browser."""
    unit.execute(update(SignIn).where(SignIn.id == g.sign_in_id).values(ended_at=now))
    logout_user()
    session.clear()


def end_all_sign_ins(unit: Session, person_id: int, now: datetime) -> None:
    """End every sign-in of a person, on every device."""
    unit.execute(
        update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
