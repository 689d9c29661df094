"""Four people walk their whole way in a real browser: official, trainer, administrator, stranger."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.house import PASSWORD
from tests.journeys.site import EVERY_KIND, Site, Words, answer_of, give, main, press, primary, saved, sign_in

pytestmark = pytest.mark.xdist_group("browser-walks")

FOCUS = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect(), look = getComputedStyle(node);
  return {
    text: (node.innerText || node.value || node.name || "").trim(),
    name: node.getAttribute("name") || "", value: node.value || "", type: node.type || node.localName,
    index: node.selectedIndex ?? -1, values: node.options ? [...node.options].map((one) => one.value) : [],
    body: node === document.body,
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
      && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def read_every_lesson(page: Page, words: Words) -> int:
    """From the start page, lesson after lesson, by the one filled button; the number of lessons read."""
    read = 0
    page.goto("/")
    while primary(page).inner_text() in {words("Start reading"), words("Go on reading")}:
        primary(page).click()
        while primary(page).inner_text() == words("Mark as read and go on"):
            primary(page).click()
            read += 1
        page.goto("/")
    return read


def sit(site: Site, page: Page, javascript: bool) -> None:
    """From the start page through the rules and every question, rightly, up to the check page."""
    primary(page).click()
    primary(page).click()
    attempt = int(page.url.split("/")[4])
    for position, question in site.questions(attempt):
        assert page.url.endswith(f"/questions/{position}")
        give(page, answer_of(question))
        if javascript:
            saved(page)
        press(page)


@pytest.mark.parametrize(
    ("language", "javascript"),
    [("en", True), ("ru", False)],
    ids=["en-with-script", "ru-without-script"],
)
def test_an_official_goes_from_sign_in_to_a_passed_quiz(site: Site, language: str, javascript: bool):
    words = Words(language)
    page = site.stranger(language, java_script_enabled=javascript)
    page.goto("/progress")
    expect(page.locator("html")).to_have_attribute("lang", language)
    sign_in(page, "olga", language)
    expect(page).to_have_url(re.compile("/progress$"))
    page.goto("/")
    assert primary(page).inner_text() == words("Go to the test")
    sit(site, page, javascript)
    page.get_by_role("button", name=words("Hand in the test")).click()
    expect(main(page).get_by_text(words("You have handed in this test."))).to_be_visible()
    assert read_every_lesson(page, words) == len(site.house.catalogue.published_lessons())

    for _ in site.house.catalogue.package.required_quizzes:
        page.goto("/")
        assert primary(page).inner_text() == words("Go to the quiz")
        sit(site, page, javascript)
        expect(main(page).get_by_text(words("All questions are answered."))).to_be_visible()
        page.get_by_role("button", name=words("Submit the quiz")).click()
        expect(main(page).get_by_text(words("You have passed this quiz."))).to_be_visible()
        expect(main(page).get_by_text("100\u00a0%").first).to_be_visible()
    primary(page).click()
    everything = words(
        "Every rule is met. The administrator can now issue your certificate; you need to do nothing more."
    )
    expect(main(page).get_by_text(everything)).to_be_visible()


def test_every_kind_of_question_is_answered_and_judged(site: Site, language: str):
    words = Words(language)
    attempt = site.attempt_with_every_kind("olga")
    page = site.person("olga", language)
    page.goto("/quizzes/migration-policy/")
    primary(page).click()
    kinds = {}
    for position, question in site.questions(attempt):
        kinds.setdefault(question.kind, position)
        give(page, answer_of(question, rightly=kinds[question.kind] == position))
        saved(page)
        press(page)
    assert set(kinds) == EVERY_KIND
    page.get_by_role("button", name=words("Submit the quiz")).click()
    cards = page.locator(".answer-card")
    for position, question in site.questions(attempt):
        verdict = cards.nth(position - 1).locator(".state")
        if kinds[question.kind] == position:
            expect(verdict).to_have_text(words("Right"))
        else:
            expect(verdict).not_to_have_text(words("Right"))


def test_a_practice_question_answers_in_place(site: Site, language: str):
    words = Words(language)
    page = site.person("olga", language)
    lesson = next(one for one in site.house.catalogue.published_lessons() if one.practice)
    page.goto(f"/modules/{lesson.module}/lessons/{lesson.key}")
    for key in lesson.practice:
        question = site.house.catalogue.questions[key]
        for rightly, verdict in ((False, "Not quite."), (True, "Right.")):
            fields = {
                f"{key}.{name}": values for name, values in answer_of(question, rightly=rightly).items()
            }
            give(page, fields)
            page.locator(f"#{key}").get_by_role("button").click()
            expect(page.locator(f"#{key} [role=status] strong").first).to_have_text(words(verdict))
            assert page.url.endswith(f"#{key}")


def test_a_trainer_goes_from_the_events_to_one_attempt_and_takes_the_table_away(site: Site, language: str):
    words = Words(language)
    site.house.pass_quiz(site.house.browser("olga"), rightly=False)
    page = site.person("tomas", language)
    page.goto("/")
    page.get_by_role("link", name=words("Review"), exact=True).click()
    main(page).get_by_role(
        "link", name={"en": "The spring training", "ru": "Обучение spring"}[language]
    ).click()
    row = page.locator("tr", has_text="Орлова")
    expect(row.locator(".state")).to_have_text(words("Not passed"))
    with page.expect_download() as taken:
        page.get_by_role("button", name=words("Download as XLSX")).click()
    table = load_workbook(BytesIO(taken.value.path().read_bytes())).active
    rows = [[cell.value for cell in row] for row in table.rows]
    assert rows[0][0] == words("Surname")
    assert "Орлова" in [row[0] for row in rows]
    with page.expect_download() as taken:
        page.get_by_role("button", name=words("Download as CSV")).click()
    assert "Орлова" in taken.value.path().read_text("utf-8-sig")
    row.get_by_role("link", name=words("Attempt %(number)d", number=1)).click()
    expect(page.locator("h1")).to_contain_text("Орлова")
    expect(page.locator(".answer-card")).to_have_count(12)


def test_an_administrator_finds_a_person_issues_a_certificate_and_revokes_it(site: Site, language: str):
    words = Words(language)
    olga = site.house.browser("olga")
    site.house.read_every_lesson(olga)
    site.house.pass_every_quiz(olga)
    page = site.person("ada", language)
    page.goto("/")
    page.get_by_role("link", name=words("See the list of people")).click()
    page.get_by_label(words("Name, e-mail or service number")).fill("орлова ольга")
    page.get_by_role("button", name=words("Find")).click()
    page.get_by_role("link", name="Орлова Ольга").click()
    expect(main(page).get_by_text("olga@test.example")).to_be_visible()

    page.goto("/manage/")
    page.locator("li", has_text="spring").get_by_role("link", name=words("Certificates")).click()
    issue = words.count("Issue one certificate", "Issue %(num)d certificates", 1)
    page.get_by_role("button", name=issue).click()
    expect(page.get_by_role("status").first).to_have_text(
        words.count("%(num)d certificate issued.", "%(num)d certificates issued.", 1)
    )
    page.locator("tr", has_text="Орлова").get_by_role("link").click()
    expect(page.locator(".verdict.is-valid")).to_contain_text("Орлова Ольга")
    code = page.url.rsplit("/", 1)[1]
    assert primary(page).inner_text() == words("Open the certificate (PDF)")
    pdf = page.request.get(str(primary(page).get_attribute("href")))
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")

    page.locator("summary", has_text=words("Revoke this certificate")).click()
    page.get_by_role("textbox").fill("Выдан по ошибке.")
    page.get_by_role("button", name=words("Revoke this certificate")).click()
    expect(page.locator(".verdict.is-revoked")).to_be_visible()
    stan = site.stranger(language)
    stan.goto(f"/verify/{code}")
    expect(stan.locator(".verdict.is-revoked")).to_be_visible()
    expect(main(stan).get_by_text("Выдан по ошибке.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_stranger_checks_a_certificate_by_the_code_on_the_paper(
    site: Site, language: str, javascript: bool
):
    words = Words(language)
    olga = site.house.browser("olga")
    site.house.read_every_lesson(olga)
    site.house.pass_every_quiz(olga)
    ada = site.house.browser("ada")
    site.house.issue(ada)
    code = re.search(r'/certificates/([0-9A-Z]{26})"', ada.get("/events/spring/certificates").text)[1]

    page = site.stranger(language, java_script_enabled=javascript)
    page.goto("/sign-in")
    page.get_by_role("link", name=words("Check a certificate")).click()
    typed = "-".join(code[place : place + 5] for place in range(0, 26, 5)).lower()
    page.get_by_label(words("Code of the certificate")).fill(f" {typed} ")
    primary(page).click()
    expect(page.locator(".verdict.is-valid")).to_contain_text("Орлова Ольга")
    expect(page.locator("html")).to_have_attribute("lang", language)

    page.goto("/verify")
    page.get_by_label(words("Code of the certificate")).fill("A" * 26)
    primary(page).click()
    expect(page.locator(".verdict.is-unknown")).to_have_text(words("There is no certificate with this code."))
    site.forgive("404")


def test_what_is_wrong_with_a_form_takes_the_focus_and_leads_to_the_field(site: Site, language: str):
    words = Words(language)
    page = site.person("ada", language)
    page.goto("/manage/people/new")
    primary(page).click()
    page.locator("#errors:focus").wait_for()
    expect(page.locator("#errors")).to_contain_text(words("This was not accepted yet. Please look at:"))
    page.locator("#errors a").first.click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") in {"surname", "given_name"}
    field = page.locator("#surname")
    assert field.get_attribute("aria-invalid") == "true"
    assert page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text().strip()
    site.forgive("422")


class Keys:
    """Hands that know the keyboard only. Wherever the focus comes, it must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def follow(self) -> None:
        """Press what has the focus and wait for the page behind it."""
        with self.page.expect_navigation():
            self.press("Enter")

    def focus(self) -> dict:
        return self.page.evaluate(FOCUS)

    def reach(self, wanted) -> dict:
        """Tab until `wanted` holds for the focused element."""
        met = []
        for _ in range(120):
            self.press("Tab")
            focus = self.focus()
            if focus["body"]:
                continue
            assert focus["seen"], f"the focus cannot be seen on {focus} of {self.page.url}"
            if wanted(focus):
                return focus
            met.append(focus["text"][:30])
        raise AssertionError(f"the keyboard does not reach it; it came past {met}")

    def reach_text(self, text: str) -> None:
        self.reach(lambda focus: focus["text"] == text)

    def skip_to_content(self, words: Words) -> None:
        self.reach_text(words("Skip to the content"))
        self.press("Enter")

    def give(self, fields: dict[str, list[str]]) -> None:
        for name, values in fields.items():
            for value in values:
                self._give(name, value)

    def _give(self, name: str, value: str) -> None:
        focus = self.focus()
        in_group = focus["name"] == name and focus["type"] == "checkbox"
        if not in_group or focus["value"] != value:
            kind = focus["type"] if in_group else ""
            focus = self.reach(
                lambda met: (
                    met["name"] == name and (met["type"] != "checkbox" or met["value"] == value or kind)
                )
            )
        if focus["type"] == "radio":
            for _ in range(12):
                if self.focus()["value"] == value and self.page.locator(":focus").is_checked():
                    return
                self.press("Space" if self.focus()["value"] == value else "ArrowDown")
            raise AssertionError(f"the arrows do not reach {value}")
        if focus["type"] == "checkbox":
            self.press("Space")
        elif focus["type"] == "select-one":
            self.press("ArrowDown", focus["values"].index(value) - focus["index"])
            assert self.focus()["value"] == value
        else:
            self.page.keyboard.type(value)


