"""An official's way through a quiz: rules, questions, check, submission, result."""

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request
from flask_babel import gettext
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from course.accounts.sign_in import secret_is
from course.assessment import actions, arranged, queries, rules
from course.assessment.deadlines import Phase, ending, seconds_left
from course.assessment.disclosure import disclose
from course.assessment.models import Answer, Attempt, DrawnQuestion
from course.assessment.reading import read_attempt
from course.assessment.settling import as_settled, settle
from course.assessment.sittings import TEST_NAMES, order
from course.assessment.terms import USUAL, Terms
from course.assessment.windows import ELSEWHERE
from course.base.access import Permission, requires
from course.base.errors import NotFound, Refused
from course.content.catalogue import Quiz
from course.content.current import current_catalogue
from course.content.versions import question_of
from course.learning.models import Enrolment
from course.learning.queries import find_enrolment
from course.questions.question import Presentation, Unreadable, in_language
from course.questions.question import Response as Given
from course.web import context, held, limits
from course.web.language import clock, language, sentence, told

assessment = Blueprint("assessment", __name__)

View = str | AnyResponse | tuple[str, int]


def _quiz(key: str) -> Quiz:
    quiz = current_catalogue().quizzes.get(key)
    if quiz is None:
        raise NotFound
    return quiz


@assessment.get("/quizzes/<key>/")
@requires(Permission.LEARN)
def quiz_page(key: str) -> View:
    return _quiz_page(_quiz(key))


def _quiz_page(quiz: Quiz, error: str = "", status: int = 200) -> View:
    session, catalogue, now = context.session(), current_catalogue(), context.now()
    enrolment = find_enrolment(session, context.actor(), catalogue.package.key)
    attempts = queries.attempts_of(session, enrolment.id, quiz.key) if enrolment else []
    attempts = as_settled(session, now, catalogue, attempts)
    terms = _terms(enrolment, quiz) if enrolment else USUAL
    page = render_template(
        "assessment/quiz.html",
        quiz=quiz,
        title=_title(quiz, enrolment),
        module=catalogue.modules.get(quiz.module or ""),
        enrolment=enrolment,
        attempts=attempts,
        standing=rules.standing(quiz, queries.past_of(attempts), now, terms),
        error=error,
    )
    return page, status


def _terms(enrolment: Enrolment, quiz: Quiz) -> Terms:
    """On what terms this enrolment meets the quiz from where the browser is."""
    return arranged.terms(
        context.session(), current_catalogue(), enrolment, quiz, context.now(), limits.address()
    )


def _title(quiz: Quiz, enrolment: Enrolment | None) -> str:
    """A test is called after its place in the course of this official, any other quiz by its own title."""
    if enrolment is None or not quiz.is_test:
        return in_language(quiz.title, language())
    return sentence(TEST_NAMES[quiz.use == order(enrolment.seed)[0]])


@assessment.post("/quizzes/<key>/attempts")
@requires(Permission.LEARN)
def start(key: str) -> View:
    quiz, now = _quiz(key), context.now()
    opened_with = _checked_password(_own_enrolment(), quiz)
    unit = context.begin_writing()
    enrolment = _own_enrolment()
    arranged.hold_enrolment(unit, enrolment.id)
    terms = _terms(enrolment, quiz)
    try:
        attempt = actions.start_attempt(unit, now, enrolment.id, quiz, terms=terms, opened_with=opened_with)
    except actions.WrongPassword as refusal:
        return _quiz_page(quiz, told(refusal), 422)
    return redirect(f"/attempts/{attempt.id}/questions/1", 303)


def _own_enrolment() -> Enrolment:
    found = find_enrolment(context.session(), context.actor(), current_catalogue().package.key)
    if found is None:
        raise NotFound
    return found


def _checked_password(enrolment: Enrolment, quiz: Quiz) -> str | None:
    """The hash that what was typed belongs to; None where it belongs to none. Not inside a writing unit."""
    window = arranged.window_of(context.session(), enrolment, quiz)
    typed = request.form.get("password", "")
    if window.password_hash is None or not typed:
        return None
    limits.refuse_guessing(current_app, str(context.actor().id))
    return window.password_hash if secret_is(typed, window.password_hash) else None


def _own_attempt(attempt_id: int) -> Attempt:
    """The actor's own attempt as it stands now."""
    session = context.session()
    attempt = queries.get_own_attempt(session, context.actor(), attempt_id)
    return as_settled(session, context.now(), current_catalogue(), [attempt])[0]


def _phase(attempt: Attempt) -> Phase:
    return ending(_quiz(attempt.quiz), attempt.deadline_at).phase(context.now())


def _to_end(attempt: Attempt) -> AnyResponse:
    """To what became of an attempt that is over."""
    place = f"/attempts/{attempt.id}/result" if attempt.submission else f"/quizzes/{attempt.quiz}/"
    return redirect(place, 303)


