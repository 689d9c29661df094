"""The way in, the way out, and the cookie between them."""

import re

import pytest
from sqlalchemy import select

from course.accounts import actions
from course.accounts.models import Person, SignIn
from course.accounts.sign_in import password_hash
from course.app import create_app
from course.base import audit
from course.base.access import Role
from course.config import Mode, Settings
from course.maintenance.demo_names import ADMINISTRATOR
from course.messages.models import Message
from tests.house import BASE, PASSWORD, Browser

HTTPS = "https://training.example.org"
WRONG = "This e-mail or service number and password do not belong together."


@pytest.mark.parametrize(
    "identity",
    ["olga@test.example", "OLGA@Test.Example", "  olga@test.example ", "kz-0042", "KZ-0042", " Kz-0042 "],
)
def test_people_sign_in_by_address_or_service_number_in_capitals_or_not(house, identity):
    with house.unit() as session:
        house.person(session, "olga").service_number = "KZ-0042"
    olga = house.stranger()
    assert olga.sign_in(identity).status_code == 303
    assert "olga@test.example" in olga.get("/account").text


def test_an_address_or_number_belongs_to_one_person_however_it_is_written(house):
    details = [("OLGA@test.example", None), ("new@test.example", "kz-0042")]
    with house.unit() as session:
        house.person(session, "olga").service_number = "KZ-0042"
    for email, number in details:
        person = actions.PersonDetails("New", "Person", email=email, service_number=number)
        with house.unit() as session, pytest.raises(actions.Refused, match="already belongs"):
            actions.add_person(session, audit.operator("tests"), house.clock(), person)


def told(answer, *typed: str) -> tuple[int, str]:
    """Status and page, without the form token and what the person typed themself."""
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
    for text in typed:
        page = page.replace(text, "")
    return answer.status_code, page


def test_known_unknown_suspended_and_unfinished_people_get_the_same_words(sqlite_house):
    with sqlite_house.unit() as session:
        sqlite_house.person(session, "askar").password = None
    wrong = "not the password"
    answers = {
        told(sqlite_house.stranger().sign_in(identity, password), identity)
        for identity, password in [
            ("olga@test.example", wrong),
            ("nobody@test.example", wrong),
            ("KZ-9999", wrong),
            ("sus@test.example", wrong),
            ("sus@test.example", PASSWORD),
            ("askar@test.example", wrong),
            ("askar@test.example", PASSWORD),
        ]
    }
    ((status, page),) = answers
    assert status == 422
    assert WRONG in page


def test_a_forgotten_password_tells_nobody_who_is_known(sqlite_house):
    answers = {
        told(sqlite_house.stranger().post("/password-reset", email=address), address)
        for address in ("olga@test.example", "nobody@test.example", "sus@test.example")
    }
    ((status, _),) = answers
    assert status == 200


def planted_teller(app) -> None:
    """The planted fault: a site that says of an unknown address that it is unknown."""

    def tell(response):
        if response.status_code == 422 and b"nobody@" in response.data:
            response.set_data(response.data + b"There is no such person.")
        return response

    app.after_request(tell)


def test_the_comparison_sees_a_site_that_tells(sqlite_house):
    planted_teller(sqlite_house.app)
    known, unknown = (
        told(sqlite_house.stranger().sign_in(identity, "wrong"), identity)
        for identity in ("olga@test.example", "nobody@test.example")
    )
    assert known != unknown


@pytest.mark.parametrize("password", ["", " ", "x" * 1001, PASSWORD.upper(), f" {PASSWORD}", PASSWORD[:-1]])
def test_anything_but_the_password_is_refused(sqlite_house, password):
    olga = sqlite_house.stranger()
    assert olga.sign_in("olga@test.example", password).status_code == 422
    assert olga.get("/account").status_code == 303


def test_default_sign_ins_are_in_no_database_outside_the_demo(sqlite_house):
    details = [(ADMINISTRATOR.email, "training-demo"), ("admin", "admin"), ("admin@demo.example", "password")]
    for identity, password in details:
        assert sqlite_house.stranger().sign_in(identity, password).status_code == 422


@pytest.mark.parametrize("mode", [Mode.ROOM, Mode.LIVE])
def test_the_demonstration_password_is_on_no_page_outside_the_demo(sqlite_house, mode):
    client = site(sqlite_house, mode, HTTPS).test_client()
    for path in ("/sign-in", "/password-reset", "/verify"):
        page = client.get(path, base_url=HTTPS).text
        assert "training-demo" not in page
        assert "demo.example" not in page
    assert "training-demo" in sqlite_house.stranger().get("/sign-in").text, "the demo does show it"


# The cookie


