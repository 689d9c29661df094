"""`python -m tests.bench.screenshots`: pictures of the demo in both languages, into docs/screenshots/."""

import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.accounts.models import Person
from course.accounts.sign_in import password_hash
from course.app import create_app
from course.assessment.actions import start_attempt
from course.assessment.models import Attempt, Submission
from course.assessment.selection import draw
from course.base.db import Database
from course.cli import DEMO_PASSWORD
from course.config import ROOT, Mode, load
from course.content.catalogue import Catalogue
from course.content.reading import read
from course.learning.models import Enrolment
from course.maintenance.demo import EVENT, load_demo
from course.maintenance.installation import install_content, open_database
from tests.journeys.site import FLAGS, Words, answer_of, give, press, saved, served, speak

FOLDER = ROOT / "docs/screenshots"
NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""The moment on all pictures: noon in Almaty, on the second day of the event."""
DESK, PHONE = 1280, 360
HIGHEST = 900
QUIZ = "migration-policy"
READ = 4
"""Lessons that the official on the pictures has finished."""
LESSON = "/modules/migration-policy/lessons/working-together"
COLOURS = 256


class Demo:
    """The demo's house, its clock stopped."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        settings = load(Mode.DEMO, {"COURSE_DATA_DIR": str(folder)})
        self.catalogue = catalogue
        self.database = open_database(settings)
        install_content(self.database, self.unit, catalogue, NOON)
        self.app = create_app(settings, catalogue, Database(settings.database_url), lambda: NOON)
        with self.app.app_context():
            hashed = password_hash(DEMO_PASSWORD)
        with self.unit() as session:
            load_demo(session, catalogue, officials=40, today=NOON.date(), password_hash=hashed)

    @contextmanager
    def unit(self) -> Iterator[Session]:
        with self.database.session(writes=True) as session:
            yield session
            session.commit()

    def open_attempt(self) -> int:
        """An attempt of official@ in which the third question has several right answers."""
        quiz = self.catalogue.quizzes[QUIZ]
        seed = next(seed for seed in range(100_000) if draw(quiz, seed)[2].question.kind == "multiple")
        with self.unit() as session:
            enrolment = session.scalars(
                select(Enrolment).join(Person).where(Person.email == "official@demo.example")
            ).one()
            return start_attempt(session, NOON, enrolment.id, quiz, seed).id

    def good_result(self) -> tuple[str, int]:
        """Somebody who passed without a full score: e-mail address, attempt."""
        with self.database.look() as session:
            found = session.execute(
                select(Person.email, Attempt.id)
                .join(Enrolment, Enrolment.person_id == Person.id)
                .join(Attempt, Attempt.enrolment_id == Enrolment.id)
                .join(Submission)
                .where(Submission.passed, Submission.score != 1, Attempt.quiz == QUIZ)
                .order_by(Attempt.id)
            ).first()
        assert found is not None
        return str(found[0]), found[1]


def main() -> None:
    catalogue = read(ROOT).catalogue
    assert catalogue is not None
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        demo = Demo(Path(name), catalogue)
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        with served(demo.app) as address:
            _picture_all(demo, chromium, address)
        chromium.close()


def _picture_all(demo: Demo, chromium: Browser, address: str) -> None:
    official = _sign_in(chromium, address, "official@demo.example")
    for lesson in demo.catalogue.published_lessons()[:READ]:
        official.goto(f"/modules/{lesson.module}/lessons/{lesson.key}")
        press(official)
    attempt = demo.open_attempt()
    for position, drawn in enumerate(_questions_of(demo, attempt)[:3], start=1):
        official.goto(f"/attempts/{attempt}/questions/{position}")
        give(official, answer_of(drawn))
        saved(official)
    question = f"/attempts/{attempt}/questions/3"
    person, passed = demo.good_result()
    examined = _sign_in(chromium, address, person)
    trainer = _sign_in(chromium, address, "trainer@demo.example")
    administrator = _sign_in(chromium, address, "admin@demo.example")
    for language in ("en", "ru"):
        for name, path in (("home", "/"), ("lesson", LESSON), ("question", question)):
            _picture(official, language, path, name)
            _picture(official, language, path, name, PHONE)
        _picture(examined, language, f"/attempts/{passed}/result", "result")
        _picture(official, language, "/search?q=non-refoulement", "search")
        _picture(trainer, language, f"/events/{EVENT}/results", "results")
        _picture(administrator, language, f"/events/{EVENT}/certificates", "candidates")
    press(administrator)
    code = str(administrator.locator("tbody a").first.get_attribute("href")).rsplit("/", 1)[1]
    stranger = _page(chromium, address)
    for language in ("en", "ru"):
        _picture(stranger, language, f"/verify/{code}", "check")


def _questions_of(demo: Demo, attempt_id: int) -> list:
    """The questions of an attempt, in its order."""
    with demo.database.look() as session:
        attempt = session.get_one(Attempt, attempt_id)
        return [drawn.question for drawn in draw(demo.catalogue.quizzes[QUIZ], attempt.seed)]


def _page(chromium: Browser, address: str) -> Page:
    context = chromium.new_context(base_url=address, reduced_motion="reduce", color_scheme="light")
    return context.new_page()


def _sign_in(chromium: Browser, address: str, person: str) -> Page:
    page, words = _page(chromium, address), Words("en")
    page.goto("/sign-in")
    speak(page, "en")
    page.get_by_label(words("E-mail or service number")).fill(person)
    page.get_by_label(words("Password"), exact=True).fill(DEMO_PASSWORD)
    press(page)
    return page


def _picture(page: Page, language: str, path: str, name: str, width: int = DESK) -> None:
    page.set_viewport_size({"width": width, "height": HIGHEST})
    page.goto(path)
    speak(page, language)
    png = page.screenshot()
    target = FOLDER / f"{name}-{language}{'-phone' if width == PHONE else ''}.png"
    with Image.open(BytesIO(png)) as image:
        _with_few_colours(image.convert("RGB")).save(target, optimize=True)
    print(f"{target.name:24} {target.stat().st_size / 1024:5.0f} KB")


def _with_few_colours(image: Image.Image) -> Image.Image:
    """The colours seen most often stay exactly as they are; each other one becomes the nearest of them."""
    colours = [colour for _, colour in sorted(image.getcolors(image.width * image.height), reverse=True)]
    kept = colours[:COLOURS]
    place = {colour: rank for rank, colour in enumerate(kept)}
    for colour in colours[COLOURS:]:
        place[colour] = min(range(len(kept)), key=lambda at: math.dist(kept[at], colour))
    raw = image.tobytes()
    pixels = bytes(map(place.__getitem__, zip(raw[0::3], raw[1::3], raw[2::3], strict=True)))
    few = Image.frombytes("P", image.size, pixels)
    few.putpalette([part for colour in kept for part in colour])
    return few


if __name__ == "__main__":
    main()
