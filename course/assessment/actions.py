"""Start, answer, submit. Each is one short writing unit and safe to repeat."""

import secrets
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course.assessment import queries, rules
from course.assessment.models import Answer, Attempt, DrawnQuestion, Grade, Submission
from course.assessment.scoring import score
from course.assessment.selection import draw
from course.assessment.sittings import Sitting
from course.base.errors import N_, CourseError, Refused
from course.content.catalogue import Quiz
from course.content.versions import question_of, version_ids
from course.learning.actions import record_outcome
from course.learning.models import Enrolment
from course.questions.question import Response


class Stale(CourseError):
    """The answer was changed elsewhere (another tab or device) since this page was loaded."""

    def __init__(self, saved: Answer | None) -> None:
        super().__init__(
            N_("This question was answered in another tab or on another device since this page was loaded.")
        )
        self.saved = saved


def start_attempt(
    session: Session,
    now: datetime,
    enrolment_id: int,
    quiz: Quiz,
    seed: int | None = None,
    sitting: Sitting | None = None,
) -> Attempt:
    """Start the next attempt, or return the one that is open. A test needs its `sitting`.

    Raises Refused with the reason. The limit holds under simultaneous starts: the enrolment's row is
    locked, and (enrolment, quiz, number) is unique.
    """
    session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())
    earlier = queries.attempts_of(session, enrolment_id, quiz.key)
    standing = rules.standing(quiz, queries.past_of(earlier), now, sitting)
    if standing.open_number is not None:
        return earlier[-1]
    if not standing.can_start:
        raise Refused(standing.reason)
    attempt = Attempt(
        enrolment_id=enrolment_id,
        quiz=quiz.key,
        number=len(earlier) + 1,
        seed=secrets.randbits(62) if seed is None else seed,
        started_at=now,
        deadline_at=_deadline(quiz, sitting, now),
    )
    drawn = draw(quiz, attempt.seed, queries.seen_keys(session, enrolment_id, quiz.key))
    ids = version_ids(session, [one.question for one in drawn])
    attempt.questions = [
        DrawnQuestion(position=place, version_id=ids[one.question.key], arrangement=one.arrangement)
        for place, one in enumerate(drawn, start=1)
    ]
    session.add(attempt)
    session.flush()
    return attempt


def _deadline(quiz: Quiz, sitting: Sitting | None, now: datetime) -> datetime | None:
    """The end of the time limit, or of the day the test has, whichever comes first."""
    limits = [now + quiz.time_limit] if quiz.time_limit else []
    if sitting and sitting.closes_at:
        limits.append(sitting.closes_at)
    return min(limits, default=None)


def save_answer(
    session: Session,
    now: datetime,
    drawn: DrawnQuestion,
    response: Response,
    *,
    sequence: int,
    language: str,
) -> Answer | None:
    """Append one step; the step that counts now.

    `sequence` is the number of the step the page was showing (0: none). The same answer again is discarded,
    which makes a repeated delivery harmless. Raises Stale when the page was out of date and the answer
    differs, Refused when the attempt is over or the answer would take back what was decided. `drawn` must
    have been read under its lock.
    """
    if drawn.attempt.submission is not None:
        raise Refused(N_("This attempt was already submitted. Your answers are as they were then."))
    if drawn.attempt.is_late(now):
        raise Refused(N_("The time for this attempt is over. What was saved before counts; submit it now."))
    saved = queries.latest_answer(session, drawn.id)
    if (saved.response if saved else {}) == response:
        return saved
    if saved and not question_of(drawn.version).may_follow(saved.response, response):
        raise Refused(
            N_("A step you have left cannot be changed. Open the question again to go on from there.")
        )
    if (saved.sequence if saved else 0) != sequence:
        raise Stale(saved)
    answer = Answer(
        drawn_question_id=drawn.id,
        sequence=sequence + 1,
        response=response,
        language=language,
        saved_at=now,
    )
    session.add(answer)
    session.flush()
    return answer


def submit_attempt(session: Session, now: datetime, attempt: Attempt, quiz: Quiz) -> Submission:
    """End the attempt at `quiz`: grade what is saved, record the outcome. Any repeat returns the stored result."""
    session.execute(select(Attempt.id).where(Attempt.id == attempt.id).with_for_update())
    known = session.scalar(select(Submission).where(Submission.attempt_id == attempt.id))
    if known is not None:
        return known
    questions = session.scalars(
        select(DrawnQuestion)
        .where(DrawnQuestion.attempt_id == attempt.id)
        .options(joinedload(DrawnQuestion.version))
        .order_by(DrawnQuestion.position)
    ).all()
    answers = queries.latest_answers(session, attempt)
    graded: list[Fraction | None] = []
    for drawn in questions:
        response = answers[drawn.id].response if drawn.id in answers else {}
        fraction = question_of(drawn.version).grade(response).fraction
        graded.append(fraction)
        session.add(Grade(drawn_question_id=drawn.id, fraction=fraction, graded_at=now, reason="submission"))
    total = score(graded)
    passed = None if quiz.pass_mark is None else total >= quiz.pass_mark
    submission = Submission(attempt_id=attempt.id, submitted_at=now, score=total, passed=passed)
    session.add(submission)
    session.flush()
    record_outcome(
        session,
        now,
        attempt.enrolment_id,
        kind="test" if quiz.is_test else "quiz",
        key=attempt.quiz,
        score=total,
        passed=submission.passed,
        source=f"attempt:{attempt.id}",
    )
    return submission
