"""Results of an event, an attempt as a whole, and the tables to take away."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from course.assessment.disclosure import EVERYTHING
from course.assessment.queries import get_attempt
from course.assessment.reading import read_attempt
from course.assessment.settling import as_settled
from course.base.access import Permission, requires
from course.base.errors import NotFound
from course.base.tabular import Cell, to_csv, to_xlsx
from course.content.catalogue import Quiz
from course.content.current import current_catalogue
from course.events.models import Event
from course.events.queries import get_event
from course.questions.question import in_language
from course.review import queries
from course.web import context
from course.web.language import language
from course.web.words import COUNTRY_NAMES

review = Blueprint("review", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@review.get("/events/<code>/results")
@requires(Permission.REVIEW)
def results_page(code: str) -> str:
    event = get_event(context.session(), context.actor(), code)
    country = request.args.get("country", "")
    rows = _rows(event, country)
    catalogue = current_catalogue()
    return render_template(
        "review/results.html",
        event=event,
        rows=rows,
        figures=queries.figures(rows),
        country=country,
        catalogue=catalogue,
        quizzes=[catalogue.quizzes[key] for key in catalogue.package.required_quizzes],
        tests=any(quiz.is_test for quiz in catalogue.quizzes.values()) and not event.is_standing,
    )


def _rows(event: Event, country: str) -> list[queries.Result]:
    return queries.results(
        context.session(), context.actor(), context.now(), current_catalogue(), event, country
    )


@review.post("/events/<code>/results/table.<form>")
@requires(Permission.REVIEW)
def results_table(code: str, form: str) -> Response:
    """The results as a spreadsheet. A POST, because it carries personal data away."""
    event = get_event(context.session(), context.actor(), code)
    country = request.form.get("country", "")
    rows = _rows(event, country)
    quizzes = [current_catalogue().quizzes[key] for key in current_catalogue().package.required_quizzes]
    header = _header(quizzes)
    cells = [_cells(row, event) for row in rows]
    if form == "csv":
        return _download(to_csv(header, cells), "text/csv; charset=utf-8", f"{event.code}.csv")
    if form == "xlsx":
        return _download(to_xlsx(event.code, header, cells), _XLSX, f"{event.code}.xlsx")
    raise NotFound


def _header(quizzes: list[Quiz]) -> list[str]:
    return [
        gettext("Surname"),
        gettext("Given name"),
        gettext("Patronymic"),
        gettext("Service number"),
        gettext("Country"),
        gettext("Agency"),
        gettext("Lessons read"),
        gettext("Lessons in all"),
        gettext("Pre-test, %"),
        *(heading for quiz in quizzes for heading in _quiz_headings(quiz)),
        gettext("Post-test, %"),
        gettext("All quizzes passed"),
        gettext("Last submission"),
    ]


def _quiz_headings(quiz: Quiz) -> tuple[str, str]:
    title = in_language(quiz.title, language())
    if quiz.score == "best":
        score = gettext("%(title)s, best score, %%", title=title)
    else:
        score = gettext("%(title)s, score that counts, %%", title=title)
    return score, gettext("%(title)s, attempts", title=title)


def _cells(row: queries.Result, event: Event) -> list[Cell]:
    person, lessons = row.enrolment.person, [r for r in row.progress.requirements if r.kind == "lesson"]
    submitted = [attempt.submission.submitted_at for attempt in row.attempts() if attempt.submission]
    last: datetime | None = max(submitted).astimezone(ZoneInfo(event.time_zone)) if submitted else None
    return [
        person.surname,
        person.given_name,
        person.patronymic,
        person.service_number,
        str(COUNTRY_NAMES.get(person.country or "", person.country or "")),
        person.agency.name if person.agency else None,
        sum(rule.met for rule in lessons),
        len(lessons),
        _per_cent(row.pre_test),
        *(cell for result in row.quizzes for cell in (_per_cent(result), len(result.attempts))),
        _per_cent(row.post_test),
        gettext("yes") if row.passed else gettext("no"),
        last,
    ]


def _per_cent(result: queries.QuizResult | None) -> Decimal | None:
    if result is None or result.score is None:
        return None
    return round(Decimal(result.score.numerator * 100) / result.score.denominator, 2)


def _download(content: bytes, content_type: str, name: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@review.get("/review/attempts/<int:attempt_id>")
@requires(Permission.REVIEW)
def attempt_page(attempt_id: int) -> str | AnyResponse:
    session = context.session()
    attempt = get_attempt(session, context.actor(), attempt_id)
    if attempt.enrolment.person_id == context.actor().id:
        # Whoever learns as well reads their own attempt as an official, with no key before its time.
        return redirect(f"/attempts/{attempt_id}/", 303)
    as_settled(session, context.now(), current_catalogue(), [attempt])
    quiz = current_catalogue().quizzes[attempt.quiz]
    return render_template(
        "review/attempt.html",
        attempt=attempt,
        person=attempt.enrolment.person,
        quiz=quiz,
        read=read_attempt(session, attempt, quiz, EVERYTHING, language(), with_steps=True),
    )
