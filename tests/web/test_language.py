"""In which language a page speaks: chosen, else the person's, else the browser's, else a fallback."""

import pytest


def speaks(answer) -> str:
    return answer.text.split('<html lang="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9", "ru"),
        ("en-GB,en;q=0.9,ru;q=0.5", "en"),
        ("kk", "kk"),
        ("uz;q=0.9,en;q=0.1", "uz"),
        ("tg,ky,tk", "tg"),
        ("de", "en"),
        ("nonsense;;q=x", "en"),
    ],
)
def test_a_stranger_is_spoken_to_as_the_browser_asks(sqlite_house, accepted, spoken):
    assert speaks(sqlite_house.stranger().get("/verify", headers={"Accept-Language": accepted})) == spoken


def test_a_choice_counts_more_than_the_browser_and_survives_sign_in(sqlite_house):
    browser = sqlite_house.stranger()
    assert browser.post("/language", language="ru", next="/verify").location == "/verify"
    assert speaks(browser.get("/verify", headers={"Accept-Language": "en"})) == "ru"
    browser.sign_in("olga@test.example")
    assert speaks(browser.get("/progress")) == "ru"
    browser.post("/language", language="en")
    assert speaks(browser.get("/progress")) == "en"


@pytest.mark.parametrize("code", ["fr", "de", "", "RU", "../ru", "en\r\nX: y", "x" * 5000])
def test_a_language_that_the_site_does_not_speak_changes_nothing(sqlite_house, code):
    olga = sqlite_house.browser("olga")
    olga.post("/language", language="ru")
    assert olga.post("/language", language=code, next="/progress").location == "/progress"
    assert speaks(olga.get("/progress")) == "ru"


def test_a_person_is_spoken_to_in_the_language_of_their_entry(sqlite_house):
    with sqlite_house.unit() as unit:
        sqlite_house.person(unit, "bahor").language = "tg"
        sqlite_house.person(unit, "olga").language = "ru"
    for name, spoken in (("bahor", "tg"), ("olga", "ru"), ("askar", "en")):
        page = sqlite_house.browser(name).get("/progress", headers={"Accept-Language": "en"})
        assert speaks(page) == spoken, name


def test_the_switch_comes_back_to_the_same_page_with_its_search(sqlite_house):
    page = sqlite_house.browser("olga").get("/glossary?search=risk").text
    assert 'name="next" value="/glossary?search=risk"' in page
    assert 'name="next" value="/verify"' in sqlite_house.stranger().get("/verify").text


def test_refusals_speak_the_chosen_language_too(sqlite_house):
    olga = sqlite_house.browser("olga")
    olga.post("/language", language="ru")
    answer = olga.get("/nothing")
    assert answer.status_code == 404
    assert speaks(answer) == "ru"
    assert "Nothing here" not in answer.text
