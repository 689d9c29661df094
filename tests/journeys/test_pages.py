"""Every page in both languages: nothing on its console, nothing refused, nothing too small, wide, faint or foreign."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from course.accounts.actions import PersonDetails, add_person, make_first_administrator_link
from course.assessment.sittings import order
from course.base import audit
from course.base.access import Role
from course.certificates.models import Certificate
from course.learning.actions import enrol
from course.learning.models import Enrolment
from course.messages.models import Message
from course.migrations import upgrade
from course.web.headers import POLICY
from tests.house import House, build, hashed_password
from tests.journeys import looking
from tests.journeys.site import (
    DESK,
    EVERY_KIND,
    Browsers,
    Doorway,
    Site,
    answer_of,
    give,
    press,
    primary,
)

BOTH = [pytest.param(code, marks=pytest.mark.xdist_group(f"browser-pages-{code}")) for code in ("en", "ru")]
"""The longest file: one Chromium a language, so that two workers share it."""


@dataclass
class Stage:
    """One house in which everything has happened once, and one browser in it that anybody may sit down at."""

    site: Site
    names: dict[str, str]
    """What stands for attempts, certificates, people and links in the addresses below."""
    page: Page

    def sit_down(self, who: str | None, language: str) -> Page:
        self.site.admit(self.page, who, language)
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return self.page


def _add(house: House, name: str, surname: str, *, enrolled: bool) -> None:
    with house.app.app_context():
        hashed = hashed_password(house.app)
    details = PersonDetails(
        surname=surname,
        given_name=name.capitalize(),
        surname_latin=surname,
        given_name_latin=name.capitalize(),
        email=f"{name}@test.example",
        service_number=f"TJ-{name.upper()}",
        country="TJ",
        agency="Главное управление пограничных войск Государственного комитета национальной безопасности",
    )
    with house.unit() as session:
        machine, now = audit.operator("tests"), house.clock()
        person = add_person(session, machine, now, details, {Role.OFFICIAL}, hashed)
        house.people[name] = person.id
        if enrolled:
            package = house.catalogue.package.key
            enrol(session, machine, now, person, package, house.event(session), seed=person.id)


def _happen(site: Site) -> dict[str, str]:
    """Olga fails, passes and holds a certificate; Tomas's was revoked; Tanya failed; Askar is in the middle."""
    house = site.house
    _add(house, "zarina", "Новоприбывшая-Долгофамильная", enrolled=True)
    _add(house, "nodir", "Незачисленный", enrolled=False)
    names = {"failed": str(house.pass_quiz(house.browser("olga"), rightly=False))}
    names["stuck"] = str(house.pass_quiz(house.browser("tanya"), rightly=False))
    house.clock.forward(minutes=31)
    for name in ("olga", "tomas", "bahor"):
        browser = house.browser(name)
        house.read_every_lesson(browser)
        names[f"passed-{name}"] = str(house.pass_every_quiz(browser)[0])
    ada = house.browser("ada")
    house.issue(ada)
    ada.post("/password-reset", email="olga@test.example")
    with house.look() as session:
        letter = session.scalars(select(Message)).one().body
        names["token"] = re.search(r"/password-reset/(\S+)", letter)[1]
        codes = {one.person_id: one.code for one in session.scalars(select(Certificate))}
    names |= {"valid": codes[house.people["olga"]], "revoked": codes[house.people["tomas"]]}
    ada.post(f"/certificates/{names['revoked']}/revocation", reason="Выдан по ошибке. Issued by mistake.")
    names["open"] = str(site.attempt_with_every_kind("askar"))
    for position, question in site.questions(int(names["open"])):
        names.setdefault(question.kind, str(position))
    tomas = house.browser("tomas")
    tomas.post("/events/spring/quizzes/risk-assessment", password="four quiet rivers", networks="127.0.0.0/8")
    for whom, minutes in (("event", "10"), ("KZ", "15")):
        grant = {"whom": whom, "occasion": "pre-test", "minutes": minutes, "attempts": "1"}
        tomas.post("/events/spring/accommodations", reason="Читает с лупой. Reads with a lens.", **grant)
    tomas.post("/events/spring/accommodations/1/withdrawal")
    with house.look() as session:
        enrolled = select(Enrolment.seed).where(Enrolment.person_id == house.people["tanya"])
        names["pre"] = order(session.scalars(enrolled).one())[0]
    names["test"] = str(house.start(house.browser("tanya"), names["pre"]))
    for lesson in house.catalogue.published_lessons()[:3]:
        house.browser("askar").post(f"/modules/{lesson.module}/lessons/{lesson.key}/completion")
    return names | {name: str(number) for name, number in house.people.items()}


