"""A whole simulated event: invented officials who read, answer and pass or fail as people do.

Answers follow the one-parameter model of Rasch (1960): P(right) = 1 / (1 + exp(difficulty − ability)).
Everything is decided by the number of officials, the seed and the day, and done by the slices' own actions.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import NormalDist
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.accounts.actions import PersonDetails, add_person
from course.accounts.countries import COUNTRIES
from course.assessment.actions import save_answer, start_attempt, submit_attempt
from course.assessment.arranged import terms
from course.assessment.models import Attempt
from course.assessment.sittings import order
from course.base import audit
from course.base.access import Role
from course.base.errors import N_, Refused
from course.content.catalogue import Catalogue, Lesson, Quiz
from course.content.models import QuestionVersion
from course.content.versions import question_of
from course.events.actions import add_event, assign_trainer
from course.events.models import Event
from course.events.queries import SELF_STUDY, find_event, named_event
from course.learning.actions import complete_lesson, enrol
from course.learning.models import Enrolment
from course.learning.queries import progress_of
from course.maintenance import demo_names
from course.maintenance.installation import refuse_mixture
from course.questions.question import Question, Response
from course.web.language import closest

EVENT = "almaty-2015"

_ZONE = ZoneInfo("Asia/Almaty")
_OPERATOR = audit.operator("demonstration")

_IDLE = 0.07
"""Share of the numbered officials who have begun nothing."""
_HALF_WAY = 0.08
"""Share of those who have read some lessons and no more."""
_ELIGIBLE = 0.66
"""Share of those who have met every rule; whoever passes beyond it has forgotten a lesson."""
_ABILITY, _SPREAD = 2.4, 1.0
"""Mean and standard deviation of ability, where the questions' mean difficulty is 0."""
_LEARNT = 1.6
"""How much lower ability was before the first lesson, when the pre-test was sat."""
_DIFFICULTY_SPREAD = 0.8
_LEFT_OPEN = 0.05
"""Share of the wrong answers that are none at all."""


@dataclass(frozen=True)
class DemoSummary:
    officials: int
    attempts: int
    eligible: int


@dataclass
class _Official:
    enrolment: Enrolment
    language: str
    """The language the pages speak to them."""
    readings: list[tuple[Lesson, datetime]] = field(default_factory=list)
    attempts: int = 0
    passed: bool = False


@dataclass(frozen=True)
class _Item:
    difficulty: float
    right: Response
    wrong: tuple[Response, ...]


@dataclass(frozen=True)
class _Stage:
    """What the simulation of every official needs."""

    session: Session
    catalogue: Catalogue
    lessons: tuple[Lesson, ...]
    quizzes: tuple[Quiz, ...]
    """Those that a certificate asks for."""
    items: dict[str, _Item]
    today: date
    chance: random.Random
    versions: Sequence[QuestionVersion]
    """Only held: the actions then find each question's row in memory instead of reading it again."""


def load_demo(
    session: Session,
    catalogue: Catalogue,
    *,
    officials: int = 40,
    seed: int = 2015,
    today: date,
    password_hash: str,
    tick: Callable[[int], object] = lambda n: None,
) -> DemoSummary:
    """Write the event whose second day is `today`; all that was done there ended the day before.

    The content must be installed (`installation.install_content`). `session` is a fresh writing unit, which
    the caller commits. `tick` gets 1 for every official. Raises Refused, before anything is written, when
    there are people who are not of the demo, or when the event is there already.
    """
    refuse_mixture(session, demo=True)
    if find_event(session, EVENT) is not None:
        raise Refused(
            N_(
                "The demonstration event “%(code)s” is already in this database; nothing was changed. "
                "To make it anew, name another folder: COURSE_DATA_DIR=…"
            ),
            code=EVENT,
        )
    chance = random.Random(seed)  # noqa: S311 - must be repeatable; nothing secret rests on it
    people = _enter(session, catalogue, officials, today, password_hash, chance)
    stage = _Stage(
        session=session,
        catalogue=catalogue,
        lessons=catalogue.published_lessons(),
        quizzes=tuple(catalogue.quizzes[key] for key in catalogue.package.required_quizzes),
        items={key: item for quiz in catalogue.quizzes.values() for key, item in _items(quiz, seed).items()},
        today=today,
        chance=chance,
        versions=session.scalars(select(QuestionVersion)).all(),
    )
    tick(1)
    _simulate(stage, people[1:], tick)
    session.flush()
    progress = progress_of(session, catalogue, [person.enrolment for person in people])
    return DemoSummary(
        officials=len(people),
        attempts=sum(person.attempts for person in people),
        eligible=sum(one.is_complete for one in progress.values()),
    )


