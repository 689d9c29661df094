"""What every connection is set to, and how writers queue (H1, H2)."""

import fcntl
import sqlite3
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from course.base.db import Database, begin_writing
from course.config import ROOT

WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "mmap_size": 0,
    "isolation_level": None,
}


@pytest.fixture
def database(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'course.sqlite3'}")
    with made.session(writes=True) as unit:
        unit.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL)"))
        unit.execute(text("INSERT INTO counter VALUES (1, 0)"))
        unit.commit()
    yield made
    made.dispose()


def wrong_settings(engine: Engine, count: int) -> list[str]:
    """Open `count` connections at once; a sentence for each setting that is not as it must be."""
    found = []
    with ExitStack() as stack:
        for number in range(count):
            connection = stack.enter_context(engine.connect()).connection.dbapi_connection
            said = {
                name: connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in WANTED
                if name != "isolation_level"
            }
            said["isolation_level"] = connection.isolation_level
            found += [
                f"connection {number}: {name} is {said[name]}"
                for name, value in WANTED.items()
                if said[name] != value
            ]
    return found


def test_every_connection_of_the_pool_keeps_what_it_is_told_to_keep(database):
    pool = database.engine.pool.size() + database.engine.pool._max_overflow
    assert wrong_settings(database.reading, pool) == []
    assert wrong_settings(database.writing, pool) == []


def test_a_plain_connection_is_caught(database):
    plain = create_engine(database.url)
    assert wrong_settings(plain, 1)
    plain.dispose()


def test_connections_stay_open_between_units(database):
    def driver():
        with database.session(writes=False) as session:
            return session.connection().connection.dbapi_connection

    assert driver() is driver()


def another_writer_gets_in(unit, path: str) -> bool:
    """Whether, once `unit` has only looked, somebody else can begin to write."""
    unit.execute(text("SELECT value FROM counter")).all()
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True


def test_a_writing_unit_holds_the_database_from_its_first_look(database):
    with database.session(writes=True) as unit:
        assert not another_writer_gets_in(unit, database.url.database)


def test_a_unit_that_begins_late_is_caught(database):
    plain = create_engine(database.url)
    with plain.connect() as unit:
        assert another_writer_gets_in(unit, database.url.database)
    plain.dispose()


def lock_is_free(database: Database) -> bool:
    with Path(f"{database.url.database}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def test_the_lock_file_is_held_while_writing_and_only_then(database):
    assert lock_is_free(database)
    with database.session(writes=False) as session:
        session.execute(text("SELECT 1"))
        assert lock_is_free(database)
    with database.session(writes=True) as unit:
        unit.execute(text("SELECT 1"))
        assert not lock_is_free(database)
        unit.commit()
        assert lock_is_free(database)
    with pytest.raises(OperationalError), database.session(writes=True) as unit:
        unit.execute(text("SELECT nothing FROM nowhere"))
    assert lock_is_free(database)


def test_a_unit_that_could_not_begin_gives_the_lock_back(database):
    other = create_engine(database.url, isolation_level="AUTOCOMMIT")
    with other.connect() as rude:
        rude.exec_driver_sql("BEGIN IMMEDIATE")
        with database.session(writes=False) as session:
            session.connection().connection.dbapi_connection.execute("PRAGMA busy_timeout=0")
        with database.session(writes=True) as unit, pytest.raises(OperationalError, match="locked"):
            unit.execute(text("SELECT 1"))
        rude.exec_driver_sql("ROLLBACK")
    other.dispose()
    assert lock_is_free(database)


_COUNT_UP = """
import sys
from sqlalchemy import text
from course.base.db import Database
database = Database(sys.argv[1])
for _ in range(40):
    with database.session(writes=True) as unit:
        value = unit.scalar(text("SELECT value FROM counter"))
        unit.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})
        unit.commit()
"""


def test_processes_that_read_and_then_write_lose_nothing_and_never_fail(database):
    command = [sys.executable, "-c", _COUNT_UP, database.url.render_as_string()]
    processes = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [process.communicate()[1] for process in processes]
    assert said == [""] * 4
    with database.session(writes=False) as session:
        assert session.scalar(text("SELECT value FROM counter")) == 160


def test_threads_of_one_process_queue_as_processes_do(database):
    def count_up():
        for _ in range(20):
            with database.session(writes=True) as unit:
                value = unit.scalar(text("SELECT value FROM counter"))
                unit.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})
                unit.commit()

    threads = [threading.Thread(target=count_up) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session(writes=False) as session:
        assert session.scalar(text("SELECT value FROM counter")) == 100


def test_readers_go_on_while_somebody_writes(database):
    with database.session(writes=True) as unit:
        unit.execute(text("UPDATE counter SET value = 7"))
        with database.session(writes=False) as session:
            assert session.scalar(text("SELECT value FROM counter")) == 0
        unit.commit()
    with database.session(writes=False) as session:
        assert session.scalar(text("SELECT value FROM counter")) == 7


def test_what_was_read_before_is_read_again_under_the_lock(house):
    with house.look() as session:
        olga = house.person(session, "olga")
        assert olga.sex is None
        with house.unit() as unit:
            house.person(unit, "olga").sex = "F"
        begin_writing(session, house.database)
        assert olga.sex == "F"
        assert session.bind is house.database.writing
        before = session.connection()
        begin_writing(session, house.database)
        assert session.connection() is before, "a unit that writes already is not begun again"
