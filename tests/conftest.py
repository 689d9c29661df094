"""The two databases, the catalogue and the house that the tests share."""

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import FileSystemBytecodeCache

from course.app import create_app
from course.base.db import Database
from course.config import ROOT
from course.content.catalogue import Catalogue
from course.content.reading import read
from course.maintenance.installation import install_content
from course.migrations import upgrade
from tests.house import House, build, furnish, hashed_password, settings_for
from tests.postgresql import PostgreSQL

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    found = read(ROOT).catalogue
    assert found is not None, "the shipped content has problems; see `course content check`"
    return found


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    server = PostgreSQL()
    server.start()
    yield server
    server.stop()


def _furnished(url: str, folder: Path, catalogue: Catalogue) -> dict[str, int]:
    database = Database(url)
    upgrade.to_head(database)

    class Unit:
        def __enter__(self):
            self.session = database.session(writes=True)
            return self.session

        def __exit__(self, *error):
            self.session.commit()
            self.session.close()

    install_content(database, Unit, catalogue, datetime(2026, 11, 23, tzinfo=UTC))
    app = create_app(settings_for(folder, url), catalogue, database)
    people = furnish(database, catalogue, hashed_password(app))
    database.dispose()
    return people


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue):
    folder = tmp_path_factory.mktemp("sqlite")
    path = folder / "template.sqlite3"
    people = _furnished(f"sqlite:///{path}", folder, catalogue)
    return path, people


@pytest.fixture(scope="session")
def postgresql_template(
    postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
):
    people = _furnished(postgresql.create("template_house"), tmp_path_factory.mktemp("static"), catalogue)
    return "template_house", people


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files compressed and templates compiled, once for every house of this process."""
    return tmp_path_factory.mktemp("packed")


@pytest.fixture
def sqlite_house(sqlite_template, tmp_path: Path, packed: Path, catalogue: Catalogue) -> Iterator[House]:
    """The house on SQLite alone: for sentences that no database can change."""
    template, people = sqlite_template
    path = tmp_path / "course.sqlite3"
    shutil.copy(template, path)
    (tmp_path / "static").symlink_to(packed)
    house = build(tmp_path, f"sqlite:///{path}", catalogue, people)
    house.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(packed))
    yield house
    house.database.dispose()


@pytest.fixture(params=BOTH)
def house(
    request: pytest.FixtureRequest, tmp_path: Path, packed: Path, catalogue: Catalogue
) -> Iterator[House]:
    """The house on each database in turn, furnished and untouched."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_house")
        return
    template, people = request.getfixturevalue("postgresql_template")
    server: PostgreSQL = request.getfixturevalue("postgresql")
    (tmp_path / "static").symlink_to(packed)
    name = f"house_{secrets.token_hex(6)}"
    made = build(tmp_path, server.create(name, template), catalogue, people)
    made.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(packed))
    yield made
    made.database.dispose()
    server.drop(name)


@pytest.fixture(params=BOTH)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it, not even tables."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        yield database
        database.dispose()
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = f"empty_{secrets.token_hex(6)}"
    database = Database(server.create(name))
    yield database
    database.dispose()
    server.drop(name)