def _at(today: date, days_back: int, minute: float) -> datetime:
    """The moment `minute` minutes after midnight in Almaty, so many days before `today`."""
    day = datetime.combine(today - timedelta(days=days_back), time(), _ZONE)
    return day + timedelta(seconds=round(minute * 60))


def _enter(
    session: Session,
    catalogue: Catalogue,
    officials: int,
    today: date,
    password_hash: str,
    chance: random.Random,
) -> list[_Official]:
    """The event, its staff and its officials, entered two weeks before."""
    now = _at(today, 14, 10 * 60)
    event = _event(session, now, today)
    add_person(session, _OPERATOR, now, demo_names.ADMINISTRATOR, (Role.ADMIN,), password_hash)
    trainer = add_person(session, _OPERATOR, now, demo_names.TRAINER, (Role.TRAINER,), password_hash)
    for trained in (event, named_event(session, SELF_STUDY)):
        assign_trainer(session, _OPERATOR, now, trained, trainer)

    def enter(details: PersonDetails) -> _Official:
        person = add_person(session, _OPERATOR, now, details, (Role.OFFICIAL,), password_hash)
        enrolment = enrol(
            session, _OPERATOR, now, person, catalogue.package.key, event, seed=chance.getrandbits(62)
        )
        return _Official(enrolment, closest(details.language))

    return [enter(details) for details in demo_names.officials(officials, chance)]


def _event(session: Session, now: datetime, today: date) -> Event:
    day = timedelta(days=1)
    return add_event(
        session,
        _OPERATOR,
        now,
        code=EVENT,
        title=demo_names.TITLE,
        place=demo_names.PLACE,
        organisation=demo_names.ORGANISATION,
        funder=demo_names.FUNDER,
        signatories=demo_names.SIGNATORIES,
        starts_on=today - day,
        ends_on=today + day,
        time_zone=_ZONE.key,
        countries=COUNTRIES,
    )


def _simulate(stage: _Stage, people: list[_Official], tick: Callable[[int], object]) -> None:
    shuffled = stage.chance.sample(people, len(people))
    idle, half_way = round(_IDLE * len(people)), round(_HALF_WAY * len(people))
    abilities = _abilities(half_way, stage.chance) + _abilities(len(people) - idle - half_way, stage.chance)
    for place, person in enumerate(shuffled):
        if place >= idle:
            ability = abilities[place - idle]
            _sit_pre_test(stage, person, ability - _LEARNT)
            person.readings = _readings(stage)
        if idle <= place < idle + half_way:
            del person.readings[stage.chance.randint(1, max(1, len(stage.lessons) - 1)) :]
        elif place >= idle + half_way:
            _sit_quizzes(stage, person, ability)
        tick(1)
    passed = [person for person in shuffled if person.passed]
    for person in passed[round(_ELIGIBLE * len(people)) :]:
        del person.readings[stage.chance.randrange(len(stage.lessons))]
    for person in people:
        _read(stage.session, person)


