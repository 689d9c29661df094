"""From an empty or older database to one that this version can serve."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from course.accounts.models import Person
from course.base.db import Database, OpenUnit
from course.base.errors import N_, ConfigurationError, Refused
from course.config import Settings
from course.content.catalogue import Catalogue
from course.content.versions import pin_versions, unpinned
from course.events.actions import ensure_self_study
from course.events.queries import SELF_STUDY, find_event
from course.migrations import upgrade

DEMO_DOMAIN = "@demo.example"
_ORGANISATION = {"en": "Training Centre", "ru": "Учебный центр"}


def open_database(settings: Settings) -> Database:
    """The migrated database. Raises ConfigurationError when it cannot be reached."""
    database = Database(settings.database_url)
    try:
        upgrade.to_head(database)
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise ConfigurationError(
            "The database does not answer (%(reason)s). Check COURSE_DATABASE_URL and that the server runs.",
            reason=reason,
        ) from None
    return database


def install_content(database: Database, open_unit: OpenUnit, catalogue: Catalogue, now: datetime) -> None:
    """Pin the catalogue's questions and make the standing event, if either is missing."""
    with database.look() as session:
        ready = not unpinned(session, catalogue) and find_event(session, SELF_STUDY) is not None
    if ready:
        return
    with open_unit() as unit:
        pin_versions(unit, catalogue, now)
        ensure_self_study(unit, now, _ORGANISATION)


def count_people(session: Session) -> tuple[int, int]:
    """All people, and those of the demo among them."""
    everyone = session.scalar(select(func.count(Person.id))) or 0
    invented = session.scalar(select(func.count(Person.id)).where(Person.email.endswith(DEMO_DOMAIN))) or 0
    return everyone, invented


def refuse_mixture(session: Session, *, demo: bool) -> None:
    """Demo mode serves invented people only; every other mode serves none of them."""
    everyone, invented = count_people(session)
    if demo and everyone > invented:
        raise Refused(
            N_(
                "This database holds real people, so the demo will not use it. Name another folder: COURSE_DATA_DIR=…"
            )
        )
    if not demo and invented:
        raise Refused(
            N_(
                "This database holds the demo's invented people, whose password is public. "
                "Name another folder: COURSE_DATA_DIR=…"
            )
        )
