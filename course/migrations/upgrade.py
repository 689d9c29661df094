"""Bring a database to the newest layout. Two processes may try at once; one waits, then finds nothing to do."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from course.base.db import Database

_LOCK = 20150330
"""PostgreSQL advisory lock of this history."""


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def is_current(database: Database) -> bool:
    """Whether the layout is the newest one."""
    with database.reading.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(configuration()).get_current_head()


def to_head(database: Database) -> None:
    """Upgrade in one transaction: all of it or nothing."""
    if is_current(database):
        return
    with database.writing.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(configuration(connection), "head")
