"""The key does not leave the server before it may: every page Olga can fetch is read for its marks."""

import html
import re

import pytest
from sqlalchemy import select

from course.assessment.models import DrawnQuestion
from course.content.versions import question_of
from tests.assessment.marked import FEEDBACK, KEYS, crawl, leaks, marked_house, questions
from tests.house import BASE, hashed_password
from tests.questions.forms import form_of

ALL = (*KEYS, FEEDBACK)


@pytest.fixture
def house(tmp_path, packed, sqlite_house):
    folder = tmp_path / "marked"
    folder.mkdir()
    (folder / "static").symlink_to(packed)
    made = marked_house(folder, hashed_password(sqlite_house.app))
    yield made
    made.database.dispose()


def begin(house, olga) -> int:
    return int(olga.post("/quizzes/borders/attempts").location.split("/")[2])


def worst(question):
    """A response that earns nothing, so that whatever right stands on a page came from the key."""
    return next(s.response for s in question.samples() if s.response and s.fraction == 0)


def answer_wrongly(house, olga, attempt_id: int) -> None:
    for position, question in questions(house, attempt_id):
        fields = form_of(question, worst(question))
        put = olga.put(f"/attempts/{attempt_id}/answers/{position}", {"sequence": 0, "fields": fields})
        assert put.status_code == 200, put.text


def replies(house, olga, attempt_id: int) -> dict[str, str]:
    """What the site says to changes: answers saved, stale, unreadable, malformed, refused."""
    said = {}
    for position, question in questions(house, attempt_id):
        place = f"/attempts/{attempt_id}/answers/{position}"
        page = f"/attempts/{attempt_id}/questions/{position}"
        for number, sample in enumerate(question.samples()):
            fields = form_of(question, sample.response)
            for sequence in (0, number):
                body = {"sequence": sequence, "fields": fields}
                said[f"{place} {number} {sequence}"] = olga.put(place, body).text
        for name, body in {
            "unreadable": {"sequence": 0, "fields": {"answer": ["x"], "answer.x": ["y"]}},
            "malformed": {"fields": 1},
        }.items():
            said[f"{place} {name}"] = olga.put(place, body).text
        said[f"{page} stale"] = olga.post(page, sequence="77", **form_of(question, worst(question))).text
        said[f"{page} unreadable"] = olga.post(page, answer=["x", "y"]).text
    said["start again"] = str(olga.post("/quizzes/borders/attempts").headers)
    said["practice with a graded key"] = olga.post(
        "/modules/borders/lessons/first-words/practice/g-single"
    ).text
    return said


def test_before_submission_nothing_olga_can_fetch_holds_key_or_feedback(house):
    olga = house.browser("olga")
    before = crawl(house, olga, 1)
    attempt = begin(house, olga)
    fresh = crawl(house, olga, attempt)
    assert len(fresh) > len(before) > 20
    assert f"/attempts/{attempt}/questions/11" in fresh
    assert leaks(before | fresh, ALL) == []
    said = replies(house, olga, attempt)
    answered = crawl(house, olga, attempt)
    # What Olga typed herself, the accepted word and the number among it, comes back to her.
    assert leaks(said | answered, tuple(mark for mark in ALL if mark not in KEYS[:2])) == []


def test_in_russian_and_on_error_pages_it_is_the_same(house):
    olga = house.browser("olga")
    attempt = begin(house, olga)
    olga.post("/language", language="ru", next="/")
    assert "Вопрос" in olga.get(f"/attempts/{attempt}/questions/1").text
    assert leaks(crawl(house, olga, attempt), ALL) == []


def test_another_person_finds_nothing_either(house):
    olga = house.browser("olga")
    attempt = begin(house, olga)
    answer_wrongly(house, olga, attempt)
    for browser in (house.browser("askar"), house.browser("bahor"), house.stranger()):
        assert leaks(crawl(house, browser, attempt), ALL) == []


