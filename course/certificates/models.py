"""Rows of certificates. A snapshot and a document never change; a revocation is a row of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.accounts.models import Person
from course.base.db import Base, Moment
from course.learning.models import Enrolment


class Certificate(Base):
    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("person_id", "package", "cycle", "edition"),
        UniqueConstraint("replaces_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(26), unique=True)
    """Public, 130 random bits; derived from nothing."""
    serial: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    package: Mapped[str] = mapped_column(String(80))
    cycle: Mapped[int] = mapped_column(Integer, default=1)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Everything that is printed, as it was at the moment of reservation."""
    reserved_at: Mapped[datetime] = mapped_column(Moment)
    issued_at: Mapped[datetime | None] = mapped_column(Moment)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("certificate_document.sha256"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    enrolment: Mapped[Enrolment] = relationship()
    revocation: Mapped["Revocation | None"] = relationship(back_populates="certificate")


class CertificateDocument(Base):
    """The bytes of one PDF, named by their SHA-256."""

    __tablename__ = "certificate_document"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Revocation(Base):
    __tablename__ = "revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(500))
    """Public: it stands on the check page."""
    revoked_at: Mapped[datetime] = mapped_column(Moment)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    certificate: Mapped[Certificate] = relationship(back_populates="revocation")
