"""An official's way through a quiz: interrupted, resumed, in two languages, once more after the wait."""

import re

from sqlalchemy import select

from course.assessment.models import Attempt, DrawnQuestion
from course.content.versions import question_of
from tests.house import Browser
from tests.questions.forms import form_of

QUIZ = "migration-policy"


def drawn(house, attempt_id: int) -> list[DrawnQuestion]:
    with house.look() as session:
        return list(
            session.scalars(
                select(DrawnQuestion)
                .where(DrawnQuestion.attempt_id == attempt_id)
                .order_by(DrawnQuestion.position)
            )
        )


def keys(house, attempt_id: int) -> list[str]:
    with house.look() as session:
        attempt = session.get_one(Attempt, attempt_id)
        return [question_of(one.version).key for one in attempt.questions]


def offered(browser: Browser, attempt_id: int) -> list[list[str]]:
    """The opaque names in the order in which each question page offers them."""
    pages = [browser.get(f"/attempts/{attempt_id}/questions/{place}").text for place in range(1, 13)]
    return [re.findall(r'(?:value|name)="(?:answer\.)?([a-z][0-9a-f]{10})"', page) for page in pages]


def test_the_back_button_after_submission_leads_to_the_result(sqlite_house):
    olga = sqlite_house.browser("olga")
    attempt = sqlite_house.pass_quiz(olga)
    for path in ("", "questions/1", "questions/12", "submission"):
        answer = olga.get(f"/attempts/{attempt}/{path}")
        assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt}/result")


def test_before_submission_the_result_leads_back_to_the_questions(sqlite_house):
    olga = sqlite_house.browser("olga")
    attempt = sqlite_house.start(olga)
    assert olga.get(f"/attempts/{attempt}/result").location == f"/attempts/{attempt}/"
    assert olga.get(f"/attempts/{attempt}/").location == f"/attempts/{attempt}/questions/1"


def test_starting_again_goes_on_with_the_open_attempt(house):
    olga = house.browser("olga")
    attempt = house.start(olga)
    assert house.start(olga) == attempt
    assert house.start(house.browser("olga")) == attempt, "on another device too"
    assert f"/attempts/{attempt}/" in olga.get(f"/quizzes/{QUIZ}/").text


def test_an_interrupted_attempt_goes_on_at_the_first_question_without_an_answer(house):
    olga = house.browser("olga")
    attempt = house.start(olga)
    house.answer_all(olga, attempt)
    assert olga.get(f"/attempts/{attempt}/").location == f"/attempts/{attempt}/submission"
    house.clock.forward(hours=11)
    assert house.browser("olga").get(f"/attempts/{attempt}/").location == f"/attempts/{attempt}/submission"


def test_a_second_attempt_starts_after_the_wait_and_not_before(house):
    olga = house.browser("olga")
    first = house.pass_quiz(olga, rightly=False)
    house.clock.forward(minutes=29, seconds=59)
    refused = olga.post(f"/quizzes/{QUIZ}/attempts")
    assert refused.status_code == 409
    assert "wait between two attempts" in refused.text
    assert "Start the quiz" not in olga.get(f"/quizzes/{QUIZ}/").text
    house.clock.forward(seconds=1)
    assert house.start(olga) != first


def test_a_second_attempt_avoids_what_was_seen_as_far_as_the_pool_goes(house):
    olga = house.browser("olga")
    first = house.pass_quiz(olga, rightly=False)
    house.clock.forward(minutes=31)
    second = house.start(olga)
    seen = set(keys(house, first))
    quiz = house.catalogue.quizzes[QUIZ]
    for topic, count in quiz.blueprint:
        pool = {question.key for question in quiz.pool if question.topic == topic}
        repeated = seen & pool & set(keys(house, second))
        assert len(repeated) == max(0, 2 * count - len(pool)), topic


def test_after_three_failed_attempts_and_after_a_passed_one_there_is_no_other(house):
    olga, askar = house.browser("olga"), house.browser("askar")
    house.pass_quiz(askar)
    for _ in range(3):
        house.pass_quiz(olga, rightly=False)
        house.clock.forward(minutes=31)
    for person, word in ((olga, "used all your attempts"), (askar, "have passed this quiz")):
        refused = person.post(f"/quizzes/{QUIZ}/attempts")
        assert refused.status_code == 409
        assert word in refused.text


def test_another_language_in_mid_quiz_keeps_questions_order_and_answers(house):
    olga = house.browser("olga")
    attempt = house.start(olga)
    english = offered(olga, attempt)
    house.answer_all(olga, attempt)
    stored = [(one.version_id, one.arrangement) for one in drawn(house, attempt)]
    assert olga.post("/language", language="ru", next="/").status_code == 303
    assert '<html lang="ru"' in olga.get(f"/attempts/{attempt}/questions/1").text
    assert offered(olga, attempt) == english
    assert sum(map(len, english)) > 24
    assert [(one.version_id, one.arrangement) for one in drawn(house, attempt)] == stored
    olga.post(f"/attempts/{attempt}/submission")
    with house.look() as session:
        assert session.get_one(Attempt, attempt).submission.score == 1


def test_a_reload_shows_the_same_order_and_another_attempt_another_one(house):
    olga, askar = house.browser("olga"), house.browser("askar")
    attempt = house.start(olga)
    assert offered(olga, attempt) == offered(house.browser("olga"), attempt)
    assert offered(askar, house.start(askar)) != offered(olga, attempt)


def test_who_is_not_enrolled_starts_nothing(house):
    igor = house.browser("igor")
    assert igor.post(f"/quizzes/{QUIZ}/attempts").status_code == 404
    assert "not enrolled" in igor.get(f"/quizzes/{QUIZ}/").text
    with house.look() as session:
        assert session.scalars(select(Attempt)).all() == []


def test_whoever_trains_and_learns_does_not_read_the_key_to_their_own_attempt(house):
    tomas = house.browser("tomas")
    attempt = house.start(tomas)
    answer = tomas.get(f"/review/attempts/{attempt}")
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt}/")
    others = house.start(house.browser("olga"))
    assert tomas.get(f"/review/attempts/{others}").status_code == 200


def test_an_answer_typed_when_the_sign_in_had_ended_comes_back_to_its_owner_alone(sqlite_house):
    olga = sqlite_house.browser("olga")
    attempt = sqlite_house.start(olga)
    sqlite_house.clock.forward(hours=13)
    page = f"/attempts/{attempt}/questions/1"
    position = drawn(sqlite_house, attempt)[0]
    with sqlite_house.look() as session:
        question = question_of(session.get_one(DrawnQuestion, position.id).version)
    fields = form_fields(question)
    assert olga.post(page, sequence="0", **fields).location.startswith("/sign-in?next=")
    olga.sign_in("olga@test.example")
    assert "Your sign-in had ended before this answer was saved" in olga.get(page).text
    assert "Your sign-in had ended" not in olga.get(page).text, "once"


def form_fields(question) -> dict[str, list[str]]:
    return form_of(question, next(sample.response for sample in question.samples() if sample.response))
