"""The time that is left, as the page says it: by the server's clock, whatever the device believes."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from course.assessment.models import Attempt
from tests.assessment.quizzes import rewrite
from tests.journeys.site import QUIZ, Site, Words, answer_of, give, saved

pytestmark = pytest.mark.xdist_group("browser-time")

_SHIFT = """
(() => {
  const Real = Date;
  const shift = %d;
  window.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [Real.now() + shift])); }
    static now() { return Real.now() + shift; }
  };
})();
"""
DAY = 86_400_000
ZONES = {-DAY: "Pacific/Midway", 0: "Asia/Almaty", DAY: "Pacific/Kiritimati"}
"""A window of its own for each wrong clock: the tests share windows of one kind."""


def question(site: Site, minutes: float, language: str = "en", shift: int = 0, **options: object) -> Page:
    """Olga before the first question of an attempt that ends so many minutes from now."""
    rewrite(site.house, QUIZ, time_limit=timedelta(minutes=minutes))
    attempt = site.house.start(site.house.browser("olga"))
    page = site.person("olga", language, timezone_id=ZONES[shift], **options)
    page.add_init_script(_SHIFT % shift)
    page.goto(f"/attempts/{attempt}/questions/1")
    return page


@pytest.mark.parametrize("shift", [-DAY, 0, DAY], ids=["a day behind", "right", "a day ahead"])
def test_a_clock_set_a_day_wrong_changes_nothing(site: Site, shift: int):
    page = question(site, 12, shift=shift)
    believed = page.evaluate("(Date.now() - performance.timeOrigin) / 86400000")
    assert round(believed) == round(shift / DAY), "the device's clock is as wrong as it should be"
    expect(page.locator("#time-left")).to_have_text("12 minutes left, until 17:12")
    answer_first(site, page)
    expect(page.locator("#time-left")).to_have_text("12 minutes left, until 17:12")
    site.house.clock.forward(minutes=3)
    page.reload()
    expect(page.locator("#time-left")).to_have_text("9 minutes left, until 17:12")


def answer_first(site: Site, page: Page) -> None:
    """Answer the first question, and wait until that is saved."""
    with site.house.look() as session:
        attempt = session.scalars(select(Attempt.id)).one()
    _, asked = site.questions(attempt)[0]
    give(page, answer_of(asked))
    saved(page)


def test_it_is_calm_until_the_last_five_minutes_and_says_so_once_to_those_who_listen(
    site: Site, language: str
):
    words = Words(language)
    page = question(site, 5.04, language)
    line, said = page.locator("#time-left"), page.locator("#time-said")
    one, many = "{minutes} minute left, until {time}", "{minutes} minutes left, until {time}"

    def sentence(number: int) -> str:
        text = words.count(one, many, number)
        return text.replace("{minutes}", str(number)).replace("{time}", "17:05")

    expect(line).to_have_text(sentence(6))
    assert "is-short" not in line.get_attribute("class")
    assert said.text_content() == ""
    expect(line).to_have_text(sentence(5))
    expect(said).to_have_text(sentence(5))
    assert "is-short" in line.get_attribute("class")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('time-left', {detail: {left: 119, until: '17:05'}}))"
    )
    expect(line).to_have_text(sentence(2))
    expect(said).to_have_text(sentence(5))
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('time-left', {detail: {left: 60, until: '17:05'}}))"
    )
    expect(said).to_have_text(sentence(1))
    page.evaluate("document.dispatchEvent(new CustomEvent('time-left', {detail: {left: 0, until: '17:05'}}))")
    expect(line).to_have_text(words("The time is over. What was saved in time counts."))


def test_extra_time_reaches_the_page_with_the_next_answer(site: Site):
    page = question(site, 12)
    house = site.house
    answer = house.browser("tomas").post(
        "/events/spring/accommodations", whom="event", occasion="", minutes="15", reason="The lamp failed."
    )
    assert answer.status_code == 303
    answer_first(site, page)
    expect(page.locator("#time-left")).to_have_text("27 minutes left, until 17:27")


def test_without_script_the_page_says_until_when(site: Site):
    page = question(site, 12, java_script_enabled=False)
    expect(page.locator("#time-left")).to_have_text("Time until 17:12")
