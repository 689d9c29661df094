"""Start, answer, submit. Each is one short writing unit and safe to repeat."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from course.assessment import queries, rules, settling
from course.assessment.arranged import hold_enrolment
from course.assessment.deadlines import Phase, deadline, ending
from course.assessment.models import Answer, Attempt, DrawnQuestion, Submission
from course.assessment.selection import draw
from course.assessment.terms import USUAL, Terms
from course.base.errors import N_, CourseError, Refused
from course.content.catalogue import Quiz
from course.content.versions import question_of, version_ids
from course.questions.question import Response


class Stale(CourseError):
    """The answer was changed elsewhere (another tab or device) since this page was loaded."""

    def __init__(self, saved: Answer | None) -> None:
        super().__init__(
            N_("This question was answered in another tab or on another device since this page was loaded.")
        )
        self.saved = saved


class TimeOver(CourseError):
    """No answer is taken any more."""

    def __init__(self, *, can_submit: bool, is_abandoned: bool) -> None:
        if can_submit:
            super().__init__(
                N_("The time for answers is over. What was saved before counts once you submit it.")
            )
        elif is_abandoned:
            super().__init__(
                N_("The time for this attempt is over. It was not submitted, so it has no score.")
            )
        else:
            super().__init__(N_("The time for this attempt is over. What was saved before counts."))


class WrongPassword(CourseError):
    def __init__(self) -> None:
        super().__init__(N_("This is not the password of this quiz. Ask your trainer for it."))


def start_attempt(
    session: Session,
    now: datetime,
    enrolment_id: int,
    quiz: Quiz,
    seed: int | None = None,
    terms: Terms = USUAL,
    opened_with: str | None = None,
) -> Attempt:
    """Start the next attempt, or return the one that is open.

    `terms`: read in this unit after `arranged.hold_enrolment`; a test needs the sitting in them.
    `opened_with`: the hash that the typed password was found to belong to. Raises WrongPassword, or Refused
    with the reason. The limit holds under simultaneous starts: the enrolment's row is locked, and
    (enrolment, quiz, number) is unique.
    """
    hold_enrolment(session, enrolment_id)
    earlier = queries.attempts_of(session, enrolment_id, quiz.key)
    if earlier and earlier[-1].is_open and settling.settle(session, now, earlier[-1], quiz):
        session.expire(earlier[-1])
    standing = rules.standing(quiz, queries.past_of(earlier), now, terms)
    if standing.open_number is not None:
        return earlier[-1]
    if not standing.can_start:
        raise Refused(standing.reason)
    if terms.window.password_hash is not None and terms.window.password_hash != opened_with:
        raise WrongPassword
    limit_at = now + quiz.time_limit if quiz.time_limit else None
    attempt = Attempt(
        enrolment_id=enrolment_id,
        quiz=quiz.key,
        number=len(earlier) + 1,
        seed=secrets.randbits(62) if seed is None else seed,
        started_at=now,
        limit_at=limit_at,
        deadline_at=deadline(limit_at, terms.extra.time, terms.closes_at),
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


def save_answer(
    session: Session,
    now: datetime,
    drawn: DrawnQuestion,
    quiz: Quiz,
    response: Response,
    *,
    sequence: int,
    language: str,
) -> Answer | None:
    """Append one step; the step that counts now.

    `sequence` is the number of the step the page was showing (0: none). The same answer again is discarded,
    which makes a repeated delivery harmless. Raises Stale when the page was out of date and the answer
    differs, Refused when the attempt has an end or the answer would take back what was decided, TimeOver when
    its time is over. `drawn` must have been read under its lock.
    """
    if not drawn.attempt.is_open:
        raise Refused(N_("This attempt was already submitted. Your answers are as they were then."))
    refuse_late(quiz, drawn.attempt, now)
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


def refuse_late(quiz: Quiz, attempt: Attempt, now: datetime) -> None:
    """Raises TimeOver where no answer is taken any more."""
    end = ending(quiz, attempt.deadline_at)
    if end.phase(now) in {Phase.GRACE, Phase.OVER}:
        raise TimeOver(can_submit=not end.is_over(now), is_abandoned=end.is_abandoned)


def submit_attempt(session: Session, now: datetime, attempt: Attempt, quiz: Quiz) -> Submission | None:
    """End the attempt at `quiz`: grade what is saved, record the outcome. Any repeat returns the stored result.

    None when its time was over and the quiz then counts it as not submitted.
    """
    end = settling.submit(session, now, attempt, quiz)
    return end if isinstance(end, Submission) else None
