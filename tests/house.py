"""A small believable world: Olga the official, Tomas her trainer, Ada the administrator, Stan the stranger."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from course.accounts.actions import PersonDetails, add_person
from course.accounts.models import Person
from course.accounts.sign_in import password_hash
from course.app import create_app
from course.assessment.models import DrawnQuestion
from course.base import audit
from course.base.access import Role
from course.base.db import Database
from course.config import Mode, Settings
from course.content.catalogue import Catalogue
from course.content.versions import question_of
from course.events.actions import add_event, assign_trainer
from course.events.models import Event
from course.events.queries import SELF_STUDY, find_event
from course.learning.actions import enrol
from tests.questions.forms import form_of

PASSWORD = "four unrelated words here"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"


class Clock:
    """The site's clock, set by hand."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class Browser:
    """One person's browser: follows the rules of a real one for forms and origins."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(path, base_url=BASE, **options)

    def token(self, path: str = "/verify") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        assert found, f"no form token on {path}"
        return found[1]

    def post(self, path: str, **fields: object) -> TestResponse:
        return self.client.post(
            path, data={"csrf_token": self.token(), **fields}, headers=self.headers, base_url=BASE
        )

    def put(self, path: str, body: object) -> TestResponse:
        headers = {**self.headers, "X-CSRFToken": self.token()}
        return self.client.put(path, json=body, headers=headers, base_url=BASE)

    def sign_in(self, identity: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/sign-in", identity=identity, password=password)


@dataclass
class House:
    """The site with its cast."""

    app: Flask
    database: Database
    catalogue: Catalogue
    clock: Clock
    people: dict[str, int] = field(default_factory=dict)
    """Given name, lower case → person id."""

    @contextmanager
    def unit(self) -> Iterator[Session]:
        with self.database.session(writes=True) as session:
            yield session
            session.commit()

    @contextmanager
    def look(self) -> Iterator[Session]:
        with self.database.session(writes=False) as session:
            yield session

    def stranger(self) -> Browser:
        return Browser(self.app.test_client())

    def browser(self, name: str) -> Browser:
        """A browser in which this member of the cast has just signed in."""
        browser = self.stranger()
        answer = browser.sign_in(f"{name}@test.example")
        assert answer.status_code == 303, answer.text
        return browser

    def person(self, session: Session, name: str) -> Person:
        return session.get_one(Person, self.people[name])

    def event(self, session: Session, code: str = "spring") -> Event:
        return session.scalars(select(Event).where(Event.code == code)).one()

    def read_every_lesson(self, browser: Browser) -> None:
        for lesson in self.catalogue.published_lessons():
            browser.post(f"/modules/{lesson.module}/lessons/{lesson.key}/completion")

    def start(self, browser: Browser, quiz: str = "migration-policy") -> int:
        answer = browser.post(f"/quizzes/{quiz}/attempts")
        assert answer.status_code == 303, answer.text
        return int(answer.location.split("/")[2])

    def answer_all(self, browser: Browser, attempt_id: int, *, rightly: bool = True) -> None:
        """Answer every question through the page's own form, rightly or wrongly."""
        with self.look() as session:
            rows = session.scalars(
                select(DrawnQuestion)
                .where(DrawnQuestion.attempt_id == attempt_id)
                .order_by(DrawnQuestion.position)
            )
            questions = [(row.position, question_of(row.version)) for row in rows]
        for position, question in questions:
            wanted = next(
                sample.response
                for sample in question.samples()
                if sample.response and (sample.fraction == 1) is rightly
            )
            answer = browser.post(
                f"/attempts/{attempt_id}/questions/{position}", sequence="0", **form_of(question, wanted)
            )
            assert answer.status_code == 303, answer.text

    def pass_every_quiz(self, browser: Browser) -> list[int]:
        """Ids of the attempts at those that a certificate asks for."""
        return [self.pass_quiz(browser, quiz=quiz) for quiz in self.catalogue.package.required_quizzes]

    def pass_quiz(self, browser: Browser, *, rightly: bool = True, quiz: str = "migration-policy") -> int:
        attempt_id = self.start(browser, quiz)
        self.answer_all(browser, attempt_id, rightly=rightly)
        assert browser.post(f"/attempts/{attempt_id}/submission").status_code == 303
        return attempt_id

    def issue(self, browser: Browser, event: str = "spring") -> TestResponse:
        return browser.post(f"/events/{event}/certificates")


def settings_for(folder: Path, url: str, mode: Mode = Mode.DEMO) -> Settings:
    return Settings(
        mode=mode,
        data_dir=folder,
        database_url=url,
        secret_key="s" * 48,
        password_salt="t" * 48,
        base_url=BASE,
        mail_url=None,
    )


def furnish(database: Database, catalogue: Catalogue, hashed: str, now: datetime = NOON) -> dict[str, int]:
    """Put the cast into an empty, migrated database; given name → id."""
    cast = {
        "olga": ("Орлова", "Ольга", "KZ", {Role.OFFICIAL}),
        "askar": ("Акылов", "Аскар", "KZ", {Role.OFFICIAL}),
        "bahor": ("Баҳорӣ", "Баҳор", "TJ", {Role.OFFICIAL}),
        "tomas": ("Treyner", "Tomas", None, {Role.OFFICIAL, Role.TRAINER}),
        "tanya": ("Treyner", "Tanya", None, {Role.OFFICIAL, Role.TRAINER}),
        "farida": ("Fokal", "Farida", "KZ", {Role.FOCAL_POINT}),
        "igor": ("Issuer", "Igor", None, {Role.ISSUER}),
        "ada": ("Admin", "Ada", None, {Role.ADMIN}),
        "august": ("Auditor", "August", None, {Role.AUDITOR}),
        "sus": ("Suspended", "Sus", "KZ", {Role.OFFICIAL}),
    }
    machine = audit.operator("tests")
    people: dict[str, int] = {}
    with database.session(writes=True) as session:
        events = [
            add_event(
                session,
                machine,
                now,
                code=code,
                title={"en": f"The {code} training", "ru": f"Обучение {code}"},
                place={"en": "Almaty", "ru": "Алматы"},
                organisation={"en": "Training Centre", "ru": "Учебный центр"},
                starts_on=date(2026, 11, 22),
                ends_on=date(2026, 11, 24),
                countries=("KZ", "TJ"),
            )
            for code in ("spring", "autumn")
        ]
        for name, (surname, given, country, roles) in cast.items():
            details = PersonDetails(
                surname=surname,
                given_name=given,
                surname_latin=name.capitalize() + "ova",
                given_name_latin=name.capitalize(),
                email=f"{name}@test.example",
                country=country,
                agency="Border Service" if country else None,
            )
            person = add_person(session, machine, now, details, roles, hashed)
            people[name] = person.id
            if Role.OFFICIAL in roles:
                event = events[1] if name == "bahor" else events[0]
                enrol(session, machine, now, person, catalogue.package.key, event, seed=person.id)
        assign_trainer(session, machine, now, events[0], session.get_one(Person, people["tomas"]))
        assign_trainer(session, machine, now, events[1], session.get_one(Person, people["tanya"]))
        session.get_one(Person, people["sus"]).active = False
        session.flush()
        assert find_event(session, SELF_STUDY) is not None
        session.commit()
    return people


def build(folder: Path, url: str, catalogue: Catalogue, people: dict[str, int]) -> House:
    database, clock = Database(url), Clock()
    app = create_app(settings_for(folder, url), catalogue, database, clock)
    app.testing = False
    return House(app, database, catalogue, clock, people)


def hashed_password(app: Flask) -> str:
    with app.app_context():
        return password_hash(PASSWORD)