def _readings(stage: _Stage) -> list[tuple[Lesson, datetime]]:
    """Each lesson with the moment it was finished: a few sittings on days before yesterday."""
    lessons, chance = stage.lessons, stage.chance
    days = sorted(chance.sample(range(2, 13), min(len(lessons), chance.randint(3, 6))), reverse=True)
    readings = []
    for turn, days_back in enumerate(days):
        minute = chance.uniform(8 * 60, 17 * 60)
        for lesson in lessons[turn * len(lessons) // len(days) : (turn + 1) * len(lessons) // len(days)]:
            minute += lesson.minutes * chance.uniform(0.6, 1.5)
            readings.append((lesson, _at(stage.today, days_back, minute)))
    return readings


def _read(session: Session, person: _Official) -> None:
    for lesson, moment in person.readings:
        language = lesson.text(person.language).language
        complete_lesson(session, person.enrolment.person_id, moment, lesson, language)


def _abilities(count: int, chance: random.Random) -> list[float]:
    """Normally distributed, one from each of `count` equal strata: a small group is no lucky draw either."""
    normal = NormalDist(_ABILITY, _SPREAD)
    # Away from 0, where the normal distribution has no value.
    strata = [(place + chance.uniform(0.01, 0.99)) / count for place in range(count)]
    return [normal.inv_cdf(share) for share in chance.sample(strata, count)]


def _items(quiz: Quiz, seed: int) -> dict[str, _Item]:
    """Question key → its item; the mean difficulty is 0, which gives the scale its origin."""
    drawn = {
        question.key: random.Random(f"{seed} {question.key}").gauss(0, _DIFFICULTY_SPREAD)  # noqa: S311 - repeatable
        for question in quiz.pool
    }
    mean = math.fsum(drawn.values()) / len(drawn)
    return {question.key: _item(question, drawn[question.key] - mean) for question in quiz.pool}


def _item(question: Question, difficulty: float) -> _Item:
    given = [sample for sample in question.samples() if sample.response]
    right = next(sample.response for sample in given if sample.fraction == 1)
    return _Item(difficulty, right, tuple(sample.response for sample in given if sample.fraction != 1))


def _sit_pre_test(stage: _Stage, person: _Official, ability: float) -> None:
    """Before the first lesson, with what they knew then; nobody passes or fails."""
    form, _ = order(person.enrolment.seed)
    if form not in stage.catalogue.quizzes:
        return
    chance = stage.chance
    now = _at(stage.today, 13, chance.uniform(8 * 60, 17 * 60))
    test = stage.catalogue.quizzes[form]
    met = terms(stage.session, stage.catalogue, person.enrolment, test, now)
    attempt = start_attempt(stage.session, now, person.enrolment.id, test, chance.getrandbits(62), met)
    now = _answer(stage, now, attempt, test, person.language, ability)
    submit_attempt(stage.session, now, attempt, test)
    stage.session.expire(attempt)
    person.attempts += 1


def _sit_quizzes(stage: _Stage, person: _Official, ability: float) -> None:
    """Each quiz on some day after the last lesson, at hours of its own."""
    days_since = (stage.today - person.readings[-1][1].astimezone(_ZONE).date()).days
    passed = []
    for place, quiz in enumerate(stage.quizzes):
        days_back = stage.chance.randint(1, max(1, days_since - 1))
        now = _at(stage.today, days_back, (8.5 + 4 * place) * 60 + stage.chance.uniform(0, 30))
        passed.append(_sit_quiz(stage, person, quiz, now, ability))
    person.passed = all(passed)


def _sit_quiz(stage: _Stage, person: _Official, quiz: Quiz, now: datetime, ability: float) -> bool:
    """Attempts until one passes, they are used up or the official has had enough; whether one passed."""
    chance = stage.chance
    for _ in range(min(quiz.attempts, chance.choices((1, 2, 3), (1, 3, 8))[0])):
        attempt = start_attempt(stage.session, now, person.enrolment.id, quiz, chance.getrandbits(62))
        now = _answer(stage, now, attempt, quiz, person.language, ability)
        submission = submit_attempt(stage.session, now, attempt, quiz)
        # One unit holds all attempts here; the next start must read that this one has ended.
        stage.session.expire(attempt)
        person.attempts += 1
        if submission and submission.passed:
            return True
        now += quiz.wait + timedelta(seconds=chance.randint(60, 20 * 60))
    return False


def _answer(
    stage: _Stage, now: datetime, attempt: Attempt, quiz: Quiz, language: str, ability: float
) -> datetime:
    """Answer every question of the attempt in turn; the moment when the official submits."""
    slowest = 130
    if attempt.deadline_at:  # in time, with five minutes to spare
        slowest = int((attempt.deadline_at - now).total_seconds() - 300) // len(attempt.questions)
    for drawn in attempt.questions:
        now += timedelta(seconds=stage.chance.randint(25, slowest))
        question = question_of(drawn.version)
        response = _response(stage.items[question.key], ability, stage.chance)
        spoken = language if language in question.ask else "en"
        save_answer(stage.session, now, drawn, quiz, response, sequence=0, language=spoken)
    return now + timedelta(seconds=stage.chance.randint(10, 60))


def _response(item: _Item, ability: float, chance: random.Random) -> Response:
    if chance.random() < 1 / (1 + math.exp(item.difficulty - ability)):
        return item.right
    return {} if chance.random() < _LEFT_OPEN else chance.choice(item.wrong)
