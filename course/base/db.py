"""One engine, two kinds of unit: reading ones that cannot write, and short writing ones.

SQLite (the embedded default): driver autobegin is off, a reading unit runs under `query_only`, a writing
unit opens with BEGIN IMMEDIATE under one lock file shared by all processes, so that writers queue fairly
and no checkpoint races a writer. PostgreSQL: a reading unit is a READ ONLY transaction.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

OpenUnit = Callable[[], AbstractContextManager[Session]]
"""Opens one writing unit that the edge commits at its end; for work that needs several short ones."""

WRITES = "course_writes"
LOCK = "course_lock"


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Naive values are refused; what comes back is always aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Fraction]):
    """An exact number, kept as `numerator/denominator`; scores are rounded once, for the eye."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value.numerator}/{value.denominator}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)


class Base(DeclarativeBase):
    """The parent of every row class; names of constraints follow one rule on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """The door to the rows. `reading` and `writing` are the two kinds of engine behind one pool."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = make_url(url)
        if self.url.get_backend_name() == "sqlite":
            self.engine = create_engine(self.url, pool_size=pool_size)
            lock_path = Path(str(self.url.database) + ".lock")
            _prepare_sqlite(self.engine, lock_path)
        else:
            self.engine = create_engine(self.url, pool_size=pool_size, pool_pre_ping=True)
            _prepare_postgresql(self.engine)
        self.reading: Engine = self.engine.execution_options(**{WRITES: False})
        self.writing: Engine = self.engine.execution_options(**{WRITES: True})

    def session(self, *, writes: bool) -> Session:
        """A session whose unit may write only if `writes`; the caller's edge commits."""
        return Session(self.writing if writes else self.reading, autoflush=False)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A reading unit."""
        with self.session(writes=False) as session:
            yield session

    def dispose(self) -> None:
        self.engine.dispose()


def begin_writing(session: Session, database: Database) -> None:
    """End the reading unit of `session` and let the next statement open a writing one.

    Rows read before are expired: what the decision rests on is read again under the lock.
    """
    if session.bind is not database.writing:
        session.rollback()
        session.bind = database.writing


def _prepare_sqlite(engine: Engine, lock_path: Path) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own `lower` knows Latin letters only, and most names here are Cyrillic.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, True)
        if writes:
            _take_lock(connection.connection.info, lock_path)
        connection.exec_driver_sql("PRAGMA query_only=" + ("OFF" if writes else "ON"))
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "checkin")
    def checkin(connection: Any, record: Any) -> None:
        lock = record.info.pop(LOCK, None)
        if lock is not None:
            lock.close()


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()


def _take_lock(info: dict[str, Any], lock_path: Path) -> None:
    if LOCK not in info:
        lock = lock_path.open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        info[LOCK] = lock


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, True)
        driver: Any = connection.connection.dbapi_connection
        if driver.read_only is writes or driver.read_only is None:
            driver.read_only = not writes
