"""Who trains at an event."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from course.accounts.queries import get_person
from course.base.access import Permission, requires
from course.events import actions, queries
from course.web import context

events = Blueprint("events", __name__)


@events.post("/manage/people/<int:person_id>/assignments")
@requires(Permission.MANAGE_PEOPLE)
def assign_trainer(person_id: int) -> Response:
    unit, actor = context.begin_writing(), context.actor()
    person = get_person(unit, actor, person_id)
    event = queries.get_event(unit, actor, request.form.get("event", ""))
    actions.assign_trainer(unit, actor, context.now(), event, person)
    return redirect(f"/manage/people/{person_id}", 303)