@pytest.fixture(scope="module")
def stage(
    sqlite_template, tmp_path_factory, catalogue, doorway: Doorway, browsers: Browsers
) -> Iterator[Stage]:
    template, people = sqlite_template
    folder = tmp_path_factory.mktemp("pages")
    shutil.copy(template, folder / "course.sqlite3")
    house = build(folder, f"sqlite:///{folder / 'course.sqlite3'}", catalogue, dict(people))
    with doorway.leading_to(house.app):
        site = Site(house, browsers)
        yield Stage(site, _happen(site), site.stranger())
        browsers.rest()
    house.database.dispose()


Act = Callable[[Page, Stage], None]


@dataclass(frozen=True)
class Look:
    """One thing to look at: an address, and what is done there first."""

    name: str
    who: str | None
    path: str
    act: Act | None = None
    status: int = 200
    """What the server says of the page in the end."""


def _press(page: Page, stage: Stage) -> None:
    press(page)


def _wrong_network(page: Page, stage: Stage) -> None:
    page.locator("#networks").fill("10.0.0.300")
    press(page)


def _wrong_quiz_password(page: Page, stage: Stage) -> None:
    page.locator("#password").fill("three quiet rivers")
    press(page)


def _wrong_password(page: Page, stage: Stage) -> None:
    page.locator("#identity").fill("olga@test.example")
    page.locator("#password").fill("not the password")
    primary(page).click()


def _ask_for_a_letter(page: Page, stage: Stage) -> None:
    page.locator("#email").fill("nobody@test.example")
    primary(page).click()


def _unreadable(page: Page, stage: Stage) -> None:
    page.locator("main input[type=text]").fill("около пяти")
    press(page)


def _conflict(page: Page, stage: Stage) -> None:
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    elsewhere.locator(".option input:not(:checked)").first.check()
    elsewhere.locator("#save-status[data-state=saved]").wait_for()
    elsewhere.close()
    page.locator(".option input:not(:checked)").last.check()
    page.locator("#save-status[data-state=waiting]").wait_for()
    press(page)


def _practise(page: Page, stage: Stage) -> None:
    for form in page.locator(".practice form").all():
        key = form.locator("xpath=..").get_attribute("id")
        fields = answer_of(stage.site.house.catalogue.questions[key], rightly=False)
        give(page, {f"{key}.{name}": values for name, values in fields.items()})
    page.locator(".practice button").first.click()


def _open_all(page: Page, stage: Stage) -> None:
    for summary in page.locator("main summary:visible").all():
        summary.click()


def _open_a_term(page: Page, stage: Stage) -> None:
    page.locator("a.term").first.click()
    page.locator("#term[aria-labelledby] p[lang]").last.wait_for()


def _revoke_without_a_reason(page: Page, stage: Stage) -> None:
    page.locator("main summary").click()
    page.locator("main form button").click()