def site(house, mode: Mode, base_url: str):
    settings = Settings(
        mode=mode,
        data_dir=house.app.extensions["course_settings"].data_dir,
        database_url="",
        secret_key="s" * 48,
        password_salt="t" * 48,
        base_url=base_url,
        mail_url=None,
    )
    return create_app(settings, house.catalogue, house.database, house.clock)


def cookie_of(browser: Browser) -> str:
    found = browser.client.get_cookie("course_plain", "127.0.0.1")
    assert found is not None
    return found.value


def is_let_in(house, cookie: str) -> bool:
    """Whether a thief who shows this cookie sees the account."""
    thief = house.stranger()
    thief.client.set_cookie("course_plain", cookie, domain="127.0.0.1")
    answer = thief.get("/account")
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


def by_sign_out(house, olga):
    answer = olga.post("/sign-out")
    assert answer.headers["Clear-Site-Data"]


def by_changing_the_password(house, olga):
    new = "seven quiet lanterns"
    assert olga.post("/account/password", current=PASSWORD, password=new, again=new).status_code == 303
    assert olga.get("/account").status_code == 200, "this browser is signed in anew"


def by_reset(house, olga):
    stranger = house.stranger()
    stranger.post("/password-reset", email="olga@test.example")
    link = reset_link(house)
    new = "seven quiet lanterns"
    assert stranger.post(link, password=new, again=new).status_code == 303


def reset_link(house) -> str:
    with house.look() as session:
        letter = session.scalars(select(Message).order_by(Message.id.desc())).first()
    return re.search(rf"{BASE}(/password-reset/\S+)", letter.body)[1]


def by_suspension(house, olga):
    assert house.browser("ada").post(f"/manage/people/{house.people['olga']}/suspension").status_code == 303


def by_a_gain_of_rights(house, olga):
    house.browser("ada").post(f"/manage/people/{house.people['olga']}/roles", role="trainer")


def by_signing_out_everywhere(house, olga):
    other = house.browser("olga")
    assert other.post("/account/sign-outs").status_code == 303


def by_twelve_hours(house, olga):
    house.clock.forward(hours=12)


def by_a_new_sign_in_of_the_same_browser(house, olga):
    olga.post("/sign-out")
    assert olga.sign_in("olga@test.example").status_code == 303


ENDINGS = [
    by_sign_out,
    by_changing_the_password,
    by_reset,
    by_suspension,
    by_a_gain_of_rights,
    by_signing_out_everywhere,
    by_twelve_hours,
    by_a_new_sign_in_of_the_same_browser,
]


@pytest.mark.parametrize("end", ENDINGS)
def test_an_old_cookie_is_refused_after_the_sign_in_ended(house, end):
    olga = house.browser("olga")
    cookie = cookie_of(olga)
    assert is_let_in(house, cookie)
    end(house, olga)
    assert not is_let_in(house, cookie)


def test_the_replay_sees_a_sign_in_that_is_only_forgotten_by_the_browser(sqlite_house):
    """The planted fault is a default Flask session: the cookie is deleted, and a copy of it still works."""
    olga = sqlite_house.browser("olga")
    cookie = cookie_of(olga)
    olga.client.delete_cookie("course_plain", domain="127.0.0.1")
    assert olga.get("/account").status_code == 303
    assert is_let_in(sqlite_house, cookie)


def test_a_role_taken_away_is_gone_on_the_very_next_request(house):
    tomas = house.browser("tomas")
    assert tomas.get("/events/spring/results").status_code == 200
    ada = house.browser("ada")
    ada.post(f"/manage/people/{house.people['tomas']}/roles/trainer/withdrawal")
    assert tomas.get("/events/spring/results").status_code in (303, 404)
    assert not is_reviewer(house, cookie_of(tomas))


def is_reviewer(house, cookie: str) -> bool:
    thief = house.stranger()
    thief.client.set_cookie("course_plain", cookie, domain="127.0.0.1")
    return thief.get("/review/").status_code == 200


def test_every_sign_in_has_a_new_key_of_which_the_database_holds_only_the_hash(sqlite_house):
    olga = sqlite_house.stranger()
    olga.token()
    before = cookie_of(olga)
    olga.sign_in("olga@test.example")
    first = key_of(sqlite_house, olga)
    again = sqlite_house.browser("olga")
    second = key_of(sqlite_house, again)
    assert first != second
    assert len(first) >= 43, "32 random bytes"
    assert not is_let_in(sqlite_house, before)
    with sqlite_house.look() as session:
        rows = session.scalars(select(SignIn)).all()
        assert len(rows) == 2
        everything = " ".join(str(vars(row)) for row in rows)
    assert first not in everything
    assert second not in everything


def key_of(house, browser: Browser) -> str:
    serializer = house.app.session_interface.get_signing_serializer(house.app)
    return serializer.loads(cookie_of(browser))["key"]


