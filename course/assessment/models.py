"""Rows of attempts. Answers and grades are only ever appended."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.accounts.models import Person
from course.base.db import Base, Exact, Moment
from course.content.models import QuestionVersion
from course.learning.models import Enrolment


class Attempt(Base):
    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "quiz", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    quiz: Mapped[str] = mapped_column(String(80), index=True)
    number: Mapped[int] = mapped_column(Integer)
    """1, 2, … within the enrolment and quiz; the unique key keeps the limit under simultaneous starts."""
    seed: Mapped[int] = mapped_column(BigInteger)
    """Decided the draw and every order of options."""
    started_at: Mapped[datetime] = mapped_column(Moment)
    limit_at: Mapped[datetime | None] = mapped_column(Moment)
    """The end of the time limit as it was at the start, without extra time and closing."""
    deadline_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    """When the attempt ends; changes with the event's window and accommodations, in the same transaction."""

    enrolment: Mapped[Enrolment] = relationship()
    questions: Mapped[list["DrawnQuestion"]] = relationship(
        back_populates="attempt", order_by="DrawnQuestion.position"
    )
    submission: Mapped["Submission | None"] = relationship(back_populates="attempt")
    abandonment: Mapped["Abandonment | None"] = relationship(back_populates="attempt")

    @property
    def is_open(self) -> bool:
        return self.submission is None and self.abandonment is None


class DrawnQuestion(Base):
    __tablename__ = "drawn_question"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int] = mapped_column(Integer)
    """1 to n."""
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), index=True)
    arrangement: Mapped[dict[str, list[str]]] = mapped_column(JSON)

    attempt: Mapped[Attempt] = relationship(back_populates="questions")
    version: Mapped[QuestionVersion] = relationship()


class Answer(Base):
    """One saved step of one question. The highest sequence is the one that counts."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("drawn_question_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    drawn_question_id: Mapped[int] = mapped_column(ForeignKey("drawn_question.id"))
    sequence: Mapped[int] = mapped_column(Integer)
    response: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(2))
    """The language the question was read in."""
    saved_at: Mapped[datetime] = mapped_column(Moment)


class Submission(Base):
    """The end of an attempt; its unique key makes it one act however often it is asked for."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("attempt_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    score: Mapped[Fraction] = mapped_column(Exact)
    """Mean of the grades, 0 to 1."""
    passed: Mapped[bool | None] = mapped_column(Boolean)
    """None for a test: it has no pass mark."""

    attempt: Mapped[Attempt] = relationship(back_populates="submission")


class Abandonment(Base):
    """The end of an attempt that was not submitted in time and has no score; one act, as a submission is."""

    __tablename__ = "abandonment"
    __table_args__ = (UniqueConstraint("attempt_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    abandoned_at: Mapped[datetime] = mapped_column(Moment)
    """When the time, grace included, was over."""

    attempt: Mapped[Attempt] = relationship(back_populates="abandonment")


class Grade(Base):
    __tablename__ = "grade"

    id: Mapped[int] = mapped_column(primary_key=True)
    drawn_question_id: Mapped[int] = mapped_column(ForeignKey("drawn_question.id"), index=True)
    fraction: Mapped[Fraction | None] = mapped_column(Exact)
    """0 to 1; None while it waits for a marker."""
    graded_at: Mapped[datetime] = mapped_column(Moment)
    grader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None for the machine."""
    reason: Mapped[str] = mapped_column(String(200))


class QuizWindow(Base):
    """What an event has arranged for one quiz."""

    __tablename__ = "quiz_window"
    __table_args__ = (UniqueConstraint("event_id", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    occasion: Mapped[str] = mapped_column(String(80))
    """Key of a quiz, or `pre-test`, `post-test`: see `sittings.occasion_of`."""
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    """Argon2id; None where nobody is asked for a password."""
    networks: Mapped[list[str]] = mapped_column(JSON)
    """Ranges of addresses in CIDR notation; empty: from anywhere."""


class Accommodation(Base):
    """Extra time or attempts for one official, a delegation or everyone at an event."""

    __tablename__ = "accommodation"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    """None unless for one official."""
    country: Mapped[str | None] = mapped_column(String(2))
    """None unless for a delegation."""
    occasion: Mapped[str | None] = mapped_column(String(80))
    """As in QuizWindow; None for every quiz."""
    extra_minutes: Mapped[int] = mapped_column(Integer)
    extra_attempts: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(500))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None when a command added it."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    enrolment: Mapped[Enrolment | None] = relationship()
    added_by: Mapped[Person | None] = relationship(foreign_keys=[added_by_id])
