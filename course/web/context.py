"""What one request carries: its database unit, who is asking, and when. The one place that commits.

Every request starts in a reading unit. A view that changes something calls `begin_writing()` as late as
it can (after parsing, hashing and the like) and returns; the unit is committed before the answer leaves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask, Response, current_app, g
from flask_login import current_user
from sqlalchemy.orm import Session

from course.base import db
from course.base.access import Actor
from course.config import Settings

Clock = Callable[[], datetime]


def install(app: Flask, settings: Settings, database: db.Database, clock: Clock | None = None) -> None:
    app.extensions["course_settings"] = settings
    app.extensions["course_database"] = database
    app.extensions["course_clock"] = clock or (lambda: datetime.now(UTC))
    app.after_request(_commit)
    app.teardown_request(_close)


def settings() -> Settings:
    found: Settings = current_app.extensions["course_settings"]
    return found


def now() -> datetime:
    """The moment of this request, taken once."""
    if "now" not in g:
        g.now = clock()()
    moment: datetime = g.now
    return moment


def clock() -> Clock:
    """For acts that last longer than a moment."""
    found: Clock = current_app.extensions["course_clock"]
    return found


def session() -> Session:
    """The request's database unit; reading until `begin_writing`."""
    if "session" not in g:
        g.session = _database().session(writes=False)
    unit: Session = g.session
    return unit


def begin_writing() -> Session:
    """Turn the request's unit into a writing one. What was read before is read again under the lock."""
    unit = session()
    db.begin_writing(unit, _database())
    return unit


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """A writing unit of its own, committed at its end; for acts that must not hold one while they render."""
    if session().bind is _database().writing:
        raise RuntimeError("this request already writes; a second unit would wait for the first for ever")
    session().rollback()
    with _database().session(writes=True) as unit:
        yield unit
        unit.commit()


def find_actor() -> Actor | None:
    """Who is asking, or None for a stranger."""
    return g.get("actor") if current_user.is_authenticated else None


def actor() -> Actor:
    """Who is asking, on a page that strangers cannot reach."""
    found = find_actor()
    if found is None:
        raise RuntimeError("this view is public; ask find_actor()")
    return found


def _database() -> db.Database:
    found: db.Database = current_app.extensions["course_database"]
    return found


def _commit(response: Response) -> Response:
    unit: Session | None = g.get("session")
    if unit is not None and unit.bind is _database().writing:
        if response.status_code < 400:
            unit.commit()
        else:
            unit.rollback()
    return response


def _close(error: BaseException | None) -> None:
    unit: Session | None = g.pop("session", None)
    if unit is not None:
        unit.close()
