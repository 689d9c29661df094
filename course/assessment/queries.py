"""Looks at attempts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from course.assessment import policy
from course.assessment.models import Abandonment, Answer, Attempt, DrawnQuestion, Grade, Submission
from course.assessment.rules import Past
from course.base.access import Actor
from course.base.errors import NotFound
from course.content.models import QuestionVersion
from course.learning.models import Enrolment


def get_own_attempt(session: Session, actor: Actor, attempt_id: int) -> Attempt:
    """The actor's own attempt with its questions and submission. Raises NotFound."""
    return _get(session, attempt_id, policy.own_attempts(actor))


def get_attempt(session: Session, actor: Actor, attempt_id: int) -> Attempt:
    """An attempt the actor may read. Raises NotFound."""
    return _get(session, attempt_id, policy.attempts_visible_to(actor))


def _get(session: Session, attempt_id: int, condition: ColumnElement[bool]) -> Attempt:
    attempt = session.scalar(
        select(Attempt)
        .where(Attempt.id == attempt_id, condition)
        .options(
            joinedload(Attempt.submission),
            joinedload(Attempt.abandonment),
            joinedload(Attempt.enrolment).options(joinedload(Enrolment.person), joinedload(Enrolment.event)),
            selectinload(Attempt.questions).joinedload(DrawnQuestion.version),
        )
    )
    if attempt is None:
        raise NotFound
    return attempt


def get_own_question(
    session: Session, actor: Actor, attempt_id: int, position: int, *, lock: bool = False
) -> DrawnQuestion:
    """One question of the actor's own attempt, with its version, attempt and submission. Raises NotFound.

    `lock`, in a writing unit: the attempt stays as it is until the unit's end; nobody submits it meanwhile.
    """
    own = policy.own_attempts(actor)
    if lock:
        # A statement of its own: PostgreSQL shows to one that waited the other rows as they were before.
        session.execute(select(Attempt.id).where(Attempt.id == attempt_id, own).with_for_update())
    drawn = session.scalar(
        select(DrawnQuestion)
        .join(DrawnQuestion.attempt)
        .join(Attempt.enrolment)
        .join(DrawnQuestion.version)
        .outerjoin(Attempt.submission)
        .outerjoin(Attempt.abandonment)
        .options(
            contains_eager(DrawnQuestion.attempt).options(
                contains_eager(Attempt.submission),
                contains_eager(Attempt.abandonment),
                contains_eager(Attempt.enrolment),
            ),
            contains_eager(DrawnQuestion.version),
        )
        .where(DrawnQuestion.attempt_id == attempt_id, DrawnQuestion.position == position, own)
    )
    if drawn is None:
        raise NotFound
    return drawn


def latest_answer(session: Session, drawn_question_id: int) -> Answer | None:
    return session.scalar(
        select(Answer)
        .where(Answer.drawn_question_id == drawn_question_id)
        .order_by(Answer.sequence.desc())
        .limit(1)
    )


def latest_answers(session: Session, attempt: Attempt) -> dict[int, Answer]:
    """Drawn question id → the answer that counts."""
    return latest_answers_to(session, [drawn.id for drawn in attempt.questions])


def latest_answers_to(session: Session, ids: Sequence[int]) -> dict[int, Answer]:
    """The same for these drawn questions."""
    rows = session.scalars(select(Answer).where(Answer.drawn_question_id.in_(ids)).order_by(Answer.sequence))
    return {row.drawn_question_id: row for row in rows}


def answer_steps(session: Session, attempt: Attempt) -> dict[int, list[Answer]]:
    """Drawn question id → every step, oldest first."""
    steps: dict[int, list[Answer]] = {drawn.id: [] for drawn in attempt.questions}
    for row in session.scalars(
        select(Answer).where(Answer.drawn_question_id.in_(steps)).order_by(Answer.sequence)
    ):
        steps[row.drawn_question_id].append(row)
    return steps


def grades(session: Session, attempt: Attempt) -> dict[int, Grade]:
    """Drawn question id → the latest grade."""
    ids = [drawn.id for drawn in attempt.questions]
    rows = session.scalars(select(Grade).where(Grade.drawn_question_id.in_(ids)).order_by(Grade.id))
    return {row.drawn_question_id: row for row in rows}


def attempts_of(session: Session, enrolment_id: int, quiz: str) -> list[Attempt]:
    """The attempts of one enrolment at one quiz, oldest first, with their ends."""
    return list(
        session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id == enrolment_id, Attempt.quiz == quiz)
            .options(joinedload(Attempt.submission), joinedload(Attempt.abandonment))
            .order_by(Attempt.number)
        )
    )


def past_of(attempts: Sequence[Attempt]) -> list[Past]:
    """The attempts as the rules want them."""
    return [_past(attempt) for attempt in attempts]


def _past(attempt: Attempt) -> Past:
    submission, abandonment = attempt.submission, attempt.abandonment
    if submission is not None:
        return Past(attempt.number, submission.submitted_at, bool(submission.passed), submission.score)
    return Past(attempt.number, abandonment.abandoned_at if abandonment else None)


def open_attempts_until(session: Session, moment: datetime) -> list[Attempt]:
    """Those without an end whose deadline was before `moment`, the oldest first."""
    return list(
        session.scalars(
            select(Attempt)
            .outerjoin(Attempt.submission)
            .outerjoin(Attempt.abandonment)
            .where(Attempt.deadline_at < moment, Submission.id.is_(None), Abandonment.id.is_(None))
            .order_by(Attempt.deadline_at, Attempt.id)
        )
    )


def seen_keys(session: Session, enrolment_id: int, quiz: str) -> set[str]:
    """Keys of the questions that this official met in earlier attempts."""
    return set(
        session.scalars(
            select(QuestionVersion.key)
            .join(DrawnQuestion, DrawnQuestion.version_id == QuestionVersion.id)
            .join(Attempt, Attempt.id == DrawnQuestion.attempt_id)
            .where(Attempt.enrolment_id == enrolment_id, Attempt.quiz == quiz)
        )
    )


def answered_count(session: Session, attempt_id: int) -> int:
    """How many questions of the attempt have an answer that is not empty."""
    newest = (
        select(Answer.drawn_question_id, func.max(Answer.sequence).label("sequence"))
        .join(DrawnQuestion, DrawnQuestion.id == Answer.drawn_question_id)
        .where(DrawnQuestion.attempt_id == attempt_id)
        .group_by(Answer.drawn_question_id)
        .subquery()
    )
    responses = session.scalars(
        select(Answer.response).join(
            newest,
            (newest.c.drawn_question_id == Answer.drawn_question_id) & (newest.c.sequence == Answer.sequence),
        )
    )
    return sum(bool(response) for response in responses)


def attempts_of_enrolments(session: Session, actor: Actor, enrolment_ids: Sequence[int]) -> list[Attempt]:
    """All attempts of these enrolments that the actor may read, oldest first."""
    return list(
        session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id.in_(enrolment_ids), policy.attempts_visible_to(actor))
            .options(joinedload(Attempt.submission), joinedload(Attempt.abandonment))
            .order_by(Attempt.id)
        )
    )