def test_a_cookie_without_a_living_row_or_with_another_persons_is_refused(sqlite_house):
    serializer = sqlite_house.app.session_interface.get_signing_serializer(sqlite_house.app)
    olga, ada = (serializer.loads(cookie_of(sqlite_house.browser(name))) for name in ("olga", "ada"))
    assert is_let_in(sqlite_house, serializer.dumps(olga))
    for forged in (
        olga | {"key": "invented"},
        {name: value for name, value in olga.items() if name != "key"},
        olga | {"_user_id": ada["_user_id"]},
        olga | {"key": ada["key"]},
    ):
        assert not is_let_in(sqlite_house, serializer.dumps(forged))
    assert not is_let_in(sqlite_house, serializer.dumps(olga)[:-2])


def test_who_was_suspended_and_is_readmitted_signs_in_anew(sqlite_house):
    olga = sqlite_house.browser("olga")
    cookie = cookie_of(olga)
    ada, place = sqlite_house.browser("ada"), f"/manage/people/{sqlite_house.people['olga']}"
    ada.post(f"{place}/suspension")
    assert sqlite_house.stranger().sign_in("olga@test.example").status_code == 422
    ada.post(f"{place}/readmission")
    assert not is_let_in(sqlite_house, cookie)
    assert sqlite_house.stranger().sign_in("olga@test.example").status_code == 303


def signed_in_cookie(client, base_url: str) -> str:
    page = client.get("/sign-in", base_url=base_url).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = client.post(
        "/sign-in",
        data={"csrf_token": token, "identity": "olga@test.example", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin", "Referer": f"{base_url}/sign-in"},
        base_url=base_url,
    )
    assert answer.status_code == 303
    return answer.headers["Set-Cookie"]


def test_over_https_the_cookie_is_bound_to_the_host_and_hidden(sqlite_house):
    client = site(sqlite_house, Mode.LIVE, HTTPS).test_client()
    name, *flags = (part.strip() for part in signed_in_cookie(client, HTTPS).split(";"))
    assert name.startswith("__Host-course=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert not any(flag.startswith("Domain") for flag in flags)
    assert not any(flag.startswith(("Expires", "Max-Age")) for flag in flags), "gone with the browser"
    answer = client.get("/account", base_url=HTTPS)
    assert answer.status_code == 200
    assert int(answer.headers["Strict-Transport-Security"].removeprefix("max-age=")) >= 31_536_000


def test_over_http_the_cookie_has_another_name_and_no_https_header_is_sent(sqlite_house):
    client = sqlite_house.app.test_client()
    name, *flags = (part.strip() for part in signed_in_cookie(client, BASE).split(";"))
    assert name.startswith("course_plain=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert "Secure" not in flags
    assert "Strict-Transport-Security" not in client.get("/account", base_url=BASE).headers


def test_a_cookie_of_the_plain_network_opens_nothing_over_https(sqlite_house):
    plain = cookie_of(sqlite_house.browser("olga"))
    client = site(sqlite_house, Mode.LIVE, HTTPS).test_client()
    client.set_cookie("course_plain", plain, domain="training.example.org")
    assert client.get("/account", base_url=HTTPS).status_code == 303
    client.set_cookie("__Host-course", plain, domain="training.example.org", secure=True)
    assert client.get("/account", base_url=HTTPS).status_code == 200, "the same value under the right name"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(sqlite_house):
    olga = sqlite_house.stranger()
    wanted = olga.get("/quizzes/migration-policy/").location
    assert wanted == "/sign-in?next=%2Fquizzes%2Fmigration-policy%2F"
    answer = olga.post(
        "/sign-in", identity="olga@test.example", password=PASSWORD, next="/quizzes/migration-policy/"
    )
    assert answer.location == "/quizzes/migration-policy/"


def test_the_last_administrator_cannot_be_suspended(house):
    with house.unit() as session:
        hashed = session.get_one(Person, house.people["ada"]).password
        other = actions.PersonDetails("Other", "Otto", email="otto@test.example")
        actions.add_person(session, audit.operator("tests"), house.clock(), other, {Role.ADMIN}, hashed)
        otto = session.scalars(select(Person.id).where(Person.email == "otto@test.example")).one()
    otto_browser = house.stranger()
    otto_browser.sign_in("otto@test.example")
    assert otto_browser.post(f"/manage/people/{house.people['ada']}/suspension").status_code == 303
    assert otto_browser.post(f"/manage/people/{otto}/suspension").status_code == 409
    assert house.stranger().sign_in("otto@test.example").status_code == 303


def test_a_hash_is_made_by_the_site_and_never_equals_the_password(sqlite_house):
    with sqlite_house.app.app_context():
        assert PASSWORD not in password_hash(PASSWORD)
