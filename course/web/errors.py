"""Every failure as a calm page: what happened, what is safe, what to do next. Never a trace."""

import logging
import secrets

from flask import Flask, render_template
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from course.base import errors
from course.base.errors import N_, CourseError
from course.web.access import Forged
from course.web.language import told

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]

_log = logging.getLogger("course")

_TITLES = {
    400: N_("That request could not be read"),
    404: N_("Nothing here"),
    409: N_("That cannot be done now"),
    413: N_("That is too large"),
    429: N_("Too many requests"),
    500: N_("Something went wrong on our side"),
    503: N_("The site is busy"),
}
_SENTENCES = {
    400: N_("Go back, load the page again and try once more."),
    404: N_("There is nothing at this address, or it is not for you."),
    413: N_("Send something smaller."),
    429: N_("Wait a minute and try again."),
    503: N_("Your data is safe. Wait a minute and try again."),
}


def install(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(errors.NotFound, _absent)
    app.register_error_handler(CourseError, _refused)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, sentence: str, reference: str | None = None) -> tuple[str, int]:
    title = gettext(_TITLES.get(status, _TITLES[400]))
    return render_template("web/error.html", title=title, sentence=sentence, reference=reference), status


def _stale_form(error: Exception) -> Answer:
    return page(400, gettext(Forged.description))


def _http(error: HTTPException) -> Answer:
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _after_the_view(error.original_exception)
    status = error.code or 500
    if status == 405:
        status = 404
    if isinstance(error, Forged):
        return page(status, gettext(Forged.description))
    answer = page(status, gettext(_SENTENCES.get(status, _SENTENCES[400])))
    wait = getattr(error, "retry_after", None)
    return (*answer, {"Retry-After": str(wait)}) if wait else answer


def _after_the_view(error: BaseException) -> Answer:
    """What failed once the view had answered: the commit. Nothing was acknowledged yet."""
    return _database_away(error) if isinstance(error, OperationalError) else _unexpected(error)


def _absent(error: Exception) -> Answer:
    return page(404, gettext(_SENTENCES[404]))


def _refused(error: CourseError) -> Answer:
    return page(409, told(error))


def _database_away(error: BaseException) -> Answer:
    _log.error("database: %s", type(error).__name__)
    return page(503, gettext(_SENTENCES[503]))


def _unexpected(error: BaseException) -> Answer:
    reference = secrets.token_hex(4).upper()
    _log.error("error %s", reference, exc_info=error)
    sentence = gettext(
        "Nothing you saved before is lost. Try again; if it happens again, tell the administrator this number:"
    )
    return page(500, sentence, reference)
