"""Looking changes nothing (A9): every page answers over a database that refuses writes."""

import secrets

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from course.app import create_app
from course.base.access import public
from course.base.db import Database
from course.web import context, limits
from tests.contracts.access_table import World, outcome, settle, table
from tests.contracts.rows import all_rows
from tests.house import House, settings_for


@pytest.fixture
def sealed(house, tmp_path, request):
    """The settled house, and the same site over the same rows through a door that cannot write at all."""
    world = settle(house)
    if house.database.engine.dialect.name == "sqlite":
        database = Database(house.database.url.render_as_string())
        event.listen(database.engine, "begin", lambda unit: unit.exec_driver_sql("PRAGMA query_only=ON"))
    else:
        role = f"reader_{secrets.token_hex(4)}"
        with house.unit() as unit:
            unit.execute(text(f"CREATE ROLE {role} LOGIN"))
            unit.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"))
        url = house.database.url.set(username=role)
        database = Database(url.render_as_string(hide_password=False))
    app = create_app(settings_for(tmp_path, "sqlite://"), house.catalogue, database, house.clock)
    limits.install(app, most=100_000)
    yield world, House(app, database, house.catalogue, house.clock, house.people)
    database.dispose()


def moved(world: World, house: House) -> World:
    """The same browsers, with their cookies, in front of the other site."""
    for browser in world.browsers.values():
        cookie = browser.client.get_cookie("course_plain", domain="127.0.0.1")
        browser.client = house.app.test_client()
        if cookie is not None:
            browser.client.set_cookie("course_plain", cookie.value, domain="127.0.0.1")
    return World(house, world.browsers, world.ids, world.words, world.tokens)


def test_every_page_answers_over_a_database_that_refuses_writes(sealed):
    world, house = sealed
    with pytest.raises(DBAPIError, match=r"readonly|permission denied"), house.unit() as unit:
        unit.execute(text("DELETE FROM outcome"))
    before = all_rows(world.house)
    pages = [case.path for key, cases in table(world).items() if key.startswith("GET ") for case in cases]
    people = ("olga", "askar", "tomas", "ada", "stranger")
    first = {(who, path): _seen(world, who, path) for path in pages for who in people}
    second_world = moved(world, house)
    second = {(who, path): _seen(second_world, who, path) for path in pages for who in people}
    assert {place: said for place, said in second.items() if said != first[place]} == {}
    assert not [place for place, said in first.items() if "broken" in said]
    assert all_rows(world.house) == before


def _seen(world, who, path):
    return outcome(world.ask(who, "GET", path, {}))


def test_a_page_that_writes_is_caught(sealed):
    world, house = sealed

    @public
    def writes_beside_reading():
        context.begin_writing().execute(text("UPDATE person SET sex = 'M'"))
        return "looked"

    for site, answers in ((world.house, {200}), (house, {500, 503})):
        site.app.view_functions["certificates.verify"] = writes_beside_reading
        assert site.stranger().get("/verify").status_code in answers


@pytest.mark.parametrize(
    "change",
    [
        text("INSERT INTO agency (country, name) VALUES ('KZ', 'Planted')"),
        text("DELETE FROM audit_entry"),
        text("UPDATE person SET active = (1 = 1)"),
        text("DROP TABLE message"),
    ],
    ids=str,
)
def test_a_reading_unit_cannot_write(house, change):
    with house.look() as session, pytest.raises(DBAPIError, match=r"read-only|readonly"):
        session.execute(change)


def test_a_connection_that_read_can_write_in_its_next_unit_and_the_other_way_round(house):
    for _ in range(3):
        with house.look() as session, pytest.raises(DBAPIError):
            session.execute(text("DELETE FROM message"))
        with house.unit() as unit:
            unit.execute(text("DELETE FROM message"))
