"""The link of the first start: once, within a day, and only while there is no administrator."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from course.accounts.actions import PersonDetails, add_person, make_first_administrator_link
from course.accounts.models import OneTimeLink, Person
from course.app import create_app
from course.base import audit
from course.base.access import Role
from course.migrations import upgrade
from tests.house import Clock, House, settings_for

PASSWORD = "seven quiet lanterns"


@pytest.fixture
def empty_house(empty_database, tmp_path, packed, catalogue) -> House:
    """A migrated site without anybody in it."""
    upgrade.to_head(empty_database)
    (tmp_path / "static").symlink_to(packed)
    clock = Clock()
    url = empty_database.url.render_as_string(hide_password=False)
    app = create_app(settings_for(tmp_path, url), catalogue, empty_database, clock)
    return House(app, empty_database, catalogue, clock)


def link(house: House) -> str:
    with house.unit() as session:
        return f"/first-administrator/{make_first_administrator_link(session, house.clock())}"


def fill(browser, path: str, email: str = "ada@test.example", password: str = PASSWORD):
    filled = {"surname": "Admin", "given_name": "Ada", "email": email, "language": "en"}
    return browser.post(path, **filled, password=password, again=password)


def administrators(house: House) -> list[str]:
    with house.look() as session:
        return sorted(p.email for p in session.scalars(select(Person)) if Role.ADMIN in p.roles_held)


def test_the_link_makes_one_administrator_who_is_signed_in_at_once(empty_house):
    path, ada = link(empty_house), empty_house.stranger()
    assert "You set up this site" in ada.get(path).text
    assert fill(ada, path).location == "/manage/"
    assert ada.get("/manage/people").status_code == 200
    assert administrators(empty_house) == ["ada@test.example"]
    assert empty_house.stranger().sign_in("ada@test.example", PASSWORD).status_code == 303


def test_the_link_works_once(empty_house):
    path = link(empty_house)
    fill(empty_house.stranger(), path)
    assert empty_house.stranger().get(path).status_code == 404
    assert fill(empty_house.stranger(), path, "eve@test.example").status_code == 404
    assert administrators(empty_house) == ["ada@test.example"]


def test_two_who_use_the_link_at_the_same_moment_do_not_both_become_administrators(empty_house):
    path = link(empty_house)
    people = [empty_house.stranger() for _ in range(6)]
    for person in people:
        person.token()

    def use_it(place: int) -> int:
        return fill(people[place], path, f"ada{place}@test.example").status_code

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(use_it, range(6))) == [303, *[404] * 5]
    assert len(administrators(empty_house)) == 1


@pytest.mark.parametrize(("hours", "status"), [(0, 200), (23.9, 200), (24, 404), (240, 404)])
def test_the_link_lasts_a_day(empty_house, hours, status):
    path = link(empty_house)
    empty_house.clock.forward(hours=hours)
    assert empty_house.stranger().get(path).status_code == status
    answer = fill(empty_house.stranger(), path)
    assert answer.status_code == (303 if status == 200 else 404)


def test_a_newer_link_ends_the_older_one(empty_house):
    older, newer = link(empty_house), link(empty_house)
    assert empty_house.stranger().get(older).status_code == 404
    assert empty_house.stranger().get(newer).status_code == 200


def test_the_link_opens_nothing_once_there_is_an_administrator(empty_house):
    path = link(empty_house)
    with empty_house.unit() as session:
        ann = PersonDetails("Stone", "Ann", email="ann@test.example")
        add_person(session, audit.operator("tests"), empty_house.clock(), ann, {Role.ADMIN})
    assert empty_house.stranger().get(path).status_code == 404
    assert fill(empty_house.stranger(), path).status_code == 404
    assert administrators(empty_house) == ["ann@test.example"]


def test_a_weak_password_does_not_use_the_link_up(empty_house):
    path = link(empty_house)
    assert fill(empty_house.stranger(), path, password="training-demo").status_code == 422
    assert administrators(empty_house) == []
    assert fill(empty_house.stranger(), path).status_code == 303


def test_the_database_does_not_hold_the_token(empty_house):
    path = link(empty_house)
    with empty_house.look() as session:
        row = session.scalars(select(OneTimeLink)).one()
        assert path.rpartition("/")[2] not in str(vars(row))


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00"])
def test_an_invented_token_is_nothing(empty_house, token):
    link(empty_house)
    assert empty_house.stranger().get(f"/first-administrator/{token}").status_code == 404


def test_names_of_nothing_but_spaces_are_refused(empty_house):
    path = link(empty_house)
    filled = {"surname": "   ", "given_name": "\t", "email": "ada@test.example", "language": "en"}
    answer = empty_house.stranger().post(path, **filled, password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 422
    assert administrators(empty_house) == []
