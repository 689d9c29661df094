"""Nothing is open by default; every address × every principal; forbidden and absent look the same (A1–A4)."""

import pytest
from flask import Blueprint
from werkzeug.exceptions import Forbidden

import course.app
from course.app import create_app
from course.base.access import Permission, public, requires
from course.base.errors import ConfigurationError
from tests.contracts.access_table import EVERYBODY, keys_of, settle, table, wrong_cells
from tests.house import BASE, settings_for


def planted(house, rule, view, **options):
    """The site with one more address, added where the slices are."""
    extra = Blueprint("planted", __name__)
    extra.add_url_rule(rule, "view", view, **options)
    house.app.register_blueprint(extra)
    return house


def test_a_route_that_says_nothing_about_access_stops_the_start(sqlite_house, tmp_path, monkeypatch):
    bare = Blueprint("bare", __name__)
    bare.add_url_rule("/bare", "bare", lambda: "open to all by mistake")
    monkeypatch.setattr(course.app, "SLICES", (*course.app.SLICES, bare))
    house = sqlite_house
    with pytest.raises(ConfigurationError, match=r"/bare .*neither @requires.* nor @public"):
        create_app(settings_for(tmp_path, "sqlite://"), house.catalogue, house.database)


@pytest.mark.parametrize("mark", [public, requires(Permission.LEARN)])
def test_a_route_that_says_who_may_starts(sqlite_house, tmp_path, monkeypatch, mark):
    marked = Blueprint("marked", __name__)
    marked.add_url_rule("/marked", "marked", mark(lambda: "fine"))
    monkeypatch.setattr(course.app, "SLICES", (*course.app.SLICES, marked))
    house = sqlite_house
    assert create_app(settings_for(tmp_path, "sqlite://"), house.catalogue, house.database)


def test_every_address_of_the_site_stands_in_the_table_and_no_other(sqlite_house):
    world = settle(sqlite_house)
    assert keys_of(world.house.app) == set(table(world))


def test_an_address_missing_from_the_table_is_caught(sqlite_house):
    planted(sqlite_house, "/planted", requires(Permission.LEARN)(lambda: "new"))
    world = settle(sqlite_house)
    assert keys_of(world.house.app) - set(table(world)) == {"GET /planted"}


def test_every_principal_reaches_exactly_what_the_table_says(house):
    embedded = house.database.engine.dialect.name == "sqlite"
    tried, wrong = wrong_cells(settle(house), heads=embedded)
    assert not wrong, "\n".join(wrong)
    assert tried >= (1500 if embedded else 1000)


def test_a_view_opened_to_too_many_is_caught(sqlite_house):
    world = settle(sqlite_house)
    world.house.app.view_functions["desk.manage"] = requires(Permission.LEARN)(lambda: "too open")
    _, wrong = wrong_cells(world, {"GET /manage/"})
    assert {line.split()[3].rstrip(":") for line in wrong} == EVERYBODY - {
        "stranger", "sus", "igor", "ada", "august"
    }  # fmt: skip


def test_a_refusal_that_tells_that_something_is_there_is_caught(sqlite_house):
    world = settle(sqlite_house)

    @requires(Permission.LEARN)
    def tells(**_):
        raise Forbidden

    world.house.app.view_functions["desk.manage"] = tells
    _, wrong = wrong_cells(world, {"GET /manage/"})
    assert any("broken (403)" in line for line in wrong)


def test_a_404_of_its_own_wording_is_caught(sqlite_house):
    world = settle(sqlite_house)
    world.house.app.view_functions["review.attempt_page"] = requires(Permission.REVIEW)(
        lambda attempt_id: ("This attempt belongs to another event.", 404)
    )
    _, wrong = wrong_cells(world, {"GET /review/attempts/<int:attempt_id>"})
    assert any("differs from the one of an address that does not exist" in line for line in wrong)


ABSENT_OR_FORBIDDEN = (
    "/manage",
    "/manage/",
    "/manage/nothing",
    "/review",
    "/nothing",
    "/nothing/",
    "/static2/x",
)


def test_a_stranger_is_sent_to_sign_in_from_every_address_that_is_not_public(sqlite_house):
    stan = sqlite_house.stranger()
    for path in ABSENT_OR_FORBIDDEN:
        answer = stan.get(path)
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path.replace('/', '%2F')}")


def test_an_official_gets_404_where_management_is_and_where_nothing_is(sqlite_house):
    olga = sqlite_house.browser("olga")
    for path in ABSENT_OR_FORBIDDEN:
        assert olga.get(path).status_code == 404, path


def test_an_address_without_its_last_slash_still_leads_those_who_may(sqlite_house):
    answer = sqlite_house.browser("ada").get("/manage")
    assert answer.status_code == 308
    assert answer.location.endswith("/manage/")


def test_a_method_that_nobody_serves_tells_nothing(sqlite_house):
    olga, stan = sqlite_house.browser("olga"), sqlite_house.stranger()
    for method in ("OPTIONS", "DELETE", "PATCH", "PUT", "TRACE", "PROPFIND"):
        for path in ("/manage/", "/progress", "/nothing"):
            answer = olga.client.open(path, method=method, base_url=BASE)
            assert (answer.status_code, answer.headers.get("Allow")) == (404, None), (method, path)
            assert stan.client.open(path, method=method, base_url=BASE).status_code == 303, (method, path)
