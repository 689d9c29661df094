"""A term of the glossary opens where it is read, and its link leads to its page whenever it cannot; searching."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys import looking
from tests.journeys.site import Site, Words, main

pytestmark = pytest.mark.xdist_group("browser-terms")

LESSON = "/modules/migration-policy/lessons/words-that-decide"
TERM = {"en": ("migrant", "General word for a person"), "ru": ("мигрант", "Общее понятие")}


@pytest.fixture
def reader(site: Site, language: str) -> Page:
    page = site.person("olga", language)
    page.goto(LESSON)
    return page


def first_term(page: Page) -> Locator:
    return page.locator("a.term").first


def test_the_keyboard_opens_a_term_in_place_and_escape_brings_it_back(reader: Page, language: str):
    page, box = reader, reader.locator("#term")
    name, definition = TERM[language]
    page.get_by_role("link", name=Words(language)("Skip to the content")).focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.term')"):
            break
    expect(first_term(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_accessible_name(name)
    expect(box.get_by_role("status")).to_contain_text(definition)
    expect(page).to_have_url(re.compile(f"{LESSON}$"))
    page.keyboard.press("Tab")
    expect(box.get_by_role("link")).to_be_focused()
    page.keyboard.press("Tab")
    expect(box.get_by_role("button", name=Words(language)("Close"))).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(first_term(page)).to_be_focused()


def test_the_open_term_lies_in_the_page_and_has_no_fault(reader: Page, language: str):
    for width in (1280, 360, 320):
        reader.set_viewport_size({"width": width, "height": 640})
        for term in reader.locator("a.term").all()[:3]:
            term.click()
            reader.locator("#term p[lang]").last.wait_for()
            told = reader.locator("#term").bounding_box()
            assert told["x"] >= 0
            assert told["x"] + told["width"] <= width
            expect(reader.locator("#term").get_by_role("button")).to_be_in_viewport()
            reader.keyboard.press("Escape")
    first_term(reader).click()
    expect(reader.locator("#term").get_by_role("status")).to_contain_text(TERM[language][1])
    assert looking.faults(reader, language) == []


def test_the_box_closes_by_its_button_and_leads_to_the_term_s_page(reader: Page, language: str):
    words, box = Words(language), reader.locator("#term")
    first_term(reader).click()
    box.get_by_role("button", name=words("Close")).click()
    expect(box).to_be_hidden()
    expect(first_term(reader)).to_be_focused()
    first_term(reader).click()
    box.get_by_role("link", name=words("In all languages")).click()
    expect(reader).to_have_url(re.compile("/glossary/migrant$"))


def test_a_term_is_asked_for_once(reader: Page):
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url) if ".json" in request.url else None)
    for _ in range(3):
        first_term(reader).click()
        expect(reader.locator("#term p[lang]").last).to_be_visible()
        reader.keyboard.press("Escape")
    assert len(asked) == 1


def test_while_it_is_looked_up_the_box_says_so(site: Site):
    page = site.person("olga")
    page.goto(LESSON)
    waiting: list[Route] = []
    page.route("**/glossary/*.json", lambda route: waiting.append(route))
    first_term(page).click()
    expect(page.locator("#term")).to_contain_text("Looking it up…")
    page.keyboard.press("Escape")
    with page.expect_console_message():
        waiting[0].abort()
    expect(page.locator("#term")).to_be_hidden()
    assert page.url.endswith(LESSON)
    site.forgive("ERR_FAILED")


def test_when_it_cannot_be_looked_up_the_link_is_followed(site: Site):
    page = site.person("olga")
    page.goto(LESSON)
    page.route("**/glossary/*.json", lambda route: route.abort())
    first_term(page).click()
    expect(page).to_have_url(re.compile("/glossary/migrant$"))
    expect(page.locator("h1")).to_have_text("migrant")
    site.forgive("ERR_FAILED")


def test_whoever_was_signed_out_meanwhile_is_led_to_sign_in_and_back(site: Site):
    page = site.person("olga")
    page.goto(LESSON)
    page.context.clear_cookies()
    first_term(page).click()
    expect(page).to_have_url(re.compile(r"/sign-in\?next=%2Fglossary%2Fmigrant$"))


def leads_to_the_page(page: Page, language: str) -> None:
    page.goto(LESSON)
    expect(page.locator("#term")).to_be_hidden()
    first_term(page).click()
    expect(page).to_have_url(re.compile("/glossary/migrant$"))
    expect(page.locator("h1")).to_have_text(TERM[language][0])


def test_without_script_the_link_leads_to_the_page(site: Site, language: str):
    leads_to_the_page(site.person("olga", language, java_script_enabled=False), language)


def test_in_a_browser_that_knows_no_popover_the_link_leads_to_the_page(site: Site, language: str):
    page = site.person("olga", language).context.new_page()
    page.add_init_script("delete HTMLElement.prototype.showPopover")
    leads_to_the_page(page, language)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_word_in_the_head_s_box_leads_to_the_lesson_that_holds_it(
    site: Site, language: str, javascript: bool
):
    words = Words(language)
    page = site.person("olga", language, java_script_enabled=javascript)
    page.goto("/progress")
    page.locator("header").get_by_role("searchbox", name=words("Search")).fill("ҚАЙТАРМАУ")
    page.locator("header").get_by_role("button", name=words("Search")).click()
    expect(main(page).locator("mark").first).to_have_text("қайтармау")
    main(page).get_by_role("searchbox").fill(
        {"en": "three lines from a shift log", "ru": "три строки из журнала смены"}[language]
    )
    main(page).get_by_role("button", name=words("Search")).click()
    main(page).locator(".found a").first.click()
    expect(page).to_have_url(re.compile(f"{LESSON}$"))
