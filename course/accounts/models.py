"""Rows of people and of how they get in."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import Boolean, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.accounts.countries import time_zone_of
from course.base.access import Actor, Role
from course.base.db import Base, Moment


def full_name(surname: str, given_name: str, patronymic: str | None) -> str:
    """Surname, given name and patronymic, as in the country's papers."""
    return " ".join(part for part in (surname, given_name, patronymic) if part)


class Agency(Base):
    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("country", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1 alpha-2."""
    name: Mapped[str] = mapped_column(String(200))


class Person(Base, UserMixin):  # type: ignore[misc]
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """Lower case; None for a person without e-mail."""
    service_number: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Upper case."""
    password: Mapped[str | None] = mapped_column(String(255))
    """Argon2id; None until the person has chosen one."""
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    surname: Mapped[str] = mapped_column(String(100))
    given_name: Mapped[str] = mapped_column(String(100))
    patronymic: Mapped[str | None] = mapped_column(String(100))
    surname_latin: Mapped[str | None] = mapped_column(String(100))
    given_name_latin: Mapped[str | None] = mapped_column(String(100))
    sex: Mapped[str | None] = mapped_column(String(1))
    country: Mapped[str | None] = mapped_column(String(2))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    position: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="en")
    created_at: Mapped[datetime] = mapped_column(Moment)

    agency: Mapped[Agency | None] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(
        foreign_keys="RoleGrant.person_id", back_populates="person", cascade="all, delete-orphan"
    )

    @property
    def name(self) -> str:
        """Surname, given name and patronymic, as in the country's papers."""
        return full_name(self.surname, self.given_name, self.patronymic)

    @property
    def latin_name(self) -> str:
        """Given name and surname as in the passport's Latin line."""
        given = self.given_name_latin or self.given_name
        return f"{given} {self.surname_latin or self.surname}"

    roles = ()
    """What the sign-in library would look at; our roles are `roles_held` and our permissions `base.access`."""

    @property
    def roles_held(self) -> frozenset[Role]:
        return frozenset(Role(grant.role) for grant in self.grants)

    def as_actor(self) -> Actor:
        return Actor(
            id=self.id,
            name=self.name,
            roles=self.roles_held,
            country=self.country,
            agency_id=self.agency_id,
            language=self.language,
            time_zone=time_zone_of(self.country),
        )


class RoleGrant(Base):
    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    granted_at: Mapped[datetime] = mapped_column(Moment)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None when a command granted it; the audit trail names the operator."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="grants")


class SignIn(Base):
    """One living session of one person. The cookie carries the key, the row only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    fresh_until: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(String(200))
    """The browser's own words about itself, shortened."""

    person: Mapped[Person] = relationship()


class OneTimeLink(Base):
    """A link that works once, for one purpose, for a limited time."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