def _refuse_elsewhere(attempt: Attempt, quiz: Quiz) -> None:
    window = arranged.window_of(context.session(), attempt.enrolment, quiz)
    if not window.admits(limits.address()):
        raise Refused(ELSEWHERE)


@assessment.get("/attempts/<int:attempt_id>/")
@requires(Permission.LEARN)
def attempt_page(attempt_id: int) -> AnyResponse:
    """The place to go on: the first question without an answer, or the result."""
    attempt = _own_attempt(attempt_id)
    if not attempt.is_open:
        return _to_end(attempt)
    answers = queries.latest_answers(context.session(), attempt)
    for drawn in attempt.questions if _phase(attempt) is Phase.RUNNING else ():
        if drawn.id not in answers or not answers[drawn.id].response:
            return redirect(f"/attempts/{attempt_id}/questions/{drawn.position}", 303)
    return redirect(f"/attempts/{attempt_id}/submission", 303)


@assessment.get("/attempts/<int:attempt_id>/questions/<int:position>")
@requires(Permission.LEARN)
def question_page(attempt_id: int, position: int) -> View:
    attempt = _own_attempt(attempt_id)
    if not attempt.is_open:
        return _to_end(attempt)
    _refuse_elsewhere(attempt, _quiz(attempt.quiz))
    if _phase(attempt) is not Phase.RUNNING:
        return redirect(f"/attempts/{attempt_id}/submission", 303)
    kept = held.take(request.path)
    if kept is None:
        return _question(attempt, position)
    notice = gettext(
        "Your sign-in had ended before this answer was saved. Here it is again: look at it, then save it."
    )
    return _question(attempt, position, typed=MultiDict(kept), notice=notice)


@dataclass(frozen=True)
class Place:
    """One entry of the navigator."""

    position: int
    answered: bool


def _question(
    attempt: Attempt,
    position: int,
    typed: MultiDict[str, str] | None = None,
    error: str = "",
    notice: str = "",
    stale: Answer | None = None,
    status: int = 200,
) -> tuple[str, int]:
    drawn = next((one for one in attempt.questions if one.position == position), None)
    if drawn is None:
        raise NotFound
    answers = queries.latest_answers(context.session(), attempt)
    saved = answers.get(drawn.id)
    question = question_of(drawn.version)
    quiz = _quiz(attempt.quiz)
    page = render_template(
        "assessment/question.html",
        attempt=attempt,
        quiz=quiz,
        name=_title(quiz, attempt.enrolment),
        translated=language() in question.ask,
        position=position,
        places=[
            Place(one.position, one.id in answers and bool(answers[one.id].response))
            for one in attempt.questions
        ],
        shown=_shown(drawn, saved, typed),
        seconds_left=seconds_left(attempt.deadline_at, context.now()),
        saved=saved,
        sequence=saved.sequence if saved else 0,
        error=error,
        notice=notice,
        saved_elsewhere=question.summarise(stale.response, language()) if stale else "",
    )
    return page, status


def _shown(drawn: DrawnQuestion, saved: Answer | None, typed: MultiDict[str, str] | None) -> Presentation:
    """The question as the page shows it, with what was typed where that is readable, else what is saved."""
    question = question_of(drawn.version)
    response: Given = saved.response if saved else {}
    if typed is not None:
        fields = typed.to_dict(flat=False)
        try:
            response = question.draft(fields, response)
        except Unreadable:
            return question.present(drawn.arrangement, response, language()).with_typed(fields)
    return question.present(drawn.arrangement, response, language())


@assessment.post("/attempts/<int:attempt_id>/questions/<int:position>")
@requires(Permission.LEARN)
def answer(attempt_id: int, position: int) -> View:
    """Save by plain form and go on: the way without JavaScript."""
    actor = context.actor()
    question = question_of(queries.get_own_question(context.session(), actor, attempt_id, position).version)
    try:
        response = question.parse(request.form.to_dict(flat=False))
    except Unreadable as error:
        attempt = queries.get_own_attempt(context.session(), actor, attempt_id)
        return _question(attempt, position, request.form, error=told(error), status=422)
    unit = context.begin_writing()
    drawn = queries.get_own_question(unit, actor, attempt_id, position, lock=True)
    quiz, now = _quiz(drawn.attempt.quiz), context.now()
    _refuse_elsewhere(drawn.attempt, quiz)
    sequence = request.form.get("sequence", 0, type=int)
    try:
        actions.save_answer(unit, now, drawn, quiz, response, sequence=sequence, language=language())
    except actions.TimeOver as over:
        settle(unit, now, drawn.attempt, quiz)
        flash(told(over), "danger")
        return redirect(f"/attempts/{attempt_id}/", 303)
    except actions.Stale as stale:
        attempt = queries.get_own_attempt(unit, actor, attempt_id)
        return _question(attempt, position, request.form, told(stale), stale=stale.saved, status=409)
    go = request.form.get("go", "next")
    if go == "next" and request.form.get("answer") and question.is_under_way(response):
        go = str(position)
    return redirect(_next_place(attempt_id, position, go), 303)


