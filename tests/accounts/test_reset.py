"""The link in the letter: one use, one hour, one purpose, in nobody's log."""

import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask_security.utils import hash_data
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select

from course.accounts.actions import make_first_administrator_link
from course.accounts.models import Person
from course.messages.models import Message
from tests.house import BASE, PASSWORD

NEW = "seven quiet lanterns"
OTHER = "eight quiet lanterns"
STALE = "This link was used before or is too old."


def letters(house) -> list[Message]:
    with house.look() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def link_for(house, name: str = "olga") -> str:
    """What the person finds in their letter."""
    assert house.stranger().post("/password-reset", email=f"{name}@test.example").status_code == 200
    return re.search(rf"{BASE}(/password-reset/\S+)", letters(house)[-1].body)[1]


def use(house, link: str, new: str = NEW):
    return house.stranger().post(link, password=new, again=new)


def test_a_person_who_forgot_chooses_a_new_password_by_the_link(house):
    link = link_for(house)
    assert "Choose a new password" in house.stranger().get(link).text
    assert use(house, link).location == "/sign-in"
    assert house.stranger().sign_in("olga@test.example", PASSWORD).status_code == 422
    assert house.stranger().sign_in("olga@test.example", NEW).status_code == 303


def test_the_link_works_once(house):
    link = link_for(house)
    assert use(house, link).status_code == 303
    again = use(house, link, OTHER)
    assert again.status_code == 409
    assert STALE in again.text
    assert house.stranger().get(link).status_code == 409
    assert house.stranger().sign_in("olga@test.example", OTHER).status_code == 422


def test_two_who_use_one_link_at_the_same_moment_do_not_both_succeed(house):
    link = link_for(house)
    people = [house.stranger() for _ in range(4)]
    for person in people:
        person.token()

    def use_it(place: int):
        new = f"{place} quiet lanterns in a row"
        return people[place].post(link, password=new, again=new).status_code

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(use_it, range(4))) == [303, 409, 409, 409]


def test_looking_at_the_page_does_not_use_the_link_up(sqlite_house):
    link = link_for(sqlite_house)
    for _ in range(3):
        assert sqlite_house.stranger().get(link).status_code == 200
    assert use(sqlite_house, link).status_code == 303


def test_a_weak_or_mistyped_password_does_not_use_the_link_up(sqlite_house):
    link = link_for(sqlite_house)
    assert use(sqlite_house, link, "short").status_code == 422
    assert sqlite_house.stranger().post(link, password=NEW, again=OTHER).status_code == 422
    assert use(sqlite_house, link).status_code == 303


def test_every_link_dies_when_the_password_changes_by_any_way(sqlite_house):
    first, second = link_for(sqlite_house), link_for(sqlite_house)
    olga = sqlite_house.browser("olga")
    olga.post("/account/password", current=PASSWORD, password=NEW, again=NEW)
    assert use(sqlite_house, first, OTHER).status_code == 409
    assert use(sqlite_house, second, OTHER).status_code == 409


def test_the_link_of_a_person_suspended_meanwhile_opens_nothing(sqlite_house):
    link = link_for(sqlite_house)
    sqlite_house.browser("ada").post(f"/manage/people/{sqlite_house.people['olga']}/suspension")
    assert use(sqlite_house, link).status_code == 409


