"""The site answers to its own name only, and writes no other name into anything (C4)."""

from sqlalchemy import select

from course.messages.models import Message
from tests.contracts.rows import all_rows
from tests.house import BASE

FORGED = (
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "evil.example/127.0.0.1",
    "127.0.0.1 evil.example",
    "127.0.0.2",
    "0.0.0.0",
    "[::2]",
    "notlocalhost",
    "127.0.0.1:evil",
    "127.0.0.1,evil.example",
    "*",
)


PATHS = ("/verify", "/sign-in", "/static/nothing", "/healthz", "/progress", "/modules", "/nothing")


def wrong_answers(house) -> list[str]:
    """A sentence for every forged name under which an address answers, or repeats the name."""
    stan, olga, found = house.stranger(), house.browser("olga"), []
    for host in FORGED:
        for path in PATHS:
            for browser in (stan, olga):
                answer = browser.get(path, environ_overrides={"HTTP_HOST": host})
                if answer.status_code != 400 or "evil" in answer.text + str(answer.headers):
                    found.append(f"{path} under {host}: {answer.status_code}")
    return found


def test_another_host_name_is_refused_everywhere(sqlite_house):
    assert wrong_answers(sqlite_house) == []


def test_a_site_that_answers_to_any_name_is_caught(sqlite_house):
    sqlite_house.app.config["TRUSTED_HOSTS"] = None
    assert len(wrong_answers(sqlite_house)) > len(PATHS)


def test_the_demo_answers_to_the_names_of_this_machine(sqlite_house):
    stan = sqlite_house.stranger()
    for host in ("127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:8000"):
        assert stan.get("/verify", environ_overrides={"HTTP_HOST": host}).status_code == 200


def test_a_forged_name_causes_no_letter(sqlite_house):
    stan = sqlite_house.stranger()
    data = {"csrf_token": stan.token(), "email": "olga@test.example"}
    told = {"Sec-Fetch-Site": "same-origin"}
    before = all_rows(sqlite_house)
    for host in FORGED:
        name = {"HTTP_HOST": host}
        answer = stan.client.post(
            "/password-reset", data=data, headers=told, base_url=BASE, environ_overrides=name
        )
        assert answer.status_code == 400, host
    assert all_rows(sqlite_house) == before


FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Original-Host": "evil.example",
    "X-Host": "evil.example",
    "Forwarded": "host=evil.example;proto=https",
}


def test_headers_of_a_proxy_that_nobody_named_reach_no_link(sqlite_house):
    stan = sqlite_house.stranger()
    data = {"csrf_token": stan.token(), "email": "olga@test.example"}
    told = {"Sec-Fetch-Site": "same-origin", **FORWARDED}
    assert stan.client.post("/password-reset", data=data, headers=told, base_url=BASE).status_code == 200
    with sqlite_house.look() as session:
        letter = session.scalars(select(Message)).one()
    assert f"{BASE}/password-reset/" in letter.body
    assert "evil" not in letter.body + letter.subject
    page = stan.client.get("/modules", headers=FORWARDED, base_url=BASE)
    assert "evil" not in page.headers.get("Location", "") + page.text


def test_links_in_letters_come_from_the_setting_and_not_from_the_name_that_was_used(sqlite_house):
    stan = sqlite_house.stranger()
    other = "http://localhost:8000"
    page = stan.client.get("/password-reset", base_url=other).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    stan.client.post(
        "/password-reset",
        data={"csrf_token": token, "email": "olga@test.example"},
        headers={"Sec-Fetch-Site": "same-origin"},
        base_url=other,
    )
    with sqlite_house.look() as session:
        assert f"{BASE}/password-reset/" in session.scalars(select(Message)).one().body