def _next_place(attempt_id: int, position: int, go: str) -> str:
    if go.isdigit():
        return f"/attempts/{attempt_id}/questions/{go}"
    count = len(queries.get_own_attempt(context.session(), context.actor(), attempt_id).questions)
    if go == "check" or position >= count:
        return f"/attempts/{attempt_id}/submission"
    return f"/attempts/{attempt_id}/questions/{position + 1}"


class Delivery(BaseModel):
    """One answer as the page's script sends it."""

    model_config = ConfigDict(extra="forbid")

    sequence: int = Field(ge=0, le=1_000_000)
    fields: dict[str, list[str]] = Field(max_length=40)


@assessment.put("/attempts/<int:attempt_id>/answers/<int:position>")
@requires(Permission.LEARN)
def autosave(attempt_id: int, position: int) -> tuple[Response, int]:
    """Save as the answer changes. 200 saved, 409 changed elsewhere or over, 422 unreadable, 400 malformed."""
    try:
        delivery = Delivery.model_validate_json(request.get_data())
    except ValidationError:
        return jsonify(message=gettext("Load the page again and answer once more.")), 400
    unit, actor = context.begin_writing(), context.actor()
    drawn = queries.get_own_question(unit, actor, attempt_id, position, lock=True)
    before = queries.latest_answer(unit, drawn.id)
    quiz = _quiz(drawn.attempt.quiz)
    try:
        _refuse_elsewhere(drawn.attempt, quiz)
        saved = actions.save_answer(
            unit,
            context.now(),
            drawn,
            quiz,
            question_of(drawn.version).draft(delivery.fields, before.response if before else {}),
            sequence=delivery.sequence,
            language=language(),
        )
    except Unreadable as error:
        return jsonify(message=told(error)), 422
    except (actions.Stale, actions.TimeOver, Refused) as error:
        return jsonify(message=told(error), reload=True), 409
    at = clock(saved.saved_at) if saved else ""
    answered = bool(saved and saved.response)
    deadline_at = drawn.attempt.deadline_at
    time_left: dict[str, object] = {}
    if deadline_at is not None:
        time_left = {"left": seconds_left(deadline_at, context.now()), "until": clock(deadline_at)}
    return jsonify(sequence=saved.sequence if saved else 0, saved=at, answered=answered, **time_left), 200


@assessment.get("/attempts/<int:attempt_id>/submission")
@requires(Permission.LEARN)
def check_page(attempt_id: int) -> View:
    attempt = _own_attempt(attempt_id)
    if not attempt.is_open:
        return _to_end(attempt)
    answers = queries.latest_answers(context.session(), attempt)
    rows = []
    for drawn in attempt.questions:
        question = question_of(drawn.version)
        response = answers[drawn.id].response if drawn.id in answers else {}
        shown = question.present(drawn.arrangement, response, language())
        rows.append((drawn.position, shown.ask, bool(response), question.is_complete(response)))
    quiz = _quiz(attempt.quiz)
    name = _title(quiz, attempt.enrolment)
    end = ending(quiz, attempt.deadline_at)
    return render_template(
        "assessment/submission.html",
        attempt=attempt,
        quiz=quiz,
        name=name,
        rows=rows,
        is_running=end.phase(context.now()) is Phase.RUNNING,
        over_at=end.over_at,
        seconds_left=seconds_left(attempt.deadline_at, context.now()),
    )


@assessment.post("/attempts/<int:attempt_id>/submission")
@requires(Permission.LEARN)
def submit(attempt_id: int) -> AnyResponse:
    unit = context.begin_writing()
    attempt = queries.get_own_attempt(unit, context.actor(), attempt_id)
    if actions.submit_attempt(unit, context.now(), attempt, _quiz(attempt.quiz)) is None:
        return redirect(f"/quizzes/{attempt.quiz}/", 303)
    return redirect(f"/attempts/{attempt_id}/result", 303)


@assessment.get("/attempts/<int:attempt_id>/result")
@requires(Permission.LEARN)
def result(attempt_id: int) -> View:
    session, catalogue = context.session(), current_catalogue()
    attempt = _own_attempt(attempt_id)
    if attempt.submission is None:
        return redirect(f"/attempts/{attempt_id}/", 303)
    quiz = _quiz(attempt.quiz)
    attempts = queries.attempts_of(session, attempt.enrolment_id, quiz.key)
    attempts = as_settled(session, context.now(), catalogue, attempts)
    standing = rules.standing(quiz, queries.past_of(attempts), context.now(), _terms(attempt.enrolment, quiz))
    disclosure = disclose(quiz.disclosure, submitted=True, closed=standing.closed)
    return render_template(
        "assessment/result.html",
        attempt=attempt,
        quiz=quiz,
        name=_title(quiz, attempt.enrolment),
        module=catalogue.modules.get(quiz.module or ""),
        standing=standing,
        disclosure=disclosure,
        read=read_attempt(session, attempt, quiz, disclosure, language()),
    )