def token_made(house, *, seconds_ago: int = 0, purpose: str = "reset", key: str = "s" * 48) -> str:
    """A token as the site itself makes them, made earlier or for something else."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - seconds_ago

    own = house.app.extensions["security"].reset_serializer
    salt = house.app.config[f"SECURITY_{purpose.upper()}_SALT"]
    maker = URLSafeTimedSerializer(key, salt=salt, signer=Earlier)
    with house.app.app_context(), house.look() as session:
        olga = session.get_one(Person, house.people["olga"])
        token = maker.dumps([olga.fs_uniquifier, hash_data(olga.password)])
    assert own.salt == house.app.config["SECURITY_RESET_SALT"].encode()
    return token


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (59, 200), (61, 409), (60 * 24, 409)])
def test_the_link_lasts_sixty_minutes(sqlite_house, minutes, status):
    token = token_made(sqlite_house, seconds_ago=minutes * 60)
    assert sqlite_house.stranger().get(f"/password-reset/{token}").status_code == status


@pytest.mark.parametrize("purpose", ["login", "confirm", "remember", "change_email"])
def test_a_token_for_another_purpose_is_refused(sqlite_house, purpose):
    token = token_made(sqlite_house, purpose=purpose)
    assert sqlite_house.stranger().get(f"/password-reset/{token}").status_code == 409


def test_a_token_signed_by_another_key_is_refused(sqlite_house):
    token = token_made(sqlite_house, key="z" * 48)
    assert sqlite_house.stranger().get(f"/password-reset/{token}").status_code == 409


def test_the_first_administrators_token_and_a_reset_token_do_not_stand_in_for_each_other(sqlite_house):
    with sqlite_house.unit() as session:
        first = make_first_administrator_link(session, sqlite_house.clock())
    assert sqlite_house.stranger().get(f"/password-reset/{first}").status_code == 409
    reset = link_for(sqlite_house).rpartition("/")[2]
    assert sqlite_house.stranger().get(f"/first-administrator/{reset}").status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b.c", "WyJ4Il0.aaaaaa.bbbb", "%00", "é", "." * 300])
def test_nonsense_in_place_of_a_token_is_a_dead_link(sqlite_house, token):
    assert sqlite_house.stranger().get(f"/password-reset/{token}").status_code == 409


def test_neither_the_link_nor_a_password_is_ever_in_a_log(sqlite_house, caplog):
    caplog.set_level(logging.DEBUG)
    link = link_for(sqlite_house)
    use(sqlite_house, link, "short")
    use(sqlite_house, link)
    use(sqlite_house, link)
    sqlite_house.stranger().sign_in("olga@test.example", OTHER)
    logging.getLogger("course").warning("the check sees what is logged: %s", "planted-secret")
    assert "planted-secret" in caplog.text
    for secret in (link.rpartition("/")[2], NEW, OTHER, PASSWORD):
        assert secret not in caplog.text


def test_the_letter_is_in_the_persons_language_and_not_in_the_askers(sqlite_house):
    with sqlite_house.unit() as session:
        sqlite_house.person(session, "olga").language = "ru"
        sqlite_house.person(session, "askar").language = "de"
    asker = sqlite_house.stranger()
    asker.headers["Accept-Language"] = "en"
    for name in ("olga", "askar", "tomas"):
        asker.post("/password-reset", email=f"{name}@test.example")
    russian, *others = letters(sqlite_house)
    assert [russian.language, *(other.language for other in others)] == ["ru", "en", "en"]
    assert russian.subject == "Задайте новый пароль"
    assert {other.subject for other in others} == {"Choose a new password"}
    assert "Орлова Ольга" in russian.body
    assert "60" in russian.body
    assert f"{BASE}/password-reset/" in russian.body


def test_nobody_is_written_to_who_is_unknown_suspended_or_without_an_address(sqlite_house):
    with sqlite_house.unit() as session:
        bahor = sqlite_house.person(session, "bahor")
        bahor.email, bahor.service_number = None, "TJ-1@post.example"
    for address in ("nobody@test.example", "sus@test.example", "tj-1@post.example"):
        assert sqlite_house.stranger().post("/password-reset", email=address).status_code == 200
    assert letters(sqlite_house) == []


def test_a_person_just_added_gets_a_letter_to_choose_the_first_password(sqlite_house):
    ada = sqlite_house.browser("ada")
    added = {
        "surname": "Нова",
        "given_name": "Нина",
        "surname_latin": "Nova",
        "given_name_latin": "Nina",
        "email": "nina@test.example",
        "country": "KZ",
        "language": "ru",
        "role": "official",
    }
    assert ada.post("/manage/people", **added).status_code == 303
    (letter,) = letters(sqlite_house)
    assert (letter.to_address, letter.language) == ("nina@test.example", "ru")
    link = re.search(rf"{BASE}(/password-reset/\S+)", letter.body)[1]
    assert sqlite_house.stranger().sign_in("nina@test.example", PASSWORD).status_code == 422
    assert use(sqlite_house, link).status_code == 303
    assert use(sqlite_house, link).status_code == 409
    assert sqlite_house.stranger().sign_in("nina@test.example", NEW).status_code == 303
