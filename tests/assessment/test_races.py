"""Many at once, in several processes, on both databases: the limit holds, a submission is one act."""

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from course.assessment.actions import submit_attempt
from course.assessment.models import Answer, Attempt, DrawnQuestion, Grade, Submission
from course.assessment.queries import attempts_of, past_of
from course.assessment.rules import standing
from course.content.versions import question_of
from course.learning.models import Enrolment, Outcome
from tests.questions.forms import form_of
from tests.racing import race, wait_until_somebody_waits

QUIZ = "migration-policy"


def start(house, browser):
    answer = browser.post(f"/quizzes/{QUIZ}/attempts")
    return answer.status_code, answer.location


def attempts(house) -> list[Attempt]:
    with house.look() as session:
        return list(session.scalars(select(Attempt).order_by(Attempt.number)))


def test_no_number_of_simultaneous_starts_gives_a_second_open_attempt_or_a_fourth_one(house, tmp_path):
    olga = house.browser("olga")
    for number in (1, 2, 3, 4):
        answers = Counter(race(house, tmp_path, [olga] * 12, start, processes=3))
        made = attempts(house)
        assert [attempt.number for attempt in made] == list(range(1, min(number, 3) + 1))
        if number > 3:
            assert answers == {(409, None): 36}
            return
        newest = made[-1].id
        assert answers == {(303, f"/attempts/{newest}/questions/1"): 36}
        assert olga.post(f"/attempts/{newest}/submission").status_code == 303
        house.clock.forward(minutes=31)
        olga = house.browser("olga")


TOGETHER = 12
_all_looked = threading.Barrier(TOGETHER)


def careless_start(house, browser):
    """The planted fault: looks whether it may, and only then opens a unit; nothing locked, nothing unique.

    The threads of a process write only when all of them have looked, so the first process to write
    writes more than once, however slow the machine is.
    """
    with house.look() as session:
        enrolment = session.scalars(
            select(Enrolment).where(Enrolment.person_id == house.people["olga"])
        ).one()
        past = attempts_of(session, enrolment.id, QUIZ)
        may = standing(house.catalogue.quizzes[QUIZ], past_of(past), house.clock()).can_start
    _all_looked.wait(30)
    if may:
        with house.unit() as session:
            session.add(
                Attempt(
                    enrolment_id=enrolment.id,
                    quiz=QUIZ,
                    number=len(past) + 1,
                    seed=1,
                    started_at=house.clock(),
                )
            )


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_the_check_sees_a_start_that_locks_nothing(house, tmp_path):
    with house.unit() as session:
        session.execute(text("ALTER TABLE attempt DROP CONSTRAINT uq_attempt_enrolment_id_quiz_number"))
    race(house, tmp_path, [house.browser("olga")] * TOGETHER, careless_start)
    assert len(attempts(house)) > 1


@pytest.mark.parametrize("house", ["sqlite", "postgresql"], indirect=True)
def test_two_attempts_of_one_number_are_refused_by_the_database_itself(house):
    house.start(house.browser("olga"))
    with pytest.raises(Exception, match=r"uq_attempt|UNIQUE constraint failed"), house.unit() as session:
        session.execute(
            text(
                "INSERT INTO attempt (enrolment_id, quiz, number, seed, started_at)"
                " SELECT enrolment_id, quiz, number, 1, started_at FROM attempt"
            )
        )


def submit(house, browser):
    with house.look() as session:
        number = session.scalars(select(Attempt.id)).one()
    answer = browser.post(f"/attempts/{number}/submission")
    return answer.status_code, answer.location


def test_eight_simultaneous_submissions_are_one_act_with_one_answer(house, tmp_path):
    olga = house.browser("olga")
    attempt = house.start(olga)
    house.answer_all(olga, attempt)
    answers = race(house, tmp_path, [olga] * 4, submit, processes=2)
    assert Counter(answers) == {(303, f"/attempts/{attempt}/result"): 8}
    with house.look() as session:
        submission = session.scalars(select(Submission)).one()
        outcome = session.scalars(select(Outcome)).one()
        assert (outcome.score, outcome.passed, outcome.source) == (
            submission.score,
            True,
            f"attempt:{attempt}",
        )
        drawn = session.scalar(select(func.count(DrawnQuestion.id)))
        assert session.scalar(select(func.count(Grade.id))) == drawn


def without_tokens(page: str) -> str:
    """A page without its form tokens, which bear the second they were made in."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_a_submission_asked_for_again_later_gives_the_first_result(house):
    olga = house.browser("olga")
    attempt = house.pass_quiz(olga, rightly=False)
    first = without_tokens(olga.get(f"/attempts/{attempt}/result").text)
    house.clock.forward(minutes=3)
    assert olga.post(f"/attempts/{attempt}/submission").location == f"/attempts/{attempt}/result"
    assert without_tokens(olga.get(f"/attempts/{attempt}/result").text) == first
    with house.look() as session:
        assert session.scalars(select(Submission)).one().passed is False


def test_an_answer_that_waited_for_a_submission_to_end_is_refused_and_not_kept(house):
    """The answer's request meets the lock that the submission holds, and must look again behind it."""
    olga = house.browser("olga")
    attempt_id = house.start(olga)
    with house.look() as session:
        drawn = session.scalars(select(DrawnQuestion).where(DrawnQuestion.position == 1)).one()
        question = question_of(drawn.version)
    response = next(sample.response for sample in question.samples() if sample.response)
    body = {"sequence": 0, "fields": form_of(question, response)}
    olga.token()
    with ThreadPoolExecutor(1) as thread, house.unit() as unit:
        submit_attempt(unit, house.clock(), unit.get_one(Attempt, attempt_id), house.catalogue.quizzes[QUIZ])
        saving = thread.submit(olga.put, f"/attempts/{attempt_id}/answers/1", body)
        wait_until_somebody_waits(house)
        unit.commit()
        assert saving.result(30).status_code == 409
    with house.look() as session:
        assert session.scalars(select(Answer)).all() == []
