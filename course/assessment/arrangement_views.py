"""Pages on which trainers open and close the quizzes of an event and grant extra time and attempts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from course.accounts.sign_in import password_hash
from course.assessment import arranged
from course.assessment import arrangements as acts
from course.assessment.forms import AccommodationForm, WindowForm
from course.assessment.sittings import OCCASIONS, TEST_NAMES, window_of_test
from course.assessment.windows import UNARRANGED, Window, read_networks
from course.base.access import Permission, requires
from course.base.errors import NotFound, Refused
from course.content.current import current_catalogue
from course.events.models import Event
from course.events.queries import get_event
from course.learning.queries import enrolments_of_event, get_enrolment
from course.questions.question import in_language
from course.web import context
from course.web.language import language, sentence, told
from course.web.words import COUNTRY_NAMES

arrangements = Blueprint("arrangements", __name__)

View = str | Response | tuple[str, int]
_EVERYONE = "event"


def _event(code: str, session: Session | None = None) -> Event:
    return get_event(session or context.session(), context.actor(), code)


def _name(occasion: str) -> str:
    """What people call a quiz of an event."""
    tests = {OCCASIONS[is_first]: name for is_first, name in TEST_NAMES.items()}
    if occasion in tests:
        return sentence(tests[occasion])
    quiz = current_catalogue().quizzes.get(occasion)
    return in_language(quiz.title, language()) if quiz else occasion


def _names(event: Event) -> dict[str, str]:
    return {occasion: _name(occasion) for occasion in arranged.occasions(current_catalogue(), event)}


@arrangements.get("/events/<code>/quizzes")
@requires(Permission.ARRANGE_QUIZZES)
def windows_page(code: str) -> str:
    event = _event(code)
    windows = arranged.windows_of(context.session(), event.id)
    met = {occasion: _met(event, occasion, windows) for occasion in _names(event)}
    return render_template(
        "assessment/windows.html", event=event, names=_names(event), windows=met, now=context.now()
    )


def _met(event: Event, occasion: str, windows: dict[str, Window]) -> Window:
    """As arranged; for a test, with the rule of the last day where nothing is."""
    if occasion in OCCASIONS.values():
        return window_of_test(occasion, arranged.last_day_of(event), windows)
    return windows.get(occasion, UNARRANGED)


@arrangements.get("/events/<code>/quizzes/<key>")
@requires(Permission.ARRANGE_QUIZZES)
def window_page(code: str, key: str) -> View:
    event = _event(code)
    window = _arranged(event, key)
    form = WindowForm(
        formdata=None,
        opens_at=_local(window.opens_at, event),
        closes_at=_local(window.closes_at, event),
        networks="\n".join(window.networks),
    )
    return _window_form(event, key, window, form)


def _arranged(event: Event, occasion: str) -> Window:
    if occasion not in arranged.occasions(current_catalogue(), event):
        raise NotFound
    return arranged.windows_of(context.session(), event.id).get(occasion, UNARRANGED)


def _window_form(event: Event, key: str, window: Window, form: WindowForm, status: int = 200) -> View:
    page = render_template(
        "assessment/window.html", event=event, key=key, name=_name(key), window=window, form=form
    )
    return page, status


def _local(moment: datetime | None, event: Event) -> datetime | None:
    """On the event's clock, as its form shows it."""
    return moment.astimezone(ZoneInfo(event.time_zone)).replace(tzinfo=None) if moment else None


def _moment(typed: datetime | None, event: Event) -> datetime | None:
    return typed.replace(tzinfo=ZoneInfo(event.time_zone)).astimezone(UTC) if typed else None


