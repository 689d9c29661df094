"""From nothing to the newest layout, on both databases, by one or by several at once."""

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from course.base.db import Base
from course.config import ROOT
from course.migrations import upgrade


def differences(database, metadata=Base.metadata) -> list[object]:
    """What the database lacks of the models, or has beyond them."""
    with database.reading.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)


def test_an_empty_database_is_brought_to_the_newest_layout(empty_database):
    assert not upgrade.is_current(empty_database)
    upgrade.to_head(empty_database)
    assert upgrade.is_current(empty_database)
    assert set(inspect(empty_database.reading).get_table_names()) == {
        *Base.metadata.tables,
        "alembic_version",
    }


def test_the_layout_is_the_one_that_the_models_describe(empty_database):
    upgrade.to_head(empty_database)
    assert differences(empty_database) == []


def test_constraints_and_indexes_have_the_names_of_the_models(empty_database):
    upgrade.to_head(empty_database)
    found = inspect(empty_database.reading)
    for table in Base.metadata.sorted_tables:
        wanted = {constraint.name for constraint in table.constraints if constraint.name}
        wanted |= {index.name for index in table.indexes}
        name = table.name
        had = {one["name"] for one in found.get_unique_constraints(name) + found.get_foreign_keys(name)}
        had |= {one["name"] for one in found.get_indexes(name) + found.get_check_constraints(name)}
        had.add(found.get_pk_constraint(name)["name"])
        assert {str(one) for one in wanted} <= had | {None}, name


def test_a_model_that_nobody_migrated_is_caught(empty_database):
    upgrade.to_head(empty_database)
    planted = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(planted)
    Table("planted", planted, Column("id", Integer, primary_key=True))
    planted.tables["person"].append_column(Column("shoe_size", Integer))
    found = [change[0] for change in differences(empty_database, planted)]
    assert sorted(found) == ["add_column", "add_table"]


def test_a_column_that_no_model_has_is_caught(empty_database):
    upgrade.to_head(empty_database)
    with empty_database.session(writes=True) as unit:
        unit.execute(text("ALTER TABLE person ADD COLUMN shoe_size INTEGER"))
        unit.commit()
    assert [change[0] for change in differences(empty_database)] == ["remove_column"]


def test_upgrading_again_changes_nothing(empty_database):
    upgrade.to_head(empty_database)
    with empty_database.session(writes=True) as unit:
        unit.execute(text("INSERT INTO agency (country, name) VALUES ('KZ', 'Border Service')"))
        unit.commit()
    upgrade.to_head(empty_database)
    with empty_database.session(writes=False) as session:
        assert session.scalar(text("SELECT name FROM agency")) == "Border Service"


_UPGRADE = """
import sys
from course.base.db import Database
from course.migrations import upgrade
database = Database(sys.argv[1])
sys.stdin.readline()
upgrade.to_head(database)
assert upgrade.is_current(database)
"""


def test_several_upgraders_at_once_make_one_layout(empty_database):
    command = [sys.executable, "-c", _UPGRADE, empty_database.url.render_as_string(hide_password=False)]
    pipe = subprocess.PIPE
    upgraders = [
        subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(3)
    ]
    for one in upgraders:
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate() for one in upgraders]
    assert [one.returncode for one in upgraders] == [0, 0, 0], said
    assert differences(empty_database) == []


def test_an_upgrade_that_fails_leaves_nothing_behind(empty_database):
    with empty_database.session(writes=True) as unit:
        unit.execute(text("CREATE TABLE role_grant (planted INTEGER)"))
        unit.commit()
    before = set(inspect(empty_database.reading).get_table_names())
    with pytest.raises(DBAPIError, match="role_grant"):
        upgrade.to_head(empty_database)
    assert not upgrade.is_current(empty_database)
    assert set(inspect(empty_database.reading).get_table_names()) == before
