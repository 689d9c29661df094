"""A real browser in front of the house."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.house import House
from tests.journeys.site import FLAGS, Browsers, Doorway, Site, served

expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def doorway() -> Doorway:
    return Doorway()


@pytest.fixture(scope="module")
def browsers(doorway: Doorway) -> Iterator[Browsers]:
    """One Chromium a file; Playwright's loop must not outlive it, other files have loops of their own."""
    with sync_playwright() as playwright, served(doorway) as address:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield Browsers(chromium, address)
        chromium.close()


@pytest.fixture
def site(sqlite_house: House, doorway: Doorway, browsers: Browsers) -> Iterator[Site]:
    """The house, served and untouched. What the browsers complain about fails the test that caused it."""
    before = browsers.taken
    with doorway.leading_to(sqlite_house.app):
        yield Site(sqlite_house, browsers)
        complaints = list(browsers.complaints)
        browsers.rest(before)
    assert complaints == []


@pytest.fixture(params=("en", "ru"))
def language(request: pytest.FixtureRequest) -> str:
    return request.param
