"""What every answer tells the browser (C2, C3, B12): policy, no sniffing, no caching of what is personal."""

from dataclasses import replace

import pytest

from course.app import create_app
from course.base.access import public
from course.config import Mode
from course.web import headers
from tests.contracts.access_table import World, settle, table
from tests.house import BASE, settings_for
from tests.web.looking import refused_parts

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
LIVE = "https://training.example.org"


def lacking(answer, path: str) -> list[str]:
    """What this answer should say and does not."""
    found = [name for name, value in ALWAYS.items() if answer.headers.get_all(name) != [value]]
    if not (path.startswith("/static/") and answer.status_code == 200):
        found += [] if "Cookie" in answer.headers.get("Vary", "") else ["Vary: Cookie"]
        cache = answer.headers.get("Cache-Control", "")
        found += [] if "no-store" in cache or cache.startswith("private") else ["Cache-Control"]
    if answer.mimetype == "text/html":
        found += refused_parts(answer.text)
    return found


def wrong_answers(world: World) -> list[str]:
    """A sentence for every address and principal whose answer lacks something."""
    found = []
    for key, cases in table(world).items():
        method = key.partition(" ")[0]
        for case in cases:
            for who in ("ada", "olga", "tomas", "stranger") if method == "GET" else ("stranger", "askar"):
                answer = world.ask(who, method, case.path, case.fields)
                found += [f"{method} {case.path} as {who}: {part}" for part in lacking(answer, case.path)]
                if key.endswith(("/sign-out", "/account/sign-outs")):
                    world.again(who)
    return found


def test_every_answer_carries_the_policy_and_holds_nothing_that_it_forbids(sqlite_house):
    assert wrong_answers(settle(sqlite_house)) == []


def test_a_site_without_the_headers_is_caught(sqlite_house):
    world = settle(sqlite_house)
    world.house.app.after_request_funcs[None].remove(headers._add)
    assert any("Content-Security-Policy" in line for line in wrong_answers(world))


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<script src="https://evil.example/x.js"></script>',
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<form action="/verify"><input name="csrf_token"></form>',
        '<a href="/verify?csrf_token=x">',
    ],
)
def test_what_the_policy_forbids_is_seen(html):
    assert refused_parts(html)


def failures(house):
    """Addresses that fail in every way there is, with the status they fail with."""

    @public
    def breaks():
        raise ZeroDivisionError("planted")

    house.app.view_functions["certificates.verify"] = breaks
    big = {"data": b"x" * 1_000_001, "headers": {"Sec-Fetch-Site": "same-origin"}, "method": "POST"}
    return [
        ("/nothing", {}, 404),
        ("/static/nothing.css", {}, 404),
        ("/language", {"method": "POST"}, 400),
        ("/language", {**big, "content_type": "application/x-www-form-urlencoded"}, 413),
        ("/verify", {}, 500),
        ("/progress", {"environ_overrides": {"HTTP_HOST": "evil.example"}}, 400),
        ("/modules/migration-policy", {}, 308),
    ]


def test_failures_carry_them_too(sqlite_house):
    olga = sqlite_house.browser("olga")
    for path, options, status in failures(sqlite_house):
        answer = olga.client.open(path, base_url=BASE, **options)
        assert answer.status_code == status, path
        assert lacking(answer, path) == [], (path, status)


@pytest.fixture
def live(sqlite_house, tmp_path):
    settings = replace(settings_for(tmp_path, "sqlite://", Mode.LIVE), base_url=LIVE)
    return create_app(settings, sqlite_house.catalogue, sqlite_house.database, sqlite_house.clock)


def signed_in(app, base):
    client = app.test_client()
    page = client.get("/sign-in", base_url=base).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "identity": "olga@test.example", "password": "four unrelated words here"}
    told = {"Sec-Fetch-Site": "same-origin", "Referer": f"{base}/sign-in"}
    return client, client.post("/sign-in", data=data, headers=told, base_url=base)


def test_over_https_the_browser_is_told_to_stay_there_and_keeps_the_cookie_to_this_host(live):
    client, answer = signed_in(live, LIVE)
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-course=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    for path in ("/progress", "/nothing", "/static/nothing.css"):
        assert client.get(path, base_url=LIVE).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_over_http_there_is_another_cookie_and_no_such_promise(sqlite_house):
    olga = sqlite_house.stranger()
    answer = olga.sign_in("olga@test.example")
    assert answer.headers["Set-Cookie"].startswith("course_plain=")
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert "Strict-Transport-Security" not in answer.headers


def test_the_cookie_of_plain_http_opens_nothing_over_https(sqlite_house, live):
    plain = sqlite_house.browser("olga").client.get_cookie("course_plain", domain="127.0.0.1")
    client = live.test_client()
    client.set_cookie("course_plain", plain.value, domain="training.example.org")
    assert client.get("/progress", base_url=LIVE).status_code == 303
