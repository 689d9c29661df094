"""An answer typed while the sign-in ended is given back to its own person, once, and to nobody else."""

import pytest

from course.assessment.queries import get_own_attempt
from course.content.versions import question_of
from tests.questions.forms import controls_of, form_of

NOTICE = "Your sign-in had ended before this answer was saved"


@pytest.fixture
def typed(sqlite_house):
    """Olga's browser, hours later; the address of a question, and what she sends there in vain."""
    house = sqlite_house
    olga = house.browser("olga")
    attempt = house.start(olga)
    with house.look() as session:
        actor = house.person(session, "olga").as_actor()
        question = question_of(get_own_attempt(session, actor, attempt).questions[0].version)
    wanted = next(sample.response for sample in question.samples() if sample.response)
    fields = form_of(question, wanted)
    house.clock.forward(hours=13)
    path = f"/attempts/{attempt}/questions/1"
    data = {"csrf_token": "too old", "sequence": "0", **fields}
    answer = olga.client.post(path, data=data, headers=olga.headers, base_url="http://127.0.0.1:8000")
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path.replace('/', '%2F')}")
    return olga, path, fields


def sent_by(page) -> dict[str, list[str]]:
    form = page.text.split("<fieldset>")[1].split("</fieldset>")[0]
    return dict(controls_of(form).sent)


def test_the_own_person_gets_it_back_looks_at_it_and_saves_it(typed):
    olga, path, fields = typed
    olga.sign_in("olga@test.example")
    page = olga.get(path)
    assert NOTICE in page.text
    assert sent_by(page) == fields
    answer = olga.post(path, sequence="0", **fields)
    assert answer.status_code == 303
    assert sent_by(olga.get(path)) == fields


def test_it_is_given_back_once(typed):
    olga, path, _ = typed
    olga.sign_in("olga@test.example")
    assert NOTICE in olga.get(path).text
    again = olga.get(path)
    assert NOTICE not in again.text
    assert "too old" not in again.text


def test_the_next_person_at_this_computer_does_not_get_it(typed):
    olga, path, _ = typed
    olga.sign_in("askar@test.example")
    with olga.client.session_transaction(base_url="http://127.0.0.1:8000") as session:
        assert "held" not in session
    assert olga.get(path).status_code == 404
    olga.sign_in("olga@test.example")
    assert NOTICE not in olga.get(path).text


def test_nothing_is_saved_before_the_person_says_so(typed, sqlite_house):
    olga, path, fields = typed
    olga.sign_in("olga@test.example")
    olga.get(path)
    assert sent_by(olga.get(path)) != fields


def test_a_password_is_never_held(sqlite_house):
    olga = sqlite_house.browser("olga")
    sqlite_house.clock.forward(hours=13)
    olga.post("/account/password", current="four unrelated words here", password="x", again="x")
    with olga.client.session_transaction(base_url="http://127.0.0.1:8000") as session:
        assert "held" not in session


def test_what_does_not_fit_into_a_cookie_is_not_held_and_breaks_nothing(sqlite_house):
    olga = sqlite_house.browser("olga")
    attempt = sqlite_house.start(olga)
    sqlite_house.clock.forward(hours=13)
    path = f"/attempts/{attempt}/questions/1"
    answer = olga.post(path, answer="x" * 5000)
    assert answer.status_code == 303
    assert len(answer.headers.get("Set-Cookie", "")) < 4000
    olga.sign_in("olga@test.example")
    assert NOTICE not in olga.get(path).text


def test_a_stranger_who_was_never_signed_in_leaves_nothing_behind(sqlite_house):
    stan = sqlite_house.stranger()
    stan.post("/attempts/1/questions/1", answer="a")
    with stan.client.session_transaction(base_url="http://127.0.0.1:8000") as session:
        assert "held" not in session
