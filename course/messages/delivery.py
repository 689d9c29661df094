"""The sender: takes due messages, sends them outside any transaction, notes what happened."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from course.base.db import OpenUnit
from course.messages import actions
from course.messages.models import Message

_log = logging.getLogger("course.mail")


def send_due(open_unit: OpenUnit, mail_url: str, sender: str, clock: Callable[[], datetime]) -> int:
    """Send what is due; the number sent. A failure is noted on its row and tried again later."""
    with open_unit() as unit:
        messages = actions.take_due(unit, clock())
        letters = [(message.id, _letter(message, sender, clock())) for message in messages]
    return sum(_send(open_unit, mail_url, number, letter, clock) for number, letter in letters)


def _send(
    open_unit: OpenUnit, mail_url: str, number: int, letter: EmailMessage, clock: Callable[[], datetime]
) -> bool:
    error = ""
    try:
        with _connection(mail_url) as server:
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as failure:
        error = f"{type(failure).__name__}: {failure}"
        _log.warning("message %s not sent: %s", number, type(failure).__name__)
    with open_unit() as unit:
        if error:
            actions.mark_failed(unit, number, clock(), error)
        else:
            actions.mark_sent(unit, number, clock())
    return not error


def _connection(mail_url: str) -> smtplib.SMTP:
    parts = urlsplit(mail_url)
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=20, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=20)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _letter(message: Message, sender: str, now: datetime) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = message.to_address
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    letter.set_content(message.body)
    letter["Content-Language"] = message.language
    return letter
