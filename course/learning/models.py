"""Rows of enrolments, completions and the ledger."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.accounts.models import Person
from course.base.db import Base, Exact, Moment
from course.events.models import Event


class Enrolment(Base):
    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "package", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    package: Mapped[str] = mapped_column(String(80))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    enrolled_at: Mapped[datetime] = mapped_column(Moment)
    seed: Mapped[int] = mapped_column(BigInteger)
    """Decides what chance decides for this enrolment, so that it can be repeated."""

    person: Mapped[Person] = relationship()
    event: Mapped[Event] = relationship()


class LessonCompletion(Base):
    __tablename__ = "lesson_completion"
    __table_args__ = (UniqueConstraint("person_id", "module", "lesson"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(80))
    lesson: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int] = mapped_column(Integer)
    """The revision that was read."""
    language: Mapped[str] = mapped_column(String(2))
    completed_at: Mapped[datetime] = mapped_column(Moment)


class Outcome(Base):
    """One result in the ledger; recorded once per source, never changed."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """`quiz`, or `test` for a pre- or post-test."""
    key: Mapped[str] = mapped_column(String(80))
    """What was achieved, for instance the key of a quiz."""
    score: Mapped[Fraction] = mapped_column(Exact)
    """0 to 1."""
    passed: Mapped[bool | None] = mapped_column(Boolean)
    """None where nothing is passed or failed."""
    source: Mapped[str] = mapped_column(String(60))
    """Kind and id of the row that caused it, for instance `attempt:7`."""
    recorded_at: Mapped[datetime] = mapped_column(Moment)
