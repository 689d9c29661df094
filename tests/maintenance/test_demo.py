"""The simulated event: believable, repeatable, and never among real people."""

import random
import re
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from course.accounts.actions import PersonDetails, add_person
from course.accounts.countries import COUNTRIES
from course.accounts.models import Person
from course.assessment.models import Answer, Attempt, DrawnQuestion, Submission
from course.assessment.sittings import FORMS, order
from course.base import audit
from course.base.access import Role
from course.base.db import Base, Database
from course.base.errors import Refused
from course.config import ROOT
from course.content.reading import read
from course.events.models import Delegation, Event, TrainerAssignment
from course.learning.models import Enrolment, LessonCompletion, Outcome
from course.maintenance.demo import EVENT, load_demo
from course.maintenance.demo_names import latin, officials
from course.maintenance.installation import install_content

TODAY = date(2026, 3, 31)
EVENT_ZONE = ZoneInfo("Asia/Almaty")
OLGA = "official@demo.example"
LEFT_TO_CHANCE_ELSEWHERE = {"fs_uniquifier"}
"""Columns filled by `add_person` with a secret of its own."""


class Site:
    """A throw-away database with the shipped content in it."""

    def __init__(self, folder, catalogue):
        self.catalogue = catalogue
        self.database = Database(f"sqlite:///{folder / 'course.sqlite3'}")
        Base.metadata.create_all(self.database.writing)
        install_content(self.database, self.unit, catalogue, datetime(2026, 1, 1, tzinfo=UTC))

    @contextmanager
    def unit(self):
        with self.database.session(writes=True) as session:
            yield session
            session.commit()

    def load(self, **changes):
        with self.unit() as session:
            given = {"today": TODAY, "password_hash": "hash", **changes}
            return load_demo(session, self.catalogue, **given)

    def rows(self, query):
        with self.database.look() as session:
            return session.execute(query).all()

    def everything(self):
        """Every row of every table, but for the columns that are random by design."""
        with self.database.look() as session:
            return {
                table.name: session.execute(
                    select(*(column for column in table.c if column.name not in LEFT_TO_CHANCE_ELSEWHERE))
                ).all()
                for table in Base.metadata.sorted_tables
            }

    def officials(self):
        query = select(Person).join(Enrolment, Enrolment.person_id == Person.id).order_by(Person.id)
        return [person for (person,) in self.rows(query)]


@pytest.fixture(scope="module")
def catalogue():
    return read(ROOT).catalogue


@pytest.fixture
def new_site(tmp_path_factory, catalogue):
    made = []

    def make():
        made.append(Site(tmp_path_factory.mktemp("site"), catalogue))
        return made[-1]

    yield make
    for site in made:
        site.database.dispose()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, catalogue):
    """The event as `course demo load` makes it by default; the tests only look at it."""
    site = Site(tmp_path_factory.mktemp("loaded"), catalogue)
    site.summary = site.load()
    yield site
    site.database.dispose()


def test_about_two_thirds_are_eligible_whatever_the_seed_and_size(new_site):
    for count, seed in [(40, 2015), (40, 4), (90, 13)]:
        made = new_site().load(officials=count, seed=seed)
        assert 0.60 <= made.eligible / (count - 1) <= 0.72, (count, seed)


def test_the_summary_counts_what_is_in_the_database(loaded):
    assert loaded.summary.officials == len(loaded.officials()) == 40
    assert loaded.summary.attempts == len(loaded.rows(select(Attempt.id)))


def test_those_who_are_not_eligible_are_stuck_in_different_places(loaded):
    lessons = len(loaded.catalogue.published_lessons())
    read_by = Counter(person for (person,) in loaded.rows(select(LessonCompletion.person_id)))
    passed = {
        person
        for (person,) in loaded.rows(
            select(Enrolment.person_id)
            .join(Outcome, Outcome.enrolment_id == Enrolment.id)
            .where(Outcome.passed)
            .group_by(Enrolment.person_id)
            .having(func.count(Outcome.key.distinct()) == len(loaded.catalogue.package.required_quizzes))
        )
    }
    found = Counter(
        (min(read_by[one.id], 1) + (read_by[one.id] == lessons), one.id in passed)
        for one in loaded.officials()
    )
    nothing, half_way, not_passed, lesson_missing = (0, False), (1, False), (2, False), (1, True)
    assert all(found[state] for state in (nothing, half_way, not_passed, lesson_missing)), found


