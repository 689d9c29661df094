"""Health for whoever watches the machine."""

from flask import Blueprint
from sqlalchemy import text

from course.base.access import public
from course.web import context

maintenance = Blueprint("maintenance", __name__)


@maintenance.get("/healthz")
@public
def alive() -> tuple[str, int, dict[str, str]]:
    """Open to all: says only that the process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@maintenance.get("/readyz")
@public
def ready() -> tuple[str, int, dict[str, str]]:
    """Open to all: says only whether the database answers (503 where not)."""
    context.session().execute(text("SELECT 1"))
    return "ready\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
