"""The house behind a real address, and the people who sit in front of real browsers."""

import logging
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from babel.support import Translations
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from course.assessment.actions import start_attempt
from course.assessment.models import DrawnQuestion
from course.assessment.selection import draw
from course.config import ROOT
from course.content.versions import question_of
from course.learning.models import Enrolment
from course.questions.question import Question
from tests.house import PASSWORD, House
from tests.questions.forms import form_of

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK = {"width": 1280, "height": 800}
COOKIE = "course_plain"
QUIZ = "migration-policy"
EVERY_KIND = {"single", "multiple", "true_false", "ordering", "matching", "numeric", "short_text"}
"""The kinds that a graded draw can hold; one attempt of the fixtures holds them all."""

_WATCH = """
window.refusals = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refusals.push(event.violatedDirective + " " + event.blockedURI));
"""

Fields = dict[str, list[str]]


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *words: object) -> None:
        pass


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """The address at which `app` answers on this machine, until the end of the block."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Doorway:
    """One address at which the houses of a file answer, one after the other."""

    def __init__(self) -> None:
        self._app: Flask | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        assert self._app is not None, "nobody is at home"
        return self._app(environ, start_response)

    @contextmanager
    def leading_to(self, app: Flask) -> Iterator[None]:
        before, self._app = self._app, app
        yield
        self._app = before


@dataclass
class Browsers:
    """One Chromium for a file. Opening a window costs it more than all that a test does there: windows are kept."""

    chromium: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    """What they wrote on their consoles as errors."""
    _idle: dict[str, list[Page]] = field(default_factory=dict)
    _busy: list[tuple[str, Page]] = field(default_factory=list)

    def page(self, **options: object) -> Page:
        """A page that knows nobody, in a browser with these options."""
        kind = repr(sorted(options.items()))
        idle = self._idle.setdefault(kind, [])
        page = idle.pop() if idle else self._new(options)
        self._busy.append((kind, page))
        return page

    def _new(self, options: dict[str, object]) -> Page:
        context = self.chromium.new_context(base_url=self.address, reduced_motion="reduce", **options)
        context.set_default_timeout(20_000)
        context.add_init_script(_WATCH)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context.new_page()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    @property
    def taken(self) -> int:
        """How many pages somebody sits at."""
        return len(self._busy)

    def rest(self, since: int = 0) -> None:
        """Forget everybody who came when so many were `taken`: the next one finds nothing of theirs."""
        for kind, page in self._busy[since:]:
            if page.is_closed():
                page.context.close()
                continue
            for other in page.context.pages:
                if other is not page:
                    other.close()
            page.unroute_all()
            page.context.set_offline(False)
            page.context.clear_cookies()
            try:
                page.goto("about:blank")
            except Error:
                page.context.close()  # it asks before it is left, so it is not used again
                continue
            page.set_viewport_size(DESK)
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            self._idle[kind].append(page)
        del self._busy[since:]
        self.complaints.clear()


class Words:
    """The interface's own sentences in one language, so that a journey reads the same in all of them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = Translations.load(ROOT / "course/translations", [language])

    def __call__(self, sentence: str, **values: object) -> str:
        return self._catalogue.gettext(sentence) % values if values else self._catalogue.gettext(sentence)

    def count(self, one: str, many: str, number: int) -> str:
        return self._catalogue.ngettext(one, many, number) % {"num": number}


