"""The audit trail: who did what, when, to what; written in the act's own transaction, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from course.base.access import Actor
from course.base.db import Base, Moment


class AuditEntry(Base):
    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor_id: Mapped[int | None] = mapped_column(Integer)
    actor_name: Mapped[str] = mapped_column(String(200))
    """As it was; for a command, the operator's name on the machine."""
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    """Kind and id, for instance `certificate:12`."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)


def record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Append one entry. No secrets and no answers belong in `before` and `after`."""
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor.id or None,
            actor_name=actor.name,
            action=action,
            subject=subject,
            before=before,
            after=after,
        )
    )


def operator(name: str) -> Actor:
    """The actor behind a command: nobody in the database, named as the machine names them."""
    return Actor(id=0, name=name)
