"""An attempt whose time is over ends by itself, once, and everybody sees it as it will be."""

import itertools
from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from course.assessment.models import Abandonment, Answer, Attempt, DrawnQuestion, Grade, Submission
from course.assessment.settling import settle_overdue
from course.content.versions import question_of
from course.learning.models import Outcome
from tests.assessment.quizzes import rewrite
from tests.contracts.rows import all_rows
from tests.questions.forms import form_of
from tests.racing import race

QUIZ = "migration-policy"
LIMIT = timedelta(minutes=20)


def limit(house, **changes) -> None:
    rewrite(house, QUIZ, time_limit=LIMIT, **changes)


def sweep(house) -> int:
    return settle_overdue(house.look, house.unit, house.catalogue, house.clock())


def submissions(house) -> list[Submission]:
    with house.look() as session:
        return list(session.scalars(select(Submission).order_by(Submission.id)))


def abandoned(house) -> list[Abandonment]:
    with house.look() as session:
        return list(session.scalars(select(Abandonment)))


def given(house, attempt: int, position: int = 1) -> dict[str, list[str]]:
    """What the form of this question sends for a right answer."""
    with house.look() as session:
        drawn = session.scalars(
            select(DrawnQuestion).where(
                DrawnQuestion.attempt_id == attempt, DrawnQuestion.position == position
            )
        ).one()
        question = question_of(drawn.version)
    return form_of(question, next(one.response for one in question.samples() if one.fraction == 1))


def put(house, browser, attempt: int, position: int):
    body = {"sequence": 0, "fields": given(house, attempt, position)}
    return browser.put(f"/attempts/{attempt}/answers/{position}", body)


def test_an_answer_given_in_time_is_kept_when_it_arrives_half_a_minute_late_and_not_later(house):
    limit(house)
    olga = house.browser("olga")
    attempt = house.start(olga)
    house.clock.forward(minutes=20)
    on_time = put(house, olga, attempt, 1)
    assert (on_time.status_code, on_time.json["left"]) == (200, 0)
    house.clock.forward(seconds=30)
    assert put(house, olga, attempt, 2).status_code == 200
    house.clock.forward(seconds=1)
    late = put(house, olga, attempt, 3)
    assert late.status_code == 409
    assert "time for this attempt is over" in late.json["message"]
    form = olga.post(f"/attempts/{attempt}/questions/3", sequence="0", **given(house, attempt, 3))
    assert (form.status_code, form.location) == (303, f"/attempts/{attempt}/")
    assert "What was saved before counts" in olga.get(f"/attempts/{attempt}/result").text
    (submission,) = submissions(house)
    assert submission.score == Fraction(2, 12)
    with house.look() as session:
        assert session.scalar(select(func.count(Answer.id))) == 2
        assert submission.submitted_at == session.get_one(Attempt, attempt).started_at + LIMIT


@pytest.mark.parametrize(
    ("rules", "forward", "submitted", "closed"),
    [
        ({}, 20.5, 0, 0),
        ({}, 20.52, 1, 0),
        ({"overdue": "abandon"}, 20.5, 0, 0),
        ({"overdue": "abandon"}, 20.52, 0, 1),
        ({"overdue": "grace", "grace": timedelta(minutes=5)}, 25, 0, 0),
        ({"overdue": "grace", "grace": timedelta(minutes=5)}, 25.01, 0, 1),
    ],
)
def test_the_sweep_ends_what_is_over_and_nothing_else(house, rules, forward, submitted, closed):
    limit(house, **rules)
    olga = house.browser("olga")
    attempt = house.start(olga)
    house.answer_all(olga, attempt)
    house.clock.forward(minutes=forward)
    assert sweep(house) == submitted + closed
    assert (len(submissions(house)), len(abandoned(house))) == (submitted, closed)
    assert sweep(house) == 0
    with house.look() as session:
        assert session.scalar(select(func.count(Outcome.id))) == submitted


def test_before_anything_is_written_every_page_shows_the_end_that_will_be(house):
    limit(house)
    olga, tomas = house.browser("olga"), house.browser("tomas")
    attempt = house.start(olga)
    house.answer_all(olga, attempt)
    house.clock.forward(minutes=21)
    before = all_rows(house)
    assert olga.get(f"/attempts/{attempt}/questions/1").location == f"/attempts/{attempt}/result"
    pages = [
        (olga, f"/attempts/{attempt}/result"),
        (olga, f"/quizzes/{QUIZ}/"),
        (tomas, "/events/spring/results"),
        (tomas, f"/review/attempts/{attempt}"),
    ]
    looked = [browser.get(path).text for browser, path in pages]
    for text in looked:
        assert "100\u00a0%" in text
        assert "In progress" not in text
    assert all_rows(house) == before, "looking wrote nothing"
    assert sweep(house) == 1
    for (browser, path), text in zip(pages, looked, strict=True):
        assert browser.get(path).text.count("100\u00a0%") == text.count("100\u00a0%"), path


