"""Looks at enrolments, completions and outcomes."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from course.accounts.models import Person
from course.base.access import Actor
from course.base.errors import NotFound
from course.content.catalogue import Catalogue, Quiz
from course.events.models import Event
from course.learning.counting import Counted, counted
from course.learning.models import Enrolment, LessonCompletion, Outcome
from course.learning.policy import enrolments_visible_to
from course.learning.progress import LessonKey, Progress, progress


def find_enrolment(session: Session, actor: Actor, package: str) -> Enrolment | None:
    """The actor's own enrolment that counts now: at a dated event before self-study, the newest first."""
    return session.scalar(
        select(Enrolment)
        .join(Enrolment.event)
        .options(contains_eager(Enrolment.event))
        .where(Enrolment.person_id == actor.id, Enrolment.package == package)
        .order_by(Event.is_standing, Enrolment.id.desc())
        .limit(1)
    )


def get_enrolment(session: Session, actor: Actor, enrolment_id: int) -> Enrolment:
    """An enrolment the actor may see. Raises NotFound."""
    found = session.scalar(
        select(Enrolment).where(Enrolment.id == enrolment_id, enrolments_visible_to(actor))
    )
    if found is None:
        raise NotFound
    return found


def enrolments_of_event(session: Session, actor: Actor, event: Event) -> list[Enrolment]:
    """Everyone at the event whom the actor may see, by country and name."""
    return list(session.scalars(_at(event).where(enrolments_visible_to(actor))))


def all_enrolments_of_event(session: Session, event: Event) -> list[Enrolment]:
    """Everyone at the event, for a command on the machine itself, by country and name."""
    return list(session.scalars(_at(event)))


def _at(event: Event) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Enrolment.person)
        .options(contains_eager(Enrolment.person).selectinload(Person.agency))
        .where(Enrolment.event_id == event.id)
        .order_by(Person.country, Person.surname, Person.given_name, Person.id)
    )


def enrolments_of_person(session: Session, person_id: int) -> list[Enrolment]:
    return list(
        session.scalars(
            select(Enrolment)
            .options(selectinload(Enrolment.event))
            .where(Enrolment.person_id == person_id)
            .order_by(Enrolment.id)
        )
    )


def completed_lessons(session: Session, person_ids: Iterable[int]) -> dict[int, set[LessonKey]]:
    """Person id → the lessons that person has read."""
    found: dict[int, set[LessonKey]] = {person_id: set() for person_id in person_ids}
    rows = session.execute(
        select(LessonCompletion.person_id, LessonCompletion.module, LessonCompletion.lesson).where(
            LessonCompletion.person_id.in_(found)
        )
    )
    for person_id, module, lesson in rows:
        found[person_id].add((module, lesson))
    return found


def counting_results(
    session: Session, quizzes: Mapping[str, Quiz], enrolment_ids: Iterable[int]
) -> dict[int, dict[str, Counted]]:
    """Enrolment id → quiz key → what counts of the ledger by that quiz's rule (best, last or average)."""
    found: dict[int, dict[str, list[Counted]]] = {enrolment_id: {} for enrolment_id in enrolment_ids}
    rows = session.scalars(
        select(Outcome)
        .where(Outcome.enrolment_id.in_(found), Outcome.kind == "quiz", Outcome.key.in_(quizzes))
        .order_by(Outcome.id)
    )
    for row in rows:
        found[row.enrolment_id].setdefault(row.key, []).append(Counted(row.score, row.passed))
    return {
        enrolment_id: {
            key: result
            for key, results in by_quiz.items()
            if (result := counted(quizzes[key].score, results, quizzes[key].pass_mark))
        }
        for enrolment_id, by_quiz in found.items()
    }


def progress_of(session: Session, catalogue: Catalogue, enrolments: list[Enrolment]) -> dict[int, Progress]:
    """Enrolment id → where that official stands by the rules of the package. Two queries for any number."""
    lessons = [(lesson.module, lesson.key) for lesson in catalogue.published_lessons()]
    quizzes = {key: catalogue.quizzes[key].module or "" for key in catalogue.package.required_quizzes}
    completed = completed_lessons(session, {enrolment.person_id for enrolment in enrolments})
    results = counting_results(session, catalogue.quizzes, (enrolment.id for enrolment in enrolments))
    return {
        enrolment.id: progress(lessons, quizzes, completed[enrolment.person_id], results[enrolment.id])
        for enrolment in enrolments
    }
