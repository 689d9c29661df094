"""Every change needs a valid form token and a request that this site itself started (C1)."""

import pytest

from course.web import access
from tests.contracts.access_table import keys_of, settle
from tests.contracts.rows import all_rows
from tests.contracts.test_named_fields import writes
from tests.house import BASE

OWN = {"Sec-Fetch-Site": "same-origin"}
FORGERIES = {
    "no token": ("", OWN),
    "a token of another browser": ("other", OWN),
    "another site": ("own", {"Sec-Fetch-Site": "cross-site", "Origin": BASE}),
    "neither header": ("own", {}),
    "a foreign origin": ("own", {"Origin": "https://evil.example"}),
    "a neighbouring site": ("own", {"Sec-Fetch-Site": "same-site"}),
    "an address typed by hand": ("own", {"Sec-Fetch-Site": "none"}),
    "an origin that hides": ("own", {"Origin": "null"}),
    "another port": ("own", {"Origin": "http://127.0.0.1:9999"}),
    "another scheme": ("own", {"Origin": "https://127.0.0.1:8000"}),
}


def send(world, who, method, path, fields, token, headers):
    client = world.browsers[who].client
    if method == "PUT":
        told = {**headers, **({"X-CSRFToken": token} if token else {})}
        return client.open(path, method=method, json=fields, headers=told, base_url=BASE)
    data = {**fields, **({"csrf_token": token} if token else {})}
    return client.open(path, method=method, data=data, headers=headers, base_url=BASE)


def accepted_forgeries(world) -> list[str]:
    """Every write × every forgery; a sentence for each that was not refused with 400."""
    found = []
    for key, (who, path, fields) in writes(world).items():
        tokens = {"": "", "own": world.tokens[who], "other": world.tokens["olga"]}
        for name, (token, headers) in FORGERIES.items():
            answer = send(world, who, key.partition(" ")[0], path, fields, tokens[token], headers)
            if answer.status_code != 400 or "no longer valid" not in answer.text:
                found.append(f"{key} with {name}: {answer.status_code}")
    return found


def test_every_write_refuses_every_forgery_and_changes_nothing(sqlite_house):
    world = settle(sqlite_house)
    assert set(writes(world)) == {key for key in keys_of(world.house.app) if not key.startswith("GET ")}
    before = all_rows(sqlite_house)
    assert accepted_forgeries(world) == []
    assert all_rows(sqlite_house) == before


def test_a_site_that_does_not_look_is_caught(sqlite_house, monkeypatch):
    world = settle(sqlite_house)
    monkeypatch.setattr(access, "_refuse_forged", lambda: None)
    assert len(accepted_forgeries(world)) > len(writes(world))


@pytest.mark.parametrize("headers", [OWN, {"Origin": BASE}, {**OWN, "Origin": BASE}])
def test_a_request_of_our_own_page_is_let_through(sqlite_house, headers):
    olga = sqlite_house.browser("olga")
    data = {"csrf_token": olga.token(), "language": "ru", "next": "/progress"}
    answer = olga.client.post("/language", data=data, headers=headers, base_url=BASE)
    assert (answer.status_code, answer.location) == (303, "/progress")


def test_a_token_in_the_address_is_no_token(sqlite_house):
    olga = sqlite_house.browser("olga")
    answer = olga.client.post(f"/language?csrf_token={olga.token()}", headers=OWN, base_url=BASE)
    assert answer.status_code == 400


def test_a_token_dies_with_its_sign_in(sqlite_house):
    olga = sqlite_house.browser("olga")
    old = olga.token()
    olga.sign_in("olga@test.example")
    data = {"csrf_token": old, "language": "ru"}
    assert olga.client.post("/language", data=data, headers=OWN, base_url=BASE).status_code == 400
