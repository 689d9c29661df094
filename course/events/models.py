"""Rows of events, delegations and trainers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.base.db import Base, Moment


class Event(Base):
    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    place: Mapped[dict[str, str]] = mapped_column(JSON)
    organisation: Mapped[dict[str, str]] = mapped_column(JSON)
    """Who holds it; stands at the top of certificates."""
    funder: Mapped[dict[str, str] | None] = mapped_column(JSON)
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """At most two who sign certificates: `name` and `role`, the role as a map of languages."""
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    time_zone: Mapped[str] = mapped_column(String(60))
    """IANA name; day boundaries are in it."""
    is_standing: Mapped[bool] = mapped_column(Boolean, default=False)
    """True for self-study, which has no dates."""


class Delegation(Base):
    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("event_id", "country"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    country: Mapped[str] = mapped_column(String(2))


class TrainerAssignment(Base):
    __tablename__ = "trainer_assignment"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assigned_at: Mapped[datetime] = mapped_column(Moment)
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