@arrangements.post("/events/<code>/quizzes/<key>")
@requires(Permission.ARRANGE_QUIZZES)
def set_window(code: str, key: str) -> View:
    event, form = _event(code), WindowForm()
    window = _arranged(event, key)
    if not form.validate():
        return _window_form(event, key, window, form, 422)
    hashed = password_hash(form.password.data) if form.password.data else None
    try:
        networks = read_networks(form.networks.data or "")
    except Refused as refusal:
        form.networks.errors = [told(refusal)]
        return _window_form(event, key, window, form, 422)
    unit = context.begin_writing()
    event = _event(code, unit)
    kept = None if form.no_password.data else _arranged(event, key).password_hash
    typed = Window(
        _moment(form.opens_at.data, event), _moment(form.closes_at.data, event), hashed or kept, networks
    )
    try:
        acts.set_window(unit, context.actor(), context.now(), current_catalogue(), event, key, typed)
    except Refused as refusal:
        form.closes_at.errors = [told(refusal)]
        return _window_form(event, key, window, form, 422)
    flash(
        gettext("Saved: %(quiz)s. It holds from now on, also for attempts that are running.", quiz=_name(key))
    )
    return redirect(f"/events/{code}/quizzes", 303)


@arrangements.get("/events/<code>/accommodations")
@requires(Permission.ARRANGE_QUIZZES)
def accommodations_page(code: str) -> View:
    event = _event(code)
    return _accommodations(event, _accommodation_form(event, None))


def _accommodations(event: Event, form: AccommodationForm, status: int = 200) -> View:
    page = render_template(
        "assessment/accommodations.html",
        event=event,
        form=form,
        rows=arranged.accommodations_at(context.session(), event),
        names=_names(event),
        people=len(enrolments_of_event(context.session(), context.actor(), event)),
    )
    return page, status


def _accommodation_form(event: Event, data: object) -> AccommodationForm:
    form = AccommodationForm(formdata=data)
    people = enrolments_of_event(context.session(), context.actor(), event)
    countries = sorted({one.person.country for one in people if one.person.country})
    form.whom.choices = [
        SelectChoice("", "—"),
        *(
            SelectChoice(str(one.id), one.person.name)
            for one in people
            if one.person_id != context.actor().id
        ),
        *(
            SelectChoice(
                country, gettext("Delegation: %(country)s", country=COUNTRY_NAMES.get(country, country))
            )
            for country in countries
        ),
        SelectChoice(_EVERYONE, gettext("Everyone at the event")),
    ]
    form.occasion.choices = [
        SelectChoice("", gettext("Every quiz and test")),
        *(SelectChoice(occasion, name) for occasion, name in _names(event).items()),
    ]
    return form


@arrangements.post("/events/<code>/accommodations")
@requires(Permission.ARRANGE_QUIZZES)
def add_accommodation(code: str) -> View:
    event, actor = _event(code), context.actor()
    form = _accommodation_form(event, request.form)
    if not form.validate():
        return _accommodations(event, form, 422)
    unit = context.begin_writing()
    event = _event(code, unit)
    whom = form.whom.data
    grant = acts.Grant(
        minutes=form.minutes.data or 0,
        attempts=form.attempts.data or 0,
        reason=form.reason.data,
        enrolment=get_enrolment(unit, actor, int(whom)) if whom.isdigit() else None,
        country=None if whom.isdigit() or whom == _EVERYONE else whom,
        occasion=form.occasion.data or None,
    )
    try:
        acts.add_accommodation(unit, actor, context.now(), current_catalogue(), event, grant)
    except Refused as refusal:
        form.minutes.errors = [told(refusal)]
        return _accommodations(event, form, 422)
    flash(gettext("Granted. It holds from now on, also for attempts that are running."))
    return redirect(f"/events/{code}/accommodations", 303)


@arrangements.post("/events/<code>/accommodations/<int:accommodation_id>/withdrawal")
@requires(Permission.ARRANGE_QUIZZES)
def withdraw_accommodation(code: str, accommodation_id: int) -> Response:
    unit, actor = context.begin_writing(), context.actor()
    event = _event(code, unit)
    acts.withdraw_accommodation(unit, actor, context.now(), current_catalogue(), event, accommodation_id)
    flash(gettext("Withdrawn. Whatever was done in the extra time or attempt stays."))
    return redirect(f"/events/{code}/accommodations", 303)
