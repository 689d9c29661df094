"""An official's way through a quiz: rules, questions, check, submission, result."""

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from course.assessment import actions, queries, rules
from course.assessment.disclosure import disclose
from course.assessment.models import Answer, Attempt, DrawnQuestion
from course.assessment.reading import read_attempt
from course.assessment.sittings import TEST_NAMES, order
from course.base.access import Permission, requires
from course.base.errors import NotFound, Refused
from course.content.catalogue import Quiz
from course.content.current import current_catalogue
from course.content.versions import question_of
from course.learning.models import Enrolment
from course.learning.queries import find_enrolment
from course.questions.question import Presentation, Unreadable, in_language
from course.questions.question import Response as Given
from course.web import context, held
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
def quiz_page(key: str) -> str:
    quiz = _quiz(key)
    session, catalogue = context.session(), current_catalogue()
    enrolment = find_enrolment(session, context.actor(), catalogue.package.key)
    attempts = queries.attempts_of(session, enrolment.id, key) if enrolment else []
    sitting = queries.find_sitting(catalogue, enrolment, quiz, context.now()) if enrolment else None
    return render_template(
        "assessment/quiz.html",
        quiz=quiz,
        title=_title(quiz, enrolment),
        module=catalogue.modules.get(quiz.module or ""),
        enrolment=enrolment,
        attempts=attempts,
        standing=rules.standing(quiz, queries.past_of(attempts), context.now(), sitting),
    )


def _title(quiz: Quiz, enrolment: Enrolment | None) -> str:
    """A test is called after its place in the course of this official, any other quiz by its own title."""
    if enrolment is None or not quiz.is_test:
        return in_language(quiz.title, language())
    return sentence(TEST_NAMES[quiz.use == order(enrolment.seed)[0]])


@assessment.post("/quizzes/<key>/attempts")
@requires(Permission.LEARN)
def start(key: str) -> AnyResponse:
    quiz, catalogue = _quiz(key), current_catalogue()
    unit = context.begin_writing()
    enrolment = find_enrolment(unit, context.actor(), catalogue.package.key)
    if enrolment is None:
        raise NotFound
    sitting = queries.find_sitting(catalogue, enrolment, quiz, context.now())
    attempt = actions.start_attempt(unit, context.now(), enrolment.id, quiz, sitting=sitting)
    return redirect(f"/attempts/{attempt.id}/questions/1", 303)


@assessment.get("/attempts/<int:attempt_id>/")
@requires(Permission.LEARN)
def attempt_page(attempt_id: int) -> AnyResponse:
    """The place to go on: the first question without an answer, or the result."""
    session = context.session()
    attempt = queries.get_own_attempt(session, context.actor(), attempt_id)
    if attempt.submission is not None:
        return redirect(url_for("assessment.result", attempt_id=attempt_id), 303)
    answers = queries.latest_answers(session, attempt)
    for drawn in attempt.questions:
        if drawn.id not in answers or not answers[drawn.id].response:
            return redirect(f"/attempts/{attempt_id}/questions/{drawn.position}", 303)
    return redirect(f"/attempts/{attempt_id}/submission", 303)


@assessment.get("/attempts/<int:attempt_id>/questions/<int:position>")
@requires(Permission.LEARN)
def question_page(attempt_id: int, position: int) -> View:
    attempt = queries.get_own_attempt(context.session(), context.actor(), attempt_id)
    if attempt.submission is not None:
        return redirect(url_for("assessment.result", attempt_id=attempt_id), 303)
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
    sequence = request.form.get("sequence", 0, type=int)
    try:
        actions.save_answer(unit, context.now(), drawn, response, sequence=sequence, language=language())
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
    try:
        saved = actions.save_answer(
            unit,
            context.now(),
            drawn,
            question_of(drawn.version).draft(delivery.fields, before.response if before else {}),
            sequence=delivery.sequence,
            language=language(),
        )
    except Unreadable as error:
        return jsonify(message=told(error)), 422
    except (actions.Stale, Refused) as error:
        return jsonify(message=told(error), reload=True), 409
    at = clock(saved.saved_at) if saved else ""
    answered = bool(saved and saved.response)
    return jsonify(sequence=saved.sequence if saved else 0, saved=at, answered=answered), 200


@assessment.get("/attempts/<int:attempt_id>/submission")
@requires(Permission.LEARN)
def check_page(attempt_id: int) -> View:
    session = context.session()
    attempt = queries.get_own_attempt(session, context.actor(), attempt_id)
    if attempt.submission is not None:
        return redirect(url_for("assessment.result", attempt_id=attempt_id), 303)
    answers = queries.latest_answers(session, attempt)
    rows = []
    for drawn in attempt.questions:
        question = question_of(drawn.version)
        response = answers[drawn.id].response if drawn.id in answers else {}
        shown = question.present(drawn.arrangement, response, language())
        rows.append((drawn.position, shown.ask, bool(response), question.is_complete(response)))
    quiz = _quiz(attempt.quiz)
    name = _title(quiz, attempt.enrolment)
    return render_template("assessment/submission.html", attempt=attempt, quiz=quiz, name=name, rows=rows)


@assessment.post("/attempts/<int:attempt_id>/submission")
@requires(Permission.LEARN)
def submit(attempt_id: int) -> AnyResponse:
    unit = context.begin_writing()
    attempt = queries.get_own_attempt(unit, context.actor(), attempt_id)
    actions.submit_attempt(unit, context.now(), attempt, _quiz(attempt.quiz))
    return redirect(url_for("assessment.result", attempt_id=attempt_id), 303)


@assessment.get("/attempts/<int:attempt_id>/result")
@requires(Permission.LEARN)
def result(attempt_id: int) -> View:
    session, catalogue = context.session(), current_catalogue()
    attempt = queries.get_own_attempt(session, context.actor(), attempt_id)
    if attempt.submission is None:
        return redirect(f"/attempts/{attempt_id}/", 303)
    quiz = _quiz(attempt.quiz)
    attempts = queries.attempts_of(session, attempt.enrolment_id, quiz.key)
    sitting = queries.find_sitting(catalogue, attempt.enrolment, quiz, context.now())
    standing = rules.standing(quiz, queries.past_of(attempts), context.now(), sitting)
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