def test_the_same_seed_makes_the_same_rows(new_site):
    one, other, third = new_site(), new_site(), new_site()
    one.load(officials=12, seed=7)
    other.load(officials=12, seed=7)
    third.load(officials=12, seed=8)
    assert one.everything() == other.everything()
    assert one.everything() != third.everything()


def test_a_database_with_other_people_is_refused_and_left_as_it_was(new_site):
    site = new_site()
    with site.unit() as session:
        stan = PersonDetails("Stone", "Stan", service_number="KZ-7")
        add_person(session, audit.operator("test"), datetime(2026, 1, 1, tzinfo=UTC), stan)
    before = site.everything()
    with pytest.raises(Refused, match="real people"):
        site.load()
    assert site.everything() == before


def test_loading_again_is_refused_with_a_sentence_and_changes_nothing(new_site):
    site = new_site()
    site.load(officials=5)
    before = site.everything()
    with pytest.raises(Refused, match=r"almaty-2015.*already"):
        site.load(officials=6)
    assert site.everything() == before


def test_olga_is_enrolled_and_has_done_nothing(loaded):
    [(olga, enrolment)] = loaded.rows(
        select(Person, Enrolment)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Person.email == OLGA)
    )
    assert (olga.country, olga.language) == ("KZ", "en")
    assert not loaded.rows(select(Attempt.id).where(Attempt.enrolment_id == enrolment.id))
    assert not loaded.rows(select(LessonCompletion.id).where(LessonCompletion.person_id == olga.id))


def test_ada_administers_and_tomas_trains_the_event_and_self_study(loaded):
    with loaded.database.look() as session:
        roles = {person.email: person.roles_held for person in session.scalars(select(Person))}
    assert roles["admin@demo.example"] == {Role.ADMIN}
    assert roles["trainer@demo.example"] == {Role.TRAINER}
    assert roles[OLGA] == roles["official40@demo.example"] == {Role.OFFICIAL}
    assigned = loaded.rows(
        select(Event.code)
        .join(TrainerAssignment, TrainerAssignment.event_id == Event.id)
        .join(Person, Person.id == TrainerAssignment.person_id)
        .where(Person.email == "trainer@demo.example")
    )
    assert {code for (code,) in assigned} == {EVENT, "self-study"}


def test_today_is_the_second_of_three_days_and_all_five_countries_are_there(loaded):
    [(event,)] = loaded.rows(select(Event).where(Event.code == EVENT))
    assert (event.starts_on, event.ends_on) == (date(2026, 3, 30), date(2026, 4, 1))
    delegations = loaded.rows(select(Delegation.country).where(Delegation.event_id == event.id))
    assert sorted(country for (country,) in delegations) == sorted(COUNTRIES)


def test_the_event_calls_itself_a_demonstration_and_names_no_real_organisation(loaded):
    [(event,)] = loaded.rows(select(Event).where(Event.code == EVENT))
    assert "modelled on a training" in event.place["en"]
    for text in (event.organisation, event.funder):
        assert "(demonstration)" in text["en"]
        assert not re.search(r"IOM|МОМ|PRM|United Nations|State", " ".join(text.values()))


def test_every_attempt_is_submitted_and_none_ends_after_yesterday(loaded):
    attempts = loaded.rows(
        select(Attempt.started_at, Submission.submitted_at).outerjoin(
            Submission, Submission.attempt_id == Attempt.id
        )
    )
    assert attempts
    for started_at, submitted_at in attempts:
        assert started_at < submitted_at
        assert submitted_at.astimezone(EVENT_ZONE).date() < TODAY
        assert submitted_at.astimezone(UTC).date() < TODAY


def test_attempts_keep_to_the_rules_of_the_quiz(loaded):
    rows = loaded.rows(
        select(
            Attempt.enrolment_id,
            Attempt.quiz,
            Attempt.started_at,
            Attempt.deadline_at,
            Submission.submitted_at,
            Submission.passed,
        )
        .join(Submission, Submission.attempt_id == Attempt.id)
        .order_by(Attempt.enrolment_id, Attempt.quiz, Attempt.number)
    )
    most = Counter((row.enrolment_id, row.quiz) for row in rows)
    for key, quiz in loaded.catalogue.quizzes.items():
        assert max((count for (_, at), count in most.items() if at == key), default=0) <= quiz.attempts
    assert max(most.values()) == 3
    for before, after in pairwise(rows):
        assert before.deadline_at is None or before.submitted_at < before.deadline_at
        if (before.enrolment_id, before.quiz) == (after.enrolment_id, after.quiz):
            assert not before.passed
            assert after.started_at >= before.submitted_at + loaded.catalogue.quizzes[after.quiz].wait


