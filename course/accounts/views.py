"""Sign-in, passwords, the own account, and the list of people."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security.recoverable import generate_reset_password_token, reset_password_token_status
from werkzeug.wrappers import Response

from course.accounts import actions, queries
from course.accounts.forms import (
    AskResetForm,
    ChangePasswordForm,
    FirstAdministratorForm,
    NewPasswordForm,
    PersonForm,
    SignInForm,
)
from course.accounts.models import Person
from course.accounts.passwords import refuse_weak
from course.accounts.sign_in import (
    RESET_MINUTES,
    begin_sign_in,
    end_all_sign_ins,
    end_sign_in,
    password_hash,
    password_is,
    renewed_hash,
)
from course.base.access import Permission, Role, public, requires
from course.base.errors import N_, NotFound, Refused
from course.config import Mode
from course.messages.actions import write as write_message
from course.web import context
from course.web.access import LARGEST_ID, local_path
from course.web.language import closest, speaking, told

accounts = Blueprint("accounts", __name__)

View = str | Response | tuple[str, int]


@accounts.get("/sign-in")
@public
def sign_in_page() -> View:
    """Open to all: the way in."""
    wanted = local_path(request.args.get("next"))
    if context.find_actor() is not None:
        return redirect(wanted, 303)
    return _sign_in_form(SignInForm(formdata=None), wanted)


@accounts.post("/sign-in")
@public
def sign_in() -> View:
    """Open to all: the way in. Known and unknown people get the same words."""
    form = SignInForm()
    wanted = local_path(request.form.get("next"))
    if not form.validate():
        return _sign_in_form(form, wanted, 422)
    person = queries.find_by_identity(context.session(), form.identity.data)
    if not password_is(form.password.data, person) or person is None:
        form.form_errors.append(
            gettext(
                "This e-mail or service number and password do not belong together. Check both and try again."
            )
        )
        return _sign_in_form(form, wanted, 422)
    renewed, actor = renewed_hash(form.password.data, person), person.as_actor()
    unit = context.begin_writing()
    person = queries.get_person(unit, actor, actor.id)
    if renewed:
        person.password = renewed
    begin_sign_in(unit, person, context.now())
    return redirect(wanted, 303)


def _sign_in_form(form: SignInForm, wanted: str, status: int = 200) -> tuple[str, int]:
    demo = context.settings().mode is Mode.DEMO
    return render_template("accounts/sign_in.html", form=form, next=wanted, demo=demo), status


@accounts.post("/sign-out")
@requires(Permission.LEARN)
def sign_out() -> Response:
    end_sign_in(context.begin_writing(), context.now())
    response = redirect(url_for("accounts.sign_in_page"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@accounts.get("/password-reset")
@public
def ask_reset_page() -> str:
    """Open to all: for those who cannot sign in."""
    return render_template("accounts/ask_reset.html", form=AskResetForm(formdata=None))


@accounts.post("/password-reset")
@public
def ask_reset() -> View:
    """Open to all: for those who cannot sign in. The answer does not tell whether the address is known."""
    form = AskResetForm()
    if not form.validate():
        return render_template("accounts/ask_reset.html", form=form), 422
    person = queries.find_by_identity(context.session(), form.email.data)
    if person is not None and person.active and person.email:
        _write_reset_letter(person)
    return render_template("accounts/reset_sent.html", email=form.email.data, minutes=RESET_MINUTES)


def _write_reset_letter(person: Person, template: str = "password_reset") -> None:
    token = generate_reset_password_token(person)
    link = context.settings().base_url + url_for("accounts.reset_page", token=token)
    language, address, name = closest(person.language), person.email, person.name
    with speaking(language):
        text = render_template(f"accounts/mail/{template}.txt", name=name, link=link, minutes=RESET_MINUTES)
    subject, _, body = text.strip().partition("\n\n")
    write_message(context.begin_writing(), context.now(), str(address), language, subject, body + "\n")


@accounts.get("/password-reset/<token>")
@public
def reset_page(token: str) -> View:
    """Open to all: the link in the letter is the proof."""
    _person_of_token(token)
    return render_template("accounts/reset.html", form=NewPasswordForm(formdata=None), token=token)


@accounts.post("/password-reset/<token>")
@public
def reset(token: str) -> View:
    """Open to all: the link in the letter is the proof. It dies with the old password."""
    form = NewPasswordForm()
    person = _person_of_token(token)
    hashed = _new_hash(form, person)
    if hashed is None:
        return render_template("accounts/reset.html", form=form, token=token), 422
    person_id = person.id
    unit = context.begin_writing()
    queries.lock_person(unit, person_id)
    person = _person_of_token(token)
    actions.set_password(unit, person.as_actor(), context.now(), person, hashed)
    flash(gettext("Your new password is saved. You are signed out everywhere else. Sign in with it now."))
    return redirect(url_for("accounts.sign_in_page"), 303)


def _person_of_token(token: str) -> Person:
    expired, invalid, person = reset_password_token_status(token)
    if expired or invalid or person is None or not person.active:
        raise Refused(_STALE_LINK)
    found: Person = person
    return found


_STALE_LINK = N_(
    "This link was used before or is too old. Ask for a new one on the page “Forgotten password”."
)


def _new_hash(form: NewPasswordForm, person: Person | None) -> str | None:
    """The hash of the new password, or None with the reason at the field."""
    if not form.validate():
        return None
    if form.password.data != form.again.data:
        form.again.errors = [gettext("The two passwords differ. Type the same one twice.")]
        return None
    known = () if person is None else _known_words(person)
    try:
        refuse_weak(form.password.data, known)
    except Refused as refusal:
        form.password.errors = [told(refusal)]
        return None
    return password_hash(form.password.data)


def _known_words(person: Person) -> list[str]:
    """What anyone who knows the person would try first."""
    agency = person.agency.name.split() if person.agency else []
    mailbox = (person.email or "").partition("@")[0]
    names = (
        person.surname,
        person.given_name,
        person.patronymic,
        person.surname_latin,
        person.given_name_latin,
        person.service_number,
    )
    return [*filter(None, names), mailbox, *agency]


@accounts.get("/first-administrator/<token>")
@public
def first_administrator_page(token: str) -> str:
    """Open to all: the link printed at the first start is the proof."""
    _refuse_dead_first_link(token)
    return render_template("accounts/first_administrator.html", form=FirstAdministratorForm(formdata=None))


@accounts.post("/first-administrator/<token>")
@public
def first_administrator(token: str) -> View:
    """Open to all: the link printed at the first start is the proof. It works once."""
    _refuse_dead_first_link(token)
    form = FirstAdministratorForm()
    hashed = _new_hash(form, None)
    if hashed is None:
        return render_template("accounts/first_administrator.html", form=form), 422
    details = actions.PersonDetails(
        surname=form.surname.data,
        given_name=form.given_name.data,
        email=form.email.data,
        language=form.language.data,
    )
    unit = context.begin_writing()
    person = actions.become_first_administrator(unit, context.now(), token, details, hashed)
    begin_sign_in(unit, person, context.now())
    return redirect("/manage/", 303)


def _refuse_dead_first_link(token: str) -> None:
    session = context.session()
    link = queries.find_link(session, token, actions.FIRST_ADMINISTRATOR, context.now())
    if link is None or queries.count_administrators(session):
        raise NotFound


@accounts.get("/account")
@requires(Permission.LEARN)
def account() -> str:
    return _account_page(ChangePasswordForm(formdata=None))


def _account_page(form: ChangePasswordForm) -> str:
    session, actor = context.session(), context.actor()
    return render_template(
        "accounts/account.html",
        form=form,
        person=queries.get_person(session, actor, actor.id),
        sign_ins=queries.living_sign_ins(session, actor, context.now()),
        this_sign_in=g.sign_in_id,
    )


@accounts.post("/account/password")
@requires(Permission.LEARN)
def change_password() -> View:
    form = ChangePasswordForm()
    actor = context.actor()
    person = queries.get_person(context.session(), actor, actor.id)
    if form.validate() and not password_is(form.current.data, person):
        form.current.errors = [gettext("This is not your password now.")]
        return _account_page(form), 422
    hashed = _new_hash(form, person)
    if hashed is None:
        return _account_page(form), 422
    unit = context.begin_writing()
    person = queries.get_person(unit, actor, actor.id)
    actions.set_password(unit, actor, context.now(), person, hashed)
    begin_sign_in(unit, person, context.now())
    flash(gettext("Your new password is saved. You are signed out everywhere else."))
    return redirect(url_for("accounts.account"), 303)


@accounts.post("/account/sign-outs")
@requires(Permission.LEARN)
def sign_out_everywhere() -> Response:
    unit = context.begin_writing()
    end_all_sign_ins(unit, context.actor().id, context.now())
    end_sign_in(unit, context.now())
    flash(gettext("You are signed out on every device."))
    return redirect(url_for("accounts.sign_in_page"), 303)


@accounts.get("/manage/people")
@requires(Permission.SEE_PEOPLE)
def people() -> str:
    search = request.args.get("search", "")[:100]
    after = min(max(request.args.get("after", 0, type=int), 0), LARGEST_ID)
    found = queries.people(context.session(), context.actor(), search, after)
    shown, more = found[: queries.PAGE], len(found) > queries.PAGE
    last = shown[-1].id if more else None
    return render_template("accounts/people.html", people=shown, search=search, next_after=last)


@accounts.get("/manage/people/new")
@requires(Permission.MANAGE_PEOPLE)
def new_person_page() -> str:
    return render_template("accounts/new_person.html", form=_person_form(None))


@accounts.post("/manage/people")
@requires(Permission.MANAGE_PEOPLE)
def add_person() -> View:
    form = _person_form(request.form)
    if not form.validate():
        return render_template("accounts/new_person.html", form=form), 422
    unit = context.begin_writing()
    try:
        person = actions.add_person(
            unit, context.actor(), context.now(), _details(form), {Role.OFFICIAL, Role(form.role.data)}
        )
    except Refused as refusal:
        form.form_errors.append(told(refusal))
        return render_template("accounts/new_person.html", form=form), 422
    _write_reset_letter(person, "welcome")
    flash(
        gettext(
            "%(name)s is on the list. A letter with a link to choose a password is on its way.",
            name=person.name,
        )
    )
    return redirect(f"/manage/people/{person.id}", 303)


def _person_form(data: object) -> PersonForm:
    return PersonForm(formdata=data)


def _details(form: PersonForm) -> actions.PersonDetails:
    names = actions.PersonDetails.__dataclass_fields__
    values: dict[str, Any] = {name: form[name].data or None for name in names if name in form}
    return actions.PersonDetails(**values)


@accounts.post("/manage/people/<int:person_id>/roles")
@requires(Permission.MANAGE_PEOPLE)
def grant_role(person_id: int) -> Response:
    role = _role(request.form.get("role"))
    unit = context.begin_writing()
    person = queries.get_person(unit, context.actor(), person_id)
    actions.grant_role(unit, context.actor(), context.now(), person, role)
    return redirect(f"/manage/people/{person_id}", 303)


@accounts.post("/manage/people/<int:person_id>/roles/<role>/withdrawal")
@requires(Permission.MANAGE_PEOPLE)
def withdraw_role(person_id: int, role: str) -> Response:
    unit = context.begin_writing()
    person = queries.get_person(unit, context.actor(), person_id)
    actions.withdraw_role(unit, context.actor(), context.now(), person, _role(role))
    return redirect(f"/manage/people/{person_id}", 303)


def _role(text: str | None) -> Role:
    try:
        return Role(text or "")
    except ValueError:
        raise NotFound from None


@accounts.post("/manage/people/<int:person_id>/suspension")
@requires(Permission.MANAGE_PEOPLE)
def suspend(person_id: int) -> Response:
    unit = context.begin_writing()
    person = queries.get_person(unit, context.actor(), person_id)
    actions.suspend(unit, context.actor(), context.now(), person)
    return redirect(f"/manage/people/{person_id}", 303)


@accounts.post("/manage/people/<int:person_id>/readmission")
@requires(Permission.MANAGE_PEOPLE)
def readmit(person_id: int) -> Response:
    unit = context.begin_writing()
    person = queries.get_person(unit, context.actor(), person_id)
    actions.readmit(unit, context.actor(), context.now(), person)
    return redirect(f"/manage/people/{person_id}", 303)