def test_the_size_of_an_answer_does_not_tell_which_option_is_right(house):
    olga = house.browser("olga")
    attempt = begin(house, olga)
    position, question = next(pair for pair in questions(house, attempt) if pair[1].kind == "single")
    place = f"/attempts/{attempt}/answers/{position}"
    sizes = set()
    for sequence, sample in enumerate(s for s in question.samples() if s.response):
        reply = olga.put(place, {"sequence": sequence, "fields": form_of(question, sample.response)})
        page = olga.get(f"/attempts/{attempt}/questions/{position}")
        without_token = re.sub(r'name="csrf_token" value="[^"]+"', "", page.text)
        sizes.add((reply.status_code, len(reply.data), len(without_token)))
    assert len(sizes) == 1


def test_the_crawl_sees_a_page_that_tells(house):
    """The planted fault: a question page with the key in a comment, as a debugging aid might leave it."""

    def tell(response):
        if response.content_type.startswith("text/html") and b"data-autosave" in response.data:
            with house.look() as session:
                drawn = session.scalars(select(DrawnQuestion))
                rights = [question_of(one.version).samples()[0].response for one in drawn]
            response.set_data(response.data + f"<!-- {rights} -->".encode())
        return response

    house.app.after_request(tell)
    olga = house.browser("olga")
    attempt = begin(house, olga)
    assert leaks(crawl(house, olga, attempt), ALL) != []


def feedback_on(page: str) -> set[str]:
    return set(re.findall(rf"{FEEDBACK} [^<]*", html.unescape(page)))


def test_after_submission_the_feedback_on_the_own_answer_is_shown_and_no_key(house):
    olga = house.browser("olga")
    attempt = begin(house, olga)
    answer_wrongly(house, olga, attempt)
    drawn = [question for _, question in questions(house, attempt)]
    assert olga.post(f"/attempts/{attempt}/submission").status_code == 303
    pages = crawl(house, olga, attempt)
    assert "Not right" in pages[f"/attempts/{attempt}/result"]
    assert leaks(pages, KEYS) == []
    due = {
        remark.text
        for q in drawn
        for remark in q.remarks(worst(q), "en", with_key=False)
        if FEEDBACK in remark.text
    }
    shown = {text.strip() for page in pages.values() for text in feedback_on(page)}
    assert shown == due
    right = [question.right_answer("en") for question in drawn]
    assert leaks({path: html.unescape(page) for path, page in pages.items()}, tuple(right)) == []


def test_once_no_attempt_is_left_the_key_is_shown_and_the_crawl_finds_it(house):
    olga = house.browser("olga")
    for number in (1, 2, 3):
        attempt = begin(house, olga)
        assert olga.post(f"/attempts/{attempt}/submission").status_code == 303
        found = leaks(crawl(house, olga, attempt), KEYS)
        assert (found != []) is (number == 3)
        house.clock.forward(minutes=31)
        olga = house.browser("olga")


def test_once_the_quiz_is_passed_the_key_is_shown(house):
    olga = house.browser("olga")
    attempt = begin(house, olga)
    for position, question in questions(house, attempt):
        right = next(sample.response for sample in question.samples() if sample.fraction == 1)
        body = {"sequence": 0, "fields": form_of(question, right)}
        assert olga.put(f"/attempts/{attempt}/answers/{position}", body).status_code == 200
    olga.post(f"/attempts/{attempt}/submission")
    assert "MARKED-WORD" in olga.get(f"/attempts/{attempt}/result").text


def test_no_script_or_style_of_the_site_knows_a_question(house):
    olga = house.browser("olga")
    attempt = begin(house, olga)
    pages = crawl(house, olga, attempt)
    files = [path for path in pages if path.startswith("/static/") and path.endswith((".js", ".css"))]
    assert len(files) >= 2
    assert leaks({path: pages[path] for path in files}, (*ALL, "Velmar")) == []


def test_no_answer_of_an_attempt_may_be_kept_by_a_cache(house):
    olga = house.browser("olga")
    attempt = begin(house, olga)
    for path in ("questions/1", "submission"):
        answer = olga.client.get(f"/attempts/{attempt}/{path}", base_url=BASE)
        assert answer.headers["Cache-Control"] == "no-store"
