"""Home, modules, progress; the front pages of review and management; one person's page."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from course.accounts.policy import may_change_roles
from course.accounts.queries import get_person
from course.assessment import arranged, rules
from course.assessment import queries as attempts
from course.assessment.settling import as_settled
from course.base.access import Permission, Role, requires
from course.base.errors import NotFound
from course.certificates.queries import certificates_of_person
from course.content.catalogue import Quiz
from course.content.current import current_catalogue
from course.desk.next_step import next_step
from course.events import queries as events
from course.learning import queries as learning
from course.learning.models import Enrolment
from course.learning.progress import Progress, progress
from course.web import context
from course.web.words import ROLE_NAMES

desk = Blueprint("desk", __name__)


def _standing() -> tuple[Enrolment | None, Progress]:
    """The actor's enrolment that counts now, and where they stand in it."""
    session, catalogue = context.session(), current_catalogue()
    enrolment = learning.find_enrolment(session, context.actor(), catalogue.package.key)
    if enrolment is None:
        return None, progress((), {}, (), {})
    return enrolment, learning.progress_of(session, catalogue, [enrolment])[enrolment.id]


@desk.get("/")
@requires(Permission.LEARN)
def home() -> str | Response:
    actor, session, catalogue = context.actor(), context.session(), current_catalogue()
    enrolment, standing = _standing()
    if enrolment is None and actor.may(Permission.REVIEW):
        return redirect("/review/" if not actor.is_a(Role.ADMIN) else "/manage/", 303)
    completed = learning.completed_lessons(session, [actor.id])[actor.id]
    tests = _tests(enrolment) if enrolment else []
    return render_template(
        "desk/home.html",
        enrolment=enrolment,
        progress=standing,
        completed=completed,
        next=next_step(catalogue, standing, completed, tests),
        tests=tests,
        catalogue=catalogue,
        certificates=certificates_of_person(session, actor.id),
    )


def _tests(enrolment: Enrolment) -> list[rules.Standing]:
    """Pre-test and post-test, as they stand for this official now."""
    sittings = arranged.sittings(context.session(), current_catalogue(), enrolment, context.now())
    return [_at(enrolment, current_catalogue().quizzes[sitting.form]) for sitting in sittings]


def _at(enrolment: Enrolment, quiz: Quiz) -> rules.Standing:
    """Where this official stands at one quiz now."""
    session, catalogue, now = context.session(), current_catalogue(), context.now()
    made = attempts.attempts_of(session, enrolment.id, quiz.key)
    past = attempts.past_of(as_settled(session, now, catalogue, made))
    return rules.standing(quiz, past, now, arranged.terms(session, catalogue, enrolment, quiz, now))


@desk.get("/modules/")
@requires(Permission.LEARN)
def modules() -> str:
    _, standing = _standing()
    return render_template("desk/modules.html", catalogue=current_catalogue(), progress=standing)


@desk.get("/modules/<key>/")
@requires(Permission.LEARN)
def module(key: str) -> str:
    catalogue, session, actor = current_catalogue(), context.session(), context.actor()
    found = catalogue.modules.get(key)
    if found is None:
        raise NotFound
    enrolment, _ = _standing()
    quiz = catalogue.quizzes.get(found.quiz or "")
    return render_template(
        "desk/module.html",
        module=found,
        quiz=quiz,
        enrolment=enrolment,
        standing=_at(enrolment, quiz) if enrolment and quiz else None,
        completed=learning.completed_lessons(session, [actor.id])[actor.id],
    )


@desk.get("/progress")
@requires(Permission.LEARN)
def progress_page() -> str:
    enrolment, standing = _standing()
    return render_template(
        "desk/progress.html",
        enrolment=enrolment,
        progress=standing,
        catalogue=current_catalogue(),
        certificates=certificates_of_person(context.session(), context.actor().id),
    )


@desk.get("/review/")
@requires(Permission.REVIEW)
def review() -> str:
    return render_template("desk/review.html", events=events.events(context.session(), context.actor()))


@desk.get("/manage/")
@requires(Permission.MANAGE)
def manage() -> str:
    return render_template("desk/manage.html", events=events.events(context.session(), context.actor()))


@desk.get("/manage/people/<int:person_id>")
@requires(Permission.SEE_PEOPLE)
def person(person_id: int) -> str:
    session, actor = context.session(), context.actor()
    found = get_person(session, actor, person_id)
    enrolments = learning.enrolments_of_person(session, person_id)
    return render_template(
        "desk/person.html",
        person=found,
        enrolments=enrolments,
        progress=learning.progress_of(session, current_catalogue(), enrolments),
        certificates=certificates_of_person(session, person_id),
        events=events.events(session, actor),
        roles=ROLE_NAMES,
        may_change=actor.may(Permission.MANAGE_PEOPLE) and may_change_roles(actor, person_id),
        catalogue=current_catalogue(),
    )