LESSON = "/modules/migration-policy/lessons/"
LOOKS = [
    Look("sign-in", None, "/sign-in?next=/progress"),
    Look("wrong-password", None, "/sign-in", _wrong_password, 422),
    Look("forgotten-password", None, "/password-reset"),
    Look("forgotten-password-sent", None, "/password-reset", _ask_for_a_letter),
    Look("new-password", None, "/password-reset/{token}"),
    Look("new-password-empty", None, "/password-reset/{token}", _press, 422),
    Look("dead-link", None, "/password-reset/none", status=409),
    Look("check", None, "/verify"),
    Look("check-unknown", None, "/verify/" + "A" * 26, status=404),
    Look("check-valid", None, "/verify/{valid}"),
    Look("check-revoked", None, "/certificates/{revoked}"),
    Look("home-new", "zarina", "/"),
    Look("home-halfway", "askar", "/"),
    Look("home-done", "olga", "/"),
    Look("home-not-enrolled", "nodir", "/"),
    Look("modules", "askar", "/modules/"),
    Look("module", "askar", "/modules/migration-policy/"),
    Look("module-done", "olga", "/modules/migration-policy/"),
    Look("module-announced", "askar", "/modules/risk-assessment/"),
    Look("orientation", "zarina", "/modules/orientation/lessons/start-here"),
    *(
        Look(f"lesson-{key}", "askar", LESSON + key, _open_all)
        for key in (
            "words-that-decide",
            "from-problem-to-action-plan",
            "the-global-frame",
            "working-together",
            "counting-and-sharing",
            "labour-circularity-remittances",
            "visas-borders-dialogue",
        )
    ),
    Look("practice", "olga", LESSON + "words-that-decide", _practise),
    Look("quiz-new", "zarina", "/quizzes/migration-policy/"),
    Look("quiz-open", "askar", "/quizzes/migration-policy/"),
    Look("quiz-passed", "olga", "/quizzes/migration-policy/"),
    Look("quiz-wait", "tanya", "/quizzes/migration-policy/"),
    Look("quiz-not-enrolled", "nodir", "/quizzes/migration-policy/"),
    *(
        Look(f"question-{kind}", "askar", f"/attempts/{{open}}/questions/{{{kind}}}")
        for kind in sorted(EVERY_KIND)
    ),
    Look("question-with-time", "tanya", "/attempts/{test}/questions/1"),
    Look("submission-with-time", "tanya", "/attempts/{test}/submission"),
    Look("quiz-password", "zarina", "/quizzes/risk-assessment/"),
    Look("quiz-password-wrong", "zarina", "/quizzes/risk-assessment/", _wrong_quiz_password, 422),
    Look("quiz-test-open", "tanya", "/quizzes/{pre}/"),
    Look("question-unreadable", "askar", "/attempts/{open}/questions/{numeric}", _unreadable, 422),
    Look("question-conflict", "askar", "/attempts/{open}/questions/{single}", _conflict, 409),
    Look("submission", "askar", "/attempts/{open}/submission"),
    Look("result-passed", "olga", "/attempts/{passed-olga}/result"),
    Look("result-failed", "tanya", "/attempts/{stuck}/result"),
    Look("progress-new", "zarina", "/progress"),
    Look("progress-done", "olga", "/progress"),
    Look("progress-revoked", "tomas", "/progress"),
    Look("glossary", "askar", "/glossary"),
    Look("glossary-nothing", "askar", "/glossary?search=xyzzy"),
    Look("term", "askar", "/glossary/{term}"),
    Look("term-in-place", "askar", LESSON + "words-that-decide", _open_a_term),
    Look("search", "askar", "/search?q=%D0%B2%D0%B8%D0%B7%D0%B0"),
    Look("search-first", "askar", "/search"),
    Look("search-nothing", "askar", "/search?q=xyzzy"),
    Look("search-too-long", "askar", "/search?q=" + "visa+" * 30),
    Look("account", "askar", "/account"),
    Look("account-empty", "askar", "/account", _press, 422),
    Look("absent", "askar", "/nowhere", status=404),
    Look("review", "tomas", "/review/"),
    Look("windows", "tomas", "/events/spring/quizzes"),
    Look("window", "tomas", "/events/spring/quizzes/risk-assessment"),
    Look("window-refused", "tomas", "/events/spring/quizzes/pre-test", _wrong_network, 422),
    Look("accommodations", "tomas", "/events/spring/accommodations"),
    Look("accommodations-empty", "tomas", "/events/spring/accommodations", _press, 422),
    Look("results", "tomas", "/events/spring/results"),
    Look("attempt", "tomas", "/review/attempts/{failed}"),
    Look("attempt-open", "tomas", "/review/attempts/{open}"),
    Look("manage", "ada", "/manage/"),
    Look("people", "ada", "/manage/people"),
    Look("people-nobody", "ada", "/manage/people?search=xyzzy"),
    Look("new-person", "ada", "/manage/people/new"),
    Look("new-person-empty", "ada", "/manage/people/new", _press, 422),
    Look("person", "ada", "/manage/people/{tomas}"),
    Look("person-suspended", "ada", "/manage/people/{sus}"),
    Look("candidates", "ada", "/events/autumn/certificates"),
    Look("candidates-none-ready", "ada", "/events/spring/certificates"),
    Look("certificate-for-its-issuer", "ada", "/certificates/{valid}", _open_all),
    Look("revocation-without-reason", "ada", "/certificates/{valid}", _revoke_without_a_reason, 422),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("language", BOTH)
def test_a_page_has_no_fault(stage: Stage, look: Look, language: str):
    stage.site.complaints.clear()
    page = stage.sit_down(look.who, language)
    answers = []
    page.on(
        "response",
        heard := lambda answer: answers.append(answer) if answer.request.is_navigation_request() else None,
    )
    page.goto(look.path.format_map(stage.names | {"term": next(iter(stage.site.house.catalogue.glossary))}))
    if look.act:
        look.act(page, stage)
    page.remove_listener("response", heard)
    assert answers[-1].status == look.status
    faults = looking.faults(page, language)
    assert not faults, "\n".join(faults)
    if look.status >= 400:
        stage.site.forgive(f"status of {look.status}")
    assert stage.site.complaints == []


@pytest.mark.parametrize("language", BOTH)
def test_the_first_administrator_s_page_has_no_fault(
    language: str, tmp_path, catalogue, doorway: Doorway, browsers: Browsers
):
    house = build(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}", catalogue, {})
    upgrade.to_head(house.database)
    with house.unit() as session:
        token = make_first_administrator_link(session, house.clock())
    with doorway.leading_to(house.app):
        page = browsers.page(locale=language)
        page.goto(f"/first-administrator/{token}")
        assert looking.faults(page, language) == []
    house.database.dispose()
    assert browsers.complaints == []


CLEAN = """<!doctype html><html lang="ru"><head><title>Вещь · Курс</title>{style}</head>
<body><main class="container"><h1>Вещь</h1><p><a href="/verify" class="btn btn-primary">Дальше</a></p>{plant}</main></body></html>"""

FAULTS = {
    "the content policy refused style-src": '<p style="color: red">Красный</p>',
    "the content policy refused script-src": "<script>window.planted = 1</script>",
    "first-level headings": "<h1>Ещё одна вещь</h1>",
    "filled buttons": "<a class='btn btn-primary' href='/a'>Раз</a> <a class='btn btn-primary' href='/b'>Два</a>",
    "at 360 px it is": "<table width='500'><tr><td>Широко</td></tr></table>",
    "Мало": "<p>Кнопка: <button>Мало</button></p>",
    "Тонко": "<p class='d-flex small lh-1'><a href='/a' class='p-0'>Тонко</a></p>",
    "Густо: lines closer": "<p class='lh-1'>Строки со ссылкой <a href='/a'>Густо</a></p>",
    "English: “Your certificate was issued.”": "<p>Вот: Your certificate was issued.</p>",
    "English: “You have one attempt left.”": "<p>Тест. You have one attempt left. Ждите.</p>",
    "English: “Best score %(score)s; you need %(mark)s.”": "<p>Best score 42 %; you need 70 %.</p>",
    "English: “Questions of this attempt”": "<nav aria-label='Questions of this attempt'></nav>",
    "light: image-alt": "<img src='data:,' width='50' height='50'>",
    "light: color-contrast": "<p><font color='#bbbbbb'>Бледно</font></p>",
    "light: faint: its edge": "<label>Поле <input name='faint' class='form-control border-light'></label>",
    "dark: dim: its edge": "<label>Поле <input name='dim' class='form-control border-dark'></label>",
    "dark: color-contrast": "<p><font color='#223344'>Темно</font></p>",
}


def _plant(page: Page, plant: str, clean: str = CLEAN) -> list[str]:
    page.goto("/verify")
    style = "".join(
        page.locator("link[rel=stylesheet]").evaluate_all("links => links.map(link => link.outerHTML)")
    )
    page.route(
        "**/planted",
        lambda route: route.fulfill(
            body=clean.format(style=style, plant=plant),
            headers={"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"},
        ),
    )
    page.goto("/planted")
    return looking.faults(page, "ru")


@pytest.mark.xdist_group("browser-pages-en")
def test_planted_faults_are_noticed(site: Site):
    found = _plant(site.stranger("ru"), "\n".join(FAULTS.values()))
    assert [named for named in FAULTS if not any(named in fault for fault in found)] == []
    site.forgive("Content Security Policy")


@pytest.mark.xdist_group("browser-pages-en")
def test_planted_faults_of_the_frame_are_noticed(site: Site):
    planted = CLEAN.replace('lang="ru"', 'lang="ru-RU"').replace("Вещь · Курс", "Курс").replace("h1>", "h2>")
    found = _plant(site.stranger("ru"), "", planted)
    assert "the page says lang=ru-RU" in found
    assert "it has 0 first-level headings: []" in found
    assert "its title “Курс” does not name the thing and then the course" in found


@pytest.mark.xdist_group("browser-pages-en")
def test_a_page_without_faults_passes_and_so_does_english_that_is_marked_as_such(site: Site):
    assert _plant(site.stranger("ru"), "<p lang='en'>Your certificate was issued.</p>") == []