@dataclass
class Site:
    """One house, served, with a Chromium in front of it."""

    house: House
    browsers: Browsers

    @property
    def complaints(self) -> list[str]:
        return self.browsers.complaints

    def forgive(self, pattern: str) -> None:
        """Forget the complaints that a sentence expects; there must be one."""
        kept = [complaint for complaint in self.complaints if not re.search(pattern, complaint)]
        assert len(kept) < len(self.complaints), f"no complaint matches {pattern}: {self.complaints}"
        self.complaints[:] = kept

    def stranger(self, language: str = "en", **options: object) -> Page:
        """A page whose browser speaks `language`, nobody signed in."""
        return self.browsers.page(locale={"en": "en-GB", "ru": "ru-RU"}[language], **options)

    def person(self, name: str, language: str = "en", **options: object) -> Page:
        """The page of this member of the cast, who has signed in and chosen `language`."""
        page = self.stranger(language, **options)
        self.admit(page, name, language)
        return page

    def admit(self, page: Page, name: str | None, language: str) -> None:
        """Put this member of the cast, or a stranger, in front of the page; whoever was there is gone."""
        browser = self.house.browser(name) if name else self.house.stranger()
        assert browser.post("/language", language=language).status_code == 303
        cookie = browser.client.get_cookie(COOKIE, domain="127.0.0.1")
        assert cookie is not None
        page.context.clear_cookies()
        page.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": self.browsers.address}])

    def questions(self, attempt_id: int) -> list[tuple[int, Question]]:
        """Position and question, as drawn."""
        with self.house.look() as session:
            rows = session.scalars(
                select(DrawnQuestion)
                .where(DrawnQuestion.attempt_id == attempt_id)
                .order_by(DrawnQuestion.position)
            )
            return [(row.position, question_of(row.version)) for row in rows]

    def attempt_with_every_kind(self, name: str) -> int:
        """An attempt begun for `name` whose draw holds every kind of question."""
        quiz = self.house.catalogue.quizzes[QUIZ]
        seed = next(
            seed
            for seed in range(10_000)
            if {drawn.question.kind for drawn in draw(quiz, seed)} >= EVERY_KIND
        )
        with self.house.unit() as session:
            enrolment = session.scalars(
                select(Enrolment).where(Enrolment.person_id == self.house.people[name])
            ).first()
            assert enrolment is not None
            return start_attempt(session, self.house.clock(), enrolment.id, quiz, seed).id


def sign_in(page: Page, name: str, language: str) -> None:
    """Through the form of the sign-in page, in `language`; where the browser is on that page already, stay."""
    words = Words(language)
    if "/sign-in" not in page.url:
        page.goto("/sign-in")
    speak(page, language)
    page.get_by_label(words("E-mail or service number")).fill(f"{name}@test.example")
    page.get_by_label(words("Password"), exact=True).fill(PASSWORD)
    main(page).get_by_role("button", name=words("Sign in")).click()
    page.get_by_role("button", name=words("Sign out")).wait_for()


def speak(page: Page, language: str) -> None:
    """Choose the interface language in the menu of the page's head."""
    page.locator("header .lang-menu summary").click()
    page.locator(f'header button[name="language"][value="{language}"]').click()
    page.locator(f'html[lang="{language}"]').wait_for()


def main(page: Page) -> Locator:
    return page.locator("main")


def primary(page: Page) -> Locator:
    """The one filled button of the page."""
    return page.locator("main .btn-primary")


def press(page: Page) -> None:
    """Press the filled button and wait for the page behind it."""
    with page.expect_navigation():
        primary(page).click()


def answer_of(question: Question, *, rightly: bool = True) -> Fields:
    """What the form of `question` sends for a right answer, or for one that earns nothing or not all."""
    wanted = next(
        sample.response
        for sample in question.samples()
        if sample.response and (sample.fraction == 1) is rightly
    )
    return form_of(question, wanted)


def give(page: Page, fields: Fields) -> None:
    """Answer in the page's own controls."""
    for name, values in fields.items():
        control = page.locator(f'main [name="{name}"]')
        kind = control.first.get_attribute("type") or control.first.evaluate("node => node.localName")
        if kind in {"radio", "checkbox"}:
            for value in values:
                page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "select":
            control.select_option(values[0])
        else:
            control.fill(values[0])


def given(page: Page) -> Fields:
    """What the page's controls would send now, empty ones left out."""
    pairs = page.locator("main form").first.evaluate("form => [...new FormData(form)]")
    found: Fields = {}
    for name, value in pairs:
        if value and name not in {"csrf_token", "sequence"}:
            found.setdefault(name, []).append(value)
    return {name: sorted(values) for name, values in found.items()}


def saved(page: Page) -> None:
    """Wait until the page says that the answer is saved."""
    page.locator("#save-status[data-state=saved]").wait_for()


def refusals(page: Page) -> list[str]:
    """What the content policy refused on this page."""
    return page.evaluate("window.refusals")