def test_whoever_began_sat_the_pre_test_before_the_first_lesson_half_of_them_form_a(loaded):
    rows = loaded.rows(
        select(Enrolment.person_id, Enrolment.seed, Attempt.quiz, Submission.submitted_at)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .join(Submission, Submission.attempt_id == Attempt.id)
        .where(Attempt.quiz.in_(FORMS))
    )
    read_at = loaded.rows(
        select(LessonCompletion.person_id, func.min(LessonCompletion.completed_at)).group_by(
            LessonCompletion.person_id
        )
    )
    sat_at = {row.person_id: row.submitted_at for row in rows}
    assert {person for person, _ in read_at} == set(sat_at)
    assert all(sat_at[person] < first for person, first in read_at)
    assert all(order(row.seed)[0] == row.quiz for row in rows)
    forms = Counter(row.quiz for row in rows)
    assert min(forms[form] for form in FORMS) >= len(rows) // 4


def test_answers_are_given_while_the_attempt_runs(loaded):
    rows = loaded.rows(
        select(Answer.saved_at, Attempt.started_at, Submission.submitted_at)
        .join(DrawnQuestion, DrawnQuestion.id == Answer.drawn_question_id)
        .join(Attempt, Attempt.id == DrawnQuestion.attempt_id)
        .join(Submission, Submission.attempt_id == Attempt.id)
    )
    assert rows
    assert all(started < saved < submitted for saved, started, submitted in rows)


def test_lessons_are_read_on_days_before_yesterday_and_before_the_first_attempt(loaded):
    first = dict(
        loaded.rows(
            select(Enrolment.person_id, Attempt.started_at)
            .join(Attempt, Attempt.enrolment_id == Enrolment.id)
            .where(Attempt.number == 1, Attempt.quiz.not_in(FORMS))
        )
    )
    for person_id, at in loaded.rows(select(LessonCompletion.person_id, LessonCompletion.completed_at)):
        assert (TODAY - at.astimezone(EVENT_ZONE).date()).days >= 2
        assert person_id not in first or at < first[person_id]


@pytest.mark.parametrize("officials", [13, 40])
def test_countries_agencies_and_sexes_are_balanced_within_one(new_site, officials):
    site = new_site()
    site.load(officials=officials)
    people = site.officials()
    for group in (people, *([one for one in people if one.country == country] for country in COUNTRIES)):
        sexes = Counter(one.sex for one in group)
        assert abs(sexes["F"] - sexes["M"]) <= 1
    countries = Counter(one.country for one in people)
    agencies = Counter((one.country, one.agency_id) for one in people if officials == 40)
    for counted in (countries, agencies):
        assert not counted or max(counted.values()) - min(counted.values()) <= 1


def test_no_two_names_are_equal_and_their_latin_is_a_to_z():
    people = officials(200, random.Random(2015))
    assert len({(one.surname, one.given_name, one.patronymic) for one in people}) == 200
    assert len({(one.surname_latin, one.given_name_latin) for one in people}) == 200
    for person in people:
        assert re.fullmatch("[A-Z]+", person.surname_latin), person.surname
        assert re.fullmatch("[A-Z]+", person.given_name_latin), person.given_name


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Қарағай", "KARAGAI"),
        ("Үйеңкі", "UIENKI"),
        ("Өрүк", "ORUK"),
        ("Ҷӯйборӣ", "JUIBORI"),
        ("Зӯҳразода", "ZUHRAZODA"),
        ("Шаҳриёр", "SHAHRIER"),
        ("Çynar", "CYNAR"),
        ("Ülkerow", "UELKEROW"),
        ("Oʻgʻiloy", "OGILOY"),
        ("Рябинина", "RIABININA"),
        ("Ольга", "OLGA"),
    ],
)
def test_names_are_spelled_in_the_letters_of_a_passport(name, spelled):
    assert latin(name) == spelled


def test_every_official_is_ticked_off(new_site):
    ticks = []
    new_site().load(officials=9, tick=ticks.append)
    assert sum(ticks) == 9
