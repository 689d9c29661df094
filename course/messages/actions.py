"""Write to the outbox, and take from it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.messages.models import Message

_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
"""How long to wait after the first, second, … failure; the last one repeats."""

LEASE = timedelta(minutes=2)


def write(session: Session, now: datetime, to_address: str, language: str, subject: str, body: str) -> None:
    """Put one message into the outbox.

    Raises ValueError for a heading that is empty or has a line break, which could start a second header.
    """
    if any(text.splitlines() != [text] for text in (subject, to_address)):
        raise ValueError("a mail heading holds no line break")
    session.add(
        Message(
            to_address=to_address,
            language=language,
            subject=subject,
            body=body,
            created_at=now,
            next_try_at=now,
            tries=0,
        )
    )


def take_due(session: Session, now: datetime, limit: int = 20) -> list[Message]:
    """Messages whose time has come, leased to this sender for two minutes."""
    due = select(Message).where(Message.sent_at.is_(None), Message.next_try_at <= now).order_by(Message.id)
    messages = list(session.scalars(due.limit(limit).with_for_update(skip_locked=True)))
    for message in messages:
        message.next_try_at = now + LEASE
        message.tries += 1
    return messages


def mark_sent(session: Session, message_id: int, now: datetime) -> None:
    message = session.get_one(Message, message_id)
    message.sent_at = now
    message.body = ""


def mark_failed(session: Session, message_id: int, now: datetime, error: str) -> None:
    message = session.get_one(Message, message_id)
    message.last_error = error[:300]
    message.next_try_at = now + _WAITS[min(message.tries, len(_WAITS)) - 1]
