"""What is too large or too deep is refused before it is read (G1)."""

import io

import pytest

from tests.contracts.rows import all_rows
from tests.house import BASE

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def askar(sqlite_house):
    browser = sqlite_house.browser("askar")
    browser.attempt = sqlite_house.start(browser)
    return browser


def form(browser, path, **options):
    return browser.client.post(path, headers=OWN, base_url=BASE, **options)


def refusals(browser) -> dict[str, int]:
    """What is sent → the status it gets."""
    token = browser.token()
    question = f"/attempts/{browser.attempt}/questions/1"
    headers = {**OWN, "X-CSRFToken": token}
    answers = f"/attempts/{browser.attempt}/answers/1"
    deep = '{"sequence": 0, "fields": ' + "[" * 90_000 + "]" * 90_000 + "}"
    parts = {f"part{number}": "x" for number in range(300)}
    urlencoded = "application/x-www-form-urlencoded"

    def put(body):
        return browser.client.put(
            answers, data=body, headers=headers, base_url=BASE, content_type="application/json"
        ).status_code

    return {
        "a body of a megabyte": form(
            browser, question, data=b"a=" + b"x" * 1_000_000, content_type=urlencoded
        ).status_code,
        "a part of 200 KB": form(
            browser,
            question,
            data={"csrf_token": token, "answer": "x" * 200_001},
            content_type="multipart/form-data",
        ).status_code,
        "three hundred parts": form(
            browser, question, data={"csrf_token": token, **parts}, content_type="multipart/form-data"
        ).status_code,
        "a megabyte of JSON": put(b'{"sequence": 0, "fields": {"answer": ["' + b"x" * 1_000_000 + b'"]}}'),
        "JSON ninety thousand deep": put(deep),
        "half a JSON": put(b'{"sequence": 0, "fields"'),
        "JSON in another tongue": put(b"\xff\xfe{}"),
        "a number without end": put(b'{"sequence": ' + b"9" * 5000 + b', "fields": {}}'),
        "a sequence that no page has": put(b'{"sequence": 1000001, "fields": {}}'),
    }


EXPECTED = {
    "a body of a megabyte": 413,
    "a part of 200 KB": 413,
    "three hundred parts": 413,
    "a megabyte of JSON": 413,
    "JSON ninety thousand deep": 400,
    "half a JSON": 400,
    "JSON in another tongue": 400,
    "a number without end": 400,
    "a sequence that no page has": 400,
}


def test_what_is_too_large_or_too_deep_is_refused_and_changes_nothing(askar, sqlite_house):
    before = all_rows(sqlite_house)
    assert refusals(askar) == EXPECTED
    assert all_rows(sqlite_house) == before


def test_a_site_without_limits_is_caught(askar, sqlite_house):
    sqlite_house.app.config.update(MAX_CONTENT_LENGTH=None, MAX_FORM_MEMORY_SIZE=None, MAX_FORM_PARTS=None)
    said = refusals(askar)
    assert [name for name, status in EXPECTED.items() if status == 413 and said[name] == 413] == []


def test_a_body_that_does_not_tell_its_length_is_cut_off_too(askar):
    body = io.BytesIO(b"a=" + b"x" * 2_000_000)
    answer = form(
        askar,
        "/language",
        input_stream=body,
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert answer.status_code in {400, 413}


def test_a_stranger_is_refused_the_same(sqlite_house):
    stan = sqlite_house.stranger()
    for path in ("/sign-in", "/password-reset", "/language"):
        answer = form(
            stan, path, data=b"a=" + b"x" * 1_000_000, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 413, path
        assert "That is too large" in answer.text
