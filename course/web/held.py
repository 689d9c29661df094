"""What a person typed when their sign-in had ended: kept in their own signed cookie, given back after.

Bound to the person whose sign-in it was, so the next one on a shared computer never sees it.
"""

from flask import request, session

_PATHS = ("/attempts/",)
_LARGEST = 1800
"""Characters; a cookie holds about 4,000 bytes."""

Fields = dict[str, list[str]]


def hold() -> None:
    """Keep the form of this request, if it is an answer and its sign-in has just ended."""
    owner = session.get("_user_id")
    if not owner or request.method != "POST" or not request.path.startswith(_PATHS):
        return
    fields = {name: request.form.getlist(name) for name in request.form if name != "csrf_token"}
    if fields and len(str(fields)) <= _LARGEST:
        session["held"] = {"owner": owner, "path": request.path, "fields": fields}


def keep_for(owner: str, held: dict[str, object] | None) -> None:
    """Carry a held form over into the new session, if it is the same person's."""
    if held and held.get("owner") == owner:
        session["held"] = held


def take(path: str) -> Fields | None:
    """The held form of this page, once."""
    held = session.get("held")
    if not held or held["path"] != path:
        return None
    session.pop("held")
    fields: Fields = held["fields"]
    return fields
