"""Which passwords are taken: length counts, composition does not, and what anyone would try first is refused."""

import unicodedata

import pytest
from argon2 import extract_parameters
from flask import current_app
from flask_security.utils import get_hmac
from sqlalchemy import select

from course.accounts.models import Person
from course.accounts.passwords import LONGEST, refuse_weak
from course.base.errors import Refused
from tests.house import PASSWORD, hashed_password

KNOWN = ["Орлова", "Ольга", "Orlova", "Olga", "olga", "Border", "Service"]

REFUSED = [
    "",
    "short",
    "k7#mQ2!vX9p",
    "password1234",
    "PASSWORD1234",
    "passwordpassword",
    "Passw0rd1234",
    "пароль123456",
    "parol1234567",
    "qwertyuiop12",
    "йцукенгшщзхъ",
    "asdfghjklzxc",
    "123456789012",
    "098765432109",
    "000000000000",
    "aaaaaaaaaaaa",
    "abababababab",
    "ааааббббаааа",
    "            ",
    "zyxwvutsrqpo",
    "training-demo",
    "Training-Demo1",
    "letmein12345",
    "welcome12345",
    "iloveyou1234",
    "changeme2026",
    "admin1234567",
    "secretsecret",
    "migration2026",
    "миграция2026",
    "Almaty123456",
    "OlgaOrlova12",
    "orlova-olga-1",
    "Орлова12345!",
    "BorderService1",
    "x9-" * (LONGEST // 3 + 1),
]
ACCEPTED = [
    "four unrelated words here",
    "correct horse battery",
    "k7#mQ2!vX9pL",
    "no digits or capitals",
    "NO SMALL LETTERS HERE",
    "1 4 9 16 25 36 49",
    "тихий фонарь у реки",
    "Ақ боз ат тау астында",
    " leading and trailing ",
    "tab\tand \u00a0 odd spaces",
    "quotes ' \" < > & % { }",
    "🦊🚲🌋🎻🍋🧭🪁🦉🧵🛶🪐🎲",
    "my password is a quiet lantern",
    "a lantern for every word of it " * 4 + "1234",
    "quiet lantern " * 18,
]


@pytest.mark.parametrize("password", REFUSED)
def test_a_password_that_is_short_or_guessable_is_refused_with_what_to_choose(password):
    with pytest.raises(Refused, match="Choose"):
        refuse_weak(password, KNOWN)


@pytest.mark.parametrize("password", ACCEPTED)
def test_any_characters_are_taken_without_rules_of_composition(password):
    refuse_weak(password, KNOWN)


def test_what_is_guessable_for_one_person_is_not_for_another():
    refuse_weak("OlgaOrlova12", ["Stone", "Ann"])


def change(browser, new: str, current: str = PASSWORD):
    return browser.post("/account/password", current=current, password=new, again=new)


@pytest.mark.parametrize(
    "password", ["OlgaOlgova1", "olga@olgaova-1", "Olgaova-2026", "Border2026Service", "Орлова-Ольга1"]
)
def test_the_own_name_agency_and_mailbox_are_refused_on_the_page(sqlite_house, password):
    olga = sqlite_house.browser("olga")
    answer = change(olga, password)
    assert answer.status_code == 422
    assert "Choose" in answer.text
    assert password not in answer.text, "what was typed is not sent back"


@pytest.mark.parametrize(
    "password", [ACCEPTED[8], ACCEPTED[13], ACCEPTED[11], "e\u0301" * 3 + " quiet lantern"]
)
def test_a_chosen_password_is_neither_trimmed_nor_cut(sqlite_house, password):
    olga = sqlite_house.browser("olga")
    assert change(olga, password).status_code == 303
    for other in (password.strip(), password + " ", password[:-1], password[:72]):
        if other != password:
            assert sqlite_house.stranger().sign_in("olga@test.example", other).status_code == 422
    assert sqlite_house.stranger().sign_in("olga@test.example", password).status_code == 303


def test_the_same_keys_give_the_same_password_on_every_device(sqlite_house):
    olga = sqlite_house.browser("olga")
    composed = "тихий фонарь ёй"
    assert change(olga, composed).status_code == 303
    apart = unicodedata.normalize("NFD", composed)
    assert apart != composed
    assert sqlite_house.stranger().sign_in("olga@test.example", apart).status_code == 303


def test_two_different_entries_are_refused(sqlite_house):
    olga = sqlite_house.browser("olga")
    answer = olga.post(
        "/account/password", current=PASSWORD, password="a quiet lantern", again="a quiet lanterm"
    )
    assert answer.status_code == 422
    assert "differ" in answer.text


def test_the_password_of_now_is_needed_to_change_it(sqlite_house):
    olga = sqlite_house.browser("olga")
    assert change(olga, "a quiet lantern", current="not my password").status_code == 422
    assert sqlite_house.stranger().sign_in("olga@test.example").status_code == 303


def stored(house, name: str = "olga") -> str:
    with house.look() as session:
        return session.scalar(select(Person.password).where(Person.id == house.people[name]))


def is_strong(hashed: str) -> bool:
    """OWASP ASVS 5.0.0, 11.4.2: Argon2id with 46 MiB and one pass, or 19 MiB and two."""
    if not hashed.startswith("$argon2id$"):
        return False
    used = extract_parameters(hashed)
    return (used.memory_cost >= 46 * 1024) or (used.memory_cost >= 19 * 1024 and used.time_cost >= 2)


def weak_hash(app, **parameters: int) -> str:
    """The planted fault: a hash of the same password as an earlier release could have stored it."""
    with app.app_context():
        pwd_context = current_app.extensions["security"].pwd_context
        scheme = pwd_context.handler("argon2").using(**parameters)
        return scheme.hash(get_hmac(PASSWORD).decode())


def test_a_stored_hash_is_argon2id_above_the_bar_and_a_weak_one_is_seen(sqlite_house):
    assert is_strong(stored(sqlite_house))
    assert is_strong(hashed_password(sqlite_house.app))
    assert not is_strong(weak_hash(sqlite_house.app, memory_cost=8192, time_cost=1))
    assert not is_strong(weak_hash(sqlite_house.app, memory_cost=19456, time_cost=1))
    assert not is_strong("$2b$12$abcdefghijklmnopqrstuv")


def test_equal_passwords_have_unequal_hashes(sqlite_house):
    assert hashed_password(sqlite_house.app) != hashed_password(sqlite_house.app)


def test_a_hash_by_older_parameters_is_renewed_at_sign_in_and_at_no_other_time(house):
    weak = weak_hash(house.app, memory_cost=8192, time_cost=1)
    with house.unit() as session:
        house.person(session, "olga").password = weak
    assert house.stranger().sign_in("olga@test.example", "not my password").status_code == 422
    assert stored(house) == weak
    olga = house.browser("olga")
    renewed = stored(house)
    assert renewed != weak
    assert is_strong(renewed)
    assert olga.get("/account").status_code == 200, "the sign-in lives on"
    house.browser("olga")
    assert stored(house) == renewed