def test_the_keyboard_alone_signs_in_reads_answers_every_kind_and_submits(site: Site, language: str):
    words = Words(language)
    attempt = site.attempt_with_every_kind("olga")
    page = site.stranger(language)
    page.goto("/")
    keys = Keys(page)
    keys.reach(lambda focus: focus["text"].startswith(words("Language")))
    page.keyboard.press("Enter")
    keys.reach(lambda focus: focus["name"] == "language" and focus["value"] == language)
    keys.follow()
    keys.reach(lambda focus: focus["name"] == "identity")
    page.keyboard.type("olga@test.example")
    keys.press("Tab")
    page.keyboard.type(PASSWORD)
    keys.follow()
    page.get_by_role("button", name=words("Sign out")).wait_for()

    keys.skip_to_content(words)
    keys.reach_text(words("Start reading"))
    keys.follow()
    keys.skip_to_content(words)
    keys.reach_text(words("Mark as read and go on"))
    keys.follow()
    expect(page).not_to_have_url(re.compile("/lessons/start-here$"))

    page.goto("/quizzes/migration-policy/")
    keys.skip_to_content(words)
    keys.reach_text(words("Go on with attempt %(number)d", number=1))
    keys.follow()
    for position, question in site.questions(attempt):
        assert page.url.endswith(f"/questions/{position}")
        keys.skip_to_content(words)
        fields = answer_of(question)
        order = page.locator("main form [name]").evaluate_all(
            "nodes => nodes.map(node => [node.name, node.value])"
        )
        places = {(name, value): place for place, (name, value) in enumerate(order)}
        names = [name for name, _ in order]
        for name, values in sorted(fields.items(), key=lambda pair: names.index(pair[0])):
            keys.give({name: sorted(values, key=lambda value: places.get((name, value), 0))})
        keys.reach_text(words("Save and go on"))
        keys.follow()
    # A half-made order may be sent while it is being made; the page says so and goes on.
    site.complaints[:] = [complaint for complaint in site.complaints if "422" not in complaint]
    keys.skip_to_content(words)
    keys.reach_text(words("Submit the quiz"))
    keys.follow()
    expect(main(page).get_by_text(words("You have passed this quiz."))).to_be_visible()


def test_an_unseen_focus_would_be_noticed(site: Site):
    page = site.stranger()
    page.goto("/sign-in")
    page.evaluate(
        "for (const node of document.querySelectorAll('a, input, button'))"
        " node.style.setProperty('outline', 'none', 'important')"
    )
    with pytest.raises(AssertionError, match="cannot be seen"):
        Keys(page).reach(lambda focus: focus["name"] == "identity")