def test_an_attempt_that_was_not_submitted_in_time_has_no_score_and_is_used_up(house):
    limit(house, overdue="abandon")
    olga = house.browser("olga")
    attempt = house.start(olga)
    house.answer_all(olga, attempt)
    house.clock.forward(minutes=21)
    for _ in range(2):
        assert olga.get(f"/attempts/{attempt}/questions/1").location == f"/quizzes/{QUIZ}/"
        page = olga.get(f"/quizzes/{QUIZ}/").text
        assert "Not submitted in time, no score" in page
        assert "Go on with attempt" not in page
        assert "not submitted" in house.browser("tomas").get("/events/spring/results").text
        sweep(house)
    assert olga.post(f"/attempts/{attempt}/submission").location == f"/quizzes/{QUIZ}/"
    assert submissions(house) == []
    house.clock.forward(minutes=30)
    second = house.start(olga)
    with house.look() as session:
        assert session.get_one(Attempt, second).number == 2


def test_in_grace_an_attempt_can_be_submitted_and_not_answered(house):
    limit(house, overdue="grace", grace=timedelta(minutes=5))
    olga = house.browser("olga")
    attempt = house.start(olga)
    house.answer_all(olga, attempt)
    house.clock.forward(minutes=24)
    assert put(house, olga, attempt, 1).status_code == 409
    assert olga.get(f"/attempts/{attempt}/questions/1").location == f"/attempts/{attempt}/submission"
    page = olga.get(f"/attempts/{attempt}/submission").text
    assert "The time for answers is over" in page
    assert f"/attempts/{attempt}/questions/" not in page
    assert olga.post(f"/attempts/{attempt}/submission").location == f"/attempts/{attempt}/result"
    (submission,) = submissions(house)
    assert (submission.score, submission.submitted_at) == (1, house.clock())


def test_the_next_start_settles_the_attempt_before(house):
    limit(house, wait=timedelta())
    olga = house.browser("olga")
    first = house.start(olga)
    house.clock.forward(minutes=21)
    second = house.start(olga)
    assert second != first
    (submission,) = submissions(house)
    assert (submission.attempt_id, submission.score, submission.passed) == (first, 0, False)


_turn = itertools.count()


def everything_at_once(house, browser) -> tuple[str, int]:
    """Each thread does one of the three, as its turn in the process has it."""
    with house.look() as session:
        attempt = session.scalars(select(Attempt.id).order_by(Attempt.id)).first()
    kind = ("sweep", "submit", "start")[next(_turn) % 3]
    if kind == "sweep":
        return kind, sweep(house)
    path = f"/attempts/{attempt}/submission" if kind == "submit" else f"/quizzes/{QUIZ}/attempts"
    return kind, browser.post(path).status_code


@pytest.mark.parametrize("overdue", ["submit", "abandon"])
def test_a_sweep_a_submission_and_a_start_at_once_make_one_end(house, tmp_path, overdue):
    limit(house, overdue=overdue, wait=timedelta())
    olga = house.browser("olga")
    attempt = house.start(olga)
    house.answer_all(olga, attempt)
    house.clock.forward(minutes=21)
    said = Counter(race(house, tmp_path, [olga] * 6, everything_at_once, processes=3))
    assert {kind for kind, _ in said} == {"sweep", "submit", "start"}
    assert {status for kind, status in said if kind != "sweep"} <= {303, 409}, said
    ends = submissions(house), abandoned(house)
    assert [one.attempt_id for one in ends[0] + ends[1]] == [attempt], said
    assert len(ends[0]) == (overdue == "submit")
    with house.look() as session:
        count = session.scalar(select(func.count(Grade.id)))
        assert count == (12 if overdue == "submit" else 0)


def test_a_topic_with_a_mark_of_its_own_must_reach_it_too(house):
    quiz = house.catalogue.quizzes[QUIZ]
    topic = quiz.blueprint[0][0]
    rewrite(house, QUIZ, pass_mark=Fraction(1, 100), pass_marks={topic: Fraction(1)}, wait=timedelta())
    olga = house.browser("olga")
    assert "In these topics you need so much as well" in olga.get(f"/quizzes/{QUIZ}/").text
    attempt = house.start(olga)
    with house.look() as session:
        drawn = session.get_one(Attempt, attempt).questions
        topics = [(one.position, question_of(one.version).topic) for one in drawn]
    for position, of in topics:
        if of != topic:
            assert put(house, olga, attempt, position).status_code == 200
    olga.post(f"/attempts/{attempt}/submission")
    house.pass_quiz(olga)
    first, second = submissions(house)
    assert (first.score > Fraction(1, 100), first.passed) == (True, False)
    assert (second.score, second.passed) == (1, True)
    assert "which is needed to pass" in olga.get(f"/attempts/{attempt}/result").text


@pytest.mark.parametrize(("rule", "shown"), [("best", "100"), ("last", "100"), ("average", "50")])
def test_what_counts_is_what_the_pages_show(house, rule, shown):
    rewrite(house, QUIZ, score=rule, wait=timedelta())
    olga = house.browser("olga")
    house.pass_quiz(olga, rightly=False)
    scores = [submissions(house)[0].score]
    house.pass_quiz(olga)
    scores.append(submissions(house)[1].score)
    average = sum(scores) / 2
    page = olga.get("/progress").text
    wanted = f"{shown}\u00a0%" if rule != "average" else f"{int(average * 100 + Fraction(1, 2))}\u00a0%"
    line = page.split(f"/quizzes/{QUIZ}/")[-1].split("</li>")[0]
    assert wanted in line
    can_try = "Start the quiz" in olga.get(f"/quizzes/{QUIZ}/").text
    assert can_try is (rule == "average" and average < Fraction(7, 10))
