"""An answer on its way to its row: by script or by plain form, once or repeated, in time or too late."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from course.assessment.models import Answer, Attempt, DrawnQuestion, Submission
from course.content.versions import question_of
from course.learning.models import Enrolment
from tests.questions.forms import form_of

QUIZ = "migration-policy"


def first(house, attempt_id: int, kind: str = "single"):
    """Position and question of the first one of this kind."""
    with house.look() as session:
        drawn = session.scalars(
            select(DrawnQuestion)
            .where(DrawnQuestion.attempt_id == attempt_id)
            .order_by(DrawnQuestion.position)
        ).all()
        pairs = [(one.position, question_of(one.version)) for one in drawn]
    return next(pair for pair in pairs if pair[1].kind == kind)


@pytest.fixture
def sitting(house):
    """Olga before a question of one choice: the page, its address for answers, and two of its options."""
    return Sitting(house)


class Sitting:
    def __init__(self, house) -> None:
        self.house = house
        self.olga = house.browser("olga")
        self.attempt = house.start(self.olga)
        self.position, question = first(house, self.attempt)
        given = [sample.response for sample in question.samples() if sample.response]
        self.one, self.other = (form_of(question, response) for response in given[:2])
        self.question = question
        self.place = f"/attempts/{self.attempt}/answers/{self.position}"
        self.page = f"/attempts/{self.attempt}/questions/{self.position}"

    def put(self, fields, sequence: int = 0, **more):
        return self.olga.put(self.place, {"sequence": sequence, "fields": fields, **more})

    def rows(self) -> list[Answer]:
        with self.house.look() as session:
            return list(session.scalars(select(Answer).order_by(Answer.id)))


def test_an_answer_is_a_row_the_moment_it_is_acknowledged(sitting):
    answer = sitting.put(sitting.one)
    assert answer.status_code == 200
    assert answer.json == {"sequence": 1, "saved": "17:00", "answered": True}
    (row,) = sitting.rows()
    assert (row.sequence, row.language, row.saved_at) == (1, "en", sitting.house.clock())
    assert row.response == sitting.question.parse(sitting.one)


def test_the_same_answer_again_is_the_same_row_and_the_same_reply(sitting):
    first_reply = sitting.put(sitting.one).json
    sitting.house.clock.forward(minutes=2)
    for sequence in (0, 1, 7):
        again = sitting.put(sitting.one, sequence)
        assert (again.status_code, again.json) == (200, first_reply)
    assert len(sitting.rows()) == 1


def test_each_change_is_a_step_of_its_own_and_the_last_one_counts(sitting):
    sitting.put(sitting.one)
    sitting.put(sitting.other, 1)
    assert sitting.put(sitting.one, 2).json["sequence"] == 3
    assert [row.sequence for row in sitting.rows()] == [1, 2, 3]


def test_an_answer_taken_back_is_a_step_too(sitting):
    sitting.put(sitting.one)
    answer = sitting.put({}, 1)
    assert (answer.status_code, answer.json["answered"], answer.json["sequence"]) == (200, False, 2)
    assert sitting.rows()[-1].response == {}


def test_nothing_on_nothing_makes_no_row(sitting):
    assert sitting.put({}).json["sequence"] == 0
    assert sitting.rows() == []


@pytest.mark.parametrize("sequence", [0, 2, 5])
def test_a_stale_page_is_told_and_overwrites_nothing(sitting, sequence):
    sitting.put(sitting.one)
    answer = sitting.put(sitting.other, sequence)
    assert answer.status_code == 409
    assert answer.json["reload"] is True
    assert "another tab" in answer.json["message"]
    (row,) = sitting.rows()
    assert row.response == sitting.question.parse(sitting.one)


def test_a_stale_form_keeps_what_was_given_on_it_beside_what_is_saved(sitting):
    sitting.put(sitting.one)
    answer = sitting.olga.post(sitting.page, sequence="0", **sitting.other)
    assert answer.status_code == 409
    (value,) = sitting.other["answer"]
    assert f'value="{value}" checked' in " ".join(answer.text.split())
    saved = sitting.question.summarise(sitting.question.parse(sitting.one), "en")
    assert saved.replace("'", "&#39;") in answer.text
    assert 'name="sequence" value="1"' in answer.text, "saved once more, it replaces the other"
    assert sitting.olga.post(sitting.page, sequence="1", **sitting.other).status_code == 303
    assert [row.sequence for row in sitting.rows()] == [1, 2]


def test_the_plain_form_and_the_script_write_the_same_row(sitting):
    def kept(row: Answer) -> tuple[object, ...]:
        return row.drawn_question_id, row.response, row.language, row.saved_at

    assert sitting.put(sitting.one).status_code == 200
    assert sitting.put({}, 1).status_code == 200
    assert sitting.olga.post(sitting.page, sequence="2", **sitting.one).status_code == 303
    by_script, _, by_form = sitting.rows()
    assert kept(by_script) == kept(by_form)


def test_after_submission_no_answer_is_taken_by_either_way(sitting):
    sitting.put(sitting.one)
    sitting.olga.post(f"/attempts/{sitting.attempt}/submission")
    late = sitting.put(sitting.other, 1)
    assert late.status_code == 409
    assert late.json["reload"] is True
    assert "already submitted" in late.json["message"]
    form = sitting.olga.post(sitting.page, sequence="1", **sitting.other)
    assert form.status_code == 409
    assert len(sitting.rows()) == 1


UNREADABLE = [{"answer": ["invented"]}, {"answer": ["one", "two"]}, {"answer": ["authored-a"]}]


@pytest.mark.parametrize("fields", UNREADABLE)
def test_what_is_no_answer_to_this_question_is_told_and_not_kept(sitting, fields):
    answer = sitting.put(fields)
    assert answer.status_code == 422
    assert answer.json["message"]
    assert sitting.olga.post(sitting.page, sequence="0", **fields).status_code == 422
    assert sitting.rows() == []


MALFORMED = [
    b"",
    b"null",
    b"[]",
    b"{",
    b"{}",
    b'{"sequence": 0}',
    b'{"fields": {}}',
    b'{"sequence": -1, "fields": {}}',
    b'{"sequence": 1000001, "fields": {}}',
    b'{"sequence": "one", "fields": {}}',
    b'{"sequence": 0, "fields": []}',
    b'{"sequence": 0, "fields": {"answer": "text"}}',
    b'{"sequence": 0, "fields": {"answer": [1]}}',
    b'{"sequence": 0, "fields": {}, "score": 1}',
    b'{"sequence": 0, "fields": {}, "deadline_at": "2030-01-01"}',
    b'{"sequence": 0, "fields": {}, "saved_at": "2015-01-01"}',
    b'{"sequence": 0, "fields": {}, "language": "ru"}',
    b'\xff{"sequence": 0, "fields": {}}',
    b'{"sequence": 0, "fields": {' + b",".join(b'"f%d": []' % n for n in range(41)) + b"}}",
]


def test_a_malformed_delivery_is_refused_and_changes_nothing(sqlite_house):
    sitting = Sitting(sqlite_house)
    headers = {**sitting.olga.headers, "X-CSRFToken": sitting.olga.token()}
    for body in MALFORMED:
        answer = sitting.olga.client.put(
            sitting.place, data=body, headers=headers, base_url="http://127.0.0.1:8000"
        )
        assert answer.status_code == 400, body
    assert sitting.rows() == []


@pytest.mark.parametrize("name", ["askar", "bahor", "tomas", "tanya", "farida", "ada", "august"])
def test_nobody_answers_reads_or_submits_anothers_attempt(sqlite_house, name):
    sitting = Sitting(sqlite_house)
    sitting.put(sitting.one)
    other = sqlite_house.browser(name)
    answer = other.put(sitting.place, {"sequence": 1, "fields": sitting.other})
    assert answer.status_code == 404
    assert other.post(sitting.page, sequence="1", **sitting.other).status_code == 404
    assert other.post(f"/attempts/{sitting.attempt}/submission").status_code == 404
    for path in ("", "questions/1", "submission", "result"):
        assert other.get(f"/attempts/{sitting.attempt}/{path}").status_code == 404
    assert len(sitting.rows()) == 1
    with sqlite_house.look() as session:
        assert session.scalars(select(Submission)).all() == []


@pytest.mark.parametrize("position", [0, 13, 9999, 2**40])
def test_a_question_that_was_not_drawn_is_nothing(house, position):
    sitting = Sitting(house)
    body = {"sequence": 0, "fields": {}}
    assert sitting.olga.put(f"/attempts/{sitting.attempt}/answers/{position}", body).status_code == 404
    assert sitting.olga.get(f"/attempts/{sitting.attempt}/questions/{position}").status_code == 404


def test_no_form_field_decides_score_number_deadline_or_questions(house):
    """E2: whatever a client sends along, the server's own values stand."""
    olga = house.browser("olga")
    invented = {
        "score": "1",
        "passed": "true",
        "number": "7",
        "seed": "1",
        "deadline_at": "2030-01-01T00:00:00",
        "started_at": "2015-01-01T00:00:00",
        "enrolment_id": str(house.people["bahor"]),
        "questions": "g-1",
        "pass_mark": "0",
    }
    location = olga.post(f"/quizzes/{QUIZ}/attempts", **invented).location
    attempt_id = int(location.split("/")[2])
    with house.look() as session:
        attempt = session.get_one(Attempt, attempt_id)
        own = session.scalars(select(Enrolment.id).where(Enrolment.person_id == house.people["olga"])).one()
        assert (attempt.number, attempt.started_at, attempt.deadline_at) == (1, house.clock(), None)
        assert attempt.enrolment_id == own
        assert attempt.seed != 1
        before = [one.version_id for one in attempt.questions]
    olga.post(f"/attempts/{attempt_id}/questions/1", sequence="0", saved_at="2015-01-01", **invented)
    olga.post(f"/attempts/{attempt_id}/submission", **invented)
    with house.look() as session:
        submission = session.scalars(select(Submission)).one()
        assert (submission.score, submission.passed) == (Fraction(0), False)
        assert submission.submitted_at == house.clock()
        assert [one.version_id for one in session.get_one(Attempt, attempt_id).questions] == before
