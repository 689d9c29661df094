"""In which language and time zone a page speaks, and how it writes dates, numbers and shares."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_location
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Blueprint, Flask, g, redirect, request, session
from flask_babel import Babel, force_locale, get_domain, get_locale, gettext
from werkzeug.wrappers import Response

from course.base.access import public
from course.base.errors import CourseError
from course.config import LANGUAGES
from course.web import context
from course.web.access import local_path

NAMES = {
    "en": "English",
    "ru": "Русский",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "tg": "Тоҷикӣ",
    "tk": "Türkmençe",
    "uz": "Oʻzbekcha",
}
DRAFTS = frozenset({"kk", "ky", "tg", "tk", "uz"})
"""Languages whose sentences no native reader has reviewed yet; the pages say so."""

language_pages = Blueprint("language", __name__)


def install(app: Flask) -> None:
    Babel(app, locale_selector=language, default_translation_directories="translations")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.register_blueprint(language_pages)
    app.jinja_env.filters.update(
        percent=percent,
        number=number,
        day=day,
        moment=moment,
        minutes=minutes,
        clock=clock,
        sentence=sentence,
    )
    app.context_processor(
        lambda: {"language": language(), "language_names": NAMES, "is_draft": language() in DRAFTS}
    )


def _catalogue() -> Translations:
    """The messages of this page's language, found once a page: the library would look for each sentence."""
    if "messages" not in g:
        g.messages = get_domain().get_translations()
    found: Translations = g.messages
    return found


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while: a letter goes out in the language of its reader."""
    g.pop("messages", None)
    with force_locale(code):
        yield
    g.pop("messages", None)


def language() -> str:
    """The language of this page: chosen for the session, else the person's, else the browser's."""
    if "language" not in g:
        g.language = _choose()
    chosen: str = g.language
    return chosen


def _choose() -> str:
    asked = session.get("language")
    if asked in LANGUAGES:
        return str(asked)
    actor = context.find_actor()
    if actor is not None:
        return closest(actor.language)
    asked_by_browser = (tag.partition("-")[0].lower() for tag, _ in request.accept_languages)
    return next((code for code in asked_by_browser if code in LANGUAGES), "en")


def closest(code: str) -> str:
    """The interface language for a person whose language is `code`."""
    return code if code in LANGUAGES else "en"


@language_pages.post("/language")
@public
def choose_language() -> Response:
    """Open to all: a stranger on the check page reads it in their language too."""
    code = request.form.get("language", "")
    if code in LANGUAGES:
        session["language"] = code
    return redirect(local_path(request.form.get("next")), 303)


def told(error: CourseError) -> str:
    """The sentence of `error` in the reader's language."""
    sentence: str = gettext(error.sentence, **error.values)
    return sentence


def sentence(text: str) -> str:
    """A sentence marked by `N_`, in the reader's language; any other text as it is."""
    words: str = gettext(text) if text else ""
    return words


def _locale() -> Locale:
    """English dates with the day first, as the training's readers write them."""
    return Locale("en", "GB") if language() == "en" else get_locale()


def percent(share: Fraction | None) -> str:
    """A share as whole per cent, rounded half up; a dash where there is no basis."""
    if share is None:
        return "—"
    whole = int(share * 100 + Fraction(1, 2))
    return f"{whole}\u00a0%"


def number(value: Fraction | int | None) -> str:
    """At most two decimals, with the reader's decimal sign."""
    if value is None:
        return "—"
    exact = Fraction(value)
    cents = int(abs(exact) * 100 + Fraction(1, 2))
    rounded = (-cents if exact < 0 else cents) / 100
    return format_decimal(rounded, format="#,##0.##", locale=_locale())


def day(value: date) -> str:
    return format_date(value, "long", locale=_locale())


def moment(value: datetime, time_zone: str = "") -> str:
    """Date and time with the name of the zone: the one given, else the reader's own."""
    zone = ZoneInfo(time_zone) if time_zone else _zone()
    text = format_datetime(value, "d MMMM y, HH:mm", tzinfo=zone, locale=_locale())
    return f"{text} ({get_timezone_location(zone, return_city=True, locale=_locale())})"


def clock(value: datetime) -> str:
    return format_datetime(value, "HH:mm", tzinfo=_zone(), locale=_locale())


def minutes(count: int) -> str:
    text: str = gettext("%(count)d min", count=count)
    return text


def _zone() -> ZoneInfo:
    actor = context.find_actor()
    return ZoneInfo(actor.time_zone if actor else "UTC")
