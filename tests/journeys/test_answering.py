"""What a tired official does to a quiz page, and what must not be lost by it."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from course.assessment.models import Answer, Grade, Submission
from course.questions.question import Question
from tests.journeys.site import (
    EVERY_KIND,
    Fields,
    Site,
    Words,
    answer_of,
    give,
    given,
    main,
    primary,
    saved,
    sign_in,
    speak,
)

pytestmark = pytest.mark.xdist_group("browser-answers")


class Sitting:
    """Olga in front of an attempt that holds every kind of question."""

    def __init__(self, site: Site, language: str = "en", **options: object) -> None:
        self.site, self.language, self.words = site, language, Words(language)
        self.attempt = site.attempt_with_every_kind("olga")
        self.page = site.person("olga", language, **options)

    def place(self, kind: str) -> tuple[int, Question]:
        """The first question of this kind: position and question."""
        return next((at, one) for at, one in self.site.questions(self.attempt) if one.kind == kind)

    def open(self, kind: str, page: Page | None = None) -> tuple[Fields, Fields]:
        """Open the first question of this kind; its right answer and another one."""
        position, question = self.place(kind)
        (page or self.page).goto(f"/attempts/{self.attempt}/questions/{position}")
        return answer_of(question), answer_of(question, rightly=False)

    def steps(self) -> list[dict]:
        with self.site.house.look() as session:
            return [answer.response for answer in session.scalars(select(Answer).order_by(Answer.id))]


def tidy(fields: Fields) -> Fields:
    """Fields in the order in which `given` reads them, empty ones left out."""
    return {name: sorted(values) for name, values in fields.items() if values and values[0]}


def status(page: Page, state: str):
    """The line beside the question, once it is in this state."""
    line = page.locator(f"#save-status[data-state={state}]")
    line.wait_for()
    return line


def test_an_answer_is_saved_as_it_changes_and_is_there_after_a_reload_and_on_another_device(
    site: Site, language: str
):
    sitting = Sitting(site, language)
    page, rights = sitting.page, {}
    time = re.escape(sitting.words("Saved at %(time)s", time="|")).replace(r"\|", r"\d\d:\d\d")
    for kind in sorted(EVERY_KIND):
        rights[kind], _ = sitting.open(kind)
        give(page, rights[kind])
        expect(status(page, "saved")).to_have_text(re.compile(f"^{time}$"))
    page.reload()
    assert given(page) == tidy(rights[kind])
    phone = site.person("olga", language)
    for kind, right in rights.items():
        sitting.open(kind, phone)
        assert given(phone) == tidy(right), kind
        assert main(phone).locator("[aria-current=page].is-answered").count() == 1


def test_a_lost_connection_is_told_calmly_and_the_answer_goes_out_when_it_is_back(site: Site, language: str):
    sitting = Sitting(site, language)
    page = sitting.page
    right, _ = sitting.open("single")
    page.context.set_offline(True)
    give(page, right)
    waiting = sitting.words(
        "No connection. Your answer waits on this page and is sent when the connection is back."
    )
    expect(status(page, "waiting")).to_have_text(waiting)
    primary(page).click()
    expect(status(page, "waiting")).to_have_text(waiting)
    assert sitting.steps() == []
    page.context.set_offline(False)
    page.wait_for_url(lambda url: not url.endswith(f"/questions/{sitting.place('single')[0]}"))
    assert len(sitting.steps()) == 1
    sitting.open("single")
    assert given(page) == tidy(right)
    site.forgive("ERR_INTERNET_DISCONNECTED")


def test_without_pressing_anything_the_answer_goes_out_when_the_connection_is_back(site: Site):
    sitting = Sitting(site)
    right, _ = sitting.open("numeric")
    sitting.page.context.set_offline(True)
    give(sitting.page, right)
    status(sitting.page, "waiting")
    sitting.page.context.set_offline(False)
    saved(sitting.page)
    assert len(sitting.steps()) == 1
    site.forgive("ERR_INTERNET_DISCONNECTED")


def test_going_on_before_the_slow_link_has_answered_is_no_conflict_with_oneself(site: Site):
    sitting = Sitting(site)
    page = sitting.page
    held: list[Route] = []
    right, _ = sitting.open("multiple")
    [(name, values)] = right.items()
    page.route("**/answers/*", lambda route: route.continue_() if held else held.append(route))
    page.locator(f'main [value="{values[0]}"]').check()
    _until(page, lambda: held)
    answer = held[0].fetch()
    for value in values[1:]:
        page.locator(f'main [value="{value}"]').check()
    with page.expect_navigation():
        primary(page).click(no_wait_after=True)
        held[0].fulfill(response=answer)
    expect(main(page).locator(".notice")).to_have_count(0)
    sitting.open("multiple")
    assert given(page) == tidy({name: values})


def test_an_answer_whose_receipt_was_lost_is_no_conflict_with_the_next_one(site: Site):
    sitting = Sitting(site)
    page = sitting.page
    right, wrong = sitting.open("single")
    lost: list[Route] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route)
        route.fetch()
        route.abort()

    page.route("**/answers/*", lose)
    give(page, wrong)
    status(page, "waiting")
    give(page, right)
    saved(page)
    page.reload()
    assert given(page) == tidy(right)
    assert len(sitting.steps()) == 2
    site.forgive("ERR_FAILED")


def test_a_second_tab_is_told_and_neither_answer_is_lost(site: Site, language: str):
    sitting = Sitting(site, language)
    page = sitting.page
    right, wrong = sitting.open("single")
    second = page.context.new_page()
    sitting.open("single", second)
    give(page, wrong)
    saved(page)
    give(second, right)
    told = sitting.words(
        "This question was answered in another tab or on another device since this page was loaded."
    )
    expect(status(second, "waiting")).to_have_text(told)
    primary(second).click()
    expect(second.get_by_role("alert")).to_contain_text(told)
    expect(second.get_by_role("alert")).to_contain_text(sitting.words("Saved elsewhere:"))
    assert given(second) == tidy(right)
    primary(second).click()
    sitting.open("single")
    assert given(page) == tidy(right)
    site.forgive("409")


def test_what_cannot_be_read_is_told_at_once_and_kept_on_the_page(site: Site, language: str):
    sitting = Sitting(site, language)
    page = sitting.page
    right, _ = sitting.open("numeric")
    [(name, _)] = right.items()
    give(page, {name: ["около пяти"]})
    told = status(page, "waiting").inner_text()
    primary(page).click()
    expect(page.get_by_role("alert")).to_have_text(told)
    assert given(page) == {name: ["около пяти"]}
    assert sitting.steps() == []
    site.forgive("422")


def test_two_quick_presses_on_submit_are_one_submission_and_back_shows_the_result(site: Site, language: str):
    sitting = Sitting(site, language)
    page = sitting.page
    page.goto(f"/attempts/{sitting.attempt}/submission")
    page.get_by_role("button", name=sitting.words("Submit the quiz")).dblclick()
    page.wait_for_url("**/result")
    with site.house.look() as session:
        assert session.scalar(select(func.count(Submission.id))) == 1
        assert session.scalar(select(func.count(Grade.id))) == 12
    result = page.locator("h1").inner_text()
    page.go_back()
    page.wait_for_url("**/result")
    assert page.locator("h1").inner_text() == result
    page.goto(f"/attempts/{sitting.attempt}/questions/1")
    page.wait_for_url("**/result")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_sign_in_that_ends_while_answering_keeps_the_answer(site: Site, language: str, javascript: bool):
    sitting = Sitting(site, language, java_script_enabled=javascript)
    page = sitting.page
    right, _ = sitting.open("matching")
    site.house.clock.forward(hours=13)
    give(page, right)
    if javascript:
        told = "You are signed out. Your answer stays on this page: press “Save and go on”, sign in, and it will be here."
        expect(status(page, "waiting")).to_have_text(sitting.words(told))
    primary(page).click()
    page.wait_for_url("**/sign-in?*")
    sign_in(page, "olga", language)
    expect(main(page).get_by_role("status").first).to_contain_text(
        sitting.words(
            "Your sign-in had ended before this answer was saved. Here it is again: look at it, then save it."
        )
    )
    assert given(page) == tidy(right)
    primary(page).click()
    sitting.open("matching")
    assert given(page) == tidy(right)


def test_a_page_from_before_the_last_sign_in_does_not_blame_the_connection(site: Site, language: str):
    sitting = Sitting(site, language)
    page = sitting.page
    right, _ = sitting.open("single")
    second = page.context.new_page()
    site.house.clock.forward(hours=13)
    sign_in(second, "olga", language)
    give(page, right)
    expect(status(page, "waiting")).to_have_text(sitting.words("Load the page again and answer once more."))
    site.forgive("400")


def test_the_language_changes_in_mid_quiz_and_the_questions_stay(site: Site):
    sitting = Sitting(site)
    page = sitting.page
    english = [question.ask["en"] for _, question in site.questions(sitting.attempt)]
    russian = [question.ask["ru"] for _, question in site.questions(sitting.attempt)]
    right, _ = sitting.open("multiple")
    give(page, right)
    saved(page)
    position = sitting.place("multiple")[0]
    options = page.locator("main .option input").evaluate_all("nodes => nodes.map(node => node.value)")
    for language, asks in (("ru", russian), ("en", english), ("ru", russian)):
        speak(page, language)
        assert page.url.endswith(f"/questions/{position}")
        expect(page.locator("legend").first).to_have_text(asks[position - 1])
        assert (
            page.locator("main .option input").evaluate_all("nodes => nodes.map(node => node.value)")
            == options
        )
        assert given(page) == tidy(right)
    for position, ask in enumerate(russian, start=1):
        page.goto(f"/attempts/{sitting.attempt}/questions/{position}")
        expect(page.locator("legend").first).to_have_text(ask)


def test_leaving_with_an_unsaved_answer_is_asked_about(site: Site):
    sitting = Sitting(site)
    page, asked = sitting.page, []
    right, _ = sitting.open("single")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    give(page, right)
    status(page, "waiting")
    page.get_by_role("link", name=sitting.words("Progress")).click(no_wait_after=True)
    _until(page, lambda: asked)
    assert asked == ["beforeunload"]
    assert given(page) == tidy(right)
    page.close()
    site.forgive("ERR_INTERNET_DISCONNECTED")


def _until(page: Page, held) -> None:
    for _ in range(200):
        if held():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not happen")
