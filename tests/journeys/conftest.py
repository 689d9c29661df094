"""A real browser in front of the house."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.house import House
from tests.journeys.site import FLAGS, Site, served

expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium a file; Playwright's loop must not outlive it, other files have loops of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def site(sqlite_house: House, chromium: Browser) -> Iterator[Site]:
    """The house, served and untouched. What the browsers complain about fails the test that caused it."""
    with served(sqlite_house.app) as address:
        made = Site(sqlite_house, address, chromium)
        yield made
        for context in chromium.contexts:
            context.close()
    assert made.complaints == []


@pytest.fixture(params=("en", "ru"))
def language(request: pytest.FixtureRequest) -> str:
    return request.param
