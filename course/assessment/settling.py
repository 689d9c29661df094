"""The end of an attempt: graded when it is submitted or its time is over, or closed without a score.

Whoever looks meets the settled state. It is written by the next start, answer by form or submission and by a
sweep, each in its own writing unit; a page that comes before them shows it computed (`as_settled`).
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from course.assessment import queries
from course.assessment.deadlines import TOLERANCE, ending
from course.assessment.models import Abandonment, Attempt, DrawnQuestion, Grade, Submission
from course.assessment.scoring import passes, score
from course.base.db import OpenUnit
from course.content.catalogue import Catalogue, Quiz
from course.content.versions import question_of
from course.learning.actions import record_outcome

Look = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Judgement:
    """What the saved answers of an attempt are worth."""

    fractions: dict[int, Fraction | None]
    """Drawn question id to its grade; None while it waits for a marker."""
    score: Fraction
    passed: bool | None


def judge(session: Session, attempt_id: int, quiz: Quiz) -> Judgement:
    questions = session.scalars(
        select(DrawnQuestion)
        .where(DrawnQuestion.attempt_id == attempt_id)
        .options(joinedload(DrawnQuestion.version))
        .order_by(DrawnQuestion.position)
    ).all()
    answers = queries.latest_answers_to(session, [drawn.id for drawn in questions])
    fractions: dict[int, Fraction | None] = {}
    by_topic: dict[str, list[Fraction | None]] = {}
    for drawn in questions:
        question = question_of(drawn.version)
        fraction = question.grade(answers[drawn.id].response if drawn.id in answers else {}).fraction
        fractions[drawn.id] = fraction
        by_topic.setdefault(question.topic, []).append(fraction)
    total = score(fractions.values())
    topics = {topic: score(grades) for topic, grades in by_topic.items()}
    return Judgement(fractions, total, passes(total, topics, quiz.pass_mark, quiz.pass_marks))


def submit(session: Session, now: datetime, attempt: Attempt, quiz: Quiz) -> Submission | Abandonment:
    """End the attempt because its official asks for it. Any repeat returns the stored end."""
    end = settle(session, now, attempt, quiz)
    if end is not None:
        return end
    at = ending(quiz, attempt.deadline_at).submitted_at(now)
    return _write_submission(session, now, at, attempt, quiz, "submission")


def settle(session: Session, now: datetime, attempt: Attempt, quiz: Quiz) -> Submission | Abandonment | None:
    """End the attempt if its time is over; the end it has, or None while it may go on.

    Locks the attempt until the unit's end, and looks again behind the lock.
    """
    lock = select(Attempt.deadline_at).where(Attempt.id == attempt.id).with_for_update()
    set_committed_value(attempt, "deadline_at", session.scalars(lock).one())
    known = _end_of(session, attempt.id)
    end = ending(quiz, attempt.deadline_at)
    if known is not None or not end.is_over(now):
        return known
    assert end.counts_at, "what is over has a moment"
    if not end.is_abandoned:
        return _write_submission(session, now, end.counts_at, attempt, quiz, "time over")
    abandonment = Abandonment(attempt_id=attempt.id, abandoned_at=end.counts_at)
    session.add(abandonment)
    session.flush()
    return abandonment


def _end_of(session: Session, attempt_id: int) -> Submission | Abandonment | None:
    submission = session.scalar(select(Submission).where(Submission.attempt_id == attempt_id))
    return submission or session.scalar(select(Abandonment).where(Abandonment.attempt_id == attempt_id))


def _write_submission(
    session: Session, now: datetime, at: datetime, attempt: Attempt, quiz: Quiz, reason: str
) -> Submission:
    judged = judge(session, attempt.id, quiz)
    session.add_all(
        Grade(drawn_question_id=drawn_id, fraction=fraction, graded_at=now, reason=reason)
        for drawn_id, fraction in judged.fractions.items()
    )
    submission = Submission(attempt_id=attempt.id, submitted_at=at, score=judged.score, passed=judged.passed)
    session.add(submission)
    session.flush()
    record_outcome(
        session,
        now,
        attempt.enrolment_id,
        kind="test" if quiz.is_test else "quiz",
        key=attempt.quiz,
        score=judged.score,
        passed=judged.passed,
        source=f"attempt:{attempt.id}",
    )
    return submission


def settle_overdue(look: Look, open_unit: OpenUnit, catalogue: Catalogue, now: datetime) -> int:
    """Settle every attempt whose time is over, each in a unit of its own; how many there were."""
    with look() as session:
        found = [
            (attempt.id, attempt.quiz)
            for attempt in queries.open_attempts_until(session, now - TOLERANCE)
            if attempt.quiz in catalogue.quizzes
            and ending(catalogue.quizzes[attempt.quiz], attempt.deadline_at).is_over(now)
        ]
    for attempt_id, quiz in found:
        with open_unit() as unit:
            settle(unit, now, unit.get_one(Attempt, attempt_id), catalogue.quizzes[quiz])
    return len(found)


def as_settled(
    session: Session, now: datetime, catalogue: Catalogue, attempts: Iterable[Attempt]
) -> list[Attempt]:
    """The attempts as they stand at `now`: one whose time is over shows the end that will be written.

    For pages, in a reading unit; that end is not among the rows yet and has no id.
    """
    found = list(attempts)
    for attempt in found:
        quiz = catalogue.quizzes.get(attempt.quiz)
        end = ending(quiz, attempt.deadline_at) if quiz and attempt.is_open else None
        if quiz is None or end is None or not end.is_over(now) or end.counts_at is None:
            continue
        if end.is_abandoned:
            made = Abandonment(attempt_id=attempt.id, abandoned_at=end.counts_at)
            set_committed_value(attempt, "abandonment", made)
        else:
            judged = judge(session, attempt.id, quiz)
            computed = Submission(submitted_at=end.counts_at, score=judged.score, passed=judged.passed)
            set_committed_value(attempt, "submission", computed)
    return found


def fractions_of(session: Session, attempt: Attempt, quiz: Quiz) -> dict[int, Fraction | None]:
    """Drawn question id to its latest grade; for an end that is only computed yet, what it will be."""
    if attempt.submission is not None and attempt.submission.id is None:
        return judge(session, attempt.id, quiz).fractions
    return {drawn_id: grade.fraction for drawn_id, grade in queries.grades(session, attempt).items()}
